"""What the extraction costs beside the plain parse, on the same texts in the same run.

    python -m tests.benchmarks.extract [ARTICLES] [--articles 200]
    python -m tests.benchmarks.extract [ARTICLES] --long

``ARTICLES`` is what ``kgraph extract`` reads; without it, the corpus beside the checkout or else
the package's example articles, repeated until there are enough.  Plain ``nlp.pipe`` of the same
model with all components of its own and kgraph's whole extraction take turns, one block of
articles after the other, so that a busy machine slows both alike; times are CPU seconds of the
process.  What the two load once is timed apart and added to both in the last line.

``--long`` reads one article's text as it is, and repeated to ten and a hundred times its length as
one document: a hundred times the text may cost ``MOST_LONG`` times the time.

Prints words a second, ratio and the peak of the process's memory; the exit status is 1 where a
bound is broken.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from spacy.language import Language

from kgraph.annotate import load, load_model, load_to_stay
from kgraph.examples import ARTICLES
from kgraph.languagemodel import BATCH, DEFAULT_MODEL
from kgraph.model import Document
from kgraph.pipeline import extract_documents
from kgraph.readers import read_documents

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
#: Articles between two changes from one side to the other.
BLOCK = 20
MOST_RATIO = 1.25
MOST_MEGABYTES = 1000
LENGTHS = (1, 10, 100)
MOST_LONG = 130.0


def articles(source: Path | None, count: int) -> list[Document]:
    """Return so many articles, those of the source over again where it has fewer."""
    path = source or (CORPUS if CORPUS.exists() else ARTICLES)
    found = [item for item in read_documents([path]) if isinstance(item, Document)]
    return list(islice(cycle(found), count))


def timed(act: Callable[..., object], *arguments: object) -> float:
    """Return the CPU seconds that a call takes."""
    start = time.process_time()
    act(*arguments)
    return time.process_time() - start


def say(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def peak() -> float:
    """Return the most memory that the process has had so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def parse(block: Sequence[Document], nlp: Language) -> None:
    """Read texts with the plain model."""
    for _ in nlp.pipe([document.text for document in block], batch_size=BATCH):
        pass


def extract(block: Sequence[Document], nlp: Language) -> None:
    """Read texts with all of kgraph."""
    for _ in extract_documents(block, nlp):
        pass


def compare(documents: Sequence[Document]) -> float:
    """Say what plain parse and extraction cost, and return their ratio."""
    loads = (timed(load_model, DEFAULT_MODEL), timed(load))
    sides = ((parse, load_model(DEFAULT_MODEL)), (extract, load_to_stay()))
    for act, nlp in sides:  # what is read on first use is part of no block
        act(documents[:1], nlp)
    seconds = [0.0, 0.0]
    for number, block in enumerate(blocks(documents)):
        for side in (0, 1) if number % 2 == 0 else (1, 0):
            act, nlp = sides[side]
            seconds[side] += timed(act, block, nlp)
    words = sum(len(document.text.split()) for document in documents)
    say(f"{len(documents):,} articles, {words:,} words")
    for name, spent, once in zip(("plain", "kgraph"), seconds, loads, strict=True):
        say(f"{name:8}{words / spent:8,.0f} words/s {spent:8.1f} s  load {once:.1f} s")
    ratio = seconds[1] / seconds[0]
    with_load = (seconds[1] + loads[1]) / (seconds[0] + loads[0])
    say(f"ratio {ratio:.2f} (with loading {with_load:.2f}), peak {peak():,.0f} MB")
    return ratio


def blocks(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    """Yield the articles in blocks of equal size."""
    for start in range(0, len(documents), BLOCK):
        yield documents[start : start + BLOCK]


def lengthen(document: Document) -> float:
    """Say what a text costs at growing lengths, and return the last cost over the first."""
    nlp = load()
    costs: list[float] = []
    for times in LENGTHS:
        longer = repeated(document, times)
        rounds = max(1, 10 // times)
        costs.append(min(timed(extract, [longer], nlp) for _ in range(rounds)))
        words, ratio = len(longer.text.split()), costs[-1] / costs[0]
        say(
            f"{times:4} x {words:9,} words {costs[-1]:8.2f} s  ratio {ratio:6.1f}  {peak():,.0f} MB"
        )
    return costs[-1] / costs[0]


def repeated(document: Document, times: int) -> Document:
    """Return a document with the text so many times over, a paragraph each."""
    text = "\n\n".join([document.text] * times)
    return Document(id=f"{document.id} x {times}", text=text, published=document.published)


def main() -> int:
    """Say the figures of one mode; return 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", nargs="?", type=Path, metavar="ARTICLES")
    parser.add_argument("--articles", type=int, default=200, metavar="N")
    parser.add_argument("--long", action="store_true")
    options = parser.parse_args()
    if options.long:
        found = articles(options.source, 10)
        return int(lengthen(max(found, key=lambda document: len(document.text))) > MOST_LONG)
    ratio = compare(articles(options.source, options.articles))
    return int(ratio > MOST_RATIO or peak() > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
