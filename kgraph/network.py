"""Statements become a networkx MultiDiGraph; the graph goes to GraphML, GEXF and Cytoscape files.

In: :class:`~kgraph.model.StatementRow` and :class:`~kgraph.model.EntityRow`.  Out: one edge a
statement, its key and ``id`` the statement's IRI, from the one who acts to what the act is about.
A statement without an object points at its recipient or another named argument where it has one
(``role`` on the edge says which), else at a node of type ``Act`` that stands for the act itself,
so that nothing an article says is missing from the graph.

Attributes are strings and numbers only, and what is unknown is left out: this is what all three
file formats can hold, so that a graph read back equals the graph written.  Characters that XML
forbids are shown as control pictures (``␀``), one for one, so offsets into quotes stay true.
"""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

import networkx as nx

from kgraph.agreement import Agreement, agreements, target
from kgraph.atomic import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kgraph.model import EntityRow, StatementRow

__all__ = [
    "read_cytoscape",
    "read_gexf",
    "read_graphml",
    "to_network",
    "write_cytoscape",
    "write_gexf",
    "write_graphml",
]

Value = str | int | float
_FORBIDDEN = {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)}
_FORBIDDEN |= dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\N{REPLACEMENT CHARACTER}")


def to_network(
    statements: Sequence[StatementRow], entities: Sequence[EntityRow] = ()
) -> nx.MultiDiGraph[str]:
    """Return the statements as a directed multigraph, one edge a statement.

    Nodes carry ``label`` and ``type``, and for entities ``wikidata``, ``wikipedia``, ``country``,
    ``latitude``, ``longitude`` and ``aliases``.  Edges carry ``label``, ``stance``, ``polarity``,
    ``speaker`` (who says it), ``attribution`` (the chain, outermost first), ``date``, ``place``,
    ``event``, ``evidence`` (the words), ``document``, ``confidence`` and more.  ``date`` is the
    time that the statement speaks of, else the day of its article: ``date_from`` says which.
    ``articles``, ``outlets`` and ``origins`` count who says the same, ``copy_of`` and
    ``superseded_by`` are the articles that speak for this one's: see :mod:`kgraph.agreement`.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    known = {entity.id for entity in entities}
    for entity in sorted(entities, key=lambda entity: entity.id):
        graph.add_node(_clean(entity.id), **_entity_attributes(entity))
    told = agreements(statements, known)
    for row in sorted(statements, key=lambda row: row.id):
        _add_statement(graph, row, known, told[row.id])
    return graph


def write_graphml(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write the graph as GraphML; :func:`read_graphml` gives the same graph back."""
    buffer = io.BytesIO()
    nx.write_graphml_xml(graph, buffer)
    write_atomically(path, buffer.getvalue())


def read_graphml(path: Path) -> nx.MultiDiGraph[str]:
    """Read what :func:`write_graphml` wrote."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found = nx.read_graphml(path, edge_key_type=str, force_multigraph=True)
    graph.add_nodes_from(found.nodes(data=True))
    for tail, head, data in found.edges.data():
        graph.add_edge(tail, head, data["id"], **data)
    return graph


def write_gexf(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write the graph as GEXF 1.2, without the day of writing that NetworkX would put in."""
    text = "\n".join(nx.generate_gexf(graph))
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
    write_atomically(path, f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode())


def read_gexf(path: Path) -> nx.MultiDiGraph[str]:
    """Read what :func:`write_gexf` wrote."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found = nx.read_gexf(path)
    graph.add_nodes_from(found.nodes(data=True))
    for tail, head, data in found.edges.data():
        graph.add_edge(tail, head, data["id"], **data)
    return graph


def write_cytoscape(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write the graph as Cytoscape JSON (``.cyjs``), which Cytoscape and cytoscape.js open."""
    data = nx.cytoscape_data(graph)
    write_atomically(path, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())


