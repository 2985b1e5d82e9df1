"""Pictures of every kind of page, wide and narrow, light and dark, from top to end; and those of the README.

In: the built site of the seeds, for the README; for the rest a site that has everything, made here from the seeds and
generated speeches. Out: `build/pictures/`, one folder for each screen, which nobody commits; the files of
`.github/images/`. `make pictures` runs it.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from kinds import kinds
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from sites import ROOT, SEEDS, Project, make_project, served

from benchmarks.corpus import Recipe, generate

SITE, OUT, README = ROOT / "site", ROOT / "build" / "pictures", ROOT / ".github" / "images"
SCREENS = {1440: 900, 390: 844}  # CSS pixels: a desk, a phone
SCHEMES = ("light", "dark")
LONGEST = 12_000  # CSS pixels of a picture; browsers draw no more than 16,384 at once
SPEECHES = 60  # generated ones; with fewer some kinds of pages are missing, more say nothing new
ADDRESS = "https://example.org/"
IN_README = {
    "speech": "speeches/000-227673d08ab89e46/",
    "theme": "themes/jiceng-dangjian/",
    "search": "search/?q=容错纠错",
}
"""Name of the file → the page on it."""
ASKED = {
    "search": [("q", "三会一课")],
    "trends": [("word", "会议"), ("word", "落实"), ("word", "群众"), ("theme", "jiceng-dangjian")],
}
"""Section → what is asked on a page that answers."""


def named(kind: str) -> str:
    """A kind as a file's name.

    >>> named("speeches/*: page-speech")
    'speeches-all-page-speech'
    """
    return kind.replace("*", "all").replace(": ", "-").replace("/", "-").replace(".html", "")


def places(site: Path) -> Iterator[tuple[str, str]]:
    """Name and address of every page that is looked at: the heaviest of its kind first, and what it lacks on others."""
    for kind, pages in kinds(site).items():
        for number, page in enumerate((each for each in pages if not each.redirect), 1):
            name = f"{named(kind)}-{number}"
            yield name, page.address
            asked = ASKED.get(page.path.split("/", maxsplit=1)[0])
            if asked:
                yield f"{name}-asked", f"{page.address}?{urlencode(asked)}"


def full(folder: Path) -> Project:
    """A site with every kind of page: dates, people, levels, versions, former addresses, a contact, a speech taken back."""
    seeds = {path.name: path.read_bytes() for path in SEEDS.iterdir() if path.suffix in (".txt", ".yml")}
    made = list(generate(SPEECHES, Recipe(chars=900, plain=True)))
    sidecars = {
        f"{Path(each.file).stem}.yml": f"date: {2012 + at % 9}-0{1 + at % 9}-15\nauthor: 王{'一二三'[at % 3]}明\n".encode()
        for at, each in enumerate(made)
        if at % 3 == 0
    }
    sidecars[f"{Path(made[1].file).stem}.yml"] = b"aliases: [lao-bianhao]\n"
    sidecars[f"{Path(made[2].file).stem}.yml"] = (
        "withdrawn: 2026-03-01\nwithdrawn_reason: 应权利人要求\n".encode()
    )
    project = make_project(folder, {**seeds, **{each.file: each.data for each in made}, **sidecars})
    with (project.root / "corpus.yml").open("a", encoding="utf-8") as settings:
        settings.write("contact: editor@example.org\n")
    return project


def context_of(browser: Browser, width: int, scheme: str) -> BrowserContext:
    """A reader's browser."""
    size = {"width": width, "height": SCREENS[width]}
    return browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")


def shoot(context: BrowserContext, url: str, file: Path, longest: int) -> None:
    """One picture, `longest` CSS pixels high at most; as high as the screen for 0."""
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    page.evaluate("document.activeElement.blur()")
    if longest:
        size = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], longest)}
        page.screenshot(path=file, full_page=True, clip=clip)
    else:
        page.screenshot(path=file)
    page.close()


def shoot_all(browser: Browser) -> None:
    """Every kind of page on every screen."""
    shutil.rmtree(OUT, ignore_errors=True)
    with TemporaryDirectory() as folder:
        project = full(Path(folder) / "project")
        result = project.run_fresh("site", SITE_URL=ADDRESS)
        if result.returncode:
            sys.exit(result.stdout + result.stderr)
        with served(project.site) as address:
            for width, scheme in ((width, scheme) for width in SCREENS for scheme in SCHEMES):
                screen = OUT / f"{width}-{scheme}"
                screen.mkdir(parents=True)
                context = context_of(browser, width, scheme)
                for name, place in places(project.site):
                    shoot(context, f"{address}/{place}", screen / f"{name}.png", LONGEST)
                context.close()


def shoot_readme(browser: Browser) -> None:
    """What the README shows, of the project's own site."""
    context = context_of(browser, 1440, "light")
    with served(SITE) as address:
        for name, place in IN_README.items():
            shoot(context, f"{address}/{place}", README / f"{name}.png", 0)
    context.close()


def main() -> None:
    """Makes all pictures; says where they are."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None or not (SITE / "index.html").is_file():
        sys.exit("Needs Chromium and a built site: run `make site` first.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        shoot_readme(browser)
        shoot_all(browser)
        browser.close()
    made = len(list(OUT.rglob("*.png")))
    print(f"{made} pictures: {OUT.relative_to(ROOT)}/; README: {README.relative_to(ROOT)}/")  # noqa: T201 - says where


if __name__ == "__main__":
    main()
