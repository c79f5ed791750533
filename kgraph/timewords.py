"""The words of time expressions: names, numbers, parts, and what to leave out before reading."""

from __future__ import annotations

import re

from kgraph.periods import Part

__all__ = [
    "DAYS",
    "DECADES",
    "HOLIDAYS",
    "MONTH",
    "MONTHS",
    "PARTS",
    "REL",
    "RELS",
    "SEASON",
    "SEASONS",
    "UNIT",
    "WEEKDAY",
    "WEEKDAYS",
    "YEAR",
    "clean",
]

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
WEEKDAY = (
    r"mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:rs|r|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?"
)
YEAR = r"1\d{3}|20\d\d|21\d\d"
UNIT = "day|week|month|year|decade"
REL = {"last": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
RELS = "|".join(REL)
SEASONS = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "fall": (9, 11),
    "winter": (12, 14),
}
SEASON = "|".join(SEASONS)
PARTS: dict[str, Part | None] = {
    **dict.fromkeys(("early", "beginning", "start", "outset"), "early"),
    **dict.fromkeys(("mid", "middle"), "mid"),
    **dict.fromkeys(("late", "end", "close"), "late"),
    **dict.fromkeys(("earlier", "later", "sometime", "some time"), None),
}
DAYS = {
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "last night": -1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
}
HOLIDAYS = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "may day": (5, 1),
    "valentine's day": (2, 14),
    "international women's day": (3, 8),
}
DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}
_CARDINALS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
)
_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
)
_NUMBERS = {
    **{word: str(value) for value, word in enumerate(_CARDINALS, 1)},
    **{word: str(value) for value, word in enumerate(_ORDINALS, 1)},
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "hundred": "100",
}

_CLEANING: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[\u2018\u2019`]", "'"),
        (r"[\u2010-\u2015\u2212]", "-"),
        (r"(\d)(?:st|nd|rd|th)\b", r"\1"),
        (r"\.(?!\d)|[,;()\"\u201c\u201d]", " "),
        (r"\b(early|mid|late)-(?=[a-z\d])", r"\1 "),
        (r"\bthis (?:morning|afternoon|evening)\b", "today"),
        (r"\blast evening\b", "last night"),
        (r"\b(?:at |around |about |by )*\d{1,2}(?:[:.]\d\d)? ?(?:[ap] ?m|o'clock)\b", " "),
        (r"\b(?:at |around |about )*\d{1,2}[:.]\d\d(?: ?hours| ?hrs)?(?= |$)", " "),
        (r"\b(?:local time|gmt|utc|est|edt|cet|bst|eastern time)\b", " "),
        (r"\b(?:early|late|wee|small|evening|morning) hours\b", " "),
        (r"(?<!last )\b(?:morning|afternoon|evening|night|noon|midday|midnight|dawn|dusk)\b", " "),
        (r"\b(?:the|of|on|at|during|for|over|throughout|as|just|only|back|around about)\b", " "),
        (r"\bin (?!\d+ (?:" + UNIT + r")s?\b)", " "),
        (r"\s+", " "),
        (r"(?<=\d)(?:-|/| day )(" + MONTH + r")[-/ ](?=\d{4})", r" \1 "),
        (r"\b(?:month|year) (?=" + MONTH + r"|\d{4})", " "),
        (r"\bturn (?=year|\d)", "start "),
        (r"\byear[- ]end\b", "end year"),
        (r"\b(?:a|an|one) (?=(?:" + UNIT + r") (?:ago|from now))", "1 "),
        (r"\s+", " "),
    )
)


def clean(text: str) -> str:
    """Return the expression in lower case, numbers as digits, words without effect left out."""
    cleaned = " ".join(_NUMBERS.get(word, word) for word in text.casefold().split())
    for pattern, replacement in _CLEANING:
        cleaned = pattern.sub(replacement, cleaned)
    return " ".join(_NUMBERS.get(word, word) for word in cleaned.split())
