"""How far a build is: what was read, what was there already, what failed, what is left."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

__all__ = ["Tally"]


@dataclass
class Tally:
    """Counts of a build while it runs; whoever shows them looks at it now and then.

    ``size`` is how much there is to pass, in any unit (bytes of the sources, shards), 0 where
    nobody knows; ``position`` how much of it has been opened, ``passed`` how much is done.
    """

    size: int = 0
    position: int = 0
    passed: int = 0
    read: int = 0
    unchanged: int = 0
    failed: int = 0
    started: float = field(default_factory=time.monotonic)
    #: Positions at which the articles stand that are being read.
    _reading: deque[int] = field(default_factory=deque)
    #: When the first article was begun that had to be read, and at which position.
    _origin: tuple[float, int] | None = None

    @property
    def rate(self) -> float:
        """Articles read in a second."""
        since = self._origin[0] if self._origin else self.started
        return self.read / max(time.monotonic() - since, 1e-3)

    @property
    def left(self) -> float | None:
        """Seconds that the rest takes if it is like what was read; None while nobody knows."""
        if self._origin is None:
            return None
        began, origin = self._origin
        if self.passed <= origin or not self.size:
            return None
        rest = max(0, self.size - self.passed)
        return (time.monotonic() - began) * rest / (self.passed - origin)

    def move(self, amount: int) -> None:
        """Note that so much more of the sources was opened."""
        self.position += amount

    def begin(self, before: int | None = None) -> None:
        """Note that an article is being read, which ends where the sources are opened to."""
        if self._origin is None:
            self._origin = (time.monotonic(), self.passed if before is None else before)
        self._reading.append(self.position)

    def end(self, *, failed: bool = False) -> None:
        """Note that the article that was begun first has been read, or cannot be."""
        self.passed = self._reading.popleft() if self._reading else self.position
        if failed:
            self.failed += 1
        else:
            self.read += 1

    def __str__(self) -> str:
        """Return one line for a person."""
        left = self.left
        parts = (
            f"{self.read:,} articles read, {self.rate:.1f} a second",
            *((f"{_clock(left)} left",) if left is not None else ()),
            *((f"{self.unchanged:,} skipped (unchanged)",) if self.unchanged else ()),
            *((f"{self.failed:,} failed",) if self.failed else ()),
        )
        return ", ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"
