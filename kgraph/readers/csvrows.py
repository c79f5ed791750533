"""Tables of commas or tabs to documents, one a row; columns may have any of the usual names."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterator, Mapping

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.articles import Found, to_document
from kgraph.readers.kept import MOST_CHARACTERS

__all__ = ["COLUMNS", "read_rows"]

#: What a column is called, the first name that the table has.
COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "maintext", "full_text"),
    "id": ("id", "doc_id", "uid", "guid"),
    "title": ("title", "headline"),
    "published": ("published", "date", "date_publish", "publish_date", "published_at", "day"),
    "source": ("source", "outlet", "publisher", "source_domain", "domain"),
    "url": ("url", "link", "uri"),
}


def read_rows(
    stream: io.BufferedReader, name: str, published: str | None
) -> Iterator[Document | DocumentError]:
    """Yield the document of each row, or the error in its place."""
    csv.field_size_limit(MOST_CHARACTERS + 1)
    text = codecs.getreader("utf-8-sig")(stream, "replace")
    first = text.readline()
    rows = csv.reader(itertools.chain([first], text), delimiter="\t" if "\t" in first else ",")
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        places = _places(header)
        if "text" not in places:
            names = ", ".join(COLUMNS["text"])
            raise DocumentError(name, f"no column with the text of the articles ({names})")
        for number, row in enumerate(rows, start=2):
            if any(row):
                yield _item(row, places, f"{name}, row {number}", published)
    except csv.Error as error:
        yield DocumentError(name, f"the table cannot be read further: {error}")


def _places(header: list[str]) -> dict[str, int]:
    return {
        field: header.index(known[0])
        for field, names in COLUMNS.items()
        if (known := [name for name in names if name in header])
    }


def _item(
    row: list[str], places: Mapping[str, int], where: str, published: str | None
) -> Document | DocumentError:
    cells = {field: row[place].strip() for field, place in places.items() if place < len(row)}
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
