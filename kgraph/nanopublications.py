"""Statements as nanopublications, and as the reifiers of RDF 1.2.

In: a store.  Out: quads.  A nanopublication (https://nanopub.net/guidelines/working_draft/) is one
statement in four graphs: head, assertion, provenance, publication information.  What it asserts is
that there is a statement of this stance; the direct edge that goes with it has the stance in its
name, so that who takes all assertions together never takes a denial for a fact.  They are not
signed and have no time of their own: whoever publishes them does that.

In RDF 1.2 (https://www.w3.org/TR/rdf12-concepts/) every statement with an object is a reifier of
the triple that it is about, whatever its stance; only what an article asserts is also in a graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, Triple

from kgraph import terms
from kgraph.derived import Edge, statement_edges
from kgraph.terms import named
from kgraph.vocabulary import DCTERMS, KG, NP, PROV, RDF, RDFS, SCHEMA

if TYPE_CHECKING:
    from kgraph.store import Store

__all__ = ["nanopublication_quads", "reifying_quads"]

#: Of a statement's own properties, those that say where it comes from.
_PROVENANCE = {
    *(PROV.wasDerivedFrom, PROV.wasGeneratedBy, KG.evidence, KG.rule, KG.confidence),
    *(KG.subjectStart, KG.subjectEnd, KG.predicateStart, KG.predicateEnd),
    *(KG.objectStart, KG.objectEnd, KG.predicateText, KG.voice, KG.edge),
}
_METADATA = (
    *(RDF.type, DCTERMS.identifier, KG.sha256, SCHEMA.headline, SCHEMA.datePublished),
    *(SCHEMA.url, SCHEMA.publisher),
)


def reifying_quads(store: Store) -> Iterator[Quad]:
    """Yield for each statement with an object, in its article's graph, the triple it is about."""
    for article in _articles(store):
        for statement, edge in article.edges.items():
            about = Triple(
                named(edge.quad.subject), article.predicates[statement], edge.quad.object
            )
            yield Quad(statement, RDF.reifies, about, article.iri)


def nanopublication_quads(store: Store) -> Iterator[Quad]:
    """Yield each statement of the store as a nanopublication, article by article."""
    for article in _articles(store):
        for statement in article.predicates:
            yield from _nanopublication(article, statement)


class _Article:
    """An article's graph by subject, with the direct edges of its statements."""

    def __init__(self, store: Store, iri: NamedNode, identifier: str) -> None:
        quads = list(store.engine.quads_for_pattern(None, None, None, iri))
        resolve = store.resolution.within(identifier)
        self.store = store
        self.iri = iri
        self.edges: dict[NamedNode, Edge] = statement_edges(quads, store.iris, resolve)
        found = {named(q.subject): named(q.object) for q in quads if q.predicate == KG.predicate}
        self.predicates = dict(sorted(found.items(), key=str))
        self._nodes: dict[NamedNode, list[Triple]] = {}
        for quad in quads:
            self._nodes.setdefault(named(quad.subject), []).append(quad.triple)

    def about(self, node: NamedNode) -> list[Triple]:
        """Return what the article says of a node."""
        return self._nodes.get(node, [])

    def shared(self, node: NamedNode, graph: str, *properties: NamedNode) -> Iterator[Triple]:
        """Yield what a graph that articles share says of a node, all or some properties."""
        name = self.store.iris.graph(graph)
        for quad in self.store.engine.quads_for_pattern(node, None, None, name):
            if not properties or quad.predicate in properties:
                yield quad.triple


def _articles(store: Store) -> Iterator[_Article]:
    return (_Article(store, NamedNode(one.iri), one.id) for one in store.documents())


def _nanopublication(article: _Article, statement: NamedNode) -> Iterator[Quad]:
    base = f"{statement.value}/nanopub"
    whole = NamedNode(base)
    parts = {
        "head": (),
        "assertion": _assertion(article, statement),
        "provenance": _provenance(article, statement, NamedNode(f"{base}/assertion")),
        "pubinfo": _publication(whole, statement),
    }
    graphs = {name: NamedNode(f"{base}/{name}") for name in parts}
    yield Quad(whole, RDF.type, NP.Nanopublication, graphs["head"])
    yield Quad(whole, NP.hasAssertion, graphs["assertion"], graphs["head"])
    yield Quad(whole, NP.hasProvenance, graphs["provenance"], graphs["head"])
    yield Quad(whole, NP.hasPublicationInfo, graphs["pubinfo"], graphs["head"])
    for name, triples in parts.items():
        for triple in dict.fromkeys(triples):
            yield Quad(triple.subject, triple.predicate, triple.object, graphs[name])


def _assertion(article: _Article, statement: NamedNode) -> list[Triple]:
    """Return the statement with its claims, its edge, and the names of whom it is about."""
    own = [one for one in article.about(statement) if one.predicate not in _PROVENANCE]
    claims = _objects(own, KG.partOfClaim)
    arguments = _objects(own, KG.argument)
    triples = [*own, *(t for node in (*claims, *arguments) for t in article.about(node))]
    if (edge := article.edges.get(statement)) is not None:
        triples.append(edge.quad.triple)
    named_ones = {t.object: None for t in triples if isinstance(t.object, NamedNode)}
    for node in named_ones:
        if node != statement and node not in claims:
            triples.extend(_name(article, node))
    return triples


def _name(article: _Article, node: NamedNode) -> Iterator[Triple]:
    yield from (t for t in article.about(node) if t.predicate in (RDF.type, RDFS.label))
    yield from article.shared(node, "entities", RDF.type, RDFS.label)


def _provenance(article: _Article, statement: NamedNode, assertion: NamedNode) -> list[Triple]:
    own = article.about(statement)
    (passage,) = _objects(own, KG.evidence)
    (run,) = _objects(own, PROV.wasGeneratedBy)
    speakers = _objects(own, KG.attributedTo) or _objects(
        article.about(article.iri), SCHEMA.publisher
    )
    cues = [
        cue
        for claim in _objects(own, KG.partOfClaim)
        for cue in _objects(article.about(claim), KG.cue)
    ]
    return [
        Triple(assertion, PROV.wasDerivedFrom, article.iri),
        Triple(assertion, PROV.wasDerivedFrom, passage),
        Triple(assertion, PROV.wasGeneratedBy, run),
        *(Triple(assertion, PROV.wasAttributedTo, speaker) for speaker in speakers),
        *(triple for triple in own if triple.predicate in _PROVENANCE),
        *article.about(passage),
        *(triple for cue in cues for triple in article.about(cue)),
        *(t for t in article.about(article.iri) if t.predicate in _METADATA),
        *(t for speaker in speakers for t in article.shared(speaker, "provenance")),
        *article.shared(run, "provenance"),
    ]  # fmt: skip


def _publication(whole: NamedNode, statement: NamedNode) -> list[Triple]:
    return [
        Triple(whole, RDF.type, PROV.Entity),
        Triple(whole, PROV.wasAttributedTo, KG.program),
        Triple(whole, DCTERMS.subject, statement),
        Triple(KG.program, RDFS.label, terms.text("kgraph")),
    ]


def _objects(triples: Iterable[Triple], predicate: NamedNode) -> list[NamedNode]:
    return [named(triple.object) for triple in triples if triple.predicate == predicate]
