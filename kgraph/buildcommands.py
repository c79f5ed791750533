"""The commands that build a graph: from the example articles, or from what a user names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.console import Problems, say, show_table, track
from kgraph.options import (
    GazetteerTables,
    Infer,
    MinConfidence,
    Model,
    Output,
    Published,
    SkipErrors,
    Sources,
    Stamp,
    TimeLimit,
    Workers,
)

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.model import Extraction

__all__ = ["add_to"]

EXAMPLES = {
    "demo": "kgraph demo -o output/",
    "build": "kgraph build news/ -o output/ --published 2025-06-04",
}


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for command in (demo, build):
        app.command(epilog=f"Example: {EXAMPLES[command.__name__]}")(command)


def demo(output: Output = Path("output")) -> None:
    """Build the graph of four example articles and print what it holds."""
    from kgraph.building import build as build_graph
    from kgraph.examples import ARTICLES

    with build_graph([ARTICLES], output, progress=progress) as graph:
        _show_summary(graph)
    say(f"Open {output / 'graph.html'} in a browser.")


def build(
    sources: Sources,
    output: Output = Path("output"),
    published: Published = None,
    model: Model = None,
    gazetteer: GazetteerTables = None,
    base: Annotated[
        str | None, typer.Option(metavar="IRI", help="The IRI that all data are named under.")
    ] = None,
    keep_text: Annotated[
        bool, typer.Option("--keep-text", help="Store the articles' whole text, too.")
    ] = False,
    min_confidence: MinConfidence = 0.0,
    infer: Infer = None,
    stamp: Stamp = False,
    workers: Workers = 0,
    time_limit: TimeLimit = 120.0,
    skip_errors: SkipErrors = False,
) -> None:
    """Read articles and store their graph; run again, it reads only what is new or changed."""
    from kgraph.annotate import load
    from kgraph.building import build as build_graph
    from kgraph.parallel import Bounds

    problems = Problems()
    with build_graph(
        sources, output, nlp=load(model, tuple(gazetteer or ())), published=published, base=base,
        keep_text=keep_text, min_confidence=min_confidence, infer=infer, stamp=stamp,
        workers=workers, bounds=Bounds(seconds=time_limit), on_problem=problems.report,
        progress=progress,
    ) as graph:  # fmt: skip
        _show_summary(graph)
    say(f"Open {output / 'graph.html'} in a browser.")
    raise typer.Exit(problems.status(skip=skip_errors))


def progress(extractions: Iterable[Extraction]) -> Iterable[Extraction]:
    """Show how many articles have been read."""
    return track(extractions, "articles")


def _show_summary(graph: KnowledgeGraph) -> None:
    summary = graph.summary()
    counts = [
        ("articles", summary.documents),
        ("entities", summary.entities),
        ("statements", summary.statements),
        ("claims", summary.claims),
    ]
    show_table(("graph", "holds"), counts)
    show_table(("who", "does", "what", "articles"), summary.strongest)
