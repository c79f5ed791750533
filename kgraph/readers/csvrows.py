"""Tables of commas or tabs to documents, one a row; columns may have any of the usual names.

A table with addresses and no text is a list of articles on the web.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterator, Mapping

from kgraph.errors import DocumentError
from kgraph.readers.articles import MOST_BYTES
from kgraph.readers.columns import USUAL, places_of, row_document
from kgraph.readers.given import Given
from kgraph.readers.kept import MOST_CHARACTERS
from kgraph.readers.lists import Entry, Item, Read, fetched

__all__ = ["read_rows"]


def read_rows(stream: io.BufferedReader, name: str, given: Given, read: Read) -> Iterator[Item]:
    """Yield the document of each row, or the error in its place."""
    csv.field_size_limit(MOST_CHARACTERS + 1)
    lines = _lines(stream)
    first = next(lines, "")
    rows = csv.reader(itertools.chain([first], lines), delimiter="\t" if "\t" in first else ",")
    try:
        places = places_of(next(rows, []), given.columns, name)
        if "text" not in places and "url" not in places:
            names = ", ".join(USUAL["text"])
            raise DocumentError(
                name, f"no column with the text of the articles ({names}): --columns text=…"
            )
        numbered = ((number, row) for number, row in enumerate(rows, start=2) if any(row))
        if "text" not in places:
            entries = (_entry(_cells(row, places)) for _, row in numbered)
            yield from fetched(entries, name, given, read)
            return
        for number, row in numbered:
            yield row_document(_cells(row, places), f"{name}, row {number}", given.published)
    except csv.Error as error:
        yield DocumentError(name, f"the table cannot be read further: {error}")


def _lines(stream: io.BufferedReader) -> Iterator[str]:
    """Yield the lines as text; a longer one than any article is cut, as no memory holds it."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    while line := stream.readline(MOST_BYTES):
        yield decoder.decode(line)


def _cells(row: list[str], places: Mapping[str, int]) -> dict[str, str]:
    return {field: row[place].strip() for field, place in places.items() if place < len(row)}


def _entry(cells: Mapping[str, str]) -> Entry:
    told = {field: cells.get(field) or None for field in ("title", "published", "source")}
    return Entry(cells.get("url", ""), **told)
