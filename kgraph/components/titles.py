"""Read titles around a person's name with a grammar over tokens.

The small model often gets long titles wrong, so the grammar looks at words, parts of speech and
names, not at the parse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kgraph.components.name import Name
from kgraph.lexicon import Lexicon, word_set

__all__ = ["TITLE_POS", "Title", "TitleReader"]

TITLE_POS = frozenset({"NOUN", "PROPN", "ADJ", "ADV"})
#: How many tokens a title may take up on one side of the name.
WINDOW = 16
BODIES = frozenset({"Organization", "Government", "ArmedGroup"})
STOPPERS = frozenset({",", ";", ":", "(", ")", "—", "–", '"', "“", "”", "."})


@dataclass(frozen=True, slots=True)
class Title:
    """A title found: its role word, its bounds, and the name tokens of whom it serves."""

    role: int
    start: int
    end: int
    owner: Name | None
    link: int | None = None
    complement: Name | None = None


class TitleReader:
    """Read titles in one Doc; ``names`` are its names in text order."""

    def __init__(self, doc: Doc, names: Sequence[Name], lexicon: Lexicon) -> None:
        """Index the names by the tokens that they cover."""
        self.doc = doc
        self.names = names
        self.lexicon = lexicon
        self.at: dict[int, Name] = {}
        for name in names:
            if doc[name.start : name.end].text.lower() not in word_set("portfolios"):
                self.at.update(dict.fromkeys(range(name.start, name.end), name))

    def is_role(self, token: Token) -> bool:
        """Tell whether a token is a word for an office, hyphenated ones and plurals left out."""
        if token.pos_ not in {"NOUN", "PROPN"} or token.tag_ in {"NNS", "NNPS"}:
            return False
        role = self.lexicon.person(token.lower_) or self.lexicon.person(token.lemma_)
        return role is not None

    # ------------------------------------------------------------------ left of the name

    def left(self, name: Name) -> Title | None:
        """Return the title that stands before a name, with or without a comma between."""
        end = name.start
        comma = end > 0 and self.doc[end - 1].text == ","
        if comma:
            end -= 1
        start = self.window_start(name, end)
        for index in range(end - 1, start - 1, -1):
            if self.ends_compound(index):
                continue
            if self.is_role(self.doc[index]) and self.reaches(index, end, comma=comma):
                title = self.read(index, start, end)
                if not comma or self.is_apposition(title, name):
                    return title
        return None

    def window_start(self, name: Name, end: int) -> int:
        """Return where the words before a name can begin to be its title."""
        index = end
        while index > max(0, end - WINDOW):
            token = self.doc[index - 1]
            known = self.at.get(index - 1)
            if known is not None and known.type == "Person" and known is not name:
                break
            if token.text in STOPPERS or token.is_space or token.pos_ in {"VERB", "PRON", "SCONJ"}:
                break
            if token.pos_ == "AUX" or (token.pos_ == "CCONJ" and known is None):
                break
            if token.i + 1 < len(self.doc) and self.doc[index].is_sent_start and index < end:
                break
            index -= 1
        return index

    def reaches(self, role: int, end: int, *, comma: bool) -> bool:
        """Tell whether only a complement ("of State", "to China") lies between role and name."""
        if role + 1 == end:
            return True
        following = self.doc[role + 1]
        if following.text == "-":
            return all(
                self.doc[i].pos_ in TITLE_POS or self.doc[i].text == "-" or self.hyphenated(i)
                for i in range(role + 1, end)
            )
        if following.lower_ not in word_set("links"):
            return False
        return comma or all(
            i in self.at
            or self.doc[i].pos_ in TITLE_POS
            or self.doc[i].lower_ in {"of", "the", "for", "and", "to"}
            for i in range(role + 2, end)
        )

    def ends_compound(self, index: int) -> bool:
        """Tell whether a word ends "editor-in-chief", whose role is its first."""
        return index > 2 and self.doc[index - 1].text == "-" and self.doc[index - 2].lower_ == "in"

    def hyphenated(self, index: int) -> bool:
        """Tell whether a token is joined to a neighbour by a hyphen ("editor-in-chief")."""
        return self.doc[index - 1].text == "-" or (
            index + 1 < len(self.doc) and self.doc[index + 1].text == "-"
        )

    def is_apposition(self, title: Title, name: Name) -> bool:
        """Tell whether "TITLE, NAME" is one person: a determiner or an owner opens the title."""
        if name.end < len(self.doc) and self.doc[name.end].lower_ in {"and", "or", "'s"}:
            return False
        before = self.doc[title.start - 1] if title.start > 0 else None
        determined = self.doc[title.start].pos_ in {"DET", "PRON"} or title.owner is not None
        return determined and not (before is not None and before.lower_ in {"and", "with"})

    # ------------------------------------------------------------------ right of the name

    def right(self, name: Name) -> Title | None:
        """Return the title in apposition after a name: ", the head of X," or "of X"."""
        index = name.end
        if index >= len(self.doc) or self.doc[index].text != ",":
            return None
        start = index + 1
        end = start
        while end < min(len(self.doc), start + WINDOW):
            token = self.doc[end]
            if (
                token.text in STOPPERS
                or token.is_space
                or token.tag_ in {"VBD", "VBZ", "VBP", "WP", "WDT", "MD"}
            ):
                break
            end += 1
        for role in range(start, end):
            token = self.doc[role]
            if self.is_role(token):
                following = self.at.get(role + 1)
                if following is not None and following.type == "Person":
                    return None  # the title of the next name in a list
                return self.of_body(self.read(role, start, end), end)
            if not (
                token.pos_ in TITLE_POS | {"DET", "PART", "NUM"}
                or role in self.at
                or token.text == "-"
            ):
                return None
        return None

    def of_body(self, title: Title, end: int) -> Title:
        """Return a title with the body that commas part from it: "…, commander, Land Command,"."""
        if title.owner is not None or end + 2 >= len(self.doc) or self.doc[end].text != ",":
            return title
        inside = end + 2 if self.doc[end + 1].pos_ in {"PROPN", "DET"} else end + 1
        body = self.at.get(end + 1) or self.at.get(inside)
        if body is None:
            return title
        closed = body.end < len(self.doc) and self.doc[body.end].is_punct
        return replace(title, owner=body) if closed and body.type in BODIES else title

    def affiliation(self, name: Name) -> Name | None:
        """Return the organisation in "NAME of ORG"."""
        index = name.end
        if index + 1 >= len(self.doc) or self.doc[index].lower_ not in {"of", "from"}:
            return None
        index += 1
        if self.doc[index].lower_ == "the":
            index += 1
        found = self.at.get(index)
        return found if found is not None and found.type in BODIES else None

    # ------------------------------------------------------------------ the title itself

    def read(self, role: int, start: int, end: int) -> Title:
        """Read a title around its role word within ``[start, end)``."""
        first = role
        owner: Name | None = None
        while first > start:
            before = self.at.get(first - 1)
            token = self.doc[first - 1]
            if before is not None and before.type != "Person":
                owner = before
                first = before.start
                break
            if token.tag_ == "POS":
                owner = self.possessor(first - 1)
                first = owner.start if owner is not None else first
                break
            if token.pos_ not in TITLE_POS and token.text != "-":
                break
            first -= 1
        link, complement = self.complement(role, end)
        last = complement.end if complement is not None else self.plain_end(role, end)
        if owner is None and complement is not None:
            return Title(role, first, last, complement)
        return Title(role, first, last, owner, link, complement)

    def possessor(self, mark: int) -> Name | None:
        """Return the name before a possessive mark."""
        return self.at.get(mark - 1)

    def complement(self, role: int, end: int) -> tuple[int | None, Name | None]:
        """Return the link word after the role and the name that it brings."""
        index = role + 1
        while index < end and (self.doc[index].pos_ in TITLE_POS or self.doc[index].text == "-"):
            index += 1
        if index >= end or self.doc[index].lower_ not in word_set("links"):
            return None, None
        for later in range(index + 1, end):
            found = self.at.get(later)
            if found is not None and found.type != "Person":
                return index, found
            if self.doc[later].text in STOPPERS:
                break
        return None, None

    def plain_end(self, role: int, end: int) -> int:
        """Return the end of a title whose complement is no name ("Secretary of State")."""
        last = role + 1
        while last + 1 < end and self.doc[last].text == "-":
            last += 2
        if last > role + 1:
            return last
        if (
            role + 2 < end
            and self.doc[role + 1].lower_ == "of"
            and self.doc[role + 2].pos_ in TITLE_POS
        ):
            return role + 3
        return role + 1
