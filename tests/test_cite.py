r"""How a speech is cited: the type by where it was published, nothing made up, four formats that others read.

In: records made up here, and small corpora. pandoc is the second opinion: it sets the references with a style of the
same rules (`reference-list.csl`) and reads back what is exported. Without pandoc (Debian: apt-get install pandoc) those skip.
"""

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from helpers import SETTINGS, annotated_of, pages_of, seed_documents, source_of
from hypothesis import given
from hypothesis import strategies as st

from build_corpus.config import Settings
from build_corpus.knowledge import built_in
from build_corpus.model import Corpus, Sidecar
from build_corpus.publish import Site
from build_corpus.publish.cite import Citation, bibtex, cited, csl, csl_list, gbt, ris
from build_corpus.publish.references import references

STYLE = Path(__file__).with_name("reference-list.csl")
ADDRESS = "https://example.org/speeches/a/"
READ = "2026-11-22"
HOSTILE = "题\n名{}}{\\cite{x}% $\\&#_~^\r<b>TY  - JOUR\r\nER  - \x00</script>\u2028@book{y,"
"""Signs that each of the formats reads as something else."""


def record(**said: object) -> dict[str, object]:
    """A record of which nothing is known but its title and what is said here. `posted`, `delivered`: its days."""
    names = ("subtitle", "speaker", "author", "role", "publication", "column", "place", "level", "occasion")
    dates = [{"value": said.pop(kind), "type": kind} for kind in ("posted", "delivered") if kind in said]
    url = said.pop("url", None)
    known = {"id": "a", "title": "在全县大会上的讲话", "kind": "speech", "lang": "zh-Hans"}
    return {**known, **dict.fromkeys(names), "dates": dates, "source": {"url": url}, **said}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A record and how it is cited."""

    said: dict[str, object]
    type: str
    line: str
    """By GB/T 7714—2025, read on 2026-11-22."""
    csl: dict[str, Any] = field(default_factory=dict)
    """What the item says beside its id, type, title, address and language."""


def days(value: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in value.split("-")]]}


TITLE = "在全县大会上的讲话"
NAMED = [{"literal": "张三"}]
CASES = {
    "nothing known": Case(
        said={}, type="webpage", line=f"{TITLE}[EB/OL]. [2026-11-22]. https://example.org/speeches/a/."
    ),
    "a role is no name": Case(
        said={"role": "县委书记"},
        type="webpage",
        line=f"{TITLE}[EB/OL]. [2026-11-22]. https://example.org/speeches/a/.",
    ),
    "a web page": Case(
        said={"speaker": "张三", "posted": "2019-04-26", "delivered": "2018-03"},
        type="webpage",
        line=f"张三. {TITLE}[EB/OL]. （2019-04-26）[2026-11-22]. https://example.org/speeches/a/.",
        csl={"author": NAMED, "issued": days("2019-04-26"), "event-date": days("2018-03")},
    ),
    "a site": Case(
        said={"author": "李四", "publication": "某某新闻网", "url": "http://news.example.com/1.html"},
        type="webpage",
        line=f"李四. {TITLE}[EB/OL]. [2026-11-22]. https://example.org/speeches/a/.",
        csl={
            "author": [{"literal": "李四"}],
            "container-title": "某某新闻网",
            "note": "原网页：http://news.example.com/1.html",
        },
    ),
    "a newspaper, whose issue a posted day does not tell": Case(
        said={"speaker": "张三、李四", "publication": "某某日报", "posted": "2019-04-26", "column": "要闻"},
        type="article-newspaper",
        line=f"张三，李四. {TITLE}[N/OL]. 某某日报（2019-04-26）[2026-11-22]. https://example.org/speeches/a/.",
        csl={
            "author": [*NAMED, {"literal": "李四"}],
            "container-title": "某某日报",
            "section": "要闻",
            "available-date": days("2019-04-26"),
        },
    ),
    "a journal, and a subtitle": Case(
        said={"author": "张三", "kind": "article", "publication": "《某某工作》", "subtitle": "——学习体会"},
        type="article-journal",
        line=f"张三. {TITLE}：学习体会[J/OL]. 某某工作[2026-11-22]. https://example.org/speeches/a/.",
        csl={"author": NAMED, "container-title": "某某工作"},
    ),
    "a speech that no publication is known of": Case(
        said={"speaker": "张三", "delivered": "2018-03", "occasion": "全县大会", "place": "某县"},
        type="speech",
        line=f"张三. {TITLE}[EB/OL]. （2018-03）[2026-11-22]. https://example.org/speeches/a/.",
        csl={
            "author": NAMED,
            "issued": days("2018-03"),
            "event-title": "全县大会",
            "event-place": "某县",
        },
    ),
    "a report": Case(
        said={"kind": "report", "delivered": "2018"},
        type="report",
        line=f"{TITLE}[R/OL]. 2018[2026-11-22]. https://example.org/speeches/a/.",
        csl={"issued": days("2018")},
    ),
    "a body that passed it on": Case(
        said={"publication": "县政府办公室"},
        type="webpage",
        line=f"{TITLE}[EB/OL]. [2026-11-22]. https://example.org/speeches/a/.",
        csl={"publisher": "县政府办公室"},
    ),
    "four names": Case(
        said={"author": "甲一，乙二；丙三、丁四"},
        type="webpage",
        line=f"甲一，乙二，丙三，等. {TITLE}[EB/OL]. [2026-11-22]. https://example.org/speeches/a/.",
        csl={"author": [{"literal": name} for name in ("甲一", "乙二", "丙三", "丁四")]},
    ),
}
each = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


def made(case: Case) -> Citation:
    return cited(record(**case.said), ADDRESS)


# ---------------------------------------------------------------- what is cited


@each
def test_a_line_by_the_standard(case: Case) -> None:
    """The type says where it was published; what is unknown is not there."""
    assert made(case).type == case.type
    assert gbt(made(case), READ) == case.line


@each
def test_an_item_says_what_is_known(case: Case) -> None:
    """CSL-JSON holds the known fields and no others."""
    wanted = {"id": "a", "type": case.type, "URL": ADDRESS, "language": "zh-Hans"}
    item = csl(made(case))
    assert item.pop("title") == case.line.split("[")[0].rpartition(". ")[2]
    assert item == wanted | case.csl


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("人民日报", "article-newspaper"),
        ("《人民日报》（海外版）", "article-newspaper"),
        ("某某日报海外版", "article-newspaper"),
        ("某某日报社", "article-newspaper"),
        ("文汇报", "article-newspaper"),
        ("某某大学学报", "article-journal"),
        ("《求是》", "article-journal"),
        ("《党政论坛》", "article-journal"),
        ("某某县人民政府公报", "article-journal"),
        ("某某网", "webpage"),
        ("“某某发布”微信公众号", "webpage"),
        ("《某某日报》客户端", "webpage"),
        ("新华社", "webpage"),
        ("www.example.com", "webpage"),
    ],
)
def test_where_it_was_published(name: str, wanted: str) -> None:
    """Papers, journals and sites are told apart by title marks and by the last word of a name."""
    assert cited(record(publication=name)).type == wanted


def test_names_are_parted_by_chinese_marks() -> None:
    """Several names in one value are several authors; a Western name keeps its comma."""
    assert cited(record(speaker="张三、李四,王五")).authors == ("张三", "李四", "王五")
    assert cited(record(author="Smith, John; 张三")).authors == ("Smith, John", "张三")


def test_without_an_address() -> None:
    """Where the site's address is not known the page the text came from is the address; without one there is none."""
    assert cited(record(url="http://example.com/1")).url == "http://example.com/1"
    assert gbt(cited(record())) == f"{TITLE}[EB/OL]."


