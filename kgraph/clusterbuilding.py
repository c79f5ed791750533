"""From sources to shards on a cluster, and from shards to a graph on one machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.bounds import Bounds
from kgraph.building import run_of, time_of_run, write_files
from kgraph.cluster import on_cluster
from kgraph.errors import DocumentError
from kgraph.graph import KnowledgeGraph
from kgraph.iris import DEFAULT_BASE, Iris
from kgraph.languagemodel import Unloaded, loaded_from
from kgraph.loading import load_shards
from kgraph.readers import Given
from kgraph.readingprocess import Reading
from kgraph.shardbuild import Manifest, Settings, build_shards
from kgraph.tally import Tally

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["build_on_cluster", "load_graph"]


def build_on_cluster(
    sources: Iterable[str],
    output: str,
    address: str,
    *,
    nlp: Language | Unloaded,
    on_problem: Callable[[DocumentError], None],
    published: str | None = None,
    columns: Mapping[str, str] | None = None,
    base: str | None = None,
    keep_text: bool = False,
    min_confidence: float = 0.0,
    stamp: bool = False,
    bounds: Bounds | None = None,
    shard_size: int = 100,
    tally: Tally | None = None,
) -> Manifest:
    """Have the Dask cluster at an address read articles and write their graph as shards.

    ``output`` is a folder on any file system that fsspec knows and all workers see, and so are the
    sources.  Called again, only what is new or has changed is read; :func:`load_graph` loads it.
    """
    settings = Settings(
        reading=Reading(*loaded_from(nlp), min_confidence),
        run=run_of(nlp, min_confidence, time_of_run() if stamp else None),
        base=Iris(base or DEFAULT_BASE).base, given=Given(published, columns or {}),
        keep_text=keep_text,
        bounds=bounds or Bounds(), size=shard_size,
    )  # fmt: skip
    with on_cluster(address) as runner:
        return build_shards(sources, output, runner, settings, on_problem=on_problem, tally=tally)


def load_graph(shards: str, output: str | Path, *, infer: bool | None = None) -> KnowledgeGraph:
    """Load what a cluster wrote into the store of a folder, and write the files to look at."""
    graph = KnowledgeGraph(load_shards(shards, Path(output)))
    try:
        if infer is not None:
            graph.store.infer(infer)
        write_files(graph, Path(output))
    except BaseException:
        graph.close()
        raise
    return graph
