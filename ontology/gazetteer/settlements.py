"""Make the rows of cities, towns and units of states from what the packages say.

Cities (100,000 people or a capital) are what news of the world names; towns and the units below
the curated ones are there so that a name found in a text can be put on the map.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from packages import HERE, Packages, Row, Settlement, Unit, centre, read_table
from rapidfuzz import fuzz

from kgraph.folding import fold, skeleton, slug

__all__ = ["CITY_COLUMNS", "TOWN_COLUMNS", "city_rows", "town_rows", "unit_rows"]

TOWN_COLUMNS = [
    *("id", "label", "subtype", "aliases", "country", "admin1", "latitude", "longitude"),
    *("population", "geonames"),
]
CITY_COLUMNS = [*TOWN_COLUMNS, "wikidata", "wikidata_source", "stands_for"]

LEAST_CITY = 100_000
LEAST_TOWN = 15_000
RULES = {row["country"]: row for row in read_table(HERE / "town_rules.tsv")}
#: Smaller towns where most English news is local, and villages where wars have made them known.
LEAST_TOWN_OF = {country: int(row["least_population"]) for country, row in RULES.items()}
#: Lands whose names reach English through transcription, in more than one spelling.
TRANSCRIBED = frozenset(country for country, row in RULES.items() if row["transcribed"])
#: Words that name a direction or a kind of place: alone they are no name in a text.
GENERIC = frozenset(row["word"] for row in read_table(HERE / "generic_words.tsv"))
MOST_SPELLINGS = 4
LEAST_LIKENESS = 78
#: Second-level units are named in news of these states only.
COUNTIES = ("US",)


def city_rows(packages: Packages, states: dict[str, str], taken: set[str]) -> list[Row]:
    """Return the rows of cities.tsv, largest first; their ids are added to those taken."""
    curated = {row["geonames"]: row for row in read_table(HERE / "city_names.tsv")}
    identifiers = {row["geonames"]: row for row in read_table(HERE / "city_identifiers.tsv")}
    capitals = capital_ids(packages)
    rows = []
    for key, place in packages.settlements.items():
        own = curated.get(key, {})
        kind = own.get("subtype") or ("capital" if key in capitals else "city")
        if kind == "omit" or not (own or key in capitals or place.population >= LEAST_CITY):
            continue
        row = place_row(place, packages, own) | {"subtype": "city" if kind == "seat" else kind}
        row["wikidata"] = identifiers.get(key, {}).get("wikidata", "")
        row["wikidata_source"] = identifiers.get(key, {}).get("source", "")
        seat = states.get(place.country, "") if kind in {"capital", "seat"} else ""
        row["stands_for"] = own.get("stands_for") or seat
        rows.append(row)
    return identified(rows, taken)


def town_rows(packages: Packages, cities: set[str], taken: set[str]) -> list[Row]:
    """Return the rows of towns.tsv, largest first; ``cities`` are the GeoNames ids left out."""
    omitted = {row["geonames"] for row in read_table(HERE / "city_names.tsv")} | cities
    rows = [
        place_row(place, packages, {}) | {"subtype": "town"}
        for key, place in packages.settlements.items()
        if key not in omitted
        and fold(place.name) not in GENERIC
        and LEAST_TOWN_OF.get(place.country, LEAST_TOWN) <= place.population < LEAST_CITY
    ]
    return identified(rows, taken)


def unit_rows(packages: Packages, curated: set[str], taken: set[str]) -> list[Row]:
    """Return the rows of units.tsv: first-level units not curated, and counties."""
    rows = [
        unit_row(unit, packages)
        for unit in packages.units.values()
        if unit.places
        and ((unit.level == 1 and unit.iso not in curated) or unit.country in COUNTIES)
        and unit.iso not in curated
    ]
    return identified(rows, taken)


def unit_row(unit: Unit, packages: Packages) -> Row:
    """Return the row of one unit, without its id: in the middle of its settlements."""
    latitude, longitude = centre(place[:2] for place in unit.places)
    kind = unit.kind or ("county" if unit.level == 2 else "region")
    complete = unit.name.lower().endswith(f" {kind}")
    longer = unit.name if complete else f"{unit.name} {kind.title()}"
    generic = GENERIC.issuperset(fold(unit.name).split())
    return {
        "label": longer if generic else unit.name,
        "subtype": kind,
        "aliases": "" if generic or complete else longer,
        "country": unit.country,
        "admin1": region_name(unit.code.rpartition(".")[0], packages) if unit.level == 2 else "",
        "latitude": latitude,
        "longitude": longitude,
        "population": str(sum(place[2] for place in unit.places)),
        "geonames": unit.geonames,
    }


def capital_ids(packages: Packages) -> set[str]:
    """Return the GeoNames ids of the capitals that the table of countries names.

    A city whose own name it is comes before one that has it among its alternative names.
    """
    facts = packages.facts.items()
    wanted = {(code, fold(fact["capital"])) for code, fact in facts if fact["capital"]}
    found: dict[tuple[str, str], tuple[bool, int, str]] = {}
    for key, place in packages.settlements.items():
        for name in dict.fromkeys((place.name, *place.alternatives)):
            capital = place.country, fold(name)
            if capital in wanted:
                claim = name == place.name, place.population, key
                found[capital] = max(claim, found.get(capital, claim))
    return {key for _, _, key in found.values()}


def place_row(place: Settlement, packages: Packages, curated: Row) -> Row:
    """Return the row of one settlement, without its id."""
    label = curated.get("label") or place.name
    aliases = [*curated.get("aliases", "").split("|"), *other_spellings(label, place)]
    return {
        "label": label,
        "aliases": "|".join(dict.fromkeys(name for name in aliases if name and name != label)),
        "country": place.country,
        "admin1": region_name(place.admin1, packages),
        "latitude": f"{place.latitude:.4f}",
        "longitude": f"{place.longitude:.4f}",
        "population": str(place.population),
        "geonames": place.geonames,
    }


def region_name(code: str, packages: Packages) -> str:
    """Return the name of a first-level unit, the curated one if there is one."""
    unit = packages.units.get(code)
    return curated_units().get(unit.iso, unit.name) if unit else ""


@cache
def curated_units() -> dict[str, str]:
    """Return the names of the units in subdivisions.tsv by ISO 3166-2 code."""
    return {row["iso"]: row["label"] for row in read_table(HERE / "subdivisions.tsv")}


def other_spellings(label: str, place: Settlement) -> list[str]:
    """Return the package's name where another is the label, and likely transcriptions of it."""
    spellings = [place.name] if fold(place.name) != fold(label) else []
    if place.country in TRANSCRIBED:
        spellings += transcriptions(label, place)
    return spellings


