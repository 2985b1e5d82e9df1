"""What readers meet first: home, the foot of every page, 关于; and what they are told of what is not known.

In: small corpora made here, small projects built by the real command.
"""

import re
from collections.abc import Callable, Mapping

import pytest
from helpers import ALONE, PROSE, SETTINGS, annotated_of, pages_of, seed_documents, source_of
from jinja2 import Environment, FileSystemLoader
from sites import ROOT, SPEECH, Project
from test_theme_values import many

from build_corpus.config import Settings
from build_corpus.knowledge import built_in
from build_corpus.model import Sidecar
from build_corpus.publish import Site, advice, todo
from build_corpus.publish.tables import table_pages
from build_corpus.relate import relate

Small = Callable[[Mapping[str, str | bytes]], Project]
THEME = "各级党组织要落实“三会一课”制度，开好民主生活会和组织生活会，党员领导干部要带头参加双重组织生活。"


def made_of(*given: dict[str, str], settings: Settings = SETTINGS) -> dict[str, str]:
    """Every page of speeches with this metadata."""
    documents = [
        annotated_of(
            source_of(f"第{at}次讲话\n{THEME}这是第{at}次。{PROSE}\n", f"s{at}.txt", Sidecar(metadata=each)),
            ALONE,
        )
        for at, each in enumerate(given, 1)
    ]
    return pages_of(relate(documents, built_in(), 6), settings=settings)


# ---------------------------------------------------------------- home


def test_home_says_what_it_is_before_anything_else() -> None:
    """Below the title: what the corpus is and holds, then the search box, then ways in; figures come last."""
    home = made_of({"date": "2019-04"}, {})["index.md"]
    order = [
        home.index(each)
        for each in (SETTINGS.description, 'role="search"', "## 按年份", "nav class", "figures")
    ]
    assert order == sorted(order)
    lead = home[home.index(SETTINGS.description) :].split("\n")[0]
    assert re.search(r"收有.* \d+ 篇.*的全文", lead)


@pytest.mark.parametrize(
    ("description", "wanted"),
    [
        ("试验用的几篇讲话", "试验用的几篇讲话。收有讲话 2 篇的全文，每一段都可以检索和引用。"),
        ("", "收有讲话 2 篇的全文，每一段都可以检索和引用。"),
    ],
)
def test_what_home_says_is_whole_sentences(description: str, wanted: str) -> None:
    """Whether the description ends with a mark, ends without one or is not there."""
    home = made_of({}, {}, settings=Settings(title="试验集", description=description))["index.md"]
    assert home.split("\n# 试验集\n\n")[1].split("\n")[0] == wanted


def test_home_of_nothing_says_no_number() -> None:
    """Before the first speech there is the description alone."""
    home = made_of()["index.md"]
    assert home.split("\n# 试验集\n\n")[1].split("\n")[0] == SETTINGS.description


def test_what_has_no_date_is_not_called_new() -> None:
    """Only speeches with a delivery date stand under 最近; the others under a heading that says so."""
    home = made_of({"date": "2019-04"}, {"posted": "2024-01-02"}, {})["index.md"]
    newest, unknown = home.split("## 最近的讲话")[1].split("## 讲话日期不详的")
    assert re.findall(r"\(speeches/(s\d)\.md\)", newest) == ["s1"]
    assert re.findall(r"\(speeches/(s\d)\.md\)", unknown) == ["s2", "s3"]
    without = made_of({"posted": "2024-01-02"}, {})["index.md"]
    assert "最近的讲话" not in without
    assert "不知道新旧" in without


def test_a_measure_has_one_name() -> None:
    """Home orders themes by the share of texts they take, 趋势 by paragraphs; neither says 讲得最多 of its own."""
    files = made_of({"date": "2019-04"}, {"date": "2020-05"})
    assert "## 占篇幅最多的主题" in files["index.md"]
    assert "段数最多的" in files["trends.md"]
    assert not [path for path, text in files.items() if path.endswith(".md") and "讲得最多" in text]


# ---------------------------------------------------------------- what is not known


def test_a_column_without_any_date_is_left_out() -> None:
    """The list of set phrases has no column of first dates where no use is dated."""
    assert "本库最早" not in made_of({}, {"posted": "2024-01-02"})["formulas/index.md"]
    assert "本库最早" in made_of({"date": "2019-04"}, {})["formulas/index.md"]


def test_the_table_of_themes_has_dates_where_there_are_any() -> None:
    """The table of themes and speeches has no column of dates where no speech of the page has one, and all else stays."""
    table = "themes/speeches.md"
    undated, dated = made_of({}, {"posted": "2024-01-02"})[table], made_of({"date": "2019-04"}, {})[table]
    for text, columns in ((undated, ["讲话", "主题数"]), (dated, ["讲话", "日期", "主题数"])):
        rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
        assert [name.strip("| ") for name in rows[0]][: len(columns)] == columns
        assert len(rows) == 4
        assert len({len(row) for row in rows}) == 1


