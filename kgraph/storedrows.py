"""Statements, claims and entities of a store as typed rows, read by the named queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from kgraph.dataframes import Records
from kgraph.descriptions import WIKIPEDIA
from kgraph.model import ClaimRow, EntityRow, StatementRow
from kgraph.query import run
from kgraph.store import Store
from kgraph.vocabulary import KG, PREFIXES

__all__ = ["claim_rows", "entity_rows", "statement_rows"]


def statement_rows(store: Store) -> Records[StatementRow]:
    """Return every statement of the store, by article and place in the text."""
    arguments: dict[Any, list[Any]] = {}
    for row in run(store, "arguments").to_dicts():
        one = (row["role"], row["preposition"], row["value"], row["label"])
        arguments.setdefault(row["statement"], []).append(one)
    chains: dict[Any, list[dict[str, Any]]] = {}
    for row in run(store, "attributions").to_dicts():
        chains.setdefault(row["statement"], []).append(row)
    rows = run(store, "statements").to_dicts()
    return Records(StatementRow, (_statement(row, arguments, chains) for row in rows))


def entity_rows(store: Store) -> Records[EntityRow]:
    """Return every entity of the store, by IRI."""
    names: dict[Any, list[Any]] = {}
    for row in run(store, "names").to_dicts():
        names.setdefault(row["id"], []).append(row["name"])
    rows = run(store, "entities").to_dicts()
    return Records(EntityRow, (_entity(row, tuple(names.get(row["id"], ()))) for row in rows))


def claim_rows(store: Store) -> Records[ClaimRow]:
    """Return every claim of the store, by article and place in the text."""
    contents = _grouped(run(store, "contents").to_dicts(), "claim", "text")
    said = _grouped(run(store, "attributions").to_dicts(), "claim", "statement")
    rows = run(store, "reports").to_dicts()
    return Records(ClaimRow, (_claim(row, contents, said) for row in rows))


def _grouped(rows: Iterable[Mapping[str, Any]], key: str, value: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row[value])
    return {name: tuple(values) for name, values in found.items()}


def _statement(
    row: dict[str, Any],
    arguments: Mapping[Any, list[Any]],
    chains: Mapping[Any, list[dict[str, Any]]],
) -> StatementRow:
    for name in ("polarity", "modality", "stance"):
        row[name] = row[name].removeprefix(KG.iri)
    for place in ("subject", "object"):
        row[f"{place}_type"] = _type(row.pop(f"{place}_class"))
    chain = chains.get(row["id"], [])
    named = [link for link in chain if link["speaker"] is not None]
    return StatementRow(
        **row,
        speakers=tuple(link["label"] for link in named),
        speaker_ids=tuple(link["speaker"] for link in named),
        cues=tuple(link["cue"] for link in chain),
        arguments=tuple(arguments.get(row["id"], ())),
    )


def _claim(
    row: dict[str, Any],
    contents: Mapping[Any, tuple[str, ...]],
    said: Mapping[Any, tuple[str, ...]],
) -> ClaimRow:
    own = row["id"]
    return ClaimRow(**row, contents=contents.get(own, ()), statements=said.get(own, ()))


def _entity(row: dict[str, Any], names: tuple[str, ...]) -> EntityRow:
    row["type"] = _type(row.pop("class"))
    if row["wikidata"] is not None:
        row["wikidata"] = row["wikidata"].removeprefix(PREFIXES["wd"])
    if row["wikipedia"] is not None:
        row["wikipedia"] = _title(row["wikipedia"])
    return EntityRow(**row, aliases=names)


def _type(name: str | None) -> str | None:
    return name.removeprefix(KG.iri) if name is not None else None


def _title(address: str) -> str:
    return unquote(address.removeprefix(WIKIPEDIA)).replace("_", " ")
