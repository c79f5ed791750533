"""Decide what a noun inherits from what governs it: "called for talks", "a plan for talks".

Verbs and nouns that the lexicon lists with a noun phrase ("call for", "threat of") say what their
noun is.  What a verb brings about ("form a government", "secure the release") is as unreal as the
verb is, and so is what a relative clause says of such a thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from kgraph.components.clausewords import is_indefinite, listed_names
from kgraph.components.commitment import PLAIN, Commitment, commitment_of
from kgraph.components.doubt import UNPROVEN, is_ground, is_lacking, is_missed, is_report
from kgraph.components.governing import Key
from kgraph.components.syntax import dependents, first, is_verbal
from kgraph.lexicon import GovernorPos, Lexicon, word_set

__all__ = ["NounStance"]

OBJECTS = frozenset({"dobj", "nsubjpass"})


class NounStance:
    """Read what the nouns of one Doc inherit; verbs are read by whoever makes this."""

    def __init__(
        self,
        lexicon: Lexicon,
        of_governor: Callable[[Token], Commitment],
        outer: Callable[[Token], Commitment],
    ) -> None:
        """Keep how to read a governing word, its own words included or only what is above it."""
        self.lexicon = lexicon
        self.of_governor = of_governor
        self.above = outer

    def outer(self, noun: Token, head: Token) -> Commitment:
        """Return what a noun inherits from what it depends on."""
        if noun.dep_ == "pobj" and head.pos_ in {"ADP", "SCONJ"}:
            governor, keys = self.prepositional(head, noun)
            if is_ground(governor) and (is_lacking(governor) or is_missed(governor)):
                return UNPROVEN.under(self.above(governor))
        elif noun.dep_ in {"dobj", "attr", "nsubjpass"}:
            governor, keys = head, [*report_keys(noun, head), *self.keys(head, "np", "")]
        else:
            return PLAIN
        found = self.listed(governor, keys)
        if is_answered(noun, governor):
            return PLAIN
        if found is not None:
            above = self.of_governor(governor)
            unmoved = is_report(noun) and above.polarity == "negative"
            return PLAIN if unmoved else found.under(above)  # "did not dismiss the claim that"
        if is_verbal(governor) and noun.dep_ in OBJECTS:
            return self.under_verb(noun, governor)
        return PLAIN

    def listed(self, governor: Token, keys: list[Key]) -> Commitment | None:
        """Return the effect that the lexicon lists first; None where it lists none."""
        withheld = first(governor, "dative") is not None  # "denied them a haven", not a claim
        for lemma, pos, construction in keys:
            if withheld and lemma in word_set("denying"):
                continue
            found = self.lexicon.governor(lemma, pos, construction)
            if found is not None:
                return commitment_of(found)
        return None

    def prepositional(self, preposition: Token, noun: Token) -> tuple[Token, list[Key]]:
        """Return what governs a prepositional phrase, and under which keys it may be listed.

        In "raised their demands for talks" the parse may hang the phrase on the verb.
        """
        word, governor = preposition.lower_, preposition.head
        reported = report_keys(noun, governor, preposition)
        keys = [*reported, *self.keys(governor, f"{word}-np", f" {word}")]
        if governor.dep_ == "pobj":  # "in return for"
            keys.append((f"{governor.head.lower_} {governor.lower_} {word}", "prep", "np"))
        before = preposition.nbor(-1) if preposition.i else preposition
        if before.head.i == governor.i and before.dep_ in OBJECTS and is_verbal(governor):
            key: Key = (before.lemma_.lower(), "noun", f"{word}-np")
            if self.lexicon.governor(*key) is not None:
                return before, [key]
        return governor, keys

    def under_verb(self, noun: Token, verb: Token) -> Commitment:
        """Return what the object of a verb inherits from it.

        A light verb has no meaning of its own; what is brought about is as real as its verb; what
        is new in a clause that may well not be so is not real either.
        """
        inherited = self.of_governor(verb)
        names = listed_names(verb)
        light = any(self.lexicon.is_light(name, noun.lemma_.lower()) for name in names)
        if light or self.brings_about(verb):
            return inherited
        return inherited if is_indefinite(noun) and inherited.is_open else PLAIN

    @staticmethod
    def brings_about(verb: Token) -> bool:
        """Tell whether the object of a verb is there only if it succeeds ("form", "secure")."""
        return any(name in word_set("creation_verbs") for name in listed_names(verb))

    def unreal(self, noun: Token, *, past: bool) -> Commitment:
        """Return how real what an indefinite noun names is: "wants a cabinet that represents all".

        It is read for relative clauses; what one in the past tense tells of has happened, unless
        it is asked about ("whether it was a strike that killed them").
        """
        article = first(noun, "det")
        if article is None or article.lower_ not in {"a", "an", "any"}:
            return PLAIN
        if any(c.lower_ in word_set("not_yet") for c in dependents(noun, "amod")):
            return Commitment("possible")
        head = noun.head
        if past:
            found = self.of_governor(head) if is_verbal(head) else PLAIN
            return found if found.modality in {"hypothetical", "conditional"} else PLAIN
        wanted = self.outer(noun, head)
        if wanted.modality != "asserted":
            return Commitment(wanted.modality)
        if is_verbal(head) and noun.dep_ in OBJECTS and self.brings_about(head):
            return Commitment(self.of_governor(head).modality)
        if is_verbal(head) and noun.dep_ == "attr":
            found = self.of_governor(head)
            return Commitment(found.modality) if found.is_open else PLAIN
        if noun.dep_ == "pobj" and head.lower_ == "of" and head.head.pos_ == "NOUN":
            return Commitment(self.above(head.head).modality)
        return PLAIN

    def keys(self, governor: Token, frame: str, suffix: str) -> Iterator[Key]:
        """Yield the keys for an event noun governed by a verb or noun."""
        lemma = governor.lemma_.lower()
        pos: GovernorPos = "verb" if is_verbal(governor) else "noun"
        for name in listed_names(governor)[:-1]:
            yield name, pos, frame
        yield f"{lemma}{suffix}", pos, "np"
        yield lemma, pos, frame


def is_answered(noun: Token, verb: Token) -> bool:
    """Tell whether somebody takes or rejects what was said to them: "rejected the demand to"."""
    spoken = noun.lemma_.lower() in word_set("speech_acts")
    return spoken and noun.dep_ in OBJECTS and verb.lemma_.lower() in word_set("answering")


def report_keys(noun: Token, governor: Token, preposition: Token | None = None) -> Iterator[Key]:
    """Yield the keys of verbs for what is said: "brush off", "push back on", "scoff at"."""
    if not (is_report(noun) and is_verbal(governor)):
        return
    behind = "" if preposition is None else f" {preposition.lower_}"
    names = listed_names(governor)
    before = preposition.nbor(-1) if preposition is not None and preposition.i else governor
    if before.head == governor and before.dep_ == "advmod":
        names = [f"{names[-1]} {before.lower_}", *names]
    for name in names:
        yield f"{name}{behind}", "verb", "report-np"
