"""Read who holds which office from the words around a person's name.

"Peruvian Foreign Minister Ana Rey", "Chad's ambassador to Peru, Ole Roe", "Ada Lind of the World
Bank", "Mia Holt, editor-in-chief of the Harbour Herald": out come frames of relation ``position``,
the person as subject, the organisation or state as object, the title and its complement ("to
Peru") as further arguments.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from kgraph.components.clauses import Frame, Phrase
from kgraph.components.name import Name
from kgraph.components.namepairs import add_name
from kgraph.components.titles import TITLE_POS, Title, TitleReader
from kgraph.lexicon import Lexicon, word_set

__all__ = ["office_frames"]

#: The state of a name that no gazetteer knows: it may be any.
ANY = "any"
#: How many words behind a state's name may hold the title of who serves it.
TITLED = 5


def office_frames(doc: Doc, names: Sequence[Name], lexicon: Lexicon) -> Iterator[Frame]:
    """Yield a frame for each office that the text gives to a person by name.

    A title without an owner ("Justice Minister Ada Lind") takes the state that the text gave the
    same title before, else the state named most often before it; that is a weaker inference and
    has its own rule name.
    """
    reader = TitleReader(doc, names, lexicon)
    states = StatesBefore(reader)
    for name in names:
        if name.type != "Person":
            continue
        left, right = reader.left(name), reader.right(name)
        found = [title for title in (left, right) if title is not None]
        for title in found:
            yield office_frame(doc, name, title, reader, states)
        if not found:
            organisation = reader.affiliation(name)
            if organisation is not None:
                yield member_frame(doc, name, organisation)


def office_frame(
    doc: Doc, name: Name, title: Title, reader: TitleReader, states: StatesBefore
) -> Frame:
    """Make the frame of one title: person – position – organisation or state."""
    owner, rule = title.owner, "office:title"
    if owner is None:
        rule = "office:inherited"
        if is_of_a_state(title, name, doc):
            owner = led_body(doc, name, reader) or states.owner(title, name)
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
    add_name(frame.subjects, frame, (name.start, name.end), doc)
    if owner is not None:
        add_name(frame.objects, frame, (owner.start, owner.end), doc)
    frame.phrases.append(Phrase(None, doc[title.role]))
    frame.bounds[title.role] = title_bounds(title, reader)
    if title.complement is not None and title.complement is not owner and title.link is not None:
        head = doc[title.complement.end - 1]
        frame.bounds[head.i] = (title.complement.start, title.complement.end)
        frame.phrases.append(Phrase(doc[title.link], head))
    return frame


def led_body(doc: Doc, name: Name, reader: TitleReader) -> Name | None:
    """Return the body that a person is said to lead or speak for: "the Council, led by Mayor X"."""
    by = doc[name.end - 1].head
    clause = by.head
    leads = by.dep_ == "agent" and clause.lemma_.lower() in word_set("led_by") | {"represent"}
    body = reader.at.get(clause.head.i) if leads and clause.dep_ == "acl" else None
    return body if body is not None and body.type != "Person" else None


def is_of_a_state(title: Title, name: Name, doc: Doc) -> bool:
    """Tell whether an office without an owner is that of a state: no professor, no singer is."""
    role = doc[title.role].lower_
    return role in word_set("state_offices") or (
        role in word_set("state_titles") and title.role < name.start
    )


def title_bounds(title: Title, reader: TitleReader) -> tuple[int, int]:
    """Return the bounds of the title itself, without the name that it belongs to."""
    start = title.start
    if title.owner is not None and title.owner.start == title.start:
        start = title.owner.end
    while start < title.role and reader.doc[start].tag_ == "POS":
        start += 1
    return min(start, title.role), max(title.role + 1, reader.plain_end(title.role, title.end))


def member_frame(doc: Doc, name: Name, organisation: Name) -> Frame:
    """Make the frame of "NAME of ORG"."""
    frame = Frame(head=doc[name.end], rule="office:of", relation="memberOf")
    frame.lemma, frame.label = "belong to", "is of"
    frame.unspoken = True
    add_name(frame.subjects, frame, (name.start, name.end), doc)
    add_name(frame.objects, frame, (organisation.start, organisation.end), doc)
    return frame


class StatesBefore:
    """The states and governments that a text has named so far, for titles without an owner."""

    def __init__(self, reader: TitleReader) -> None:
        """Begin before the first name."""
        self.doc = reader.doc
        self.coming = deque(n for n in reader.names if n.type in {"Country", "Government"})
        self.counts: Counter[tuple[str, str | None]] = Counter()
        self.titled: dict[str, Counter[tuple[str, str | None]]] = {}
        self.latest: dict[tuple[str, str | None], Name] = {}

    def read_to(self, start: int) -> None:
        """Count the names that begin before a token, and the words that follow each."""
        while self.coming and self.coming[0].start < start:
            name = self.coming.popleft()
            state = (name.key, name.entry.country if name.entry is not None else ANY)
            self.counts[state] += 1
            self.latest[state] = name
            for word in {token.lower_ for token in self.doc[name.end : name.end + TITLED]}:
                self.titled.setdefault(word, Counter())[state] += 1

    def owner(self, title: Title, name: Name) -> Name | None:
        """Return whom a bare title most likely belongs to: who had one like it, or the commonest.

        Somebody known serves no other state than the one that the gazetteer says.
        """
        self.read_to(name.start)
        guest = self.doc[title.role].lower_ in word_set("accredited")
        titled = self.titled.get(self.doc[title.role].lower_, Counter())
        scores: Counter[str] = Counter()
        latest: dict[str, Name] = {}
        for state, count in self.counts.items():
            key, country = state
            if name.entry is not None and country not in {ANY, name.entry.country}:
                continue
            if guest and not titled.get(state):
                continue  # an ambassador seldom serves the state that the text is about
            scores[key] += count + 100 * titled.get(state, 0)
            latest[key] = max(latest.get(key, self.latest[state]), self.latest[state], key=start_of)
        best = max(sorted(scores), key=lambda key: scores[key], default=None)
        return latest[best] if best is not None and scores[best] > 1 else None


def start_of(name: Name) -> int:
    """Return the first token of a name."""
    return name.start
