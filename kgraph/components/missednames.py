"""Find the names that the model missed: repeated ones, headlines in capitals, known places.

In come the Doc and the names found so far, out come further names where no name lies yet.  A name
found once is one wherever the same words stand; a capitalised word that is a city's name is that
city if it is well known or stands where places stand ("in …", "BEIRUT —", "…, Missouri").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kgraph.components.likelycities import homes, likely_city
from kgraph.components.name import Name
from kgraph.components.runtogether import opens_compound
from kgraph.components.wholenames import is_ordinal
from kgraph.gazetteer import Gazetteer
from kgraph.lexicon import Lexicon, word_set

__all__ = ["missed_names"]

LONGEST = 4
#: Fewer letters in capitals may be an abbreviation of something else.
SHORTEST_CAPITALS = 4
ACTORS = frozenset({"Organization", "ArmedGroup", "Government"})
LINE_MARKS = frozenset({",", "-", "–", "—", "--", "("})


def missed_names(
    doc: Doc, names: Sequence[Name], gazetteer: Gazetteer, lexicon: Lexicon
) -> list[Name]:
    """Return all names in text order: those given and those that were missed."""
    names = named_in_full(doc, names)
    covered = {index for name in names for index in range(name.start, name.end)}
    finder = Finder(doc, gazetteer, known_forms(doc, names), homes(names), lexicon)
    extra: list[Name] = []
    for token in doc:
        if token.i not in covered and token.text[:1].isupper():
            found = finder.at(token.i, covered)
            if found is not None:
                extra.append(found)
                covered.update(range(found.start, found.end))
    return sorted([*names, *extra], key=lambda name: name.start)


def named_in_full(doc: Doc, names: Sequence[Name]) -> list[Name]:
    """Return the names, a weak one as what the document names in full ("Chrome")."""
    weak = {
        alias: name
        for name in reversed(names)
        if name.entry is not None and name.type != "Person"
        for alias in name.entry.weak
    }
    return [
        replace(known, start=name.start, end=name.end, rule="repeated")
        if name.entry is None and known is not None
        else name
        for name in names
        for known in (weak.get(doc[name.start : name.end].text),)
    ]


def known_forms(doc: Doc, names: Sequence[Name]) -> dict[str, Name]:
    """Return a name for each form that may be found again: as it stands, and in capitals."""
    forms: dict[str, Name] = {}
    for name in names:
        text = doc[name.start : name.end].text
        if not name.demonym and not is_short(text):
            forms.setdefault(text, name)
            forms.setdefault(text.upper(), name)
        if name.entry is not None and name.type != "Person" and not name.demonym:
            for alias in name.entry.weak:
                forms.setdefault(alias, name)
    return forms


def is_short(text: str) -> bool:
    """Tell whether a form has too few letters to be surely the same name again."""
    return len(text) < SHORTEST_CAPITALS and not text.isupper()


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks in one Doc for names that begin at a token."""

    doc: Doc
    gazetteer: Gazetteer
    forms: dict[str, Name]
    homes: frozenset[str]
    lexicon: Lexicon

    def at(self, start: int, covered: set[int]) -> Name | None:
        """Return the longest missed name that begins at a token."""
        end = start + 1
        while end < min(len(self.doc), start + LONGEST) and end not in covered:
            end += 1
        for last in range(end, start, -1):
            found = self.repeated(start, last) or self.place(start, last) or self.kind(start, last)
            if found is not None:
                return found
        return None

    def repeated(self, start: int, end: int) -> Name | None:
        """Return the name that the document has elsewhere in the same words."""
        form = self.doc[start:end].text
        known = self.forms.get(form)
        if known is None or self.goes_on(start, end) or not self.is_name(self.doc[start]):
            return None
        return replace(known, start=start, end=end, rule="repeated")

    def is_name(self, token: Token) -> bool:
        """Tell whether a capitalised word is more than the first word of a sentence."""
        return token.pos_ in {"PROPN", "NOUN", "ADJ"} or not token.is_sent_start

    def goes_on(self, start: int, end: int) -> bool:
        """Tell whether the words are part of a longer capitalised run."""
        doc = self.doc
        after = end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].text[:1].isupper()
        before = (
            start > 0
            and doc[start - 1].pos_ == "PROPN"
            and not doc[start].is_sent_start
            and doc[start - 1].lower_ not in word_set("place_prepositions")
            and not (start > 2 and opens_compound(doc[start - 3]))
        )
        return (after and not doc[end - 1].is_upper) or before

    def place(self, start: int, end: int) -> Name | None:
        """Return a place of the tables that stands where places stand, or is well known."""
        text = self.doc[start:end].text
        if self.goes_on(start, end) or self.doc[end - 1].is_punct or self.gazetteer.demonym(text):
            return None
        likely = likely_city(text, self.homes, self.gazetteer)
        if likely is not None and all(token.pos_ == "PROPN" for token in self.doc[start:end]):
            return Name(start, end, "Place", "place", likely)
        places = self.gazetteer.lookup_city(text)
        if places and (self.is_dateline(start, end) or self.is_placed(start, end)):
            return Name(start, end, "Place", "place", places[0])
        if self.is_beside(start) and all(t.pos_ == "PROPN" for t in self.doc[start:end]):
            return Name(start, end, "Place", "place")
        return None

    def is_beside(self, start: int) -> bool:
        """Tell whether the word before brings a place and nothing else ("near")."""
        return start > 0 and self.doc[start - 1].lower_ in word_set("beside")

    def kind(self, start: int, end: int) -> Name | None:
        """Return words in capitals of which the last says what they name ("158th Fighter Wing")."""
        words = self.doc[start:end]
        numbered = start > 0 and is_ordinal(self.doc[start - 1])
        if end - start + numbered < 2 or self.goes_on(start - numbered, end):
            return None
        if any(token.pos_ != "PROPN" for token in words):
            return None
        if start > 1 and opens_compound(self.doc[start - 2]):
            return None
        last = words[-1].lower_
        if last in word_set("place_names"):
            return Name(start, end, "Place", "kind")
        if last in word_set("paper_names"):
            return Name(start, end, "Organization", "kind")
        kind = self.lexicon.actor_type(last)
        if numbered and kind == "ArmedGroup":
            return Name(start - 1, end, kind, "kind")
        return Name(start, end, kind, "kind") if kind in ACTORS else None

    def is_dateline(self, start: int, end: int) -> bool:
        """Tell whether the words open a paragraph in capitals, and a mark follows ("BEIRUT —")."""
        doc = self.doc
        return (
            doc[start].is_sent_start is True
            and all(token.is_upper for token in doc[start:end])
            and end < len(doc)
            and doc[end].text in LINE_MARKS
        )

    def is_placed(self, start: int, end: int) -> bool:
        """Tell whether a word before or after the words says that they name a place."""
        doc = self.doc
        if any(token.pos_ != "PROPN" for token in doc[start:end]):
            return False
        before = doc[start - 1].lower_ if start > 0 else ""
        if any(before in word_set(name) for name in ("inside", "beside", "compass")):
            return not (end < len(doc) and doc[end].like_num)  # "in Spring 2002"
        if end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].text[:1].isupper():
            return bool(self.gazetteer.qualifiers(doc[end + 1].text))
        return end < len(doc) and doc[end].lower_ in word_set("districts")
