"""The lexicon: what words do in a sentence of news, loaded once from ``ontology/lexicon/``.

In come the tables ``cues``, ``modality``, ``eventnouns``, ``persons`` and ``groups``; out goes one
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
from typing import Literal, TypeVar, cast, get_args

from kgraph.errors import OntologyError
from kgraph.model import EntityType, Modality
from kgraph.tables import Row, read_table

__all__ = [
    "CueEntry",
    "EventNoun",
    "Governor",
    "GroupNoun",
    "Lexicon",
    "PersonNoun",
    "load_lexicon",
    "word_set",
]

CuePos = Literal["verb", "passive", "noun", "adj", "adv", "prep", "sconj"]
CueKind = Literal["speech", "mental", "perception", "document", "question"]
GovernorPos = Literal["aux", "verb", "passive", "adj", "noun", "adv", "sconj", "prep"]
Controller = Literal["subject", "object"]
NounRole = Literal[
    "agent",
    "patient",
    "recipient",
    "place",
    "source",
    "destination",
    "topic",
    "instrument",
    "content",
]

Key = TypeVar("Key")
Entry = TypeVar("Entry")

_CUES = ("lemma", "pos", "frames", "modality", "kind", "factive", "sourceless", "note")
_MODALITY = ("lemma", "pos", "frame", "modality", "polarity", "controller", "kind", "note")
_NOUNS = ("lemma", "verb", "poss", "compound", "roles", "symmetric", "light_verbs", "note")
_PERSONS = ("lemma", "office", "military", "plural", "verb", "note")
_WORDS = ("name", "words", "note")
_CONFIDENCE = ("rule", "with_object", "without_object")
_GOVERNED = ("lemma", "prepositions")
_GROUPS = ("lemma", "type", "note")


@dataclass(frozen=True, slots=True)
class CueEntry:
    """A word that shows that somebody says, thinks, asks or documents something.

    ``frames`` maps each construction that brings the content ("that", "quote", "np",
    "object-infinitive" …) to the modality which that construction gives the content.
    """

    lemma: str
    pos: CuePos
    frames: Mapping[str, Modality]
    modality: Modality
    kind: CueKind
    factive: bool
    sourceless: bool
    note: str = ""

    def effect(self, frame: str) -> Modality | None:
        """Return the modality of the content in this frame; None where it is no cue there."""
        return self.frames.get(frame)


@dataclass(frozen=True, slots=True)
class Governor:
    """What a governing word does to the clause or event noun under it, in one construction.

    ``modality`` None leaves the clause as it is; ``negative`` turns its polarity (it did not
    happen); ``controller`` says whose action the governed clause is, where it has no subject.
    """

    lemma: str
    pos: GovernorPos
    frame: str
    modality: Modality | None
    negative: bool
    controller: Controller | None
    kind: str


@dataclass(frozen=True, slots=True)
class EventNoun:
    """A noun that names an event: its verb, and which role each preposition brings.

    ``possessor`` is the role of "X's" where no of-phrase follows; with an of-phrase that is the
    patient, the possessor is the agent.  ``light_verbs`` only carry the noun ("hold talks").
    """

    lemma: str
    verb: str
    possessor: NounRole | None
    compound: NounRole | None
    roles: Mapping[str, NounRole]
    symmetric: bool
    light_verbs: frozenset[str]


@dataclass(frozen=True, slots=True)
class PersonNoun:
    """A noun for a person; ``office`` where it is a position that somebody holds."""

    lemma: str
    office: bool
    military: bool
    plural: bool
    verb: str


@dataclass(frozen=True, slots=True)
class GroupNoun:
    """A collective noun that acts as one, with its entity type."""

    lemma: str
    type: EntityType


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables, indexed by lemma."""

    cues: Mapping[tuple[str, str], CueEntry]
    modality: Mapping[tuple[str, str], tuple[Governor, ...]]
    event_nouns: Mapping[str, EventNoun]
    persons: Mapping[str, PersonNoun]
    groups: Mapping[str, GroupNoun]
    governed: Mapping[str, frozenset[str]]
    confidences: Mapping[tuple[str, bool], float]
    word_sets: Mapping[str, frozenset[str]]

    def cue(self, lemma: str, pos: CuePos) -> CueEntry | None:
        """Return the attribution cue for a lemma ("say", "point out", "according to")."""
        return self.cues.get((lemma.lower(), pos))

    def governor(self, lemma: str, pos: GovernorPos, frame: str) -> Governor | None:
        """Return what a word does in a frame: ``governor("vow", "verb", "infinitive")``."""
        for entry in self.modality.get((lemma.lower(), pos), ()):
            if entry.frame == frame:
                return entry
        return None

    def event_noun(self, lemma: str) -> EventNoun | None:
        """Return the event noun for a lemma or compound ("talks", "drone strike")."""
        return self.event_nouns.get(lemma.lower())

    def is_light(self, verb: str, noun: str) -> bool:
        """Say whether the verb only carries the noun: ``is_light("hold", "talks")``."""
        entry = self.event_noun(noun)
        return entry is not None and verb.lower() in entry.light_verbs

    def actor_type(self, noun: str, compound: str | None = None) -> EntityType | None:
        """Return what kind of actor a noun names, with the noun before it: ``Person`` or a group."""
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

    def confidence(self, rule: str, *, with_object: bool) -> float:
        """Return the share of a rule's statements that are right; 0.5 for a rule not measured."""
        return self.confidences.get((rule, with_object), 0.5)

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
        cues=_index(((e.lemma.lower(), e.pos), e) for e in map(_cue, _rows("cues", _CUES))),
        modality=_grouped(map(_governor, _rows("modality", _MODALITY))),
        event_nouns=_index((e.lemma.lower(), e) for e in map(_noun, _rows("eventnouns", _NOUNS))),
        persons=_index((e.lemma.lower(), e) for e in map(_person, _rows("persons", _PERSONS))),
        groups=_index((e.lemma.lower(), e) for e in map(_group, _rows("groups", _GROUPS))),
        governed=_index(
            (row["lemma"], frozenset(row["prepositions"].split())) for row in _rows("governed", _GOVERNED)
        ),
        word_sets=_index(
            (row["name"], frozenset(row["words"].split("|"))) for row in _rows("wordsets", _WORDS)
        ),
        confidences=_index(
            ((row["rule"], column == "with_object"), float(row[column]))
            for row in _rows("confidence", _CONFIDENCE)
            for column in _CONFIDENCE[1:]
        ),
    )


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


