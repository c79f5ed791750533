"""Mend how the small model reads lists: items it coordinates with a verb or calls appositions.

Like :mod:`kgraph.components.repairs`, which calls these, they change heads and labels only.
"""

from __future__ import annotations

from spacy.tokens import Token

from kgraph.components.syntax import SUBJECT_DEPS, dependents, first, is_verbal
from kgraph.lexicon import Lexicon, word_set

__all__ = [
    "join_adjectives",
    "join_asked",
    "join_last_name",
    "join_list",
    "lower_apposition",
    "raise_event",
]

NOUNS = frozenset({"NOUN", "PROPN"})


def join_list(token: Token) -> None:
    """Give the last item of a list of objects back to its list ("hit A, B, and C").

    The parse sometimes coordinates C with the verb, and calls B an apposition to A.
    """
    if token.dep_ != "conj" or token.pos_ not in NOUNS:
        return
    verb = token.head
    if not is_verbal(verb) or token.i < verb.i:
        return
    if any(child.dep_ in {*SUBJECT_DEPS, "aux", "cop"} for child in token.children):
        return
    opened = [child for child in dependents(verb, "dobj") if verb.i < child.i < token.i]
    marks = [c for c in dependents(verb, "cc") if c.i == token.left_edge.i - 1]
    if not opened or not marks:
        return
    head = opened[-1]
    for member in dependents(head, "appos"):
        if member.pos_ in NOUNS and member.doc[member.left_edge.i - 1].text == ",":
            member.dep_ = "conj"
    token.head = marks[0].head = head


def join_adjectives(token: Token) -> None:
    """Hang a list of adjectives on the noun at its end ("include hormonal, immune and skin tests").

    The parse takes the first for the object, and the noun for one more of the list.
    """
    governor = token.head
    if token.dep_ not in {"dobj", "pobj", "acomp"} or token.tag_ != "JJ" or token.n_lefts:
        return
    if governor.lemma_ in word_set("linking") | {"be"} or token.i < governor.i:
        return
    listed = [one for one in token.subtree if one.dep_ == "conj" or one == token]
    noun = next((one for one in listed if one.pos_ == "NOUN" and is_described(one, listed)), None)
    if noun is None or len(listed) < 3:
        return
    noun.head, noun.dep_ = governor, "pobj" if token.dep_ == "pobj" else "dobj"
    for one in listed:
        if one.i < noun.i:
            one.dep_ = "amod"
            one.head = noun


def is_described(noun: Token, listed: list[Token]) -> bool:
    """Tell whether the last adjective of a list stands right before a noun."""
    before = noun.nbor(-1)
    return before.tag_ == "JJ" and (before in listed or before.head == noun)


def lower_apposition(token: Token) -> None:
    """Give an apposition to the name right before it ("Ada Lind and Ole Roe, head of Norna").

    The parse hangs it on the first of the list; a plural is of them all.
    """
    first_of_list, opening = token.head, token.left_edge.i
    if token.dep_ != "appos" or token.tag_ not in {"NN", "NNP"} or opening < 2:
        return
    nearest = first_of_list
    while (following := first(nearest, "conj")) is not None and following.i < opening:
        nearest = following
    beside = nearest.i == opening - 2 and token.doc[opening - 1].text == ","
    if beside and nearest != first_of_list and nearest.pos_ == "PROPN":
        token.head = nearest


def raise_event(token: Token, lexicon: Lexicon) -> None:
    """Join an act to the act before it: "the release of the men and the lifting of the ban".

    The parse joins it to the men; that both acts have the same article shows what is listed.
    """
    person = token.head
    if token.dep_ != "conj" or person.dep_ != "pobj" or lexicon.event_noun(token.lower_) is None:
        return
    act, article = person.head.head, first(token, "det")
    other = first(act, "det")
    listed = other is not None and article is not None and article.lower_ == other.lower_
    if listed and lexicon.event_noun(act.lower_) and not lexicon.event_noun(person.lower_):
        token.head = act


def join_last_name(token: Token) -> None:
    """Join the last name of a list without "and" to it ("the ministers of A, B, C, D").

    The parse calls D an apposition to the noun that governs the list.
    """
    if token.dep_ != "appos" or token.ent_type_ != "GPE" or token.left_edge.i < 2:
        return
    comma, before = token.doc[token.left_edge.i - 1], token.doc[token.left_edge.i - 2]
    listed = before.dep_ == "conj" and before.ent_type_ == "GPE"
    if comma.text == "," and listed and token.head.is_ancestor(before):
        token.head, token.dep_ = before, "conj"


def join_asked(token: Token, lexicon: Lexicon) -> None:
    """Hang "for A, B and C" on the demand right before it, and all that is asked for on "for".

    In "raise demands for a truce, the release of the crew and a summit" the parse hangs "for" on
    the verb, or takes the release for another name of the demands or another thing raised.
    """
    if token.lower_ != "for" or token.dep_ != "prep" or token.i == 0:
        return
    noun, asked = token.nbor(-1), first(token, "pobj")
    if noun.dep_ != "dobj" or asked is None or token.head not in {noun, noun.head}:
        return
    if lexicon.governor(noun.lemma_.lower(), "noun", "for-np") is None:
        return
    token.head = noun
    for other in dependents(noun, "appos", "conj", "cc"):
        if other.i > asked.i and other.pos_ in {"NOUN", "CCONJ"}:
            other.head = asked
            other.dep_ = "cc" if other.pos_ == "CCONJ" else "conj"
