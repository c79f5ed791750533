"""Say of the thing itself what is said of its description.

"The Hill Mosque is a mosque located in Gao": the Hill Mosque is located there.  "Sabha, an oasis
held by the rebels": they hold Sabha.  A description under a negation, a modal verb or a condition
stays what it is: "is not the man who shot X" says nobody shot anyone.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from kgraph.components.clauses import Clauses, Frame
from kgraph.components.syntax import has_conjunct
from kgraph.lexicon import word_set

__all__ = ["name_described"]

BARE_COPULA = frozenset({"attr", "nsubj", "punct", "advmod", "prep", "npadvmod", "cc", "conj"})


def name_described(frames: Iterable[Frame], doc: Doc, clauses: Clauses) -> None:
    """Replace descriptions by what they describe in the frames below them, in place."""
    named = {index for name in doc._.names for index in range(name.start, name.end)}
    for frame in frames:
        if frame.rule == "relation:apposition":
            continue
        frame.subjects = [described(head, frame, clauses, named) for head in frame.subjects]
        frame.objects = [described(head, frame, clauses, named) for head in frame.objects]


def described(noun: Token, frame: Frame, clauses: Clauses, named: set[int]) -> Token:
    """Return what a noun above a frame describes by copula or apposition, else the noun."""
    if noun.i in named or not (noun == frame.head or noun.is_ancestor(frame.head)):
        return noun
    if noun.dep_ == "appos" and noun.head.i in named and not has_conjunct(noun):
        return noun.head
    copula = noun.head
    if noun.dep_ != "attr" or copula.lemma_ != "be":
        return noun
    if any(child.dep_ not in BARE_COPULA for child in copula.children):
        return noun
    subjects = clauses.subjects(copula)
    if len(subjects) != 1 or subjects[0].lower_ in word_set("dummy_subjects"):
        return noun
    return subjects[0]
