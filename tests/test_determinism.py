"""The same seeds give the same bytes, whatever the machine is like; a second build writes nothing.

In: the five seeds, built in fresh interpreters with other hash seeds, clocks, languages and orders.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from sites import BODY, FROST, ROOT, SEEDS, SPEECH, TITLE, Project, differing, make_project, project_at, tree

from build_corpus import pipeline
from build_corpus.read import read

SmallProject = Callable[[Mapping[str, str]], Project]

BACKWARDS = '''\
"""Loaded by Python on its own: folders are listed backwards."""
import os


class Backwards:
    def __init__(self, path):
        with real(path) as entries:
            self.entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.entries)

    def close(self):
        pass


real, os.scandir = os.scandir, lambda path=".": Backwards(path)
names, os.listdir = os.listdir, lambda path=".": sorted(names(path), reverse=True)
print("listing backwards")
'''


def built_in_order(folder: Path, names: list[str], **env: str) -> Project:
    """The site of the seeds, copied to a folder in the order given."""
    project = project_at(ROOT, folder, folder / "seeds")
    project.seeds.mkdir(parents=True)
    for name in names:
        shutil.copy(SEEDS / name, project.seeds)
    result = project.run_fresh("site", **env)
    assert result.returncode == 0, result.stdout + result.stderr
    assert ("listing backwards" in result.stdout) == ("PYTHONPATH" in env)
    return project


@pytest.fixture(scope="module")
def here_and_there(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Project]:
    """The same seeds on two machines that differ in all that should not matter."""
    names = sorted(path.name for path in SEEDS.iterdir())
    patch = tmp_path_factory.mktemp("patch")
    (patch / "sitecustomize.py").write_text(BACKWARDS, encoding="utf-8")
    here = built_in_order(
        tmp_path_factory.mktemp("here"), names, PYTHONHASHSEED="1", TZ="Asia/Shanghai", LC_ALL="C.UTF-8"
    )
    there = built_in_order(
        tmp_path_factory.mktemp("there"),
        [*names[3:], *reversed(names[:3])],
        PYTHONHASHSEED="20251",
        TZ="America/Anchorage",
        LC_ALL="C",
        LANG="C",
        PYTHONPATH=str(patch),
    )
    return here, there


def unequal(here: Mapping[str, bytes], there: Mapping[str, bytes]) -> list[str]:
    """Files that differ, but for those that hold times, by which a run knows its files again."""
    times = (".manifest.", "cache/", "site-state.json")
    return [path for path in differing(here, there) if not path.startswith(times)]


@pytest.mark.parametrize("name", ["docs", "build", "site"])
def test_the_machine_does_not_matter(here_and_there: tuple[Project, Project], name: str) -> None:
    """Order of files, hash seed, time zone and language change no byte of docs/, build/ or site/."""
    here, there = (tree(getattr(project, name)) for project in here_and_there)
    assert len(here) > 3
    assert unequal(here, there) == []


def test_the_order_of_a_folder_does_not_matter(small: SmallProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of two seeds keeps an id depends on their names, not on the order in which the folder lists them."""
    project = small(
        {"a_1.txt": SPEECH, "a-1.txt": FROST, "b/a-1.txt": SPEECH, "c.txt": SPEECH, "c/c.yml": ""}
    )
    forwards = read(project.seeds)
    listed = Path.rglob
    monkeypatch.setattr(Path, "rglob", lambda folder, pattern: reversed(list(listed(folder, pattern))))
    assert read(project.seeds) == forwards
    assert [(each.file, each.source is not None) for each in forwards] == [
        *(("a-1.txt", True), ("a_1.txt", False), ("b/a-1.txt", False), ("c.txt", True), ("c/c.yml", False))
    ]


def test_folders_do_not_matter(here_and_there: tuple[Project, Project], built: Project) -> None:
    """Nor does it matter where the folders are: no page holds a path of this machine."""
    here = here_and_there[0]
    assert unequal(tree(here.docs), tree(built.docs)) == []
    roots = (str(here.docs.parent), str(ROOT))
    assert not [
        path for path, data in tree(here.site).items() if any(root.encode("utf-8") in data for root in roots)
    ]


