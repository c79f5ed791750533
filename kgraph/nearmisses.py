"""Which entities are possibly the same: pairs that a person may want to merge, with the reason.

In come entities, out come pairs.  Only names are compared, so nothing here merges anything.  Two
entities that the gazetteer tells apart are never proposed, nor are names with different numbers.
Names are compared only where some word of both begins or ends alike, so that the work grows with
the number of entities and not with its square.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz

from kgraph.folding import acronym, fold, skeleton
from kgraph.model import EntityRow

__all__ = ["NearMiss", "likeness", "near_misses"]

Likeness = tuple[float, str]

#: What fills a block of more entities than this is a common word, not a name.
LARGEST_BLOCK = 150
#: How alike (rapidfuzz, 0 to 100) two names must be, and each given name and surname in them.
WHOLE, PART = 88, 75
_KEY = 4
#: One name is compared with many others, and what is compared of it is worked out once.
_fold = lru_cache(1 << 16)(fold)
_skeleton = lru_cache(1 << 16)(skeleton)
_acronym = lru_cache(1 << 16)(acronym)
_FAMILIES = {"Country": "Place", "Government": "Organization", "ArmedGroup": "Organization"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """Two entities that are possibly the same: how likely, 0 to 1, and why."""

    first: EntityRow
    second: EntityRow
    score: float
    reason: str


def near_misses(
    entities: Sequence[EntityRow], is_known: Callable[[EntityRow], bool], least: float = 0.7
) -> list[NearMiss]:
    """Return the pairs that are possibly the same, the likeliest first.

    ``is_known`` tells whether the gazetteer has an entity: two that it has are not the same.
    """
    found = []
    for first, second in sorted(_candidates(entities), key=lambda pair: (pair[0].id, pair[1].id)):
        if is_known(first) and is_known(second):
            continue
        alike = likeness(first, second)
        if alike is not None and alike[0] >= least:
            found.append(NearMiss(first=first, second=second, score=alike[0], reason=alike[1]))
    return sorted(found, key=lambda one: (-one.score, one.first.id, one.second.id))


def likeness(first: EntityRow, second: EntityRow) -> Likeness | None:
    """Return how likely two names are one entity's, and why; None where nothing speaks for it."""
    if _numbers(first.label) != _numbers(second.label):
        return None
    one, other = _fold(first.label), _fold(second.label)
    if one == other:
        return 0.95, f"the same name, as {first.type} and as {second.type}"
    if _family(first) != _family(second):
        return None
    if _skeleton(one) == _skeleton(other):
        return 0.95, "the same name in another transcription"
    shared = {_fold(name) for name in _names(first)} & {_fold(name) for name in _names(second)}
    if shared:
        return 0.85, f"both are called “{min(shared)}”"
    return _person(one, other) if first.type == "Person" else _other(first, second)


def _person(one: str, other: str) -> Likeness | None:
    """Compare persons: given names and surnames must both fit, or one name lacks some of them."""
    short, long = sorted((one.split(), other.split()), key=len)
    if set(short) < set(long) and short[-1] == long[-1]:
        return 0.75, "the one name is part of the other"
    if len(short) != len(long) or len(short) < 2:
        ratio = fuzz.ratio(one, other)
        same = len(short) == len(long) and ratio >= WHOLE
        return (_share(ratio), "the names are spelt almost alike") if same else None
    surname = fuzz.ratio(short[-1], long[-1])
    if surname < WHOLE:
        return None
    if short[0][0] == long[0][0] and 1 in (len(short[0]), len(long[0])):
        return 0.8, "the same surname and initial"
    if fuzz.ratio(short[0], long[0]) >= PART:
        return _share(fuzz.ratio(one, other)), "the names are spelt almost alike"
    return None


def _other(first: EntityRow, second: EntityRow) -> Likeness | None:
    """Compare what is no person: an abbreviation, a part of the name, or an almost equal name."""
    for short, long in ((first, second), (second, first)):
        letters = _acronym(short.label)
        if letters is not None and letters.lower() == _initials(long.label):
            return 0.85, f"{short.label} may be short for {long.label}"
    one, other = _fold(first.label), _fold(second.label)
    words, others = set(one.split()), set(other.split())
    if len(words & others) > 1 and (words < others or others < words):
        return 0.75, "the one name is part of the other"
    ratio = fuzz.token_sort_ratio(one, other)
    if ratio >= WHOLE and len(one) > _KEY:
        return _share(ratio), "the names are spelt almost alike"
    return None


def _candidates(entities: Iterable[EntityRow]) -> set[tuple[EntityRow, EntityRow]]:
    """Return the pairs of which some words begin or end alike, or are initials of the other's."""
    blocks: dict[str, list[EntityRow]] = {}
    for entity in entities:
        for key in dict.fromkeys(_keys(entity)):
            blocks.setdefault(key, []).append(entity)
    small = (block for block in blocks.values() if 1 < len(block) <= LARGEST_BLOCK)
    return {
        (one, other) if one.id < other.id else (other, one)
        for block in small
        for one, other in combinations(block, 2)
    }


def _keys(entity: EntityRow) -> Iterator[str]:
    for name in _names(entity):
        yield f"={_fold(name)}"
        letters = _acronym(name)
        yield f"/{letters.lower() if letters is not None else _initials(name)}"
        for word in _fold(name).split():
            sound = _skeleton(word)
            if len(sound) >= _KEY:
                yield f"{sound[:_KEY]}-"
                yield f"-{sound[-_KEY:]}"


def _names(entity: EntityRow) -> tuple[str, ...]:
    return entity.label, *entity.aliases


def _initials(name: str) -> str:
    """Return the first letters of the words that count: "Food and Agriculture Organization"."""
    words = [word for word in re.findall(r"\w+", name) if word[0].isupper()]
    return "".join(word[0].lower() for word in words) if len(words) > 1 else f"({_fold(name)})"


def _numbers(name: str) -> list[str]:
    return re.findall(r"\d+|\b[IVX]+\b", name)


def _family(entity: EntityRow) -> str:
    return _FAMILIES.get(entity.type, entity.type)


def _share(ratio: float) -> float:
    return round(ratio / 100, 2)
