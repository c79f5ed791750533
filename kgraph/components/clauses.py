"""Read clauses off the parse: who is agent and patient of each verb, whatever the clause's form.

A :class:`Clauses` object reads one Doc.  It answers, for any verb, who its surface subjects are
(through coordination, relative and participial clauses, control and raising), whether it is
passive, which verbs govern it in one chain ("tried to ban"), and what its objects are.  The
definitions follow Huddleston & Pullum, *The Cambridge Grammar of the English Language*, ch. 14
(non-finite clauses) for control, and the label set is spaCy's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kgraph.components.antecedents import antecedents
from kgraph.components.control import (
    companions,
    controllers,
    described_noun,
    has_no_subject,
    is_extraposed,
    is_joined_gerund,
    is_part_named,
    owner,
    sent_to_act,
    takes_effort,
    takes_infinitive,
)
from kgraph.components.syntax import (
    SUBJECT_DEPS,
    conjuncts,
    dependents,
    first,
    is_verbal,
    labelled_dependents,
    prepositional_controller,
)
from kgraph.lexicon import Lexicon, word_set

__all__ = ["Clauses", "Frame", "Phrase"]

OBJECT_DEPS = frozenset({"dobj", "attr", "oprd"})
CHAIN_DEPS = frozenset({"xcomp"})
PASSIVE_LIKE_DEPS = frozenset({"acl", "advcl", "conj", "relcl", "amod"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A dependent of a predicate: its preposition, if any, and its head."""

    preposition: Token | None
    head: Token


@dataclass(slots=True)
class Frame:
    """One predication as the parse shows it, before names and stance are known.

    ``chain`` holds the verbs and adjectives that govern ``head`` in one predicate, outermost first
    ("tried" in "tried to ban").  With ``voice`` passive the ``objects`` are the surface subjects
    and the ``subjects`` the agents of the by-phrase, if there is one.  ``bounds`` overrides, by the
    index of an argument's head, which tokens the argument covers; ``adjective`` is the predicate
    word after "be" where the object hangs on it ("is aware of"); ``unspoken`` marks a relation that
    no word states ("X, a judge"), and ``text`` then says how to word it.
    """

    head: Token
    rule: str
    chain: tuple[Token, ...] = ()
    subjects: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    object_preposition: Token | None = None
    phrases: list[Phrase] = field(default_factory=list)
    adjective: Token | None = None
    complement: Token | None = None
    voice: str = "active"
    expletive: bool = False
    unspoken: bool = False
    text: str | None = None
    lemma: str | None = None
    label: str | None = None
    relation: str | None = None
    bounds: dict[int, tuple[int, int]] = field(default_factory=dict)


