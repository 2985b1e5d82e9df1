"""Pictures of every kind of page, wide and narrow, light and dark; among them those of the README.

In: the built site. Out: `build/pictures/KIND-WIDTH-SCHEME.png` and the files of `.github/images/`. `make pictures` runs it.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.host import served
from tests.kinds import Found, kinds

ROOT = Path(__file__).resolve().parent.parent
SITE, OUT, README = ROOT / "site", ROOT / "build" / "pictures", ROOT / ".github" / "images"
SCREENS = {1440: 900, 390: 844}  # CSS pixels: a desk, a phone
SCHEMES = ("light", "dark")
ASKED = "容错纠错"
"""What the search page is shown with."""
IN_README = {
    "speech": "speeches-all-page-speech",
    "theme": "themes-all-page-theme",
    "search": "search-page-search",
}
"""Name of the file → the kind of page on it, as `named` says it."""


def named(kind: str) -> str:
    """A kind as a file's name.

    >>> named("speeches/*: page-speech")
    'speeches-all-page-speech'
    """
    return kind.replace("*", "all").replace(": ", "-").replace("/", "-").replace(".html", "")


def places(site: Path) -> Iterator[tuple[str, str]]:
    """Name and address of the heaviest page of each kind."""
    for kind, pages in kinds(site).items():
        first: Found = pages[0]
        if not first.redirect:
            yield named(kind), f"{first.address}?q={ASKED}" if kind.startswith("search:") else first.address


def shoot(browser: Browser, url: str, file: Path, screen: tuple[int, str]) -> None:
    """One picture: what a reader sees first. `screen`: width and scheme."""
    width, scheme = screen
    size = {"width": width, "height": SCREENS[width]}
    with browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(url, wait_until="networkidle")
        page.evaluate("document.activeElement.blur()")
        page.screenshot(path=file)


def main() -> None:
    """Makes all pictures; says where they are."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None or not (SITE / "index.html").is_file():
        sys.exit("Needs Chromium and a built site: run `make site` first.")
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with served(SITE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, place in places(SITE):
            for screen in ((width, scheme) for width in SCREENS for scheme in SCHEMES):
                shoot(browser, f"{address}/{place}", OUT / f"{name}-{screen[0]}-{screen[1]}.png", screen)
        browser.close()
    for name, kind in IN_README.items():
        shutil.copyfile(OUT / f"{kind}-1440-light.png", README / f"{name}.png")
    made = len(list(OUT.iterdir()))
    print(f"{made} pictures: {OUT.relative_to(ROOT)}/; README: {README.relative_to(ROOT)}/")  # noqa: T201 - says where


if __name__ == "__main__":
    main()
