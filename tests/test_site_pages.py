"""What stands on the pages of the built site, and what must not.

In: the built site of the five seeds, and of a small project with a speech that is not published.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sites import BODY, FROST, SPEECH, TITLE, Project, front_matter, json_lines, make_project

FACTS = (
    *(
        "id",
        "title",
        "subtitle",
        "date",
        "speaker",
        "author",
        "role",
        "publication",
        "column",
        "place",
        "level",
    ),
    *("occasion", "kind", "source", "rights", "lang"),
)
"""Keys that a front matter takes over from the record as they are, where they are known."""
CITED = ("authors", "citation", "cited_as", "cited_from", "cited_in", "cited_on", "cited_title")
FRONT = {*FACTS, *CITED, "posted", "themes", "tags", "description", "hide", "search"}
"""Every key a front matter may have."""
RECORD = (
    *(
        "id",
        "title",
        "subtitle",
        "kind",
        "date",
        "dates",
        "speaker",
        "author",
        "role",
        "publication",
        "column",
    ),
    *(
        "place",
        "level",
        "occasion",
        "salutation",
        "lang",
        "source",
        "rights",
        "inferred",
        "published",
        "blocks",
    ),
    *(
        "chars",
        "masks",
        "themes",
        "formulas",
        "related",
        "version_of",
        "notes",
        "decoded_sha256",
        "cleaned_sha256",
    ),
)
"""Keys of documents.jsonl."""
FORBIDDEN = ("酷乐文行", "206157060", "nginx", "404 Not Found", "QQ", "放大字体", "相关新闻", "当前位置")
"""Words of advertisements, contacts, error pages and navigation in the seeds."""
WORDS = (".html", ".json", ".jsonl", ".xml", ".txt", ".csv", ".md")
"""Endings of files that hold the corpus' words; Material's own bundles have others."""

PAIRS = {
    ("000", "001"),
    ("000", "002"),
    ("000", "003"),
    ("000", "004"),
    ("001", "004"),
    ("002", "003"),
    ("002", "004"),
    ("003", "004"),
}
"""The speeches among the five that treat the same themes, as a reader would say."""

HIDDEN_TITLE = "在全县水库移民安置座谈会上的讲话"
HIDDEN = f"{HIDDEN_TITLE}\n{BODY.replace('下一步的重点工作', '库区搬迁的收尾工作，“移民安居”活动年底结束')}"
SIDECAR = """\
inferred:
  - field: province
    value: 云梦泽省
    confidence: low
    evidence: 文中提到三会一课以外的湖区旧事
  - field: role
    value: 县委组织部部长
    confidence: medium
    evidence: 按惯例由部长主持
"""


def text_of(project: Project, path: str) -> str:
    """What a reader sees of a page."""
    page = project.html(path)
    for node in page.css("script, style, template"):
        node.decompose()
    assert page.body
    return page.body.text(deep=True)


def speech_page(record: Mapping[str, Any]) -> str:
    return f"speeches/{record['id']}/index.html"


def links_of(project: Project, record: Mapping[str, Any]) -> set[str | None]:
    """Where a speech's page and the page that goes with it lead to."""
    paths = (speech_page(record), f"compare/{record['id']}/index.html")
    return {node.attributes["href"] for path in paths for node in project.html(path).css("a[href]")}


def words_of(file: Path) -> str:
    """A file's words, with JSON's escapes undone and Material's word breaks taken out."""
    if file.parent.parent.name == "search-index" and file.suffix == ".txt":
        return json.dumps(indexed(file), ensure_ascii=False)
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".json":
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return text.replace("\N{ZERO WIDTH SPACE}", "")


def public_words(project: Project) -> dict[str, str]:
    """Path → words of every file in docs/ and site/ that holds any."""
    return {
        f"{folder.name}/{path.relative_to(folder).as_posix()}": words_of(path)
        for folder in (project.docs, project.site)
        for path in sorted(folder.rglob("*"))
        if path.suffix in WORDS
    }


def indexed(file: Path) -> list[dict[str, Any]]:
    """The documents in a file of texts of the search index, which may be written in GBK."""
    content = file.read_bytes()
    entries: list[dict[str, Any]] = json.loads(
        f"[{content[12:].decode('gbk' if content[11] == ord(';') else 'utf-8')}"
    )[0]
    return entries


