"""Rows of one's own: out of Wikidata's dump and SPARQL results, bit by bit, and into the names."""

from __future__ import annotations

import bz2
import gzip
import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import kgraph
from kgraph.cli import main
from kgraph.errors import DocumentError, OntologyError
from kgraph.gazetteer import load_gazetteer
from kgraph.gazetteer_import import Imported, import_gazetteer
from kgraph.gazetteer_rows import GazetteerEntry, read_entries

HEADER = "id\tlabel\ttype\taliases\tcountry\n"
WD = "http://www.wikidata.org/entity/"


def claim(value: Any, rank: str = "normal") -> dict[str, Any]:
    return {"rank": rank, "mainsnak": {"snaktype": "value", "datavalue": {"value": value}}}


def item(number: int, label: str, kind: str = "Q5", **more: Any) -> dict[str, Any]:
    """An item as the dump has it, with more statements by property."""
    claims = {"P31": [claim({"id": kind})], **more}
    names = [{"language": "en", "value": alias} for alias in claims.pop("aliases", ())]
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": {"en": {"language": "en", "value": label}} if label else {},
        "aliases": {"en": names} if names else {},
        "claims": claims,
        "sitelinks": {"enwiki": {"site": "enwiki", "title": f"{label} (page)"}},
    }


MINISTER = item(
    990001, "Odile Varnier",
    P27=[claim({"id": "Q183"}, "deprecated"), claim({"id": "Q142"})],
    P21=[claim({"id": "Q6581072"})],
    aliases=("O. Varnier", "Varnier", "odile", "Odile\tVarnier|x"),
)  # fmt: skip
TOWN = item(
    990002, "Marrowdale", "Q3957",
    P17=[claim({"id": "Q664"})],
    P625=[claim({"latitude": -41.25, "longitude": 174.5, "precision": 0.1})],
    P1566=[claim("123456")],
    P1082=[claim({"amount": "+4100", "unit": "1"}), claim({"amount": "+5200"}, "preferred")],
)  # fmt: skip
RUSSIA = item(159, "Russia", "Q6256", aliases=("Rossiya",))
NAMELESS = item(990003, "")
STRANGE = item(990004, "Thing of no class", "Q999999999")
ITEMS = (MINISTER, TOWN, RUSSIA, NAMELESS, STRANGE)


def as_array(items: Any = ITEMS) -> str:
    """The dump's own form: an array, an item a line, a comma after each."""
    return "[\n" + ",\n".join(json.dumps(one) for one in items) + "\n]\n"


def as_lines() -> str:
    return "".join(json.dumps(one) + "\n" for one in ITEMS)


def imported(source: Path, **more: Any) -> dict[str, GazetteerEntry]:
    table = source.with_name("mine.tsv")
    import_gazetteer(source, table, **more)
    return {entry.id: entry for entry in read_entries(table)}


def writers() -> Iterator[tuple[str, Callable[[Path, str], object]]]:
    yield "slice.json", lambda path, text: path.write_text(text, "utf-8")
    yield "slice.json.gz", lambda path, text: path.write_bytes(gzip.compress(text.encode()))
    yield "slice.json.bz2", lambda path, text: path.write_bytes(bz2.compress(text.encode()))


# ---------------------------------------------------------------------- the dump


@pytest.mark.parametrize(("name", "write"), list(writers()))
@pytest.mark.parametrize("form", [as_array, as_lines])
def test_dump_gives_rows(
    tmp_path: Path, name: str, write: Callable[[Path, str], object], form: Callable[[], str]
) -> None:
    write(tmp_path / name, form())
    rows = imported(tmp_path / name)
    assert set(rows) == {
        "person/odile-varnier-q990001",
        "place/marrowdale-q990002",
        "country/russia",
    }
    minister = rows["person/odile-varnier-q990001"]
    assert minister.aliases == ("O. Varnier", "Odile Varnier x")
    assert minister.weak == ("Varnier",)
    assert (minister.country, minister.gender, minister.type) == ("FR", "f", "Person")
    assert (minister.wikidata, minister.wikipedia) == ("Q990001", "Odile Varnier (page)")
    town = rows["place/marrowdale-q990002"]
    assert (town.type, town.subtype, town.country) == ("Place", "town", "NZ")
    assert (town.latitude, town.longitude, town.geonames) == (-41.25, 174.5, "123456")
    assert town.population == 5200


