"""Rows as columns: every text once, in a table, and numbers that refer to it.

In: rows of the store.  Out: lists of numbers, one a property, and the tables of what they stand
for.  ``-1`` means unknown.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import astuple
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kgraph.agreement import ACT, agreements, target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kgraph.model import EntityRow, StatementRow

__all__ = ["Columns", "Tables", "document_columns", "node_columns", "statement_columns"]

NOBODY = -1

Key = TypeVar("Key", bound=Hashable)
Columns = dict[str, list[Any]]


class Table(Generic[Key]):
    """Numbers for keys, in the order in which they first come."""

    def __init__(self) -> None:
        """Begin empty."""
        self.number: dict[Key, int] = {}

    def __call__(self, key: Key | None) -> int:
        """Return the key's number, a new one where it is new; None has the number -1."""
        return NOBODY if key is None else self.number.setdefault(key, len(self.number))

    def keys(self) -> list[Key]:
        """Return all keys by number."""
        return list(self.number)


class Tables:
    """What the columns refer to: nodes, words, quotes, documents, chains of speakers, lists."""

    def __init__(self, entities: Sequence[EntityRow]) -> None:
        """Begin with what is known of the named entities."""
        self.entities = {entity.id: entity for entity in entities}
        self.nodes: Table[str] = Table()
        self.shown: dict[str, tuple[str, str]] = {}
        self.words: Table[str] = Table()
        self.quotes: Table[str] = Table()
        self.documents: Table[str] = Table()
        self.chains: Table[tuple[int, ...]] = Table()
        self.lists: Table[tuple[str, ...]] = Table()

    def node(self, iri: str, label: str | None, kind: str | None) -> int:
        """Return a node's number; what is known of an entity goes before what a row says of it."""
        entity = self.entities.get(iri)
        if entity is not None:
            label, kind = entity.label, entity.type
        if iri not in self.shown or (kind and not self.shown[iri][1]):
            self.shown[iri] = (label or iri, kind or "")
        return self.nodes(iri)

    def kind(self, iri: str) -> str:
        """Return the type of a node."""
        return self.shown[iri][1] or "Other"


def statement_columns(
    rows: Sequence[StatementRow], tables: Tables, number: Mapping[str, int]
) -> Columns:
    """Return the statements column by column; extras that few have stand by number."""
    columns: Columns = {}
    extras: dict[str, dict[int, Any]] = {"args": {}, "condition": {}, "timeText": {}, "told": {}}
    told = agreements(rows, tables.entities)
    for place, row in enumerate(rows):
        for name, value in (_who(row, tables) | _what(row, tables) | _where(row, tables)).items():
            columns.setdefault(name, []).append(value)
        if row.arguments:
            extras["args"][place] = [_argument(argument, tables) for argument in row.arguments]
        if row.condition is not None and row.condition in number:
            extras["condition"][place] = number[row.condition]
        if (counts := astuple(told[row.id])) != (1, 1, 1, 1):
            extras["told"][place] = counts
        if row.time_text:
            extras["timeText"][place] = tables.words(row.time_text)
    return {**columns, **extras} if columns else {**_empty(), **extras}  # type: ignore[dict-item]


def _empty() -> Columns:
    names = "id d s o role sp cue st w l p ev rel neg pas t pl c q span"
    return {name: [] for name in names.split()}


def _who(row: StatementRow, tables: Tables) -> dict[str, Any]:
    subject = tables.node(row.subject, row.subject_label, row.subject_type)
    head, role = _head(row, tables)
    speakers = tuple(
        tables.node(iri, label, None)
        for iri, label in zip(row.speaker_ids, row.speakers, strict=True)
    )
    return {
        "id": _local(row.id, row.document),
        "d": tables.documents(row.document),
        "s": subject,
        "o": head,
        "role": tables.words(role),
        "sp": tables.chains(speakers),
        "cue": tables.lists(row.cues),
    }


