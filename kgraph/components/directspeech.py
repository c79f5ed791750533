"""Give every quotation its speaker: the cue beside it, or the one that the text goes on with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kgraph.components.attribution import Attribution, Context
from kgraph.components.contents import Bounds, joined
from kgraph.components.quotations import Quotation
from kgraph.components.syntax import first, is_verbal
from kgraph.lexicon import word_set

__all__ = ["DirectSpeech"]

#: What is shorter than this many tokens is a phrase in quotation marks, not speech.
SHORTEST = 4


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

        A quotation right behind another, as in a speech of several paragraphs, and one in the
        paragraph of one already attributed go on with the same speaker; the first of a new
        paragraph goes with the cue of the sentence before it.
        """
        taken, outer = self.spoken_for(found)
        cues = CueIndex(outer)
        owners = {start: a for a in outer for start, _ in a.content}
        before: tuple[Quotation, Attribution] | None = None
        for quotation in self.context.quotations:
            if not self.is_free(quotation, taken):
                own = owners.get(quotation.start)
                before = (quotation, own) if own is not None and self.goes_on(own) else None
                continue
            owner = (
                before[1]
                if before is not None and self.adjoin(before[0], quotation)
                else self.nearest_owner(quotation, cues) or self.introduction(quotation)
            )
            before = (quotation, owner) if owner is not None else None
            if owner is None:
                continue
            inside = owner.direct or self.is_behind_cue(quotation, owner)
            if inside and owner.content and self.same_paragraph(quotation, owner):
                owner.content = joined(owner.content, [(quotation.start, quotation.end)])
                continue
            yield replace(
                owner,
                content=[(quotation.start, quotation.end)],
                frame="quote",
                modality="asserted",
                direct=True,
                scope=True,
                same_subject=False,
            )

    def run_on(self, found: Sequence[Attribution]) -> None:
        """Let a speech without marks, set below 'X said:', go on over its further paragraphs.

        It ends where marks stand, or where the text speaks of its speaker by name or office; some
        of it must be in the first person, unless it runs to the end of the text.
        """
        for attribution in found:
            if attribution.frame != "quote" or len(attribution.content) != 1:
                continue
            start, end = attribution.content[0]
            if not self.is_set_below(start):
                continue
            while end < len(self.doc):
                first_word, last = self.next_paragraph(end)
                if first_word < last and self.returns_to(attribution.speaker, first_word, last):
                    break
                end = last
            if end == len(self.doc) or self.has_first_person(start, end):
                attribution.content = [(start, end)]

    def is_set_below(self, start: int) -> bool:
        """Tell whether content without marks begins on the line after a colon."""
        if start in self.context.quoted or start < 2 or not self.doc[start - 1].is_space:
            return False
        before = start - 1
        while before > 0 and self.doc[before].is_space:
            before -= 1
        return self.doc[before].text == ":"

    def has_first_person(self, start: int, end: int) -> bool:
        """Tell whether somebody speaks of himself or herself between two tokens."""
        return any(token.lower_ in word_set("first_person") for token in self.doc[start:end])

    def next_paragraph(self, end: int) -> Bounds:
        """Return the bounds of the paragraph that follows a token."""
        start = end
        while start < len(self.doc) and self.doc[start].is_space:
            start += 1
        last = start
        while last < len(self.doc) and "\n" not in self.doc[last].text:
            last += 1
        return start, last

    def returns_to(self, speaker: Token | None, start: int, end: int) -> bool:
        """Tell whether a paragraph is the writer's again: it quotes, or names the speaker."""
        if next(self.context.quotations_between(start, end), None) is not None or speaker is None:
            return True
        name = self.context.names.get(speaker.i)
        named = {self.context.names[i].key for i in range(start, end) if i in self.context.names}
        words = {token.lower_ for token in self.doc[start:end]}
        return (name is not None and name.key in named) or speaker.lower_ in words

    @staticmethod
    def is_free(quotation: Quotation, taken: Container[int]) -> bool:
        """Tell whether a quotation is long enough to be speech, and most of it nobody's yet."""
        length = quotation.end - quotation.start
        free = [i for i in range(quotation.start, quotation.end) if i not in taken]
        return length >= SHORTEST and len(free) >= 0.5 * length

    def goes_on(self, owner: Attribution) -> bool:
        """Tell whether the next quotation may be by the same speaker: a transcript's labels end."""
        speaks = owner.direct and owner.head.is_alpha and owner.speaker is not None
        return speaks and self.context.can_speak(owner.speaker, "np")

    def adjoin(self, earlier: Quotation, later: Quotation) -> bool:
        """Tell whether a quotation follows another one, and does not open with a label."""
        labelled = any(t.text == ":" for t in self.doc[later.start : later.start + 3])
        between = self.doc[earlier.end : later.start]
        return not labelled and all(t.is_punct or t.is_space for t in between)

    def introduction(self, quotation: Quotation) -> Attribution | None:
        """Return who speaks in 'X released the following statement: "…"', without content yet."""
        colon = quotation.start - 1
        while colon > 0 and (self.doc[colon].is_space or self.doc[colon].is_quote):
            colon -= 1
        if self.doc[colon].text != ":":
            return None
        verb = self.doc[colon].sent.root
        said = first(verb, "dobj")
        subjects = self.clauses.subjects(verb) if is_verbal(verb) else []
        if said is None or not subjects or not self.context.can_speak(subjects[0], "np"):
            return None
        lemma = said.lemma_.lower()
        if lemma not in word_set("documents") and self.lexicon.cue(lemma, "noun") is None:
            return None
        return Attribution(
            cue=(said.i, said.i + 1),
            lemma=lemma,
            head=said,
            speaker=subjects[0],
            content=[],
            frame="quote",
        )

    @staticmethod
    def is_behind_cue(quotation: Quotation, owner: Attribution) -> bool:
        """Tell whether a quotation is in the sentence of the cue, behind the content before it."""
        return owner.head.i < quotation.start < owner.head.sent.end

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
