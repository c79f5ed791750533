"""Mend parse errors of the small model where the form of the words gives them away.

Runs right after the parser and changes heads and labels only.  Each repair is a fact of English
morphology that the parser overlooked: a base form cannot be a finite conjunct of a past tense, so
in "must cease fighting, end arms shipments and withdraw" all verbs belong to "must".
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kgraph.components.clauserepairs import (
    add_remark,
    find_subject,
    lift_content_clause,
    lower_object,
    lower_subject,
    mark_purpose,
    mark_recipient,
    open_clause,
    part_sentences,
    raise_finite,
    read_as_preposition,
    restore_lemma,
    return_to_speaker,
)
from kgraph.components.listrepairs import (
    front_apposition,
    join_adjectives,
    join_asked,
    join_last_name,
    join_list,
    join_party,
    lower_apposition,
    lower_participle,
    part_country,
    part_parenthesis,
    raise_event,
)
from kgraph.components.markrepairs import join_headline_subject, mend_joints
from kgraph.components.phraserepairs import (
    front_preposition,
    join_prefix,
    lift_between,
    lift_office,
    lower_adjective,
)
from kgraph.components.syntax import (
    SUBJECT_DEPS,
    first,
    forget_dependents,
    index_dependents,
    is_verbal,
)
from kgraph.components.wordrepairs import (
    bind_short,
    describe_future,
    free_time,
    mark_object_relative,
    mark_relative,
    name_after_to,
    read_asked_noun,
    read_denied_noun,
    read_elision,
    read_range,
    supply_object,
)
from kgraph.lexicon import Lexicon, word_set

__all__ = ["mend"]

NOMINAL_DEPS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "appos", "poss", "attr"})
QUOTE_FRAMES = frozenset({"quote", "bare"})

#: Labels of small words, at which no repair begins but those of a word's form.
SETTLED = frozenset(
    {"advmod", "aux", "auxpass", "case", "cc", "det", "mark", "neg", "nummod", "prt", "punct"}
)
LIST_DEPS = frozenset({"conj", "dep", "parataxis", "ccomp", "advcl", "npadvmod", "appos", "acl"})
BASE = frozenset({"VB", "VBP"})
FINITE_HEADS = frozenset({"VBD", "VBZ", "VBN", "VBG", "VBP"})


def mend(doc: Doc, lexicon: Lexicon) -> Doc:
    """Apply all repairs to a parsed Doc, sentence by sentence; then its parse is settled."""
    forget_dependents(doc)
    for sentence in list(doc.sents):
        tokens = [token for token in sentence if not token.is_space]
        for token in tokens:
            if token.dep_ in SETTLED:
                join_prefix(token)
                restore_lemma(token)
                continue
            mend_words(token, lexicon)
            mend_clauses(token, tokens, lexicon)
        for token in tokens:
            raise_reporting_verb(token, lexicon)
            join_headline_subject(token)
    index_dependents(doc)
    return doc


def mend_words(token: Token, lexicon: Lexicon) -> None:
    """Apply the repairs of what a word is and which phrase it stands in."""
    front_preposition(token)
    lift_between(token)
    lower_adjective(token)
    join_prefix(token)
    lift_office(token)
    retag_noun(token, lexicon)
    free_time(token)
    name_after_to(token)
    read_elision(token)
    read_asked_noun(token)
    read_range(token)
    bind_short(token)
    describe_future(token)
    mark_relative(token)
    mark_object_relative(token)
    read_denied_noun(token)
    supply_object(token, lexicon)


def mend_clauses(token: Token, sentence: list[Token], lexicon: Lexicon) -> None:
    """Apply the repairs of how clauses and lists are joined."""
    rejoin_base_form(token, sentence)
    restore_lemma(token)
    open_clause(token)
    return_to_speaker(token, lexicon)
    raise_finite(token)
    part_sentences(token, lexicon)
    read_as_preposition(token)
    mark_purpose(token)
    mend_joints(token, lexicon)
    lift_content_clause(token, lexicon)
    lift_message(token, lexicon)
    lift_participant(token, lexicon)
    lower_subject(token)
    find_subject(token)
    join_adjectives(token)
    join_list(token)
    join_party(token)
    join_last_name(token)
    lower_apposition(token)
    front_apposition(token)
    lower_participle(token, lexicon)
    part_parenthesis(token)
    part_country(token)
    add_remark(token)
    mark_recipient(token)
    raise_event(token, lexicon)
    join_asked(token, lexicon)
    lower_object(token)


def retag_noun(token: Token, lexicon: Lexicon) -> None:
    """Make a noun of an event noun tagged as a verb in a noun's place ("the talks are")."""
    if token.tag_ not in {"VBZ", "VB", "VBP"} or token.dep_ not in NOMINAL_DEPS:
        return
    if lexicon.event_noun(token.lower_, token.lemma_.lower()) is None:
        return
    if any(child.dep_ in {"aux", "nsubj", "dobj", "mark"} for child in token.children):
        return
    token.pos_, token.tag_ = "NOUN", "NNS" if token.tag_ == "VBZ" else "NN"


