"""How often the link of each rule is right, beside the score that the table gives the rule.

Measured on public articles whose mentions are told apart by hand (GUM, MEANTIME), beside the
checkout; without them the test skips.  A link is right where most mentions of its entity in the
article are of the gold entity that this mention is of.
"""

from __future__ import annotations

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kgraph
from kgraph.links import link_rule
from kgraph.model import Extraction
from kgraph.pipeline import extract_documents
from tests.precision.sample import DATA, read_documents

LOG = logging.getLogger(__name__)
#: A gold mention may have so many more characters than ours: an article, a comma.
LONGER = 4
#: So many links say something of a rule, and so far may its score be off.
ENOUGH, OFF = 40, 0.12

pytestmark = [pytest.mark.model, pytest.mark.slow]

Span = tuple[int, int, str]


def gum_spans(row: dict[str, Any]) -> list[Span]:
    return [(m["start"], m["end"], m["eid"]) for m in row["mentions"]]


def meantime_spans(row: dict[str, Any]) -> list[Span]:
    places = {str(m["id"]): (m["start"], m["end"]) for m in row["mentions"]}
    return [
        (*places[mention], entity)
        for entity, found in row["instances"].items()
        if found["kind"] == "ENTITY"
        for mention in found["mentions"]
        if mention in places
    ]


SETS = {"gum_dev": gum_spans, "meantime_dev": meantime_spans}


def judged(extraction: Extraction, gold: list[Span]) -> Iterator[tuple[str, bool]]:
    """Yield the rule of each link that has a gold entity, and whether it is right."""
    pairs = []
    clusters: dict[str | None, Counter[str]] = defaultdict(Counter)
    for mention in extraction.mentions:
        longer = 0 if mention.kind == "pronoun" else LONGER
        fits = [
            (end - start, entity)
            for start, end, entity in gold
            if start <= mention.start
            and mention.end <= end
            and end - start <= mention.end - mention.start + longer
        ]
        if mention.entity is not None and fits and mention.rule != "inside":
            pairs.append((mention, min(fits)[1]))
            clusters[mention.entity][min(fits)[1]] += 1
    for mention, entity in pairs:
        if clusters[mention.entity].total() > 1:
            rule = "metonym" if mention.stands_for else mention.rule
            yield rule, clusters[mention.entity].most_common(1)[0][0] == entity


def measured(paths: list[Path]) -> tuple[Counter[str], Counter[str]]:
    made: Counter[str] = Counter()
    right: Counter[str] = Counter()
    nlp = kgraph.load()
    for path in paths:
        spans = SETS[path.name.split(".")[0]]
        lines = path.with_name(path.name.replace("input", "gold")).read_text("utf-8").splitlines()
        gold = {row["id"]: spans(row) for row in map(json.loads, lines)}
        for extraction in extract_documents(read_documents(path), nlp):
            for rule, is_right in judged(extraction, gold[extraction.document.id]):
                made[rule] += 1
                right[rule] += is_right
    return made, right


def test_scores_of_links_are_what_reading_gives() -> None:
    paths = [path for name in SETS if (path := DATA / f"{name}.input.jsonl").exists()]
    if len(paths) < len(SETS):
        pytest.skip("the sets with gold entities are not beside the checkout")
    made, right = measured(paths)
    shares = {rule: right[rule] / made[rule] for rule in made if made[rule] >= ENOUGH}
    LOG.info("%s", {rule: (made[rule], round(share, 3)) for rule, share in shares.items()})
    assert {"gazetteer", "ner", "metonym", "reference", "repeated"} <= set(shares)
    scores = {rule: link_rule(rule).score for rule in shares}
    assert {rule for rule in shares if abs(scores[rule] - shares[rule]) > OFF} == set()
    names = {rule: share for rule, share in shares.items() if rule != "reference"}
    assert min(names.values()) > shares["reference"]
    assert min(scores[rule] for rule in names) > scores["reference"]
    assert max(scores, key=lambda rule: scores[rule]) == "gazetteer"
