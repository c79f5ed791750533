"""A real server on a free port of loopback, over a store made by hand."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from kgraph.store import Store, open_store
from tests.factories import RUN, both

Fill = Callable[[Store], None]


@dataclass(frozen=True)
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Server:
    """A server that runs, and its process."""

    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.headers.items()), answer.read())
        finally:
            connection.close()

    def ask(self, sparql: str, accept: str = "application/sparql-results+json") -> Answer:
        path = "/sparql?" + urlencode({"query": sparql})
        return self.send("GET", path, headers={"Accept": accept})


@contextmanager
def serving(store: Path, *options: str, env: dict[str, str] | None = None) -> Iterator[Server]:
    """Run ``kgraph serve`` on a free port."""
    command = [sys.executable, "-m", "kgraph", "serve", str(store), "--port", "0", *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=env) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            line = process.stdout.readline()
            if not line:
                pytest.fail(process.stderr.read())
            port = int(line.split("http://", 1)[1].split("/", 1)[0].rsplit(":", 1)[1])
            yield Server(port, process)
        finally:
            process.terminate()


def make_store(folder: Path, fill: Fill | None = None) -> Path:
    """Make a store of two reports, and of what ``fill`` adds."""
    with open_store(folder, create=True) as store:
        for extraction in both():
            store.put(extraction, RUN)
        if fill is not None:
            fill(store)
    return folder


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = make_store(tmp_path_factory.mktemp("served"))
    with serving(store, "--timeout", "2") as running:
        yield running
