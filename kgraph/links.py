"""How sure each rule is that takes words for an entity, and what it says to a person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kgraph.tables import read_table

__all__ = ["LinkRule", "link_rule"]

#: The score of a rule that the table does not list.
UNLISTED = 0.5


@dataclass(frozen=True, slots=True)
class LinkRule:
    """A rule with the share of its links that are right, and the reason that it gives."""

    name: str
    score: float
    reason: str


def link_rule(name: str) -> LinkRule:
    """Return a rule by its name; one that is not listed gives its name as the reason."""
    return _rules().get(name) or LinkRule(name, UNLISTED, name)


@cache
def _rules() -> dict[str, LinkRule]:
    rows = read_table("lexicon/links.tsv", ("rule", "score", "reason"))
    return {row["rule"]: LinkRule(row["rule"], float(row["score"]), row["reason"]) for row in rows}
