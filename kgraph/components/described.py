"""Say of the thing itself what is said of its description.

"The Hill Mosque is a mosque located in Gao": the Hill Mosque is located there.  "Sabha, an oasis
held by the rebels": they hold Sabha.  A description under a negation, a modal verb or a condition
stays what it is: "is not the man who shot X" says nobody shot anyone.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from kgraph.components.antecedents import is_human
from kgraph.components.clauses import Clauses, Frame
from kgraph.components.syntax import has_conjunct, is_verbal
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
    if noun.tag_ == "PRP$":
        return possessor(noun, clauses) if frame.rule.startswith("clause") else noun
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


def possessor(pronoun: Token, clauses: Clauses) -> Token:
    """Return the subject that "its" and "their" take up in their own clause, else the pronoun.

    "The state renews its pledge to help": the state helps.  The clause's one subject stands for
    the pronoun where the two agree in number and nothing else was found for it.
    """
    known = pronoun.doc._.references.get(pronoun.i)
    clause = pronoun.head
    while clause.dep_ in {"pobj", "prep", "dobj", "conj"} and not is_verbal(clause):
        clause = clause.head
    subjects = clauses.subjects(clause) if is_verbal(clause) else []
    if len(subjects) != 1 or subjects[0].i > pronoun.i or subjects[0].pos_ == "PRON":
        return pronoun
    names = {i: name for name in pronoun.doc._.names for i in range(name.start, name.end)}
    name = names.get(subjects[0].i)
    if known is not None:
        return subjects[0] if name is not None and name.key == known.key else pronoun
    number = word_number(pronoun)
    agrees = number is not None and number == subjects[0].tag_.endswith("S")
    return subjects[0] if agrees and is_human(subjects[0], clauses.lexicon) else pronoun


def word_number(pronoun: Token) -> bool | None:
    """Return True for "their", False for "its", None for the pronouns of persons."""
    return {"their": True, "its": False}.get(pronoun.lower_)
