"""Who is who, for a person to see and to decide: clusters, near misses, merge, split and undo.

In comes a store; out come its entities with the words that were taken for them and why.  What a
person decides is kept as a record and applied on reading (:mod:`kgraph.resolution`): it outlives
another build into the same store, and can be undone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kgraph.errors import StoreError
from kgraph.gazetteer import load_gazetteer
from kgraph.iris import digest, encode
from kgraph.links import LinkRule, link_rule
from kgraph.model import EntityRow
from kgraph.nearmisses import NearMiss, likeness, near_misses
from kgraph.query import find_entities, run
from kgraph.resolution import EntityDecision
from kgraph.store import Store
from kgraph.storedrows import entity_rows
from kgraph.terms import lexical
from kgraph.vocabulary import KG

__all__ = ["Cluster", "clusters", "entity_id", "merge", "possibly_same", "split", "undo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """An entity with all that stands for it.

    ``forms`` are the words with how often they occur, ``links`` the rules by which they were taken
    for the entity, each with how often; ``merged`` are the ids of entities that a person decided
    are the same.
    """

    entity: EntityRow
    forms: tuple[tuple[str, int], ...]
    documents: tuple[str, ...]
    links: tuple[tuple[LinkRule, int], ...]
    merged: tuple[str, ...] = ()


@dataclass(slots=True)
class _Tally:
    forms: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)


def clusters(store: Store) -> list[Cluster]:
    """Return the entities with their words and reasons, the most often mentioned first."""
    tallies: dict[str, _Tally] = {}
    for row in run(store, "mentions").to_dicts():
        tally = tallies.setdefault(str(row["id"]), _Tally())
        times = int(row["times"] or 0)
        tally.links[str(row["rule"])] += times
        tally.documents.add(str(row["document"]))
        if row["kind"] == "name":
            tally.forms[str(row["words"])] += times
    found = [_cluster(store, row, tallies.get(row.id, _Tally())) for row in entity_rows(store)]
    return sorted(found, key=lambda one: (-sum(times for _, times in one.links), one.entity.id))


def possibly_same(store: Store, least: float = 0.7) -> list[NearMiss]:
    """Return the pairs of entities that are possibly the same, but for those kept apart."""
    gazetteer = load_gazetteer()
    apart = {
        frozenset((decision.entity.value, other.value))
        for decision in store.resolution.decisions
        if decision.action == "split"
        for other in decision.others
    }
    rows = entity_rows(store)
    found = near_misses(
        rows, lambda row: gazetteer.get(entity_id(store, row.id)) is not None, least
    )
    return [one for one in found if frozenset((one.first.id, one.second.id)) not in apart]


def entity_id(store: Store, iri: str) -> str:
    """Return an entity's id (``person/anwar-sadat``), by which commands can name it."""
    return iri.removeprefix(f"{store.iris.base}entity/")


def merge(store: Store, keep: str, others: Sequence[str], reason: str = "") -> EntityDecision:
    """Decide that the others are the same as ``keep``; each is an id, IRI or any unique name."""
    entity = _one(store, keep)
    merged = tuple(dict.fromkeys(_one(store, other) for other in others))
    if not merged or entity in merged:
        raise StoreError(store.name, f"needs two different entities to merge, not {keep!r} alone")
    rows = {row.id: row for row in entity_rows(store)}
    alike = [likeness(rows[entity.value], rows[other.value]) for other in merged]
    score = min((one[0] if one is not None else 0.0) for one in alike)
    why = "; ".join(dict.fromkeys(one[1] for one in alike if one is not None))
    return store.decide(
        EntityDecision(
            action="merge", entity=entity, others=merged, score=score, reason=reason or why
        )
    )


def split(
    store: Store,
    entity: str,
    others: Sequence[str] = (),
    *,
    documents: Iterable[str] = (),
    label: str | None = None,
    reason: str = "",
) -> EntityDecision:
    """Take ``others``, or all that was merged into an entity, out of it again.

    With ``documents`` (their ids), decide instead that the name means another entity there, which
    is called ``label`` from then on.
    """
    node = _one(store, entity)
    chosen = tuple(sorted(set(documents)))
    if chosen and others:
        raise StoreError(store.name, "is split either by entities or by documents, not by both")
    parts = _sense(store, node, chosen) if chosen else _members(store, node, others)
    if chosen and label is None:
        label = f"{_label(store, node)} ({chosen[0]})"
    decision = EntityDecision(
        action="split", entity=node, others=parts, documents=chosen, label=label, reason=reason
    )
    return store.decide(decision)


def undo(store: Store) -> EntityDecision:
    """Take back the last decision; what it changed is as it was before."""
    decision = store.undo()
    if decision is None:
        raise StoreError(store.name, "holds no decision to undo")
    return decision


def _one(store: Store, name: str) -> NamedNode:
    found = find_entities(store, name)
    if not found:
        raise StoreError(store.name, f"holds no entity {name!r}")
    if len(found) > 1:
        ids = ", ".join(entity_id(store, one.value) for one in found)
        raise StoreError(store.name, f"holds several entities {name!r}: give one of {ids}")
    return found[0]


def _members(store: Store, entity: NamedNode, names: Sequence[str]) -> tuple[NamedNode, ...]:
    """Return the entities that were merged into one: all, or those named by id, IRI or label."""
    merged = sorted(store.resolution.readings(entity) - {entity}, key=str)
    if not names:
        if not merged:
            raise StoreError(store.name, f"has nothing merged into {_label(store, entity)!r}")
        return tuple(merged)
    found = []
    for name in names:
        fitting = [one for one in merged if name in _called(store, one)]
        if len(fitting) != 1:
            ids = ", ".join(entity_id(store, one.value) for one in merged) or "nothing"
            reason = f"has no single {name!r} merged into {_label(store, entity)!r}, but {ids}"
            raise StoreError(store.name, reason)
        found.extend(fitting)
    return tuple(found)


def _called(store: Store, reading: NamedNode) -> set[str]:
    """Return id, IRI and labels by which articles' descriptions know an entity."""
    names = {reading.value, entity_id(store, reading.value)}
    for quad in store.engine.quads_for_pattern(None, KG.describes, reading, None):
        for record in store.engine.quads_for_pattern(quad.subject, KG.record, None, None):
            names.add(str(json.loads(lexical(record.object))["label"]))
    return names


def _sense(store: Store, entity: NamedNode, documents: tuple[str, ...]) -> tuple[NamedNode, ...]:
    known = {document.id for document in store.documents()}
    unknown = [document for document in documents if document not in known]
    if unknown:
        raise StoreError(store.name, f"holds no article {unknown[0]!r}")
    return (NamedNode(f"{entity.value}/in/{encode(digest(*documents))}"),)


def _label(store: Store, entity: NamedNode) -> str:
    rows = {row.id: row.label for row in entity_rows(store)}
    return rows.get(entity.value, entity.value)


def _cluster(store: Store, row: EntityRow, tally: _Tally) -> Cluster:
    merged = store.resolution.readings(NamedNode(row.id)) - {NamedNode(row.id)}
    return Cluster(
        entity=row,
        forms=tuple(_ranked(tally.forms)),
        documents=tuple(sorted(tally.documents)),
        links=tuple((link_rule(name), times) for name, times in _ranked(tally.links)),
        merged=tuple(sorted(entity_id(store, one.value) for one in merged)),
    )


def _ranked(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
