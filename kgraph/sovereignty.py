"""Who claims, controls or recognises a disputed place: attributed positions, never a type.

In comes the id of an entity; out go the rows of ``ontology/gazetteer/sovereignty.tsv`` about it,
and the triples that say them.  Each position names its party, its dates as far as they are known,
and the source that it was read from; nothing here decides whose a place is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from pyoxigraph import NamedNode

from kgraph import terms
from kgraph.gazetteer import load_gazetteer
from kgraph.gazetteer_rows import read_rows
from kgraph.iris import Iris, digest
from kgraph.places import Triple
from kgraph.resources import ontology_path
from kgraph.vocabulary import DCTERMS, KG, RDF

__all__ = ["Position", "position_triples", "positions_on"]

WIKIPEDIA = "https://en.wikipedia.org/wiki/"


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


def position_triples(entity: NamedNode, entity_id: str, iris: Iris) -> Iterator[Triple]:
    """Yield each position on an entity as a resource with party, dates and source.

    It has no label, so that nothing that looks entities up by name takes it for one.
    """
    for position in positions_on(entity_id):
        name = digest(position.party, position.relation, position.start, position.end)
        iri = NamedNode(f"{entity.value}/position/{name}")
        yield iri, RDF.type, KG.SovereigntyPosition
        yield iri, KG.territory, entity
        yield iri, KG.party, iris.entity(position.party)
        yield iri, KG.partyName, terms.text(_label(position.party))
        yield iri, KG.positionKind, terms.text(position.relation)
        yield iri, DCTERMS.source, _source(position.source)
        if position.start is not None:
            yield iri, KG.since, terms.time_value(position.start)
        if position.end is not None:
            yield iri, KG.until, terms.time_value(position.end)


def _source(source: str) -> NamedNode:
    title = source.removeprefix("wikipedia:").replace(" ", "_")
    return NamedNode(WIKIPEDIA + quote(title, safe=",()'!*:"))


def _label(entity_id: str) -> str:
    entry = load_gazetteer().get(entity_id)
    return entry.label if entry is not None else entity_id


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
