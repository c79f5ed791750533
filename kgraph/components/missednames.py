"""Find the names that the model missed: repeated ones, headlines in capitals, known places.

In come the Doc and the names found so far, out come further names where no name lies yet.  A name
found once is one wherever the same words stand; a capitalised word that is a city's name is that
city if it is well known or stands where places stand ("in …", "BEIRUT —", "…, Missouri").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
#: Smaller towns are called like many a firm.
TOWN = 10_000
ACTORS = frozenset({"Organization", "ArmedGroup", "Government"})
LINE_MARKS = frozenset({",", "-", "–", "—", "--", "("})


def missed_names(
    doc: Doc, names: Sequence[Name], gazetteer: Gazetteer, lexicon: Lexicon
) -> list[Name]:
    """Return all names in text order: those given and those that were missed."""
    covered = {index for name in names for index in range(name.start, name.end)}
    finder = Finder(doc, gazetteer, known_forms(doc, names), homes(names), lexicon)
    extra: list[Name] = []
    for token in doc:
        if token.i not in covered and token.text[:1].isupper():
            found = finder.at(token.i, covered)
            if found is not None:
                extra.append(found)
                covered.update(range(found.start, found.end))
    all_names = sorted([*names, *extra], key=lambda name: name.start)
    return named_in_full(doc, all_names, gazetteer)


def named_in_full(doc: Doc, names: Sequence[Name], gazetteer: Gazetteer) -> list[Name]:
    """Return the names, a short one as what the document names in full ("Chrome", "Northrop")."""
    short: dict[str, Name] = {}
    for name in reversed(names):
        short.update((form, name) for form in short_forms(doc, name, gazetteer))
    return [
        replace(known, start=name.start, end=name.end, rule="repeated", label=label(doc, known))
        if known is not None and may_be_short(name, known)
        else name
        for name in names
        for known in (short.get(doc[name.start : name.end].text),)
    ]


def may_be_short(name: Name, full: Name) -> bool:
    """Tell whether a name can be short for another: one word, and no founder for the firm."""
    founder = name.type == "Person" and full.type == "Organization" and full.entry is None
    return name.entry is None and name.end - name.start == 1 and not founder


def short_forms(doc: Doc, name: Name, gazetteer: Gazetteer) -> Iterator[str]:
    """Yield the words that alone mean an entity named in full: weak names, a firm's first word."""
    if name.entry is not None:
        if name.type != "Person":
            yield from name.entry.weak
        return
    if name.end - name.start < 2:
        return
    first, last = doc[name.start], doc[name.end - 1]
    if name.type == "Event" and last.nbor(-1).lower_ in word_set("storms"):
        yield last.text
    is_word = first.is_alpha and len(first) >= SHORTEST_CAPITALS
    if name.type == "Organization" and is_word and is_unknown(first.text, gazetteer):
        yield first.text


def is_unknown(word: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a word is nothing else that the tables know: no town, people or given name."""
    if gazetteer.lookup(word) or gazetteer.demonym(word) or gazetteer.is_given_name(word):
        return False
    return not any((city.population or 0) >= TOWN for city in gazetteer.lookup_city(word))


def label(doc: Doc, name: Name) -> str:
    """Return what a name is called in full."""
    return name.entry.label if name.entry is not None else doc[name.start : name.end].text


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
        if text in word_set("calendar_names"):
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
