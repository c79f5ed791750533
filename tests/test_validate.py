"""Stores that are built are valid, and stores that are broken on purpose are found out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad

from kgraph.resources import ontology_path
from kgraph.store import Store, open_store
from kgraph.validate import Violation, validate
from kgraph.vocabulary import KG, KGP, OA, OWL, PREFIXES, RDF, RDFS, SCHEMA, XSD
from tests.factories import BASE, RUN, both, renamed, signing, strike

ARTICLE = NamedNode(f"{BASE}document/{signing().document.key}")
HOST = NamedNode(f"{ARTICLE.value}/statement/s8-14-0")
PASSAGE = NamedNode(f"{ARTICLE.value}/passage/0-49")
RUSSIA = NamedNode(f"{BASE}entity/country/russia")
ODESA = NamedNode(f"{BASE}entity/place/odesa")
ENTITIES = NamedNode(f"{BASE}graph/entities")
DECISIONS = NamedNode(f"{BASE}graph/decisions")
ASSERTED = NamedNode(f"{BASE}graph/asserted")
ATTRIBUTED = NamedNode(f"{BASE}graph/attributed")


@pytest.fixture
def store() -> Store:
    store = open_store()
    for extraction in both():
        store.put(extraction, RUN)
    return store


def without(store: Store, subject: NamedNode, predicate: NamedNode) -> None:
    quads = list(store.engine.quads_for_pattern(subject, predicate, None, None))
    assert quads
    for quad in quads:
        store.engine.remove(quad)


def instead(store: Store, subject: NamedNode, predicate: NamedNode, value: object) -> None:
    quad = next(iter(store.engine.quads_for_pattern(subject, predicate, None, None)))
    store.engine.remove(quad)
    store.engine.add(Quad(subject, predicate, value, quad.graph_name))  # type: ignore[arg-type]


def also(store: Store, *quad: object) -> None:
    store.engine.add(Quad(*quad))  # type: ignore[arg-type]


def number(value: str) -> Literal:
    return Literal(value, datatype=XSD.integer)


def test_stores_that_were_built_are_valid(store: Store) -> None:
    assert list(validate(store)) == []
    store.remove("signing.txt")
    assert list(validate(store)) == []
    assert list(validate(open_store())) == []


def test_hostile_article_is_valid() -> None:
    from tests.test_store import small

    store = open_store()
    store.put(small("x", (0, 1, 2), "negated", "Alias"), RUN)
    assert list(validate(store)) == []


Damage = Callable[[Store], None]
DAMAGE: dict[str, tuple[Damage, str, str]] = {
    "no evidence": (
        lambda s: without(s, HOST, KG.evidence),
        "a statement needs exactly one passage as evidence", HOST.value,
    ),
    "no stance": (
        lambda s: without(s, HOST, KG.stance),
        "a statement needs exactly one stance", HOST.value,
    ),
    "unknown stance": (
        lambda s: instead(s, HOST, KG.stance, KG.positive),
        "a statement needs exactly one stance", HOST.value,
    ),
    "asserted though denied": (
        lambda s: instead(s, HOST, KG.modality, KG.denied),
        "is not as a statement must be", HOST.value,
    ),
    "asserted though negative": (
        lambda s: instead(s, HOST, KG.polarity, KG.negative),
        "is not as a statement must be", HOST.value,
    ),
    "two subjects": (
        lambda s: also(s, HOST, KG.subject, RUSSIA, ARTICLE),
        "a statement needs exactly one subject, an entity or a phrase", HOST.value,
    ),
    "subject is nobody": (
        lambda s: instead(s, HOST, KG.subject, NamedNode("http://example.org/nobody")),
        "a statement needs exactly one subject, an entity or a phrase", HOST.value,
    ),
    "confidence above one": (
        lambda s: instead(s, HOST, KG.confidence, Literal("1.5", datatype=XSD.decimal)),
        "a confidence lies between 0 and 1", HOST.value,
    ),
    "event of another scheme": (
        lambda s: instead(s, HOST, KG.eventType, NamedNode("http://example.org/dance")),
        "an event type is a PLOVER root", HOST.value,
    ),
    "words of another length": (
        lambda s: instead(s, PASSAGE, OA.exact, Literal("Something else.")),
        "words are not as long as their span", PASSAGE.value,
    ),
    "end before start": (
        lambda s: instead(s, PASSAGE, OA.start, number("60")),
        "a span needs one start, before its end", PASSAGE.value,
    ),
    "no identifier": (
        lambda s: instead(s, ARTICLE, KG.sha256, Literal("no hash")),
        "an article needs the SHA-256 of its text", ARTICLE.value,
    ),
    "published at no time": (
        lambda s: instead(s, ARTICLE, SCHEMA.datePublished, Literal("yesterday")),
        "an article is published on at most one day, written in ISO 8601", ARTICLE.value,
    ),
    "missing edge": (
        lambda s: s.engine.remove(
            next(iter(s.engine.quads_for_pattern(None, NamedNode(f"{KGP}host"), None, ASSERTED)))
        ),
        "the direct edge of a statement is missing", f"{BASE}entity/country/turkiye",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_to_an_article_is_found_and_named(store: Store, name: str) -> None:
    damage, message, focus = DAMAGE[name]
    damage(store)
    found = [one for one in validate(store) if one.message == message]
    assert {(one.document, one.focus) for one in found} == {("signing.txt", focus)}
    line = str(found[0])
    assert line.startswith(f"signing.txt: {message} ({focus}")
    assert "\n" not in line


SHARED: dict[str, tuple[Damage, str, str]] = {
    "denial in the asserted graph": (
        lambda s: also(s, RUSSIA, NamedNode(f"{KGP}mine"), ODESA, ASSERTED),
        "stands in the graph asserted but no statement gives it", RUSSIA.value,
    ),
    "attributed edge as asserted": (
        lambda s: also(
            s, *next(iter(s.engine.quads_for_pattern(
                None, NamedNode(f"{KGP}denied-mine"), None, ATTRIBUTED))).triple, ASSERTED,
        ),
        "stands in the graph asserted but no statement gives it",
        f"{BASE}entity/country/ukraine",
    ),
    "entity of nobody": (
        lambda s: (
            also(s, NamedNode(f"{BASE}entity/person/x"), RDF.type, KG.Person, ENTITIES),
            also(s, NamedNode(f"{BASE}entity/person/x"), RDFS.label, Literal("X"), ENTITIES),
        )[0],
        "stands in the graph entities but no description gives it", f"{BASE}entity/person/x",
    ),
    "two names on one entity": (
        lambda s: also(s, RUSSIA, RDFS.label, Literal("Rossiya"), ENTITIES),
        "stands in the graph entities but no description gives it", RUSSIA.value,
    ),
    "entity without its class": (
        lambda s: without(s, RUSSIA, KG.countryCode),
        "a description gives it but the graph entities lacks it", RUSSIA.value,
    ),
    "wrong latitude": (
        lambda s: instead(s, RUSSIA, SCHEMA.latitude, Literal("91.0", datatype=XSD.decimal)),
        "a latitude lies between -90 and 90", RUSSIA.value,
    ),
    "description of nothing": (
        lambda s: (
            also(s, NamedNode(f"{BASE}description/0"), RDF.type, KG.Description, DECISIONS),
            also(s, NamedNode(f"{BASE}description/0"), KG.describes, RUSSIA, DECISIONS),
        )[0],
        "a description needs its record", f"{BASE}description/0",
    ),
    "run without version": (
        lambda s: without(s, NamedNode(f"{BASE}run/{RUN.key}"), SCHEMA.softwareVersion),
        "a run needs the version of the program", f"{BASE}run/{RUN.key}",
    ),
    "undeclared super-property": (
        lambda s: also(s, NamedNode(f"{KGP}x"), RDF.type, OWL.ObjectProperty, ATTRIBUTED),
        "stands in the graph attributed but no statement gives it", f"{KGP}x",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHARED)
def test_damage_to_what_articles_share_is_found(store: Store, name: str) -> None:
    damage, message, focus = SHARED[name]
    damage(store)
    found = {(one.document, one.message, one.focus) for one in validate(store)}
    assert (None, message, focus) in found


def test_violations_come_by_document_and_once(store: Store) -> None:
    for number_ in range(5):
        store.put(renamed(strike(), f"{number_}.txt"), RUN)
    for extraction in (signing(), renamed(strike(), "3.txt"), renamed(strike(), "1.txt")):
        article = NamedNode(f"{BASE}document/{extraction.document.key}")
        without(store, article, KG.sha256)
    also(store, RUSSIA, KG.countryCode, Literal("russia"), ENTITIES)
    found = list(validate(store, batch=2))
    names = [one.document for one in found]
    assert [one.document for one in found if "SHA-256" in one.message] == [
        "1.txt", "3.txt", "signing.txt",
    ]  # fmt: skip
    assert len(found) == len(set(found))
    assert names.index("1.txt") < names.index("3.txt") < names.index("signing.txt")
    assert found == list(validate(store, batch=100)) or set(found) == set(validate(store))


def test_folder_is_validated_read_only(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        store.put(signing(), RUN)
        with open_store(tmp_path, read_only=True) as reader:
            assert list(validate(reader)) == []


def test_vocabulary_has_the_shape_that_it_declares() -> None:
    shapes = rdflib.Graph().parse(ontology_path("shapes.ttl"), format="turtle")
    ontology = rdflib.Graph().parse(ontology_path("kgraph.ttl"), format="turtle")
    valid, _, text = pyshacl.validate(ontology, shacl_graph=shapes, inference="none")
    assert valid, text


def test_a_store_is_valid_for_a_plain_shacl_engine(store: Store) -> None:
    from kgraph.export import to_turtle

    data = rdflib.Graph().parse(data=to_turtle(store, with_vocabulary=True), format="turtle")
    shapes = rdflib.Graph().parse(ontology_path("shapes.ttl"), format="turtle")
    valid, _, text = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert valid, text


def test_violation_is_one_line_for_a_person() -> None:
    one = Violation(None, "http://example.org/x", None, None, "is wrong")
    assert str(one) == "shared by articles: is wrong (http://example.org/x)"
    assert set(PREFIXES) >= {"kg", "kgp"}
