"""Resolve pronouns and role words to names: "he", "their", "who", "the spokesman", "we".

A salience rule in the tradition of Lappin & Leass (1994): candidates are earlier names that agree
in gender and number; nearness, subjecthood and repetition raise them; no candidate or a close race
leaves the pronoun unresolved.  "I" and "we" in a quotation are its speaker.  The text is never
rewritten: what comes out is a map from token index to :class:`Name`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kgraph.components.antecedents import is_matter, plural_antecedent
from kgraph.components.metonymy import PlaceName
from kgraph.components.name import Name
from kgraph.components.plurals import means_several
from kgraph.components.syntax import dependents
from kgraph.gazetteer import Gazetteer
from kgraph.lexicon import Lexicon, word_set

__all__ = ["resolve"]

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
RIVALS = frozenset({"nsubj", "nsubjpass", "dobj", "attr"})
MINOR = frozenset({"poss", "compound", "nmod", "amod"})
#: Types of what "it" can stand for.
THINGS = frozenset(
    {"Organization", "Government", "ArmedGroup", "Country", "Place", "Agreement", "Event"}
)
#: How much less a singular name weighs as what "they" means.
SINGULAR = 1.0
#: How many sentences back an antecedent may stand.
REACH = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier name with what salience needs to know about it."""

    name: Name
    head: Token
    sentence: int
    weight: float

    def covers(self, token: Token) -> bool:
        """Tell whether a token is part of the name."""
        return self.name.start <= token.i < self.name.end


class Resolver:
    """Resolve the pronouns of one Doc from left to right."""

    def __init__(
        self, doc: Doc, names: Sequence[Name], gazetteer: Gazetteer, lexicon: Lexicon
    ) -> None:
        """Number the sentences and learn the gender of every person named."""
        self.doc = doc
        self.lexicon = lexicon
        self.sentence_of = sentence_numbers(doc)
        self.genders = genders(doc, names, gazetteer)
        self.candidates = [self.candidate(name) for name in names]
        self.named = {
            index: candidate
            for candidate in reversed(self.candidates)
            for index in range(candidate.name.start, candidate.name.end)
        }
        self.objects: dict[int, set[str]] = {}
        for candidate in self.candidates:
            if candidate.head.dep_ == "dobj":
                met = {candidate.name.key, self.actor(candidate.name)}
                self.objects.setdefault(candidate.head.head.i, set()).update(met)
        self.resolved: dict[int, Name] = {}
        self.last: list[Candidate] = []

    def actor(self, name: Name) -> str:
        """Return the id of who is meant by a name: of a capital that acts, the state's."""
        reading: PlaceName | None = self.doc._.readings.get(name.start)
        return name.key if reading is None else reading.stands_for or name.key

    def candidate(self, name: Name) -> Candidate:
        """Return a name as a candidate: subjects weigh most, modifiers least."""
        head = self.doc[name.end - 1]
        dep = head.dep_
        weight = 1.2 if dep in SUBJECTS else -0.2 if dep in MINOR or dep == "pobj" else 0.3
        return Candidate(name, head, self.sentence_of[name.start], weight)

    def run(self) -> dict[int, Name]:
        """Return the resolved pronouns by token index."""
        for token in self.doc:
            if token.i in self.named:
                continue
            if token.pos_ not in {"PRON", "DET"} and token.tag_ not in {"PRP", "PRP$", "WP", "WP$"}:
                continue
            found = self.antecedent(token)
            if found is not None:
                self.resolved[token.i] = found
                weight = 1.2 if token.dep_ in SUBJECTS else 0.0
                self.last.append(Candidate(found, token, self.sentence_of[token.i], weight))
        return self.resolved

    def antecedent(self, token: Token) -> Name | None:
        """Return the name that a pronoun stands for, None if unsure."""
        word = token.lower_
        if word in word_set("relative"):
            return self.relative(token)
        accepts = self.accepts(word)
        if accepts is None or means_several(token):
            return None
        if word == "it" and (self.is_expletive(token) or is_matter(token, self.lexicon)):
            return None
        found = self.most_salient(token, accepts)
        things = plural_antecedent(token)
        if found is None or things is None or things.i in self.named:
            return found
        between = range(things.i + 1, token.i)
        nearer = {self.named[i].name.key for i in between if i in self.named}
        nearer |= {self.resolved[i].key for i in between if i in self.resolved}
        return found if found.key in nearer else None

    def accepts(self, word: str) -> frozenset[str] | None:
        """Return the entity types that a pronoun can stand for."""
        if word in word_set("masculine") | word_set("feminine"):
            return frozenset({"Person"})
        if word in word_set("neuter"):
            return THINGS
        if word in word_set("plural"):
            return frozenset({"Group", "Organization", "ArmedGroup", "Government"})
        return None

    def relative(self, token: Token) -> Name | None:
        """Return the name right before "who"."""
        head = token.head
        while head.dep_ not in {"relcl", "ROOT"} and head.head.i != head.i:
            head = head.head
        if head.dep_ != "relcl":
            return None
        antecedent = head.head
        apposed = [c.i for c in dependents(antecedent, "appos")]
        standing = (self.named.get(index) for index in (antecedent.i, *apposed))
        found = [
            c for c in standing if c is not None and (c.head.i in apposed or c.covers(antecedent))
        ]
        return min(found, key=lambda candidate: candidate.name.start).name if found else None

    @staticmethod
    def is_expletive(token: Token) -> bool:
        """Tell whether "it" stands for nothing: "it is clear that", "it rained"."""
        head = token.head
        reported = token.dep_ == "nsubjpass" and any(c.dep_ == "ccomp" for c in head.children)
        return (
            token.dep_ == "expl"
            or reported
            or (
                head.lemma_ in {"be", "seem", "appear", "become", "remain", "take"}
                and any(c.dep_ in {"ccomp", "xcomp", "advcl", "csubj"} for c in head.children)
            )
        )

    def most_salient(self, token: Token, accepts: frozenset[str]) -> Name | None:
        """Return the best candidate before the pronoun, if it is clearly the best."""
        here = self.sentence_of[token.i]
        gender = (
            "m"
            if token.lower_ in word_set("masculine")
            else "f"
            if token.lower_ in word_set("feminine")
            else None
        )
        scores: dict[str, float] = {}
        names: dict[str, Name] = {}
        for candidate in (*within_reach(self.candidates, here), *within_reach(self.last, here)):
            distance = here - candidate.sentence
            if not self.can_mean(token, candidate, accepts, gender):
                continue
            score = candidate.weight - distance - 0.004 * (token.i - candidate.head.i)
            score += (
                0.4
                if gender is not None and self.genders.get(candidate.name.key) == gender
                else 0.0
            )
            if score > scores.get(candidate.name.key, -99.0):
                scores[candidate.name.key], names[candidate.name.key] = score, candidate.name
        if not scores:
            return None
        best = max(sorted(scores), key=lambda key: scores[key])
        if gender is None and names[best].demonym and names[best].type == "Group":
            return None  # people of a country are not the country
        handicap = SINGULAR if self.is_singular(token, names[best]) else 0.0
        if gender is None and self.plain_rival(token, here) > scores[best] - handicap:
            return None
        return names[best]

    def is_singular(self, token: Token, name: Name) -> bool:
        """Tell whether a plural pronoun would take up a body by a singular name ("the EU … they").

        Papers write so, but a plural noun near it is meant rather.
        """
        singular = self.doc[name.end - 1].tag_ == "NNP" and name.type not in {"Group", "ArmedGroup"}
        return singular and token.lower_ in word_set("plural")

    def can_mean(
        self, token: Token, candidate: Candidate, accepts: frozenset[str], gender: str | None
    ) -> bool:
        """Tell whether a pronoun can stand for a candidate by type, gender and position."""
        name = candidate.name
        located = name.type == "Place" and candidate.head.dep_ == "pobj"
        located = located or (gender is None and name.demonym and candidate.head.dep_ == "amod")
        return (
            candidate.head.i < token.i
            and name.type in accepts
            and not located
            and self.agrees(name, gender)
            and not self.same_clause_object(candidate, token)
        )

    def plain_rival(self, token: Token, here: int) -> float:
        """Return the salience of the best common noun that "it" or "they" could mean, not a name.

        For "it", singular nouns of this and the last sentence ("the agreement", "the force") that
        name no people; for "they", plural nouns ("the refugees").
        """
        best = -99.0
        plural = token.lower_ in word_set("plural")
        for index in range(token.i - 1, max(-1, token.i - 60), -1):
            noun = self.doc[index]
            if here - self.sentence_of[index] > 1:
                break
            if noun.tag_ != ("NNS" if plural else "NN") or noun.dep_ not in RIVALS:
                continue
            if index in self.named or (not plural and self.lexicon.person(noun.lemma_.lower())):
                continue
            if self.lexicon.group(noun.lemma_.lower()) is not None and noun.dep_ == "dobj":
                continue
            weight = 1.2 if noun.dep_ in SUBJECTS else 0.3
            best = max(best, weight - (here - self.sentence_of[index]) - 0.004 * (token.i - index))
        return best

    def agrees(self, name: Name, gender: str | None) -> bool:
        """Tell whether a name's known gender does not contradict the pronoun's."""
        known = self.genders.get(name.key)
        return gender is None or known is None or known == gender

    def same_clause_object(self, candidate: Candidate, token: Token) -> bool:
        """Tell whether pronoun and name are arguments of one verb, so cannot be the same."""
        reflexive = token.lower_.endswith(("self", "selves"))
        met = self.objects.get(token.head.i, set())
        if token.dep_ in SUBJECTS and met & {candidate.name.key, self.actor(candidate.name)}:
            return True
        return (
            not reflexive
            and token.dep_ in {"dobj", "nsubj"}
            and candidate.head.head.i == token.head.i
            and candidate.head.dep_ in SUBJECTS | {"dobj"}
        )


