"""Look up who an office word takes up: the person whom the text last gave that office.

The offices of a Doc go in once, sorted by place, so that a question costs the same wherever in a
long text it is asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from kgraph.components.clauses import Frame
from kgraph.components.name import Name

__all__ = ["OfficesInText"]

SENTENCE_BREAK = re.compile(r"\. ")
#: A general word ("the diplomat") takes up nobody who is more breaks than this away.
MOST_BREAKS = 2
Held = tuple[int, Name]


class OfficesInText:
    """The offices that one Doc gives to people by name."""

    def __init__(self, held: Iterable[tuple[Frame, Name]], text: str) -> None:
        """Sort the offices by place, all of them and those of each word of a title."""
        self.breaks = [match.start() for match in SENTENCE_BREAK.finditer(text)]
        self.all: list[Held] = []
        self.by_word: dict[str, list[Held]] = {}
        for frame, name in sorted(held, key=lambda pair: pair[0].head.i):
            office = (frame.head.i, name)
            self.all.append(office)
            words = (frame.lemma or "").split()
            for word in {*words, *(f"{field} {words[-1]}" for field in words[:-1])}:
                self.by_word.setdefault(word, []).append(office)

    def holder(self, noun: Token, role: str, *, general: bool) -> Name | None:
        """Return who was last given an office of that word before a noun.

        A ``general`` word stands for the last holder of any office that is near.
        """
        last = latest(self.all, noun)
        if general and last is not None and self.is_near(last, noun):
            return last[1]
        known = latest(self.by_word.get(role, ()), noun)
        return known[1] if known is not None else None

    def is_near(self, office: Held, noun: Token) -> bool:
        """Tell whether few sentence breaks lie between an office and a noun's phrase."""
        between = noun.doc[office[0] : noun.left_edge.i]
        first = bisect_left(self.breaks, between.start_char)
        return bisect_left(self.breaks, between.end_char - 1) - first <= MOST_BREAKS


def latest(offices: Sequence[Held], noun: Token) -> Held | None:
    """Return the last office before a noun."""
    number = bisect_left(offices, noun.i, key=lambda office: office[0])
    return offices[number - 1] if number else None
