"""The entries of the lexicon and how a row of each table becomes one.

Each function takes a checked row and gives a frozen record; a value that the table must not have
raises :class:`~kgraph.errors.OntologyError` with the file and line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast, get_args

from kgraph.errors import OntologyError
from kgraph.model import EntityType, Modality
from kgraph.tables import Row

__all__ = [
    "CueEntry",
    "CuePos",
    "EventNoun",
    "Governor",
    "GovernorPos",
    "GroupNoun",
    "PersonNoun",
    "PlaceReading",
    "Reading",
    "cue_entry",
    "event_noun_entry",
    "governor_entry",
    "group_entry",
    "person_entry",
    "place_reading_entries",
]

CuePos = Literal["verb", "passive", "noun", "adj", "adv", "prep", "sconj"]
CueKind = Literal["speech", "mental", "perception", "document", "question"]
GovernorPos = Literal["aux", "verb", "passive", "adj", "noun", "adv", "sconj", "prep"]
Controller = Literal["subject", "object"]
Reading = Literal["literal", "metonymic"]
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
class PlaceReading:
    """How a place name reads beside a word: that of a state, and that of any other place."""

    state: Reading
    place: Reading


def cue_entry(row: Row) -> CueEntry:
    """Return the attribution cue of a row."""
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


def governor_entry(row: Row) -> Governor:
    """Return the governing word of a row."""
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


def event_noun_entry(row: Row) -> EventNoun:
    """Return the event noun of a row."""
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


def person_entry(row: Row) -> PersonNoun:
    """Return the person noun of a row."""
    flags = {name: row.flag(name) for name in ("office", "military", "plural")}
    return PersonNoun(lemma=row["lemma"], verb=row["verb"], **flags)


def group_entry(row: Row) -> GroupNoun:
    """Return the collective noun of a row."""
    return GroupNoun(row["lemma"], cast("EntityType", row.one_of("type", get_args(EntityType))))


def place_reading_entries(row: Row) -> Iterator[tuple[tuple[str, str], PlaceReading]]:
    """Yield the reading of a row under its role and each of its governing words."""
    state, place = (row.one_of(column, get_args(Reading)) for column in ("state", "place"))
    reading = PlaceReading(cast("Reading", state), cast("Reading", place))
    for governor in row["governors"].split("|"):
        yield (row["role"], governor), reading
