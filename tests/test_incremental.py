"""Building again after edits gives the site that a full build gives, and renders only what changed.

In: a small project, edited step by step. Out: two trees, byte for byte.
"""

import gc
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from sites import BODY, FROST, SPEECH, Project, differing, make_project, project_at, tree

from build_corpus import pipeline
from build_corpus.run import Start
from build_corpus.site.render import STATE
from build_corpus.site.state import STAMP
from build_corpus.site.tree import restore, swap_in
from build_corpus.site.twin import Twin

VOCABULARY = """\
scheme: own
concepts:
  - {id: zuzhi-shenghuo, label: 组织生活, scope: 组织生活制度。, aliases: [三会一课, 民主生活会]}
  - {id: nongye, label: 农业技术, scope: 种植和培训。, aliases: [防霜, 果树修剪]}
"""
OTHER = f"在全市组工会议上的讲话\n{BODY}要坚持党管干部原则，选好用好年轻干部，把公道正派作为组工干部的立身之本。\n"


def edit(project: Project, rng: Random) -> None:
    """A sentence more."""
    file = rng.choice(sorted(project.seeds.glob("*.txt")))
    file.write_text(
        file.read_text(encoding="utf-8") + f"要把第{rng.randrange(10**6)}号任务抓实抓细，抓出成效。\n",
        encoding="utf-8",
    )


def add(project: Project, rng: Random) -> None:
    """A speech more."""
    project.add(f"new-{rng.randrange(10**6)}.txt", rng.choice((SPEECH, FROST, OTHER)))


def rename(project: Project, rng: Random) -> None:
    """A speech under another address."""
    file = rng.choice(sorted(project.seeds.glob("*.txt")))
    file.rename(file.with_name(f"renamed-{rng.randrange(10**6)}.txt"))


def remove(project: Project, rng: Random) -> None:
    """A speech less, but never the last one."""
    files = sorted(project.seeds.glob("*.txt"))
    if len(files) > 1:
        rng.choice(files).unlink()


def sidecar(project: Project, rng: Random) -> None:
    """An editor's word on a speech."""
    file = rng.choice(sorted(project.seeds.glob("*.txt")))
    file.with_suffix(".yml").write_text(f"speaker: 王{'一二三四五'[rng.randrange(5)]}明\n", encoding="utf-8")


def page_by_hand(project: Project, rng: Random) -> None:
    """A hand-written page changes, and with it Material's own index."""
    with (project.docs / "about.md").open("a", encoding="utf-8") as file:
        file.write(f"\n补记第 {rng.randrange(10**6)} 条。\n")


def settings(project: Project, rng: Random) -> None:
    """The corpus has another name: every page changes."""
    file = project.root / "corpus.yml"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines = [f"title: 讲话集{rng.randrange(100)}册" if line.startswith("title:") else line for line in lines]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def vocabulary(project: Project, rng: Random) -> None:
    """The corpus has a vocabulary of its own, or another wording in it."""
    file = project.root / "own.yml"
    own = file.read_text(encoding="utf-8") if file.is_file() else VOCABULARY
    file.write_text(own.replace("防霜", f"防霜{rng.randrange(100)}号"), encoding="utf-8")
    corpus = project.root / "corpus.yml"
    lines = [line for line in corpus.read_text(encoding="utf-8").splitlines() if "vocabulary:" not in line]
    corpus.write_text("\n".join([*lines, "vocabulary: own.yml"]) + "\n", encoding="utf-8")


STEPS: tuple[Callable[[Project, Random], None], ...] = (
    edit,
    add,
    rename,
    remove,
    sidecar,
    page_by_hand,
    settings,
    vocabulary,
)


def check_edits(place: Path, seed: int) -> None:
    """Builds after each of several random edits, then as a whole. `place`: a folder that is not there yet.

    All that large corpora do beside a run is done beside it.
    """
    with pytest.MonkeyPatch.context() as patched:
        for each in ("run.last.MANY", "publish.write.MANY", "publish.joining.LARGE"):
            patched.setattr(f"build_corpus.{each}", 0)
        _check_edits(place, Random(seed))


