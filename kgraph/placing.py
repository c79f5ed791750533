"""Choose which of several places with one name a text means.

The candidates of every place name in a document go in, with the entries that are certain; for
each name the likeliest place comes out, with the reasons.  What speaks for a place: that people
know it (population, capital), that its state or region is named too ("Paris, Texas"; a report from
Queensland), that other places of the document lie near by.  A name is settled against what is
certain first, then once more against what was settled: two passes, in a fixed order, so that the
same document gives the same places.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kgraph.folding import fold
from kgraph.gazetteer_rows import GazetteerEntry

__all__ = ["Placement", "distance", "place_names"]

_EARTH = 6371.0  # kilometres
_NEAR = 120.0  # kilometres: the reach of a local report
_REGIONAL = 400.0

# Weights, in units of "ten times as many people".
_CAPITAL = 1.0
_STATE_NAMED = 1.5
_REGION_NAMED = 2.5
_NEAR_OTHERS = 2.0
_REGIONAL_OTHERS = 1.0
_QUALIFIED = 8.0
_KNOWN = 1.0  # what somebody put into a table by hand because news names it
_WIDE = 7.0  # regions and seas have no population
_UNIT = -1.0  # a district named like a town is meant less often than the town


@dataclass(frozen=True, slots=True)
class Placement:
    """The place chosen for a name, how far it led, and why."""

    entry: GazetteerEntry
    score: float
    margin: float
    reasons: tuple[str, ...]


@dataclass
class Surroundings:
    """What a document says of where it is: shares of states, regions named, places certain."""

    states: Counter[str] = field(default_factory=Counter)
    regions: set[tuple[str, str]] = field(default_factory=set)
    places: list[GazetteerEntry] = field(default_factory=list)

    def add(self, entry: GazetteerEntry, times: int = 1) -> None:
        """Count an entry that is certain."""
        if entry.country is None:
            return
        self.states[entry.country] += times
        if entry.type != "Place":
            return
        self.regions.add((entry.country, fold(entry.label)))
        if entry.admin1:
            self.regions.add((entry.country, fold(entry.admin1)))
        if entry.latitude is not None and not is_wide(entry):
            self.places.append(entry)

    def share(self, country: str | None) -> float:
        """Return how much of what is certain lies in a state, between 0 and 1."""
        total = sum(self.states.values())
        return self.states[country] / total if total and country else 0.0


def place_names(
    names: Mapping[str, Sequence[GazetteerEntry]],
    certain: Iterable[GazetteerEntry] = (),
    qualifiers: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Placement]:
    """Choose a place for every name.

    ``names`` has each name's candidates, ``certain`` the entries that need no choice, repeated as
    often as they are mentioned; ``qualifiers`` says what follows a name after a comma.
    """
    around = Surroundings()
    for entry in certain:
        around.add(entry)
    open_names = {name: tuple(found) for name, found in names.items() if found}
    for name in [name for name, found in open_names.items() if len(found) == 1]:
        around.add(open_names[name][0])
    qualified = qualifiers or {}
    first = settle(open_names, around, qualified)
    for name, placement in first.items():
        if len(open_names[name]) > 1 and placement.margin >= 1.0:
            around.add(placement.entry)
    return settle(open_names, around, qualified)


def settle(
    names: Mapping[str, Sequence[GazetteerEntry]],
    around: Surroundings,
    qualifiers: Mapping[str, Sequence[str]],
) -> dict[str, Placement]:
    """Return the best candidate of every name, as far as the surroundings are known."""
    return {
        name: best(candidates, around, qualifiers.get(name, ()))
        for name, candidates in names.items()
    }


def best(
    candidates: Sequence[GazetteerEntry], around: Surroundings, qualifier: Sequence[str]
) -> Placement:
    """Return the candidate with the highest score; of equals the earlier one."""
    weighed = [(entry, weigh(entry, around, qualifier)) for entry in candidates]
    scores = [sum(reasons.values()) for _, reasons in weighed]
    winner = max(range(len(scores)), key=lambda number: scores[number])
    others = [score for number, score in enumerate(scores) if number != winner]
    entry, reasons = weighed[winner]
    return Placement(
        entry=entry,
        score=scores[winner],
        margin=scores[winner] - max(others) if others else math.inf,
        reasons=tuple(name for name, weight in reasons.items() if weight > 0),
    )


def weigh(
    entry: GazetteerEntry, around: Surroundings, qualifier: Sequence[str]
) -> dict[str, float]:
    """Return what speaks for (and against) a candidate, by reason."""
    reasons = {
        "population": _WIDE if is_region(entry) else math.log10((entry.population or 0) + 100),
        "state": _STATE_NAMED * around.share(entry.country),
    }
    if entry.subtype == "capital":
        reasons["capital"] = _CAPITAL
    if entry.wikidata or is_region(entry):
        reasons["known"] = _KNOWN
    elif entry.type == "Place" and entry.subtype not in {"capital", "city", "town"}:
        reasons["unit"] = _UNIT
    if lies_in_named_region(entry, around):
        reasons["region"] = _REGION_NAMED
    if whereabouts(entry).intersection(map(fold, qualifier)):
        reasons["qualifier"] = _QUALIFIED
    reasons["near"] = nearness(entry, around.places)
    return reasons


def lies_in_named_region(entry: GazetteerEntry, around: Surroundings) -> bool:
    """Tell whether the region of a place is named too; a region of its own name says nothing."""
    return (
        entry.admin1 is not None
        and (entry.country or "", fold(entry.admin1)) in around.regions
        and fold(entry.admin1) not in {fold(name) for name in entry.names}
    )


def whereabouts(entry: GazetteerEntry) -> set[str]:
    """Return the folded names that may stand after a place's name to say which it is."""
    return {fold(name) for name in (entry.admin1, entry.country) if name}


def is_region(entry: GazetteerEntry) -> bool:
    """Tell whether an entry is a region, sea or the like: of a table, without population."""
    return entry.population is None and entry.geonames is None


def nearness(entry: GazetteerEntry, places: Sequence[GazetteerEntry]) -> float:
    """Return the weight of the nearest other place that is certain, its namesakes left out."""
    name = fold(entry.label)
    others = (place for place in places if place.id != entry.id and fold(place.label) != name)
    nearest = min((distance(entry, place) for place in others), default=math.inf)
    if nearest <= _NEAR:
        return _NEAR_OTHERS
    return _REGIONAL_OTHERS if nearest <= _REGIONAL else 0.0


def is_wide(entry: GazetteerEntry) -> bool:
    """Whether an entry is so large that being near its middle means little."""
    return entry.subtype not in {"capital", "city", "town", "county", "district", "seat"}


def distance(one: GazetteerEntry, other: GazetteerEntry) -> float:
    """Return the distance of two places in kilometres; infinite where one has no coordinates."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return math.inf
    north, east, south, west = (
        math.radians(degrees or 0.0)
        for degrees in (one.latitude, one.longitude, other.latitude, other.longitude)
    )
    half = (
        math.sin((south - north) / 2) ** 2
        + math.cos(north) * math.cos(south) * math.sin((west - east) / 2) ** 2
    )
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))
