"""Shape the content of attributions: which construction a clause is, and which words it covers.

Bounds are token indices ``[start, end)``.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kgraph.components.syntax import (
    SUBJECT_DEPS,
    first,
    whole_bounds,
)
from kgraph.lexicon import word_set

__all__ = [
    "Bounds",
    "aside_start",
    "background_start",
    "clause_frame",
    "extent",
    "joined",
    "judged",
    "predicate_end",
    "states",
    "that_complement",
    "trimmed",
    "with_object",
    "without_cue",
]

Bounds = tuple[int, int]


def aside_start(head: Token) -> int | None:
    """Return where a clause behind a comma begins that ends a phrase and adds to it.

    ", which …", ", who …" and ", arguing that …" are the writer's or the next cue's words.
    """
    found = [
        token.left_edge.i
        for token in head.subtree
        if token.left_edge.i > head.i
        and token.doc[token.left_edge.i - 1].text == ","
        and token.right_edge.i >= head.right_edge.i - 1
        and is_aside(token)
    ]
    return min(found, default=None)


def is_aside(token: Token) -> bool:
    """Tell whether a verb heads a relative clause, or a participle that says something itself.

    What else a participle adds is told along ("said that rebels attacked, killing three").
    """
    return token.dep_ == "relcl"


def extent(head: Token) -> Bounds:
    """Return a phrase with all that modifies it, without what a clause behind a comma adds."""
    start = min(whole_bounds(head)[0], head.left_edge.i)
    cut = aside_start(head)
    end = head.right_edge.i + 1 if cut is None else cut
    return trimmed(head.doc, start, end)


def background_start(clause: Token) -> int | None:
    """Return where a final clause of time or contrast behind a comma begins, if there is one."""
    for child in clause.rights:
        if child.dep_ != "advcl":
            continue
        opening = child.left_edge
        marker = first(child, "mark")
        words = {opening.lower_, marker.lower_ if marker is not None else ""}
        if (
            words & word_set("background")
            and opening.i > 0
            and clause.doc[opening.i - 1].text == ","
        ):
            return opening.i
    return None


def clause_frame(clause: Token) -> str:
    """Name the construction of a complement clause by its opening words."""
    marker = first(clause, "mark")
    if any(c.dep_ == "aux" and c.tag_ == "TO" for c in clause.children):
        return "object-infinitive"
    if marker is not None:
        word = marker.lower_
        return word if word in {"that", "whether", "if"} else "bare"
    opening = clause.left_edge
    if opening.tag_ in {"WP", "WDT", "WRB", "WP$"}:
        return "wh"
    return "bare"


def that_complement(clause: Token) -> bool:
    """Tell whether a clause on a noun is its content ("the claim that he fled"), not about it."""
    marker = first(clause, "mark")
    if marker is not None:
        return marker.lower_ == "that"
    opening = clause.left_edge
    if opening.lower_ != "that" or opening.dep_ in {"nsubj", "nsubjpass", "pobj"}:
        return False
    complete = (
        first(clause, "nsubj", "nsubjpass") is not None
        and first(clause, "xcomp", "ccomp", "acomp") is not None
    )
    return opening.dep_ != "dobj" or complete


def without_cue(bounds: Bounds, verb: Token) -> Bounds:
    """Cut the cue verb off bounds that reach back over it."""
    start, end = bounds
    return (verb.i + 1, end) if start <= verb.i < end else bounds


def joined(bounds: Sequence[Bounds], more: Sequence[Bounds]) -> list[Bounds]:
    """Return the union of token bounds as sorted, non-overlapping bounds."""
    merged: list[Bounds] = []
    for start, end in sorted([*bounds, *more]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def trimmed(doc: Doc, start: int, end: int) -> Bounds:
    """Drop punctuation and white space at both ends of token bounds."""
    while start < end and (doc[start].is_punct or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return start, end


def judged(target: Token, verb: Token, *, passive: bool) -> Bounds:
    """Return the noun phrase that is judged, with the judgement: "condemned it as reckless"."""
    start, end = extent(target)
    if passive:
        return start, end
    for child in verb.rights:
        if child.i > target.i and child.left_edge.i == end and says_more(child):
            end = extent(child)[1]
    return start, end


def says_more(child: Token) -> bool:
    """Tell whether a verb's dependent behind the object is part of what is talked of.

    The parse hangs "for the law" in "cited support for the law" on either word; when, where and
    in what text something is said is no part of it.
    """
    if child.dep_ == "advcl":
        return child.tag_ in {"VBG", "VBN"} and first(child, "mark", *SUBJECT_DEPS) is None
    if child.dep_ != "prep":
        return False
    target = first(child, "pobj")
    if target is None:
        return child.lower_ == "as"
    if child.lower_ in word_set("aside_prepositions"):
        return False
    return target.ent_type_ not in {"DATE", "TIME"} and target.lemma_.lower() not in word_set(
        "occasions"
    )


def predicate_end(target: Token, verb: Token) -> int:
    """Return the end of what is said of an object taken alone ("called it absurd")."""
    end = target.right_edge.i + 1
    doc = verb.doc
    while end < verb.right_edge.i + 1 and doc[end].pos_ in {"ADJ", "ADV", "VERB", "CCONJ", "NOUN"}:
        end = max(end + 1, doc[end].right_edge.i + 1 if doc[end].head.i <= verb.i else end + 1)
    return end


def with_object(judged_one: Token, preposition: Token, said: Bounds) -> list[Bounds]:
    """Return who is judged together with the judgement: "accused the firm of fraud"."""
    start, end = whole_bounds(judged_one)
    if end >= preposition.i - 1 and judged_one.i > judged_one.head.i:
        return [(start, said[1])]
    return [(start, end), said]


def states(token: Token) -> bool:
    """Tell whether a token is the subject of a finite clause that is not about a noun."""
    clause = token.head
    return (
        token.dep_ in SUBJECT_DEPS
        and token.tag_ not in {"WDT", "WP"}
        and clause.dep_ not in {"relcl", "acl"}
        and (clause.tag_ in {"VBD", "VBZ", "VBP"} or first(clause, "aux") is not None)
    )