class Clauses:
    """The clauses of one Doc; subjects are computed once a verb."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        """Read ``doc``, which must have been parsed."""
        self.doc = doc
        self.lexicon = lexicon
        self.verbs = [token for token in doc if is_verbal(token)]
        self._subjects: dict[int, list[Token]] = {}
        readings = doc._.readings or {}
        literal = [n for n in doc._.names or () if n.start in readings]
        self.literal_places = frozenset(
            index
            for name in literal
            if readings[name.start].reading == "literal"
            for index in range(name.start, name.end)
        )

    # ------------------------------------------------------------------ voice

    def is_passive(self, verb: Token) -> bool:
        """Tell whether a verb is passive: with its auxiliary, or as a bare participle."""
        labels = {label for label, _ in labelled_dependents(verb)}
        if labels & {"auxpass", "nsubjpass", "csubjpass"}:
            return True
        if verb.tag_ == "VBN" and verb.dep_ == "conj" and "nsubj" in labels and "aux" not in labels:
            return is_verbal(verb.head) and self.is_passive(
                verb.head
            )  # "two killed and three hurt"
        if verb.tag_ not in {"VBN", "VBD"} or "nsubj" in labels:
            return False
        if "agent" in labels and "dobj" not in labels:
            return True
        if verb.tag_ != "VBN" or any(
            c.dep_ == "aux" and c.lemma_ in {"have", "'ve"} for c in verb.children
        ):
            return False
        if verb.dep_ == "conj" and is_verbal(verb.head):
            return "aux" not in labels and self.is_passive(verb.head)
        if verb.dep_ in {"acl", "advcl"}:
            return "aux" not in labels
        return verb.dep_ == "ccomp" and "aux" not in labels and "dobj" not in labels

    # ------------------------------------------------------------------ subjects

    def subjects(self, verb: Token) -> list[Token]:
        """Return the heads of the surface subjects, each conjunct; empty where there is none."""
        if verb.i not in self._subjects:
            self._subjects[verb.i] = []  # a parse is a tree, but repairs may look back
            self._subjects[verb.i] = self._find_subjects(verb)
        return self._subjects[verb.i]

    def _find_subjects(self, verb: Token) -> list[Token]:
        own = dependents(verb, *SUBJECT_DEPS)
        own.sort(key=lambda one: one.dep_ == "csubj")  # "having a ship sail": the ship sails
        if own:
            return [
                member
                for subject in own[:1]
                for one in antecedents(subject, verb, self.lexicon)
                for member in (conjuncts(one) if one is subject else [one])
            ]
        if first(verb, "expl") is not None:
            attribute = first(verb, "attr", "dobj", "nsubj")
            return conjuncts(attribute) if attribute is not None else []
        reader = getattr(self, f"_subject_of_{verb.dep_}", None)
        found: list[Token] = reader(verb) if reader is not None else []
        return [one for one in found if one.dep_ != "csubj" or verb.dep_ == "conj"]

    def _subject_of_conj(self, verb: Token) -> list[Token]:
        listed = not is_verbal(verb.head) or is_joined_gerund(verb, self.lexicon)
        return [] if listed else self.subjects(verb.head)

    def _subject_of_relcl(self, verb: Token) -> list[Token]:
        noun = verb.head
        if self.is_infinitive(verb) and is_extraposed(noun):
            return []
        purpose = self.is_infinitive(verb) and noun.dep_ not in {"appos", "attr"}
        if purpose and takes_infinitive(noun, self.lexicon):
            return self.controllers(noun)
        return [noun] if not is_verbal(noun) else []

    def _subject_of_acl(self, verb: Token) -> list[Token]:
        noun = verb.head
        above = noun.head.head if noun.dep_ == "pobj" else None
        if above is not None and prepositional_controller(above) == noun:
            return [noun]
        if verb.tag_ not in {"VBN", "VBG", "VBD"} or self.is_infinitive(verb):
            return self.controllers(noun)
        troubled = verb.tag_ == "VBG" and noun.lemma_.lower() in word_set("gerund_nouns")
        return self.controllers(noun) if troubled else [noun]

    def _subject_of_xcomp(self, verb: Token) -> list[Token]:
        governor = verb.head
        if governor.dep_ in {"acomp", "attr"} and is_verbal(governor.head):
            return [] if is_extraposed(governor) else self.subjects(governor.head)
        if not is_verbal(governor):
            return self.controllers(governor)
        if is_part_named(verb):
            return []
        controlled = prepositional_controller(governor) or first(governor, "dobj", "dative")
        if controlled is not None and controlled == described_noun(verb, self.lexicon):
            return self.controllers(controlled)
        if (
            controlled is not None
            and not self.is_passive(governor)
            and governor.lemma_ not in word_set("subject_control")
            and controlled.i < verb.i
        ):
            return conjuncts(controlled)
        return self.subjects(governor)

    def _subject_of_ccomp(self, verb: Token) -> list[Token]:
        if verb.tag_ in {"VB", "VBG"} or self.is_infinitive(verb):
            return self._subject_of_xcomp(verb)
        return []

    def _subject_of_advcl(self, verb: Token) -> list[Token]:
        governor = verb.head
        described = described_noun(verb, self.lexicon)
        if described is not None:
            infinitive = self.is_infinitive(verb)
            return self.controllers(described) if infinitive else [described]
        if has_no_subject(verb):
            return []
        if not is_verbal(governor):
            return self.controllers(governor) if governor.dep_ in {"pobj", "dobj"} else []
        if self.is_infinitive(verb):
            if takes_effort(governor):
                return []
            if prepositional_controller(governor) is not None:
                return self._subject_of_xcomp(verb)
            sent = None if self.is_passive(governor) else sent_to_act(governor)
            if sent is not None and sent.i < verb.i:
                return conjuncts(sent)
        return self.subjects(governor) if verb.tag_ in {"VBG", "VBN", "VBD", "VB"} else []

    def _subject_of_pcomp(self, verb: Token) -> list[Token]:
        preposition = verb.head
        governor = preposition.head
        while governor.dep_ == "prep":
            governor = governor.head
        if not is_verbal(governor):
            return self.controllers(governor)
        controlled = first(governor, "dobj")
        if (
            controlled is not None
            and controlled.i == preposition.i - 1
            and preposition.lower_ == "in"
        ):
            return self.controllers(controlled)
        if (
            preposition.lower_ in word_set("object_gerund")
            and controlled is not None
            and not self.is_passive(governor)
        ):
            return [*conjuncts(controlled), *companions(controlled, governor)]
        return self.subjects(governor)

    _subject_of_dep = _subject_of_conj

    def controllers(self, noun: Token) -> list[Token]:
        """Return who does what the infinitive or gerund under a noun says."""
        return controllers(noun, self.subjects, self.lexicon)

    def owner(self, noun: Token) -> list[Token]:
        """Return whose what a noun says is: its possessor, else the clause's subject."""
        return owner(noun, self.subjects)

    # ------------------------------------------------------------------ chains

    @staticmethod
    def is_infinitive(verb: Token) -> bool:
        """Tell whether a verb stands as "to" + infinitive."""
        return any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.children)

    def governor(self, verb: Token) -> Token | None:
        """Return the verb or adjective that this verb forms one predicate with, else None.

        "tried to ban", "is able to attend", "appear to be": yes.  "urged them to go": no, there the
        infinitive has a subject of its own.
        """
        if verb.dep_ == "conj" and is_verbal(verb.head) and not dependents(verb, *SUBJECT_DEPS):
            if self.is_infinitive(verb.head) and not self.own_auxiliary(verb):
                return self.governor(verb.head)
            return None
        if verb.dep_ not in CHAIN_DEPS or dependents(verb, *SUBJECT_DEPS):
            return None
        head = verb.head
        if head.pos_ == "ADJ" and head.dep_ in {"acomp", "oprd"} and is_verbal(head.head):
            return head
        if not is_verbal(head) or first(head, "dobj") is not None or is_part_named(verb):
            return None
        return head if prepositional_controller(head) is None else None

    @staticmethod
    def own_auxiliary(verb: Token) -> bool:
        """Tell whether a conjunct opens a finite clause again ("plans to go and has paid")."""
        return any(
            child.dep_ in {"aux", "auxpass"} and child.tag_ != "TO" for child in verb.children
        ) or verb.tag_ in {"VBD", "VBZ", "VBP"}

    def chain(self, verb: Token) -> tuple[Token, ...]:
        """Return the governors of a verb in one predicate, outermost first."""
        links: list[Token] = []
        governor = self.governor(verb)
        while governor is not None and len(links) < 6:
            if governor.pos_ == "ADJ":
                links.append(governor)
                governor = governor.head
            links.append(governor)
            governor = self.governor(governor)
        return tuple(reversed(links))