def test_few_speeches_have_no_multiples() -> None:
    """Below twenty speeches no pair of themes is said to go together so many times as often as expected."""
    seeds = relate(list(seed_documents().values()), built_in(), 6)
    few, enough = (
        "".join(dict(table_pages(site))["themes/cooccurrence.md"])
        for site in (Site(seeds, built_in(), SETTINGS), many(60))
    )
    assert "| 倍数 |" not in few
    assert "不到 20 篇" in few
    assert "| 预计 | 倍数 |" in enough
    assert "不到 20 篇" not in enough


# ---------------------------------------------------------------- pages of their own names


def test_lists_of_a_facet_have_names_of_their_own() -> None:
    """No two browse pages share a first heading."""
    files = made_of({"level": "市"}, {"level": "县"}, {"level": "县", "author": "王小明"})
    heads = [
        re.search(r"^# .*", text, re.MULTILINE)[0]
        for path, text in files.items()
        if path.startswith("browse/")
    ]  # type: ignore[index]
    assert len(set(heads)) == len(heads)


def test_lists_are_named_after_their_values() -> None:
    """A page of several lists is headed by what they are of: by each of a few, by the first and the last of many."""

    def head(path: str, *levels: str) -> str:
        found = re.search(r"^# .*", made_of(*({"level": each} for each in levels))[path], re.MULTILINE)
        assert found
        return found[0]

    assert head("browse/level/page-1.md", "县", "市") == "# 市级、县级 <small>层级</small>"
    assert head("browse/level/page-1.md", "国家", "省", "市", "县") == "# 国家级 至 县级 <small>层级</small>"


def test_a_level_has_one_name() -> None:
    """市级 and 市 are one value, wherever they were written; a level nobody knows stays as it is."""
    for said, wanted in {
        "市级": "市",
        "市": "市",
        "中央": "国家",
        "街道": "乡镇",
        " 县 级 ": "县",
        "兵团": "兵团",
    }.items():
        assert (
            annotated_of(source_of(SPEECH, "a.txt", Sidecar(metadata={"level": said}))).speech.value("level")
            == wanted
        )
    table = built_in().structure.level_names
    assert not table.keys() & set(table.values())


def test_authors_are_browsed() -> None:
    """A facet of authors, where somebody has one; else none."""
    files = made_of({"author": "王小明"}, {"author": "王小明"}, {})
    assert "王小明" in files["browse/author.md"]
    assert "browse/author.md" not in made_of({"speaker": "王小明"}, {})


# ---------------------------------------------------------------- the editor


@pytest.mark.parametrize(
    ("contact", "repository", "address", "said"),
    [
        ("https://example.org/a?b=c&d", "", "https://example.org/a?b=c&d", "https://example.org/a?b=c&d"),
        ("", "https://github.com/a/b", "https://github.com/a/b/issues", "在代码仓库里提出问题"),
    ],
    ids=["page", "issues"],
)
def test_the_editor_can_be_reached(
    small: Small, contact: str, repository: str, address: str | None, said: str
) -> None:
    """关于 and the foot of every page say where the editor is reached; nothing is said where nobody knows."""
    project = small({"a.txt": SPEECH})
    with (project.root / "corpus.yml").open("a", encoding="utf-8") as settings:
        settings.write(f"contact: {contact}\n" if contact else "")
    result = project.run("site", REPO_URL=repository)
    assert result.returncode == 0, result.stdout + result.stderr
    about = project.html("about/index.html")
    links = [
        about.css_first("#contact + p a"),
        *(project.html(f"{path}index.html").css_first("footer a[href*=':']") for path in ("", "about/")),
    ]
    assert [link and link.attributes["href"] for link in links] == [address] * 3
    assert (links[0].text() if links[0] else "") == said


@pytest.mark.parametrize(
    ("contact", "repository", "address"),
    [
        ("editor@example.org", "https://github.com/a/b", "mailto:editor@example.org"),
        ("https://example.org/a?b=c&d", "", "https://example.org/a?b=c&amp;d"),
        ("", "https://github.com/a/b", "https://github.com/a/b/issues"),
        ("", "", ""),
    ],
)
def test_a_contact_is_a_mailbox_or_a_page(contact: str, repository: str, address: str) -> None:
    """A contact comes before the repository; one that is no page is a mailbox."""
    theme = Environment(loader=FileSystemLoader(ROOT / "theme"), autoescape=True)
    module = theme.get_template("partials/contact.html").module
    config = {"extra": {"contact": contact}, "repo_url": repository}
    assert str(module.editor(config)) == address  # type: ignore[attr-defined]


def test_where_nobody_can_be_reached_nothing_is_said(built: Project) -> None:
    """Without a contact and a repository no page offers one."""
    assert built.html("about/index.html").css_first("#contact") is None
    assert built.html("index.html").css_first("footer a[href*=':']") is None


def test_a_missing_contact_is_told_to_editors() -> None:
    """`todo` says so last, whatever else there is; not where there is one."""
    hint = advice(SETTINGS)
    assert "contact" in hint
    assert todo([], {}, hint=hint) == f"没有待办。\n\n{hint}\n"
    known = Settings(title="试验集", description="几篇讲话。", contact="editor@example.org")
    assert advice(known) == ""
