"""Which entity a name was read as, and which one it stands for: decisions applied on reading.

An article's graph keeps the entity that the article was read to name.  A person who knows better
decides that two entities are one (*merge*), or that they are not, or that a name means another
entity in some articles (*split*).  Each decision is a record in the graph ``decisions``; together,
in their order, they are a :class:`Resolution`, a mapping from what was read to what is meant.
Nothing is rewritten, so taking a decision back gives what was there before.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Engine

from kgraph import terms
from kgraph.iris import Iris, digest
from kgraph.vocabulary import KG, RDF, RDFS

__all__ = ["EntityDecision", "Resolution", "decision_quads", "read_decisions"]

Action = typing.Literal["merge", "split"]
Targets = dict[str | None, NamedNode]

_REST = "/otherwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDecision:
    """A decision about entities, by somebody who knows.

    *merge*: ``others`` are the same as ``entity``.  *split*: ``others``, which were merged into
    ``entity``, are not; or, where ``documents`` (their ids) are given, ``entity`` means something
    else there, the one entity in ``others``, which is called ``label``.
    """

    action: Action
    entity: NamedNode
    others: tuple[NamedNode, ...]
    documents: tuple[str, ...] = ()
    label: str | None = None
    reason: str = ""
    score: float = 1.0
    sequence: int = 0

    def iri(self, iris: Iris) -> NamedNode:
        """Return the name of the decision; another place in the order is another decision."""
        names = (self.entity.value, *(other.value for other in self.others))
        return iris.shared(
            "decision", digest(self.action, str(self.sequence), *names, *self.documents)
        )


class Resolution:
    """What each reading stands for, in an article or everywhere; false while nothing is decided."""

    def __init__(self, decisions: Iterable[EntityDecision] = ()) -> None:
        """Apply the decisions in their order."""
        self.decisions = tuple(sorted(decisions, key=lambda one: one.sequence))
        self.labels: dict[NamedNode, str] = {}
        self._targets: dict[NamedNode, Targets] = {}
        for decision in self.decisions:
            if decision.action == "merge":
                self._merge(decision)
            elif decision.documents:
                self._part(decision)
            else:
                self._release(decision)

    def __bool__(self) -> bool:
        """Tell whether anything is decided."""
        return bool(self._targets)

    def __contains__(self, reading: object) -> bool:
        """Tell whether a decision bears on a reading."""
        return reading in self._targets

    def of(self, reading: NamedNode, document: str) -> NamedNode:
        """Return the entity that a reading stands for in the article with this id."""
        targets = self._targets.get(reading)
        return reading if targets is None else targets.get(document, targets[None])

    def within(self, document: str) -> Callable[[NamedNode], NamedNode] | None:
        """Return what says which entity a reading stands for in an article; None: itself."""
        return (lambda reading: self.of(reading, document)) if self else None

    def targets(self, reading: NamedNode) -> Mapping[str | None, NamedNode]:
        """Return what a reading stands for by article; under None, in all others."""
        return MappingProxyType(self._targets.get(reading, {None: reading}))

    def every(self) -> set[NamedNode]:
        """Return all readings that a decision bears on."""
        return set(self._targets)

    def readings(self, entity: NamedNode) -> set[NamedNode]:
        """Return the readings that stand for an entity, in some article at least."""
        found = {one for one, targets in self._targets.items() if entity in targets.values()}
        return found if entity in self._targets else found | {entity}

    def changed(self, other: Resolution) -> set[NamedNode]:
        """Return the readings that another resolution takes otherwise."""
        every = self._targets.keys() | other._targets.keys()
        return {one for one in every if self.targets(one) != other.targets(one)}

    def _merge(self, decision: EntityDecision) -> None:
        for other in decision.others:
            self._replace(other, decision.entity)

    def _replace(self, old: NamedNode, new: NamedNode) -> None:
        self._targets.setdefault(old, {None: old})
        for reading, targets in self._targets.items():
            self._targets[reading] = {
                key: new if target == old else target for key, target in targets.items()
            }

    def _release(self, decision: EntityDecision) -> None:
        for other in decision.others:
            targets = self._targets.get(other, {None: other})
            self._targets[other] = {
                key: other if target == decision.entity else target
                for key, target in targets.items()
            }

    def _part(self, decision: EntityDecision) -> None:
        """Give the entity's readings another target in some articles.

        In all other articles they get one, too: the entity itself has no one meaning any more.
        """
        (sense,) = decision.others
        entity = decision.entity
        if decision.label is not None:
            self.labels[sense] = decision.label
        for reading in self.readings(entity):
            before = self.targets(reading)
            default = before[None]
            parted: Targets = {
                document: sense
                for document in decision.documents
                if before.get(document, default) == entity
            }
            self._targets[reading] = {**before, **parted}
        if entity.value.endswith(_REST):
            return
        rest = NamedNode(entity.value + _REST)
        if entity in self.labels:
            self.labels[rest] = self.labels[entity]
        self._replace(entity, rest)


def decision_quads(decision: EntityDecision, iris: Iris) -> set[Quad]:
    """Return a decision as it is kept in the graph of decisions."""
    iri, graph = decision.iri(iris), iris.graph("decisions")
    triples: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (iri, RDF.type, KG.EntityDecision),
        (iri, KG.rule, terms.text(f"{decision.action} by hand")),
        (iri, KG.action, terms.text(decision.action)),
        (iri, KG.sequence, terms.integer(decision.sequence)),
        (iri, KG.score, terms.decimal(decision.score)),
        (iri, KG.ofEntity, decision.entity),
        *((iri, KG.otherEntity, other) for other in decision.others),
        *((iri, KG.inDocument, terms.text(document)) for document in decision.documents),
    ]
    if decision.label is not None:
        triples.append((iri, KG.givenLabel, terms.text(decision.label)))
    if decision.reason:
        triples.append((iri, RDFS.comment, terms.text(decision.reason)))
    return {Quad(*triple, graph) for triple in triples}


def read_decisions(engine: Engine, iris: Iris) -> Iterator[EntityDecision]:
    """Yield the decisions about entities that a store holds."""
    graph = iris.graph("decisions")
    for found in engine.quads_for_pattern(None, RDF.type, KG.EntityDecision, graph):
        values: dict[NamedNode, list[str]] = {}
        for quad in engine.quads_for_pattern(found.subject, None, None, graph):
            values.setdefault(quad.predicate, []).append(terms.lexical(quad.object))
        yield EntityDecision(
            action=typing.cast("Action", values[KG.action][0]),
            entity=NamedNode(values[KG.ofEntity][0]),
            others=tuple(map(NamedNode, sorted(values[KG.otherEntity]))),
            documents=tuple(sorted(values.get(KG.inDocument, ()))),
            label=next(iter(values.get(KG.givenLabel, ())), None),
            reason=next(iter(values.get(RDFS.comment, ())), ""),
            score=float(values[KG.score][0]),
            sequence=int(values[KG.sequence][0]),
        )
