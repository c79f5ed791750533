"""Mend how the small model reads lists: items it coordinates with a verb or calls appositions.

Like :mod:`kgraph.components.repairs`, which calls these, they change heads and labels only.
"""

from __future__ import annotations

from spacy.tokens import Token

from kgraph.components.syntax import SUBJECT_DEPS, dependents, first, is_verbal
from kgraph.lexicon import Lexicon, word_set

__all__ = [
    "front_apposition",
    "join_adjectives",
    "join_asked",
    "join_last_name",
    "join_list",
    "join_party",
    "lower_apposition",
    "lower_participle",
    "part_country",
    "part_parenthesis",
    "raise_event",
    "rejoin_base_form",
]

NOUNS = frozenset({"NOUN", "PROPN"})
NAMED = frozenset({"GPE", "NORP", "ORG", "PERSON"})
BASE = frozenset({"VB", "VBP"})
FINITE_HEADS = frozenset({"VBD", "VBZ", "VBN", "VBG", "VBP"})


def join_list(token: Token) -> None:
    """Give the last item of a list of objects back to its list ("hit A, B, and C").

    The parse sometimes coordinates C with the verb, and calls B an apposition to A.
    """
    if token.pos_ not in NOUNS:
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
    head = shared_with(opened[-1])
    for member in dependents(head, "appos"):
        if member.pos_ in NOUNS and member.doc[member.left_edge.i - 1].text == ",":
            member.dep_ = "conj"
    token.head = marks[0].head = head


def shared_with(item: Token) -> Token:
    """Return which noun a list goes on with: "took part in a war, and …" lists the wars."""
    bare = first(item, "det", "poss", "amod", "nummod", "compound") is None
    behind = [c for c in (*dependents(item, "prep"), *item.head.rights) if c.i == item.i + 1]
    target = first(behind[0], "pobj") if behind and behind[0].dep_ == "prep" else None
    return target if bare and target is not None and item.tag_ == "NN" else item


def join_party(token: Token) -> None:
    """Join the second name behind "between" to the first: "the deal between A, led by X, and B"."""
    noun = token.head
    if token.ent_type_ not in NAMED or noun.pos_ != "NOUN":
        return
    between = next((p for p in dependents(noun, "prep") if p.lower_ == "between"), None)
    if between is None or not between.i < token.i:
        return
    parties = [p for one in dependents(between, "pobj") for p in (one, *dependents(one, "conj"))]
    if len(parties) == 1 and parties[0].ent_type_ in NAMED:
        for mark in dependents(noun, "cc"):
            if mark.i == token.left_edge.i - 1:
                mark.head = parties[0]
        token.head = parties[0]


def join_adjectives(token: Token) -> None:
    """Hang a list of adjectives on the noun at its end ("include hormonal, immune and skin tests").

    The parse takes the first for the object, and the noun for one more of the list.
    """
    governor = token.head
    if token.tag_ != "JJ" or token.n_lefts:
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
    if token.tag_ not in {"NN", "NNP"} or opening < 2:
        return
    nearest = first_of_list
    while (following := first(nearest, "conj")) is not None and following.i < opening:
        nearest = following
    beside = nearest.i == opening - 2 and token.doc[opening - 1].text == ","
    if beside and nearest != first_of_list and nearest.pos_ == "PROPN":
        token.head = nearest


def front_apposition(name: Token) -> None:
    """Hang what is said of a name in front of it on the name ("A veteran diplomat, Lind said").

    The parse sees two subjects, or an adverbial before the subject.
    """
    verb = name.head
    if not is_verbal(verb):
        return
    if name.pos_ != "PROPN" and all(word.pos_ != "PROPN" for word in dependents(name, "compound")):
        return
    before = [c for c in dependents(verb, name.dep_, "npadvmod") if c.i < name.left_edge.i]
    if len(before) != 1 or before[0].pos_ != "NOUN" or first(before[0], "det") is None:
        return
    noun = before[0]
    between = noun.doc[noun.right_edge.i : name.left_edge.i]
    opens = noun.left_edge.i == noun.sent.start or noun.doc[noun.left_edge.i - 1].is_quote
    parted = any(mark.text == "," for mark in between) and not any(w.is_alpha for w in between[1:])
    if opens and parted and noun.ent_type_ not in {"DATE", "TIME"}:
        noun.head, noun.dep_ = name, "appos"


