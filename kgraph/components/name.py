"""The record of a name in the text, and the id of the entity that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kgraph.gazetteer import GazetteerEntry
from kgraph.model import EntityType

__all__ = ["SOME", "Name", "key_of", "slug"]

#: The rule of a people's name that stands for some of them: it speaks of their state, but the
#: phrase is no entity.
SOME = "some of a people"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text: token bounds ``[start, end)``, its type and what it was found by.

    ``key`` is equal for names of the same entity in this document.
    """

    start: int
    end: int
    type: EntityType
    rule: str
    entry: GazetteerEntry | None = None
    key: str = ""
    label: str = ""
    demonym: bool = False


def key_of(entry: GazetteerEntry | None, kind: EntityType, label: str) -> str:
    """Return the entity's id: the gazetteer's, else type and normalised name."""
    return entry.id if entry is not None else f"{kind.lower()}/{slug(label)}"


def slug(text: str) -> str:
    """Return a name as it stands in an IRI: lower case, words joined by hyphens, accents kept.

    >>> slug("Médecins Sans Frontières (MSF)")
    'médecins-sans-frontières-msf'
    """
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-_") or "unnamed"
