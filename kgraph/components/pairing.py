"""Pair the subjects of a frame with its objects: "A and B accuse C" is two statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kgraph.components.arguments import ArgumentMaker
from kgraph.components.clauses import Frame
from kgraph.lexicon import load_lexicon, word_set
from kgraph.model import Argument, RoleArgument

__all__ = ["apart", "pairs", "partners_of"]

#: A frame of more pairs than this is a list of things, not of actors: its lists are left whole.
MOST_PAIRS = 24


def pairs(frame: Frame, maker: ArgumentMaker) -> Iterator[tuple[Argument, Argument | None]]:
    """Yield subject and object of each statement; a passive without agent has its patient alone."""
    if frame.voice == "passive" and not frame.subjects:
        for patient in frame.objects:
            yield maker.argument(patient, frame), None
        return
    subjects = [one for head in frame.subjects for one in maker.members_of(head, frame)]
    objects: list[Argument | None] = [
        one for head in frame.objects for one in maker.members_of(head, frame)
    ]
    if not objects and frame.complement is not None:
        objects = [maker.clause_argument(frame.complement)]
    if len(subjects) * len(objects) > MOST_PAIRS:
        objects = objects[:1]
    yield from reciprocal(frame, subjects) if not objects else ()
    for subject in subjects:
        for target in objects or [None]:
            if target is None and len(subjects) > 1 and is_reciprocal(frame):
                continue
            yield subject, target


def partners_of(subject: Argument, frame: Frame, maker: ArgumentMaker) -> Iterator[RoleArgument]:
    """Yield the other subjects of what several do, each for itself or together.

    "A and B signed the treaty" is one act of both, so B is there "with" A; of other verbs the text
    says no more than "and", and only named actors are worth it.
    """
    stated = not frame.unspoken and frame.head.lemma_ != "be"
    if len(frame.subjects) < 2 or not stated:
        return
    joint = frame.head.lemma_.lower() in word_set("joint")
    for head in frame.subjects:
        other = maker.argument(head, frame)
        if overlap(other, subject) or not (joint or maker.is_actor(head)):
            continue
        yield RoleArgument(
            text=other.text,
            start=other.start,
            end=other.end,
            head=other.head,
            entity=other.entity,
            role="other",
            preposition="with" if joint else "and",
        )


def overlap(one: Argument, other: Argument) -> bool:
    """Tell whether two arguments share words of the text, as two of "the two countries" do not."""
    if apart(one, other):
        return False
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


def apart(one: Argument, other: Argument) -> bool:
    """Tell whether one phrase stands for two actors, and these arguments are one each."""
    known = one.entity is not None and other.entity is not None
    return known and (one.start, one.end) == (other.start, other.end) and one.entity != other.entity


def is_reciprocal(frame: Frame) -> bool:
    """Tell whether several subjects act on each other: "A and B met", "their talks".

    Who comes to talks does not thereby talk to each of the others there.
    """
    above = frame.head.head.head if frame.head.dep_ == "pobj" else frame.head.head
    if frame.rule == "noun:light-verb" and above.lemma_ in word_set("attending"):
        return False
    lemma = frame.head.lemma_.lower()
    noun = load_lexicon().event_noun(lemma) if frame.rule.startswith("noun:") else None
    return noun.symmetric if noun is not None else lemma in word_set("reciprocal")


def reciprocal(frame: Frame, subjects: Sequence[Argument]) -> Iterator[tuple[Argument, Argument]]:
    """Yield "A – met – B" of "A and B met"."""
    if is_reciprocal(frame):
        for index, subject in enumerate(subjects):
            for other in subjects[index + 1 :]:
                if not overlap(subject, other):
                    yield subject, other
