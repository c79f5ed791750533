"""The options that several commands share, and the formats they know."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "Base",
    "ClusterAddress",
    "GazetteerTables",
    "GraphFormat",
    "Infer",
    "KeepText",
    "ListFormat",
    "MemoryLimit",
    "MinConfidence",
    "Model",
    "Output",
    "PageFormat",
    "Place",
    "Published",
    "RecordFormat",
    "RowFormat",
    "ShardSize",
    "ShowProgress",
    "SkipErrors",
    "Sources",
    "Stamp",
    "StorePath",
]


class PageFormat(StrEnum):
    """The pages that ``view`` writes."""

    explorer = "explorer"
    pyvis = "pyvis"


class RowFormat(StrEnum):
    """The formats of ``query``."""

    table = "table"
    csv = "csv"
    json = "json"
    turtle = "turtle"


class GraphFormat(StrEnum):
    """The formats of ``export``; the value is the name that the library knows."""

    trig = "trig"
    nquads = "nquads"
    turtle = "turtle"
    jsonld = "jsonld"
    graphml = "graphml"
    gexf = "gexf"
    cytoscape = "cytoscape"
    csv = "csv"
    rdf12 = "rdf12"
    nanopub = "nanopub"
    ftm = "ftm"
    plover = "plover"
    parquet = "parquet"

    @property
    def file_name(self) -> str:
        """What is written where no name is given."""
        endings = {
            "nquads": "nq", "turtle": "ttl", "cytoscape": "cyjs", "csv": "tables",
            "parquet": "frames",
            "rdf12": "rdf12.trig", "nanopub": "nanopub.trig", "ftm": "ftm.json",
            "plover": "plover.jsonl",
        }  # fmt: skip
        return f"graph.{endings.get(self, self)}"


class ListFormat(StrEnum):
    """The formats of ``entities``."""

    table = "table"
    json = "json"


class RecordFormat(StrEnum):
    """The formats of ``extract``."""

    jsonl = "jsonl"


def _day(text: str) -> str:
    """Read the option --published."""
    from kgraph.readers import parse_day

    day = parse_day(text)
    if day is None:
        raise typer.BadParameter(f"{text!r} is not a day such as 2025-06-04")
    return day


def _columns(text: str) -> dict[str, str]:
    """Read the option --columns."""
    from kgraph.readers import FIELDS

    pairs = [pair.partition("=") for pair in text.split(",")]
    for field, _, name in pairs:
        if field.strip() not in FIELDS or not name.strip():
            known = ", ".join(FIELDS)
            raise typer.BadParameter(f"{field}={name} is no FIELD=NAME; fields are {known}")
    return {field.strip(): name.strip() for field, _, name in pairs}


Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCES", help="Text, Markdown or JSONL files, folders of them, or - for stdin."
    ),
]
Output = Annotated[Path, typer.Option("--output", "-o", help="The folder to build in.")]
BuildOutput = Annotated[
    str, typer.Option("--output", "-o", help="The folder to build in; with --cluster any URL.")
]
Published = Annotated[
    str | None,
    typer.Option(
        parser=_day, metavar="DAY", help="The day all articles were published, as 2025-06-04."
    ),
]
Columns = Annotated[
    dict[str, str] | None,
    typer.Option(
        parser=_columns, metavar="FIELD=NAME,…",
        help="What the columns of tables and JSON Lines are called: text=body,title=headline.",
    ),
]  # fmt: skip
FetchPages = Annotated[
    bool,
    typer.Option("--fetch", help="Read addresses, and lists of them, from the web."),
]
AllowPrivate = Annotated[
    bool,
    typer.Option("--allow-private", help="With --fetch: this machine and private networks, too."),
]
Model = Annotated[
    str | None, typer.Option(metavar="NAME", help="Another installed spaCy model, or its path.")
]
MinConfidence = Annotated[
    float,
    typer.Option(
        "--min-confidence", min=0.0, max=1.0, metavar="SHARE",
        help="Leave out statements less sure than this, 0 to 1.",
    ),
]  # fmt: skip
Infer = Annotated[
    bool | None,
    typer.Option(
        "--infer/--no-infer",
        help="Keep what follows from what articles assert, or no more; else as before.",
    ),
]
Stamp = Annotated[
    bool,
    typer.Option("--stamp", help="Keep when articles were read; else no time is kept anywhere."),
]
Workers = Annotated[
    int,
    typer.Option(min=0, max=256, metavar="N", help="Read in N processes; the graph is the same."),
]
TimeLimit = Annotated[
    float,
    typer.Option(
        min=0.1, metavar="SECONDS", help="With --workers: the longest that one article may take."
    ),
]
MemoryLimit = Annotated[
    float,
    typer.Option(
        min=0.3, metavar="GB", help="With --workers: the most memory one process may take."
    ),
]
ClusterAddress = Annotated[
    str | None,
    typer.Option(
        "--cluster", metavar="ADDRESS",
        help="Have a Dask cluster read (dask://host:8786), and write shards to be loaded.",
    ),
]  # fmt: skip
ShardSize = Annotated[
    int, typer.Option(min=1, metavar="N", help="With --cluster: how many articles a shard has.")
]
ShowProgress = Annotated[
    bool, typer.Option("--progress", help="Say how far it is though no terminal shows it.")
]
Base = Annotated[
    str | None, typer.Option(metavar="IRI", help="The IRI that all data are named under.")
]
KeepText = Annotated[bool, typer.Option("--keep-text", help="Store the articles' whole text, too.")]
GazetteerTables = Annotated[
    list[Path] | None,
    typer.Option("--gazetteer", metavar="FILE", help="A table of names of your own (TSV)."),
]
SkipErrors = Annotated[
    bool, typer.Option("--skip-errors", help="End with status 0 though articles were skipped.")
]
Place = Annotated[
    str,
    typer.Argument(
        metavar="STORE|URL", help="The folder that `kgraph build` made, or a SPARQL server."
    ),
]
StorePath = Annotated[
    Path, typer.Argument(metavar="STORE", help="The folder that `kgraph build` made.")
]
