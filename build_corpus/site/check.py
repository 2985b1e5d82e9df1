"""What is wrong with a built site: links, text, front matter, leaks, search.

Pages are read one after the other, in several processes, and none is kept but for its addresses and anchors.

The check that ends a run looks at the pages made in that run, the hand-written ones and those they link to. What it
leaves out, and why that is safe: a page that was not made again is byte for byte the page that passed before. Its
links lead to pages made from the same data: where an address or an anchor that it names goes away, its own Markdown
changes with it, and it is made again; only hand-written pages name what they don't follow. Wording that is taken out
of one text now, and that an old page showed before outside every text, is found by `build-corpus check`, which looks
at everything.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from build_corpus.config import Config
from build_corpus.manifest import handwritten
from build_corpus.model import Finding, Knowledge, finding
from build_corpus.run.workers import Lost, each
from build_corpus.site.leaks import Leaks
from build_corpus.site.lines import Record, Records, id_of, items, source_of
from build_corpus.site.page import Page, parse, style_requests, target
from build_corpus.site.search import check_search
from build_corpus.site.size import check_size
from build_corpus.text import file_name

FRONT = (
    *("id", "title", "subtitle", "date", "speaker", "author", "role", "publication", "column", "place", "level"),
    *("occasion", "kind", "source", "rights", "lang"),
)
"""Keys of a record that its page's front matter repeats as they are."""
HOME = "index.html"
SPEECH = 2  # slashes in the path of a speech's page: speeches/<id>/index.html
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where PyYAML was built with it: ten times as fast


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the page of a record must hold. Texts as hashes: those of all pages would not fit into memory."""

    blocks: tuple[int, ...]
    front: Mapping[str, object]


@dataclass(slots=True, kw_only=True)
class Seen:
    """Pages that were read, without their texts."""

    pages: dict[str, Page]
    findings: list[Finding]


def check(
    config: Config, knowledge: Knowledge, jobs: int = 1, rendered: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Every finding about the site. A missing site is one finding.

    `rendered`: Markdown files below docs whose pages were made in this run; None: all pages are looked at.
    """
    records = Records(config.docs / "data" / "documents.jsonl")
    if not (config.site / HOME).is_file() or not records.readable:
        return (finding("site-missing", config.site.name),)
    chosen = _chosen(config, rendered)
    wanted = dict(_expected(records, None if rendered is None else _ids(chosen)))
    wanted |= _apart(config, _ids(chosen) - wanted.keys())
    leaks = Leaks(config, records, None if rendered is None else _ids(chosen))
    seen = Seen(pages={}, findings=[])
    for page, front in _read(config, chosen, jobs):
        _look(seen, page, front, wanted, leaks)
    for name in sorted(wanted):
        if f"speeches/{name}/{HOME}" not in seen.pages:
            seen.findings.append(finding("page-missing", f"site/speeches/{name}/{HOME}", id=name))
    return (
        *_links(config, seen.pages, jobs),
        *_requests(config, seen.pages.values()),
        *seen.findings,
        *_missing(config, records),
        *leaks.findings(),
        *(check_search(config.site, knowledge) if _searched(config, rendered) else ()),
        *check_size(config.site),
    )


def _chosen(config: Config, rendered: Collection[str] | None) -> list[str]:
    """The pages to look at, as paths below site/."""
    if rendered is None:
        return sorted(path.relative_to(config.site).as_posix() for path in config.site.rglob("*.html"))
    by_hand = [path for path in handwritten(config.docs) if path.endswith(".md")]
    paths = {HOME, "404.html", *map(page_of, (*rendered, *by_hand))}
    return sorted(path for path in paths if (config.site / path).is_file())


def _searched(config: Config, rendered: Collection[str] | None) -> bool:
    """Whether Material's index, which holds the hand-written pages, was made in this run."""
    return rendered is None or not set(handwritten(config.docs)).isdisjoint(rendered)


def page_of(path: str) -> str:
    """Where the page of a Markdown file stands below site/, with directory URLs.

    >>> page_of("speeches/a.md"), page_of("speeches/index.md")
    ('speeches/a/index.html', 'speeches/index.html')
    """
    stem = path.removesuffix(".md")
    return f"{stem}.html" if stem.rpartition("/")[2] == "index" else f"{stem}/{HOME}"


def _ids(paths: Iterable[str]) -> set[str]:
    """The speeches among these pages."""
    return {path.split("/")[1] for path in paths if path.startswith("speeches/") and path.count("/") == SPEECH}


def _read(config: Config, paths: Iterable[str], jobs: int) -> Iterator[tuple[Page, Record | None]]:
    """Each page, with the front matter of a speech's. A page that kills its reader is read as an empty one."""
    given = [(config.site, config.docs, path) for path in paths]
    for (_, _, path), read in zip(given, each(_page, given, jobs), strict=True):
        yield (Page.empty(path), None) if isinstance(read, Lost) else read


def _page(site: Path, docs: Path, path: str) -> tuple[Page, Record | None]:
    page = parse(site, site / path)
    if not _ids([path]):
        return page, None
    return page, _parsed(docs / f"{path.removesuffix(f'/{HOME}')}.md")


