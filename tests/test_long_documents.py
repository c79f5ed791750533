"""Long documents: read in pieces, put together again, in time that grows with their length."""

from __future__ import annotations

import gc
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import mean

import pytest
from spacy.language import Language

from kgraph.annotate import annotate, load
from kgraph.components.boundaries import mark_boundaries
from kgraph.components.pieces import LONGEST_PIECE, LONGEST_WHOLE, cut, join
from kgraph.examples import ARTICLES
from kgraph.model import Document, Extraction
from kgraph.pipeline import extract

pytestmark = pytest.mark.model

TEXT = json.loads(ARTICLES.read_text(encoding="utf-8").splitlines()[0])["text"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


@pytest.fixture
def settled() -> Iterator[None]:
    """Let no collection of garbage look at what other tests have left, which is no cost of ours."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def long_text(times: int) -> str:
    return "\n\n".join([TEXT] * times)


def timed(text: str, nlp: Language) -> tuple[float, Extraction]:
    start = time.process_time()
    found = extract(text, nlp=nlp)
    return time.process_time() - start, found


def said(extraction: Extraction) -> Counter[Sequence[str | None]]:
    """What the statements say, and how often each says it."""
    return Counter(
        (one.subject.text, one.predicate.text, one.object.text if one.object else None)
        for one in extraction.statements
    )


def test_pieces_end_with_paragraphs_and_lose_nothing(nlp: Language) -> None:
    doc = mark_boundaries(nlp.make_doc(long_text(60)))
    pieces = list(cut(doc))
    assert len(pieces) > 2
    assert max(map(len, pieces)) <= LONGEST_PIECE
    assert all(piece.text.endswith("\n\n") for piece in pieces[:-1])
    assert "".join(piece.text for piece in pieces) == doc.text
    assert join(pieces).text == doc.text


def test_a_paragraph_without_end_is_cut_behind_a_full_stop(nlp: Language) -> None:
    doc = mark_boundaries(nlp.make_doc("The envoy of Chad met the envoy of Peru. " * 800))
    assert all(piece[-1].text == "." for piece in list(cut(doc))[:-1])
    endless = mark_boundaries(nlp.make_doc("word " * (LONGEST_WHOLE + 10)))
    assert [len(piece) for piece in cut(endless)][:2] == [LONGEST_PIECE] * 2


def test_an_article_is_read_whole(nlp: Language) -> None:
    doc = mark_boundaries(nlp.make_doc(TEXT))
    assert list(cut(doc)) == [doc]


def test_documents_of_all_lengths_come_in_order(nlp: Language) -> None:
    texts = [TEXT, long_text(20), TEXT[:200], long_text(20)]
    documents = [Document(id=str(number), text=text) for number, text in enumerate(texts)]
    assert [(document.id, doc.text) for document, doc in annotate(documents, nlp)] == [
        (str(number), text) for number, text in enumerate(texts)
    ]


def test_twenty_times_the_text_says_it_twenty_times(nlp: Language) -> None:
    times = 20
    extract(TEXT, nlp=nlp)  # tables are read on first use
    once = min((timed(TEXT, nlp) for _ in range(3)), key=lambda pair: pair[0])
    often = timed(long_text(times), nlp)
    assert often[0] < 2 * times * once[0]
    single, repeated = said(once[1]), said(often[1])
    assert repeated.total() == pytest.approx(times * single.total(), rel=0.1)
    kept = sum(repeated[key] >= 0.8 * times * count for key, count in single.items())
    assert kept >= 0.9 * len(single)
    assert {entity.id for entity in often[1].entities} == {e.id for e in once[1].entities}
    assert all(
        long_text(times)[mention.start : mention.end] == mention.text
        for mention in often[1].mentions
    )


@pytest.mark.slow
def test_a_hundred_times_the_text_costs_little_more_than_a_hundred_times(
    nlp: Language, settled: None
) -> None:
    once = extract(TEXT, nlp=nlp)
    before = [timed(TEXT, nlp)[0] for _ in range(10)]
    cost, found = timed(long_text(100), nlp)
    after = [timed(TEXT, nlp)[0] for _ in range(10)]
    assert cost <= 130 * mean([*before, *after])  # the luckiest would be luck no long run can have
    assert len(found.statements) > 90 * len(once.statements)
