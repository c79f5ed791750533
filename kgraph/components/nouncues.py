"""Read nouns as cues: "X's claim that …", "reports of fighting", "X's disdain for the press".

Which preposition brings what a noun is about stands in ``ontology/lexicon/topics.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from spacy.tokens import Token

from kgraph.components.attribution import Attribution, Context
from kgraph.components.clausewords import is_negated
from kgraph.components.contents import Bounds, extent, that_complement
from kgraph.components.doubt import is_report
from kgraph.components.syntax import (
    clause_bounds,
    conjuncts,
    dependents,
    first,
    is_verbal,
    objects_of_prepositions,
)
from kgraph.lexicon import CueEntry, word_set

__all__ = ["NounCues"]

#: Labels of names that can stand before a claim as its speakers.
NAMED = frozenset({"GPE", "ORG", "NORP", "PERSON"})


class NounCues:
    """Read the cue nouns of one Doc."""

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
        made = next(chain(self.noun_clauses(noun, cue), self.noun_topics(noun, cue)), None)
        if made is not None:
            yield made

    def noun_clauses(self, noun: Token, cue: CueEntry) -> Iterator[Attribution]:
        """Yield clauses as content: "the claim that …", and of somebody named "X's plan to …"."""
        for clause in dependents(noun, "acl", "ccomp", "relcl"):
            infinitive = self.clauses.is_infinitive(clause)
            bare_infinitive = infinitive and clause.dep_ == "acl"
            if clause.dep_ != "ccomp" and not bare_infinitive and not that_complement(clause):
                continue
            frame = "infinitive" if infinitive else "that"
            if frame not in cue.frames:
                continue
            made = self.noun_attribution(noun, cue, frame, [clause_bounds(clause)])
            if made.speaker is not None or not infinitive:
                yield made

    def noun_topics(self, noun: Token, cue: CueEntry) -> Iterator[Attribution]:
        """Yield what a noun's preposition brings: "reports of fighting", "X's worries about …"."""
        for preposition, target in objects_of_prepositions(noun):
            word = preposition.lower_
            argued = target.dep_ == "pcomp" or word in word_set("argued_prepositions")
            if word == "of" and target.dep_ == "pobj" and self.is_hearsay(noun):
                made = self.noun_attribution(noun, cue, word, [extent(target)])
                yield replace(made, speaker=self.who_alleges(noun), scope=True)
            elif argued and word in cue.frames and self.clauses.owner(noun):
                bounds = clause_bounds(target) if target.dep_ == "pcomp" else extent(target)
                yield self.noun_attribution(noun, cue, word, [bounds])
            elif self.is_topic(noun, word, target):
                made = self.noun_attribution(noun, cue, "np", [extent(target)])
                if made.speaker is None or self.context.can_speak(made.speaker, "np"):
                    yield made

    def is_topic(self, noun: Token, preposition: str, target: Token) -> bool:
        """Tell whether a preposition behind a noun brings what it is about.

        The noun must be somebody's own or what somebody has or voices.
        """
        if not self.lexicon.brings_topic(noun.lemma_, preposition):
            return False
        if target.ent_type_ in {"DATE", "TIME"} or (preposition == "in" and target.ent_type_):
            return False
        carriers = word_set("voicing") | word_set("incurring")
        voiced = noun.dep_ == "dobj" and noun.head.lemma_.lower() in carriers
        return voiced or first(noun, "poss") is not None

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
        if is_of_others(noun):
            return []
        if noun.dep_ == "nsubjpass":
            agents = dependents(noun.head, "agent")
            return [one for agent in agents for one in dependents(agent, "pobj")]
        return self.clauses.owner(noun)


def is_of_others(noun: Token) -> bool:
    """Tell whether a claim is not made by whom the clause is about.

    "Drew criticism for", "investigated claims that", "did not confirm reports of".
    """
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    if noun.dep_ not in {"dobj", "nsubjpass", "pobj"} or not is_verbal(verb):
        return False
    listed = word_set("reacting" if noun.dep_ == "pobj" else "incurring")
    return verb.lemma_.lower() in listed or (is_report(noun) and is_negated(verb))
