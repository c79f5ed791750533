"""How fast the store takes articles and answers the named questions, beside rdflib's own store.

Run it by hand::

    python tests/benchmarks/store.py [--quads 1000000] [--compared 100000] [--writes 10000]

Articles are made by a generator: as many statements, claims and mentions as news articles have, of
actors that a few of are in most articles.  The same quads go into kgraph's store and into rdflib's
default store; times are CPU seconds of all threads, since machines are busy.  A query that takes
rdflib longer than ``--patience`` is ended and counts as not finished.

Where a query is written in parts that Oxigraph joins and rdflib asks anew for each row, rdflib is
asked a plain one that gives the same rows, from ``plain``.

rdflib's default store is in memory.  A store of kgraph is asked both ways: in memory, like with
like, and on disk, where each step of a query is a look into an index on files.  The exit code is 1
where a bound is missed, and what missed it is said.
"""

from __future__ import annotations

import argparse
import functools
import gc
import itertools
import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import rdflib
from pyoxigraph import Store as Engine

from kgraph import export
from kgraph.dataset import Run, article_data
from kgraph.merging import copy_into_memory, merge_files
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
from kgraph.namedqueries import NamedQuery, named_queries
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
QUADS = 650  #: that an article has, at least
#: What the one query that needs a parameter is asked about.
WHO = {"about": {"entity": "person/person-0"}}
TOGETHER = 50  #: articles that a build writes at once
LOAD = 2.0  #: times as many quads in a CPU second as rdflib, at least
IN_MEMORY = 20.0  #: times as fast as rdflib, at least, at each named query that rdflib finishes
PLAIN = Path(__file__).parent / "plain"  #: the queries as one would write them for rdflib
AGAIN = 3.0  #: seconds; what took rdflib less is asked again
WHILE = 0.5  #: seconds in which a query is asked again and again, since a moment can be a slow one
OPENS = 1.0  #: seconds, at most, that a store takes to open after many writes


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


@dataclass
class Bounds:
    """What must hold, and what did not."""

    missed: list[str] = field(default_factory=list)

    def hold(self, what: str, *, kept: bool) -> None:
        """Note what was missed."""
        if not kept:
            self.missed.append(what)


@dataclass(frozen=True)
class Took:
    """CPU and wall seconds."""

    cpu: float
    wall: float


def timed(act: Callable[[], object], times: int = 1, seconds: float = 0.0) -> Took:
    """Return the least that an act took, of so many times and more until so long has passed."""
    best = Took(float("inf"), float("inf"))
    start = time.monotonic()
    while times > 0 or time.monotonic() - start < seconds:
        began, clock = cpu(), time.monotonic()
        act()
        best = min(best, Took(cpu() - began, time.monotonic() - clock), key=lambda took: took.cpu)
        times -= 1
    return best


def fill(folder: Path | None, made: Iterable[Extraction], together: int = TOGETHER) -> Store:
    """Return a new store with articles, written as a build writes them, or one at a time."""
    store = open_store(folder, create=True)
    waiting = iter(made)
    while some := list(itertools.islice(waiting, together)):
        if together > 1:
            store.put_all([article_data(one, RUN, store.iris) for one in some])
        else:
            store.put(some[0], RUN)
    store.flush()
    return store


def load_rdflib(data: bytes) -> rdflib.Dataset:
    """Return the quads in rdflib's default store."""
    dataset = rdflib.Dataset(default_union=True)
    for prefix, iri in PREFIXES.items():
        dataset.bind(prefix, iri, replace=True)
    dataset.parse(data=data, format="nquads")
    return dataset


Answered = tuple[Took, int] | None


@contextmanager
def rdflib_beside(
    data: bytes, patience: float
) -> Iterator[Callable[[str, Mapping[str, str]], Answered]]:
    """Have rdflib hold the quads in a process of its own, and return what asks it a query.

    Neither store then takes memory beside the other, and both are asked at nearly the same time.
    """
    here, there = multiprocessing.Pipe()

    def serve() -> None:
        dataset = load_rdflib(data)
        gc.freeze()
        there.send(None)
        while (asked := there.recv()) is not None:
            there.send(ask_rdflib(dataset, *asked, patience))

    def ask(sparql: str, who: Mapping[str, str]) -> Answered:
        here.send((sparql, who))
        answered: Answered = here.recv()
        return answered

    child = multiprocessing.get_context("fork").Process(target=serve)
    child.start()
    here.recv()
    try:
        yield ask
    finally:
        here.send(None)
        child.join()


def ask_rdflib(
    dataset: rdflib.Dataset, sparql: str, who: Mapping[str, str], patience: float
) -> Answered:
    """Return what a query took in rdflib, and its rows; None where it took longer than that."""
    here, there = multiprocessing.Pipe()
    terms = {name: rdflib.URIRef(iri) for name, iri in who.items()}

    def ask() -> None:
        found: list[object] = []

        def answer() -> None:
            found[:] = dataset.query(sparql, initBindings=terms)

        took = timed(answer)
        if took.wall < AGAIN:  # a forked process copies what it touches at its first go
            took = min(took, timed(answer, 4, WHILE), key=_cpu)
        there.send((took, len(found)))

    child = multiprocessing.get_context("fork").Process(target=ask)
    child.start()
    answered: Answered = here.recv() if here.poll(patience) else None
    child.kill()
    child.join()
    return answered


def plain_text(query: NamedQuery) -> str:
    """Return what rdflib is asked: the query, or the plain one that gives the same rows."""
    plain = PLAIN / f"{query.name}.rq"
    return plain.read_text("utf-8") if plain.exists() else query.text


def show(what: str, *values: object) -> None:
    """Print one line of the table."""
    print(f"{what:<28}" + "".join(f"{value!s:>16}" for value in values), flush=True)  # noqa: T201