def within_reach(candidates: Sequence[Candidate], sentence: int) -> Sequence[Candidate]:
    """Return which of the candidates, in text order, stand in reach before or in a sentence."""
    first = bisect_left(candidates, sentence - REACH, key=lambda one: one.sentence)
    return candidates[first : bisect_right(candidates, sentence, key=lambda one: one.sentence)]


def sentence_numbers(doc: Doc) -> list[int]:
    """Return the number of its sentence for each token."""
    numbers: list[int] = []
    for number, sentence in enumerate(doc.sents):
        numbers += [number] * len(sentence)
    return numbers


def genders(doc: Doc, names: Sequence[Name], gazetteer: Gazetteer) -> dict[str, str]:
    """Return the gender of each person: by title before the name, gazetteer or first name."""
    known: dict[str, str] = {}
    for name in names:
        if name.type != "Person" or name.key in known:
            continue
        title = doc[name.start - 1].lower_ if name.start > 0 else ""
        if title in word_set("male_titles"):
            known[name.key] = "m"
        elif title in word_set("female_titles"):
            known[name.key] = "f"
        elif (found := gazetteer.person_gender(name.label)) is not None:
            known[name.key] = found
    return known


def resolve(
    doc: Doc, names: Sequence[Name], gazetteer: Gazetteer, lexicon: Lexicon
) -> dict[int, Name]:
    """Return what each resolvable pronoun of the Doc stands for, by token index."""
    return Resolver(doc, names, gazetteer, lexicon).run()