def _head(row: StatementRow, tables: Tables) -> tuple[int, str]:
    """Return the node that the edge points at, and in what role it stands there.

    As in :func:`kgraph.network.to_network`, but what one actor does without object (it "spoke"
    nine times) is one node, not nine.
    """
    iri, label, kind, role = target(row, tables.entities)
    iri = f"{row.subject}#{row.predicate}" if kind == ACT else iri
    return tables.node(iri, label, kind or None), role


def _what(row: StatementRow, tables: Tables) -> dict[str, Any]:
    return {
        "st": tables.words(row.stance),
        "w": tables.words(row.text or row.label),
        "l": tables.words(row.label or row.predicate),
        "p": tables.words(row.predicate),
        "ev": tables.words(row.event),
        "rel": tables.words(row.relation),
        "neg": int(row.polarity == "negative"),
        "pas": int(row.voice == "passive"),
    }


def _where(row: StatementRow, tables: Tables) -> dict[str, Any]:
    place = NOBODY if row.place is None else tables.node(row.place, row.place_label, "Place")
    return {
        "t": tables.words(row.time),
        "pl": place,
        "c": round(100 * row.confidence),
        "q": tables.quotes(row.quote),
        "span": _spans(row),
    }


def _spans(row: StatementRow) -> list[int]:
    """Return start and end of subject, predicate and object inside the quote, 0, 0 for none."""
    found = []
    for start, end in (
        (row.subject_start, row.subject_end),
        (row.predicate_start, row.predicate_end),
        (row.object_start, row.object_end),
    ):
        inside = start is not None and end is not None
        if inside and row.quote_start <= start < end <= row.quote_end:  # type: ignore[operator]
            found += [start - row.quote_start, end - row.quote_start]  # type: ignore[operator]
        else:
            found += [0, 0]
    return found


def _argument(argument: tuple[str, str | None, str, str], tables: Tables) -> list[Any]:
    role, preposition, iri, label = argument
    number = tables.nodes(iri) if iri in tables.entities or iri in tables.shown else NOBODY
    if number != NOBODY:
        tables.node(iri, label, None)
    return [tables.words(role), tables.words(preposition), number, tables.words(label)]


def _local(iri: str, document: str) -> str:
    return iri.removeprefix(document).removeprefix("/statement/")


def node_columns(
    tables: Tables, places: Mapping[str, tuple[float, float]], base: str
) -> dict[str, list[Any] | dict[int, Any]]:
    """Return the nodes column by column; what few of them have stands by number."""
    iris = tables.nodes.keys()
    kinds: Table[str] = Table()
    columns: dict[str, list[Any] | dict[int, Any]] = {
        "id": [iri.removeprefix(base) for iri in iris],
        "label": [tables.shown[iri][0] for iri in iris],
        "type": [kinds(tables.kind(iri)) for iri in iris],
        "x": [places[iri][0] for iri in iris],
        "y": [places[iri][1] for iri in iris],
    }
    for name in ("wikidata", "wikipedia", "country", "aliases"):
        columns[name] = {
            place: getattr(entity, name)
            for place, iri in enumerate(iris)
            if (entity := tables.entities.get(iri)) and getattr(entity, name)
        }
    columns["at"] = {
        place: [entity.latitude, entity.longitude]
        for place, iri in enumerate(iris)
        if (entity := tables.entities.get(iri))
        and entity.latitude is not None
        and entity.longitude is not None
    }
    columns["types"] = kinds.keys()
    return columns


def document_columns(rows: Sequence[StatementRow], tables: Tables) -> Columns:
    """Return the documents column by column, in the order of their numbers."""
    first = {row.document: row for row in reversed(rows)}
    found = [first[iri] for iri in tables.documents.keys()]  # noqa: SIM118 - not a dictionary
    return {
        "id": [row.document for row in found],
        "name": [row.document_id for row in found],
        "title": [row.document_title for row in found],
        "source": [row.source for row in found],
        "url": [row.url for row in found],
        "date": [row.published for row in found],
        "copyOf": [row.copy_of for row in found],
        "newer": [row.superseded_by for row in found],
    }
