"""What adding or removing articles does to a store, worked out before anything is written.

An article's own graph and decisions come and go with it.  What several articles may rest on is
kept as long as any does: shared resources (descriptions of entities, sources, runs), direct edges
with the declarations of their properties, and the entities themselves, which are made anew from
the descriptions that are left.  Only what the articles in question touch is looked at, so the
cost does not grow with the store, and the result is what a build from scratch would hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Engine

from kgraph.dataset import ArticleData
from kgraph.derived import Edge, declaration, edges
from kgraph.descriptions import entity_quads
from kgraph.iris import Iris
from kgraph.terms import lexical, named
from kgraph.vocabulary import KG, RDF, SCHEMA

__all__ = ["Change", "plan"]

_LINKS = (KG.usesDescription, KG.extractedBy, SCHEMA.publisher)


@dataclass
class Change:
    """Quads to take out and to put in; whole graphs in ``dropped`` go first."""

    dropped: list[NamedNode] = field(default_factory=list)
    removed: set[Quad] = field(default_factory=set)
    added: set[Quad] = field(default_factory=set)

    def __bool__(self) -> bool:
        """Tell whether there is anything to do."""
        return bool(self.dropped or self.removed or self.added)


def plan(
    engine: Engine, iris: Iris, *, gone: Sequence[NamedNode] = (), new: ArticleData | None = None
) -> Change:
    """Return the change that takes the articles ``gone`` out of the store and puts ``new`` in."""
    return _Planner(engine, iris, gone).change(new)


class _Planner:
    def __init__(self, engine: Engine, iris: Iris, gone: Sequence[NamedNode]) -> None:
        self._engine = engine
        self._iris = iris
        self._gone = list(gone)
        self._names = set(self._gone)
        self._decisions = iris.graph("decisions")
        self._change = Change()
        self._made_records: dict[NamedNode, list[str]] = {}

    def change(self, new: ArticleData | None) -> Change:
        """Work through all that the articles touch, from their own quads to the entities."""
        old_quads = [quad for article in self._gone for quad in self._graph(article)]
        new_quads = new.own if new is not None else ()
        self._own(old_quads, new_quads, new.iri if new is not None else None)
        self._edges(edges(old_quads, self._iris), edges(new_quads, self._iris))
        old_links = {named(quad.object) for quad in old_quads if quad.predicate in _LINKS}
        self._entities(self._resources(old_links, new.shared if new is not None else {}))
        return self._change

    def _own(self, old: Iterable[Quad], new: Iterable[Quad], article: NamedNode | None) -> None:
        """Replace what belongs to one article alone; what is the same before and after stays."""
        self._change.dropped.extend(name for name in self._gone if name != article)
        before = {quad for quad in old if quad.graph_name == article}
        before.update(self._old_decisions())
        after = set(new)
        self._change.removed.update(before - after)
        self._change.added.update(after - before)

    def _graph(self, name: NamedNode) -> Iterator[Quad]:
        return self._engine.quads_for_pattern(None, None, None, name)

    def _old_decisions(self) -> Iterator[Quad]:
        for article in self._gone:
            found = self._engine.quads_for_pattern(None, KG.inArticle, article, self._decisions)
            for decision in [quad.subject for quad in found]:
                yield from self._engine.quads_for_pattern(decision, None, None, self._decisions)

    def _supported(self, link: NamedNode | None, resource: NamedNode) -> bool:
        """Tell whether an article that stays points at the resource."""
        found = self._engine.quads_for_pattern(None, link, resource, None)
        return any(quad.graph_name not in self._names for quad in found)

    # ------------------------------------------------------------------ direct edges

    def _edges(self, old: dict[NamedNode, Edge], new: dict[NamedNode, Edge]) -> None:
        lost = {
            edge.quad
            for key, edge in old.items()
            if key not in new and not self._supported(KG.edge, key)
        }
        made = {edge.quad for edge in new.values()}
        self._change.removed |= lost
        self._change.added.update(self._missing(made))
        kept = {quad.predicate for quad in made}
        for relation in {quad.predicate for quad in lost} - kept:
            graph = next(q.graph_name for q in lost if q.predicate == relation)
            left = self._engine.quads_for_pattern(None, relation, None, graph)
            if all(quad in lost for quad in left):
                self._change.removed.update(declaration(relation, self._iris))
        for relation in kept:
            self._change.added.update(self._missing(declaration(relation, self._iris)))

    # ------------------------------------------------------------------ shared resources

    def _resources(
        self, old: set[NamedNode], new: dict[NamedNode, tuple[Quad, ...]]
    ) -> set[NamedNode]:
        """Update the shared resources; return the entities whose descriptions change."""
        touched: list[Quad] = []
        for resource in old - new.keys():
            if not self._supported(None, resource):
                touched.extend(self._shared(resource))
        self._change.removed.update(touched)
        made = [quad for quads in new.values() for quad in self._missing(quads)]
        self._change.added.update(made)
        self._note_records(made)
        return {named(q.object) for q in (*touched, *made) if q.predicate == KG.describes}

    def _note_records(self, made: Iterable[Quad]) -> None:
        records = {q.subject: lexical(q.object) for q in made if q.predicate == KG.record}
        for quad in made:
            if quad.predicate == KG.describes:
                record = records[quad.subject]
                self._made_records.setdefault(named(quad.object), []).append(record)

    def _shared(self, resource: NamedNode) -> Iterator[Quad]:
        for name in ("decisions", "provenance"):
            graph = self._iris.graph(name)
            yield from self._engine.quads_for_pattern(resource, None, None, graph)

    def _missing(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        return (quad for quad in quads if quad not in self._engine)

    # ------------------------------------------------------------------ entities

    def _entities(self, touched: set[NamedNode]) -> None:
        for entity in touched:
            due = entity_quads(entity, self._records(entity), self._iris)
            present = set(self._entity(entity))
            self._change.removed |= present - due
            self._change.added |= due - present

    def _records(self, entity: NamedNode) -> Iterator[str]:
        """Yield the descriptions that the entity will have after the change."""
        pattern = (None, KG.describes, entity, self._decisions)
        now = {named(quad.subject) for quad in self._engine.quads_for_pattern(*pattern)}
        for description in now:
            record = self._value(description, KG.record)
            if record is not None and not self._is_removed(description):
                yield record.value
        yield from self._made_records.get(entity, ())

    def _is_removed(self, description: NamedNode) -> bool:
        quad = Quad(description, RDF.type, KG.Description, self._decisions)
        return quad in self._change.removed

    def _value(self, subject: NamedNode, predicate: NamedNode) -> Literal | None:
        found = self._engine.quads_for_pattern(subject, predicate, None, self._decisions)
        return next((quad.object for quad in found if isinstance(quad.object, Literal)), None)

    def _entity(self, entity: NamedNode) -> Iterator[Quad]:
        graph = self._iris.graph("entities")
        for node in (entity, NamedNode(f"{entity.value}/geometry")):
            yield from self._engine.quads_for_pattern(node, None, None, graph)
