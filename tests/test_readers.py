"""Readers: what becomes a document, what is refused and in which words."""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers import good_documents, parse_day, read_documents
from kgraph.readers.heading import Heading, read_heading
from kgraph.readers.language import foreign_language
from kgraph.readers.markdown import read_markdown

TALKS = (
    "Delegations from both countries met in Geneva on Monday for a third day of talks. "
    "The foreign minister said that the text of an agreement was nearly ready."
)
RUSSIAN = (
    "Президент прибыл в Стамбул, где начались переговоры о прекращении огня и обмене пленными. "
)
FRENCH = (
    "Le président de la République a déclaré lundi que les négociations allaient reprendre "
    "à Genève dans les prochains jours, malgré le refus du gouvernement de signer le texte. "
)


def read(*sources: str | Path, published: str | None = None) -> list[Document]:
    """The documents of ``sources``, all of which must be readable."""
    items = list(read_documents(sources, published=published))
    assert all(isinstance(item, Document) for item in items), items
    return [item for item in items if isinstance(item, Document)]


def problems(*sources: str | Path) -> list[str]:
    return [str(item) for item in read_documents(sources) if isinstance(item, DocumentError)]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def jsonl(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


# What is read


def test_text_file_is_kept_as_it_is(here: Path) -> None:
    text = f"\n  {TALKS}\r\n\r\n{TALKS}\t\n"
    (here / "a.txt").write_bytes(text.encode())
    assert read("a.txt") == [Document(id="a.txt", text=text)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("a.txt", "a.txt"), ("./a.txt", "a.txt"), ("news/b.txt", "news/b.txt")],
)
def test_id_is_the_path_as_typed(here: Path, typed: str, name: str) -> None:
    (here / "news").mkdir()
    for file in ("a.txt", "news/b.txt"):
        (here / file).write_text(TALKS)
    assert [document.id for document in read(typed)] == [name]


def test_folder_is_read_sorted_and_deep_without_hidden_and_other_files(here: Path) -> None:
    for name in ("z.txt", "b/c.md", "b/a.txt", "b/.hidden.txt", ".git/x.txt", "b/page.php"):
        path = here / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{TALKS} {name}")
    jsonl(here / "news" / "rows.jsonl", {"id": "row", "text": TALKS})
    ids = [document.id for document in read("news/")]
    assert ids == ["news/b/a.txt", "news/b/c.md", "row", "news/z.txt"]


def test_jsonl_row_with_all_its_fields(here: Path) -> None:
    row = {
        "id": 7,
        "text": f" {TALKS}\n",
        "title": "Talks  resume",
        "published": "2022-07-22T15:00:00Z",
        "source": "An agency",
        "url": "https://example.org/a?b=c",
    }
    assert read(jsonl(here / "rows.jsonl", row)) == [
        Document(
            id="7",
            text=f" {TALKS}\n",
            title="Talks resume",
            published="2022-07-22",
            source="An agency",
            url="https://example.org/a?b=c",
        )
    ]


def test_jsonl_is_known_by_its_content(here: Path) -> None:
    jsonl(here / "rows.dump", {"id": "a", "text": TALKS}, {"id": "b", "text": TALKS})
    assert [document.id for document in read("rows.dump")] == ["a", "b"]


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (TALKS.encode(), ["stdin"]),
        (json.dumps({"id": "row", "text": TALKS}).encode(), ["row"]),
        (b"\xef\xbb\xbf" + json.dumps({"id": "row", "text": TALKS}).encode() + b"\n\n", ["row"]),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, ids: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [(document.id, document.text) for document in read("-")] == [(ids[0], TALKS)]


def test_same_article_named_twice_is_read_once(here: Path) -> None:
    (here / "a.txt").write_text(TALKS)
    assert [document.id for document in read("a.txt", ".", "./a.txt")] == ["a.txt"]


def test_two_texts_under_one_id_are_a_problem(here: Path) -> None:
    rows = jsonl(here / "rows.jsonl", {"id": "a", "text": TALKS}, {"id": "a", "text": TALKS * 2})
    assert problems(rows) == ["a: another document has this id already"]


