"""Whether two names in their contexts denote one entity, by the resolution that builds use.

In come names marked in a text; each text is read as an article of its own, unless both names stand
in one.  Out comes what a graph of these articles would show: one node, or two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.model import Document
from kgraph.pipeline import extract_documents

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["NameInText", "entity_of", "same_entity"]


@dataclass(frozen=True, slots=True)
class NameInText:
    """A name with the text it stands in, and its place there, in characters."""

    text: str
    start: int
    end: int

    @classmethod
    def marked(cls, text: str, before: str = "") -> NameInText:
        """Return the name that square brackets mark in a text, which may follow another text.

        >>> NameInText.marked("[Kyiv] denied it.")
        NameInText(text='Kyiv denied it.', start=0, end=4)
        """
        start, end = text.index("[") + len(before), text.index("]") - 1 + len(before)
        return cls(before + text.replace("[", "", 1).replace("]", "", 1), start, end)


def same_entity(first: NameInText, second: NameInText, nlp: Language) -> bool:
    """Tell whether two names denote one entity; a name that denotes none is never the same."""
    entity = entity_of(first, nlp)
    return entity is not None and entity == entity_of(second, nlp)


def entity_of(name: NameInText, nlp: Language) -> str | None:
    """Return the id of the entity that a name denotes; of a metonym, the one that acts."""
    (extraction,) = extract_documents([Document(id="text", text=name.text)], nlp)
    spans = [
        mention
        for mention in extraction.mentions
        if mention.start < name.end and name.start < mention.end
    ]
    if not spans:
        return None
    best = max(spans, key=lambda one: min(one.end, name.end) - max(one.start, name.start))
    return best.stands_for or best.entity
