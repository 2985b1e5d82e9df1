"""What a reader's device has to fetch: the page of a speech beside its text, scripts and styles of a first visit.

In: the built sites of the five seeds and of generated speeches. Figures are bytes.
"""

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser
from sites import Project, make_project

from benchmarks.corpus import Recipe, generate

TIMES = 4  # bytes of HTML to a byte of the cleaned text in UTF-8
FIRST_VISIT = 250_000  # bytes of scripts and styles, as gzip packs them
CHARS = 3700  # 字 of a speech that the first limit is meant for


def weights(project: Project) -> dict[str, tuple[int, int]]:
    """Speech → (bytes of its page, bytes of its text)."""
    return {
        record["id"]: (
            (project.site / "speeches" / record["id"] / "index.html").stat().st_size,
            len("\n".join(block["text"] for block in record["blocks"]).encode("utf-8")),
        )
        for record in project.records()
        if record["published"]
    }


def test_the_page_of_a_seed_is_light(built: Project) -> None:
    """The page of each of the five speeches, 2962 字 and more, weighs at most four times its text."""
    found = weights(built)
    assert len(found) == 5
    assert {name: sizes for name, sizes in found.items() if sizes[0] > TIMES * sizes[1]} == {}


def test_the_page_of_a_generated_speech_is_light(tmp_path: Path) -> None:
    """So does that of generated speeches of 3700 字 and more that share themes and passages."""
    made = generate(24, Recipe(chars=CHARS, plain=True))
    project = make_project(tmp_path, {each.file: each.data for each in made})
    result = project.run("site")
    assert result.returncode == 0, result.stdout + result.stderr
    long = {name: sizes for name, sizes in weights(project).items() if sizes[1] >= 3 * CHARS}
    assert len(long) > 5
    assert {name: sizes for name, sizes in long.items() if sizes[0] > TIMES * sizes[1]} == {}


@pytest.mark.parametrize("path", ["", "speeches/000-227673d08ab89e46/"])
def test_a_first_visit_fetches_little(browser: Browser, address: str, built: Project, path: str) -> None:
    """Scripts, workers and styles that a page asks for, the search opened, are at most 250 KB in all, packed."""
    asked: set[str] = set()
    with browser.new_context(base_url=f"{address}/") as context:
        context.on("request", lambda request: asked.add(request.url))
        page = context.new_page()
        page.on("worker", lambda worker: asked.add(worker.url))
        page.goto(path)
        page.keyboard.press("/")
        page.wait_for_timeout(500)
    files = {urlsplit(url).path.lstrip("/") for url in asked}
    sizes = {
        name: len(gzip.compress((built.site / name).read_bytes()))
        for name in files
        if name.endswith((".js", ".mjs", ".css", ".wasm"))
    }
    assert len(sizes) > 5
    assert sum(sizes.values()) <= FIRST_VISIT, sizes
