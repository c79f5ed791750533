"""Find attributions: who (speaker) says or thinks (cue) what (content).

In comes a parsed Doc with names; out come :class:`Attribution` records in text order.  Verbs,
nouns, adjectives and "according to" are cues when ``ontology/lexicon/cues.tsv`` lists them with the
construction in which they stand; quotations are tied to the cue beside them.  The terms are those
of PolNeAR (Newell, Margolin & Ruths 2018) and PARC: source, cue, content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kgraph.components.clauses import Clauses
from kgraph.components.quotations import Quotation, find_quotations
from kgraph.components.syntax import (
    SUBJECT_DEPS,
    clause_bounds,
    conjuncts,
    dependents,
    first,
    is_verbal,
    noun_bounds,
    objects_of_prepositions,
    subtree_runs,
    whole_bounds,
)
from kgraph.lexicon import CueEntry, Lexicon
from kgraph.model import Modality

__all__ = ["Attribution", "find_attributions"]

Bounds = tuple[int, int]
#: Constructions whose content is a clause that the speaker vouches for, so that what is stated in
#: it is stated by the speaker; a noun phrase as content presupposes more than it states.
SCOPE_FRAMES = frozenset(
    "that bare quote wh whether if object-infinitive gerund of as object-predicate clause "
    "it-that attributive against-gerund for-gerund".split()
)
PREPOSITION_FRAMES = frozenset("of for on about against with to in by at after into over".split())
#: Adverbs that say that somebody said so; others ("probably", "clearly") weigh, they do not report.
SPEAKERS = frozenset({"Person", "Organization", "Government", "ArmedGroup", "Country", "Group", "Place"})
BACKGROUND = frozenset({"after", "as", "although", "while", "though", "before"})
ASSERTIVE = frozenset(
    "affirm reaffirm confirm announce claim allege deny reiterate declare pledge promise predict "
    "forecast report reveal disclose acknowledge admit cite demand request propose suggest".split()
)
HEARSAY = frozenset("allegedly reportedly purportedly reputedly supposedly putatively ostensibly".split())
EXPLETIVES = frozenset({"it", "there"})
ADDRESSEE_PREPOSITIONS = frozenset({"to", "with"})


@dataclass(slots=True)
class Attribution:
    """One attribution by token indices; ``content`` bounds are ``[start, end)``.

    ``scope`` tells whether statements inside the content are the speaker's; ``modality`` is what
    the cue makes of them.  ``within`` is the index of the attribution that this one is reported in.
    """

    cue: Bounds
    lemma: str
    head: Token
    speaker: Token | None
    content: list[Bounds]
    frame: str
    modality: Modality = "asserted"
    direct: bool = False
    scope: bool = True
    addressee: Token | None = None
    within: int | None = None
    same_subject: bool = False
    speaker_bounds: Bounds | None = None
    carried: list[Bounds] = field(default_factory=list)

    def covers(self, index: int) -> bool:
        """Tell whether a token index lies in the content."""
        return any(start <= index < end for start, end in self.content)


class AttributionReader:
    """Read the attributions of one Doc."""

    def __init__(self, clauses: Clauses, lexicon: Lexicon) -> None:
        """Find the Doc's quotations first: cues inside one are its speaker's own."""
        self.doc: Doc = clauses.doc
        self.clauses = clauses
        self.lexicon = lexicon
        self.quotations = find_quotations(self.doc)
        self.quoted: dict[int, Quotation] = {
            index: quotation for quotation in self.quotations for index in range(quotation.start, quotation.end)
        }

    def read(self) -> list[Attribution]:
        """Return all attributions in the order of their cues, nesting resolved."""
        found: list[Attribution] = []
        for token in self.doc:
            found.extend(self.cues_at(token))
        found = [a for a in found if a.content]
        self.extend_to_quotations(found)
        found.extend(self.unclaimed_quotations(found))
        found.sort(key=lambda a: (a.cue, a.content))
        nest(found)
        return found

    def cues_at(self, token: Token) -> Iterator[Attribution]:
        """Yield the attributions whose cue is this token."""
        if token.lower_ == "according":
            yield from self.according_to(token)
        elif is_verbal(token) and token.dep_ not in {"aux", "auxpass", "amod", "compound"}:
            yield from self.verb_cue(token)
        elif token.pos_ in {"NOUN", "PROPN"}:
            yield from self.noun_cue(token)
        elif token.pos_ == "ADJ":
            yield from self.adjective_cue(token)
        elif token.pos_ == "ADV":
            yield from self.adverb_cue(token)

    # ------------------------------------------------------------------ verbs

    def verb_cue(self, verb: Token) -> Iterator[Attribution]:
        """Yield the attribution of a verb that the lexicon lists, in the construction it stands in."""
        passive = self.clauses.is_passive(verb)
        particle = first(verb, "prt")
        cue = self.lookup(verb, particle, passive=passive)
        if cue is None:
            return
        for frame, content in self.verb_contents(verb, cue, passive=passive):
            modality = cue.frames.get(frame, cue.modality)
            made = self.attribution(verb, frame, content, modality, passive=passive)
            if self.can_speak(made.speaker, frame):
                yield made
            return

    def can_speak(self, speaker: Token | None, frame: str) -> bool:
        """Tell whether a phrase names somebody who can hold the content, not a thing that did it.

        "the delay reflects", "it must address" are no attributions; with a clause or a quotation as
        content nearly any subject is ("the report says", "polls suggest").
        """
        if frame in {"that", "bare", "quote", "wh", "whether", "if"}:
            return True
        if speaker is None:
            return frame not in {"np", "as", "to", "with", "on"}
        if speaker.i in self.doc._.references:
            return True
        if speaker.pos_ == "PRON":
            return speaker.lower_ not in {"it", "that", "this", "which", "what", "these", "those"}
        if any(name.start <= speaker.i < name.end and name.type in SPEAKERS for name in self.doc._.names):
            return True
        lemma = speaker.lemma_.lower()
        return self.lexicon.person(lemma) is not None or self.lexicon.group(lemma) is not None or speaker.tag_ == "NNPS"

    def lookup(self, verb: Token, particle: Token | None, *, passive: bool) -> CueEntry | None:
        """Return the lexicon's cue for a verb with its particle; passives may have their own."""
        lemma = verb.lemma_.lower()
        if particle is not None:
            found = self.lexicon.cue(f"{lemma} {particle.lower_}", "verb")
            if found is not None:
                return found
        if passive and not dependents(verb, "agent"):
            found = self.lexicon.cue(lemma, "passive")
            if found is not None:
                return found
        return self.lexicon.cue(lemma, "verb")

    def verb_contents(self, verb: Token, cue: CueEntry, *, passive: bool) -> Iterator[tuple[str, list[Bounds]]]:
        """Yield (construction, content) for a cue verb, the most telling construction first."""
        yield from self.clause_contents(verb, cue)
        yield from self.infinitive_contents(verb, cue, passive=passive)
        yield from self.preposition_contents(verb, cue)
        yield from self.noun_contents(verb, cue, passive=passive)
        quotation = self.neighbouring_quotation(verb, cue)
        if quotation is not None and not dependents(verb, "ccomp"):
            yield "quote", [quotation]
        announced = self.announced(verb, cue)
        if announced is not None:
            yield "quote", [announced]

    def announced(self, verb: Token, cue: CueEntry) -> Bounds | None:
        """Return what follows "X said:" at the end of a line: the next paragraph, or its quotation."""
        sentence = verb.sent
        last = [token for token in sentence if not token.is_space][-1]
        if "quote" not in cue.frames or last.text != ":" or last.i + 1 >= len(self.doc):
            return None
        start = last.i + 1
        while start < len(self.doc) and self.doc[start].is_space:
            start += 1
        quotation = next((q for q in self.quotations if q.start - 1 <= start < q.end), None)
        if quotation is not None:
            return quotation.start, quotation.end
        end = start
        while end < len(self.doc) and not (self.doc[end].is_space and "\n" in self.doc[end].text):
            end += 1
        return (start, end) if end > start else None

    def clause_contents(self, verb: Token, cue: CueEntry) -> Iterator[tuple[str, list[Bounds]]]:
        """Yield complement clauses: with "that", bare, as a question, or as the main clause."""
        for clause in dependents(verb, "ccomp", "csubj", "csubjpass"):
            frame = clause_frame(clause)
            if frame == "object-infinitive":
                if frame in cue.frames:
                    yield frame, [without_cue(clause_bounds(clause), verb)]
                continue
            if frame in cue.frames or ("that" in cue.frames and frame in {"bare", "quote"}) or (
                frame in {"that", "wh", "whether", "if"} and {"that", "bare", "quote"} & cue.frames.keys()
            ):
                bounds = self.content_clause(clause, verb)
                yield ("quote" if clause.i in self.quoted else frame), bounds
        if verb.dep_ == "parataxis" and {"quote", "bare", "that"} & cue.frames.keys():
            yield "bare", self.around(verb)

    def content_clause(self, clause: Token, verb: Token) -> list[Bounds]:
        """Return the bounds of a content clause; one that the cue interrupts is in two pieces.

        A clause of time or contrast behind a comma at its end is the writer's, not the speaker's
        ("…, after Sweden closed the border"), unless the content is quoted.
        """
        pieces = subtree_runs(clause)
        if clause.i in self.quoted or not pieces or pieces[-1][1] < clause.i:
            return pieces
        cut = background_start(clause)
        if cut is not None and pieces[-1][0] < cut < pieces[-1][1]:
            pieces[-1] = self.trimmed(pieces[-1][0], cut)
        return pieces

    def around(self, verb: Token) -> list[Bounds]:
        """Return what stands around an inserted "…, he said, …" in its sentence."""
        sentence = verb.sent
        low, high = verb.left_edge.i, verb.right_edge.i + 1
        pieces = [self.trimmed(sentence.start, low), self.trimmed(high, sentence.end)]
        return [piece for piece in pieces if piece[0] < piece[1]]

    def trimmed(self, start: int, end: int) -> Bounds:
        """Drop punctuation and white space at both ends of token bounds."""
        while start < end and (self.doc[start].is_punct or self.doc[start].is_space):
            start += 1
        while end > start and (self.doc[end - 1].is_punct or self.doc[end - 1].is_space):
            end -= 1
        return start, end

    def infinitive_contents(self, verb: Token, cue: CueEntry, *, passive: bool) -> Iterator[tuple[str, list[Bounds]]]:
        """Yield infinitives: "urge X to go" with its object, "plan to go" without."""
        for clause in dependents(verb, "xcomp", "advcl"):
            if not is_verbal(clause) or not (self.clauses.is_infinitive(clause) or clause.tag_ == "VBG"):
                continue
            controlled = first(verb, "dobj")
            if clause.tag_ == "VBG" and clause.dep_ == "xcomp" and "gerund" in cue.frames:
                yield "gerund", [clause_bounds(clause)]
            elif clause.tag_ == "VBG":
                continue
            elif "object-infinitive" in cue.frames and controlled is not None and clause.i > controlled.i:
                start = noun_bounds(controlled)[0]
                yield "object-infinitive", [(start, clause_bounds(clause)[1])]
            elif passive and clause.dep_ == "xcomp" and {"object-infinitive", "infinitive"} & cue.frames.keys():
                frame = "infinitive" if "infinitive" in cue.frames else "object-infinitive"
                yield frame, [*self.passive_subject(verb), clause_bounds(clause)]
            elif "infinitive" in cue.frames and clause.dep_ == "xcomp":
                yield "infinitive", [clause_bounds(clause)]

    def passive_subject(self, verb: Token) -> list[Bounds]:
        """Return the subject of "X is said to …" as part of what is said."""
        subjects = dependents(verb, *SUBJECT_DEPS)
        return [noun_bounds(subjects[0])] if subjects else []

    def preposition_contents(self, verb: Token, cue: CueEntry) -> Iterator[tuple[str, list[Bounds]]]:
        """Yield content that a preposition brings: "accused X of …", "called for …", "describes X as …"."""
        for preposition, target in objects_of_prepositions(verb):
            name = preposition.lower_
            if name not in cue.frames or preposition.i < verb.i:
                continue
            bounds = [clause_bounds(target) if target.dep_ == "pcomp" else whole_bounds(target)]
            described = first(verb, "dobj")
            if name in {"as", "of"} and described is not None and described.i < preposition.i and name == "as":
                bounds.insert(0, whole_bounds(described))
            yield name, bounds

    def noun_contents(self, verb: Token, cue: CueEntry, *, passive: bool) -> Iterator[tuple[str, list[Bounds]]]:
        """Yield a noun phrase as content: "mocked the plan", "branded it a farce"."""
        predicate = first(verb, "oprd")
        described = first(verb, "dobj", "nsubj")
        clause = next((c for c in dependents(verb, "ccomp") if not self.clauses.is_infinitive(c)), None)
        if "object-predicate" in cue.frames and not passive:
            if predicate is not None and described is not None and described.i > verb.i:
                yield "object-predicate", [whole_bounds(described), whole_bounds(predicate)]
            elif clause is not None and not is_verbal(clause):
                yield "object-predicate", [clause_bounds(clause)]
        if "np" in cue.frames:
            target = first(verb, "dobj") if not passive else first(verb, "nsubjpass")
            if target is not None and target.tag_ not in {"WP", "WDT"}:
                yield "np", [self.judged(target, verb, passive=passive)]

    def judged(self, target: Token, verb: Token, *, passive: bool) -> Bounds:
        """Return the noun phrase that is judged, with the judgement: "condemned it as reckless"."""
        start, end = full_noun(target)
        if not passive:
            for preposition, _ in objects_of_prepositions(verb):
                if preposition.lower_ == "as" and preposition.i == end:
                    end = preposition.right_edge.i + 1
        return start, end

    def neighbouring_quotation(self, verb: Token, cue: CueEntry) -> Bounds | None:
        """Return a quotation in the cue's sentence that the parse does not tie to it."""
        if "quote" not in cue.frames or verb.i in self.quoted:
            return None
        sentence = verb.sent
        best: Quotation | None = None
        for quotation in self.quotations:
            if quotation.end <= sentence.start or quotation.start >= sentence.end:
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
        speaker = self.verb_speaker(verb, passive=passive)
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
            direct=frame == "quote" or (bool(content) and self.is_quoted(content[0])),
            scope=self.has_scope(verb, frame, content),
            addressee=self.addressee(verb, passive=passive),
            same_subject=frame == "infinitive" and not passive,
        )

    def has_scope(self, verb: Token, frame: str, content: list[Bounds]) -> bool:
        """Tell whether statements in the content are the speaker's: always where it is a clause.

        A noun phrase as content is stated by verbs of assertion ("confirmed the attack"), and
        presupposed by those of judgement ("condemned the attack").
        """
        if frame in PREPOSITION_FRAMES and self.is_clause(content):
            return True
        return frame in SCOPE_FRAMES or (frame == "np" and verb.lemma_.lower() in ASSERTIVE)

    def is_quoted(self, bounds: Bounds) -> bool:
        """Tell whether content begins in a quotation."""
        return bounds[0] in self.quoted

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
            return None if verb.lemma_ != "tell" else None
        own = first(verb, "nsubj")
        if own is not None and own.tag_ in {"WP", "WDT"}:
            return own
        subjects = self.clauses.subjects(verb)
        if not subjects:
            return self.inverted_subject(verb)
        subject = subjects[0]
        if subject.lower_ in EXPLETIVES and (first(verb, "ccomp") is not None or subject.dep_ == "expl"):
            return None
        return subject

    def inverted_subject(self, verb: Token) -> Token | None:
        """Return the speaker in '"…," said NAME' where the parse calls the name an object."""
        following = [c for c in verb.rights if c.dep_ in {"dobj", "attr", "npadvmod", "nsubj"} and c.pos_ in {"PROPN", "NOUN"}]
        return following[0] if following and following[0].left_edge.i == verb.i + 1 else None

    def addressee(self, verb: Token, *, passive: bool) -> Token | None:
        """Return who is told: the object of "told reporters that", the "to" phrase of "said to"."""
        if passive:
            return first(verb, "nsubjpass") if verb.lemma_ in {"tell", "inform", "notify", "warn"} else None
        direct = first(verb, "dobj", "dative")
        if direct is not None and direct.pos_ in {"NOUN", "PROPN", "PRON"} and first(verb, "ccomp", "xcomp") is not None:
            return direct
        for preposition, target in objects_of_prepositions(verb):
            if preposition.lower_ == "to" and target.dep_ == "pobj" and target.ent_type_ in {"PERSON", "ORG", "NORP", "GPE"}:
                return target
        return None

    # ------------------------------------------------------------------ other cues

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
        for preposition, target in objects_of_prepositions(noun):
            word = preposition.lower_
            clausal = target.dep_ == "pcomp" or word in {"about", "against", "over"}
            if clausal and word in cue.frames and self.clauses.owner(noun):
                bounds = clause_bounds(target) if target.dep_ == "pcomp" else whole_bounds(target)
                yield self.noun_attribution(noun, cue, preposition.lower_, [bounds])
                return

    def noun_attribution(self, noun: Token, cue: CueEntry, frame: str, content: list[Bounds]) -> Attribution:
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
            scope=frame in SCOPE_FRAMES,
            same_subject=frame == "infinitive",
        )

    def noun_speakers(self, noun: Token) -> list[Token]:
        """Return who a claim, report or demand is by: possessor, "by X", else the clause's subject."""
        possessor = first(noun, "poss")
        if possessor is not None:
            return conjuncts(possessor)
        for preposition, target in objects_of_prepositions(noun):
            if preposition.lower_ in {"by", "from"}:
                return conjuncts(target)
        return self.clauses.owner(noun)

    def according_to(self, token: Token) -> Iterator[Attribution]:
        """Yield "according to X": the clause that it modifies is X's."""
        target = next((t for p, t in self.nested_objects(token)), None)
        if target is None:
            return
        governor = token.head
        while governor.dep_ in {"prep", "pobj", "pcomp"} and not is_verbal(governor):
            governor = governor.head
        clause = governor if is_verbal(governor) else governor.sent.root
        start, end = clause.left_edge.i, clause.right_edge.i + 1
        low, high = token.left_edge.i, token.right_edge.i + 1
        pieces = [self.trimmed(start, min(low, end)), self.trimmed(max(high, start), end)]
        yield Attribution(
            cue=(token.i, min(token.i + 2, len(self.doc))),
            lemma="according to",
            head=token,
            speaker=target,
            content=[piece for piece in pieces if piece[0] < piece[1]],
            frame="clause",
        )

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
        verb = adjective.head if adjective.dep_ in {"acomp", "oprd"} and is_verbal(adjective.head) else None
        for clause in (*dependents(adjective, "ccomp", "xcomp"), *(dependents(verb, "ccomp") if verb is not None else ())):
            frame = "infinitive" if self.clauses.is_infinitive(clause) else clause_frame(clause)
            known = {"bare": "that", "it-that": "that"}.get(frame, frame)
            if known not in cue.frames and not (known == "that" and "it-that" in cue.frames):
                continue
            subjects = self.clauses.subjects(verb) if verb is not None else []
            speaker = subjects[0] if subjects and subjects[0].lower_ not in EXPLETIVES else None
            if known == "infinitive" and (cue.sourceless or not self.can_speak(speaker, known)):
                continue
            yield Attribution(
                cue=(adjective.i, adjective.i + 1),
                lemma=adjective.lemma_.lower(),
                head=adjective,
                speaker=None if cue.sourceless else speaker,
                content=[clause_bounds(clause)],
                frame=known,
                modality=cue.frames.get(known, cue.modality),
                scope=known in SCOPE_FRAMES,
                same_subject=known == "infinitive",
            )
            return

    def adverb_cue(self, adverb: Token) -> Iterator[Attribution]:
        """Yield "reportedly", "allegedly": the clause around is claimed by nobody named."""
        cue = self.lexicon.cue(adverb.lower_, "adv") if adverb.lower_ in HEARSAY else None
        if cue is None or not is_verbal(adverb.head):
            return
        verb = adverb.head
        start, end = clause_bounds(verb)
        pieces = [self.trimmed(start, adverb.i), self.trimmed(adverb.i + 1, end)]
        yield Attribution(
            cue=(adverb.i, adverb.i + 1),
            lemma=adverb.lower_,
            head=adverb,
            speaker=None,
            content=[piece for piece in pieces if piece[0] < piece[1]],
            frame="clause",
            modality=cue.modality,
        )

    # ------------------------------------------------------------------ quotations

    def extend_to_quotations(self, found: Sequence[Attribution]) -> None:
        """Let direct content take the whole of each quotation that it touches, up to the next cue."""
        for attribution in found:
            if attribution.head.i in self.quoted or not (attribution.scope or attribution.frame == "quote"):
                continue
            touched = {
                self.quoted[index].start: self.quoted[index]
                for start, end in attribution.content
                for index in range(start, end)
                if index in self.quoted
            }
            whole = [q for q in touched.values() if self.mostly_quoted(attribution, q)]
            if whole:
                attribution.direct = True
                attribution.content = joined(attribution.content, [(q.start, q.end) for q in whole])

    def mostly_quoted(self, attribution: Attribution, quotation: Quotation) -> bool:
        """Tell whether a quotation goes on past the content that the parse gave it."""
        return not any(start <= quotation.start and quotation.end <= end for start, end in attribution.content)

    def unclaimed_quotations(self, found: list[Attribution]) -> Iterator[Attribution]:
        """Give sentences of quotation without a cue to the speaker beside them.

        A quotation in the paragraph of one already attributed goes on with the same speaker; the
        first of a new paragraph goes with the cue of the sentence before it.
        """
        taken = {
            i
            for a in found
            if a.frame != "infinitive" and a.head.i not in self.quoted
            for s, e in a.content
            for i in range(s, e)
        }
        outer = [a for a in found if a.head.i not in self.quoted and (a.direct or a.frame in {"that", "bare", "quote"})]
        for quotation in self.quotations:
            free = [i for i in range(quotation.start, quotation.end) if i not in taken]
            if len(free) < 0.5 * (quotation.end - quotation.start) or quotation.end - quotation.start < 4:
                continue
            owner = self.nearest_owner(quotation, outer)
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

    def nearest_owner(self, quotation: Quotation, outer: Sequence[Attribution]) -> Attribution | None:
        """Return the attribution whose speaker a bare quotation most likely goes on with."""
        before = [a for a in outer if a.cue[1] <= quotation.start and quotation.start - a.cue[1] < 120]
        after = [a for a in outer if a.cue[0] >= quotation.end and a.cue[0] - quotation.end <= 12]
        if after and self.doc[after[0].cue[0]].sent.start <= quotation.end + 1:
            return after[0]
        if not before:
            return None
        last = max(before, key=lambda a: a.cue)
        spoken = max((end for a in before for _, end in a.content if end <= quotation.start), default=0)
        return last if quotation.start - max(last.cue[1], spoken) <= 40 else None

    def same_paragraph(self, quotation: Quotation, owner: Attribution) -> bool:
        """Tell whether an attribution's content lies in the same paragraph as a quotation."""
        start, end = sorted((owner.content[-1][1], quotation.start))
        return not any(t.is_space and "\n" in t.text for t in self.doc[min(start, len(self.doc) - 1) : end])


