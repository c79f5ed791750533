"""How fast the store takes articles and answers the named questions, beside rdflib's own store.

Run it by hand::

    python tests/benchmarks/store.py [--quads 1000000] [--compared 100000] [--writes 10000]

Articles are made by a generator: as many statements, claims and mentions as news articles have, of
actors that a few of are in most articles.  The same quads go into kgraph's store and into rdflib's
default store; times are CPU seconds of all threads, since machines are busy.  A query that takes
rdflib longer than ``--patience`` is ended and counts as not finished.
"""

from __future__ import annotations

import argparse
import functools
import gc
import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
from pyoxigraph import Store as Engine

from kgraph import export
from kgraph.dataset import Run
from kgraph.model import (
    Argument,
    Claim,
    Cue,
    Document,
    Entity,
    Extraction,
    Mention,
    Predicate,
    Span,
    Statement,
    TimeExpression,
)
from kgraph.namedqueries import named_queries
from kgraph.query import run
from kgraph.store import Store, open_store
from kgraph.vocabulary import PREFIXES

RUN = Run(version="0", model="generator")
VERBS = (
    ("strike", "struck", "ASSAULT"), ("meet", "met", "CONSULT"), ("accuse", "accused", "ACCUSE"),
    ("sign", "signed", "SUPPORT"), ("threaten", "threatened", "THREATEN"), ("send", "sent", "AID"),
    ("host", "hosted", "CONSULT"), ("reject", "rejected", "REJECT"),
    ("arrest", "arrested", "COERCE"),
    ("visit", "visited", "CONSULT"), ("see", "saw", None), ("run", "ran", None),
)  # fmt: skip
STANCES = ("asserted",) * 6 + ("demanded", "denied", "possible", "threatened")
TYPES = ("Person", "Country", "Organization", "Place", "Government")
STATEMENTS = 8  #: in an article
QUADS = 700  #: that an article has, nearly
#: What the one query that needs a parameter is asked about.
WHO = {"about": {"entity": "person/person-0"}}


def articles(count: int, seed: int = 1) -> Iterator[Extraction]:
    """Yield made-up articles, always the same for a seed."""
    chance = random.Random(seed)
    pool = [_entity(rank, chance) for rank in range(3000)]
    for number in range(count):
        yield _article(number, pool, chance)


def _entity(rank: int, chance: random.Random) -> Entity:
    kind = TYPES[rank % len(TYPES)]
    known = chance.random() < 0.6
    return Entity(
        id=f"{kind.lower()}/{kind.lower()}-{rank}",
        label=f"{kind} {rank}",
        type=kind,  # type: ignore[arg-type]
        wikidata=f"Q{rank + 1}" if known else None,
        country="UA" if kind in {"Country", "Government"} and known else None,
        latitude=round(chance.uniform(-80, 80), 3) if kind in {"Country", "Place"} else None,
        longitude=round(chance.uniform(-170, 170), 3) if kind in {"Country", "Place"} else None,
        aliases=(f"{kind} the {rank}th",) if known else (),
    )


