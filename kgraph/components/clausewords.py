"""What a clause's own words do to its stance: auxiliaries, negation, adverbs, conjunction.

"If", "unless" and their like make a clause conditional, whatever its tense; "until", "once", "only
after" do so before a present tense, which then speaks of the future (Quirk et al. 1985, 14.22), and
leave a past tense a fact: "will stay until they leave", "stayed until they left".
``ontology/lexicon/modality.tsv`` lists both kinds of words.
"""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Token

from kgraph.components.clauses import Clauses
from kgraph.components.commitment import PLAIN, Commitment, commitment_of
from kgraph.components.syntax import SUBJECT_DEPS, dependents, first, is_verbal
from kgraph.lexicon import Lexicon, word_set
from kgraph.model import Modality

__all__ = [
    "adverb_effect",
    "attribute_effect",
    "conjunction_effect",
    "denied",
    "is_indefinite",
    "is_negated",
    "is_past",
    "is_subjunctive",
    "listed_names",
    "no_longer",
    "own_commitment",
]

#: Labels of clauses whose conjunction counts: "whether" may open a subject or "the question of".
CLAUSES = frozenset({"advcl", "ccomp", "xcomp", "csubj", "csubjpass", "pcomp"})


def conjunction_effect(verb: Token, lexicon: Lexicon) -> Commitment:
    """Return what the conjunction of an adverbial or complement clause says of it."""
    marker = first(verb, "mark") or first(verb, "advmod")
    if marker is None or verb.dep_ not in CLAUSES:
        return PLAIN
    word = marker.lower_
    if word in word_set("condition_marks"):
        always = word not in {"should", "whether"} and verb.dep_ == "advcl"
        return Commitment("conditional" if always else "hypothetical")
    if verb.dep_ != "advcl" or not is_present(verb):
        return PLAIN
    if word in word_set("future_marks"):
        return Commitment("conditional")
    if word not in word_set("time_marks"):
        return PLAIN
    if follows_only(marker, verb):
        return Commitment("conditional")
    future = any(c.lower_ in word_set("future_auxiliaries") for c in verb.head.children)
    return Commitment("intended") if future else PLAIN


def follows_only(marker: Token, verb: Token) -> bool:
    """Tell whether "only" stands before a conjunction ("only after the vote ends")."""
    if marker.i == 0 or marker.doc[marker.i - 1].lower_ != "only":
        return False
    return marker.nbor(-1).head.i in {verb.i, marker.i, verb.head.i}


def is_past(verb: Token) -> bool:
    """Tell whether a clause tells of what has happened."""
    return verb.tag_ == "VBD" or any(
        c.tag_ == "VBD" and c.lemma_ in {"have", "be"} for c in dependents(verb, "aux", "auxpass")
    )


def is_present(verb: Token) -> bool:
    """Tell whether a finite clause stands in the present tense."""
    finite = [
        c for c in dependents(verb, "aux", "auxpass") if c.tag_ in {"VBZ", "VBP", "VBD", "MD"}
    ]
    return (finite[0] if finite else verb).tag_ in {"VBZ", "VBP"}


def adverb_effect(verb: Token, lexicon: Lexicon) -> Commitment:
    """Return what "perhaps", "probably", "hypothetically" beside a verb say of it.

    Hearsay ("reportedly") is a claim without a speaker and is read as one.
    """
    for adverb in dependents(verb, "advmod"):
        found = lexicon.governor(adverb.lower_, "adv", "clause")
        if found is not None and found.modality and adverb.lower_ not in word_set("hearsay"):
            return commitment_of(found)
    return PLAIN


def attribute_effect(noun: Token, lexicon: Lexicon) -> Commitment:
    """Return what an adjective makes of an event noun: "the alleged attack", "planned talks"."""
    if any(c.lower_ in word_set("universal") for c in dependents(noun, "det", "predet")):
        return PLAIN  # "all possible help" is help
    for adjective in dependents(noun, "amod"):
        found = lexicon.governor(adjective.lower_, "adj", "attributive")
        if found is not None:
            return commitment_of(found)
    return PLAIN


