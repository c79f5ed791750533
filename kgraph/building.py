"""From sources to a graph: read, extract, store, and write the files to look at.

In: what a user names.  Out: an open :class:`~kgraph.graph.KnowledgeGraph`, in memory or in a
folder.  Articles flow one batch at a time, so a corpus need not fit into memory; what the store
holds already, read in the same way, is not read again.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.annotate import load
from kgraph.dataset import Run
from kgraph.errors import DocumentError, KGraphError
from kgraph.graph import KnowledgeGraph
from kgraph.model import Document, Extraction
from kgraph.pipeline import extract_documents
from kgraph.readers import good_documents, read_documents
from kgraph.store import open_store
from kgraph.version import VERSION

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["build"]

Progress = Callable[[Iterable[Extraction]], Iterable[Extraction]]


def build(
    sources: Iterable[str | Path],
    output: str | Path | None = None,
    *,
    nlp: Language | None = None,
    published: str | None = None,
    base: str | None = None,
    keep_text: bool = False,
    on_problem: Callable[[DocumentError], None] | None = None,
    progress: Progress = iter,
) -> KnowledgeGraph:
    """Read articles and return their graph: in memory, or in the folder ``output``.

    A folder gets the store (``store/``), ``graph.trig`` and ``graph.html``; called again, only what
    is new or has changed is read.  An article that cannot be read raises
    :class:`~kgraph.errors.DocumentError`, or is handed to ``on_problem`` and skipped.  ``nlp`` is
    what :func:`kgraph.load` returned, ``published`` and ``base`` are as on the command line, and
    ``progress`` wraps the stream of extractions.
    """
    items = read_documents(sources, published=published)
    documents = _at_least_one(good_documents(items, on_problem or _raise))
    graph = KnowledgeGraph(open_store(output, base=base, create=True))
    try:
        _fill(graph, documents, nlp or load(), keep_text=keep_text, progress=progress)
        if output is not None:
            graph.export(Path(output) / "graph.trig", "trig")
            graph.to_html(Path(output) / "graph.html")
    except BaseException:
        graph.close()
        raise
    return graph


def _fill(
    graph: KnowledgeGraph,
    documents: Iterable[Document],
    nlp: Language,
    *,
    keep_text: bool,
    progress: Progress,
) -> None:
    run = Run(version=VERSION, model=f"{nlp.meta['name']} {nlp.meta['version']}")
    new = (one for one in documents if not graph.store.is_current(one, run, keep_text=keep_text))
    for extraction in progress(extract_documents(new, nlp)):
        graph.store.put(extraction, run, keep_text=keep_text)


def _at_least_one(documents: Iterator[Document]) -> Iterator[Document]:
    """Begin to read before anything is written: where nothing can be read, nothing is."""
    first = next(documents, None)
    if first is None:
        raise KGraphError("no article was read, so nothing was built")
    return itertools.chain([first], documents)


def _raise(problem: DocumentError) -> None:
    raise problem
