"""The record of an attribution by tokens, and what the readers of cues share.

The terms are those of PolNeAR (Newell, Margolin & Ruths 2018) and PARC: source (here speaker), cue,
content.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kgraph.components.clauses import Clauses
from kgraph.components.contents import Bounds
from kgraph.components.name import Name
from kgraph.components.quotations import Quotation, find_quotations
from kgraph.components.syntax import first
from kgraph.lexicon import CueEntry, Lexicon, word_set
from kgraph.model import Modality

__all__ = ["Attribution", "Context"]

SPEAKERS = frozenset(
    {"Person", "Organization", "Government", "ArmedGroup", "Country", "Group", "Place", "Other"}
)

#: Endings of nouns for acts, states and thoughts.
ABSTRACT = ("tion", "sion", "ment", "ity", "ness", "ism", "ance", "ence", "ency", "ship", "ure")


@dataclass(slots=True)
class Attribution:
    """One attribution by token indices; ``content`` bounds are ``[start, end)``.

    ``scope`` tells whether statements inside the content are the speaker's; ``modality`` is what
    the cue makes of them.  ``within`` is the index of the attribution that this one is reported in.
    """

    cue: Bounds
    lemma: str
    head: Token
    speaker: Token | None
    content: list[Bounds]
    frame: str
    modality: Modality = "asserted"
    direct: bool = False
    scope: bool = True
    addressee: Token | None = None
    within: int | None = None
    same_subject: bool = False

    @property
    def is_hearsay(self) -> bool:
        """Tell whether the cue is the passive over an infinitive: "is said to have fled"."""
        return self.frame == "infinitive" and not self.same_subject

    def covers(self, index: int) -> bool:
        """Tell whether a token index lies in the content."""
        return any(start <= index < end for start, end in self.content)


class Context:
    """One Doc with its clauses, quotations and the lexicon, as all readers of cues need them."""

    def __init__(self, clauses: Clauses, lexicon: Lexicon) -> None:
        """Find the Doc's quotations: cues inside one are its speaker's own."""
        self.doc: Doc = clauses.doc
        self.clauses = clauses
        self.lexicon = lexicon
        self.names: dict[int, Name] = {
            index: name for name in self.doc._.names for index in range(name.start, name.end)
        }
        self.quotations = find_quotations(self.doc)
        self.quoted: dict[int, Quotation] = {
            index: quotation
            for quotation in self.quotations
            for index in range(quotation.start, quotation.end)
        }

    def quotations_between(self, start: int, end: int) -> Iterator[Quotation]:
        """Yield the quotations that end at or after one token and begin before another."""
        number = bisect_left(self.quotations, start, key=lambda quotation: quotation.end)
        while number < len(self.quotations) and self.quotations[number].start < end:
            yield self.quotations[number]
            number += 1

    def is_quoted(self, bounds: Bounds) -> bool:
        """Tell whether content begins in a quotation."""
        return bounds[0] in self.quoted

    def can_be_judged(self, target: Token, cue: CueEntry) -> bool:
        """Tell whether an object is content: any, what can be said or thought, or somebody.

        "raised the issue" and "hammered the senator" are attributions, "raised money" and "hammered
        the door" are none.
        """
        if target.tag_ in {"WP", "WDT"}:
            return False
        return (
            "np" in cue.frames
            or ("matter" in cue.frames and self.is_matter(target))
            or ("person" in cue.frames and self.is_person(target))
        )

    def is_matter(self, noun: Token) -> bool:
        """Tell whether a noun names what is said, thought, planned or done."""
        if noun.ent_type_ in {"MONEY", "CARDINAL", "PERCENT", "QUANTITY", "DATE", "TIME"}:
            return False
        lemma = noun.lemma_.lower()
        return (
            self.lexicon.cue(lemma, "noun") is not None
            or lemma in word_set("matters")
            or lemma in word_set("documents")
            or (noun.pos_ == "NOUN" and lemma.endswith(ABSTRACT))
        )

    def is_person(self, noun: Token) -> bool:
        """Tell whether a noun or pronoun names a person."""
        name = self.names.get(noun.i)
        if name is not None:
            return name.type == "Person"
        if noun.pos_ == "PRON":
            return noun.lower_ in {"him", "her", "them", "me", "us"}
        return self.lexicon.person(noun.lemma_.lower()) is not None

    def can_speak(self, speaker: Token | None, frame: str) -> bool:
        """Tell whether a phrase names somebody who can hold the content, not a thing that did it.

        "the delay reflects", "it must address" are no attributions; with a clause or a quotation as
        content nearly any subject is ("the report says", "polls suggest").
        """
        if frame in {"that", "bare", "quote", "wh", "whether", "if"}:
            return True
        if speaker is None:
            return frame not in {"np", "as", "to", "on"}
        if speaker.i in self.doc._.references:
            return True
        if speaker.pos_ == "PRON":
            return speaker.lower_ not in {"it", "that", "this", "which", "what", "these", "those"}
        name = self.names.get(speaker.i)
        if name is not None and name.type in SPEAKERS:
            return True
        if speaker.tag_ == "NNPS" or (speaker.tag_ == "NNP" and name is None):
            return True
        if speaker.lemma_.lower() in word_set("documents"):
            return True
        compound = first(speaker, "compound", "amod")
        modifier = compound.lower_ if compound is not None else None
        return self.lexicon.actor_type(speaker.lemma_.lower(), modifier) is not None
