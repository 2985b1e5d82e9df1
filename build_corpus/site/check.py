"""What is wrong with a built site: links, text, front matter, leaks, search."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from build_corpus.config import Config
from build_corpus.model import Finding, Knowledge, finding
from build_corpus.site.page import Page, parse, target
from build_corpus.site.search import check_search

Record = dict[str, object]
LEAK_MIN = 2  # 字; a single character is everywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The site and what it was made from, read once for all checks."""

    config: Config
    pages: Mapping[str, Page]
    records: tuple[Record, ...]
    knowledge: Knowledge


def check(config: Config, knowledge: Knowledge) -> tuple[Finding, ...]:
    """Every finding about the site, by page. A missing site is one finding."""
    records = _json_lines(config.docs / "data" / "documents.jsonl")
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
        *_leaks(built),
        *check_search(config.site, built.records, knowledge),
    )


def _json_lines(file: Path) -> list[Record] | None:
    try:
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError):
        return None


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
    blocks = record["blocks"]
    return [str(block["text"]) for block in blocks] if isinstance(blocks, list) else []


def _front_matter(built: Built) -> Iterator[Finding]:
    """The front matter of each page, parsed back, says what the record says."""
    for record in built.records:
        path = f"speeches/{record['id']}.md"
        front = _parsed(built.config.docs / path)
        for key in ("id", "title", "date", "speaker", "role", "publication", "place", "level", "kind", "source", "rights"):
            if front.get(key) != record[key]:
                yield finding("front-matter-differs", f"docs/{path}", key=key)
        themes = record["themes"]
        if isinstance(themes, list) and front.get("themes") != [theme["id"] for theme in themes]:
            yield finding("front-matter-differs", f"docs/{path}", key="themes")


def _parsed(file: Path) -> Record:
    try:
        match = re.match(r"---\n(.*?\n)---\n", file.read_text(encoding="utf-8"), re.DOTALL)
        front = yaml.safe_load(match[1]) if match else {}
    except (OSError, yaml.YAMLError):
        return {}
    return front if isinstance(front, dict) else {}


def _missing(built: Built) -> Iterator[Finding]:
    """No seed is missing from the site without a finding that says why."""
    shown = {_source(record) for record in built.records}
    everything = _json_lines(built.config.build / "documents.jsonl") or []
    hidden = {_source(record) for record in everything if not record["published"]}
    explained = {str(each["path"]) for each in _json_lines(built.config.build / "findings.jsonl") or []}
    for path in sorted(built.config.seeds.rglob("*")):
        name = path.relative_to(built.config.seeds).as_posix()
        beside = path.suffix == ".yml" or path.name.upper().startswith("README.") or "/." in f"/{name}"
        if path.is_file() and not beside and name not in shown | hidden and f"seeds/{name}" not in explained:
            yield finding("page-missing", f"seeds/{name}", id=name)


def _source(record: Record) -> str:
    source = record["source"]
    return str(source["file"]) if isinstance(source, dict) else ""


def _leaks(built: Built) -> Iterator[Finding]:
    """Wording taken out as advertisement, contact, navigation or error stands nowhere in the site.

    Wording that a published text also uses says nothing and is passed over.
    """
    receipts = _json_lines(built.config.build / "receipts.jsonl") or []
    hidden = {
        str(receipt["before"]).strip(): str(receipt["rule"])
        for receipt in receipts
        if receipt["kind"] == "removed" and not built.knowledge.rule_class(str(receipt["rule"])).show
    }
    published = "\n".join("\n".join((*_blocks(record), json.dumps(record, ensure_ascii=False))) for record in built.records)
    watched = {text: rule for text, rule in hidden.items() if len(text) >= LEAK_MIN and text not in published}
    for path, text in _readable(built):
        for wording, rule in watched.items():
            if wording in text:
                yield finding("leak", path, rule=rule)


def _readable(built: Built) -> Iterable[tuple[str, str]]:
    """(path, text) of everything in the site that holds words of the corpus."""
    for page in built.pages.values():
        yield f"site/{page.path}", page.text
    for pattern in ("search/*.json", "data/*", "*.xml", "*.txt"):
        for file in sorted(built.config.site.glob(pattern)):
            yield f"site/{file.relative_to(built.config.site).as_posix()}", file.read_text(encoding="utf-8")
