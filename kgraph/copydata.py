"""Decisions about copies in RDF: read what is compared from a store, plan what changes in it.

The graph ``…/graph/copies`` is made from the articles alone, so it is the same whatever came first,
and taking an article out takes out what was decided because of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Engine

from kgraph import terms
from kgraph.changes import Change
from kgraph.copies import CopyDecision, Sketch, copy_decisions
from kgraph.iris import Iris
from kgraph.vocabulary import KG, RDF, SCHEMA

__all__ = ["plan_copies", "read_copies"]


def plan_copies(engine: Engine, iris: Iris) -> Change:
    """Return the change that makes the decisions those of the articles that are there now."""
    graph = iris.graph("copies")
    old = set(engine.quads_for_pattern(None, None, None, graph))
    new = {
        quad
        for decision in copy_decisions(_sketches(engine))
        for quad in _decision_quads(decision, graph)
    }
    change = Change()
    change.replace(old, new)
    return change


def read_copies(engine: Engine, iris: Iris) -> list[CopyDecision]:
    """Return the decisions that a store holds, by article."""
    graph = iris.graph("copies")
    found = []
    for quad in engine.quads_for_pattern(None, RDF.type, KG.CopyDecision, graph):
        parts = {
            one.predicate: terms.lexical(one.object)
            for one in engine.quads_for_pattern(quad.subject, None, None, graph)
        }
        article = NamedNode(parts[KG.inArticle])
        newer = next(iter(engine.quads_for_pattern(article, KG.supersededBy, None, graph)), None)
        found.append(
            CopyDecision(
                article=article.value,
                origin=parts[KG.decidedOrigin],
                rule=parts[KG.rule],
                score=float(parts[KG.score]),
                compared_with=parts[KG.comparedWith],
                newer=None if newer is None else terms.named(newer.object).value,
            )
        )
    return sorted(found, key=lambda decision: decision.article)


def _sketches(engine: Engine) -> Iterator[Sketch]:
    for quad in engine.quads_for_pattern(None, KG.signature, None, None):
        article = terms.named(quad.subject)
        parts = {
            one.predicate: terms.lexical(one.object)
            for name in (SCHEMA.headline, SCHEMA.publisher, SCHEMA.datePublished, SCHEMA.url)
            for one in engine.quads_for_pattern(article, name, None, article)
        }
        title, outlet = parts.get(SCHEMA.headline), parts.get(SCHEMA.publisher)
        yield Sketch(
            iri=article.value,
            signature=terms.lexical(quad.object),
            published=parts.get(SCHEMA.datePublished),
            url=parts.get(SCHEMA.url),
            headline=(outlet, title) if outlet and title else None,
        )


def _decision_quads(decision: CopyDecision, graph: NamedNode) -> Iterator[Quad]:
    iri = NamedNode(f"{decision.article}/copy")
    article, origin = NamedNode(decision.article), NamedNode(decision.origin)
    yield Quad(article, KG.copyOf, origin, graph)
    if decision.newer is not None:
        yield Quad(article, KG.supersededBy, NamedNode(decision.newer), graph)
    yield Quad(iri, RDF.type, KG.CopyDecision, graph)
    yield Quad(iri, KG.inArticle, article, graph)
    yield Quad(iri, KG.decidedOrigin, origin, graph)
    yield Quad(iri, KG.comparedWith, NamedNode(decision.compared_with), graph)
    yield Quad(iri, KG.rule, Literal(decision.rule), graph)
    yield Quad(iri, KG.score, terms.decimal(decision.score), graph)
