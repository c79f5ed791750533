"""The commands that look after a store: take articles out, check it."""

from __future__ import annotations

from typing import Annotated

import typer

from kgraph.console import say
from kgraph.errors import StoreError
from kgraph.options import StorePath

__all__ = ["add_to"]

EXAMPLES = {
    "remove": "kgraph remove output/ news/camp-david-accords.txt",
    "validate": "kgraph validate output/",
    "migrate": "kgraph migrate output/",
    "copies": "kgraph copies output/",
}


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for command in (remove, validate, migrate, copies):
        app.command(epilog=f"Example: {EXAMPLES[command.__name__]}")(command)


def remove(
    store: StorePath,
    documents: Annotated[
        list[str],
        typer.Argument(metavar="DOCUMENT…", help="Articles: what you called them, or their IRIs."),
    ],
) -> None:
    """Take articles out, with all edges, entities and decisions that only they supported."""
    from kgraph.building import write_files
    from kgraph.graph import open_graph

    with open_graph(store, read_only=False) as graph:
        missing = [one for one in dict.fromkeys(documents) if not graph.remove(one)]
        for path in write_files(graph, store, existing=True):
            say(f"Wrote {path}.")
        left = len(graph.documents())
    if missing:
        raise StoreError(str(store), f"holds no article {', '.join(map(repr, missing))}")
    say(f"{store} holds {left} articles.")


def validate(store: StorePath) -> None:
    """Check the store against the shapes of the ontology (SHACL); print what is wrong."""
    from kgraph.graph import open_graph

    with open_graph(store) as graph:
        wrong = 0
        for violation in graph.validate():
            say(str(violation))
            wrong += 1
    if wrong:
        raise StoreError(str(store), f"is not valid: {wrong} violations")
    say(f"{store} is valid.")


def migrate(store: StorePath) -> None:
    """Bring a store that an older kgraph made up to date; nothing has to be read again."""
    from kgraph.graph import open_graph

    with open_graph(store, read_only=False) as graph:
        say(f"{store} is up to date: {len(graph.documents())} articles.")


def copies(store: StorePath) -> None:
    """List articles that are copies or versions of others: which speaks for each, and why."""
    from kgraph.graph import open_graph

    with open_graph(store) as graph:
        names = {document.iri: document.id for document in graph.documents()}
        found = graph.copies()
    for one in found:
        how = f"{one.rule} {one.score:g}, like {names[one.compared_with]}"
        newer = f"; superseded by {names[one.newer]}" if one.newer else ""
        say(f"{names[one.article]}: a copy of {names[one.origin]} ({how}){newer}")
    say(f"{len(names)} articles, {len(names) - len(found)} of independent origin.")
