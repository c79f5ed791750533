"""Fetch articles from the web, where a user asks for it, as a guest who keeps the house rules.

One address after the other; what a site's robots.txt forbids is left (RFC 9309); redirects are
followed by hand, each hop checked like the first; nothing is read beyond a size and a time; and no
address is asked that is not public, whatever its name resolves to: the connection goes to the very
address that was checked.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ssl import SSLContext
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
from protego import Protego

from kgraph.errors import DocumentError
from kgraph.readers.given import Fetched
from kgraph.version import VERSION

__all__ = ["Fetcher"]

AGENT = f"kgraph/{VERSION}"
MOST_BYTES = 20_000_000
MOST_HOPS = 5
#: Seconds for one address in all, and for each wait within it.
LONGEST, PATIENCE = 60.0, 15.0
#: Longest pause between two requests that a site can ask for, in seconds.
LONGEST_PAUSE = 10.0
SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf",
    "application/rss+xml": ".rss", "application/atom+xml": ".atom", "text/plain": ".txt",
    "text/markdown": ".md", "text/csv": ".csv", "message/rfc822": ".eml",
}  # fmt: skip
_MOVED = frozenset({301, 302, 303, 307, 308})
_OK, _FAILED = 200, 500
_REST = "more than a page may have"
#: IPv6 numbers in which an IPv4 number lies.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Fetcher:
    """Called with an address, returns what is there; close it in the end."""

    def __init__(self, *, allow_private: bool = False, longest: float = LONGEST) -> None:
        """Ask nobody yet; ``allow_private`` lets addresses of this machine and network pass.

        An address may take ``longest`` seconds in all.
        """
        self._longest = longest
        self._way = _Way(allow_private)
        self._pool = httpcore.ConnectionPool(network_backend=self._way, retries=0)
        self._rules: dict[str, Protego] = {}
        self._asked: dict[str, float] = {}

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def __call__(self, url: str) -> Fetched:
        """Return what is at an address, behind its redirects.

        Raises :class:`~kgraph.errors.DocumentError` with the reason where there is nothing.
        """
        self._way.begin(url, self._longest)
        address = url
        for _ in range(MOST_HOPS + 1):
            self._refuse_forbidden(address, url)
            with self._opened(address, url) as response:
                headers = _headers(response)
                if response.status in _MOVED and "location" in headers:
                    address = urljoin(address, headers["location"])
                    continue
                if response.status != _OK:
                    raise DocumentError(url, f"the server answers {response.status}")
                data = _body(response, headers, url)
            kind = headers.get("content-type", "").split(";")[0].strip().lower()
            return Fetched(address, data, SUFFIXES.get(kind, ""))
        raise DocumentError(url, f"more than {MOST_HOPS} redirects")

    @contextmanager
    def _opened(self, address: str, asked: str) -> Iterator[httpcore.Response]:
        """Yield the answer of an address."""
        if not address.startswith(("http://", "https://")):
            raise DocumentError(asked, "neither an http nor an https address")
        headers = [("User-Agent", AGENT), ("Accept-Encoding", "identity")]
        try:
            target = httpcore.URL(address.partition("#")[0])
            with self._pool.stream("GET", target, headers=headers) as response:
                yield response
        except httpcore.TimeoutException as error:
            raise DocumentError(asked, "the server is too slow") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, ValueError) as error:
            raise DocumentError(asked, f"cannot be fetched: {_line(error)}") from error

    # ------------------------------------------------------------------ house rules

    def _refuse_forbidden(self, address: str, asked: str) -> None:
        """Raise where robots.txt forbids an address; wait as long as it asks for."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = self._robots(site, asked)
        rules = self._rules[site]
        if not rules.can_fetch(address, AGENT):
            raise DocumentError(asked, "the site's robots.txt forbids it")
        pause = min(float(rules.crawl_delay(AGENT) or 0), LONGEST_PAUSE)
        waited = time.monotonic() - self._asked.get(site, -LONGEST_PAUSE)
        if waited < pause:
            time.sleep(pause - waited)
        self._asked[site] = time.monotonic()

    def _robots(self, site: str, asked: str) -> Protego:
        """Return a site's rules: none where it has no file, all forbidden where it fails."""
        address = f"{site}/robots.txt"
        status = 0
        for _ in range(MOST_HOPS + 1):
            with self._opened(address, asked) as response:
                status, headers = response.status, _headers(response)
                if status in _MOVED and "location" in headers:
                    address = urljoin(address, headers["location"])
                    continue
                if status == _OK:
                    return Protego.parse(_body(response, headers, asked).decode("utf-8", "replace"))
            break
        return Protego.parse("User-agent: *\nDisallow: /" if status >= _FAILED else "")


