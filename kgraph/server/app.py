"""The endpoint's addresses: what is asked where, and the headers that every answer has.

``/sparql`` speaks the SPARQL 1.1 Protocol; ``/queries/NAME`` runs a named query; ``/`` is the query
editor and ``/explorer`` the explorer.  ``/openapi.json`` describes it all.
"""

from __future__ import annotations

import asyncio
import functools
import hmac
import json
import re
from dataclasses import dataclass, replace
from importlib import resources

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kgraph.namedqueries import named_queries
from kgraph.server.about import openapi, service_description
from kgraph.server.answers import NamedQuestion, PageRequest, refusal
from kgraph.server.protocol import ProtocolError, Reply, read_question
from kgraph.server.workers import Workers
from kgraph.vocabulary import PREFIXES

__all__ = ["Access", "make_app"]

#: Bytes of a request's body, and seconds in which it has to be here.
LONGEST_BODY = 1_000_000
BODY_SECONDS = 10.0

#: The editor's style sheet holds its icons; its code sets styles, but runs nothing from the page.
_EDITOR_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_ASSETS = {
    "editor.js": "text/javascript",
    "editor.css": "text/css",
    "vendor/yasgui.min.js": "text/javascript",
    "vendor/yasgui.min.css": "text/css",
}


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask: hosts by which the server is addressed, other sites' pages, those with a token.

    ``hosts`` guards a server on loopback from pages that have their own name point to it (DNS
    rebinding); ``("*",)`` lets any name pass.
    """

    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    origins: tuple[str, ...] = ()
    token: str | None = None


def make_app(workers: Workers, access: Access) -> ASGIApp:
    """Return the application."""
    endpoint = functools.partial(_sparql, workers)
    routes = [
        Route("/", _editor, methods=["GET"]),
        Route("/sparql", endpoint, methods=["GET", "POST"]),
        Route("/sparql/", endpoint, methods=["GET", "POST"]),
        Route("/queries", _query_list, methods=["GET"]),
        Route("/queries/{name}", functools.partial(_named, workers), methods=["GET"]),
        Route("/explorer", functools.partial(_explorer, workers), methods=["GET"]),
        Route("/openapi.json", _openapi, methods=["GET"]),
        Route("/assets/{name:path}", _asset, methods=["GET"]),
    ]
    guards = [Middleware(_Headers)]
    if "*" not in access.hosts:
        guards.append(Middleware(TrustedHostMiddleware, allowed_hosts=list(access.hosts)))
    if access.origins:
        guards.append(Middleware(CORSMiddleware, allow_origins=list(access.origins)))
    if access.token is not None:
        guards.append(Middleware(_Token, token=access.token))
    return Starlette(routes=routes, middleware=guards)


# ---------------------------------------------------------------------- addresses


async def _sparql(workers: Workers, request: Request) -> Response:
    try:
        body = await _body(request) if request.method == "POST" else b""
        question = read_question(
            "GET" if request.method == "HEAD" else request.method,
            request.scope["query_string"],
            request.headers.get("content-type", ""),
            body,
            request.headers.get("accept", ""),
        )
        address = str(request.url.replace(query="")).rstrip("/")
        if question is None:
            return _response(service_description(address, request.headers.get("accept", "")))
    except ProtocolError as error:
        return _response(refusal(error.status, error.reason))
    return _response(await workers.ask(replace(question, base=address)))


async def _named(workers: Workers, request: Request) -> Response:
    parameters = dict(request.query_params)
    accept = request.headers.get("accept", "")
    return _response(
        await workers.ask(NamedQuestion(request.path_params["name"], parameters, accept))
    )


async def _explorer(workers: Workers, request: Request) -> Response:
    return _response(await workers.ask(PageRequest()))


async def _query_list(request: Request) -> Response:
    listed = [
        {
            "name": one.name,
            "title": one.title,
            "description": one.description,
            "parameters": [
                {"name": p.name, "kind": p.kind, "about": p.description, "required": p.required}
                for p in one.parameters
            ],
            "sparql": with_prefixes(one.text),
        }
        for one in named_queries()
    ]
    return Response(json.dumps(listed), media_type="application/json")


def with_prefixes(sparql: str) -> str:
    """Return a query with the declarations of the prefixes in it, for tools that want them."""
    used = [name for name in sorted(PREFIXES) if re.search(rf"(?<![\w:]){name}:\w", sparql)]
    declared = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used)
    return f"{declared}{sparql}"


async def _openapi(request: Request) -> Response:
    return Response(json.dumps(openapi()), media_type="application/json")


async def _editor(request: Request) -> Response:
    page = _file("editor.html")
    return Response(
        page, media_type="text/html", headers={"Content-Security-Policy": _EDITOR_POLICY}
    )


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _ASSETS:
        return _response(refusal(404, "there is nothing here"))
    return Response(_file(name), media_type=_ASSETS[name])


@functools.cache
def _file(name: str) -> bytes:
    return resources.files("kgraph.server").joinpath("editor", name).read_bytes()


async def _body(request: Request) -> bytes:
    """Return the body; refuse one that is too long or takes too long to come."""
    chunks: list[bytes] = []
    length = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                length += len(chunk)
                if length > LONGEST_BODY:
                    raise ProtocolError(413, f"a request has at most {LONGEST_BODY} bytes")
                chunks.append(chunk)
    except TimeoutError as error:
        raise ProtocolError(408, "the request took too long to come") from error
    except ClientDisconnect as error:
        raise ProtocolError(400, "the request ended early") from error
    return b"".join(chunks)


def _response(reply: Reply) -> Response:
    return Response(reply.body, reply.status, headers={"Content-Type": reply.media_type})


# ---------------------------------------------------------------------- guards


class _Headers:
    """Put the headers of :data:`_HEADERS` on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    *((name.lower().encode(), value.encode()) for name, value in _HEADERS.items()),
                ]
            await send(message)

        await self.app(scope, receive, sending)


class _Token:
    """Let pass who knows the token (RFC 6750)."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app = app
        self.wanted = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope["headers"]).get(b"authorization", b"")
        if hmac.compare_digest(given, self.wanted):
            await self.app(scope, receive, send)
            return
        response = _response(refusal(401, "a token is needed: Authorization: Bearer TOKEN"))
        response.headers["WWW-Authenticate"] = "Bearer"
        await response(scope, receive, send)