def transcriptions(label: str, place: Settlement) -> list[str]:
    """Return the alternative names in plain Latin letters that are most like the label.

    Those that sound like it come too, and those without the Arabic article ("Ar Raqqah").
    """
    known = {fold(label), fold(place.name)}
    sounds = {skeleton(name) for name in known}
    likely: dict[str, tuple[float, str]] = {}
    alike: dict[str, str] = {}
    for name in place.alternatives:
        key = fold(name)
        if not (name.isascii() and name[:1].isupper()) or key in known or name.isupper():
            continue
        likeness = fuzz.ratio(key, fold(label))
        if likeness >= LEAST_LIKENESS and key[:1] == fold(label)[:1]:
            likely.setdefault(key, (-likeness, name))
        if skeleton(key) in sounds:
            alike.setdefault(key, name)
    likeliest = [name for _, name in sorted(likely.values())[:MOST_SPELLINGS]]
    return likeliest + sorted(set(alike.values()) - set(likeliest))[:MOST_SPELLINGS]


def identified(rows: Iterable[Row], taken: set[str]) -> list[Row]:
    """Sort rows by population and give each an id: the plain name for a capital or the largest.

    Others get their country, region or GeoNames id added; all are added to those taken.
    """
    ordered = sorted(rows, key=lambda row: (-int(row["population"]), int(row["geonames"])))
    for row in sorted(ordered, key=lambda row: row["subtype"] != "capital"):
        base = f"place/{slug(row['label'])}"
        tries = [base, f"{base}-{row['country'].lower()}", f"{base}-{row['geonames']}"]
        if row["admin1"]:
            tries.insert(2, f"{base}-{slug(row['admin1'])}")
        row["id"] = next(name for name in tries if name not in taken)
        taken.add(row["id"])
    return ordered
