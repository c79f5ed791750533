"""Load shards that a cluster wrote into a store.

A new store is filled in bulk, several times faster than article by article, in a folder of its own
that takes its place when all is there: what ends the loading leaves no half of a store.  A store
that holds articles already takes up the new ones as a build does.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Store as Engine

from kgraph.dataset import ArticleData
from kgraph.derived import edge_quads, edges
from kgraph.entitydata import identifier
from kgraph.errors import KGraphError, StoreError
from kgraph.filesystems import Folder
from kgraph.iris import Iris
from kgraph.shardbuild import Manifest, Part, read_manifest
from kgraph.store import Store, open_store
from kgraph.terms import n_quads, named
from kgraph.vocabulary import KG, SCHEMA

__all__ = ["load_shards"]

#: What an article's graph says that it rests on, beside itself.
_LINKS = frozenset({KG.usesDescription, KG.extractedBy, SCHEMA.publisher})
#: Beside a store's place, while it is filled.
_UNFINISHED = "store.unfinished"


def load_shards(source: str, output: Path) -> Store:
    """Load the graph in a folder of shards into the store of a folder; return the open store.

    Raises :class:`~kgraph.errors.KGraphError` where a file is not the one that was written.
    """
    folder = Folder(source)
    manifest = read_manifest(folder)
    if not (output / "store" / "CURRENT").is_file():
        _fill_new(folder, manifest, output)
        return open_store(output, base=manifest.base)
    store = open_store(output, base=manifest.base)
    try:
        _take_up(folder, manifest, store)
    except BaseException:
        store.close()
        raise
    return store


def _fill_new(folder: Folder, manifest: Manifest, output: Path) -> None:
    beside = output / _UNFINISHED
    shutil.rmtree(beside, ignore_errors=True)
    with open_store(beside, base=manifest.base, create=True) as store:
        for part in manifest.parts:
            _bulk_load(store.engine, _checked(folder, part), part)
        store.settle_copies()
        store.engine.optimize()
    (beside / "store").replace(output / "store")
    beside.rmdir()


def _bulk_load(engine: Engine, data: bytes, part: Part) -> None:
    try:
        engine.bulk_load(data, format=RdfFormat.N_QUADS)
    except (OSError, SyntaxError, ValueError) as error:
        raise StoreError(part.file, f"cannot be loaded: {error}") from error


def _checked(folder: Folder, part: Part) -> bytes:
    """Return a file's bytes; raise where they are not those that the manifest tells of."""
    try:
        data = folder.read(part.file)
    except FileNotFoundError:
        raise KGraphError(f"{folder.url}/{part.file}: no such file") from None
    if hashlib.sha256(data).hexdigest() != part.sha256:
        raise KGraphError(f"{folder.url}/{part.file}: is not the file that the manifest tells of")
    return data


def _take_up(folder: Folder, manifest: Manifest, store: Store) -> None:
    """Put the articles into a store; what is derived from them is made anew there."""
    for part in manifest.shards:
        quads = parse(_checked(folder, part), RdfFormat.N_QUADS)
        store.put_all(list(_articles(quads, store.iris)))
    store.settle_copies()


def _articles(quads: Iterable[Quad], iris: Iris) -> Iterator[ArticleData]:
    """Yield the articles of a shard as they were before they were written."""
    own, about = _sorted_out(quads, iris)
    for article, found in sorted(own.items(), key=lambda item: item[0].value):
        links = [named(quad.object) for quad in found if quad.predicate in _LINKS]
        yield ArticleData(
            iri=article, name=identifier(found), lines=n_quads(found),
            edge_lines=n_quads(edge_quads(edges(found, iris).values(), iris)),
            shared_lines=n_quads(quad for one in links for quad in about[one]),
        )  # fmt: skip


def _sorted_out(
    quads: Iterable[Quad], iris: Iris
) -> tuple[dict[NamedNode, list[Quad]], dict[NamedNode, list[Quad]]]:
    """Return what belongs to each article alone, and what is about each resource beside it."""
    edges = {iris.graph(name) for name in ("asserted", "attributed")}
    beside = {iris.graph(name) for name in ("decisions", "provenance")}
    own: dict[NamedNode, list[Quad]] = {}
    about: dict[NamedNode, list[Quad]] = {}
    for quad in quads:
        if quad.graph_name in beside:
            about.setdefault(named(quad.subject), []).append(quad)
        elif quad.graph_name not in edges:
            own.setdefault(named(quad.graph_name), []).append(quad)
    for decided in about.values():
        for quad in decided:
            if quad.predicate == KG.inArticle:
                own[named(quad.object)].extend(decided)
                break
    return own, about
