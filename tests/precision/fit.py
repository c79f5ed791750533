"""Fit the weights of ``kgraph.confidence`` on judged statements and print the table.

    python tests/precision/fit.py > ontology/lexicon/confidence.tsv

Two kinds of judgement go in: the verdicts of readers beside this file, and, for every statement
made of the sentences of CaRB, the share of its words that the best human tuple has (its precision
in CaRB's metric: Bhardwaj, Aggarwal and Mausam 2019).  A verdict counts ``READER`` times as much as
a tuple.  The fit is a logistic regression by Newton's method with a ridge penalty; standard error
shows how well it is calibrated on statements that were left out (five folds by document).
"""

from __future__ import annotations

import importlib.util
import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

import kgraph
from kgraph.confidence import marks_of
from kgraph.model import Statement
from tests.precision.sample import DATA, EVAL, all_statements, read_verdicts

READER = 3.0
RIDGE = 4.0
FOLDS = 5
#: A mark on fewer statements says too little to weigh.
FEWEST = 8

#: CaRB's metric gives nothing to a tuple without a second argument, however right it is; so these
#: marks have weights of their own there, which are not kept.
TUPLE_ONLY = {"arguments:none": "tuple:arguments:none", "object:none": "tuple:object:none"}

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """A statement's marks, how right it is (0 to 1), how much that counts, and where it is from."""

    marks: tuple[str, ...]
    right: float
    weight: float
    source: str
    document: str


def main() -> None:
    """Fit, report, print the table."""
    nlp = kgraph.load()
    judged = [*from_readers(nlp), *from_tuples(nlp)]
    matrix, names = design(judged)
    right = np.array([one.right for one in judged])
    weight = np.array([one.weight for one in judged])
    report(judged, held_out(judged, matrix, right, weight))
    weights = fitted(matrix, right, weight)
    sys.stdout.write(HEAD)
    for name, value in zip(names, weights, strict=True):
        if name not in TUPLE_ONLY.values():
            sys.stdout.write(f"{name}\t{value:.2f}\n")


HEAD = """\
# Log odds that a statement is right, by what marks its reading; kgraph/confidence.py says what each
# mark means. Fitted by tests/precision/fit.py on readers' verdicts and on CaRB's development set.
mark	weight
"""


def from_readers(nlp: Language) -> Iterator[Judged]:
    """Yield the statements that readers have judged and that are still made."""
    verdicts = {verdict.key: verdict for verdict in read_verdicts()}
    for one in all_statements(nlp):
        verdict = verdicts.get(one.key)
        if verdict is not None:
            document = one.extraction.document.id
            marks = tuple(marks_of(one.statement))
            yield Judged(marks, float(verdict.right), READER, "readers", document)


def from_tuples(nlp: Language) -> Iterator[Judged]:
    """Yield the statements of CaRB's sentences with their best match among the human tuples."""
    carb = scorer()
    rows = (json.loads(line) for line in (DATA / "carb_dev.gold.jsonl").open(encoding="utf-8"))
    gold = {str(row["id"]): [(one["rel"], one["args"]) for one in row["ex"]] for row in rows}
    for one in all_statements(nlp, ["carb_dev"]):
        document = one.extraction.document.id
        made = (one.statement.predicate.text, tuple_arguments(one.statement)[:2])
        best = max((carb.carb_match(each, made)[0] for each in gold[document]), default=0.0)
        marks = (TUPLE_ONLY.get(mark, mark) for mark in marks_of(one.statement))
        yield Judged(tuple(marks), best, 1.0, "tuples", document)


def scorer() -> ModuleType:
    """Return the module that scores the evaluation sets."""
    spec = importlib.util.spec_from_file_location("score", EVAL / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tuple_arguments(statement: Statement) -> list[str]:
    """Return the arguments as CaRB's metric takes them: surface order, prepositions in front."""
    core = [statement.subject, *([statement.object] if statement.object else [])]
    texts = [argument.text for argument in core]
    if statement.predicate.voice == "passive":
        texts.reverse()
    extra = (f"{one.preposition or ''} {one.text}".strip() for one in statement.arguments)
    return [*texts, *extra]


def design(judged: Sequence[Judged]) -> tuple[Array, list[str]]:
    """Return the marks as a matrix of zeros and ones, and the columns' names, the rare left out."""
    counts = Counter(mark for one in judged for mark in one.marks)
    names = sorted(name for name, count in counts.items() if count >= FEWEST)
    column = {name: place for place, name in enumerate(names)}
    matrix = np.zeros((len(judged), len(names)))
    for row, one in enumerate(judged):
        for mark in one.marks:
            if mark in column:
                matrix[row, column[mark]] = 1.0
    return matrix, names


def fitted(matrix: Array, right: Array, weight: Array) -> Array:
    """Return the weights that maximise the penalised likelihood (Newton's method)."""
    ridge = np.eye(matrix.shape[1]) * RIDGE
    weights = np.zeros(matrix.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (weight * (right - chance)) - ridge @ weights
        curve = (matrix * (weight * chance * (1 - chance))[:, None]).T @ matrix + ridge
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def held_out(judged: Sequence[Judged], matrix: Array, right: Array, weight: Array) -> Array:
    """Return the confidence that each statement gets from the documents of the other folds."""
    fold = np.array([zlib.crc32(one.document.encode()) % FOLDS for one in judged])
    chance = np.zeros(len(judged))
    for number in range(FOLDS):
        out = fold == number
        weights = fitted(matrix[~out], right[~out], weight[~out])
        chance[out] = 1 / (1 + np.exp(-matrix[out] @ weights))
    return chance


def report(judged: Sequence[Judged], chance: Array) -> None:
    """Write how many of those with confidence c are right, by source, to standard error."""
    right = np.array([one.right for one in judged])
    for source in ("readers", "tuples"):
        mine = np.array([one.source == source for one in judged])
        sys.stderr.write(f"{source}: {mine.sum()} statements, {right[mine].mean():.2f} right\n")
        for low in np.arange(0, 1, 0.1):
            some = mine & (chance >= low) & (chance < low + 0.1)
            if some.any():
                sys.stderr.write(
                    f"  {low:.1f}-{low + 0.1:.1f}  {some.sum():5}  confidence "
                    f"{chance[some].mean():.2f}  right {right[some].mean():.2f}\n"
                )


if __name__ == "__main__":
    main()
