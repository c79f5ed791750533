"""Resolve offices by date: "the US president", "Britain's foreign secretary", "the Russian leader".

In come a Doc with names and offices, and the day its document was published; out goes a map from
the index of an office's noun to the person who held it that day.  What the text itself says of an
office wins over the gazetteer.  Where the day is unknown, only a person whom the text names is
taken; where several held the office, or the gazetteer knows nothing of that day, or the sentence
speaks of another year, the office stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kgraph.components.name import Name
from kgraph.components.titles import TITLE_POS, Title, TitleReader
from kgraph.gazetteer import Gazetteer, GazetteerEntry
from kgraph.lexicon import Lexicon, word_set

__all__ = ["office_holders"]

OWNERS = frozenset({"Country", "Organization", "Government", "ArmedGroup", "Place"})
#: Roles in which a noun says what somebody is or becomes, and means nobody by itself.
PREDICATIVE = frozenset({"attr", "oprd", "compound", "appos", "nmod"})
#: How many tokens an office may take up on either side of its noun.
WINDOW = 8


class HolderReader:
    """Resolve the offices that one Doc mentions without a name."""

    def __init__(
        self, doc: Doc, published: str | None, gazetteer: Gazetteer, lexicon: Lexicon
    ) -> None:
        """Learn whom the text names and which offices it gives them."""
        self.doc = doc
        self.gazetteer = gazetteer
        self.published = published if gazetteer.knows_offices_on(published) else None
        self.undated = published is None
        self.reader = TitleReader(doc, doc._.names, lexicon)
        self.people = {name.key: name for name in doc._.names if name.type == "Person"}
        positions = [frame for frame in doc._.frames if frame.relation == "position"]
        self.titled = {frame.head.i for frame in positions}
        self.given: dict[tuple[str, str], set[str]] = {}
        for frame in positions:
            person = self.reader.at.get(frame.subjects[0].i)
            owner = self.reader.at.get(frame.objects[0].i) if frame.objects else None
            if person is not None and owner is not None:
                key = (gazetteer.role(frame.lemma or ""), owner.key)
                self.given.setdefault(key, set()).add(person.key)

    def holders(self) -> Iterator[tuple[int, Name]]:
        """Yield the index of each office's noun with its holder."""
        for token in self.doc:
            if self.is_open(token):
                title = self.read(token)
                person = self.holder(title) if title is not None else None
                if person is not None:
                    yield token.i, person

    def is_open(self, token: Token) -> bool:
        """Tell whether a token is an office's noun that means somebody whom it does not name."""
        if not self.reader.is_role(token):
            return False
        following = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
        beside_name = following is not None and (
            following.text == "-" or following.i in self.reader.at or following.tag_ == "NNP"
        )
        definite = any(child.dep_ in {"det", "poss"} for child in token.children)
        sought = token.dep_ == "pobj" and not definite  # "ran for president", "elected as chair"
        return (
            token.i not in self.reader.at
            and token.i not in self.titled
            and token.dep_ not in PREDICATIVE
            and not (beside_name or sought)
        )

    def read(self, token: Token) -> Title | None:
        """Return the office around its noun if it has an owner and is that of one person now."""
        start, end = max(0, token.i - WINDOW), min(len(self.doc), token.i + WINDOW)
        title = self.reader.read(token.i, max(start, token.sent.start), min(end, token.sent.end))
        owner = title.owner
        if owner is None or owner.type not in OWNERS:
            return None
        if owner.start > token.i and self.doc[token.i + 1].lower_ != "of":
            return None
        first = min(title.start, owner.start)
        before = {word.lower_ for word in token.subtree if word.i < first}
        before |= {word.lower_ for word in self.doc[max(0, first - 1) : first]}
        barred = not before.isdisjoint(word_set("office_bars"))
        return None if barred or self.speaks_of_another_year(token) else title

    def speaks_of_another_year(self, token: Token) -> bool:
        """Tell whether the sentence names a year that is not that of the document."""
        years = re.findall(r"\b(?:1[89]|20)\d\d\b", token.sent.text)
        return any(year != (self.published or "")[:4] for year in years)

    def holder(self, title: Title) -> Name | None:
        """Return who holds an office: by the text, else by the gazetteer and the document's day."""
        owner = title.owner
        if owner is None:
            return None
        for words in self.wordings(title):
            given = self.given.get((self.gazetteer.role(words), owner.key), set())
            if given:
                return self.people[next(iter(given))] if len(given) == 1 else None
            found = self.known(words, owner)
            if found:
                return self.named(found[0], title) if len(found) == 1 else None
        return None

    def wordings(self, title: Title) -> Iterator[str]:
        """Yield the words of an office from the longest to the noun alone, the owner's left out."""
        start, role = title.start, title.role
        owned = set(range(title.owner.start, title.owner.end)) if title.owner is not None else set()
        before = [
            token.text
            for token in self.doc[start:role]
            if token.i not in owned and (token.pos_ in TITLE_POS or token.text == "-")
        ]
        end = self.reader.plain_end(role, min(len(self.doc), role + WINDOW))
        nouns = [self.doc[role].text]
        if self.doc[end - 1].i not in owned and end > role + 1:
            nouns.insert(0, self.doc[role:end].text)
        for noun in nouns:
            for skipped in range(len(before) + 1):
                if skipped and before[skipped - 1].lower() in word_set("office_bars"):
                    break
                yield " ".join((*before[skipped:], noun)).replace(" - ", "-").lower()
            if title.owner is not None:
                yield f"{self.doc[title.owner.start : title.owner.end].text} {noun}".lower()

    def known(self, words: str, owner: Name) -> tuple[GazetteerEntry, ...]:
        """Return who held an office on the document's day, or of those whom the text names."""
        if owner.entry is None or (self.published is None and not self.undated):
            return ()
        for of in (owner.entry.id, owner.entry.stands_for):
            found = self.gazetteer.office_holder(words, of, self.published) if of else ()
            if self.published is None:
                found = tuple(person for person in found if person.id in self.people)
            if found:
                return found
        return ()

    def named(self, person: GazetteerEntry, title: Title) -> Name:
        """Return a person as the text names him or her, else as the office alone stands for it."""
        return self.people.get(person.id) or Name(
            title.role, title.role + 1, "Person", "office-date", person, person.id, person.label
        )


def office_holders(
    doc: Doc, published: str | None, gazetteer: Gazetteer, lexicon: Lexicon
) -> dict[int, Name]:
    """Return who is meant by each office that the Doc mentions without a name, by token index."""
    return dict(HolderReader(doc, published, gazetteer, lexicon).holders())
