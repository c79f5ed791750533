"""Lists of articles on the web to documents: addresses alone, and GDELT's tables and answers.

GDELT 2.0 writes tables of tabs without a header: the knowledge graph of 27 columns, events of 61,
mentions of 16 (*GDELT Event Codebook* V2.0 and *GKG Codebook* V2.1, 2015), and its DOC API answers
with ``{"articles": [{"url": …, "title": …, "seendate": …, "domain": …}]}``.  They hold no text: it
is fetched where the user asks for it, and refused in one line where not.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.articles import MOST_BYTES, within_bounds
from kgraph.readers.dates import parse_day
from kgraph.readers.decoding import decode
from kgraph.readers.given import Given
from kgraph.readers.jsonl import web_address

__all__ = ["Entry", "Item", "Read", "fetched", "is_list", "read_list"]

Item: TypeAlias = Document | DocumentError
#: Reads what was fetched: its stream, its name, its suffix.
Read: TypeAlias = Callable[[io.BufferedReader, str, str], Iterator[Item]]

#: By how many columns a table has: where the address, the day and the source stand.
_TABLES = {27: (4, 1, 3), 61: (60, 1, None), 16: (5, 2, 4)}
_ANSWER = re.compile(rb'\s*\{\s*"articles"\s*:')
_ADDRESSES = re.compile(rb"(?:https?://\S+[ \t]*(?:\r?\n)+)*https?://\S+\s*")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\d{6}|T\d{6}Z)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of a list: its address, and what the list says of it."""

    url: str
    title: str | None = None
    published: str | None = None
    source: str | None = None


def is_list(head: bytes) -> bool:
    """Tell whether a file that begins so lists addresses of articles.

    >>> is_list(b"https://example.org/a\\nhttps://example.org/b\\n"), is_list(b"The talks.")
    (True, False)
    """
    if _ANSWER.match(head):
        return True
    lines = head.rsplit(b"\n", 1)[0] if b"\n" in head else head
    if _ADDRESSES.fullmatch(lines):
        return True
    cells = head.split(b"\n", 1)[0].rstrip(b"\r").split(b"\t")
    places = _TABLES.get(len(cells))
    return places is not None and cells[places[0]].startswith((b"http://", b"https://"))


def read_list(stream: io.BufferedReader, name: str, given: Given, read: Read) -> Iterator[Item]:
    """Yield the articles of a list, fetched one after the other, or the error in their place."""
    data = within_bounds(stream.read(MOST_BYTES + 1), name)
    entries = _answer(data, name) if _ANSWER.match(data) else _lines(decode(data, name))
    yield from fetched(entries, name, given, read)


def fetched(entries: Iterable[Entry], name: str, given: Given, read: Read) -> Iterator[Item]:
    """Yield the articles at the addresses of a list, each address once.

    What a page does not say of itself (its day, title, site) the list does.
    """
    if given.fetch is None:
        raise DocumentError(
            name, "a list of addresses without their articles: --fetch reads them from the web"
        )
    seen: set[str] = set()
    for entry in entries:
        if entry.url in seen:
            continue
        seen.add(entry.url)
        if web_address(entry.url) is None:
            yield DocumentError(name, f"not an address: {entry.url[:80]!r}")
            continue
        try:
            page = given.fetch(entry.url)
        except DocumentError as problem:
            yield problem
            continue
        stream: io.BufferedReader = io.BufferedReader(io.BytesIO(page.data))
        for item in read(stream, page.url, page.suffix):
            yield _told(item, replace(entry, url=page.url))


def _told(item: Item, entry: Entry) -> Item:
    if isinstance(item, DocumentError):
        return item
    day = parse_day(entry.published) if entry.published else None
    return replace(
        item,
        title=item.title or entry.title,
        published=item.published or day,
        source=item.source or entry.source,
        url=item.url or entry.url,
    )


def _lines(text: str) -> Iterator[Entry]:
    for line in text.splitlines():
        cells = line.split("\t")
        places = _TABLES.get(len(cells))
        if places is None:
            if line.strip():
                yield Entry(line.strip())
            continue
        url, day, source = places
        yield Entry(
            cells[url],
            published=_iso(cells[day]),
            source=cells[source] or None if source is not None else None,
        )


def _answer(data: bytes, name: str) -> Iterator[Entry]:
    try:
        rows = json.loads(decode(data, name))["articles"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise DocumentError(name, f"no list of articles that can be read: {error}") from error
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("url"), str):
            told = _text(row.get("seendate"))
            day = _iso(told) if told else None
            yield Entry(row["url"], _text(row.get("title")), day, _text(row.get("domain")))


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _iso(stamp: str) -> str | None:
    """Return the day of "20250604", "20250604103000" or "20250604T103000Z"."""
    match = _DAY.fullmatch(stamp)
    return parse_day("-".join(match.groups())) if match else None
