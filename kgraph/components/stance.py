"""Decide how far a predication is committed to: polarity and modality of a frame.

A predication takes its stance from its own words (auxiliaries, negation, "if") and from whatever
governs it ("refused to", "threat of", "denied that"), whose effects ``ontology/lexicon/
modality.tsv`` states.  Factuality is inherited downwards (Saurí & Pustejovsky 2009, *FactBank*):
what stands inside a demand is demanded, inside a denial denied; but a finite relative or adverbial
clause speaks for itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kgraph.components.attribution import Attribution
from kgraph.components.clauses import Clauses, Frame
from kgraph.components.clausewords import (
    attribute_effect,
    is_negated,
    is_no_way,
    is_past,
    is_subjunctive,
    is_undoubted,
    listed_names,
    own_commitment,
)
from kgraph.components.commitment import PLAIN, Commitment, commitment_of
from kgraph.components.control import serves
from kgraph.components.nounstance import NounStance
from kgraph.components.quantifiers import quantified
from kgraph.components.smallclauses import is_effected, judging_verb
from kgraph.components.syntax import SUBJECT_DEPS, dependents, first, is_verbal
from kgraph.lexicon import GovernorPos, Lexicon, word_set

__all__ = ["StanceReader"]

FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo"})

#: What nobody does about the past.
COMMISSIVE = frozenset({"promised", "threatened"})


class StanceReader:
    """Read commitments off one Doc's clauses; each token's is computed once."""

    def __init__(
        self, clauses: Clauses, attributions: Sequence[Attribution], lexicon: Lexicon
    ) -> None:
        """Index the attributions by cue: they change what their content is."""
        self.clauses = clauses
        self.lexicon = lexicon
        self.cues = {attribution.head.i: attribution for attribution in attributions}
        self._outer: dict[int, Commitment] = {}
        self.nouns = NounStance(lexicon, self.outer_of_governor, self.outer)

    def commitment(self, frame: Frame) -> Commitment:
        """Return modality and polarity of a frame."""
        if frame.rule.startswith(("office", "relation")):
            return quantified(frame, PLAIN)  # said by the way, whatever governs the phrase
        if frame.rule == "clause:small" and is_effected(judging_verb(frame.head)):
            return self.outer_of_governor(judging_verb(frame.head))
        if is_verbal(frame.head):
            own = self.own(frame.head)
        elif frame.rule.startswith("noun:"):
            own = attribute_effect(frame.head, self.lexicon)
        else:
            own = PLAIN
        result = quantified(frame, own)
        if frame.rule == "noun:light-verb" and frame.head.dep_ == "pobj":
            return result.under(self.outer_of_governor(frame.head.head.head))
        return result.under(self.outer(frame.head))

    def own(self, verb: Token) -> Commitment:
        """Return what a verb's own auxiliaries, negation, adverbs and conjunction say."""
        return own_commitment(verb, self.clauses, self.cues)

    # ------------------------------------------------------------------ what governs it

    def outer(self, token: Token) -> Commitment:
        """Return what everything above a token makes of it."""
        if token.i not in self._outer:
            self._outer[token.i] = PLAIN
            self._outer[token.i] = self._read_outer(token)
        return self._outer[token.i]

    def _read_outer(self, token: Token) -> Commitment:
        head = token.head
        if head.i == token.i:
            return PLAIN
        if token.dep_ == "conj":
            apart = head.dep_ in {"relcl", "acl"} and is_no_way(head.head)
            return PLAIN if apart and first(token, *SUBJECT_DEPS) else self.outer(head)
        if token.dep_ in {"relcl", "acl"} and is_no_way(head):
            return Commitment("possible", "negative")
        if is_verbal(token):
            return self.clause_outer(token, head)
        return self.nouns.outer(token, head)

    def clause_outer(self, verb: Token, head: Token) -> Commitment:
        """Return what a clause inherits from the word that it depends on."""
        if verb.dep_ == "relcl" and not self.clauses.is_infinitive(verb):
            return self.nouns.unreal(head, past=is_past(verb))
        if verb.dep_ == "advcl":
            return self.adverbial_outer(verb, head)
        if verb.dep_ in {"xcomp", "ccomp", "acl", "pcomp", "relcl"}:
            result = self.governed(verb, head)
            if verb.dep_ == "ccomp" and self.is_finite(verb):
                open_question = self.construction(verb) == "whether"
                told = head.i in self.cues or open_question
                return result if told else result.under(self.outer_of_governor(head))
            governor = head
            while governor.pos_ == "ADP" and governor.head != governor:
                governor = governor.head
            if governor.lower_ == "addition" and governor.dep_ == "pobj":
                governor = governor.head.head
            inherited = self.outer_of_governor(governor)
            return result.under(
                inherited if verb.dep_ != "pcomp" else Commitment(inherited.modality)
            )
        if verb.dep_ in {"csubj", "csubjpass"}:
            return self.outer(head)
        return PLAIN

    def governed(self, verb: Token, head: Token) -> Commitment:
        """Return what the governing word makes of a clause; who does not deny it leaves it open."""
        listed = self.effect(verb, head)
        if listed is not None and listed.modality in COMMISSIVE and is_past(verb):
            listed = None
        result = listed if listed is not None else self.default_effect(verb, head)
        if is_undoubted(head):
            return Commitment()
        if self.is_refused(head) and result.modality in {"possible", "demanded"}:
            return Commitment()  # "not able to go", "not invited to go"
        undenied = result.modality == "denied" and is_verbal(head) and is_negated(head)
        return Commitment("possible") if undenied else result

    def is_refused(self, head: Token) -> bool:
        """Tell whether somebody is "not able to" or "not invited to" do what follows."""
        if head.pos_ == "ADJ":
            able = head.lemma_.lower() in word_set("able")
            return able and is_verbal(head.head) and is_negated(head.head)
        return is_verbal(head) and self.clauses.is_passive(head) and is_negated(head)

    def outer_of_governor(self, head: Token) -> Commitment:
        """Return the commitment of the governing word itself, its own words included."""
        own = self.own(head) if is_verbal(head) else PLAIN
        if head.pos_ == "ADJ" and is_verbal(head.head):
            own = self.own(head.head)
            return own.under(self.outer(head.head))
        return own.under(self.outer(head))

    def default_effect(self, verb: Token, head: Token) -> Commitment:
        """Return what an infinitive is when nothing listed governs it: an aim, not a fact."""
        if verb.dep_ in {"acl", "relcl"} and self.clauses.is_infinitive(verb):
            ranked = any(c.lower_ in word_set("ranks") for c in dependents(head, "amod"))
            return PLAIN if ranked else Commitment("intended")
        if verb.dep_ in {"xcomp", "ccomp"} and asks_how(verb):
            return Commitment("possible")
        if verb.dep_ == "xcomp" and self.construction(verb) == "object-infinitive":
            return Commitment("intended")
        if verb.dep_ == "pcomp" and head.lower_ == "without":
            return Commitment("asserted", "negative")
        if verb.dep_ == "pcomp" and head.lower_ in {"towards", "toward"}:
            return Commitment("intended")
        if verb.dep_ == "pcomp" and head.lower_ in {"for", "at"} and is_verbal(head.head):
            return Commitment("intended") if head.head.lemma_ in word_set("aiming") else PLAIN
        return PLAIN

    def adverbial_outer(self, verb: Token, head: Token) -> Commitment:
        """Return what an adverbial clause inherits: purposes are intended, participles go along."""
        marker = first(verb, "mark")
        if self.clauses.is_infinitive(verb):
            base = Commitment("intended")
            if ends_in(verb, head):
                return Commitment(self.outer_of_governor(head).modality)
            if verb.i < head.i:
                return base  # "to win we would need to": an aim, and no need
            if not (is_verbal(head) and self.clauses.is_passive(head)):
                base = self.effect(verb, head) or base
            governing = self.outer_of_governor(head) if is_verbal(head) else PLAIN
            unreal = governing.modality in {"hypothetical", "conditional", "denied"}
            return base.under(Commitment(governing.modality)) if unreal else base
        if marker is None and not self.is_finite(verb) and is_verbal(head):
            return Commitment(self.outer_of_governor(head).modality)
        return PLAIN

    @staticmethod
    def is_finite(verb: Token) -> bool:
        """Tell whether a clause has a finite verb, its own or an auxiliary."""
        return verb.tag_ in {"VBD", "VBZ", "VBP", "MD"} or any(
            c.dep_ in {"aux", "auxpass"} and c.tag_ in {"VBD", "VBZ", "VBP", "MD"}
            for c in verb.children
        )

    def effect(self, verb: Token, head: Token) -> Commitment | None:
        """Return the lexicon's effect of the governing word on the clause, if it is listed.

        "suggest", "insist" and their like demand a subjunctive and claim an indicative.
        """
        if serves(verb, head):
            return Commitment("intended")
        for lemma, pos, frame in self.governing(verb, head):
            found = self.lexicon.governor(lemma, pos, frame)
            if found is not None:
                if lemma == "have" and any(c.lower_ in FUTURE for c in head.children):
                    return Commitment("intended")
                indicative = (
                    frame == "that"
                    and self.is_finite(verb)
                    and not is_subjunctive(verb)
                    and lemma in word_set("two_faced")
                )
                return None if indicative else commitment_of(found)
        cue = self.cues.get(head.i)
        told = cue is not None and cue.covers(verb.i) and cue.modality != "asserted"
        return Commitment(cue.modality) if cue is not None and told else None

    def governing(self, verb: Token, head: Token) -> Iterator[tuple[str, GovernorPos, str]]:
        """Yield (lemma, part of speech, construction) under which the governor may be listed."""
        construction = self.construction(verb)
        if verb.dep_ == "pcomp":
            yield from self.preposition_governing(verb, head)
            return
        lemma = head.lemma_.lower()
        for name in listed_names(head)[:-1]:
            yield name, "verb", construction
        judged = first(head, "acomp") if construction == "that" else None
        if judged is not None:
            yield judged.lemma_.lower(), "adj", construction
        if head.pos_ == "ADJ" and head.dep_ in {"acomp", "oprd"}:
            yield lemma, "adj", construction
        elif is_verbal(head):
            yield from self.verb_governing(head, construction)
        else:
            yield lemma, "noun", construction

    def verb_governing(
        self, head: Token, construction: str
    ) -> Iterator[tuple[str, GovernorPos, str]]:
        """Yield the keys for a clause under a verb; "is to" and "has yet to" are auxiliaries."""
        lemma = head.lemma_.lower()
        if self.clauses.is_passive(head):
            yield lemma, "passive", construction
        if construction == "infinitive":
            yield f"{lemma} to", "aux", construction
            if any(c.lower_ == "yet" for c in head.children):
                yield f"{lemma} yet", "aux", construction
        yield lemma, "verb", construction
        if construction == "infinitive" and first(head, "dobj") is not None:
            yield lemma, "verb", "object-infinitive"

    def construction(self, verb: Token) -> str:
        """Name the construction in which a clause is governed, in the lexicon's terms."""
        own_subject = bool(dependents(verb, *SUBJECT_DEPS))
        if self.clauses.is_infinitive(verb):
            governor_object = first(verb.head, "dobj", "dative") is not None and is_verbal(
                verb.head
            )
            return "object-infinitive" if own_subject or governor_object else "infinitive"
        if verb.tag_ == "VBG" and not self.is_finite(verb):
            return "object-gerund" if own_subject else "gerund"
        if verb.tag_ == "VB" and not self.is_finite(verb):
            return "object-bare-infinitive" if own_subject else "bare-infinitive"
        if verb.dep_ == "acl" and not self.is_finite(verb):
            return "participle"  # "the threat posed by", not "the threat that"
        marker = first(verb, "mark")
        return "whether" if marker is not None and marker.lower_ in {"whether", "if"} else "that"

    def preposition_governing(
        self, verb: Token, preposition: Token
    ) -> Iterator[tuple[str, GovernorPos, str]]:
        """Yield the keys for a gerund behind a preposition: "prevent X from", "idea of"."""
        governor = preposition.head
        name = preposition.lower_
        lemma = governor.lemma_.lower()
        pos: GovernorPos = (
            "verb" if is_verbal(governor) else "adj" if governor.pos_ == "ADJ" else "noun"
        )
        if pos == "verb" and self.clauses.is_passive(governor):
            yield lemma, "passive", f"{name}-gerund"
        yield lemma, pos, f"object-{name}-gerund"
        yield lemma, pos, f"{name}-gerund"
        yield f"{lemma} {name}", pos, "gerund"
        yield name, "prep", "gerund"


def ends_in(verb: Token, head: Token) -> bool:
    """Tell whether an infinitive is what a change led to: "fell to close at", "rose to reach"."""
    changes = head.lemma_.lower() in word_set("changes") and first(head, "dobj") is None
    return changes and verb.lemma_.lower() in word_set("outcomes")


def asks_how(verb: Token) -> bool:
    """Tell whether an infinitive says how something can be done ("explains how to build")."""
    opening = verb.left_edge
    infinitive = any(c.tag_ == "TO" for c in dependents(verb, "aux"))
    return infinitive and opening.tag_ == "WRB"
