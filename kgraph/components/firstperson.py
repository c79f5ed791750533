"""Say who "I" and "we" are in a quotation: its speaker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc

from kgraph.components.name import Name
from kgraph.lexicon import word_set

__all__ = ["quoted_speakers"]


def quoted_speakers(
    doc: Doc, names: Sequence[Name], references: Mapping[int, Name]
) -> Iterator[tuple[int, Name]]:
    """Yield "I" and "we" inside quotations with their speakers; needs the Doc's attributions."""
    at = {index: name for name in names for index in range(name.start, name.end)}
    for attribution in doc._.attributions:
        if not attribution.direct or attribution.speaker is None:
            continue
        speaker = at.get(attribution.speaker.i) or references.get(attribution.speaker.i)
        if speaker is None:
            continue
        for start, end in attribution.content:
            for token in doc[start:end]:
                if token.lower_ in word_set("first_person") and token.tag_ in {"PRP", "PRP$"}:
                    yield token.i, speaker
