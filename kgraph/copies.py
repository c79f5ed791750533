"""Tell which articles are copies of one another, or versions of one article, by what they say.

In: a :class:`Sketch` an article, which holds its metadata and a MinHash signature of its text
(Broder 1997, "On the resemblance and containment of documents").  Out: a :class:`CopyDecision` for
each article that another one speaks for.  The decisions are a function of the set of sketches: the
order in which articles come never matters.

Signatures meet in a bucket where a band of them is equal; what meets is compared in full.  An
excerpt resembles its source little, but nearly all of it is in the source, so containment counts,
worked out of resemblance and sizes.  A paragraph that agencies put under every article is a small
share of each and makes none a copy.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

__all__ = ["CopyDecision", "Sketch", "copy_decisions", "signature"]

PERMUTATIONS = 128
SEED = 1
WORDS_IN_SHINGLE = 3
#: Bands of three: what resembles each other by 0.4 meets with a chance of 0.94.
ROWS_IN_BAND = 3
#: Of what meets in a bucket, each is compared with so many before it.
MOST_COMPARED = 40
#: Shorter articles are copies only where they are the same.
FEWEST_SHINGLES = 20
COPY = 0.5  #: resemblance of near copies
CONTAINED = 0.65  #: share of an excerpt that is in its source
VERSION = 0.3  #: share that two versions under one headline or address have in common


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What is compared of an article."""

    iri: str
    signature: str
    published: str | None = None
    url: str | None = None
    headline: tuple[str, str] | None = None  #: outlet and title


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyDecision:
    """That ``origin`` speaks for ``article``, by which rule, how sure, and what it was like.

    ``newer`` is the version that takes the article's place, where there is one.
    """

    article: str
    origin: str
    rule: str
    score: float
    compared_with: str
    newer: str | None = None


@dataclass(frozen=True, slots=True)
class _Pair:
    one: int
    other: int
    rule: str
    score: float


def signature(text: str) -> str:
    """Return the signature of a text: how many shingles it has, and their MinHash in base 64."""
    words = re.findall(r"\w+", text.casefold())
    width = min(WORDS_IN_SHINGLE, len(words))
    places = range(len(words) - width + 1 if words else 0)
    shingles = {" ".join(words[i : i + width]) for i in places}
    hashed = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    hashed.update(sorted(shingles))
    data = np.array(hashed.digest(), dtype="<u4").tobytes()
    return f"{len(shingles)}:{base64.b64encode(data).decode('ascii')}"


def copy_decisions(sketches: Iterable[Sketch]) -> list[CopyDecision]:
    """Return a decision for each article that is not the one that speaks for its group."""
    return _Copies(sorted(sketches, key=lambda sketch: sketch.iri)).decisions()


