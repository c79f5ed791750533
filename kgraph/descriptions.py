"""What articles say an entity is, and how the descriptions of one entity become one.

Each distinct description that an article gives of an entity is a resource, shared by all articles
that give the same.  The entity in the graph ``entities`` is computed from its descriptions alone,
in whatever order they came: names are united, and where single values disagree the fullest
description decides, ties going by its text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from kgraph import terms
from kgraph.iris import Iris, digest, encode
from kgraph.model import Entity
from kgraph.sovereignty import party_name, positions_on
from kgraph.vocabulary import DCTERMS, GEO, KG, PREFIXES, RDF, RDFS, SCHEMA, SKOS

__all__ = [
    "WIKIPEDIA",
    "Triple",
    "description_iri",
    "description_triples",
    "entity_quads",
    "former_quads",
    "without_identity",
]

#: Subject, predicate and object.
Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]

GEONAMES = "https://sws.geonames.org/"
_FIELDS = tuple(field.name for field in fields(Entity))
_IDENTIFYING = {"wikidata", "wikipedia", "geonames", "country", "latitude", "longitude"}
WIKIPEDIA = "https://en.wikipedia.org/wiki/"


def description_iri(entity: Entity, iris: Iris) -> NamedNode:
    """Return the IRI of a description: equal descriptions have the same."""
    return iris.shared("description", digest(_record(entity)))


def description_triples(iri: NamedNode, entity: Entity, iris: Iris) -> Iterator[Triple]:
    """Yield a description as it is kept: whose it is, and the record itself."""
    yield iri, RDF.type, KG.Description
    yield iri, KG.describes, iris.entity(entity.id)
    yield iri, KG.record, terms.json_text(_record(entity))


def entity_quads(
    entity: NamedNode, records: Iterable[str], iris: Iris, label: str | None = None
) -> set[Quad]:
    """Return the entity's own data, made from all its descriptions; none give nothing.

    Of entities that were merged, the one that stays comes before the others; ``label`` is what a
    person who decided calls it.
    """
    descriptions = [json.loads(record) for record in set(records)]
    if not descriptions:
        return set()
    descriptions.sort(key=lambda one: (iris.entity(one["id"]) != entity, _rank(one)))
    if label is not None:
        descriptions[0] = {**descriptions[0], "label": label}
    graph = iris.graph("entities")
    return {Quad(*triple, graph) for triple in _entity_triples(entity, descriptions, iris)}


def former_quads(
    reading: NamedNode, records: Iterable[str], targets: Iterable[NamedNode], iris: Iris
) -> set[Quad]:
    """Return what is left of an entity that stands for others: its class, and for which.

    It has no name any more: what asks for names finds the entities that it stands for.
    """
    types = {quad for quad in entity_quads(reading, records, iris) if quad.predicate == RDF.type}
    own = {quad for quad in types if quad.subject == reading}
    graph = iris.graph("entities")
    return own | {Quad(reading, KG.resolvedTo, target, graph) for target in targets}


def without_identity(record: str) -> str:
    """Return a description without what says which entity of its name it is."""
    kept = {name: value for name, value in json.loads(record).items() if name not in _IDENTIFYING}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _record(entity: Entity) -> str:
    values = {name: getattr(entity, name) for name in _FIELDS}
    values["aliases"] = sorted(set(entity.aliases))
    known = {name: value for name, value in values.items() if value is not None}
    return terms.clean(json.dumps(known, ensure_ascii=False, sort_keys=True))


def _rank(description: dict[str, Any]) -> tuple[bool, int, str]:
    """Sort the fullest description first; one that is linked to Wikidata before all others."""
    return (
        "wikidata" not in description,
        -len(description),
        json.dumps(description, sort_keys=True),
    )


def _entity_triples(
    entity: NamedNode, descriptions: Sequence[dict[str, Any]], iris: Iris
) -> Iterator[Triple]:
    best: dict[str, Any] = {}
    for description in reversed(descriptions):
        best.update(description)
    yield entity, RDF.type, KG[best["type"]]
    yield entity, RDFS.label, Literal(best["label"])
    names = {description["label"] for description in descriptions}
    for name in names.union(*(description["aliases"] for description in descriptions)):
        if name != best["label"]:
            yield entity, SKOS.altLabel, Literal(name)
    yield from _links(entity, best)
    if "country" in best:
        yield entity, KG.countryCode, Literal(best["country"])
    located = next((d for d in descriptions if "latitude" in d and "longitude" in d), None)
    if located is not None:
        yield from _position(entity, located["latitude"], located["longitude"])
    yield from _sovereignty(entity, best["id"], iris)


def _links(entity: NamedNode, best: dict[str, Any]) -> Iterator[Triple]:
    if "wikidata" in best:
        yield entity, SKOS.exactMatch, NamedNode(PREFIXES["wd"] + encode(best["wikidata"]))
    if "geonames" in best:
        yield entity, SKOS.exactMatch, NamedNode(f"{GEONAMES}{encode(best['geonames'])}/")
    if "wikipedia" in best:
        yield entity, SCHEMA.sameAs, _page(best["wikipedia"])


def _position(entity: NamedNode, latitude: float, longitude: float) -> Iterator[Triple]:
    geometry = NamedNode(f"{entity.value}/geometry")
    yield entity, SCHEMA.latitude, terms.decimal(latitude)
    yield entity, SCHEMA.longitude, terms.decimal(longitude)
    yield entity, GEO.hasGeometry, geometry
    yield geometry, RDF.type, GEO.Geometry
    yield geometry, GEO.asWKT, terms.point(latitude, longitude)


def _sovereignty(entity: NamedNode, entity_id: str, iris: Iris) -> Iterator[Triple]:
    """Yield each position on an entity as a resource with party, dates and source.

    It has no label, so that nothing that looks entities up by name takes it for one.
    """
    for one in positions_on(entity_id):
        name = digest(one.party, one.relation, one.start, one.end)
        iri = NamedNode(f"{entity.value}/position/{name}")
        yield iri, RDF.type, KG.SovereigntyPosition
        yield iri, KG.territory, entity
        yield iri, KG.party, iris.entity(one.party)
        yield iri, KG.partyName, terms.text(party_name(one))
        yield iri, KG.positionKind, terms.text(one.relation)
        yield iri, DCTERMS.source, _page(one.source.removeprefix("wikipedia:"))
        if one.start is not None:
            yield iri, KG.since, terms.time_value(one.start)
        if one.end is not None:
            yield iri, KG.until, terms.time_value(one.end)


def _page(title: str) -> NamedNode:
    return NamedNode(WIKIPEDIA + quote(title.replace(" ", "_"), safe=",()'!*:"))