def index_of(project: Project) -> str:
    """Every text that can be searched for on pages of speeches and themes."""
    files = sorted(project.site.glob("search-index/*/t[0-9]*.txt"))
    entries = [entry for file in files for entry in indexed(file)]
    places = ("speeches/", "themes/")
    return "\n".join(
        json.dumps(each, ensure_ascii=False) for each in entries if each["url"].startswith(places)
    )


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A speech, one with inferred facts, and one that its editor does not publish."""
    seeds = {
        "first.txt": SPEECH,
        "first.yml": SIDECAR,
        "frost.txt": FROST,
        "frost.yml": 'notes: [{text: "甲\\n\\n    乙<b>\\n\\n1. 丙"}]\n',
        "hidden.txt": HIDDEN,
        "hidden.yml": "publish: false\n",
    }
    project = make_project(tmp_path_factory.mktemp("small"), seeds)
    result = project.run("site")
    assert result.returncode == 0, result.stdout + result.stderr
    return project


def test_every_speech_has_a_page(built: Project) -> None:
    """The five seeds are five published records, each with its page."""
    records = built.records()
    assert [record["id"][:3] for record in records] == ["000", "001", "002", "003", "004"]
    assert all(record["published"] for record in records)
    assert all((built.site / speech_page(record)).is_file() for record in records)


def test_a_page_shows_the_cleaned_text(built: Project) -> None:
    """The text of a page's blocks, in order, is the cleaned text, character for character."""
    for record in built.records():
        shown = [node.text(deep=True) for node in built.html(speech_page(record)).css("[data-block]")]
        assert "\n".join(shown) == "\n".join(block["text"] for block in record["blocks"])


def test_a_page_knows_its_blocks(built: Project) -> None:
    """Each block on a page carries its id and its type, in the order of the record."""
    for record in built.records():
        nodes = built.html(speech_page(record)).css("[data-block]")
        shown = [(node.attributes["id"], node.attributes["data-block"]) for node in nodes]
        assert shown == [(block["id"], block["type"]) for block in record["blocks"]]


def test_masks_are_shown_as_they_are(built: Project) -> None:
    """All 18 asterisks of 001 stand on its page, and none of them has become emphasis."""
    (record,) = (each for each in built.records() if each["id"].startswith("001"))
    page = built.html(speech_page(record))
    shown = "\n".join(node.text(deep=True) for node in page.css("[data-block]"))
    assert (
        shown.count("*")
        == (built.seeds / record["source"]["file"]).read_text(encoding="utf-8").count("*")
        == 18
    )
    assert not page.css("[data-block] strong, [data-block] em, [data-block] i")
    assert not page.css(".md-content strong, .md-content em")


def test_masks_survive_in_headings_titles_and_lists(small: Callable[[Mapping[str, str]], Project]) -> None:
    """Masks in a title or a heading are text on every page that quotes it."""
    title = "在**县20**年工作会议上的讲话"
    project = small({"masked.txt": f"{title}\n同志们：\n一、*月*日以来的_主要_工作\n{BODY}"})
    assert project.run("site").returncode == 0
    for path in (
        "speeches/masked/index.html",
        "speeches/index.html",
        "index.html",
        "themes/zuzhi-shenghuo/index.html",
    ):
        assert title in text_of(project, path)
    assert "一、*月*日以来的_主要_工作" in text_of(project, "speeches/masked/index.html")


def test_a_record_has_every_key(built: Project, small_site: Project) -> None:
    """Each line of documents.jsonl has all keys in the order of the contract, known or not."""
    for project in (built, small_site):
        for file in (project.build / "documents.jsonl", project.docs / "data" / "documents.jsonl"):
            records = json_lines(file)
            assert records
            assert {tuple(record) for record in records} == {RECORD}


