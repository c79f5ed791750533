"""Say who does what a noun's infinitive or gerund says: "Mali's bid to join", "efforts to end".

The noun's own agent does it; without one, the clause's subject, but only where the verb makes the
noun its subject's act: who launches an operation to retake a town retakes it, who condemns or
discusses one does not (Huddleston & Pullum, *Cambridge Grammar of the English Language*, ch. 14,
on control by nouns).  Nobody is better than the wrong one.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kgraph.components.nounroles import is_actor, modifiers, role_of
from kgraph.components.syntax import (
    SUBJECT_DEPS,
    conjuncts,
    dependents,
    first,
    is_verbal,
    objects_of_prepositions,
)
from kgraph.lexicon import Lexicon, word_set

__all__ = [
    "companions",
    "controllers",
    "described_noun",
    "given_time",
    "has_no_subject",
    "is_extraposed",
    "is_joined_gerund",
    "is_part_named",
    "owner",
    "sent_to_act",
    "serves",
    "takes_effort",
    "takes_infinitive",
]

NO_PLACES: frozenset[int] = frozenset()
OBJECTS = frozenset({"dobj", "attr", "acomp", "oprd", "nsubjpass"})

Subjects = Callable[[Token], list[Token]]


def controllers(noun: Token, subjects: Subjects, lexicon: Lexicon) -> list[Token]:
    """Return who does what the infinitive or gerund under a noun says; nobody where unsure.

    ``subjects`` gives the surface subjects of a verb.
    """
    directive = noun.lemma_.lower() in word_set("directive_nouns")
    own = asked(noun, subjects) if directive else own_agents(noun, lexicon)
    if own or directive:
        return own
    governor = noun.head
    if noun.dep_ == "conj" and not is_verbal(governor):
        return controllers(governor, subjects, lexicon)
    if noun.dep_ == "pobj":
        above = governor.head
        if is_verbal(above):
            return subjects(above) if brings_act(governor, noun, lexicon) else []
        return controllers(above, subjects, lexicon) if is_partitive(governor) else []
    if noun.dep_ == "appos":
        return controllers(governor, subjects, lexicon)
    if noun.dep_ not in OBJECTS or not is_verbal(governor):
        return []
    given = [one for one in dependents(governor, "dative") if one.pos_ != "ADP"]
    if given and governor.lemma_.lower() in word_set("giving"):
        return conjuncts(given[0])
    found = subjects(governor) if makes_act(governor, noun, lexicon) else []
    return [one for one in found if one != noun]  # "there is no question of leaving"


def asked(noun: Token, subjects: Subjects) -> list[Token]:
    """Return who is to do what a demand says: whom it is made of, or who rejects or meets it."""
    for preposition, target in objects_of_prepositions(noun):
        if preposition.lower_ in {"on", "to"} and target.dep_ == "pobj":
            return conjuncts(target)
    verb = noun.head
    answers = noun.dep_ == "dobj" and verb.lemma_.lower() in word_set("answering")
    return subjects(verb) if answers else []


def given_time(verb: Token) -> Token | None:
    """Return whom a deadline is set ("gave them ten days to leave"), None where none is."""
    if verb.lemma_.lower() != "give":
        return None
    given = first(verb, "dative", "dobj")
    times = (c for c in verb.children if c.dep_ in {"npadvmod", "dobj"} and c != given)
    dated = any(c.ent_type_ in {"DATE", "TIME"} for c in times)
    until = any(c.dep_ == "prep" and c.lower_ == "until" for c in verb.children)
    return given if dated or until else None


def sent_to_act(verb: Token) -> Token | None:
    """Return the object that does what the infinitive says: "sent X to", "gave X a day to"."""
    given = given_time(verb)
    tasked = verb.lemma_.lower() in word_set("object_purpose")
    return given or (first(verb, "dobj") if tasked else None)


def is_partitive(preposition: Token) -> bool:
    """Tell whether "of" joins a noun to what it is of ("a series of attempts to").

    Not what a noun after "be" speaks of: "the attack is a reminder of the need to act".
    """
    above = preposition.head
    noun = above.pos_ in {"NOUN", "PROPN"} and above.dep_ != "attr"
    return preposition.lower_ == "of" and noun


def owner(noun: Token, subjects: Subjects) -> list[Token]:
    """Return whose claim, plan or role a noun is: its possessor's, else the clause's subject's.

    "Russia's claim", "made the claim that", "in his role as": the possessor, or the subject of the
    verb whose object the noun is.
    """
    head = noun
    possessor = first(head, "poss")
    while (
        possessor is None
        and head.dep_ in {"pobj", "prep", "conj", "appos", "attr", "acomp"}
        and not is_verbal(head.head)
    ):
        head = head.head
        possessor = first(head, "poss")
    if possessor is not None:
        return conjuncts(possessor)
    governed = head.dep_ in {"prep", "pobj", *OBJECTS} - {"nsubjpass"} and is_verbal(head.head)
    found = subjects(head.head) if governed else []
    return [one for one in found if one != head]  # "there is evidence that": nobody's


def own_agents(noun: Token, lexicon: Lexicon) -> list[Token]:
    """Return the agents in a noun's own phrase: "Mali's bid", "the Malian bid", "a bid by Mali"."""
    possessor = first(noun, "poss")
    if possessor is not None:
        return conjuncts(possessor)
    entry = lexicon.event_noun(noun.lower_, noun.lemma_.lower())
    if entry is None:
        return []
    for preposition, target in objects_of_prepositions(noun):
        role = role_of(preposition, target, entry, NO_PLACES)
        if role == "agent" and preposition.lower_ != "with":
            return conjuncts(target)
    return [one for one in modifiers(noun) if is_actor(one, entry, lexicon)][-1:]


