"""From sources to a graph: read, extract, store, and write the files to look at.

In: what a user names.  Out: an open :class:`~kgraph.graph.KnowledgeGraph`, in memory or in a
folder.  Articles flow one batch at a time, so a corpus need not fit into memory; what the store
holds already, read in the same way, is not read again.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.bounds import Bounds
from kgraph.dataset import ArticleData, Run, Writing
from kgraph.errors import DocumentError, KGraphError
from kgraph.graph import KnowledgeGraph
from kgraph.languagemodel import Unloaded, describe, loaded_from
from kgraph.merging import merge_files
from kgraph.model import Document
from kgraph.parallel import good_ones, write_in_processes
from kgraph.readers import Fetch, Given, good_documents, read_given, size_of
from kgraph.readingprocess import Reading
from kgraph.store import Store, open_store
from kgraph.storing import some_at_a_time, store_meanwhile
from kgraph.tally import Tally
from kgraph.version import VERSION

#: A graph of more articles is asked, served or exported, not opened as a page or a text.
MOST_IN_FILES = 500

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["build", "run_of", "time_of_run", "write_files"]


def build(
    sources: Iterable[str | Path],
    output: str | Path | None = None,
    *,
    nlp: Language | Unloaded | None = None,
    published: str | None = None,
    columns: Mapping[str, str] | None = None,
    fetch: Fetch | None = None,
    base: str | None = None,
    keep_text: bool = False,
    min_confidence: float = 0.0,
    infer: bool | None = None,
    stamp: bool = False,
    workers: int = 0,
    bounds: Bounds | None = None,
    on_problem: Callable[[DocumentError], None] | None = None,
    tally: Tally | None = None,
) -> KnowledgeGraph:
    """Read articles and return their graph: in memory, or in the folder ``output``.

    A folder gets the store (``store/``) and the files of :func:`write_files`; called again, only
    what is new or has changed is read.  What cannot be read, or breaks ``bounds``, raises
    :class:`~kgraph.errors.DocumentError`, or is handed to ``on_problem``.  ``nlp`` is what
    :func:`kgraph.load` returns; the rest is as for ``read_documents`` or on the command line.
    """
    problem = _Problems(on_problem or _raise, tally or Tally())
    documents = _documents(list(sources), Given(published, columns or {}, fetch), problem)
    graph = _opened(output, base, infer)
    try:
        many = _Many(workers, bounds or Bounds(), problem.of_begun) if workers else None
        nlp = nlp or (describe() if workers else _load())
        run = run_of(nlp, min_confidence, time_of_run() if stamp else None)
        writing = Writing(run, graph.store.iris.base, keep_text)
        _fill(graph.store, documents, _Reader(nlp, min_confidence, writing, many), problem.tally)
        if output is not None:
            write_files(graph, Path(output))
    except BaseException:
        graph.close()
        raise
    return graph


@dataclass(frozen=True)
class _Problems:
    """Counts problems, and hands them on."""

    report: Callable[[DocumentError], None]
    tally: Tally

    def of_source(self, problem: DocumentError) -> None:
        """Take a problem of what never became a document."""
        self.tally.failed += 1
        self.report(problem)

    def of_begun(self, problem: DocumentError) -> None:
        """Take a problem of a document whose reading was begun."""
        self.tally.end(failed=True)
        self.report(problem)


def _documents(
    sources: Sequence[str | Path], given: Given, problem: _Problems
) -> Iterator[Document]:
    """Yield the documents of the sources; the tally knows how far into them that is."""
    problem.tally.size = size_of(sources)
    items = read_given(sources, given, problem.tally.move)
    return _at_least_one(good_documents(items, problem.of_source))


@dataclass(frozen=True)
class _Many:
    """Processes that read: how many, what an article may cost them, and who hears of it."""

    workers: int
    bounds: Bounds
    on_problem: Callable[[DocumentError], None]


@dataclass(frozen=True)
class _Reader:
    """How articles are read, and how what they say is written."""

    nlp: Language | Unloaded
    min_confidence: float
    writing: Writing
    many: _Many | None

    def read(self, documents: Iterable[Document]) -> Iterator[ArticleData]:
        if self.many is not None:
            reading = Reading(*loaded_from(self.nlp), self.min_confidence)
            workers, bounds = self.many.workers, self.many.bounds
            found = write_in_processes(documents, reading, self.writing, workers, bounds)
            return good_ones(found, self.many.on_problem)
        from kgraph.pipeline import extract_data  # with the language's library, if read here

        nlp = _load(*loaded_from(self.nlp)) if isinstance(self.nlp, Unloaded) else self.nlp
        return extract_data(documents, nlp, self.min_confidence, self.writing)


def _load(*what: Any) -> Language:
    from kgraph.annotate import load

    return load(*what)


def run_of(nlp: Language | Unloaded, min_confidence: float, stamp: str | None = None) -> Run:
    """Return what a store keeps of how articles are read."""
    model = f"{nlp.meta['name']} {nlp.meta['version']}"
    tables = nlp.meta.get("gazetteer")
    options = (
        *((("gazetteer", str(tables)),) if tables else ()),
        *((("min-confidence", f"{min_confidence:g}"),) if min_confidence else ()),
    )
    return Run(version=VERSION, model=model, options=options, stamp=stamp)


def write_files(graph: KnowledgeGraph, folder: Path, *, existing: bool = False) -> list[Path]:
    """Write ``graph.trig`` and ``graph.html`` beside a store, or only those that are there.

    Of more than ``MOST_IN_FILES`` articles they are of no use, and old ones are taken away.
    """
    writers = {
        folder / "graph.trig": lambda path: graph.export(path, "trig"),
        folder / "graph.html": graph.to_html,
    }
    if graph.store.article_count() > MOST_IN_FILES:
        for path in writers:
            path.unlink(missing_ok=True)
        return []
    due = [path for path in writers if path.exists() or not existing]
    for path in due:
        writers[path](path)
    return due


def _fill(store: Store, documents: Iterable[Document], reader: _Reader, tally: Tally) -> None:
    writing = reader.writing

    def new() -> Iterator[Document]:
        before = tally.position
        for one in documents:
            if store.is_current(one, writing.run, keep_text=writing.keep_text):
                tally.unchanged += 1
            else:
                tally.begin(before)
                yield one
            before = tally.position

    def read() -> Iterator[ArticleData]:
        for one in reader.read(new()):
            tally.end()
            yield one

    store_meanwhile(some_at_a_time(read()), store)
    store.settle_copies()
    merge_files(store, tally.read)


def _opened(output: str | Path | None, base: str | None, infer: bool | None) -> KnowledgeGraph:
    graph = KnowledgeGraph(open_store(output, base=base, create=True))
    if infer is not None:
        try:
            graph.store.infer(infer)
        except BaseException:
            graph.close()
            raise
    return graph


def time_of_run() -> str:
    """Return the time, as a store keeps it where it is asked to."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _at_least_one(documents: Iterator[Document]) -> Iterator[Document]:
    """Begin to read before anything is written: where nothing can be read, nothing is."""
    first = next(documents, None)
    if first is None:
        raise KGraphError("no article was read, so nothing was built")
    return itertools.chain([first], documents)


def _raise(problem: DocumentError) -> None:
    raise problem
