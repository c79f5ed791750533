"""Decide which place each place name means, by the document's other places and by population.

In come the names of a Doc; out come the same names, those of places with the entry that
:func:`kgraph.placing.place_names` chose among all places so called.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from kgraph.components.name import Name, key_of
from kgraph.gazetteer import Gazetteer, GazetteerEntry
from kgraph.placing import place_names

__all__ = ["settle_places"]

PLACES = frozenset({"Place", "Country"})
#: A city of so many people may be meant by the name of a region.
LARGE = 100_000


def settle_places(doc: Doc, names: list[Name], gazetteer: Gazetteer) -> list[Name]:
    """Return the names with the entry that each place name most likely means here."""
    candidates: dict[str, tuple[GazetteerEntry, ...]] = {}
    qualifiers: dict[str, tuple[str, ...]] = {}
    for name in names:
        if name.type != "Place" or name.demonym:
            continue
        text = doc[name.start : name.end].text
        candidates.setdefault(text, places_called(text, name, gazetteer))
        qualifier = () if is_region(text, gazetteer) else qualifier_after(doc, name, gazetteer)
        if qualifier:
            qualifiers[text] = qualifier
    open_names = {text: found for text, found in candidates.items() if found}
    certain = [name.entry for name in names if name.entry is not None and name.type == "Country"]
    placed = place_names(open_names, certain, qualifiers)
    chosen = {text: placement.entry for text, placement in placed.items()}
    found = [settled(doc, name, chosen) for name in names]
    return [
        of_region(doc, name, found[index - 1] if index else None, gazetteer)
        for index, name in enumerate(found)
    ]


def places_called(text: str, name: Name, gazetteer: Gazetteer) -> tuple[GazetteerEntry, ...]:
    """Return all places of a name: those of the curated tables first, then settlements."""
    known = [entry for entry in gazetteer.lookup(text) if entry.type in PLACES]
    if name.entry is not None and name.entry.type in PLACES:
        known.insert(0, name.entry)
    cities = gazetteer.lookup_city(text)
    if cities:
        known = [entry for entry in known if text not in entry.weak]
    found = {entry.id: entry for entry in (*known, *cities)}
    return tuple(found.values())


def is_region(text: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a name is a region's or state's: before another in a list it lies in none.

    There is an Oklahoma in Pennsylvania, but "Oklahoma, Pennsylvania and Ohio" are states.  Where a
    large city is called like a region ("Ontario, California") it may be meant.
    """
    regions = any(e.label == text and e.type in PLACES for e in gazetteer.lookup(text))
    cities = gazetteer.lookup_city(text)
    return regions and not any((city.population or 0) >= LARGE for city in cities)


def qualifier_after(doc: Doc, name: Name, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the state or region named after a comma ("Paris, Texas")."""
    if name.end + 1 >= len(doc) or doc[name.end].text != ",":
        return ()
    for length in (3, 2, 1):
        words = doc[name.end + 1 : name.end + 1 + length].text
        found = gazetteer.qualifiers(words)
        if found:
            return found
    return ()


def of_region(doc: Doc, name: Name, before: Name | None, gazetteer: Gazetteer) -> Name:
    """Return a state's name as that of the region in which the place before the comma lies.

    In "Atlanta, Georgia" the name is no state's, although it can be.
    """
    if (
        name.type != "Country"
        or before is None
        or before.entry is None
        or before.end + 1 != name.start
        or doc[before.end].text != ","
    ):
        return name
    for entry in gazetteer.lookup(doc[name.start : name.end].text):
        if entry.type == "Place" and entry.label == before.entry.admin1:
            return placed_at(name, entry)
    return name


def settled(doc: Doc, name: Name, chosen: dict[str, GazetteerEntry]) -> Name:
    """Return a name with the place chosen for it; any other name stays as it is."""
    if name.type != "Place" or name.demonym:
        return name
    entry = chosen.get(doc[name.start : name.end].text)
    if entry is None:
        return name
    return placed_at(name, entry)


def placed_at(name: Name, entry: GazetteerEntry) -> Name:
    """Return the name with the place that it means."""
    key = key_of(entry, entry.type, entry.label)
    return replace(name, entry=entry, type=entry.type, key=key, label=entry.label)
