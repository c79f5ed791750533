"""Rows of tables to documents: which column is which, and the document of one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.articles import Found, to_document

__all__ = ["USUAL", "places_of", "row_document"]

#: What a column is usually called; of several the first counts.
USUAL: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "maintext", "full_text"),
    "id": ("id", "doc_id", "uid", "guid"),
    "title": ("title", "headline"),
    "published": ("published", "date", "date_publish", "publish_date", "published_at", "day"),
    "source": ("source", "outlet", "publisher", "source_domain", "domain"),
    "url": ("url", "link", "uri"),
}


def places_of(header: Sequence[str], columns: Mapping[str, str], name: str) -> dict[str, int]:
    """Return which column holds which field: the user's word first, then the usual names.

    Raises :class:`~kgraph.errors.DocumentError` where a column is not there that the user named.
    """
    known = [cell.strip() for cell in header]
    lower = [cell.lower() for cell in known]
    places: dict[str, int] = {}
    for field, names in USUAL.items():
        told = columns.get(field)
        if told is None:
            usual = [one for one in names if one in lower]
            places |= {field: lower.index(usual[0])} if usual else {}
        elif told in known:
            places[field] = known.index(told)
        else:
            there = ", ".join(known[:20])
            raise DocumentError(name, f'no column "{told}" for the {field} (there are {there})')
    return places


def row_document(
    cells: Mapping[str, str], where: str, published: str | None
) -> Document | DocumentError:
    """Return the document of a row's cells by field, or the error in its place."""
    found = Found(
        name=cells.get("id") or where,
        text=cells.get("text", ""),
        title=cells.get("title") or None,
        source=cells.get("source") or None,
        published=cells.get("published") or None,
        url=cells.get("url") or None,
    )
    try:
        return to_document(found, published)
    except DocumentError as problem:
        return DocumentError(where, problem.reason)
