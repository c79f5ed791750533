"""Tie abbreviations to the names that a document spells out: "(IAEA)", or "ANA" by its initials.

In come the names of a Doc; out come the same names with the abbreviations that it explains.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Doc

from kgraph.components.name import Name

__all__ = ["BODIES", "add_abbreviations"]

BODIES = frozenset({"Organization", "Government", "ArmedGroup"})
#: Fewer initials are those of too many names.
LEAST_INITIALS = 3
BRACKETED = re.compile(r"^[A-Z][A-Za-z&./-]{1,9}$")


def add_abbreviations(doc: Doc, names: list[Name]) -> list[Name]:
    """Return the names with all abbreviations that the document explains, here and later in it."""
    explained = {**spelt_out(doc, names), **bracketed(doc, names)}
    if not explained:
        return names
    covered = {i: name for name in names for i in range(name.start, name.end)}
    in_full = {name.entry for name in names if name.end - name.start > 1}
    extra: list[Name] = []
    for token in doc:
        full = explained.get(token.text)
        if full is None or full.end > token.i:
            continue
        known = covered.get(token.i)
        is_open = known is None or known.entry is None or known.entry not in in_full
        if is_open and (known is None or known.end - known.start == 1):
            label = doc[full.start : full.end].text
            start = token.i
            extra.append(Name(start, start + 1, full.type, "abbreviation", full.entry, label=label))
    replaced = {name.start for name in extra}
    return sorted([n for n in names if n.start not in replaced] + extra, key=lambda n: n.start)


def bracketed(doc: Doc, names: Iterable[Name]) -> dict[str, Name]:
    """Return the names with their abbreviations in brackets behind them, by abbreviation."""
    found: dict[str, Name] = {}
    for name in names:
        if name.end + 2 < len(doc) and doc[name.end].text == "(" and doc[name.end + 2].text == ")":
            short = doc[name.end + 1].text
            if BRACKETED.match(short) and initials_fit(short, doc[name.start : name.end].text):
                found[short] = name
    return found


def spelt_out(doc: Doc, names: Iterable[Name]) -> dict[str, Name]:
    """Return the bodies of three words or more, each by its initials, if no other has the same.

    A text that names "All Nippon Airways" means no army by "ANA".
    """
    found: dict[str, dict[str, Name]] = {}
    for name in names:
        words = [token.text for token in doc[name.start : name.end] if token.is_alpha]
        if (
            len(words) >= LEAST_INITIALS
            and name.type in BODIES
            and all(w[0].isupper() for w in words)
        ):
            short = "".join(word[0] for word in words)
            found.setdefault(short, {}).setdefault(" ".join(words), name)
    return {short: next(iter(full.values())) for short, full in found.items() if len(full) == 1}


def initials_fit(short: str, full: str) -> bool:
    """Tell whether the letters of an abbreviation start words of the full name, in order.

    >>> initials_fit("IAEA", "International Atomic Energy Agency")
    True
    >>> initials_fit("UN", "Security Council")
    False
    """
    letters = [letter.lower() for letter in short if letter.isalpha()]
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", full)]
    position = 0
    for word in words:
        if position < len(letters) and word[0] == letters[position]:
            position += 1
    return position >= max(2, len(letters) - 1)
