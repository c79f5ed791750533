"""JSON Lines to documents, one object a line: ``id``, ``text``, and what else is known.

``title``, ``published``, ``source`` and ``url`` may be missing or null.  Lines are read one at a
time, so a file may be larger than memory; an error names the line.
"""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.dates import parse_day
from kgraph.readers.decoding import decode
from kgraph.readers.given import Given
from kgraph.readers.heading import read_heading
from kgraph.readers.kept import MOST_CHARACTERS, kept_name, kept_text, refuse_unreadable

__all__ = ["line_starts", "read_lines", "web_address"]

log = logging.getLogger(__name__)

#: A character may be written as two escapes of six bytes.
MOST_BYTES = 12 * MOST_CHARACTERS
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f]{1,2000}")


def read_lines(
    stream: io.BufferedReader, name: str, given: Given, first: int = 1
) -> Iterator[Document | DocumentError]:
    """Yield the document of each line that is not blank, or the error in its place.

    ``first`` is the number of the stream's first line, where it begins within a file.
    """
    empty = True
    for number, line in enumerate(_lines(stream), start=first):
        if not line.strip():
            continue
        empty = False
        try:
            yield _read_row(line, f"{name}, line {number}", given)
        except DocumentError as problem:
            yield problem
    if empty:
        yield DocumentError(name, "empty")


def line_starts(stream: io.BufferedReader) -> Iterator[tuple[int, int]]:
    """Yield the byte at which each line begins that is not blank, and its number."""
    place = 0
    for number, line in enumerate(stream, start=1):
        if line.strip():
            yield place, number
        place += len(line)


def web_address(value: object) -> str | None:
    """Return ``value`` where it is an http or https address, else None."""
    return value if isinstance(value, str) and _WEB_ADDRESS.fullmatch(value) else None


def _lines(stream: io.BufferedReader) -> Iterator[bytes]:
    """The lines, each cut where it is longer than any article."""
    while line := stream.readline(MOST_BYTES + 1):
        yield line
        while len(line) > MOST_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MOST_BYTES + 1)


def _read_row(line: bytes, where: str, given: Given) -> Document:
    if len(line) > MOST_BYTES:
        raise DocumentError(where, f"longer than {MOST_BYTES:,} bytes")
    row = _renamed(_parse(decode(line, where).strip(), where), given.columns, where)
    text = kept_text(_required(row, "text", where), where)
    refuse_unreadable(text, where)
    heading = read_heading(text)
    return Document(
        id=kept_name(_required(row, "id", where)),
        text=text,
        title=_optional(row, "title", where) or heading.title,
        published=given.published or _published(row, where) or heading.published,
        source=_optional(row, "source", where) or heading.source,
        url=_url(row, where),
    )


def _renamed(row: dict[str, Any], columns: Mapping[str, str], where: str) -> dict[str, Any]:
    """Return a row under the names of fields; without an id its place is it."""
    if not columns:
        return row
    told = {field: row[column] for field, column in columns.items() if column in row}
    return {"id": where, **row, **told}


def _parse(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise DocumentError(where, f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except (RecursionError, ValueError) as error:
        raise DocumentError(where, "not JSON that can be read: too deep or too long") from error
    if not isinstance(row, dict):
        raise DocumentError(where, "not a JSON object")
    return row


def _required(row: dict[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or (key == "id" and value == ""):
        hint = f" (say what it is called: --columns {key}=…)" if key == "text" else ""
        raise DocumentError(where, f'no "{key}"{hint}')
    if not isinstance(value, str):
        raise DocumentError(where, f'"{key}" is not a string')
    return value


def _optional(row: dict[str, Any], key: str, where: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        log.warning('%s: "%s" is not a string, ignored', where, key)
        return None
    return " ".join(kept_text(value, where).split()) or None if value else None


def _published(row: dict[str, Any], where: str) -> str | None:
    value = _optional(row, "published", where)
    day = parse_day(value) if value else None
    if value and day is None:
        log.warning('%s: "published" is not a day such as 2025-06-04, ignored', where)
    return day


def _url(row: dict[str, Any], where: str) -> str | None:
    value = _optional(row, "url", where)
    url = web_address(value)
    if value and url is None:
        log.warning('%s: "url" is not an http or https address, ignored', where)
    return url
