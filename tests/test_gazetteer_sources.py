"""The gazetteer against the reference tables beside the checkout, and what it costs to have it."""

from __future__ import annotations

import csv
import math
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from kgraph.folding import fold
from kgraph.gazetteer_rows import read_rows
from kgraph.resources import ontology_path

FOLDER = ontology_path("gazetteer")
DATA = Path(__file__).parent.parent.parent / "shared" / "data"
#: Table, column of the identifier, columns of names.
REFERENCES = {
    "office_holders.tsv": ("person_qid", ("person", "enwiki")),
    "organisations.tsv": ("wikidata", ("name",)),
    "cities.tsv": ("wikidata", ("name",)),
}
#: How alike (0 to 100) a name must be to one that the reference tables have for the identifier.
ALIKE = 75
#: The same under names that have nothing in common: a translation, a short form, a nickname.
OTHERWISE_CALLED = {
    "Alliance 90/The Greens",
    "Gülen movement",
    "UNICEF",
    "North Korean Ministry of Foreign Affairs",
    "Syrian Ministry of Foreign Affairs",
    "Balearic Islands",
    "Doha Agreement (2020)",
    "Donetsk People's Republic",
    "Luhansk People's Republic",
}
#: How far two sources may put the middle of one city.
FARTHEST = 60
LARGEST_GROWTH = 150


def reference(name: str) -> Iterator[dict[str, str]]:
    path = DATA / name
    if not path.exists():
        pytest.skip("the reference tables are not beside the checkout")
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the kilometres between two points, near enough for near points."""
    north = one[0] - other[0]
    east = ((one[1] - other[1] + 180) % 360 - 180) * math.cos(math.radians(one[0]))
    return 111.2 * math.hypot(north, east)


def test_identifiers_are_those_of_the_reference_tables() -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for table, (identifier, columns) in REFERENCES.items():
        for row in reference(table):
            names[row[identifier].rstrip("?")].update(row[column] for column in columns)
    checked, wrong = 0, []
    for table in ("countries.tsv", "actors.tsv", "subdivisions.tsv"):
        for _, row in read_rows(FOLDER / table):
            known = {fold(name) for name in names.get(row["wikidata"], ()) if name}
            ours = (row["label"], row["wikipedia"], *row["aliases"].replace("~", "").split("|"))
            if not known or row["label"] in OTHERWISE_CALLED:
                continue
            checked += 1
            pairs = ((fold(name), other) for name in ours if name for other in known)
            if max(fuzz.token_set_ratio(*pair) for pair in pairs) < ALIKE:
                wrong.append((row["label"], row["wikidata"], sorted(known)))
    assert wrong == []
    assert checked > 1_700


def test_identifiers_of_cities_are_of_cities_at_the_same_place() -> None:
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in reference("cities.tsv"):
        places[row["wikidata"].rstrip("?")].append(
            (float(row["latitude"]), float(row["longitude"]))
        )
    cities = [row for _, row in read_rows(FOLDER / "cities.tsv") if row["wikidata"] in places]
    far = [
        (row["label"], row["wikidata"])
        for row in cities
        for here in ((float(row["latitude"]), float(row["longitude"])),)
        if min(distance(here, there) for there in places[row["wikidata"]]) > FARTHEST
    ]
    assert far == []
    assert len(cities) > 2_000


def test_memory_that_it_takes() -> None:
    """In a process of its own, with every table read, the lazy ones too."""
    script = """
import psutil
import kgraph.gazetteer
process = psutil.Process()
before = process.memory_info().rss
gazetteer = kgraph.gazetteer.load_gazetteer()
gazetteer.lookup_city("Paris")
gazetteer.lookup("Vladimir Poutine")
list(gazetteer.phrases(1_000_000))
gazetteer.person_gender("Ada Lind")
print((process.memory_info().rss - before) / 1e6)
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert 0 < float(done.stdout) < LARGEST_GROWTH