def _article(number: int, pool: list[Entity], chance: random.Random) -> Extraction:
    actors = [pool[min(int(chance.paretovariate(0.7)) - 1, len(pool) - 1)] for _ in range(8)]
    text, mentions, statements, claims = "", [], [], []
    for rank in range(STATEMENTS):
        lemma, verb, event = chance.choice(VERBS)
        one, other, place = chance.choice(actors), chance.choice(actors), chance.choice(actors)
        quoted = chance.random() < 0.4
        said = chance.choice(actors)
        when = 2000 + number % 25
        head = f"{said.label} said " if quoted else ""
        sentence = f"{head}{one.label} {verb} {other.label} near {place.label} in {when}."
        start = len(text)
        text += sentence + " "

        def argument(entity: Entity, begin: int, start: int = start) -> Argument:
            first = start + begin
            name, last = entity.label, first + len(entity.label)
            mentions.append(
                Mention(
                    start=first, end=last, text=name, entity=entity.id, type=entity.type,
                    kind="name", rule="gazetteer",
                )
            )  # fmt: skip
            return Argument(text=name, start=first, end=last, head=name, entity=entity.id)

        names: tuple[str, ...] = ()
        if quoted:
            cue = start + len(said.label) + 1
            claim = Claim(
                id=f"c{cue}", speaker=argument(said, 0),
                cue=Cue(start=cue, end=cue + 4, text="said", lemma="say"),
                content=(Span(start + len(head), start + len(sentence)),), direct=False,
            )  # fmt: skip
            claims.append(claim)
            names = (claim.id,)
        at = len(head)
        after = at + len(one.label) + 1
        target = after + len(verb) + 1
        where = target + len(other.label) + len(" near ")
        year = sentence.index(" in ", where) + 4
        statements.append(
            Statement(
                id=f"s{rank}", subject=argument(one, at), object=argument(other, target),
                predicate=Predicate(start=start + after, end=start + after + len(verb), text=verb,
                                    lemma=lemma, label=verb, event=event),
                modality=chance.choice(STANCES), claims=names, place=argument(place, where),
                time=TimeExpression(start=start + year, end=start + year + 4,
                                    text=str(when), value=str(when)),
                evidence=Span(start, start + len(sentence)), confidence=0.7, rule="clause:ROOT",
            )
        )  # fmt: skip
    entities = {entity.id: entity for entity in pool_of(mentions, actors)}
    document = Document(
        id=f"{number:06}.txt", text=text, title=f"Report {number}", source=f"Wire {number % 40}",
        published=f"{2000 + number % 25}-{1 + number % 12:02}-{1 + number % 28:02}",
    )  # fmt: skip
    unique = {(mention.start, mention.end): mention for mention in mentions}
    return Extraction(
        document=document, mentions=tuple(unique.values()), entities=tuple(entities.values()),
        statements=tuple(statements), claims=tuple(claims),
    )  # fmt: skip


def pool_of(mentions: list[Mention], actors: list[Entity]) -> list[Entity]:
    """Return the entities that are mentioned."""
    named = {mention.entity for mention in mentions}
    return [entity for entity in actors if entity.id in named]


# ---------------------------------------------------------------------- measuring


def cpu() -> float:
    """Return the CPU seconds of this process, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@dataclass(frozen=True)
class Took:
    """CPU and wall seconds."""

    cpu: float
    wall: float


def timed(act: Callable[[], object], times: int = 1) -> Took:
    """Return the least that an act took."""
    best = Took(float("inf"), float("inf"))
    for _ in range(times):
        began, clock = cpu(), time.monotonic()
        act()
        best = min(best, Took(cpu() - began, time.monotonic() - clock), key=lambda took: took.cpu)
    return best


def fill(folder: Path, quads: int) -> tuple[Store, int]:
    """Write so many articles that the store holds so many quads; return it and their number."""
    store = open_store(folder, create=True)
    for extraction in articles(quads // QUADS + 1):
        store.put(extraction, RUN)
    store.flush()
    return store, len(store.engine)


def load_rdflib(data: bytes) -> rdflib.Dataset:
    """Return the quads in rdflib's default store."""
    dataset = rdflib.Dataset(default_union=True)
    for prefix, iri in PREFIXES.items():
        dataset.bind(prefix, iri, replace=True)
    dataset.parse(data=data, format="nquads")
    return dataset


def ask_rdflib(
    dataset: rdflib.Dataset, sparql: str, who: dict[str, rdflib.URIRef], patience: float
) -> Took | None:
    """Return what a query took in rdflib; None where it took longer than that."""
    here, there = multiprocessing.Pipe()

    def ask() -> None:
        there.send(timed(lambda: list(dataset.query(sparql, initBindings=who))))

    child = multiprocessing.get_context("fork").Process(target=ask)
    child.start()
    took = here.recv() if here.poll(patience) else None
    child.kill()
    child.join()
    return took


