"""Texts that forbid to pass them on: what says so, what is done then, and where they stand after that.

In: the rules of data/rights.yml, small projects with the real command. Out: findings, pages, data.
"""

import json
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from helpers import PROSE, cleaned_of, codes, speech_of
from sites import FROST, ROOT, SPEECH, TITLE, Project, front_matter, json_lines, make_project, tree

from build_corpus.config import Settings, load_config
from build_corpus.errors import ConfigError
from build_corpus.knowledge import built_in
from build_corpus.model import HANDLINGS, RightsRule, Sidecar
from build_corpus.read.sidecar import parse_sidecar
from build_corpus.structure import govern
from build_corpus.structure.rights import forbidding

Small = Callable[[Mapping[str, str | bytes]], Project]
RULES = built_in().rights
NOTICE = "未经授权不得转载"
ODD = "龘字独在此篇，讲的是抓好基层党建和三会一课制度。"
GUARDED = f"{NOTICE}\n\n在全县旅游工作会议上的讲话\n同志们：\n{ODD}\n{SPEECH.partition(chr(10))[2]}"

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


# ---------------------------------------------------------------- what forbids


def forbids(line: str) -> tuple[str, ...]:
    """What a document forbids that says this line above its title."""
    return tuple(
        each.text for each in forbidding(cleaned_of(f"{line}\n\n{TITLE}\n{PROSE}\n{PROSE}\n"), built_in())
    )


@every_rule
def test_a_rule_finds_its_hits(rule: RightsRule) -> None:
    """Each hit, above the title of a small document, forbids; the words found stand in it."""
    assert rule.hits
    assert rule.reason
    for hit in rule.hits:
        found = forbids(hit)
        assert found, hit
        assert all(words in hit for words in found)


@every_rule
def test_a_rule_leaves_its_misses(rule: RightsRule) -> None:
    """No rule finds anything in a near miss, wherever it stands."""
    assert rule.misses
    for miss in rule.misses:
        assert forbids(miss) == (), miss
        assert not speech_of(f"{TITLE}\n{PROSE}\n{miss}\n{PROSE}\n").forbids


def test_codes_are_unique() -> None:
    """A rule has a code of its own."""
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(re.fullmatch(r"forbids\.[a-z-]+", rule.code) for rule in RULES)


def test_running_text_forbids_nothing() -> None:
    """What a speech says of secrets and copies is no notice; nor is a wish for a credit at its end."""
    body = "要严守保密纪律，内部资料不得外传，未经批准不得复制，违者必究，这一条每个同志都要记在心里。"
    assert speech_of(f"{TITLE}\n同志们：\n{PROSE}\n{body}\n{PROSE}\n").forbids == ()
    assert speech_of(f"{TITLE}\n{PROSE}\n{PROSE}\n\n转载请注明出处\n").forbids == ()


def test_a_notice_in_a_footer_counts() -> None:
    """A line that cleaning takes out as a site's footer forbids as well; only the words that do are shown."""
    speech = speech_of(f"{TITLE}\n{PROSE}\n{PROSE}\n\n东川网版权所有 未经书面授权禁止转载 电话 010-1234567\n")
    assert [each.text for each in speech.forbids] == ["未经书面授权禁止转载"]
    assert speech.notices == ("未经书面授权禁止转载",)
    assert "东川网" not in "".join(speech.notices)


def test_a_notice_that_stays_in_the_text_counts() -> None:
    """A short line at the head that cleaning left in the text is a notice when all of it forbids."""
    speech = speech_of(f"{TITLE}\n（此件不公开）\n{PROSE}\n{PROSE}\n")
    assert [each.text for each in speech.forbids] == ["（此件不公开）"]
    assert speech.forbids[0].line == 2


# ---------------------------------------------------------------- the policy