def background_start(clause: Token) -> int | None:
    """Return where a final clause of time or contrast behind a comma begins, if there is one."""
    for child in clause.rights:
        if child.dep_ != "advcl":
            continue
        opening = child.left_edge
        marker = first(child, "mark")
        words = {opening.lower_, marker.lower_ if marker is not None else ""}
        if words & BACKGROUND and opening.i > 0 and clause.doc[opening.i - 1].text == ",":
            return opening.i
    return None


def clause_frame(clause: Token) -> str:
    """Name the construction of a complement clause by its opening words."""
    marker = first(clause, "mark")
    if any(c.dep_ == "aux" and c.tag_ == "TO" for c in clause.children):
        return "object-infinitive"
    if marker is not None:
        word = marker.lower_
        return word if word in {"that", "whether", "if"} else "bare"
    opening = clause.left_edge
    if opening.tag_ in {"WP", "WDT", "WRB", "WP$"}:
        return "wh"
    return "bare"


def that_complement(clause: Token) -> bool:
    """Tell whether a clause on a noun is its content ("the claim that he fled"), not about it."""
    marker = first(clause, "mark")
    if marker is not None:
        return marker.lower_ == "that"
    opening = clause.left_edge
    if opening.lower_ != "that" or opening.dep_ in {"nsubj", "nsubjpass", "pobj"}:
        return False
    complete = first(clause, "nsubj", "nsubjpass") is not None and first(clause, "xcomp", "ccomp", "acomp") is not None
    return opening.dep_ != "dobj" or complete


