"""Say when and where a frame's event takes place, from the phrases that belong to it.

Time expressions come from the entity recogniser and are normalised by :mod:`kgraph.times`; a place
is a name of a place, or a noun for one, behind a preposition of place.  Nothing is borrowed from
another clause, but for what stands before or after a list of verbs and holds for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from kgraph.components.clauses import Frame, Phrase
from kgraph.components.syntax import SUBJECT_DEPS, dependents, first, is_verbal
from kgraph.components.territory import territory_owner
from kgraph.lexicon import word_set
from kgraph.model import Argument, Predicate, TimeExpression
from kgraph.times import normalize_time

if TYPE_CHECKING:
    from kgraph.components.arguments import ArgumentMaker

__all__ = ["governed_times", "place_of", "struck_place", "time_of"]

PLACES = frozenset({"Place", "Country"})
TIME_LABELS = frozenset({"DATE", "TIME"})
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: Conjunctions whose clause is in the present where the main clause is in the future.
FUTURE_MARKS = word_set("time_marks") | word_set("future_marks") | {"if"}
Bounds = tuple[int, int]


# ---------------------------------------------------------------------- place


def place_of(frame: Frame, maker: ArgumentMaker) -> Argument | None:
    """Return where the frame's event takes place, if a phrase says so.

    A named place wins over a noun for one; the place in an event's name ("the Geneva talks") is
    where it takes place.
    """
    phrases = [
        p
        for p in (*frame.phrases, *object_phrases(frame))
        if p.preposition is not None and p.preposition.lower_ in word_set("place_prepositions")
    ]
    for phrase in phrases:
        if maker.is_place(phrase):
            return maker.argument(phrase.head, frame)
    for head in (frame.head, *frame.objects):
        for modifier in dependents(head, "compound", "nmod"):
            event = maker.lexicon.event_noun(head.lower_, head.lemma_)
            if event and event.symmetric and maker.kind(modifier) == "Place":
                return maker.argument(modifier)
    for phrase in phrases:
        if phrase.head.lemma_.lower() in word_set("place_nouns") | word_set("territories"):
            place = maker.argument(phrase.head, frame)
            owner = None if place.entity else territory_owner(phrase.head, maker)
            return replace(place, entity=owner.key) if owner is not None else place
    return None


def struck_place(
    predicate: Predicate, target: Argument | None, maker: ArgumentMaker
) -> Argument | None:
    """Return the object as the place where it happens, if it is a place that was struck or visited.

    "Rebels attacked Mali" and "strikes on Gaza" happen there.
    """
    if target is None or maker.entity_types.get(target.entity or "") not in PLACES:
        return None
    physical = predicate.event == "ASSAULT" or predicate.lemma in word_set("arrivals")
    return target if physical and predicate.relation is None else None


def object_phrases(frame: Frame) -> Iterator[Phrase]:
    """Yield the prepositional phrases of a frame's objects ("held talks in Geneva")."""
    for head in frame.objects:
        for preposition in dependents(head, "prep"):
            for target in dependents(preposition, "pobj"):
                yield Phrase(preposition, target)


# ---------------------------------------------------------------------- time


def time_of(frame: Frame, maker: ArgumentMaker) -> TimeExpression | None:
    """Return when the frame's event takes place, normalised against the publication date."""
    for token in dated_tokens(frame):
        spans = maker.times.get(token.i)
        if spans:
            return time_expression(spans[0], frame, maker)
    return None


def dated_tokens(frame: Frame) -> Iterator[Token]:
    """Yield the words whose time is the frame's: its own, then those that share it.

    A clause with "when" says when its main clause is ("will go when the term ends in May").  A time
    at the end of a list of verbs holds for the earlier ones; a time on the event that the object
    names, also in its participle ("talks held on Friday"), is when it is attended.
    """
    yield from (frame.head, *reversed(frame.chain))
    yield from (c for c in dependents(frame.head, "advcl") if opens_with_when(c))
    conjunct = first(frame.head, "conj")
    while conjunct is not None and not dependents(conjunct, *SUBJECT_DEPS):
        yield conjunct
        conjunct = first(conjunct, "conj")
    if not is_verbal(frame.head):
        return
    for head in frame.objects:
        yield from (c for c in dependents(head, "acl") if c.tag_ in {"VBN", "VBG"})


