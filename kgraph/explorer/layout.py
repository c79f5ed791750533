"""Place the nodes of a graph on a plane: communities as discs, packed beside one another.

In: node names and weighted pairs.  Out: a position for each name.  Computed here and not in the
page, because physics in a page is what makes such pages unusable, and because a map that stays
the same can be learned by heart.  The same graph gives the same positions in whatever order it
comes; with the positions of an earlier build, what was there stays where it was.

The method: Louvain communities; a spring layout of the graph of communities gives their centres;
discs that overlap are pushed apart; each community is laid out by springs on its own and then
spread so that it fills its disc evenly.  Communities too large for that are split again.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Graph = nx.Graph[str]

__all__ = ["layout"]

SEED = 7
DENSE = 400  #: communities up to this size are laid out by springs at once
SMALL = 150  #: graphs up to this size are drawn by distances, without communities
LONE = 4  #: components smaller than this go to the rim, out of the way
NEW = 0.3  #: above this share of new nodes an old map is not worth keeping

MARGIN = np.array([2.4, 1.1])  #: room beside and below a component, for its labels
PAIR = 2.4  #: how far two nodes lie apart that have only each other: their label needs room
GOLDEN = np.pi * (3 - np.sqrt(5))


def layout(
    nodes: Iterable[str],
    edges: Iterable[tuple[str, str, float]],
    previous: Mapping[str, tuple[float, float]] | None = None,
) -> dict[str, tuple[float, float]]:
    """Return x and y of every node, rounded to two decimals.

    ``edges`` are pairs with a weight, summed where a pair comes twice.  ``previous`` are the
    positions of an earlier build: nodes in it keep them, new ones go beside their neighbours.
    """
    graph = _simple(nodes, edges)
    known = {node: previous[node] for node in graph if node in previous} if previous else {}
    if len(known) < (1 - NEW) * len(graph) or not known:
        order = list(graph)
        return _rounded(order, _place(graph))
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


def _place(graph: Graph) -> Points:
    """Return positions in the order of the graph's nodes: the core, and lone bits around it."""
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=_by_size)
    if len(graph) <= SMALL:
        return _side_by_side(graph, parts)
    largest = max((len(part) for part in parts), default=0)
    lone = sorted((part for part in parts if len(part) < min(LONE, largest)), key=_by_size)
    apart = {node for part in lone for node in part}
    core = graph.subgraph([node for node in graph if node not in apart])
    index = {node: number for number, node in enumerate(graph)}
    points = np.zeros((len(graph), 2))
    inner = _pack(_copy(core)) if len(core) else np.zeros((0, 2))
    points[[index[node] for node in graph if node not in apart]] = inner
    radius = float(np.hypot(*inner.T).max()) + 2.0 if len(inner) else 0.0
    for node, point in _rim(lone, radius):
        points[index[node]] = point
    return points


def _side_by_side(graph: Graph, parts: Sequence[Sequence[str]]) -> Points:
    """Lay out a small graph: components by the distances in them, small ones in rows below."""
    index = {node: number for number, node in enumerate(graph)}
    points = np.zeros((len(graph), 2))
    width, left, top, depth = 0.0, 0.0, 0.0, 0.0
    for part in parts:
        inner = _stress(_copy(graph.subgraph(part)))
        inner -= inner.min(axis=0)
        across, down = inner.max(axis=0) + MARGIN
        width = width or max(across, 2 * MARGIN[0])
        if left > 0 and left + across > 1.1 * width:
            left, top, depth = 0.0, top + depth, 0.0
        points[[index[node] for node in part]] = inner * (1, -1) + (left, -top)
        left, depth = left + across, max(depth, down)
    return points


