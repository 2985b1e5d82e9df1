"""What pytest gives to the tests: options, the built site, a server, a browser."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from sites import ROOT, SEEDS, Project, make_project, project_at, served

from benchmarks.corpus import Recipe, generate

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
)


settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


LONGEST = (
    "kinds",
    "laws",
    "incremental",
    "search_ui",
    "scale",
    "workers",
    "cli",
    "faults",
    "linear",
    "browse",
    "kept_relations",
)
"""Files that take half a minute or more. They go first: in the end no process is left alone with one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others as they were."""
    places = {f"test_{name}": at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens", action="store_true", help="rewrite tests/goldens from what is generated now"
    )


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Project]) -> Project:
    """A project whose site one process builds and all read."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / f"{name}.lock").open("a+", encoding="utf-8") as lock:
        flock(lock, LOCK_EX)
        project = make(shared / name)
        if not project.site.is_dir():
            result = project.run_fresh("site")
            assert result.returncode == 0, result.stdout + result.stderr
    return project


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The whole site of the repository's seeds, built once by the real command. Not to be changed."""
    return made_once(tmp_path_factory, "built", lambda folder: project_at(ROOT, folder, SEEDS))


@pytest.fixture(scope="session")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The site of 60 generated speeches, built once by the real command. Not to be changed."""

    def make(folder: Path) -> Project:
        if folder.exists():
            return project_at(folder, folder, folder / "seeds")
        return make_project(folder, {each.file: each.data for each in generate(60, Recipe(chars=700))})

    return made_once(tmp_path_factory, "sixty", make)


@pytest.fixture
def copied(built: Project, tmp_path: Path) -> Project:
    """A copy of the built site, to be damaged."""
    for name in ("docs", "build", "site"):
        shutil.copytree(getattr(built, name), tmp_path / name)
    return project_at(ROOT, tmp_path, SEEDS)


@pytest.fixture(scope="session")
def address(built: Project) -> Iterator[str]:
    """Where the built site is served."""
    with served(built.site) as url:
        yield url


@pytest.fixture(scope="session")
def place(sixty: Project) -> Iterator[str]:
    """Where the site of sixty speeches is served."""
    with served(sixty.site) as url:
        yield url


@pytest.fixture
def small(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Project]:
    """Makes a small project of the seeds it is given."""
    return lambda seeds: make_project(tmp_path / "project", seeds)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser; without one the test is skipped."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("no browser: install Chromium (Debian: apt-get install chromium), then run `make test`")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield chromium
        chromium.close()
