"""Where things stand in one article: the IRIs of its spans, phrases, statements and claims."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from pyoxigraph import NamedNode

from kgraph.derived import Edge, made_edge
from kgraph.iris import Iris, encode, slug
from kgraph.model import Argument, Extraction, Mention
from kgraph.ntriples import KG, OA, RDF, RDFS, integer, iri, text

__all__ = ["Places", "Triple", "span_triples"]

#: Subject, predicate and object, as N-Triples spells them.
Triple = tuple[str, str, str]


class Places:
    """The names that one article gives; its phrases are collected as they are asked for."""

    def __init__(self, extraction: Extraction, iris: Iris) -> None:
        """Begin with an article in which nothing has been named yet."""
        self.iris = iris
        self.node = iris.document(extraction.document.key)
        self.name = self.node.value
        self.article = iri(self.name)
        self.edges: dict[NamedNode, Edge] = {}
        self._text = extraction.document.text
        self._passages: set[tuple[int, int]] = set()
        self._entities: dict[str, str] = {}
        self._referents: dict[tuple[str, str | None], str] = {}
        self._phrases: dict[str, str] = {}
        self._owners: dict[tuple[str, str], None] = {}
        self._depths = _depths(extraction)
        self._speakers = {claim.id: claim.speaker for claim in extraction.claims}

    def statement(self, identifier: str) -> str:
        """Return the IRI of a statement of this article."""
        return iri(f"{self.name}/statement/{encode(identifier)}")

    def claim(self, identifier: str) -> str:
        """Return the IRI of a claim of this article."""
        return iri(f"{self.name}/claim/{encode(identifier)}")

    def depth(self, identifier: str) -> int:
        """Return how many claims lie around this one."""
        return self._depths[identifier]

    def speaker(self, identifier: str) -> Argument | None:
        """Return who makes a claim of this article."""
        return self._speakers[identifier]

    def mention(self, mention: Mention) -> str:
        """Return the IRI of a mention."""
        return iri(f"{self.name}/mention/{mention.start}-{mention.end}")

    def passage(self, start: int, end: int) -> str:
        """Return the IRI of a stretch of the article's text as a resource of its own."""
        return iri(f"{self.name}/passage/{start}-{end}")

    def passage_triples(self, start: int, end: int) -> Iterator[Triple]:
        """Yield what describes a stretch of the text, the first time that it is asked for."""
        if (start, end) not in self._passages:
            self._passages.add((start, end))
            passage = self.passage(start, end)
            yield passage, RDF.type, KG.Passage
            yield from span_triples(passage, start, end, self._text[start:end], self.article)

    def entity(self, identifier: str) -> str:
        """Return the IRI of an entity."""
        found = self._entities.get(identifier)
        if found is None:
            found = self._entities[identifier] = iri(self.iris.entity(identifier).value)
        return found

    def referent(self, argument: Argument) -> str:
        """Return the entity that an argument names, else the phrase that it is."""
        if argument.entity is not None:
            return self.entity(argument.entity)
        known = (argument.text, argument.belongs_to)
        found = self._referents.get(known)
        if found is None:
            found = self._referents[known] = self._phrase(argument)
        return found

    def _phrase(self, argument: Argument) -> str:
        phrase = iri(f"{self.name}/phrase/{slug(argument.text)}")
        self._phrases.setdefault(phrase, text(" ".join(argument.text.split())))
        if argument.belongs_to is not None:
            self._owners[phrase, self.entity(argument.belongs_to)] = None
        return phrase

    def phrase_triples(self) -> Iterator[Triple]:
        """Yield the triples of all phrases asked for; the first spelling is the label."""
        for phrase, label in self._phrases.items():
            yield phrase, RDF.type, KG.Phrase
            yield phrase, RDFS.label, label
        for phrase, owner in self._owners:
            yield phrase, KG.belongsTo, owner

    def edge(self, subject: str, relation: NamedNode, stance: str, target: str) -> str:
        """Return the key of a direct edge, which is kept with the others of the article."""
        ends = NamedNode(subject[1:-1]), NamedNode(target[1:-1])
        edge = made_edge(self.iris, ends[0], relation, stance, ends[1])
        self.edges[edge.key] = edge
        return iri(edge.key.value)


def span_triples(span: str, start: int, end: int, words: str, article: str) -> Iterator[Triple]:
    """Yield where a span stands, and its words."""
    yield span, OA.start, integer(start)
    yield span, OA.end, integer(end)
    yield span, OA.exact, text(words)
    yield span, KG.inArticle, article


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
