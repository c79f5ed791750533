"""Repairs of what joins clauses and names: hidden conjunctions, remarks, headlines' commas."""

from __future__ import annotations

from spacy.tokens import Token

from kgraph.components.syntax import SUBJECT_DEPS, dependents, first, is_verbal
from kgraph.lexicon import Lexicon, word_set

__all__ = [
    "join_headline_subject",
    "lift_deadline",
    "lift_gerund",
    "lift_remark",
    "mark_proviso",
    "raise_reporting_verb",
    "return_participle",
]

QUOTE_FRAMES = frozenset({"quote", "bare"})


def lift_gerund(token: Token, lexicon: Lexicon) -> None:
    """Hang "of/from … -ing" on the verb whose object it stands after ("accused X of lying").

    So does "of" and a noun behind who is named already ("accused X's leader of cowardice").
    """
    noun = token.head
    if noun.dep_ != "dobj" or not is_verbal(noun.head):
        return
    matter = first(token, "pobj")
    named = noun.pos_ == "PROPN" or first(noun, "poss") is not None
    charge = matter is not None and matter.pos_ == "NOUN" and named and token.lower_ == "of"
    if first(token, "pcomp") is None and not charge:
        return
    verb, word = noun.head, token.lower_
    lemma = verb.lemma_.lower()
    cue = lexicon.cue(lemma, "verb")
    known = (cue is not None and word in cue.frames) or any(
        lexicon.governor(lemma, "verb", frame)
        for frame in (f"object-{word}-gerund", f"{word}-gerund")
    )
    if known:
        token.head = verb


def mark_proviso(token: Token) -> None:
    """Make a conjunction of "provided (that)", which nobody provides (Quirk et al. 1985, 14.12)."""
    if token.lower_ not in word_set("provisos"):
        return
    clause = first(token, "ccomp")
    if clause is None or clause.left_edge.i != token.i + 1:
        return
    if first(clause, *SUBJECT_DEPS) is None or first(token, *SUBJECT_DEPS, "aux", "dobj"):
        return
    governor = token.head
    while not is_verbal(governor) and governor.head != governor:
        governor = governor.head
    clause.head, clause.dep_ = governor, "advcl"
    token.head, token.dep_ = clause, "mark"
    token.pos_, token.tag_ = "SCONJ", "IN"


def lift_remark(token: Token) -> None:
    """Hang a participle before "that" on the verb of saying ("reported, citing aides, that …")."""
    clause = token.head
    if token.tag_ != "VBG" or clause.dep_ != "ccomp":
        return
    marker = first(clause, "mark")
    said = clause.head
    if marker is not None and marker.lower_ == "that" and said.i < token.i < marker.i:
        token.head = said


def return_participle(token: Token, lexicon: Lexicon) -> None:
    """Give ", arguing that …" to who speaks ("said the firms lied, arguing that …").

    The parse hangs it on what was said; what happened stays there ("…, killing three").
    """
    content = token.head
    said = content.head
    if token.tag_ != "VBG" or content.dep_ != "ccomp" or said.i > content.i:
        return
    cues = [lexicon.cue(verb.lemma_.lower(), "verb") for verb in (token, said)]
    speech = all(cue is not None and cue.kind == "speech" for cue in cues)
    if speech and first(token, "mark") is None and token.doc[token.left_edge.i - 1].text == ",":
        token.head = said


def join_headline_subject(token: Token) -> None:
    """Join the names before a headline's verb ("Ethiopia, Somalia agree to restore ties").

    What stands in apposition has a comma behind it, too.
    """
    comma = token.right_edge.i + 1
    if token.pos_ != "PROPN" or comma + 1 >= len(token.doc):
        return
    verb, other = token.head, token.doc[comma + 1]
    while other.dep_ == "compound":
        other = other.head
    behind = token.doc[min(other.right_edge.i + 1, len(token.doc) - 1)]
    plural = verb.tag_ in {"VBP", "VB", "VBD"} and token.doc[comma].text == ","
    joined = other.head in {verb, token} and other.dep_ in {"nsubj", "appos"}
    if plural and joined and other.pos_ == "PROPN" and is_verbal(behind):
        token.dep_ = "nsubj"
        other.head, other.dep_ = token, "conj"


def lift_deadline(token: Token) -> None:
    """Hang the infinitive behind a time on the verb that gives it ("gave them a week to leave")."""
    noun = token.head
    given = noun.ent_type_ in {"DATE", "TIME"} and noun.head.lemma_.lower() == "give"
    if given and any(child.tag_ == "TO" for child in dependents(token, "aux")):
        token.head, token.dep_ = noun.head, "advcl"


def raise_reporting_verb(token: Token, lexicon: Lexicon) -> None:
    """Make "CLAUSE, NAME said" a report of the clause where the parse coordinates the two.

    The name stands right before the verb, a comma before the name, and the verb has no subject.
    """
    if token.tag_ not in {"VBD", "VBZ"}:
        return
    cue = lexicon.cue(token.lemma_.lower(), "verb")
    if cue is None or not QUOTE_FRAMES & cue.frames.keys() or cue.kind != "speech":
        return
    name = token.nbor(-1) if token.i > token.sent.start else None
    main = token.head
    if (
        name is None
        or name.dep_ not in {"appos", "attr", "dobj", "pobj", "conj", "npadvmod"}
        or not is_verbal(main)
    ):
        return
    if any(c.dep_ in SUBJECT_DEPS for c in token.children) or name.pos_ not in {"PROPN", "NOUN"}:
        return
    start = name.left_edge.i
    if start <= token.sent.start or token.doc[start - 1].text != ",":
        return
    name.head, name.dep_ = token, "nsubj"
    label, outer = main.dep_, main.head
    if label == "ROOT":
        token.head, token.dep_ = token, "ROOT"
    else:
        token.head, token.dep_ = outer, label
    main.head, main.dep_ = token, "ccomp"
