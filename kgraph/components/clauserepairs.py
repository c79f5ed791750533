"""Mend how the small model joins clauses, where word order and punctuation give the error away.

Like :mod:`kgraph.components.repairs`, which calls these, they change heads and labels only.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from kgraph.components.syntax import SUBJECT_DEPS, dependents, first, is_verbal
from kgraph.lexicon import Lexicon, word_set

__all__ = [
    "add_remark",
    "find_subject",
    "lift_content_clause",
    "lower_object",
    "lower_subject",
    "mark_purpose",
    "mark_recipient",
    "open_clause",
    "part_sentences",
    "raise_finite",
    "read_as_preposition",
    "restore_lemma",
    "return_to_speaker",
]

FINITE = frozenset({"VBD", "VBZ", "VBP"})
SHORT_STEM = re.compile("[^aeiou]*[aeiou][^aeiouwxyzs]")


def restore_lemma(token: Token) -> None:
    """Mend a lemma that the form belies: "lay" in "to lay down" is not "lie", "hoped" not "hop".

    A short verb doubles its last letter before "-ed" and "-ing" (Quirk et al. 1985, 3.6), so that
    without it the lemma ends in "e".
    """
    if token.lemma == token.lower:
        return
    stem = token.lemma_
    if SHORT_STEM.fullmatch(stem) and token.lower_ in {f"{stem}ed", f"{stem}ing", f"{stem}es"}:
        token.lemma_ = f"{stem}e"
        return
    if token.tag_ not in {"VB", "VBP"} or token.lemma_ in {"be", token.lower_}:
        return
    if token.is_alpha:
        token.lemma_ = token.lower_


def open_clause(token: Token) -> None:
    """Give a finite conjunct the noun right before it as subject ("closed A and B recalled C").

    Without a subject of its own it would follow the conjunction; after "and B" it is B that acts.
    """
    if token.tag_ not in FINITE or not is_verbal(token.head):
        return
    if first(token, *SUBJECT_DEPS, "expl") is not None:
        return
    before = token.left_edge.i - 1
    if before <= token.head.i:
        return
    noun = token.doc[before]
    while noun.dep_ != "conj" and token.head.i < noun.head.i < token.i and noun.head != noun:
        noun = noun.head
    listed = noun.head
    if noun.dep_ != "conj" or noun.pos_ not in {"NOUN", "PROPN"} or is_verbal(listed):
        return
    opening = token.doc[noun.left_edge.i - 1]
    if opening.dep_ != "cc" or opening.head != listed or noun.right_edge.i != before:
        return
    noun.head, noun.dep_ = token, "nsubj"


def part_sentences(token: Token, lexicon: Lexicon) -> None:
    """Make two sentences joined by ";" or a comma equals, where the parse puts one into the other.

    What stands before its main verb can be the content of a verb that reports only ("The talks
    failed, she said"); before any other verb it is a sentence of its own.
    """
    main = token.head
    if not token.i < main.i or main.dep_ != "ROOT":
        return
    between = [mark for mark in token.doc[token.i : main.i] if mark.head in {main, token}]
    if not any(mark.text == ";" for mark in between):
        cue = lexicon.cue(main.lemma_.lower(), "verb")
        reports = cue is not None or first(main, *SUBJECT_DEPS) is None
        joined = any(mark.text in {",", ":"} for mark in between)
        if reports or not joined or first(token, *SUBJECT_DEPS, "expl") is None:
            return
    token.head, token.dep_ = token, "ROOT"
    main.head, main.dep_ = token, "conj"


def return_to_speaker(token: Token, lexicon: Lexicon) -> None:
    """Give "X said he would go and warned Y" its second report: X warned, in the tense of "said".

    The parse coordinates it with the content; the modal or perfect there shows that they differ,
    or a subject that says nothing ("said that being left out was no slight but added …").
    """
    if token.tag_ not in FINITE:
        return
    content = token.head
    if content.dep_ != "ccomp":
        return
    outer = content.head
    cue = lexicon.cue(token.lemma_.lower(), "verb")
    if cue is None or cue.kind != "speech" or outer.i > content.i or outer.tag_ != token.tag_:
        return
    subject = first(content, *SUBJECT_DEPS)
    speechless = subject is None or subject.dep_[:5] == "csubj" or subject.lower_ == "it"
    own = first(token, *SUBJECT_DEPS, "expl") is not None
    if not own and (speechless or content.tag_ not in FINITE):
        token.head = outer
        for word in dependents(content, "cc"):
            word.head = outer


def read_as_preposition(token: Token) -> None:
    """Make a preposition of "following", "including" and their like before a noun phrase.

    "Following the vote, the session closed" has no one who follows.
    """
    if token.tag_ != "VBG" or token.lower_ not in word_set("participial_prepositions"):
        return
    bare = all(child.dep_ in {"dobj", "punct", "advmod", "prep"} for child in token.children)
    target = first(token, "dobj")
    if not bare or target is None or target.i < token.i:
        return
    token.dep_, token.tag_, token.pos_ = "prep", "IN", "ADP"
    target.dep_ = "pobj"


def mark_purpose(token: Token) -> None:
    """Read "in order to" as one conjunction: what follows it is the main verb's purpose."""
    order = token.head
    if order.lower_ != "order" or order.dep_ != "pobj":
        return
    preposition = order.head
    if preposition.lower_ != "in" or preposition.i != order.i - 1:
        return
    governor = preposition.head
    token.head, token.dep_ = governor, "advcl"
    order.head, order.dep_ = token, "mark"
    preposition.head, preposition.dep_ = token, "mark"


def lift_content_clause(token: Token, lexicon: Lexicon) -> None:
    """Make a complement of a complete "that" clause which the parse calls a relative clause.

    "a risk that floods destroy the crop" lacks nothing, so "that" stands for nothing; after the
    person told ("warned the rebels that …") it is what the verb says.
    """
    noun = token.head
    opening = token.left_edge
    if opening.lower_ != "that" or opening.head != token:
        return
    others = [c for c in token.children if c.i != opening.i]
    has_subject = any(c.dep_ in SUBJECT_DEPS for c in others)
    complete = opening.dep_ == "mark" or any(c.dep_ in {"dobj", "acomp", "attr"} for c in others)
    if not has_subject or not complete:
        return
    if lexicon.governor(noun.lemma_.lower(), "noun", "that") is not None:
        token.dep_, opening.dep_ = "acl", "mark"
    elif noun.dep_ in {"dobj", "dative"} and noun.head.lemma_.lower() in word_set("told_that"):
        token.head, token.dep_, opening.dep_ = noun.head, "ccomp", "mark"
    elif opening.dep_ == "mark":
        token.dep_ = "acl"


def add_remark(token: Token) -> None:
    """Take a remark on the whole clause off its verb: "decided to go ahead, a move that …".

    The verb has its complement, and a comma parts it from what the parse calls its object.
    """
    verb = token.head
    if token.left_edge.i < verb.i or not is_verbal(verb):
        return
    article = first(token, "det")
    indefinite = article is not None and article.lower_ in {"a", "an"}
    complement = first(verb, "xcomp", "ccomp", "dobj")
    told = complement is not None and verb.i < complement.i < token.left_edge.i
    if told and indefinite and token.doc[token.left_edge.i - 1].text == ",":
        token.dep_ = "dep"


def mark_recipient(token: Token) -> None:
    """Call the first of two objects of "give" the recipient, with whatever stands between them.

    In "give troops in Mali the chance to rest" the parse sees two things that are given.
    """
    verb = token.head
    if verb.lemma_.lower() not in word_set("giving"):
        return
    following = [other for other in dependents(verb, "dobj") if other.i > token.i]
    between = token.doc[token.i + 1 : following[0].left_edge.i] if following else ()
    if following and all(other.dep_ not in {"cc", "punct"} for other in between):
        token.dep_ = "dative"


def lower_subject(token: Token) -> None:
    """Give a subject that hangs on an auxiliary to the main verb."""
    if token.head.dep_ in {"aux", "auxpass"}:
        passive = token.head.dep_ == "auxpass"
        token.head, token.dep_ = token.head.head, "nsubjpass" if passive else "nsubj"


def raise_finite(token: Token) -> None:
    """Give a past tense to the past tense before it ("asked us to go and warned them").

    The parse coordinates it with the infinitive between the two, which has no tense.
    """
    inner = token.head
    if token.tag_ != "VBD" or inner.tag_ != "VB":
        return
    if any(c.dep_ in {"aux", "auxpass", *SUBJECT_DEPS} for c in token.children):
        return
    outer = inner.head
    while outer.tag_ not in {"VBD", "VBZ"} and outer.head != outer:
        outer = outer.head
    if outer.tag_ == "VBD" and outer.i < inner.i and is_verbal(outer):
        token.head = outer


def lower_object(token: Token) -> None:
    """Give a noun right behind a passive complement to it ("told us that it was given access").

    The parse takes it for another object of the verb above, which has one.
    """
    verb = token.head
    if token.left_edge.i == 0:
        return
    inner = token.doc[token.left_edge.i - 1]
    passive = inner.tag_ == "VBN" and first(inner, "auxpass") is not None
    if passive and inner.dep_ == "ccomp" and inner.head == verb and first(inner, "dobj") is None:
        token.head = inner


def find_subject(verb: Token) -> None:
    """Give a finite verb the noun right before it that a fronted phrase swallowed.

    In "Upon leaving A, B enters C" or "Near A, two strikes hit B" the parse takes the noun before
    the verb for another member of the list that begins after the preposition.
    """
    if verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return
    owned = first(verb, *SUBJECT_DEPS, "expl", "auxpass")
    if owned is not None and owned.tag_ not in {"IN", "RB"}:
        return
    index = verb.i - 1
    while index > verb.sent.start and verb.doc[index].pos_ == "ADV":
        index -= 1
    noun = verb.doc[index]
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.dep_ not in {
        "conj",
        "appos",
        "pobj",
        "dobj",
        "dep",
    }:
        return
    start = noun.left_edge.i
    swallowed = start > verb.sent.start and verb.doc[start - 1].text == "," and not noun.n_rights
    if swallowed and verb.dep_ != "conj" and not noun.is_ancestor(verb):
        noun.head, noun.dep_ = verb, "nsubj"
        if owned is not None:
            owned.dep_ = "prep"
