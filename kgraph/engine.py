"""Open the engine under a store, and see to it that it is a store of this version.

Everything that is particular to Oxigraph's files, locks and errors is here.
"""

from __future__ import annotations

import collections
import functools
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Store as Engine

from kgraph import terms
from kgraph.changes import Change
from kgraph.errors import StoreError
from kgraph.iris import DEFAULT_BASE, Iris, digest
from kgraph.resources import ontology_path
from kgraph.vocabulary import KG, RDF

__all__ = [
    "OWN_GRAPHS",
    "SCHEMA_VERSION",
    "STORE",
    "damage",
    "infers",
    "marks",
    "open_files",
    "open_memory",
    "plan_infers",
    "read_through",
    "reported",
    "settle",
    "update_text",
    "vocabulary",
]

#: Version of the layout of the graphs: 2 tells whether a store infers.
SCHEMA_VERSION = 2

NOTHING_YET = "holds nothing yet; fill it with: kgraph build SOURCES -o FOLDER"
STORE = NamedNode("https://w3id.org/kgraph/store")
#: How often a store is tried to be opened for reading beside a writer, and seconds in between.
OPENINGS, PAUSE = 50, 0.05
#: Files of a store whose making was ended before there was one; it is begun anew over them.
_BEGUN = re.compile(r"LOCK|LOG(\.old\..*)?|IDENTITY|(MANIFEST|OPTIONS)-\d+|\d+\.(dbtmp|log)")
#: What the engine says to who would read a store that was ended while it was made.
_HALF_MADE = ("Column family not found", "Inserts are only possible on read-write instances")
Facts = Mapping[NamedNode, str]
#: What a store of each older layout does not say of itself, and what that means.
_MIGRATIONS: Mapping[int, Facts] = {1: {KG.infers: "false"}}
_VOCABULARY = {
    "kgraph.ttl": NamedNode("https://w3id.org/kgraph/ontology"),
    "plover.ttl": NamedNode("https://w3id.org/kgraph/plover"),
}
#: Graphs that hold no data of articles: the ontology, and the store's own record.
OWN_GRAPHS = frozenset({STORE, *_VOCABULARY.values()})


def open_memory(base: str | None) -> tuple[Engine, Iris]:
    """Return a new engine in memory, ready to take articles."""
    engine = Engine()
    return engine, _begin(engine, base)


def open_files(
    path: Path, base: str | None, *, create: bool, read_only: bool
) -> tuple[Engine, Iris, Path]:
    """Return the engine of a folder, checked, and the folder that its files are in."""
    folder = _folder(path, create=create and not read_only)
    with reported(str(path)):
        # RocksDB knows its locks by the path's text, so that has to name the folder for good.
        place = str(folder.resolve())
        engine = _settled(place) if read_only else _taken_over(place)
        return engine, _iris(engine, str(path), base, may_write=not read_only), folder


@functools.cache
def vocabulary() -> tuple[Quad, ...]:
    """Return the ontology as quads, each of its files in a graph of its own."""
    return tuple(
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for name, graph in _VOCABULARY.items()
        for quad in parse(ontology_path(name).read_bytes(), RdfFormat.TURTLE)
    )


def marks(quads: Iterable[Quad]) -> set[Quad]:
    """Return marks on quads that have to go."""
    return {Quad(STORE, KG.obsolete, Literal(f"{quad} ."), STORE) for quad in quads}


def settle(engine: Engine) -> None:
    """Take out the quads with marks on them, and the marks."""
    found = set(engine.quads_for_pattern(STORE, KG.obsolete, None, STORE))
    if found:
        lines = "\n".join(terms.lexical(mark.object) for mark in found)
        gone = set(parse(lines, RdfFormat.N_QUADS))
        engine.update(update_text(Change(removed=gone | found)))


def _taken_over(place: str) -> Engine:
    """Open for writing, and clean up after a writer that was ended."""
    engine = Engine(place)
    settle(engine)
    for file in Path(place).glob("bulk-*.sst"):
        file.unlink()
    return engine


def _settled(place: str) -> Engine:
    """Open for reading what no writer is in the middle of; finish what one left in the middle."""
    for _ in range(OPENINGS):
        engine = _beside_a_writer(place)
        if not list(engine.quads_for_pattern(STORE, KG.obsolete, None, STORE)):
            break
        try:
            _taken_over(place)
        except OSError:  # its writer is there, and about to finish
            time.sleep(PAUSE)
    return engine


def _beside_a_writer(place: str) -> Engine:
    """Open for reading; try again where a writer has just merged the files that were listed."""
    for _ in range(OPENINGS - 1):
        try:
            return Engine.read_only(place)
        except (OSError, RuntimeError) as error:
            if "No such file or directory" not in str(error):
                raise
        time.sleep(PAUSE)
    return Engine.read_only(place)


def _folder(path: Path, *, create: bool) -> Path:
    """Return the folder of the Oxigraph files: ``path`` itself, or ``store`` in it."""
    for folder in (path / "store", path):
        if (folder / "CURRENT").is_file():
            return folder
    if not create:
        raise StoreError(str(path), "holds no store; make one with: kgraph build SOURCES -o FOLDER")
    folder = path / "store"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = any(not _BEGUN.fullmatch(path.name) for path in folder.iterdir())
    except OSError as error:
        reason = f"cannot hold a store: {error.strerror}"
        raise StoreError(str(path), reason) from error
    if foreign:
        raise StoreError(str(folder), "is not empty and is no store")
    return folder


