"""Find the places that a longer name has in it: "Texas" in "Texas A&M University".

In come the names of a Doc; out come further names, each inside one of them.  The organisation
stays one name; the place in it tells where it is at home, and is on the map.  What the tables know
as a whole ("Bank of England") is left whole, and so is a person ("Jack London").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kgraph.components.likelycities import homes, likely_city
from kgraph.components.name import Name, key_of
from kgraph.gazetteer import Gazetteer, GazetteerEntry
from kgraph.lexicon import word_set

__all__ = ["inner_names"]

PLACES = frozenset({"Country", "Place"})
#: What names works, products and persons names no home in them.
HOSTS = frozenset({"Organization", "Government", "ArmedGroup", "Event", "Agreement", "Place"})
LONGEST = 4


def inner_names(doc: Doc, names: Sequence[Name], gazetteer: Gazetteer) -> Iterator[Name]:
    """Yield the place names inside other names, in text order."""
    finder = Finder(doc, gazetteer, settled_places(doc, names), homes(names))
    for name in names:
        if name.entry is None and name.type in HOSTS and name.end - name.start > 1:
            yield from finder.inside(name)


def settled_places(doc: Doc, names: Sequence[Name]) -> dict[str, GazetteerEntry]:
    """Return what the names of places mean that stand alone in the document."""
    return {
        doc[name.start : name.end].text: name.entry
        for name in names
        if name.type in PLACES and name.entry is not None and not name.demonym
    }


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks for place names inside the names of one Doc."""

    doc: Doc
    gazetteer: Gazetteer
    settled: dict[str, GazetteerEntry]
    homes: frozenset[str]

    def inside(self, name: Name) -> Iterator[Name]:
        """Yield the longest place names in one name, from left to right."""
        start = name.start
        while start < name.end:
            found = None if self.goes_on_from(start, name) else self.longest(start, name)
            if found is not None:
                yield found
                start = found.end
            else:
                start += 1

    def goes_on_from(self, start: int, name: Name) -> bool:
        """Tell whether the word before makes another name of it ("New England")."""
        return start > name.start and self.doc[start - 1].lower_ in word_set("name_openers")

    def longest(self, start: int, name: Name) -> Name | None:
        """Return the longest place name that begins at a token and is not the whole name."""
        if not self.doc[start].text[:1].isupper():
            return None
        for end in range(min(name.end, start + LONGEST), start, -1):
            if (start, end) == (name.start, name.end) or self.doc[end - 1].is_punct:
                continue
            entry = self.place_at(start, end)
            if (
                entry is None
                and end - start > 1
                and self.gazetteer.lookup(self.doc[start:end].text)
            ):
                return None  # "European" in "European Union Prize"
            if entry is not None:
                key = key_of(entry, entry.type, entry.label)
                demonym = self.doc[start:end].text in entry.demonyms
                return Name(start, end, entry.type, "inside", entry, key, entry.label, demonym)
        return None

    def place_at(self, start: int, end: int) -> GazetteerEntry | None:
        """Return the place that these words name, or whose adjective they are."""
        text = self.doc[start:end].text
        if text.lower() in word_set("name_openers"):
            return None
        if text in self.settled:
            return self.settled[text]
        known = [e for e in self.gazetteer.lookup(text) if e.type in PLACES and text in e.names]
        if known:
            return known[0]
        demonym = self.gazetteer.demonym(text)
        if demonym is not None:
            return demonym if demonym.type in PLACES else None
        units = [place for place in self.gazetteer.lookup_city(text) if place.subtype == "county"]
        return next(iter(units), None) or likely_city(text, self.homes, self.gazetteer)
