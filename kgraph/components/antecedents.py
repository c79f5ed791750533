"""Say what a relative pronoun, or a pronoun for things that no name calls, stands for."""

from __future__ import annotations

from spacy.tokens import Token

from kgraph.components.syntax import dependents, first, is_verbal
from kgraph.lexicon import Lexicon, word_set

__all__ = ["antecedents", "is_human", "is_matter", "plural_antecedent"]

PATIENTS = frozenset({"dobj", "nsubjpass"})
AGENTS = frozenset({"nsubj"})
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})


def antecedents(subject: Token, verb: Token, lexicon: Lexicon) -> list[Token]:
    """Return what a relative pronoun stands for; any other subject stands for itself."""
    if subject.tag_ not in RELATIVE_TAGS and subject.lower_ != "that":
        return [subject]
    clause = verb
    while clause.dep_ == "conj" and is_verbal(clause.head):
        clause = clause.head
    if clause.dep_ == "xcomp" and is_verbal(clause.head):
        clause = clause.head
    if clause.dep_ == "ccomp" and clause.head.dep_ == "relcl":
        clause = clause.head
    if clause.dep_ == "relcl" and not is_verbal(clause.head):
        if subject.lower_ in {"who", "whom"}:
            return [human_head(clause.head, lexicon)]
        noun = thing_head(clause.head) if subject.lower_ == "which" else clause.head
        noun = event_head(noun, verb, lexicon)
        return [agreeing(noun, subject, verb)]
    return [subject]


def agreeing(noun: Token, pronoun: Token, verb: Token) -> Token:
    """Return the noun at or above one that agrees in number with a relative clause's verb.

    In "goods in the shop that were sold" the parse hangs the clause on "shop".
    """
    plural = verb_number(verb) if pronoun.dep_ in {"nsubj", "nsubjpass"} else None
    if plural is None or is_plural(noun) == plural or noun.dep_ != "pobj":
        return noun
    above = noun.head.head
    listed = above.pos_ == "NOUN" and above.i < noun.i
    return above if listed and is_plural(above) == plural else noun


def verb_number(verb: Token) -> bool | None:
    """Return True for a plural verb, False for a singular, None for one that does not show it."""
    finite = [c for c in verb.children if c.dep_ in {"aux", "auxpass"} and c.i < verb.i]
    word = finite[0] if finite else verb
    if word.lower_ in {"was", "were"}:
        return word.lower_ == "were"
    return {"VBP": True, "VBZ": False}.get(word.tag_)


def is_plural(noun: Token) -> bool:
    """Tell whether a noun phrase is plural by its form or as a list."""
    return noun.tag_ in {"NNS", "NNPS"} or first(noun, "conj") is not None


def thing_head(noun: Token) -> Token:
    """Return the noun that "which" is about where the parse hangs its clause on a person.

    "A letter sent to the minister Ada Lind which claimed": the letter.
    """
    if noun.ent_type_ != "PERSON" or noun.dep_ != "pobj":
        return noun
    above = noun.head.head
    if above.dep_ == "acl":
        above = above.head
    return above if above.pos_ == "NOUN" and above.i < noun.i else noun


def event_head(noun: Token, verb: Token, lexicon: Lexicon) -> Token:
    """Return the event at or above a noun where a clause says what took place, or killed.

    No convoy takes place, and no town kills.
    """
    happened = verb.lemma_ in word_set("happenings")
    if verb.lemma_ == "take":
        happened = any(c.lower_ == "place" for c in dependents(verb, "dobj"))
    harmed = verb.lemma_ in word_set("harms") and is_area(noun)
    if noun.dep_ != "pobj" or not (happened or harmed) or is_event(noun, lexicon):
        return noun
    above = noun
    while above.dep_ == "pobj" and above.head.dep_ == "prep" and not is_event(above, lexicon):
        above = above.head.head
    return above if is_event(above, lexicon) else noun


def is_matter(pronoun: Token, lexicon: Lexicon) -> bool:
    """Tell whether "it" stands for no actor: "rejected it", "called it a historic day"."""
    verb, judged = pronoun.head, pronoun.head
    if pronoun.dep_ in {"dobj", "nsubjpass"}:
        if verb.lemma_.lower() in word_set("done_to_matters"):
            return True
        judged = first(verb, "oprd") or verb
    elif pronoun.dep_ != "nsubj" or judged.dep_ not in {"ccomp", "oprd"}:
        return False
    return judged.tag_ == "NN" and lexicon.actor_type(judged.lemma_.lower()) is None


