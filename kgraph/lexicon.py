"""The lexicon: what words do in a sentence of news, loaded once from ``ontology/lexicon/``.

In come the tables ``cues``, ``modality``, ``eventnouns``, ``persons``, ``groups`` …; out goes one
frozen :class:`Lexicon` with an index by lemma for each.  The tables say what their columns mean;
nothing here knows a word.  Event types have a module of their own (:mod:`kgraph.events`).

Lemmas are lower case except proper abbreviations ("CEO"); looking up is by the lower-cased lemma,
and verbs with a particle or preposition stand under both words ("point out", "call on").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from kgraph.errors import OntologyError
from kgraph.lexicon_rows import (
    CueEntry,
    CuePos,
    EventNoun,
    Governor,
    GovernorPos,
    GroupNoun,
    PersonNoun,
    PlaceReading,
    Reading,
    cue_entry,
    event_noun_entry,
    governor_entry,
    group_entry,
    person_entry,
    place_reading_entries,
)
from kgraph.model import EntityType
from kgraph.tables import Row, read_table

__all__ = [
    "CueEntry",
    "EventNoun",
    "Governor",
    "GovernorPos",
    "GroupNoun",
    "Lexicon",
    "PersonNoun",
    "PlaceReading",
    "Reading",
    "load_lexicon",
    "word_set",
]


Key = TypeVar("Key")
Entry = TypeVar("Entry")

_CUES = ("lemma", "pos", "frames", "modality", "kind", "factive", "sourceless", "note")
_MODALITY = ("lemma", "pos", "frame", "modality", "polarity", "controller", "kind", "note")
_NOUNS = ("lemma", "verb", "poss", "compound", "roles", "symmetric", "light_verbs", "note")
_PERSONS = ("lemma", "office", "military", "plural", "verb", "note")
_WORDS = ("name", "words", "note")
_CONFIDENCE = ("mark", "weight")
_GOVERNED = ("lemma", "prepositions")
_GROUPS = ("lemma", "type", "note")
_PLACES = ("role", "governors", "state", "place", "note")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables, indexed by lemma."""

    cues: Mapping[tuple[str, str], CueEntry]
    modality: Mapping[tuple[str, str], tuple[Governor, ...]]
    event_nouns: Mapping[str, EventNoun]
    persons: Mapping[str, PersonNoun]
    groups: Mapping[str, GroupNoun]
    governed: Mapping[str, frozenset[str]]
    topics: Mapping[str, frozenset[str]]
    confidences: Mapping[str, float]
    word_sets: Mapping[str, frozenset[str]]
    place_readings: Mapping[tuple[str, str], PlaceReading]

    def cue(self, lemma: str, pos: CuePos) -> CueEntry | None:
        """Return the attribution cue for a lemma ("say", "point out", "according to")."""
        return self.cues.get((lemma.lower(), pos))

    def governor(self, lemma: str, pos: GovernorPos, frame: str) -> Governor | None:
        """Return what a word does in a frame: ``governor("vow", "verb", "infinitive")``."""
        for entry in self.modality.get((lemma.lower(), pos), ()):
            if entry.frame == frame:
                return entry
        return None

    def event_noun(self, *words: str) -> EventNoun | None:
        """Return the event noun for a lemma or compound ("talks", "drone strike").

        Of several words, such as a form and its lemma, the first counts that is one.
        """
        for word in words:
            found = self.event_nouns.get(word.lower())
            if found is not None:
                return found
        return None

    def is_light(self, verb: str, noun: str) -> bool:
        """Say whether the verb only carries the noun: ``is_light("hold", "talks")``."""
        entry = self.event_noun(noun)
        return entry is not None and verb.lower() in entry.light_verbs

    def actor_type(self, noun: str, compound: str | None = None) -> EntityType | None:
        """Return what kind of actor a noun names, alone or with the word before it."""
        for lemma in (f"{compound} {noun}" if compound else noun, noun):
            group = self.group(lemma)
            if group is not None:
                return group.type
            if self.person(lemma) is not None:
                return "Person"
        return None

    def governs(self, verb: str, preposition: str) -> bool:
        """Say whether the preposition brings the verb's object: ``governs("result", "in")``."""
        return preposition.lower() in self.governed.get(verb.lower(), ())

    def brings_topic(self, noun: str, preposition: str) -> bool:
        """Say whether the preposition brings what a noun is about: ``("disdain", "for")``."""
        return preposition.lower() in self.topics.get(noun.lower(), ())

    def place_reading(self, role: str, governors: Iterable[str]) -> PlaceReading | None:
        """Return how a place name in a role reads beside the first governor listed there."""
        found = (self.place_readings.get((role, governor)) for governor in (*governors, "*"))
        return next((reading for reading in found if reading is not None), None)

    def person(self, lemma: str) -> PersonNoun | None:
        """Return the person noun for a lemma or compound ("foreign minister")."""
        return self.persons.get(lemma.lower())

    def group(self, lemma: str) -> GroupNoun | None:
        """Return the collective noun for a lemma or compound ("security council")."""
        return self.groups.get(lemma.lower())


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a closed set of words by its name in ``wordsets.tsv``; an unknown name is an error."""
    try:
        return load_lexicon().word_sets[name]
    except KeyError as error:
        raise OntologyError(name, "no such word set") from error


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon, read once for the life of the process."""
    return Lexicon(
        cues=_index(((e.lemma.lower(), e.pos), e) for e in map(cue_entry, _rows("cues", _CUES))),
        modality=_grouped(map(governor_entry, _rows("modality", _MODALITY))),
        event_nouns=_index(
            (e.lemma.lower(), e) for e in map(event_noun_entry, _rows("eventnouns", _NOUNS))
        ),
        persons=_index((e.lemma.lower(), e) for e in map(person_entry, _rows("persons", _PERSONS))),
        groups=_index((e.lemma.lower(), e) for e in map(group_entry, _rows("groups", _GROUPS))),
        governed=_index(_prepositions("governed")),
        topics=_index(_prepositions("topics")),
        word_sets=_index(
            (row["name"], frozenset(row["words"].split("|"))) for row in _rows("wordsets", _WORDS)
        ),
        place_readings=_index(
            pair for row in _rows("placereadings", _PLACES) for pair in place_reading_entries(row)
        ),
        confidences=_index(
            (row["mark"], float(row["weight"])) for row in _rows("confidence", _CONFIDENCE)
        ),
    )


def _prepositions(name: str) -> Iterator[tuple[str, frozenset[str]]]:
    for row in _rows(name, _GOVERNED):
        yield row["lemma"], frozenset(row["prepositions"].split())


def _rows(name: str, columns: tuple[str, ...]) -> Iterator[Row]:
    return read_table(f"lexicon/{name}.tsv", columns)


def _index(pairs: Iterable[tuple[Key, Entry]]) -> Mapping[Key, Entry]:
    index: dict[Key, Entry] = {}
    for key, entry in pairs:
        if key in index:
            raise OntologyError(str(key), "stands twice in the lexicon")
        index[key] = entry
    return MappingProxyType(index)


def _grouped(entries: Iterable[Governor]) -> Mapping[tuple[str, str], tuple[Governor, ...]]:
    groups: dict[tuple[str, str], list[Governor]] = defaultdict(list)
    for entry in entries:
        groups[entry.lemma.lower(), entry.pos].append(entry)
    return MappingProxyType({key: tuple(group) for key, group in groups.items()})