class _Copies:
    """Groups articles, which are numbered in the order of their IRIs."""

    def __init__(self, sketches: Sequence[Sketch]) -> None:
        self._sketches = sketches
        self._sizes = np.zeros(len(sketches), dtype=np.int64)
        self._hashes = np.zeros((len(sketches), PERMUTATIONS), dtype=np.uint32)
        for number, sketch in enumerate(sketches):
            size, _, data = sketch.signature.partition(":")
            self._sizes[number] = int(size)
            self._hashes[number] = np.frombuffer(base64.b64decode(data), dtype="<u4")
        self._above = list(range(len(sketches)))
        self._versions: dict[int, list[int]] = {}
        self._found: dict[int, _Pair] = {}

    def decisions(self) -> list[CopyDecision]:
        """Return the decisions, in the order of the articles."""
        for pair in self._version_pairs():
            self._join(pair)
            self._versions.setdefault(pair.one, [pair.one]).append(pair.other)
            self._versions[pair.other] = self._versions[pair.one]
        self._join_alike()
        groups: dict[int, list[int]] = {}
        for number in range(len(self._sketches)):
            groups.setdefault(self._root(number), []).append(number)
        found = [one for group in groups.values() if len(group) > 1 for one in self._of(group)]
        return sorted(found, key=lambda decision: decision.article)

    # ------------------------------------------------------------------ versions

    def _version_pairs(self) -> Iterator[_Pair]:
        """Yield pairs under one address, or one headline of one outlet on two days."""
        dated = [number for number, one in enumerate(self._sketches) if one.published is not None]
        addresses = self._under(range(len(self._sketches)), lambda sketch: sketch.url)
        headlines = self._under(dated, lambda sketch: sketch.headline)
        yield from self._sharing(addresses, "same-address")
        yield from self._sharing(headlines, "same-headline")

    def _under(self, numbers: Iterable[int], name: Callable[[Sketch], Hashable]) -> list[list[int]]:
        """Return the articles by a name that several may have, the oldest of each first."""
        found: dict[Hashable, list[int]] = {}
        for number in numbers:
            if (key := name(self._sketches[number])) is not None:
                found.setdefault(key, []).append(number)
        return [sorted(same, key=self._age) for same in found.values()]

    def _sharing(self, groups: Iterable[list[int]], rule: str) -> Iterator[_Pair]:
        """Yield those of the pairs that follow each other which have enough in common."""
        for same in groups:
            for one, two in pairwise(same):
                _, contained = self._likeness(one, two)
                if contained >= VERSION and self._root(one) != self._root(two):
                    yield _Pair(one, two, rule, contained)

    def _newer(self, number: int) -> int | None:
        """The newest version of an article, where that is of a later day."""
        dated = [one for one in self._versions.get(number, ()) if self._sketches[one].published]
        newest = max(dated, key=self._age, default=number)
        own, latest = self._sketches[number].published, self._sketches[newest].published
        return newest if own and latest and own < latest else None

    def _age(self, number: int) -> tuple[str, int]:
        return self._sketches[number].published or "9999", number

    # ------------------------------------------------------------------ copies

    def _join_alike(self) -> None:
        for first in range(0, PERMUTATIONS - ROWS_IN_BAND + 1, ROWS_IN_BAND):
            buckets: dict[bytes, list[int]] = {}
            for number in range(len(self._sketches)):
                key = self._hashes[number, first : first + ROWS_IN_BAND].tobytes()
                buckets.setdefault(key, []).append(number)
            for bucket in buckets.values():
                self._compare(bucket)

    def _compare(self, bucket: Sequence[int]) -> None:
        for place, number in enumerate(bucket):
            for other in bucket[max(0, place - MOST_COMPARED) : place]:
                if self._root(other) != self._root(number):
                    pair = self._alike(other, number)
                    if pair is not None:
                        self._join(pair)

    def _alike(self, one: int, other: int) -> _Pair | None:
        resemblance, contained = self._likeness(one, other)
        if resemblance == 1.0 and self._sizes[one] == self._sizes[other]:
            return _Pair(one, other, "same-text", 1.0)
        if min(self._sizes[one], self._sizes[other]) < FEWEST_SHINGLES:
            return None
        if resemblance >= COPY:
            return _Pair(one, other, "near-copy", resemblance)
        return _Pair(one, other, "excerpt", contained) if contained >= CONTAINED else None

    def _likeness(self, one: int, other: int) -> tuple[float, float]:
        """Resemblance of two articles, and the share of the shorter that is in the longer."""
        same: npt.NDArray[np.bool_] = self._hashes[one] == self._hashes[other]
        resemblance = float(same.mean())
        sizes = int(self._sizes[one]), int(self._sizes[other])
        shared = resemblance * sum(sizes) / (1 + resemblance)
        return resemblance, round(min(1.0, shared / max(1, min(sizes))), 4)

    # ------------------------------------------------------------------ groups

    def _root(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def _join(self, pair: _Pair) -> None:
        one, other = sorted((self._root(pair.one), self._root(pair.other)))
        self._above[other] = one
        for number in (pair.one, pair.other):
            self._found.setdefault(number, pair)

    def _of(self, group: Sequence[int]) -> Iterator[CopyDecision]:
        newer = {number: self._newer(number) for number in group}
        speaking = [number for number in group if newer[number] is None]
        origin = min(speaking, key=self._age)
        for number in group:
            if number != origin:
                pair, new = self._found[number], newer[number]
                compared = pair.other if pair.one == number else pair.one
                yield CopyDecision(
                    article=self._sketches[number].iri,
                    origin=self._sketches[origin].iri,
                    rule=pair.rule,
                    score=round(pair.score, 4),
                    compared_with=self._sketches[compared].iri,
                    newer=None if new is None else self._sketches[new].iri,
                )