class _Way(httpcore.NetworkBackend):
    """Connects to numbers that it has checked, and ends what takes too long."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._inner = httpcore.SyncBackend()
        self._asked, self._end = "", 0.0

    def begin(self, asked: str, seconds: float) -> None:
        """Give the next address its time; errors name it."""
        self._asked, self._end = asked, time.monotonic() + seconds

    def left(self) -> float:
        """Return how many seconds a wait may still take."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return min(left, PATIENCE)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host's number, if all its numbers may be asked."""
        number = self._number(host, port)
        stream = self._inner.connect_tcp(number, port, self.left(), local_address, socket_options)
        return _Bounded(stream, self)

    def _number(self, host: str, port: int) -> str:
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise DocumentError(self._asked, f"no such server: {host[:80]}") from error
        numbers = [str(info[4][0]).split("%")[0] for info in infos]
        if not self._allow_private and not all(map(_is_public, numbers)):
            raise DocumentError(
                self._asked, "an address of this machine or a private network (--allow-private)"
            )
        return numbers[0]


class _Bounded(httpcore.NetworkStream):
    """A connection whose every wait ends when the address's time does."""

    def __init__(self, inner: httpcore.NetworkStream, way: _Way) -> None:
        self._inner, self._way = inner, way

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read some bytes."""
        return self._inner.read(max_bytes, self._way.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all bytes."""
        self._inner.write(buffer, self._way.left())

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Go on in TLS, by the host's name."""
        inner = self._inner.start_tls(ssl_context, server_hostname, self._way.left())
        return _Bounded(inner, self._way)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection knows of itself."""
        return self._inner.get_extra_info(info)


def _headers(response: httpcore.Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
    }


def _body(response: httpcore.Response, headers: dict[str, str], asked: str) -> bytes:
    """Return the bytes of an answer, unpacked; raise where they are too many."""
    data = bytearray()
    for piece in response.iter_stream():
        data += piece
        if len(data) > MOST_BYTES:
            raise DocumentError(asked, f"longer than {MOST_BYTES:,} bytes, {_REST}")
    return _unpacked(bytes(data), headers.get("content-encoding", ""), asked)


def _unpacked(data: bytes, coding: str, asked: str) -> bytes:
    """Return data that the server packed although it was asked not to."""
    if coding.strip().lower() in {"", "identity"}:
        return data
    if coding.strip().lower() not in {"gzip", "x-gzip", "deflate"}:
        raise DocumentError(asked, f"packed as {coding[:40]!r}, which cannot be read")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        whole = unpacker.decompress(data, MOST_BYTES + 1)
    except zlib.error as error:
        raise DocumentError(asked, f"cannot be unpacked: {error}") from error
    if len(whole) > MOST_BYTES:
        raise DocumentError(asked, f"longer than {MOST_BYTES:,} bytes, {_REST}")
    return whole


def _is_public(number: str) -> bool:
    """Tell whether a number belongs to the internet at large, and any number within it does."""
    address = ipaddress.ip_address(number)
    inner: list[ipaddress.IPv4Address | None] = []
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public(str(address.ipv4_mapped))
        inner = [address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    within = all(one is None or _is_public(str(one)) for one in inner)
    return address.is_global and not address.is_multicast and within


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
