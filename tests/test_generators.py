"""Other generators make the same pages of docs/ and theme/; the benchmarks that compare with them write what they should.

In: the built site of the seeds; ProperDocs and Zensical where `make generators` has installed them. Out: nothing.
"""

import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest
from selectolax.lexbor import LexborHTMLParser
from sites import ROOT, SPEECH, Project

from benchmarks import report, running
from benchmarks.generators import KNOWN, checked, differences, pages, rendered, uncopied
from benchmarks.peers_sources import main as write_sources
from benchmarks.running import installed, run

GENERATORS = ("properdocs", "zensical")
HOSTILE = "关于 <script>alert(1)</script> & 的讲话"
PINS = sorted((ROOT / "benchmarks").glob("requirements-*.txt"))

each_generator = pytest.mark.parametrize("name", GENERATORS)


def need(name: str) -> None:
    if installed(name) is None:
        pytest.skip(f"{name} is not installed: run `make generators GENERATORS={name}`")


@each_generator
def test_the_same_pages_by_another_generator(name: str, built: Project, tmp_path: Path) -> None:
    """Another generator makes the pages that are published, with the same ids and texts, and our check finds no more than is known."""
    need(name)
    site = rendered(name, built.config(), tmp_path)
    assert list(differences(pages(built.site), pages(site))) == []
    assert list(uncopied(built.docs, site)) == []
    assert {finding.code for finding in checked(built.config(), site)} <= KNOWN[name]


@each_generator
def test_a_title_stays_text(
    name: str, small: Callable[[Mapping[str, str | bytes]], Project], tmp_path: Path
) -> None:
    """Markup in a title is shown, not run, whichever generator prints it."""
    need(name)
    project = small({"a.txt": SPEECH, "a.yml": f"title: {HOSTILE}\n"})
    assert project.run("build").returncode == 0
    site = rendered(name, project.config(), tmp_path)
    page = LexborHTMLParser((site / "speeches" / "a" / "index.html").read_text(encoding="utf-8"))
    title, heading = page.css_first("title"), page.css_first("h1")
    assert title
    assert heading
    assert title.text() == f"{HOSTILE} - 组织工作讲话集"
    assert heading.text().strip() == HOSTILE
    assert not [script for script in page.css("script") if script.text().startswith("alert")]


def test_what_differs_is_told(built: Project, copied: Project) -> None:
    """A page too few or too many, another id, a changed text, a lost file are each one line; the script's own ids are none."""
    like = pages(built.site)
    assert [*differences(like, pages(copied.site)), *uncopied(copied.docs, copied.site)] == []
    speech = next(
        path
        for path in sorted(like)
        if re.fullmatch(r"speeches/[^/]+/index\.html", path) and like[path].blocks
    )
    file = copied.site / speech
    text = file.read_text(encoding="utf-8")
    anchor = re.search(r'id="?(p-[a-z2-7]{8})', text)
    assert anchor
    file.write_text(
        text.replace(anchor[1], "p-other").replace("同志们", "朋友们").replace("__search", "__find"),
        encoding="utf-8",
    )
    (copied.site / "about" / "index.html").rename(copied.site / "more.html")
    assert list(differences(like, pages(copied.site))) == [
        "pages missing: 1, about/index.html",
        "pages more: 1, more.html",
        f"ids differ on: 1, {speech} ({', '.join(sorted([anchor[1], 'p-other']))})",
        f"texts of blocks differ on: 1, {speech}",
    ]
    (copied.site / "data" / "documents.jsonl").unlink()
    (copied.site / "llms.txt").write_text("other", encoding="utf-8")
    assert list(uncopied(copied.docs, copied.site)) == ["files not copied: 2, data/documents.jsonl, llms.txt"]


def test_templates_know_no_methods_of_strings() -> None:
    """No template of the theme calls what MiniJinja lacks: methods of strings and mappings."""
    calls = re.compile(
        r"(?<!location)\.(?:split|strip|replace|format|startswith|endswith|join|items|keys|values|get|lower|upper)\("
    )
    scripts = re.compile(r"<script\b.*?</script>", re.DOTALL)
    for file in sorted((ROOT / "theme").rglob("*.html")):
        assert calls.findall(scripts.sub("", file.read_text(encoding="utf-8"))) == [], file.name


@pytest.mark.parametrize("file", PINS, ids=lambda file: file.stem)
def test_other_generators_are_pinned(file: Path) -> None:
    """Each package of an environment beside ours has one version and its hashes, and no address."""
    text = file.read_text(encoding="utf-8")
    assert {file.stem.partition("-")[2] for file in PINS} == {"hugo", "properdocs", "zensical"}
    assert "://" not in text
    packages = re.findall(r"^\S.*$", text, re.MULTILINE)
    assert packages
    assert all(re.match(r"[a-z0-9-]+==[\w.]+ .*\\$", line) for line in packages)
    assert text.count("--hash=sha256:") >= len(packages)


# ---------------------------------------------------------------- the benchmark that compares with them


def test_a_run_says_what_it_cost(tmp_path: Path) -> None:
    """Seconds, processor time and memory of a program and of those it starts; its words; its exit code."""
    said = tmp_path / "said.txt"
    hold = "import sys, time; held = bytearray(80_000_000); time.sleep(0.6); print('did it'); sys.exit(3)"
    cost = run(["/bin/sh", "-c", f'"$PYTHON" -c "{hold}"; exit $?'], said, {"PYTHON": sys.executable})
    assert cost.code == 3
    assert said.read_text(encoding="utf-8") == "did it\n"
    assert cost.seconds > 0.6
    assert 0 < cost.work < cost.seconds + 1
    assert 80 < cost.largest <= cost.together


def test_a_program_that_takes_too_much_memory_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A peer that outgrows its share of the machine ends by itself alone, and its code says so."""
    monkeypatch.setattr(running, "SHARE", 0.0001)
    cost = run(["/bin/sh", "-c", "sleep 60 & wait"], tmp_path / "said.txt")
    assert cost.code == -9
    assert cost.seconds < 30


def test_a_table_stands_between_its_markers(tmp_path: Path) -> None:
    """A new table takes the place of the old one and leaves the rest; without markers the writer says what to add."""
    file = tmp_path / "README.md"
    file.write_text("before\n<!-- peers -->\nold\n<!-- /peers -->\nafter\n", encoding="utf-8")
    report.write("peers", report.table(("", "s"), [("ours", "3")]), file)
    text = file.read_text(encoding="utf-8")
    assert text == "before\n<!-- peers -->\n\n| | s |\n|---|--:|\n| ours | 3 |\n\n<!-- /peers -->\nafter\n"
    report.write("peers", "new", file)
    assert "ours" not in file.read_text(encoding="utf-8")
    with pytest.raises(click.ClickException, match=r"Add both lines"):
        report.write("scale", "new", file)


def test_peers_get_every_published_text(built: Project, tmp_path: Path) -> None:
    """Hugo and Material get one file for each published speech, with its title, themes and every block, and nothing else of ours."""
    documents = built.docs / "data" / "documents.jsonl"
    write_sources.main([str(documents), str(tmp_path)], standalone_mode=False)
    records = [json.loads(line) for line in documents.read_text(encoding="utf-8").splitlines()]
    for folder in ("hugo/content/speeches", "material/docs/speeches"):
        files = {file.stem: file.read_text(encoding="utf-8") for file in (tmp_path / folder).glob("[!i]*.md")}
        assert files.keys() == {record["id"] for record in records}
        for record in records:
            text = files[record["id"]]
            assert all(theme["label"] in text for theme in record["themes"])
            assert text.count("\n\n") == len(record["blocks"]) + 1