def test_the_number_of_workers_does_not_matter(tmp_path: Path, built: Project) -> None:
    """Two processes write the same bytes as one."""
    project = project_at(ROOT, tmp_path, SEEDS)
    result = project.run("build", "--jobs", "2")
    assert result.returncode == 0, result.stderr
    assert unequal(tree(project.docs), tree(built.docs)) == []
    assert unequal(tree(project.build), tree(built.build)) == []


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    """Building unchanged seeds again changes no file in docs/, not even its time."""
    project = make_project(tmp_path, {"a.txt": SPEECH, "b.txt": f"在全县会议上的讲话\n{BODY}"})
    first = pipeline.build(project.config()).written
    assert "speeches/a.md" in first.changed
    before = {path: path.stat().st_mtime_ns for path in project.docs.rglob("*")}
    second = pipeline.build(project.config()).written
    assert (second.changed, second.removed, second.findings) == ((), (), ())
    assert second.unchanged == len(first.changed)
    assert {path: path.stat().st_mtime_ns for path in project.docs.rglob("*")} == before


def pages_in(paths: Iterable[str]) -> list[str]:
    """The pages among files, without those of phrases and comparisons."""
    return [
        path for path in paths if path.endswith(".md") and not path.startswith(("formulas/f-", "compare/"))
    ]


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """After a change that no other page mentions, one page and the data are written."""
    project = make_project(
        tmp_path,
        {"a.txt": SPEECH, "b.txt": "在大会上的讲话\n同志们：\n今天天气很好，大家一起去看花，都非常高兴。\n"},
    )
    pipeline.build(project.config())
    project.add("b.txt", "在大会上的讲话\n同志们：\n今天天气不错，大家一起去看花，都非常高兴。\n")
    written = pipeline.build(project.config()).written
    assert pages_in(written.changed) == ["speeches/b.md"]
    assert "data/documents.jsonl" in written.changed


def test_a_removed_seed_leaves_nothing(tmp_path: Path) -> None:
    """Without its seed a speech has no page, and no other page, list or data file mentions it."""
    other = f"在全县水利会议上的讲话\n{BODY}"
    project = make_project(tmp_path, {"a.txt": SPEECH, "shuili.txt": other})
    pipeline.build(project.config())
    mentions = [path for path, data in tree(project.docs).items() if "水利会议".encode() in data]
    assert {"speeches/a.md", "speeches/shuili.md", "speeches/index.md", "index.md"} <= set(mentions)
    (project.seeds / "shuili.txt").unlink()
    written = pipeline.build(project.config()).written
    assert pages_in(written.removed) == ["speeches/shuili.md"]
    assert not [
        path for path, data in tree(project.docs).items() if "水利会议".encode() in data or b"shuili" in data
    ]
    alone = make_project(tmp_path / "alone", {"a.txt": SPEECH})
    pipeline.build(alone.config())
    assert unequal(tree(project.docs), tree(alone.docs)) == []


def test_a_withdrawn_speech_leaves_nothing(tmp_path: Path) -> None:
    """When an editor withdraws a published speech, the next build is that of a corpus without it."""
    project = make_project(tmp_path, {"a.txt": SPEECH, "b.txt": f"在全县水利会议上的讲话\n{BODY}"})
    pipeline.build(project.config())
    project.add("b.yml", "publish: false\n")
    removed = pipeline.build(project.config()).written.removed
    assert pages_in(removed) == ["speeches/b.md"]
    assert not [path for path, data in tree(project.docs).items() if "水利会议".encode() in data]


