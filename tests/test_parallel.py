"""Articles read in processes of their own: the same records in order, whatever an article does."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil
import pytest
from spacy.language import Language

import kgraph
from kgraph.annotate import DEFAULT_MODEL, load
from kgraph.errors import DocumentError, KGraphError
from kgraph.examples import ARTICLES
from kgraph.model import Document, Extraction
from kgraph.parallel import Bounds, Read, Reading, extract_in_processes
from kgraph.pipeline import extract_documents
from kgraph.readers import read_documents
from kgraph.record import to_json

pytestmark = pytest.mark.model

READING = Reading(DEFAULT_MODEL)
SENTENCE = (
    "The minister of Norway said on Friday that Sweden would send more troops to the island. "
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def articles() -> list[Document]:
    return [item for item in read_documents([ARTICLES]) if isinstance(item, Document)]


def told(read: Read) -> str:
    return to_json(read) if isinstance(read, Extraction) else str(read)


def test_records_are_those_of_one_process_in_the_same_order(nlp: Language) -> None:
    copies = [
        Document(id=f"{number}-{one.id}", text=one.text, published=one.published)
        for number in range(3)
        for one in articles()
    ]
    expected = [told(read) for read in extract_documents(copies, nlp)]
    assert [told(read) for read in extract_in_processes(copies, READING, 2)] == expected


def test_article_that_takes_too_long_is_put_aside_and_the_rest_is_read() -> None:
    endless = Document(id="endless", text=SENTENCE * 20_000)
    documents = [*articles(), endless, Document(id="next", text=SENTENCE)]
    read = list(extract_in_processes(documents, READING, 1, Bounds(seconds=4)))
    assert [str(one) for one in read if isinstance(one, DocumentError)] == [
        "endless: put aside: its reading took longer than 4 seconds"
    ]
    ids = [one.document.id for one in read if isinstance(one, Extraction)]
    assert ids == [*(one.id for one in articles()), "next"]


def test_killed_process_is_replaced_and_nothing_is_lost(nlp: Language) -> None:
    documents = [Document(id=f"{number}", text=SENTENCE * (number % 3 + 1)) for number in range(90)]
    expected = [told(read) for read in extract_documents(documents, nlp)]
    read = []
    for number, one in enumerate(extract_in_processes(documents, READING, 1)):
        read.append(told(one))
        if number == 5:
            os.kill(readers()[0], signal.SIGKILL)
    assert read == expected


def readers() -> list[int]:
    """The processes that read: grandchildren of this one that hold the language model."""
    below = psutil.Process().children(recursive=True)
    return [one.pid for one in below if one.memory_info().rss > 150_000_000]


def test_no_process_is_left_where_reading_is_given_up() -> None:
    read = extract_in_processes(articles() * 1, READING, 2)
    next(read)
    assert readers()
    read.close()  # type: ignore[attr-defined]  # it is a generator
    assert not readers()


def test_processes_that_cannot_start_are_one_error() -> None:
    with pytest.raises(KGraphError, match="cannot start"):
        list(extract_in_processes(articles(), READING, 1, Bounds(memory=50_000_000)))


def test_graph_built_by_two_processes_is_the_same(tmp_path: Path, nlp: Language) -> None:
    files = []
    for workers in (0, 2):
        with kgraph.build([ARTICLES], tmp_path / str(workers), nlp=nlp, workers=workers):
            files.append((tmp_path / str(workers) / "graph.trig").read_bytes())
    assert files[0] == files[1]
