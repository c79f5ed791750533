"""Draw statements at random for people to judge.

    python tests/precision/draw.py --seed 11 --count 200 --sheet sheet.txt > verdicts.tsv

The sheet shows each statement with its sentence; the table on standard output has a row for each,
whose last two columns the reader fills in: "right" or "wrong", and in what it is wrong (subject,
predicate, object, speaker, stance).
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

import kgraph
from kgraph.model import Argument, Statement
from tests.precision.sample import COLUMNS, Drawn, all_statements


def main() -> None:
    """Draw, write the sheet, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--sheet", type=Path, required=True)
    options = parser.parse_args()
    pool = sorted(all_statements(kgraph.load()), key=lambda one: one.key)
    drawn = random.Random(options.seed).sample(pool, options.count)
    options.sheet.write_text(
        "\n\n".join(f"{rank}. {shown(one)}" for rank, one in enumerate(drawn)), encoding="utf-8"
    )
    rows = [COLUMNS, *((str(options.seed), *one.key, "", "") for one in drawn)]
    sys.stdout.writelines("\t".join(row) + "\n" for row in rows)


def shown(one: Drawn) -> str:
    """Return a statement for a reader: sentence, who does what, stance, speakers."""
    statement, extraction = one.statement, one.extraction
    evidence = statement.evidence
    sentence = " ".join(extraction.document.text[evidence.start : evidence.end].split())
    speakers = {claim.id: claim.speaker for claim in extraction.claims}
    said_by = " > ".join(named(speakers[claim]) for claim in statement.claims)
    lines = (
        sentence,
        f"subject    {named(statement.subject)}",
        f"predicate  {statement.predicate.text}  ({statement.predicate.label})",
        f"object     {named(statement.object)}",
        f"beside     {beside(statement) or '-'}",
        f"stance     {statement.stance}" + (f", polarity {statement.polarity}"),
        f"speaker    {said_by or '(the article)'}",
        f"rule       {statement.rule}, confidence {statement.confidence}",
    )
    return "\n    ".join(lines)


def beside(statement: Statement) -> str:
    """Return what a statement says besides subject and object, each with its preposition."""
    return "; ".join(
        " ".join(filter(None, (one.preposition, one.text))) for one in statement.arguments
    )


def named(argument: Argument | None) -> str:
    """Return an argument's words and what they were resolved to."""
    if argument is None:
        return "-"
    meant = argument.entity or argument.label
    return f"{argument.text} <{meant}>" if meant else argument.text


if __name__ == "__main__":
    main()