@pytest.mark.parametrize("policy", HANDLINGS)
def test_the_corpus_decides(policy: str) -> None:
    """Texts that forbid get what corpus.yml says, and a warning that names title, words and what was done."""
    speech = speech_of(GUARDED)
    governed = govern(speech, policy)  # type: ignore[arg-type] - one of HANDLINGS
    (found,) = [each for each in governed.findings if each.code == "rights-forbidden"]
    assert (found.severity, found.line) == ("warning", 1)
    assert "在全县旅游工作会议上的讲话" in found.message
    assert NOTICE in found.message
    assert (governed.shown, governed.published) == (policy != "withhold", policy == "publish")
    other = govern(speech_of(SPEECH), policy)  # type: ignore[arg-type] - one of HANDLINGS
    assert other.published
    assert "rights-forbidden" not in codes(other.findings)


@pytest.mark.parametrize("said", HANDLINGS)
@pytest.mark.parametrize("text", [GUARDED, SPEECH], ids=["forbids", "silent"])
def test_an_editor_decides_otherwise(said: str, text: str) -> None:
    """A sidecar's `rights` wins, for a text with a notice or without one, and nothing is left to warn of."""
    speech = speech_of(text, Sidecar(rights=said))  # type: ignore[arg-type] - one of HANDLINGS
    for policy in HANDLINGS:
        governed = govern(speech, policy)
        assert governed.handling == said
        assert "rights-forbidden" not in codes(governed.findings)


def test_held_back_stays_held_back() -> None:
    """`publish: false` wins over any `rights`: nothing is shown."""
    speech = govern(speech_of(SPEECH, Sidecar(publish=False, rights="publish")), "publish")
    assert not speech.shown


def test_what_is_not_understood_is_held_back() -> None:
    """A wrong `rights`, or a key like it, may have been meant to hold the text back: it is, and a finding says so."""
    for text in (
        "rights: hide",
        "right: noindex",
        "rights: publish\nrights: withhold",
        "withdrawn: 昨天",
        "withdrawn_reason: 甲",
    ):
        sidecar, problems = parse_sidecar(text.encode(), "seeds/a.yml")
        assert not sidecar.publish, text
        assert codes(problems) in (["sidecar-value"], ["sidecar-key"], ["sidecar-repeated"])
    sidecar, problems = parse_sidecar(b"rights: noindex", "seeds/a.yml")
    assert (sidecar.rights, sidecar.publish, problems) == ("noindex", True, ())


def test_an_unknown_policy_is_an_error(tmp_path: Path) -> None:
    """corpus.yml names the valid ones where it has another; it has at most twelve settings."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "corpus.yml").write_text("title: 甲\ndescription: 乙\nrights: hide\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "corpus.yml")
    assert (
        str(caught.value)
        == "corpus.yml:3: rights: is none of 'publish', 'noindex', 'withhold'. Write one of them."
    )
    assert len(Settings.__dataclass_fields__) <= 12
    assert load_config(ROOT / "corpus.yml").settings.rights == "publish"


# ---------------------------------------------------------------- the site


def with_policy(project: Project, policy: str) -> Project:
    """The project with a policy in its corpus.yml."""
    file = project.root / "corpus.yml"
    file.write_text(file.read_text(encoding="utf-8") + f"\nrights: {policy}\n", encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def kept_apart(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site with a published speech, one that is not handed on, and one that only has the notice."""
    seeds = {
        "a.txt": SPEECH,
        "frost.txt": FROST,
        "b.txt": GUARDED,
        "b.yml": "aliases: [jiu-b]\nurl: https://example.org/b?x=1&y=2\n",
    }
    project = with_policy(make_project(tmp_path_factory.mktemp("apart"), seeds), "noindex")
    result = project.run("site", SITE_URL="https://example.org/jianghua/")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "[rights-forbidden]" in result.stdout
    return project


def test_a_page_that_is_not_handed_on_asks_robots_to_go(kept_apart: Project) -> None:
    """Its page, its companion and its former address say noindex; other pages do not."""
    for path, expected in {
        "speeches/b": ["noindex"],
        "compare/b": ["noindex"],
        "speeches/jiu-b": ["noindex"],
        "speeches/a": [],
        "compare/a": [],
        "": [],
    }.items():
        metas = kept_apart.html(f"{path}/index.html".lstrip("/")).css('meta[name="robots"]')
        assert [meta.attributes["content"] for meta in metas] == expected, path
    assert "只供在这一页阅读" in kept_apart.html("speeches/b/index.html").text()
    assert NOTICE in kept_apart.html("speeches/b/index.html").text()


