"""Statements of the development articles, named so that a verdict can be kept without text.

A verdict names a statement by set, document and id, and by a digest of what it says: where a later
version says something else in the same place, the verdict no longer counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from kgraph.model import Argument, Claim, Document, Extraction, Statement
from kgraph.pipeline import extract_documents

EVAL = Path(__file__).parent.parent.parent.parent / "shared" / "eval"
DATA = EVAL / "data"
VERDICTS = Path(__file__).parent / "verdicts.tsv"
COLUMNS = ("draw", "set", "document", "statement", "digest", "verdict", "wrong")
#: The sets that are drawn from: news articles whole, not sentences.
SETS = ("geonews_dev", "re3d_dev")

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Drawn:
    """A statement with the article it stands in."""

    name: str
    extraction: Extraction
    statement: Statement

    @property
    def key(self) -> Key:
        """Set, document, id and digest."""
        ids = (self.name, self.extraction.document.id, self.statement.id)
        return (*ids, digest(self.statement, self.extraction.claims))


@dataclass(frozen=True)
class Verdict:
    """What a reader found: whether a statement is right, and if not, in what it is wrong."""

    draw: str
    key: Key
    right: bool
    wrong: str


def read_documents(path: Path) -> list[Document]:
    """Return the documents of an evaluation input."""
    keys = ("title", "published", "source", "url")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Document(id=str(row["id"]), text=row["text"], **{key: row.get(key) for key in keys})
        for row in rows
    ]


def all_statements(nlp: Language, names: Iterable[str] = SETS) -> list[Drawn]:
    """Return every statement of the sets, in order."""
    return [
        Drawn(name, extraction, statement)
        for name in names
        for extraction in extract_documents(read_documents(DATA / f"{name}.input.jsonl"), nlp)
        for statement in extraction.statements
    ]


def digest(statement: Statement, claims: Iterable[Claim]) -> str:
    """Return 12 hexadecimal digits of all that a verdict judges."""
    speakers = {claim.id: claim.speaker for claim in claims}
    said = (
        _words(statement.subject),
        statement.predicate.text,
        statement.predicate.lemma,
        _words(statement.object),
        statement.stance,
        *(_words(speakers.get(claim)) for claim in statement.claims),
    )
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:12]


def _words(argument: Argument | None) -> str:
    return "" if argument is None else argument.text


def read_verdicts(path: Path = VERDICTS) -> list[Verdict]:
    """Return the verdicts that are kept beside this module."""
    return list(_verdicts(path.read_text(encoding="utf-8").splitlines()[1:]))


def _verdicts(lines: Iterable[str]) -> Iterator[Verdict]:
    for line in lines:
        draw, name, document, statement, mark, verdict, wrong = line.split("\t")
        if verdict not in {"right", "wrong"}:
            raise ValueError(f"{statement}: the verdict is {verdict!r}")
        yield Verdict(draw, (name, document, statement, mark), verdict == "right", wrong)