def time_expression(bounds: Bounds, frame: Frame, maker: ArgumentMaker) -> TimeExpression:
    """Return the record of one time expression; a year in the same sentence holds for it too."""
    span = maker.doc[bounds[0] : bounds[1]]
    text = maker.document.text[span.start_char : span.end_char]
    published = maker.document.published
    if not YEAR.search(text):
        years = YEAR.findall(maker.doc[span.sent.start : span.start].text)
        if years and any(month in text for month in word_set("months")):
            published = f"{years[-1]}-12-31"
    return TimeExpression(
        start=span.start_char,
        end=span.end_char,
        text=text,
        value=normalize_time(text, published, future=is_future(frame)),
    )


def is_future(frame: Frame) -> bool:
    """Tell whether the event is still to come: "will" at its verb or at what governs it."""
    token = frame.head
    for _ in range(6):
        if any(t.lower_ in word_set("future_auxiliaries") for t in token.lefts):
            return True
        dated = token.dep_ == "advcl" and any(c.lower_ in FUTURE_MARKS for c in token.lefts)
        if token.head.i == token.i or (token.dep_ in {"ccomp", "advcl"} and not dated):
            return False
        token = token.head
    return False


def governed_times(doc: Doc) -> dict[int, list[Bounds]]:
    """Map each verb or noun to the time expressions that it, and no nearer verb, governs.

    A preposition that gives the expression its meaning ("since", "until", "before") belongs to it,
    and so does a day's number before its month.
    """
    found: dict[int, list[Bounds]] = {}
    for span in doc.ents:
        if span.label_ not in TIME_LABELS:
            continue
        start = widened(doc, span.start)
        for governor in governors(span.root):
            found.setdefault(governor.i, []).append((start, span.end))
    return found


def widened(doc: Doc, start: int) -> int:
    """Return where a time expression really begins."""
    if start == 0:
        return start
    before = doc[start - 1]
    if before.like_num and before.is_digit and doc[start].text in word_set("month_names"):
        return start - 1
    if before.lower_ in word_set("time_prepositions") and before.pos_ in {"ADP", "SCONJ"}:
        return start - 1
    return start


def governors(token: Token) -> Sequence[Token]:
    """Return the words that a time expression may date: up to and with the first verb.

    Before the main verb a time belongs to the relative clause that it ends ("who was freed last
    week said"); a clause with "when" has the time that it explains ("in 2014, when …").
    """
    path = [clause for clause in dependents(token, "relcl", "advcl") if opens_with_when(clause)]
    head = token
    while head.head.i != head.i and len(path) < 8:
        head = head.head
        if head.pos_ in {"NOUN", "PROPN"} or is_verbal(head):
            path.append(head)
        if is_verbal(head):
            break
    if is_verbal(token):
        path.append(token)
    inner = clause_before(token, head)
    return [inner] if inner is not None else path


def opens_with_when(clause: Token) -> bool:
    """Tell whether a clause begins with "when"."""
    return any(c.lower_ == "when" and c.dep_ in {"advmod", "mark"} for c in clause.children)


def clause_before(token: Token, verb: Token) -> Token | None:
    """Return the subject's relative clause that ends right before a bare time phrase."""
    if token.dep_ != "npadvmod" or token.i > verb.i:
        return None
    start = token.left_edge.i
    for subject in dependents(verb, *SUBJECT_DEPS):
        for clause in dependents(subject, "relcl", "acl"):
            if clause.right_edge.i == start - 1:
                return clause
    return None
