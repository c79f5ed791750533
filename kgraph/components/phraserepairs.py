"""Mend how the small model reads phrases in front of a clause and behind its verb.

Like :mod:`kgraph.components.repairs`, which calls these, they change what the parse says where
word order and punctuation give an error away.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kgraph.components.syntax import SUBJECT_DEPS, is_verbal
from kgraph.lexicon import word_set

__all__ = ["front_preposition", "join_prefix", "lift_between", "lift_office", "lower_adjective"]

NOUNS = frozenset({"NOUN", "PROPN"})


def front_preposition(token: Token) -> None:
    """Read "Near Gao, two strikes hit …" as a preposition and its place, not as one name.

    A capital letter at the beginning of the sentence hides the preposition; the comma behind the
    name and the subject behind the comma show it.
    """
    if token.dep_ not in {"compound", "amod", "nmod"} or not token.is_title:
        return
    place = token.head
    if (
        token.lower_ not in word_set("fronted_prepositions")
        or token.tag_ in {"IN", "RB"}
        or place.pos_ != "PROPN"
        or not is_verbal(place.head)
        or any(not c.is_punct for c in place.subtree if c.i < token.i)
    ):
        return
    doc, verb = token.doc, place.head
    comma = next((t.i for t in doc[place.i + 1 : verb.i] if t.text == ","), None)
    if comma is None or not any(
        c.i > comma and c.dep_ in SUBJECT_DEPS and c.i < verb.i for c in verb.children
    ):
        return
    token.pos_, token.tag_, token.lemma_ = "ADP", "IN", token.lower_
    token.head, token.dep_ = verb, "prep"
    place.head, place.dep_ = token, "pobj"
    cut_entity(doc, token.i)


def lift_between(token: Token) -> None:
    """Give "between A and B" to the event, not to the day before it ("the talks on Friday")."""
    if token.lower_ != "between" or token.dep_ != "prep":
        return
    preposition = token.head.head
    before = token.doc[preposition.i - 1] if preposition.i else None
    dated = token.head.ent_type_ == "DATE" and preposition.dep_ == "prep"
    noun = before if dated and before is not None and before.pos_ in NOUNS else token.head
    if noun != token.head:
        token.head = noun


def cut_entity(doc: Doc, index: int) -> None:
    """Take a preposition off the entity that it opens; what follows it is then a place."""
    for span in doc.ents:
        if span.start == index:
            rest = [Span(doc, index + 1, span.end, label="GPE")] if span.end > index + 1 else []
            doc.set_ents([*(e for e in doc.ents if e.start != index), *rest])
            return


def lift_office(token: Token) -> None:
    """Make an object's predicate of an office that no comma parts from who gets it.

    In "appointed Ada Lind the head of the bank" the parse sees an apposition, which would state
    the office whether or not the verb is negated or merely possible.
    """
    if token.dep_ != "appos":
        return
    person = token.head
    if person.dep_ != "dobj" or token.left_edge.i != person.i + 1:
        return
    if person.head.lemma_.lower() in word_set("appointing"):
        token.head, token.dep_ = person.head, "oprd"


def join_prefix(token: Token) -> None:
    """Make one word of a prefix, a hyphen and the word behind it ("co-operation", "re-open").

    The parse takes the prefix for the noun or verb and hangs the real one on something else.
    """
    doc, index = token.doc, token.i
    if token.whitespace_ or token.lower_ not in word_set("prefixes") or index + 2 >= len(doc):
        return
    hyphen, word = doc[index + 1], doc[index + 2]
    if hyphen.text != "-" or hyphen.whitespace_:
        return
    if word.tag_.startswith("VB"):
        if not word.is_ancestor(token):
            take_place(word, token, hyphen)
        token.pos_, token.tag_, hyphen.pos_, hyphen.tag_ = "X", "AFX", "PUNCT", "HYPH"
        for mark in word.lefts:
            if mark.lower_ == "to" and mark.dep_ == "aux":
                mark.pos_, mark.tag_ = "PART", "TO"
    elif word.pos_ in NOUNS and not word.is_ancestor(token) and token.head not in {word, hyphen}:
        take_place(word, token, hyphen)


def take_place(word: Token, prefix: Token, hyphen: Token) -> None:
    """Hang a word where its prefix hung, and prefix and hyphen on the word."""
    outer, label = (word, "ROOT") if prefix.head == prefix else (prefix.head, prefix.dep_)
    if outer == hyphen:
        outer, label = (word, "ROOT") if hyphen.head == hyphen else (hyphen.head, hyphen.dep_)
    for child in (*prefix.children, *hyphen.children):
        if child not in (prefix, hyphen, word):
            child.head = word
    word.head, word.dep_ = outer, label
    prefix.head, prefix.dep_ = word, "compound"
    hyphen.head, hyphen.dep_ = word, "punct"


def lower_adjective(token: Token) -> None:
    """Give an adjective before a name to the name ("the paramilitary Rapid Forces attacked").

    The parse sees two subjects, of which the first is an adjective.
    """
    if token.tag_ != "JJ" or token.dep_ not in SUBJECT_DEPS:
        return
    subjects = (c for c in token.head.children if c.dep_ in SUBJECT_DEPS)
    name = next((c for c in subjects if c.left_edge.i == token.i + 1 and c.pos_ == "PROPN"), None)
    if name is None:
        return
    for child in list(token.children):
        child.head = name
    token.head, token.dep_ = name, "amod"
