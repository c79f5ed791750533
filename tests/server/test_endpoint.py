"""The endpoint over HTTP: answers in every format, the named queries, the explorer, who may ask."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
import rdflib
import rdflib.plugins.sparql
from rdflib.query import Result

from kgraph.namedqueries import named_queries
from kgraph.store import open_store
from tests.factories import RUN, signing, strike
from tests.server.conftest import Server, make_store, serving

WHO = "SELECT ?who ?label WHERE { ?s kg:speaker ?who . ?who rdfs:label ?label } ORDER BY ?label"
TRIPLES = "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s a kg:Claim ; rdfs:label ?o }"


def test_rows_are_the_same_in_every_format(server: Server) -> None:
    bindings = server.ask(WHO).json["results"]["bindings"]
    labels = [row["label"]["value"] for row in bindings]
    assert "Dmitry Peskov" in labels
    rows = list(csv.DictReader(io.StringIO(server.ask(WHO, "text/csv").text)))
    assert [row["label"] for row in rows] == labels
    for media_type, name in (
        ("application/sparql-results+json", "json"),
        ("application/sparql-results+xml", "xml"),
        ("text/tab-separated-values", "tsv"),
    ):
        answer = server.ask(WHO, media_type)
        assert answer.headers["content-type"].startswith(media_type)
        read = Result.parse(io.BytesIO(answer.body), format=name)
        rows = [{str(name): str(term) for name, term in row.items()} for row in read.bindings]
        assert [row["label"] for row in rows] == labels
        assert [row["who"] for row in rows] == [row["who"]["value"] for row in bindings]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's JSON-LD reader
@pytest.mark.parametrize(
    ("media_type", "format"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_triples_are_the_same_in_every_format(server: Server, media_type: str, format: str) -> None:
    answer = server.ask(TRIPLES, media_type)
    assert answer.headers["content-type"].startswith(media_type)
    graph = rdflib.Graph().parse(data=answer.body, format=format)
    first = rdflib.Graph().parse(data=server.ask(TRIPLES, "text/turtle").body, format="turtle")
    assert len(first) > 3
    assert set(graph) == set(first)


def test_yes_or_no(server: Server) -> None:
    assert server.ask("ASK { ?s a kg:Claim }").json == {"head": {}, "boolean": True}
    assert "<boolean>false</boolean>" in server.ask("ASK { ?s a 1 }", "application/xml").text
    assert server.ask("ASK {}", "text/csv").status == 406


def test_wrong_query_is_one_line_with_its_place(server: Server) -> None:
    answer = server.ask("SELECT * WHERE { ?s }")
    assert (answer.status, answer.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert answer.text.startswith("line 1, column ")
    assert answer.text.count("\n") == 1


def test_description_of_the_service(server: Server) -> None:
    answer = server.send("GET", "/sparql", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.body, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = graph.value(None, rdflib.RDF.type, sd.Service)
    assert graph.value(service, sd.endpoint) == rdflib.URIRef(server.address + "sparql")
    assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
    assert (service, sd.feature, sd.UnionDefaultGraph) in graph


def test_named_queries_are_listed_and_answered(server: Server) -> None:
    listed = server.send("GET", "/queries").json
    assert [one["name"] for one in listed] == [one.name for one in named_queries()]
    for one in listed:
        rdflib.plugins.sparql.prepareQuery(one["sparql"])  # whole: every prefix is declared
    answer = server.send("GET", "/queries/demands?of=Ukraine", headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["who"], row["to"]) for row in rows] == [("Dmitry Peskov", "must clear")]
    assert server.send("GET", "/queries/demands?no=1").status == 400
    assert server.send("GET", "/queries/nothing").status == 400


def test_explorer_and_editor_and_their_assets(server: Server) -> None:
    explorer = server.send("GET", "/explorer")
    assert explorer.headers["content-type"] == "text/html; charset=utf-8"
    assert b"Content-Security-Policy" in explorer.body
    editor = server.send("GET", "/")
    assert "script-src 'self'" in editor.headers["content-security-policy"]
    for name in ("editor.js", "editor.css", "vendor/yasgui.min.js", "vendor/yasgui.min.css"):
        assert f'"assets/{name}"' in editor.text
        assert server.send("GET", f"/assets/{name}").status == 200
    assert server.send("GET", "/assets/../app.py").status == 404
    assert server.send("GET", "/assets/%2e%2e/app.py").status == 404


def test_what_is_written_meanwhile_is_seen(tmp_path: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s a kg:Article }"
    with open_store(tmp_path, create=True) as store:
        store.put(signing(), RUN)
    with serving(tmp_path) as server:
        assert server.ask(count, "text/csv").text.split() == ["n", "1"]
        with open_store(tmp_path) as store:
            store.put(strike(), RUN)
            assert server.ask(count, "text/csv").text.split() == ["n", "2"]


def test_token_is_asked_for_where_it_is_wanted(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    token = "a token of some length"
    with serving(store, "--token", env={**os.environ, "KGRAPH_TOKEN": token}) as server:
        for path in ("/", "/sparql?query=ASK+{}", "/queries", "/explorer"):
            refused = server.send("GET", path)
            assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")
        headers = {"Authorization": f"Bearer {token}"}
        assert server.send("GET", "/sparql?query=ASK%7B%7D", headers=headers).status == 200
        wrong = {"Authorization": f"Bearer {token}x"}
        assert server.send("GET", "/queries", headers=wrong).status == 401


def test_other_sites_may_ask_only_where_allowed(server: Server, tmp_path: Path) -> None:
    origin = {"Origin": "https://news.example"}
    path = "/sparql?query=ASK%7B%7D"
    assert "access-control-allow-origin" not in server.send("GET", path, headers=origin).headers
    with serving(make_store(tmp_path), "--allow-origin", "https://news.example") as open_server:
        answer = open_server.send("GET", path, headers=origin)
        assert answer.headers["access-control-allow-origin"] == "https://news.example"
        other = open_server.send("GET", path, headers={"Origin": "https://other.example"})
        assert "access-control-allow-origin" not in other.headers