def test_nothing_hands_it_on(kept_apart: Project) -> None:
    """Its words stand on its own page alone, its title there and in the lists; no index, data, feed or sitemap has either."""
    files = tree(kept_apart.site)
    own = {"speeches/b/index.html", "compare/b/index.html", "speeches/jiu-b/index.html"}
    with_words = {path for path, data in files.items() if "龘" in _text(data)}
    assert with_words == {"speeches/b/index.html"}
    titled = {path for path, data in files.items() if "全县旅游工作会议" in _text(data)}
    lists = {path for path in files if path == "speeches/index.html" or path.startswith("speeches/lists/")}
    assert own < titled <= own | lists
    assert not [path for path in files if path.startswith("speeches/b/") and not path.endswith("index.html")]
    addressed = {path for path, data in files.items() if "speeches/b/" in _text(data)}
    assert addressed - own <= lists


def test_its_page_is_checked_like_others(kept_apart: Project) -> None:
    """The check compares its text with the record of the build, and passes; a changed word is found."""
    assert kept_apart.run("check", "--strict").stdout == "检查通过。\n"
    page = kept_apart.site / "speeches" / "b" / "index.html"
    before = page.read_text(encoding="utf-8")
    page.write_text(before.replace("龘字独在", "龘字不在"), encoding="utf-8")
    assert "[text-differs]" in kept_apart.run("check").stdout
    page.write_text(before, encoding="utf-8")


def test_other_speeches_count_without_it(kept_apart: Project) -> None:
    """The published one, which shares nearly all its text, neither relates to it nor names it as a version."""
    records = {record["id"]: record for record in kept_apart.records()}
    assert records["b"]["published"]
    assert records["a"]["related"] == records["b"]["related"] == []
    assert records["a"]["version_of"] is records["b"]["version_of"] is None
    assert [each["id"] for each in json_lines(kept_apart.docs / "data" / "documents.jsonl")] == ["a", "frost"]


def test_a_withheld_text_is_nowhere(small: Small) -> None:
    """With `withhold` a text that forbids is on no page, in no list, index or data; the rest is built."""
    project = with_policy(small({"a.txt": SPEECH, "b.txt": GUARDED}), "withhold")
    result = project.run("build", SITE_URL="https://example.org/jianghua/")
    assert result.returncode == 0, result.stdout
    assert "没有发布" in result.stdout
    assert not [
        path
        for path, data in tree(project.docs).items()
        if "龘" in _text(data) or path.startswith(("speeches/b", "compare/b"))
    ]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "ignore") + data.decode("gb18030", "ignore")


# ---------------------------------------------------------------- provenance


def test_pages_say_where_a_text_came_from(kept_apart: Project) -> None:
    """The page names the file and the address it was taken from; the companion page also both hashes, notices, what was done."""
    page = kept_apart.html("speeches/b/index.html")
    (link,) = page.css("#source ~ .facts a")
    assert link.attributes["href"] == "https://example.org/b?x=1&y=2"
    assert link.attributes["rel"] == "noreferrer nofollow"
    assert "b.txt" in page.css("#source ~ .facts")[0].text()
    beside = kept_apart.html("compare/b/index.html").css("#cleaning ~ .facts")[0].text()
    seed = (kept_apart.seeds / "b.txt").read_bytes()
    (record,) = [each for each in kept_apart.records() if each["id"] == "b"]
    text = "\n".join(block["text"] for block in record["blocks"])
    for told in (
        "b.txt",
        sha256(seed).hexdigest(),
        sha256(text.encode()).hexdigest(),
        NOTICE,
        "按全库的规定",
        "https://example.org/b",
    ):
        assert told in beside, told


def test_notices_are_in_pages_and_data(kept_apart: Project) -> None:
    """Front matter and record hold the notice in the document's words."""
    assert front_matter(kept_apart.docs / "speeches" / "b.md")["rights"] == [NOTICE]
    assert [each["rights"] for each in kept_apart.records() if each["id"] == "b"] == [[NOTICE]]
    assert json.loads((kept_apart.docs / "data" / "index.json").read_text(encoding="utf-8"))["documents"] == 2