def no_longer(verb: Token) -> bool:
    """Tell whether "no longer" stands at a verb."""
    return any(
        c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children)
        for c in dependents(verb, "advmod", "neg")
    )


def is_subjunctive(verb: Token) -> bool:
    """Tell whether a clause with a singular subject has a base form ("that the army leave")."""
    subject = first(verb, "nsubj", "nsubjpass")
    return (
        subject is not None
        and subject.tag_ in {"NN", "NNP"}
        and not any(c.dep_ == "conj" for c in subject.children)
        and verb.tag_ in {"VB", "VBP"}
        and not dependents(verb, "aux", "auxpass")
    )


def own_commitment(verb: Token, clauses: Clauses, cues: Container[int]) -> Commitment:
    """Return what a verb's own auxiliaries, negation, adverbs and conjunction say.

    ``cues`` are the indices of the words that report something: what they report is told from
    then, not from now.
    """
    lexicon = clauses.lexicon
    result = auxiliaries(verb, lexicon, cues)
    if is_planned(verb) or is_announced(verb, clauses):
        result = Commitment("intended")
    if is_negated(verb):
        result = denied(verb, result)
    result = result.under(adverb_effect(verb, lexicon))
    result = result.under(conjunction_effect(verb, lexicon))
    if is_inverted_condition(verb):
        result = result.under(Commitment("conditional"))
    if is_consequence(verb, result, clauses):
        result = Commitment("conditional", result.polarity)
    if is_question(verb):
        result = result.under(Commitment("hypothetical"))
    return result


def denied(verb: Token, own: Commitment) -> Commitment:
    """Return the negation of what a verb says: who cannot do a thing does not do it."""
    shares = verb.dep_ == "conj" and is_verbal(verb.head) and not dependents(verb, "aux")
    auxiliaries = dependents(verb.head if shares else verb, "aux")
    able = any(c.lower_ in word_set("ability_auxiliaries") for c in auxiliaries)
    modality = "asserted" if able and own.modality == "possible" else own.modality
    return Commitment(modality, "positive" if own.polarity == "negative" else "negative")


def is_announced(verb: Token, clauses: Clauses) -> bool:
    """Tell whether a headline's infinitive speaks of what is to come ("France to send jets")."""
    return verb.dep_ == "ROOT" and clauses.is_infinitive(verb) and first(verb, "nsubj") is not None


def is_planned(verb: Token) -> bool:
    """Tell whether a present progressive speaks of what is to come ("is stepping down").

    Verbs for a single step, such as leaving an office, are not under way (Quirk et al. 1985, 4.44).
    """
    if verb.tag_ != "VBG" or not any(
        c.dep_ == "aux" and c.lemma_ == "be" and c.tag_ in {"VBZ", "VBP"} for c in verb.children
    ):
        return False
    particle = first(verb, "prt")
    lemma = verb.lemma_.lower()
    return (f"{lemma} {particle.lower_}" if particle is not None else lemma) in word_set("planned")


def is_consequence(verb: Token, own: Commitment, clauses: Clauses) -> bool:
    """Tell whether a clause says what follows if something else happens ("if …, it will …")."""
    if own.modality not in {"intended", "hypothetical", "possible", "demanded"}:
        return False
    governing = [verb, *clauses.chain(verb)]
    return any(
        c.dep_ == "advcl" and (m := first(c, "mark")) is not None and m.lower_ in {"if", "unless"}
        for token in governing
        for c in token.children
    )


def is_question(verb: Token) -> bool:
    """Tell whether a verb heads a direct question: its sentence ends in a question mark."""
    while verb.dep_ == "conj" and is_verbal(verb.head):
        verb = verb.head
    if verb.dep_ != "ROOT":
        return False
    last = verb.sent[-1]
    while last.i > verb.i and not last.text.strip(" \n\"'”’"):
        last = last.nbor(-1)
    return last.text == "?" or any(token.text == "?" for token in verb.rights)


