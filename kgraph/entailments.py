"""What follows from what an article asserts itself: offices, membership, hosts, kinds of events.

In: an article's quads, and its descriptions of entities.  Out: inferences, each with the rules and
the statements that it rests on.  First each asserted statement gives plain facts; then the axioms
of ``ontology/inference.ttl`` are applied to these by rules of OWL 2 RL until nothing new follows.
Nothing but asserted statements is looked at, and nothing of another article, so an inference comes
and goes with its article.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Store as Engine

from kgraph import terms
from kgraph.iris import Iris, digest
from kgraph.resources import ontology_path
from kgraph.terms import named
from kgraph.vocabulary import KG, OWL, RDF, RDFS, SKOS

__all__ = [
    "Inference",
    "Recorded",
    "article_inferences",
    "inferences",
    "recorded_inferences",
]

Node = NamedNode
Fact = tuple[Node, Node, Node]
Resolve = Callable[[Node], Node]
#: Facts that take part in rules and are in the store already.
_GIVEN = {SKOS.broader, KG.organOf, KG.eventType}
_RELATIONS = {"position": KG.holdsOfficeIn, "memberOf": KG.memberOf, "locatedIn": KG.locatedIn}


@dataclass(frozen=True, slots=True)
class Inference:
    """A fact that follows, the rules that gave it, and the statements that it rests on."""

    fact: Fact
    rules: frozenset[str]
    statements: frozenset[Node]

    def recorded(self, article: Node, iris: Iris) -> Recorded:
        """Return the edge with its key, and the record that says why it is there."""
        graph = iris.graph("inferred")
        subject, predicate, target = self.fact
        digits = digest(subject.value, predicate.value, target.value)
        record, key = NamedNode(f"{article.value}/inference/{digits}"), iris.shared("edge", digits)
        triples: list[tuple[Node, Node | Literal]] = [
            (RDF.type, KG.Inference),
            (KG.inArticle, article),
            (KG.inferredEdge, key),
            (RDF.subject, subject),
            (RDF.predicate, predicate),
            (RDF.object, target),
            (KG.rule, terms.text(", ".join(sorted(self.rules)))),
            *((KG.inferredFrom, statement) for statement in self.statements),
        ]
        quads = frozenset(Quad(record, name, value, graph) for name, value in triples)
        return Recorded(key, Quad(*self.fact, graph), quads)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An inference as a store holds it: its edge's key, the edge, and the record."""

    key: Node
    edge: Quad
    record: frozenset[Quad]


@dataclass
class _Facts:
    """Facts with what they rest on; adding tells whether anything is new."""

    found: dict[Fact, tuple[set[str], set[Node]]] = field(default_factory=dict)

    def add(self, fact: Fact, rule: str, statements: Iterable[Node]) -> bool:
        if fact[0] == fact[2]:
            return False
        rules, sources = self.found.setdefault(fact, (set(), set()))
        before = len(rules) + len(sources)
        rules.add(rule)
        sources.update(statements)
        return len(rules) + len(sources) > before


@dataclass(frozen=True)
class _Axioms:
    """The axioms of ``ontology/inference.ttl``, by what they are applied to."""

    above: Mapping[Node, set[Node]]
    inverse: Mapping[Node, set[Node]]
    chains: Mapping[tuple[Node, Node], tuple[Node, str]]


def article_inferences(
    engine: Engine,
    iris: Iris,
    article: Node,
    quads: Iterable[Quad],
    resolve: Resolve | None,
    shared: Mapping[Node, Iterable[Quad]] | None = None,
) -> list[Recorded]:
    """Return what follows from an article, as a store holds it.

    ``shared`` are resources that come with the article and are not in the store yet.
    """
    quads = list(quads)
    found = inferences(quads, _descriptions(engine, iris, quads, shared or {}), iris, resolve)
    return [one.recorded(article, iris) for one in found]


def recorded_inferences(engine: Engine, iris: Iris, article: Node) -> list[Recorded]:
    """Return what a store holds of the inferences of an article."""
    graph = iris.graph("inferred")
    found = []
    for quad in list(engine.quads_for_pattern(None, KG.inArticle, article, graph)):
        record = frozenset(engine.quads_for_pattern(quad.subject, None, None, graph))
        parts = {one.predicate: named(one.object) for one in record if one.predicate != KG.rule}
        edge = Quad(parts[RDF.subject], parts[RDF.predicate], parts[RDF.object], graph)
        found.append(Recorded(parts[KG.inferredEdge], edge, record))
    return found


def _descriptions(
    engine: Engine, iris: Iris, quads: Iterable[Quad], shared: Mapping[Node, Iterable[Quad]]
) -> Iterator[Mapping[str, Any]]:
    """Yield the records of the entities that an article describes."""
    graph = iris.graph("decisions")
    for quad in quads:
        if quad.predicate == KG.usesDescription:
            description = named(quad.object)
            held = shared.get(description) or engine.quads_for_pattern(
                description, KG.record, None, graph
            )
            for one in held:
                if one.predicate == KG.record:
                    yield json.loads(terms.lexical(one.object))


def inferences(
    quads: Iterable[Quad],
    descriptions: Iterable[Mapping[str, Any]],
    iris: Iris,
    resolve: Resolve | None = None,
) -> list[Inference]:
    """Return what follows from the asserted statements among an article's quads.

    ``descriptions`` are the article's records of its entities, ``resolve`` says which entity each
    stands for.
    """
    known = {iris.entity(one["id"]): one for one in descriptions}
    facts = _Facts()
    for statement, parts in _asserted(quads).items():
        for rule, fact in _plain(parts, statement, known):
            facts.add(_resolved(fact, resolve), rule, (statement,))
    for fact in _organs(known):
        facts.add(_resolved(fact, resolve), "", ())
    _close(facts, _axioms())
    return [
        Inference(fact, frozenset(rules), frozenset(statements))
        for fact, (rules, statements) in facts.found.items()
        if statements and fact[1] not in _GIVEN
    ]


