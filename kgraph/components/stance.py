"""Decide how far a predication is committed to: polarity and modality of a frame.

A predication takes its stance from its own words (auxiliaries, negation, "if") and from whatever
governs it ("refused to", "threat of", "denied that"), whose effects ``ontology/lexicon/
modality.tsv`` states.  Factuality is inherited downwards (Saurí & Pustejovsky 2009, *FactBank*):
what stands inside a demand is demanded, inside a denial denied; but a finite relative or adverbial
clause speaks for itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kgraph.components.attribution import Attribution
from kgraph.components.clauses import Clauses, Frame
from kgraph.components.clausewords import (
    attribute_effect,
    is_negated,
    is_past,
    is_subjunctive,
    own_commitment,
)
from kgraph.components.commitment import PLAIN, Commitment, commitment_of
from kgraph.components.control import given_time, serves
from kgraph.components.doubt import (
    OPEN,
    UNPROVEN,
    is_ground,
    is_lacking,
    is_missed,
    is_no_way,
    is_undoubted,
    unsaid,
)
from kgraph.components.governing import construction, governing, is_finite
from kgraph.components.nounstance import NounStance
from kgraph.components.quantifiers import quantified
from kgraph.components.smallclauses import is_effected, judging_verb
from kgraph.components.syntax import SUBJECT_DEPS, dependents, first, is_verbal
from kgraph.lexicon import Lexicon, word_set

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
            if verb.dep_ == "ccomp" and is_finite(verb):
                open_question = construction(verb, self.clauses) == "whether"
                told = (head.i in self.cues and is_verbal(head)) or open_question
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
        if result.modality == "denied" and is_verbal(head) and is_negated(head):
            return OPEN
        without = self.without(verb, head, result)
        if without is not None:
            return without
        return self.unsaid(verb, head, result) or result

    def without(self, verb: Token, head: Token, effect: Commitment) -> Commitment | None:
        """Return what the clause of a noun is that is not there: "no plans to", "no evidence that".

        None where the noun is there, or says nothing of its clause.  A gerund does not inherit a
        negation from the verb above ("did not find signs of stealing"), other clauses do.
        """
        gerund = verb.dep_ == "pcomp"
        noun = head.head if gerund else head
        lacking = is_lacking(noun)
        if not lacking and not is_missed(noun):
            return None
        inherits = not gerund and self.outer(noun).polarity == "negative"
        if is_ground(noun):
            return OPEN if inherits else UNPROVEN
        aim = gerund or self.clauses.is_infinitive(verb)
        return Commitment(effect.modality, "negative") if aim and not inherits else None

    def unsaid(self, verb: Token, head: Token, effect: Commitment) -> Commitment | None:
        """Return what a clause is that somebody did not say; None where it is said, or a fact."""
        word = head.head if verb.dep_ == "pcomp" else head
        cue = self.cues.get(word.i)
        if cue is None or not is_verbal(word) or not cue.covers(verb.i) or cue.frame == "wh":
            return None
        listed = self.lexicon.cue(word.lemma_.lower(), "verb")
        if listed is not None and listed.factive:
            return None
        return unsaid(word, self.outer_of_governor(word), effect)

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
        if verb.dep_ == "xcomp" and construction(verb, self.clauses) == "object-infinitive":
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
        if marker is None and not is_finite(verb) and is_verbal(head):
            return Commitment(self.outer_of_governor(head).modality)
        return PLAIN

    def effect(self, verb: Token, head: Token) -> Commitment | None:
        """Return the lexicon's effect of the governing word on the clause, if it is listed.

        "suggest", "insist" and their like demand a subjunctive and claim an indicative.
        """
        if serves(verb, head):
            return Commitment("intended")
        if given_time(head) is not None and self.clauses.is_infinitive(verb):
            return Commitment("demanded")
        for lemma, pos, frame in governing(verb, head, self.clauses):
            found = self.lexicon.governor(lemma, pos, frame)
            if found is not None:
                if lemma == "have" and any(c.lower_ in FUTURE for c in head.children):
                    return Commitment("intended")
                indicative = (
                    frame == "that"
                    and is_finite(verb)
                    and not is_subjunctive(verb)
                    and lemma in word_set("two_faced")
                )
                return None if indicative else commitment_of(found)
        cue = self.cues.get(head.head.i if verb.dep_ == "pcomp" else head.i)
        told = cue is not None and cue.covers(verb.i) and cue.modality != "asserted"
        return Commitment(cue.modality) if cue is not None and told else None


def ends_in(verb: Token, head: Token) -> bool:
    """Tell whether an infinitive is what a change led to: "fell to close at", "rose to reach"."""
    changes = head.lemma_.lower() in word_set("changes") and first(head, "dobj") is None
    return changes and verb.lemma_.lower() in word_set("outcomes")


def asks_how(verb: Token) -> bool:
    """Tell whether an infinitive says how something can be done ("explains how to build")."""
    opening = verb.left_edge
    infinitive = any(c.tag_ == "TO" for c in dependents(verb, "aux"))
    return infinitive and opening.tag_ == "WRB"
