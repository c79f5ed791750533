"""Lists of addresses, columns of any name, Parquet: tables from elsewhere."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from kgraph.errors import DocumentError
from kgraph.readers import Fetched, read_documents

A, B = "https://news.example/a", "https://news.example/b"
TEXT = "The ministers of both countries met in Geneva on Monday, and the talks went on for hours."
GKG = "\t".join(["20250604103000-1", "20250604103000", "1", "news.example", A, *[""] * 22])
EVENTS = "\t".join(["1", "20250604", *["0"] * 58, A])
MENTIONS = "\t".join(["1", "20250604", "20250605103000", "1", "news.example", A, *["0"] * 10])
ROW = {"url": A, "title": "Talks", "seendate": "20250604T103000Z", "domain": "x.example"}
ANSWER = json.dumps({"articles": [ROW]})
CSV = f"URL,MobileURL,Date,Title\n{A},,2025-06-04 10:30:00,Talks\n"


def fetch(url: str) -> Fetched:
    if url == B:
        raise DocumentError(url, "the server answers 404")
    return Fetched(url, TEXT.encode(), ".txt")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("gkg.csv", f"{GKG}\n{GKG}\n", (None, "2025-06-04", "news.example")),
        ("events.export.CSV", f"{EVENTS}\n{EVENTS}\n", (None, "2025-06-04", None)),
        ("mentions.CSV", f"{MENTIONS}\n", (None, "2025-06-05", "news.example")),
        ("answer.json", ANSWER, ("Talks", "2025-06-04", "x.example")),
        ("answer.csv", CSV, ("Talks", "2025-06-04", None)),
        ("addresses.txt", f"{A}\n\n{A}\n", (None, None, None)),
    ],
)
def test_list_is_fetched_and_tells_what_pages_do_not(
    name: str, content: str, told: tuple[str | None, ...], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    (article,) = read_documents([path], fetch=fetch)
    assert not isinstance(article, DocumentError)
    assert (article.title, article.published, article.source) == told
    assert (article.id, article.url, article.text) == (A, A, TEXT)
    (unasked,) = read_documents([path])
    assert str(unasked) == (
        f"{path}: a list of addresses without their articles: --fetch reads them from the web"
    )


def test_address_that_gives_nothing_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"{B}\n{A}\n", encoding="utf-8")
    problem, article = read_documents([path], fetch=fetch)
    assert (str(problem), getattr(article, "id", None)) == (f"{B}: the server answers 404", A)


def test_columns_may_be_called_anything(tmp_path: Path) -> None:
    rows, lines = tmp_path / "rows.csv", tmp_path / "lines.jsonl"
    rows.write_text(f'Nr,Inhalt,Tag\n7,"{TEXT}",2025-06-04\n', encoding="utf-8")
    lines.write_text(json.dumps({"Inhalt": TEXT, "Tag": "2025-06-04", "Nr": 7}), encoding="utf-8")
    columns = {"text": "Inhalt", "published": "Tag", "id": "Nr"}
    for path in (rows, lines):
        (article,) = read_documents([path], columns=columns)
        assert not isinstance(article, DocumentError), article
        assert (article.id, article.text, article.published) == ("7", TEXT, "2025-06-04")


def test_line_without_an_id_is_called_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps({"body": TEXT}), encoding="utf-8")
    (article,) = read_documents([path], columns={"text": "body"})
    assert getattr(article, "id", None) == f"{path}, line 1"


def test_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("id,text\n1,x\n", encoding="utf-8")
    (problem,) = read_documents([path], columns={"text": "body"})
    assert str(problem) == f'{path}: no column "body" for the text (there are id, text)'


def test_parquet_is_read_row_by_row(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "articles"
    days = [datetime.datetime(2025, 6, 4, 10, 30), None]
    columns = {"uid": [1, 2], "body": [TEXT, None], "date": days, "other": [[1], []]}
    parquet.write_table(pyarrow.table(columns), path)
    article, problem = read_documents([path])
    assert not isinstance(article, DocumentError), article
    assert (article.id, article.text, article.published) == ("1", TEXT, "2025-06-04")
    assert str(problem).startswith(f"{path}, row 2: ")


def test_damaged_parquet_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "articles.parquet"
    path.write_bytes(b"PAR1" + bytes(100))
    (problem,) = read_documents([path])
    assert str(problem).startswith(f"{path}: no Parquet that can be read")
    assert "\n" not in str(problem)