def _asserted(quads: Iterable[Quad]) -> dict[Node, dict[Node, Any]]:
    """Return the properties of each statement that the article asserts itself."""
    found: dict[Node, dict[Node, Any]] = {}
    for quad in quads:
        found.setdefault(named(quad.subject), {})[quad.predicate] = quad.object
    return {
        node: parts
        for node, parts in found.items()
        if parts.get(KG.stance) == KG.asserted and parts.get(RDF.type) == KG.Statement
    }


def _plain(
    parts: Mapping[Node, Any], statement: Node, known: Mapping[Node, Mapping[str, Any]]
) -> Iterator[tuple[str, Fact]]:
    """Yield the facts that one statement gives, each with its rule."""
    if (event := parts.get(KG.eventType)) is not None:
        yield "event type", (statement, KG.eventType, event)
    subject, target = parts.get(KG.subject), parts.get(KG.object)
    if subject is None or target is None:
        return
    relation = parts[KG.relation].value if KG.relation in parts else ""
    if relation in _RELATIONS and subject in known and target in known:
        state = relation == "position" and known[target]["type"] == "Country"
        yield relation, (subject, KG.officeHolderOf if state else _RELATIONS[relation], target)
    yield from _hosted(parts, subject, target, known)


def _hosted(
    parts: Mapping[Node, Any], subject: Node, target: Node, known: Mapping[Node, Mapping[str, Any]]
) -> Iterator[tuple[str, Fact]]:
    """Yield who hosted what, and that it was held where the host is or the statement says."""
    if parts[KG.lemma].value != "host":
        return
    yield "host", (subject, KG.hosted, target)
    if known.get(subject, {}).get("type") in ("Place", "Country"):
        yield "host is a place", (target, KG.heldIn, subject)
    place = parts.get(KG.place)
    if place is not None and place in known:
        yield "place of the host's statement", (target, KG.heldIn, place)


def _organs(known: Mapping[Node, Mapping[str, Any]]) -> Iterator[Fact]:
    """Yield of which state a government body is an organ, and which event type is broader."""
    states = {one["country"]: iri for iri, one in known.items() if _is_state(one)}
    for iri, one in known.items():
        if one["type"] == "Government" and one.get("country") in states:
            yield iri, KG.organOf, states[one["country"]]
    yield from _broader()


def _is_state(description: Mapping[str, Any]) -> bool:
    return description["type"] == "Country" and "country" in description


def _resolved(fact: Fact, resolve: Resolve | None) -> Fact:
    subject, predicate, target = fact
    return fact if resolve is None else (resolve(subject), predicate, resolve(target))


def _close(facts: _Facts, axioms: _Axioms) -> None:
    """Apply the axioms until nothing new follows."""
    changed = True
    while changed:
        changed = False
        leaving: dict[tuple[Node, Node], list[Fact]] = {}
        for fact in facts.found:
            leaving.setdefault(fact[:2], []).append(fact)
        for fact in list(facts.found):
            for rule, new, sources in _consequences(fact, facts, axioms, leaving):
                changed |= facts.add(new, rule, sources)


def _consequences(
    fact: Fact,
    facts: _Facts,
    axioms: _Axioms,
    leaving: Mapping[tuple[Node, Node], list[Fact]],
) -> Iterator[tuple[str, Fact, set[Node]]]:
    subject, predicate, target = fact
    rules, sources = facts.found[fact]
    for above in axioms.above.get(predicate, ()):
        yield "prp-spo1", (subject, above, target), sources
    for inverse in axioms.inverse.get(predicate, ()) if rules != {"prp-inv"} else ():
        yield "prp-inv", (target, inverse, subject), sources
    for (first, second), (whole, rule) in axioms.chains.items():
        for following in leaving.get((target, second), ()) if first == predicate else ():
            both = sources | facts.found[following][1]
            yield rule, (subject, whole, following[2]), both


@cache
def _axioms() -> _Axioms:
    above: dict[Node, set[Node]] = {}
    inverse: dict[Node, set[Node]] = {}
    chains: dict[tuple[Node, Node], tuple[Node, str]] = {}
    quads = list(parse(path=str(ontology_path("inference.ttl")), format=RdfFormat.TURTLE))
    parts = {(quad.subject, quad.predicate): quad.object for quad in quads}
    for quad in quads:
        subject, value = quad.subject, quad.object
        if quad.predicate == RDFS.subPropertyOf:
            above.setdefault(named(subject), set()).add(named(value))
        elif quad.predicate == OWL.inverseOf:
            inverse.setdefault(named(subject), set()).add(named(value))
            inverse.setdefault(named(value), set()).add(named(subject))
        elif value == OWL.TransitiveProperty:
            chains[named(subject), named(subject)] = (named(subject), "prp-trp")
        elif quad.predicate == OWL.propertyChainAxiom:
            rest = parts[value, RDF.rest]
            chains[named(parts[value, RDF.first]), named(parts[rest, RDF.first])] = (
                named(subject),
                "prp-spo2",
            )
    return _Axioms(above, inverse, chains)


@cache
def _broader() -> tuple[Fact, ...]:
    quads = parse(path=str(ontology_path("plover.ttl")), format=RdfFormat.TURTLE)
    return tuple(
        (named(quad.subject), SKOS.broader, named(quad.object))
        for quad in quads
        if quad.predicate == SKOS.broader and "#cameo-" not in str(quad.subject)
    )
