"""Tell whether a noun names an event, and which words before it take part in that event.

"The Geneva talks", "yesterday's attack": a place or a day before an event noun says where or when
it is, and nobody takes part by it.  Some nouns name a body or a thing as often as an act ("the
opposition", "his opposition to the tax"): they name the act only with what it is about.
``ontology/lexicon/eventnouns.tsv`` knows the nouns, ``wordsets.tsv`` the others.
"""

from __future__ import annotations

from spacy.tokens import Token

from kgraph.components.syntax import conjuncts, dependents, objects_of_prepositions
from kgraph.events import has_frame
from kgraph.lexicon import EventNoun, Lexicon, word_set

__all__ = [
    "compound_patients",
    "event_noun",
    "is_actor",
    "is_setting",
    "modifiers",
    "possessors",
    "role_of",
]

#: Prefixes of those whom an act is against.
AGAINST = ("anti", "counter")
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC"})
TIMES = frozenset({"DATE", "TIME"})
PARTICIPANTS = frozenset({"agent", "patient", "recipient"})


def event_noun(noun: Token, lexicon: Lexicon) -> EventNoun | None:
    """Return the lexicon's entry for a noun that names an event, also as "peace talks"."""
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.dep_ in {"amod", "nmod"}:
        return None
    if noun.dep_ == "dep" and noun.head.pos_ == "ADP":  # a verb misread: "in case X attacks"
        return None
    entry = listed(noun, lexicon)
    if entry is None or is_thing(noun) or is_numbered(noun) or names_body(noun, entry):
        return None
    if noun.dep_ == "compound" and not compound_patients(noun, entry):
        return None
    return entry


def is_thing(noun: Token) -> bool:
    """Tell whether a form names a thing or state where its lemma may name an act ("interests")."""
    before = noun.nbor(-1).lower_ if noun.i > 0 else ""
    behind = noun.doc[noun.i : noun.i + 3].text.lower()
    return not word_set("things").isdisjoint({noun.lower_, f"{before} {noun.lower_}", behind})


def is_numbered(noun: Token) -> bool:
    """Tell whether a noun names a paper by its number ("Council Resolution 1325")."""
    return noun.tag_ == "NNP" and noun.i + 1 < len(noun.doc) and noun.nbor().like_num


def names_body(noun: Token, entry: EventNoun) -> bool:
    """Tell whether a noun means the people, not what they do ("the opposition won")."""
    if noun.lemma_.lower() not in word_set("bodies_or_acts"):
        return False
    return not any(
        entry.roles.get(preposition.lower_) in PARTICIPANTS
        for preposition, _ in objects_of_prepositions(noun)
    )


def modifiers(noun: Token) -> list[Token]:
    """Return the words before a noun that may take part in its event.

    In "debt reduction measures" the parse hangs both nouns on the last.
    """
    found = dependents(noun, "compound", "amod", "nmod")
    if not found and noun.dep_ == "compound" and noun.i > 0:
        found = [m for m in dependents(noun.head, "compound") if m.i == noun.i - 1]
    return found


def listed(noun: Token, lexicon: Lexicon) -> EventNoun | None:
    """Return the entry of a noun's form or lemma, its hyphened prefix included."""
    prefix = prefix_of(noun)
    if prefix is None:
        return lexicon.event_noun(noun.lower_, noun.lemma_.lower())
    joined = (f"{prefix}-{noun.lower_}", f"{prefix}{noun.lower_}")
    return lexicon.event_noun(joined[0]) or lexicon.event_noun(joined[1])


def prefix_of(noun: Token) -> str | None:
    """Return the prefix that a hyphen joins to a noun ("re-taking"), None if there is none."""
    joined = noun.i > 1 and noun.nbor(-1).text == "-" and not noun.nbor(-1).whitespace_
    before = noun.nbor(-2).lower_ if joined else ""
    return before if before in word_set("prefixes") else None


def is_actor(modifier: Token, entry: EventNoun, lexicon: Lexicon) -> bool:
    """Tell whether a word before an event noun says who acts: a name, or "government moves"."""
    if modifier.ent_type_ in NAMED:
        goal = modifier.ent_type_ == "ORG" and entry.lemma in word_set("goal_nouns")
        return not goal
    if modifier.dep_ != "compound" or "patient" in {entry.compound, entry.possessor}:
        return False
    lemma = modifier.lemma_.lower()
    if lemma.startswith(AGAINST):
        return False
    whole = f"{lemma} {entry.lemma}"
    if has_frame("noun", whole) or lexicon.event_noun(whole) is not None:
        return False  # "press conference" is one word
    return lexicon.person(lemma) is not None or lexicon.group(lemma) is not None


def compound_patients(noun: Token, entry: EventNoun) -> list[Token]:
    """Return the plain nouns before an event noun that it happens to ("troop withdrawal")."""
    if entry.compound != "patient":
        return []
    return [m for m in modifiers(noun) if m.dep_ == "compound" and m.ent_type_ not in NAMED]


def is_setting(word: Token, entry: EventNoun, places: frozenset[int]) -> bool:
    """Tell whether a word at an event noun says where or when: "the Geneva talks".

    ``places`` are the indices of the names that mean a place and not who acts from it.  What
    happens to nobody's doing ("the Haitian earthquake") has no actor even in a state's name.
    """
    if word.ent_type_ in TIMES or word.lower_ in word_set("days"):
        return True
    if word.i in places:
        return True
    return entry.verb == "happen" and word.ent_type_ in {"GPE", "LOC", "NORP"}


def possessors(noun: Token, entry: EventNoun, places: frozenset[int]) -> list[Token]:
    """Return who stands before an event noun in the genitive, each conjunct."""
    found = [member for one in dependents(noun, "poss") for member in conjuncts(one)]
    return [one for one in found if not is_setting(one, entry, places)]


def role_of(preposition: Token, target: Token, entry: EventNoun, places: frozenset[int]) -> str:
    """Return the role of a preposition's object in a noun's event; "other" if it has no part.

    A place acts in no "attack from the hills"; "with" brings a partner only of what two do.
    """
    role = entry.roles.get(preposition.lower_, "other")
    if target.dep_ == "pcomp" or target.ent_type_ in TIMES:
        return "other"
    if target.lemma_.lower() in word_set("manner_nouns"):
        return "other"
    if preposition.lower_ == "for" and target.i in places:
        return "other"
    alone = preposition.lower_ == "with" and not entry.symmetric
    return "other" if role == "agent" and (alone or target.i in places) else role
