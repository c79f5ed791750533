"""Cities, towns and units of states by name: read when first asked for, made entries one by one.

There are tens of thousands.  A row stays a string until somebody wants that place, which keeps
the tables small in memory.  Each table is sorted by population, largest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from kgraph.folding import fold
from kgraph.gazetteer_rows import GazetteerEntry, entry_of, split

__all__ = ["Cities", "PlaceTable"]


class PlaceTable:
    """One table of places, of which a row is read only when it is wanted."""

    def __init__(self, path: Path) -> None:
        """Remember where the table is; it is read at the first question."""
        self.path = path
        self._entries: dict[int, GazetteerEntry] = {}

    def named(self, key: str) -> tuple[int, ...]:
        """Return the numbers of the rows with a folded name, largest place first."""
        return self._numbers.get(key, ())

    def numbered(self, entity_id: str) -> int | None:
        """Return the number of the row with this id."""
        return self._ids.get(entity_id)

    def entry(self, number: int) -> GazetteerEntry:
        """Return the place of one row."""
        if number not in self._entries:
            row = dict(zip(self._header, self._lines[number].split("\t"), strict=True))
            self._entries[number] = entry_of({**row, "type": "Place"})
        return self._entries[number]

    def __len__(self) -> int:
        """Return how many places the table has."""
        return len(self._lines)

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
        return {
            line.split("\t", column + 1)[column]: number for number, line in enumerate(self._lines)
        }

    @cached_property
    def _numbers(self) -> dict[str, tuple[int, ...]]:
        label, aliases = self._header.index("label"), self._header.index("aliases")
        last = max(label, aliases) + 1
        numbers: dict[str, tuple[int, ...]] = {}
        for number, line in enumerate(self._lines):
            cells = line.split("\t", last)
            for key in {fold(name) for name in (cells[label], *split(cells[aliases]))}:
                numbers[key] = (*numbers.get(key, ()), number)
        return numbers


class Cities:
    """The tables of cities and towns, and that of the units that states are divided into."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder that ``cities.tsv``, ``towns.tsv`` and ``units.tsv`` lie in."""
        self.cities = PlaceTable(folder / "cities.tsv")
        self.tables = (
            self.cities,
            PlaceTable(folder / "towns.tsv"),
            PlaceTable(folder / "units.tsv"),
        )

    def lookup(self, name: str, country: str | None = None) -> tuple[GazetteerEntry, ...]:
        """Return the places of that name, in that country (alpha-2) if given.

        Cities and towns come first, largest first, then districts, counties and the like.
        """
        key = fold(name)
        places = (table.entry(number) for table in self.tables for number in table.named(key))
        return tuple(place for place in places if country is None or place.country == country)

    def get(self, entity_id: str) -> GazetteerEntry | None:
        """Return the place with this id."""
        for table in self.tables:
            number = table.numbered(entity_id)
            if number is not None:
                return table.entry(number)
        return None

    def larger_than(self, population: int) -> Iterator[GazetteerEntry]:
        """Yield capitals and cities of more people than that, largest first."""
        for number in range(len(self.cities)):
            city = self.cities.entry(number)
            if city.subtype == "capital" or (city.population or 0) > population:
                yield city
