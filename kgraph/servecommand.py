"""The command ``serve``: the store on a port of this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from kgraph.console import say
from kgraph.options import StorePath

__all__ = ["EXAMPLE", "serve"]

EXAMPLE = "Example: kgraph serve output/ --port 8000"


def serve(
    store: StorePath,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen on.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = (
        8000
    ),
    token: Annotated[
        bool,
        typer.Option("--token", help="Answer only who sends the token in KGRAPH_TOKEN."),
    ] = False,
    public: Annotated[
        bool, typer.Option("--read-only-public", help="Let anybody who can reach the port read.")
    ] = False,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="A web site whose pages may ask, as https://host."),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="The longest that a query may take.")
    ] = 30.0,
) -> None:
    """Serve the graph: a SPARQL endpoint with an editor, and the explorer, to read only."""
    from kgraph.serving import access_for, serve_store

    access = access_for(host, token=token, public=public, origins=allow_origin or ())
    serve_store(store, access, host=host, port=port, seconds=timeout, started=_say_address)


def _say_address(address: str) -> None:
    say(f"Open {address} in a browser; the endpoint is {address}sparql. Ctrl-C ends it.")
