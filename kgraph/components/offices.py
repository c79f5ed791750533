"""Read who holds which office from the words around a person's name.

"Russian Foreign Minister Sergey Lavrov", "Norway's ambassador to China, Geir Pedersen",
"Chad's premier, Ole Roe", "Ada Lind of the World Bank", "Margarita Simonyan, editor-in-chief of RT":
a title grammar over the tokens to the left and right of the name, not over the parse, because the
small model often gets long titles wrong.  Out come frames of relation ``position``: subject the
person, object the organisation or state, complement ("to China", "for Syria") a further argument.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kgraph.components.clauses import Frame, Phrase
from kgraph.components.names import Name
from kgraph.lexicon import Lexicon

__all__ = ["office_frames"]

LINKS = frozenset({"of", "for", "to", "at", "in", "on", "with"})
TITLE_POS = frozenset({"NOUN", "PROPN", "ADJ", "ADV"})
#: How many tokens a title may take up on one side of the name.
WINDOW = 16
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
        self.at = {index: name for name in names for index in range(name.start, name.end)}

    def is_role(self, token: Token) -> bool:
        """Tell whether a token is a word for an office, hyphenated ones and plurals left out."""
        role = self.lexicon.person(token.lower_) or self.lexicon.person(token.lemma_)
        return role is not None and token.tag_ not in {"NNS", "NNPS"} and token.pos_ in {"NOUN", "PROPN", "ADJ"}

    # ------------------------------------------------------------------ left of the name

    def left(self, name: Name) -> Title | None:
        """Return the title that stands before a name, with or without a comma between."""
        end = name.start
        comma = end > 0 and self.doc[end - 1].text == ","
        if comma:
            end -= 1
        start = self.window_start(name, end)
        for index in range(end - 1, start - 1, -1):
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
                self.doc[i].pos_ in TITLE_POS or self.doc[i].text == "-" or self.hyphenated(i) for i in range(role + 1, end)
            )
        if following.lower_ not in LINKS:
            return False
        return comma or all(
            i in self.at or self.doc[i].pos_ in TITLE_POS or self.doc[i].lower_ in {"of", "the", "for", "and", "to"}
            for i in range(role + 2, end)
        )

    def hyphenated(self, index: int) -> bool:
        """Tell whether a token is joined to a neighbour by a hyphen ("editor-in-chief")."""
        return self.doc[index - 1].text == "-" or (index + 1 < len(self.doc) and self.doc[index + 1].text == "-")

    def is_apposition(self, title: Title, name: Name) -> bool:
        """Tell whether "TITLE, NAME" is one person: the title opens the phrase and a comma closes it."""
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
            if token.text in STOPPERS or token.is_space or token.tag_ in {"VBD", "VBZ", "VBP", "WP", "WDT", "MD"}:
                break
            end += 1
        for role in range(start, end):
            token = self.doc[role]
            if self.is_role(token):
                return self.read(role, start, end)
            if not (token.pos_ in TITLE_POS | {"DET", "PART", "NUM"} or role in self.at or token.text == "-"):
                return None
        return None

    def affiliation(self, name: Name) -> Name | None:
        """Return the organisation in "NAME of ORG"."""
        index = name.end
        if index + 1 >= len(self.doc) or self.doc[index].lower_ not in {"of", "from"}:
            return None
        index += 1
        if self.doc[index].lower_ == "the":
            index += 1
        found = self.at.get(index)
        return found if found is not None and found.type in {"Organization", "Government", "ArmedGroup"} else None

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
        if index >= end or self.doc[index].lower_ not in LINKS:
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
        if role + 2 < end and self.doc[role + 1].lower_ == "of" and self.doc[role + 2].pos_ in TITLE_POS:
            return role + 3
        return role + 1


def office_frames(doc: Doc, names: Sequence[Name], lexicon: Lexicon) -> Iterator[Frame]:
    """Yield a frame for each office that the text gives to a person by name.

    A title without an owner ("Justice Minister Ada Lind") takes the state that the text gave the
    same title before, else the state named most often before it; that is a weaker inference and
    has its own rule name.
    """
    reader = TitleReader(doc, names, lexicon)
    for name in names:
        if name.type != "Person":
            continue
        left, right = reader.left(name), reader.right(name)
        found = [title for title in (left, right) if title is not None]
        for title in found:
            yield office_frame(doc, name, title, reader)
        if not found:
            organisation = reader.affiliation(name)
            if organisation is not None:
                yield member_frame(doc, name, organisation)


def office_frame(doc: Doc, name: Name, title: Title, reader: TitleReader) -> Frame:
    """Make the frame of one title: person – position – organisation or state."""
    owner, rule = title.owner, "office:title"
    if owner is None:
        owner, rule = inherited_owner(title, name, reader), "office:inherited"
    words = [
        doc[i].text
        for i in range(title.start, title.role + 1)
        if reader.at.get(i) is None and doc[i].pos_ in TITLE_POS | {"PUNCT"} and doc[i].text != ","
    ]
    words += [doc[i].text for i in range(title.role + 1, reader.plain_end(title.role, title.end))]
    label = " ".join(words).replace(" - ", "-")
    frame = Frame(head=doc[title.role], rule=rule, relation="position")
    frame.lemma = label.lower()
    frame.label = f"is {label.lower()} of" if owner is not None else f"is {label.lower()}"
    frame.unspoken, frame.text = True, "is"
    add_name(frame.subjects, frame, name, doc)
    if owner is not None:
        add_name(frame.objects, frame, owner, doc)
    frame.phrases.append(Phrase(None, doc[title.role]))
    frame.bounds[title.role] = title_bounds(title, reader)
    if title.complement is not None and title.complement is not owner and title.link is not None:
        head = doc[title.complement.end - 1]
        frame.bounds[head.i] = (title.complement.start, title.complement.end)
        frame.phrases.append(Phrase(doc[title.link], head))
    return frame


def title_bounds(title: Title, reader: TitleReader) -> tuple[int, int]:
    """Return the bounds of the title itself, without the name that it belongs to."""
    start = title.start
    if title.owner is not None and title.owner.start == title.start:
        start = title.owner.end
    while start < title.role and reader.doc[start].tag_ == "POS":
        start += 1
    return start, reader.plain_end(title.role, title.end)


def member_frame(doc: Doc, name: Name, organisation: Name) -> Frame:
    """Make the frame of "NAME of ORG"."""
    frame = Frame(head=doc[name.end], rule="office:of", relation="memberOf")
    frame.lemma, frame.label = "belong to", "is of"
    frame.unspoken = True
    add_name(frame.subjects, frame, name, doc)
    add_name(frame.objects, frame, organisation, doc)
    return frame


def add_name(heads: list[Token], frame: Frame, name: Name, doc: Doc) -> None:
    """Add a name's last token as an argument whose bounds are exactly the name."""
    head = doc[name.end - 1]
    heads.append(head)
    frame.bounds[head.i] = (name.start, name.end)


def inherited_owner(title: Title, name: Name, reader: TitleReader) -> Name | None:
    """Return the state or government that a bare title most likely belongs to, named before it."""
    counts: dict[str, int] = {}
    latest: dict[str, Name] = {}
    role = reader.doc[title.role].lower_
    for other in reader.names:
        if other.start >= name.start:
            break
        if other.type not in {"Country", "Government"}:
            continue
        if name.entry is not None and other.entry is not None and name.entry.country != other.entry.country:
            continue
        counts[other.key] = counts.get(other.key, 0) + 1
        latest[other.key] = other
        following = reader.doc[other.end : other.end + 5]
        if any(token.lower_ == role for token in following):
            counts[other.key] += 100
    if not counts:
        return None
    best = max(sorted(counts), key=lambda key: counts[key])
    return latest[best] if counts[best] > 1 else None
