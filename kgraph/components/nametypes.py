"""Settle the type of the names that no table knows, by the words around them.

The small model types a rare name anew each time it stands in a text.  Here each distinct name of a
document collects evidence, the model's own guesses among it, and gets one type: what stands after
"near" or before "district" is a place, what has a title or an age is a person, what ends in
"Brigade" is what that word says.  After Mikheev et al. (1999), "Named Entity Recognition without
Gazetteers": sure contexts first, then the same string everywhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kgraph.components.likelycities import homes, likely_city
from kgraph.components.name import Name
from kgraph.components.runtogether import is_title
from kgraph.gazetteer import Gazetteer
from kgraph.lexicon import Lexicon, word_set
from kgraph.model import EntityType

__all__ = ["settle_types"]

# Weights, in units of one guess of the model.
SURE = 4.0
STRONG = 2.0
FAIR = 1.0

#: A word with letters and a number is a model or version ("IE6"), unless a table knows it.
VERSION = re.compile(r"^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9-]+$")
ACTORS = frozenset({"Organization", "ArmedGroup", "Government"})
PLACES = frozenset({"Country", "Place"})
SETTLEMENTS = frozenset({"city", "town", "capital"})

Evidence = Iterator[tuple[EntityType, float]]


def settle_types(
    doc: Doc, names: Sequence[Name], gazetteer: Gazetteer, lexicon: Lexicon
) -> list[Name]:
    """Return the names, those that only the model found with the type that the document shows."""
    reader = EvidenceReader(
        doc, gazetteer, lexicon, surnames(doc, names), homes(names), lone_persons(doc, names)
    )
    mentions: dict[str, list[Name]] = {}
    for name in names:
        if is_open(name):
            mentions.setdefault(doc[name.start : name.end].text, []).append(name)
    votes = {text: reader.weigh(text, found) for text, found in mentions.items()}
    return [
        typed(name, votes[text], text, gazetteer) if is_open(name) else name
        for name in names
        for text in (doc[name.start : name.end].text,)
    ]


def is_open(name: Name) -> bool:
    """Tell whether only the model says what a name is: settlements have many namesakes."""
    known = name.entry is not None and name.entry.subtype not in SETTLEMENTS
    return name.rule == "ner" and not known


def typed(name: Name, kinds: dict[EntityType, float], text: str, gazetteer: Gazetteer) -> Name:
    """Return a name with the type of most weight, a place with its largest namesake."""
    best = max(sorted(kinds), key=lambda kind: kinds[kind])
    if best == name.type:
        return name
    cities = gazetteer.lookup_city(text) if best == "Place" else ()
    return replace(name, type=best, entry=cities[0] if cities else None)


def surnames(doc: Doc, names: Sequence[Name]) -> frozenset[str]:
    """Return the last words of the persons that the document names in full."""
    return frozenset(
        doc[name.end - 1].text
        for name in names
        if name.type == "Person" and name.end - name.start > 1
    )


def lone_persons(doc: Doc, names: Sequence[Name]) -> frozenset[str]:
    """Return the single words that the model takes for persons, surnames most of them."""
    return frozenset(
        doc[name.start].text
        for name in names
        if name.type == "Person" and name.end - name.start == 1
    )


@dataclass(frozen=True, slots=True)
class EvidenceReader:
    """Reads in one Doc what a name's words and neighbours say of its type."""

    doc: Doc
    gazetteer: Gazetteer
    lexicon: Lexicon
    surnames: frozenset[str]
    homes: frozenset[str]
    persons: frozenset[str]

    def weigh(self, text: str, mentions: Sequence[Name]) -> dict[EntityType, float]:
        """Return the weight of each type that a name can have in this document.

        The model's guesses count by their share, a kind of context as often as twice.
        """
        kinds: dict[EntityType, float] = defaultdict(float)
        around: dict[EntityType, float] = defaultdict(float)
        for name in mentions:
            kinds[name.type] += STRONG / len(mentions)
            for kind, weight in self.around(name):
                around[kind] += weight
        for kind, weight in around.items():
            kinds[kind] += min(weight, SURE + FAIR)
        for kind, weight in self.within(text):
            kinds[kind] += weight
        return kinds

    # ------------------------------------------------------------------ the name itself

    def within(self, text: str) -> Evidence:
        """Yield what the words of a name say of it, wherever it stands."""
        words = text.split()
        if len(words) > 1:
            yield from self.last_word(words)
            yield from self.given_name(words)
            if words[-1] in self.persons:
                yield "Person", STRONG
        elif text in self.surnames:
            yield "Person", STRONG
        elif VERSION.match(text):
            yield "Other", SURE
        elif self.gazetteer.is_given_name(text):
            yield "Person", FAIR
        if likely_city(text, self.homes, self.gazetteer) is not None:
            yield "Place", STRONG + FAIR / 2
        elif self.gazetteer.lookup_city(text):
            yield "Place", FAIR

    def last_word(self, words: Sequence[str]) -> Evidence:
        """Yield the kind of thing that a name's head names: "Brigade", "Museum of the Navy"."""
        last = words[words.index("of") - 1 if "of" in words[1:-1] else -1].lower()
        if any(word.lower() in word_set("storms") for word in words[:-1]):
            yield "Event", SURE
        if last in word_set("place_names"):
            yield "Place", SURE
        if last in word_set("paper_names"):
            yield "Organization", STRONG
        if last in word_set("thing_names"):
            yield "Other", SURE
        if last in word_set("event_names"):
            yield "Event", SURE
        for lemma in (last, last.removesuffix("s")):
            kind = self.lexicon.actor_type(lemma)
            if kind in ACTORS:
                yield kind, SURE
                return

    def given_name(self, words: Sequence[str]) -> Evidence:
        """Yield a person for two or three words of which the first is a given name."""
        if words[0] in word_set("ship_prefixes"):
            yield "Weapon", SURE
        elif (
            len(words) <= 3
            and all(word[:1].isupper() for word in words)
            and self.gazetteer.is_given_name(words[0])
        ):
            yield "Person", STRONG + FAIR / 2

    # ------------------------------------------------------------------ its neighbours

    def around(self, name: Name) -> Evidence:
        """Yield what stands before and after one mention of a name."""
        before = self.doc[name.start - 1] if name.start > 0 else None
        if before is not None and before.sent == self.doc[name.start].sent:
            yield from self.before(before)
        if self.is_called_person(self.doc[name.end - 1]):
            yield "Person", STRONG
        if self.is_team(name):
            yield "Organization", STRONG + FAIR / 2
        if name.end < len(self.doc):
            yield from self.after(name)

    def is_team(self, name: Name) -> bool:
        """Tell whether a name is a place with what its players or members are called."""
        first, last = self.doc[name.start], self.doc[name.end - 1]
        return (
            last.i > first.i
            and name.type in {"Other", "Person"}
            and last.text.endswith("s")
            and any(entry.type in PLACES for entry in self.gazetteer.lookup(first.text))
        )

    def is_called_person(self, token: Token) -> bool:
        """Tell whether the clause says that it is a person ("X was a commander")."""
        if token.dep_ not in {"nsubj", "nsubjpass"} or token.head.lemma_ != "be":
            return False
        return any(
            child.dep_ == "attr" and self.lexicon.person(child.lemma_) is not None
            for child in token.head.children
        )

    def before(self, token: Token) -> Evidence:
        """Yield what the word before a name says of it."""
        word = token.lower_
        if word in word_set("inside"):
            yield "Place", FAIR
        elif word in word_set("beside"):
            yield "Place", SURE + FAIR
        elif word in word_set("compass"):
            yield "Place", STRONG
        elif word == "of" and token.i > 0:
            if token.nbor(-1).lemma_.lower() in word_set("settlements"):
                yield "Place", STRONG
        elif is_title(token) or (
            token.pos_ in {"NOUN", "PROPN"} and self.lexicon.person(word) is not None
        ):
            yield "Person", STRONG + FAIR / 2

    def after(self, name: Name) -> Evidence:
        """Yield what the words after a name say of it."""
        doc, index = self.doc, name.end
        token = doc[index]
        if token.lower_ in word_set("districts"):
            yield "Place", STRONG
        if token.lower_ in word_set("led_groups") and name.end - name.start == 1:
            yield "Person", STRONG + FAIR / 2
        if token.lower_ == "who":
            yield "Person", STRONG
        if token.text != "," or index + 1 >= len(doc):
            return
        following = doc[index + 1]
        if following.lower_ == "who" or (following.text.isdigit() and len(following) == 2):
            yield "Person", STRONG
        elif following.lower_ in {"a", "the"} and self.is_settlement(index + 2):
            yield "Place", SURE
        elif following.text[:1].isupper() and self.gazetteer.qualifiers(following.text):
            yield "Place", STRONG

    def is_settlement(self, index: int) -> bool:
        """Tell whether a noun for a settlement comes within three words ("a small town in")."""
        words = self.doc[index : index + 3]
        return any(token.lower_ in word_set("districts") for token in words)
