"""Scraped texts are cleaned, real content stays, and offsets lead back to what was scraped."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kgraph.readers.cleaning import clean

BODY = "The envoy met the mayor of Harmin.\nBoth sides left without a deal."

BOILERPLATE = [
    "Read more: Envoy leaves Harmin",
    "Share on Facebook | Twitter | WhatsApp",
    "Photo: Ada Lind/Courier",
    "Advertisement",
    "Sign up for our morning newsletter",
    "Follow us on Telegram",
]
FOOTERS = [
    "(Reporting by Ada Lind in Harmin; Editing by Bo Marsh)",
    "Reporting by Ada Lind; Editing by Bo Marsh",
    "Copyright 2025 The Courier. All rights reserved.",
    "© 2025 The Courier",
]
CONTENT = [
    "Share prices fell on Monday.",
    "Read more books, the minister told pupils.",
    "The court said that copyright 2025 rules were void.",
    "He subscribed to the newsletter of the party.",
    "Photographs of the border were shown to the council.",
    "Print",
    "Follow the money, she said.",
]


@pytest.mark.parametrize("line", BOILERPLATE)
def test_boilerplate_goes_wherever_it_stands(line: str) -> None:
    first, second = BODY.split("\n")
    assert clean(f"{first}\n{line}\n{second}").text == BODY


@pytest.mark.parametrize("line", FOOTERS)
def test_footers_go_at_the_end_only(line: str) -> None:
    assert clean(f"{BODY}\n{line}").text.rstrip() == BODY
    assert clean(f"{line}\n{BODY}").text == f"{line}\n{BODY}"


@pytest.mark.parametrize("line", CONTENT)
def test_content_stays(line: str) -> None:
    text = f"{BODY}\n{line}\nIt ended."
    assert clean(text).text == text


def labelled_lines() -> list[tuple[str, str]]:
    path = Path(__file__).with_name("boilerplate_lines.tsv")
    rows = path.read_text(encoding="utf-8").splitlines()[2:]
    return [(kind, line) for kind, _, line in (row.partition("\t") for row in rows)]


def test_lines_of_pages_go_and_lines_of_news_stay() -> None:
    first, second = BODY.split("\n")
    found, kinds, false = Counter[str](), Counter[str](), []
    for kind, line in labelled_lines():
        at_end = line not in clean(f"{BODY}\n{line}").text.split("\n")
        inside = line not in clean(f"{first}\n{line}\n{second}").text.split("\n")
        if kind == "news":
            false += [line] * (at_end or inside)
        else:
            kinds[kind] += 1
            found[kind] += at_end and (inside or kind in {"footer", "copyright"})
    assert false == []
    assert set(kinds.values()) == {40}
    assert {kind: count for kind, count in found.items() if count < 38} == {}


@pytest.mark.parametrize(
    ("scraped", "kept"),
    [
        ("They ended talks.The minister left.", "They ended talks. The minister left."),
        ("It uses Booking.Com and more.", "It uses Booking.Com and more."),
        ("The govern-\nment fell.", "The government fell."),
        ("A long-term deal, a long-\nterm plan.", "A long-term deal, a long-term plan."),
        ("He canâ€™t go to ZÃ¼rich.", "He can’t go to Zürich."),
        ("The \x93deal\x94 failed.", "The “deal” failed."),
        ('“Curly” and "straight" stay.', '“Curly” and "straight" stay.'),
        ("Advertisement", "Advertisement"),
    ],
)
def test_text_is_mended(scraped: str, kept: str) -> None:
    assert clean(scraped).text == kept


def test_offsets_lead_back_to_the_source() -> None:
    source = "Itâ€™s over.\nAdvertisement\nThe talks.The govern-\nment fell in ZÃ¼rich today."
    cleaned = clean(source)
    for word in ("over", "talks", "govern", "fell", "today"):
        assert cleaned.source_offset(cleaned.text.index(word)) == source.index(word)