def compare_loads(folder: Path, quads: int, bounds: Bounds) -> tuple[Store, bytes]:
    """Load so many quads into all stores; return ours, and the quads.

    rdflib reads N-Quads; so does the engine at ``bulk``.  Articles are turned into quads first,
    and edges and entities are derived from all of them together, which rdflib does nothing like.
    """
    made = list(articles(quads // QUADS))
    gc.freeze()  # a build has no list of articles that the collector would go through
    filled: list[Store] = []
    ways = {"bulk": Took(0, 0)}
    for name, place, together in (
        ("articles, 50 at once", folder / "together", TOGETHER),
        ("articles, one by one", folder / "single", 1),
        ("articles, in memory", None, TOGETHER),
    ):
        ways[name] = timed(lambda at=place, n=together: filled.append(fill(at, made, n)))
    ours = filled[0]
    for other in filled[1:]:
        other.close()
    data = export.to_nquads(ours, with_vocabulary=True)
    count = data.count(b"\n")
    bulk = Engine(str(folder / "bulk"))
    ways["bulk"] = timed(lambda: bulk.bulk_load(data, format=export.RdfFormat.N_QUADS))
    theirs = timed(lambda: load_rdflib(data))
    show(f"{count} quads", "CPU s", "quads per CPU s", "times rdflib")
    show("rdflib, N-Quads", f"{theirs.cpu:.1f}", int(count / theirs.cpu), "1.0")
    for how, one in ways.items():
        times = theirs.cpu / one.cpu
        show(how, f"{one.cpu:.1f}", int(count / one.cpu), f"{times:.1f}")
        if how != "articles, one by one":
            bounds.hold(f"load, {how}: {times:.1f} times rdflib", kept=times >= LOAD)
    merged = timed(lambda: merge_files(ours, len(made)))
    show("files merged after that", f"{merged.cpu:.1f}")
    return ours, data


def compare_queries(ours: Store, data: bytes, patience: float, bounds: Bounds) -> None:
    """Ask every named query, on disk and in memory, in rdflib in between, and again."""
    with rdflib_beside(data, patience) as theirs_takes:
        memory = copy_into_memory(ours)
        gc.freeze()
        show("named query", "rdflib", "in memory", "times", "on disk", "times")
        slow = []
        for query in named_queries():
            given = WHO.get(query.name, {})
            asked = [functools.partial(run, at, query.name, given) for at in (memory, ours)]
            before = [timed(ask, 5, WHILE) for ask in asked]
            who = {name: ours.iris.entity(one).value for name, one in given.items()}
            answered = theirs_takes(plain_text(query), who)
            after = [timed(ask, 5, WHILE) for ask in asked]
            inside, beside = (min(pair, key=_cpu) for pair in zip(before, after, strict=True))
            if answered is None:
                show(query.name, "not finished", *_beside(inside, None), *_beside(beside, None))
                continue
            theirs, count = answered
            show(query.name, _ms(theirs), *_beside(inside, theirs), *_beside(beside, theirs))
            rows = len(asked[0]())
            bounds.hold(f"{query.name}: {rows} rows, {count} in rdflib", kept=rows == count)
            times = theirs.cpu / inside.cpu
            bounds.hold(
                f"{query.name} in memory: {times:.1f} times rdflib", kept=times >= IN_MEMORY
            )
            if theirs.cpu / beside.cpu < IN_MEMORY:
                slow.append(query.name)
    show(f"on disk less than {IN_MEMORY:g} times as fast: {', '.join(slow)}")


def _cpu(took: Took) -> float:
    return took.cpu


def _ms(took: Took) -> str:
    return f"{took.cpu * 1000:.1f} ms"


def _beside(ours: Took, theirs: Took | None) -> tuple[str, str]:
    return _ms(ours), f"{theirs.cpu / ours.cpu:.0f}" if theirs else ""


def large(folder: Path, quads: int, bounds: Bounds) -> None:
    """Load many quads, here and in rdflib, and ask our store every named query."""
    store, data = compare_loads(folder, quads, bounds)
    del data
    for query in named_queries():
        took = timed(functools.partial(run, store, query.name, WHO.get(query.name)))
        show(query.name, _ms(took), f"wall {took.wall * 1000:.0f} ms")
    store.close()


def reopen(folder: Path, writes: int, bounds: Bounds) -> None:
    """Write many small articles, and open the store again."""
    store = open_store(folder / "writes", create=True)
    for number in range(writes):
        text = f"Nothing happened on day {number}."
        store.put(Extraction(document=Document(id=f"{number}.txt", text=text)), RUN)
    store.close()
    took = timed(lambda: open_store(folder / "writes").close(), 3)
    show(f"after {writes} writes", f"opens in {took.wall:.3f} s")
    bounds.hold(f"opening after {writes} writes: {took.wall:.2f} s", kept=took.wall < OPENS)


def main() -> int:
    """Measure, print a table, and return 1 where a bound was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--compared", type=int, default=100_000)
    parser.add_argument("--writes", type=int, default=10_000)
    parser.add_argument("--patience", type=float, default=60.0)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kgraph-benchmark-"))
    bounds = Bounds()
    try:
        ours, data = compare_loads(folder / "compared", asked.compared, bounds)
        compare_queries(ours, data, asked.patience, bounds)
        ours.close()
        reopen(folder, asked.writes, bounds)
        if asked.quads:
            large(folder / "large", asked.quads, bounds)
    finally:
        shutil.rmtree(folder)
    for one in bounds.missed:
        show(f"MISSED {one}")
    return int(bool(bounds.missed))


if __name__ == "__main__":
    sys.exit(main())