def _check_edits(place: Path, rng: Random) -> None:
    project = make_project(place / "project", {"a.txt": SPEECH, "b.txt": FROST, "c.txt": OTHER})
    pipeline.site(project.config())
    for step in rng.sample(STEPS, len(STEPS)):
        step(project, rng)
        pipeline.site(project.config(), 2)
    fresh = project_at(project.root, place / "fresh", project.seeds)
    config = fresh.config()
    pipeline.site(config, start=Start(config, full=True))
    assert differing(tree(project.docs), tree(fresh.docs)) == [
        ".manifest.json",  # what is whose differs by folder
        ".manifest.made",  # times differ
    ]
    assert differing(tree(project.site), tree(fresh.site)) == []


def test_any_edits_give_the_site_of_a_full_build(tmp_path: Path) -> None:
    """After random edits, each built, site and docs equal those of a full build, byte for byte."""
    check_edits(tmp_path, seed=2)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A built project."""
    made = make_project(tmp_path_factory.mktemp("incremental"), {"a.txt": SPEECH, "b.txt": FROST})
    pipeline.site(made.config())
    return made


def test_nothing_is_rendered_when_nothing_changed(project: Project) -> None:
    """A second run leaves every file of the site as it is."""
    before = {path: path.stat().st_mtime_ns for path in project.site.rglob("*")}
    pipeline.site(project.config())
    assert {path: path.stat().st_mtime_ns for path in project.site.rglob("*")} == before


def test_a_run_leaves_no_garbage_that_nobody_collects(project: Project) -> None:
    """What a run keeps out of the collector's sight while it makes pages is in its sight again after it."""
    gc.unfreeze()
    pipeline.site(project.config())
    assert gc.get_freeze_count() == 0


def test_only_pages_that_changed_are_rendered(project: Project) -> None:
    """A sentence more in one speech leaves a theme's page as it is, the very file."""
    searched = json.loads((project.build / f"site{STATE}").read_text(encoding="utf-8"))["searched"]
    themes = sorted(
        path for path in (project.docs / "themes").glob("*.md") if f"themes/{path.name}" not in searched
    )
    other = project.site / "themes" / themes[0].stem / "index.html"
    own = project.site / "speeches" / "a" / "index.html"
    before = other.stat().st_ino, own.stat().st_ino
    edit_of_a = project.seeds / "a.txt"
    edit_of_a.write_text(
        edit_of_a.read_text(encoding="utf-8") + "要把这件事抓实抓细，抓出成效。\n", encoding="utf-8"
    )
    pipeline.site(project.config())
    assert other.stat().st_ino == before[0]
    assert own.stat().st_ino != before[1]
    assert "抓实抓细" in own.read_text(encoding="utf-8")


def test_generated_files_stand_once(tmp_path: Path) -> None:
    """A file of the site that is no page is the one of docs/, also after edits; whoever reads the old one reads it to its end."""
    project = make_project(tmp_path / "project", {"a.txt": SPEECH, "b.txt": FROST})
    names = ("data/documents.jsonl", "data/paragraphs.csv", "llms.txt")

    def built() -> dict[str, bytes]:
        _, checked = pipeline.site(project.config())
        assert checked == ()
        for name in names:
            assert (project.docs / name).samefile(project.site / name), name
        return tree(project.site)

    first = built()
    project.add("c.txt", OTHER)
    with (project.site / names[0]).open("rb") as left:
        second = built()
        assert left.read() == first[names[0]]
    with (project.site / names[0]).open("a", encoding="utf-8") as lines:
        lines.write("{}\n")
    assert built() == second, "what somebody wrote into a file of both is in neither"
    mine = project.docs / "assets" / "mine.txt"
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("一\n", encoding="utf-8")
    folder = project.docs / "browse" / "notes" / "README.md"
    folder.parent.mkdir()
    folder.write_text("# 说明\n", encoding="utf-8")
    built()
    assert "说明" in (project.site / "browse" / "notes" / "index.html").read_text(encoding="utf-8")
    copied = project.site / "assets" / "mine.txt"
    assert copied.read_bytes() == mine.read_bytes()
    assert not copied.samefile(mine), "an edit by hand waits for the next run"
    shutil.rmtree(folder.parent)
    built()
    assert not (project.site / "browse" / "notes").exists()


