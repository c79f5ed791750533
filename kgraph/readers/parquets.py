"""Parquet files to documents, one a row, a few rows in memory at a time."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping
from typing import Any

from kgraph.errors import DocumentError
from kgraph.readers.columns import USUAL, places_of, row_document
from kgraph.readers.given import Given
from kgraph.readers.lists import Item

__all__ = ["read_parquet", "rows_in_groups"]

_ROWS = 64
_BUFFER = 1 << 20


def read_parquet(
    stream: io.BufferedReader, name: str, given: Given, part: tuple[int, int] | None = None
) -> Iterator[Item]:
    """Yield the document of each row, or the error in its place.

    Columns have the usual names or those that ``given`` says; others are not read.  ``part`` are
    the first row group to read and the one to stop before.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise DocumentError(name, "Parquet needs the extra: pip install 'kgraph[frames]'") from None
    if not stream.seekable():
        raise DocumentError(name, "Parquet is read from a file, not from a stream")
    number = 0
    try:
        file = parquet.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
        header = file.schema_arrow.names
        places = places_of(header, given.columns, name)
        if "text" not in places:
            raise DocumentError(
                name, f"no column with the text of the articles ({', '.join(USUAL['text'])})"
            )
        called = {field: header[place] for field, place in places.items()}
        groups = range(file.num_row_groups) if part is None else range(*part)
        number = sum(file.metadata.row_group(one).num_rows for one in range(groups.start))
        for batch in file.iter_batches(_ROWS, list(groups), list(called.values())):
            for row in batch.to_pylist():
                number += 1
                cells = _cells(row, called)
                yield row_document(cells, f"{name}, row {number}", given.published)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        where = f"after row {number}: " if number else ""
        yield DocumentError(name, f"no Parquet that can be read {where}{_line(error)}")


def rows_in_groups(stream: io.BufferedReader) -> list[int]:
    """Return how many rows each row group of a file has."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        return []
    try:
        facts = parquet.ParquetFile(stream).metadata
        return [facts.row_group(one).num_rows for one in range(facts.num_row_groups)]
    except (pyarrow.ArrowException, ValueError):
        return []


def _cells(row: Mapping[str, Any], called: Mapping[str, str]) -> dict[str, str]:
    """Return the cells that are text, numbers or days, as text."""
    return {
        field: _text(row[column]) for field, column in called.items() if row[column] is not None
    }


def _text(value: object) -> str:
    if isinstance(value, datetime.date):  # a time of day is one, too
        return value.isoformat()[:10]
    return str(value).strip() if isinstance(value, str | int) else ""


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
