"""Withdrawing a speech: the sidecar says so, nothing of the text stays, a page at its address says that it is gone.

In: small projects and the real command. Out: docs/ and site/ as they are afterwards.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from helpers import codes
from sites import BODY, FROST, SPEECH, TITLE, Project, front_matter, json_lines, make_project, tree

from build_corpus.cli.withdraw import named
from build_corpus.errors import CorpusError
from build_corpus.read import read
from build_corpus.read.sidecar import parse_sidecar

Small = Callable[[Mapping[str, str | bytes]], Project]
BASE = "https://example.org/jianghua/"
GONE_TITLE = "在全县麒麟山会议上的讲话"
GONE = f"{GONE_TITLE}\n时间：2019-04-26\n{BODY}我们要像麒麟山的石匠那样，一锤一锤把支部建设凿出样子来。\n"
SIDECAR = "# 编辑的话\nspeaker: 麒麟子\naliases:\n  - jiu-bian\nnotes:\n  - text: 麒麟山是旧称\n"
REASON = "应权利人要求"


def told(data: bytes) -> str:
    return data.decode("utf-8", "ignore") + data.decode("gb18030", "ignore")


def holders(folder: Path, words: str) -> list[str]:
    """Files below a folder that hold words, and those named after the withdrawn speech."""
    return sorted(path for path, data in tree(folder).items() if words in told(data))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site of which one of three speeches was withdrawn after it had been built."""
    seeds = {"a.txt": SPEECH, "frost.txt": FROST, "gone.txt": GONE, "gone.yml": SIDECAR}
    project = make_project(tmp_path_factory.mktemp("withdrawn"), seeds)
    assert project.run("site", SITE_URL=BASE).returncode == 0
    assert len(holders(project.docs, "麒麟")) > 5
    assert len(holders(project.site, "麒麟")) > 5
    done = project.run("withdraw", "gone", "--reason", REASON, "--date", "2024-03-05")
    assert (done.returncode, done.stderr) == (0, "")
    assert "gone.yml" in done.stdout
    result = project.run("site", SITE_URL=BASE)
    assert result.returncode == 0, result.stdout + result.stderr
    return project


def test_nothing_of_the_text_is_left(site: Project) -> None:
    """No title, no paragraph, no name of it in any file of docs/, site/ or build/ but what is kept of the seed, as long as it is there."""
    for folder in (site.docs, site.site, site.build):
        for words in ("麒麟", "凿出样子"):
            assert [path for path in holders(folder, words) if path != "cache/documents.db"] == []


def test_only_its_tombstone_has_its_address(site: Project) -> None:
    """Of its files the page and that of its former id are left; no list, index, data or feed names it."""
    files = tree(site.site)
    assert [path for path in files if "/gone" in path] == ["speeches/gone/index.html"]
    naming = {path for path, data in files.items() if "speeches/gone" in told(data) or '"gone"' in told(data)}
    assert naming <= {"speeches/gone/index.html", "speeches/jiu-bian/index.html"}
    assert '"id":"gone"' not in (site.docs / "data" / "documents.jsonl").read_text(encoding="utf-8")
    assert not [
        path
        for path in tree(site.docs)
        if path.startswith(("compare/gone", "versions/gone", "speeches/gone/"))
    ]


def test_the_tombstone_says_what_the_editor_says(site: Project) -> None:
    """That it is gone, when, why, its id; robots are sent away; nothing else."""
    page = site.html("speeches/gone/index.html")
    text = page.css(".page")[0].text()
    for words in ("本篇已撤下", "gone", "2024-03-05", REASON):
        assert words in text
    assert page.css('meta[name="robots"]')[0].attributes["content"] == "noindex"
    assert front_matter(site.docs / "speeches" / "gone.md")["title"] == "本篇已撤下"


def test_former_addresses_lead_to_it(site: Project) -> None:
    """An old id redirects to the tombstone and names nothing."""
    page = site.html("speeches/jiu-bian/index.html")
    assert page.css('meta[http-equiv="refresh"]')[0].attributes["content"] == "0; url=../gone/"
    assert "本篇已撤下" in page.text()


def test_it_is_not_in_the_sitemap(site: Project) -> None:
    """Neither its page nor that of its former id is."""
    text = (site.site / "sitemap.xml").read_text(encoding="utf-8")
    assert "speeches/a/" in text
    assert "gone" not in text
    assert "jiu-bian" not in text


