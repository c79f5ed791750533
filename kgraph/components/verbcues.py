"""Read verbs as cues: "said that …", "urged X to …", "accused X of …", "mocked the plan".

A verb is a cue in the constructions for which ``ontology/lexicon/cues.tsv`` lists it.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kgraph.components.attribution import Attribution, Context
from kgraph.components.contents import (
    Bounds,
    aside_start,
    background_start,
    clause_frame,
    extent,
    judged,
    predicate_end,
    states,
    trimmed,
    with_object,
    without_cue,
)
from kgraph.components.speakers import SpeakerReader
from kgraph.components.syntax import (
    SUBJECT_DEPS,
    clause_bounds,
    dependents,
    first,
    is_verbal,
    noun_bounds,
    objects_of_prepositions,
    prepositional_controller,
    subtree_runs,
    whole_bounds,
)
from kgraph.lexicon import CueEntry, word_set

__all__ = ["VerbCues"]

#: Tokens between a reporting verb and its "that", at most.
NEAR = 8


class VerbCues:
    """Read the cue verbs of one Doc."""

    def __init__(self, context: Context) -> None:
        """Keep what the readers of one Doc share."""
        self.context = context
        self.doc = context.doc
        self.clauses = context.clauses
        self.lexicon = context.lexicon
        self.speakers = SpeakerReader(context)

    def verb_cue(self, verb: Token) -> Iterator[Attribution]:
        """Yield the attribution of a verb that the lexicon lists in its construction."""
        if first(verb, "det") is not None:
            return  # "did not say which reports": a noun
        passive = self.clauses.is_passive(verb)
        particle = first(verb, "prt")
        cue = self.lookup(verb, particle, passive=passive)
        if cue is None:
            return
        for frame, content in self.verb_contents(verb, cue, passive=passive):
            asks = frame in {"whether", "if", "wh"}
            modality = cue.frames.get(frame, "asserted" if asks else cue.modality)
            made = self.speakers.attribution(verb, frame, content, modality, passive=passive)
            made.scope = made.scope and not (passive and cue.factive)  # "is known to have fled"
            if self.context.can_speak(made.speaker, frame):
                yield made
            return

    def lookup(self, verb: Token, particle: Token | None, *, passive: bool) -> CueEntry | None:
        """Return the lexicon's cue for a verb with its particle; passives may have their own."""
        lemma = verb.lemma_.lower()
        called_on = prepositional_controller(verb)
        if called_on is not None:
            found = self.lexicon.cue(f"{lemma} {called_on.head.lower_}", "verb")
            if found is not None:
                return found
        if particle is not None:
            found = self.lexicon.cue(f"{lemma} {particle.lower_}", "verb")
            if found is not None:
                return found
        if passive and not dependents(verb, "agent"):
            found = self.lexicon.cue(lemma, "passive")
            if found is not None:
                return found
        return self.lexicon.cue(lemma, "verb")

    def verb_contents(
        self, verb: Token, cue: CueEntry, *, passive: bool
    ) -> Iterator[tuple[str, list[Bounds]]]:
        """Yield (construction, content) for a cue verb, the most telling construction first."""
        yield from self.clause_contents(verb, cue)
        yield from self.appearances(verb, cue)
        yield from self.infinitive_contents(verb, cue, passive=passive)
        yield from self.preposition_contents(verb, cue)
        yield from self.noun_contents(verb, cue, passive=passive)
        quotation = self.speakers.neighbouring_quotation(verb, cue)
        if quotation is not None and not dependents(verb, "ccomp"):
            yield "quote", [quotation]
        announced = self.speakers.announced(verb, cue)
        if announced is not None:
            yield "quote", [announced]
        elif quotation is None and not passive and verb.i not in self.context.quoted:
            yield from self.remaining_contents(verb, cue)

    def remaining_contents(self, verb: Token, cue: CueEntry) -> Iterator[tuple[str, list[Bounds]]]:
        """Yield the sentence behind "X said" where the parse ties none of it to the verb.

        It is the content when it has a subject and a finite verb of its own.
        """
        if cue.kind != "speech" or not {"that", "bare"} <= cue.frames.keys():
            return
        if first(verb, *SUBJECT_DEPS) is None or first(verb, "ccomp", "xcomp") is not None:
            return
        end = trimmed(self.doc, verb.i, verb.sent.end)[1]
        rest = self.doc[verb.i + 1 : end]
        marker = next((t.i for t in rest[:NEAR] if t.lower_ == "that" and t.dep_ == "mark"), None)
        start = verb.i + 1 if marker is None else marker
        while start < end and self.doc[start].dep_ in {"prep", "npadvmod", "advmod", "punct"}:
            start = min(self.doc[start].right_edge.i + 1, end) if start + 6 < end else start + 1
        stated = [token.head for token in self.doc[start:end] if states(token)]
        if stated and not any(clause.is_ancestor(verb) for clause in stated):
            yield "bare", [(start, end)]

    def clause_contents(self, verb: Token, cue: CueEntry) -> Iterator[tuple[str, list[Bounds]]]:
        """Yield complement clauses: with "that", bare, as a question, or as the main clause."""
        clauses = dependents(verb, "ccomp", "csubj", "csubjpass")
        # What "that" opens behind the verb is the content, whatever clause stands in front.
        clauses.sort(key=lambda clause: clause.i < verb.i or clause_frame(clause) != "that")
        for clause in clauses:
            frame = clause_frame(clause)
            if frame == "object-infinitive":
                if frame in cue.frames:
                    yield frame, [without_cue(clause_bounds(clause), verb)]
                continue
            if (
                frame in cue.frames
                or ("that" in cue.frames and frame in {"bare", "quote"})
                or (
                    frame in {"that", "wh", "whether", "if"}
                    and {"that", "bare", "quote"} & cue.frames.keys()
                )
            ):
                bounds = self.content_clause(clause, verb)
                bounds = self.from_sentence_start(verb, clause, bounds)
                yield ("quote" if clause.i in self.context.quoted else frame), bounds
        if verb.dep_ == "parataxis" and {"quote", "bare", "that"} & cue.frames.keys():
            yield "bare", self.around(verb)

    def from_sentence_start(self, verb: Token, clause: Token, bounds: list[Bounds]) -> list[Bounds]:
        """Let "…, X said" at a sentence's end report all that stands before it in the sentence."""
        end = trimmed(self.doc, verb.i, verb.sent.end)[1]
        start = trimmed(self.doc, verb.sent.start, verb.i)[0]
        subject = first(verb, *SUBJECT_DEPS)
        if clause.i > verb.i or end > verb.right_edge.i + 1 or subject is None:
            return bounds
        closes = bounds[-1][1] <= subject.left_edge.i or subject.i > verb.i
        between = self.doc[start : bounds[0][0]]
        if not closes or clause.i in self.context.quoted or not any(map(is_verbal, between)):
            return bounds
        return [(start, bounds[-1][1])]

    def content_clause(self, clause: Token, verb: Token) -> list[Bounds]:
        """Return the bounds of a content clause; one that the cue interrupts is in two pieces.

        A clause of time or contrast behind a comma at its end is the writer's, not the speaker's
        ("…, after Sweden closed the border"), unless the content is quoted.
        """
        pieces = subtree_runs(clause)
        if clause.i in self.context.quoted or not pieces or pieces[-1][1] < clause.i:
            return pieces
        aside = aside_start(clause) if clause.i > verb.i else None
        cut = min(filter(None, (background_start(clause), aside)), default=None)
        if cut is not None and pieces[-1][0] < cut < pieces[-1][1]:
            pieces[-1] = trimmed(self.doc, pieces[-1][0], cut)
        return pieces

    def around(self, verb: Token) -> list[Bounds]:
        """Return what stands around an inserted "…, he said, …" in its sentence."""
        sentence = verb.sent
        low, high = verb.left_edge.i, verb.right_edge.i + 1
        pieces = [trimmed(self.doc, sentence.start, low), trimmed(self.doc, high, sentence.end)]
        return [piece for piece in pieces if piece[0] < piece[1]]

    def infinitive_contents(
        self, verb: Token, cue: CueEntry, *, passive: bool
    ) -> Iterator[tuple[str, list[Bounds]]]:
        """Yield infinitives: "urge X to go" with its object, "plan to go" without."""
        for clause in dependents(verb, "xcomp", "advcl"):
            if not is_verbal(clause) or not (
                self.clauses.is_infinitive(clause) or clause.tag_ == "VBG"
            ):
                continue
            controlled = prepositional_controller(verb) or first(verb, "dobj")
            if clause.tag_ == "VBG" and clause.dep_ == "xcomp" and "gerund" in cue.frames:
                yield "gerund", [extent(clause)]
            elif clause.tag_ == "VBG":
                continue
            elif (
                "object-infinitive" in cue.frames
                and controlled is not None
                and clause.i > controlled.i
            ):
                start = noun_bounds(controlled)[0]
                yield "object-infinitive", [(start, extent(clause)[1])]
            elif (
                passive
                and clause.dep_ == "xcomp"
                and {"object-infinitive", "infinitive"} & cue.frames.keys()
            ):
                frame = "infinitive" if "infinitive" in cue.frames else "object-infinitive"
                yield frame, [*self.passive_subject(verb), self.hearsay(verb, clause)]
            elif "infinitive" in cue.frames and clause.dep_ == "xcomp":
                yield "infinitive", [extent(clause)]

    def hearsay(self, verb: Token, clause: Token) -> Bounds:
        """Return the infinitive of "is said to …" with the participles that go on with it."""
        start, end = clause_bounds(clause)
        after = [
            c
            for c in dependents(verb, "advcl")
            if c.tag_ == "VBG" and c.left_edge.i in {end, end + 1}
        ]
        return (start, clause_bounds(after[0])[1]) if after else (start, end)

    def appearances(self, verb: Token, cue: CueEntry) -> Iterator[tuple[str, list[Bounds]]]:
        """Yield what seems so: "X seems to have fled", "X looks unlikely"; nobody is named."""
        if "raising" not in cue.frames:
            return
        controlled = () if "infinitive" in cue.frames else ("xcomp",)
        clause = first(verb, "acomp", "oprd", *controlled)
        if clause is not None and clause.i > verb.i:
            yield "raising", [*self.passive_subject(verb), extent(clause)]

    def passive_subject(self, verb: Token) -> list[Bounds]:
        """Return the subject of "X is said to …" as part of what is said."""
        subjects = dependents(verb, *SUBJECT_DEPS)
        return [noun_bounds(subjects[0])] if subjects else []

    def preposition_contents(
        self, verb: Token, cue: CueEntry
    ) -> Iterator[tuple[str, list[Bounds]]]:
        """Yield content that a preposition brings: "accused X of", "called for", "describes as"."""
        lemma = verb.lemma_.lower()
        for preposition, target in objects_of_prepositions(verb):
            name = preposition.lower_
            listed = self.lexicon.cue(f"{lemma} {name}", "verb")
            governed = listed is not None and {"np", "gerund"} & listed.frames.keys()
            if preposition.i < verb.i or (name not in cue.frames and not governed):
                continue
            bounds = [extent(target)]
            judged_one = first(verb, "dobj", "nsubjpass")
            if judged_one is not None and judged_one.i < preposition.i:
                bounds = with_object(judged_one, preposition, bounds[0])
            yield name, bounds

    def topic(self, target: Token) -> Token:
        """Return what a voiced feeling or question is about ("expressed concern about the law")."""
        noun = self.lexicon.cue(target.lemma_.lower(), "noun")
        topics = word_set("topic_prepositions") & noun.frames.keys() if noun is not None else set()
        about = topics - {"of", "on"}
        voiced = target.head.lemma_.lower() in word_set("voicing")
        return next(
            (
                topic
                for preposition, topic in objects_of_prepositions(target)
                if preposition.lower_ in about
                or (voiced and self.lexicon.brings_topic(target.lemma_, preposition.lower_))
            ),
            target,
        )

    def noun_contents(
        self, verb: Token, cue: CueEntry, *, passive: bool
    ) -> Iterator[tuple[str, list[Bounds]]]:
        """Yield a noun phrase as content: "mocked the plan", "branded it a farce"."""
        predicate = first(verb, "oprd")
        described = next((c for c in dependents(verb, "dobj", "nsubj") if c.i > verb.i), None)
        clause = next(
            (c for c in dependents(verb, "ccomp") if not self.clauses.is_infinitive(c)), None
        )
        if "object-predicate" in cue.frames and not passive:
            if predicate is not None and described is not None:
                yield "object-predicate", [whole_bounds(described), extent(predicate)]
            elif clause is not None and not is_verbal(clause):
                yield "object-predicate", [clause_bounds(clause)]
        if {"np", "matter", "person"} & cue.frames.keys():
            target = first(verb, "dobj") if not passive else first(verb, "nsubjpass")
            withheld = cue.frames.get("np") == "denied" and first(verb, "dative") is not None
            if target is not None and not withheld and self.context.can_be_judged(target, cue):
                bounds = judged(self.topic(target), verb, passive=passive)
                if "object-predicate" in cue.frames and not passive:
                    bounds = (bounds[0], max(bounds[1], predicate_end(target, verb)))
                yield "np", [bounds]
