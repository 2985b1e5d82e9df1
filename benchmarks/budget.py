"""What a reader waits for, on a throttled line and a slow processor, beside what may be waited for.

In: a built site. Out: a table, and exit code 1 where a median is over its budget. Chromium is told what Lighthouse tells
it for a phone: 1.6 Mbit/s, 150 ms to each answer, a processor four times slower. Times depend on what else the machine
does, so they are no test: the median of several visits counts, the best is shown beside it.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import click
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.host import served

LATENCY, DOWN, UP = 150, 1_600_000 / 8, 750_000 / 8  # ms; bytes a second. Source: Lighthouse, "slow 4G"
SLOWER = 4  # times
WIDTHS = (390, 1440)  # CSS pixels
SETTLED = 3000  # ms after `load`; no script of ours starts later
LONG = 50  # ms; what a task takes beyond blocks the reader. Source: web.dev/articles/tbt
LIMITS = {"paint": 1800.0, "shift": 0.02, "blocked": 200.0}
"""ms, share of the screen, ms."""

WATCH = """
window.seen = {paint: 0, shift: 0, tasks: []}
new PerformanceObserver(list => list.getEntries().forEach(({name, startTime}) => {
    if (name === "first-contentful-paint") seen.paint = startTime
})).observe({type: "paint", buffered: true})
new PerformanceObserver(list => list.getEntries().forEach(({value, hadRecentInput}) => {
    if (!hadRecentInput) seen.shift += value
})).observe({type: "layout-shift", buffered: true})
new PerformanceObserver(list => list.getEntries().forEach(({startTime, duration}) => {
    seen.tasks.push([startTime, duration])
})).observe({type: "longtask", buffered: true})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit was like."""

    paint: float
    """ms to the first text on the screen."""
    shift: float
    """Share of the screen that moved without being asked to."""
    blocked: float
    """ms after the first paint in which the page did not listen."""


def watched(page: Page, url: str) -> Visit:
    """A visit in which nothing is throttled but what the page's session says."""
    page.add_init_script(WATCH)
    page.goto(url, wait_until="load")
    page.wait_for_timeout(SETTLED)
    seen = page.evaluate("seen")
    late = (length - LONG for start, length in seen["tasks"] if start + length > seen["paint"])
    return Visit(paint=seen["paint"], shift=seen["shift"], blocked=sum(late))


@click.command()
@click.argument("site", type=click.Path(file_okay=False, path_type=Path), default="site")
@click.option("--visits", default=5, show_default=True, help="Of each page, at each width.")
def main(site: Path, visits: int) -> None:
    """Prints the table; ends with 1 where a budget is overdrawn."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None or not (site / "index.html").is_file():
        sys.exit("Needs Chromium and a built site: run `make site` first.")
    print("| page | width | first paint, ms | moved | blocked, ms |\n|---|---|---|---|---|")
    over = False
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, path in places(site):
            for width in WIDTHS:
                made = [_visit(browser, f"{address}/{path}", width) for _ in range(visits)]
                over |= _told(f"{name} | {width}", made)
        browser.close()
    print("\nMedian (best). Budget: " + ", ".join(f"{name} ≤ {limit:g}" for name, limit in LIMITS.items()))
    sys.exit(int(over))


def places(site: Path) -> Iterator[tuple[str, str]]:
    """Names and addresses of the pages: home, the heaviest speech, theme and comparison, the search with an answer."""
    yield "home", ""
    for name in ("speech", "theme", "compare"):
        pages = [
            path
            for path in site.glob("*/*/index.html")
            if f'class="page page-{name}"' in path.read_text(encoding="utf-8")
        ]
        heaviest = max(pages, key=lambda path: (path.stat().st_size, path), default=None)
        if heaviest:
            yield name, f"{heaviest.parent.relative_to(site).as_posix()}/"
    yield "search", "search/?q=%E5%85%9A%E5%BB%BA"


def _visit(browser: Browser, url: str, width: int) -> Visit:
    """A first visit: nothing is kept from another one."""
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        line = {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP}
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", line)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        return watched(page, url)


def _told(place: str, made: list[Visit]) -> bool:
    """Prints a row; whether one of its medians is over the budget."""
    cells, over = [], False
    for name, limit in LIMITS.items():
        values = [getattr(visit, name) for visit in made]
        over |= median(values) > limit
        form = ".3f" if limit < 1 else ".0f"
        cells.append(
            f"{median(values):{form}} ({min(values):{form}}){' **over**' if median(values) > limit else ''}"
        )
    print(f"| {place} | {' | '.join(cells)} |", flush=True)
    return over


if __name__ == "__main__":
    main()