def test_good_documents_hands_each_problem_on_in_order(here: Path) -> None:
    (here / "a.txt").write_text(TALKS)
    (here / "empty.txt").write_text("")
    reported: list[DocumentError] = []
    items = read_documents(["missing.txt", "a.txt", "empty.txt"])
    assert [item.id for item in good_documents(items, reported.append)] == ["a.txt"]
    assert [str(problem) for problem in reported] == [
        "missing.txt: no such file or folder",
        "empty.txt: empty",
    ]


# Encodings

NEWS = (
    "“We won’t sign,” said Mr. Núñez – envoy of São Tomé – after his talks at the café in Paris. "
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_or_without_mark_is_silent(
    here: Path, caplog: pytest.LogCaptureFixture, encoding: str
) -> None:
    (here / "a.txt").write_bytes(NEWS.encode(encoding))
    assert [document.text for document in read("a.txt")] == [NEWS]
    assert not caplog.records


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-16-le"])
@pytest.mark.parametrize("times", [1, 20])
def test_another_encoding_is_detected_and_reported(
    here: Path, caplog: pytest.LogCaptureFixture, encoding: str, times: int
) -> None:
    (here / "a.txt").write_bytes((NEWS * times).encode(encoding))
    assert [document.text for document in read("a.txt")] == [NEWS * times]
    codec = encoding.replace("-", "_")
    assert [record.getMessage() for record in caplog.records] == [
        f"a.txt: not UTF-8, read as {codec}"
    ]


def test_text_with_few_accents_is_windows_1252(here: Path) -> None:
    text = "The café owner met the envoy in São Paulo on Monday, officials said. They agreed."
    (here / "a.txt").write_bytes(text.encode("cp1252"))
    assert read("a.txt")[0].text == text


def test_file_cut_within_a_character_stays_utf8(
    here: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (here / "a.txt").write_bytes((NEWS * 3).encode() + "”".encode()[:2])
    assert read("a.txt")[0].text == NEWS * 3 + "\ufffd"
    assert "not UTF-8, replaced: 1" in caplog.text


# Bad input, each one clear line


def test_bad_files_are_named_with_their_reason(here: Path) -> None:
    (here / "empty.txt").write_bytes(b"")
    (here / "blank.txt").write_bytes(b" \n\n\t ")
    (here / "folder").mkdir()
    (here / "folder" / "page.php").write_text("<p>no article</p>")
    (here / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (here / "paper.pdf").write_bytes(b"%PDF-1.7\n...")
    (here / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    (here / "page.html").write_text("<!DOCTYPE html><html><body></body></html>")
    (here / "part.txt").write_text(f"<p>{TALKS}</p>\n" * 6)
    (here / "moscow.txt").write_text(RUSSIAN)
    (here / "paris.txt").write_text(FRENCH * 3)
    (here / "rows.jsonl").write_text("")
    names = sorted(path.name for path in here.iterdir())
    assert problems(*names, "missing.txt") == [
        "blank.txt: empty",
        "empty.txt: empty",
        "folder: no article in this folder (.atom, .csv, .eml, .gz, .htm, .html, .jsonl, "
        ".markdown, .md, .ndjson, .parquet, .pdf, .rss, .tar, .text, .tgz, .tsv, .txt, .warc, "
        ".xhtml, .zip)",
        "moscow.txt: not in English: its language seems to be ru",
        "noise.bin: binary data, not text",
        "old.doc: an old office document, not text",
        "page.html: a web page without an article",
        "paper.pdf: no PDF that can be read: Stream has ended unexpectedly",
        "paris.txt: not in English: its language seems to be fr",
        "part.txt: pieces of HTML: save the whole page, or the article as plain text",
        "rows.jsonl: empty",
        "missing.txt: no such file or folder",
    ]


def test_unreadable_rows_are_named_by_line_and_the_rest_is_read(here: Path) -> None:
    lines = [
        json.dumps({"id": "first", "text": TALKS}),
        '{"id": "a", "text": ',
        "",
        '["a", "text"]',
        json.dumps({"text": TALKS}),
        json.dumps({"id": "b"}),
        json.dumps({"id": "c", "text": 12}),
        json.dumps({"id": True, "text": TALKS}),
        json.dumps({"id": "d", "text": "  "}),
        json.dumps({"id": "e", "text": RUSSIAN}),
        "[" * 100_000,
        json.dumps({"id": "last", "text": TALKS}),
    ]
    (here / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    items = list(read_documents(["rows.jsonl"]))
    assert [item.id for item in items if isinstance(item, Document)] == ["first", "last"]
    assert [str(item) for item in items if isinstance(item, DocumentError)] == [
        "rows.jsonl, line 2: not JSON: Expecting value at character 20",
        "rows.jsonl, line 4: not a JSON object",
        'rows.jsonl, line 5: no "id"',
        'rows.jsonl, line 6: no "text" (say what it is called: --columns text=…)',
        'rows.jsonl, line 7: "text" is not a string',
        'rows.jsonl, line 8: "id" is not a string',
        "rows.jsonl, line 9: empty",
        "rows.jsonl, line 10: not in English: its language seems to be ru",
        "rows.jsonl, line 11: not JSON that can be read: too deep or too long",
    ]


def test_what_else_a_row_says_wrongly_is_reported_and_ignored(
    here: Path, caplog: pytest.LogCaptureFixture
) -> None:
    row = {
        "id": "a",
        "text": TALKS,
        "title": ["no"],
        "published": "yesterday",
        "url": "javascript:alert(1)",
    }
    jsonl(here / "rows.jsonl", row)
    assert read("rows.jsonl") == [Document(id="a", text=TALKS)]
    assert [record.getMessage() for record in caplog.records] == [
        'rows.jsonl, line 1: "title" is not a string, ignored',
        'rows.jsonl, line 1: "published" is not a day such as 2025-06-04, ignored',
        'rows.jsonl, line 1: "url" is not an http or https address, ignored',
    ]


def test_lone_surrogates_and_controls_are_replaced_one_for_one(here: Path) -> None:
    row = (
        '{"id": "a\\n\\ud800", "text": "Talks\\ud800 in\\u0000Oslo \\ud83d\\ude00\\u0007 went on."}'
    )
    (here / "rows.jsonl").write_text(row)
    (document,) = read("rows.jsonl")
    assert document.id == "a\ufffd\ufffd"
    assert document.text == "Talks\ufffd in Oslo \U0001f600  went on."
    document.text.encode()


def test_few_control_characters_in_a_file_become_spaces(here: Path) -> None:
    (here / "a.txt").write_text(f"{TALKS}\x0c\x1b[31m{TALKS}\x00")
    assert read("a.txt")[0].text == f"{TALKS}  [31m{TALKS} "


def test_line_of_five_megabytes_is_one_clear_line(here: Path) -> None:
    (here / "long.txt").write_text((TALKS + " ") * (5_000_000 // len(TALKS)))
    (here / "word.txt").write_text("a" * 1_000_000)
    (here / "row.jsonl").write_text(json.dumps({"id": "a", "text": "Talks. " * 720_000}))
    begin = time.perf_counter()
    assert problems("long.txt", "row.jsonl") == [
        "long.txt: 5,032,248 characters, more than 2,000,000: give its articles singly",
        "row.jsonl, line 1: 5,040,000 characters, more than 2,000,000: give its articles singly",
    ]
    assert len(problems("word.txt")) == 1
    assert time.perf_counter() - begin < 10


def test_endless_input_is_not_read_to_its_end() -> None:
    assert problems("/dev/zero") == [
        "/dev/zero: longer than 8,000,000 bytes: give its articles one by one"
    ]


def test_endless_line_of_jsonl_is_passed_over(here: Path) -> None:
    with (here / "rows.jsonl").open("w") as file:
        file.write('{"id": "a", "text": "' + "x" * 30_000_000 + '"}\n')
        file.write(json.dumps({"id": "b", "text": TALKS}))
    items = list(read_documents(["rows.jsonl"]))
    assert str(items[0]) == "rows.jsonl, line 1: longer than 24,000,000 bytes"
    assert isinstance(items[1], Document) and items[1].id == "b"


def test_document_of_two_hundred_thousand_words_is_read(here: Path) -> None:
    text = " ".join([TALKS] * (200_000 // len(TALKS.split()) + 1))
    (here / "book.txt").write_text(text)
    assert read("book.txt")[0].text == text


def test_file_name_is_made_fit_for_one_line(here: Path) -> None:
    name = b"talks\n\x1b[31m\xff.txt"
    (here / name.decode("utf-8", "surrogateescape")).write_text(TALKS)
    assert [document.id for document in read(".")] == ["talks\ufffd\ufffd[31m\ufffd.txt"]


# Headline, agency, day

BODY = (
    "The government has accused its neighbour of deliberately trying to disrupt the negotiations, "
    "and the neighbour denied it."
)


@pytest.mark.parametrize(
    ("text", "title", "source", "published"),
    [
        (f"Kyiv accuses Moscow\n(MENAFN) {BODY}", "Kyiv accuses Moscow", "MENAFN", None),
        (f"PARIS (AFP) – {BODY}", None, "AFP", None),
        (f"WASHINGTON, Nov 3 (Reuters) - {BODY}", None, "Reuters", None),
        (f"WASHINGTON, Nov 3, 2022 (Reuters) - {BODY}", None, "Reuters", "2022-11-03"),
        (f"A deal\n\nPRETORIA, 2 November 2022 (PANA) — {BODY}", "A deal", "PANA", "2022-11-02"),
        (f"KYIV, Ukraine (AP) — {BODY}", None, "AP", None),
        (f"ANKARA/ISTANBUL (Reuters) - {BODY}", None, "Reuters", None),
        (f"Istanbul, June 3, 2025 (Anadolu Agency) – {BODY}", None, "Anadolu Agency", "2025-06-03"),
        (f"MOSCOW, November 3. /TASS/. {BODY}", None, "TASS", None),
        (f"MOSCOW. Nov 3 (Interfax) - {BODY}", None, "Interfax", None),
        (f"(CNN){BODY}", None, "CNN", None),
        (f"GENEVA, August 4, 2023 — {BODY}", None, None, "2023-08-04"),
        (f"Team honoured\nFriday, July 21, 2017\n{BODY}", "Team honoured", None, "2017-07-21"),
        (f"Firms defeat rival\nMarch 01 , 2008\n{BODY}", "Firms defeat rival", None, "2008-03-01"),
        (f"2023-08-04\nTalks resume\n\n{BODY}", "Talks resume", None, "2023-08-04"),
        (f"Published: 4 June 2025, 10:15 GMT\n{BODY}", None, None, "2025-06-04"),
        (f"Will talks resume?\n{BODY}", "Will talks resume?", None, None),
        (f"Talks with the U.S.\n\n{BODY}", "Talks with the U.S.", None, None),
    ],
)  # fmt: skip
def test_heading(text: str, title: str | None, source: str | None, published: str | None) -> None:
    assert read_heading(text) == Heading(title, source, published)


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY}\n{BODY}",
        # a text broken to fit a page
        "The government has accused its neighbour of deliberately trying to\ndisrupt the talks.",
        "On Monday the delegations of the two countries went to see\nPresident Chirac in Paris.",
        f"The European Union (EU) – a bloc of states – agreed. {BODY}",
        f"European Union (EU) – officials agreed. {BODY}",
        f"(Updates with quotes) {BODY}",
        f"(1) The parties agree. {BODY}",
        f"In Paris, Nov 3 (Reuters) was quoted. {BODY}",
        f"WASHINGTON, Nov 3 - {BODY}",
        f"NATO – {BODY}",
        "",
        "\n\n",
    ],
)
def test_what_is_no_heading(text: str) -> None:
    assert read_heading(text) == Heading()


def test_heading_stays_in_the_text(here: Path) -> None:
    text = f"Talks resume\n\nGENEVA, 4 August 2023 (AFP) – {BODY}\n"
    (here / "a.txt").write_text(text, encoding="utf-8")
    assert read("a.txt") == [
        Document(id="a.txt", text=text, title="Talks resume", source="AFP", published="2023-08-04")
    ]


def test_published_option_comes_before_the_row_and_the_row_before_the_dateline(here: Path) -> None:
    text = f"GENEVA, 4 August 2023 (AFP) – {BODY}"
    rows = jsonl(
        here / "rows.jsonl",
        {"id": "a", "text": text, "published": "2023-08-05"},
        {"id": "b", "text": text},
        {"id": "c", "text": BODY},
    )
    days = [document.published for document in read(rows)]
    assert days == ["2023-08-05", "2023-08-04", None]
    assert [document.published for document in read(rows, published="2020-01-01")] == [
        "2020-01-01"
    ] * 3


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-06-04", "2025-06-04"),
        ("2025-06-04 10:00", "2025-06-04"),
        ("4th June 2025", "2025-06-04"),
        ("Sept. 17, 1978", "1978-09-17"),
        ("Wednesday, 2 November 2022", "2022-11-02"),
        ("2025-02-30", None),
        ("31 June 2025", None),
        ("June 2025", None),
        ("2025", None),
        ("04/06/2025", None),
        ("today", None),
        ("", None),
    ],
)
def test_parse_day(text: str, day: str | None) -> None:
    assert parse_day(text) == day


# Markdown

PAGE = f"""---
title: "A deal, at last"
date: 2022-07-22
source: An agency
url: https://example.org/deal
---
# Ignored for the title

> {BODY}

* The **minister** of *foreign __affairs__* said [the deal](https://example.org "x") holds.
* ![a picture](p.png) `Code` stays, ~~as~~ does 2\\*3.

| a | b |
|---|---|

```sh
rm -rf nothing
```
<!-- hidden --> The end of <b>it</b>. [1]: no
"""


def test_markdown_becomes_spaces_and_keeps_every_place(here: Path) -> None:
    (here / "a.md").write_text(PAGE)
    (document,) = read("a.md")
    assert len(document.text) == len(PAGE)
    assert document.text.count("\n") == PAGE.count("\n")
    assert all(new in (" ", old) for old, new in zip(PAGE, document.text, strict=True))
    assert " ".join(document.text.split()) == (
        f"Ignored for the title {BODY} The minister of foreign affairs said the deal holds. "
        "Code stays, as does 2 *3. The end of it . [1]: no"
    )
    assert (document.title, document.published) == ("A deal, at last", "2022-07-22")
    assert (document.source, document.url) == ("An agency", "https://example.org/deal")


def test_first_heading_of_a_markdown_page_is_its_title() -> None:
    page = read_markdown(f"Intro.\n\n## The *deal* holds ##\n\n{BODY}\n")
    assert page.title == "The deal holds"


@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "```\n",
        "~~~a\n",
        "![",
        "[a](",
        "**a",
        "_a",
        "`",
        "#",
        "- ",
        "-",
        "|",
        "<a",
        ">",
        "\\",
    ],
)
def test_markdown_takes_no_long_time_over_text_made_to_slow_it(unit: str) -> None:
    text = "# " + unit * (300_000 // len(unit)) + "x"
    begin = time.perf_counter()
    assert len(read_markdown(text).text) == len(text)
    assert time.perf_counter() - begin < 5


@given(st.text(alphabet=st.sampled_from("ab *_[]()`~<>!#|-=\\\n"), max_size=80))
def test_markdown_never_moves_a_character(text: str) -> None:
    blanked = read_markdown(text).text
    assert len(blanked) == len(text)
    assert all(new in (" ", old) for old, new in zip(text, blanked, strict=True))


# Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TALKS, None),
        (RUSSIAN, "ru"),
        (FRENCH * 2, "fr"),
        ("外交部长周一在日内瓦表示，谈判将在未来几天内恢复。", "zh"),
        ("صرح وزير الخارجية بأن المفاوضات ستستأنف في جنيف خلال الأيام القادمة", "ar"),
        ("Russian President Vladimir Putin will meet Recep Tayyip Erdogan in Ankara.", None),
        ("", None),
        ("12 345 — 678", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert foreign_language(text) == language


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_its_heading_and_language(text: str) -> None:
    heading = read_heading(text)
    assert heading.title is None or heading.title in " ".join(text.split())
    assert foreign_language(text) != "en"
