"""The words of a noun phrase that decide its class for the event coder."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kgraph.components.syntax import dependents, objects_of_prepositions
from kgraph.events import has_frame
from kgraph.lexicon import word_set

__all__ = ["content", "noun_lemma", "nouns"]

DEEPEST = 3
LONGEST = 4  # words before a noun that are joined to it
MODIFIERS = ("compound", "amod", "nmod")


def content(noun: Token) -> Token:
    """Return what a container noun holds: "ventilators" in "a shipment of ventilators"."""
    if noun.lemma_.lower() not in word_set("containers"):
        return noun
    for preposition, target in objects_of_prepositions(noun):
        if preposition.lower_ == "of" and target.dep_ == "pobj":
            return target
    return noun


def nouns(head: Token, depth: int = 0) -> Iterator[str]:
    """Yield the lemmas in a noun phrase that may decide its class, the head first."""
    lemma = head.lemma_.lower()
    yield lemma
    yield from joined(head)
    for modifier in dependents(head, *MODIFIERS):
        yield modifier.lemma_.lower()
    if depth < DEEPEST:
        for preposition, target in objects_of_prepositions(head):
            if preposition.lower_ == "of" and target.dep_ == "pobj":
                yield f"{lemma} of {target.lemma_.lower()}"
                yield from nouns(target, depth + 1)


def noun_lemma(noun: Token) -> str:
    """Return the event noun's lemma, with the word before it where the two are listed together."""
    return next((name for name in joined(noun) if has_frame("noun", name)), noun.lemma_.lower())


def joined(noun: Token) -> Iterator[str]:
    """Yield the noun with each word before it: "peace talk", "joint military exercise"."""
    lemma = noun.lemma_.lower()
    before = [m for m in dependents(noun, *MODIFIERS) if m.i < noun.i]
    modifiers = [m.lemma_.lower() for m in before[-LONGEST:]]
    for start, modifier in enumerate(modifiers):
        yield f"{modifier} {lemma}"
        if start + 1 < len(modifiers):
            yield " ".join((*modifiers[start:], lemma))
