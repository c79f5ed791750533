"""What the reading of one article may cost."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Bounds"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one article may cost: seconds, and bytes of its process's memory."""

    seconds: float = 120.0
    memory: int = 4_000_000_000
