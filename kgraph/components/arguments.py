"""Make argument records of token heads: the phrase, its entity, its role beside the predicate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from kgraph.components.antecedents import antecedents, plural_antecedent
from kgraph.components.circumstances import governed_times
from kgraph.components.claims import coverage
from kgraph.components.clauses import Frame, Phrase
from kgraph.components.couples import couples
from kgraph.components.definites import definite_nouns
from kgraph.components.firstperson import quoted_sides, quoted_speakers
from kgraph.components.metonymy import PlaceName
from kgraph.components.name import SOME, Name
from kgraph.components.officesbydate import office_holders
from kgraph.components.participants import is_one_of, name_given
from kgraph.components.syntax import (
    CLAUSAL_DEPS,
    clause_bounds,
    conjuncts,
    dependents,
    is_verbal,
    noun_bounds,
)
from kgraph.gazetteer import load_gazetteer
from kgraph.lexicon import load_lexicon, word_set
from kgraph.model import Argument, Document, EntityType, Role, RoleArgument

__all__ = ["ArgumentMaker"]

ACTORS = frozenset({"Person", "Organization", "Government", "ArmedGroup", "Country", "Group"})
PLACES = frozenset({"Place", "Country"})
TIME_LABELS = frozenset({"DATE", "TIME"})


class ArgumentMaker:
    """Cut arguments out of one Doc; names and references are indexed by token once."""

    def __init__(self, doc: Doc, document: Document) -> None:
        """Index names, references and time expressions of the Doc."""
        self.doc = doc
        self.document = document
        self.arguments: dict[tuple[int, tuple[int, int] | None], Argument] = {}
        self.names: dict[int, Name] = {
            index: name for name in doc._.names for index in range(name.start, name.end)
        }
        self.lexicon = load_lexicon()
        self.holders = office_holders(doc, document.published, load_gazetteer(), self.lexicon)
        self.couples = couples(doc)
        definites = definite_nouns(doc, self.lexicon)
        known: dict[int, Name] = {**definites, **self.holders, **doc._.references}
        self.references = {**known, **dict(quoted_speakers(doc, doc._.names, known))}
        self.states: dict[str, Name] = {
            name.entry.country: name
            for name in reversed(doc._.names)
            if name.type == "Country" and name.entry is not None and name.entry.country is not None
        }
        self.readings: dict[int, PlaceName] = doc._.readings
        self.times = governed_times(doc)
        self.covering = coverage(doc._.attributions)
        self.titled, self.owners = self.offices()
        self.sides = quoted_sides(doc, self.references, self.owners, document.published)
        meant = {**self.references, **self.sides}
        self.references = {index: name for index, name in meant.items() if name is not None}
        acting = [reading.actor for reading in self.readings.values() if reading.actor is not None]
        self.entity_types: dict[str, EntityType] = {
            **{actor.id: actor.type for actor in acting},
            **{name.key: name.type for name in (*self.references.values(), *doc._.names)},
        }

    def offices(self) -> tuple[dict[int, Name], dict[str, list[Name]]]:
        """Return who holds the office that a word names, and where each person holds one."""
        titled: dict[int, Name] = {}
        owners: dict[str, list[Name]] = {}
        for frame in self.doc._.frames:
            name = self.names.get(frame.subjects[0].i) if frame.relation == "position" else None
            if name is None:
                continue
            titled[frame.head.i] = name
            owner = self.names.get(frame.objects[0].i) if frame.objects else None
            if owner is not None:
                owners.setdefault(name.key, []).append(owner)
        return titled, owners

    # ------------------------------------------------------------------ phrases

    def bounds(self, head: Token) -> tuple[int, int]:
        """Return the token bounds of the phrase under a head."""
        if is_verbal(head) and (head.dep_ in CLAUSAL_DEPS or head.dep_ == "conj"):
            return clause_bounds(head)
        start, end = noun_bounds(head)
        return start, self.name_behind(head, end) or end

    def name_behind(self, head: Token, end: int) -> int | None:
        """Return where the name ends that says who a role is: "the minister, Ada Lind"."""
        if head.i in self.names or end + 1 >= len(self.doc) or self.doc[end].text != ",":
            return None
        name = self.names.get(end + 1)
        if name is None or name.type != "Person" or self.doc[name.end - 1].head.i != head.i:
            return None
        return name.end if self.doc[name.end - 1].dep_ == "appos" else None

    def name_of(self, head: Token) -> Name | None:
        """Return the name a phrase stands for: its head's, its apposition's or its antecedent's."""
        found = self.names.get(head.i) or self.references.get(head.i)
        if found is not None:
            adjective = found.demonym and found.type == "Country" and head.pos_ == "ADJ"
            return None if adjective or found.rule == SOME else found
        for child in head.children:
            if child.dep_ == "appos" and (named := self.names.get(child.i)) is not None:
                person = self.lexicon.person(head.lemma_.lower()) is not None
                if is_one_of(child, named) or (person and named.type != "Person"):
                    continue
                return named
            called = name_given(child)
            if called is not None and called.i in self.names:
                return self.names[called.i]
        return self.titled.get(head.i)

    def offices_of(self, person: Name) -> list[Name]:
        """Return the names of the bodies and states in which a person holds an office."""
        return self.owners.get(person.key, [])

    def members_of(self, head: Token, frame: Frame | None = None) -> list[Argument]:
        """Return a phrase as the actors that it means: two of "the two countries", else one."""
        whole = self.argument(head, frame)
        both = self.couples.get(head.i, ())
        return [replace(whole, entity=self.actor_of(name)) for name in both] or [whole]

    def argument(self, head: Token, frame: Frame | None = None) -> Argument:
        """Return the argument record of a phrase, made once for all that it takes part in."""
        given = frame.bounds.get(head.i) if frame is not None else None
        key = head.i, given
        if key not in self.arguments:
            self.arguments[key] = self.argument_within(head, given)
        return self.arguments[key]

    def argument_within(self, head: Token, given: tuple[int, int] | None) -> Argument:
        """Return the argument record of a phrase, within bounds that its frame gives."""
        start, end = given or self.bounds(head)
        span = self.doc[start:end]
        exact = given is not None and given[1] - 1 in self.names
        name = self.names.get(head.i) if exact else self.name_of(head)
        return Argument(
            text=self.document.text[span.start_char : span.end_char],
            start=span.start_char,
            end=span.end_char,
            head=head.lemma_,
            entity=self.actor_of(name) if name is not None else None,
            belongs_to=self.owner_of(head) if name is None else None,
            label=self.antecedent_text(head) if name is None else None,
        )

    def actor_of(self, name: Name) -> str:
        """Return the id of who acts or is meant by a name: of "Moscow warned" the state's."""
        reading = self.readings.get(name.start)
        return name.key if reading is None else reading.stands_for or name.key

    def owner_of(self, head: Token) -> str | None:
        """Return the id of the actor whose forces, officials or people a noun names."""
        if self.lexicon.actor_type(head.lemma_.lower()) is None:
            return None
        owners = dependents(head, "amod", "poss", "compound", "nmod")
        names = (self.names.get(owner.i) for owner in owners)
        return next((self.actor_of(n) for n in names if n is not None and n.type in ACTORS), None)

    def antecedent_text(self, head: Token) -> str | None:
        """Return the common noun that a relative or plural pronoun stands for, None for others."""
        taken_up = plural_antecedent(head)
        if taken_up is not None:
            return self.text_of(noun_bounds(taken_up))
        if head.tag_ not in {"WP", "WDT"}:
            return None
        noun = antecedents(head, head.head, self.lexicon)[0]
        return self.text_of(noun_bounds(noun)) if noun is not head else None

    def text_of(self, bounds: tuple[int, int]) -> str:
        """Return the document's words between two token bounds."""
        span = self.doc[bounds[0] : bounds[1]]
        return self.document.text[span.start_char : span.end_char]

    def clause_argument(self, head: Token) -> Argument:
        """Return a complement clause as an argument: all of it, as said."""
        start, end = clause_bounds(head)
        span = self.doc[start:end]
        return Argument(
            text=self.document.text[span.start_char : span.end_char],
            start=span.start_char,
            end=span.end_char,
            head=head.lemma_,
        )

    # ------------------------------------------------------------------ roles

    def role_arguments(self, frame: Frame) -> tuple[RoleArgument, ...]:
        """Return the arguments beside subject and object, each with its role."""
        made = []
        for phrase in self.members(frame):
            base = (
                self.clause_argument(phrase.head)
                if phrase.head.dep_ in {"pcomp", "ccomp", "advcl"}
                else self.argument(phrase.head, frame)
            )
            made.append(
                RoleArgument(
                    text=base.text,
                    start=base.start,
                    end=base.end,
                    head=base.head,
                    entity=base.entity,
                    belongs_to=base.belongs_to,
                    label=base.label,
                    role=self.role(phrase),
                    preposition=phrase.preposition.lower_
                    if phrase.preposition is not None and phrase.preposition.tag_ != "WRB"
                    else None,
                )
            )
        return tuple(made)

    @staticmethod
    def members(frame: Frame) -> Iterator[Phrase]:
        """Yield a frame's phrases, one for each member of a list ("with Iran, Syria and Chad")."""
        taken = {head.i for head in (*frame.subjects, *frame.objects)}
        seen: set[int] = set()
        for phrase in frame.phrases:
            listed = phrase.head.dep_ == "pobj" and phrase.head.pos_ in {"NOUN", "PROPN"}
            for head in conjuncts(phrase.head) if listed else (phrase.head,):
                if head.i not in seen and (head.i == phrase.head.i or head.i not in taken):
                    seen.add(head.i)
                    yield Phrase(phrase.preposition, head)

    def role(self, phrase: Phrase) -> Role:
        """Return the role of a phrase from its preposition and what kind of thing its head is."""
        head, preposition = phrase.head, phrase.preposition
        kind = self.kind(head)
        if head.ent_type_ in TIME_LABELS:
            return "time"
        if preposition is None:
            if head.dep_ == "ccomp":
                return "topic"
            return "recipient" if head.dep_ in {"dative", "dobj", "oprd"} else "other"
        word = preposition.lower_
        if word in word_set("place_prepositions") and self.is_place(phrase):
            return "place"
        if word in {"to", "for"} and kind in ACTORS and not (word == "to" and kind == "Place"):
            return "recipient"
        fixed: dict[str, Role] = {
            "for": "purpose",
            "with": "instrument",
            "from": "source",
            "by": "manner",
            "via": "instrument",
            "through": "instrument",
        }
        if word == "with" and kind in ACTORS:
            return "other"
        if word in word_set("topic_prepositions"):
            return "topic"
        return fixed.get(word, "other")

    def is_place(self, phrase: Phrase) -> bool:
        """Tell whether a phrase's head is a place, by its name or by "near", "outside"."""
        kind = self.kind(phrase.head)
        if kind is not None or phrase.preposition is None:
            return kind in PLACES and not self.is_topic(phrase)
        if phrase.preposition.lower_ == "where":
            return True
        spatial = phrase.preposition.lower_ in word_set("spatial_prepositions")
        return spatial and phrase.head.pos_ == "PROPN"

    def is_topic(self, phrase: Phrase) -> bool:
        """Tell whether a place is what an event is about: "a conference on Yemen"."""
        preposition = phrase.preposition
        if preposition is None or preposition.lower_ not in word_set("topic_prepositions"):
            return False
        noun = preposition.head
        entry = self.lexicon.event_noun(noun.lower_, noun.lemma_.lower())
        return entry is not None and entry.roles.get(preposition.lower_) == "topic"

    def is_actor(self, head: Token) -> bool:
        """Tell whether a head names somebody who acts."""
        return self.kind(head) in ACTORS

    def kind(self, head: Token) -> EntityType | None:
        """Return the type of the entity that a head stands for, None for plain words."""
        name = self.name_of(head)
        return name.type if name is not None else None
