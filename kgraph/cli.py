"""The commands.  Each reads its options, calls one function of the library and prints.

Exit status: 0 done, 1 an input or a store is at fault (one line on standard error says which and
why), 2 wrong usage.
"""

from __future__ import annotations

import logging
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph import (
    buildcommands,
    entitycommands,
    explaincommand,
    gazetteercommands,
    pushcommand,
    servecommand,
    storecommands,
)
from kgraph.console import Notes, Problems, say, show_table, showing, warn, web
from kgraph.errors import KGraphError
from kgraph.options import (
    AllowPrivate,
    Columns,
    FetchPages,
    GazetteerTables,
    GraphFormat,
    MinConfidence,
    Model,
    PageFormat,
    Place,
    Published,
    RecordFormat,
    RowFormat,
    SkipErrors,
    Sources,
    StorePath,
)

if TYPE_CHECKING:
    from kgraph.rows import Rows

__all__ = ["main"]

app = typer.Typer(
    name="kgraph",
    help="News articles in; a graph of who did, said, demanded or denied what out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
buildcommands.add_to(app)
app.add_typer(entitycommands.app, name="entities")
app.command(epilog=servecommand.EXAMPLE)(servecommand.serve)
app.command(epilog=explaincommand.EXAMPLE)(explaincommand.explain)
app.add_typer(gazetteercommands.app, name="gazetteer")
storecommands.add_to(app)
app.command(epilog=pushcommand.EXAMPLE)(pushcommand.push)


def _print_version(wanted: bool) -> None:
    if wanted:
        from kgraph.version import VERSION

        say(f"kgraph {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """News articles in; a graph of who did, said, demanded or denied what out."""


@app.command(epilog="Example: kgraph extract news/ --format jsonl > statements.jsonl")
def extract(
    sources: Sources,
    format: Annotated[RecordFormat, typer.Option(help="What to print.")] = RecordFormat.jsonl,
    published: Published = None,
    columns: Columns = None,
    fetch: FetchPages = False,
    allow_private: AllowPrivate = False,
    model: Model = None,
    gazetteer: GazetteerTables = None,
    min_confidence: MinConfidence = 0.0,
    skip_errors: SkipErrors = False,
) -> None:
    """Print what each article says as one JSON object a line; nothing is stored."""
    from kgraph.annotate import load_to_stay
    from kgraph.pipeline import extract_documents
    from kgraph.readers import good_documents, read_documents
    from kgraph.record import to_json
    from kgraph.tally import Tally

    problems = Problems()
    nlp = load_to_stay(model, tuple(gazetteer or ()))
    tally = Tally()
    with showing(tally), web(fetch, allow_private=allow_private) as pages:
        items = read_documents(sources, published=published, columns=columns, fetch=pages)
        documents = good_documents(items, problems.report)
        for extraction in extract_documents(documents, nlp, min_confidence=min_confidence):
            typer.echo(to_json(extraction))
            tally.end()
    raise typer.Exit(problems.status(skip=skip_errors))


@app.command(epilog="Example: kgraph view output/ -o graph.html")
def view(
    store: Place,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write.")] = Path(
        "graph.html"
    ),
    format: Annotated[PageFormat, typer.Option(help="Which page to write.")] = PageFormat.explorer,
) -> None:
    """Write the page in which the graph can be explored, one file that works offline.

    Of a graph on a SPARQL server, a copy is taken first.
    """
    from kgraph.graph import open_graph

    with open_graph(store) as graph:
        if format is PageFormat.pyvis:
            graph.to_pyvis().write_html(str(output))
        else:
            graph.to_html(output)
    say(f"Open {output} in a browser.")


@app.command(epilog="Example: kgraph query output/ --name demands --param of=Ukraine")
def query(
    store: Place,
    sparql: Annotated[str | None, typer.Argument(metavar="SPARQL", help="A query to run.")] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="A named query to run.")] = None,
    param: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A parameter of a named query.")
    ] = None,
    names: Annotated[bool, typer.Option("--list", help="List the named queries.")] = False,
    format: Annotated[RowFormat, typer.Option(help="How to print the rows.")] = RowFormat.table,
) -> None:
    """Ask the graph in SPARQL, or by one of the named queries that come with kgraph."""
    from kgraph.graph import open_graph
    from kgraph.remote import connect, is_address

    if [sparql is not None, name is not None, names].count(True) != 1:
        raise typer.BadParameter("give either a SPARQL query, or --name, or --list")
    if names:
        _list_queries()
        return
    parameters = _parameters(param or [], named=name is not None)
    with connect(store) if is_address(store) else open_graph(store) as graph:
        typer.echo(_written(graph.query(sparql or name or "", **parameters), format), nl=False)


@app.command(epilog="Example: kgraph export output/ --format graphml -o graph.graphml")
def export(
    store: StorePath,
    format: Annotated[GraphFormat, typer.Option(help="What to write.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write; for csv, the folder."),
    ] = None,
) -> None:
    """Write the graph to a file for other programs: RDF, a network, or tables."""
    from kgraph.graph import open_graph

    path = output or Path(format.file_name)
    with open_graph(store) as graph:
        graph.export(path, format)
    if path.is_file() or path.is_dir():
        say(f"Wrote {path}.")


def _written(found: Rows, format: RowFormat) -> str:
    from kgraph import rows

    writers = {
        RowFormat.table: rows.to_table,
        RowFormat.csv: rows.to_csv,
        RowFormat.json: rows.to_json,
        RowFormat.turtle: rows.to_turtle,
    }
    return writers[format](found)


def _list_queries() -> None:
    from kgraph.query import named_queries

    rows = [
        (one.name, one.title, ", ".join(parameter.name for parameter in one.parameters))
        for one in named_queries()
    ]
    show_table(("name", "what it answers", "parameters"), rows)


def _parameters(given: list[str], *, named: bool) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    if pairs and not named:
        raise typer.BadParameter("--param belongs to --name")
    for name, sign, _ in pairs:
        if not (name and sign):
            raise typer.BadParameter(f"{name!r} is not NAME=VALUE")
    return {name: value for name, _, value in pairs}


def main(arguments: list[str] | None = None) -> None:
    """Run a command and end the program with its exit status."""
    notes = Notes(logging.WARNING)
    log = logging.getLogger("kgraph")
    log.addHandler(notes)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # it stops as Ctrl-C does
    try:
        app(arguments, prog_name="kgraph")
    except KGraphError as error:
        warn(str(error))
        sys.exit(1)
    except OSError as error:
        warn(f"{error.filename}: {error.strerror}" if error.filename else str(error))
        sys.exit(1)
    finally:
        log.removeHandler(notes)
