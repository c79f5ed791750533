"""Time expressions against the publication date: never more precise than the words."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.times import normalize_time

PUBLISHED = "2025-06-04"  # a Wednesday

ABSOLUTE = {
    "2014": "2014",
    "in 2014": "2014",
    "the year 2020": "2020",
    "during 1989": "1989",
    "August 2023": "2023-08",
    "in August of 2023": "2023-08",
    "the month of May 2022": "2022-05",
    "Aug. 2023": "2023-08",
    "Sept 2001": "2001-09",
    "9 August 1945": "1945-08-09",
    "August 9, 1945": "1945-08-09",
    "the 9th of August 1945": "1945-08-09",
    "Aug. 9th, 1945": "1945-08-09",
    "on 1 March 2024": "2024-03-01",
    "Sunday, June 1, 2025": "2025-06-01",
    "Tuesday 3 June 2025": "2025-06-03",
    "2025-06-02": "2025-06-02",
    "2025-06": "2025-06",
    "2025-06-02T14:30:00Z": "2025-06-02",
    "02.06.2025": "2025-06-02",
    "25/06/2025": "2025-06-25",
    "06/25/2025": "2025-06-25",
    "05/05/2025": "2025-05-05",
    "5-Jun-2025": "2025-06-05",
    "05/June/2025": "2025-06-05",
    "the 5th day of June 2025": "2025-06-05",
    "June 5th, 2025 at 14:30 UTC": "2025-06-05",
    "2024-W07": "2024-02-12/2024-02-18",
    "1990s": "1990/1999",
    "the 1990s": "1990/1999",
    "the '80s": "1980/1989",
    "the nineties": "1990/1999",
    "the 2010s": "2010/2019",
    "the 2000s": "2000/2009",
    "the 1900s": "1900/1999",
    "the early 1990s": "1990/1992",
    "the late 1960s": "1967/1969",
    "the mid-1970s": "1973/1976",
    "the 19th century": "1801/1900",
    "the twentieth century": "1901/2000",
    "the late 18th century": "1768/1800",
    "early 2022": "2022-01/2022-04",
    "mid-2021": "2021-05/2021-08",
    "late 2022": "2022-09/2022-12",
    "the start of 2022": "2022-01/2022-04",
    "the end of July 2023": "2023-07-21/2023-07-31",
    "early May 2024": "2024-05-01/2024-05-10",
    "mid-February 2024": "2024-02-11/2024-02-20",
    "late February 2024": "2024-02-21/2024-02-29",
    "the beginning of October 2022": "2022-10-01/2022-10-10",
    "summer 2024": "2024-06/2024-08",
    "the summer of 2024": "2024-06/2024-08",
    "spring 2023": "2023-03/2023-05",
    "autumn 2021": "2021-09/2021-11",
    "the fall of 2021": "2021-09/2021-11",
    "winter 2023": "2023-12/2024-02",
    "the second quarter of 2024": "2024-04/2024-06",
    "Q3 2023": "2023-07/2023-09",
    "the first half of 2024": "2024-01/2024-06",
    "the second half of 1998": "1998-07/1998-12",
    "the first three months of 2024": "2024-01/2024-03",
    "the last two months of 2019": "2019-11/2019-12",
    "the first week of May 2024": "2024-05-01/2024-05-07",
    "the last week of May 2024": "2024-05-25/2024-05-31",
    "Christmas Day 2023": "2023-12-25",
    "New Year's Eve 1999": "1999-12-31",
    "around 2014": "2013/2015",
    "the night of 5 May 2024": "2024-05-05",
    "the morning of March 3, 2024": "2024-03-03",
    "5:30 p.m. on March 3, 2024": "2024-03-03",
}

RANGES = {
    "since 2014": "2014/..",
    "since May 2023": "2023-05/..",
    "since March 3, 2024": "2024-03-03/..",
    "after 1991": "1991/..",
    "2014 onwards": "2014/..",
    "since late 2022": "2022-09/..",
    "since the 1990s": "1990/..",
    "until 2020": "../2020",
    "before 1945": "../1945",
    "by the end of 2030": "../2030-12",
    "up to March 2024": "../2024-03",
    "between 2010 and 2012": "2010/2012",
    "from 2010 to 2012": "2010/2012",
    "2010-2012": "2010/2012",
    "2010\u20132012": "2010/2012",
    "2010 to 2012": "2010/2012",
    "2024-25": "2024/2025",
    "2019/20": "2019/2020",
    "1999-00": "1999/2000",
    "2010 and 2011": "2010/2011",
    "June to August 2023": "2023-06/2023-08",
    "between June and August 2023": "2023-06/2023-08",
    "from May 2022 until March 2023": "2022-05/2023-03",
    "3-5 March 2024": "2024-03-03/2024-03-05",
    "March 3-5, 2024": "2024-03-03/2024-03-05",
    "from 3 to 5 March 2024": "2024-03-03/2024-03-05",
    "March 3 to April 2, 2024": "2024-03-03/2024-04-02",
    "between 28 February and 2 March 2024": "2024-02-28/2024-03-02",
}

RELATIVE = {
    "today": "2025-06-04",
    "tonight": "2025-06-04",
    "this morning": "2025-06-04",
    "earlier today": "2025-06-04",
    "yesterday": "2025-06-03",
    "yesterday evening": "2025-06-03",
    "last night": "2025-06-03",
    "overnight": "2025-06-03/2025-06-04",
    "tomorrow": "2025-06-05",
    "the day before yesterday": "2025-06-02",
    "the day after tomorrow": "2025-06-06",
    "Wednesday": "2025-06-04",
    "on Tuesday": "2025-06-03",
    "Thursday": "2025-05-29",
    "Tuesday morning": "2025-06-03",
    "late on Tuesday": "2025-06-03",
    "early Wednesday": "2025-06-04",
    "Monday night": "2025-06-02",
    "5 p.m. on Monday": "2025-06-02",
    "last Wednesday": "2025-05-28",
    "last Tuesday": "2025-06-03",
    "next Friday": "2025-06-06",
    "next Wednesday": "2025-06-11",
    "this Friday": "2025-06-06",
    "Friday next week": "2025-06-13",
    "Monday last week": "2025-05-26",
    "Monday and Tuesday": "2025-06-02/2025-06-03",
    "between Monday and Wednesday": "2025-06-02/2025-06-04",
    "since Monday": "2025-06-02/..",
    "the weekend": "2025-05-31/2025-06-01",
    "over the weekend": "2025-05-31/2025-06-01",
    "next weekend": "2025-06-07/2025-06-08",
    "this week": "2025-06-02/2025-06-08",
    "last week": "2025-05-26/2025-06-01",
    "earlier this week": "2025-06-02/2025-06-08",
    "next week": "2025-06-09/2025-06-15",
    "this month": "2025-06",
    "last month": "2025-05",
    "earlier this month": "2025-06",
    "late last month": "2025-05-21/2025-05-31",
    "the beginning of next month": "2025-07-01/2025-07-10",
    "this year": "2025",
    "earlier this year": "2025",
    "last year": "2024",
    "late last year": "2024-09/2024-12",
    "next year": "2026",
    "the end of the year": "2025-09/2025-12",
    "this decade": "2020/2029",
    "last century": "1901/2000",
    "June": "2025-06",
    "Earlier in June": "2025-06",
    "May": "2025-05",
    "late May": "2025-05-21/2025-05-31",
    "November": "2024-11",
    "last May": "2025-05",
    "last June": "2024-06",
    "next May": "2026-05",
    "October last year": "2024-10",
    "in May of this year": "2025-05",
    "June 3": "2025-06-03",
    "3 June": "2025-06-03",
    "Sept. 5": "2024-09-05",
    "June 9": "2025-06-09",  # a year back, the writer would have named it
    "7 August": "2024-08-07",
    "Last May Ministry": "2025-05",
    "October 7 last year": "2024-10-07",
    "mid-July": "2024-07-11/2024-07-20",
    "late June": "2025-06-21/2025-06-30",  # eleven months back: rather the coming one
    "summer last year": "2024-06/2024-08",
    "last summer": "2024-06/2024-08",
    "last winter": "2024-12/2025-02",
    "next spring": "2026-03/2026-05",
    "the first half of this year": "2025-01/2025-06",
    "two days ago": "2025-06-02",
    "three weeks ago": "2025-05-12/2025-05-18",
    "a week ago": "2025-05-26/2025-06-01",
    "six months ago": "2024-12",
    "a year ago": "2024",
    "20 years ago": "2005",
    "a decade ago": "2010/2019",
    "three days from now": "2025-06-07",
    "in two weeks' time": "2025-06-16/2025-06-22",
    "the past three years": "2022/2025",
    "in the last two days": "2025-06-02/2025-06-04",
    "over the next five years": "2025/2030",
    "the week of June 2": "2025-06-02/2025-06-08",
    "Christmas": "2024-12-25",
}

FUTURE = {
    "Tuesday": "2025-06-10",
    "Wednesday": "2025-06-04",
    "Thursday": "2025-06-05",
    "Friday evening": "2025-06-06",
    "until Friday": "../2025-06-06",
    "the weekend": "2025-06-07/2025-06-08",
    "November": "2025-11",
    "May": "2026-05",
    "June": "2025-06",
    "Nov. 9": "2025-11-09",
    "3 June": "2026-06-03",
    "in three days": "2025-06-07",
    "in two weeks": "2025-06-16/2025-06-22",
    "in three years": "2028",
    "from July 3 to July 5": "2025-07-03/2025-07-05",
    "last year": "2024",
    "yesterday": "2025-06-03",
}

NO_DATE = (
    "for three years",
    "three years",
    "two weeks",
    "ten minutes",
    "in three years",  # "the first in three years": a duration unless the verb looks ahead
    "several days ago",
    "recently",
    "recent weeks",
    "now",
    "daily",
    "every Tuesday",
    "the same day",
    "the previous week",
    "a year later",
    "five years after the war",
    "the first time",
    "5 p.m.",
    "morning",
    "05/06/2025",
    "February 30, 2024",
    "31 April",
    "2010 and 2012",
    "30 000",
    "1,200",
    "9999 years ago",
    "",
    "   ",
)


@pytest.mark.parametrize(("text", "value"), [*ABSOLUTE.items(), *RANGES.items(), *RELATIVE.items()])
def test_value(text: str, value: str) -> None:
    assert normalize_time(text, PUBLISHED) == value


@pytest.mark.parametrize(("text", "value"), FUTURE.items())
def test_future(text: str, value: str) -> None:
    assert normalize_time(text, PUBLISHED, future=True) == value


@pytest.mark.parametrize("text", NO_DATE)
def test_no_date(text: str) -> None:
    assert normalize_time(text, PUBLISHED) is None


@pytest.mark.parametrize(("text", "value"), ABSOLUTE.items())
def test_absolute_dates_need_no_publication_date(text: str, value: str) -> None:
    assert normalize_time(text, None) == value


@pytest.mark.parametrize("text", RELATIVE)
def test_relative_dates_need_a_publication_date(text: str) -> None:
    assert normalize_time(text, None) is None


def test_table_is_large_enough() -> None:
    assert len(ABSOLUTE) + len(RANGES) + len(RELATIVE) + len(FUTURE) + len(NO_DATE) >= 150


DATES = st.dates(min_value=date(1100, 1, 1), max_value=date(2199, 12, 31))
NEWS_DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 12, 31))
VALUE = re.compile(
    r"\d{4}(-\d\d(-\d\d)?|-W\d\d)?(/(\.\.|\d{4}(-\d\d(-\d\d)?|-W\d\d)?))?|\.\./\d{4}(-\d\d(-\d\d)?|-W\d\d)?"
)
VOCABULARY = """
the of in on early late mid- end last next this week month year decade century since until from to
and between before by about around ago 2014 1990s 3 31 12 May June Tuesday sun Q3 first second
quarter half summer - / : 5:30 pm days weekend overnight today ' 0 99
"""
WORDS = st.sampled_from(VOCABULARY.split())
HOSTILE = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=25).map(" ".join))


@given(DATES)
def test_full_dates_in_any_form(day: date) -> None:
    name = calendar.month_name[day.month]
    forms = (
        f"{day.day} {name} {day.year}",
        f"{name} {day.day}, {day.year}",
        f"{name[:3]}. {day.day} {day.year}",
        day.isoformat(),
    )
    assert {normalize_time(form, None) for form in forms} == {day.isoformat()}


@given(st.integers(1100, 2199), st.integers(1, 12))
def test_a_month_is_never_a_day(year: int, month: int) -> None:
    name = calendar.month_name[month]
    assert normalize_time(f"{name} {year}", PUBLISHED) == f"{year}-{month:02d}"
    assert normalize_time(f"earlier in {name} {year}", PUBLISHED) == f"{year}-{month:02d}"


@given(NEWS_DAYS, st.sampled_from(list(calendar.day_name)))
def test_weekday_is_the_nearest(published: date, name: str) -> None:
    back = date.fromisoformat(normalize_time(name, published.isoformat()) or "")
    ahead = date.fromisoformat(normalize_time(name, published.isoformat(), future=True) or "")
    last = date.fromisoformat(normalize_time(f"last {name}", published.isoformat()) or "")
    assert calendar.day_name[back.weekday()] == calendar.day_name[ahead.weekday()] == name
    assert timedelta(0) <= published - back < timedelta(7)
    assert timedelta(0) <= ahead - published < timedelta(7)
    assert timedelta(0) < published - last <= timedelta(7)


@given(NEWS_DAYS, st.integers(1, 60), st.sampled_from(["day", "week", "month", "year"]))
def test_ago_keeps_the_unit(published: date, count: int, unit: str) -> None:
    value = normalize_time(f"{count} {unit}s ago", published.isoformat())
    assert value is not None
    assert len(value) == {"day": 10, "week": 21, "month": 7, "year": 4}[unit]
    if unit == "year":
        assert int(value) == published.year - count


@given(HOSTILE, st.one_of(st.none(), NEWS_DAYS.map(date.isoformat), st.text(max_size=12)))
def test_any_text_gives_a_value_or_none(text: str, published: str | None) -> None:
    for future in (False, True):
        value = normalize_time(text, published, future)
        assert value is None or VALUE.fullmatch(value)
        if value and "/" in value and ".." not in value:
            first, last = value.split("/")
            assert first[:4] <= last[:4]
            assert len(first) == len(last)


@given(HOSTILE)
def test_a_value_reads_back_as_itself(text: str) -> None:
    value = normalize_time(text, PUBLISHED)
    if value and "/" not in value:
        assert normalize_time(value, None) == value


def test_long_text_costs_nothing() -> None:
    assert normalize_time("since " * 100_000 + "2014", PUBLISHED) is None
