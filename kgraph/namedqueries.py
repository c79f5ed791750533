"""The questions under ``ontology/queries``: one a file, with what it answers said at its top.

A file begins with comment lines: the title, what the query answers, an example, and its
parameters.  A parameter is a variable of the same name that the query selects and compares with;
given, it is put there as an RDF term, never as text, and it is not among the columns returned.
The comparison reads ``!COALESCE(?x = ?x, false) || …``: true where ``x`` is not given.  (What is
put in the place of a variable is not seen by ``BOUND``, nor by a sub-query that does not select
it.)

A comment ``# ?y is ?x`` at the beginning of a group says that rows with another ``y`` than the
parameter ``x`` are not wanted: given, it is where the search begins, or all rows would be made
and then filtered.

An optional ``a/b`` is written ``(a/b)|rdf:nil``, which means the same, nothing having that
property: Oxigraph follows such a path from each row, where it would join an optional of two
patterns with all that fits in the store, and few of the store's statements are, say, threats.

Where everything is listed a part is a sub-query instead: Oxigraph answers that once and joins by
hashing, where it would look a plain pattern up for each row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from kgraph.errors import OntologyError, QueryError
from kgraph.resources import ontology_path

__all__ = ["NamedQuery", "Parameter", "named_queries", "named_query"]

KINDS = ("entity", "date", "text")
_KEY = re.compile(r"DESC\(\?(\w+)\)|\?(\w+)")
_START = re.compile(r"# \?(\w+) is \?(\w+)$", re.MULTILINE)
_PARAMETER = re.compile(r"Parameter (\w+) \((\w+)(, required)?\): (.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: an entity by one of its names, a date, or a text."""

    name: str
    kind: str
    description: str
    required: bool = False


@dataclass(frozen=True)
class NamedQuery:
    """A query with its title, what it answers, an example of use, and its parameters."""

    name: str
    title: str
    description: str
    example: str
    parameters: tuple[Parameter, ...]
    text: str

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that the query returns."""
        head = self.text.split("WHERE", 1)[0].split("SELECT", 1)[1]
        words = re.sub(r"\((?:[^()]|\([^()]*\))*AS\s+(\?\w+)\s*\)", r"\1", head).split()
        names = (word.removeprefix("?") for word in words if word.startswith("?"))
        return tuple(name for name in names if name not in self.hidden)

    @cached_property
    def order(self) -> tuple[tuple[str, bool], ...]:
        """The variables that the rows are sorted by, each with whether the greatest is first."""
        keys = _KEY.findall(self.text.rpartition("ORDER BY")[2])
        return tuple((one or other, bool(one)) for one, other in keys)

    @cached_property
    def unordered(self) -> str:
        """The query without its order; what that is made of is selected after all else."""
        head, where, body = self.text.rpartition("ORDER BY")[0].partition("WHERE")
        selected = head.split("SELECT", 1)[1]
        more = [f"?{name} " for name, _ in self.order if not re.search(rf"\?{name}\b", selected)]
        return "".join([head, *more, where, body])

    def about(self, given: Mapping[str, object]) -> str:
        """Return the query without its order, begun from the terms given where it says so."""

        def start(match: re.Match[str]) -> str:
            term = given.get(match[2])
            return match[0] if term is None else f"VALUES ?{match[1]} {{ {term} }}"

        return _START.sub(start, self.unordered)

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """The columns that only carry parameters."""
        return tuple(parameter.name for parameter in self.parameters)

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by its name."""
        return next(one for one in self.parameters if one.name == name)

    def check(self, given: Iterable[str]) -> None:
        """Refuse parameters that the query does not have, or lacks."""
        names = [parameter.name for parameter in self.parameters]
        unknown = sorted(set(given) - set(names))
        if unknown:
            known = f"it has {', '.join(names)}" if names else "it has none"
            raise QueryError(f"the query {self.name} has no parameter {unknown[0]!r}; {known}")
        for parameter in self.parameters:
            if parameter.required and parameter.name not in given:
                raise QueryError(
                    f"the query {self.name} needs the parameter {parameter.name}:"
                    f" {parameter.description}"
                )


@cache
def named_queries() -> Sequence[NamedQuery]:
    """Return all named queries, by name."""
    return tuple(_read(path) for path in sorted(ontology_path("queries").glob("*.rq")))


def named_query(name: str) -> NamedQuery:
    """Return one named query; raise QueryError, with the names there are, where it is none."""
    for one in named_queries():
        if one.name == name:
            return one
    names = ", ".join(one.name for one in named_queries())
    raise QueryError(f"no query is named {name!r}; there are {names}")


def _read(path: Path) -> NamedQuery:
    text = path.read_text("utf-8")
    comments = [line[1:].strip() for line in text.splitlines() if line.startswith("#")]
    examples = [line for line in comments if line.startswith("Example: ")]
    parameters = [line for line in comments if line.startswith("Parameter ")]
    plain = [line for line in comments if line not in examples and line not in parameters]
    if len(plain) < 2 or len(examples) != 1:
        raise OntologyError(path.name, "lacks its title, what it answers, or its example")
    return NamedQuery(
        name=path.stem,
        title=plain[0],
        description=" ".join(plain[1:]),
        example=examples[0].removeprefix("Example: "),
        parameters=tuple(_parameter(path.name, line) for line in parameters),
        text=text,
    )


def _parameter(file: str, line: str) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    if match is None or match[2] not in KINDS:
        raise OntologyError(file, f"has a parameter that cannot be read: {line}")
    return Parameter(match[1], match[2], match[4], required=match[3] is not None)
