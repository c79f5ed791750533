"""Clean the text of articles that were scraped, and lead offsets back to what was scraped.

In: the text of a web page, feed, message or PDF file.  Out: a :class:`Cleaned`, the text without
lines that belong to the page (``ontology/lexicon/boilerplate.tsv``), with words joined that a line
end broke, spaces put where a scraper lost them after a sentence, and characters restored that were
read in a wrong encoding (ftfy: Speer 2019).  Texts that a user gives as text are never cleaned:
offsets count into them as they were given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ftfy import TextFixerConfig, fix_text

from kgraph.lexicon import word_set
from kgraph.tables import read_table

__all__ = ["Cleaned", "clean"]

_FIXES = TextFixerConfig(
    unescape_html=False, uncurl_quotes=False, fix_character_width=False, normalization=None
)
_FOREIGN_WORD = re.compile(r"[^ \t\r\n]*[^\x00-\x7f][^ \t\r\n]*")
_LINE = re.compile(r"[^\n]*(?:\n|\Z)")
_BROKEN = re.compile(r"\b([a-z]{2,})-[ \t]*\n[ \t]*([a-z]{2,})\b")
_GLUED = re.compile(r"(?<!\S)[\"“‘']?[\w’'-]*[a-z]{2}[.!?][\"”]?(?=([A-Z][a-z]*)[ ,])")
#: A longer line is a paragraph.
LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text as it is kept; ``steps`` hold kept offsets and those they come from, by pass."""

    text: str
    steps: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = ()

    def source_offset(self, offset: int) -> int:
        """Return where in the source the character at an offset of the kept text stands.

        >>> cleaned = clean("They ended talks.The minister left.")
        >>> cleaned.text, cleaned.source_offset(18)
        ('They ended talks. The minister left.', 17)
        """
        for kept, source in reversed(self.steps):
            place = bisect_right(kept, offset) - 1
            end = source[place + 1] if place + 1 < len(source) else None
            offset = source[place] + offset - kept[place]
            offset = offset if end is None else min(offset, end)
        return offset


def clean(text: str) -> Cleaned:
    """Return the text cleaned; what is clean already is the same."""
    steps = []
    for edits in (_encodings, _layout):
        text, step = _edited(text, edits(text))
        steps.append(step)
    return Cleaned(text, tuple(steps))


def _edited(
    text: str, edits: Iterable[_Edit]
) -> tuple[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    """Apply edits, which come in order; return the text, and where its stretches come from."""
    parts, kept, source, length, last = [], [0], [0], 0, 0
    for edit in edits:
        before = text[last : edit.start]
        parts += [before, edit.text]
        length += len(before)
        kept += [length, length + len(edit.text)]
        source += [edit.start, edit.end]
        length += len(edit.text)
        last = edit.end
    return "".join([*parts, text[last:]]), (tuple(kept), tuple(source))


def _encodings(text: str) -> Iterator[_Edit]:
    for match in _FOREIGN_WORD.finditer(text):
        fixed = fix_text(match[0], _FIXES)
        if fixed != match[0]:
            yield _Edit(match.start(), match.end(), fixed)


def _layout(text: str) -> list[_Edit]:
    removed = list(_boilerplate(text))
    edits = [*removed]
    starts = [edit.start for edit in removed]
    for edit in (*_joined(text), *_spaced(text)):
        place = bisect_right(starts, edit.start) - 1
        if place < 0 or edit.start >= removed[place].end:
            edits.append(edit)
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


def _boilerplate(text: str) -> Iterator[_Edit]:
    """Yield the lines to take out; some kinds are such only where no paragraph follows."""
    lines = [match for match in _LINE.finditer(text) if match[0]]
    found = []
    at_end = True
    for match in reversed(lines):
        kind = _kind(match[0].strip())
        if kind is not None and (at_end or kind == "anywhere"):
            found.append(_Edit(match.start(), match.end(), ""))
        elif match[0].strip():
            at_end = False
    if len(found) < sum(1 for match in lines if match[0].strip()):
        yield from reversed(found)


def _kind(line: str) -> str | None:
    if not line or len(line) > LONGEST_LINE:
        return None
    matching = (last for pattern, last in _patterns() if pattern.fullmatch(line))
    last = next(matching, None)
    return None if last is None else "last" if last else "anywhere"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    rows = read_table("lexicon/boilerplate.tsv", ("name", "pattern", "last", "note"))
    return tuple((re.compile(row["pattern"], re.IGNORECASE), row.flag("last")) for row in rows)


def _joined(text: str) -> Iterator[_Edit]:
    """Yield words that a line end broke; a hyphen stays where the text has it elsewhere."""
    for match in _BROKEN.finditer(text):
        hyphen = "-" if f"{match[1]}-{match[2]}" in text else ""
        yield _Edit(match.end(1), match.start(2), hyphen)


def _spaced(text: str) -> Iterator[_Edit]:
    """Yield places where a sentence begins right behind another; names of sites are none."""
    domains = word_set("domains")
    for match in _GLUED.finditer(text):
        if match[1].lower() not in domains:
            yield _Edit(match.end(), match.end(), " ")
