"""Rows are sorted as Oxigraph's ORDER BY sorts them."""

from __future__ import annotations

import random

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kgraph.ordering import sorted_rows
from kgraph.rows import Rows, Term
from kgraph.vocabulary import XSD

TERMS: list[Term | None] = [
    None,
    *(NamedNode(f"https://example.org/{name}") for name in ("a", "B", "\u00e9", "\U0001f30d")),
    *(Literal(value) for value in (-2, 10, 9, 2.5)),
    Literal("7.25", datatype=XSD.decimal),
]
TEXTS = [Literal(value) for value in ("", "a", "B", "10", "9", "\uffff", "\U0001f30d")]
DAYS = [Literal(f"20{y:02}-0{m}-11", datatype=XSD.date) for y, m in ((3, 9), (25, 1), (3, 1))]


def by_engine(rows: Rows, keys: str) -> tuple[tuple[Term | None, ...], ...]:
    """Return the rows as ORDER BY sorts them."""
    values = " ".join(
        "(" + " ".join("UNDEF" if term is None else str(term) for term in row) + ")"
        for row in rows.terms
    )
    found = Store().query(f"SELECT ?x ?y WHERE {{ VALUES (?x ?y) {{ {values} }} }} ORDER BY {keys}")
    assert isinstance(found, QuerySolutions)
    return tuple(map(tuple, found))


def test_terms_are_sorted_as_by_the_engine() -> None:
    for terms in (TERMS, [None, *TEXTS], DAYS):
        pairs = [(one, other) for one in terms for other in terms]
        random.Random(1).shuffle(pairs)
        rows = Rows(("x", "y"), tuple(pairs))
        for falling in ((False, False), (True, True), (True, False), (False, True)):
            names = tuple(zip(("x", "y"), falling, strict=True))
            keys = " ".join(f"DESC(?{name})" if down else f"?{name}" for name, down in names)
            assert sorted_rows(rows, names).terms == by_engine(rows, keys), keys


def test_rows_that_tie_keep_their_places() -> None:
    rows = Rows(("x", "y"), tuple((Literal(n % 2), Literal(n)) for n in range(6)))
    assert [y for _, y in sorted_rows(rows, [("x", True)])] == [1, 3, 5, 0, 2, 4]
