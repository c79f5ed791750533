"""Index the entries of the gazetteer by what a text may write: names, acronyms, weak names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from kgraph.folding import acronym, fold
from kgraph.gazetteer_rows import GazetteerEntry

__all__ = [
    "Index",
    "acronyms_of",
    "full_names",
    "grouped",
    "index",
    "merged",
    "surface_forms",
    "weak_key",
]

Index = dict[str, tuple[GazetteerEntry, ...]]
Value = TypeVar("Value")


def full_names(entry: GazetteerEntry) -> tuple[str, ...]:
    """Return the names that are not acronyms."""
    return tuple(name for name in entry.names if acronym(name) is None)


def acronyms_of(entry: GazetteerEntry) -> Iterator[str]:
    """Yield the acronyms without full stops: ``U.S.`` and ``US`` are one."""
    return (letters for name in entry.names if (letters := acronym(name)) is not None)


def weak_key(name: str) -> str:
    """Return the key of a weak name: an acronym and a clipped word (``Ill.``) count as written."""
    return acronym(name) or (name if name.endswith(".") else fold(name))


def surface_forms(entry: GazetteerEntry) -> Iterator[str]:
    """Yield the names of an entry as text may write them."""
    yield from dict.fromkeys(entry.names)


def index(
    entries: Iterable[GazetteerEntry], keys_of: Callable[[GazetteerEntry], Iterable[str]]
) -> Index:
    """Return the entries by key, in their order."""
    return grouped((key, entry) for entry in entries for key in dict.fromkeys(keys_of(entry)))


def grouped(pairs: Iterable[tuple[str, Value]]) -> dict[str, tuple[Value, ...]]:
    """Return the values by key, in their order."""
    lists: dict[str, list[Value]] = {}
    for key, value in pairs:
        lists.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in lists.items()}


def merged(*groups: tuple[GazetteerEntry, ...]) -> tuple[GazetteerEntry, ...]:
    """Return the entries of all groups once, in order."""
    return tuple({entry.id: entry for group in groups for entry in group}.values())