def brings_act(preposition: Token, noun: Token, lexicon: Lexicon) -> bool:
    """Tell whether a phrase beside a verb says what its subject does ("in a bid to")."""
    if preposition.lower_ in word_set("own_act_prepositions"):
        return True
    entry = lexicon.event_noun(noun.lower_, noun.lemma_.lower())
    return entry is None or (preposition.lower_ == "for" and entry.symmetric)


def makes_act(verb: Token, noun: Token, lexicon: Lexicon) -> bool:
    """Tell whether a verb makes its object an act, an aim or a means of its subject's."""
    entry = lexicon.event_noun(noun.lower_, noun.lemma_.lower())
    if entry is None or noun.dep_ in {"attr", "acomp", "oprd"}:
        return True
    lemma = verb.lemma_.lower()
    return lemma in word_set("own_acts") or lexicon.is_light(lemma, noun.lemma_.lower())


def described_noun(verb: Token, lexicon: Lexicon) -> Token | None:
    """Return the noun that a clause describes although the parse hangs it on the verb above.

    An infinitive right behind a noun that takes one ("their work to resolve the row"), and the
    participle of a state right behind a noun and a comma ("a drill, involving ten ships").
    """
    opening = verb.left_edge
    infinitive = opening.tag_ == "TO" and opening.head == verb
    at = opening.i - (1 if infinitive else 2)
    noun = verb.doc[at] if at > verb.head.i else None
    if noun is None or noun.pos_ not in {"NOUN", "PROPN"}:
        return None
    if infinitive:
        return noun if takes_infinitive(noun, lexicon) else None
    stative = verb.tag_ == "VBG" and verb.lemma_.lower() in word_set("stative_participles")
    comma = opening == verb and verb.nbor(-1).text == ","
    return noun if stative and comma else None


def takes_infinitive(noun: Token, lexicon: Lexicon) -> bool:
    """Tell whether the infinitive behind a noun says what the noun is for ("an operation to")."""
    return lexicon.governor(noun.lemma_.lower(), "noun", "infinitive") is not None


def has_no_subject(verb: Token) -> bool:
    """Tell whether nobody does what a clause beside a verb says: "as agreed", "starting on Monday".

    "A strike, as defined in the law, is …" speaks of the noun before it.
    """
    if first(verb, "auxpass", "nsubjpass", "nsubj", "dobj") is not None:
        return False
    if verb.tag_ == "VBG" and verb.lemma_.lower() in word_set("phases"):
        return first(verb, "mark", "xcomp") is None and verb.left_edge == verb
    marker = first(verb, "mark", "advmod")
    if marker is None or marker.lower_ != "as" or verb.tag_ not in {"VBN", "VBD"}:
        return False
    before = verb.doc[max(marker.i - 2, 0) : marker.i]
    return verb.head.i < verb.i or not any(t.pos_ in {"NOUN", "PROPN"} for t in before)


def is_extraposed(predicate: Token) -> bool:
    """Tell whether "it" only stands for the infinitive: "it is too early to say", "an offence to".

    ``predicate`` is the adjective or noun after "be" (Huddleston & Pullum 2002, ch. 11, 3.2).
    """
    verb = predicate.head
    dummy = has_dummy(verb) and verb.lemma_ == "be"
    return dummy and predicate.lemma_.lower() in word_set("impersonal_predicates")


def is_part_named(verb: Token) -> bool:
    """Tell whether a gerund names what its governor consists of ("the course includes diving")."""
    return verb.tag_ == "VBG" and verb.head.lemma_.lower() in word_set("consisting")


def is_joined_gerund(verb: Token, lexicon: Lexicon) -> bool:
    """Tell whether a gerund goes on with the act after "be" ("is protection and ensuring aid")."""
    copula = verb.head
    if verb.tag_ != "VBG" or copula.lemma_ != "be" or first(verb, "aux") is not None:
        return False
    act = first(copula, "attr")
    return act is not None and act.i < verb.i and lexicon.event_noun(act.lemma_.lower()) is not None


def takes_effort(verb: Token) -> bool:
    """Tell whether "it" stands for the infinitive ("it takes more to win", "it costs us to go")."""
    return has_dummy(verb) and verb.lemma_.lower() in word_set("efforts")


def has_dummy(verb: Token) -> bool:
    """Tell whether a verb's subject is "it", which may stand for nothing."""
    subject = first(verb, "nsubj")
    return subject is not None and subject.lower_ == "it"


def serves(verb: Token, head: Token) -> bool:
    """Tell whether an infinitive is an end that something serves: "aid is vital to win".

    That asks nobody to win, as "it is vital to win" does.
    """
    if head.pos_ != "ADJ" or head.lemma_.lower() not in word_set("needed_for"):
        return False
    subject = first(head.head, *SUBJECT_DEPS)
    infinitive = any(child.tag_ == "TO" for child in verb.children)
    return infinitive and subject is not None and subject.lower_ != "it"


def companions(token: Token, verb: Token) -> list[Token]:
    """Return whom "alongside" joins to a dependent of a verb ("named A, alongside B")."""
    return [
        member
        for governor in (token, verb)
        for preposition, target in objects_of_prepositions(governor)
        if preposition.lower_ == "alongside" and token.i < preposition.i
        for member in conjuncts(target)
    ]
