"""The command ``push``: what a store holds, brought to a SPARQL server."""

from __future__ import annotations

from typing import Annotated

import typer

from kgraph.console import say, track
from kgraph.options import StorePath

__all__ = ["EXAMPLE", "push"]

EXAMPLE = "Example: kgraph push output/ http://localhost:8890/sparql"


def push(
    store: StorePath,
    url: Annotated[
        str, typer.Argument(metavar="URL", help="Where the server is asked, as http://host/sparql.")
    ],
    update: Annotated[
        str | None, typer.Option(metavar="URL", help="Where it takes updates, if elsewhere.")
    ] = None,
    graph_store: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Send whole graphs there: the Graph Store Protocol."),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Put this store in the place of another one's articles."),
    ] = False,
) -> None:
    """Bring a SPARQL server to hold what the store holds: send what is new, take out what is gone.

    Who you are stands in the environment: KGRAPH_USER and KGRAPH_PASSWORD, or KGRAPH_TOKEN.
    """
    from kgraph.graph import open_graph
    from kgraph.pushing import push as push_graph

    with open_graph(store) as graph:
        done = push_graph(
            graph, url, update=update, graph_store=graph_store, replace=replace,
            track=lambda articles: track(articles, "articles"),
        )  # fmt: skip
    say(f"Sent {done.sent} articles, removed {done.removed}; {done.unchanged} were there already.")
