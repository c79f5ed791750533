"""Points on a plane, moved by forces: the arithmetic of the layout, without any graph library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

__all__ = ["apart", "circle", "spiral", "spread", "springs", "stress"]

SEED = 7
GOLDEN = np.pi * (3 - np.sqrt(5))


def springs(count: int, pairs: NDArray[np.int_], weights: Points, rounds: int) -> Points:
    """Let connected points attract and all points repel each other.

    Fruchterman and Reingold, "Graph drawing by force-directed placement" (1991), all pairs at once.
    """
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


def stress(wanted: Points, rounds: int = 300) -> Points:
    """Place points so that their distances on the plane are as wanted, near ones above all.

    Stress majorisation: Gansner, Koren and North, "Graph drawing by stress majorization" (2004).
    The result is turned so that it is wider than high, as screens are.
    """
    count = len(wanted)
    weights = np.zeros_like(wanted)
    weights[wanted > 0] = wanted[wanted > 0] ** -2
    points = np.random.default_rng(SEED).random((count, 2)) * np.sqrt(count)
    total = np.maximum(weights.sum(axis=1), 1e-9)
    for _ in range(rounds):
        across = points[:, 0, None] - points[None, :, 0]
        down = points[:, 1, None] - points[None, :, 1]
        pull = weights * wanted / np.maximum(np.hypot(across, down), 1e-6)
        points = np.stack(
            [
                (weights @ points[:, 0] + (pull * across).sum(axis=1)) / total,
                (weights @ points[:, 1] + (pull * down).sum(axis=1)) / total,
            ],
            axis=1,
        )
    points = points - points.mean(axis=0)
    if count < 3:
        return points
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    turned: Points = points @ axes.T
    return turned


def apart(centres: Points, radii: Points, *, rounds: int = 400, pull: float = 0.996) -> Points:
    """Push overlapping discs apart, and everything to the middle by the factor ``pull`` a round."""
    wanted = 1.08 * (radii[:, None] + radii[None, :])
    for _ in range(rounds):
        between = centres[:, None, :] - centres[None, :, :]
        distance = np.hypot(between[..., 0], between[..., 1])
        overlap = np.clip(wanted - distance, 0, None)
        np.fill_diagonal(overlap, 0)
        if pull == 1 and not overlap.any():
            break
        step = between / np.maximum(distance, 1e-6)[..., None] * overlap[..., None]
        centres = (centres + 0.25 * step.sum(axis=1)) * pull
    return centres


def spread(points: Points) -> Points:
    """Keep each point's angle and replace its distance by its rank, so that a disc fills evenly."""
    count = len(points)
    if count == 1:
        return np.zeros((1, 2))
    points = points - np.median(points, axis=0)
    distance = np.hypot(points[:, 0], points[:, 1])
    rank = np.empty(count)
    rank[np.argsort(distance, kind="stable")] = np.arange(count)
    angle = np.arctan2(points[:, 1], points[:, 0])
    return np.sqrt(rank + 0.5)[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def spiral(count: int) -> Points:
    """Return points on a spiral that fills a disc, the first in the middle."""
    turns = GOLDEN * np.arange(count)
    return np.sqrt(np.arange(count))[:, None] * np.stack([np.cos(turns), np.sin(turns)], axis=1)


def circle(count: int, taken: Points, reach: float) -> Points:
    """Return places around a hub, on rings, away from the directions that are taken (angles)."""
    places = []
    ring = 0
    while len(places) < count:
        slots = 14 + 8 * ring
        angles = 2 * np.pi * np.arange(slots) / slots
        if len(taken):
            gap = np.abs((angles[:, None] - taken[None, :] + np.pi) % (2 * np.pi) - np.pi).min(
                axis=1
            )
        else:
            gap = np.zeros(slots)
        wanted = min(count - len(places), max(slots - len(taken) * (1 + ring // 2), slots // 2))
        every = _evenly(
            np.argsort(-gap, kind="stable")[: max(wanted, 1)], slots, wanted, len(taken)
        )
        radius = reach + 0.62 * ring
        places += [(radius * np.cos(angles[slot]), radius * np.sin(angles[slot])) for slot in every]
        ring += 1
    return np.array(places[:count]).reshape(-1, 2)


def _evenly(best: NDArray[np.int_], slots: int, wanted: int, taken: int) -> list[int]:
    """Spread over the whole ring where nothing is taken, else take the best slots in order."""
    if taken:
        return sorted(int(slot) for slot in best)
    return [int(slots * number / wanted) for number in range(wanted)]
