"""Speak with a SPARQL 1.1 server over HTTP: queries, updates and the Graph Store Protocol.

Every request may be sent twice without harm, for what is asked for reads, or says what shall be
there and what shall not.  So a server that is busy (429, 502, 503, 504) or cannot be reached is
tried again, after a pause that doubles; whatever else it refuses is an error at once.  Messages
and logs name an address without its query, and no secret.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx

from kgraph.credentials import PASSWORD, TOKEN, USER, Credentials
from kgraph.errors import StoreError
from kgraph.version import VERSION

__all__ = ["PAUSES", "Answer", "Endpoint", "RefusedError"]

#: Seconds before each further try, and the longest that a server may ask to wait (Retry-After).
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
LONGEST_PAUSE = 60.0
BUSY = frozenset({429, 502, 503, 504})
_TIMEOUT = httpx.Timeout(300.0, connect=10.0)
_LONGEST_REASON = 200
_LOG = logging.getLogger(__name__)


class RefusedError(StoreError):
    """A server answers that it will not do what it was asked; ``status`` is HTTP's."""

    def __init__(self, path: str, reason: str, status: int) -> None:
        """Name the address, what the server says, and the status."""
        super().__init__(path, reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answers: its type without parameters, and the body."""

    type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of server, told by what it calls itself: where it listens to what.

    ``endings`` are those of the addresses under which people know it.
    """

    endings: str
    query: str
    update: str
    graph_store: str
    parameters: tuple[tuple[str, str], ...] = ()


#: Virtuoso takes updates of users at an address of their own (digest).  Oxigraph shows all graphs
#: as one only where that is asked for.
_KINDS = {
    "virtuoso": _Kind(
        r"/(sparql(-auth)?|sparql-graph-crud(-auth)?)?/?$",
        "/sparql", "/sparql-auth", "/sparql-graph-crud-auth",
    ),
    "oxigraph": _Kind(
        r"/(query|update|store)?/?$",
        "/query", "/update", "/store", (("union-default-graph", ""),),
    ),
}  # fmt: skip


class Endpoint:
    """A SPARQL 1.1 server; ``with`` closes the connections.

    ``url`` takes queries, and updates too where the server is of no known kind and ``update``
    gives no address for these; ``graph_store`` is that of the Graph Store Protocol.
    """

    def __init__(
        self,
        url: str,
        *,
        update: str | None = None,
        graph_store: str | None = None,
        credentials: Credentials | None = None,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        """Check the addresses; nothing is sent yet."""
        self._credentials = credentials or Credentials.from_environment()
        self._pauses = tuple(pauses)
        self._query = _checked(url)
        self._update = _checked(update) if update else None
        self.graph_store = _checked(graph_store) if graph_store else None
        self._parameters: Mapping[str, str] = {}
        self._known = False
        self._client = httpx.Client(
            auth=self._credentials,
            timeout=_TIMEOUT,
            headers={"User-Agent": f"kgraph/{VERSION}"},
            trust_env=not _is_loopback(self._query.host),
        )

    @property
    def name(self) -> str:
        """The address for messages, without what may be secret in it."""
        return _shown(self._query)

    def __enter__(self) -> Endpoint:
        """Return the endpoint itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the connections."""
        self._client.close()

    def query(self, sparql: str, accept: str) -> Answer:
        """Return the answer of a query, in one of the types of ``accept``."""
        self._find_out()
        response = self._send(
            "POST",
            self._query,
            {"Accept": accept},
            form={"query": sparql, **self._parameters},
        )
        return Answer(response.headers.get("Content-Type", "").partition(";")[0], response.content)

    def update(self, sparql: str) -> None:
        """Have the server carry out an update."""
        self._find_out()
        headers = {"Content-Type": "application/sparql-update", "Accept": "*/*"}
        self._send("POST", self._update or self._query, headers, body=sparql.encode())

    def put(self, graph: str, ntriples: bytes) -> None:
        """Put a whole graph in the place of what the server has under its name."""
        self._graph("PUT", graph, ntriples)

    def add(self, graph: str, ntriples: bytes) -> None:
        """Add triples to a graph."""
        self._graph("POST", graph, ntriples)

    def delete(self, graph: str) -> None:
        """Take a graph away; one that is not there is no error."""
        try:
            self._graph("DELETE", graph, None)
        except RefusedError as error:
            if error.status != httpx.codes.NOT_FOUND:
                raise

    def _graph(self, method: str, graph: str, body: bytes | None) -> None:
        if self.graph_store is None:
            raise StoreError(self.name, "has no known address for the Graph Store Protocol")
        url = self.graph_store.copy_merge_params({"graph": graph})
        headers = {"Content-Type": "application/n-triples"} if body is not None else {}
        self._send(method, url, headers, body=body)

    # ------------------------------------------------------------------ addresses

    def _find_out(self) -> None:
        """Ask for nothing, and learn from the answer what kind of server it is."""
        if self._known:
            return
        headers = {"Accept": "application/sparql-results+json"}
        form = {"query": "ASK {}"}
        response = self._answered("POST", self._query, headers, form=form)
        product = response.headers.get("Server", "").partition("/")[0].strip().lower()
        if (kind := _KINDS.get(product)) is not None:
            self._take(kind)
        elif response.is_error or response.is_redirect:
            raise self._refused(self._query, response)
        self._known = True

    def _take(self, kind: _Kind) -> None:
        path = re.sub(kind.endings, "", self._query.path)
        root = self._query.copy_with(query=None)
        if path == self._query.path.rstrip("/") and path:
            return  # it stands at an address of its own
        if self._update is None and (self._credentials or kind.update != "/sparql-auth"):
            self._update = root.copy_with(path=path + kind.update)
        self._query = self._query.copy_with(path=path + kind.query)
        self._parameters = dict(kind.parameters)

    # ------------------------------------------------------------------ requests

    def _send(
        self,
        method: str,
        url: httpx.URL,
        headers: Mapping[str, str],
        *,
        body: bytes | None = None,
        form: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        response = self._answered(method, url, headers, body=body, form=form)
        if not response.is_success:
            raise self._refused(url, response)
        return response

    def _answered(
        self,
        method: str,
        url: httpx.URL,
        headers: Mapping[str, str],
        *,
        body: bytes | None = None,
        form: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Return the first answer of a server that is not busy; else, the last one it gives."""
        for pause in (*self._pauses, None):
            try:
                response = self._client.request(
                    method, url, headers=dict(headers), content=body, data=form
                )
            except (httpx.NetworkError, httpx.ConnectTimeout, httpx.RemoteProtocolError) as error:
                reason = f"cannot be reached: {_words(error)}"
                if pause is None:
                    raise StoreError(_shown(url), self._credentials.hide(reason)) from error
            except httpx.HTTPError as error:
                reason = f"gives no answer: {_words(error)}"
                raise StoreError(_shown(url), self._credentials.hide(reason)) from error
            else:
                reason = f"answers {response.status_code}"
                if response.status_code not in BUSY or pause is None:
                    return response
                pause = _asked_for(response, pause)
            _LOG.warning("%s: %s; trying again in %g seconds", _shown(url), reason, pause)
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _refused(self, url: httpx.URL, response: httpx.Response) -> RefusedError:
        status = response.status_code
        if status == httpx.codes.UNAUTHORIZED:
            reason = self._unauthorized()
        elif response.is_redirect:
            place = httpx.URL(response.headers.get("Location", ""))
            reason = f"has moved to {_shown(url.join(place))}: give that address"
        else:
            said = self._credentials.hide(_first_line(response.text))
            reason = f"answers {status} {response.reason_phrase}".rstrip()
            reason += f": {said}" if said else ""
        return RefusedError(_shown(url), reason, status)

    def _unauthorized(self) -> str:
        if self._credentials:
            return f"does not take what {USER} and {PASSWORD}, or {TOKEN}, hold"
        return f"asks who you are: put {USER} and {PASSWORD}, or {TOKEN}, into the environment"


def _checked(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:  # its text may hold a password
        raise StoreError("URL", "is no address of a server: it cannot be read") from None
    if url.userinfo:
        reason = f"must not hold a user or password: put them into {USER} and {PASSWORD}"
        raise StoreError(_shown(url), reason)
    if url.scheme not in ("http", "https") or not url.host:
        raise StoreError(_shown(url), "is no address of a server, such as http://host:8890/sparql")
    return url


def _shown(url: httpx.URL) -> str:
    return str(url.copy_with(username=None, password=None, query=None, fragment=None))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _asked_for(response: httpx.Response, pause: float) -> float:
    """Return how long to wait: as long as the server asks for, within reason."""
    asked = response.headers.get("Retry-After", "")
    return min(max(pause, float(asked)), LONGEST_PAUSE) if asked.isdecimal() else pause


def _words(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _first_line(text: str) -> str:
    """Return the first words of an answer that are for people, without marks of HTML."""
    plain = re.sub(r"(?is)<(head|style|script)\b.*?</\1>|<[^>]*>", " ", text[:20_000])
    lines = (" ".join(line.split()) for line in plain.splitlines())
    line = next((line for line in lines if line), "")
    return line if len(line) <= _LONGEST_REASON else line[: _LONGEST_REASON - 1] + "…"