def test_the_check_knows(site: Project) -> None:
    """A withdrawn seed is no missing page; its id is not free for another seed."""
    assert site.run("check", "--strict").stdout == "检查通过。\n"
    assert [each["id"] for each in json_lines(site.build / "withdrawn.jsonl")] == ["gone"]


def test_a_leak_beside_a_page_is_found(site: Project) -> None:
    """The check reads every published file: feeds, texts and records beside pages, the search index."""
    receipts = site.build / "receipts.jsonl"
    before = receipts.read_bytes()
    first = json_lines(receipts)[0]
    hidden = {**first, "before": "独家渠道加群领取", "rule": "promotion.slogan", "kind": "removed"}
    receipts.write_bytes(before + (json.dumps(hidden, ensure_ascii=False) + "\n").encode())
    names = sorted(
        (
            "feeds/all.xml",
            "feeds/all.json",
            "speeches/a/text.txt",
            "speeches/a/record.json",
            "deep/er/file.csv",
            "search-index/extra.json",
        )
    )
    for name in names:
        file = site.site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab") as out:
            out.write(hidden["before"].encode("gb18030" if name.startswith("search-index") else "utf-8"))
    found = site.run("check", "--format", "json").stdout.splitlines()
    receipts.write_bytes(before)
    assert sorted(json.loads(each)["path"] for each in found if '"leak"' in each) == [
        f"site/{name}" for name in names
    ]


# ---------------------------------------------------------------- the command


def test_withdrawing_is_undone(small: Small) -> None:
    """The sidecar is byte for byte what it was, and so is what is built; a sidecar made for it alone goes."""
    project = small({"a.txt": SPEECH, "gone.txt": GONE, "gone.yml": SIDECAR, "frost.txt": FROST})
    project.run("build", SITE_URL=BASE)
    before = {path: data for path, data in tree(project.docs).items() if not path.startswith(".")}
    assert project.run("withdraw", "jiu-bian", "--reason", REASON, "--title", "麒麟山讲话").returncode == 0
    assert project.run("withdraw", "frost").returncode == 0
    assert parse_sidecar((project.seeds / "gone.yml").read_bytes(), "")[1] == ()
    assert project.run("build", SITE_URL=BASE).returncode == 0
    assert "麒麟山讲话" in (project.docs / "speeches" / "gone.md").read_text(encoding="utf-8")
    for name in ("gone", "frost"):
        assert "已取消撤下" in project.run("withdraw", "--undo", name).stdout
    assert (project.seeds / "gone.yml").read_text(encoding="utf-8") == SIDECAR
    assert not (project.seeds / "frost.yml").exists()
    project.run("build", SITE_URL=BASE)
    after = {path: data for path, data in tree(project.docs).items() if not path.startswith(".")}
    assert after == before
    assert "没有撤下" in project.run("withdraw", "--undo", "gone").stdout


def test_the_day_is_the_editors(small: Small) -> None:
    """Today without --date, none with `none`, and a later call changes what it says alone."""
    project = small({"a.txt": SPEECH, "b.txt": FROST})
    project.run("withdraw", "a")
    assert f"withdrawn: {date.today().isoformat()}" in (project.seeds / "a.yml").read_text(encoding="utf-8")  # noqa: DTZ011
    project.run("withdraw", "b", "--date", "none")
    assert (project.seeds / "b.yml").read_text(encoding="utf-8") == "withdrawn: true\n"
    project.run("withdraw", "b", "--reason", REASON)
    assert (project.seeds / "b.yml").read_text(
        encoding="utf-8"
    ) == f"withdrawn: true\nwithdrawn_reason: {REASON}\n"


def test_other_versions_are_named(small: Small) -> None:
    """A copy of a withdrawn speech, which the last build knows, is still public: the command says so."""
    project = small(
        {"a.txt": SPEECH, "b.txt": f"{SPEECH}（完）\n", "b.yml": "version_of: a\n", "frost.txt": FROST}
    )
    project.run("build")
    said = {name: project.run("withdraw", name).stdout for name in ("a", "frost")}
    assert "b：文字大半与它相同" in said["a"]
    assert "大半" not in said["frost"]
    assert "大半" not in project.run("withdraw", "b").stdout


