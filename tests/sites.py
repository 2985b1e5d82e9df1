"""Projects for tests that need files: seeds, the real command, the site it builds.

In: the repository, or seeds a test makes up. Out: folders below a temporary one, and what stands in
them. Nothing here writes into the repository or talks to another host.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page
from selectolax.lexbor import LexborHTMLParser
from warm import forked

from benchmarks import host
from build_corpus.config import Config, load_config

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
FOLDERS = {
    "build": ("seeds", "docs", "build"),
    "site": ("seeds", "docs", "build", "site"),
    "check": ("seeds", "docs", "build", "site"),
    "serve": ("seeds", "docs", "build"),
    "audit": ("seeds",),
    "summary": ("seeds",),
    "suggest": ("seeds",),
    "add": ("seeds",),
    "diff": ("seeds", "build"),
    "todo": ("seeds",),
    "withdraw": ("seeds", "build"),
    "submit": ("seeds",),
}
"""Command → the folders it can be told."""

TITLE = "在全县组织工作推进会上的讲话"
BODY = (
    "同志们：\n"
    "今天召开全县组织工作推进会，主要任务是总结上半年的情况，部署下一步的重点工作。\n"
    "各级党组织要落实“三会一课”制度，用好党员固定活动日，开好民主生活会和组织生活会，严肃党内政治生活，"
    "党员领导干部要带头参加双重组织生活，把组织生活制度落到每一个支部，把基层党建抓出成效。\n"
)
SPEECH = f"{TITLE}\n{BODY}"
"""A small speech with a theme or two."""
FROST = "在全县农业技术培训班上的讲话\n同志们：\n这次培训班请来三位专家，讲果树修剪和防霜，请大家把方法带回村里。\n"
"""Another one, without any theme of the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A corpus with its folders."""

    root: Path
    """Folder of corpus.yml."""
    seeds: Path
    docs: Path
    build: Path
    site: Path

    def run(self, command: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """`build-corpus COMMAND` in a process of its own, with this project's folders named."""
        return forked(self.command(command, *arguments), self.root, environment(**env))

    def run_fresh(self, command: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """The same in a fresh interpreter, as a person runs it."""
        return build_corpus(*self.command(command, *arguments), cwd=self.root, **env)

    def command(self, command: str, *arguments: str) -> list[str]:
        """The words of a command line."""
        named = [part for name in FOLDERS[command] for part in (f"--{name}", str(getattr(self, name)))]
        return [command, "--config", str(self.root / "corpus.yml"), *named, *arguments]

    def config(self) -> Config:
        """What the commands read."""
        file = self.root / "corpus.yml"
        return load_config(file, seeds=self.seeds, docs=self.docs, build=self.build, site=self.site)

    def add(self, name: str, content: str | bytes) -> Path:
        """A new seed or sidecar."""
        file = self.seeds / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return file

    def records(self) -> list[dict[str, Any]]:
        """What build/ says of every document."""
        return json_lines(self.build / "documents.jsonl")

    def findings(self) -> list[tuple[str, str]]:
        """(path, code) of every finding of the build, in order."""
        return [(each["path"], each["code"]) for each in json_lines(self.build / "findings.jsonl")]

    def html(self, path: str) -> LexborHTMLParser:
        """A page of the site, parsed."""
        return LexborHTMLParser((self.site / path).read_text(encoding="utf-8"))


def build_corpus(*arguments: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """The command, as a person runs it."""
    return subprocess.run(
        [sys.executable, "-m", "build_corpus", *arguments],
        capture_output=True,
        check=False,
        cwd=cwd,
        encoding="utf-8",
        env=environment(**env),
        errors="replace",
        timeout=240,
    )


def environment(**env: str) -> dict[str, str]:
    """This process' environment without what mkdocs.yml reads from it."""
    ours = (
        "SITE_URL",
        "REPO_URL",
        "CORPUS_CONTACT",
        "CORPUS_TITLE",
        "CORPUS_DESCRIPTION",
        "CORPUS_DOCS",
        "CORPUS_DICTIONARY",
    )
    return {**{name: value for name, value in os.environ.items() if name not in ours}, **env}


def make_project(folder: Path, seeds: Mapping[str, str | bytes]) -> Project:
    """A project of its own: the repository's settings, theme and hand-written pages, other seeds."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "corpus.yml", folder)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "theme", folder / "theme")
    (folder / "docs").mkdir()
    for page in ("about.md", "data.md", "quality.md", "search.md", "search-help.md"):
        shutil.copy(ROOT / "docs" / page, folder / "docs")
    project = project_at(folder, folder, folder / "seeds")
    project.seeds.mkdir()
    for name, content in seeds.items():
        project.add(name, content)
    return project


def project_at(root: Path, out: Path, seeds: Path) -> Project:
    """A project whose results go to `out`."""
    return Project(root=root, seeds=seeds, docs=out / "docs", build=out / "build", site=out / "site")


def json_lines(file: Path) -> list[dict[str, Any]]:
    """The objects in a JSON Lines file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def front_matter(file: Path) -> dict[str, Any]:
    """The YAML at the head of a page."""
    _, front, _ = file.read_text(encoding="utf-8").split("---\n", maxsplit=2)
    return yaml.safe_load(front)


def tree(folder: Path) -> dict[str, bytes]:
    """Path → bytes of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def differing(left: Mapping[str, bytes], right: Mapping[str, bytes]) -> list[str]:
    """Paths that two trees don't share, byte for byte."""
    return sorted(path for path in left.keys() | right.keys() if left.get(path) != right.get(path))


served = host.served
"""A folder over HTTP on this machine alone, as GitHub Pages serves it."""


def search(page: Page, query: str) -> None:
    """Types into the site's search and waits for its answer. On a narrow screen the field opens first."""
    button = page.locator("label.md-header__button[for=__search]")
    if button.is_visible():
        button.click()
    field = page.locator("[data-md-component=search-query]")
    meta = page.locator(".md-search-result__meta")
    field.focus()
    for words, answer in (
        ("", "键入"),
        (query, "结果"),
    ):  # emptied first, so that an old answer is not taken for the new
        field.fill(words)
        meta.filter(has_text=answer).wait_for(timeout=15_000)
    if "没有" not in meta.inner_text():
        page.locator(".md-search-result__item").first.wait_for(state="attached")