def _cue(row: Row) -> CueEntry:
    default = cast("Modality", row.one_of("modality", get_args(Modality)))
    return CueEntry(
        lemma=row["lemma"],
        pos=cast("CuePos", row.one_of("pos", get_args(CuePos))),
        frames=MappingProxyType(dict(_frames(row, default))),
        modality=default,
        kind=cast("CueKind", row.one_of("kind", get_args(CueKind))),
        factive=row.flag("factive"),
        sourceless=row.flag("sourceless"),
        note=row["note"],
    )


def _frames(row: Row, default: Modality) -> Iterator[tuple[str, Modality]]:
    for item in row["frames"].split():
        frame, _, modality = item.partition(":")
        if modality and modality not in get_args(Modality):
            raise OntologyError(row.where, f"{modality!r} is no modality")
        yield frame, cast("Modality", modality) if modality else default


def _governor(row: Row) -> Governor:
    modality = row.one_of("modality", ("inherit", *get_args(Modality)))
    controller = row.one_of("controller", ("none", *get_args(Controller)))
    return Governor(
        lemma=row["lemma"],
        pos=cast("GovernorPos", row.one_of("pos", get_args(GovernorPos))),
        frame=row["frame"],
        modality=None if modality == "inherit" else cast("Modality", modality),
        negative=row.one_of("polarity", ("same", "negative")) == "negative",
        controller=None if controller == "none" else cast("Controller", controller),
        kind=row["kind"],
    )


def _noun(row: Row) -> EventNoun:
    return EventNoun(
        lemma=row["lemma"],
        verb=row["verb"],
        possessor=_role(row, row["poss"]),
        compound=_role(row, row["compound"]),
        roles=MappingProxyType(dict(_roles(row))),
        symmetric=row.flag("symmetric"),
        light_verbs=frozenset(row.items("light_verbs")),
    )


def _roles(row: Row) -> Iterator[tuple[str, NounRole]]:
    for item in row["roles"].split():
        preposition, _, name = item.partition("=")
        role = _role(row, name)
        if role is not None:
            yield preposition, role


def _role(row: Row, name: str) -> NounRole | None:
    if name == "none":
        return None
    if name not in get_args(NounRole):
        raise OntologyError(row.where, f"{name!r} is no role")
    return cast("NounRole", name)


def _person(row: Row) -> PersonNoun:
    flags = {name: row.flag(name) for name in ("office", "military", "plural")}
    return PersonNoun(lemma=row["lemma"], verb=row["verb"], **flags)


def _group(row: Row) -> GroupNoun:
    return GroupNoun(row["lemma"], cast("EntityType", row.one_of("type", get_args(EntityType))))
