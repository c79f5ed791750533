"""The SPARQL 1.1 Protocol for queries, free of any web framework.

In: the parts of an HTTP request.  Out: a :class:`Question`, or a :class:`ProtocolError` with the
status to answer with.  See https://www.w3.org/TR/sparql11-protocol/ section 2.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

__all__ = [
    "GRAPH_FORMATS",
    "ROW_FORMATS",
    "ProtocolError",
    "Question",
    "Reply",
    "chosen",
    "read_question",
]

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATES = frozenset({"update", "using-graph-uri", "using-named-graph-uri"})
#: Fields of a request, beside the query; a client's own fields are let pass.
DEFAULT_GRAPH, NAMED_GRAPH = "default-graph-uri", "named-graph-uri"
#: More fields than any client sends.
MOST_FIELDS = 1000

#: Media types of answers by what they are called here, the first being the one sent unasked.
ROW_FORMATS: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPH_FORMATS: Mapping[str, str] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
}


class ProtocolError(Exception):
    """A request that is not answered: the status, and one line that says why."""

    def __init__(self, status: int, reason: str) -> None:
        """Keep the status and the reason."""
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Question:
    """A query with the dataset that the request names, and the answer's formats by preference.

    Without a dataset the default graph is the union of all graphs.  ``base`` is the endpoint's
    address, which relative IRIs are relative to.
    """

    sparql: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str = ""
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back."""

    status: int
    media_type: str
    body: bytes


def read_question(
    method: str, query_string: bytes, content_type: str, body: bytes, accept: str = ""
) -> Question | None:
    """Return the query of a request; None where a GET asks for nothing (a service description).

    Raises :class:`ProtocolError` for what is no query of the protocol, an update above all.
    """
    fields = _fields(query_string)
    if method == "POST":
        media_type = content_type.partition(";")[0].strip().lower()
        if media_type == FORM:
            fields += _fields(body)
        elif media_type == DIRECT:
            fields.append(("query", _text(body)))
        elif media_type == "application/sparql-update":
            raise ProtocolError(403, "this endpoint can only be read: updates are refused")
        else:
            raise ProtocolError(415, f"a query is sent as {FORM} or as {DIRECT}")
    if UPDATES & {name for name, _ in fields}:
        raise ProtocolError(403, "this endpoint can only be read: updates are refused")
    queries = [value for name, value in fields if name == "query"]
    if not queries and method == "GET":
        return None
    if len(queries) != 1:
        raise ProtocolError(400, f"a request has one query, this one has {len(queries)}")
    return Question(queries[0], _all(fields, DEFAULT_GRAPH), _all(fields, NAMED_GRAPH), accept)


def chosen(accept: str, formats: Mapping[str, str]) -> tuple[str, str]:
    """Return the media type to send and its format, by the Accept header (RFC 9110, 12.5.1).

    Of types that are wanted equally, the one that stands first in ``formats`` is sent.  Raises
    :class:`ProtocolError` where none of them is wanted.
    """
    wanted = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best = max(formats, key=lambda media_type: _quality(media_type, wanted))
    if _quality(best, wanted) <= 0:
        raise ProtocolError(406, f"the answer can be had as {', '.join(formats)}")
    return best, formats[best]


def _quality(media_type: str, wanted: Sequence[tuple[str, float]]) -> float:
    """Return how much a media type is wanted: the most special range that names it counts."""
    group = media_type.partition("/")[0] + "/*"
    for name in (media_type, group, "*/*"):
        qualities = [quality for one, quality in wanted if one == name]
        if qualities:
            return max(qualities)
    return 0.0


def _range(part: str) -> tuple[str, float]:
    media_type, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return media_type, _number(value)
    return media_type, 1.0


def _number(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except UnicodeDecodeError as error:
        raise ProtocolError(400, "the request is not UTF-8") from error
    except ValueError as error:
        raise ProtocolError(400, "the request has too many fields") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(400, "the query is not UTF-8") from error


def _all(fields: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for one, value in fields if one == name)
