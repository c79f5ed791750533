"""Every rule that makes a statement says in words what it reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spacy.language import Language

import kgraph
from kgraph.annotate import load
from kgraph.examples import ARTICLES
from kgraph.model import Document
from kgraph.pipeline import extract_documents
from kgraph.readers import read_documents
from kgraph.rules import rule_in_words

RULE = re.compile(r'"((?:noun|relation|office|inferred|clause):[a-z-]+)"')


def test_every_rule_that_the_code_names_is_in_the_table() -> None:
    folder = Path(kgraph.__file__).parent
    named = {
        rule for path in folder.rglob("*.py") for rule in RULE.findall(path.read_text("utf-8"))
    }
    assert "noun:phrase" in named
    assert {rule for rule in named if not rule_in_words(rule)} == set()


@pytest.mark.model
def test_every_rule_of_the_examples_statements_is_in_the_table() -> None:
    nlp: Language = load()
    articles = (item for item in read_documents([ARTICLES]) if isinstance(item, Document))
    rules = {s.rule for found in extract_documents(articles, nlp) for s in found.statements}
    assert "clause:ROOT" in rules
    assert {rule for rule in rules if not rule_in_words(rule)} == set()


def test_parts_of_a_rule_are_told_one_after_the_other() -> None:
    assert rule_in_words("clause:conj+ellipsis") == (
        'a clause joined to another by "and", "but", "or"; '
        "the object stands only in the clause before"
    )
    assert rule_in_words("no:rule") == ""
