"""Each named query is tested for its answer, and no query can do more than read the store."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import random
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, parse_query_results

from kgraph.errors import KGraphError, QueryError
from kgraph.graph import KnowledgeGraph
from kgraph.model import Extraction
from kgraph.query import (
    find_entities,
    named_queries,
    named_query,
    query,
    run,
)
from kgraph.rows import Rows, to_csv, to_json, to_table, to_turtle
from kgraph.store import Store, open_store
from kgraph.storedrows import entity_rows, statement_rows
from kgraph.vocabulary import KG
from tests.factories import BASE, KNOWN, RUN, Draft, both, renamed, signing, strike

ENTITY = f"{BASE}entity/"
#: Queries as they would be written for an engine that is not Oxigraph.
PLAIN = Path(__file__).parent / "benchmarks" / "plain"
NAMES = [one.name for one in named_queries()]


def filled(*extractions: Extraction) -> Store:
    store = open_store()
    for extraction in extractions:
        store.put(extraction, RUN)
    return store


@pytest.fixture(scope="module")
def store() -> Store:
    return filled(*both())


@pytest.fixture(scope="module")
def crowd() -> Store:
    """Return a store of several articles of the same words, so that rows tie."""
    return filled(*(renamed(one, f"{n}-{one.document.id}") for n in range(4) for one in both()))


def answer(store: Store, name: str, *columns: str, **parameters: str) -> list[tuple[object, ...]]:
    rows = run(store, name, parameters).to_dicts()
    return [tuple(row[column] for column in columns) for row in rows]


# ---------------------------------------------------------------------- named queries


def test_demands(store: Store) -> None:
    columns = ("who", "demands_of", "to", "what", "condition", "document")
    demand = ("Dmitry Peskov", "Ukraine", "must clear", "the mines", "ships – can sail",
              "signing.txt")  # fmt: skip
    assert answer(store, "demands", *columns) == [demand]
    assert answer(store, "demands", *columns, by="dmitry peskov") == [demand]
    assert answer(store, "demands", *columns, of="Ukraine") == [demand]
    assert answer(store, "demands", *columns, of="Russia") == []
    assert answer(store, "demands", *columns, of="Ukraine", by="Russia") == []
    quotes = answer(store, "demands", "quote")
    assert quotes == [("Dmitry Peskov said Ukraine must clear the mines before ships can sail.",)]


def test_claims(store: Store) -> None:
    columns = ("who", "cue", "subject", "predicate", "object", "stance")
    assert answer(store, "claims", *columns) == [
        ("Dmitry Peskov", "said", "ships", "can sail", None, "possible"),
        ("Dmitry Peskov", "said", "Russia", "had hit", "a warship", "claimed"),
        ("Ukraine", "denied", "Ukraine", "had mined", "the corridor", "denied"),
        ("Volodymyr Zelenskyy", "accused", "Russia", "breaking", "its promise", "claimed"),
    ]
    assert answer(store, "claims", "who", "predicate", about="Russia") == [
        ("Dmitry Peskov", "had hit"),
        ("Volodymyr Zelenskyy", "breaking"),
    ]
    assert answer(store, "claims", "predicate", by="Volodymyr Zelenskyy") == [("breaking",)]
    assert answer(store, "claims", "predicate", by="Interfax") == []


def test_meetings(store: Store) -> None:
    columns = ("subject", "predicate", "object", "others", "place", "time", "stance")
    talks = ("Türkiye", "hosted", "talks", None, "Istanbul", "2022-07-22", "asserted")
    met = ("Sergei Shoigu", "met", "Hulusi Akar", None, "Istanbul", "2022-07-22", "asserted")
    assert answer(store, "meetings", *columns) == [talks, met]
    assert answer(store, "meetings", *columns, **{"with": "Hulusi Akar"}) == [met]
    assert answer(store, "meetings", *columns, **{"with": "Turkey"}) == [talks]
    sentence = "Russia met Türkiye with Ukraine and the European Union in Odesa."
    draft = Draft("round.txt", sentence)
    draft.state(sentence, "Russia", "met", "Türkiye", lemma="meet", event="CONSULT",
                arguments=(("recipient", "with", "Ukraine"),
                           ("recipient", "with", "European Union")))  # fmt: skip
    rows = answer(filled(draft.extraction()), "meetings", "subject", "object", "others")
    assert rows == [("Russia", "Türkiye", "European Union"), ("Russia", "Türkiye", "Ukraine")]


def test_about(store: Store) -> None:
    columns = ("subject", "predicate", "object", "stance", "who")
    assert answer(store, "about", *columns, entity="Russia") == [
        ("Sergei Shoigu", "signed for", "Russia", "asserted", None),
        ("Russia", "leave", "the initiative", "threatened", None),
        ("Russia", "struck", "Odesa", "asserted", None),
        ("Volodymyr Zelenskyy", "accuses", "Russia", "asserted", None),
        ("Russia", "breaking", "its promise", "claimed", "Volodymyr Zelenskyy"),
        ("Russia", "had hit", "a warship", "claimed", "Dmitry Peskov"),
        ("Ukraine", "did not sign", "a deal", "negated", None),
    ]
    spoken = answer(store, "about", "predicate", "who", entity="Dmitry Peskov")
    assert spoken == [
        ("says", None), ("must clear", "Dmitry Peskov"), ("can sail", "Dmitry Peskov"),
        ("had hit", "Dmitry Peskov"),
    ]  # fmt: skip
    assert answer(store, "about", "predicate", entity="Nobody") == []
    with pytest.raises(QueryError, match="about needs the parameter entity: who or what"):
        run(store, "about")


def test_offices(store: Store) -> None:
    columns = ("name", "relation", "office", "stance", "published")
    office = ("Sergei Shoigu", "position", "Defence Minister", "asserted", "2022-07-22")
    assert answer(store, "offices", *columns) == [office]
    assert answer(store, "offices", *columns, holder="Sergei Shoigu") == [office]
    assert answer(store, "offices", *columns, holder="Dmitry Peskov") == []


def test_timeline(store: Store) -> None:
    columns = ("time", "subject", "predicate", "object")
    talks = ("2022-07-22", "Türkiye", "hosted", "talks")
    met = ("2022-07-22", "Sergei Shoigu", "met", "Hulusi Akar")
    hit = ("2022-07-23", "Russia", "struck", "Odesa")
    assert answer(store, "timeline", *columns) == [talks, met, hit]
    assert answer(store, "timeline", *columns, **{"from": "2022-07-23"}) == [hit]
    assert answer(store, "timeline", *columns, until="2022-07-22") == [talks, met]
    assert answer(store, "timeline", *columns, entity="Odesa") == [hit]
    both_ends = {"from": "2022-07-22", "until": "2022-07-22", "entity": "Hulusi Akar"}
    assert answer(store, "timeline", *columns, **both_ends) == [met]
    with pytest.raises(QueryError, match="from is a day such as 2025-06-02, not 'soon'"):
        run(store, "timeline", {"from": "soon"})


def test_timeline_with_open_ends() -> None:
    sentence = "Russia has held Istanbul since 2014."
    draft = Draft("open.txt", sentence)
    draft.state(sentence, "Russia", "held", "Istanbul", lemma="hold", time=("2014", "2014/.."))
    store = filled(draft.extraction())
    for bounds, rows in (
        ({"from": "2020-01-01"}, 1),
        ({"until": "2013-12-31"}, 0),
        ({"until": "2014-01-01"}, 1),
        ({"from": "2010-01-01", "until": "2015-01-01"}, 1),
    ):
        assert len(run(store, "timeline", bounds)) == rows


def test_denials(store: Store) -> None:
    columns = ("who", "subject", "predicate", "object", "stance")
    assert answer(store, "denials", *columns) == [
        ("Ukraine", "Ukraine", "had mined", "the corridor", "denied"),
        ("Ukraine", "Ukraine", "did not sign", "a deal", "negated"),
    ]
    assert answer(store, "denials", *columns, by="Russia") == []


def test_threats(store: Store) -> None:
    columns = ("who", "subject", "predicate", "object", "condition")
    threat = ("Russia", "Russia", "leave", "the initiative", "sanctions – stay")
    assert answer(store, "threats", *columns) == [threat]
    assert answer(store, "threats", *columns, by="Moscow") == [threat]
    assert answer(store, "threats", *columns, by="Ukraine") == []


def test_paths_that_are_followed_from_each_row_answer_as_plain_ones() -> None:
    kg = KnowledgeGraph(filled(*both()))
    kg.merge("Russia", "Ukraine")
    kg.merge("Sergei Shoigu", "Hulusi Akar")
    columns = ("who", "subject", "predicate", "object")
    assert answer(kg.store, "denials", *columns) == [
        ("Russia", "Russia", "had mined", "the corridor"),
        ("Russia", "Russia", "did not sign", "a deal"),
    ]
    assert answer(kg.store, "demands", "who", "demands_of") == [("Dmitry Peskov", "Russia")]
    kg.merge("Türkiye", "Dmitry Peskov")
    assert answer(kg.store, "demands", "who", "demands_of") == [("Türkiye", "Russia")]
    assert answer(kg.store, "demands", "to", by="Türkiye") == [("must clear",)]
    followed = [one for one in named_queries() if "|rdf:nil" in one.text]
    assert len(followed) >= 5
    for one in followed:
        plain = re.sub(r"\((\S+)\)\|rdf:nil", r"\1", one.text)
        assert "|rdf:nil" not in plain
        assert query(kg.store, one.text) == query(kg.store, plain), one.name


def test_promises() -> None:
    sentence = "Ukraine said Russia will spare Odesa."
    draft = Draft("promise.txt", sentence)
    said = draft.claim(sentence, "Ukraine", "said", "Russia will spare Odesa", "say")
    draft.state(sentence, "Russia", "will spare", "Odesa", lemma="spare", modality="promised",
                claims=(said,))  # fmt: skip
    store = filled(draft.extraction())
    columns = ("who", "subject", "predicate", "object", "stance")
    promise = ("Ukraine", "Russia", "will spare", "Odesa", "promised")
    assert answer(store, "promises", *columns) == [promise]
    assert answer(store, "promises", *columns, by="Russia") == []


def test_conflict_and_cooperation(store: Store) -> None:
    columns = ("actor", "target", "statements", "verbal", "material", "intensity", "documents")
    hostile = [
        ("Russia", "Odesa", 1, 0, 1, -9.0, 1),
        ("Volodymyr Zelenskyy", "Russia", 1, 1, 0, -3.0, 1),
    ]
    assert answer(store, "conflict", *columns) == hostile
    assert answer(store, "conflict", *columns, entity="Odesa") == hostile[:1]
    assert answer(store, "cooperation", *columns) == [
        ("European Union", "Ukraine", 1, 0, 1, 10.0, 1),
        ("Sergei Shoigu", "Hulusi Akar", 1, 1, 0, 2.5, 1),
        ("Sergei Shoigu", "Russia", 1, 1, 0, 5.0, 1),
        ("United Nations", "Türkiye", 1, 1, 0, 5.0, 1),
    ]


def test_pairs_count_each_statement_once_whatever_the_descriptions() -> None:
    plain = replace(KNOWN["Russia"], aliases=("RF",), wikidata=None)
    other = renamed(strike(), "other.txt")
    entities = tuple(plain if one.label == "Russia" else one for one in other.entities)
    store = filled(strike(), replace(other, entities=entities))
    columns = ("actor", "target", "statements", "documents")
    assert answer(store, "conflict", *columns) == [
        ("Russia", "Odesa", 2, 2), ("Volodymyr Zelenskyy", "Russia", 2, 2),
    ]  # fmt: skip
    assert len(answer(store, "entities", "id")) == len(strike().entities)
    assert answer(store, "strongest", "actor", "target", "statements")[0] == (
        "Volodymyr Zelenskyy", "Russia", 2,
    )  # fmt: skip


def test_sources(store: Store) -> None:
    columns = ("source", "documents", "statements", "asserted", "first")
    assert answer(store, "sources", *columns) == [
        ("Bosphorus Wire", 1, 12, 7, "2022-07-22"),
        ("Dnipro Press", 1, 7, 3, "2022-07-24"),
    ]


def test_source_that_is_unknown_is_called_so() -> None:
    article = strike()
    store = filled(replace(article, document=replace(article.document, source=None)))
    assert answer(store, "sources", "source", "documents") == [("unknown", 1)]


def test_speakers(store: Store) -> None:
    columns = ("speaker", "claims", "documents", "direct", "cue", "times")
    assert answer(store, "speakers", *columns) == [
        ("Dmitry Peskov", 2, 2, 0, "say", 2),
        ("Interfax", 1, 1, 0, "report", 1),
        ("Ukraine", 1, 1, 0, "deny", 1),
        ("Volodymyr Zelenskyy", 1, 1, 0, "accuse", 1),
    ]


def test_evidence(store: Store) -> None:
    columns = ("actor", "predicate", "target", "stance", "quote", "start", "end", "title", "source")
    hit = ("Russia", "struck", "Odesa", "asserted", "Russia struck Odesa on 23 July 2022.", 0, 36,
           "Missiles hit Odesa", "Dnipro Press")  # fmt: skip
    assert answer(store, "evidence", *columns, subject="Russia", object="Odesa") == [hit]
    assert answer(store, "evidence", *columns, lemma="Strike") == [hit]
    assert len(answer(store, "evidence", "actor")) == 19


def test_strongest(store: Store) -> None:
    copies = filled(*both(), renamed(strike(), "copy.txt"))
    rows = answer(copies, "strongest", "actor", "does", "target", "documents")
    assert rows[:3] == [
        ("Volodymyr Zelenskyy", "accuses", "Russia", 2),
        ("Russia", "struck", "Odesa", 2),
        ("Sergei Shoigu", "met", "Hulusi Akar", 1),
    ]
    assert not {row[1] for row in rows} & {"must clear", "had mined", "had hit", "leave"}


def test_decisions(store: Store) -> None:
    columns = ("words", "name", "type", "kind", "rule", "times", "document")
    assert answer(store, "decisions", *columns, entity="Odesa") == [
        ("Odesa", "Odesa", "Place", "name", "gazetteer", 3, "strike.txt")
    ]


def test_documents(store: Store) -> None:
    columns = ("document", "title", "source", "published", "statements", "claims")
    assert answer(store, "documents", *columns) == [
        ("signing.txt", "Grain deal signed in Istanbul", "Bosphorus Wire", "2022-07-22", 12, 2),
        ("strike.txt", "Missiles hit Odesa", "Dnipro Press", "2022-07-24", 7, 4),
    ]


def test_names_and_entities(store: Store) -> None:
    assert answer(store, "names", "name", entity="Russia") == [("Moscow",)]
    rows = {row[0]: row[1:] for row in answer(store, "entities", "label", "wikidata", "country")}
    assert rows["Russia"] == ("http://www.wikidata.org/entity/Q159", "RU")
    assert rows["Dmitry Peskov"] == (None, None)


def test_arguments_and_attributions(store: Store) -> None:
    assert answer(store, "arguments", "role", "preposition", "label") == [
        ("recipient", "to", "Ukraine"), ("recipient", "with", "Russia"),
        ("occasion", "within", "days"),
    ]  # fmt: skip
    rows = answer(store, "attributions", "depth", "label", "cue")
    assert rows[:2] == [(0, "Interfax", "reported"), (1, "Dmitry Peskov", "said")]
    assert (0, None, "emerged") in rows


# ---------------------------------------------------------------------- all named queries


@pytest.mark.parametrize("name", NAMES)
def test_query_explains_itself(name: str) -> None:
    one = named_query(name)
    assert one.title[0].isupper()
    assert one.description.endswith(".")
    assert one.example.startswith(f"kgraph query output/ --name {name}")
    for parameter in one.parameters:
        assert f"?{parameter.name}" in one.text
        assert f"--param {parameter.name}" in one.example or len(parameter.description) > 5


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_sorted_as_the_engine_does(name: str, crowd: Store) -> None:
    one = named_query(name)
    given = {parameter.name: "Russia" for parameter in one.parameters if parameter.required}
    terms = {key: find_entities(crowd, value)[0] for key, value in given.items()}
    rows = query(crowd, one.text, terms).without(one.hidden)
    assert run(crowd, name, given) == replace(rows, terms=tuple(dict.fromkeys(rows.terms)))


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        (one.name, some.name)
        for one in named_queries()
        for some in one.parameters
        if some.kind == "entity"
    ],
)
def test_search_that_begins_from_a_parameter_finds_the_same(
    name: str, parameter: str, crowd: Store
) -> None:
    one = named_query(name)
    for entity in ("Russia", "Sergei Shoigu", "Odesa", "Türkiye"):
        term = find_entities(crowd, entity)[0]
        rows = query(crowd, one.text, {parameter: term}).without(one.hidden)
        found = run(crowd, name, {parameter: entity})
        assert found == replace(rows, terms=tuple(dict.fromkeys(rows.terms))), entity


@pytest.mark.parametrize("path", sorted(PLAIN.glob("*.rq")), ids=lambda path: path.stem)
def test_plain_query_gives_the_same_rows(path: Path, crowd: Store) -> None:
    rows = run(crowd, path.stem)
    assert len(rows) > 5
    plain = query(crowd, path.read_text("utf-8")).without(named_query(path.stem).hidden)
    assert rows == replace(plain, terms=tuple(dict.fromkeys(plain.terms)))


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_known_without_running(name: str, store: Store) -> None:
    one = named_query(name)
    given = {parameter.name: "Russia" for parameter in one.parameters if parameter.required}
    assert run(store, name, given).columns == one.columns
    assert one.columns


@pytest.mark.parametrize("name", NAMES)
def test_answer_does_not_depend_on_the_order_of_writing(name: str, tmp_path: Path) -> None:
    articles = [
        renamed(one, f"{number}-{one.document.id}") for number in range(4) for one in both()
    ]
    given = {one.name: "Russia" for one in named_query(name).parameters if one.required}
    first = run(filled(*articles), name, given)
    random.Random(3).shuffle(articles)
    with open_store(tmp_path, create=True) as other:
        for article in articles:
            other.put(article, RUN)
        assert run(other, name, given) == first


@pytest.mark.parametrize("name", NAMES)
def test_query_is_plain_sparql(name: str) -> None:
    from rdflib.plugins.sparql import prepareQuery

    from kgraph.vocabulary import PREFIXES

    prepareQuery(named_query(name).text, initNs=PREFIXES)


@pytest.mark.parametrize("name", NAMES)
def test_query_is_fast(name: str, store: Store) -> None:
    given = {one.name: "Russia" for one in named_query(name).parameters if one.required}
    run(store, name, given)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        run(store, name, given)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.1


def test_unknown_names_are_told() -> None:
    with pytest.raises(QueryError, match="no query is named 'nothing'; there are about, "):
        named_query("nothing")
    with pytest.raises(QueryError, match="claims has no parameter 'who'; it has by, about"):
        run(open_store(), "claims", {"who": "x"})
    with pytest.raises(QueryError, match="sources has no parameter 'by'; it has none"):
        run(open_store(), "sources", {"by": "x"})


# ---------------------------------------------------------------------- parameters


@pytest.mark.parametrize(
    "name", ["Türkiye", "turkey", "TÜRKIYE", "country/turkiye", f"{ENTITY}country/turkiye"]
)
def test_entity_is_found_by_any_of_its_names(store: Store, name: str) -> None:
    assert find_entities(store, name) == [NamedNode(f"{ENTITY}country/turkiye")]


def test_entities_of_the_same_name_are_all_asked_about() -> None:
    one = replace(KNOWN["Odesa"], id="place/odesa-texas", country="US")
    first, second = strike(), renamed(strike(), "texas.txt")
    entities = tuple(one if entity.label == "Odesa" else entity for entity in second.entities)

    def moved(argument: object) -> object:
        same = getattr(argument, "entity", None) == "place/odesa"
        return replace(argument, entity=one.id) if same else argument  # type: ignore[type-var]

    statements = tuple(
        replace(s, object=moved(s.object), place=moved(s.place))  # type: ignore[arg-type]
        for s in second.statements
    )
    mentions = tuple(moved(mention) for mention in second.mentions)
    other = replace(second, entities=entities, statements=statements, mentions=mentions)  # type: ignore[arg-type]
    store = filled(first, other)
    assert len(find_entities(store, "Odesa")) == 2
    rows = answer(store, "timeline", "object", "document", entity="Odesa")
    assert sorted(rows) == [("Odesa", "strike.txt"), ("Odesa", "texas.txt")]


@pytest.mark.parametrize(
    "text", ['Russia" . } #', "<http://x>", "\\u0022", "?s", "\x00\ud800", "../x", "country/", ""]
)
def test_parameters_are_terms_never_text(store: Store, text: str) -> None:
    assert answer(store, "demands", "who", of=text) == []
    assert answer(store, "evidence", "actor", lemma=text) == []


def test_substitutions_are_terms() -> None:
    store = filled(signing())
    sparql = "SELECT ?label ?x WHERE { ?x rdfs:label ?label ; a kg:Person }"
    person = NamedNode(f"{ENTITY}person/hulusi-akar")
    assert list(query(store, sparql, {"x": person})) == [("Hulusi Akar", person.value)]
    assert not query(store, sparql, {"label": Literal('" } #')})


# ---------------------------------------------------------------------- what a query cannot do


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT {", "line 1, column 9: "),
        ("SELECT ?x\nWHERE { ?x a nowhere:Thing }", "line 2, column "),
        ("", "line 1"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "line 1, column "),
        ("LOAD <file:///etc/hostname>", "line 1, column "),
        ("DROP ALL", "line 1, column "),
        ("SELECT ?x { ?x a kg:Person } ; DROP ALL", "line 1, column "),
        ("SELECT \ud800", "surrogates|UTF-8|utf-8|str"),
    ],
)
def test_bad_query_is_told_in_one_line(store: Store, sparql: str, message: str) -> None:
    before = len(store.engine)
    with pytest.raises(QueryError, match=message) as caught:
        query(store, sparql)
    assert "\n" not in str(caught.value)
    assert len(store.engine) == before


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[str]]]:
    """A server that counts who calls."""
    server = socket.create_server(("127.0.0.1", 0))
    calls: list[str] = []

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                calls.append(connection.recv(200).decode("latin-1"))

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield server.getsockname()[1], calls
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * { ?s a kg:Person OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s a kg:Person FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "SELECT * { S\\u0045RVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * {SERVICE<URL>{?s ?p ?o}}",
    "SELECT * {SERVICESILENT<URL>{?s ?p ?o}}",
    "PREFIX : <URL> SELECT * {SERVICE:x{?s ?p ?o}}",
    "PREFIX : <URL> SELECT * { SERVICE : { ?s ?p ?o } }",
    "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE <URL> { ?s ?p ?o } }",
    "ASK { # comment\nSERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '\\u0027 . SERVICE <URL> { ?s ?p ?o } # ' }",
    "SELECT * { ?s ?p '\\\\' . SERVICE <URL> { ?s ?p ?o } # ' }",
    "SELECT * { ?s ?p '''\\''' SERVICE ''' . SERVICE <URL> { ?a ?b ?c } }",
    'SELECT * { ?s ?p """ " "" """ . SERVICE <URL> { ?a ?b ?c } #"""\n }',
    "SELECT * { FILTER(1<2) SERVICE <URL> { ?a ?b ?c } FILTER(3>2) }",
    "SELECT * { ?s ?p <x#y> . SERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p kg:a\\#b . SERVICE <URL> { ?a ?b ?c } }",
    "DESCRIBE * { SERVICE <URL> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("sparql", SERVICES)
