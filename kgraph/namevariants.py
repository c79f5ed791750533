"""Find a person under a variant of the name: "Mike Pompeo" under "Michael Pompeo".

In come entries, out goes an index that is asked where a name is spelt like none of them.  Given
names are compared by table (``given_names.tsv``: short forms, and one name in several languages),
surnames by their consonants, middle names by their initials.  A variant that fits two people finds
neither, so father and son, or two brothers, stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kgraph.folding import fold, skeleton
from kgraph.gazetteer_rows import GazetteerEntry
from kgraph.lexicon import word_set

__all__ = ["NameVariants"]

#: Surnames of fewer consonants are compared with their vowels; shorter given names are none.
FEWEST = 3
_VOWELS = re.compile(r"(?<=.)[aeiouyh]")
_GENERATION = re.compile(r"jr|sr|ii|iii|iv|v|vi{1,3}|ix|x+i*")


@dataclass(frozen=True, slots=True)
class _Name:
    """A full name as it is compared: a key of given name and surname, and the middle names."""

    key: str
    middle: tuple[str, ...]

    def fits(self, other: _Name) -> bool:
        """Tell whether middle names may be the same; where one has none, only initials may."""
        if self.middle and other.middle:
            pairs = zip(self.middle, other.middle, strict=False)
            return all(one[0] == two[0] and _agree(one, two) for one, two in pairs)
        return all(len(word) == 1 for word in self.middle + other.middle)


class NameVariants:
    """The people of a gazetteer by what the variants of their names share."""

    def __init__(self, entries: Iterable[GazetteerEntry], given: Mapping[str, str]) -> None:
        """Index the people; ``given`` maps a folded given name to the one it is a variant of."""
        self._given = given
        self._people: dict[str, list[tuple[_Name, GazetteerEntry]]] = {}
        for entry in entries:
            if entry.type == "Person":
                for name in map(self._read, (entry.label, *entry.aliases)):
                    if name is not None:
                        self._people.setdefault(name.key, []).append((name, entry))

    def lookup(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Return the one person whose name this is a variant of; none where there are several."""
        wanted = self._read(name)
        if wanted is None:
            return ()
        fitting = (e for known, e in self._people.get(wanted.key, ()) if wanted.fits(known))
        found = tuple({entry.id: entry for entry in fitting}.values())
        return found if len(found) == 1 else ()

    def _read(self, name: str) -> _Name | None:
        words = fold(name).split()
        if len(words) < 2 or len(words[0]) < FEWEST or _GENERATION.fullmatch(words[-1]):
            return None
        particles = word_set("name_particles")
        last = next((i for i in range(1, len(words)) if words[i] in particles), len(words) - 1)
        surname = skeleton(" ".join(words[last:]))
        if len(surname) <= FEWEST:
            return None
        consonants = _VOWELS.sub("", surname)
        given = fold(self._given.get(words[0], words[0]))
        key = consonants if len(consonants) >= FEWEST else surname
        return _Name(f"{skeleton(given)} {key}", tuple(words[1:last]))


def _agree(one: str, other: str) -> bool:
    return len(one) == 1 or len(other) == 1 or skeleton(one) == skeleton(other)
