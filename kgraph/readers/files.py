"""One file, folder or stream to its articles: what kind it is, and how much of it is read."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers import (
    archives,
    csvrows,
    feeds,
    jsonl,
    lists,
    mails,
    markdown,
    parquets,
    pdfs,
    warcs,
    webpages,
)
from kgraph.readers.articles import MOST_BYTES, Found, to_document, within_bounds
from kgraph.readers.decoding import decode, refuse_binary
from kgraph.readers.given import Given
from kgraph.readers.kept import kept_name, kept_text
from kgraph.readers.kinds import LOOK_AT, SUFFIXES, Kind, kind_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = [
    "Item",
    "article_files",
    "is_article_file",
    "name_of",
    "read_address",
    "read_part",
    "read_path",
    "read_stream",
    "reason",
]

Item: TypeAlias = Document | DocumentError
Reader: TypeAlias = Callable[[io.BufferedReader, str, str | None], Iterator[Item]]
Archive: TypeAlias = Callable[[io.BufferedReader, str, archives.Read], Iterator[Item]]
Table: TypeAlias = Callable[[io.BufferedReader, str, Given], Iterator[Item]]
List: TypeAlias = Callable[[io.BufferedReader, str, Given, lists.Read], Iterator[Item]]

#: What is an article in a folder; a file named by itself may have any name.
ARTICLE_SUFFIXES = frozenset(SUFFIXES)
#: Beside this lie what kgraph itself wrote, its page among it: no articles.
GRAPH = "graph.trig"
#: How deep a compressed file may lie in another: an archive that gzip compressed.
DEEPEST = 1

_READERS: dict[Kind, Reader] = {
    "page": webpages.read_page,
    "feed": feeds.read_feed,
    "pdf": pdfs.read_pdf,
    "mail": mails.read_mail,
    "warc": warcs.read_warc,
}
_TABLES: dict[Kind, Table] = {"jsonl": jsonl.read_lines, "parquet": parquets.read_parquet}
_LISTS: dict[Kind, List] = {"csv": csvrows.read_rows, "list": lists.read_list}
_ARCHIVES: dict[Kind, Archive] = {
    "zip": archives.read_zip,
    "tar": archives.read_tar,
    "gzip": archives.read_gzip,
}


def read_path(
    path: Path, given: Given, on_bytes: Callable[[int], None] | None = None
) -> Iterator[Item]:
    """Yield the articles of one file, or of all article files below a folder, sorted by name."""
    if not path.is_dir():
        yield from _read_file(path, given, on_bytes)
        return
    files = article_files(path)
    if not files:
        kinds = ", ".join(sorted(ARTICLE_SUFFIXES))
        yield DocumentError(name_of(path), f"no article in this folder ({kinds})")
    for file in files:
        yield from _read_file(file, given, on_bytes)


def read_stream(stream: BinaryIO, name: str, given: Given) -> Iterator[Item]:
    """Yield the articles of an open stream: JSON Lines if it begins like them, else one text."""
    buffered = stream if isinstance(stream, io.BufferedReader) else _buffered(stream)
    try:
        yield from _read_open(buffered, name, Path(name).suffix.lower(), given)
    except DocumentError as problem:
        yield problem


def read_part(
    stream: io.BufferedReader, name: str, given: Given, part: tuple[int, int]
) -> Iterator[Item]:
    """Yield the articles of row groups of a Parquet file, or of files in a ZIP archive."""
    try:
        if kind_of(stream.peek(LOOK_AT), Path(name).suffix.lower()) == "parquet":
            yield from parquets.read_parquet(stream, name, given, part)
        else:
            read = partial(_read_member, given=given, depth=1)
            yield from archives.read_zip(stream, name, read, part)
    except DocumentError as problem:
        yield problem


def read_address(url: str, given: Given) -> Iterator[Item]:
    """Yield the articles at an address on the web, where the user asks for it."""
    if given.fetch is None:
        yield DocumentError(url, "an address on the web: --fetch reads it from there")
        return
    read = partial(_read_member, given=given, depth=0)
    try:
        yield from lists.fetched([lists.Entry(url)], url, given, read)
    except DocumentError as problem:
        yield problem


class _CountedFile(io.FileIO):
    """A file that tells how much of it is read."""

    def __init__(self, path: Path, on_bytes: Callable[[int], None]) -> None:
        super().__init__(path)
        self._on_bytes = on_bytes

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        count = super().readinto(buffer)
        self._on_bytes(count or 0)
        return count


def _read_file(path: Path, given: Given, on_bytes: Callable[[int], None] | None) -> Iterator[Item]:
    name = name_of(path)
    try:
        with io.BufferedReader(_CountedFile(path, on_bytes or (lambda _: None))) as stream:
            yield from read_stream(stream, name, given)
    except OSError as error:
        yield DocumentError(name, reason(error))


def _read_open(
    stream: io.BufferedReader, name: str, suffix: str, given: Given, depth: int = 0
) -> Iterator[Item]:
    head = stream.peek(LOOK_AT)
    kind = kind_of(head, suffix)
    if kind in _ARCHIVES:
        if depth > DEEPEST:
            raise DocumentError(name, "an archive within an archive")
        read = partial(_read_member, given=given, depth=depth + 1)
        yield from _ARCHIVES[kind](stream, name, read)
    elif kind in _LISTS:
        read = partial(_read_member, given=given, depth=DEEPEST)
        yield from _LISTS[kind](stream, name, given, read)
    elif kind in _TABLES:
        yield from _TABLES[kind](stream, name, given)
    elif kind in _READERS:
        yield from _READERS[kind](stream, name, given.published)
    else:
        refuse_binary(head, name)
        data = within_bounds(stream.read(MOST_BYTES + 1), name)
        found = _markdown if kind == "markdown" else _plain
        yield to_document(found(kept_text(decode(data, name), name), name), given.published)


def _read_member(
    stream: io.BufferedReader, name: str, suffix: str, given: Given, depth: int
) -> Iterator[Item]:
    try:
        yield from _read_open(stream, name, suffix, given, depth)
    except DocumentError as problem:
        yield problem


def _plain(text: str, name: str) -> Found:
    return Found(name=name, text=text)


def _markdown(text: str, name: str) -> Found:
    page = markdown.read_markdown(text)
    return Found(name, page.text, page.title, page.source, page.published, page.url)


def is_article_file(path: Path) -> bool:
    """Tell by its name whether a file in a folder is one that is read."""
    return path.suffix.lower() in ARTICLE_SUFFIXES


def article_files(folder: Path) -> list[Path]:
    """Return the files below a folder that are read, sorted by name."""
    found = (
        path
        for path in folder.rglob("*")
        if is_article_file(path)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
        and not (path.parent / GRAPH).exists()
    )
    return sorted(found, key=lambda path: path.as_posix())


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(stream)  # type: ignore[arg-type]  # a BytesIO reads as raw files do


def name_of(path: Path) -> str:
    """Return the path as it was typed, with ``/`` between its parts."""
    return kept_name(os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/"))


def reason(error: OSError) -> str:
    """Say in a few words why a file cannot be read."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    return (error.strerror or str(error)).lower()
