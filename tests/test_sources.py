"""Web pages, feeds, archives, messages, tables, PDF files: what is read, what hostile ones do."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers import read_documents
from kgraph.readers.files import read_stream
from kgraph.readers.given import Given
from kgraph.readers.kinds import kind_of

ROOT = Path(__file__).parent.parent
FIRST = "Delegations from both countries met in Geneva on Monday for a third day of talks."
SECOND = "The Swiss foreign minister said that the text of an agreement was nearly ready."
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Talks go on | Example News</title>
<meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="2025-06-04T10:00:00Z">
<link rel="canonical" href="https://news.example/talks"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Talks go on</h1><p>{FIRST}</p><p>{SECOND}</p></article>
<script>document.write("no part of the article")</script>
<footer>Copyright 2025 Example News. All rights reserved.</footer></body></html>""".encode()
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Example News</title>
<item><title>Talks &amp; more</title><link>https://news.example/1</link>
<pubDate>Wed, 04 Jun 2025 10:00:00 GMT</pubDate>
<description>&lt;p&gt;{FIRST}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;</description></item>
<item><title></title><description></description></item></channel></rss>""".encode()
MAIL = (
    "From: Press Office <press@ministry.example>\r\nSubject: On the talks\r\n"
    "Date: Wed, 04 Jun 2025 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    f"Content-Type: text/plain; charset=utf-8\r\n\r\n{FIRST} {SECOND}\r\n"
).encode()
TABLE = f'uid,headline,body,date\n7,Talks go on,"{FIRST} {SECOND}",2025-06-04\n8,,,\n'.encode()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(path: str) -> tuple[list[Document], list[str]]:
    items = list(read_documents([path]))
    documents = [item for item in items if isinstance(item, Document)]
    return documents, [str(item) for item in items if isinstance(item, DocumentError)]


def warc(*pages: bytes) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for number, page in enumerate(pages):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        with io.BytesIO(page) as payload:
            record = writer.create_warc_record(
                f"https://news.example/{number}", "response", payload=payload, http_headers=headers
            )
            writer.write_record(record)
            record.raw_stream.close()
    return out.getvalue()


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def later(archive: bytes) -> bytes:
    """Return a ZIP archive that asks for a version of the format which nobody knows."""
    entry = archive.index(b"PK\x01\x02")
    return archive[: entry + 6] + b"\x54" + archive[entry + 7 :]


def tarred(**members: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name.replace("_dot_", "."))
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def parquet(text: str) -> bytes:
    import pyarrow
    from pyarrow.parquet import write_table

    out = pyarrow.BufferOutputStream()
    write_table(pyarrow.table({"uid": ["1", None], "body": [text, None]}), out)
    whole: bytes = out.getvalue().to_pybytes()
    return whole


def pdf(text: str) -> bytes:
    """Return a PDF of one page with a line of text, written by hand."""
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 612 792]"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (Talks go on) /CreationDate (D:20250604100000Z) >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        size,
        start,
    )


# What is read


@pytest.mark.parametrize("name", ["page.html", "page", "page.txt"])
def test_web_page_is_its_article_with_what_its_head_tells(here: Path, name: str) -> None:
    (here / name).write_bytes(PAGE)
    (document,), problems = read(name)
    assert document.text.split("\n") == ["Talks go on", FIRST, SECOND]
    assert (document.title, document.source) == ("Talks go on", "Example News")
    assert (document.published, document.url) == ("2025-06-04", "https://news.example/talks")
    assert problems == []


def test_feed_has_a_document_for_each_entry(here: Path) -> None:
    (here / "feed.xml").write_bytes(FEED)
    (document,), problems = read("feed.xml")
    assert document.text == f"Talks & more\n\n{FIRST}\n\n{SECOND}"
    assert (document.id, document.source) == ("feed.xml, entry 1", "Example News")
    assert (document.published, document.url) == ("2025-06-04", "https://news.example/1")
    assert problems == ["feed.xml, entry 2: empty"]


def test_message_has_its_sender_for_a_source(here: Path) -> None:
    (here / "release.eml").write_bytes(MAIL)
    (document,), _ = read("release.eml")
    assert document.text.strip() == f"{FIRST} {SECOND}"
    assert (document.title, document.source) == ("On the talks", "Press Office")
    assert document.published == "2025-06-04"


@pytest.mark.parametrize("mark", [",", "\t"])
def test_table_columns_go_by_their_usual_names(here: Path, mark: str) -> None:
    (here / "rows.csv").write_bytes(TABLE.replace(b",", mark.encode()))
    (document,), problems = read("rows.csv")
    assert (document.id, document.title) == ("7", "Talks go on")
    assert (document.text, document.published) == (f"{FIRST} {SECOND}", "2025-06-04")
    assert problems == ["rows.csv, row 3: empty"]


def test_pdf_has_the_text_of_its_pages(here: Path) -> None:
    (here / "paper.pdf").write_bytes(pdf(f"{FIRST} {SECOND}"))
    (document,), _ = read("paper.pdf")
    assert document.text == f"{FIRST} {SECOND}"
    assert (document.title, document.published) == ("Talks go on", "2025-06-04")


def test_web_archive_has_a_document_for_each_page(here: Path) -> None:
    (here / "crawl.warc.gz").write_bytes(warc(PAGE, b"<html></html>"))
    (document,), problems = read("crawl.warc.gz")
    assert document.id == document.url == "https://news.example/0"
    assert problems == ["https://news.example/1: a web page without an article"]


def test_archives_are_read_like_folders(here: Path) -> None:
    members = {"b_dot_html": PAGE, "a__c_dot_txt": FIRST.encode(), "a___dot_x_dot_txt": b"hidden"}
    (here / "news.zip").write_bytes(packed(**members))
    with tarfile.open(here / "news.tar.gz", "w:gz") as archive:
        for name, data in (("a/c.txt", FIRST.encode()), ("t.csv", TABLE)):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    (here / "one.txt.gz").write_bytes(gzip.compress(FIRST.encode()))
    assert [one.id for one in read("news.zip")[0]] == ["news.zip/a/c.txt", "news.zip/b.html"]
    assert [one.id for one in read("news.tar.gz")[0]] == ["news.tar.gz/a/c.txt", "7"]
    assert [one.text for one in read("one.txt.gz")[0]] == [FIRST]


# What hostile files do


def test_paths_that_climb_out_of_an_archive_are_left(here: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../climbs.txt", FIRST)
        archive.writestr("/etc/stays.txt", FIRST)
    (here / "evil.zip").write_bytes(out.getvalue())
    documents, _ = read("evil.zip")
    assert [document.id for document in documents] == ["evil.zip//etc/stays.txt"]
    assert sorted(path.name for path in here.iterdir()) == ["evil.zip"]


def test_what_expands_without_end_is_refused_in_bounded_memory(here: Path) -> None:
    bomb = packed(bomb_dot_txt=b"word " * 20_000_000)
    (here / "bomb.zip").write_bytes(bomb)
    (here / "bomb.gz").write_bytes(gzip.compress(b"word " * 20_000_000))
    (here / "in.zip").write_bytes(packed(in_dot_zip=bomb, in_dot_txt=bomb))
    longer = "longer than 8,000,000 bytes: give its articles one by one"
    assert read("bomb.zip") == ([], [f"bomb.zip/bomb.txt: {longer}"])
    assert read("bomb.gz") == ([], [f"bomb.gz: {longer}"])
    assert read("in.zip") == ([], [f"in.zip/in.txt/bomb.txt: {longer}"])


def test_archives_are_not_opened_ever_deeper(here: Path) -> None:
    data = packed(a_dot_txt=FIRST.encode())
    for _ in range(4):
        data = packed(a_dot_txt=data)
    (here / "deep.zip").write_bytes(data)
    documents, (problem,) = read("deep.zip")
    assert documents == []
    assert problem.endswith(": an archive within an archive")


def test_entities_that_multiply_are_not_expanded(here: Path) -> None:
    names = "abcdefghij"
    laughs = "".join(f'<!ENTITY {one} "{f"&{other};" * 10}">' for other, one in pairwise(names))
    (here / "laughs.xml").write_text(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "haha">{laughs}]>'
        "<rss><channel><item><title>&j;</title></item></channel></rss>"
    )
    documents, problems = read("laughs.xml")
    assert documents == []
    assert len(problems) == 1
    assert len(problems[0]) < 500


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("cut.zip", packed(a_dot_txt=FIRST.encode())[:-40], "no ZIP archive that can be read: "),
        ("new.zip", later(packed(a_dot_txt=FIRST.encode())), "no ZIP archive that can be read: "),
        ("cut.gz", gzip.compress(FIRST.encode() * 50)[:-12], "cannot be unpacked: "),
        ("cut.warc.gz", warc(PAGE)[:200], "cannot be unpacked: "),
        ("empty.zip", packed(), "no article in this archive ("),
        ("no.csv", b"a,b\n1,2\n", "no column with the text of the articles (text, body, "),
    ],
)
def test_broken_files_are_one_line(here: Path, name: str, data: bytes, problem: str) -> None:
    (here / name).write_bytes(data)
    documents, problems = read(name)
    assert documents == []
    assert [line.startswith(f"{name}: {problem}") for line in problems] == [True], problems


#: A small file of each kind that has a reader, by its suffix.
FUZZED = {
    "html": PAGE,
    "rss": FEED,
    "eml": MAIL,
    "csv": TABLE,
    "jsonl": json.dumps({"id": "1", "text": f"{FIRST} {SECOND}", "published": "2025"}).encode(),
    "parquet": parquet(FIRST),
    "pdf": pdf(FIRST),
    "zip": packed(a_dot_html=PAGE),
    "tar": tarred(a_dot_html=PAGE),
    "warc": warc(PAGE),
}
SEEDS = list(FUZZED.values())


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(
    st.sampled_from(SEEDS),
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=12), st.integers(0, 60)),
        max_size=6,
    ),
    st.sampled_from(["", ".html", ".csv", ".eml", ".zip", ".gz", ".pdf", ".xml"]),
)
def test_no_change_to_a_file_breaks_its_reading(
    seed: bytes, changes: list[tuple[float, bytes, int]], suffix: str
) -> None:
    data = bytearray(seed)
    for where, inserted, dropped in changes:
        start = int(where * len(data))
        data[start : start + dropped] = inserted
    items = list(read_stream(io.BytesIO(bytes(data)), f"file{suffix}", Given()))
    assert all(isinstance(item, Document | DocumentError) for item in items)
    assert all("\n" not in str(item) for item in items if isinstance(item, DocumentError))


@pytest.mark.endurance
@pytest.mark.parametrize("kind", FUZZED)
def test_ten_minutes_of_changes_break_no_reader(kind: str, here: Path) -> None:
    seconds = 600 / len(FUZZED)
    command = [sys.executable, "-m", "tests.fuzzing", kind, str(seconds)]
    ended = subprocess.run(
        command, cwd=here, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=2 * seconds + 60
    )
    assert ended.returncode == 0


@pytest.mark.parametrize(
    ("head", "suffix", "kind"),
    [
        (b"<rss version='2.0'>", ".txt", "feed"),
        (b'<?xml version="1.0"?>\n<!-- made by hand -->\n<feed xmlns="x">', ".xml", "feed"),
        (b"\xef\xbb\xbf  <!doctype HTML>", "", "page"),
        (b"WARC/1.1\r\n", ".txt", "warc"),
        (b"Received: from x\nMessage-ID: <1@x>\n\nDear all", ".txt", "mail"),
        (b"From: a minister\n\nDear all", ".txt", "text"),
        (b"a, b and c\n", ".csv", "csv"),
        (b'{"id": 1}', ".txt", "jsonl"),
        (b"", "", "text"),
    ],
)
def test_kind_is_told_by_content(head: bytes, suffix: str, kind: str) -> None:
    assert kind_of(head, suffix) == kind
