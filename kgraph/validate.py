"""Check a store: its shapes, some articles at a time, and what lies between its graphs.

SHACL sees one graph, so each batch holds the graphs of some articles and what these point to, and
memory does not grow with the store.  What SHACL cannot see is in :mod:`kgraph.consistency`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import pyshacl
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize
from rdflib.namespace import SH

from kgraph.consistency import Finding, findings
from kgraph.engine import STORE, read_through, reported
from kgraph.resources import ontology_path
from kgraph.store import Store, StoredDocument
from kgraph.terms import named
from kgraph.vocabulary import KG, RDF

__all__ = ["Violation", "validate"]

Item = TypeVar("Item")

#: So many articles, or shared resources, are checked together.
BATCH = 25
BATCH_OF_SHARED = 1000


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """Something in a store that is not as it must be.

    ``document`` is the id of the article it is in, None where it is in what articles share.
    """

    document: str | None
    focus: str
    path: str | None
    value: str | None
    message: str

    def __str__(self) -> str:
        """Return the violation on one line, for a person."""
        where = self.document if self.document is not None else "shared by articles"
        what = " ".join(part for part in (self.focus, self.path, self.value) if part)
        return f"{where}: {self.message} ({what})"


def validate(store: Store, *, batch: int = BATCH) -> Iterator[Violation]:
    """Yield each violation once: those of articles in the order of their ids, then the others."""
    with reported(store.name):
        read_through(store.engine)
    documents = store.documents()
    names = {document.iri: document.id for document in documents}
    by_document: dict[str | None, list[Finding]] = {}
    for finding in findings(store):
        by_document.setdefault(names.get(finding.article or ""), []).append(finding)
    seen: set[Violation] = set()
    for some in _chunks(documents, batch):
        found = {_violation(finding, names) for finding in _shacl(_articles(store, some))}
        for document in some:
            others = by_document.pop(document.id, ())
            found.update(_violation(finding, names) for finding in others)
        yield from sorted(found - seen, key=_order)
        seen |= found
    found = {_violation(finding, names) for rest in by_document.values() for finding in rest}
    for quads in _shared(store):
        found.update(_violation(finding, names) for finding in _shacl(quads))
    yield from sorted(found - seen, key=_order)


def _articles(store: Store, documents: Iterable[StoredDocument]) -> list[Quad]:
    """Return the graphs of some articles, their decisions, and the shared resources they name."""
    engine = store.engine
    graphs = (store.iris.graph("decisions"), store.iris.graph("inferred"))
    quads: list[Quad] = []
    for document in documents:
        article = NamedNode(document.iri)
        quads.extend(engine.quads_for_pattern(None, None, None, article))
        for graph in graphs:
            for link in engine.quads_for_pattern(None, KG.inArticle, article, graph):
                quads.extend(engine.quads_for_pattern(link.subject, None, None, graph))
    quads.extend(_resources(store, quads))
    return quads


def _resources(store: Store, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield entities, sources and runs that quads point to."""
    targets = {quad.object for quad in quads if isinstance(quad.object, NamedNode)}
    for target in targets:
        if target.value.startswith(store.iris.base):
            for name in ("entities", "provenance"):
                graph = store.iris.graph(name)
                yield from store.engine.quads_for_pattern(target, None, None, graph)


def _shared(store: Store) -> Iterator[list[Quad]]:
    """Yield, some at a time, descriptions with their entities, and all that is left."""
    engine = store.engine
    decisions, entities = store.iris.graph("decisions"), store.iris.graph("entities")
    found = engine.quads_for_pattern(None, RDF.type, KG.Description, decisions)
    for some in _chunks([quad.subject for quad in found], BATCH_OF_SHARED):
        quads = [q for one in some for q in engine.quads_for_pattern(one, None, None, decisions)]
        yield [*quads, *_resources(store, quads)]
    for some in _chunks(_subjects(store, entities), BATCH_OF_SHARED):
        yield [q for one in some for q in engine.quads_for_pattern(one, None, None, entities)]
    copies = store.iris.graph("copies")
    for some in _chunks(_subjects(store, copies), BATCH_OF_SHARED):
        yield [q for one in some for q in engine.quads_for_pattern(one, None, None, copies)]
    kept = (store.iris.graph("provenance"), STORE)
    yield [q for graph in kept for q in engine.quads_for_pattern(None, None, None, graph)]


def _subjects(store: Store, graph: NamedNode) -> list[NamedNode]:
    quads = store.engine.quads_for_pattern(None, None, None, graph)
    return list({named(quad.subject): None for quad in quads})


def _shacl(quads: Iterable[Quad]) -> Iterator[Finding]:
    """Yield what pySHACL finds wrong with the quads, taken as one graph."""
    data = rdflib.Graph()
    triples = {quad.triple for quad in quads}
    data.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    for triple in _classes():
        data.add(triple)
    valid, report, text = pyshacl.validate(
        data, shacl_graph=_shapes(), inplace=True, advanced=False, inference="none"
    )
    if valid:
        return
    if not isinstance(report, rdflib.Graph):
        raise RuntimeError(f"pySHACL gave no report: {text}")
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        yield Finding(
            focus=str(focus),
            path=None if path is None else str(path),
            value=None if value is None else str(value),
            message=str(report.value(result, SH.resultMessage)),
        )


@cache
def _shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_path("shapes.ttl"), format="turtle")


@cache
def _classes() -> Sequence[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]]:
    """Return the tree of classes: shapes for a class hold for its sub-classes."""
    ontology = rdflib.Graph().parse(ontology_path("kgraph.ttl"), format="turtle")
    return tuple(ontology.triples((None, rdflib.RDFS.subClassOf, None)))


def _violation(finding: Finding, names: dict[str, str]) -> Violation:
    article = finding.article
    if article is None:
        article = next((iri for iri in _beginnings(finding.focus) if iri in names), None)
    document = names.get(article) if article is not None else None
    return Violation(document, finding.focus, finding.path, finding.value, finding.message)


def _beginnings(iri: str) -> Iterator[str]:
    """Yield an IRI and all that it lies under; what is in an article has a longer IRI."""
    while "/" in iri:
        yield iri
        iri = iri.rpartition("/")[0]


def _order(violation: Violation) -> tuple[str, ...]:
    parts = (violation.document, violation.focus, violation.path, violation.value)
    return (*(part or "" for part in parts), violation.message)


def _chunks(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))
