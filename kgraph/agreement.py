"""How many articles say the same, and how many independent origins these have.

In: statements as a store gives them back, which name the article that theirs is a copy of and the
newer version that took its place.  Out: for each statement an :class:`Agreement`.  This is the one
place where views count: copies of one text are one origin, and what an older version says is not
counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from kgraph.resultrows import StatementRow

__all__ = ["ACT", "Agreement", "agreements", "target"]

ACT = "Act"  #: type of the node that stands for a statement without any object

#: Roles that may take the object's place, best first; times, manners and purposes are no actors.
STAND_INS = ("recipient", "topic", "source", "place", "instrument", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How many articles say something, in how many outlets, and from how many origins.

    ``sources`` are the outlets that the origins are of: an agency's two articles are one source.
    """

    articles: int
    outlets: int
    origins: int
    sources: int

    def __str__(self) -> str:
        """Say it in words: "3 articles, 2 outlets, 1 origin"."""
        counts = (self.articles, "article"), (self.outlets, "outlet"), (self.origins, "origin")
        return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts)


@dataclass(slots=True)
class _Told:
    articles: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)


def agreements(rows: Iterable[StatementRow], known: Collection[str] = ()) -> dict[str, Agreement]:
    """Return by statement how many say the same: who does what to whom, as fact or by a speaker.

    ``known`` are the IRIs of named entities, as for :func:`target`.
    """
    rows = list(rows)
    outlets = {row.document: row.source or row.document for row in rows}
    told: dict[tuple[str, ...], _Told] = {}
    keys = {row.id: _key(row, known) for row in rows}
    for row in rows:
        found = told.setdefault(keys[row.id], _Told())
        if row.superseded_by is None:
            _count(found, row, outlets)
    return {
        row: Agreement(
            articles=len(told[key].articles),
            outlets=len(told[key].outlets),
            origins=len(told[key].origins),
            sources=len(told[key].sources),
        )
        for row, key in keys.items()
    }


def target(row: StatementRow, known: Collection[str]) -> tuple[str, str, str, str]:
    """Return IRI, label, type and role of the node that a statement's edge points at.

    ``known`` are the IRIs of named entities: only these can stand in for a missing object.
    """
    if row.object is not None:
        return row.object, row.object_label or row.object, row.object_type or "Phrase", "object"
    for wanted in STAND_INS:
        for role, _, iri, label in row.arguments:
            if role == wanted and iri in known and iri != row.subject:
                return iri, label, "", role
    return row.id, row.label or row.predicate, ACT, "act"


def _key(row: StatementRow, known: Collection[str]) -> tuple[str, ...]:
    iri, _, _, role = target(row, known)
    stance = "asserted" if row.stance == "claimed" else row.stance
    return row.subject, "" if role == "act" else iri, row.predicate, stance


def _count(found: _Told, row: StatementRow, outlets: Mapping[str, str]) -> None:
    found.articles.add(row.document)
    found.outlets.add(outlets[row.document])
    origin = row.copy_of or row.document
    found.origins.add(origin)
    found.sources.add(outlets.get(origin, origin))
