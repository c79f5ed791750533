"""One file, folder or stream to its articles: what kind it is, and how much of it is read."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers import jsonl, markdown
from kgraph.readers.decoding import decode, refuse_binary
from kgraph.readers.heading import read_heading
from kgraph.readers.kept import MOST_CHARACTERS, kept_name, kept_text, refuse_unreadable

__all__ = ["Item", "read_path", "read_stream"]

Item: TypeAlias = Document | DocumentError

TEXT_SUFFIXES = frozenset({".txt", ".text", ""})
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
JSONL_SUFFIXES = frozenset({".jsonl", ".ndjson"})
#: What is an article in a folder; a file named by itself may have any name.
ARTICLE_SUFFIXES = (TEXT_SUFFIXES | MARKDOWN_SUFFIXES | JSONL_SUFFIXES) - {""}
#: No character of UTF-8 takes more than four bytes.
MOST_BYTES = 4 * MOST_CHARACTERS
UTF8_BOM = b"\xef\xbb\xbf"


def read_path(path: Path, published: str | None) -> Iterator[Item]:
    """Yield the articles of one file, or of all article files below a folder, sorted by name."""
    if not path.is_dir():
        yield from _read_file(path, published)
        return
    files = _article_files(path)
    if not files:
        kinds = ", ".join(sorted(ARTICLE_SUFFIXES))
        yield DocumentError(_name(path), f"no article in this folder ({kinds})")
    for file in files:
        yield from _read_file(file, published)


def read_stream(stream: BinaryIO, name: str, published: str | None) -> Iterator[Item]:
    """Yield the articles of an open stream: JSON Lines if it begins like them, else one text."""
    buffered = stream if isinstance(stream, io.BufferedReader) else _buffered(stream)
    try:
        yield from _read_open(buffered, name, Path(name).suffix.lower(), published)
    except DocumentError as problem:
        yield problem


def _read_file(path: Path, published: str | None) -> Iterator[Item]:
    name = _name(path)
    try:
        with path.open("rb") as stream:
            yield from read_stream(stream, name, published)
    except OSError as error:
        yield DocumentError(name, _reason(error))


def _read_open(
    stream: io.BufferedReader, name: str, suffix: str, published: str | None
) -> Iterator[Item]:
    head = stream.peek(64)
    refuse_binary(head, name)
    if suffix in JSONL_SUFFIXES or _begins_like_json(head):
        yield from jsonl.read_lines(stream, name, published)
        return
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise DocumentError(name, f"longer than {MOST_BYTES:,} bytes: give its articles one by one")
    text = kept_text(decode(data, name), name)
    if suffix in MARKDOWN_SUFFIXES:
        yield _markdown_document(text, name, published)
    else:
        yield _text_document(text, name, published)


def _text_document(text: str, name: str, published: str | None) -> Document:
    refuse_unreadable(text, name)
    heading = read_heading(text)
    return Document(
        id=name,
        text=text,
        title=heading.title,
        source=heading.source,
        published=published or heading.published,
    )


def _markdown_document(text: str, name: str, published: str | None) -> Document:
    page = markdown.read_markdown(text)
    refuse_unreadable(page.text, name)
    heading = read_heading(page.text)
    return Document(
        id=name,
        text=page.text,
        title=page.title or heading.title,
        source=page.source or heading.source,
        published=published or page.published or heading.published,
        url=page.url,
    )


def _article_files(folder: Path) -> list[Path]:
    found = (
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in ARTICLE_SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )
    return sorted(found, key=lambda path: path.as_posix())


def _begins_like_json(head: bytes) -> bool:
    return head.removeprefix(UTF8_BOM).lstrip().startswith((b'{"', b"{ "))


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(stream)  # type: ignore[arg-type]  # a BytesIO reads as raw files do


def _name(path: Path) -> str:
    """Return the path as it was typed, with ``/`` between its parts."""
    return kept_name(os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/"))


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    return (error.strerror or str(error)).lower()
