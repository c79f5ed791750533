"""The endpoint's description lists each address, and what it allows never breaks the server."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance
from starlette.applications import Starlette
from starlette.routing import Route

from kgraph.namedqueries import named_queries
from kgraph.server import about
from kgraph.server.app import Access, make_app
from kgraph.server.workers import Workers
from tests.server.conftest import Server

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
#: Requests to each operation: in every run, and where time does not matter.
SHORT, LONG = 6, 400
TERMS = (
    "?s",
    "?o",
    "kg:Claim",
    "rdfs:label",
    '"Russia"',
    "<urn:x>",
    "1e999",
    "_:b",
    "[]",
    "service",
)
FORMS = (
    "SELECT * WHERE {{ {0} {1} {2} }} LIMIT 9",
    "ASK {{ {0} {1} {2} }}",
    "CONSTRUCT {{ {0} {1} {2} }} WHERE {{ {0} {1} {2} }}",
    "DESCRIBE {0}",
    "SELECT ({0} AS ?x) WHERE {{ FILTER ({1} < {2}) }}",
    "DELETE WHERE {{ {0} {1} {2} }}",
)


def begun(text: str) -> st.SearchStrategy[str]:
    """Return the beginnings of a query."""
    return st.integers(0, len(text)).map(lambda end: text[:end])


openapi.format("entity", st.sampled_from(("Russia", "Dmitry Peskov", "country/ukraine", "x", "")))
openapi.format(
    "sparql",
    st.one_of(
        st.sampled_from([one.text for one in named_queries()]),
        st.sampled_from([one.text for one in named_queries()]).flatmap(begun),
        st.tuples(st.sampled_from(FORMS), *[st.sampled_from(TERMS)] * 3).map(
            lambda parts: parts[0].format(*parts[1:])
        ),
    ),
)


@functools.cache
def operations() -> dict[str, APIOperation]:
    """Return what the description lists, by name."""
    found = (one.ok() for one in openapi.from_dict(about.openapi()).get_all_operations())
    return {one.label: one for one in found}


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as one:
        yield one


def test_each_address_is_described(server: Server) -> None:
    assert server.send("GET", "/openapi.json").json == about.openapi()
    app = make_app(Workers.__new__(Workers), Access())
    assert isinstance(app, Starlette)
    listed = {
        path: {method.upper() for method in methods}
        for path, methods in about.openapi()["paths"].items()
    }
    routes: dict[str, set[str]] = {}
    for route in app.routes:
        assert isinstance(route, Route)
        path = route.path.replace("{name:path}", "{name}").rstrip("/") or "/"
        names = [one.name for one in named_queries()] if path == "/queries/{name}" else [""]
        for name in names:
            routes[path.replace("{name}", name) if name else path] = route.methods - {"HEAD"}
    assert listed == routes


@pytest.mark.parametrize("name", operations())
def test_no_request_that_is_described_breaks_the_server(
    server: Server, session: requests.Session, name: str
) -> None:
    attack(server, session, name, SHORT)


@pytest.mark.endurance
@pytest.mark.parametrize("name", operations())
def test_no_request_of_many_breaks_the_server(
    server: Server, session: requests.Session, name: str
) -> None:
    attack(server, session, name, LONG)


def attack(server: Server, session: requests.Session, name: str, times: int) -> None:
    """Send requests as described, and some that are not quite."""
    operation = operations()[name]
    cases = st.one_of(operation.as_strategy(mode) for mode in GenerationMode)

    @settings(max_examples=times, suppress_health_check=list(HealthCheck), deadline=None)
    @given(cases)
    def send(case) -> None:
        answer = case.call(base_url=server.address.rstrip("/"), session=session)
        case.validate_response(answer, checks=CHECKS)

    send()
    assert server.send("GET", "/queries").status == 200
