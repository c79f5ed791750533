"""Read the tab-separated tables under ``ontology/``: comments, one header line, rows.

The tables are written by hand, so every fault is named with its file and line: a wrong header, a
row with too few or too many cells, a row that stands twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kgraph.errors import OntologyError
from kgraph.resources import ontology_path

__all__ = ["Row", "read_table"]


class Row:
    """One row: cells by column name, and where it stands for error messages."""

    __slots__ = ("_cells", "where")

    def __init__(self, where: str, columns: Sequence[str], cells: Sequence[str]) -> None:
        """Keep the cells under their column names."""
        self.where = where
        self._cells = dict(zip(columns, cells, strict=True))

    def __getitem__(self, column: str) -> str:
        """Return the cell, without blanks around it."""
        return self._cells[column]

    def flag(self, column: str) -> bool:
        """Return a ``yes``/``no`` cell as a truth value."""
        return self.one_of(column, ("yes", "no")) == "yes"

    def items(self, column: str) -> tuple[str, ...]:
        """Return a cell of items separated by commas."""
        return tuple(item.strip() for item in self[column].split(",") if item.strip())

    def one_of(self, column: str, allowed: Sequence[str]) -> str:
        """Return a cell that must hold one of the allowed words."""
        value = self[column]
        if value not in allowed:
            raise OntologyError(
                self.where, f"{column} {value!r} is not one of {', '.join(allowed)}"
            )
        return value


def read_table(name: str, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of ``ontology/<name>``, checked against the expected columns.

    Lines that begin with ``#`` and empty lines are comments.  The first other line is the header
    and must name exactly ``columns``.
    """
    header: list[str] | None = None
    seen: set[str] = set()
    for number, line in enumerate(ontology_path(name).read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        where = f"{name}:{number}"
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            _check_header(where, header, columns)
            continue
        if len(cells) != len(columns):
            raise OntologyError(where, f"{len(cells)} cells where {len(columns)} are due")
        if line in seen:
            raise OntologyError(where, "the same row stands above")
        seen.add(line)
        yield Row(where, columns, cells)


def _check_header(where: str, header: Sequence[str], columns: Sequence[str]) -> None:
    if list(header) != list(columns):
        raise OntologyError(where, f"the columns are {header}, not {list(columns)}")
