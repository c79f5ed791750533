"""Mend how the small model reads phrases in front of a clause and behind its verb.

Like :mod:`kgraph.components.repairs`, which calls these, they change what the parse says where
word order and punctuation give an error away.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kgraph.components.syntax import SUBJECT_DEPS, first, is_verbal
from kgraph.lexicon import Lexicon, word_set

__all__ = [
    "front_preposition",
    "join_prefix",
    "lift_between",
    "lift_message",
    "lift_office",
    "lift_participant",
    "lower_adjective",
]

NOUNS = frozenset({"NOUN", "PROPN"})


def front_preposition(token: Token) -> None:
    """Read "Near Gao, two strikes hit …" as a preposition and its place, not as one name.

    A capital letter at the beginning of the sentence hides the preposition; the comma behind the
    name and the subject behind the comma show it.
    """
    if not token.is_title:
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
    if token.lower_ != "between":
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
    if token.tag_ != "JJ":
        return
    subjects = (c for c in token.head.children if c.dep_ in SUBJECT_DEPS)
    name = next((c for c in subjects if c.left_edge.i == token.i + 1 and c.pos_ == "PROPN"), None)
    if name is None:
        return
    for child in list(token.children):
        child.head = name
    token.head, token.dep_ = name, "amod"


def lift_participant(token: Token, lexicon: Lexicon) -> None:
    """Hang a participant's preposition on the event noun, not on the participant before it.

    "an attack by X on Y", "the bombing of X by Y": X is a name or plain noun, which takes neither.
    """
    middle = token.head
    if middle.dep_ != "pobj" or middle.head.dep_ != "prep":
        return
    noun, word, inner = middle.head.head, token.lower_, middle.head.lower_
    entry = lexicon.event_noun(noun.lower_, noun.lemma_.lower())
    if entry is None or noun.pos_ != "NOUN" or word == inner:
        return
    if lexicon.event_noun(middle.lemma_.lower()) is not None:
        return
    role = entry.roles.get(word, "other")
    first_role = entry.roles.get(inner, "other")
    parted = {role, first_role} == {"agent", "patient"} or (inner == "by" and word in {"to", "on"})
    if parted and (word != "of" or inner == "by"):
        token.head = noun


def lift_message(token: Token, lexicon: Lexicon) -> None:
    """Hang "calling for …" and "that …" on the letter, not on whom the letter went to."""
    noun, mark = token.head, first(token, "mark")
    says = token.tag_ == "VBG" and token.lemma_ in word_set("message_verbs")
    told = mark is not None and mark.lower_ == "that" and mark == token.left_edge
    if not says and (not told or lexicon.governor(noun.lemma_.lower(), "noun", "that")):
        return
    if noun.dep_ != "pobj" or noun.lemma_.lower() in word_set("messages"):
        return
    governor = noun.head.head
    message = (
        governor if governor.lemma_.lower() in word_set("messages") else first(governor, "dobj")
    )
    if (
        message is not None
        and message.lemma_.lower() in word_set("messages")
        and message.i < token.i
    ):
        token.head = message
