"""Fetching from the web: a real server on the loopback, with all that a stranger's may do."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kgraph.errors import DocumentError
from kgraph.fetching import MOST_BYTES, Fetcher, _is_public
from kgraph.readers import Item, read_documents

PAGE = (
    b"<!DOCTYPE html><html><head><title>Talks in Geneva</title></head><body><article><h1>Talks</h1>"
    b"<p>Delegations from both countries met in Geneva on Monday for a third day of talks.</p>"
    b"<p>The Swiss foreign minister said that the text of an agreement was nearly ready.</p>"
    b"</article></body></html>"
)
TEXT = b"The ministers of both countries met in Geneva on Monday, and the talks went on for hours."
PLAIN = {"Content-Type": "text/plain"}
PACKED = {"Content-Encoding": "gzip"}
RULES = b"User-agent: *\nDisallow: /closed\nDisallow: /*.secret$\n"
#: Status, body and headers by path.
PAGES: dict[str, tuple[int, bytes, dict[str, str]]] = {
    "/robots.txt": (200, RULES, PLAIN),
    "/page": (200, PAGE, {}),
    "/closed": (200, PAGE, {}),
    "/any.secret": (200, PAGE, {}),
    "/text": (200, TEXT, PLAIN),
    "/moved": (302, b"", {"Location": "/page"}),
    "/around": (302, b"", {"Location": "/around"}),
    "/elsewhere": (302, b"", {"Location": "file:///etc/passwd"}),
    "/packed": (200, gzip.compress(PAGE), PACKED),
    "/bomb": (200, gzip.compress(bytes(MOST_BYTES + 1)), PACKED),
}
#: What is sent for ever, and the seconds between.
ENDLESS = {"/huge": (bytes(1 << 20), 0.0), "/slow": (b".", 0.05)}


class Server(ThreadingHTTPServer):
    """Remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Site)
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Site(BaseHTTPRequestHandler):
    """Answers by path."""

    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path in ENDLESS:
            self.go_on(*ENDLESS[self.path])
        else:
            status, data, headers = PAGES.get(self.path, (404, b"nothing", {}))
            self.give(status, data, headers)

    def give(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def go_on(self, piece: bytes, pause: float) -> None:
        """Send for ever, until the other side has had enough."""
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(piece)
                time.sleep(pause)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as server:
        yield server.address


@pytest.fixture
def fetch() -> Iterator[Fetcher]:
    with closing(Fetcher(allow_private=True, longest=10)) as fetcher:
        yield fetcher


def read(source: str, fetch: Fetcher | None) -> list[Item]:
    return list(read_documents([source], fetch=fetch))


def reason_of(source: str, fetch: Fetcher | None) -> str:
    (problem,) = read(source, fetch)
    assert isinstance(problem, DocumentError)
    return problem.reason


@pytest.mark.parametrize("path", ["page", "moved", "packed"])
def test_page_is_read_from_its_last_address(path: str, site: str, fetch: Fetcher) -> None:
    (page,) = read(f"{site}/{path}", fetch)
    assert not isinstance(page, DocumentError)
    assert page.id == page.url == f"{site}/{'page' if path == 'moved' else path}"
    assert "third day of talks" in page.text
    assert page.title == "Talks"


def test_any_kind_of_article_can_be_fetched(site: str, fetch: Fetcher) -> None:
    (text,) = read(f"{site}/text", fetch)
    assert not isinstance(text, DocumentError)
    assert (text.text, text.url) == (TEXT.decode(), f"{site}/text")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("closed", "the site's robots.txt forbids it"),
        ("any.secret", "the site's robots.txt forbids it"),
        ("around", "more than 5 redirects"),
        ("elsewhere", "neither an http nor an https address"),
        ("nowhere", "the server answers 404"),
        ("bomb", f"longer than {MOST_BYTES:,} bytes, more than a page may have"),
        ("huge", f"longer than {MOST_BYTES:,} bytes, more than a page may have"),
    ],
)
def test_what_gives_nothing_says_why(path: str, why: str, site: str, fetch: Fetcher) -> None:
    assert reason_of(f"{site}/{path}", fetch) == why


def test_slow_server_is_left_in_time(site: str) -> None:
    began = time.monotonic()
    with closing(Fetcher(allow_private=True, longest=1)) as fetch:
        assert reason_of(f"{site}/slow", fetch) == "the server is too slow"
    assert time.monotonic() - began < 10


def test_nothing_private_is_asked() -> None:
    with serving() as server, closing(Fetcher()) as fetch:
        for host in ("127.0.0.1", "localhost"):
            why = reason_of(f"http://{host}:{server.server_port}/page", fetch)
            assert why == "an address of this machine or a private network (--allow-private)"
        assert server.asked == []


@pytest.mark.parametrize(
    "number",
    [
        *("10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1"),
        *("::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1"),
    ],
)
def test_numbers_that_are_not_public(number: str) -> None:
    assert not _is_public(number)


def test_public_numbers() -> None:
    assert all(map(_is_public, ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"]))


def test_nothing_is_fetched_unasked() -> None:
    with serving() as server:
        why = reason_of(f"{server.address}/page", None)
        assert why == "an address on the web: --fetch reads it from there"
        assert server.asked == []


def test_unknown_server_is_named(fetch: Fetcher) -> None:
    why = reason_of("http://no-such-host.invalid/a", fetch)
    assert why == "no such server: no-such-host.invalid"
