"""The records that pass between the stages: frozen, typed, free of any third party.

``readers`` make a :class:`Document`; extraction makes one :class:`Extraction` of it, which is the
record printed by ``kgraph extract`` and stored as RDF.  Every offset is a Unicode code point
offset into ``Document.text``, half-open ``[start, end)``, so ``text[start:end]`` is the words
themselves.  Unknown is ``None`` or an empty tuple, never a guess.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from kgraph.resultrows import ClaimRow, EntityRow, StatementRow

__all__ = [
    "Argument",
    "Claim",
    "ClaimRow",
    "Cue",
    "Document",
    "Entity",
    "EntityRow",
    "Extraction",
    "Mention",
    "Modality",
    "Polarity",
    "Predicate",
    "RoleArgument",
    "Span",
    "Stance",
    "Statement",
    "StatementRow",
    "TimeExpression",
]

EntityType = Literal[
    "Person",
    "Organization",
    "Government",
    "ArmedGroup",
    "Country",
    "Place",
    "Event",
    "Agreement",
    "Weapon",
    "Group",
    "Other",
]
Modality = Literal[
    "asserted",
    "demanded",
    "promised",
    "intended",
    "threatened",
    "possible",
    "hypothetical",
    "conditional",
    "denied",
]
Polarity = Literal["positive", "negative"]
Stance = Literal[
    "asserted",
    "claimed",
    "negated",
    "demanded",
    "promised",
    "intended",
    "threatened",
    "possible",
    "hypothetical",
    "conditional",
    "denied",
]
Role = Literal[
    "recipient",
    "place",
    "time",
    "instrument",
    "purpose",
    "topic",
    "source",
    "manner",
    "other",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the document's text, in code points, half-open."""

    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Document:
    """One article as read.

    ``published`` is an ISO 8601 day (``2025-06-04``) or None where nothing states it; ``source`` is
    the outlet or agency.  ``id`` is what the user called it (a path, a JSONL id).
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def key(self) -> str:
        """16 hexadecimal digits that name this document with this text in IRIs."""
        name = f"{self.id}\n{self.sha256}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(name).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place in the text that names an entity or stands for it."""

    start: int
    end: int
    text: str
    entity: str | None
    type: EntityType
    kind: Literal["name", "nominal", "pronoun"]
    reading: Literal["literal", "metonymic"] | None = None
    reading_reason: str | None = None  #: why a place is read so: "subject of warn"
    stands_for: str | None = None  #: id of the state that a place read as who acts stands for
    rule: str = ""  #: why it is this entity: "gazetteer", "ner", "short-form", "pronoun" …


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An actor, place or thing with a name.

    ``id`` is made from type and normalised name (``person/vladimir-putin``): the same in every
    document.  ``country`` is ISO 3166-1 alpha-2, coordinates are WGS 84 degrees.
    """

    id: str
    label: str
    type: EntityType
    wikidata: str | None = None
    wikipedia: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A phrase that fills a place in a statement or claim.

    ``start``/``end`` are None where the argument was inferred and has no words of its own; then
    ``text`` is a label for it.  ``head`` is the lemma of the phrase's head word.  ``label`` names
    what a pronoun stands for where that is no entity ("who" after "an official").  ``entity`` is
    who acts: of "Moscow warned" the state, while the mention keeps the city.  ``belongs_to`` is
    whose a phrase without an entity says it is: of "Russian forces" the state.
    """

    text: str
    start: int | None
    end: int | None
    head: str
    entity: str | None = None
    label: str | None = None
    belongs_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleArgument(Argument):
    """An argument beside subject and object, with its role and the preposition that brings it."""

    role: Role = "other"
    preposition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """The relation of a statement; see contract of the extraction record for each text form.

    ``text`` is the surface relation, ``lemma`` the verb (with particle) or event noun, ``label``
    what a reader sees on an edge; ``event`` a PLOVER root such as ``CONSULT``; ``relation`` one of
    the static relations (``position``, ``memberOf``, ``locatedIn`` …).
    """

    start: int | None
    end: int | None
    text: str
    lemma: str
    label: str
    voice: Literal["active", "passive"] = "active"
    event: str | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """When, as said and in ISO 8601, no more precise than the words (``2025-06``)."""

    start: int
    end: int
    text: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One predication, whoever makes it.

    ``claims`` are the ids of the claims it stands in, outermost first; empty means that the
    document says so itself.  ``evidence`` is the sentence or clause that says it.
    """

    id: str
    subject: Argument
    predicate: Predicate
    object: Argument | None = None
    arguments: tuple[RoleArgument, ...] = ()
    polarity: Polarity = "positive"
    modality: Modality = "asserted"
    claims: tuple[str, ...] = ()
    condition: str | None = None
    takes_up: str | None = None  #: the statement whose event a definite noun is about
    time: TimeExpression | None = None
    place: Argument | None = None
    evidence: Span
    confidence: float = 1.0
    rule: str = ""  #: which rule made it

    @property
    def stance(self) -> Stance:
        """How far the document commits itself: only ``asserted`` is its own positive assertion."""
        if self.modality != "asserted":
            return self.modality
        if self.polarity == "negative":
            return "negated"
        return "claimed" if self.claims else "asserted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """The words that show that somebody is quoted: "said", "according to", "claim"."""

    start: int
    end: int
    text: str
    lemma: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody's saying something: speaker, cue and content spans.

    ``within`` is the id of the claim that this one is reported in; ``speaker`` is None where the
    text names no source ("it emerged that …").
    """

    id: str
    speaker: Argument | None
    cue: Cue
    content: tuple[Span, ...]
    direct: bool
    within: str | None = None
    addressee: Argument | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that one document says: the record that every later stage reads."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[str, ...] = field(default=())  #: what was noticed and reported, for a person
