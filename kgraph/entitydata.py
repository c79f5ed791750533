"""What the descriptions in a store say of entities, once all decisions are applied.

:class:`Entities` looks at a store as it is, or as it will be after a change that is being worked
out; the graph ``entities`` and the resolved descriptions must hold what it says is due.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad
from pyoxigraph import Store as Engine

from kgraph.derived import statement_edges
from kgraph.descriptions import entity_quads, former_quads, without_identity
from kgraph.iris import Iris
from kgraph.resolution import Resolution
from kgraph.terms import lexical, named
from kgraph.vocabulary import DCTERMS, KG

__all__ = ["Entities", "identifier", "own_quads", "resolved_quads"]

Articles = Mapping[NamedNode, Iterable[Quad]]


def identifier(quads: Iterable[Quad]) -> str:
    """Return what the user called the article that the quads are of."""
    return next(lexical(quad.object) for quad in quads if quad.predicate == DCTERMS.identifier)


def own_quads(engine: Engine, iris: Iris, article: NamedNode) -> list[Quad]:
    """Return what belongs to one article alone: its graph, and its decisions."""
    decisions = iris.graph("decisions")
    quads = list(engine.quads_for_pattern(None, None, None, article))
    for decision in list(engine.quads_for_pattern(None, KG.inArticle, article, decisions)):
        quads.extend(engine.quads_for_pattern(decision.subject, None, None, decisions))
    return quads


def resolved_quads(
    quads: Iterable[Quad], document: str, resolution: Resolution, iris: Iris
) -> set[Quad]:
    """Return what an article's quads say with the entities that its readings stand for.

    These stand beside the article's own, which stay as they are, in the graph ``resolved``.
    """
    if not resolution:
        return set()
    graph = iris.graph("resolved")
    quads = list(quads)
    found = set()
    for quad in quads:
        if isinstance(quad.object, NamedNode) and quad.object in resolution:
            target = resolution.of(quad.object, document)
            if target != quad.object:
                found.add(Quad(quad.subject, quad.predicate, target, graph))
    keys = {quad.subject: quad.object for quad in quads if quad.predicate == KG.edge}
    resolve = resolution.within(document)
    for statement, edge in statement_edges(quads, iris, resolve).items():
        if edge.key != keys[statement]:
            found.add(Quad(statement, KG.edge, edge.key, graph))
    return found


class Entities:
    """The entities of a store, without the articles ``gone``, with those ``arriving``.

    ``removed`` and ``made`` are the descriptions that go and come with them.
    """

    def __init__(
        self,
        engine: Engine,
        iris: Iris,
        resolution: Resolution,
        *,
        gone: Iterable[NamedNode] = (),
        arriving: Articles | None = None,
        removed: Iterable[Quad] = (),
        made: Iterable[Quad] = (),
    ) -> None:
        """Look at a store, and at what changes in it."""
        self._engine = engine
        self._iris = iris
        self._resolution = resolution
        self._gone = set(gone)
        self._arriving = arriving or {}
        self._decisions = iris.graph("decisions")
        self._removed = {quad.subject for quad in removed}
        self._made = _by_entity(made)

    def data(self, entity: NamedNode) -> set[Quad]:
        """Return what is due in the graph of entities about one of them."""
        targets = self._resolution.targets(entity)
        if entity in targets.values():
            label = self._resolution.labels.get(entity)
            return entity_quads(entity, self._records(entity), self._iris, label)
        records = [record for _, record in self._descriptions(entity)]
        return former_quads(entity, records, self._current(entity), self._iris)

    def descriptions(self, reading: NamedNode) -> set[Quad]:
        """Return the links from descriptions to entities that a reading stands for."""
        if reading not in self._resolution:
            return set()
        graph = self._iris.graph("resolved")
        return {
            Quad(description, KG.describes, target, graph)
            for description, _ in self._descriptions(reading)
            for target in self._targets(reading, description)
            if target != reading
        }

    def _current(self, reading: NamedNode) -> set[NamedNode]:
        return {
            target
            for description, _ in self._descriptions(reading)
            for target in self._targets(reading, description)
        }

    def _targets(self, reading: NamedNode, description: NamedNode) -> set[NamedNode]:
        """Return what a description of a reading describes, by the articles that use it."""
        targets = self._resolution.targets(reading)
        if len(targets) == 1:
            return set(targets.values())
        return {self._resolution.of(reading, one) for one in self._documents(description)}

    def _records(self, entity: NamedNode) -> Iterator[str]:
        for reading in self._resolution.readings(entity):
            own = self._resolution.targets(reading)[None] == entity
            for description, record in self._descriptions(reading):
                if entity in self._targets(reading, description):
                    yield record if own else without_identity(record)

    def _descriptions(self, reading: NamedNode) -> Iterator[tuple[NamedNode, str]]:
        """Yield the descriptions of a reading with their records, as they are after the change."""
        pattern = (None, KG.describes, reading, self._decisions)
        yield from self._made.get(reading, {}).items()
        for quad in self._engine.quads_for_pattern(*pattern):
            description = named(quad.subject)
            if description in self._removed:
                continue
            found = self._engine.quads_for_pattern(description, KG.record, None, self._decisions)
            for record in found:
                yield description, lexical(record.object)

    @functools.cached_property
    def _users(self) -> Mapping[NamedNode, set[str]]:
        return _users(self._arriving)

    def _documents(self, description: NamedNode) -> set[str]:
        found = set(self._users.get(description, ()))
        for quad in self._engine.quads_for_pattern(None, KG.usesDescription, description, None):
            article = named(quad.subject)
            if article not in self._gone:
                pattern = (article, DCTERMS.identifier, None, article)
                found.add(identifier(self._engine.quads_for_pattern(*pattern)))
        return found


def _users(arriving: Articles) -> dict[NamedNode, set[str]]:
    """Return the ids of the arriving articles by the descriptions that they use."""
    users: dict[NamedNode, set[str]] = {}
    for quads in arriving.values():
        document = identifier(quads)
        for quad in quads:
            if quad.predicate == KG.usesDescription:
                users.setdefault(named(quad.object), set()).add(document)
    return users


def _by_entity(made: Iterable[Quad]) -> dict[NamedNode, dict[NamedNode, str]]:
    """Return the descriptions that are made with their records, by entity."""
    quads = list(made)
    records = {named(q.subject): lexical(q.object) for q in quads if q.predicate == KG.record}
    found: dict[NamedNode, dict[NamedNode, str]] = {}
    for quad in quads:
        if quad.predicate == KG.describes:
            description = named(quad.subject)
            found.setdefault(named(quad.object), {})[description] = records[description]
    return found
