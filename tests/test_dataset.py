"""The data set: every file says what it means, holds together, and holds what the pages hold.

In: the five seeds, and small corpora made here. frictionless reads the package as a stranger would.
"""

import csv
import io
import json
import re
import subprocess
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from frictionless import Package
from helpers import ALONE, PROSE, SETTINGS, annotated_of, corpus_of, pages_of, seed_documents, source_of
from sites import ROOT

from build_corpus.config import Settings
from build_corpus.knowledge import built_in
from build_corpus.model import Corpus, Sidecar
from build_corpus.publish.catalogue import catalogued, columns, described
from build_corpus.publish.spreadsheet import BOM
from build_corpus.relate import relate

FOLDER = "data/"
SEARCH = re.compile("data/(suggest/|suggestions.json$|index.json$)")
"""What below data/ belongs to the site's own search."""
TYPES = {
    "string": "文本",
    "integer": "整数",
    "number": "数",
    "boolean": "是否",
    "array": "数组",
    "object": "对象",
}
TABLES = [path for path, each in described().items() if "fields" in each]


@cache
def corpus() -> Corpus:
    return relate(list(seed_documents().values()), built_in(), SETTINGS.related)


@cache
def files() -> dict[str, str]:
    return pages_of(corpus())


def rows(path: str, made: dict[str, str] | None = None) -> list[dict[str, str]]:
    """A CSV file as a reader that knows the mark reads it."""
    text = (made or files())[FOLDER + path].removeprefix(BOM)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def lines(path: str, made: dict[str, str] | None = None) -> list[dict[str, object]]:
    return [json.loads(line) for line in (made or files())[FOLDER + path].splitlines()]


def write(made: dict[str, str], folder: Path) -> Path:
    """The data set on disk."""
    for path, text in made.items():
        if path.startswith(FOLDER):
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8"))
    return folder / "data"


# ---------------------------------------------------------------- the package


def test_frictionless_accepts_the_package(tmp_path: Path) -> None:
    """Descriptor, sizes, hashes, types, constraints, keys: a stranger's tool finds nothing wrong."""
    report = Package(str(write(files(), tmp_path) / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])
    assert len(report.tasks) == len(described())


@pytest.mark.parametrize(
    "hurt",
    [
        ("documents.csv", "speech,", "oration,"),
        ("paragraphs.csv", "000-227673d08ab89e46", "no-such-speech"),
        ("parallels.csv", ",start,", ",begin,"),
    ],
)
def test_frictionless_notices_damage(hurt: tuple[str, str, str], tmp_path: Path) -> None:
    """A value, a key or a name that is wrong does not pass."""
    name, before, after = hurt
    folder = write(files(), tmp_path)
    text = (folder / name).read_text(encoding="utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after), encoding="utf-8", newline="")
    assert not Package(str(folder / "datapackage.json")).validate().valid


def test_every_data_file_is_described() -> None:
    """What is made below data/ is in the package, but for what the site's search reads; nothing described is missing."""
    made = {
        path.removeprefix(FOLDER) for path in files() if path.startswith(FOLDER) and not SEARCH.match(path)
    }
    assert made == {*described(), "datapackage.json", "SHA256SUMS"}


def test_hashes_are_those_of_the_files(tmp_path: Path) -> None:
    """SHA256SUMS is sorted, and sha256sum itself agrees with it."""
    sums = files()["data/SHA256SUMS"].splitlines()
    names = [line.split("  ")[1] for line in sums]
    assert names == sorted({*described(), "datapackage.json"})
    folder = write(files(), tmp_path)
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=True)


def test_every_file_is_explained_to_people() -> None:
    """docs/data.md links every file, and its tables say of each column what the package says, in the same order."""
    page = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    for path in (*described(), "datapackage.json", "SHA256SUMS"):
        assert f"](data/{path})" in page
    sections = page.split("\n### ")[1:]
    for path in TABLES:
        (section,) = [each for each in sections if path in each.split("\n")[0].split("、")]
        wanted = [
            f"| `{field['name']}` | {TYPES[field['type']]} | {field['description']} |"
            for field in described()[path]["fields"]
        ]
        assert [line for line in section.split("\n") if line.startswith("| `")] == wanted, "\n".join(wanted)


