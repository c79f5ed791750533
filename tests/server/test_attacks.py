"""What the endpoint does with those who mean harm: nothing is fetched, read, written or blocked."""

from __future__ import annotations

import contextlib
import http.server
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kgraph.store import Store
from tests.server.conftest import Server, make_store, serving

#: A join of every triple with every triple, four times over: it would take years.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


class Listener:
    """A server on loopback that counts who comes."""

    def __init__(self) -> None:
        self.visits: list[str] = []
        visits = self.visits

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                visits.append(self.path)
                self.send_error(404)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ {{ SELECT * {{ SeRvIcE <{0}> {{ ?s ?p ?o }} }} }} }}",
        "SELECT * {{ OPTIONAL {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
        "SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
        "SELECT * {{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERV\\u0049CE <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ BIND(<{0}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
        "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "LOAD <{0}>",
    ],
)
def test_nothing_is_fetched(server: Server, listener: Listener, query: str) -> None:
    answer = server.ask(query.format(listener.address))
    assert answer.status == 400 or answer.json["results"]["bindings"] == []
    assert listener.visits == []


def test_no_file_is_read(server: Server, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:a> <urn:b> 'the secret' .")
    for query in (f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}", f"LOAD <{secret.as_uri()}>"):
        assert "the secret" not in server.ask(query).text
    path = f"/sparql?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D&default-graph-uri={secret.as_uri()}"
    assert server.send("GET", path).json["results"]["bindings"] == []


UPDATE = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"


@pytest.mark.parametrize(
    ("method", "path", "body", "content_type"),
    [
        ("GET", "/sparql?update=CLEAR+ALL", None, ""),
        ("POST", "/sparql", b"update=CLEAR+ALL", "application/x-www-form-urlencoded"),
        ("POST", "/sparql", UPDATE.encode(), "application/sparql-update"),
        ("POST", "/sparql", UPDATE.encode(), "application/sparql-query"),
        ("POST", "/sparql?update=CLEAR+ALL", b"ASK {}", "application/sparql-query"),
        ("POST", "/sparql/update", UPDATE.encode(), "application/sparql-update"),
        ("PUT", "/sparql?default", b"<urn:a> <urn:b> <urn:c> .", "text/turtle"),
        ("DELETE", "/sparql?default", None, ""),
        ("PATCH", "/sparql", UPDATE.encode(), "application/sparql-update"),
    ],
)
def test_nothing_is_written(
    server: Server, method: str, path: str, body: bytes | None, content_type: str
) -> None:
    everything = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    before = server.ask(everything).body
    answer = server.send(method, path, body, {"Content-Type": content_type})
    assert 400 <= answer.status < 500
    assert server.ask(everything).body == before


def test_endless_query_is_ended_and_the_next_is_answered_at_once(server: Server) -> None:
    begun = time.monotonic()
    answer = server.ask(ENDLESS)
    assert (answer.status, answer.text) == (504, "the query took longer than 2 seconds\n")
    assert time.monotonic() - begun < 10
    begun = time.monotonic()
    assert server.ask("ASK {}").status == 200
    assert time.monotonic() - begun < 2


def test_too_many_at_once_are_sent_away(tmp_path: Path) -> None:
    with serving(make_store(tmp_path), "--timeout", "1") as server:
        statuses: list[int] = []
        threads = [
            threading.Thread(target=lambda: statuses.append(server.ask(ENDLESS).status))
            for _ in range(40)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(statuses) == {503, 504}
        assert server.ask("ASK {}").status == 200


def test_long_body_is_refused_and_not_kept(server: Server) -> None:
    assert server.ask("ASK {}").status == 200
    before = memory_of(server)
    headers = {"Content-Type": "application/sparql-query"}
    # It may be hung up on before all of it is sent.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        assert server.send("POST", "/sparql", b"a" * 64_000_000, headers).status == 413
    assert server.ask("ASK {}").status == 200
    assert memory_of(server) < before + 32_000_000


def test_large_answers_are_refused(tmp_path: Path) -> None:
    own, says = NamedNode("urn:test:graph"), NamedNode("urn:test:says")

    def fill(store: Store) -> None:
        text = Literal("x" * 10_000)
        nodes = (NamedNode(f"urn:test:{number}") for number in range(10_000))
        store.engine.extend([Quad(node, says, text, own) for node in nodes])

    with serving(make_store(tmp_path, fill)) as server:
        answer = server.ask("SELECT * { ?s <urn:test:says> ?o }", "text/csv")
        assert (answer.status, answer.text) == (400, "the answer has more than 64000000 bytes\n")
        product = "SELECT ?s ?t { ?s <urn:test:says> ?o . ?t <urn:test:says> ?o }"
        answer = server.ask(product)
        assert answer.status in {400, 504}
        assert server.ask("ASK {}").status == 200


def test_slow_clients_keep_nobody_waiting(server: Server) -> None:
    clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
    try:
        for client in clients:
            client.sendall(b"GET /sparql HTTP/1.1\r\nX-Slow: ")
        begun = time.monotonic()
        assert server.ask("ASK {}").status == 200
        assert time.monotonic() - begun < 3
    finally:
        for client in clients:
            client.close()


@pytest.mark.slow
def test_head_that_never_ends_is_hung_up_on(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        begun = time.monotonic()
        client.sendall(b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        client.settimeout(1)
        while time.monotonic() - begun < 30:
            try:
                client.sendall(b"a")
                if client.recv(100) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        assert 5 < time.monotonic() - begun < 20


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?query=ASK%7B%7D%0d%0aX-Injected:%201",
        "/sparql/%0d%0aX-Injected:%201",
        "/queries/x%0d%0aX-Injected:%201",
        "/assets/x%0d%0aX-Injected:%201",
    ],
)
def test_no_header_can_be_put_in(server: Server, path: str) -> None:
    answer = server.send("GET", path)
    assert "x-injected" not in {name.lower() for name in answer.headers}


def test_other_names_of_this_machine_are_refused(server: Server) -> None:
    answer = server.send("GET", "/sparql?query=ASK%7B%7D", headers={"Host": "evil.example"})
    assert answer.status == 400


@pytest.mark.parametrize("query", ["SELECT", "\x00", "ASK {" * 5000, "SELECT * { ?s ?p '\ud800'"])
def test_errors_show_no_path_and_no_traceback(server: Server, query: str) -> None:
    body = b"query=" + quote(query, errors="surrogatepass").encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = server.send("POST", "/sparql", body, headers)
    assert answer.status in {400, 504}
    assert "Traceback" not in answer.text
    assert ".py" not in answer.text
    assert len(answer.text.splitlines()) == 1


def test_unreadable_store_names_no_file(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a secret place")
    with serving(store) as server:
        for file in (store / "store").glob("MANIFEST*"):
            file.write_bytes(b"nonsense")
        (store / "store" / "000000.log").write_bytes(b"")
        answer = server.ask("ASK {}")
        assert (answer.status, answer.text) == (503, "the store cannot be read now\n")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--host", "0.0.0.0"), "other machines could ask; say --token"),
        (
            ("--host", "0.0.0.0", "--token"),
            "put a token of 16 characters or more into KGRAPH_TOKEN",
        ),
        (("--host", "192.0.2.1", "--read-only-public"), "192.0.2.1 port"),
    ],
)
def test_who_may_ask_is_said_before_the_port_is_opened(
    tmp_path: Path, options: tuple[str, ...], reason: str
) -> None:
    command = [sys.executable, "-m", "kgraph", "serve", str(make_store(tmp_path)), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 1


texts = st.text(max_size=60)
fields = st.sampled_from(["query", "update", "default-graph-uri", "named-graph-uri", "x"])
media_types = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "application/sparql-query",
        "text/csv",
        "",
        "*/*",
        "a;q=x",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "HEAD", "OPTIONS"]),
    path=st.sampled_from(["/sparql", "/sparql/", "/queries", "/queries/demands", "/assets/x", "/"]),
    pairs=st.lists(st.tuples(fields, texts), max_size=4),
    body=st.binary(max_size=80),
    content_type=media_types,
    accept=media_types,
)
def test_no_request_is_an_error_of_the_server(
    server: Server,
    method: str,
    path: str,
    pairs: list[tuple[str, str]],
    body: bytes,
    content_type: str,
    accept: str,
) -> None:
    headers = {"Content-Type": content_type, "Accept": accept}
    answer = server.send(method, f"{path}?{urlencode(pairs)}", body, headers)
    assert answer.status < 500


def ask_for(server: Server, seconds: float, statuses: list[int]) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        statuses.append(server.ask("SELECT * { ?s a kg:Claim ; rdfs:label ?l }").status)


def memory_of(server: Server) -> int:
    process = psutil.Process(server.process.pid)
    everyone = [process, *process.children(recursive=True)]
    return sum(one.memory_info().rss for one in everyone)


@pytest.mark.parametrize(
    "seconds", [3, pytest.param(60, marks=pytest.mark.endurance)], ids=["short", "long"]
)
def test_many_clients_see_no_error_and_memory_does_not_grow(tmp_path: Path, seconds: float) -> None:
    with serving(make_store(tmp_path)) as server:
        ask_for(server, 2, [])
        before = memory_of(server)
        statuses: list[int] = []
        threads = [
            threading.Thread(target=ask_for, args=(server, seconds, statuses)) for _ in range(16)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(statuses) == {200}
        assert memory_of(server) < 1.2 * before