def read_cytoscape(path: Path) -> nx.MultiDiGraph[str]:
    """Read what :func:`write_cytoscape` wrote, without the names Cytoscape needs doubled."""
    data = json.loads(path.read_text(encoding="utf-8"))
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in data["elements"]["nodes"]:
        attributes = node["data"]
        kept = {k: v for k, v in attributes.items() if k not in {"id", "value", "name"}}
        graph.add_node(attributes["value"], **kept)
    for edge in data["elements"]["edges"]:
        kept = {k: v for k, v in edge["data"].items() if k not in {"source", "target", "key"}}
        graph.add_edge(edge["data"]["source"], edge["data"]["target"], edge["data"]["key"], **kept)
    return graph


def _add_statement(
    graph: nx.MultiDiGraph[str], row: StatementRow, known: set[str], told: Agreement
) -> None:
    subject = _clean(row.subject)
    iri, label, kind, role = target(row, known)
    _add_node(graph, subject, row.subject_label, row.subject_type)
    _add_node(graph, _clean(iri), label, kind)
    key = _clean(row.id)
    graph.add_edge(subject, _clean(iri), key=key, id=key, **_edge_attributes(row, role, told))


def _add_node(graph: nx.MultiDiGraph[str], node: str, label: str | None, kind: str | None) -> None:
    if node not in graph:
        graph.add_node(node, **_attributes({"label": label or node, "type": kind or "Other"}))


def _entity_attributes(entity: EntityRow) -> dict[str, Value]:
    return _attributes(
        {
            "label": entity.label or entity.id,
            "type": entity.type,
            "wikidata": entity.wikidata,
            "wikipedia": entity.wikipedia,
            "country": entity.country,
            "latitude": _number(entity.latitude),
            "longitude": _number(entity.longitude),
            "aliases": _list(entity.aliases),
        }
    )


def _edge_attributes(row: StatementRow, role: str, told: Agreement) -> dict[str, Value]:
    return _attributes(
        {
            "label": row.label or row.predicate,
            "predicate": row.predicate,
            "text": row.text,
            "event": row.event,
            "relation": row.relation,
            "role": role,
            "stance": row.stance,
            "polarity": row.polarity,
            "modality": row.modality,
            "voice": row.voice,
            "condition": row.condition,
            "arguments": _list(row.arguments),
            "confidence": float(row.confidence),
            **_who_when_where(row),
            **_evidence(row),
            "articles": told.articles,
            "outlets": told.outlets,
            "origins": told.origins,
        }
    )


def _who_when_where(row: StatementRow) -> dict[str, Value | None]:
    said_when = row.time or row.published
    return {
        "speaker": row.speakers[-1] if row.speakers else None,
        "attribution": " \N{RIGHTWARDS ARROW} ".join(row.speakers),
        "speakers": _list(row.speaker_ids),
        "cues": _list(row.cues),
        "date": said_when,
        "date_from": ("statement" if row.time else "document") if said_when else None,
        "time_text": row.time_text,
        "place": row.place_label,
        "place_id": row.place,
    }


def _evidence(row: StatementRow) -> dict[str, Value | None]:
    return {
        "evidence": row.quote,
        "evidence_start": row.quote_start,
        "evidence_end": row.quote_end,
        "predicate_start": row.predicate_start,
        "predicate_end": row.predicate_end,
        "document": row.document,
        "document_id": row.document_id,
        "title": row.document_title,
        "publisher": row.source,
        "url": row.url,
        "published": row.published,
        "copy_of": row.copy_of,
        "superseded_by": row.superseded_by,
    }


def _attributes(values: Mapping[str, Value | None]) -> dict[str, Value]:
    return {
        name: _clean(value) if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None and value != ""
    }


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def _list(values: Sequence[Any]) -> str | None:
    return json.dumps(values, ensure_ascii=False) if values else None


def _clean(text: str) -> str:
    return text.translate(_FORBIDDEN)
