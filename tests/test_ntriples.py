"""Terms as text: the engine reads what terms made one by one would be, whatever they hold."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kgraph import ntriples, terms, vocabulary
from kgraph.iris import Iris


def read(term: str) -> object:
    line = f"<urn:s> <urn:p> {term} <urn:g> .\n".encode()
    (quad,) = parse(line, RdfFormat.N_QUADS, lenient=True)
    return quad.object


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_read_as_it_was(value: str) -> None:
    assert read(ntriples.text(value)) == terms.text(value)


@pytest.mark.parametrize("code", range(0x100))
def test_no_character_ends_a_text(code: int) -> None:
    value = f"a{chr(code)}b"
    assert read(ntriples.text(value)) == terms.text(value)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (ntriples.integer(-12), terms.integer(-12)),
        (ntriples.decimal(0.9), terms.decimal(0.90)),
        (ntriples.boolean(True), terms.boolean(True)),
        (ntriples.day(date(2025, 6, 4)), terms.day(date(2025, 6, 4))),
        (ntriples.time_value("2025-06"), terms.time_value("2025-06")),
        (ntriples.time_value('2025"'), terms.time_value('2025"')),
        (ntriples.uri('https://x.example/"a" b'), terms.uri('https://x.example/"a" b')),
        (ntriples.iri("urn:x"), NamedNode("urn:x")),
        (ntriples.KG.Statement, vocabulary.KG.Statement),
        (ntriples.KG["asserted"], vocabulary.KG.asserted),
    ],
)
def test_what_is_spelt_is_the_term(found: str, expected: Literal | NamedNode) -> None:
    assert read(found) == expected


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_no_name_leaves_its_place_in_an_iri(value: str) -> None:
    iri = Iris().entity(value)
    assert read(ntriples.iri(iri.value)) == iri


def test_a_misspelt_term_is_an_error() -> None:
    with pytest.raises(AttributeError, match="has no term 'Statment'"):
        _ = ntriples.KG.Statment
