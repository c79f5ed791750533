"""Split what the model takes for one name and is several: lists, datelines, a body and its head.

In comes an entity of the model, out come its pieces, each a name or what stands between names.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from kgraph.gazetteer import Gazetteer
from kgraph.lexicon import word_set

__all__ = ["COMMALESS", "DASHES", "is_head", "is_title", "opens_compound", "pieces"]

#: Labels of names that hold no comma, but for "Jr." and the like.
COMMALESS = frozenset({"PERSON", "GPE", "LOC", "NORP"})
DASHES = frozenset({"-", "–", "—", "--"})


def pieces(span: Span, gazetteer: Gazetteer) -> Iterator[Span]:
    """Yield the names in an entity that holds several, else the entity itself."""
    doc = span.doc
    cuts = [i for i in range(span.start + 1, span.end) if parts(doc, i, span, gazetteer)]
    for start, end in pairwise([span.start, *cuts, span.end]):
        yield doc[start:end]


def parts(doc: Doc, index: int, span: Span, gazetteer: Gazetteer) -> bool:
    """Tell whether a name ends before the token at an index."""
    token, before = doc[index], doc[index - 1]
    if is_title(before) and is_known(doc[span.start : index - 1], gazetteer):
        return True
    if token.is_space or token.text in {"[", "(", ")"} or is_head(index, span, gazetteer):
        return True
    if token.text in DASHES:
        apart = bool(before.whitespace_) and bool(token.whitespace_)
        return apart or joins_names(doc, index, span, gazetteer)
    if token.text == ",":
        following = doc[index + 1].lower_ if index + 1 < span.end else ""
        is_list = span.label_ in COMMALESS or joins_places(doc, index, span, gazetteer)
        return is_list and following not in word_set("name_suffixes")
    if token.text == "the":
        return before.pos_ not in {"ADP", "CCONJ"} and span.label_ == "ORG"
    return before.is_upper and len(before) > 3 and token.text in {"The", "A", "An"}


def is_head(index: int, span: Span, gazetteer: Gazetteer) -> bool:
    """Tell whether the two last words of a body's name are the person at its head.

    Only of a body that the tables know: others may bear the name of a person.
    """
    return (
        span.label_ == "ORG"
        and index == span.end - 2
        and gazetteer.is_given_name(span.doc[index].text)
        and bool(gazetteer.lookup(span.doc[span.start : index].text))
    )


def is_known(span: Span, gazetteer: Gazetteer) -> bool:
    """Tell whether the tables know what stands before a title ("Manitoba" Premier)."""
    return len(span) > 0 and bool(gazetteer.lookup(span.text) or gazetteer.demonym(span.text))


def joins_names(doc: Doc, index: int, span: Span, gazetteer: Gazetteer) -> bool:
    """Tell whether a hyphen stands between two known names ("EU-Canada")."""
    if index - 1 != span.start or index + 2 != span.end:
        return False
    return all(
        gazetteer.lookup(word) or gazetteer.demonym(word)
        for word in (doc[index - 1].text, doc[index + 1].text)
    )


def joins_places(doc: Doc, index: int, span: Span, gazetteer: Gazetteer) -> bool:
    """Tell whether a comma stands between two places ("Wainwright, Alta.")."""
    left, right = doc[span.start : index].text, doc[index + 1 : span.end].text.lstrip(", ")
    first = right.split(",")[0]
    return bool(gazetteer.lookup_city(left)) and (
        bool(gazetteer.lookup_city(first)) or bool(gazetteer.qualifiers(first))
    )


def is_title(token: Token) -> bool:
    """Tell whether a word before a person's name is a title or a rank ("General")."""
    return token.text[:1].isupper() and token.lower_ in word_set("person_titles")


def opens_compound(token: Token) -> bool:
    """Tell whether a word is a prefix before a hyphen ("pro-Beijing")."""
    following = token.nbor(1).text if token.i + 1 < len(token.doc) else ""
    return following == "-" and token.lower_ in word_set("prefixes")
