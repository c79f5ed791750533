"""What must hold between the graphs of a store, and what no shape of one graph can say.

Direct edges and entities are made from what articles hold; here they are made again and compared.
Words are as long as their span, and lie in the article that names them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kgraph.changes import plan_inferences
from kgraph.derived import declaration, edges
from kgraph.entitydata import Entities, own_quads, resolved_quads
from kgraph.query import query
from kgraph.store import Store
from kgraph.terms import lexical, named
from kgraph.vocabulary import KG, RDF

__all__ = ["Finding", "findings"]

_SPANS = """
SELECT ?span ?article ?words WHERE {
  ?span oa:start ?start ; oa:end ?end ; oa:exact ?words ; kg:inArticle ?article .
  FILTER (STRLEN(?words) != ?end - ?start)
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it must be; ``article`` is the IRI of the article it is in."""

    focus: str
    message: str
    path: str | None = None
    value: str | None = None
    article: str | None = None


def findings(store: Store) -> Iterator[Finding]:
    """Yield what does not fit together between the graphs of the store."""
    for row in query(store, _SPANS):
        span, article, words = (str(value) for value in row)
        yield Finding(
            focus=span, message="words are not as long as their span", value=words, article=article
        )
    yield from _edge_findings(store)
    yield from _entity_findings(store)
    yield from _resolved_findings(store)
    yield from _inferred_findings(store)


def _edge_findings(store: Store) -> Iterator[Finding]:
    due: set[Quad] = set()
    for document in store.documents():
        quads = store.engine.quads_for_pattern(None, None, None, NamedNode(document.iri))
        resolve = store.resolution.within(document.id)
        for edge in edges(quads, store.iris, resolve).values():
            if edge.quad not in store.engine:
                message = "the direct edge of a statement is missing"
                yield _of_quad(edge.quad, message, document.iri)
            due.add(edge.quad)
    for relation in {quad.predicate for quad in due}:
        due.update(declaration(relation, store.iris))
    for name in ("asserted", "attributed"):
        for quad in store.engine.quads_for_pattern(None, None, None, store.iris.graph(name)):
            if quad not in due:
                yield _of_quad(quad, f"stands in the graph {name} but no statement gives it")


def _entity_findings(store: Store) -> Iterator[Finding]:
    graph, decisions = store.iris.graph("entities"), store.iris.graph("decisions")
    entities = Entities(store.engine, store.iris, store.resolution)
    named_ones: set[NamedNode] = set()
    for quad in store.engine.quads_for_pattern(None, RDF.type, KG.Description, decisions):
        description = named(quad.subject)
        if not _any(store, None, KG.usesDescription, description, None):
            yield Finding(focus=description.value, message="a description that no article uses")
        for link in store.engine.quads_for_pattern(description, KG.describes, None, decisions):
            reading = named(link.object)
            named_ones |= {reading, *store.resolution.targets(reading).values()}
    due = {quad for entity in named_ones for quad in entities.data(entity)}
    present = set(store.engine.quads_for_pattern(None, None, None, graph))
    for quad in present - due:
        yield _of_quad(quad, "stands in the graph entities but no description gives it")
    for quad in due - present:
        yield _of_quad(quad, "a description gives it but the graph entities lacks it")


def _resolved_findings(store: Store) -> Iterator[Finding]:
    """Compare what articles say, with decisions applied, with the graph that holds it."""
    engine, iris, resolution = store.engine, store.iris, store.resolution
    entities = Entities(engine, iris, resolution)
    due = {quad for one in resolution.every() for quad in entities.descriptions(one)}
    for document in store.documents() if resolution else ():
        quads = own_quads(engine, iris, NamedNode(document.iri))
        due |= resolved_quads(quads, document.id, resolution, iris)
    present = set(engine.quads_for_pattern(None, None, None, iris.graph("resolved")))
    for quad in present - due:
        yield _of_quad(quad, "stands in the graph resolved but no decision gives it")
    for quad in due - present:
        yield _of_quad(quad, "a decision gives it but the graph resolved lacks it")


def _inferred_findings(store: Store) -> Iterator[Finding]:
    """Compare what follows from the articles' assertions with the graph that holds it."""
    engine, iris = store.engine, store.iris
    articles = (NamedNode(one.iri) for one in store.documents() if store.infers)
    due = plan_inferences(engine, iris, store.resolution, articles).added
    present = set(engine.quads_for_pattern(None, None, None, iris.graph("inferred")))
    for quad in present - due:
        yield _of_quad(quad, "stands in the graph inferred but does not follow")
    for quad in due - present:
        yield _of_quad(quad, "follows from an article but the graph inferred lacks it")


def _of_quad(quad: Quad, message: str, article: str | None = None) -> Finding:
    return Finding(
        focus=lexical(named(quad.subject)),
        path=quad.predicate.value,
        value=str(quad.object),
        message=message,
        article=article,
    )


def _any(
    store: Store,
    subject: NamedNode | None,
    predicate: NamedNode,
    target: NamedNode,
    graph: NamedNode | None,
) -> bool:
    found = store.engine.quads_for_pattern(subject, predicate, target, graph)
    return next(iter(found), None) is not None