def _stress(graph: Graph, rounds: int = 300) -> Points:
    """Place a connected graph so that distance on the plane is distance in the graph.

    Lines at hubs, and lines that stand for much, are longer: there is more to write beside them.
    Stress majorisation: Gansner, Koren and North, "Graph drawing by stress majorization" (2004).
    """
    count = len(graph)
    if count == 2:
        return np.array([[0.0, 0.0], [PAIR, 0.0]])
    index = {node: number for number, node in enumerate(graph)}
    wanted = np.zeros((count, count))
    for node, lengths in nx.all_pairs_dijkstra_path_length(graph, weight=_ideal(graph)):
        for other, length in lengths.items():
            wanted[index[node], index[other]] = length
    weights = np.zeros_like(wanted)
    apart = wanted > 0
    weights[apart] = wanted[apart] ** -2
    points = np.random.default_rng(SEED).random((count, 2)) * np.sqrt(count)
    total = np.maximum(weights.sum(axis=1), 1e-9)[:, None]
    for _ in range(rounds):
        between = points[:, None, :] - points[None, :, :]
        distance = np.maximum(np.hypot(between[..., 0], between[..., 1]), 1e-6)
        aim = points[None, :, :] + between * (wanted / distance)[..., None]
        points = (weights[..., None] * aim).sum(axis=1) / total
    return _turned(points - points.mean(axis=0))


def _ideal(graph: Graph) -> Callable[[str, str, dict[str, float]], float]:
    """Return how long a line should be: a function as networkx takes it for a weight."""
    spread = {node: np.sqrt(degree) - 1 for node, degree in graph.degree}

    def length(tail: str, head: str, data: dict[str, float]) -> float:
        more = min(np.sqrt(data["weight"]) - 1, 2.0)
        return float(1 + 0.25 * (spread[tail] + spread[head]) + 0.4 * more)

    return length


def _turned(points: Points) -> Points:
    """Turn a drawing so that it is wider than high, as screens are."""
    if len(points) < 3:
        return points
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    turned: Points = points @ axes.T
    return turned


def _by_size(part: Sequence[str]) -> tuple[int, str]:
    return -len(part), part[0]


def _copy(view: Graph) -> Graph:
    """Return a sub-graph of its own, its nodes in sorted order (a view keeps no order)."""
    graph: Graph = nx.Graph()
    graph.add_nodes_from(sorted(view))
    for tail, head in sorted((min(pair), max(pair)) for pair in view.edges):
        graph.add_edge(tail, head, **view.edges[tail, head])
    return graph


def _rim(parts: Sequence[Sequence[str]], radius: float) -> Iterable[tuple[str, Points]]:
    """Lay small components on a spiral outside of everything else."""
    for number, part in enumerate(parts):
        distance = np.sqrt(radius**2 + 9.0 * (number + 1))
        middle = distance * np.array([np.cos(GOLDEN * number), np.sin(GOLDEN * number)])
        for place, node in enumerate(part):
            turn = 2 * np.pi * place / len(part) + number
            arm = 0.75 if len(part) > 1 else 0.0
            yield node, middle + arm * np.array([np.cos(turn), np.sin(turn)])


def _pack(graph: Graph) -> Points:
    """Lay out a graph as discs of communities; recurse into those that are too large."""
    groups = _communities(graph)
    if len(groups) == 1:
        return _spread(_springs_of(graph) if len(graph) <= DENSE else _spiral(graph))
    centres = _centres(graph, groups)
    index = {node: number for number, node in enumerate(graph)}
    points = np.zeros((len(graph), 2))
    for group, centre in zip(groups, centres, strict=True):
        part = _copy(graph.subgraph(group))
        inner = _spread(_springs_of(part)) if len(part) <= DENSE else _pack(part)
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
    centres = _springs(len(groups), pairs, weights, rounds=300)
    centres -= centres.mean(axis=0)
    reach = float(np.abs(centres).max()) or 1.0
    return _apart(centres * (1.2 * radii.sum() / np.sqrt(len(groups)) / reach), radii)


