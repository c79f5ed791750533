"""Let the model remember what its first layers make of a word, the same wherever it stands.

spaCy's ``MultiHashEmbed`` makes a vector of a token's form, prefix, suffix and shape alone: hashed
tables, and one layer that mixes them.  That is a seventh of the time of a whole parse, spent over
again on words of which four in five have come before.  In comes a pipeline; its layers of that
kind keep the rows that they were asked for, and what they answer is the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import numpy as np
from spacy.language import Language
from thinc.api import Model, NumpyOps
from thinc.types import Ragged

__all__ = ["Memory", "remember_embeddings"]

#: So many words are kept in all before a memory is begun anew.
MOST = 40_000
#: What stands before and behind the two layers, and how the names of the two begin.
BEFORE, BEHIND = ("extract_features", "list2ragged"), ("ragged2list",)
TABLES, MIXING = "with_array(ints-getitem>>hashembed", "with_array(maxout>>"

Back = Callable[[Any], Any]
Layer = Model[Ragged, Ragged]


def remember_embeddings(nlp: Language) -> None:
    """Give each embedding of a pipeline's models a memory, where it looks at words alone."""
    for _, component in nlp.pipeline:
        for chain in embeddings(getattr(component, "model", None)):
            tables, mixing = chain.layers[2:4]
            memory = Memory(tables, mixing)
            # The tree of layers keeps its shape, by which a saved pipeline is loaded.
            chain.layers[2] = like(tables, memory.forward)
            chain.layers[3] = like(mixing, passed_on)


def embeddings(model: object) -> Iterator[Model[Any, Any]]:
    """Yield the layers of a model that are such an embedding."""
    for node in model.walk() if isinstance(model, Model) else ():
        names = tuple(layer.name for layer in node.layers)
        if (
            (*names[:2], *names[4:]) == (*BEFORE, *BEHIND)
            and names[2].startswith(TABLES)
            and names[3].startswith(MIXING)
            and isinstance(node.ops, NumpyOps)
        ):
            yield node


def like(layer: Layer, forward: Callable[[Layer, Ragged, bool], tuple[Ragged, Back]]) -> Layer:
    """Return a layer with the same name, attributes and layers within that does something else."""
    dims = {name: layer.maybe_get_dim(name) for name in layer.dim_names}
    return Model(layer.name, forward, layers=layer.layers, attrs={**layer.attrs}, dims=dims)


def passed_on(layer: Layer, rows: Ragged, is_train: bool) -> tuple[Ragged, Back]:
    """Return what comes in: the layer before has done the work of this one."""
    return rows, lambda gradient: gradient


class Memory:
    """The rows that two layers were asked for, and what they made of each."""

    def __init__(self, tables: Layer, mixing: Layer, most: int = MOST) -> None:
        """Take the two layers, and how many rows to keep."""
        self.tables, self.mixing, self.most = tables, mixing, most
        self.places: dict[bytes, int] = {}
        self.made = np.empty((most, mixing.get_dim("nO")), dtype=np.float32)

    def forward(self, layer: Layer, rows: Ragged, is_train: bool) -> tuple[Ragged, Back]:
        """Return what the layers make of rows, from memory but while they are trained."""
        if is_train:
            self.places.clear()
            found, back = self.tables(rows, is_train)
            mixed, unmix = self.mixing(found, is_train)
            return mixed, lambda gradient: back(unmix(gradient))
        return Ragged(self.recall(rows.dataXd), rows.lengths), lambda gradient: gradient

    def recall(self, rows: Any) -> Any:
        """Return what the layers make of each row."""
        keys = keys_of(rows)
        new = {key: place for place, key in enumerate(keys) if key not in self.places}
        if len(self.places) + len(new) > self.most:
            self.places.clear()
            new = {key: place for place, key in enumerate(keys)}
            if len(new) > self.most:
                return self.make(rows)
        if new:
            start = len(self.places)
            self.made[start : start + len(new)] = self.make(rows[[*new.values()]])
            self.places.update(zip(new, range(start, start + len(new)), strict=True))
        return self.made[[self.places[key] for key in keys]]

    def make(self, rows: Any) -> Any:
        """Return what the layers make of each row, asking them."""
        lengths = self.mixing.ops.asarray1i([len(rows)])
        return self.mixing.predict(self.tables.predict(Ragged(rows, lengths))).dataXd


def keys_of(rows: Any) -> list[bytes]:
    """Return each row as bytes."""
    whole = np.ascontiguousarray(rows)
    wide = np.dtype((np.void, whole.itemsize * whole.shape[1]))
    return cast("list[bytes]", whole.view(wide).ravel().tolist())
