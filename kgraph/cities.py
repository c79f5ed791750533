"""Cities by name: thousands of rows, read when first asked for, made into entries one by one.

A row stays a string until somebody wants that city, which keeps the table small in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from kgraph.folding import fold
from kgraph.gazetteer_rows import GazetteerEntry, entry_of

__all__ = ["Cities"]


class Cities:
    """The table of cities, sorted by population: of several with one name the largest is first."""

    def __init__(self, path: Path) -> None:
        """Remember where the table is; it is read at the first question."""
        self.path = path

    def lookup(self, name: str, country: str | None = None) -> tuple[GazetteerEntry, ...]:
        """Return the cities of that name, in that country (alpha-2) if given, largest first."""
        cities = (self._entry(number) for number in self._numbers.get(fold(name), ()))
        return tuple(city for city in cities if country is None or city.country == country)

    def get(self, entity_id: str) -> GazetteerEntry | None:
        """Return the city with this id."""
        number = self._ids.get(entity_id)
        return None if number is None else self._entry(number)

    def larger_than(self, population: int) -> Iterator[GazetteerEntry]:
        """Yield capitals and cities of more people than that, largest first."""
        for number in range(len(self._lines)):
            city = self._entry(number)
            if city.subtype == "capital" or (city.population or 0) > population:
                yield city

    def _entry(self, number: int) -> GazetteerEntry:
        row = dict(zip(self._header, self._lines[number].split("\t"), strict=True))
        return entry_of({**row, "type": "Place"})

    @cached_property
    def _lines(self) -> list[str]:
        return self.path.read_text("utf-8").rstrip("\n").split("\n")[1:]

    @cached_property
    def _header(self) -> list[str]:
        with self.path.open(encoding="utf-8") as file:
            return file.readline().rstrip("\n").split("\t")

    @cached_property
    def _ids(self) -> dict[str, int]:
        column = self._header.index("id")
        return {line.split("\t")[column]: number for number, line in enumerate(self._lines)}

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        label, aliases = self._header.index("label"), self._header.index("aliases")
        numbers: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            cells = line.split("\t")
            names = [cells[label], *(cells[aliases].split("|") if cells[aliases] else ())]
            for key in dict.fromkeys(map(fold, names)):
                numbers.setdefault(key, []).append(number)
        return numbers