def test_a_file_that_was_not_written_has_no_hash() -> None:
    """Who asks what describes files before they are written is told so, and gets no wrong hash."""
    unread = [("data/paragraphs.csv", iter(["a", "b"]))]
    _, (_, package), (_, sums) = catalogued(iter(unread), SETTINGS)
    for each in (package, sums):
        with pytest.raises(ValueError, match=r"paragraphs\.csv was not written"):
            "".join(map(str, each))


# ---------------------------------------------------------------- what is in it


def test_paragraphs_give_the_text_back() -> None:
    """The texts of a speech's rows, joined by a line feed, are its text.txt and hash as the record says; in CSV but for guards."""
    records = {each["id"]: each for each in lines("documents.jsonl")}
    for path in ("paragraphs.csv", "paragraphs.jsonl"):
        read = rows(path) if path.endswith("csv") else lines(path)
        for name, record in records.items():
            text = "\n".join(str(row["text"]).removeprefix("'") for row in read if row["speech"] == name)
            assert text == files()[f"speeches/{name}/text.txt"]
            assert sha256(text.encode()).hexdigest() == record["cleaned_sha256"]


def test_records_stand_beside_their_pages() -> None:
    """record.json is the speech's line of documents.jsonl; the page links it and the text."""
    for line in files()["data/documents.jsonl"].splitlines(keepends=True):
        name = json.loads(line)["id"]
        assert files()[f"speeches/{name}/record.json"] == line
        for file in ("text.txt", "record.json"):
            assert f'<a href="{file}">' in files()[f"speeches/{name}.md"]


def test_tables_say_what_records_say() -> None:
    """Counts and facts of documents.csv are those of documents.jsonl."""
    for row, record in zip(rows("documents.csv"), lines("documents.jsonl"), strict=True):
        for key in ("id", "title", "kind", "date", "speaker", "author", "publication", "level"):
            assert row[key] == (record[key] or "")
        for key in ("themes", "formulas", "related", "notes"):
            assert int(row[key]) == len(record[key])  # type: ignore[arg-type]
        assert int(row["chars"]) == record["chars"]
        assert row["notices"] == "；".join(record["rights"])  # type: ignore[arg-type]
        posted = [each["value"] for each in record["dates"] if each["type"] == "posted"]  # type: ignore[union-attr]
        assert row["posted"] == (posted[0] if posted else "")
        assert row["address"] == f"speeches/{row['id']}/"


def test_relations_are_those_of_the_records() -> None:
    """Every relation is a line; every pair of paragraphs a row whose paragraphs exist."""
    related = [
        {"speech": record["id"], "related": each.pop("id"), **each}
        for record in lines("documents.jsonl")
        for each in record["related"]  # type: ignore[union-attr]
    ]
    assert related
    assert lines("relations.jsonl") == related
    known = {(row["speech"], row["block"]) for row in rows("paragraphs.csv")}
    pairs = rows("relations.csv")
    assert len(pairs) == sum(len(theme["pairs"]) for each in related for theme in each["themes"])
    for row in pairs:
        assert {(row["speech"], row["paragraph"]), (row["related"], row["related_paragraph"])} <= known


def test_parallels_quote_both_texts() -> None:
    """Offsets are code points: cut out, both sides say nearly the same."""
    shared = (
        "要坚持把政治标准放在首位，建立健全日常考核、分类考核、近距离考核的知事识人体系，真正把干部考准考实。"
    )
    made = pages_of(
        corpus_of(f"甲县的讲话\n𠮷祥如意。{shared}{PROSE}\n", f"乙县的讲话\n今年的事情很多，{shared}\n")
    )
    texts = {(row["speech"], row["block"]): row["text"] for row in rows("paragraphs.csv", made)}
    found = rows("parallels.csv", made)
    assert found
    for row in found:
        here = texts[row["speech"], row["block"]][int(row["start"]) : int(row["end"])]
        there = texts[row["other"], row["other_block"]][int(row["other_start"]) : int(row["other_end"])]
        assert shared[:30] in here
        assert here[:30] == there[:30]


