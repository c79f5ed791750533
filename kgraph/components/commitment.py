"""How far a predication is committed to, and how commitments combine."""

from __future__ import annotations

from dataclasses import dataclass

from kgraph.lexicon import Governor
from kgraph.model import Modality, Polarity

__all__ = ["PLAIN", "Commitment", "commitment_of"]

#: The strongest effect wins where several meet; a denial outranks a demand outranks a possibility.
STRENGTH: dict[str, int] = {
    "asserted": 0,
    "intended": 1,
    "possible": 2,
    "promised": 3,
    "hypothetical": 4,
    "conditional": 5,
    "threatened": 6,
    "demanded": 7,
    "denied": 8,
}


@dataclass(frozen=True, slots=True)
class Commitment:
    """Modality and polarity of a predication; combine with what governs it by :meth:`under`."""

    modality: Modality = "asserted"
    polarity: Polarity = "positive"

    def under(self, outer: Commitment) -> Commitment:
        """Return this commitment as it stands inside ``outer``: the stronger modality holds."""
        stronger = max(self.modality, outer.modality, key=lambda m: STRENGTH[m])
        negative = (self.polarity == "negative") != (outer.polarity == "negative")
        return Commitment(stronger, "negative" if negative else "positive")

    @property
    def is_open(self) -> bool:
        """Tell whether it may well not be so."""
        return self.modality in {"possible", "hypothetical", "conditional", "denied"}


PLAIN = Commitment()


def commitment_of(governor: Governor) -> Commitment:
    """Return what a governing word of the lexicon makes of the clause under it."""
    return Commitment(
        governor.modality or "asserted", "negative" if governor.negative else "positive"
    )