def test_the_parts_of_a_record_have_every_key(built: Project) -> None:
    """So do the blocks, themes, relations and sources inside it."""
    keys = {
        "blocks": {"id", "type", "level", "kind", "text", "heading", "run_in", "inline"},
        "themes": {"id", "label", "score", "paragraphs"},
        "formulas": {"text", "count"},
        "related": {"id", "score", "themes", "passages"},
        "notes": {"kind", "block", "text", "suggestion"},
        "inferred": {"field", "value", "confidence", "evidence"},
    }
    for record in built.records():
        assert set(record["source"]) == {"file", "sha256", "bytes", "encoding", "url"}
        for name, expected in keys.items():
            assert record[name], f"{record['id']} shows no {name}"
            assert {frozenset(part) for part in record[name]} == {frozenset(expected)}


def test_records_are_sorted(built: Project, small_site: Project) -> None:
    """Records stand in the order of their ids; the published file says how many there are."""
    for project in (built, small_site):
        for file in (project.build / "documents.jsonl", project.docs / "data" / "documents.jsonl"):
            ids = [record["id"] for record in json_lines(file)]
            assert ids == sorted(set(ids))
        index = json.loads((project.docs / "data" / "index.json").read_text(encoding="utf-8"))
        assert index == {"schema": 1, "documents": len(ids)}


def test_only_what_is_published_is_exported(built: Project, small_site: Project) -> None:
    """build/ holds every document, docs/data/ and the site's data the published ones only."""
    for project in (built, small_site):
        published = [record for record in project.records() if record["published"]]
        exported = project.docs / "data" / "documents.jsonl"
        assert json_lines(exported) == published
        assert (project.site / "data" / "documents.jsonl").read_bytes() == exported.read_bytes()
    assert [record["id"] for record in small_site.records()] == ["first", "frost", "hidden"]
    assert [record["id"] for record in published] == ["first", "frost"]


def test_front_matter_says_what_the_record_says(built: Project, small_site: Project) -> None:
    """Parsed back, each key of a front matter equals the record; unknown facts are left out."""
    for project in (built, small_site):
        for record in json_lines(project.docs / "data" / "documents.jsonl"):
            front = front_matter(project.docs / "speeches" / f"{record['id']}.md")
            assert set(front) <= FRONT
            assert {key: front[key] for key in FACTS if key in front} == {
                key: record[key] for key in FACTS if record[key] is not None
            }
            assert front["themes"] == [theme["id"] for theme in record["themes"]]
            assert front["tags"] == [theme["label"] for theme in record["themes"]]
            posted = [date["value"] for date in record["dates"] if date["type"] == "posted"]
            assert front.get("posted") == (posted[0] if posted else None)
            first = next(block["text"] for block in record["blocks"] if block["type"] == "paragraph")
            assert first.startswith(front["description"].removesuffix("…"))


def test_what_is_unknown_is_left_out(built: Project) -> None:
    """A page does not mention a date, a speaker or a place its text does not state, nor print None."""
    page = "speeches/001-c5f98e3d9855bd8c/index.html"
    shown = text_of(built, page)
    assert "发布日期" in shown
    assert not [name for name in ("讲话日期", "讲话人", "作者", "地点", "出处", "栏目") if name in shown]
    for record in built.records():
        assert not re.search(r"None|null|undefined", text_of(built, speech_page(record)))


def test_a_posted_date_is_no_delivery_date(built: Project) -> None:
    """When a web page appeared is said as such: no speech of the five has a delivery date."""
    records = {record["id"][:3]: record for record in built.records()}
    assert {record["date"] for record in records.values()} == {None}
    posted = {key: [date["value"] for date in record["dates"]] for key, record in records.items()}
    assert posted == {"000": [], "001": ["2022-04-22"], "002": [], "003": [], "004": ["2019-04-26"]}


def test_an_unpublished_speech_is_nowhere(small_site: Project) -> None:
    """A speech whose editor says publish: false is in no page, list, data file or index, not even its id."""
    (record,) = (each for each in small_site.records() if each["id"] == "hidden")
    assert record["title"] == HIDDEN_TITLE
    assert not record["published"]
    words = public_words(small_site)
    assert any(TITLE in text for text in words.values())
    for wording in ("水库移民", "库区搬迁", "移民安居", record["source"]["sha256"]):
        assert not [path for path, text in words.items() if wording in text]
    assert not [
        path for path, text in words.items() if re.search(r"hidden\.(txt|yml|md)|/hidden/", path + text)
    ]


