"""What holds of every extraction, whatever the text: offsets, ids, references, repeatability.

The example articles are always read; the evaluation sets, which no copy of the project carries,
only where they lie beside the checkout.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from spacy.language import Language

from kgraph.examples import ARTICLES
from kgraph.model import Argument, Document, Extraction
from kgraph.pipeline import extract_documents
from kgraph.readers import read_documents
from kgraph.record import to_json

SETS = Path(__file__).parents[3] / "shared" / "eval" / "data"
NAMES = (
    "carb_dev",
    "geo_trnews_dev",
    "geonews_dev",
    "geonews_seed",
    "gum_dev",
    "meantime_dev",
    "metonymy_dev",
    "plv_train",
    "polnear_dev",
    "re3d_dev",
)
MOST_DOCUMENTS = 40
#: Text, start and end of something that an extraction says is in its document.
Words = tuple[str, int | None, int | None]

pytestmark = pytest.mark.model


def documents(path: Path) -> list[Document]:
    read = list(islice(read_documents([path]), MOST_DOCUMENTS))
    good = [item for item in read if isinstance(item, Document)]
    assert len(good) == len(read) > 0
    return good


@pytest.fixture(scope="module")
def examples(nlp: Language) -> list[Extraction]:
    return list(extract_documents(documents(ARTICLES), nlp))


def test_examples_keep_the_rules(examples: list[Extraction]) -> None:
    for extraction in examples:
        assert faults(extraction) == [], extraction.document.id
        assert extraction.statements, extraction.document.id


def test_examples_are_read_alike_twice(examples: list[Extraction], nlp: Language) -> None:
    again = extract_documents(documents(ARTICLES), nlp)
    assert [to_json(one) for one in examples] == [to_json(other) for other in again]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_evaluation_sets_keep_the_rules(name: str, nlp: Language) -> None:
    path = SETS / f"{name}.input.jsonl"
    if not path.exists():
        pytest.skip("the evaluation sets are not beside the checkout")
    found = {e.document.id: faults(e) for e in extract_documents(documents(path), nlp)}
    assert {key: value for key, value in found.items() if value} == {}


def faults(extraction: Extraction) -> list[str]:
    """Return what breaks the contract of the extraction record, in words."""
    return [*wrong_offsets(extraction), *wrong_ids(extraction), *wrong_references(extraction)]


def wrong_offsets(extraction: Extraction) -> Iterator[str]:
    text = extraction.document.text
    for words, start, end in pieces(extraction):
        if start is None or end is None:
            if start is not end:
                yield f"{words!r}: half an offset"
        elif not 0 <= start < end <= len(text):
            yield f"{words!r}: [{start}, {end}) lies outside the text"
        elif text[start:end] != words:
            yield f"{words!r}: the text has {text[start:end]!r}"


def pieces(extraction: Extraction) -> Iterator[Words]:
    """Yield all that an extraction cites from its document."""
    text = extraction.document.text
    for mention in extraction.mentions:
        yield mention.text, mention.start, mention.end
    for claim in extraction.claims:
        yield claim.cue.text, claim.cue.start, claim.cue.end
        yield from argument_pieces(claim.speaker, claim.addressee)
        for span in claim.content:
            yield text[span.start : span.end].strip(), span.start, span.end
    for statement in extraction.statements:
        predicate, evidence, time = statement.predicate, statement.evidence, statement.time
        quote = text[evidence.start : evidence.end].strip()
        yield quote, evidence.start, evidence.end
        if predicate.start is not None:
            yield predicate.text, predicate.start, predicate.end
        if time is not None:
            yield time.text, time.start, time.end
        yield from argument_pieces(
            statement.subject, statement.object, statement.place, *statement.arguments
        )


def argument_pieces(*arguments: Argument | None) -> Iterator[Words]:
    for argument in arguments:
        if argument is not None:
            yield argument.text, argument.start, argument.end


def wrong_ids(extraction: Extraction) -> Iterator[str]:
    for kind, ids in (
        ("statement", [s.id for s in extraction.statements]),
        ("claim", [c.id for c in extraction.claims]),
        ("entity", [e.id for e in extraction.entities]),
    ):
        yield from (f"{kind} {one} stands twice" for one in set(ids) if ids.count(one) > 1)


def wrong_references(extraction: Extraction) -> Iterator[str]:
    claims = {claim.id for claim in extraction.claims}
    statements = {statement.id for statement in extraction.statements}
    entities = {entity.id for entity in extraction.entities}
    for claim in extraction.claims:
        if claim.within is not None and (claim.within not in claims or claim.within == claim.id):
            yield f"claim {claim.id} stands within {claim.within}, which is none"
    for statement in extraction.statements:
        for claim_id in set(statement.claims) - claims:
            yield f"statement {statement.id} names claim {claim_id}, which is none"
        for other in {statement.condition, statement.takes_up} - statements - {None}:
            yield f"statement {statement.id} is related to {other}, which is none"
    named = {m.entity for m in extraction.mentions} | {
        a.entity
        for s in extraction.statements
        for a in (s.subject, s.object, s.place, *s.arguments)
        if a is not None
    }
    yield from (f"entity {one} is named but not there" for one in named - entities - {None})
