"""Disputed places: positions of parties with dates and sources, and never a decision."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kgraph.consistency import findings
from kgraph.gazetteer import load_gazetteer
from kgraph.model import Document, Entity, Extraction, Mention
from kgraph.query import find_entities, run
from kgraph.sovereignty import positions_on
from kgraph.store import Store, open_store
from kgraph.validate import validate
from kgraph.vocabulary import KG, RDF
from tests.factories import RUN


def article(place: str, identifier: str = "a") -> Extraction:
    entry = load_gazetteer().get(place)
    assert entry is not None
    entity = Entity(id=entry.id, label=entry.label, type=entry.type)
    mention = Mention(
        start=0,
        end=len(entry.label),
        text=entry.label,
        entity=entry.id,
        type=entry.type,
        kind="name",
        reading="literal",
        rule="gazetteer",
    )
    document = Document(id=identifier, text=f"{entry.label} was quiet.")
    return Extraction(document=document, mentions=(mention,), entities=(entity,))


def rows(store: Store, **parameters: str) -> list[tuple[object, ...]]:
    columns = ("territory", "position", "party_name", "since")
    found = run(store, "sovereignty", parameters).to_dicts()
    return [tuple(row[column] for column in columns) for row in found]


def test_every_position_on_a_place_that_is_named(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        store.put(article("place/crimea"), RUN)
        assert rows(store) == [
            ("Crimea", "claims", "Russia", "2014-03-18"),
            ("Crimea", "claims", "Ukraine", "1991"),
            ("Crimea", "controls", "Russia", "2014-02-27"),
        ]
        assert rows(store, place="Crimea") == rows(store)
        assert rows(store, place="Kosovo") == []
        assert {row["source"] for row in run(store, "sovereignty").to_dicts()} == {
            "https://en.wikipedia.org/wiki/Political_status_of_Crimea"
        }


def test_recognition_is_a_relation_with_a_date() -> None:
    store = open_store()
    store.put(article("country/kosovo"), RUN)
    store.put(article("country/germany", "b"), RUN)
    assert rows(store, party="Germany") == [("Kosovo", "recognises", "Germany", "2008-02-20")]
    assert ("Kosovo", "claims", "Serbia", "2008-02-17") in rows(store)


def test_a_position_is_no_entity_and_the_place_keeps_its_one_type() -> None:
    store = open_store()
    store.put(article("place/crimea"), RUN)
    assert len(find_entities(store, "Crimea")) == 1
    assert find_entities(store, "Russia") == []
    (entity,) = find_entities(store, "Crimea")
    kinds = store.engine.quads_for_pattern(entity, RDF.type, None, store.iris.graph("entities"))
    assert [quad.object for quad in kinds] == [KG.Place]


def test_the_store_is_valid_and_positions_go_with_the_last_article() -> None:
    store = open_store()
    first, second = article("place/crimea"), article("place/crimea", "b")
    store.put(first, RUN)
    store.put(second, RUN)
    assert list(findings(store)) == []
    assert list(validate(store)) == []
    store.remove("a")
    assert len(rows(store)) == 3
    store.remove("b")
    assert rows(store) == []
    left = store.engine.quads_for_pattern(None, KG.territory, None, None)
    assert [quad for quad in left if isinstance(quad.subject, NamedNode)] == []


@pytest.mark.parametrize("place", ["country/france", "place/moscow", "person/nobody"])
def test_what_nobody_disputes_has_no_positions(place: str) -> None:
    assert positions_on(place) == ()