def test_service_is_refused_and_never_called(
    sparql: str, store: Store, listener: tuple[int, list[str]]
) -> None:
    port, calls = listener
    with pytest.raises(QueryError):
        query(store, sparql.replace("URL", f"http://127.0.0.1:{port}/"))
    assert calls == []


PIECES = [
    "SERVICE", "service", "SILENT", " ", "\n", "<http://127.0.0.1:PORT/>", "{", "}", "?s ?p ?o",
    "'", '"', "'''", '"""', "#", "\\", "\\u0027", "\\u0022", "\\u000A", "\\u0053", ".", "<", ">",
    "FILTER(1", ")", ":x", "kg:a", "?u", "\\#", "@en", "OPTIONAL", "UNION", "1", "a", "_:b", "^^",
]  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_made_up_query_calls_a_service(
    store: Store, listener: tuple[int, list[str]], pieces: list[str]
) -> None:
    port, calls = listener
    body = "".join(pieces).replace("PORT", str(port))
    with contextlib.suppress(QueryError):
        query(store, f"SELECT * {{ {body} }}")
    assert calls == []


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ('SERVICE' AS ?x) {}",
        'SELECT ("""a "SERVICE" b""" AS ?x) {}',
        "SELECT ?service { VALUES ?service { 1 } }",
        "SELECT (1 AS ?x) { # no SERVICE here\n }",
        "SELECT (<http://example.org/service> AS ?x) {}",
        "SELECT (kg:service AS ?x) {}",
    ],
)
def test_the_word_service_is_no_harm(store: Store, sparql: str) -> None:
    assert len(query(store, sparql)) == 1


