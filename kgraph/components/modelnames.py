"""Take names from the model's entities: split what runs together, trim what is no name.

In come the entities of a Doc as the small model found them, out come :class:`Name` records.  What
the model does wrong has a form: a list or a dateline taken as one name, the word that opens a
sentence, a caption's label or a title taken into the name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from spacy.tokens import Doc, Span, Token

from kgraph.components.name import Name
from kgraph.components.runtogether import (
    COMMALESS,
    DASHES,
    is_head,
    is_title,
    opens_compound,
    pieces,
)
from kgraph.gazetteer import Gazetteer, GazetteerEntry
from kgraph.lexicon import word_set
from kgraph.model import EntityType

__all__ = ["model_names"]

MODEL_TYPES: dict[str, EntityType] = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Place",
    "NORP": "Group",
    "EVENT": "Event",
    "LAW": "Agreement",
    "PRODUCT": "Other",
    "WORK_OF_ART": "Other",
}
QUOTES = frozenset("\"'“”‘’,;:.")


def model_names(doc: Doc, gazetteer: Gazetteer) -> Iterator[Name]:
    """Yield the model's entities of a type that we keep, trimmed to the name itself."""
    words = Counter(token.text for token in doc if token.text.islower())
    for span in model_spans(doc, gazetteer):
        if (
            span.label_ not in MODEL_TYPES
            or all_adjectives(span, gazetteer)
            or is_common(span, words)
        ):
            continue
        for piece in pieces(span, gazetteer):
            within = piece.start > span.start
            person = within and (
                is_title(doc[piece.start - 1]) or is_head(piece.start, span, gazetteer)
            )
            label = "PERSON" if person else span.label_
            name = named(piece, MODEL_TYPES[label], label, gazetteer)
            if name is not None:
                yield name


def model_spans(doc: Doc, gazetteer: Gazetteer) -> Iterator[Span]:
    """Yield the model's entities; a given name goes from a body's end to the surname after it.

    "The Refugee Council Enver" and "Solomon" are a body and its head.
    """
    lent = 0
    for span, following in zip_longest(doc.ents, doc.ents[1:]):
        start, end = span.start - lent, span.end
        lent = int(following is not None and lends(span, following, gazetteer))
        yield Span(doc, start, end - lent, span.label)


def lends(span: Span, following: Span, gazetteer: Gazetteer) -> bool:
    """Tell whether an entity's last word is the given name of the person named next."""
    return (
        span.end == following.start
        and following.label_ == "PERSON"
        and span.label_ in {"ORG", "GPE", "NORP"}
        and len(span) > 1
        and len(following) == 1
        and gazetteer.is_given_name(span[-1].text)
    )


def is_common(span: Span, words: Mapping[str, int]) -> bool:
    """Tell whether an entity is a lone common word, with a capital as sentences begin with one.

    The document has the same word in small letters; ``words`` says how often.
    """
    token = span[0]
    if len(span) > 1 or token.is_upper:
        return False
    often = words.get(token.lower_, 0)
    return often > 1 if span.label_ in COMMALESS else bool(often and token.is_sent_start)


def named(piece: Span, kind: EntityType, label: str, gazetteer: Gazetteer) -> Name | None:
    """Return the name that a piece of an entity holds, with its gazetteer entry if it has one."""
    trimmed = trim_name(piece, label)
    if trimmed is None:
        return None
    if trimmed.start > piece.start and is_title(piece.doc[trimmed.start - 1]):
        kind, label = "Person", "PERSON"
    entry, kind = identify(trimmed, kind, label, gazetteer)
    return Name(trimmed.start, trimmed.end, kind, "ner", entry)


def all_adjectives(span: Span, gazetteer: Gazetteer) -> bool:
    """Tell whether an entity is adjectives of states alone ("Turkish-Russian", "Australian").

    They are found one by one, each with its state.
    """
    words = [token for token in span if not token.is_punct]
    return span.label_ in {"NORP", "ORG"} and all(
        gazetteer.demonym(token.text) is not None for token in words
    )


# ---------------------------------------------------------------------- trimming


def trim_name(span: Span, label: str) -> Span | None:
    """Cut articles, titles, quotes and possessive marks off; None if no name is left."""
    doc = span.doc
    start, end = span.start, span.end
    while start < end and opens_no_name(doc[start], end - start, label):
        start += 1
    while end > start and ends_no_name(doc[end - 1], end - start):
        end -= 1
    if start >= end or not any(token.text[:1].isupper() for token in doc[start:end]):
        return None
    lone = end - start == 1 and is_ordinary(doc[start])
    return None if lone or is_office_field(doc[start:end]) else doc[start:end]


