"""Files for other fields' tools are read back by these tools, and say what the store says."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize
from pyoxigraph import Store as Engine

from kgraph import export
from kgraph.model import StatementRow
from kgraph.store import Store, open_store
from kgraph.storedrows import entity_rows, statement_rows
from kgraph.vocabulary import KG, KGP, PREFIXES, RDF
from tests.factories import BASE, RUN, both, small

RUSSIA = f"{BASE}entity/country/russia"
INITIATIVE = "phrase/the-initiative"


@pytest.fixture(scope="module")
def store() -> Store:
    store = open_store()
    for extraction in (*both(), small("evil.txt", (0, 1, 2), "negated", "Alias")):
        store.put(extraction, RUN)
    return store


@pytest.fixture(scope="module")
def rows(store: Store) -> dict[str, StatementRow]:
    return {row.id: row for row in statement_rows(store)}


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode().splitlines()]


def statement(rows: dict[str, StatementRow], predicate: str) -> StatementRow:
    return next(row for row in rows.values() if row.predicate == predicate)


# ---------------------------------------------------------------------- RDF 1.2


def test_rdf_12_adds_the_triple_that_each_statement_is_about(
    store: Store, rows: dict[str, StatementRow]
) -> None:
    read = set(parse(export.to_rdf12(store), RdfFormat.TRIG))
    added = read - set(store.quads())
    assert set(store.quads()) < read
    assert {quad.predicate for quad in added} == {RDF.reifies}
    assert {quad.subject.value for quad in added} == {one.id for one in rows.values() if one.object}
    for quad in added:
        row = rows[quad.subject.value]
        assert isinstance(quad.object, Triple)
        assert (quad.object.subject.value, quad.object.object.value) == (row.subject, row.object)
        assert "-" not in quad.object.predicate.value.removeprefix(KGP)
        assert quad.graph_name.value == row.document


def test_rdf_12_answers_how_a_triple_is_meant(store: Store) -> None:
    engine = Engine()
    engine.extend(parse(export.to_rdf12(store), RdfFormat.TRIG))
    question = """
        SELECT ?stance WHERE { GRAPH ?article {
          ?statement rdf:reifies <<( ?who kgp:leave ?what )>> ; kg:stance ?stance .
          ?who ^kg:subject ?statement } }
    """
    found = engine.query(question, prefixes=PREFIXES)
    assert {row["stance"] for row in found} == {KG.threatened, KG.possible}  # type: ignore[union-attr]
    asserted = NamedNode(f"{BASE}graph/asserted")
    leave = NamedNode(f"{KGP}leave")
    assert not list(engine.quads_for_pattern(None, leave, None, asserted))


# ---------------------------------------------------------------------- nanopublications

#: rdflib warns of its own use of what it will drop, and nanopub uses that, too.
of_rdflib = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def publications(store: Store) -> dict[str, bytes]:
    """Return each nanopublication as TriG of its own."""
    parts: dict[str, list[Any]] = {}
    for quad in parse(export.to_nanopublications(store), RdfFormat.TRIG):
        parts.setdefault(quad.graph_name.value.rpartition("/nanopub/")[0], []).append(quad)
    return {name: serialize(quads, format=RdfFormat.TRIG) or b"" for name, quads in parts.items()}


def test_every_statement_is_a_nanopublication(
    publications: dict[str, bytes], rows: dict[str, StatementRow]
) -> None:
    assert set(publications) == set(rows)


@of_rdflib
def test_nanopub_takes_each_for_valid(
    publications: dict[str, bytes], rows: dict[str, StatementRow]
) -> None:
    nanopub = pytest.importorskip("nanopub", exc_type=ImportError)
    for name, data in publications.items():
        graph = rdflib.ConjunctiveGraph()
        graph.parse(data=data, format="trig")
        publication = nanopub.Nanopub(rdf=graph)
        assert publication.is_valid
        stance = publication.assertion.value(rdflib.URIRef(name), rdflib.URIRef(KG.stance.value))
        assert str(stance) == KG.iri + rows[name].stance
        quotes = publication.provenance.objects(
            None, rdflib.URIRef("http://www.w3.org/ns/oa#exact")
        )
        assert rows[name].quote in {str(quote) for quote in quotes}


def test_assertions_taken_together_hold_no_denial_as_a_fact(
    publications: dict[str, bytes], rows: dict[str, StatementRow]
) -> None:
    quads = [quad for data in publications.values() for quad in parse(data, RdfFormat.TRIG)]
    edges = {
        (quad.subject.value, quad.predicate.value.removeprefix(KGP), quad.object.value)
        for quad in quads
        if quad.predicate.value.startswith(KGP)
    }
    mined = statement(rows, "mine")
    assert (mined.subject, "denied-mine", mined.object) in edges
    assert (mined.subject, "mine", mined.object) not in edges
    assert len(edges) == len({(one.subject, one.predicate, one.stance, one.object)
                              for one in rows.values() if one.object})  # fmt: skip


@of_rdflib
def test_nanopublication_says_who_says_it(
    publications: dict[str, bytes], rows: dict[str, StatementRow]
) -> None:
    graph = rdflib.Dataset()
    graph.parse(data=publications[statement(rows, "hit").id], format="trig")
    attributed = rdflib.URIRef("http://www.w3.org/ns/prov#wasAttributedTo")
    speakers = {
        str(quad[2]).rpartition("/")[2] for quad in graph.quads((None, attributed, None, None))
    }
    assert speakers == {"dmitry-peskov", "ontology#program"}


# ---------------------------------------------------------------------- PLOVER


def test_plover_has_a_record_for_each_event(store: Store, rows: dict[str, StatementRow]) -> None:
    records = lines(export.to_plover(store))
    assert [one["id"] for one in records] == [one.id for one in rows.values() if one.event]
    assert Counter(one["event_type"] for one in records) == Counter(
        one.event for one in rows.values() if one.event
    )
    for record in records:
        assert -10 <= record["intensity"] <= 10
        assert record["quad_class"].split()[0] in {"verbal", "material"}
        assert record["actor"] or record["recipient"]
        assert record["stance"] == rows[record["id"]].stance


def test_plover_record_holds_who_did_what_to_whom_where_and_when(
    store: Store, rows: dict[str, StatementRow]
) -> None:
    records = {one["id"]: one for one in lines(export.to_plover(store))}
    strike = records[statement(rows, "strike").id]
    assert strike["actor"][0]["name"] == "Russia"
    assert strike["recipient"][0]["wikidata"] == "Q1874"
    assert (strike["date"], strike["location"]["name"]) == ("2022-07-23", "Odesa")
    assert (strike["event_type"], strike["event_mode"]) == ("ASSAULT", [])
    assert strike["event_text"].startswith("Russia struck Odesa")
    mined = records[statement(rows, "mine").id]
    assert (mined["event_mode"], mined["attributed_to"]) == (["negation"], ["Ukraine"])
    sent = records[statement(rows, "send").id]
    assert [one.get("name", one.get("text")) for one in sent["recipient"]] == [
        "grain silos",
        "Ukraine",
    ]
    threat = records[statement(rows, "leave").id]
    assert threat["event_mode"] == ["future"]


# ---------------------------------------------------------------------- FollowTheMoney


def test_ftm_has_articles_entities_and_statements(
    store: Store, rows: dict[str, StatementRow]
) -> None:
    entities = lines(export.to_ftm(store))
    assert len({one["id"] for one in entities}) == len(entities)
    schemata = Counter(one["schema"] for one in entities)
    assert schemata["Article"] == 3
    assert schemata["Territory"] == 3
    recorded = {name for one in entities for name in one["properties"].get("recordId", ())}
    assert recorded == set(rows)
    known = {one["id"] for one in entities}
    for one in entities:
        for name in ("subject", "object", "member", "organization", "proof"):
            assert set(one["properties"].get(name, ())) <= known
    assert sum(schemata.values()) >= 3 + len(entity_rows(store)) + len(rows)


def test_ftm_link_keeps_the_stance(store: Store, rows: dict[str, StatementRow]) -> None:
    entities = {one["id"]: one for one in lines(export.to_ftm(store))}
    found = [one for one in entities.values() if rows_of(one) == statement(rows, "mine").id]
    event = next(one for one in found if one["schema"] == "Event")
    assert event["properties"]["name"] == [
        "Ukraine – had mined (denied, says Ukraine) – the corridor"
    ]
    link = next(one for one in found if one["schema"] == "UnknownLink")
    assert link["properties"]["status"] == ["denied"]
    assert entities[link["properties"]["subject"][0]]["properties"]["name"] == ["Ukraine"]
    assert link["properties"]["object"] == [event["id"]]
    struck = next(one for one in entities.values() if rows_of(one) == statement(rows, "strike").id)
    assert (struck["schema"], struck["properties"]["role"]) == ("UnknownLink", ["struck"])


def rows_of(entity: dict[str, Any]) -> str | None:
    return next(iter(entity["properties"].get("recordId", ())), None)


def test_followthemoney_reads_every_entity_whole(store: Store) -> None:
    """Its package needs the ICU library, so it is an extra of its own: ``pip install .[ftm]``."""
    pytest.importorskip("followthemoney", exc_type=ImportError)
    from followthemoney import model
    from followthemoney.proxy import EntityProxy

    for entity in lines(export.to_ftm(store)):
        model.get(entity["schema"]).validate(entity)  # type: ignore[union-attr]
        proxy = EntityProxy.from_dict(entity, cleaned=False)
        read = {
            name: sorted(map(str, values)) for name, values in proxy.to_dict()["properties"].items()
        }
        assert set(read) == set(entity["properties"]), entity
        links = ("subject", "object", "member", "organization", "proof", "name", "role", "status")
        for name in links:  # it drops characters that steer a terminal
            written = [one.replace("\x1b", "") for one in entity["properties"].get(name, [])]
            assert read.get(name, []) == sorted(written)
