"""Read the objects of a JSON array one by one, however long the file is.

In comes a text stream, out come dictionaries: those of an array, of lines that each hold one, or of
the array under a key deep in the document (``bindings`` of SPARQL results).  Memory holds one
object and a part of the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

__all__ = ["json_objects"]

PART = 1 << 16
#: An object of more characters than this is no entity: the file is broken.
LONGEST = 1 << 25


def json_objects(stream: TextIO, key: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield the objects of the outermost array, or of the one under ``key``.

    Raises ValueError where what should be an object is none.
    """
    buffer = _Buffer(stream)
    if key is not None:
        buffer.skip_to(f'"{key}"')
        buffer.skip_to("[")
    while buffer.at_object(inside=key is not None):
        yield buffer.take()


class _Buffer:
    """The part of a stream that has been read and not been used."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._decoder = json.JSONDecoder()
        self._text = ""
        self._place = 0

    def skip_to(self, mark: str) -> None:
        """Go on behind the next place where the mark stands."""
        while (found := self._text.find(mark, self._place)) < 0:
            self._place = max(self._place, len(self._text) - len(mark))
            if not self._more(PART):
                raise ValueError(f"has no {mark}")
        self._place = found + len(mark)

    def at_object(self, *, inside: bool) -> bool:
        """Go on to the next object; tell whether there is one before the array or file ends."""
        while True:
            while self._place < len(self._text) and self._text[self._place] in "[, \t\r\n\ufeff":
                self._place += 1
            if self._place < len(self._text):
                return self._text[self._place] != "]"
            if not self._more(PART):
                if inside:
                    raise ValueError("ends in the middle")
                return False

    def take(self) -> dict[str, Any]:
        """Return the object that begins here."""
        part = PART
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._place)
            except json.JSONDecodeError as error:
                if len(self._text) - self._place > LONGEST or not self._more(part):
                    raise ValueError(f"is not JSON: {error.msg}") from error
                part *= 2
                continue
            if not isinstance(value, dict):
                raise ValueError("holds something that is no object")
            self._place = end
            return value

    def _more(self, size: int) -> bool:
        """Read on; what has been used is let go."""
        part = self._stream.read(size)
        self._text = self._text[self._place :] + part
        self._place = 0
        return bool(part)