def test_an_unpublished_speech_counts_nowhere(small_site: Project) -> None:
    """Nor is it counted: related speeches, themes and their numbers are those of the published ones."""
    records = {record["id"]: record for record in small_site.records()}
    shared = {theme["id"] for theme in records["hidden"]["themes"]} & {
        theme["id"] for theme in records["first"]["themes"]
    }
    assert shared
    assert records["first"]["related"] == records["hidden"]["related"] == []
    for theme in shared:
        page = small_site.html(f"themes/{theme}/index.html")
        linked = {
            node.attributes["href"].split("#")[0] for node in page.css('a[href*="speeches/"][href*="#"]')
        }
        assert linked == {"../../speeches/first/"}


def test_inferred_facts_are_shown_as_inferred(built: Project, small_site: Project) -> None:
    """An inferred fact stands on the page with its confidence and evidence, marked 推定."""
    confidence = {"high": "高", "medium": "中", "low": "低"}
    for project in (built, small_site):
        facts = [(record, fact) for record in project.records() for fact in record["inferred"]]
        assert facts
        for record, fact in facts:
            shown = text_of(project, speech_page(record))
            assert re.search(f"推定[^推]{{0,20}}{re.escape(fact['value'])}", shown)
            assert f"把握{confidence[fact['confidence']]}" in shown
            assert fact["evidence"] in shown


def test_inferred_facts_are_not_searched_for(built: Project, small_site: Project) -> None:
    """No search finds an inferred fact or its evidence, and no list sorts by it."""
    for project in (built, small_site):
        searched = index_of(project)
        assert "三会一课" in searched
        assert "推定" not in searched
        for record in project.records():
            assert not [fact for fact in record["inferred"] if fact["evidence"] in searched]
    assert "云梦泽" not in index_of(small_site)
    assert "云梦泽" not in text_of(small_site, "speeches/index.html")


def test_inferred_facts_are_no_metadata(built: Project) -> None:
    """An inferred role, year or province never fills the field of that name."""
    for record in built.records():
        front = front_matter(built.docs / "speeches" / f"{record['id']}.md")
        for fact in record["inferred"]:
            assert record.get(fact["field"]) is None
            assert fact["field"] not in front


def test_notices_are_recorded_and_reported(built: Project) -> None:
    """Two seeds say how they may be used: records and pages hold the notice, a warning names file and line."""
    notice = "仅供学习 禁止外传"
    holders = [record for record in built.records() if record["rights"]]
    assert [record["id"][:3] for record in holders] == ["000", "003"]
    for record in holders:
        assert notice in record["rights"]
        assert notice in text_of(built, speech_page(record))
        assert not any(notice in block["text"] for block in record["blocks"])
    warnings = [
        each for each in json_lines(built.build / "findings.jsonl") if each["code"] == "rights-forbidden"
    ]
    assert [(each["path"], each["line"]) for each in warnings] == [
        (f"seeds/{record['source']['file']}", 1) for record in holders
    ]
    assert all(each["severity"] == "warning" and notice in each["message"] for each in warnings)


def test_nothing_removed_is_published(built: Project) -> None:
    """No advertisement, contact, error page or navigation of the seeds stands in any file of docs/ or site/."""
    words = public_words(built)
    seeds = "".join(path.read_text(encoding="utf-8") for path in built.seeds.glob("*.txt"))
    assert len(words) > 100
    for word in FORBIDDEN:
        assert word in seeds
        assert not [path for path, text in words.items() if word in text], word


def test_by_products_are_not_published(built: Project) -> None:
    """Receipts, findings, the manifest and the search dictionary stay at home."""
    names = {path.name for path in built.site.rglob("*")}
    assert not names & {"receipts.jsonl", "findings.jsonl", "search-dictionary.txt", ".manifest.json"}
    assert not [name for name in names if name.startswith(".")]


def test_speeches_that_belong_together_are_linked(built: Project) -> None:
    """Eight pairs of the five are linked, both ways and with one score; 001 and 003 have nothing to do with each other."""
    scores = {
        (record["id"][:3], other["id"][:3]): other["score"]
        for record in built.records()
        for other in record["related"]
    }
    linked = {tuple(sorted(pair)) for pair in scores}
    assert linked >= PAIRS
    assert ("001", "003") not in linked
    assert all(scores[here, there] == scores[there, here] for here, there in scores)


