"""Say what a relative pronoun stands for."""

from __future__ import annotations

from spacy.tokens import Token

from kgraph.components.syntax import is_verbal
from kgraph.lexicon import Lexicon

__all__ = ["antecedents"]

RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})


def antecedents(subject: Token, verb: Token, lexicon: Lexicon) -> list[Token]:
    """Return what a relative pronoun stands for; any other subject stands for itself."""
    if subject.tag_ not in RELATIVE_TAGS and subject.lower_ != "that":
        return [subject]
    clause = verb
    while clause.dep_ == "conj" and is_verbal(clause.head):
        clause = clause.head
    if clause.dep_ == "xcomp" and is_verbal(clause.head):
        clause = clause.head
    if clause.dep_ == "ccomp" and clause.head.dep_ == "relcl":
        clause = clause.head
    if clause.dep_ == "relcl" and not is_verbal(clause.head):
        return [
            human_head(clause.head, lexicon) if subject.lower_ in {"who", "whom"} else clause.head
        ]
    return [subject]


def human_head(noun: Token, lexicon: Lexicon) -> Token:
    """Return the nearest noun at or above one that "who" can be about, the noun itself if none.

    In "forces operating in the country who lead" the parse hangs the clause on "country".
    """
    candidate = noun
    while not is_human(candidate, lexicon):
        above = candidate.head
        while above.dep_ == "prep" or is_verbal(above):
            if above.dep_ not in {"prep", "acl"}:
                return noun
            above = above.head
        if above.i == candidate.i or above.pos_ not in {"NOUN", "PROPN"}:
            return noun
        candidate = above
    return candidate


def is_human(noun: Token, lexicon: Lexicon) -> bool:
    """Tell whether a noun names people."""
    lemma = noun.lemma_.lower()
    return (
        noun.ent_type_ in {"PERSON", "NORP", "ORG"}
        or noun.tag_ in {"NNS", "NNPS"}
        or noun.pos_ == "PRON"
        or lexicon.person(lemma) is not None
        or lexicon.group(lemma) is not None
    )
