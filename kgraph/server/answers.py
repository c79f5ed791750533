"""What a worker does with a request: ask the store and write the answer in the format wanted.

A worker reads the store as it was when its files last changed, and nothing but the store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import RdfFormat

from kgraph import query as queries
from kgraph.errors import KGraphError, QueryError
from kgraph.explorer import render_page
from kgraph.rows import Rows, to_csv, to_json, to_rdf, to_tsv, to_turtle, to_xml
from kgraph.server.protocol import (
    GRAPH_FORMATS,
    ROW_FORMATS,
    ProtocolError,
    Question,
    Reply,
    chosen,
)
from kgraph.store import Store, open_store
from kgraph.storedrows import entity_rows, statement_rows

__all__ = ["Answers", "Limits", "NamedQuestion", "PageRequest", "refusal"]

WRITERS: Mapping[str, Callable[[Rows], str]] = {
    "json": to_json,
    "xml": to_xml,
    "csv": to_csv,
    "tsv": to_tsv,
    "turtle": to_turtle,
    "ntriples": lambda rows: to_rdf(rows, RdfFormat.N_TRIPLES),
    "jsonld": lambda rows: to_rdf(rows, RdfFormat.JSON_LD),
    "rdfxml": lambda rows: to_rdf(rows, RdfFormat.RDF_XML),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost: seconds, rows, bytes of the answer, bytes of a worker's memory."""

    seconds: float = 30.0
    rows: int = 100_000
    answer: int = 64_000_000
    memory: int = 4_000_000_000


@dataclass(frozen=True, slots=True)
class NamedQuestion:
    """A named query, its parameters, and the answer's formats by preference."""

    name: str
    parameters: Mapping[str, str]
    accept: str = ""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The explorer's page over the whole store."""


Job = Question | NamedQuestion | PageRequest


@dataclass
class Answers:
    """A store open for reading, opened again where its files have changed."""

    path: Path
    limits: Limits
    _store: Store | None = field(default=None, init=False)
    _seen: object = field(default=None, init=False)

    def reply(self, job: Job) -> Reply:
        """Return the answer to a job; what is wrong with it becomes a reply, too."""
        try:
            return self._reply(job)
        except ProtocolError as error:
            return refusal(error.status, error.reason)
        except QueryError as error:
            return refusal(400, str(error))
        except KGraphError:
            # Its text names files of this machine, which are nobody else's business.
            return refusal(503, "the store cannot be read now")
        except MemoryError:
            return refusal(400, "the query needs more memory than it may have")

    def _reply(self, job: Job) -> Reply:
        store = self._current()
        if isinstance(job, PageRequest):
            page = render_page(statement_rows(store), entity_rows(store))
            return Reply(200, "text/html; charset=utf-8", page.encode())
        if isinstance(job, NamedQuestion):
            rows = queries.run(store, job.name, job.parameters)
        else:
            dataset = (job.default_graphs, job.named_graphs)
            graphs = dataset if any(dataset) else None
            rows = queries.query(
                store, job.sparql, graphs=graphs, base=job.base, most=self.limits.rows
            )
        return self._written(rows, job.accept)

    def _written(self, rows: Rows, accept: str) -> Reply:
        formats = GRAPH_FORMATS if rows.kind == "graph" else ROW_FORMATS
        if rows.kind == "ask":
            formats = {one: name for one, name in formats.items() if name in {"json", "xml"}}
        media_type, format = chosen(accept, formats)
        body = WRITERS[format](rows).encode()
        if len(body) > self.limits.answer:
            raise QueryError(f"the answer has more than {self.limits.answer} bytes")
        charset = "; charset=utf-8" if media_type.startswith("text/") else ""
        return Reply(200, media_type + charset, body)

    def _current(self) -> Store:
        """Return the store as it is now: a reader sees what was there when it was opened."""
        seen = _state(self.path)
        if self._store is None or seen != self._seen:
            self._store = open_store(self.path, read_only=True)
            self._seen = seen
        return self._store


def refusal(status: int, reason: str) -> Reply:
    """Return a reply in plain text that says why there is no answer."""
    return Reply(status, "text/plain; charset=utf-8", f"{reason}\n".encode())


def _state(path: Path) -> object:
    """Return what changes whenever something is written to the store."""
    folder = path / "store" if (path / "store").is_dir() else path
    stats = ((file.name, file.stat()) for file in sorted(folder.iterdir()) if file.suffix == ".log")
    names = tuple(sorted(file.name for file in folder.iterdir()))
    return names, tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)