def test_without_a_title() -> None:
    """A text without a title is cited as one; no format makes one up."""
    bare = cited(record(title=None), ADDRESS)
    assert gbt(bare).startswith("无题[EB/OL]")
    assert "title" not in csl(bare)
    assert "title = " not in bibtex(bare)
    assert "TI  - " not in ris(bare)


# ---------------------------------------------------------------- what others read


@cache
def pandoc(*arguments: str, text: str) -> str:
    """What pandoc makes of a text."""
    if not shutil.which("pandoc"):
        pytest.skip("no pandoc: install it (Debian: apt-get install pandoc), then run `make test`")
    command = ["pandoc", *arguments]
    return subprocess.run(command, input=text, capture_output=True, check=True, encoding="utf-8").stdout


def back(text: str, written: str) -> list[dict[str, Any]]:
    """The items that pandoc reads from references."""
    items: list[dict[str, Any]] = json.loads(pandoc("-f", written, "-t", "csljson", text=text))
    return items


def test_pandoc_sets_the_same_lines(tmp_path: Path) -> None:
    """A citation processor that is told the rules and reads the CSL-JSON prints the very lines."""
    items = [{**csl(made(case)), "id": f"r{at}"} for at, case in enumerate(CASES.values())]
    file = tmp_path / "references.json"
    file.write_text(
        json.dumps([{**item, "accessed": days(READ)} for item in items], ensure_ascii=False), encoding="utf-8"
    )
    text = f"---\nbibliography: {file}\nnocite: '@*'\n---\n"
    printed = pandoc("--citeproc", "--csl", str(STYLE), "-t", "plain", "--wrap=none", text=text)
    assert printed.strip().split("\n\n") == [case.line for case in CASES.values()]