def show(what: str, *values: object) -> None:
    """Print one line of the table."""
    print(f"{what:<28}" + "".join(f"{value!s:>16}" for value in values), flush=True)  # noqa: T201


def compare(folder: Path, quads: int, patience: float) -> None:
    """Load and ask both stores at a size that rdflib manages."""
    made = list(articles(quads // QUADS))
    gc.freeze()  # a build has no list of articles that the collector would go through
    ours = open_store(folder / "compared", create=True)

    def put_all() -> None:
        for extraction in made:
            ours.put(extraction, RUN)
        ours.flush()

    took = timed(put_all)
    data = export.to_nquads(ours, with_vocabulary=True)
    count = data.count(b"\n")
    loaded: list[rdflib.Dataset] = []
    theirs = timed(lambda: loaded.append(load_rdflib(data)))
    bulk = Engine(str(folder / "copied"))
    copied = timed(lambda: bulk.bulk_load(data, format=export.RdfFormat.N_QUADS))
    show(f"{count} quads", "kgraph", "rdflib", "ratio")
    show("load, quads per CPU s", int(count / copied.cpu), int(count / theirs.cpu),
         f"{theirs.cpu / copied.cpu:.1f}")  # fmt: skip
    show("… article by article", int(count / took.cpu), int(count / theirs.cpu),
         f"{theirs.cpu / took.cpu:.1f}")  # fmt: skip
    for query in named_queries():
        given = WHO.get(query.name, {})
        mine = timed(functools.partial(run, ours, query.name, given), 3)
        who = {name: rdflib.URIRef(ours.iris.entity(one).value) for name, one in given.items()}
        other = ask_rdflib(loaded[0], query.text, who, patience)
        times = (
            f"{mine.cpu * 1000:.1f} ms",
            f"{other.cpu * 1000:.0f} ms" if other else "not finished",
        )
        show(query.name, *times, f"{other.cpu / mine.cpu:.0f}" if other else "")
    ours.close()


def large(folder: Path, quads: int) -> None:
    """Load many quads, here and in rdflib, and ask our store every named query."""
    filled: list[tuple[Store, int]] = []
    took = timed(lambda: filled.append(fill(folder / "large", quads)))
    store, count = filled[0]
    data = export.to_nquads(store)
    bulk = Engine(str(folder / "bulk"))
    copied = timed(lambda: bulk.bulk_load(data, format=export.RdfFormat.N_QUADS))
    theirs = timed(lambda: load_rdflib(data))
    show(f"{count} quads", "CPU s", "quads per CPU s", "times rdflib")
    show("rdflib, N-Quads", f"{theirs.cpu:.1f}", int(count / theirs.cpu), "1.0")
    for how, one in (("bulk load", copied), ("article by article", took)):
        rate = int(count / one.cpu)
        show(how, f"{one.cpu:.1f}", rate, f"{theirs.cpu / one.cpu:.1f}")
    for query in named_queries():
        took = timed(functools.partial(run, store, query.name, WHO.get(query.name)))
        show(query.name, f"{took.cpu * 1000:.0f} ms", f"wall {took.wall * 1000:.0f} ms")
    store.close()


def reopen(folder: Path, writes: int) -> None:
    """Write many small articles, and open the store again."""
    store = open_store(folder / "writes", create=True)
    for number in range(writes):
        text = f"Nothing happened on day {number}."
        store.put(Extraction(document=Document(id=f"{number}.txt", text=text)), RUN)
    store.close()
    took = timed(lambda: open_store(folder / "writes").close(), 3)
    show(f"after {writes} writes", f"opens in {took.wall:.3f} s")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--compared", type=int, default=100_000)
    parser.add_argument("--writes", type=int, default=10_000)
    parser.add_argument("--patience", type=float, default=60.0)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kgraph-benchmark-"))
    try:
        compare(folder, asked.compared, asked.patience)
        reopen(folder, asked.writes)
        large(folder, asked.quads)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
