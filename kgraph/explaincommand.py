"""The command that shows what a statement rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from kgraph.console import show_table
from kgraph.errors import StoreError
from kgraph.options import StorePath

__all__ = ["EXAMPLE", "explain"]

EXAMPLE = "Example: kgraph explain output/ 'Knesset approved' --parse"


def explain(
    store: StorePath,
    statement: Annotated[
        str, typer.Argument(metavar="STATEMENT", help="Its IRI, the end of it, or what it says.")
    ],
    parse: Annotated[
        bool, typer.Option("--parse", help="Parse the words again and show the arcs.")
    ] = False,
) -> None:
    """Show the words that a statement rests on, who says it, and the rule that read it."""
    from kgraph.graph import open_graph

    with open_graph(store) as graph:
        found = graph.explain(statement)
    if not found:
        raise StoreError(str(store), f"holds no statement {statement!r}")
    for lines in found:
        show_table(("", ""), lines)
    if parse:
        _show_parses(dict(lines)["words"].strip("“”") for lines in found)


def _show_parses(texts: Iterable[str]) -> None:
    from kgraph.annotate import ParsedWord, load, parse_words

    nlp = load()
    for text in dict.fromkeys(texts):
        show_table(ParsedWord._fields, parse_words(text, nlp))
