"""Direct edges: what a plain SPARQL pattern or a graph program sees of a statement.

A statement with an object gives one edge.  What an article asserts itself becomes
``subject kgp:lemma object`` in the graph ``asserted``; anything else becomes
``subject kgp:stance-lemma object`` in the graph ``attributed``, so that "Kyiv denied striking X"
can never be read as Kyiv striking X.  Each property is declared beside its edges, under the
property of its stance.

Edges are computed from the quads of an article's graph, whether these were just made or come out
of a store: adding and removing an article therefore agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kgraph.iris import Iris, digest
from kgraph.terms import named
from kgraph.vocabulary import KG, KGP, OWL, RDF, RDFS

__all__ = [
    "Edge",
    "declaration",
    "edge_key",
    "edge_quads",
    "edges",
    "made_edge",
    "statement_edges",
]

Resolve = Callable[[NamedNode], NamedNode]

_PARTS = {KG.edge, KG.subject, KG.predicate, KG.stance, KG.object}


@dataclass(frozen=True, slots=True)
class Edge:
    """A direct edge: the key that its statements share, and its quad."""

    key: NamedNode
    quad: Quad


def edge_key(
    iris: Iris, subject: NamedNode, predicate: NamedNode, stance: str, target: NamedNode
) -> NamedNode:
    """Return the key that all statements of one direct edge share."""
    parts = (subject.value, _property(predicate, stance).value, target.value)
    return iris.shared("edge", digest(*parts))


def made_edge(
    iris: Iris, subject: NamedNode, predicate: NamedNode, stance: str, target: NamedNode
) -> Edge:
    """Return the direct edge of a statement with an object."""
    graph = iris.graph("asserted" if stance == "asserted" else "attributed")
    key = edge_key(iris, subject, predicate, stance, target)
    return Edge(key, Quad(subject, _property(predicate, stance), target, graph))


def edges(
    quads: Iterable[Quad], iris: Iris, resolve: Resolve | None = None
) -> dict[NamedNode, Edge]:
    """Return the direct edges of the statements among the quads, by key.

    ``resolve`` says which entity each that was read stands for.
    """
    return {edge.key: edge for edge in statement_edges(quads, iris, resolve).values()}


def statement_edges(
    quads: Iterable[Quad], iris: Iris, resolve: Resolve | None = None
) -> dict[NamedNode, Edge]:
    """Return the direct edge of each statement among the quads, by statement."""
    found: dict[NamedNode, dict[NamedNode, NamedNode]] = {}
    for quad in quads:
        if quad.predicate in _PARTS:
            parts = found.setdefault(named(quad.subject), {})
            parts[quad.predicate] = named(quad.object)
    whole = {statement: parts for statement, parts in found.items() if _is_whole(parts)}
    if resolve is not None:
        whole = {key: _resolved(parts, iris, resolve) for key, parts in whole.items()}
    return {statement: _edge(parts, iris) for statement, parts in whole.items()}


def edge_quads(edges: Iterable[Edge], iris: Iris) -> Iterator[Quad]:
    """Yield the quads of direct edges, each property declared once."""
    quads = [edge.quad for edge in edges]
    yield from quads
    for relation in dict.fromkeys(quad.predicate for quad in quads):
        yield from declaration(relation, iris)


def declaration(relation: NamedNode, iris: Iris) -> tuple[Quad, ...]:
    """Return the quads that declare a direct-edge property, in the graph of its edges."""
    stance, words = _reading(relation)
    graph = iris.graph("asserted" if stance == "asserted" else "attributed")
    label = words if stance == "asserted" else f"{words} ({stance})"
    return (
        Quad(relation, RDF.type, OWL.ObjectProperty, graph),
        Quad(relation, RDFS.subPropertyOf, KG[f"{stance}Relation"], graph),
        Quad(relation, RDFS.label, Literal(label), graph),
    )


def _is_whole(parts: dict[NamedNode, NamedNode]) -> bool:
    """Tell whether a statement has an edge; one that was tampered with may have half of it."""
    return len(parts) == len(_PARTS) and f"{_stance(parts)}Relation" in KG


def _resolved(
    parts: dict[NamedNode, NamedNode], iris: Iris, resolve: Resolve
) -> dict[NamedNode, NamedNode]:
    subject, target = resolve(parts[KG.subject]), resolve(parts[KG.object])
    if (subject, target) == (parts[KG.subject], parts[KG.object]):
        return parts
    key = edge_key(iris, subject, parts[KG.predicate], _stance(parts), target)
    return {**parts, KG.subject: subject, KG.object: target, KG.edge: key}


def _stance(parts: dict[NamedNode, NamedNode]) -> str:
    return parts[KG.stance].value.removeprefix(KG.iri)


def _edge(parts: dict[NamedNode, NamedNode], iris: Iris) -> Edge:
    stance = _stance(parts)
    graph = iris.graph("asserted" if stance == "asserted" else "attributed")
    relation = _property(parts[KG.predicate], stance)
    return Edge(parts[KG.edge], Quad(parts[KG.subject], relation, parts[KG.object], graph))


def _property(predicate: NamedNode, stance: str) -> NamedNode:
    if stance == "asserted":
        return predicate
    return NamedNode(f"{KGP}{stance}-{predicate.value.removeprefix(KGP)}")


def _reading(relation: NamedNode) -> tuple[str, str]:
    """Return stance and words of a direct-edge property; a lemma holds no hyphen there."""
    stance, hyphen, lemma = relation.value.removeprefix(KGP).rpartition("-")
    return stance if hyphen else "asserted", lemma.replace("_", " ")
