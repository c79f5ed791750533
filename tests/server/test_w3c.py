"""W3C's own tests of the SPARQL 1.1 Protocol and of result formats, over HTTP.

The tests' data are W3C's and lie beside the checkout, in ``../shared/w3c``; where they are not
there, the tests are skipped.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import Namespace
from rdflib.query import Result

from kgraph.store import Store
from tests.server.conftest import Answer, Server, make_store, serving

SUITE = Path(__file__).parent.parent.parent.parent / "shared" / "w3c" / "sparql" / "sparql11"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"

#: Tests that this endpoint fails, each with the reason.
READ_ONLY = "the endpoint can only be read"
NUMBERS = "Oxigraph keeps numbers by value: 1.0E6 as 1000000, xsd:negativeInteger as xsd:integer"
FAILS = dict.fromkeys(
    (
        *("update_dataset_default_graph", "update_dataset_default_graphs"),
        *("update_dataset_named_graphs", "update_dataset_full", "update_post_form"),
        *("update_post_direct", "update_base_uri"),
    ),
    READ_ONLY,
) | {"csv03": NUMBERS, "tsv03": NUMBERS}


def entries(folder: str) -> list[Any]:
    """Return a manifest's tests: its graph, and the node and name of each."""
    path = SUITE / folder / "manifest.ttl"
    if not path.exists():
        reason = "W3C's tests are not beside the checkout"
        return [pytest.param(None, None, marks=pytest.mark.skip(reason=reason))]
    graph = rdflib.Graph().parse(path)
    (listed,) = graph.objects(None, MF.entries)
    return [
        pytest.param(
            graph,
            node,
            id=(name := str(node).rsplit("#", 1)[-1]),
            marks=[pytest.mark.xfail(reason=FAILS[name], strict=True)] if name in FAILS else [],
        )
        for node in graph.items(listed)
    ]


def add_data(store: Store) -> None:
    for number in (1, 2, 3):
        graph = NamedNode(DATA.format(number))
        content = (SUITE / "protocol" / f"data{number}.nt").read_bytes()
        quads = parse(content, RdfFormat.N_TRIPLES)
        store.engine.extend([Quad(q.subject, q.predicate, q.object, graph) for q in quads])


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(make_store(tmp_path_factory.mktemp("w3c"), add_data)) as server:
        yield server


@pytest.mark.parametrize(("graph", "test"), entries("protocol"))
def test_protocol(graph: rdflib.Graph, test: rdflib.term.Node, endpoint: Server) -> None:
    action = graph.value(test, MF.action)
    requests = list(graph.items(graph.value(action, HT.requests)))
    assert requests
    for request in requests:
        answer = sent(graph, request, endpoint)
        check(graph, graph.value(request, HT.resp), answer)


def sent(graph: rdflib.Graph, request: Any, endpoint: Server) -> Answer:
    headers = {
        str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue))
        for one in graph.items(graph.value(request, HT.headers))
    }
    content = graph.value(request, HT.body)
    body = None
    if content is not None:
        encoding = str(graph.value(content, CNT.characterEncoding))
        body = str(graph.value(content, CNT.chars)).encode(encoding)
    path, method = graph.value(request, HT.absolutePath), graph.value(request, HT.methodName)
    return endpoint.send(str(method), str(path), body, headers)


def check(graph: rdflib.Graph, wanted: Any, answer: Answer) -> None:
    statuses = [str(one)[-3] for one in graph.objects(wanted, MF.expectedStatus)]
    assert str(answer.status)[0] in statuses, answer.text
    kind = str(graph.value(wanted, MF.expectedFormat) or "")
    if kind == "boolean":
        expected = graph.value(wanted, MF.expectedBoolean)
        assert expected is None or answer.json["boolean"] is expected.toPython()
    elif kind == "tabular":
        assert set(answer.json["head"]) == {"vars"}
    elif kind == "RDF":
        assert rdflib.Graph().parse(data=answer.body, format="turtle") is not None


# ---------------------------------------------------------------------- result formats

SUFFIXES = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".srj": "application/json"}


@pytest.mark.parametrize(("graph", "test"), [*entries("csv-tsv-res"), *entries("json-res")])
def test_result_format(graph: rdflib.Graph, test: rdflib.term.Node, tmp_path: Path) -> None:
    action = graph.value(test, MF.action)
    query = path_of(graph.value(action, QT.query)).read_text()
    data = path_of(graph.value(action, QT.data)).read_bytes()
    expected = path_of(graph.value(test, MF.result))
    own = NamedNode("urn:w3c:data")

    def fill(store: Store) -> None:
        quads = parse(data, RdfFormat.TURTLE, base_iri="http://example.org/")
        store.engine.extend([Quad(q.subject, q.predicate, q.object, own) for q in quads])

    asked = urlencode({"query": query, "default-graph-uri": own.value})
    media_type = SUFFIXES[expected.suffix]
    with serving(make_store(tmp_path, fill)) as server:
        answer = server.send("GET", f"/sparql?{asked}", headers={"Accept": media_type})
    assert answer.status == 200, answer.text
    if expected.suffix == ".csv":
        assert cells_of(answer.text) == cells_of(expected.read_text())
        return
    format = "json" if expected.suffix == ".srj" else "tsv"
    ours, theirs = (
        Result.parse(io.BytesIO(content), format=format)
        for content in (answer.body, expected.read_bytes())
    )
    assert rows_of(ours) == rows_of(theirs)


def path_of(node: Any) -> Path:
    return Path(str(node).removeprefix("file://"))


def cells_of(text: str) -> list[list[tuple[str, str]]]:
    """Return each row's cells by column: SELECT * fixes no order, blank nodes have no names."""
    return sorted(
        sorted((name, "_:" if cell.startswith("_:") else cell) for name, cell in row.items())
        for row in csv.DictReader(io.StringIO(text))
    )


def rows_of(result: Result) -> Any:
    if result.type == "ASK":
        return result.askAnswer
    shown = [
        sorted(
            (str(name), "_:" if isinstance(term, rdflib.BNode) else term.n3())
            for name, term in row.items()
        )
        for row in result.bindings
    ]
    return sorted(shown)
