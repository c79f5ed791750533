"""Place the nodes of a graph on a plane so that it can be read.

In: node names and weighted pairs.  Out: a position for each name.  Computed here and not in the
page, because physics in a page is what makes such pages unusable, and because a map that stays
the same can be learned by heart.  The same graph gives the same positions in whatever order it
comes; with the positions of an earlier build, what was there stays where it was.

The method: each connected component by itself, the large ones first, the others in rows below.
What hangs on one node only is put around that node at the end.  The rest is laid out by the
distances in the graph where it is small enough; else as discs of Louvain communities, packed
beside one another, each spread so that it fills its disc.  Communities that are too large are
split again.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kgraph.explorer.forces import apart, circle, spiral, spread, springs, stress

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Graph = nx.Graph[str]

__all__ = ["layout"]

SEED = 7
SMALL = 60  #: components up to this size are laid out whole, leaves and all
MIDDLE = 450  #: cores up to this size are laid out by the distances in the graph
DENSE = 400  #: communities up to this size are laid out by springs at once
NEW = 0.3  #: above this share of new nodes an old map is not worth keeping
PAIR = 2.4  #: how far two nodes lie apart that have only each other: their label needs room
ROOM = 1.3  #: how much longer lines are than between two nodes that have only each other
MARGIN = np.array([2.5, 1.3])  #: room beside and below a component, for its labels


def layout(
    nodes: Iterable[str],
    edges: Iterable[tuple[str, str, float]],
    previous: Mapping[str, tuple[float, float]] | None = None,
    *,
    minor: Container[str] = frozenset(),
) -> dict[str, tuple[float, float]]:
    """Return x and y of every node, rounded to two decimals.

    ``edges`` are pairs with a weight, summed where a pair comes twice.  ``previous`` are the
    positions of an earlier build: nodes in it keep them, new ones go beside their neighbours.
    ``minor`` are nodes that matter less (phrases, acts): they hang around the others, and
    components with nothing else come last.
    """
    graph = _simple(nodes, edges)
    known = {node: previous[node] for node in graph if node in previous} if previous else {}
    if len(known) < (1 - NEW) * len(graph) or not known:
        return _rounded(_rows(graph, minor))
    return _grow(graph, known)


def _simple(nodes: Iterable[str], edges: Iterable[tuple[str, str, float]]) -> Graph:
    """Return one undirected edge a pair, all in sorted order, so input order cannot matter."""
    weights: dict[tuple[str, str], float] = {}
    for tail, head, weight in edges:
        if tail != head:
            pair = (tail, head) if tail < head else (head, tail)
            weights[pair] = weights.get(pair, 0.0) + weight
    graph: Graph = nx.Graph()
    graph.add_nodes_from(sorted(set(nodes) | {node for pair in weights for node in pair}))
    graph.add_edges_from((*pair, {"weight": weights[pair]}) for pair in sorted(weights))
    return graph


def _rows(graph: Graph, minor: Container[str]) -> dict[str, Points]:
    """Lay out every component by itself and set them in rows, the largest first."""
    found = (sorted(part) for part in nx.connected_components(graph))
    parts = sorted(found, key=lambda part: (-sum(n not in minor for n in part), *_by_size(part)))
    drawn = [_component(_copy(graph.subgraph(part)), minor) for part in parts]
    boxes = [points.max(axis=0) - points.min(axis=0) + MARGIN for points in drawn]
    area = float(sum(across * down for across, down in boxes))
    width = max([float(box[0]) for box in boxes] + [1.2 * np.sqrt(area)])
    places: dict[str, Points] = {}
    left, top, depth = 0.0, 0.0, 0.0
    for part, points, (across, down) in zip(parts, drawn, boxes, strict=True):
        if left > 0 and left + across > width:
            left, top, depth = 0.0, top + depth, 0.0
        placed = (points - points.min(axis=0)) * (1, -1) + (left, -top)
        places.update(zip(part, placed, strict=True))
        left, depth = left + across, max(depth, down)
    return places


def _by_size(part: Sequence[str]) -> tuple[int, str]:
    return -len(part), part[0]


def _copy(view: Graph) -> Graph:
    """Return a sub-graph of its own, its nodes in sorted order (a view keeps no order)."""
    graph: Graph = nx.Graph()
    graph.add_nodes_from(sorted(view))
    for tail, head in sorted((min(pair), max(pair)) for pair in view.edges):
        graph.add_edge(tail, head, **view.edges[tail, head])
    return graph


def _component(graph: Graph, minor: Container[str]) -> Points:
    """Return positions of a connected graph's nodes, in their order."""
    if len(graph) < 3:
        return np.array([[0.0, 0.0], [PAIR, 0.0]])[: len(graph)]
    if graph.number_of_edges() == len(graph) - 1 == max(dict(graph.degree).values()):
        return _star(graph)
    if len(graph) <= SMALL:
        return ROOM * _by_distance(graph, dict(graph.degree))
    leaves = [node for node, degree in graph.degree if degree == 1]
    hanging = {node for node in leaves if node in minor or len(graph) > MIDDLE}
    core = _copy(graph.subgraph([node for node in graph if node not in hanging]))
    if len(core) > MIDDLE:
        inner = 1.6 * _pack(core)
    else:
        inner = ROOM * _by_distance(core, dict(graph.degree))
    return _with_leaves(graph, dict(zip(core, inner, strict=True)))


def _star(graph: Graph) -> Points:
    """Place a hub and what hangs on it and nothing else."""
    hub = max(graph, key=lambda node: graph.degree[node])
    ring = circle(len(graph) - 1, np.zeros(0), 1.1 + 0.03 * min(len(graph), 20))
    places = dict(zip((node for node in graph if node != hub), ring, strict=True))
    return np.array([places.get(node, np.zeros(2)) for node in graph])