def _look(
    seen: Seen, page: Page, front: Record | None, wanted: Mapping[str, Expected], leaks: Leaks
) -> None:
    """What is wrong with a page in itself; keeps it without its texts."""
    leaks.look(f"site/{page.path}", page.text)
    seen.pages[page.path] = replace(page, text="", blocks=())
    name = page.path.split("/")[1] if front is not None else ""
    expected = wanted.get(name)
    if expected is None or front is None:
        return
    shown = tuple(map(hash, page.blocks))
    if shown != expected.blocks:
        pairs = enumerate(zip(shown, expected.blocks, strict=False))
        shortest = min(len(shown), len(expected.blocks))
        at = next((n for n, (here, there) in pairs if here != there), shortest)
        seen.findings.append(finding("text-differs", f"site/{page.path}", reason=f"第 {at + 1} 段起"))
    for key, value in expected.front.items():
        if front.get(key) != value:
            seen.findings.append(finding("front-matter-differs", f"docs/speeches/{name}.md", key=key))


def _expected(records: Records, names: Collection[str] | None) -> Iterator[tuple[str, Expected]]:
    """Id → what the page must hold, of these speeches, None for all."""
    for line in records.lines():
        if names is None or id_of(line) in names:
            record = json.loads(line)
            yield str(record["id"]), _held(record)


def _apart(config: Config, names: Collection[str]) -> dict[str, Expected]:
    """The same of speeches with a page that are in no data set; nothing without the by-products of the build."""
    everything = Records(config.build / "documents.jsonl")
    if not names or not everything.readable:
        return {}
    lines = (line for line in everything.lines() if id_of(line) in names and '"published":true' in line)
    return {id_of(line): _held(json.loads(line)) for line in lines}


def _held(record: Record) -> Expected:
    original = record["version_of"]
    themes = items(record, "themes")
    posted = (date["value"] for date in items(record, "dates") if date["type"] == "posted")
    return Expected(
        blocks=tuple(hash(str(block["text"])) for block in items(record, "blocks")),
        front={
            **{key: record[key] for key in FRONT},
            "version_of": original["id"] if isinstance(original, dict) else None,
            "themes": [theme["id"] for theme in themes],
            "tags": [theme["label"] for theme in themes],
            "posted": next(posted, None),
        },
    )


def _links(config: Config, pages: Mapping[str, Page], jobs: int) -> Iterator[Finding]:
    """Every internal link and anchor leads somewhere."""
    own = urlsplit(pages[HOME].canonical).path or "/"
    asked = {
        page.path: [(address, *target(page.path, address, own)) for address in dict.fromkeys(page.links)]
        for page in pages.values()
    }
    others = {
        file
        for links in asked.values()
        for _, file, anchor in links
        if anchor and file not in pages and file.endswith(".html") and (config.site / file).is_file()
    }
    ids = {page.path: page.ids for page in pages.values()}
    ids |= {page.path: page.ids for page, _ in _read(config, sorted(others), jobs)}
    there: dict[str, bool] = {}
    for path, links in asked.items():
        for address, file, anchor in links:
            if file not in there:
                there[file] = file in ids or (config.site / file).is_file()
            lost = anchor and file in ids and anchor not in ids[file] and anchor != "__top"
            if not there[file] or lost:
                yield finding("link-broken", f"site/{path}", target=address)


def _requests(config: Config, pages: Iterable[Page]) -> Iterator[Finding]:
    """No page and no style sheet asks another host for anything."""
    for page in pages:
        for address in page.requests:
            yield finding("request-foreign", f"site/{page.path}", target=address)
    for sheet in sorted(config.site.rglob("*.css")):
        for address in style_requests(sheet.read_text(encoding="utf-8", errors="replace")):
            where = f"site/{sheet.relative_to(config.site).as_posix()}"
            yield finding("request-foreign", where, target=address)


def _parsed(file: Path) -> Record:
    """The front matter of a Markdown file; empty where there is none to read."""
    front: object = None
    with suppress(OSError, yaml.YAMLError, ValueError):
        match = re.match(r"---\n(.*?\n)---\n", file.read_text(encoding="utf-8"), re.DOTALL)
        front = yaml.load(match[1], _Loader) if match else None  # noqa: S506 - the safe loader, in C
    return front if isinstance(front, dict) else {}


def _explained(config: Config, line: str) -> bool:
    """Whether a record is not to be published, or has its page though no data set holds it."""
    return '"published":true' not in line or (config.site / "speeches" / id_of(line) / HOME).is_file()


def _missing(config: Config, records: Records) -> Iterator[Finding]:
    """No seed is missing from the site without a finding that says why."""
    everything = Records(config.build / "documents.jsonl")
    found = Records(config.build / "findings.jsonl")
    try:
        explained = {str(record["path"]) for record in found}
        apart = (line for line in everything.lines() if _explained(config, line))
        known = {name for line in chain(records.lines(), apart) for name in source_of(line)}
        known |= {str(each["file"]) for each in Records(config.build / "withdrawn.jsonl")}
    except (OSError, ValueError):
        yield finding("check-incomplete", config.build.name, file="documents.jsonl 或 findings.jsonl")
        return
    for path in sorted(config.seeds.rglob("*")):
        name = file_name(path.relative_to(config.seeds).as_posix())
        beside = path.suffix.lower() in (".yml", ".yaml") or path.name.upper().startswith("README.") or "/." in f"/{name}"
        if not path.is_file() or beside or name in known or f"seeds/{name}" in explained:
            continue
        if sha256(path.read_bytes()).hexdigest() not in known:  # a name is shown with its numbers masked
            yield finding("page-missing", f"seeds/{name}", id=name)
