"""Say which state "our country" or "its territory" is: that of whoever the possessor stands for.

Who speaks for a state ("our" in a minister's mouth) means the state of the office, and a body of a
state ("the ministry … its soil") the state whose body it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kgraph.components.name import Name
from kgraph.components.syntax import first, is_verbal
from kgraph.lexicon import word_set

if TYPE_CHECKING:
    from kgraph.components.arguments import ArgumentMaker

__all__ = ["territory_owner"]


def territory_owner(head: Token, maker: ArgumentMaker) -> Name | None:
    """Return the country that a noun for a state's land is about, None where it does not say."""
    possessor = first(head, "poss")
    if possessor is None or head.lemma_.lower() not in word_set("territories"):
        return None
    owners = (maker.name_of(possessor), *unnamed_owners(possessor, maker))
    states = (state_of(owner, maker) for owner in owners if owner is not None)
    return next((state for state in states if state is not None), None)


def unnamed_owners(possessor: Token, maker: ArgumentMaker) -> Iterator[Name | None]:
    """Yield whom a pronoun may mean that stands for no name: who speaks, or whose body acts.

    In "Chad's army accused Niger of shelling its territory" the land is that of the subject of the
    clause above.
    """
    if possessor.lower_ in word_set("first_person"):
        for index in reversed(maker.covering.get(possessor.i, ())):
            speaker = maker.doc._.attributions[index].speaker
            yield maker.name_of(speaker) if speaker is not None else None
    if possessor.lower_ in word_set("neuter"):
        verbs = (token for token in possessor.ancestors if is_verbal(token))
        subjects = [first(verb, "nsubj", "nsubjpass") for verb in verbs]
        above = next((one for one in subjects[1:] if one is not None), None)
        if above is not None and subjects[0] is None:
            body = first(above, "poss", "amod")
            yield maker.names.get(body.i) if body is not None else None


def state_of(name: Name, maker: ArgumentMaker) -> Name | None:
    """Return the country that a name belongs to: itself, that of its entry or of its office."""
    if name.type == "Country":
        return name
    code = name.entry.country if name.entry is not None else None
    if code is None:
        return next((held for held in maker.offices_of(name) if held.type == "Country"), None)
    return maker.states.get(code)