def test_an_unknown_id_is_an_error(small: Small) -> None:
    """Exit 2, one line with what is near; nothing is written."""
    project = small({"qicao-jianghua.txt": SPEECH, "b.txt": FROST})
    result = project.run("withdraw", "qicao-jianhua")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "qicao-jianhua: no speech has this id, or had it. Did you mean qicao-jianghua?\n"
    assert not list(project.seeds.glob("*.yml"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--date", "2024-02-31"), "--date"),
        (("--reason", "一行\n又一行"), "--reason"),
        (("--undo", "--reason", "甲"), "--undo"),
    ],
)
def test_a_wrong_option_is_an_error(small: Small, arguments: tuple[str, ...], says: str) -> None:
    """Exit 2 and the option's name; no sidecar is touched."""
    project = small({"a.txt": SPEECH})
    result = project.run("withdraw", "a", *arguments)
    assert result.returncode == 2
    assert result.stderr.startswith(f"{says}: ")
    assert not list(project.seeds.glob("*.yml"))


def test_a_sidecar_that_cannot_be_edited_is_an_error(small: Small) -> None:
    """Where the sidecar is no YAML, nothing is written and the lines to write are named."""
    project = small({"a.txt": SPEECH, "a.yml": "title: [\n"})
    result = project.run("withdraw", "a", "--date", "2024-03-05")
    assert result.returncode == 2
    assert "by hand: withdrawn: 2024-03-05" in result.stderr
    assert (project.seeds / "a.yml").read_text(encoding="utf-8") == "title: [\n"


# ---------------------------------------------------------------- files


PARTS = f"documents:\n  - starts: {TITLE}\n    id: eins\n  - starts: {GONE_TITLE}\n    id: zwei\n"


def test_one_of_several_speeches_in_a_file_is_withdrawn(small: Small) -> None:
    """The other one stays as it was, its text without a word of the withdrawn one; undone, all is as before."""
    project = small({"both.txt": SPEECH + GONE, "both.yml": PARTS})
    assert project.run("withdraw", "zwei", "--reason", REASON).returncode == 0
    project.run("build", SITE_URL=BASE)
    assert holders(project.docs, "麒麟") == []
    assert (project.docs / "speeches" / "eins" / "text.txt").is_file()
    assert REASON in (project.docs / "speeches" / "zwei.md").read_text(encoding="utf-8")
    project.run("withdraw", "--undo", "zwei")
    assert (project.seeds / "both.yml").read_text(encoding="utf-8") == PARTS


def test_the_seed_may_go_too(small: Small) -> None:
    """With the seed deleted the sidecar alone keeps the tombstone; without `withdrawn` it is an orphan."""
    project = small({"a.txt": SPEECH, "gone.txt": GONE, "gone.yml": SIDECAR})
    project.run("withdraw", "gone")
    (project.seeds / "gone.txt").unlink()
    result = project.run("build", SITE_URL=BASE)
    assert "sidecar-orphan" not in result.stdout
    assert (project.docs / "speeches" / "gone.md").is_file()
    assert (project.docs / "speeches" / "jiu-bian.md").is_file()
    project.run("withdraw", "--undo", "gone")
    assert "sidecar-orphan" in project.run("build", SITE_URL=BASE).stdout


def test_an_id_is_not_given_twice(tmp_path: Path) -> None:
    """A seed that would take the address of a withdrawn speech is a finding; the tombstone stays, whichever comes first."""
    for withdrawn, other in (("a.txt", "b.txt"), ("b.txt", "a.txt")):
        (tmp_path / withdrawn).write_text(GONE, encoding="utf-8")
        (tmp_path / f"{withdrawn[0]}.yml").write_text("id: same\nwithdrawn: true\n", encoding="utf-8")
        (tmp_path / other).write_text(SPEECH, encoding="utf-8")
        (tmp_path / f"{other[0]}.yml").write_text("id: same\n", encoding="utf-8")
        readings = read(tmp_path)
        assert "id-collision" in codes(tuple(each for reading in readings for each in reading.findings))
        assert sum(bool(each.source) + len(each.tombstones) for each in readings) == 1


def test_names_are_found_by_id_and_former_id(tmp_path: Path) -> None:
    """An id of today wins over the same id of yesterday."""
    (tmp_path / "a.txt").write_text(SPEECH, encoding="utf-8")
    (tmp_path / "b.txt").write_text(FROST, encoding="utf-8")
    (tmp_path / "b.yml").write_text("aliases: [alt, a]\n", encoding="utf-8")
    readings = read(tmp_path)
    assert [named(name, readings).id for name in ("a", "b", "alt")] == ["a", "b", "b"]
    with pytest.raises(CorpusError, match="metadata export lists all ids"):
        named("《》", readings)
