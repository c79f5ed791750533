"""What follows from assertions is in the graph, with its rule; what somebody claims never is."""

from __future__ import annotations

from dataclasses import replace

import owlrl
import pytest
import rdflib
from pyoxigraph import NamedNode

from kgraph.entailments import inferences
from kgraph.model import Entity, Extraction
from kgraph.query import run
from kgraph.resources import ontology_path
from kgraph.store import Store, open_store
from kgraph.validate import validate
from kgraph.vocabulary import KG, PLOVER, PREFIXES
from tests.factories import BASE, KNOWN, RUN, Draft, both, renamed, signing, strike
from tests.test_store import canonical

ENTITY = f"{BASE}entity/"
MINISTRY = Entity(
    id="government/russian-defence-ministry", label="Defence Ministry", type="Government",
    country="RU",
)  # fmt: skip
TEXT = (
    "Sergei Shoigu, of the Defence Ministry, met Hulusi Akar in Istanbul.",
    "Istanbul hosted the talks with Russia in Türkiye.",
    "Istanbul is in Türkiye.",
    "Hulusi Akar belongs to the European Union.",
)


@pytest.fixture(autouse=True)
def _ministry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KNOWN, "Defence Ministry", MINISTRY)


def report(stance: str = "asserted", identifier: str = "report.txt") -> Extraction:
    """A report whose statements are all of one stance."""
    draft = Draft(identifier, " ".join(TEXT))
    more = {"polarity": "negative"} if stance == "negated" else {"modality": stance}
    office, host, located, member = TEXT
    draft.state(office, "Sergei Shoigu", "of", "Defence Ministry", lemma="minister",
                relation="position", **more)  # fmt: skip
    draft.state(
        office, "Sergei Shoigu", "met", "Hulusi Akar", lemma="meet", event="CONSULT", **more
    )
    draft.argument("Russia", host)
    draft.state(host, "Istanbul", "hosted", "the talks", lemma="host", event="CONSULT", **more)
    draft.state(
        located, "Istanbul", "is in", "Türkiye", lemma="be in", relation="locatedIn", **more
    )
    draft.state(member, "Hulusi Akar", "belongs to", "European Union", lemma="belong to",
                relation="memberOf", **more)  # fmt: skip
    return draft.extraction()


def inferring(*extractions: Extraction) -> Store:
    store = open_store()
    store.infer()
    for extraction in extractions:
        store.put(extraction, RUN)
    return store


def edges(store: Store) -> dict[tuple[str, str, str], str]:
    """Return the inferred edges, shortened, with their rules."""
    graph = store.iris.graph("inferred")
    found = {}
    for quad in store.engine.quads_for_pattern(None, KG.inferredEdge, None, graph):
        record = store.engine.quads_for_pattern(quad.subject, None, None, graph)
        parts = {one.predicate.value.rpartition("#")[2]: one.object.value for one in record}
        ends = (parts["subject"], parts["predicate"], parts["object"])
        found[tuple(short(end) for end in ends)] = parts["rule"]
    return found  # type: ignore[return-value]


def short(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]


def test_offices_members_hosts_and_kinds_of_events_follow() -> None:
    found = edges(inferring(report()))
    assert found == {
        ("sergei-shoigu", "holdsOfficeIn", "russian-defence-ministry"): "position",
        ("sergei-shoigu", "officeHolderOf", "russia"): "prp-spo2",
        ("sergei-shoigu", "holdsOfficeIn", "russia"): "prp-spo1",
        ("sergei-shoigu", "affiliatedWith", "russian-defence-ministry"): "prp-spo1",
        ("sergei-shoigu", "affiliatedWith", "russia"): "prp-spo1",
        ("istanbul", "hosted", "the-talks"): "host",
        ("the-talks", "hostedBy", "istanbul"): "prp-inv",
        ("the-talks", "heldIn", "istanbul"): "host is a place",
        ("the-talks", "heldIn", "turkiye"): "prp-spo2",
        ("istanbul", "locatedIn", "turkiye"): "locatedIn",
        ("hulusi-akar", "memberOf", "european-union"): "memberOf",
        ("european-union", "hasMember", "hulusi-akar"): "prp-inv",
        ("hulusi-akar", "affiliatedWith", "european-union"): "prp-spo1",
        ("s40-43-0", "eventType", "VerbalCooperation"): "prp-spo2",
        ("s78-84-0", "eventType", "VerbalCooperation"): "prp-spo2",
    }


@pytest.mark.parametrize("stance", ["negated", "denied", "demanded", "possible", "hypothetical"])
def test_nothing_follows_from_what_is_not_asserted(stance: str) -> None:
    assert edges(inferring(report(stance))) == {}


def test_nothing_follows_from_what_somebody_claims() -> None:
    extraction = report()
    draft = Draft("x.txt", "Interfax reported it. " + " ".join(TEXT))
    claim = draft.claim("Interfax reported it.", "Interfax", "reported", "it", "report")
    claims = draft.extraction()
    moved = tuple(replace(one, claims=(claim,)) for one in extraction.statements)
    entities = tuple(dict.fromkeys((*extraction.entities, *claims.entities)))
    said = replace(extraction, statements=moved, claims=claims.claims, entities=entities)
    assert edges(inferring(said)) == {}


def test_only_asserted_statements_support_an_inference() -> None:
    store = inferring(*both(), report())
    graph = store.iris.graph("inferred")
    for quad in store.engine.quads_for_pattern(None, KG.inferredFrom, None, graph):
        stances = store.engine.quads_for_pattern(quad.object, KG.stance, None, None)
        assert {one.object for one in stances} == {KG.asserted}