def lower_participle(token: Token, lexicon: Lexicon) -> None:
    """Give ", led by X" to the body right before the comma, not to the deal that it made.

    "The accord between the Council, led by Ada Lind, and …": a body is led, an accord is not.
    """
    opening, outer = token.left_edge.i, token.head
    if token.lemma_.lower() not in word_set("led_by"):
        return
    if opening < 2 or opening <= outer.i + 2 or token.doc[opening - 1].text != ",":
        return
    body = token.doc[opening - 2]
    while body.dep_ == "pobj" and body.head.lower_ == "of" and body.head.head.i > outer.i:
        body = body.head.head
    named = body.pos_ == "PROPN" and body.dep_ in {"pobj", "conj"}
    unled = outer.ent_type_ == "DATE" or lexicon.event_noun(outer.lemma_.lower()) is not None
    if named and unled and not token.is_ancestor(body):
        token.head = body


def part_parenthesis(token: Token) -> None:
    """Join what follows a clause between commas to what stands before it ("A, led by X, and B").

    Two joined by "and" have no comma between them; the second comma closes the clause.
    """
    leader = token.head
    if leader.dep_ != "pobj" or leader.head.dep_ != "agent":
        return
    clause = leader.head.head
    noun, opening = clause.head, clause.left_edge.i
    ends = token.left_edge.i
    if clause.dep_ != "acl" or token.pos_ not in NOUNS or len(dependents(leader, "conj")) != 1:
        return
    marks = [token.doc[i].text for i in (opening - 1, ends - 2)]
    if noun.i < opening and marks == [",", ","] and token.doc[ends - 1].dep_ == "cc":
        token.head = noun


def part_country(token: Token) -> None:
    """Part a place from the country behind it ("isolate Hawija, Iraq"): two make no list."""
    place = token.head
    if token.ent_type_ != "GPE" or place.ent_type_ != "GPE":
        return
    beside = token.left_edge.i == place.i + 2 and token.doc[place.i + 1].text == ","
    alone = not dependents(token, "conj", "cc") and not dependents(place, "cc")
    if beside and alone and place.dep_ != "conj":
        token.dep_ = "appos"


def raise_event(token: Token, lexicon: Lexicon) -> None:
    """Join an act to the act before it: "the release of the men and the lifting of the ban".

    The parse joins it to the men; that both acts have the same article shows what is listed.
    """
    person = token.head
    if person.dep_ != "pobj" or lexicon.event_noun(token.lower_) is None:
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
    if token.ent_type_ != "GPE" or token.left_edge.i < 2:
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
    if token.lower_ != "for" or token.i == 0:
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


def rejoin_base_form(token: Token) -> None:
    """Attach a bare base form in a list to the verb list under the last modal before it."""
    if token.tag_ not in BASE:
        return
    copula = token.head.lemma_ == "be" and token.head.tag_ == "VB"
    if token.head.tag_ not in FINITE_HEADS and not copula:
        return
    if any(c.dep_ in {"aux", "auxpass", "mark", *SUBJECT_DEPS} for c in token.children):
        return
    opener = modal_verb_before(token)
    if opener is None or opener == token.head or (copula and opener.i < token.head.i):
        return
    if not separated_like_a_list(token):
        return
    if not token.is_ancestor(opener):  # else the tree would become a ring
        token.head, token.dep_ = opener, "conj"


def modal_verb_before(token: Token) -> Token | None:
    """Return the last base form with a modal or "to" that stands before a token in its sentence."""
    other = token
    while other.i and not other.is_sent_start:
        other = other.nbor(-1)
        if other.tag_ == "VB" and any(
            c.dep_ == "aux" and c.tag_ in {"MD", "TO"} and c.i < other.i for c in other.children
        ):
            return other
    return None


def separated_like_a_list(token: Token) -> bool:
    """Tell whether a comma or conjunction stands right before a token, adverbs aside."""
    index = token.i - 1
    doc = token.doc
    while index > 0 and doc[index].pos_ == "ADV":
        index -= 1
    return index >= 0 and doc[index].lower_ in {",", "and", "or", ";"}
