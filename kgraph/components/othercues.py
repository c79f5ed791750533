"""Read adjectives, adverbs and "according to" as cues: "is sure that", "reportedly"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kgraph.components.attribution import Attribution, Context
from kgraph.components.contents import Bounds, clause_frame, extent, trimmed
from kgraph.components.syntax import (
    clause_bounds,
    dependents,
    is_verbal,
    objects_of_prepositions,
)
from kgraph.lexicon import CueEntry, word_set

__all__ = ["OtherCues"]


class OtherCues:
    """Read the adjective and adverb cues of one Doc."""

    def __init__(self, context: Context) -> None:
        """Keep what the readers of one Doc share."""
        self.context = context
        self.doc = context.doc
        self.clauses = context.clauses
        self.lexicon = context.lexicon

    def according_to(self, token: Token) -> Iterator[Attribution]:
        """Yield "according to X": the clause that it modifies is X's."""
        target = next((t for p, t in self.nested_objects(token)), None)
        if target is None:
            return
        clause = self.reported_clause(token)
        start, end = clause.left_edge.i, clause.right_edge.i + 1
        low, high = token.left_edge.i, token.right_edge.i + 1
        if token.i == clause.i or target.right_edge.i + 1 >= end:
            comma = next((t.i for t in self.doc[target.i : end] if t.text == ","), end)
            high = min(high, comma)
        pieces = [trimmed(self.doc, start, min(low, end)), trimmed(self.doc, max(high, start), end)]
        yield Attribution(
            cue=(token.i, min(token.i + 2, len(self.doc))),
            lemma="according to",
            head=token,
            speaker=target,
            content=[piece for piece in pieces if piece[0] < piece[1]],
            frame="clause",
        )

    def reported_clause(self, token: Token) -> Token:
        """Return the head of the clause that "according to" goes with.

        Behind a comma at the end of a complement clause it goes with what governs that clause:
        "a spokesman declined to say whether planes were there, according to X".
        """
        governor = token.head
        while governor.dep_ in {"prep", "pobj", "pcomp"} and not is_verbal(governor):
            governor = governor.head
        if not is_verbal(governor):
            return governor.sent.root
        parted = token.i > 0 and self.doc[token.i - 1].text == ","
        while parted and governor.dep_ in {"ccomp", "xcomp"} and governor.head.i < governor.i:
            governor = governor.head
        return governor

    @staticmethod
    def nested_objects(token: Token) -> Iterator[tuple[Token, Token]]:
        """Yield what follows "according to", whichever way the parse cuts it."""
        for preposition in [token, *dependents(token, "prep")]:
            for child in dependents(preposition, "pobj", "pcomp"):
                yield preposition, child

    def adjective_cue(self, adjective: Token) -> Iterator[Attribution]:
        """Yield "X is confident that …", "it is unclear whether …", "X is wary of …"."""
        cue = self.lexicon.cue(adjective.lemma_.lower(), "adj")
        if cue is None:
            return
        predicative = adjective.dep_ in {"acomp", "oprd"} and is_verbal(adjective.head)
        verb = adjective.head if predicative else None
        speaker = self.who_judges(verb, cue)
        for frame, bounds in self.adjective_contents(adjective, cue, verb):
            held = speaker is not None and self.context.can_speak(speaker, frame)
            if (frame == "infinitive" and cue.sourceless) or (
                frame in {"infinitive", "np"} and not held
            ):
                continue
            yield Attribution(
                cue=(adjective.i, adjective.i + 1),
                lemma=adjective.lemma_.lower(),
                head=adjective,
                speaker=speaker,
                content=[bounds],
                frame=frame,
                modality=cue.frames.get(frame, cue.modality),
                scope=frame in word_set("scope_frames") and speaker is not None,
                same_subject=frame == "infinitive",
            )
            return

    def adjective_contents(
        self, adjective: Token, cue: CueEntry, verb: Token | None
    ) -> Iterator[tuple[str, Bounds]]:
        """Yield (construction, content): clauses of an adjective, and what it is about."""
        for clause in (
            *dependents(adjective, "ccomp", "xcomp"),
            *(dependents(verb, "ccomp") if verb is not None else ()),
        ):
            frame = "infinitive" if self.clauses.is_infinitive(clause) else clause_frame(clause)
            known = {"bare": "that", "it-that": "that"}.get(frame, frame)
            if known in cue.frames or (known == "that" and "it-that" in cue.frames):
                yield known, clause_bounds(clause)
        for preposition, target in objects_of_prepositions(adjective):
            if preposition.lower_ in cue.frames and preposition.i > adjective.i:
                yield "np", extent(target)

    def who_judges(self, verb: Token | None, cue: CueEntry) -> Token | None:
        """Return who finds "that …" as an adjective says; of "it is clear that" nobody is named.

        What is "unacceptable" or "clear" so is the writer's own judgement, no source's.
        """
        subjects = self.clauses.subjects(verb) if verb is not None else []
        if not subjects:
            return None
        empty = cue.sourceless and subjects[0].lower_ in word_set("expletives")
        return None if empty else subjects[0]

    def adverb_cue(self, adverb: Token) -> Iterator[Attribution]:
        """Yield "reportedly", "allegedly": the clause around is claimed by nobody named."""
        cue = (
            self.lexicon.cue(adverb.lower_, "adv") if adverb.lower_ in word_set("hearsay") else None
        )
        if cue is None or not is_verbal(adverb.head):
            return
        verb = adverb.head
        start, end = clause_bounds(verb)
        pieces = [trimmed(self.doc, start, adverb.i), trimmed(self.doc, adverb.i + 1, end)]
        yield Attribution(
            cue=(adverb.i, adverb.i + 1),
            lemma=adverb.lower_,
            head=adverb,
            speaker=None,
            content=[piece for piece in pieces if piece[0] < piece[1]],
            frame="clause",
            modality=cue.modality,
        )
