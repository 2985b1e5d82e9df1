"""What pytest gives to the tests: options, the built site, a server, a browser."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from sites import ROOT, SEEDS, Project, make_project, project_at, served

from benchmarks.corpus import Recipe, generate

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens", action="store_true", help="rewrite tests/goldens from what is generated now"
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The whole site of the repository's seeds, built once by the real command. Not to be changed."""
    project = project_at(ROOT, tmp_path_factory.mktemp("built"), SEEDS)
    result = project.run_fresh("site")
    assert result.returncode == 0, result.stdout + result.stderr
    return project


@pytest.fixture(scope="session")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The site of 60 generated speeches, built once by the real command. Not to be changed."""
    seeds = {each.file: each.data for each in generate(60, Recipe(chars=700))}
    project = make_project(tmp_path_factory.mktemp("sixty") / "project", seeds)
    result = project.run("site")
    assert result.returncode == 0, result.stdout + result.stderr
    return project


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
