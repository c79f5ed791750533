"""Tell when "they" or "their" means several, not one name: "A and B … their", "X met Y. They …".

A list or two who met are the antecedent together (Hobbs 1978); no single entity is meant.
"""

from __future__ import annotations

from spacy.tokens import Token

from kgraph.components.syntax import SUBJECT_DEPS, dependents, first, is_verbal
from kgraph.lexicon import word_set

__all__ = ["means_several"]


def means_several(pronoun: Token) -> bool:
    """Tell whether a plural pronoun takes up a list, or two who did something together."""
    if pronoun.lower_ not in word_set("plural"):
        return False
    if pronoun.dep_ == "poss" and pronoun.head.dep_ == "conj":
        owner = pronoun.head.head  # "all parties and their supporters"
        if owner.pos_ == "NOUN" and owner.i < pronoun.i:
            return True
    if pronoun.dep_ == "poss" and ends_list(pronoun):
        return True
    verb = pronoun.head
    while not is_verbal(verb) and verb.head.i != verb.i:
        verb = verb.head
    subject = first(verb, *SUBJECT_DEPS)
    if subject is not None and subject.i < pronoun.i and pronoun.dep_ not in SUBJECT_DEPS:
        return is_list(subject) or meets_another(verb)
    return pronoun.dep_ in SUBJECT_DEPS and verb.dep_ == "ROOT" and follows_several(pronoun)


def follows_several(pronoun: Token) -> bool:
    """Tell whether the main clause of the sentence before has several who act together."""
    before = pronoun.sent.start - 1
    while before >= 0 and pronoun.doc[before].is_space:
        before -= 1
    if before < 0:
        return False
    verb = pronoun.doc[before].sent.root
    subject = first(verb, *SUBJECT_DEPS)
    if subject is None:
        return False
    return is_list(subject) or meets_another(verb)


def meets_another(verb: Token) -> bool:
    """Tell whether somebody acts together with somebody named: "met Sergei Lavrov"."""
    met = first(verb, "dobj") if verb.lemma_.lower() in word_set("reciprocal") else None
    return met is not None and met.tag_ == "NNP"


def is_list(noun: Token) -> bool:
    """Tell whether a noun has others beside it ("the regime and its backers")."""
    return any(member.pos_ in {"NOUN", "PROPN", "PRON"} for member in dependents(noun, "conj"))


def ends_list(pronoun: Token) -> bool:
    """Tell whether a list stands right before a phrase ("the army and the police in their war")."""
    before = pronoun.doc[max(pronoun.i - 2, 0) : pronoun.i]
    if len(before) < 2 or before[1].pos_ != "ADP" or before[0].dep_ != "conj":
        return False
    return before[0].pos_ in {"NOUN", "PROPN"} and before[0].head.pos_ in {"NOUN", "PROPN"}
