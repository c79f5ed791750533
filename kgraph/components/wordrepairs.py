"""Mend single words that the small model puts into the wrong class or phrase.

Like :mod:`kgraph.components.repairs`, which calls these, they change heads, labels and tags only.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from kgraph.components.syntax import SUBJECT_DEPS, first, is_verbal
from kgraph.lexicon import Lexicon, word_set

__all__ = [
    "bind_short",
    "describe_future",
    "free_time",
    "mark_object_relative",
    "mark_relative",
    "name_after_to",
    "read_asked_noun",
    "read_denied_noun",
    "read_elision",
    "read_range",
    "retag_noun",
    "supply_object",
]

RELATIVES = frozenset({"that", "which", "who"})
JOINED = frozenset({"conj", "advcl", "dep", "parataxis"})


def free_time(name: Token) -> None:
    """Part a fronted time from the subject behind it ("Last May Ghana said")."""
    if name.pos_ != "PROPN":
        return
    verb = name.head
    if not is_verbal(verb):
        return
    time = name.doc[name.i - 1] if name.i > name.sent.start else None
    if time is None or time.head != name or time.dep_ not in {"compound", "nmod", "npadvmod"}:
        return
    if time.text not in word_set("calendar_names") or first(name, "det", "poss") is not None:
        return
    for child in list(name.lefts):
        if child.i < time.i:
            child.head = time
    time.head, time.dep_ = verb, "npadvmod"
    part_entity(time, name)


def part_entity(time: Token, name: Token) -> None:
    """End a time expression before the name that the model put into it."""
    doc = time.doc
    for span in doc.ents:
        if span.label_ == "DATE" and span.start <= time.i < name.i < span.end:
            shorter = Span(doc, span.start, time.i + 1, label="DATE")
            named = Span(doc, time.i + 1, span.end, label="ORG")
            doc.ents = [*(e for e in doc.ents if e != span), shorter, named]
            return


def name_after_to(token: Token) -> None:
    """Make a noun of a base form behind a verb whose "to" is a preposition ("led to outrage")."""
    if token.tag_ != "VB":
        return
    verb = token.head
    mark = token.nbor(-1) if token.i > token.sent.start else None
    if mark is None or mark.tag_ != "TO":
        return
    if verb.lemma_.lower() not in word_set("to_noun") or mark.i != verb.i + 1:
        return
    if any(child.dep_ not in {"aux", "prep", "cc", "conj", "punct"} for child in token.children):
        return
    token.tag_, token.pos_, token.dep_ = "NN", "NOUN", "pobj"
    mark.tag_, mark.pos_, mark.dep_ = "IN", "ADP", "prep"
    mark.head = verb
    token.head = mark


def read_asked_noun(word: Token) -> None:
    """Make a noun of the verb-like plural in "asked which reports he meant"."""
    clause = first(word, "ccomp") if word.tag_ == "VBZ" else None
    asking = word.nbor(-1) if word.i else word
    if clause is None or asking.lower_ not in {"which", "what", "whose"}:
        return
    subject = first(clause, *SUBJECT_DEPS)
    if asking.head != word or subject is None or subject.left_edge.i != word.i + 1:
        return
    word.tag_, word.pos_, asking.dep_ = "NNS", "NOUN", "det"
    clause.dep_ = "relcl"


def read_range(gerund: Token) -> None:
    """Make a compound of the gerund in "within shelling range"."""
    noun = gerund.nbor(1) if gerund.i + 1 < len(gerund.doc) else gerund
    if noun.dep_ != "dobj" or noun.head != gerund:
        return
    if gerund.head.lower_ not in {"within", "beyond"}:
        return
    noun.head, noun.dep_ = gerund.head, "pobj"
    gerund.head, gerund.dep_, gerund.tag_, gerund.pos_ = noun, "compound", "NN", "NOUN"


def read_elision(word: Token) -> None:
    """Make one noun of "chargé d'affaires", whose second half the model takes for a verb."""
    if word.lower_[:2] not in {"d'", "d’"} or word.tag_[:2] != "VB" or word.is_sent_start:
        return
    before = word.nbor(-1)
    if before.head != word:
        return
    word.tag_, word.pos_ = "NN", "NOUN"
    before.dep_ = "compound"
    for child in list(word.lefts):
        if child.left_edge.i < before.left_edge.i and word.head != word:
            child.head = word.head


def bind_short(verb: Token) -> None:
    """Make a particle of "short" in "fall short of", "stop short of"."""
    if verb.lemma_ not in word_set("short_verbs"):
        return
    short = first(verb, "advmod", "acomp", "oprd")
    if short is None or short.lower_ != "short" or short.i < verb.i:
        return
    for child in list(short.rights):
        child.head = verb
    short.dep_ = "prt"


def describe_future(word: Token) -> None:
    """Make an adjective of "future" before a name that the parse calls its apposition."""
    name = word.nbor(1) if word.i + 1 < len(word.doc) else word
    if word.lower_ != "future" or name.dep_ != "appos" or name.head != word:
        return
    name.head, name.dep_ = (name, "ROOT") if word.head == word else (word.head, word.dep_)
    for child in list(word.children):
        child.head = name
    word.head, word.dep_, word.tag_, word.pos_ = name, "amod", "JJ", "ADJ"


def mark_object_relative(pronoun: Token) -> None:
    """Read "that" as a pronoun where it is the object ("the workers that firms must employ")."""
    if pronoun.lower_ == "that" and pronoun.tag_ == "IN":
        clause = pronoun.head
        if clause.dep_ == "relcl" and pronoun == clause.left_edge:
            pronoun.tag_, pronoun.pos_ = "WDT", "PRON"


def mark_relative(pronoun: Token) -> None:
    """Make a relative clause of "…, that had sought …" where the parse coordinates it.

    Behind a comma it goes on about the object of the clause before, and so does a participle
    between the two ("found a cell, acting for X, that had hidden arms").
    """
    if pronoun.tag_ not in {"WDT", "WP"}:
        return
    verb = pronoun.head
    if pronoun.lower_ not in RELATIVES or verb.dep_ not in JOINED:
        return
    outer = verb.head
    noun = first(outer, "dobj", "attr") if is_verbal(outer) else None
    if noun is None or not noun.i < pronoun.i or pronoun.nbor(-1).text != ",":
        return
    verb.head, verb.dep_ = noun, "relcl"
    for clause in list(outer.rights):
        between = noun.i < clause.i < pronoun.i
        if between and clause.dep_ == "advcl" and clause.tag_ in {"VBG", "VBN"}:
            clause.head, clause.dep_ = noun, "acl"


def read_denied_noun(verb: Token) -> None:
    """Make a relative clause of "claims that Chad denies": what is denied is the claims."""
    if verb.lemma_.lower() not in word_set("denying"):
        return
    noun = verb.head
    opening = first(verb, "mark")
    if opening is None or opening.lower_ not in {"that", "which"} or opening.i <= noun.i:
        return
    if first(verb, *SUBJECT_DEPS) is None or first(verb, "dobj", "ccomp", "xcomp", "prep"):
        return
    if noun.tag_ == "VBZ" and noun.i == opening.i - 1 and noun.i > noun.sent.start:
        unlist_noun(noun)
    if noun.pos_ == "NOUN":
        verb.dep_, opening.dep_, opening.tag_ = "relcl", "dobj", "WDT"


def unlist_noun(word: Token) -> None:
    """Make a noun of "claims" behind a comma or dash: it sums up the clause before it."""
    main = word.head if word.dep_ == "conj" else first(word, "ccomp")
    if word.nbor(-1).pos_ != "PUNCT" or main is None or not main.i < word.i or not is_verbal(main):
        return
    if word.dep_ == "ROOT":
        main.head, main.dep_ = main, "ROOT"
    word.head, word.dep_ = main, "dep"
    word.tag_, word.pos_ = "NNS", "NOUN"


def supply_object(pronoun: Token, lexicon: Lexicon) -> None:
    """Make a conjunction of the "that" of "allegations that X sought to …": it is no object."""
    if pronoun.lower_ != "that":
        return
    verb = pronoun.head
    if verb.dep_ not in {"acl", "relcl"}:
        return
    noun = verb.head
    complement = first(verb, "xcomp", "ccomp")
    if complement is None or lexicon.governor(noun.lemma_.lower(), "noun", "that") is None:
        cue = lexicon.cue(noun.lemma_.lower(), "noun")
        if complement is None or cue is None or "that" not in cue.frames:
            return
    if first(verb, *SUBJECT_DEPS) is not None:
        pronoun.dep_, verb.dep_ = "mark", "acl"


def retag_noun(token: Token, lexicon: Lexicon) -> None:
    """Make a noun of an event noun tagged as a verb in a noun's place ("the talks are")."""
    if token.tag_ not in {"VBZ", "VB", "VBP"}:
        return
    if lexicon.event_noun(token.lower_, token.lemma_.lower()) is None:
        return
    if any(child.dep_ in {"aux", "nsubj", "dobj", "mark"} for child in token.children):
        return
    token.pos_, token.tag_ = "NOUN", "NNS" if token.tag_ == "VBZ" else "NN"
