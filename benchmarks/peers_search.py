"""Other searches on the same corpus: `make peers`.

Builds the site of the seeds, and the same pages with Material's own search (jieba and the user dictionary) and with
Pagefind; asks each QUERIES queries in Chromium; compares the speeches found with a plain look through the texts. Prints
a table in Markdown, for 检索说明 and the README. Needs npm's packages of benchmarks/node and a Chromium.
"""

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from statistics import mean, median
from threading import Thread
from time import perf_counter

from playwright.sync_api import Browser, Page, Response, sync_playwright

from benchmarks.exact import reference
from build_corpus.config import load_config
from build_corpus.pipeline import make
from build_corpus.publish.search.indexed import Indexed
from build_corpus.publish.search.sources import of_speech
from build_corpus.publish.site import Site

ROOT = Path(__file__).resolve().parent.parent
PAGEFIND = ROOT / "benchmarks" / "node" / "node_modules" / ".bin" / "pagefind"
QUERIES = 170
SETTLED = 1500  # ms after the first answer in which a search may still load something
EXCLUDED = "search:\n  exclude: true\n"
Ask = Callable[[Page, str], set[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A search to measure."""

    name: str
    """As the table has it."""
    site: Path
    """The built site."""
    seconds: float
    """What its index took to build; with the site where it cannot be told apart."""
    index: tuple[str, ...]
    """Globs of its index below the site."""
    files: re.Pattern[str]
    """Addresses that are fetched for searching."""
    ask: Ask
    """Types a query on an open page; ids of the speeches found."""


@dataclass(slots=True, kw_only=True)
class Score:
    """What a peer's answers were worth."""

    exact: int = 0
    """Queries whose set of speeches was right."""
    recall: list[float] = field(default_factory=list)
    """Of each query that finds something."""
    precision: list[float] = field(default_factory=list)
    """Of each answer that is not empty."""
    times: list[float] = field(default_factory=list)
    """Seconds to the answer."""
    kilobytes: tuple[float, float] = (0, 0)
    """Of the first and the second query of a visit."""


def main() -> None:
    """Measure every peer and print the table."""
    config = load_config(ROOT / "corpus.yml")
    made = make(config)
    site = Site(made.corpus, made.knowledge, config.settings)
    pages = [of_speech(site, document) for document in made.corpus.published]
    truth = {query: _ids(reference(pages).answer(query) or {}) for query in _queries(pages)}
    with tempfile.TemporaryDirectory() as folder:
        peers = list(_peers(Path(folder)))
        with sync_playwright() as playwright:
            found = next(
                filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
            )
            browser = playwright.chromium.launch(
                executable_path=found, args=["--no-sandbox", "--disable-gpu"]
            )
            print("| 检索 | 完全正确 | 查全 | 查准 | 第一次 | 第二次 | 出结果 | 索引 | 生成 |")
            print("|---|---|---|---|---|---|---|---|---|")
            for peer in peers:
                print(_row(peer, _measured(browser, peer, truth)))
            browser.close()


def _queries(pages: Sequence[Indexed]) -> Iterator[str]:
    """Words and formulas in quotation marks, pieces of 2–6 字, two words."""
    rng = Random(1)
    texts = [block.text for page in pages for block in page.blocks]
    quoted = sorted({match for text in texts for match in re.findall("[“「]([^”」]{2,8})[”」]", text)})
    seen = set(rng.sample(quoted, k=min(len(quoted), QUERIES // 4)))
    yield from sorted(seen)
    plain = [part for text in texts for part in re.findall(r"[\u4e00-\u9fff]{2,}", text)]
    while len(seen) < QUERIES:
        part, other = rng.choice(plain), rng.choice(plain)
        start = rng.randrange(len(part) - 1)
        query = part[start : start + rng.randint(2, 6)]
        query = f"{part[:2]} {other[:2]}" if len(seen) % 4 == 0 else query
        if len(query) > 1 and query not in seen:
            seen.add(query)
            yield query


def _ids(hits: dict[str, int]) -> set[str]:
    return {name.partition("/")[2] for name in hits}


# ---------------------------------------------------------------- the peers


def _peers(folder: Path) -> Iterator[Peer]:
    start = perf_counter()
    where = {name: folder / name for name in ("docs", "build", "site")}
    options = [part for name, path in where.items() for part in (f"--{name}", str(path))]
    _run([str(Path(sys.executable).parent / "build-corpus"), "site", *options], {})
    yield Peer(
        name="本站",
        site=where["site"],
        seconds=perf_counter() - start,
        index=("search-index/**/*", "data/sugg*", "data/suggest/*"),
        files=re.compile(r"/search-index/|/javascripts/search/|/data/sugg"),
        ask=_box,
    )
    yield _material(folder, where["docs"], where["build"])
    yield _pagefind(folder, where["site"])


def _material(folder: Path, docs: Path, build: Path) -> Peer:
    """The same pages with Material's own search: its theme untouched, speeches searched, jieba with our words."""
    stock, site = folder / "material", folder / "material-site"
    shutil.copytree(docs, stock / "docs")
    for page in (stock / "docs" / "speeches").glob("*.md"):
        page.write_text(page.read_text(encoding="utf-8").replace(EXCLUDED, "", 1), encoding="utf-8")
    (stock / "docs" / "search.md").write_text("# 检索\n", encoding="utf-8")
    ours = ("  custom_dir:", "  favicon:", "extra_css:", "  - assets/stylesheets/")
    lines = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").splitlines(keepends=True)
    settings = "".join(line for line in lines if not line.startswith(ours))
    (stock / "mkdocs.yml").write_text(settings, encoding="utf-8")
    start = perf_counter()
    dictionary = {
        "CORPUS_DOCS": str(stock / "docs"),
        "CORPUS_DICTIONARY": str(build / "search-dictionary.txt"),
    }
    _run(
        [sys.executable, "-m", "mkdocs", "build", "-f", str(stock / "mkdocs.yml"), "-d", str(site)],
        dictionary,
    )
    return Peer(
        name="Material + jieba",
        site=site,
        seconds=perf_counter() - start,
        index=("search/search_index.json",),
        files=re.compile(r"/search/search_index|/workers/|/lunr/"),
        ask=_box,
    )


def _pagefind(folder: Path, ours: Path) -> Peer:
    """Pagefind over the articles of the same speech pages."""
    site = folder / "pagefind-site"
    shutil.copytree(ours, site)
    start = perf_counter()
    glob, root = ("--glob", "speeches/*/index.html"), ("--root-selector", "article")
    _run([str(PAGEFIND), "--site", str(site), *glob, *root, "--force-language", "zh"], {})
    return Peer(
        name="Pagefind",
        site=site,
        seconds=perf_counter() - start,
        index=("pagefind/**/*",),
        files=re.compile("/pagefind/"),
        ask=_ask_pagefind,
    )


def _run(command: list[str], more: dict[str, str]) -> None:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"} | more
    done = subprocess.run(  # noqa: S603 - commands of this file
        command, env=environment, capture_output=True, check=False, encoding="utf-8", cwd=ROOT
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def _box(page: Page, query: str) -> set[str]:
    """Material's box, with whichever worker stands behind it."""
    field_, meta = page.locator("[data-md-component=search-query]"), page.locator(".md-search-result__meta")
    field_.focus()
    field_.fill(query)
    field_.dispatch_event("keyup")
    meta.filter(has_text="结果").wait_for()
    links = page.locator(".md-search-result__list a[href]").evaluate_all("all => all.map(each => each.href)")
    field_.fill("")
    field_.dispatch_event("keyup")
    meta.filter(has_text="键入").wait_for()
    return _speeches(links)


def _ask_pagefind(page: Page, query: str) -> set[str]:
    links = page.evaluate(
        """async query => {
            window.pagefind ??= await import(new URL("../pagefind/pagefind.js", location.href))
            const {results} = await window.pagefind.search(query)
            return Promise.all(results.map(async each => (await each.data()).url))
        }""",
        query,
    )
    return _speeches(links)


def _speeches(links: Sequence[str]) -> set[str]:
    return {match[1] for url in links if (match := re.search(r"/speeches/([^/#?]+)/", url))}


# ---------------------------------------------------------------- measuring


def _measured(browser: Browser, peer: Peer, truth: dict[str, set[str]]) -> Score:
    score = Score()
    with _served(peer.site) as url:
        first, second, *_ = (query for query, wanted in truth.items() if wanted)
        page, read = _visit(browser, peer, f"{url}/about/")
        sizes = []
        for query in (first, second):
            peer.ask(page, query)
            page.wait_for_timeout(SETTLED)
            sizes.append(sum(read) / 1024)
        score.kilobytes = (sizes[0], sizes[1] - sizes[0])
        for query, wanted in truth.items():
            start = perf_counter()
            found = peer.ask(page, query)
            score.times.append(perf_counter() - start)
            score.exact += found == wanted
            score.recall += [len(found & wanted) / len(wanted)] if wanted else []
            score.precision += [len(found & wanted) / len(found)] if found else []
        page.context.close()
    return score


def _visit(browser: Browser, peer: Peer, url: str) -> tuple[Page, list[int]]:
    """A page of a new visit, and the bytes that its search has read: text compressed, the rest as it is."""
    page = browser.new_context().new_page()
    read: list[int] = []

    def count(response: Response) -> None:
        if peer.files.search(response.url) and response.ok:
            body = response.body()
            text = response.url.partition("?")[0].endswith((".js", ".json"))
            read.append(len(gzip.compress(body)) if text else len(body))

    page.on("response", count)
    page.goto(url)
    return page, read


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _served(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def _row(peer: Peer, score: Score) -> str:
    size = sum(file.stat().st_size for glob in peer.index for file in peer.site.glob(glob) if file.is_file())
    shares = (score.exact / len(score.times), mean(score.recall), mean(score.precision))
    first, second = score.kilobytes
    cells = (
        peer.name,
        *(f"{share:.0%}" for share in shares),
        f"{first:.0f} KB",
        f"{second:.0f} KB",
        f"{median(score.times) * 1000:.0f} ms",
        f"{size / 1024:.0f} KB",
        f"{peer.seconds:.0f} s",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
