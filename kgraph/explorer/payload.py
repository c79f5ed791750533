"""The data of the explorer page: statements and entities as columns of small numbers.

In: rows of the store.  Out: one plain dictionary for JSON.  Every text stands once, in a table;
statements refer to nodes, documents, quotes and words by number, so that a page with tens of
thousands of statements stays a few megabytes.  ``-1`` means unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kgraph.agreement import ACT
from kgraph.explorer.columns import (
    Tables,
    document_columns,
    node_columns,
    statement_columns,
)
from kgraph.explorer.layout import layout
from kgraph.explorer.opening import opening
from kgraph.quadclasses import QUAD_CLASSES, quad_classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kgraph.model import EntityRow, StatementRow

__all__ = ["VERSION", "Charts", "charts", "payload"]

VERSION = 2  #: of the form of this data; a page of another version is not read

MINOR = frozenset({"Phrase", ACT})  #: types of nodes that stand for no named thing


@dataclass(frozen=True, slots=True)
class Charts:
    """Positions by IRI: of all nodes, and of those that a crowded page opens on."""

    whole: Mapping[str, tuple[float, float]]
    first: Mapping[str, tuple[float, float]]


def payload(
    statements: Sequence[StatementRow],
    entities: Sequence[EntityRow],
    *,
    title: str,
    previous: Charts | None = None,
) -> dict[str, Any]:
    """Return everything the page shows, positions included, ready for ``json.dumps``.

    ``previous`` are the charts of an earlier page of the same store: what was on them stays where
    it was.
    """
    rows = sorted(statements, key=lambda row: row.id)
    tables = Tables(entities)
    number = {row.id: place for place, row in enumerate(rows)}
    columns = statement_columns(rows, tables, number)
    for entity in sorted(entities, key=lambda entity: entity.id):
        tables.node(entity.id, entity.label, entity.type)
    names = tables.nodes.keys()
    minor = {iri for iri in names if tables.kind(iri) in MINOR}
    pairs = list(zip(columns["s"], columns["o"], strict=True))
    places = layout(names, _named(pairs, names), previous.whole if previous else None, minor=minor)
    base = _base(names)
    return {
        "version": VERSION,
        "title": title,
        "base": base,
        "nodes": node_columns(tables, places, base),
        "open": _opening(pairs, names, minor, previous),
        "statements": columns,
        "documents": document_columns(rows, tables),
        "words": tables.words.keys(),
        "quotes": tables.quotes.keys(),
        "chains": tables.chains.keys(),
        "lists": tables.lists.keys(),
        "events": {root: QUAD_CLASSES.index(quad) for root, quad in quad_classes().items()},
    }


def charts(data: Mapping[str, Any]) -> Charts:
    """Return the positions that a payload holds."""
    nodes, start = data["nodes"], data["open"]
    iris = [data["base"] + local for local in nodes["id"]]
    whole = dict(zip(iris, zip(nodes["x"], nodes["y"], strict=True), strict=True))
    if start is None:
        return Charts(whole, {})
    first = zip(start["nodes"], start["x"], start["y"], strict=True)
    return Charts(whole, {iris[node]: (x, y) for node, x, y in first})


def _named(pairs: Iterable[tuple[int, int]], names: list[str]) -> list[tuple[str, str, float]]:
    return [(names[tail], names[head], 1.0) for tail, head in pairs]


def _opening(
    pairs: Sequence[tuple[int, int]], names: list[str], minor: set[str], previous: Charts | None
) -> dict[str, list[Any]] | None:
    """Return what a crowded page opens on, with a chart of its own that leaves room for it."""
    first = opening(pairs, {number for number, name in enumerate(names) if name in minor})
    if first is None:
        return None
    among = set(first)
    links = _named((pair for pair in pairs if among.issuperset(pair)), names)
    linked = {name for link in links for name in link[:2]}
    kept = [node for node in first if names[node] in linked]
    places = layout(
        [names[node] for node in kept], links, previous.first if previous else None, minor=minor
    )
    return {
        "nodes": kept,
        "x": [places[names[node]][0] for node in kept],
        "y": [places[names[node]][1] for node in kept],
    }


def _base(iris: Sequence[str]) -> str:
    """Return what all IRIs begin with, up to a slash: the page's links leave it out."""
    if len(iris) < 2:
        return ""
    first, last = min(iris), max(iris)
    shared = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return first[: first[:shared].rfind("/") + 1]
