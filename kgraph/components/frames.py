"""Make one :class:`Frame` of every verb and copula of a Doc.

In comes a parsed Doc; out come frames in text order, whose heads are tokens.  Finite and
non-finite clauses alike are read; a verb that another verb governs in one predicate ("tried to
ban") makes one frame with it, not two.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kgraph.components.antecedents import antecedents
from kgraph.components.clauses import OBJECT_DEPS, Clauses, Frame, Phrase
from kgraph.components.control import is_part_named
from kgraph.components.phrases import (
    attached_phrases,
    is_linked,
    join_companions,
    join_parties,
    other_phrases,
    promote_preposition,
)
from kgraph.components.quantifiers import part_negated
from kgraph.components.syntax import (
    SUBJECT_DEPS,
    conjuncts,
    dependents,
    first,
    is_verbal,
    objects_of_prepositions,
)
from kgraph.lexicon import word_set

__all__ = ["verb_frames"]

SKIPPED_DEPS = frozenset(
    {"aux", "auxpass", "amod", "compound", "case", "mark", "prep", "cc", "punct"}
)


def verb_frames(clauses: Clauses) -> list[Frame]:
    """Return a frame for every verb of the Doc that heads a clause."""
    return [
        frame
        for token in clauses.verbs
        if is_predicate(token) and not is_absorbed(token, clauses)
        for whole in read_verb(token, clauses)
        for frame in part_negated(whole)
    ]


def is_predicate(token: Token) -> bool:
    """Tell whether a verb heads a clause."""
    if token.dep_ in SKIPPED_DEPS or not token.text[0].isalpha():
        return False
    return not is_listed_noun(token)


def is_listed_noun(token: Token) -> bool:
    """Tell whether a gerund is one more noun of a list ("arson and looting")."""
    listed = token.dep_ == "conj" and token.tag_ == "VBG" and not is_verbal(token.head)
    return listed and token.n_lefts + token.n_rights == sum(
        child.dep_ in {"cc", "conj", "punct"} for child in token.children
    )


def is_absorbed(token: Token, clauses: Clauses) -> bool:
    """Tell whether a verb only governs another's frame ("tried" in "tried to ban")."""
    inner = [c for c in token.children if c.dep_ == "xcomp" and is_verbal(c)]
    if any(clauses.governor(verb) == token for verb in inner):
        return True
    adjective = first(token, "acomp", "oprd")
    return adjective is not None and any(
        clauses.governor(verb) == adjective for verb in dependents(adjective, "xcomp")
    )


def read_verb(verb: Token, clauses: Clauses) -> Iterator[Frame]:
    """Yield the frame of one verb, its arguments filled."""
    chain = clauses.chain(verb)
    top = chain[0] if chain else verb
    passive = clauses.is_passive(verb) and not is_linked(verb)
    frame = Frame(head=verb, rule=clause_rule(top, verb), chain=chain)
    surface = clauses.subjects(verb)
    frame.expletive = first(verb, "expl") is not None
    frame.complement = complement(verb)
    if passive:
        frame.voice = "passive"
        frame.objects = surface
        frame.subjects = [
            member
            for preposition in dependents(verb, "agent")
            for agent in dependents(preposition, "pobj")
            for member in conjuncts(agent)
            if member.lemma_.lower() not in word_set("appellations")
        ]
        frame.subjects = frame.subjects or event_behind(verb, clauses)
        retained = first(verb, "dobj", "oprd", "attr")
        if retained is not None:
            frame.phrases.append(Phrase(None, retained))
    else:
        frame.subjects = surface
        frame.objects = objects(verb, frame, clauses)
    frame.phrases.extend(other_phrases(verb, chain, clauses))
    frame.phrases.extend(attached_phrases(frame))
    join_companions(frame)
    join_parties(frame)
    relational_noun(frame)
    if not passive and not frame.objects and frame.complement is None:
        promote_preposition(frame, clauses.lexicon)
    if frame.complement is not None and (frame.objects or passive):
        frame.phrases.append(Phrase(None, frame.complement))
    if not frame.phrases and frame.complement is None and (passive or not frame.objects):
        frame.phrases.extend(adverbial_clauses(verb))
    yield frame


def event_behind(verb: Token, clauses: Clauses) -> list[Token]:
    """Return the event that does what a passive clause about it says.

    "The raid in which nine were shot": no agent is named, but it is the raid that took them.
    """
    clause = verb
    while clause.dep_ == "conj" and is_verbal(clause.head):
        clause = clause.head
    if clause.dep_ != "relcl" or is_verbal(clause.head):
        return []
    opening = clause.left_edge
    noun = clause.head
    within = opening.lower_ == "in" and any(c.lower_ == "which" for c in opening.children)
    lexicon = clauses.lexicon
    event = lexicon.event_noun(noun.lower_, noun.lemma_.lower())
    acts = event is not None and not event.symmetric and event.verb != "happen"
    return [noun] if within and acts else []


def adverbial_clauses(verb: Token) -> Iterator[Phrase]:
    """Yield the finite clause after a verb that has nothing else beside it ("woke when it hit")."""
    for clause in dependents(verb, "advcl"):
        if clause.i > verb.i and first(clause, *SUBJECT_DEPS) is not None:
            yield Phrase(None, clause)
            return