def _iris(engine: Engine, path: str, base: str | None, *, may_write: bool) -> Iris:
    """Check that the store is one that this version reads, and return what makes its IRIs."""
    facts: Facts = {
        q.predicate: terms.lexical(q.object) for q in engine.quads_for_pattern(STORE, None, None)
    }
    if not facts:
        if len(engine):
            raise StoreError(path, "is an Oxigraph store, but none of kgraph's")
        if not may_write:
            raise StoreError(path, NOTHING_YET)
        return _begin(engine, base)
    facts = _of_this_version(engine, facts, path, may_write=may_write)
    if base is not None and base != facts[KG.base]:
        raise StoreError(path, f"names its data under {facts[KG.base]}, not under {base}")
    if may_write and facts[KG.vocabularyVersion] != _vocabulary_version():
        _renew_vocabulary(engine, facts)
    return Iris(facts[KG.base])


def _begin(engine: Engine, base: str | None) -> Iris:
    iris = Iris(base or DEFAULT_BASE)
    try:
        NamedNode(iris.base)
    except ValueError as error:
        raise StoreError(iris.base, f"cannot be a base: {error}") from error
    if not iris.base.endswith(("/", "#")):
        raise StoreError(iris.base, "cannot be a base: it must end in a slash or a hash sign")
    engine.extend([*vocabulary(), *_facts(iris.base)])
    return iris


def _of_this_version(engine: Engine, facts: Facts, path: str, *, may_write: bool) -> Facts:
    """Return the store's facts, brought up to date where it has an older layout."""
    version = int(facts[KG.schemaVersion])
    if version == SCHEMA_VERSION:
        return facts
    what = f"has layout {version}, this version reads {SCHEMA_VERSION};"
    if version > SCHEMA_VERSION:
        raise StoreError(path, f"{what} a newer kgraph made it: pip install --upgrade kgraph")
    if version < 1:
        raise StoreError(path, f"{what} build it anew with: kgraph build SOURCES -o FOLDER")
    if not may_write:
        raise StoreError(path, f"{what} bring it up to date with: kgraph migrate {path}")
    migrated = dict(facts)
    for step in range(version, SCHEMA_VERSION):
        migrated |= _MIGRATIONS[step]
    migrated[KG.vocabularyVersion] = _vocabulary_version()
    _renew_vocabulary(engine, migrated)
    return migrated


def _renew_vocabulary(engine: Engine, facts: Facts) -> None:
    infers = facts[KG.infers] == "true"
    added = {*vocabulary(), *_facts(facts[KG.base], infers=infers)}
    engine.update(update_text(Change(dropped=sorted(OWN_GRAPHS, key=str), added=added)))


def infers(engine: Engine) -> bool:
    """Tell whether a store keeps what follows from its articles."""
    return _infers(True) in engine


def plan_infers(wanted: bool, change: Change, graph: NamedNode) -> Change:
    """Complete the change that makes a store begin to infer, or end it and drop what it has."""
    change.removed.add(_infers(not wanted))
    change.added.add(_infers(wanted))
    if not wanted:
        change.dropped.append(graph)
    return change


def _infers(value: bool) -> Quad:
    return Quad(STORE, KG.infers, terms.boolean(value), STORE)


def _facts(base: str, *, infers: bool = False) -> Iterator[Quad]:
    yield Quad(STORE, RDF.type, KG.Store, STORE)
    yield Quad(STORE, KG.schemaVersion, terms.integer(SCHEMA_VERSION), STORE)
    yield Quad(STORE, KG.vocabularyVersion, terms.text(_vocabulary_version()), STORE)
    yield Quad(STORE, KG.base, terms.uri(base), STORE)
    yield _infers(infers)


@functools.cache
def _vocabulary_version() -> str:
    return digest(*(ontology_path(name).read_text("utf-8") for name in _VOCABULARY))


def update_text(change: Change) -> str:
    """Return a change as one SPARQL update, which the engine does whole or not at all."""
    parts = [f"DROP SILENT GRAPH {name}" for name in change.dropped]
    for verb, quads in (("DELETE DATA", change.removed), ("INSERT DATA", change.added)):
        if quads:
            data = "\n".join(f"GRAPH {quad.graph_name} {{ {quad.triple} }}" for quad in quads)
            parts.append(f"{verb} {{\n{data}\n}}")
    return " ;\n".join(parts)


@contextmanager
def reported(name: str) -> Iterator[None]:
    """Say in one line what the engine finds wrong with a store."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        reason = damage(error) or " ".join(str(error).split())
        if "lock" in reason.lower() and "LOCK" in reason:
            lock = reason.rpartition(": While lock file: ")[2] or reason
            reason = f"is open for writing elsewhere ({lock}); close it there, or open it read-only"
        elif any(mark in reason for mark in _HALF_MADE):
            reason = NOTHING_YET
        raise StoreError(name, reason) from error


def damage(error: BaseException | None) -> str | None:
    """Return what to tell a user where an error says that the files are damaged, else None."""
    reason = " ".join(str(error).split())
    marks = ("Corruption", "IO error: No such file or directory: While open")
    if not isinstance(error, OSError | RuntimeError) or not any(map(reason.__contains__, marks)):
        return None
    return f"is damaged: {reason}; build it anew from its articles"


def read_through(engine: Engine) -> None:
    """Read all indexes of a store once, so that a damaged block raises the engine's error here.

    A query that joins or groups can meet that error again and again without an end.
    """
    patterns: set[tuple[Any, ...]] = set()
    for quad in engine.quads_for_pattern(None, None, None, None):
        predicate, value = quad.predicate, quad.object
        patterns.add((quad.subject, None, None, None))
        for graph in (None, quad.graph_name):
            patterns |= {(None, predicate, None, graph), (None, None, value, graph)}
        patterns.add((None, None, None, quad.graph_name))
    for pattern in patterns:
        collections.deque(engine.quads_for_pattern(*pattern), maxlen=0)
