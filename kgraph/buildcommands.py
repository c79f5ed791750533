"""The commands that build a graph: of the examples, of what a user names, of a cluster's shards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from kgraph.bounds import Bounds
from kgraph.console import Problems, say, show_table, showing, web
from kgraph.options import (
    AllowPrivate,
    Base,
    BuildOutput,
    ClusterAddress,
    Columns,
    FetchPages,
    GazetteerTables,
    Infer,
    KeepText,
    MemoryLimit,
    MinConfidence,
    Model,
    Output,
    Published,
    ShardSize,
    ShowProgress,
    SkipErrors,
    Sources,
    Stamp,
    TimeLimit,
    Workers,
)
from kgraph.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from spacy.language import Language

    from kgraph.errors import DocumentError
    from kgraph.graph import KnowledgeGraph
    from kgraph.languagemodel import Unloaded
    from kgraph.readers import Fetch

__all__ = ["add_to"]

EXAMPLES = {
    "demo": "kgraph demo -o output/",
    "build": "kgraph build news/ -o output/ --published 2025-06-04",
    "load": "kgraph load s3://news/shards -o output/",
}


class Common(TypedDict):
    """What one machine and many are told alike."""

    nlp: Language | Unloaded
    published: str | None
    columns: Mapping[str, str] | None
    base: str | None
    keep_text: bool
    min_confidence: float
    stamp: bool
    bounds: Bounds
    on_problem: Callable[[DocumentError], None]
    tally: Tally


class Here(TypedDict):
    """What one machine alone is told."""

    fetch: Fetch | None
    infer: bool | None
    workers: int


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for command in (demo, build, load):
        app.command(epilog=f"Example: {EXAMPLES[command.__name__]}")(command)


def demo(output: Output = Path("output")) -> None:
    """Build the graph of four example articles and print what it holds."""
    from kgraph.building import build as build_graph
    from kgraph.examples import ARTICLES

    tally = Tally()
    with showing(tally), build_graph([ARTICLES], output, tally=tally) as graph:
        _show_summary(graph)
    _say_what_to_open(output)


def build(
    sources: Sources,
    output: BuildOutput = "output",
    published: Published = None,
    columns: Columns = None,
    fetch: FetchPages = False,
    allow_private: AllowPrivate = False,
    model: Model = None,
    gazetteer: GazetteerTables = None,
    base: Base = None,
    keep_text: KeepText = False,
    min_confidence: MinConfidence = 0.0,
    infer: Infer = None,
    stamp: Stamp = False,
    workers: Workers = 0,
    time_limit: TimeLimit = 120.0,
    memory_limit: MemoryLimit = 4.0,
    cluster: ClusterAddress = None,
    shard_size: ShardSize = 100,
    progress: ShowProgress = False,
    skip_errors: SkipErrors = False,
) -> None:
    """Read articles and store their graph; run again, it reads only what is new or changed."""
    problems, tally = Problems(), Tally()
    common = Common(
        nlp=_language(model, tuple(gazetteer or ()), elsewhere=bool(cluster or workers)),
        published=published, columns=columns, base=base,
        keep_text=keep_text, min_confidence=min_confidence, on_problem=problems.report, stamp=stamp,
        bounds=Bounds(seconds=time_limit, memory=round(memory_limit * 1e9)), tally=tally,
    )  # fmt: skip
    with showing(tally, always=progress), web(fetch, allow_private=allow_private) as pages:
        if cluster is None:
            here = Here(fetch=pages, infer=infer, workers=workers)
            _build_here(sources, Path(output), common, here)
        else:
            _refuse(infer is not None or workers or fetch)
            _build_there(sources, output, common, cluster, shard_size)
    raise typer.Exit(problems.status(skip=skip_errors))


def _language(
    model: str | None, gazetteer: Sequence[Path], *, elsewhere: bool
) -> Language | Unloaded:
    """Load what reads the articles, unless they are read elsewhere."""
    if elsewhere:
        from kgraph.languagemodel import describe

        return describe(model, gazetteer)
    from kgraph.annotate import load_to_stay

    return load_to_stay(model, gazetteer)


def _refuse(told: object) -> None:
    if told:
        raise typer.BadParameter(
            "--infer is for `kgraph load`; --workers and --fetch for one machine"
        )


def _build_here(sources: list[str], output: Path, common: Common, here: Here) -> None:
    from kgraph.building import build as build_graph

    with build_graph(sources, output, **here, **common) as graph:
        _show_summary(graph)
    _say_what_to_open(output)


def _build_there(
    sources: list[str], output: str, common: Common, cluster: str, shard_size: int
) -> None:
    from kgraph.clusterbuilding import build_on_cluster

    manifest = build_on_cluster(sources, output, cluster, shard_size=shard_size, **common)
    say(f"{len(manifest.shards)} shards with {manifest.articles:,} articles.")
    say(f"Load them with: kgraph load {output} -o FOLDER")


def load(
    shards: Annotated[
        str, typer.Argument(metavar="SHARDS", help="The folder or URL that --cluster wrote to.")
    ],
    output: Output = Path("output"),
    infer: Infer = None,
) -> None:
    """Load what `kgraph build --cluster` wrote into a store, or add it to one that is there."""
    from kgraph.clusterbuilding import load_graph

    with load_graph(shards, output, infer=infer) as graph:
        _show_summary(graph)
    _say_what_to_open(output)


def _say_what_to_open(output: Path) -> None:
    page = output / "graph.html"
    if page.exists():
        say(f"Open {page} in a browser.")
    else:
        say(f"Too much for one page: kgraph serve {output}, or kgraph query {output} --list")


def _show_summary(graph: KnowledgeGraph) -> None:
    from kgraph.building import MOST_IN_FILES

    large = graph.store.article_count() > MOST_IN_FILES
    summary = graph.summary(lines=0) if large else graph.summary()
    counts = [
        ("articles", summary.documents),
        ("entities", summary.entities),
        ("statements", summary.statements),
        ("claims", summary.claims),
    ]
    show_table(("graph", "holds"), counts)
    if not large:
        show_table(("who", "does", "what", "origins", "articles"), summary.strongest)
