"""Real servers on free ports of loopback: Virtuoso, Oxigraph, and one that stands before it."""

from __future__ import annotations

import base64
import contextlib
import http.client
import shutil
import socket
import subprocess
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kgraph import credentials, endpoint
from kgraph.mirror import PUSHED
from kgraph.remotereading import select
from tests.factories import BASE

VIRTUOSO = shutil.which("virtuoso-t")
OXIGRAPH = Path(sysconfig.get_path("scripts")) / "oxigraph"
USER, PASSWORD, TOKEN = "dba", "dba", "a-token-that-nobody-may-see"
INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
"""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's own secrets, and no waiting in between."""
    for name in (credentials.USER, credentials.PASSWORD, credentials.TOKEN):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(endpoint.Endpoint.__init__, "__kwdefaults__", _without_pauses())


def _without_pauses() -> dict[str, object]:
    defaults = dict(endpoint.Endpoint.__init__.__kwdefaults__ or {})
    return {**defaults, "pauses": (0.01, 0.02, 0.03)}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """Run a server until the end, in a folder of its own."""
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)
    try:
        for _ in range(600):
            assert process.poll() is None, log.read_text()
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if VIRTUOSO is None:
        pytest.skip("Virtuoso is not installed: the package virtuoso-opensource-7")
    folder = tmp_path_factory.mktemp("virtuoso")
    port = free_port()
    (folder / "virtuoso.ini").write_text(INI.format(sql=free_port(), http=port))
    command = [VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"]
    with running(command, port, folder):
        yield f"http://127.0.0.1:{port}/sparql"


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("oxigraph")
    port = free_port()
    command = [str(OXIGRAPH), "serve", "--location", "store", "--bind", f"127.0.0.1:{port}"]
    with running(command, port, folder):
        yield f"http://127.0.0.1:{port}/query"


@dataclass(frozen=True)
class Place:
    """A server that holds nothing of ours, and how it is written to."""

    url: str
    graph_store: str | None = None
    options: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        more = ("--graph-store", self.graph_store) if self.graph_store else ()
        object.__setattr__(self, "options", (self.url, *more))

    @property
    def is_atomic(self) -> bool:
        """Whether any article comes in one request that the server does whole."""
        return self.url.endswith("/query") and not self.graph_store


PLACES = ("oxigraph", "oxigraph-graph-store", "virtuoso", "virtuoso-graph-store")


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Each server in turn, and each way to write to it."""
    kind, _, way = request.param.partition("-")
    url = request.getfixturevalue(kind)
    graph_store = None
    if way:
        name = {"oxigraph": "store", "virtuoso": "sparql-graph-crud-auth"}[kind]
        graph_store = url.rpartition("/")[0] + f"/{name}"
    monkeypatch.setenv(credentials.USER, USER)
    monkeypatch.setenv(credentials.PASSWORD, PASSWORD)
    empty(url)
    return Place(url, graph_store)


def empty(url: str) -> None:
    """Take away what earlier tests left."""
    with endpoint.Endpoint(url) as server:
        ours = f'STRSTARTS(STR(?g), "{BASE}") || STRSTARTS(STR(?g), "https://w3id.org/kgraph/")'
        query = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER ({ours}) }}"
        for (graph,) in select(server, query):
            server.update(f"DROP SILENT GRAPH {graph}")
        server.update(f"DROP SILENT GRAPH {PUSHED}")


# ---------------------------------------------------------------------- a server in front


@dataclass
class Front:
    """A server that passes on what it is asked, after it has done its own will with it."""

    upstream: int
    #: What to answer, at first, in place of the server behind: a status and headers.
    refusals: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    #: What the header Authorization has to be, and what is said of it to who does not send it.
    authorization: str | None = None
    challenge: str = "Basic"
    #: Called with the number of requests so far, before one is passed on.
    watcher: Callable[[int], None] = lambda count: None
    #: The request of which only half of the body is passed on, before the connection ends.
    cut: int = 0
    path: str = "/query"
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    writes: list[bytes] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    front: Front

    def _pass_on(self) -> None:
        front = self.front
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        front.seen.append((self.command, self.path, dict(self.headers)))
        front.watcher(len(front.seen))
        if front.authorization not in (None, self.headers.get("Authorization")):
            self._answer(401, {"WWW-Authenticate": front.challenge}, b"who are you?")
        elif front.refusals:
            status, headers = front.refusals.pop(0)
            self._answer(status, headers, b"<html><head>no</head><body>not now</body></html>")
        else:
            if self.headers.get("Content-Type") == "application/sparql-update":
                front.writes.append(body)
            half = len(front.seen) == front.cut
            headers = {**self.headers, "Content-Length": str(len(body))}
            sent = body[: len(body) // 2] if half else body
            upstream = http.client.HTTPConnection("127.0.0.1", front.upstream)
            with contextlib.closing(upstream) as connection:
                connection.request(self.command, self.path, sent, headers)
                if half:
                    raise ConnectionAbortedError
                response = connection.getresponse()
                passed = {n: v for n, v in response.headers.items() if n.lower() in _PASSED}
                status, answer = response.status, response.read()
            self._answer(status, passed, answer)

    do_GET = do_POST = do_PUT = do_DELETE = _pass_on  # noqa: N815

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


_PASSED = ("server", "content-type", "location", "www-authenticate")


@contextmanager
def standing_before(url: str) -> Iterator[Front]:
    """Run a server before another one, which is empty."""
    empty(url)
    address = urlsplit(url)
    state = Front(address.port or 80, path=address.path)
    handler = type("Handler", (_Handler,), {"front": state})
    with _Server(("127.0.0.1", 0), handler) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        server.shutdown()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of connections that ended: that is what they are for."""


@pytest.fixture
def front(oxigraph: str) -> Iterator[Front]:
    """A server before Oxigraph, which is empty."""
    with standing_before(oxigraph) as state:
        yield state
