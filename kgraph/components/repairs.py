"""Mend parse errors of the small model where the form of the words gives them away.

Runs right after the parser and changes heads and labels only.  Each repair is a fact of English
morphology that the parser overlooked: a base form cannot be a finite conjunct of a past tense, so
in "must cease fighting, end arms shipments and withdraw" all verbs belong to "must".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from kgraph.components import clauserepairs, listrepairs, markrepairs, phraserepairs, wordrepairs
from kgraph.components.syntax import forget_dependents, index_dependents
from kgraph.lexicon import Lexicon

__all__ = ["mend"]

#: Labels of small words, at which no repair begins but those of a word's form.
SETTLED = frozenset(
    {"advmod", "aux", "auxpass", "case", "cc", "det", "mark", "neg", "nummod", "prt", "punct"}
)
EVERY, MOST = "every label", "every label that is not settled"

#: Changes heads, labels and tags at one word.
Repair = Callable[[Token, Lexicon], None]


def alone(repair: Callable[[Token], None]) -> Repair:
    """Return a repair that needs no lexicon as one that is given it."""
    return lambda token, _: repair(token)


#: Repairs in their order, each behind the labels of the words at which it begins.
AT_ONCE: Sequence[tuple[str, Repair]] = (
    # what a word is, and which phrase it stands in
    ("compound amod nmod", alone(phraserepairs.front_preposition)),
    ("prep", alone(phraserepairs.lift_between)),
    ("nsubj nsubjpass csubj csubjpass", alone(phraserepairs.lower_adjective)),
    (EVERY, alone(phraserepairs.join_prefix)),
    ("appos", alone(phraserepairs.lift_office)),
    ("nsubj nsubjpass dobj pobj appos poss attr", wordrepairs.retag_noun),
    ("nsubj nsubjpass", alone(wordrepairs.free_time)),
    ("xcomp", alone(wordrepairs.name_after_to)),
    (MOST, alone(wordrepairs.read_elision)),
    (MOST, alone(wordrepairs.read_asked_noun)),
    ("pcomp", alone(wordrepairs.read_range)),
    (MOST, alone(wordrepairs.bind_short)),
    (MOST, alone(wordrepairs.describe_future)),
    ("nsubj nsubjpass", alone(wordrepairs.mark_relative)),
    ("dobj", alone(wordrepairs.mark_object_relative)),
    ("ccomp acl", alone(wordrepairs.read_denied_noun)),
    ("dobj", wordrepairs.supply_object),
    # how clauses and lists are joined
    ("conj dep parataxis ccomp advcl npadvmod appos acl", alone(listrepairs.rejoin_base_form)),
    (EVERY, alone(clauserepairs.restore_lemma)),
    ("conj", alone(clauserepairs.open_clause)),
    ("conj", clauserepairs.return_to_speaker),
    ("conj", alone(clauserepairs.raise_finite)),
    ("ccomp", clauserepairs.part_sentences),
    ("advcl", alone(clauserepairs.read_as_preposition)),
    ("acl", alone(clauserepairs.mark_purpose)),
    ("prep", markrepairs.lift_gerund),
    ("advcl acl prep", alone(markrepairs.mark_proviso)),
    ("advcl", alone(markrepairs.lift_remark)),
    ("advcl", markrepairs.return_participle),
    ("acl relcl", alone(markrepairs.lift_deadline)),
    ("relcl", clauserepairs.lift_content_clause),
    ("acl", phraserepairs.lift_message),
    ("prep", phraserepairs.lift_participant),
    ("nsubj nsubjpass", alone(clauserepairs.lower_subject)),
    ("ROOT ccomp conj", alone(clauserepairs.find_subject)),
    ("dobj pobj acomp", alone(listrepairs.join_adjectives)),
    ("conj", alone(listrepairs.join_list)),
    ("conj", alone(listrepairs.join_party)),
    ("appos", alone(listrepairs.join_last_name)),
    ("appos", alone(listrepairs.lower_apposition)),
    ("nsubj nsubjpass", alone(listrepairs.front_apposition)),
    ("acl", listrepairs.lower_participle),
    ("conj", alone(listrepairs.part_parenthesis)),
    ("conj", alone(listrepairs.part_country)),
    ("dobj", alone(clauserepairs.add_remark)),
    ("dobj", alone(clauserepairs.mark_recipient)),
    ("conj", listrepairs.raise_event),
    ("prep", listrepairs.join_asked),
    ("dobj", alone(clauserepairs.lower_object)),
)
#: What waits until all words of the sentence have been gone through for these.
AFTERWARDS: Sequence[tuple[str, Repair]] = (
    ("conj dep parataxis appos", markrepairs.raise_reporting_verb),
    ("dep nsubj", alone(markrepairs.join_headline_subject)),
)
REPAIRS = (*AT_ONCE, *AFTERWARDS)
#: The places of those that a sentence is gone through for, one time and the next.
ROUNDS = (range(len(AT_ONCE)), range(len(AT_ONCE), len(REPAIRS)))


def mend(doc: Doc, lexicon: Lexicon) -> Doc:
    """Apply all repairs to a parsed Doc, sentence by sentence; then its parse is settled."""
    forget_dependents(doc)
    for sentence in list(doc.sents):
        tokens = [token for token in sentence if not token.is_space]
        for places in ROUNDS:
            for token in tokens:
                mend_word(token, places, lexicon)
    index_dependents(doc)
    return doc


def mend_word(token: Token, places: range, lexicon: Lexicon) -> None:
    """Apply the repairs in some places that begin at a word, whose label may change meanwhile."""
    place = next_repair(token.dep_, places.start)
    while place < places.stop:
        REPAIRS[place][1](token, lexicon)
        place = next_repair(token.dep_, place + 1)


@cache
def next_repair(label: str, start: int) -> int:
    """Return the place of the first repair from a place on that begins at words of a label."""
    places = range(start, len(REPAIRS))
    return next((place for place in places if begins(REPAIRS[place][0], label)), len(REPAIRS))


def begins(labels: str, label: str) -> bool:
    """Tell whether what begins at words of some labels begins at those of this one."""
    if labels == MOST:
        return label not in SETTLED
    return labels == EVERY or label in labels.split()
