"""Say which city a bare name means, if news may name it without a word that says where it is."""

from __future__ import annotations

from collections.abc import Iterable

from kgraph.components.name import Name
from kgraph.gazetteer import Gazetteer, GazetteerEntry

__all__ = ["homes", "likely_city"]

#: News names cities of so many people bare where it is about their country …
WELL_KNOWN = 100_000
#: … and these everywhere; many a smaller one is called like something else (Batman, Metro).
FAMOUS = 1_000_000


def homes(names: Iterable[Name]) -> frozenset[str]:
    """Return the states (alpha-2) that the document's names belong to."""
    entries = (name.entry for name in names)
    return frozenset(entry.country for entry in entries if entry is not None and entry.country)


def likely_city(text: str, around: frozenset[str], gazetteer: Gazetteer) -> GazetteerEntry | None:
    """Return the city that a bare name means in a document about these states, if any."""
    if " " not in text and gazetteer.is_given_name(text):
        return None
    for place in gazetteer.lookup_city(text):
        population = place.population or 0
        famous = place.subtype == "capital" or population >= FAMOUS
        if famous or (population >= WELL_KNOWN and place.country in around):
            return place
    return None