def test_handwritten_pages_are_left_alone(tmp_path: Path) -> None:
    """A hand-written page where one is to be generated stays as it is; an error names it."""
    project = make_project(tmp_path, {"a.txt": SPEECH})
    mine = project.docs / "speeches" / "a.md"
    mine.parent.mkdir()
    mine.write_text("# 手写的一页\n", encoding="utf-8")
    built = pipeline.build(project.config())
    assert [(each.code, each.severity, each.path) for each in built.findings] == [
        ("docs-handwritten", "error", "docs/speeches/a.md")
    ]
    assert mine.read_text(encoding="utf-8") == "# 手写的一页\n"
    (project.seeds / "a.txt").unlink()
    pipeline.build(project.config())
    assert mine.is_file()


def test_a_page_between_others_is_left_alone(tmp_path: Path) -> None:
    """Hand-written pages beside generated ones stay, also when all generated ones go."""
    project = make_project(tmp_path, {"a.txt": SPEECH})
    pipeline.build(project.config())
    note = project.docs / "speeches" / "zhushi.md"
    note.write_text("# 注释\n", encoding="utf-8")
    (project.seeds / "a.txt").unlink()
    written = pipeline.build(project.config()).written
    lists = ("browse/", "speeches/lists/")
    assert [each for each in pages_in(written.removed) if not each.startswith(lists)] == ["speeches/a.md"]
    assert note.read_text(encoding="utf-8") == "# 注释\n"
    assert (project.docs / "about.md").read_bytes() == (ROOT / "docs" / "about.md").read_bytes()


def test_an_unchanged_page_of_another_docs_folder_is_owned(tmp_path: Path) -> None:
    """Hand-written pages come along into another docs folder, and leave it when they are deleted at home."""
    home = make_project(tmp_path / "home", {"a.txt": SPEECH})
    away = project_at(home.root, tmp_path / "away", home.seeds)
    pipeline.build(away.config())
    assert (away.docs / "about.md").read_bytes() == (home.docs / "about.md").read_bytes()
    (home.docs / "about.md").unlink()
    assert "about.md" in pipeline.build(away.config()).written.removed
    assert not (away.docs / "about.md").exists()


def test_a_broken_manifest_owns_nothing(tmp_path: Path) -> None:
    """When the list of generated files is lost, equal files are taken back and others are not overwritten."""
    project = make_project(tmp_path, {"a.txt": SPEECH})
    pipeline.build(project.config())
    (project.docs / ".manifest.json").write_text("{", encoding="utf-8")
    (project.docs / "index.md").write_text("# 首页\n", encoding="utf-8")
    built = pipeline.build(project.config())
    assert [(each.code, each.path) for each in built.findings] == [("docs-handwritten", "docs/index.md")]
    assert built.written.changed == ()


@pytest.mark.parametrize("path", ["../outside.md", "a/../../outside.md", "{project}/outside.md"])
def test_a_manifest_reaches_nothing_outside(tmp_path: Path, path: str) -> None:
    """A manifest that names files outside docs/ deletes none of them."""
    project = make_project(tmp_path / "project", {"a.txt": SPEECH})
    outside = project.root / "outside.md"  # only a file of this test: whoever breaks the rule loses no other
    outside.write_text("mine", encoding="utf-8")
    (project.docs / "a").mkdir()
    named = path.format(project=project.root.as_posix())
    (project.docs / ".manifest.json").write_text(
        json.dumps({"schema": 1, "files": {named: ""}}), encoding="utf-8"
    )
    assert pipeline.build(project.config()).written.removed == ()
    assert outside.is_file()


def test_ids_live_longer_than_titles(tmp_path: Path, small: SmallProject) -> None:
    """Paragraphs keep their ids when the title, the punctuation or another paragraph changes."""
    one = make_project(tmp_path / "one", {"a.txt": SPEECH})
    other = small(
        {"a.txt": SPEECH.replace(TITLE, "在会上的讲话").replace("情况，", "情况, ") + "谢谢大家！\n"}
    )
    pipeline.build(one.config())
    pipeline.build(other.config())
    (before,), (after,) = one.records(), other.records()
    ids = [block["id"] for block in before["blocks"]]
    assert len(ids) == 3
    assert [block["id"] for block in after["blocks"]][:3] == ids