def test_from_reads_no_file(store: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<http://example.org/a> <http://example.org/b> 'secret' .")
    rows = query(store, f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}")
    assert not any("secret" in str(value) for row in rows for value in row)


# ---------------------------------------------------------------------- rows


def test_values_are_plain(store: Store) -> None:
    sparql = """SELECT (1 AS ?i) (1.5 AS ?d) (2e0 AS ?f) (true AS ?b) (kg:Person AS ?n)
                       ("2022-07-22"^^xsd:date AS ?t) ("x"@en AS ?l) ?none {}"""
    rows = query(store, sparql)
    assert list(rows) == [(1, 1.5, 2.0, True, KG.Person.value, "2022-07-22", "x", None)]
    assert [type(value) for value in next(iter(rows))][:4] == [int, float, float, bool]
    assert rows.to_dicts()[0]["i"] == 1


def test_yes_or_no(store: Store) -> None:
    yes = query(store, "ASK { ?s kgp:host ?o }")
    no = query(store, "ASK { ?s kgp:mine ?o }")
    assert (bool(yes), bool(no)) == (True, False)
    assert (list(yes), list(no)) == ([(True,)], [(False,)])
    assert json.loads(to_json(no)) == {"head": {}, "boolean": False}


def test_default_graph_is_all_graphs_without_loss_of_stance(store: Store) -> None:
    hosts = query(store, "SELECT ?place ?what WHERE { ?place kgp:host/rdfs:label ?what }")
    assert list(hosts) == [(f"{ENTITY}country/turkiye", "talks")]
    assert not query(store, "SELECT ?x { ?x kgp:mine ?y }")
    assert query(store, "SELECT ?x { ?x kgp:denied-mine ?y }")
    stance = "SELECT ?p { ?x ?p ?y . ?p rdfs:subPropertyOf/rdfs:subPropertyOf* kg:deniedRelation }"
    assert list(query(store, stance)) == [("https://w3id.org/kgraph/predicate/denied-mine",)]


def test_graphs_are_turtle(store: Store) -> None:
    rows = query(store, "CONSTRUCT { ?s kgp:host ?o } WHERE { ?s kgp:host ?o }")
    assert rows.kind == "graph"
    assert rows.columns == ("subject", "predicate", "object")
    graph = rdflib.Graph().parse(data=to_turtle(rows), format="turtle")
    assert [str(s) for s in graph.subjects()] == [f"{ENTITY}country/turkiye"]
    assert to_turtle(rows) == to_turtle(replace(rows, terms=rows.terms * 2))
    with pytest.raises(QueryError, match="only CONSTRUCT and DESCRIBE give Turtle"):
        to_turtle(query(store, "SELECT * { ?s kgp:host ?o }"))


def test_json_is_that_of_the_standard(store: Store) -> None:
    values = "(kg:x 'a\"b' 'c'@en 5) (UNDEF 'ü' UNDEF 1.5)"
    sparql = f"SELECT ?n ?l ?e ?i {{ VALUES (?n ?l ?e ?i) {{ {values} }} }}"
    rows = query(store, sparql)
    read = parse_query_results(to_json(rows), format=QueryResultsFormat.JSON)
    assert tuple(tuple(solution) for solution in read) == rows.terms  # type: ignore[union-attr]


def test_csv_is_that_of_the_standard(store: Store) -> None:
    rows = query(
        store, """SELECT ?a ?b { VALUES (?a ?b) { ("x,\\"y\\"\\nz" kg:Person) (UNDEF 5) } }"""
    )
    text = to_csv(rows)
    assert text.startswith("a,b\r\n")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["a", "b"], ['x,"y"\nz', KG.Person.value], ["", "5"],
    ]  # fmt: skip


