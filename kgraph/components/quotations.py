"""Find the quotations of a Doc: pairs of quotation marks, and what lies between them.

News uses curly and straight double marks, doubled apostrophes (``''``), and single curly marks for
quotations in quotations.  A mark that is never closed runs to the end of its paragraph, as the
custom is when a quotation goes on in the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from spacy.tokens import Doc

__all__ = ["Quotation", "find_quotations", "line_breaks"]

OPENING = frozenset({"“", "``", "„", "«"})
CLOSING = frozenset({"”", "''", "»"})
STRAIGHT = frozenset({'"', "''", "``"})
MARKS = OPENING | CLOSING | STRAIGHT
#: A quotation of more than this many tokens that nobody closed is a stray mark.
LONGEST_OPEN = 400


@dataclass(frozen=True, slots=True)
class Quotation:
    """Token bounds ``[start, end)`` of the words between two marks; ``paragraph`` counts from 0."""

    start: int
    end: int
    paragraph: int

    def __contains__(self, index: int) -> bool:
        """Tell whether a token index lies between the marks."""
        return self.start <= index < self.end


def find_quotations(doc: Doc) -> list[Quotation]:
    """Return the Doc's quotations in text order; they do not overlap."""
    found: list[Quotation] = []
    paragraph = 0
    opened: int | None = None
    doubled = doubled_marks(doc)
    breaks = {*line_breaks(doc)}
    for token in doc:
        if token.i in breaks:
            if opened is not None:
                close(found, opened, token.i, paragraph)
                opened = None
            paragraph += 1
        elif token.text not in MARKS or (width := doubled.get(token.i, 1)) == 0:
            continue
        elif opened is None and opens(
            token.text,
            bool(doc[token.i + width - 1].whitespace_),
            token.i == 0 or ends_word(doc, token.i),
        ):
            opened = token.i + width
        elif opened is not None and closes(token.text):
            close(found, opened, token.i, paragraph)
            opened = None
    if opened is not None:
        close(found, opened, len(doc), paragraph)
    return found


def doubled_marks(doc: Doc) -> dict[int, int]:
    """Return how many tokens a straight mark takes in the lines that a table wrote, by index.

    Such a line doubles its marks and stands in marks itself (RFC 4180): a run of two or three is
    one mark, where it begins, and none where it goes on; a single one is the table's.
    """
    widths: dict[int, int] = {}
    runs = runs_of_marks(doc)
    if all(len(run) == 1 for run in runs):
        return widths
    for run in runs:
        width = len(run) if len(run) > 1 else 0
        widths.update(dict.fromkeys(run, 0) | {run[0]: width})
    lines = [0, *(index + 1 for index in line_breaks(doc)), len(doc)]
    written = [
        range(start, end)
        for start, end in pairwise(lines)
        if any(widths.get(index, 0) > 1 for index in range(start, end))
    ]
    return {index: widths[index] for line in written for index in line if index in widths}


def runs_of_marks(doc: Doc) -> list[list[int]]:
    """Return the straight marks of a Doc, those without a space between them together."""
    runs: list[list[int]] = []
    for token in doc:
        if token.text != '"':
            continue
        beside = runs and runs[-1][-1] == token.i - 1 and not doc[token.i - 1].whitespace_
        if beside:
            runs[-1].append(token.i)
        else:
            runs.append([token.i])
    return runs


def line_breaks(doc: Doc) -> list[int]:
    """Return the indexes of the tokens that end a line of the text."""
    spaces = np.flatnonzero(doc.to_array("IS_SPACE")).tolist()
    return [index for index in spaces if "\n" in doc[index].text]


def opens(text: str, space_after: bool, space_before: bool) -> bool:
    """Tell whether a mark opens a quotation: a curly one by its form, a straight one always.

    A closing mark before a word and behind white space is a slip of the typesetter's for the other.
    """
    if text in CLOSING and text not in STRAIGHT:
        return space_before and not space_after
    return text in OPENING or (text in STRAIGHT and (not space_after or space_before))


def closes(text: str) -> bool:
    """Tell whether a mark closes the quotation that is open."""
    return text in CLOSING or text in STRAIGHT


def ends_word(doc: Doc, index: int) -> bool:
    """Tell whether white space stands before a token."""
    return bool(doc[index - 1].whitespace_) or doc[index - 1].is_space


def close(found: list[Quotation], start: int, end: int, paragraph: int) -> None:
    """Add the quotation ``[start, end)`` unless it is empty or a stray mark."""
    if 0 < end - start <= LONGEST_OPEN:
        found.append(Quotation(start, end, paragraph))
