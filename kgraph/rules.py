"""What each rule that makes a statement reads, in words for a person."""

from __future__ import annotations

from functools import cache

from kgraph.tables import read_table

__all__ = ["rule_in_words"]


def rule_in_words(rule: str) -> str:
    """Return what a rule reads ("clause:acl"), its parts joined; "" where no table knows it."""
    known = _rules()
    return "; ".join(known[part] for part in rule.split("+") if part in known)


@cache
def _rules() -> dict[str, str]:
    return {row["rule"]: row["reads"] for row in read_table("lexicon/rules.tsv", ("rule", "reads"))}