@each
def test_pandoc_reads_an_item_back(case: Case) -> None:
    """CSL-JSON comes back as it was."""
    (item,) = back(csl_list(made(case)), "csljson")
    wanted = csl(made(case))
    if "available-date" in wanted:  # pandoc 2 writes this one as text
        assert item.pop("available-date") in (case.said["posted"], wanted["available-date"])
        del wanted["available-date"]
    assert item == wanted


@each
def test_pandoc_reads_bibtex_back(case: Case) -> None:
    """BibTeX gives the same type, names, title, day, address, paper and event; a site is a publisher there."""
    (item,) = back(bibtex(made(case)), "biblatex")
    wanted = csl(made(case))
    same = ("author", "title", "issued", "URL", "id", "type", "event-place", "event-date")
    assert {key: item.get(key) for key in same} == {key: wanted.get(key) for key in same}
    periodical = case.type.startswith("article")
    assert item.get("container-title" if periodical else "publisher") == (
        wanted.get("container-title") or wanted.get("publisher")
    )
    if case.type == "speech":
        assert item.get("event-title", item.get("event")) == wanted["event-title"]


def test_pandoc_reads_hostile_signs_back() -> None:
    """A title of TeX's own signs comes back as it was, on one line."""
    title = r"50%与{括号}、\命令、a_b、$x$、#1、&、~、^"
    (item,) = back(bibtex(cited(record(title=title, speaker="李{四}"), ADDRESS)), "biblatex")
    assert (item["title"], item["author"]) == (title, [{"literal": "李{四}"}])


def entries(text: str) -> list[Any]:
    """The entries of a BibTeX file; a part that is none is an error."""
    library = bibtexparser.parse_string(text)
    assert (library.failed_blocks, library.comments, library.strings) == ([], [], [])
    return library.entries


@each
def test_parsers_read_every_case(case: Case) -> None:
    """A BibTeX and a RIS parser find one entry with the title and all names."""
    citation = made(case)
    (entry,) = entries(bibtex(citation))
    assert entry.key == "a"
    assert entry["title"] == citation.title
    assert entry.get("author", None) is None or entry["author"].count("{") == len(citation.authors)
    (reference,) = rispy.loads(ris(citation))
    assert reference["title"] == citation.title
    assert reference.get("authors", []) == list(citation.authors)
    assert reference.get("year") == (citation.issued[:4] if citation.issued else None)


