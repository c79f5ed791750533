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
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.dates import parse_day
from kgraph.readers.files import Item, article_files, read_address, read_path, read_stream
from kgraph.readers.given import FIELDS, Fetch, Fetched, Given
from kgraph.readers.jsonl import web_address

__all__ = [
    "FIELDS",
    "Fetch",
    "Fetched",
    "Given",
    "Item",
    "good_documents",
    "parse_day",
    "read_documents",
    "read_given",
    "size_of",
    "without_repeats",
]


def read_documents(
    sources: Iterable[str | Path],
    *,
    published: str | None = None,
    columns: Mapping[str, str] | None = None,
    fetch: Fetch | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> Iterator[Item]:
    """Yield the articles of ``sources``, and an error in the place of each that cannot be read.

    ``published`` is the publication day of all of them; without it a document's own day counts
    (a JSONL field, front matter, an explicit dateline with its year), and without that there is
    none.  ``columns`` says what the fields of an article (:data:`FIELDS`) are called in tables and
    JSON Lines.  A source may be an address on the web, or a list of them, where ``fetch`` brings
    what is there.  The same article under the same name, named twice, is read once.  ``on_bytes``
    is told how many bytes of a file were read each time some were.
    """
    return read_given(sources, Given(published, columns or {}, fetch), on_bytes)


def read_given(
    sources: Iterable[str | Path], given: Given, on_bytes: Callable[[int], None] | None = None
) -> Iterator[Item]:
    """Yield what :func:`read_documents` does, of sources of which this is given."""
    return without_repeats(
        item for source in sources for item in _read_source(source, given, on_bytes)
    )


def without_repeats(items: Iterable[Item], seen: dict[str, str] | None = None) -> Iterator[Item]:
    """Yield each document once; another with the same id is an error.

    ``seen`` are the keys of documents that came before, by their ids, and takes up these.
    """
    seen = {} if seen is None else seen
    for item in items:
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


def size_of(sources: Iterable[str | Path]) -> int:
    """Return how many bytes the files have that sources name; 0 where that cannot be told."""
    sizes = [_size(source) for source in sources]
    return sum(sizes) if all(sizes) else 0


def _size(source: str | Path) -> int:
    path = Path(source)
    files = article_files(path) if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _read_source(
    source: str | Path, given: Given, on_bytes: Callable[[int], None] | None
) -> Iterator[Item]:
    if source == "-":
        return read_stream(sys.stdin.buffer, "stdin", given)
    if web_address(source) is not None:
        return read_address(str(source), given)
    return read_path(Path(source), given, on_bytes)
