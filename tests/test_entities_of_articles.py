"""Over whole articles: one type an entity, one node an actor, and a reason for every link."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import kgraph
from kgraph.examples import ARTICLES
from kgraph.gazetteer import load_gazetteer
from kgraph.graph import KnowledgeGraph
from kgraph.links import UNLISTED, link_rule

EVAL = Path(__file__).parent.parent.parent / "shared" / "eval" / "data"

pytestmark = pytest.mark.model


def sources() -> dict[str, list[Path]]:
    return {
        "examples": [ARTICLES],
        "geonews": sorted(EVAL.glob("geonews_*.input.jsonl")),
    }


@pytest.fixture(scope="module", params=["examples", "geonews"])
def graph(request: pytest.FixtureRequest) -> Iterator[KnowledgeGraph]:
    found = sources()[request.param]
    if not found:
        pytest.skip(f"the articles of {request.param} do not lie beside the checkout")
    with kgraph.build(found) as graph:
        yield graph


def test_no_entity_has_two_types(graph: KnowledgeGraph) -> None:
    types: dict[str, set[str]] = defaultdict(set)
    for entity, record in graph.query("SELECT ?e ?r WHERE { ?d kg:describes ?e ; kg:record ?r }"):
        types[str(entity)].add(json.loads(str(record))["type"])
    assert len(types) > 20
    assert {entity: found for entity, found in types.items() if len(found) > 1} == {}
    assert list(graph.validate()) == []


def test_no_gazetteer_actor_has_two_nodes(graph: KnowledgeGraph) -> None:
    known = load_gazetteer()
    nodes: dict[str, set[str]] = defaultdict(set)
    identifiers: dict[str, set[str]] = defaultdict(set)
    for row in graph.entities():
        entity = row.id.partition("/entity/")[2]
        for entry in known.lookup(row.label)[:1]:
            if entry.label == row.label and entry.type == row.type:
                nodes[entry.id].add(entity)
        if row.wikidata is not None:
            identifiers[row.wikidata].add(entity)
    assert len(nodes) > 20
    assert {name: ids for name, ids in nodes.items() if len(ids) > 1} == {}
    assert {name: ids for name, ids in identifiers.items() if len(ids) > 1} == {}


def test_every_link_is_explained(graph: KnowledgeGraph) -> None:
    linked = graph.query("SELECT ?m WHERE { ?m kg:refersTo ?e }")
    decided = graph.query("SELECT ?m WHERE { ?d kg:decidedMention ?m ; kg:decidedEntity ?e }")
    assert {mention for (mention,) in linked} == {mention for (mention,) in decided}
    rules = {rule for cluster in graph.clusters() for rule, _ in cluster.links}
    assert {rule.name for rule in rules if rule.score == UNLISTED} == set()
    assert all(rule == link_rule(rule.name) and rule.reason != rule.name for rule in rules)
    for cluster in graph.clusters():
        assert cluster.links, cluster.entity.id
        assert cluster.documents