def test_table_is_safe_on_a_terminal(store: Store) -> None:
    rows = query(store, 'SELECT ("\\u001B[31mred\\u202E\\u0007" AS ?a) ("x" AS ?long_name) {}')
    table = to_table(rows)
    assert "\x1b" not in table
    assert "\u202e" not in table
    assert table.splitlines()[0].split() == ["a", "long_name"]
    wide = to_table(Rows(("a", "b"), ((Literal("中文" * 50), KG.Person),)))
    assert "kg:Person" in wide
    assert max(map(len, wide.splitlines())) < 140


def test_pandas_frame_where_pandas_is(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = query(store, "SELECT (1 AS ?a) ('x' AS ?b) {}")
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(KGraphError, match=r"pip install 'kgraph\[frames\]'"):
        rows.to_pandas()
    monkeypatch.undo()
    pytest.importorskip("pandas")
    assert rows.to_pandas().to_dict("records") == [{"a": 1, "b": "x"}]


# ---------------------------------------------------------------------- typed rows


def test_statement_rows_give_back_what_was_written(store: Store) -> None:
    rows = statement_rows(store)
    made = [statement for extraction in both() for statement in extraction.statements]
    assert len(rows) == len(made)
    assert [row.document_id for row in rows] == sorted(row.document_id for row in rows)
    for extraction in both():
        text = extraction.document.text
        own = {row.id.rpartition("/")[2]: row for row in rows
               if row.document_id == extraction.document.id}  # fmt: skip
        for statement in extraction.statements:
            row = own[statement.id]
            assert row.stance == statement.stance
            assert (row.polarity, row.modality) == (statement.polarity, statement.modality)
            assert row.predicate == statement.predicate.lemma
            assert (row.label, row.text) == (statement.predicate.label, statement.predicate.text)
            assert text[row.quote_start : row.quote_end] == row.quote
            assert text[row.predicate_start : row.predicate_end] == statement.predicate.text
            assert text[row.subject_start : row.subject_end] == statement.subject.text
            assert row.confidence == statement.confidence
            assert row.time == (statement.time.value if statement.time else None)
            assert (row.object is None) == (statement.object is None)


def test_statement_row_in_full(store: Store) -> None:
    row = next(row for row in statement_rows(store) if row.predicate == "hit")
    article = f"{BASE}document/{strike().document.key}"
    assert (row.document, row.document_title) == (article, "Missiles hit Odesa")
    assert (row.source, row.url, row.published) == ("Dnipro Press", None, "2022-07-24")
    assert (row.subject, row.subject_label) == (f"{ENTITY}country/russia", "Russia")
    assert (row.subject_type, row.object_type) == ("Country", "Phrase")
    assert (row.object, row.object_label) == (f"{article}/phrase/a-warship", "a warship")
    assert (row.event, row.relation, row.voice) == ("ASSAULT", None, "active")
    assert row.speakers == ("Interfax", "Dmitry Peskov")
    assert row.speaker_ids == (f"{ENTITY}organization/interfax", f"{ENTITY}person/dmitry-peskov")
    assert row.cues == ("reported", "said")
    assert (row.place, row.place_label) == (f"{ENTITY}place/odesa", "Odesa")
    assert (row.time, row.time_text, row.condition) == (None, None, None)
    sent = next(row for row in statement_rows(store) if row.predicate == "send")
    assert sent.arguments == (("recipient", "to", f"{ENTITY}country/ukraine", "Ukraine"),)
    clear = next(row for row in statement_rows(store) if row.predicate == "clear")
    sail = next(row for row in statement_rows(store) if row.predicate == "sail")
    assert clear.condition == sail.id
    unnamed = next(row for row in statement_rows(store) if row.label == "may leave")
    assert (unnamed.speakers, unnamed.cues) == ((), ("emerged",))


def test_entity_rows(store: Store) -> None:
    rows = {row.label: row for row in entity_rows(store)}
    russia, peskov = rows["Russia"], rows["Dmitry Peskov"]
    assert (russia.id, russia.type) == (f"{ENTITY}country/russia", "Country")
    assert (russia.wikidata, russia.wikipedia, russia.country) == ("Q159", "Russia", "RU")
    assert (russia.latitude, russia.longitude, russia.aliases) == (61.5, 105.3, ("Moscow",))
    assert (peskov.wikidata, peskov.latitude, peskov.aliases) == (None, None, ())
    assert set(rows) == {one.label for extraction in both() for one in extraction.entities}


def test_wikipedia_titles_come_back() -> None:
    titles = ["Black Sea Grain Initiative", "O'Brien (politician)", "AC/DC?", "50% & #1", "Ürümqi"]
    article = strike()
    entities = tuple(
        replace(one, wikipedia=title, wikidata=None)
        for one, title in zip(article.entities, titles, strict=False)
    )
    made = replace(article, entities=(*entities, *article.entities[len(entities) :]))
    found = {row.wikipedia for row in entity_rows(filled(made))} - {None}
    assert {*titles} <= found | {"Russia"}


def test_empty_store_has_empty_answers() -> None:
    store = open_store()
    assert statement_rows(store) == []
    assert entity_rows(store) == []
    for name in NAMES:
        given = {one.name: "x" for one in named_query(name).parameters if one.required}
        assert list(run(store, name, given)) == []


def test_from_narrows_what_the_query_sees() -> None:
    store = filled(signing(), strike())
    graph = next(iter(query(store, "SELECT ?a WHERE { ?a a kg:Article }")))[0]
    count = "SELECT (COUNT(*) AS ?n) {} WHERE {{ ?s a kg:Statement }}"
    everywhere = next(iter(query(store, count.format(""))))[0]
    here = next(iter(query(store, count.format(f"FROM <{graph}>"))))[0]
    assert 0 < here < everywhere
    assert list(query(store, count.format("FROM <urn:nothing>"))) == [(0,)]
    assert list(query(store, count.format("FROM NAMED <urn:nothing>"))) == [(0,)]
    label = 'SELECT (COUNT(*) AS ?n) WHERE { ?s rdfs:label ?l FILTER(?l != "from") }'
    assert next(iter(query(store, label)))[0] > 0
