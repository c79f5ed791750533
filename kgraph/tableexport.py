"""Write a store as folders of tables: CSV for Neo4j's importer, Parquet for data frames."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kgraph.agreement import agreements, target
from kgraph.atomic import write_atomically
from kgraph.dataframes import to_parquet
from kgraph.store import Store
from kgraph.storedrows import claim_rows, entity_rows, statement_rows

__all__ = ["write_csv_tables", "write_parquet_tables"]

_NODES = {
    "id": "id:ID",
    "type": ":LABEL",
    "label": "label",
    "wikidata": "wikidata",
    "wikipedia": "wikipedia",
    "country": "country",
    "latitude": "latitude:double",
    "longitude": "longitude:double",
    "aliases": "aliases:string[]",
}
_COUNTS = ("articles", "outlets", "origins")
_EDGES = (
    *("label", "predicate", "text", "event", "relation", "stance", "polarity", "modality"),
    *("time", "place_label", "confidence", "quote", "quote_start", "quote_end"),
    *("document_id", "document_title", "source", "url", "published", "copy_of", "superseded_by"),
)


def write_csv_tables(store: Store, folder: Path) -> tuple[Path, Path]:
    """Write ``nodes.csv`` and ``edges.csv``, whose headers Neo4j's importer understands.

    Statements without an object point at the same stand-in as in the network.
    """
    nodes: dict[str, dict[str, Any]] = {}
    for entity in entity_rows(store):
        nodes[entity.id] = {name: getattr(entity, name) for name in _NODES}
        nodes[entity.id]["aliases"] = ";".join(name.replace(";", ",") for name in entity.aliases)
    known = set(nodes)
    edges = []
    rows = statement_rows(store)
    told = agreements(rows, known)
    for row in rows:
        iri, label, kind, _ = target(row, known)
        for node in ((row.subject, row.subject_label, row.subject_type), (iri, label, kind)):
            nodes.setdefault(node[0], dict(zip(("id", "label", "type"), node, strict=True)))
        speakers = ";".join(name.replace(";", ",") for name in row.speakers)
        values = (getattr(row, name) for name in _EDGES)
        counts = (getattr(told[row.id], name) for name in _COUNTS)
        edges.append((row.subject, iri, row.stance.upper(), row.id, speakers, *values, *counts))
    node_rows = ([node.get(name) for name in _NODES] for _, node in sorted(nodes.items()))
    counted = (f"{name}:int" for name in _COUNTS)
    edge_header = (":START_ID", ":END_ID", ":TYPE", "id", "speakers:string[]", *_EDGES, *counted)
    paths = folder / "nodes.csv", folder / "edges.csv"
    write_atomically(paths[0], _csv(_NODES.values(), node_rows))
    write_atomically(paths[1], _csv(edge_header, edges))
    return paths


def write_parquet_tables(store: Store, folder: Path) -> Sequence[Path]:
    """Write ``statements``, ``claims`` and ``entities`` as Parquet files, all columns of each."""
    written = {
        folder / "statements.parquet": to_parquet(statement_rows(store)),
        folder / "claims.parquet": to_parquet(claim_rows(store)),
        folder / "entities.parquet": to_parquet(entity_rows(store)),
    }
    for path, content in written.items():
        write_atomically(path, content)
    return tuple(written)


def _csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue().encode()
