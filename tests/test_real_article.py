"""One real agency article, built and asked by SPARQL: who demands, hosts, accuses and warns.

The article lies beside the checkout, in ``../shared/eval``; where it is not there the tests skip.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kgraph
from kgraph.graph import KnowledgeGraph

ARTICLE = (
    Path(__file__).parent.parent.parent
    / "shared"
    / "eval"
    / "geonews"
    / "dev"
    / "menafn-kremlin.txt"
)

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not beside the checkout"),
]

CONDITIONS = {
    ("cease", "mobilization"),
    ("end", "foreign arms shipments"),
    ("withdraw", "troops"),
    ("renounce", "NATO ambitions"),
    ("recognize", "Crimea"),
}


@pytest.fixture(scope="module")
def kg() -> Iterator[KnowledgeGraph]:
    with kgraph.build([ARTICLE], published="2025-06-04") as graph:
        yield graph


def ask(kg: KnowledgeGraph, pattern: str) -> set[tuple[str, ...]]:
    rows = kg.query(f"SELECT DISTINCT ?a ?b WHERE {{ {pattern} }}").to_dicts()
    return {(str(row["a"]), str(row["b"])) for row in rows}


def test_conditions_are_demanded_by_their_speaker_and_asserted_by_nobody(
    kg: KnowledgeGraph,
) -> None:
    found = ask(
        kg,
        """?s kg:lemma ?a ; kg:subject/rdfs:label "Ukraine" ; kg:object/rdfs:label ?b ;
              kg:stance kg:demanded ; kg:attributedTo/rdfs:label "Vladimir Putin" .""",
    )
    assert found >= CONDITIONS
    asserted = ask(
        kg,
        """GRAPH ?g { ?s ?a ?b } ?s rdfs:label "Ukraine" .
           FILTER(STRENDS(STR(?g), "graph/asserted"))
           FILTER(REGEX(STR(?a), "/(cease|end|withdraw|renounce|recognize)"))""",
    )
    assert asserted == set()


@pytest.mark.parametrize(
    ("subject", "lemma", "target"),
    [
        ("Vladimir Putin", "demand", "ceasefire conditions"),
        ("Istanbul", "host", "talks"),
        ("Donald Trump", "warn", "Vladimir Putin"),
    ],
)
def test_lines_of_the_article_itself(
    kg: KnowledgeGraph, subject: str, lemma: str, target: str
) -> None:
    found = ask(
        kg,
        f"""GRAPH ?g {{ ?s kgp:{lemma} ?o }} ?s rdfs:label ?a . ?o rdfs:label ?b .
            FILTER(STRENDS(STR(?g), "graph/asserted"))""",
    )
    assert (subject, target) in found


def test_talks_are_dated(kg: KnowledgeGraph) -> None:
    rows = [row for row in kg.statements(subject="Istanbul") if row.predicate == "host"]
    assert [(row.object_label, row.time) for row in rows] == [("talks", "2025-06")]


def test_quoted_accusation_is_its_speakers(kg: KnowledgeGraph) -> None:
    rows = [row for row in kg.statements() if row.predicate == "provoke"]
    assert [(row.object_label, row.speakers) for row in rows] == [
        ("United States", ("Dmitry Peskov",))
    ]
