"""Read cues that are no verbs: "X's claim that", "according to X", "is sure that", "reportedly"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kgraph.components.attribution import Attribution, Context
from kgraph.components.contents import Bounds, clause_frame, extent, that_complement, trimmed
from kgraph.components.syntax import (
    clause_bounds,
    conjuncts,
    dependents,
    first,
    is_verbal,
    objects_of_prepositions,
    whole_bounds,
)
from kgraph.lexicon import CueEntry, word_set

__all__ = ["OtherCues"]

#: Labels of names that can stand before a claim as its speakers.
NAMED = frozenset({"GPE", "ORG", "NORP", "PERSON"})


class OtherCues:
    """Read the noun, adjective and adverb cues of one Doc."""

    def __init__(self, context: Context) -> None:
        """Keep what the readers of one Doc share."""
        self.context = context
        self.doc = context.doc
        self.clauses = context.clauses
        self.lexicon = context.lexicon

    def noun_cue(self, noun: Token) -> Iterator[Attribution]:
        """Yield "X's claim that …", "a statement saying …", "the threat to …"."""
        cue = self.lexicon.cue(noun.lemma_.lower(), "noun")
        if cue is None:
            return
        for clause in dependents(noun, "acl", "ccomp", "relcl"):
            frame = clause_frame(clause)
            infinitive = self.clauses.is_infinitive(clause)
            if clause.dep_ == "relcl" and not that_complement(clause):
                continue
            if clause.dep_ == "acl" and not infinitive and not that_complement(clause):
                continue
            frame = "infinitive" if infinitive else "that"
            if frame in cue.frames:
                yield self.noun_attribution(noun, cue, frame, [clause_bounds(clause)])
                return
        yield from self.prepositional_contents(noun, cue)

    def prepositional_contents(self, noun: Token, cue: CueEntry) -> Iterator[Attribution]:
        """Yield "reports of fighting", "X's concern about the law", "their hope of winning"."""
        for preposition, target in objects_of_prepositions(noun):
            word = preposition.lower_
            if word == "of" and target.dep_ == "pobj" and self.is_hearsay(noun):
                made = self.noun_attribution(noun, cue, word, [extent(target)])
                yield replace(made, speaker=self.who_alleges(noun), scope=True)
                return
            clausal = target.dep_ == "pcomp" or word in {"about", "against", "over"}
            if clausal and word in cue.frames and self.clauses.owner(noun):
                bounds = clause_bounds(target) if target.dep_ == "pcomp" else whole_bounds(target)
                yield self.noun_attribution(noun, cue, preposition.lower_, [bounds])
                return

    @staticmethod
    def is_hearsay(noun: Token) -> bool:
        """Tell whether what a noun is "of" is said to have happened: not "the report of the UN"."""
        if noun.lemma_.lower() not in word_set("hearsay_nouns"):
            return False
        return noun.tag_ == "NNS" or noun.lemma_.lower() != "report"

    def who_alleges(self, noun: Token) -> Token | None:
        """Return whose allegations a noun names; who rejects or fears them has not made them."""
        possessor = first(noun, "poss")
        if possessor is not None:
            return possessor
        if noun.i and self.doc[noun.i - 1].head == noun and self.doc[noun.i - 1].ent_type_ in NAMED:
            return self.doc[noun.i - 1]
        verb = noun.head
        made = noun.dep_ == "dobj" and self.lexicon.is_light(verb.lemma_.lower(), noun.lemma_)
        return next(iter(self.clauses.subjects(verb)), None) if made else None

    def noun_attribution(
        self, noun: Token, cue: CueEntry, frame: str, content: list[Bounds]
    ) -> Attribution:
        """Make the attribution of a cue noun; its owner is the speaker."""
        speakers = self.noun_speakers(noun)
        return Attribution(
            cue=(noun.i, noun.i + 1),
            lemma=noun.lemma_.lower(),
            head=noun,
            speaker=speakers[0] if speakers else None,
            content=content,
            frame=frame,
            modality=cue.frames.get(frame, cue.modality),
            scope=frame in word_set("scope_frames"),
            same_subject=frame == "infinitive",
        )

    def noun_speakers(self, noun: Token) -> list[Token]:
        """Return whose a claim is: possessor, "by X", a name before it, else the subject."""
        possessor = first(noun, "poss")
        if possessor is not None:
            return conjuncts(possessor)
        for preposition, target in objects_of_prepositions(noun):
            if preposition.lower_ in {"by", "from"}:
                return conjuncts(target)
        before = noun.doc[noun.i - 1] if noun.i else noun
        if before.head == noun and before.ent_type_ in NAMED:
            return [before]  # "US allegations that …"
        return self.clauses.owner(noun)

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
        """Yield "X is confident that …", "it is unclear whether …"."""
        cue = self.lexicon.cue(adjective.lemma_.lower(), "adj")
        if cue is None:
            return
        verb = (
            adjective.head
            if adjective.dep_ in {"acomp", "oprd"} and is_verbal(adjective.head)
            else None
        )
        for clause in (
            *dependents(adjective, "ccomp", "xcomp"),
            *(dependents(verb, "ccomp") if verb is not None else ()),
        ):
            frame = "infinitive" if self.clauses.is_infinitive(clause) else clause_frame(clause)
            known = {"bare": "that", "it-that": "that"}.get(frame, frame)
            if known not in cue.frames and not (known == "that" and "it-that" in cue.frames):
                continue
            speaker = self.who_judges(verb, cue)
            if known == "infinitive" and (
                cue.sourceless or not self.context.can_speak(speaker, known)
            ):
                continue
            yield Attribution(
                cue=(adjective.i, adjective.i + 1),
                lemma=adjective.lemma_.lower(),
                head=adjective,
                speaker=speaker,
                content=[clause_bounds(clause)],
                frame=known,
                modality=cue.frames.get(known, cue.modality),
                scope=known in word_set("scope_frames") and speaker is not None,
                same_subject=known == "infinitive",
            )
            return

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
