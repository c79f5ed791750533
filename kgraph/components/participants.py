"""Spread collective phrases over the actors that they name.

"Representatives from Iran, China and Pakistan will attend": each state attends by its
representatives.  "Her Peruvian and Chilean counterparts": a counterpart from each.  A single
"officials from Iran" stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from kgraph.components.clauses import Frame
from kgraph.components.name import Name
from kgraph.components.syntax import conjuncts, dependents, objects_of_prepositions
from kgraph.lexicon import word_set

__all__ = ["spread"]


def spread(frames: Iterable[Frame], doc: Doc) -> None:
    """Replace collective subjects and objects of frames by their members, in place."""
    names = {index: name for name in doc._.names for index in range(name.start, name.end)}
    for frame in frames:
        frame.subjects = [m for head in frame.subjects for m in members(head, frame, names)]
        frame.objects = [m for head in frame.objects for m in members(head, frame, names)]
        frame.subjects = whole_names(frame.subjects, frame, names)
        frame.objects = whole_names(frame.objects, frame, names)


def whole_names(heads: list[Token], frame: Frame, names: dict[int, Name]) -> list[Token]:
    """Drop heads inside a name that an earlier head stands for ("Bosnia and Herzegovina")."""
    kept: list[Token] = []
    seen: set[int] = set()
    for head in heads:
        name = names.get(head.i)
        if name is not None and name.start in seen:
            continue
        if name is not None:
            seen.add(name.start)
            if any(token.dep_ == "cc" for token in head.doc[name.start : name.end]):
                frame.bounds[head.i] = (name.start, name.end)
        kept.append(head)
    return kept


def members(head: Token, frame: Frame, names: dict[int, Name]) -> list[Token]:
    """Return the actors that a collective noun names; itself if it names fewer than two."""
    lemma = head.lemma_.lower()
    if lemma in word_set("counterparts"):
        found = [
            m
            for a in dependents(head, "amod", "nmod", "compound")
            for m in conjuncts(a)
            if m.i in names
        ]
        if not found:
            return [head]
        for member in found:
            frame.bounds[member.i] = (names[member.i].start, names[member.i].end)
        return found
    if lemma not in word_set("representatives") or head.tag_ not in {"NNS", "NNPS"}:
        return [head]
    for preposition, target in objects_of_prepositions(head):
        if preposition.lower_ in word_set("participants_links") and target.dep_ == "pobj":
            listed = [m for m in conjuncts(target) if m.i in names]
            if len(listed) > 1:
                return listed
    return [head]
