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
    x, y = points.T
    for _ in range(min(rounds, 40 + 6 * count)):
        across, down = np.subtract.outer(x, x), np.subtract.outer(y, y)
        pull = weights * wanted / np.maximum(np.hypot(across, down), 1e-6)
        x, y = (
            (weights @ x + (pull * across).sum(axis=1)) / total,
            (weights @ y + (pull * down).sum(axis=1)) / total,
        )
    placed: Points = np.stack([x - x.mean(), y - y.mean()], axis=1)
    if count < 3:
        return placed
    _, _, axes = np.linalg.svd(placed, full_matrices=False)
    turned: Points = placed @ axes.T
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
    return _polar(np.sqrt(rank + 0.5), angle)


def spiral(count: int) -> Points:
    """Return points on a spiral that fills a disc, the first in the middle."""
    return _polar(np.sqrt(np.arange(count)), GOLDEN * np.arange(count))


def circle(count: int, taken: Points, reach: float) -> Points:
    """Return places around a hub, on rings, away from the directions that are taken (angles)."""
    rings: list[Points] = []
    left, slots = count, 14
    while left > 0:
        wanted = min(left, max(slots - len(taken), slots // 2))
        angles = _free(slots, wanted, taken)
        rings.append(_polar(np.full(wanted, reach + 0.62 * len(rings)), angles))
        left, slots = left - wanted, slots + 8
    return np.concatenate(rings) if rings else np.zeros((0, 2))


def _free(slots: int, wanted: int, taken: Points) -> Points:
    """Return so many angles of a ring: evenly where nothing is taken, else those farthest off."""
    if not len(taken):
        return 2 * np.pi * np.arange(wanted) / wanted
    angles = 2 * np.pi * np.arange(slots) / slots
    turns = (np.subtract.outer(angles, taken) + np.pi) % (2 * np.pi) - np.pi
    gap = np.abs(turns).min(axis=1)
    farthest: Points = angles[np.sort(np.argsort(-gap, kind="stable")[:wanted])]
    return farthest


def _polar(radius: Points, angle: Points) -> Points:
    points: Points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return points
