"""Positions: the same for the same graph, apart from one another, stable when the graph grows."""

from __future__ import annotations

import math
import random
import time

import pytest

from kgraph.explorer.layout import layout


def planted(count: int, seed: int = 1) -> tuple[list[str], list[tuple[str, str, float]]]:
    """Return a graph with communities: node i belongs to community i modulo sqrt(count)."""
    chance, groups = random.Random(seed), int(math.sqrt(count))
    nodes = [f"n{number}" for number in range(count)]
    edges = []
    for _ in range(3 * count):
        tail = int(chance.random() ** 2 * count)
        home = tail % groups if chance.random() < 0.85 else chance.randrange(groups)
        head = int(chance.random() ** 2 * count) // groups * groups + home
        edges.append((nodes[tail], nodes[head % count], 1.0))
    return nodes, edges


@pytest.mark.parametrize("count", [1, 2, 3, 40, 600])
def test_order_of_input_does_not_matter(count: int) -> None:
    nodes, edges = planted(count)
    turned = [(head, tail, weight) for tail, head, weight in reversed(edges)]
    assert layout(nodes, edges) == layout(nodes[::-1], turned)


@pytest.mark.parametrize("count", [30, 150, 151, 900])
def test_every_node_has_a_place_of_its_own(count: int) -> None:
    nodes, edges = planted(count)
    places = layout(nodes, edges)
    assert set(places) == set(nodes)
    assert all(math.isfinite(value) for place in places.values() for value in place)
    assert len(set(places.values())) > 0.98 * count


def test_empty_graph_and_lone_nodes() -> None:
    assert layout([], []) == {}
    places = layout([f"n{number}" for number in range(500)], [])
    assert len(set(places.values())) == 500


def test_neighbours_lie_nearer_than_strangers() -> None:
    nodes, edges = planted(800)
    places = layout(nodes, edges)

    def mean(pairs: list[tuple[str, str]]) -> float:
        return sum(math.dist(places[a], places[b]) for a, b in pairs) / len(pairs)

    chance = random.Random(2)
    strangers = [(chance.choice(nodes), chance.choice(nodes)) for _ in range(2000)]
    assert mean([(tail, head) for tail, head, _ in edges]) < 0.6 * mean(strangers)


def test_old_places_are_kept_when_the_graph_grows_a_little() -> None:
    nodes, edges = planted(300)
    before = layout(nodes, edges)
    after = layout([*nodes, "new"], [*edges, ("new", "n7", 1.0)], before)
    assert {node: after[node] for node in nodes} == before
    assert math.dist(after["new"], after["n7"]) < 2


def test_a_graph_that_is_mostly_new_is_laid_out_anew() -> None:
    nodes, edges = planted(300)
    assert layout(nodes, edges, {"n1": (0.0, 0.0)}) == layout(nodes, edges)


def test_a_star_and_a_clique_are_laid_out() -> None:
    star = layout([], [("hub", f"leaf{number}", 1.0) for number in range(2000)])
    assert len(set(star.values())) > 1900
    clique = layout([], [(f"n{a}", f"n{b}", 1.0) for a in range(30) for b in range(a)])
    assert len(set(clique.values())) == 30


def test_time_grows_with_the_graph_not_with_its_square() -> None:
    def seconds(count: int) -> float:
        nodes, edges = planted(count)
        start = time.process_time()
        layout(nodes, edges)
        return time.process_time() - start

    assert seconds(4000) < 12 * max(seconds(1000), 0.2)
