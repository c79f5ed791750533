"""What a change to a store's articles or decisions does to it, worked out before it is written.

An article's own graph and decisions come and go with it.  What several articles may rest on is
kept as long as any does: shared resources (descriptions of entities, sources, runs), direct edges
with the declarations of their properties, and the entities themselves, which are made anew from
the descriptions that are left.  A decision that two entities are one, or two, changes none of the
articles' graphs: it changes what is made from them.  Only what the articles in question touch is
looked at, so the cost does not grow with the store, and the result is what a build from scratch
would hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad
from pyoxigraph import Store as Engine

from kgraph.dataset import ArticleData
from kgraph.derived import Edge, declaration, edges
from kgraph.entailments import article_inferences, recorded_inferences
from kgraph.entitydata import Entities, identifier, own_quads, resolved_quads
from kgraph.iris import Iris
from kgraph.resolution import Resolution, decision_quads
from kgraph.terms import named
from kgraph.vocabulary import KG, SCHEMA

__all__ = ["Change", "plan", "plan_decisions", "plan_inferences", "plan_new"]

_LINKS = (KG.usesDescription, KG.extractedBy, SCHEMA.publisher)
Articles = Mapping[NamedNode, Sequence[Quad]]
Shared = Mapping[NamedNode, tuple[Quad, ...]]


@dataclass
class Change:
    """Quads to take out and to put in; whole graphs in ``dropped`` go first."""

    dropped: list[NamedNode] = field(default_factory=list)
    removed: set[Quad] = field(default_factory=set)
    added: set[Quad] = field(default_factory=set)

    def __bool__(self) -> bool:
        """Tell whether there is anything to do."""
        return bool(self.dropped or self.removed or self.added)

    def replace(self, old: set[Quad], new: set[Quad]) -> None:
        """Take ``old`` out and put ``new`` in; what is in both stays."""
        self.removed |= old - new
        self.added |= new - old


def plan(
    engine: Engine,
    iris: Iris,
    resolution: Resolution,
    *,
    gone: Sequence[NamedNode] = (),
    new: Sequence[ArticleData] = (),
    infers: bool = False,
) -> Change:
    """Return the change that takes the articles ``gone`` out of the store and puts ``new`` in.

    ``infers`` tells whether the store keeps what follows from its articles.
    """
    old = {article: own_quads(engine, iris, article) for article in gone}
    arriving = {one.iri: one.own for one in new}
    planner = _Planner(engine, iris, old, arriving, resolution, resolution)
    planner.articles()
    shared = {name: quads for one in new for name, quads in one.shared.items()}
    planner.derived(shared)
    if infers:
        planner.inferred(shared)
    return planner.change


def plan_new(engine: Engine, iris: Iris, new: Sequence[ArticleData]) -> Change:
    """Return what new articles change beside their own quads and direct edges, which just come.

    They take no article's place, in a store without decisions that infers nothing.
    """
    planner = _Planner(engine, iris, {}, {}, Resolution(), Resolution())
    planner.resources({name: quads for one in new for name, quads in one.shared.items()})
    return planner.change


def plan_decisions(
    engine: Engine, iris: Iris, before: Resolution, after: Resolution, *, infers: bool = False
) -> Change:
    """Return the change that applies the decisions of ``after`` in place of those of ``before``."""
    touched = before.changed(after)
    found = {
        named(quad.subject)
        for reading in touched
        for quad in engine.quads_for_pattern(None, SCHEMA.mentions, reading, None)
        if quad.graph_name == quad.subject
    }
    articles = {article: own_quads(engine, iris, article) for article in found}
    planner = _Planner(engine, iris, articles, articles, before, after)
    planner.change.replace(_records(before, iris), _records(after, iris))
    planner.derived({}, touched)
    if infers:
        planner.inferred({})
    return planner.change


def plan_inferences(
    engine: Engine, iris: Iris, resolution: Resolution, articles: Iterable[NamedNode]
) -> Change:
    """Return the change that puts in what follows from articles of a store that kept none."""
    change = Change()
    for article in articles:
        quads = own_quads(engine, iris, article)
        resolve = resolution.within(identifier(quads))
        for one in article_inferences(engine, iris, article, quads, resolve):
            change.added |= {one.edge, *one.record}
    return change


def _records(resolution: Resolution, iris: Iris) -> set[Quad]:
    return {quad for one in resolution.decisions for quad in decision_quads(one, iris)}


class _Planner:
    """Works out a change of some articles, each with its quads before and after."""

    def __init__(
        self,
        engine: Engine,
        iris: Iris,
        old: Articles,
        new: Articles,
        before: Resolution,
        after: Resolution,
    ) -> None:
        self._engine = engine
        self._iris = iris
        self._old = old
        self._new = new
        self._before = before
        self._after = after
        self.change = Change()

    def articles(self) -> None:
        """Replace what belongs to single articles; what is the same before and after stays."""
        self.change.dropped.extend(name for name in self._old if name not in self._new)
        dropped = set(self.change.dropped)
        before = {q for quads in self._old.values() for q in quads if q.graph_name not in dropped}
        self.change.replace(before, {quad for quads in self._new.values() for quad in quads})

    def derived(self, shared: Shared, touched: Iterable[NamedNode] = ()) -> None:
        """Replace what is made from the articles: edges, shared resources, entities."""
        self.change.replace(
            self._resolved(self._old, self._before), self._resolved(self._new, self._after)
        )
        self._edges(self._edges_of(self._old, self._before), self._edges_of(self._new, self._after))
        self.resources(shared, touched)

    def resources(self, shared: Shared, touched: Iterable[NamedNode] = ()) -> None:
        """Replace shared resources, and the entities that are made from them."""
        removed, made = self._resources(shared)
        described = {named(q.object) for q in (*removed, *made) if q.predicate == KG.describes}
        self._entities(described | self._decided() | set(touched), removed, made)

    def inferred(self, shared: Shared) -> None:
        """Replace what follows from the articles; an edge stays while any article gives it."""
        engine, iris = self._engine, self._iris
        old = [one for name in self._old for one in recorded_inferences(engine, iris, name)]
        new = [
            one
            for name, quads in self._new.items()
            for one in article_inferences(
                engine, iris, name, quads, self._after.within(identifier(quads)), shared
            )
        ]
        records = {quad for one in old for quad in one.record}
        lost = {one.edge for one in old if self._only_of(one.key, records)}
        self.change.replace(
            records | lost, {quad for one in new for quad in (one.edge, *one.record)}
        )

    def _only_of(self, key: NamedNode, records: set[Quad]) -> bool:
        """Tell whether no other record than these gives an inferred edge."""
        graph = self._iris.graph("inferred")
        found = self._engine.quads_for_pattern(None, KG.inferredEdge, key, graph)
        return all(quad in records for quad in found)

    # ------------------------------------------------------------------ direct edges

    def _resolved(self, articles: Articles, resolution: Resolution) -> set[Quad]:
        return {
            resolved
            for quads in articles.values()
            for resolved in resolved_quads(quads, identifier(quads), resolution, self._iris)
        }

    def _edges_of(self, articles: Articles, resolution: Resolution) -> dict[NamedNode, Edge]:
        found: dict[NamedNode, Edge] = {}
        for quads in articles.values():
            found.update(edges(quads, self._iris, resolution.within(identifier(quads))))
        return found

    def _edges(self, old: dict[NamedNode, Edge], new: dict[NamedNode, Edge]) -> None:
        lost = {
            edge.quad
            for key, edge in old.items()
            if key not in new and not self._is_edge_of_others(key)
        }
        made = {edge.quad for edge in new.values()}
        self.change.removed |= lost
        self.change.added.update(self._missing(made))
        kept = {quad.predicate for quad in made}
        for relation in {quad.predicate for quad in lost} - kept:
            graph = next(q.graph_name for q in lost if q.predicate == relation)
            left = self._engine.quads_for_pattern(None, relation, None, graph)
            if all(quad in lost for quad in left):
                self.change.removed.update(declaration(relation, self._iris))
        for relation in kept:
            self.change.added.update(self._missing(declaration(relation, self._iris)))

    def _is_edge_of_others(self, key: NamedNode) -> bool:
        """Tell whether a statement of another article gives the edge, as it is resolved."""
        resolved = self._iris.graph("resolved")
        for quad in self._engine.quads_for_pattern(None, KG.edge, key, None):
            statement = named(quad.subject)
            if NamedNode(statement.value.rpartition("/statement/")[0]) in self._old:
                continue
            others = self._engine.quads_for_pattern(statement, KG.edge, None, resolved)
            if quad.graph_name == resolved or next(iter(others), None) is None:
                return True
        return False

    # ------------------------------------------------------------------ shared resources

    def _resources(self, new: Shared) -> tuple[list[Quad], list[Quad]]:
        """Update the shared resources; return the quads that go and those that come."""
        links = {q for quads in self._old.values() for q in quads if q.predicate in _LINKS}
        kept = {q.object for quads in self._new.values() for q in quads if q.predicate in _LINKS}
        removed: list[Quad] = []
        for resource in {named(quad.object) for quad in links} - kept:
            if not self._supported(resource):
                removed.extend(self._shared(resource))
        made = [quad for quads in new.values() for quad in self._missing(quads)]
        self.change.removed.update(removed)
        self.change.added.update(made)
        return removed, made

    def _supported(self, resource: NamedNode) -> bool:
        """Tell whether an article that stays points at the resource."""
        found = self._engine.quads_for_pattern(None, None, resource, None)
        return any(quad.graph_name not in self._old for quad in found)

    def _shared(self, resource: NamedNode) -> Iterator[Quad]:
        for name in ("decisions", "provenance"):
            graph = self._iris.graph(name)
            yield from self._engine.quads_for_pattern(resource, None, None, graph)

    def _missing(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        return (quad for quad in quads if quad not in self._engine)

    # ------------------------------------------------------------------ entities

    def _decided(self) -> set[NamedNode]:
        """Return the readings of the articles that a decision bears on."""
        every = (*self._old.values(), *self._new.values()) if self._after else ()
        mentions = (q for quads in every for q in quads if q.predicate == SCHEMA.mentions)
        return {named(quad.object) for quad in mentions if quad.object in self._after}

    def _entities(self, touched: set[NamedNode], removed: list[Quad], made: list[Quad]) -> None:
        due = Entities(
            self._engine, self._iris, self._after,
            gone=self._old, arriving=self._new, removed=removed, made=made,
        )  # fmt: skip
        nodes = set(touched)
        for reading in touched:
            nodes.update(self._before.targets(reading).values())
            nodes.update(self._after.targets(reading).values())
            self.change.replace(set(self._descriptions(reading)), due.descriptions(reading))
        for node in nodes:
            self.change.replace(set(self._present(node)), due.data(node))

    def _descriptions(self, reading: NamedNode) -> Iterator[Quad]:
        """Yield the links that a reading's descriptions have to what it stands for."""
        resolved = self._iris.graph("resolved")
        decisions = self._iris.graph("decisions")
        for quad in self._engine.quads_for_pattern(None, KG.describes, reading, decisions):
            yield from self._engine.quads_for_pattern(quad.subject, KG.describes, None, resolved)

    def _present(self, entity: NamedNode) -> Iterator[Quad]:
        graph = self._iris.graph("entities")
        held = self._engine.quads_for_pattern(None, KG.territory, entity, graph)
        positions = (named(quad.subject) for quad in held)
        for node in (entity, NamedNode(f"{entity.value}/geometry"), *positions):
            yield from self._engine.quads_for_pattern(node, None, None, graph)
