"""How sure a statement is: the share of statements of its kind that a reader finds right.

A logistic regression over marks that can be read off the statement itself (rule, kinds and lengths
of its arguments, distances, embedding), with the weights in ``ontology/lexicon/confidence.tsv``.
``tests/precision/fit.py`` fits them on statements that people have judged, so that among those with
confidence c about a share c is right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import exp

from kgraph.lexicon import word_set
from kgraph.model import Argument, Extraction, Statement

__all__ = ["at_least", "confidence_of", "marks_of"]

#: The mark that every statement has: its weight is the intercept.
ALWAYS = "always"


def confidence_of(statement: Statement, weights: Mapping[str, float]) -> float:
    """Return the confidence of a statement, two decimals; a mark without weight says nothing."""
    score = sum(weights.get(mark, 0.0) for mark in marks_of(statement))
    return round(1 / (1 + exp(-score)), 2)


def marks_of(statement: Statement) -> Iterator[str]:
    """Yield what is known of a statement's reading, as ``name:value``.

    Lengths are in words, of the evidence in characters; ``gap`` is the number of characters between
    the subject and the predicate, negative where the subject follows.
    """
    rule, *changes = statement.rule.split("+")
    yield ALWAYS
    yield f"rule:{rule}"
    yield from (f"changed:{change}" for change in changes)
    yield f"subject:{kind_of(statement.subject)}"
    yield f"object:{kind_of(statement.object)}"
    yield f"arguments:{'some' if statement.arguments or statement.object else 'none'}"
    yield f"subject words:{step(words(statement.subject.text), 1, 4, 8)}"
    if statement.object is not None:
        yield f"object words:{step(words(statement.object.text), 1, 4, 8, 16)}"
    yield f"predicate words:{step(words(statement.predicate.text), 1, 2, 4)}"
    yield f"gap:{gap_of(statement)}"
    yield f"evidence:{step(statement.evidence.end - statement.evidence.start, 80, 150, 250)}"
    yield f"claims:{min(2, len(statement.claims))}"
    yield f"voice:{statement.predicate.voice}"
    yield f"stance:{statement.stance}"
    yield f"event:{'some' if statement.predicate.event else 'none'}"


def kind_of(argument: Argument | None) -> str:
    """Return what an argument is: a name, a pronoun (resolved or not) or a phrase."""
    if argument is None:
        return "none"
    if argument.start is None:
        return "inferred"
    if argument.text.lower() in word_set("pronouns"):
        return "resolved pronoun" if argument.entity is not None else "pronoun"
    return "name" if argument.entity is not None else "phrase"


def gap_of(statement: Statement) -> str:
    """Return how far the subject stands before the predicate."""
    subject, predicate = statement.subject, statement.predicate
    if subject.end is None or predicate.start is None:
        return "none"
    distance = predicate.start - subject.end
    return "negative" if distance < 0 else step(distance, 1, 15, 40, 90)


def words(text: str) -> int:
    """Return how many words a text has."""
    return len(text.split())


def step(number: int, *bounds: int) -> str:
    """Return the first bound that a number does not pass, as ``<=4``, or ``>8`` past the last."""
    place = bisect_left(bounds, number)
    return f"<={bounds[place]}" if place < len(bounds) else f">{bounds[-1]}"


def at_least(extraction: Extraction, confidence: float) -> Extraction:
    """Return the extraction without the statements that are less sure than ``confidence``.

    What is left out is no longer named by what depends on it or takes it up; that keeps its stance.
    """
    kept = [one for one in extraction.statements if one.confidence >= confidence]
    if len(kept) == len(extraction.statements):
        return extraction
    ids = {one.id for one in kept}
    cleared = (
        replace(
            one,
            condition=one.condition if one.condition in ids else None,
            takes_up=one.takes_up if one.takes_up in ids else None,
        )
        for one in kept
    )
    return replace(extraction, statements=tuple(cleared))
