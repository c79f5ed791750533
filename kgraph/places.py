"""Where things stand in one article: the IRIs of its spans, phrases, statements and claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from pyoxigraph import Literal, NamedNode

from kgraph import terms
from kgraph.iris import Iris, encode, slug
from kgraph.model import Argument, Extraction, Mention
from kgraph.vocabulary import KG, OA, RDF, RDFS

__all__ = ["Passage", "Places", "Triple", "span_triples"]

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


@dataclass(frozen=True)
class Passage:
    """A passage's IRI and the triples that describe it."""

    iri: NamedNode
    triples: tuple[Triple, ...]


class Places:
    """The names that one article gives; its phrases are collected as they are asked for."""

    def __init__(self, extraction: Extraction, iris: Iris) -> None:
        """Begin with an article in which nothing has been named yet."""
        self.iris = iris
        self.article = iris.document(extraction.document.key)
        self._text = extraction.document.text
        self._phrases: dict[NamedNode, str] = {}
        self._owners: dict[tuple[NamedNode, NamedNode], None] = {}
        self._depths = _depths(extraction)
        self._speakers = {claim.id: claim.speaker for claim in extraction.claims}

    def statement(self, identifier: str) -> NamedNode:
        """Return the IRI of a statement of this article."""
        return NamedNode(f"{self.article.value}/statement/{encode(identifier)}")

    def claim(self, identifier: str) -> NamedNode:
        """Return the IRI of a claim of this article."""
        return NamedNode(f"{self.article.value}/claim/{encode(identifier)}")

    def depth(self, identifier: str) -> int:
        """Return how many claims lie around this one."""
        return self._depths[identifier]

    def speaker(self, identifier: str) -> Argument | None:
        """Return who makes a claim of this article."""
        return self._speakers[identifier]

    def mention(self, mention: Mention) -> NamedNode:
        """Return the IRI of a mention."""
        return NamedNode(f"{self.article.value}/mention/{mention.start}-{mention.end}")

    def passage(self, start: int, end: int) -> Passage:
        """Return a stretch of the article's text as a resource of its own."""
        iri = NamedNode(f"{self.article.value}/passage/{start}-{end}")
        words = self._text[start:end]
        kind: Triple = (iri, RDF.type, KG.Passage)
        return Passage(iri, (kind, *span_triples(iri, start, end, words, self.article)))

    def referent(self, argument: Argument) -> NamedNode:
        """Return the entity that an argument names, else the phrase that it is."""
        if argument.entity is not None:
            return self.iris.entity(argument.entity)
        iri = NamedNode(f"{self.article.value}/phrase/{slug(argument.text)}")
        self._phrases.setdefault(iri, terms.clean(" ".join(argument.text.split())))
        if argument.belongs_to is not None:
            self._owners[iri, self.iris.entity(argument.belongs_to)] = None
        return iri

    def phrase_triples(self) -> Iterator[Triple]:
        """Yield the triples of all phrases asked for; the first spelling is the label."""
        for iri, label in self._phrases.items():
            yield iri, RDF.type, KG.Phrase
            yield iri, RDFS.label, Literal(label)
        for iri, owner in self._owners:
            yield iri, KG.belongsTo, owner


def span_triples(
    iri: NamedNode, start: int, end: int, words: str, article: NamedNode
) -> Iterator[Triple]:
    """Yield where a span stands, and its words."""
    yield iri, OA.start, terms.integer(start)
    yield iri, OA.end, terms.integer(end)
    yield iri, OA.exact, terms.text(words)
    yield iri, KG.inArticle, article


def _depths(extraction: Extraction) -> dict[str, int]:
    """Return for each claim how many claims lie around it.

    Both ``within`` and the order in which statements name their claims tell which claim is the
    outer one.  Where they contradict each other only the former counts, and where that runs in a
    circle every claim stands alone.
    """
    around = {claim.id: {claim.within} if claim.within else set() for claim in extraction.claims}
    alone: dict[str, set[str]] = {key: set() for key in around}
    orders = {key: set(outer) for key, outer in around.items()}
    for statement in extraction.statements:
        for outer, inner in pairwise(statement.claims):
            orders[inner].add(outer)
    for graph in (orders, around, alone):
        try:
            sequence = list(TopologicalSorter(graph).static_order())
        except CycleError:
            continue
        depths: dict[str, int] = {}
        for key in sequence:
            depths[key] = max((depths[outer] + 1 for outer in graph[key]), default=0)
        return depths
    raise AssertionError("a graph without edges has no cycle")
