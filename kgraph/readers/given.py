"""What a user says of all sources: their day, what their columns are called, how to fetch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

__all__ = ["FIELDS", "Fetch", "Fetched", "Given"]

#: What a row of a table can say of an article.
FIELDS = ("text", "id", "title", "published", "source", "url")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address on the web gave: its last address, the bytes, a suffix for their kind."""

    url: str
    data: bytes
    suffix: str = ""


#: Takes an address; raises :class:`~kgraph.errors.DocumentError` where it gives nothing.
Fetch: TypeAlias = Callable[[str], Fetched]


@dataclass(frozen=True, slots=True)
class Given:
    """What holds of every source.

    ``published`` is their day; ``columns`` says what a field (:data:`FIELDS`) is called in tables
    and JSON Lines; without ``fetch`` nothing is read from the web.
    """

    published: str | None = None
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    fetch: Fetch | None = None
