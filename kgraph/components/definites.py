"""Resolve definite nouns that take up a name: "the minister", "the group", "the country".

In come a Doc with names and offices; out goes a map from the index of a noun's token to the name
that it takes up.  A role takes up the last person named with that office; a body ("the agency") the
last name that has the noun in it; a general noun ("the group", "the country") the only body or
state named near it.  Where there are two, the noun stays unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kgraph.components.metonymy import PlaceName
from kgraph.components.name import Name
from kgraph.components.officesintext import OfficesInText
from kgraph.components.references import sentence_numbers
from kgraph.lexicon import Lexicon, word_set
from kgraph.model import EntityType

__all__ = ["definite_nouns"]

#: How many sentences back a noun may take a name up: by a word of the name, by its kind alone.
REACH, NEAR = 6, 2
#: Farther than any document is long.
ANYWHERE = 1_000_000
#: How many tokens back somebody without a name may have been introduced.
FAR = 200
BODIES: dict[str, tuple[EntityType, ...]] = {
    "ArmedGroup": ("ArmedGroup",),
    "Organization": ("Organization", "ArmedGroup"),
    "Government": ("Organization", "Government"),
}
COMPLEMENTS = frozenset({"prep", "poss", "relcl", "acl", "appos", "nummod"})
MODIFIERS = frozenset({"amod", "compound", "nmod"})


class DefiniteReader:
    """Resolve the definite nouns of one Doc."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        """Learn where names stand and which offices the text gives to whom."""
        self.doc = doc
        self.lexicon = lexicon
        self.sentence_of = sentence_numbers(doc)
        self.named = {index: name for name in doc._.names for index in range(name.start, name.end)}
        self.names: list[Name] = doc._.names
        self.readings: dict[int, PlaceName] = doc._.readings
        self.starts = [name.start for name in self.names]
        held = [
            (frame, name)
            for frame in doc._.frames
            if frame.relation == "position"
            and (name := self.named.get(frame.subjects[0].i)) is not None
        ]
        self.offices = OfficesInText(held, doc.text)
        self.titles = {frame.head.i for frame, _ in held}

    def found(self) -> Iterator[tuple[int, Name]]:
        """Yield the index of each noun that takes up a name, with the name."""
        for token in self.doc:
            if self.is_definite(token):
                name = self.person(token) or self.body(token)
                if name is not None:
                    yield token.i, name

    def is_definite(self, token: Token) -> bool:
        """Tell whether a noun stands with "the" and nothing after it that says which one.

        Some papers write an office or a body with a capital ("the President", "the Court").
        """
        return (
            (token.tag_ == "NN" or (token.tag_ == "NNP" and self.is_noun(token)))
            and token.i not in self.named
            and token.i not in self.titles
            and token.dep_ not in MODIFIERS
            and any(c.dep_ == "det" and c.lower_ == "the" for c in token.lefts)
            and not any(child.dep_ in COMPLEMENTS for child in token.children)
        )

    def is_noun(self, token: Token) -> bool:
        """Tell whether a word is a noun for an office that a person holds, or for a body."""
        known = self.lexicon.person(token.lower_)
        return (known is not None and known.office) or self.lexicon.group(token.lower_) is not None

    def person(self, noun: Token) -> Name | None:
        """Return the last person named with an office, for a general word one named near."""
        role = noun.lemma_.lower()
        general = role in word_set("general_roles")
        known = self.lexicon.person(role)
        if known is None or not (known.office or general):
            return None
        field = sorted({child.lower_ for child in noun.lefts} & word_set("portfolios"))
        if field:  # "the foreign minister" is not the defence minister
            role, general = f"{field[0]} {role}", False
        if general and self.is_introduced(noun):
            return None
        return self.offices.holder(noun, role, general=general)

    def is_introduced(self, noun: Token) -> bool:
        """Tell whether the text has somebody without a name for a noun: "a US official said"."""
        before = self.doc[max(0, noun.i - FAR) : noun.i]
        return any(
            other.lemma_ == noun.lemma_
            and any(c.dep_ == "det" and c.lower_ in {"a", "an", "another"} for c in other.lefts)
            for other in before
        )

    def body(self, noun: Token) -> Name | None:
        """Return the body or state that a noun takes up: by its word, or the only one near."""
        lemma = noun.lemma_.lower()
        words = " ".join(child.lower_ for child in noun.lefts if child.dep_ in MODIFIERS)
        special = self.lexicon.group(f"{words} {lemma}") if words else None
        if words and special is None:
            return None
        if lemma in word_set("state_nouns"):
            return self.only(noun, ("Country",))
        group = self.lexicon.group(lemma)
        kinds = BODIES.get(group.type, ()) if group is not None else ()
        if special is not None:
            kinds = (special.type,)  # "the campaign group" is none that fights
        reach = REACH if noun.tag_ == "NN" else ANYWHERE  # a capital says that it is a certain one
        called = (name for name in self.before(noun, kinds, reach) if has_word(name, lemma))
        nearest = next(called, None)
        if nearest is not None:
            return nearest
        return self.only(noun, kinds) if lemma in word_set("general_bodies") else None

    def only(self, noun: Token, kinds: tuple[EntityType, ...]) -> Name | None:
        """Return the one entity of some types that is named near a noun; None if there are two."""
        found = {self.actor(n): n for n in self.before(noun, kinds, NEAR) if not is_media(n)}
        return next(iter(found.values())) if len(found) == 1 else None

    def actor(self, name: Name) -> str:
        """Return the id of a name's entity, of a capital that acts the state's."""
        reading = self.readings.get(name.start)
        return name.key if reading is None else reading.stands_for or name.key

    def before(self, noun: Token, kinds: tuple[EntityType, ...], reach: int) -> Iterator[Name]:
        """Yield the names of some types before a noun and not too far, the nearest first."""
        for number in reversed(range(bisect_left(self.starts, noun.i))):
            name = self.names[number]
            if self.distance(name.start, noun) > reach:
                return
            acts = "Country" in kinds and self.actor(name) != name.key
            if name.type in kinds or acts:
                yield name

    def distance(self, index: int, noun: Token) -> int:
        """Return how many sentences lie between a token and a noun after it."""
        return self.sentence_of[noun.i] - self.sentence_of[index]


def has_word(name: Name, lemma: str) -> bool:
    """Tell whether a noun is a word of a name: "agency" of the atomic energy agency's."""
    aliases = name.entry.aliases if name.entry is not None else ()
    return any(lemma in re.findall(r"\w+", text.lower()) for text in (name.label, *aliases))


def is_media(name: Name) -> bool:
    """Tell whether a name is that of a medium, which reports and is seldom spoken of."""
    return name.entry is not None and name.entry.subtype == "media"


def definite_nouns(doc: Doc, lexicon: Lexicon) -> dict[int, Name]:
    """Return what each definite noun of the Doc takes up, by token index."""
    return dict(DefiniteReader(doc, lexicon).found())
