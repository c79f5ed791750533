"""Articles read in processes of their own: the same records in order, whatever an article does."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from spacy.language import Language

import kgraph
from kgraph.annotate import load
from kgraph.bounds import Bounds
from kgraph.building import run_of
from kgraph.errors import KGraphError
from kgraph.examples import ARTICLES
from kgraph.languagemodel import DEFAULT_MODEL, describe, loaded_from
from kgraph.model import Document, Extraction
from kgraph.parallel import Read, extract_in_processes
from kgraph.pipeline import extract_documents
from kgraph.readers import read_documents
from kgraph.readingprocess import Reading
from kgraph.record import to_json

pytestmark = pytest.mark.model

ROOT = Path(__file__).parent.parent
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
        for number in range(2)
        for one in articles()
    ]
    expected = [told(read) for read in extract_documents(copies, nlp)]
    assert [told(read) for read in extract_in_processes(copies, READING, 2)] == expected


def test_article_that_takes_too_long_is_put_aside_and_the_rest_is_read() -> None:
    endless = Document(id="endless", text=SENTENCE * 20_000)
    documents = [Document(id="first", text=SENTENCE), endless, Document(id="next", text=SENTENCE)]
    read = extract_in_processes(documents, READING, 1, Bounds(seconds=5))
    assert [named(one) for one in read] == [
        "first", "endless: put aside: its reading took longer than 5 seconds", "next",
    ]  # fmt: skip


def test_article_that_takes_too_much_memory_is_put_aside_and_the_rest_is_read() -> None:
    hog = Document(id="hog", text="a " * 990_000)
    documents = [Document(id="first", text=SENTENCE), hog, Document(id="next", text=SENTENCE)]
    read = list(extract_in_processes(documents, READING, 1, Bounds(memory=400_000_000)))
    first, put_aside, following = map(named, read)
    assert (first, following) == ("first", "next")
    assert put_aside in {
        "hog: put aside: its reading took more than 0.4 GB of memory",
        "hog: put aside: the process that read it ended",
    }


def named(read: Read) -> str:
    return read.document.id if isinstance(read, Extraction) else str(read)


def test_killed_process_is_replaced_and_nothing_is_lost(nlp: Language) -> None:
    documents = [Document(id=f"{number}", text=SENTENCE * (number % 3 + 1)) for number in range(20)]
    expected = [told(read) for read in extract_documents(documents, nlp)]
    read = []
    for number, one in enumerate(extract_in_processes(documents, READING, 1)):
        read.append(told(one))
        if number == 2:
            os.kill(readers()[0], signal.SIGKILL)
    assert read == expected


def test_processes_end_with_the_one_that_started_them() -> None:
    program = (
        "import os, signal\n"
        "from kgraph.parallel import extract_in_processes\n"
        "from tests.test_parallel import READING, SENTENCE, Document, readers\n"
        "texts = (Document(id=str(n), text=SENTENCE * 500 * (n > 5)) for n in range(50))\n"
        "read = extract_in_processes(texts, READING, 1)\n"
        "next(read)\n"
        "print(readers()[0], flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(int(ended.stdout)).wait(timeout=5)


def readers() -> list[int]:
    """The processes that read: children of this one, beside servers and browsers of other tests."""
    below = psutil.Process().children(recursive=True)
    alive = (one for one in below if one.status() != psutil.STATUS_ZOMBIE)
    return [one.pid for one in alive if any("kgraph.readingprocess" in w for w in one.cmdline())]


def test_no_process_is_left_where_reading_is_given_up() -> None:
    read = extract_in_processes(articles(), READING, 1)
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


def test_a_pipeline_is_known_without_loading_it() -> None:
    described, loaded = describe(), load()
    assert run_of(described, 0.5) == run_of(loaded, 0.5)
    assert loaded_from(described) == loaded_from(loaded)
    with pytest.raises(KGraphError, match="no such spaCy model"):
        describe("no_such_model")


def test_who_leaves_the_reading_to_others_loads_no_model() -> None:
    code = "import kgraph.building as b, sys; b.describe(); print('spacy' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"
