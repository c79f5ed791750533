"""Read who holds which office from the words around a person's name.

"Peruvian Foreign Minister Ana Rey", "Chad's ambassador to Peru, Ole Roe", "Ada Lind of the World
Bank", "Mia Holt, editor-in-chief of the Harbour Herald": out come frames of relation ``position``,
the person as subject, the organisation or state as object, the title and its complement ("to
Peru") as further arguments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from kgraph.components.clauses import Frame, Phrase
from kgraph.components.name import Name
from kgraph.components.namepairs import add_name
from kgraph.components.titles import TITLE_POS, Title, TitleReader
from kgraph.lexicon import Lexicon

__all__ = ["office_frames"]


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
        if (
            name.entry is not None
            and other.entry is not None
            and name.entry.country != other.entry.country
        ):
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
