"""Give every quotation its speaker: the cue beside it, or the one that the text goes on with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kgraph.components.attribution import Attribution, Context
from kgraph.components.contents import joined
from kgraph.components.quotations import Quotation

__all__ = ["DirectSpeech"]


class CueIndex:
    """Attributions by the place of their cues; each answer keeps the order that they came in."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        """Sort the first and the last tokens of the cues."""
        self.attributions = attributions
        self.starts = sorted((a.cue[0], number) for number, a in enumerate(attributions))
        self.ends = sorted((a.cue[1], number) for number, a in enumerate(attributions))

    def beginning(self, first: int, last: int) -> list[Attribution]:
        """Return the attributions whose cue begins between two token indices, both included."""
        return self.between(self.starts, first, last)

    def ending(self, first: int, last: int) -> list[Attribution]:
        """Return the attributions whose cue ends between two token indices, both included."""
        return self.between(self.ends, first, last)

    def between(
        self, places: Sequence[tuple[int, int]], first: int, last: int
    ) -> list[Attribution]:
        """Return the attributions at some of the sorted places."""
        inside = places[bisect_left(places, (first, -1)) : bisect_left(places, (last + 1, -1))]
        return [self.attributions[number] for number in sorted(number for _, number in inside)]


class DirectSpeech:
    """Tie the quotations of one Doc to its attributions."""

    def __init__(self, context: Context) -> None:
        """Keep what the readers of one Doc share."""
        self.context = context
        self.doc = context.doc
        self.clauses = context.clauses
        self.lexicon = context.lexicon

    def extend_to_quotations(self, found: Sequence[Attribution]) -> None:
        """Let direct content take the whole of each quotation that it touches."""
        for attribution in found:
            if attribution.head.i in self.context.quoted or not (
                attribution.scope or attribution.frame == "quote"
            ):
                continue
            touched = {
                self.context.quoted[index].start: self.context.quoted[index]
                for start, end in attribution.content
                for index in range(start, end)
                if index in self.context.quoted
            }
            whole = [q for q in touched.values() if self.mostly_quoted(attribution, q)]
            if whole:
                attribution.direct = True
                attribution.content = joined(attribution.content, [(q.start, q.end) for q in whole])

    def mostly_quoted(self, attribution: Attribution, quotation: Quotation) -> bool:
        """Tell whether a quotation goes on past the content that the parse gave it."""
        return not any(
            start <= quotation.start and quotation.end <= end for start, end in attribution.content
        )

    def unclaimed_quotations(self, found: list[Attribution]) -> Iterator[Attribution]:
        """Give sentences of quotation without a cue to the speaker beside them.

        A quotation in the paragraph of one already attributed goes on with the same speaker; the
        first of a new paragraph goes with the cue of the sentence before it.
        """
        taken, outer = self.spoken_for(found)
        cues = CueIndex(outer)
        for quotation in self.context.quotations:
            free = [i for i in range(quotation.start, quotation.end) if i not in taken]
            if (
                len(free) < 0.5 * (quotation.end - quotation.start)
                or quotation.end - quotation.start < 4
            ):
                continue
            owner = self.nearest_owner(quotation, cues)
            if owner is None:
                continue
            if owner.direct and self.same_paragraph(quotation, owner):
                owner.content = joined(owner.content, [(quotation.start, quotation.end)])
                continue
            yield Attribution(
                cue=owner.cue,
                lemma=owner.lemma,
                head=owner.head,
                speaker=owner.speaker,
                content=[(quotation.start, quotation.end)],
                frame="quote",
                direct=True,
                addressee=owner.addressee,
            )

    def spoken_for(self, found: Sequence[Attribution]) -> tuple[set[int], list[Attribution]]:
        """Return the tokens that cues outside quotations claim, and those cues that can go on."""
        outside = [a for a in found if a.head.i not in self.context.quoted]
        taken = {
            index
            for a in outside
            if a.frame != "infinitive"
            for start, end in a.content
            for index in range(start, end)
        }
        return taken, [a for a in outside if a.direct or a.frame in {"that", "bare", "quote"}]

    def nearest_owner(self, quotation: Quotation, cues: CueIndex) -> Attribution | None:
        """Return the attribution whose speaker a bare quotation most likely goes on with."""
        before = cues.ending(quotation.start - 119, quotation.start)
        after = cues.beginning(quotation.end, quotation.end + 12)
        if after and self.doc[after[0].cue[0]].sent.start <= quotation.end + 1:
            return after[0]
        if not before:
            return None
        last = max(before, key=lambda a: a.cue)
        spoken = max(
            (end for a in before for _, end in a.content if end <= quotation.start), default=0
        )
        return last if quotation.start - max(last.cue[1], spoken) <= 40 else None

    def same_paragraph(self, quotation: Quotation, owner: Attribution) -> bool:
        """Tell whether an attribution's content lies in the same paragraph as a quotation."""
        start, end = sorted((owner.content[-1][1], quotation.start))
        return not any(
            t.is_space and "\n" in t.text for t in self.doc[min(start, len(self.doc) - 1) : end]
        )
