"""The check of the built site finds each kind of damage, and nothing where there is none.

In: a copy of the built site of the five seeds, damaged in one place.
"""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sites import SPEECH, Project, json_lines

from build_corpus.model import CATALOGUE
from build_corpus.pipeline import check_site

SPEECH_ID = "001-c5f98e3d9855bd8c"
PAGE = f"speeches/{SPEECH_ID}/index.html"
INDEX = "search/search_index.json"
REMOVED = "自建平台、实时分享"
"""An advertisement that cleaning takes out of two of the seeds."""
NAME = "酷乐文行"
"""The website that it is for."""


def found(project: Project) -> list[tuple[str, str]]:
    """(code, path) of what the check finds, each once."""
    return list(dict.fromkeys((each.code, each.path) for each in check_site(project.config())))


def insert(file: Path, markup: str) -> None:
    """Puts markup at the end of a page's body."""
    html = file.read_text(encoding="utf-8")
    assert "</body>" in html
    file.write_text(html.replace("</body>", f"{markup}</body>"), encoding="utf-8")


def change_index(file: Path, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
    """Rewrites the search index as Material writes it: ASCII, without spaces."""
    index = json.loads(file.read_text(encoding="utf-8"))
    index["docs"] = change(index["docs"])
    file.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")


def test_the_real_site_passes(built: Project) -> None:
    """The site of the five seeds has no finding."""
    assert check_site(built.config()) == ()


def test_a_finding_says_what_to_do(copied: Project) -> None:
    """A finding about the site is an error of the catalogue, names what is wrong and the next step."""
    insert(copied.site / PAGE, '<a href="../nowhere/">x</a>')
    (finding,) = check_site(copied.config())
    assert finding.severity == CATALOGUE["link-broken"].severity == "error"
    assert "../nowhere/" in finding.message
    assert finding.hint


def named(project: Project, code: str) -> list[str]:
    """What the findings of a code name in quotation marks; any other finding fails the test."""
    findings = check_site(project.config())
    assert {(each.code, each.path) for each in findings} <= {(code, f"site/{PAGE}")}
    return [re.findall("“(.*?)”", each.message)[-1] for each in findings]


def test_broken_links_are_found(copied: Project) -> None:
    """A link, an anchor or a resource that leads nowhere is an error on its page."""
    links = [
        "../nowhere/",
        "/nowhere/",
        "#p-nowhere",
        "../../themes/rencai-gongzuo/#p-nowhere",
        "nowhere.css",
    ]
    resources = ["nowhere.png", "../../assets/nowhere.js"]
    insert(
        copied.site / PAGE,
        "".join(f'<a href="{target}">x</a>' for target in links[:-1])
        + '<link rel="stylesheet" href="nowhere.css">'
        + '<img src="nowhere.png" alt=""><script src="../../assets/nowhere.js"></script>',
    )
    assert sorted(named(copied, "link-broken")) == sorted(links + resources)


def test_good_links_are_no_findings(copied: Project) -> None:
    """Links inside the site, to its data and to other hosts (for the reader to follow) are fine."""
    insert(
        copied.site / PAGE,
        """
        <a href="../../themes/rencai-gongzuo/">x</a>
        <a href="../../themes/rencai-gongzuo/index.html#speeches">x</a>
        <a href="/about/">x</a>
        <a href=".">x</a>
        <a href="../..">x</a>
        <a href="#__top">x</a>
        <a href="../../data/documents.jsonl">x</a>
        <a href="https://example.com/a">x</a>
        <a href="mailto:a@example.com">x</a>
        <link rel="license" href="https://example.com/licence">
        """,
    )
    assert found(copied) == []


def test_a_theme_without_its_page_breaks_links(copied: Project) -> None:
    """When a page goes missing, every page that links to it says so."""
    shutil.rmtree(copied.site / "themes" / "rencai-gongzuo")
    findings = found(copied)
    assert {code for code, _ in findings} == {"link-broken"}
    assert ("link-broken", "site/themes/index.html") in findings


def test_foreign_requests_are_found(copied: Project) -> None:
    """Whatever makes the reader's browser ask another host is an error."""
    insert(
        copied.site / PAGE,
        """
        <script src="https://example.com/1"></script>
        <script src="//example.com/2"></script>
        <img src="http://example.com/3" alt="">
        <iframe src="https://example.com/4"></iframe>
        <link rel="stylesheet" href="https://example.com/5">
        <link rel="preconnect" href="https://example.com/6">
        <video src="https://example.com/7"></video>
        """,
    )
    assert sorted(target[-1] for target in named(copied, "request-foreign")) == list("1234567")


def test_less_common_foreign_requests_are_found(copied: Project) -> None:
    """Other attributes and styles that make a browser ask another host are errors, too."""
    insert(
        copied.site / PAGE,
        """
        <img srcset="https://example.com/1 2x" alt="">
        <object data="https://example.com/2"></object>
        <video poster="https://example.com/3"></video>
        <p style="background: url(https://example.com/4)">x</p>
        <style>@import "https://example.com/5";</style>
        """,
    )
    assert len(named(copied, "request-foreign")) == 5


def test_a_foreign_request_in_a_stylesheet_is_found(copied: Project) -> None:
    """A font that a stylesheet fetches from another host is an error."""
    file = copied.site / "assets" / "stylesheets" / "corpus.css"
    file.write_text('@import "https://example.com/font.css";\n', encoding="utf-8")
    assert found(copied) == [("request-foreign", "site/assets/stylesheets/corpus.css")]


def pages(project: Project) -> list[str]:
    """Paths of the five speech pages."""
    return [f"speeches/{record['id']}/index.html" for record in project.records()]


def test_one_changed_character_is_found(copied: Project) -> None:
    """A character that is another, too many or missing in a block is an error on its page; markup is not text."""
    changes = [("组织", "组识"), ("组织", "组织 "), ("组织", "组<em></em>织"), ("组织", "组"), ("，", ",")]
    for page, (old, new) in zip(pages(copied), changes, strict=True):
        html = (copied.site / page).read_text(encoding="utf-8")
        before, start, block = html.partition('data-block="paragraph"')
        assert old in block
        changed = before + start + block.replace(old, new, 1)
        (copied.site / page).write_text(changed, encoding="utf-8")
    one, two, _, four, five = pages(copied)
    assert found(copied) == [("text-differs", f"site/{page}") for page in (one, two, four, five)]


def test_a_block_too_many_or_too_few_is_found(copied: Project) -> None:
    """A page without one of its blocks, or with one twice, differs from its record."""
    lost, doubled = pages(copied)[:2]
    for page, times in ((lost, 0), (doubled, 2)):
        html = (copied.site / page).read_text(encoding="utf-8")
        block = re.search(r"<p [^>]*data-block.*?</p>", html, re.DOTALL)
        assert block
        changed = html[: block.start()] + block[0] * times + html[block.end() :]
        (copied.site / page).write_text(changed, encoding="utf-8")
    findings = found(copied)
    assert {("text-differs", f"site/{lost}"), ("text-differs", f"site/{doubled}")} <= set(findings)
    assert {code for code, _ in findings} <= {"text-differs", "link-broken"}


def change_front_matter(project: Project, *keys: str) -> None:
    """Gives keys of a page's front matter another value."""
    file = project.docs / "speeches" / f"{SPEECH_ID}.md"
    for key in keys:
        text = file.read_text(encoding="utf-8")
        changed, times = re.subn(
            rf"^{key}:.*(\n[ -].*)*", f"{key}: 另一个", text, count=1, flags=re.MULTILINE
        )
        assert times == 1
        file.write_text(changed, encoding="utf-8")


def differing_keys(project: Project) -> set[str]:
    """The keys that findings about the front matter name."""
    findings = check_site(project.config())
    assert {(each.code, each.path) for each in findings} <= {
        ("front-matter-differs", f"docs/speeches/{SPEECH_ID}.md")
    }
    return {key for each in findings for key in re.findall("“(.*?)”", each.message)}


def test_a_changed_front_matter_is_found(copied: Project) -> None:
    """A front matter that says something else than the record is an error that names the key."""
    keys = (
        "id",
        "title",
        "posted",
        "level",
        "occasion",
        "kind",
        "source",
        "rights",
        "themes",
        "tags",
        "lang",
    )
    change_front_matter(copied, *keys)
    assert differing_keys(copied) == set(keys)


def test_an_invented_fact_is_found(copied: Project) -> None:
    """A front matter that knows a date where the record knows none is an error."""
    file = copied.docs / "speeches" / f"{SPEECH_ID}.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("---\n", "---\ndate: '2022-04-22'\n", 1), encoding="utf-8")
    assert differing_keys(copied) == {"date"}


def test_a_lost_front_matter_is_found(copied: Project) -> None:
    """A page whose front matter is gone or cannot be read differs from its record."""
    files = sorted(path for path in (copied.docs / "speeches").glob("*.md") if path.name != "index.md")
    contents = ("", "# 没有头部\n", "---\n[\n---\n", "---\n- a\n---\n", None)
    for file, content in zip(files, contents, strict=True):
        file.unlink() if content is None else file.write_text(content, encoding="utf-8")
    assert set(found(copied)) == {("front-matter-differs", f"docs/speeches/{file.name}") for file in files}


def test_a_missing_page_is_found(copied: Project) -> None:
    """A published document without its page is an error, beside the links that lead to it."""
    (copied.site / PAGE).unlink()
    findings = found(copied)
    assert ("page-missing", f"site/{PAGE}") in findings
    assert {code for code, _ in findings} == {"page-missing", "link-broken"}


def test_a_forgotten_seed_is_found(copied: Project, tmp_path: Path) -> None:
    """A seed that has neither a page nor a finding is an error; sidecars and README files are no seeds."""
    seeds = tmp_path / "seeds"
    shutil.copytree(copied.seeds, seeds)
    (seeds / "README.txt").write_text(SPEECH, encoding="utf-8")
    (seeds / "forgotten.txt").write_text(SPEECH, encoding="utf-8")
    project = Project(root=copied.root, seeds=seeds, docs=copied.docs, build=copied.build, site=copied.site)
    assert found(project) == [("page-missing", "seeds/forgotten.txt")]


def test_a_leak_into_a_page_is_found(copied: Project) -> None:
    """Wording that was taken out as advertisement stands in no page."""
    places = {PAGE, "index.html", "about/index.html", "themes/rencai-gongzuo/index.html"}
    for place in places:
        insert(copied.site / place, f"<p>{REMOVED}</p>")
    assert set(found(copied)) == {("leak", f"site/{place}") for place in places}


def test_a_leak_into_data_is_found(copied: Project) -> None:
    """Wording that was taken out stands in no data file, feed or text file either."""
    names = {"data/documents.jsonl", "data/extra.csv", "feed.xml", "robots.txt"}
    for name in names:
        with (copied.site / name).open("a", encoding="utf-8") as file:
            file.write(REMOVED)
    assert set(found(copied)) == {("leak", f"site/{name}") for name in names}


def test_a_leak_into_the_search_index_is_found(copied: Project) -> None:
    """Wording that was taken out cannot be searched for: neither whole nor cut into words."""
    words = REMOVED.replace("平台", "\N{ZERO WIDTH SPACE}平台\N{ZERO WIDTH SPACE}")
    entry = {"location": f"speeches/{SPEECH_ID}/", "title": "会议", "text": f"<p>{words}</p>"}
    change_index(copied.site / INDEX, lambda docs: [*docs, entry])
    assert found(copied) == [("leak", f"site/{INDEX}")]


def test_a_leak_into_a_description_is_found(copied: Project) -> None:
    """What search engines read of a page, its description, holds no removed wording."""
    file = copied.site / PAGE
    html = file.read_text(encoding="utf-8")
    assert 'name="description" content="' in html
    marked = html.replace('name="description" content="', f'name="description" content="{REMOVED}', 1)
    file.write_text(marked, encoding="utf-8")
    assert found(copied) == [("leak", f"site/{PAGE}")]


def remove(project: Project, wording: str, rule: str) -> None:
    """Adds the receipt of a removal."""
    receipts = json_lines(project.build / "receipts.jsonl")
    taken = {**receipts[0], "before": wording, "rule": rule, "kind": "removed"}
    with (project.build / "receipts.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(taken, ensure_ascii=False) + "\n")


def test_wording_that_a_text_also_uses_is_no_leak(copied: Project) -> None:
    """Removed wording that a published text uses itself says nothing, wherever it stands."""
    used = "从严治党"
    assert any(used in block["text"] for record in copied.records() for block in record["blocks"])
    remove(copied, used, "navigation.control")
    assert found(copied) == []
    remove(copied, "没有哪一篇用过这个说法", "navigation.control")
    insert(copied.site / PAGE, "<p>没有哪一篇用过这个说法</p>")
    assert found(copied) == [("leak", f"site/{PAGE}")]


def test_wording_that_may_be_shown_is_no_leak(copied: Project) -> None:
    """What was removed as a repeated title may be shown."""
    remove(copied, "这一行是重复的标题", "title.repeat")
    insert(copied.site / PAGE, "<p>这一行是重复的标题</p>")
    assert found(copied) == []


def test_a_leak_of_a_name_is_found(copied: Project) -> None:
    """The name of the website that a seed was copied from, four 字, stands in no page."""
    assert any(each["before"].strip() == NAME for each in json_lines(copied.build / "receipts.jsonl"))
    insert(copied.site / PAGE, f"<p>{NAME}</p>")
    assert found(copied) == [("leak", f"site/{PAGE}")]


def test_wording_of_the_site_itself_is_no_leak(copied: Project) -> None:
    """A removed line that says 首页 or 主题 does not make the site's own navigation a leak."""
    remove(copied, "首页", "promotion.enclosed")
    remove(copied, "主题", "promotion.enclosed")
    assert found(copied) == []


def test_an_odd_line_end_in_a_receipt_hides_no_leak(copied: Project) -> None:
    """A removed line that ends in one of Unicode's rarer line ends does not switch the leak check off."""
    for char in ("\x85", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}"):
        remove(copied, f"某处的广告{char}", "layout.invisible")
    insert(copied.site / PAGE, f"<p>{REMOVED}</p>")
    assert found(copied) == [("leak", f"site/{PAGE}")]


@pytest.mark.parametrize("name", ["receipts.jsonl", "documents.jsonl", "findings.jsonl"])
def test_a_check_that_cannot_look_says_so(copied: Project, name: str) -> None:
    """Without the by-products that it compares with, the check does not pass."""
    (copied.build / name).unlink()
    assert found(copied) == [("check-incomplete", "build")]


def test_an_index_without_word_breaks_is_found(copied: Project) -> None:
    """Chinese text that was not cut into words is an error: no search would find it."""
    file = copied.site / INDEX
    text = file.read_text(encoding="utf-8")
    assert r"\u200b" in text
    file.write_text(text.replace(r"\u200b", ""), encoding="utf-8")
    assert ("search-unsegmented", f"site/{INDEX}") in found(copied)


@pytest.mark.parametrize("content", [None, "", "{", "{}", '{"docs": [{}]}', "[]"])
def test_an_index_that_cannot_be_read_is_found(copied: Project, content: str | None) -> None:
    """A search index that is missing, broken or without entries to read is an error."""
    (copied.site / INDEX).unlink()
    if content is not None:
        (copied.site / INDEX).write_text(content, encoding="utf-8")
    assert found(copied) == [("search-unsegmented", f"site/{INDEX}")]


def test_an_index_without_settings_is_found(copied: Project) -> None:
    """A search index that does not say how it separates words is an error, not a crash."""
    (copied.site / INDEX).write_text('{"docs": []}', encoding="utf-8")
    assert ("search-unsegmented", f"site/{INDEX}") in found(copied)


def test_a_word_cut_apart_is_found(copied: Project) -> None:
    """A word of the vocabulary that Material's segmenter cut in two is a query that misses its page."""

    def cut(docs: list[dict[str, str]]) -> list[dict[str, str]]:
        return [each | {"text": each["text"].replace("流动党员", "流\u200b动党员")} for each in docs]

    change_index(copied.site / INDEX, cut)
    findings = check_site(copied.config())
    assert {(each.code, each.path) for each in findings} == {("search-miss", f"site/{INDEX}")}
    assert all("流动党员" in each.message for each in findings)


@pytest.mark.parametrize("name", ["site/index.html", "docs/data/documents.jsonl"])
def test_no_site_is_found(copied: Project, name: str) -> None:
    """Without a home page or without the data the pages were made of there is nothing to check."""
    (copied.site.parent / name).unlink()
    assert found(copied) == [("site-missing", "site")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("data/table.xlsx", b"PK\x03\x04\xff\xfe"),
        ("old.html", "<p>旧网页</p>".encode("gbk")),
        ("data/more/a.csv", b"a"),
    ],
    ids=["binary", "page", "folder"],
)
def test_other_peoples_files_do_not_stop_the_check(copied: Project, name: str, data: bytes) -> None:
    """A binary file, an old page in another encoding or a folder beside the data is no reason to crash."""
    (copied.site / name).parent.mkdir(exist_ok=True)
    (copied.site / name).write_bytes(data)
    assert {code for code, _ in found(copied)} <= {"leak", "link-broken"}