def test_a_relation_by_passages_alone_has_a_row() -> None:
    """Where no theme relates two speeches, the row says so by its empty cells."""
    bare = [each for each in lines("relations.jsonl") if not each["themes"]]
    empty = [row for row in rows("relations.csv") if not row["theme"]]
    assert len(empty) == len(bare)
    assert all(not row["paragraph"] for row in empty)


# ---------------------------------------------------------------- hostile and hidden


def test_spreadsheets_reckon_with_nothing() -> None:
    """In files for Excel no cell starts like a formula; the plain ones are as the text is."""
    lead = "＝1+1是一个算式，这一段用它开头，说明表格软件不会把它当成公式来计算。"
    texts = [f"=cmd|'/c calc'!A1的讲话\n+{PROSE}\n@{PROSE}\n-{PROSE}\n{lead}\n"]
    made = pages_of(corpus_of(*texts))
    for path in TABLES:
        if path.endswith(".csv") and made[FOLDER + path].startswith(BOM):
            cells = [cell for row in rows(path, made) for cell in row.values()]
            assert not [
                cell for cell in cells if cell.startswith(tuple("=+-@＝＋－＠\t\r")) and not _number(cell)
            ]
    plain = [row["text"] for row in lines("paragraphs.jsonl", made)]
    excel = [row["text"].removeprefix("'") for row in rows("paragraphs.csv", made)]
    assert plain == excel
    assert any(str(text).startswith(("+", "＋")) for text in plain)


def _number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None


def test_only_files_for_excel_are_marked() -> None:
    """documents.csv starts with its first column; every other CSV with the mark Excel wants."""
    for path in TABLES:
        if path.endswith(".csv"):
            marked = files()[FOLDER + path].startswith(BOM)
            assert marked == (described()[path].get("encoding") == "utf-8-sig"), path
            assert files()[FOLDER + path].removeprefix(BOM).split("\n")[0] == ",".join(columns(path))


def test_what_is_not_published_is_in_no_file() -> None:
    """A speech that is held back leaves no id, title or word in any export."""
    held_back = "这是一段不应当公开的话，讲的是尚未定下来的安排。"
    shown = annotated_of(source_of(f"公开的讲话\n{PROSE}\n", "a.txt"), ALONE)
    hidden = annotated_of(
        source_of(f"保留的讲话\n{held_back}\n", "hidden-one.txt", Sidecar(publish=False)), ALONE
    )
    settings = Settings(title="试验集", description="讲话。", site_url="https://example.org/")
    made = pages_of(relate([shown, hidden], built_in(), 6), settings=settings)
    for path, text in made.items():
        assert "hidden-one" not in path
        assert "hidden-one" not in text, path
        assert held_back[:12] not in text, path


def test_the_same_corpus_gives_the_same_bytes() -> None:
    """Nothing of a run is in the files."""
    again = pages_of(relate(list(reversed(seed_documents().values())), built_in(), SETTINGS.related))
    assert {path: text for path, text in again.items() if path.startswith(FOLDER)} == {
        path: text for path, text in files().items() if path.startswith(FOLDER)
    }


# ---------------------------------------------------------------- llms.txt


@pytest.mark.parametrize("address", ["", "https://example.org/jianghua"])
def test_llms_txt_has_its_shape(address: str) -> None:
    """A title, a summary, sections of links; every link leads to something that is made or written by hand."""
    settings = Settings(title="试验集", description="试验用的几篇讲话。", site_url=address)
    made = pages_of(corpus(), settings=settings)
    text = made["llms.txt"]
    assert text.startswith("# 试验集\n\n> 试验用的几篇讲话。\n\n")
    assert re.findall("^#.*", text, re.MULTILINE) == ["# 试验集", "## 入口", "## 数据", "## Optional"]
    links = re.findall(r"^- \[[^\]]+\]\(([^)]+)\): .", text, re.MULTILINE)
    base = f"{address}/" if address else ""
    for link in links:
        path = link.removeprefix(base)
        names = (path, f"{path}index.md", f"{path.rstrip('/')}.md")
        assert link.startswith(base)
        assert any(name in made or (ROOT / "docs" / name).is_file() for name in names), link
    assert len(links) == text.count("\n- ")