def is_area(noun: Token) -> bool:
    """Tell whether a noun names a place, which harms nobody."""
    return noun.lemma_.lower() in word_set("place_nouns") | word_set("settlements")


def is_event(noun: Token, lexicon: Lexicon) -> bool:
    """Tell whether a noun names something that happens."""
    known = lexicon.event_noun(noun.lower_, noun.lemma_.lower())
    return noun.pos_ == "NOUN" and known is not None


def human_head(noun: Token, lexicon: Lexicon) -> Token:
    """Return the nearest noun at or above one that "who" can be about, the noun itself if none.

    In "forces operating in the country who lead" the parse hangs the clause on "country".
    """
    above = noun.head.head if noun.dep_ == "pobj" else noun
    above = above.head if above.dep_ == "acl" else above
    if (
        noun.pos_ == "PROPN"
        and noun.ent_type_ not in {"PERSON", "NORP"}
        and names_people(above, lexicon)
    ):
        return above  # "pilots (deployed) from the Eighth Wing, who"
    if noun.ent_type_ == "DATE" or noun.lemma_ in word_set("calendar_parts"):
        return person_before(noun, lexicon)
    candidate = noun
    while not is_human(candidate, lexicon):
        above = candidate.head
        while above.dep_ == "prep" or is_verbal(above):
            if above.dep_ not in {"prep", "acl"}:
                return noun
            above = above.head
        if above.i == candidate.i or above.pos_ not in {"NOUN", "PROPN"}:
            return noun
        candidate = above
    return candidate


def person_before(time: Token, lexicon: Lexicon) -> Token:
    """Return the nearest person before a time ("wrote to the leaders last week, who"), else it."""
    for noun in reversed(time.doc[time.sent.start : time.i]):
        known = noun.ent_type_ == "PERSON" or lexicon.person(noun.lemma_.lower()) is not None
        if known and noun.pos_ in {"NOUN", "PROPN"} and noun.dep_ not in {"compound", "amod"}:
            return noun
    return time


def names_people(noun: Token, lexicon: Lexicon) -> bool:
    """Tell whether a plural common noun names persons ("pilots", "ten men")."""
    return noun.tag_ == "NNS" and lexicon.person(noun.lemma_.lower()) is not None


def is_human(noun: Token, lexicon: Lexicon) -> bool:
    """Tell whether a noun names people."""
    lemma = noun.lemma_.lower()
    return (
        noun.ent_type_ in {"PERSON", "NORP", "ORG"}
        or noun.tag_ in {"NNS", "NNPS"}
        or noun.pos_ == "PRON"
        or lexicon.person(lemma) is not None
        or lexicon.group(lemma) is not None
    )


def plural_antecedent(pronoun: Token) -> Token | None:
    """Return the noun of the same sentence that "they" or "them" takes up, None where unsure.

    A pronoun prefers what played its own part in the nearest clause before ("condemned the strikes
    and tried to stop them"): role parallelism, after Hobbs (1978) and Lappin and Leass (1994).  A
    noun of the pronoun's own clause cannot be meant.
    """
    if pronoun.lower_ not in word_set("plural_pronouns") or pronoun.dep_ == "poss":
        return None
    patient = pronoun.lower_ == "them" or pronoun.dep_ in PATIENTS
    before = pronoun.doc[pronoun.sent.start : pronoun.i]
    parts = PATIENTS if patient else AGENTS
    for noun in reversed(before):
        if noun.tag_ not in {"NNS", "NNPS"} or noun.dep_ not in parts:
            continue
        if noun.head != pronoun.head and not shares_clause(noun, pronoun):
            return noun
    return None


def shares_clause(noun: Token, pronoun: Token) -> bool:
    """Tell whether a noun is an argument of the predicate that the pronoun depends on."""
    verb = pronoun.head
    while verb.dep_ in {"prep", "xcomp"} and verb.head.i != verb.i:
        verb = verb.head
    own = noun.head == verb
    inherits = verb.dep_ == "conj" and noun.head == verb.head and first(verb, "nsubj") is None
    return own or (inherits and noun.dep_ == "nsubj")
