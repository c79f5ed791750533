"""What a reader found of one article, and the document that is made of it."""

from __future__ import annotations

from dataclasses import dataclass

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.cleaning import clean
from kgraph.readers.dates import parse_day
from kgraph.readers.heading import read_heading
from kgraph.readers.jsonl import web_address
from kgraph.readers.kept import MOST_CHARACTERS, kept_name, kept_text, refuse_unreadable

__all__ = ["MOST_BYTES", "Found", "to_document", "within_bounds"]

#: No character of UTF-8 takes more than four bytes.
MOST_BYTES = 4 * MOST_CHARACTERS


@dataclass(frozen=True, slots=True)
class Found:
    """An article as a reader found it; what its source does not say is None."""

    name: str
    text: str
    title: str | None = None
    source: str | None = None
    published: str | None = None
    url: str | None = None
    scraped: bool = False  #: taken out of a page or file, so it is cleaned


def to_document(found: Found, published: str | None = None) -> Document:
    """Return the document of what was found; what is not told is read from the first lines.

    ``published`` is the day that the user gave, which counts more than the article's.  Raises
    :class:`~kgraph.errors.DocumentError` where the text is not one article in English.
    """
    text = kept_text(clean(found.text).text if found.scraped else found.text, found.name)
    refuse_unreadable(text, found.name)
    heading = read_heading(text)
    day = parse_day(found.published) if found.published else None
    return Document(
        id=kept_name(found.name),
        text=text,
        title=found.title or heading.title,
        source=found.source or heading.source,
        published=published or day or heading.published,
        url=web_address(found.url),
    )


def within_bounds(data: bytes, name: str) -> bytes:
    """Return what was read of a file; raise where that is more than an article may have."""
    if len(data) > MOST_BYTES:
        raise DocumentError(name, f"longer than {MOST_BYTES:,} bytes: give its articles one by one")
    return data
