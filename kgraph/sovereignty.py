"""Who claims, controls or recognises a disputed place: attributed positions, never a type.

In comes the id of an entity; out go the rows of ``ontology/gazetteer/sovereignty.tsv`` about it.
Each position names its party, its dates as far as they are known, and the source that it was read
from; nothing here decides whose a place is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kgraph.gazetteer import load_gazetteer
from kgraph.gazetteer_rows import read_rows
from kgraph.resources import ontology_path

__all__ = ["Position", "party_name", "positions_on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one party does about one place: ``claims``, ``controls`` or ``recognises`` it.

    ``start`` and ``end`` are ISO dates or years; an end of None means "not known to have ended".
    """

    place: str
    party: str
    relation: str
    start: str | None
    end: str | None
    source: str


def positions_on(entity_id: str) -> tuple[Position, ...]:
    """Return all positions on an entity; there are none on what is not disputed."""
    return _positions().get(entity_id, ())


def party_name(position: Position) -> str:
    """Return what the gazetteer calls the party of a position."""
    entry = load_gazetteer().get(position.party)
    return entry.label if entry is not None else position.party


@cache
def _positions() -> Mapping[str, tuple[Position, ...]]:
    found: dict[str, tuple[Position, ...]] = {}
    for _, row in read_rows(ontology_path("gazetteer") / "sovereignty.tsv"):
        position = Position(
            place=row["place"],
            party=row["party"],
            relation=row["relation"],
            start=row["start"] or None,
            end=row["end"] or None,
            source=row["source"],
        )
        found[position.place] = (*found.get(position.place, ()), position)
    return found
