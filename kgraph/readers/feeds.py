"""RSS and Atom files to documents, one an entry: the whole text where the feed has it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.articles import MOST_BYTES, Found, to_document, within_bounds

__all__ = ["read_feed"]


def read_feed(
    stream: io.BufferedReader, name: str, published: str | None
) -> Iterator[Document | DocumentError]:
    """Yield the document of each entry, or the error in its place."""
    try:
        import feedparser
    except ImportError:
        raise DocumentError(name, "a feed needs the extra: pip install 'kgraph[web]'") from None
    data = within_bounds(stream.read(MOST_BYTES + 1), name)
    try:
        feed = feedparser.parse(data, sanitize_html=True, resolve_relative_uris=False)
    except (ValueError, OverflowError, LookupError, RecursionError) as error:
        raise DocumentError(name, f"no feed that can be read: {error}") from error
    if not feed.entries:
        reason = feed.get("bozo_exception") or "it has no entries"
        raise DocumentError(name, f"no feed that can be read: {reason}")
    site = feed.feed.get("title")
    for number, entry in enumerate(feed.entries, start=1):
        try:
            yield to_document(_found(entry, f"{name}, entry {number}", site), published)
        except DocumentError as problem:
            yield problem


def _found(entry: Any, name: str, site: str | None) -> Found:
    contents = [content.get("value", "") for content in entry.get("content", ())]
    text = _plain(max([*contents, entry.get("summary", "")], key=len), name)
    title = _plain(entry.get("title", ""), name)
    # Its own get() warns where an entry has only the one of the two.
    day = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    return Found(
        name=name,
        text=f"{title}\n\n{text}" if title else text,
        title=title or None,
        source=site,
        published=f"{day[0]:04}-{day[1]:02}-{day[2]:02}" if day else None,
        url=entry.get("link"),
        scraped=True,
    )


def _plain(markup: str, name: str) -> str:
    """Return the text of a piece of HTML, a paragraph a line."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    from lxml import html
    from lxml.etree import LxmlError

    try:
        tree = html.fragment_fromstring(markup, create_parent="div")
        for block in tree.iter("p", "br", "div", "li", "h1", "h2", "h3", "blockquote"):
            block.tail = "\n\n" + (block.tail or "")
    except (LxmlError, ValueError) as error:
        raise DocumentError(name, f"its HTML cannot be read: {error}") from error
    return "\n\n".join(" ".join(part.split()) for part in tree.text_content().split("\n\n")).strip()