def lift_participant(token: Token, lexicon: Lexicon) -> None:
    """Hang a participant's preposition on the event noun, not on the participant before it.

    "an attack by X on Y", "the bombing of X by Y": X is a name or plain noun, which takes neither.
    """
    if token.dep_ != "prep":
        return
    middle = token.head
    if middle.dep_ != "pobj" or middle.head.dep_ != "prep":
        return
    noun, word, inner = middle.head.head, token.lower_, middle.head.lower_
    entry = lexicon.event_noun(noun.lower_, noun.lemma_.lower())
    if entry is None or noun.pos_ != "NOUN" or word == inner:
        return
    if lexicon.event_noun(middle.lemma_.lower()) is not None:
        return
    role = entry.roles.get(word, "other")
    first_role = entry.roles.get(inner, "other")
    parted = {role, first_role} == {"agent", "patient"} or (inner == "by" and word in {"to", "on"})
    if parted and (word != "of" or inner == "by"):
        token.head = noun


def lift_message(token: Token, lexicon: Lexicon) -> None:
    """Hang "calling for …" and "that …" on the letter, not on whom the letter went to."""
    if token.dep_ != "acl":
        return
    noun, mark = token.head, first(token, "mark")
    says = token.tag_ == "VBG" and token.lemma_ in word_set("message_verbs")
    told = mark is not None and mark.lower_ == "that" and mark == token.left_edge
    if not says and (not told or lexicon.governor(noun.lemma_.lower(), "noun", "that")):
        return
    if noun.dep_ != "pobj" or noun.lemma_.lower() in word_set("messages"):
        return
    governor = noun.head.head
    message = (
        governor if governor.lemma_.lower() in word_set("messages") else first(governor, "dobj")
    )
    if (
        message is not None
        and message.lemma_.lower() in word_set("messages")
        and message.i < token.i
    ):
        token.head = message


def raise_reporting_verb(token: Token, lexicon: Lexicon) -> None:
    """Make "CLAUSE, NAME said" a report of the clause where the parse coordinates the two.

    The name stands right before the verb, a comma before the name, and the verb has no subject.
    """
    if token.tag_ not in {"VBD", "VBZ"} or token.dep_ not in {"conj", "dep", "parataxis", "appos"}:
        return
    cue = lexicon.cue(token.lemma_.lower(), "verb")
    if cue is None or not QUOTE_FRAMES & cue.frames.keys() or cue.kind != "speech":
        return
    name = token.nbor(-1) if token.i > token.sent.start else None
    main = token.head
    if (
        name is None
        or name.dep_ not in {"appos", "attr", "dobj", "pobj", "conj", "npadvmod"}
        or not is_verbal(main)
    ):
        return
    if any(c.dep_ in SUBJECT_DEPS for c in token.children) or name.pos_ not in {"PROPN", "NOUN"}:
        return
    start = name.left_edge.i
    if start <= token.sent.start or token.doc[start - 1].text != ",":
        return
    name.head, name.dep_ = token, "nsubj"
    label, outer = main.dep_, main.head
    if label == "ROOT":
        token.head, token.dep_ = token, "ROOT"
    else:
        token.head, token.dep_ = outer, label
    main.head, main.dep_ = token, "ccomp"


def rejoin_base_form(token: Token, sentence: list[Token]) -> None:
    """Attach a bare base form in a list to the verb list under the last modal before it."""
    if token.tag_ not in BASE or token.dep_ not in LIST_DEPS:
        return
    copula = token.head.lemma_ == "be" and token.head.tag_ == "VB"
    if token.head.tag_ not in FINITE_HEADS and not copula:
        return
    if any(c.dep_ in {"aux", "auxpass", "mark", *SUBJECT_DEPS} for c in token.children):
        return
    opener = modal_verb_before(token, sentence)
    if opener is None or opener == token.head or (copula and opener.i < token.head.i):
        return
    if not separated_like_a_list(token):
        return
    if not token.is_ancestor(opener):  # else the tree would become a ring
        token.head, token.dep_ = opener, "conj"


def modal_verb_before(token: Token, sentence: list[Token]) -> Token | None:
    """Return the last base form with a modal or "to" that stands before a token in its sentence."""
    found = None
    for other in sentence:
        if other.i >= token.i:
            break
        if other.tag_ == "VB" and any(
            c.dep_ == "aux" and c.tag_ in {"MD", "TO"} and c.i < other.i for c in other.children
        ):
            found = other
    return found


def separated_like_a_list(token: Token) -> bool:
    """Tell whether a comma or conjunction stands right before a token, adverbs aside."""
    index = token.i - 1
    doc = token.doc
    while index > 0 and doc[index].pos_ == "ADV":
        index -= 1
    return index >= 0 and doc[index].lower_ in {",", "and", "or", ";"}
