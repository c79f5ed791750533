"""The protocol without a server: what a request asks, and in which format it is answered."""

from __future__ import annotations

import pytest

from kgraph.server.protocol import (
    GRAPH_FORMATS,
    ROW_FORMATS,
    ProtocolError,
    Question,
    chosen,
    read_question,
)

FORM = "application/x-www-form-urlencoded"


def test_the_three_ways_to_ask() -> None:
    asked = Question("ASK {}", ("urn:a",), ("urn:b",), "text/csv")
    graphs = b"default-graph-uri=urn%3Aa&named-graph-uri=urn:b"
    query = b"query=ASK+%7B%7D"
    assert read_question("GET", query + b"&" + graphs, "", b"", "text/csv") == asked
    assert read_question("POST", graphs, FORM, query, "text/csv") == asked
    assert read_question("POST", graphs, "application/sparql-query", b"ASK {}", "text/csv") == asked


def test_no_query_asks_for_the_service_description() -> None:
    assert read_question("GET", b"", "", b"") is None


@pytest.mark.parametrize(
    ("method", "query", "content_type", "body", "status"),
    [
        ("GET", b"query=ASK{}&query=ASK{}", "", b"", 400),
        ("GET", b"query=%ff", "", b"", 400),
        ("GET", b"query=\xff", "", b"", 400),
        ("GET", b"update=CLEAR+ALL", "", b"", 403),
        ("GET", b"&".join([b"a=b"] * 2000), "", b"", 400),
        ("POST", b"", FORM, b"update=CLEAR+ALL", 403),
        ("POST", b"", FORM, b"query=ASK{}&using-graph-uri=urn:a", 403),
        ("POST", b"", "application/sparql-update", b"CLEAR ALL", 403),
        ("POST", b"", "application/sparql-query", "ASK {}".encode("utf-16"), 400),
        ("POST", b"", "text/plain", b"ASK {}", 415),
        ("POST", b"", "", b"ASK {}", 415),
        ("POST", b"", FORM, b"", 400),
    ],
)
def test_what_is_no_query_is_refused(
    method: str, query: bytes, content_type: str, body: bytes, status: int
) -> None:
    with pytest.raises(ProtocolError) as refused:
        read_question(method, query, content_type, body)
    assert refused.value.status == status
    assert "\n" not in refused.value.reason


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("text/*", "text/xml"),
        ("text/csv;q=0.2, text/tab-separated-values;q=0.9", "text/tab-separated-values"),
        ("application/sparql-results+json;q=0, */*", "application/json"),
        ("TEXT/CSV ; Q=1", "text/csv"),
    ],
)
def test_rows_are_sent_in_the_format_wanted(accept: str, media_type: str) -> None:
    assert chosen(accept, ROW_FORMATS)[0] == media_type


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "text/turtle;q=nonsense"])
def test_what_cannot_be_sent_is_not_acceptable(accept: str) -> None:
    with pytest.raises(ProtocolError) as refused:
        chosen(accept, GRAPH_FORMATS)
    assert refused.value.status == 406