def test_a_hostile_text_stays_a_value() -> None:
    """Line ends, tags, braces and entries in a value add no line, no tag and no entry."""
    citation = cited(record(title=HOSTILE, speaker=HOSTILE, publication=HOSTILE, column=HOSTILE), ADDRESS)
    (entry,) = entries(bibtex(citation))
    assert entry.key == "a"
    (reference,) = rispy.loads(ris(citation))
    assert reference["type_of_reference"] == "ELEC"
    assert reference["title"] == citation.title
    (item,) = json.loads(csl_list(citation))
    assert item["title"] == citation.title
    assert "\n" not in gbt(citation)


@given(st.text(), st.text(), st.text())
def test_any_text_is_a_value(title: str, speaker: str, publication: str) -> None:
    """Whatever a record says, there is one entry of balanced braces, one reference, one item."""
    citation = cited(record(title=title, speaker=speaker, publication=publication, url=title), ADDRESS)
    text = bibtex(citation)
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        assert depth > 0 or at < text.index("{") or at >= len(text) - 2
    assert depth == 0
    (reference,) = rispy.loads(ris(citation))
    assert reference["urls"] == [ADDRESS]
    (item,) = json.loads(csl_list(citation))
    assert item["id"] == "a"


# ---------------------------------------------------------------- where it stands


@cache
def published() -> dict[str, str]:
    """The seeds' site at an address."""
    settings = Settings(title="试验集", description="试验。", site_url="https://example.org/x/")
    return pages_of(Corpus(documents=tuple(seed_documents().values()), related={}), settings=settings)


def test_the_corpus_in_one_file() -> None:
    """data/references.* hold what stands beside the speeches, in the same order."""
    ids = [each.id for each in seed_documents().values()]
    for ending in ("bib", "ris"):
        parts = [published()[f"speeches/{name}/cite.{ending}"] for name in ids]
        assert published()[f"data/references.{ending}"] == "".join(parts)
    items = [json.loads(published()[f"speeches/{name}/cite.json"]) for name in ids]
    assert json.loads(published()["data/references.json"]) == [item for (item,) in items]
    assert [entry.key for entry in entries(published()["data/references.bib"])] == ids
    assert [each["id"] for each in rispy.loads(published()["data/references.ris"])] == ids


def test_an_empty_corpus_has_empty_files() -> None:
    """Without speeches the list is empty, and still a list."""
    site = Site(Corpus(documents=(), related={}), built_in(), SETTINGS)
    (text,) = (text for path, text in references(site) if path == "data/references.json")
    assert isinstance(text, str)
    assert json.loads(text) == []


def test_a_speech_leads_to_its_reference() -> None:
    """The page that goes with a speech shows the line, with a place for the day, and links the files."""
    name = next(each.id for each in seed_documents().values() if each.speech.value("author"))
    page = published()[f"compare/{name}.md"]
    assert "## 引用 { #cite" in page
    assert f"晋城工作（2019-04-26）[引用日期]. https://example.org/x/speeches/{name}/.</p>" in page
    for ending in ("bib", "ris", "json"):
        assert f'href="../../speeches/{name}/cite.{ending}"' in page
    assert f'<a href="../../compare/{name}/#cite">引用</a>' in published()[f"speeches/{name}.md"]
    assert f'<a class="back" href="../../speeches/{name}/">回到本篇</a></p>' in page


def test_what_is_held_back_is_not_cited() -> None:
    """A speech that is not published stands in no list of references."""
    text = f"在全县大会上的讲话\n同志们：\n{'今天开会，说说下一步怎么干。' * 3}\n"
    hidden = annotated_of(source_of(text, "hidden.txt", Sidecar(publish=False)))
    made = pages_of(Corpus(documents=(hidden,), related={}))
    assert not [path for path in made if "hidden" in path]
    assert made["data/references.bib"] == made["data/references.ris"] == ""
