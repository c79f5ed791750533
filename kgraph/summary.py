"""How much a graph holds, and what it says most often."""

from __future__ import annotations

from dataclasses import dataclass

from kgraph.query import query, run
from kgraph.rows import Value
from kgraph.store import Store

__all__ = ["Summary", "summarize"]

_COUNTED = {
    "documents": "?one a kg:Article",
    "entities": "?description kg:describes ?one . ?one rdfs:label ?label",
    "statements": "?one a kg:Statement",
    "claims": "?one a kg:Claim",
}
_COLUMNS = ("actor", "does", "target", "origins", "documents")


@dataclass(frozen=True, slots=True)
class Summary:
    """How much a graph holds, and its strongest lines of who does what: origins, articles."""

    documents: int
    entities: int
    statements: int
    claims: int
    strongest: tuple[tuple[Value, ...], ...]


def summarize(store: Store, lines: int = 5) -> Summary:
    """Return the summary of a store, with so many lines.

    The lines are drawn from all statements, some seconds for a thousand articles; without any
    (0) the counts come at once.
    """
    counts = {name: _count(store, pattern) for name, pattern in _COUNTED.items()}
    rows = run(store, "strongest").to_dicts()[:lines] if lines else []
    return Summary(**counts, strongest=tuple(tuple(row[one] for one in _COLUMNS) for row in rows))


def _count(store: Store, pattern: str) -> int:
    sparql = f"SELECT (COUNT(DISTINCT ?one) AS ?count) WHERE {{ {pattern} }}"
    ((count,),) = query(store, sparql)
    return int(str(count))