def test_inferences_come_and_go_with_their_articles() -> None:
    store = inferring(report(), *both())
    store.put(report(identifier="copy.txt"), RUN)
    assert canonical(store) == canonical(
        inferring(*both(), report("asserted", "copy.txt"), report())
    )
    store.remove("report.txt")
    assert ("hulusi-akar", "memberOf", "european-union") in edges(store)
    store.put(report("denied", "copy.txt"), RUN)
    assert ("hulusi-akar", "memberOf", "european-union") not in edges(store)
    assert canonical(store) == canonical(inferring(report("denied", "copy.txt"), *both()))


def test_inferring_can_begin_and_end_later() -> None:
    plain = open_store()
    for extraction in (report(), *both()):
        plain.put(extraction, RUN)
    before = canonical(plain)
    plain.infer()
    assert canonical(plain) == canonical(inferring(report(), *both()))
    assert list(validate(plain)) == []
    plain.infer(False)
    assert canonical(plain) == before


def test_decisions_about_entities_bear_on_what_follows() -> None:
    from kgraph.curation import merge, undo

    store = inferring(report(), signing())
    before = canonical(store)
    merge(store, "Dmitry Peskov", ["Hulusi Akar"])
    assert ("dmitry-peskov", "memberOf", "european-union") in edges(store)
    assert ("hulusi-akar", "memberOf", "european-union") not in edges(store)
    assert list(validate(store)) == []
    undo(store)
    assert canonical(store) == before


def test_inferred_edge_that_nothing_gives_is_found_out() -> None:
    store = inferring(report())
    graph = store.iris.graph("inferred")
    (edge,) = store.engine.quads_for_pattern(None, KG.memberOf, None, graph)
    store.engine.remove(edge)
    store.engine.add(type(edge)(edge.object, KG.memberOf, edge.subject, graph))
    messages = sorted(violation.message for violation in validate(store))
    assert messages == [
        "follows from an article but the graph inferred lacks it",
        "stands in the graph inferred but does not follow",
    ]


def test_query_shows_the_words_an_inference_rests_on() -> None:
    rows = run(inferring(report(), strike()), "inferred", {"entity": "Russia"}).to_dicts()
    assert {(row["who"], row["property"], row["whom"], row["rules"]) for row in rows} == {
        ("Sergei Shoigu", "officeHolderOf", "Russia", "prp-spo2"),
        ("Sergei Shoigu", "holdsOfficeIn", "Russia", "prp-spo1"),
        ("Sergei Shoigu", "affiliatedWith", "Russia", "prp-spo1"),
    }
    assert {row["quote"] for row in rows} == {TEXT[0]}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_reasoner_for_owl_2_rl_infers_the_same() -> None:
    """owlrl closes the plain facts under the same axioms; it must find our edges and no others."""
    store = inferring(report(), renamed(signing(), "other.txt"))
    graph = rdflib.Graph().parse(ontology_path("inference.ttl"), format="turtle")
    given = {edge: rule for edge, rule in edges(store).items() if "prp-" not in rule}
    full = {short(node): node for node in nodes(store)}
    for subject, predicate, target in given:
        graph.add(tuple(rdflib.URIRef(full[end]) for end in (subject, predicate, target)))
    kg, skos = PREFIXES["kg"], PREFIXES["skos"]
    organ = (f"{ENTITY}{MINISTRY.id}", f"{kg}organOf", f"{ENTITY}country/russia")
    graph.add(tuple(map(rdflib.URIRef, organ)))
    for document in store.documents():
        article = NamedNode(document.iri)
        for quad in store.engine.quads_for_pattern(None, KG.eventType, None, article):
            if (quad.subject, KG.stance, KG.asserted) in stances(store, article):
                graph.add(tuple(rdflib.URIRef(one.value) for one in quad.triple))
    for root, broader in (("CONSULT", "VerbalCooperation"), ("SUPPORT", "VerbalCooperation"),
                          ("REJECT", "VerbalConflict")):  # fmt: skip
        ends = (PLOVER[root].value, f"{skos}broader", PLOVER[broader].value)
        graph.add(tuple(map(rdflib.URIRef, ends)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    ours = edges(store)
    properties = {predicate for _, predicate, _ in ours}
    theirs = {
        tuple(short(str(end)) for end in triple)
        for triple in graph
        if short(str(triple[1])) in properties
        and str(triple[1]).startswith((kg, PREFIXES["sem"]))
        and str(triple[0]).startswith(BASE)
        and str(triple[1]) != f"{kg}eventType"
    }
    assert theirs == set(ours)


def nodes(store: Store) -> set[str]:
    graph = store.iris.graph("inferred")
    quads = store.engine.quads_for_pattern(None, None, None, graph)
    parts = (part for q in quads for part in (q.subject, q.predicate, q.object))
    return {part.value for part in parts if isinstance(part, NamedNode)}


def stances(store: Store, article: NamedNode) -> set[tuple[object, ...]]:
    quads = store.engine.quads_for_pattern(None, KG.stance, None, article)
    return {(quad.subject, quad.predicate, quad.object) for quad in quads}


def test_facts_of_nobody_known_are_left_out() -> None:
    store = open_store()
    store.put(report(), RUN)
    (document,) = store.documents()
    quads = list(store.engine.quads_for_pattern(None, None, None, NamedNode(document.iri)))
    found = {one.fact[1] for one in inferences(quads, [], store.iris)}
    assert KG.officeHolderOf not in found
    assert KG.memberOf not in found
    assert KG.hosted in found