def test_item_that_the_gazetteer_has_keeps_its_id_and_names(tmp_path: Path) -> None:
    (tmp_path / "slice.json").write_text(as_array())
    imported(tmp_path / "slice.json")
    known = load_gazetteer((tmp_path / "mine.tsv",))
    (russia,) = known.lookup("Rossiya")
    assert russia.id == "country/russia"
    assert known.lookup("Russian Federation") == (russia,)
    assert known.demonym("Russian") == russia
    assert russia.capital == "place/moscow"


def test_type_of_what_has_no_known_class(tmp_path: Path) -> None:
    (tmp_path / "slice.json").write_text(as_array())
    done = import_gazetteer(tmp_path / "slice.json", tmp_path / "a.tsv")
    assert done == Imported(rows=3, skipped=2)
    rows = imported(tmp_path / "slice.json", type="Other")
    assert rows["other/thing-of-no-class-q990004"].type == "Other"


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for count in (400, 4000):
        path = tmp_path / f"{count}.json"
        with path.open("w") as file:
            file.write("[\n")
            for number in range(count):
                one = item(990000 + number, f"Person Number{number}", aliases=("A" * 500,) * 4)
                file.write(json.dumps(one) + ("\n" if number == count - 1 else ",\n"))
            file.write("]\n")
        import_gazetteer(path, tmp_path / "warm.tsv")
        tracemalloc.start()
        assert import_gazetteer(path, tmp_path / "out.tsv").rows == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2 + 1_000_000


# ---------------------------------------------------------------------- SPARQL results

ROWS = (
    ("Q990001", "Odile Varnier", "O. Varnier", "Q5", "Q142", ""),
    ("Q990001", "Odile Varnier", "Minister Varnier", "Q5", "Q142", ""),
    ("Q990002", "Marrowdale", "", "Q3957", "nz", "Point(174.5 -41.25)"),
)
VARIABLES = ("item", "itemLabel", "alias", "class", "country", "coord")


def cell(name: str, value: str) -> str:
    return WD + value if name in {"item", "class"} else value


def as_sparql_json() -> str:
    bindings = [
        {
            name: {"type": "uri" if name == "item" else "literal", "value": cell(name, value)}
            for name, value in zip(VARIABLES, row, strict=True)
            if value
        }
        for row in ROWS
    ]
    return json.dumps({"head": {"vars": VARIABLES}, "results": {"bindings": bindings}}, indent=2)


def as_csv() -> str:
    lines = [VARIABLES, *([cell(n, v) for n, v in zip(VARIABLES, r, strict=True)] for r in ROWS)]
    return "".join(",".join(line) + "\r\n" for line in lines)