def full_noun(head: Token) -> Bounds:
    """Return a noun phrase with its relative clauses, as the content of "criticised the …"."""
    start = noun_bounds(head)[0]
    return start, max(head.right_edge.i + 1, whole_bounds(head)[1])


def without_cue(bounds: Bounds, verb: Token) -> Bounds:
    """Cut the cue verb off bounds that reach back over it."""
    start, end = bounds
    return (verb.i + 1, end) if start <= verb.i < end else bounds


def joined(bounds: Sequence[Bounds], more: Sequence[Bounds]) -> list[Bounds]:
    """Return the union of token bounds as sorted, non-overlapping bounds."""
    merged: list[Bounds] = []
    for start, end in sorted([*bounds, *more]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def nest(found: list[Attribution]) -> None:
    """Set ``within`` to the smallest other attribution whose content holds the cue."""
    for number, inner in enumerate(found):
        holders = [
            (sum(e - s for s, e in outer.content), other)
            for other, outer in enumerate(found)
            if other != number and outer.covers(inner.head.i) and outer.head.i != inner.head.i
        ]
        inner.within = min(holders)[1] if holders else None


def find_attributions(clauses: Clauses, lexicon: Lexicon) -> list[Attribution]:
    """Return the Doc's attributions in text order."""
    return AttributionReader(clauses, lexicon).read()
