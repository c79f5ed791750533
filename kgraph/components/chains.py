"""Say which attributions a frame stands in: who reports whom, each speaker once."""

from __future__ import annotations

from collections.abc import Sequence

from kgraph.components.arguments import ArgumentMaker
from kgraph.components.attribution import Attribution
from kgraph.components.clauses import Frame
from kgraph.components.smallclauses import is_effected
from kgraph.lexicon import word_set

__all__ = ["claims_around"]


def claims_around(frame: Frame, maker: ArgumentMaker) -> list[int]:
    """Return the numbers of the attributions whose content holds the frame, outermost first."""
    attributions: Sequence[Attribution] = maker.doc._.attributions
    own = {frame.head.i, *(token.i for token in frame.chain)}
    holding = [
        (number, attribution)
        for number in maker.covering.get(frame.head.i, ())
        for attribution in (attributions[number],)
        if attribution.scope and (attribution.head.i not in own or attribution.is_hearsay)
        if not (frame.rule == "clause:small" and is_effected(attribution.head))
    ]
    holding.sort(key=lambda pair: (-sum(e - s for s, e in pair[1].content), pair[0]))
    outermost = holding[0][0] if holding else None
    said = {
        voice(attribution): number
        for number, attribution in holding
        if number == outermost or not is_own(attribution)
    }
    around = list(said.values())
    return around[:-1] if is_performative(frame) else around


def voice(attribution: Attribution) -> tuple[int, ...] | tuple[tuple[int, int], ...]:
    """Return what tells one voice from another: the speaker, or what an unnamed one says.

    Nobody reports himself: "replied by denying it, saying that …" has one voice.
    """
    speaker = attribution.speaker
    return (speaker.i,) if speaker is not None else tuple(attribution.content)


def is_own(attribution: Attribution) -> bool:
    """Tell whether who says "I hope" or "we believe" is the one who is quoted already."""
    speaker = attribution.speaker
    return speaker is not None and speaker.lower_ in {"i", "we"}


def is_performative(frame: Frame) -> bool:
    """Tell whether saying it does it: "we condemn …" in the first person present (Austin 1962)."""
    verb = frame.head
    return (
        verb.tag_ == "VBP"
        and not frame.chain
        and any(subject.lower_ in {"i", "we"} for subject in frame.subjects)
        and verb.lemma_.lower() in word_set("performative")
        and not any(child.dep_ in {"aux", "neg"} for child in verb.children)
    )