def as_tsv() -> str:
    def term(name: str, value: str) -> str:
        if name in {"item", "class"}:
            return f"<{WD}{value}>"
        return f'"{value}"@en' if value else ""

    lines = ["\t".join(f"?{name}" for name in VARIABLES)]
    lines += ["\t".join(map(term, VARIABLES, row)) for row in ROWS]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [("r.json", as_sparql_json()), ("r.csv", as_csv()), ("r.tsv", as_tsv())],
    ids=["json", "csv", "tsv"],
)
def test_sparql_result_gives_rows(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    rows = imported(tmp_path / name)
    minister = rows["person/odile-varnier-q990001"]
    assert minister.aliases == ("O. Varnier", "Minister Varnier")
    assert minister.country == "FR"
    town = rows["place/marrowdale-q990002"]
    assert (town.country, town.latitude, town.longitude) == ("NZ", -41.25, 174.5)
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    assert imported(tmp_path / f"{name}.gz") == rows


# ---------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b'[\n{"id": "Q1", "labels": {"en"\n'),
        ("a.json", b"[1, 2]"),
        ("a.json", b'{"head": {}, "results": {}}'),
        ("a.csv", b"name,age\nOdile,3\n"),
        ("a.json.gz", b"this is not gzip"),
        ("a.json.bz2", b"nor is this bzip2"),
        ("a.csv", b"item,itemLabel\n\xff\xfe\n"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_writes_nothing(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError, match=r"cannot be imported: ") as error:
        import_gazetteer(tmp_path / name, tmp_path / "out.tsv")
    assert str(error.value).startswith(str(tmp_path / name))
    assert "\n" not in str(error.value)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("id\tlabel\nperson/x\tX\n", "mine.tsv: has no column 'type'"),
        (HEADER + "person/x\tX\tPerson\t\n", "mine.tsv: line 2 has 4 columns, the header 5"),
        (HEADER + "person/x\tX\tHuman\t\t\n", "mine.tsv line 2: bad value: type 'Human'"),
        (HEADER + "\n#\nperson/x\t\tPerson\t\t\n", "mine.tsv line 4: bad value: id and label"),
        (HEADER + "person/x\tX\tPerson\t\tFrance\n", "line 2: bad value: country 'France'"),
        (HEADER + "person x\tX\tPerson\t\tFR\n", "line 2: bad value: id 'person x'"),
    ],
)
def test_bad_row_is_named_with_file_and_line(tmp_path: Path, table: str, reason: str) -> None:
    (tmp_path / "mine.tsv").write_text(table)
    with pytest.raises(OntologyError) as error:
        load_gazetteer((tmp_path / "mine.tsv",))
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


def test_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.tsv").write_bytes(HEADER.encode() + b"person/x\tJos\xe9\tPerson\t\t\n")
    with pytest.raises(OntologyError, match=r"mine\.tsv: is not UTF-8"):
        load_gazetteer((tmp_path / "mine.tsv",))


# ---------------------------------------------------------------------- in use


@pytest.mark.model
def test_names_of_ones_own_are_found_in_text(tmp_path: Path) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text(
        HEADER + "government/ministry-of-tides\tTidal Board\tGovernment\tthe Tidals\tNZ\n"
    )
    nlp = kgraph.load(gazetteer=[table])
    found = kgraph.extract("The Tidal Board warned Kyiv on Monday.", nlp=nlp)
    assert "government/ministry-of-tides" in {one.id for one in found.entities}
    (said,) = [one for one in found.mentions if one.text == "Tidal Board"]
    assert said.entity == "government/ministry-of-tides"


@pytest.mark.model
def test_commands_import_look_up_and_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    Path("slice.json").write_text(as_array())
    Path("a.txt").write_text("Odile Varnier visited Marrowdale on Monday.")

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        return int(ended.value.code or 0), *capsys.readouterr()

    said = run("gazetteer", "import", "slice.json", "-o", "mine.tsv")
    assert said == (0, "Wrote mine.tsv: 3 rows; left out: 2.\n", "")
    status, out, _ = run("gazetteer", "lookup", "Varnier", "--gazetteer", "mine.tsv")
    assert status == 0
    assert "person/odile-varnier-q990001" in out
    assert run("build", "a.txt")[0] == 0
    assert run("build", "a.txt", "--gazetteer", "mine.tsv")[0] == 0
    with kgraph.open("output") as kg:
        (row,) = [row for row in kg.entities("Person") if row.label == "Odile Varnier"]
        assert row.wikidata == "Q990001"
        assert len(kg.documents()) == 1
    Path("mine.tsv").write_text(HEADER + "person/x\tX\tHuman\t\t\n")
    Path("other.tsv").write_text(HEADER + "person/x\tX\tHuman\t\t\n")
    status, out, err = run("extract", "a.txt", "--gazetteer", "other.tsv")
    assert (status, out) == (1, "")
    assert err == "kgraph: other.tsv line 2: bad value: type 'Human'\n"
    status, out, err = run("extract", "a.txt", "--gazetteer", "absent.tsv")
    assert (status, err) == (1, "kgraph: absent.tsv: No such file or directory\n")