def test_a_site_of_another_state_is_rendered_as_a_whole(project: Project) -> None:
    """Where the stamp of the site is not that of the last state, nothing of it is trusted."""
    page = project.site / "about" / "index.html"
    wanted = page.read_bytes()
    page.write_text("not ours", encoding="utf-8")
    stamp = json.loads((project.site / STAMP).read_text(encoding="utf-8"))
    (project.site / STAMP).write_text(json.dumps({**stamp, "sources": "0" * 64}), encoding="utf-8")
    pipeline.site(project.config())
    assert page.read_bytes() == wanted
    (project.build / f"site{STATE}").write_text("{", encoding="utf-8")
    page.write_text("not ours", encoding="utf-8")
    pipeline.site(project.config())
    assert page.read_bytes() == wanted


def test_a_stopped_run_leaves_the_other_tree_mendable(tmp_path: Path) -> None:
    """Whatever a run had done to the other tree when it was stopped, the next one makes it what the site is."""
    site, twin = tmp_path / "site", Twin(tmp_path / "other", tmp_path / "note.json", kept=True)
    for name in ("a/index.html", "b/index.html", "c.css"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name, encoding="utf-8")
    twin.renewed(site, "1")
    assert tree(twin.folder) == tree(site)
    twin.prepared(site, ("1", "2"), frozenset({"a/index.html", "new/index.html"}))
    assert set(tree(twin.folder)) == {"b/index.html", "c.css"}
    (twin.folder / "new").mkdir()
    (twin.folder / "new" / "index.html").write_text("half", encoding="utf-8")  # the run is stopped here
    twin.prepared(site, ("1", "3"), frozenset({"c.css"}))
    assert set(tree(twin.folder)) == {"a/index.html", "b/index.html"}
    assert not (twin.folder / "new").exists()
    (twin.folder / "c.css").write_text("other", encoding="utf-8")
    swap_in(twin.folder, site)
    assert (site / "c.css").read_text(encoding="utf-8") == "other"
    twin.prepared(site, ("3", "4"), frozenset())  # stopped after the swap: the note knows both stamps
    assert tree(twin.folder) == tree(site)
    twin.prepared(site, ("another site", "5"), frozenset({"c.css"}))
    assert set(tree(twin.folder)) == {"a/index.html", "b/index.html"}


def test_build_and_site_on_two_file_systems(tmp_path: Path) -> None:
    """Where build/ cannot hold links to the site, changes are rendered all the same and nothing stays beside it."""
    shared = Path("/dev/shm")  # noqa: S108 - a file system of its own on Linux
    if not shared.is_dir() or shared.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second file system")
    project = make_project(tmp_path / "project", {"a.txt": SPEECH})
    with TemporaryDirectory(dir=shared) as build:
        project = replace(project, build=Path(build))
        pipeline.site(project.config())
        project.add("b.txt", FROST)
        _, checked = pipeline.site(project.config())
    assert checked == ()
    assert (project.site / "speeches" / "b" / "index.html").is_file()
    assert [path.name for path in project.site.parent.iterdir() if path.name.startswith(".site")] == []


def test_a_swap_is_whole_and_what_was_left_is_restored(tmp_path: Path) -> None:
    """Two folders change places; a run stopped between two renames is repaired."""
    site = tmp_path / "site"
    for name, text in (("site", "old"), (".site.new", "new")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(text, encoding="utf-8")
    swap_in(tmp_path / ".site.new", site)
    assert (site / "index.html").read_text(encoding="utf-8") == "new"
    assert (tmp_path / ".site.new" / "index.html").read_text(encoding="utf-8") == "old"
    shutil.rmtree(tmp_path / ".site.new")
    site.rename(tmp_path / ".site.old")
    (tmp_path / ".site.new").mkdir()
    restore(site)
    assert (site / "index.html").read_text(encoding="utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        for number in range(int(sys.argv[1])):
            check_edits(Path(folder) / str(number), number)