def test_a_relation_shows_its_evidence(built: Project) -> None:
    """Each relation names shared themes and, for each, links to a paragraph here and one there."""
    records = {record["id"]: record for record in built.records()}
    blocks = {key: {block["id"] for block in record["blocks"]} for key, record in records.items()}
    for here, record in records.items():
        links = {node.attributes["href"] for node in built.html(speech_page(record)).css("a[href]")}
        for other in record["related"]:
            there = other["id"]
            assert f"../{there}/" in links
            assert other["themes"]
            for theme in other["themes"]:
                assert theme["id"] in {each["id"] for each in record["themes"]}
                assert theme["id"] in {each["id"] for each in records[there]["themes"]}
                assert f"../../themes/{theme['id']}/" in links_of(built, record)
                assert theme["pairs"]
                for mine, theirs in theme["pairs"]:
                    assert mine in blocks[here]
                    assert theirs in blocks[there]
                    assert {f"#{mine}", f"../{there}/#{theirs}"} <= links


def test_a_theme_leads_to_its_paragraphs(built: Project) -> None:
    """Every theme of a speech is a link on its page or the one that goes with it, and the theme's page opens each paragraph that shows it."""
    for record in built.records():
        links = links_of(built, record)
        for theme in record["themes"]:
            assert f"../../themes/{theme['id']}/" in links
            opened = {
                node.attributes["href"]
                for node in built.html(f"themes/{theme['id']}/index.html").css("a[href]")
            }
            assert theme["paragraphs"]
            assert {f"../../speeches/{record['id']}/#{block}" for block in theme["paragraphs"]} <= opened


def test_quotations_are_verbatim(built: Project) -> None:
    """What a theme page quotes stands in a speech, word for word; only …… marks what is left out."""
    texts = [block["text"] for record in built.records() for block in record["blocks"]]
    quoted = [
        node.text(deep=True).strip()
        for theme in sorted((built.site / "themes").glob("*/index.html"))
        for node in built.html(theme.relative_to(built.site).as_posix()).css("blockquote")
    ]
    assert len(quoted) > 50
    for quotation in quoted:
        parts = [part for part in quotation.split("……") if part]
        assert any(all(part in text for part in parts) for text in texts), quotation


def test_every_page_is_listed(built: Project) -> None:
    """The list of speeches links all speeches, the list of themes all themes."""
    speeches = {node.attributes["href"] for node in built.html("speeches/index.html").css("a[href]")}
    assert {f"{record['id']}/" for record in built.records()} <= speeches
    themes = {node.attributes["href"] for node in built.html("themes/index.html").css("a[href]")}
    assert {f"{path.parent.name}/" for path in (built.site / "themes").glob("*/index.html")} <= themes


def test_pages_say_their_language(built: Project) -> None:
    """Every page declares Chinese, a title and UTF-8."""
    for path in built.site.rglob("*.html"):
        page = built.html(path.relative_to(built.site).as_posix())
        assert page.css_first("html").attributes["lang"].startswith("zh")
        assert page.css_first("title").text().strip()
        assert page.css_first("meta[charset]").attributes["charset"].lower() == "utf-8"


def test_titles_are_titles(built: Project) -> None:
    """A speech page has one h1, its title, and names it in <title>."""
    for record in built.records():
        page = built.html(speech_page(record))
        (heading,) = page.css("h1")
        assert heading.text(deep=True).strip() == record["title"]
        assert page.css_first("title").text().startswith(record["title"])


def test_a_remark_is_shown_as_its_words(small_site: Project) -> None:
    """A remark of several lines is shown with all its characters, and makes no list and no code."""
    article = small_site.html("speeches/frost/index.html").css_first("article")
    assert "甲 乙<b> 1. 丙" in " ".join(article.text(deep=True).split())
    assert not article.css("pre, ol")


def test_notes_stand_beside_the_text(built: Project) -> None:
    """Each editorial note is shown on its page, outside the blocks, with the reading it proposes."""
    for record in built.records():
        shown = text_of(built, speech_page(record))
        for note in record["notes"]:
            assert note["text"] in shown
            if note["suggestion"]:
                assert note["suggestion"] in shown
        assert not built.html(speech_page(record)).css("[data-block] aside, [data-block] [role=note]")
