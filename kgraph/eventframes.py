"""The tables behind event coding: frames, classes of nouns, rules of composition.

``ontology/lexicon/events.tsv``, ``classes.tsv`` and ``eventrules.tsv`` are read once and indexed by
part of speech and lemma; :mod:`kgraph.events` matches triggers against them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kgraph.errors import OntologyError
from kgraph.tables import Row, read_table

__all__ = ["ROOTS", "EventFrame", "EventTable", "load_event_table"]

ROOTS = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)

_FRAMES = (
    "pos",
    "lemma",
    "particle",
    "preposition",
    "object",
    "complement",
    "root",
    "mode",
    "context",
    "swap",
    "note",
)
_RULES = ("operator", "inner", "root", "mode", "note")
_CLASSES = ("class", "lemmas", "note")


@dataclass(frozen=True, slots=True)
class EventFrame:
    """One row of events.tsv; ``nouns`` are what its object may be, None for any."""

    particle: str
    preposition: str
    object: str
    nouns: frozenset[str] | None
    governs: bool
    root: str
    mode: str | None
    context: str | None
    swap: bool
    rule: str


@dataclass(frozen=True, slots=True)
class EventTable:
    """Frames by part of speech and lemma; rules by operator and inner root: root and mode."""

    frames: Mapping[tuple[str, str], tuple[EventFrame, ...]]
    rules: Mapping[tuple[str, str], tuple[str, str | None]]


@cache
def load_event_table() -> EventTable:
    """Return the event tables, read once for the life of the process."""
    classes = {row["class"]: frozenset(row.items("lemmas")) for row in _rows("classes", _CLASSES)}
    frames: dict[tuple[str, str], list[EventFrame]] = defaultdict(list)
    for row in _rows("events", _FRAMES):
        frames[row.one_of("pos", ("verb", "noun", "adj")), row["lemma"]].append(
            _frame(row, classes)
        )
    rules = {
        (row["operator"], row.one_of("inner", (*ROOTS, "none"))): (
            row.one_of("root", (*ROOTS, "none")),
            row["mode"] or None,
        )
        for row in _rows("eventrules", _RULES)
    }
    return EventTable({key: tuple(group) for key, group in frames.items()}, rules)


def _rows(name: str, columns: tuple[str, ...]) -> Iterator[Row]:
    return read_table(f"lexicon/{name}.tsv", columns)


def _frame(row: Row, classes: Mapping[str, frozenset[str]]) -> EventFrame:
    root = row["root"]
    if not (root in ROOTS or root == "none" or root.startswith("@")):
        raise OntologyError(row.where, f"{root!r} is no PLOVER root")
    words = (row["lemma"], row["particle"], row["preposition"], row["object"], row["complement"])
    return EventFrame(
        particle=row["particle"],
        preposition=row["preposition"],
        object=row["object"],
        nouns=_nouns(row, classes),
        governs=row.one_of("complement", ("", "*")) == "*",
        root=root,
        mode=row["mode"] or None,
        context=row["context"] or None,
        swap=row.flag("swap"),
        rule=" ".join(word for word in words if word not in {"", "*"}),
    )


def _nouns(row: Row, classes: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    if row["object"] in {"*", "+", "-", "@event"}:
        return None
    return frozenset().union(*(classes.get(item, {item}) for item in row.items("object")))