def _by_distance(graph: Graph, degrees: Mapping[str, int]) -> Points:
    """Lay out a connected graph by the lengths of the shortest paths in it."""
    index = {node: number for number, node in enumerate(graph)}
    wanted = np.zeros((len(graph), len(graph)))
    for node, lengths in nx.all_pairs_dijkstra_path_length(graph, weight=_ideal(degrees)):
        for other, length in lengths.items():
            wanted[index[node], index[other]] = length
    room = np.array([0.26 + 0.05 * min(np.sqrt(degrees[node]), 6.0) for node in graph])
    return apart(stress(wanted), room, rounds=120, pull=1.0)


def _ideal(degrees: Mapping[str, int]) -> Callable[[str, str, dict[str, float]], float]:
    """Return how long a line should be: a function as networkx takes it for a weight.

    Lines at hubs, and lines that stand for much, are longer: there is more to write beside them.
    """

    def length(tail: str, head: str, data: dict[str, float]) -> float:
        hubs = min(np.sqrt(degrees[tail]) + np.sqrt(degrees[head]) - 2, 8.0)
        more = min(np.sqrt(data["weight"]) - 1, 2.0)
        return float(1 + 0.25 * hubs + 0.4 * more)

    return length


def _with_leaves(graph: Graph, core: dict[str, Points]) -> Points:
    """Put the nodes that hang on one node only around it, where no other line leaves."""
    leaves: dict[str, list[str]] = {}
    for node in graph:
        if node not in core:
            leaves.setdefault(next(iter(graph[node])), []).append(node)
    placed = dict(core)
    for hub, around in leaves.items():
        lines = np.array([core[other] - core[hub] for other in graph[hub] if other in core])
        taken = np.arctan2(lines[:, 1], lines[:, 0]) if len(lines) else np.zeros(0)
        ring = circle(len(around), taken, 0.75 + 0.03 * min(len(around), 12))
        placed.update(zip(around, core[hub] + ring, strict=True))
    return np.array([placed[node] for node in graph])


def _pack(graph: Graph) -> Points:
    """Lay out a graph as discs of communities; recurse into those that are too large."""
    groups = _communities(graph)
    if len(groups) == 1:
        return spread(_springs_of(graph)) if len(graph) <= DENSE else _hubs_first(graph)
    centres = _centres(graph, groups)
    index = {node: number for number, node in enumerate(graph)}
    points = np.zeros((len(graph), 2))
    for group, centre in zip(groups, centres, strict=True):
        part = _copy(graph.subgraph(group))
        inner = spread(_springs_of(part)) if len(part) <= DENSE else _pack(part)
        points[[index[node] for node in part]] = centre + inner
    return points


def _communities(graph: Graph) -> list[list[str]]:
    if graph.number_of_edges() == 0:
        return [sorted(graph)]
    found = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    return sorted((sorted(group) for group in found), key=_by_size)


def _centres(graph: Graph, groups: Sequence[Sequence[str]]) -> Points:
    """Return where each community's disc lies: springs between them, then no overlap."""
    of = {node: number for number, group in enumerate(groups) for node in group}
    crossing: dict[tuple[int, int], int] = {}
    for tail, head in graph.edges:
        pair = (min(of[tail], of[head]), max(of[tail], of[head]))
        if pair[0] != pair[1]:
            crossing[pair] = crossing.get(pair, 0) + 1
    pairs = np.array(sorted(crossing), dtype=int).reshape(-1, 2)
    weights = np.log1p(np.array([crossing[pair] for pair in sorted(crossing)], dtype=float))
    radii = 1.15 * np.sqrt([len(group) for group in groups])
    centres = springs(len(groups), pairs, weights, rounds=300)
    centres -= centres.mean(axis=0)
    reach = float(np.abs(centres).max()) or 1.0
    return apart(centres * (1.2 * radii.sum() / np.sqrt(len(groups)) / reach), radii)


def _springs_of(graph: Graph) -> Points:
    index = {node: number for number, node in enumerate(graph)}
    edges = [(index[tail], index[head]) for tail, head in graph.edges]
    weights = np.sqrt([weight for *_, weight in graph.edges.data("weight", default=1.0)])
    return springs(len(graph), np.array(edges, dtype=int).reshape(-1, 2), weights, rounds=80)


def _hubs_first(graph: Graph) -> Points:
    """Lay out a large community that cannot be split: hubs in the middle of a spiral."""
    order = sorted(graph.degree, key=lambda pair: (-pair[1], pair[0]))
    places = dict(zip((node for node, _ in order), spiral(len(graph)), strict=True))
    return np.array([places[node] for node in graph])


def _grow(graph: Graph, known: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Add new nodes to an old map: each beside the middle of its neighbours, the rest below."""
    placed = dict(known)
    new = [node for node in graph if node not in placed]
    waiting = sorted(new, key=lambda node: (-sum(n in known for n in graph[node]), node))
    low = min(y for _, y in known.values()) - 2.0
    for number, node in enumerate(waiting):
        near = [placed[other] for other in graph[node] if other in placed]
        if near:
            turn = zlib.crc32(node.encode("utf-8", "replace")) / 2**32 * 2 * np.pi
            x, y = np.mean(near, axis=0) + 1.1 * np.array([np.cos(turn), np.sin(turn)])
        else:
            x, y = PAIR * (number % 12), low - 1.1 * (number // 12)
        placed[node] = (round(float(x), 2), round(float(y), 2))
    return {node: placed[node] for node in graph}


def _rounded(places: Mapping[str, Points]) -> dict[str, tuple[float, float]]:
    return {
        node: (round(float(x), 2) + 0.0, round(float(y), 2) + 0.0)
        for node, (x, y) in places.items()
    }
