"""Let "no country", "none of them", "no injuries" negate what is said of them, and only that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kgraph.components.clauses import Frame
from kgraph.components.clausewords import denied
from kgraph.components.commitment import Commitment
from kgraph.lexicon import word_set

__all__ = ["part_negated", "quantified"]


def quantified(frame: Frame, own: Commitment) -> Commitment:
    """Return a frame's commitment, negated where its subject, object or event is none."""
    event = [frame.head] if frame.rule.startswith("noun:") else []
    none = any(is_none(head) for head in (*event, *frame.subjects, *frame.objects))
    return denied(frame.head, own) if none else own


def part_negated(frame: Frame) -> Iterator[Frame]:
    """Yield a frame in two where only some objects are none: "causing fires but no deaths"."""
    none = [head for head in frame.objects if is_none(head)]
    some = [head for head in frame.objects if not is_none(head)]
    if some and none:
        yield from (replace(frame, objects=objects) for objects in (some, none))
    else:
        yield frame


def is_none(head: Token) -> bool:
    """Tell whether a phrase says that there is none of it."""
    return head.lower_ in word_set("quantified_none") or any(
        c.dep_ in {"det", "preconj"} and c.lower_ in word_set("negative_determiners")
        for c in head.lefts
    )
