"""What the endpoint says of itself: its SPARQL service description and its OpenAPI description."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from pyoxigraph import NamedNode, RdfFormat

from kgraph.namedqueries import NamedQuery, named_queries
from kgraph.rows import Rows, to_rdf, to_turtle
from kgraph.server.protocol import GRAPH_FORMATS, ROW_FORMATS, Reply, chosen
from kgraph.version import VERSION
from kgraph.vocabulary import RDF, Namespace

__all__ = ["openapi", "service_description"]

SD = Namespace(
    "http://www.w3.org/ns/sparql-service-description#",
    "Service Dataset Graph SPARQL11Query UnionDefaultGraph endpoint supportedLanguage feature"
    " defaultDataset defaultGraph resultFormat",
)
FORMATS = Namespace(
    "http://www.w3.org/ns/formats/",
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV"
    " Turtle N-Triples JSON-LD RDF_XML",
)
_WRITERS: Mapping[str, Callable[[Rows], str]] = {
    "turtle": to_turtle,
    "ntriples": lambda rows: to_rdf(rows, RdfFormat.N_TRIPLES),
    "jsonld": lambda rows: to_rdf(rows, RdfFormat.JSON_LD),
    "rdfxml": lambda rows: to_rdf(rows, RdfFormat.RDF_XML),
}


def service_description(address: str, accept: str) -> Reply:
    """Return the description of the service at an address (SPARQL 1.1 Service Description)."""
    media_type, format = chosen(accept, GRAPH_FORMATS)
    service, dataset = NamedNode(address), NamedNode(f"{address}#dataset")
    graph = NamedNode(f"{address}#default-graph")
    triples = [
        (service, RDF.type, SD.Service),
        (service, SD.endpoint, service),
        (service, SD.supportedLanguage, SD.SPARQL11Query),
        (service, SD.feature, SD.UnionDefaultGraph),
        (service, SD.defaultDataset, dataset),
        (dataset, RDF.type, SD.Dataset),
        (dataset, SD.defaultGraph, graph),
        (graph, RDF.type, SD.Graph),
        *((service, SD.resultFormat, node) for node in (FORMATS[name] for name in FORMATS)),
    ]
    rows = Rows(("subject", "predicate", "object"), tuple(triples), "graph")
    body = _WRITERS[format](rows).encode()
    return Reply(200, media_type, body)


@functools.cache
def openapi() -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the endpoint."""
    answers = {
        "200": {"description": "The answer", "content": _content(ROW_FORMATS, GRAPH_FORMATS)},
        **{status: _refused(text) for status, text in _REFUSALS.items()},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "kgraph", "version": VERSION, "license": {"name": "MIT"}},
        "paths": {
            "/sparql": _sparql_path(answers),
            **{
                path: {"get": {"summary": summary, "responses": _plain(media_type)}}
                for path, (summary, media_type) in _PAGES.items()
            },
            "/assets/{name}": {
                "get": {
                    "summary": "A file of the query editor",
                    "parameters": [_ASSET],
                    "responses": {
                        **_plain("text/css", "text/javascript"),
                        "404": _refused("There is no such file"),
                    },
                }
            },
            **{f"/queries/{one.name}": _named_path(one, answers) for one in named_queries()},
        },
    }


#: What is there to look at, and its media type.
_PAGES = {
    "/": ("The query editor", "text/html"),
    "/explorer": ("The explorer", "text/html; charset=utf-8"),
    "/openapi.json": ("This description", "application/json"),
    "/queries": ("The named queries", "application/json"),
}
_ASSET = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
_REFUSALS = {
    "400": "The query is wrong, or its answer is too large",
    "401": "A token is needed",
    "403": "An update",
    "406": "No such format",
    "408": "The request took too long to come",
    "413": "The request is too long",
    "415": "The request's media type is not one of the protocol",
    "503": "Too many queries at once",
    "504": "The query took too long",
}


def _sparql_path(answers: Mapping[str, Any]) -> dict[str, Any]:
    fields = [_field("query", "A SPARQL 1.1 query", "sparql", required=True), *_dataset_fields()]
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {one["name"]: one["schema"] for one in fields},
    }
    bodies = {
        "application/x-www-form-urlencoded": {"schema": form},
        "application/sparql-query": {"schema": {"type": "string", "format": "sparql"}},
    }
    return {
        "get": {"summary": "Ask a query", "parameters": fields, "responses": answers},
        "post": {
            "summary": "Ask a query",
            "parameters": _dataset_fields(),
            "requestBody": {"required": True, "content": bodies},
            "responses": answers,
        },
    }


def _named_path(one: NamedQuery, answers: Mapping[str, Any]) -> dict[str, Any]:
    fields = [_field(p.name, p.description, p.kind, required=p.required) for p in one.parameters]
    return {"get": {"summary": one.title, "parameters": fields, "responses": answers}}


def _field(name: str, description: str, format: str, *, required: bool) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "description": description,
        "required": required,
        "schema": {"type": "string", "format": format},
    }


def _dataset_fields() -> list[dict[str, Any]]:
    graphs = {"type": "array", "items": {"type": "string"}}
    return [
        {"name": name, "in": "query", "description": text, "required": False, "schema": graphs}
        for name, text in (
            ("default-graph-uri", "A graph of the default graph"),
            ("named-graph-uri", "A graph that the query can name"),
        )
    ]


def _content(*formats: Mapping[str, str]) -> dict[str, Any]:
    names = sorted({name for group in formats for name in group})
    return {name: {"schema": {"type": "string"}} for name in names}


def _refused(text: str) -> dict[str, Any]:
    plain = {"text/plain; charset=utf-8": {"schema": {"type": "string"}}}
    return {"description": text, "content": plain}


def _plain(*media_types: str) -> dict[str, Any]:
    answer = {"description": "The answer", "content": {name: {} for name in media_types}}
    return {
        "200": answer,
        **{status: _refused(_REFUSALS[status]) for status in ("401", "503", "504")},
    }
