"""Decide whether a place name means the place or who acts from it: "in Moscow", "Moscow warned".

In come the names of a parsed Doc; out comes a :class:`PlaceReading` for each name of a place, with
the reason and whom the name stands for.  The decision is made by the role of the name and the word
that governs it, the two things that carry most of it (Markert & Nissim, SemEval-2007 task 8); what
role beside what word means what is data: ``ontology/lexicon/placereadings.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kgraph.components.name import Name
from kgraph.components.syntax import dependents, is_verbal
from kgraph.gazetteer import Gazetteer, GazetteerEntry
from kgraph.lexicon import Lexicon, Reading, word_set

__all__ = ["PlaceName", "read_places"]

PLACES = frozenset({"Country", "Place"})
#: Roles by dependency label; prepositions are roles under their own names.
ROLES = {
    "nsubj": "subject",
    "nsubjpass": "patient",
    "dobj": "patient",
    "poss": "possessor",
    "dative": "recipient",
}
MODIFIERS = frozenset({"amod", "compound", "nmod"})
ROLES |= dict.fromkeys(MODIFIERS, "modifier")


@dataclass(frozen=True, slots=True)
class PlaceName:
    """How one place name reads: the reason, and whom it stands for if it acts."""

    reading: Reading
    reason: str
    actor: GazetteerEntry | None = None

    @property
    def stands_for(self) -> str | None:
        """The id of whom the name stands for, None where it means the place or is unknown."""
        return self.actor.id if self.actor is not None else None


def read_places(
    doc: Doc, names: Sequence[Name], lexicon: Lexicon, gazetteer: Gazetteer
) -> dict[int, PlaceName]:
    """Return the reading of each place name by the index of its first token."""
    readings = {}
    before: Name | None = None
    for name in names:
        if name.type in PLACES or is_building(doc, name):
            reading, reason = decide(doc, name, before, lexicon)
            actor = acts_for(name, gazetteer) if reading == "metonymic" else None
            readings[name.start] = PlaceName(reading, reason, actor)
        before = name
    return readings


def acts_for(name: Name, gazetteer: Gazetteer) -> GazetteerEntry | None:
    """Return the state that acts under a place's name: itself, or that of a seat of government."""
    if name.entry is None or name.type == "Country":
        return name.entry
    return gazetteer.get(name.entry.stands_for) if name.entry.stands_for is not None else None


def decide(doc: Doc, name: Name, before: Name | None, lexicon: Lexicon) -> tuple[Reading, str]:
    """Return the reading of a place name and why."""
    if name.type in PLACES and is_feature(doc, name):
        return "literal", "a thing of nature or a building"
    if before is not None and is_qualifier(doc, name, before):
        return "literal", "says where the place before it lies"
    role, governors = place_in_clause(doc[name.start : name.end].root, lexicon)
    words = [word for governor in governors for word in classes(governor, lexicon)]
    found = lexicon.place_reading(role, words)
    reason = " ".join((role, "of", governors[0].lemma_.lower()) if governors else (role,))
    if found is None:
        return "literal", reason
    return (found.state if name.type == "Country" else found.place), reason


def is_feature(doc: Doc, name: Name) -> bool:
    """Tell whether a name says itself that it is a place only: "Lake Van", "Esenboga Airport"."""
    settlement = name.entry is not None and name.entry.population is not None
    if settlement or name.end - name.start < 2:
        return False
    return not word_set("features").isdisjoint({doc[name.start].lower_, doc[name.end - 1].lower_})


def is_building(doc: Doc, name: Name) -> bool:
    """Tell whether an organisation's name says that it is a building too: "Colby Hospital"."""
    last = doc[name.end - 1].lower_
    long = name.end - name.start > 1
    return name.type == "Organization" and long and last in word_set("features")


def is_qualifier(doc: Doc, name: Name, before: Name) -> bool:
    """Tell whether a name after a comma is the state or region of the place before it."""
    inner, outer = before.entry, name.entry
    if before.end != name.start - 1 or doc[before.end].text not in {",", "("}:
        return False
    if before.type in {"Country", "Person"} or outer is None:
        return False
    if inner is None:
        return name.type == "Country" or outer.subtype in {"state", "province"}
    if name.type == "Country":
        return inner.country == outer.country
    return inner.admin1 is not None and inner.admin1 == outer.label


def place_in_clause(token: Token, lexicon: Lexicon) -> tuple[str, list[Token]]:
    """Return the role of a name's head and the words that govern it, the nearest first."""
    token = leader(token, lexicon)
    if token.dep_ == "pobj":
        word = token.head.lower_
        return ("toward" if word == "towards" else word), governors_of(token.head)
    role = ROLES.get(token.dep_)
    if role is None:
        return token.dep_, []
    if role == "recipient" and token.pos_ == "ADP":
        return "to", [token.head]
    if role == "subject" and token.head.lemma_ == "be":
        return "is", dependents(token.head, "attr", "acomp")
    return role, [modified(token) if role == "modifier" else token.head]


def leader(token: Token, lexicon: Lexicon) -> Token:
    """Return the first member of a list, or the noun that a name stands beside, for its role."""
    while True:
        head = token.head
        in_list = token.dep_ == "conj" and not is_verbal(head)
        beside = token.dep_ == "appos" and lexicon.actor_type(head.lemma_.lower()) is not None
        if not (in_list or beside) or head.i == token.i:
            return token
        token = head


def governors_of(preposition: Token) -> list[Token]:
    """Return the words that a preposition may belong to, outer prepositions passed over.

    A verb shares it with its object ("put pressure on") and with the noun right before it ("stood
    on the border with"); what gives examples may stand behind a comma.
    """
    head = preposition.head
    while head.pos_ == "ADP" and head.dep_ in {"prep", "pcomp"}:
        head = head.head
    found = [head]
    if is_verbal(head):
        found += [noun for noun in dependents(head, "dobj") if noun.i < preposition.i]
    before = preposition.i - 1
    if preposition.lower_ in word_set("examples") and preposition.doc[before].is_punct:
        before -= 1
    return [*found, *(noun for noun in preposition.doc[before : before + 1] if noun.pos_ == "NOUN")]


def modified(token: Token) -> Token:
    """Return the common noun that a modifier describes, names between them passed over."""
    while token.dep_ in MODIFIERS and token.head.i > token.i:
        token = token.head
        if token.pos_ == "NOUN":
            break
    return token


def classes(governor: Token, lexicon: Lexicon) -> Iterator[str]:
    """Yield the governing word's lemma and its classes, the most special first."""
    lemma, word = governor.lemma_.lower(), governor.lower_
    yield lemma
    person = lexicon.person(lemma)
    if lemma in word_set("place_nouns") or lemma in word_set("settlements"):
        yield "@place"
    if person is not None and person.office:
        yield "@office"
    if person is not None:
        yield "@person"
    if lexicon.group(lemma) is not None or lexicon.group(word) is not None:
        yield "@group"
    if lexicon.event_noun(lemma) is not None or lexicon.event_noun(word) is not None:
        yield "@event"
