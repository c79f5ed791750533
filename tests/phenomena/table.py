"""Read the tables of sentences with the statements that a reader expects of them.

A row is one expected statement.  An empty ``sentence`` cell repeats the sentence above, so that
each statement of a sentence passes or fails for itself.  In every other cell ``*`` stands for
"whatever" and `` / `` parts alternatives, any of which will do:

- ``sentence``: what ``\\n`` stands in is a text of several lines;
- ``subject``, ``object``: words that the argument must hold; ``-`` for no object at all;
- ``predicate``: lemma (verb with particle, event noun, predicate adjective) or static relation;
- ``modality``, ``polarity``: empty for asserted and positive;
- ``speakers``: the chain from the outermost to the innermost, parted by `` > ``; ``?`` for a claim
  whose source the text does not name; empty where the text says so itself;
- ``details``: ``key=value`` parted by ``; ``: voice, label, time, place, arg (a further argument),
  addressee, direct, condition and takes up (the lemma of the statement that it depends on);
- ``reason``: why the row is known to fail; empty where it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
COLUMNS = (
    "phenomenon",
    "sentence",
    "subject",
    "predicate",
    "object",
    "modality",
    "polarity",
    "speakers",
    "details",
    "reason",
)
FAMILIES = (
    "attribution",
    "circumstances",
    "clauses",
    "coordination",
    "nouns",
    "predicates",
    "relations",
    "stance",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One statement that a sentence should give."""

    where: str
    phenomenon: str
    sentence: str
    subject: str
    predicate: str
    object: str
    modality: str
    polarity: str
    speakers: str
    details: dict[str, str]
    reason: str


def rows(name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield where each row of a table stands, and its cells by column."""
    path = FOLDER / f"{name}.tsv"
    numbered = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    lines = [(number, line) for number, line in numbered if line and not line.startswith("#")]
    assert tuple(lines[0][1].split("\t")) == columns, f"{path.name}: another header"
    for number, line in lines[1:]:
        cells = line.split("\t")
        assert len(cells) == len(columns), f"{path.name}:{number}: {len(cells)} cells"
        yield f"{name}:{number}", dict(zip(columns, cells, strict=True))


def expectations() -> Iterator[Expected]:
    """Yield the expected statements of all families."""
    for family in FAMILIES:
        sentence = ""
        for where, row in rows(family, COLUMNS):
            sentence = row["sentence"].replace("\\n", "\n") or sentence
            pairs = (pair.partition("=") for pair in row["details"].split("; ") if pair)
            details = {key: value for key, _, value in pairs}
            yield Expected(where=where, **{**row, "sentence": sentence, "details": details})
