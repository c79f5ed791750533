"""Tell whether a statement is the one that a row of the tables expects, as a reader would."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kgraph.model import Argument, Claim, Extraction, Statement
from tests.phenomena.table import Expected

ARTICLES = frozenset({"a", "an", "the", "s"})
STEM = 3
#: Words whose lemma begins otherwise.
LEMMAS = {"men": "man", "him": "he", "them": "they", "us": "we", "his": "he", "its": "it"}


class Reader:
    """One extraction, with its claims, entities and statements at hand."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.claims = {claim.id: claim for claim in extraction.claims}
        self.labels = {entity.id: entity.label for entity in extraction.entities}
        self.lemmas = {s.id: s.predicate.lemma for s in extraction.statements}

    def finds(self, expected: Expected) -> bool:
        return any(self.is_it(statement, expected) for statement in self.extraction.statements)

    def is_it(self, statement: Statement, expected: Expected) -> bool:
        predicate = statement.predicate
        return (
            one_of(expected.predicate, {predicate.lemma, predicate.relation})
            and self.names(statement.subject, expected.subject)
            and self.names(statement.object, expected.object)
            and one_of(expected.modality or "asserted", {statement.modality})
            and one_of(expected.polarity or "positive", {statement.polarity})
            and self.said_by(statement, expected.speakers)
            and all(self.has(statement, key, value) for key, value in expected.details.items())
        )

    def names(self, argument: Argument | None, cell: str) -> bool:
        """Tell whether an argument is what a cell asks for, by one of its alternatives."""
        return any(self.names_one(argument, wanted) for wanted in cell.split(" / "))

    def names_one(self, argument: Argument | None, wanted: str) -> bool:
        """An argument is meant where it holds the words, and one of them is its head."""
        if wanted == "*" or (wanted == "-" and argument is None):
            return True
        if argument is None or wanted == "-":
            return False
        asked = words(wanted)
        label = self.labels.get(argument.entity or "", "")
        if asked <= words(label):
            return True
        head = argument.head.lower()
        return asked <= words(argument.text) and any(has_lemma(word, head) for word in asked)

    def said_by(self, statement: Statement, cell: str) -> bool:
        """Tell whether the speakers of a statement are those of a cell, in the same order."""
        chain = [self.claims[claim] for claim in statement.claims]
        return any(self.is_chain(chain, wanted) for wanted in cell.split(" / "))

    def is_chain(self, chain: list[Claim], wanted: str) -> bool:
        if wanted == "*":
            return True
        speakers = wanted.split(" > ") if wanted else []
        return len(speakers) == len(chain) and all(
            claim.speaker is None if name == "?" else self.names_one(claim.speaker, name)
            for claim, name in zip(chain, speakers, strict=True)
        )

    def has(self, statement: Statement, key: str, value: str) -> bool:
        """Tell whether a statement has one of the details that a row may ask for."""
        last = self.claims[statement.claims[-1]] if statement.claims else None
        time = statement.time.value if statement.time is not None else None
        if key == "arg":
            return any(self.names(argument, value) for argument in statement.arguments)
        if key == "place":
            return self.names(statement.place, value)
        if key == "addressee":
            return last is not None and self.names(last.addressee, value)
        plain = {
            "voice": statement.predicate.voice,
            "label": statement.predicate.label,
            "time": time or "-",
            "direct": "yes" if last is not None and last.direct else "no",
            "condition": self.lemmas.get(statement.condition or "", "-"),
            "takes up": self.lemmas.get(statement.takes_up or "", "-"),
        }
        return one_of(value, {plain[key]})

    def report(self) -> str:
        """List the statements made, one a line, for whoever reads a failure."""
        lines = []
        for s in self.extraction.statements:
            target = s.object.text if s.object is not None else "-"
            speakers = " > ".join(speaker_text(self.claims[claim]) for claim in s.claims)
            details = "; ".join(
                f"{name}={value}"
                for name, value in (
                    ("voice", s.predicate.voice),
                    ("time", s.time.value if s.time is not None else None),
                    ("place", s.place.text if s.place is not None else None),
                    ("condition", self.lemmas.get(s.condition or "")),
                    ("args", ", ".join(argument.text for argument in s.arguments)),
                )
                if value
            )
            lines.append(
                f"  {s.subject.text} | {s.predicate.lemma} | {target} | {s.modality}"
                f" {s.polarity} | {speakers or 'the text'} | {details} | {s.rule}"
            )
        return "\n".join(lines) or "  no statement"


def speaker_text(claim: Claim) -> str:
    return claim.speaker.text if claim.speaker is not None else "?"


def has_lemma(word: str, lemma: str) -> bool:
    """Tell whether a lemma can be a word's, by how both begin."""
    base = LEMMAS.get(word, word)
    return base.startswith(lemma[:STEM]) or lemma.startswith(base[:STEM])


def words(text: str) -> frozenset[str]:
    """Return the words of a phrase without articles and the possessive's s."""
    return frozenset(re.findall(r"[^\W_]+", text.lower())) - ARTICLES


def one_of(cell: str, found: Iterable[str | None]) -> bool:
    """Tell whether one of a cell's alternatives is among what was found."""
    wanted = set(cell.split(" / "))
    return "*" in wanted or not wanted.isdisjoint(set(found))
