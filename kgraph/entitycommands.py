"""The command ``entities``: who is who in a store, and what a person decides about it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kgraph.console import say, show_table
from kgraph.options import ListFormat, StorePath

if TYPE_CHECKING:
    from kgraph.curation import Cluster
    from kgraph.graph import KnowledgeGraph
    from kgraph.nearmisses import NearMiss
    from kgraph.resolution import EntityDecision

__all__ = ["app"]


class _Group(TyperGroup):
    """A group whose options may also stand after its argument, where no subcommand follows."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options before the subcommand, or all where there is none."""
        ctx.allow_interspersed_args = self.commands.keys().isdisjoint(args)
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    invoke_without_command=True,
    epilog="Example: kgraph entities output/ merge 'Dmitry Peskov' 'Dmitri Peskov'",
)
#: So many words and reasons are shown of an entity in a table.
SHOWN = 4

Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why, to be kept with the decision.")]


@app.callback()
def entities(
    context: typer.Context,
    store: StorePath,
    type: Annotated[
        str | None, typer.Option(metavar="TYPE", help="Only entities of this type, as Person.")
    ] = None,
    least: Annotated[
        float, typer.Option(metavar="SCORE", help="Least score of what is possibly the same.")
    ] = 0.7,
    format: Annotated[ListFormat, typer.Option(help="How to print it.")] = ListFormat.table,
) -> None:
    """List the entities with their words and reasons, and decide which of them are the same."""
    context.obj = store
    if context.invoked_subcommand is not None:
        return
    from kgraph.graph import open_graph

    with open_graph(store) as graph:
        found = [one for one in graph.clusters() if type in (None, one.entity.type)]
        near = [one for one in graph.possibly_same(least) if type in (None, one.first.type)]
        if format is ListFormat.json:
            typer.echo(_as_json(graph, found, near))
        else:
            _show(graph, found, near)


@app.command(epilog="Example: kgraph entities output/ merge Peskov 'Dmitri Peskov'")
def merge(
    context: typer.Context,
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The entity that stays: id or name.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER…", help="Those that it also is.")],
    reason: Reason = "",
) -> None:
    """Decide that entities are the same; articles keep their words, every view shows one node."""
    _decide(context.obj, lambda graph: graph.merge(keep, *others, reason=reason))


@app.command(epilog="Example: kgraph entities output/ split Georgia --document a.txt")
def split(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="What to split: id or name.")],
    others: Annotated[
        list[str] | None, typer.Argument(metavar="OTHER…", help="Only these that were merged.")
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="An article in which the name means another entity."),
    ] = None,
    label: Annotated[
        str | None, typer.Option(metavar="NAME", help="What that other entity is called.")
    ] = None,
    reason: Reason = "",
) -> None:
    """Take merged entities apart, or tell two apart that share a name, article by article."""
    _decide(
        context.obj,
        lambda graph: graph.split(
            entity, *(others or ()), documents=document or (), label=label, reason=reason
        ),
    )


@app.command(epilog="Example: kgraph entities output/ undo")
def undo(context: typer.Context) -> None:
    """Take back the last merge or split."""
    _decide(context.obj, lambda graph: graph.undo(), "undone: ")


def _decide(store: Path, act: Callable[[KnowledgeGraph], EntityDecision], done: str = "") -> None:
    """Let the act be done in the store, renew the files beside it, and say what was decided."""
    from kgraph.building import write_files
    from kgraph.graph import open_graph

    with open_graph(store, read_only=False) as graph:
        decision = act(graph)
        say(done + _sentence(graph, decision))
        for path in write_files(graph, store, existing=True):
            say(f"Wrote {path}.")


def _sentence(graph: KnowledgeGraph, decision: EntityDecision) -> str:
    from kgraph.curation import entity_id

    entity = entity_id(graph.store, decision.entity.value)
    others = ", ".join(entity_id(graph.store, other.value) for other in decision.others)
    if decision.documents:
        where = ", ".join(decision.documents)
        return f"{decision.sequence}. {entity} is {decision.label or others} in {where}"
    verb = "is the same as" if decision.action == "merge" else "is not the same as"
    return f"{decision.sequence}. {entity} {verb} {others}"


def _show(graph: KnowledgeGraph, found: list[Cluster], near: list[NearMiss]) -> None:
    from kgraph.curation import entity_id

    rows = [
        (
            entity_id(graph.store, one.entity.id),
            ", ".join([words for words, _ in one.forms[:SHOWN]] or [one.entity.label]),
            sum(times for _, times in one.links),
            len(one.documents),
            ", ".join(rule.name for rule, _ in one.links),
            *([", ".join(one.merged)] if graph.store.resolution else ()),
        )
        for one in found
    ]
    columns = ("entity", "words", "mentions", "articles", "found by")
    show_table((*columns, "merged") if graph.store.resolution else columns, rows)
    pairs = [
        (
            one.score,
            *(entity_id(graph.store, row.id) for row in (one.first, one.second)),
            one.reason,
        )
        for one in near
    ]
    if pairs:
        say("Possibly the same:")
        show_table(("score", "one", "other", "because"), pairs)
    decided = graph.store.resolution.decisions
    if decided:
        say("Decided:")
        show_table(("", ""), ((_sentence(graph, one), one.reason) for one in decided))


def _as_json(graph: KnowledgeGraph, found: list[Cluster], near: list[NearMiss]) -> str:
    decisions: list[dict[str, Any]] = [
        {
            "sequence": one.sequence,
            "action": one.action,
            "entity": one.entity.value,
            "others": [other.value for other in one.others],
            "documents": one.documents,
            "label": one.label,
            "score": one.score,
            "reason": one.reason,
        }
        for one in graph.store.resolution.decisions
    ]
    document = {
        "entities": [asdict(one) for one in found],
        "possibly_same": [
            {"first": n.first.id, "second": n.second.id, "score": n.score, "reason": n.reason}
            for n in near
        ],
        "decisions": decisions,
    }
    return json.dumps(document, ensure_ascii=False, indent=1)
