"""What a crowded graph opens on: the names, and of very many names those that act most on others.

In: the ends of the statements, as numbers of nodes.  Out: the nodes to draw first.  Articles give
far more phrases ("exports of grain") than names, and most hang on one name only: drawn all at
once they bury who acts on whom.  They come back round whatever the reader selects.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

__all__ = ["MANY", "SEVERAL", "STRONGEST", "opening"]

SEVERAL = 150  #: above so many nodes a page opens on the names
MANY = 1500  #: above so many nodes it opens on the strongest of them
STRONGEST = 300


def opening(pairs: Iterable[tuple[int, int]], minor: Container[int]) -> list[int] | None:
    """Return the nodes that the page opens on, None where all can be drawn.

    ``pairs`` are subject and object of each statement; ``minor`` the nodes that stand for no named
    thing.  What links two names is kept with them.
    """
    links = [(tail, head) for tail, head in pairs if tail != head]
    drawn = {node for pair in links for node in pair}
    if len(drawn) <= SEVERAL:
        return None
    kept = [node for node in drawn if node not in minor]
    kept += _between(links, minor)
    kept = sorted(kept or drawn)
    return sorted(_strongest(kept, links)) if len(drawn) > MANY else kept


def _between(links: Iterable[tuple[int, int]], minor: Container[int]) -> list[int]:
    """Return the nodes that stand for no named thing but link two names or more."""
    names: dict[int, set[int]] = {}
    for tail, head in links:
        for node, other in ((tail, head), (head, tail)):
            if node in minor and other not in minor:
                names.setdefault(node, set()).add(other)
    return [node for node, near in names.items() if len(near) > 1]


def _strongest(kept: Sequence[int], links: Iterable[tuple[int, int]]) -> list[int]:
    """Return those with most statements that link them to one another."""
    among = set(kept)
    inner = Counter[int]()
    outer = Counter[int]()
    for tail, head in links:
        counter = inner if tail in among and head in among else outer
        counter[tail] += 1
        counter[head] += 1
    return sorted(kept, key=lambda node: (-inner[node], -outer[node], node))[:STRONGEST]
