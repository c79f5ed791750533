"""The command ``gazetteer``: what a name can mean, and rows of one's own out of Wikidata."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

import typer

from kgraph.console import say, show_table
from kgraph.model import EntityType
from kgraph.options import GazetteerTables

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    help="Look names up, and make a table of your own out of Wikidata.",
    epilog="Example: kgraph gazetteer lookup Georgia",
)


@app.command(epilog="Example: kgraph gazetteer lookup Georgia --gazetteer mine.tsv")
def lookup(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name as news writes it.")],
    gazetteer: GazetteerTables = None,
) -> None:
    """Show what a name can mean, the likeliest first, and what is known of each."""
    from kgraph.gazetteer import load_gazetteer

    known = load_gazetteer(tuple(gazetteer or ()))
    found = dict.fromkeys((*known.lookup(name), *known.demonyms(name), *known.lookup_city(name)))
    rows = [
        (entry.id, entry.label, entry.subtype, entry.country, entry.wikidata, entry.wikipedia)
        for entry in found
    ]
    if rows:
        show_table(("id", "label", "kind", "country", "wikidata", "wikipedia"), rows)
    else:
        say(f"The gazetteer has no {name!r}.")


@app.command("import", epilog="Example: kgraph gazetteer import people.json.gz -o mine.tsv")
def import_(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE",
            help="Wikidata's JSON dump or a part of it, or a SPARQL result in JSON, CSV or TSV;"
            " also as .gz or .bz2.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The table to write.")] = Path(
        "gazetteer.tsv"
    ),
    language: Annotated[
        str, typer.Option(metavar="CODE", help="The language of names in a dump.")
    ] = "en",
    type: Annotated[
        str | None,
        typer.Option(metavar="TYPE", help="The type of what has no known class, as Person."),
    ] = None,
) -> None:
    """Make a table that --gazetteer takes; the file is read bit by bit, however large it is."""
    from kgraph.gazetteer_import import import_gazetteer

    types: dict[str, EntityType] = {one: one for one in get_args(EntityType)}
    if type is not None and type not in types:
        raise typer.BadParameter(f"{type!r} is none of the types {', '.join(types)}")
    default = types[type] if type is not None else None
    done = import_gazetteer(source, output, language=language, type=default)
    say(f"Wrote {output}: {done.rows} rows; left out: {done.skipped}.")