def opens_no_name(token: Token, length: int, label: str) -> bool:
    """Tell whether a word before a name is none of it: articles, marks, titles, "Near"."""
    if token.is_punct or token.is_space or token.lower_ in word_set("before_names"):
        return True
    if length > 1 and (opens_compound(token) or (token.i > 1 and opens_compound(token.nbor(-2)))):
        return True
    if length > 2 and label == "ORG" and token.lower_ in word_set("body_heads"):
        return token.nbor(1).lower_ == "of"
    if length > 1 and token.is_sent_start and token.lower_ in word_set("place_prepositions"):
        return True
    if length > 1 and token.like_num and label not in {"EVENT", "ORG"} and token.text.isdigit():
        return True
    return label in {"PERSON", "ORG"} and length > 1 and is_title(token)


def ends_no_name(token: Token, length: int) -> bool:
    """Tell whether a word after a name is none of it: possessive marks, quotes, "Image"."""
    if token.tag_ == "POS" or token.is_space or token.text in QUOTES or token.text in DASHES:
        return True
    if length > 1 and token.is_lower and token.pos_ in {"VERB", "AUX"}:
        return True
    return length > 1 and (
        token.lower_ in word_set("after_names") or is_caption(token) or is_office_between(token)
    )


def is_office_between(token: Token) -> bool:
    """Tell whether a title that ends a name is that of the person named next."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return is_title(token) and following is not None and following.ent_iob_ == "I"


def is_ordinary(token: Token) -> bool:
    """Tell whether a lone word is no name: a verb, a month, the label of a caption."""
    return (
        is_portfolio(token)
        or is_title_alone(token)
        or token.text in word_set("abbreviations")
        or token.lower_ in word_set("lone_common_words")
        or token.lower_.startswith(("non-", "pro-", "intra-"))
        or token.lower_.endswith(("phobia", "ism"))
        or token.pos_ in {"VERB", "ADV", "ADP", "DET", "PRON"}
        or token.text in word_set("months")
        or is_caption(token)
    )


def is_title_alone(token: Token) -> bool:
    """Tell whether a word is a person's title after an article ("the Sheriff")."""
    return token.i > 0 and token.nbor(-1).pos_ == "DET" and is_title(token)


def is_portfolio(token: Token) -> bool:
    """Tell whether a word is a field of office: "Home" Secretary, Minister for "Health"."""
    doc, index = token.doc, token.i
    if token.lower_ not in word_set("portfolios"):
        return False
    if index + 1 < len(doc) and is_title(doc[index + 1]):
        return True
    return index > 1 and doc[index - 1].lower_ in {"of", "for"} and is_office(doc[index - 2])


def is_office_field(span: Span) -> bool:
    """Tell whether words are an office's field: "Shadow Home" Secretary, Minister for "Welfare"."""
    doc, fields = span.doc, word_set("portfolios")
    if span.end < len(doc) and is_title(doc[span.end]):
        return all(word.lower_ in fields for word in span)
    before = doc[max(0, span.start - 2) : span.start]
    return (
        len(before) == 2
        and before[1].lower_ == "for"
        and before[0].lower_ in {"minister", "undersecretary", "secretary"}
    )


def is_office(token: Token) -> bool:
    """Tell whether a word names who or what has a field of office."""
    return token.lower_ in word_set("office_heads")


def is_caption(token: Token) -> bool:
    """Tell whether a word is a label before a colon ("Image: …", "QUESTION: …")."""
    following = token.nbor(1).text if token.i + 1 < len(token.doc) else ""
    return following == ":" and token.lower_ in word_set("caption_words")


# ---------------------------------------------------------------------- gazetteer


def identify(
    span: Span, kind: EntityType, label: str, gazetteer: Gazetteer
) -> tuple[GazetteerEntry | None, EntityType]:
    """Look a model entity up in the gazetteer; places may be cities that have no phrase."""
    entries = [
        e
        for e in gazetteer.lookup(span.text)
        if (compatible(e.type, kind) and (len(span) > 1 or is_strong(span, e, label)))
        or (e.type == "Person" and kind == "Organization" and len(span) > 1)
    ]
    if entries:
        return entries[0], entries[0].type
    if label in {"GPE", "LOC"}:
        cities = gazetteer.lookup_city(span.text)
        if cities:
            return cities[0], "Place"
    return None, kind


def is_strong(span: Span, entry: GazetteerEntry, label: str) -> bool:
    """Tell whether one word names an entry by itself: a company's weak name where it is a body."""
    return span.text not in entry.weak or (label == "ORG" and entry.subtype == "company")


def compatible(known: EntityType, guessed: EntityType) -> bool:
    """Tell whether a gazetteer type may correct the model's guess: a person is never a place."""
    return (known == "Person") == (guessed == "Person")