def auxiliaries(verb: Token, lexicon: Lexicon, cues: Container[int]) -> Commitment:
    """Return the effect of the auxiliaries, those shared with an earlier conjunct included."""
    own = dependents(verb, "aux")
    for auxiliary in own:
        if auxiliary.tag_ == "TO":
            continue
        effect = lexicon.governor(auxiliary.lower_, "aux", "bare-infinitive") or lexicon.governor(
            auxiliary.lemma_.lower(), "aux", "bare-infinitive"
        )
        if effect is not None and effect.modality is not None:
            return Commitment(reported_future(verb, auxiliary, effect.modality, cues))
    shares = verb.dep_ == "conj" and is_verbal(verb.head)
    if shares and not own and not dependents(verb, *SUBJECT_DEPS):
        bare = verb.tag_ == "VB" or (verb.tag_ == "VBP" and verb.head.tag_ == "VB")
        if bare or verb.tag_ == verb.head.tag_:
            return auxiliaries(verb.head, lexicon, cues)
    return PLAIN


def reported_future(
    verb: Token, auxiliary: Token, modality: Modality, cues: Container[int]
) -> Modality:
    """Return the modality of an auxiliary: "would" in reported speech is a past "will"."""
    if auxiliary.lower_ in {"would", "'d", "’d"}:
        reported = verb.dep_ == "ccomp" and verb.head.i in cues
        conditional = any(
            c.dep_ == "advcl" and (m := first(c, "mark")) is not None and m.lower_ == "if"
            for c in verb.children
        )
        return "intended" if reported and not conditional else "hypothetical"
    return modality


def is_negated(verb: Token) -> bool:
    """Tell whether "not", "never" or the like stands at the verb or an auxiliary it shares."""
    denying = (
        c.dep_ == "neg"
        or (c.dep_ in {"advmod", "preconj", "cc"} and c.lower_ in word_set("negative_adverbs"))
        for c in verb.children
        if not adds(c)
    )
    if any(denying):
        return True
    if no_longer(verb):
        return True
    if (
        verb.dep_ == "conj"
        and is_verbal(verb.head)
        and not dependents(verb, *SUBJECT_DEPS, "aux", "auxpass")
    ):
        links = {c.lower_ for c in verb.head.children if c.dep_ == "cc"}
        ever = any(c.lower_ == "never" for c in verb.head.children)
        linked_by_or = bool(links & {"or", "nor"}) or ever
        alike = verb.tag_ == verb.head.tag_ or {verb.tag_, verb.head.tag_} == {"VBD", "VBN"}
        return alike and linked_by_or and is_negated(verb.head)
    return False


def adds(negation: Token) -> bool:
    """Tell whether a "not" only says that there is more to come: "not only", "not just"."""
    following = negation.nbor(1) if negation.i + 1 < len(negation.doc) else negation
    return following.lower_ in word_set("merely")


def is_inverted_condition(verb: Token) -> bool:
    """Tell whether the clause is "should they fail, …" or "had they known, …"."""
    if verb.dep_ != "advcl":
        return False
    opening = verb.left_edge
    return opening.dep_ == "aux" and opening.lower_ in {"should", "had", "were"}


def listed_names(word: Token) -> list[str]:
    """Return how a word may be listed: with its particle first ("carry out"), then without."""
    lemma, particle = word.lemma_.lower(), first(word, "prt")
    return [lemma] if particle is None else [f"{lemma} {particle.lower_}", lemma]


def is_indefinite(noun: Token) -> bool:
    """Tell whether a noun brings something new ("strikes", "a strike"), so nothing presupposed."""
    return not any(
        child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in word_set("definite"))
        for child in noun.children
    )
