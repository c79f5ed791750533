"""Files, folders and streams to documents: ``read_documents``.

In: what a user names on the command line — text, Markdown, JSON Lines, tables, web pages, feeds,
messages, PDF files, web archives, folders, ZIP and tar archives of them, ``-`` for standard input;
what a file is, is told by its content (:mod:`kgraph.readers.kinds`).  Out: one
:class:`~kgraph.model.Document` an article, in the order given (a folder's files by name), and in
the place of each article that cannot be read the :class:`~kgraph.errors.DocumentError` that says
why, so that one bad article never stops the rest.

The text of a plain text is kept as it was read, character for character, because every later offset
counts into it: a headline or "(AFP)" becomes title or source and still stands in the text, Markdown
markup becomes spaces of the same length, a character that no output format can hold becomes one
other character (:mod:`kgraph.readers.kept`).

What is noticed without being an error (another encoding than UTF-8, a date that is none) goes to
the log of this module.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.dates import parse_day
from kgraph.readers.files import Item, read_path, read_stream

__all__ = ["Item", "good_documents", "parse_day", "read_documents"]


def read_documents(
    sources: Iterable[str | Path], *, published: str | None = None
) -> Iterator[Item]:
    """Yield the articles of ``sources``, and an error in the place of each that cannot be read.

    ``published`` is the publication day of all of them; without it a document's own day counts
    (a JSONL field, front matter, an explicit dateline with its year), and without that there is
    none.  The same article under the same name, named twice, is read once.
    """
    seen: dict[str, str] = {}
    for source in sources:
        for item in _read_source(source, published):
            if isinstance(item, DocumentError):
                yield item
            elif item.id not in seen:
                seen[item.id] = item.key
                yield item
            elif seen[item.id] != item.key:
                yield DocumentError(item.id, "another document has this id already")


def good_documents(
    items: Iterable[Item], on_problem: Callable[[DocumentError], None]
) -> Iterator[Document]:
    """Yield the documents among ``items`` and hand each problem to ``on_problem``, in order."""
    for item in items:
        if isinstance(item, DocumentError):
            on_problem(item)
        else:
            yield item


def _read_source(source: str | Path, published: str | None) -> Iterator[Item]:
    if source == "-":
        return read_stream(sys.stdin.buffer, "stdin", published)
    return read_path(Path(source), published)
