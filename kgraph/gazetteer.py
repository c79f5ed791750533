"""Who and what has a name that news uses: states, places, organisations, people, offices.

The tables under ``ontology/gazetteer/`` come in, one :class:`Gazetteer` goes out, which answers
"what can this name mean?" (:meth:`~Gazetteer.lookup`), "which names are worth matching in text?"
(:meth:`~Gazetteer.phrases`), "whose adjective is this?" (:meth:`~Gazetteer.demonym`) and "who
held that office then?" (:meth:`~Gazetteer.office_holder`).  It answers with all candidates, in a
fixed order; to choose among them by context is the linker's work.  Cities are read when first
asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

from kgraph.cities import Cities
from kgraph.folding import acronym, fold, skeleton
from kgraph.gazetteer_index import (
    Index,
    acronyms_of,
    full_names,
    grouped,
    index,
    merged,
    surface_forms,
    weak_key,
)
from kgraph.gazetteer_rows import GazetteerEntry, Office, read_entries, read_offices, read_rows
from kgraph.namevariants import NameVariants
from kgraph.resources import ontology_path

__all__ = ["Gazetteer", "GazetteerEntry", "Office", "load_gazetteer"]

TABLES = ("countries.tsv", "subdivisions.tsv", "actors.tsv")
#: Of two things with the same name, the kind that news means more often comes first.
_ORDER = ("Country", "Government", "Organization", "ArmedGroup", "Person", "Agreement", "Event")
_SHORTEST_SKELETON = 6
#: Only names of people and groups are looked up by how they sound: places have too many namesakes.
_TRANSCRIBED = frozenset({"Person", "ArmedGroup", "Group"})
_BODIES = frozenset({"Government", "Organization", "ArmedGroup"})
#: Words of a state's name before the name of its body ("United States Air Force").
LONGEST_STATE = 2


class Gazetteer:
    """All entries with the indexes to find them by name, demonym, office and id."""

    def __init__(
        self,
        entries: Iterable[GazetteerEntry],
        *,
        cities: Cities,
        offices: Iterable[Office] = (),
        titles: dict[str, str] | None = None,
        genders: dict[str, str] | None = None,
        given: dict[str, str] | None = None,
    ) -> None:
        """Take the entries in order of trust: of two with one id, the later one replaces."""
        by_id = {entry.id: entry for entry in entries}
        self.entries = tuple(sorted(by_id.values(), key=rank))
        self.cities = cities
        self.offices = tuple(offices)
        self._by_id = by_id
        self._titles = titles or {}
        self._genders = genders or {}
        self._given = given or {}
        self._names = index(self.entries, lambda entry: map(fold, full_names(entry)))
        self._acronyms = index(self.entries, acronyms_of)
        self._weak = index(self.entries, lambda entry: map(weak_key, entry.weak))

    def get(self, entity_id: str) -> GazetteerEntry | None:
        """Return the entry with this id, a city's too."""
        return self._by_id.get(entity_id) or self.cities.get(entity_id)

    def lookup(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Return what the name can mean, best first, without cities.

        Case, accents, a leading article and a possessive do not count, but an acronym needs its
        capitals.  If nothing is spelt like that, other transcriptions of the name are tried.
        """
        letters = acronym(name)
        found = self._acronyms.get(letters, ()) if letters else ()
        folded = fold(name)
        return (
            merged(found, self._names.get(folded, ()), self._weak.get(folded, ()))
            or self._transcribed(folded)
            or self._variants.lookup(name)
            or self._with_state(name)
        )

    def _transcribed(self, folded: str) -> tuple[GazetteerEntry, ...]:
        """Return who is meant by another transcription; too little is left of a short name."""
        key = skeleton(folded)
        return self._skeletons.get(key, ()) if _is_long(folded) and _is_long(key) else ()

    def _with_state(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Return whose state stands before the name: "U.S. Department of War", "British Army"."""
        words = name.removeprefix("the ").split(" ")
        for end in range(1, min(len(words), LONGEST_STATE + 1)):
            state, rest = " ".join(words[:end]), " ".join(words[end:])
            if not (state[0].isupper() and rest[0].isupper()):
                continue
            named = (
                *self._acronyms.get(acronym(state) or "", ()),
                *self._names.get(fold(state), ()),
            )
            states = (*self.demonyms(state), *named)
            codes = {state.country for state in states if state.type == "Country"}
            found = (*self._names.get(fold(rest), ()), *self._weak.get(fold(rest), ()))
            known = tuple(e for e in found if e.country in codes and e.type in _BODIES)
            if known:
                return known
        return ()

    def lookup_city(self, name: str, country: str | None = None) -> tuple[GazetteerEntry, ...]:
        """Return the cities of that name, in that country (alpha-2) if given, largest first."""
        return self.cities.lookup(name, country)

    def qualifiers(self, words: str) -> tuple[str, ...]:
        """Return what "Texas", "Ky." or "Georgia" after a place's name and a comma can say of it.

        Those are names of regions as places have them, and states' alpha-2 codes.
        """
        found = (
            entry.country if entry.type == "Country" else entry.label
            for entry in self.lookup(words)
            if entry.type in {"Country", "Place"} and entry.country is not None
        )
        return tuple(dict.fromkeys(name for name in found if name))

    def demonym(self, word: str) -> GazetteerEntry | None:
        """Return whose adjective or people the word names: ``Russian``, ``Britons``, ``European``.

        Of several (``Congolese``) the most populous; see :meth:`demonyms` for all of them.
        """
        return next(iter(self.demonyms(word)), None)

    def demonyms(self, word: str) -> tuple[GazetteerEntry, ...]:
        """Return all entries whose adjective or people the word names, states first."""
        if not word[:1].isupper():
            return ()
        letters = acronym(word)
        return (self._demonyms.get(letters, ()) if letters else ()) or self._demonyms.get(
            fold(word), ()
        )

    def demonym_words(self) -> Iterator[tuple[str, GazetteerEntry]]:
        """Yield every demonym as it is written, with its entry."""
        return ((word, entry) for entry in self.entries for word in entry.demonyms)

    def phrases(self, cities_over: int | None = None) -> Iterator[tuple[str, GazetteerEntry]]:
        """Yield the surface forms that may be matched in text, case and all, with their entries.

        One form can come with several entries (``Congo``).  Names that are ordinary words too are
        left out.  ``cities_over`` adds capitals and cities of more people than that.
        """
        for entry in self.entries:
            for name in surface_forms(entry):
                yield name, entry
        if cities_over is not None:
            for city in self.cities.larger_than(cities_over):
                for name in city.names:
                    yield name, city

    def person_gender(self, name: str) -> str | None:
        """Return ``f`` or ``m`` for a full name or first name, None if unknown or used for both."""
        folded = fold(name)
        people = (e for e in self._names.get(folded, ()) if e.type == "Person")
        known = {entry.gender for entry in people}
        if len(known) == 1 and None not in known:
            return known.pop()
        words = folded.split()
        given = words[:-1] or words
        pairs = (" ".join(pair) for pair in pairwise(given))
        genders = (self._genders.get(name) for name in (*pairs, *given))
        return next((gender for gender in genders if gender in {"f", "m"}), None)

    def is_given_name(self, word: str) -> bool:
        """Return whether the word is a first name."""
        return fold(word) in self._genders

    def office_holder(
        self, title: str, of: str, date: str | None = None
    ) -> tuple[GazetteerEntry, ...]:
        """Return who held the office of that state or organisation (an id) on an ISO date.

        ``title`` is as text words it (``foreign secretary``, ``leader``); without a date,
        everybody known to have held it.
        """
        role = self.role(title)
        return self._people(
            office
            for office in self._offices_of.get(of, ())
            if (office.leads if role == "leader" else self.role(office.title) == role)
            and (date is None or office.held_on(date))
        )

    def knows_offices_on(self, date: str | None) -> bool:
        """Tell whether the table of offices reaches to a date: after its last one, who knows?"""
        return date is not None and date[: len(self._last_date)] <= self._last_date

    def role(self, title: str) -> str:
        """Return the one title that stands for all wordings of an office."""
        folded = fold(title)
        return self._titles.get(folded, folded)

    def holders_of(
        self, entry: GazetteerEntry | str, date: str | None = None
    ) -> tuple[tuple[Office, GazetteerEntry], ...]:
        """Return the offices of a state or organisation with the people who held them then."""
        of = entry if isinstance(entry, str) else entry.id
        return tuple(
            (office, person)
            for office in self._offices_of.get(of, ())
            if (date is None or office.held_on(date))
            and (person := self.get(office.person)) is not None
        )

    def offices_held(self, person: str, date: str | None = None) -> tuple[Office, ...]:
        """Return the offices that a person (an id) held, on that date if one is given."""
        return tuple(
            office
            for office in self.offices
            if office.person == person and (date is None or office.held_on(date))
        )

    def _people(self, offices: Iterable[Office]) -> tuple[GazetteerEntry, ...]:
        people = (self.get(office.person) for office in offices)
        return merged(tuple(person for person in people if person is not None))

    @cached_property
    def _last_date(self) -> str:
        return max((date for o in self.offices for date in (o.start, o.end) if date), default="")

    @cached_property
    def _offices_of(self) -> dict[str, tuple[Office, ...]]:
        return grouped((office.of, office) for office in self.offices)

    @cached_property
    def _variants(self) -> NameVariants:
        return NameVariants(self.entries, self._given)

    @cached_property
    def _skeletons(self) -> Index:
        return index(
            (entry for entry in self.entries if entry.type in _TRANSCRIBED),
            lambda entry: (
                skeleton(name) for name in map(fold, full_names(entry)) if _is_long(name)
            ),
        )

    @cached_property
    def _demonyms(self) -> Index:
        return index(
            self.entries, lambda entry: (acronym(word) or fold(word) for word in entry.demonyms)
        )


@cache
def load_gazetteer(extra: tuple[str | Path, ...] = ()) -> Gazetteer:
    """Read the gazetteer of the package, and after it the user's own tables (same columns).

    The result is kept as long as the program runs.  Raises
    :class:`~kgraph.errors.OntologyError` with file and line where a row is wrong.
    """
    folder = ontology_path("gazetteer")
    paths = [path for name in TABLES if (path := folder / name).exists()]
    return Gazetteer(
        (entry for path in (*paths, *map(Path, extra)) for entry in read_entries(path)),
        cities=Cities(folder),
        offices=read_offices(folder / "offices.tsv"),
        titles=column_map(folder / "office_titles.tsv", "wording", "title"),
        genders=column_map(folder / "names.tsv", "name", "gender"),
        given=column_map(folder / "given_names.tsv", "name", "same_as"),
    )


def _is_long(folded: str) -> bool:
    return len(folded) >= _SHORTEST_SKELETON


def rank(entry: GazetteerEntry) -> tuple[int, int, str]:
    """Return the sort key by which the first of several meanings is the likeliest."""
    kind = _ORDER.index(entry.type) if entry.type in _ORDER else len(_ORDER)
    return kind, -(entry.population or 0), entry.id


def column_map(path: Path, key: str, value: str) -> dict[str, str]:
    """Return one column of a table by another, the keys folded."""
    return {fold(row[key]): row[value] for _, row in read_rows(path)}
