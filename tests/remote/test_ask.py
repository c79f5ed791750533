"""`kgraph query URL` and `kgraph view URL`: what a server answers is what the store would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import kgraph
from kgraph.cli import main
from kgraph.endpoint import Endpoint
from kgraph.errors import QueryError, StoreError
from kgraph.graph import KnowledgeGraph
from kgraph.namedqueries import named_queries
from kgraph.store import open_store
from tests.factories import RUN, both, renamed
from tests.remote.conftest import PASSWORD, USER, Front, empty
from tests.server.conftest import serving

PARAMETERS = {
    "date": ("2022-07-01", "2022-07-22", "2030-01-01"),
    "text": ("sign", "Strike"),
    "entity": ("Russia", "türkiye", "country/ukraine", "Nobody at all"),
}
CASES = [
    (one.name, parameter.name, value)
    for one in named_queries()
    for parameter in one.parameters
    for value in PARAMETERS[parameter.kind]
]

#: Queries that need no parameter.
PLAIN = [one.name for one in named_queries() if not any(each.required for each in one.parameters)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph")
    with open_store(path, create=True) as store:
        for extraction in (*both(), renamed(both()[0], "again.txt")):
            store.put(extraction, RUN)
        store.infer()
    return path


@pytest.fixture(scope="module")
def local(folder: Path) -> Iterator[KnowledgeGraph]:
    with kgraph.open(folder) as graph:
        yield graph


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def url(request: pytest.FixtureRequest, local: KnowledgeGraph) -> str:
    address: str = request.getfixturevalue(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KGRAPH_USER", USER)
        patch.setenv("KGRAPH_PASSWORD", PASSWORD)
        empty(address)
        kgraph.push(local, address)
    return address


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0), *capsys.readouterr()


def same(found: object, wanted: object) -> bool:
    """Compare rows as sets: servers order texts each by rules of their own."""
    return _rounded(found) == _rounded(wanted)


def _rounded(rows: object) -> list[tuple[object, ...]]:
    cells = [tuple(round(c, 6) if isinstance(c, float) else c for c in row) for row in rows]  # type: ignore[attr-defined]
    return sorted(cells, key=str)


@pytest.mark.parametrize("name", PLAIN)
def test_named_query_answers_as_the_store_does(url: str, local: KnowledgeGraph, name: str) -> None:
    wanted = local.query(name)
    with kgraph.connect(url) as remote:
        found = remote.query(name)
    assert found.columns == wanted.columns
    assert same(found, wanted)


@pytest.mark.parametrize(("name", "parameter", "value"), CASES)
def test_parameters_are_put_in(
    oxigraph: str, local: KnowledgeGraph, name: str, parameter: str, value: str
) -> None:
    kgraph.push(local, oxigraph, replace=True)  # nothing is sent where it is there
    wanted = local.query(name, **{parameter: value})
    with kgraph.connect(oxigraph) as remote:
        found = remote.query(name, **{parameter: value})
    assert found.columns == wanted.columns
    assert same(found, wanted)


@pytest.mark.parametrize(
    ("query", "parameter"), [("demands", "of"), ("timeline", "from"), ("about", "entity")]
)
def test_virtuoso_is_asked_with_parameters(
    url: str, local: KnowledgeGraph, query: str, parameter: str
) -> None:
    value = "2022-07-01" if parameter == "from" else "Ukraine"
    with kgraph.connect(url) as remote:
        found = remote.query(query, **{parameter: value})
    assert same(found, local.query(query, **{parameter: value}))


def test_free_queries_of_each_form(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    where = "{ ?a a kg:Article ; dcterms:identifier ?id }"
    asked = ("query", url, "--format")
    status, out, _ = run(capsys, *asked, "json", f"SELECT ?id WHERE {where} ORDER BY ?id")
    found = [row["id"]["value"] for row in json.loads(out)["results"]["bindings"]]
    assert (status, found) == (0, ["again.txt", "signing.txt", "strike.txt"])
    for sparql, answer in ((f"ASK {where}", True), ("ASK { ?s kg:nothing ?o }", False)):
        assert json.loads(run(capsys, *asked, "json", sparql)[1])["boolean"] is answer
    _, out, _ = run(capsys, *asked, "turtle", f"CONSTRUCT {{ ?a a kg:Article }} WHERE {where}")
    assert out.count("a kg:Article") == 3
    _, out, _ = run(capsys, *asked, "csv", "SELECT ?d { ?c kg:direct ?d } ORDER BY ?d LIMIT 1")
    assert out.split() == ["d", "false"]


def test_named_query_on_the_command_line(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--name", "demands", "--param", "of=Ukraine", "--format", "csv")
    remote, local = (run(capsys, "query", where, *options) for where in (url, str(folder)))
    assert remote == local
    assert len(local[1].splitlines()) > 1


def test_page_is_that_of_the_store(
    url: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, where in (("remote", url), ("local", str(folder))):
        assert run(capsys, "view", where, "-o", str(tmp_path / f"{name}.html"))[0] == 0
    assert (tmp_path / "remote.html").read_bytes() == (tmp_path / "local.html").read_bytes()
    assert run(capsys, "view", url, "--format", "pyvis", "-o", str(tmp_path / "p.html"))[0] == 0


def test_served_store_is_asked_and_copied(folder: Path, local: KnowledgeGraph) -> None:
    with serving(folder) as server:
        address = f"{server.address}sparql"
        with kgraph.connect(address) as remote:
            assert same(remote.query("demands"), local.query("demands"))
            assert set(remote.copy().quads()) == set(local.store.quads())


@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { <http://a.example/> a <http://a.example/> }",
        "PREFIX a: <http://select.example/> DELETE WHERE { ?s ?p ?o }",
        "# select\nDROP ALL",
        "WITH <http://a.example/> DELETE { ?s ?p ?o } WHERE { SELECT * { ?s ?p ?o } }",
        "nonsense in words",
    ],
)
def test_updates_are_no_queries(front: Front, sparql: str) -> None:
    with (
        kgraph.connect(front.url) as remote,
        pytest.raises(QueryError, match="a query begins with SELECT"),
    ):
        remote.query(sparql)
    assert front.seen == []


def test_wrong_query_is_one_line(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, error = run(capsys, "query", url, "SELECT ?s WHERE { ?s ?p }")
    assert (status, out) == (1, "")
    assert len(error.splitlines()) == 1
    assert error.startswith(f"kgraph: {url}: answers 400")
    status, _, error = run(capsys, "query", url, "--name", "nothing")
    assert (status, "no query is named 'nothing'" in error) == (1, True)


def test_server_without_a_graph_says_what_to_do(front: Front) -> None:
    with kgraph.connect(front.url) as remote:
        for ask in (lambda: remote.query("documents"), remote.copy):
            with pytest.raises(StoreError, match="holds no graph yet; send one: kgraph push"):
                ask()


def test_default_graph_that_is_no_union_is_said(
    front: Front, local: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    kgraph.push(local, front.url)
    monkeypatch.setattr("kgraph.endpoint._KINDS", {})  # as of a server of no known kind
    with kgraph.connect(front.url) as remote:
        with pytest.raises(StoreError, match="named queries need the union of all graphs"):
            remote.query("documents")
        assert len(remote.query("SELECT ?a WHERE { GRAPH ?a { ?a a kg:Article } }")) == 3
        assert set(remote.copy().quads()) == set(local.store.quads())


def test_answer_that_is_no_sparql_is_said(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Endpoint, "query", _answers_html)
    with kgraph.connect(front.url) as remote:
        for sparql in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
            with pytest.raises(StoreError, match="answers with text/html that cannot be read"):
                remote.query(sparql)


def _answers_html(self: Endpoint, sparql: str, accept: str) -> object:
    from kgraph.endpoint import Answer

    return Answer("text/html", b"<html>welcome</html>")
