"""Say who speaks to whom at a cue verb, and which quotation beside it is meant."""

from __future__ import annotations

from spacy.tokens import Token

from kgraph.components.attribution import Attribution, Context
from kgraph.components.clausewords import is_negated
from kgraph.components.contents import Bounds
from kgraph.components.doubt import is_nobody
from kgraph.components.quotations import Quotation
from kgraph.components.syntax import dependents, first, is_verbal, objects_of_prepositions
from kgraph.lexicon import CueEntry, word_set
from kgraph.model import Modality

__all__ = ["SpeakerReader"]


class SpeakerReader:
    """Complete the attributions of cue verbs in one Doc."""

    def __init__(self, context: Context) -> None:
        """Keep what the readers of one Doc share."""
        self.context = context
        self.doc = context.doc
        self.clauses = context.clauses
        self.lexicon = context.lexicon

    def announced(self, verb: Token, cue: CueEntry) -> Bounds | None:
        """Return what follows "X said:" at a line's end: the next paragraph or its quotation."""
        if "quote" not in cue.frames:
            return None
        last = verb.sent[-1]
        while last.is_space and last.i > verb.i:
            last = last.nbor(-1)
        if last.text != ":" or last.i + 1 >= len(self.doc):
            return None
        if not self.clauses.subjects(verb):
            return None  # "Read more:" says nothing
        start = last.i + 1
        while start < len(self.doc) and self.doc[start].is_space:
            start += 1
        quotation = next(self.context.quotations_between(start + 1, start + 2), None)
        if quotation is not None:
            return quotation.start, quotation.end
        end = start
        while end < len(self.doc) and not (self.doc[end].is_space and "\n" in self.doc[end].text):
            end += 1
        return (start, end) if end > start else None

    def neighbouring_quotation(self, verb: Token, cue: CueEntry) -> Bounds | None:
        """Return a quotation in the cue's sentence that the parse does not tie to it."""
        if "quote" not in cue.frames or verb.i in self.context.quoted:
            return None
        sentence = verb.sent
        opens = verb.i - sentence.start <= 4
        best: Quotation | None = None
        for quotation in self.context.quotations_between(sentence.start - 2, sentence.end):
            just_before = opens and 0 <= sentence.start - quotation.end <= 2
            outside = quotation.end <= sentence.start or quotation.start >= sentence.end
            if outside and not just_before:
                continue
            if best is None or self.distance(quotation, verb) < self.distance(best, verb):
                best = quotation
        if best is None or self.distance(best, verb) > 12:
            return None
        return best.start, best.end

    @staticmethod
    def distance(quotation: Quotation, verb: Token) -> int:
        """Return how many tokens lie between a verb and a quotation."""
        return min(abs(quotation.start - verb.i), abs(quotation.end - verb.i))

    def attribution(
        self, verb: Token, frame: str, content: list[Bounds], modality: Modality, *, passive: bool
    ) -> Attribution:
        """Make the attribution of a cue verb, with speaker and addressee."""
        speaker = None if frame == "raising" else self.verb_speaker(verb, passive=passive)
        is_hearsay = passive and frame == "infinitive" and modality == "asserted"
        particle = first(verb, "prt")
        end = particle.i + 1 if particle is not None and particle.i == verb.i + 1 else verb.i + 1
        start = verb.i
        return Attribution(
            cue=(start, end),
            lemma=verb.lemma_.lower(),
            head=verb,
            speaker=speaker,
            content=content,
            frame=frame,
            modality=modality,
            direct=frame == "quote" or (bool(content) and self.context.is_quoted(content[0])),
            scope=self.has_scope(verb, frame, content) or is_hearsay,
            addressee=self.addressee(verb, passive=passive),
            same_subject=frame == "infinitive" and not passive,
        )

    def has_scope(self, verb: Token, frame: str, content: list[Bounds]) -> bool:
        """Tell whether statements in the content are the speaker's: always where it is a clause.

        A noun phrase as content is stated by verbs of assertion ("confirmed the attack"), and
        presupposed by those of judgement ("condemned the attack").
        """
        if frame in word_set("preposition_frames") and self.is_clause(content):
            return True
        return frame in word_set("scope_frames") or (
            frame == "np" and verb.lemma_.lower() in word_set("assertive") and not is_negated(verb)
        )

    def is_clause(self, content: list[Bounds]) -> bool:
        """Tell whether content is headed by a verb."""
        start, end = content[-1]
        return any(is_verbal(t) and t.dep_ == "pcomp" for t in self.doc[start:end])

    def verb_speaker(self, verb: Token, *, passive: bool) -> Token | None:
        """Return the head of the phrase that names the speaker, None where nobody is named."""
        if passive:
            agents = [p for a in dependents(verb, "agent") for p in dependents(a, "pobj")]
            if agents:
                return agents[0]
            return None
        own = first(verb, "nsubj")
        if own is not None and own.tag_ in {"WP", "WDT"}:
            return own
        subjects = self.clauses.subjects(verb)
        if not subjects:
            return self.inverted_subject(verb)
        subject = subjects[0]
        if is_nobody(subject):
            return None
        empty = subject.dep_ == "expl" or verb.lemma_.lower() in word_set("impersonal_verbs")
        return None if empty and subject.lower_ in word_set("expletives") else subject

    def inverted_subject(self, verb: Token) -> Token | None:
        """Return the speaker in '"…," said NAME' where the parse calls the name an object."""
        following = [
            c
            for c in verb.rights
            if c.dep_ in {"dobj", "attr", "npadvmod", "nsubj"} and c.pos_ in {"PROPN", "NOUN"}
        ]
        return following[0] if following and following[0].left_edge.i == verb.i + 1 else None

    def addressee(self, verb: Token, *, passive: bool) -> Token | None:
        """Return who is told: the object of "told reporters that", the "to" phrase of "said to"."""
        if passive:
            return (
                first(verb, "nsubjpass")
                if verb.lemma_ in {"tell", "inform", "notify", "warn"}
                else None
            )
        direct = first(verb, "dobj", "dative")
        if (
            direct is not None
            and direct.pos_ in {"NOUN", "PROPN", "PRON"}
            and first(verb, "ccomp", "xcomp") is not None
        ):
            return direct
        for preposition, target in objects_of_prepositions(verb):
            if (
                preposition.lower_ == "to"
                and target.dep_ == "pobj"
                and target.ent_type_ in {"PERSON", "ORG", "NORP", "GPE"}
            ):
                return target
        return None