def relational_noun(frame: Frame) -> None:
    """Read "is part of X", "was a member of X" as one relation between subject and X."""
    if frame.head.lemma_ != "be" or len(frame.objects) != 1:
        return
    noun = frame.objects[0]
    lemma = noun.lemma_.lower()
    if lemma not in word_set("relational_nouns") or noun.dep_ != "attr":
        return
    named = dict(pair.split(":") for pair in word_set("noun_relations"))
    for preposition, target in objects_of_prepositions(noun):
        if (
            preposition.i == noun.i + 1
            and preposition.lower_ in {"of", "to"}
            and target.dep_ == "pobj"
        ):
            frame.objects = conjuncts(target)
            frame.adjective, frame.object_preposition = noun, preposition
            frame.relation = named.get(lemma)
            return


def clause_rule(top: Token, verb: Token) -> str:
    """Name the rule by the kind of clause, for explanation and for confidence."""
    kind = (
        top.dep_
        if top.dep_ in {"ROOT", "conj", "relcl", "advcl", "ccomp", "acl", "pcomp", "xcomp"}
        else "other"
    )
    return f"clause:{kind}"


def complement(verb: Token) -> Token | None:
    """Return the clause that a verb brings, its own or one shared with the next ("confirmed nor
    denied that …").
    """
    own = next((c for c in dependents(verb, "ccomp") if clausal_object(c, verb)), None)
    own = own or next((c for c in dependents(verb, "xcomp") if is_part_named(c)), None)
    following = first(verb, "conj")
    if own is not None or following is None or following.i - verb.i > 2:
        return own
    alone = first(verb, "dobj", "prep", "xcomp", "acomp") is None and following.tag_ == verb.tag_
    return first(following, "ccomp") if alone else None


def clausal_object(clause: Token, verb: Token) -> bool:
    """Tell whether a complement clause is the verb's content and not a sentence joined by ";"."""
    if clause.i > verb.i:
        return True
    between = clause.doc[clause.right_edge.i : verb.i + 1]
    return not any(token.text == ";" for token in between)


def objects(verb: Token, frame: Frame, clauses: Clauses) -> list[Token]:
    """Return the heads of what an active verb acts on, or is, each conjunct."""
    found = dependents(verb, *OBJECT_DEPS)
    if frame.expletive:
        found = [token for token in found if token not in frame.subjects]
    if found:
        return [
            member
            for one in found[:1]
            for start in relative_object(one, verb, clauses)
            for member in conjuncts(start)
        ]
    adjective = first(verb, "acomp")
    if adjective is not None:
        return adjective_objects(adjective, frame)
    gap = gap_object(verb, clauses)
    if gap is not None:
        return [gap]
    shared = shared_object(verb)
    return conjuncts(shared) if shared is not None else []


def adjective_objects(adjective: Token, frame: Frame) -> list[Token]:
    """Return what an adjective after "be" is about ("aware of the plan"), else the adjective."""
    following = next(
        (
            p
            for p in objects_of_prepositions(adjective)
            if p[0].i == adjective.i + 1 and p[1].dep_ == "pobj"
        ),
        None,
    )
    if following is None or following[0].lower_ not in word_set("adjective_prepositions"):
        return conjuncts(adjective)
    frame.adjective = adjective
    frame.object_preposition = following[0]
    return conjuncts(following[1])


def relative_object(token: Token, verb: Token, clauses: Clauses) -> list[Token]:
    """Return the noun that an object relative pronoun stands for ("the deal which they signed")."""
    if token.i < verb.i and token.tag_ in {"WDT", "WP"}:
        return antecedents(token, verb, clauses.lexicon)
    return [token]


def gap_object(verb: Token, clauses: Clauses) -> Token | None:
    """Return the noun that an object relative clause without a pronoun is about.

    "the role Spain plays", "the deal that Iran says it needs": the clause has a subject of its own
    and no object, and its verb has no preposition left over.
    """
    clause = verb
    if clause.dep_ == "ccomp" and clause.head.dep_ == "relcl":
        clause = clause.head
    if clause.dep_ != "relcl" or is_verbal(clause.head):
        return None
    if clause.head.lemma_.lower() in word_set("spans_of_time"):
        return None  # "the first time they met"
    own = dependents(verb, *SUBJECT_DEPS)
    relatives = {"WDT", "WP"}
    if not own or own[0].lower_ == "that" or any(t.tag_ in relatives for t in own[0].subtree):
        return None
    if first(clause, "ccomp", "xcomp") is not None and clause is verb:
        return None
    opening = clause.left_edge
    if opening.dep_ in {"prep", "advmod"} or opening.lower_ in {"where", "when", "why", "whose"}:
        return None
    return clause.head


def shared_object(verb: Token) -> Token | None:
    """Return the object that a conjunct shares with the next ("seized and sold arms")."""
    if first(verb, "prep", "ccomp", "xcomp", "acomp") is not None:
        return None
    following = first(verb, "conj")
    if following is None or following.tag_ != verb.tag_ or following.i - verb.i > 3:
        return None
    return first(following, "dobj") or shared_object(following)
