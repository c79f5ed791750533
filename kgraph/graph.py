"""One object to ask, compute with and draw: :class:`KnowledgeGraph`.

It owns an open :class:`~kgraph.store.Store` and delegates: queries to :mod:`kgraph.query`, graphs
to :mod:`kgraph.network`, pages to :mod:`kgraph.explorer` and :mod:`kgraph.html`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kgraph import curation, storedrows, tableexport
from kgraph import export as exports
from kgraph import query as queries
from kgraph import store as stores
from kgraph.copies import CopyDecision
from kgraph.copydata import read_copies
from kgraph.dataframes import Records
from kgraph.errors import StoreError
from kgraph.explanation import explain
from kgraph.merging import copy_into_memory
from kgraph.model import ClaimRow, EntityRow, StatementRow
from kgraph.remote import connect, is_address
from kgraph.summary import Summary, summarize

if TYPE_CHECKING:
    import networkx as nx
    import rdflib
    from pyvis.network import Network

    from kgraph.curation import Cluster
    from kgraph.nearmisses import NearMiss
    from kgraph.query import Rows
    from kgraph.resolution import EntityDecision
    from kgraph.store import Store, StoredDocument
    from kgraph.validate import Violation

__all__ = ["FORMATS", "KnowledgeGraph", "Summary", "open_graph"]

#: What :meth:`KnowledgeGraph.export` writes.
FORMATS = (*exports.FORMATS, "graphml", "gexf", "cytoscape", "csv", "parquet")

Test = Callable[[StatementRow], bool]


class KnowledgeGraph:
    """The graph of some articles, in memory or in a folder.

    :func:`kgraph.build` and :func:`kgraph.open` return one.  Close it, or use it in a ``with``.
    """

    def __init__(self, store: Store) -> None:
        """Take over an open store."""
        self.store = store

    def __enter__(self) -> Self:
        """Return the graph itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the graph."""
        self.store.__exit__(kind, error, trace)

    def __repr__(self) -> str:
        """Say where the graph is kept and how many articles it holds."""
        return f"<KnowledgeGraph in {self.store.name}: {self.store.article_count()} articles>"

    def _repr_html_(self) -> str:
        """Show the explorer in a notebook."""
        from kgraph.explorer import notebook_frame, render_page

        return notebook_frame(render_page(storedrows.statement_rows(self.store), self.entities()))

    def documents(self) -> Sequence[StoredDocument]:
        """Return the articles, sorted by what they were called."""
        return self.store.documents()

    def remove(self, document: str) -> bool:
        """Take out an article, by its id or IRI, with all that only it supported; tell if it was.

        Needs a graph in memory, or one opened with ``read_only=False``.
        """
        gone = self.store.remove(document)
        if gone:
            self.store.settle_copies()
        return gone

    def copies(self) -> Sequence[CopyDecision]:
        """Return the articles that are copies or versions of others, and which speak for them."""
        return read_copies(self.store.engine, self.store.iris)

    def entities(self, type: str | None = None) -> Records[EntityRow]:
        """Return the entities with a name, all or those of one type (``Person``)."""
        rows = storedrows.entity_rows(self.store)
        return Records(EntityRow, (row for row in rows if type in (None, row.type)))

    def claims(self) -> Records[ClaimRow]:
        """Return the claims that the articles report, by article and place in the text."""
        return storedrows.claim_rows(self.store)

    def clusters(self) -> Sequence[Cluster]:
        """Return the entities with the words that stand for each, where, and why."""
        return curation.clusters(self.store)

    def possibly_same(self, least: float = 0.7) -> Sequence[NearMiss]:
        """Return pairs of entities that are possibly the same, with a score from 0 to 1 and why."""
        return curation.possibly_same(self.store, least)

    def merge(self, keep: str, *others: str, reason: str = "") -> EntityDecision:
        """Decide that ``others`` are the same as ``keep``: any names, ids or IRIs of entities."""
        return curation.merge(self.store, keep, others, reason)

    def split(
        self,
        entity: str,
        *others: str,
        documents: Sequence[str] = (),
        label: str | None = None,
        reason: str = "",
    ) -> EntityDecision:
        """Take ``others``, or all, out of a merged entity.

        With ``documents`` (ids of articles), decide that the name means another entity there, to
        be called ``label``.
        """
        return curation.split(
            self.store, entity, others, documents=documents, label=label, reason=reason
        )

    def undo(self) -> EntityDecision:
        """Take back the last merge or split; all is as it was before."""
        return curation.undo(self.store)

    def statements(
        self,
        *,
        subject: str | None = None,
        object: str | None = None,
        speaker: str | None = None,
        predicate: str | None = None,
        **values: str,
    ) -> Records[StatementRow]:
        """Return the statements by article and place in the text, all or those that are asked for.

        ``subject``, ``object`` and ``speaker`` are an entity by its label, another of its names,
        its id or IRI, or the words of the text; ``predicate`` is a verb in dictionary form.  Any
        other field of :class:`~kgraph.model.StatementRow` may be given too: ``stance="demanded"``.
        """
        tests = [_equals(name, value) for name, value in values.items()]
        if predicate is not None:
            tests.append(_equals("predicate", predicate))
        if subject is not None:
            actors = self._named(subject)
            tests.append(lambda row: not actors.isdisjoint((row.subject, row.subject_label)))
        if object is not None:
            targets = self._named(object)
            tests.append(lambda row: not targets.isdisjoint((row.object, row.object_label)))
        if speaker is not None:
            quoted = self._named(speaker)
            tests.append(lambda row: not quoted.isdisjoint(row.speakers + row.speaker_ids))
        rows = storedrows.statement_rows(self.store)
        return Records(StatementRow, (row for row in rows if all(test(row) for test in tests)))

    def query(self, sparql: str, /, **parameters: str) -> Rows:
        """Return the answer of a SPARQL query, or of a named one (``kg.query("demands")``)."""
        if sparql.isidentifier():
            return queries.run(self.store, sparql, parameters)
        return queries.query(self.store, sparql)

    def explain(self, statement: str) -> Sequence[Sequence[tuple[str, str]]]:
        """Return, line by line, what each statement rests on that has this IRI or says this."""
        return explain(self.store, statement)

    def summary(self, lines: int = 5) -> Summary:
        """Return how much there is, and the strongest ``lines`` of who does what; see Summary."""
        return summarize(self.store, lines)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return the statements as a MultiDiGraph, one edge a statement; see kgraph.network."""
        from kgraph.network import to_network

        return to_network(storedrows.statement_rows(self.store), self.entities())

    def to_html(self, path: str | Path, title: str = "Who says what about whom") -> None:
        """Write the page to explore the graph in: one file, which works without a network."""
        from kgraph.explorer import write_page

        rows = storedrows.statement_rows(self.store)
        write_page(rows, self.entities(), Path(path), title=title)

    def to_pyvis(self, title: str = "Who says what about whom") -> Network:
        """Return a pyvis network to go on with, laid out and safe to write as a page."""
        from kgraph.html import to_pyvis

        return to_pyvis(self.to_networkx(), title=title)

    def export(self, path: str | Path, format: str) -> None:
        """Write the graph to a file in one of :data:`FORMATS`; ``csv`` and ``parquet`` are folders.

        Raises KGraphError where ``parquet`` is asked for without pyarrow.
        """
        if format in exports.FORMATS:
            exports.write(self.store, Path(path), format)
        elif format == "csv":
            tableexport.write_csv_tables(self.store, Path(path))
        elif format == "parquet":
            tableexport.write_parquet_tables(self.store, Path(path))
        else:
            _network_writer(format)(self.to_networkx(), Path(path))

    @cached_property
    def dataset(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset, to read: a view of the store, not a copy."""
        return stores.dataset(self.store)

    def validate(self) -> Iterator[Violation]:
        """Yield what in the store is not as the ontology's shapes (SHACL) want it."""
        from kgraph.validate import validate

        return validate(self.store)

    def close(self) -> None:
        """Let go of the store; closing twice is no error."""
        self.store.close()

    def _named(self, name: str) -> set[str | None]:
        """The name itself and the IRIs of the entities that have it."""
        return {name, *(entity.value for entity in queries.find_entities(self.store, name))}


def _network_writer(format: str) -> Callable[[nx.MultiDiGraph[str], Path], None]:
    from kgraph import network

    writers = {
        "graphml": network.write_graphml,
        "gexf": network.write_gexf,
        "cytoscape": network.write_cytoscape,
    }
    if format not in writers:
        raise ValueError(f"{format!r} is none of the formats {', '.join(FORMATS)}")
    return writers[format]


def _equals(name: str, value: str) -> Test:
    """Compare one field; raise TypeError where statements have no such field."""
    if name not in {field.name for field in fields(StatementRow)}:
        raise TypeError(f"statements have no field {name!r}")
    return lambda row: bool(getattr(row, name) == value)


def open_graph(
    path: str | Path, *, read_only: bool = True, in_memory: bool = False
) -> KnowledgeGraph:
    """Open the graph that ``kgraph build`` or :func:`kgraph.build` made in a folder.

    ``in_memory`` gives a copy for reading, as the graph is now, that answers several times faster;
    so does the address of a SPARQL server, of the graph that is there.
    """
    if is_address(path):
        with connect(str(path)) as remote:
            return KnowledgeGraph(remote.copy())
    if is_address(address := str(path).replace(":/", "://", 1)):
        raise StoreError(address, "is a server; push, query and view take one, all else a folder")
    store = stores.open_store(path, read_only=read_only or in_memory)
    if not in_memory:
        return KnowledgeGraph(store)
    with store:
        return KnowledgeGraph(copy_into_memory(store))
