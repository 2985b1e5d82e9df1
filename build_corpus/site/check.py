"""What is wrong with a built site: links, text, front matter, leaks, search."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from build_corpus.config import Config
from build_corpus.model import Finding, Knowledge, finding
from build_corpus.site.leaks import check_leaks, json_lines
from build_corpus.site.page import Page, parse, style_requests, target
from build_corpus.site.search import check_search
from build_corpus.text import file_name

Record = dict[str, object]
FRONT = (
    *("id", "title", "subtitle", "date", "speaker", "author", "role", "publication", "column", "place", "level"),
    *("occasion", "kind", "source", "rights", "lang"),
)
"""Keys of a record that its page's front matter repeats as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The site and what it was made from, read once for all checks."""

    config: Config
    pages: Mapping[str, Page]
    records: tuple[Record, ...]
    knowledge: Knowledge


def check(config: Config, knowledge: Knowledge) -> tuple[Finding, ...]:
    """Every finding about the site, by page. A missing site is one finding."""
    records = json_lines(config.docs / "data" / "documents.jsonl")
    if not (config.site / "index.html").is_file() or records is None:
        return (finding("site-missing", config.site.name),)
    pages = {
        path.relative_to(config.site).as_posix(): parse(config.site, path)
        for path in sorted(config.site.rglob("*.html"))
    }
    built = Built(config=config, pages=pages, records=tuple(records), knowledge=knowledge)
    return (
        *_links(built),
        *_texts(built),
        *_front_matter(built),
        *_missing(built),
        *check_leaks(config, pages, records),
        *check_search(config.site, knowledge),
    )


def _links(built: Built) -> Iterator[Finding]:
    """Every internal link and anchor leads somewhere; no page asks another host for anything."""
    own = urlsplit(built.pages["index.html"].canonical).path or "/"
    for page in built.pages.values():
        for address in dict.fromkeys(page.links):
            file, anchor = target(page.path, address, own)
            there = built.pages.get(file)
            lost = anchor and there and anchor not in there.ids and anchor != "__top"
            if (there is None and not (built.config.site / file).is_file()) or lost:
                yield finding("link-broken", f"site/{page.path}", target=address)
        for address in dict.fromkeys(page.requests):
            yield finding("request-foreign", f"site/{page.path}", target=address)
    for sheet in sorted(built.config.site.rglob("*.css")):
        for address in style_requests(sheet.read_text(encoding="utf-8", errors="replace")):
            where = f"site/{sheet.relative_to(built.config.site).as_posix()}"
            yield finding("request-foreign", where, target=address)


def _texts(built: Built) -> Iterator[Finding]:
    """The blocks of each speech page are the blocks of its record, character for character."""
    for record in built.records:
        path = f"speeches/{record['id']}/index.html"
        page = built.pages.get(path)
        wanted = _blocks(record)
        if page is None:
            yield finding("page-missing", f"site/{path}", id=record["id"])
        elif list(page.blocks) != wanted:
            pairs = zip(page.blocks, wanted, strict=False)
            at = next((n for n, (shown, text) in enumerate(pairs) if shown != text), min(len(page.blocks), len(wanted)))
            yield finding("text-differs", f"site/{path}", reason=f"第 {at + 1} 段起")


def _blocks(record: Record) -> list[str]:
    return [str(block["text"]) for block in _items(record, "blocks")]


def _front_matter(built: Built) -> Iterator[Finding]:
    """The front matter of each page, parsed back, says what the record says."""
    for record in built.records:
        path = f"speeches/{record['id']}.md"
        front = _parsed(built.config.docs / path)
        original = record["version_of"]
        themes, dates = _items(record, "themes"), _items(record, "dates")
        wanted = {
            **{key: record[key] for key in FRONT},
            "version_of": original["id"] if isinstance(original, dict) else None,
            "themes": [theme["id"] for theme in themes],
            "tags": [theme["label"] for theme in themes],
            "posted": next((date["value"] for date in dates if date["type"] == "posted"), None),
        }
        for key, value in wanted.items():
            if front.get(key) != value:
                yield finding("front-matter-differs", f"docs/{path}", key=key)


def _items(record: Record, key: str) -> list[Record]:
    """A list of objects in a record."""
    items = record[key]
    return items if isinstance(items, list) else []


def _parsed(file: Path) -> Record:
    try:
        match = re.match(r"---\n(.*?\n)---\n", file.read_text(encoding="utf-8"), re.DOTALL)
        front = yaml.safe_load(match[1]) if match else {}
    except (OSError, yaml.YAMLError):
        return {}
    return front if isinstance(front, dict) else {}


def _missing(built: Built) -> Iterator[Finding]:
    """No seed is missing from the site without a finding that says why."""
    everything = json_lines(built.config.build / "documents.jsonl")
    found = json_lines(built.config.build / "findings.jsonl")
    if everything is None or found is None:
        yield finding("check-incomplete", built.config.build.name, file="documents.jsonl 或 findings.jsonl")
        return
    hidden = [record for record in everything if not record["published"]]
    sources = [record["source"] for record in (*built.records, *hidden)]
    known = {source[key] for source in sources if isinstance(source, dict) for key in ("file", "sha256")}
    explained = {str(each["path"]) for each in found}
    for path in sorted(built.config.seeds.rglob("*")):
        name = file_name(path.relative_to(built.config.seeds).as_posix())
        beside = path.suffix.lower() in (".yml", ".yaml") or path.name.upper().startswith("README.") or "/." in f"/{name}"
        if not path.is_file() or beside or name in known or f"seeds/{name}" in explained:
            continue
        if sha256(path.read_bytes()).hexdigest() not in known:  # a name is shown with its numbers masked
            yield finding("page-missing", f"seeds/{name}", id=name)
