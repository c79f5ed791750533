"""Rows of a graph as tables for people who live in data frames: Arrow, pandas, Parquet.

A table has a column for each field of its row class, in the same order and under the same name.
Arrow's types follow the fields' types: text is ``string``, whole numbers ``int64``, others
``double``, several names ``list<string>``, and a statement's further arguments a list of structs
``role, preposition, id, label``.  What is ``None`` is null.  pyarrow and pandas come with the extra
``frames``.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from kgraph.errors import KGraphError

if TYPE_CHECKING:
    from types import ModuleType

    import pandas
    import pyarrow

__all__ = ["Records", "optional_package", "to_parquet"]

Row = TypeVar("Row")

#: Arrow's name for the type of a field; what may be absent is of the same type.
_TYPES = {str: "string", int: "int64", float: "float64", bool: "bool"}
_ARGUMENT = ("role", "preposition", "id", "label")


class Records(list[Row]):
    """A list of rows of one frozen dataclass that also gives itself as a table.

    ``kind`` is the rows' class, so that a table without rows still has its columns.
    """

    def __init__(self, kind: type[Row], rows: Iterable[Row] = ()) -> None:
        """Keep the rows."""
        super().__init__(rows)
        self.kind = kind

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(one.name for one in fields(self.kind))  # type: ignore[arg-type]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries by column."""
        return [{name: getattr(row, name) for name in self.columns} for row in self]

    def to_arrow(self) -> pyarrow.Table:
        """Return the rows as an Arrow table; raises KGraphError without pyarrow."""
        arrow = optional_package("pyarrow")
        schema = arrow.schema(
            [(name, _arrow_type(arrow, hint)) for name, hint in get_type_hints(self.kind).items()]
        )
        columns = {name: [_plain(getattr(row, name)) for row in self] for name in self.columns}
        return arrow.table(columns, schema=schema)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas DataFrame; raises KGraphError without pandas."""
        frame: pandas.DataFrame = optional_package("pandas").DataFrame.from_records(
            [tuple(row.values()) for row in self.to_dicts()], columns=list(self.columns)
        )
        return frame


def to_parquet(records: Records[Any]) -> bytes:
    """Return the rows as a Parquet file; the same rows give the same bytes."""
    parquet = optional_package("pyarrow.parquet")
    buffer = io.BytesIO()
    parquet.write_table(records.to_arrow(), buffer, compression="zstd")
    return buffer.getvalue()


def optional_package(name: str) -> ModuleType:
    """Import a module of the extra ``frames``; without it the error says how to install it."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        package = name.partition(".")[0]
        reason = f"{package} is not installed: pip install 'kgraph[frames]'"
        raise KGraphError(reason) from error


def _arrow_type(arrow: ModuleType, hint: Any) -> Any:
    """Return Arrow's type for a field's type: plain, ``X | None``, or a tuple of one kind."""
    if hint in _TYPES:
        return arrow.type_for_alias(_TYPES[hint])
    inner = [one for one in get_args(hint) if one not in {type(None), Ellipsis}]
    if get_origin(hint) is not tuple:
        return _arrow_type(arrow, inner[0])
    if inner == [str]:
        return arrow.list_(arrow.string())
    return arrow.list_(arrow.struct([(name, arrow.string()) for name in _ARGUMENT]))


def _plain(value: Any) -> Any:
    """Return a value as Arrow takes it: arguments as mappings."""
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return [dict(zip(_ARGUMENT, one, strict=True)) for one in value]
    return list(value) if isinstance(value, tuple) else value