def _apart(centres: Points, radii: Points, rounds: int = 400) -> Points:
    """Push overlapping discs apart and everything a little to the middle."""
    wanted = 1.08 * (radii[:, None] + radii[None, :])
    for _ in range(rounds):
        between = centres[:, None, :] - centres[None, :, :]
        distance = np.hypot(between[..., 0], between[..., 1])
        overlap = np.clip(wanted - distance, 0, None)
        np.fill_diagonal(overlap, 0)
        step = between / np.maximum(distance, 1e-6)[..., None] * overlap[..., None]
        centres = (centres + 0.25 * step.sum(axis=1)) * 0.996
    return centres


def _springs_of(graph: Graph) -> Points:
    index = {node: number for number, node in enumerate(graph)}
    edges = [(index[tail], index[head]) for tail, head in graph.edges]
    weights = np.sqrt([weight for *_, weight in graph.edges.data("weight", default=1.0)])
    return _springs(len(graph), np.array(edges, dtype=int).reshape(-1, 2), weights, rounds=80)


def _springs(count: int, pairs: NDArray[np.int_], weights: Points, rounds: int) -> Points:
    """Fruchterman and Reingold (1991), all pairs at once."""
    points = np.random.default_rng(SEED).random((count, 2)) - 0.5
    ideal = np.sqrt(1 / max(count, 1))
    pull = np.zeros((count, count))
    if len(pairs):
        np.add.at(pull, (pairs[:, 0], pairs[:, 1]), weights)
        pull += pull.T
    for heat in np.linspace(0.1, 0.002, rounds):
        between = points[:, None, :] - points[None, :, :]
        distance = np.maximum(np.hypot(between[..., 0], between[..., 1]), 0.01)
        force = ideal**2 / distance**2 - pull * distance / ideal
        move = np.einsum("ijk,ij->ik", between, force)
        length = np.maximum(np.hypot(move[:, 0], move[:, 1]), 0.01)
        points = points + move / length[:, None] * np.minimum(length, heat)[:, None]
    return points


def _spiral(graph: Graph) -> Points:
    """Lay out a large community that cannot be split: hubs in the middle, on a spiral."""
    hubs_first = sorted(graph.degree, key=lambda pair: (-pair[1], pair[0]))
    index = {node: number for number, node in enumerate(graph)}
    points = np.zeros((len(graph), 2))
    for rank, number in enumerate(index[node] for node, _ in hubs_first):
        turn = GOLDEN * rank
        points[number] = np.sqrt(rank) * np.array([np.cos(turn), np.sin(turn)])
    return points


def _spread(points: Points) -> Points:
    """Keep each node's angle, replace its distance by its rank: the disc fills evenly."""
    count = len(points)
    if count == 1:
        return np.zeros((1, 2))
    points = points - np.median(points, axis=0)
    distance = np.hypot(points[:, 0], points[:, 1])
    rank = np.empty(count)
    rank[np.argsort(distance, kind="stable")] = np.arange(count)
    radius = np.sqrt(count) * np.sqrt((rank + 0.5) / count)
    angle = np.arctan2(points[:, 1], points[:, 0])
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _grow(graph: Graph, known: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Add new nodes to an old map: each beside the middle of its neighbours, the rest outside."""
    placed = dict(known)
    new = [node for node in graph if node not in placed]
    waiting = sorted(new, key=lambda node: (-sum(n in known for n in graph[node]), node))
    edge = max(float(np.hypot(x, y)) for x, y in known.values()) + 2.0
    for number, node in enumerate(waiting):
        near = [placed[other] for other in graph[node] if other in placed]
        turn = zlib.crc32(node.encode("utf-8", "replace")) / 2**32 * 2 * np.pi
        middle = np.mean(near, axis=0) if near else np.zeros(2)
        arm = 1.6 if near else np.sqrt(edge**2 + 9.0 * (number + 1))
        x, y = middle + arm * np.array([np.cos(turn), np.sin(turn)])
        placed[node] = (round(float(x), 2), round(float(y), 2))
    return {node: placed[node] for node in graph}


def _rounded(order: Sequence[str], points: Points) -> dict[str, tuple[float, float]]:
    return {
        node: (round(float(x), 2) + 0.0, round(float(y), 2) + 0.0)
        for node, (x, y) in zip(order, points, strict=True)
    }
