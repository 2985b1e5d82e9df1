"""Whether wording that was taken out of a text stands in the site after all."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from build_corpus.config import Config
from build_corpus.model import Finding, finding
from build_corpus.site.page import Page

# 字; shorter wording is not looked for: names of sites are short, and so are words of any page (目录, 上一页)
LEAK_MIN = {"promotion": 2, "contact": 2}
LEAK_MIN_ELSE = 5
HARMLESS = ("layout", "title")
PERSONAL = "personal"
_PLACES = ("search/*.json", "data/*", "*.xml", "*.txt")


def json_lines(file: Path) -> list[dict[str, object]] | None:
    """The objects of a JSON Lines file, None where it cannot be read."""
    try:
        return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]
    except (OSError, ValueError):
        return None


def check_leaks(config: Config, pages: Mapping[str, Page], records: Sequence[object]) -> Iterator[Finding]:
    """Wording taken out as advertisement, contact, navigation or error that stands in the site.

    Wording that a published text or the site's own words also use says nothing and is passed over.
    """
    receipts = json_lines(config.build / "receipts.jsonl")
    if receipts is None:
        yield finding("check-incomplete", config.build.name, file="receipts.jsonl")
        return
    hidden = {
        str(receipt["before"]).strip(): str(receipt["rule"])
        for receipt in receipts
        if receipt["kind"] == "removed" and str(receipt["rule"]).split(".")[0] not in HARMLESS
    }
    own = list(_own_words(config, pages))
    known = "\n".join([*own, *_strings(records)])
    watched = {
        text: (rule, re.compile(re.escape(text)))
        for text, rule in hidden.items()
        if len(text) >= LEAK_MIN.get(rule.split(".")[0], LEAK_MIN_ELSE) and text not in known
    }
    watched |= _personal(receipts, records, "\n".join(own))
    for path, text in _readable(config.site, pages):
        for wording, (rule, pattern) in watched.items():
            if wording in text and pattern.search(text):
                yield finding("leak", path, rule=rule)


def _personal(
    receipts: Sequence[Mapping[str, object]], records: Sequence[object], own: str
) -> dict[str, tuple[str, re.Pattern[str]]]:
    """Masked numbers, each as a number of its own, not as digits of a longer one.

    The text it was masked in does not excuse it; only the site's own words do, and the text of
    another document, where the same digits may be a hotline.
    """
    watched: dict[str, tuple[str, re.Pattern[str]]] = {}
    texts = [(None, own), *((each["id"], _blocks(each)) for each in records if isinstance(each, Mapping))]
    everything = "\n".join(text for _, text in texts)
    for receipt in receipts:
        wording, rule = str(receipt["before"]).strip(), str(receipt["rule"])
        if not rule.startswith(f"{PERSONAL}.") or len(wording) < LEAK_MIN_ELSE:
            continue
        pattern = re.compile(rf"(?<![0-9A-Za-z]){re.escape(wording)}(?![0-9A-Za-z])")
        excused = wording in everything and any(
            pattern.search(text) for name, text in texts if name != receipt["document"]
        )
        if not excused:
            watched[wording] = (rule, pattern)
    return watched


def _blocks(record: Mapping[str, object]) -> str:
    """The published text of a document."""
    blocks = record["blocks"]
    return "\n".join(str(block["text"]) for block in blocks) if isinstance(blocks, list) else ""


def _own_words(config: Config, pages: Mapping[str, Page]) -> Iterator[str]:
    """Words of the site itself: its frame, as the 404 page shows it, and hand-written pages."""
    if "404.html" in pages:
        yield pages["404.html"].text
    for path in sorted(config.project_docs.glob("*.md")):
        yield path.read_text(encoding="utf-8", errors="replace")


def _readable(site: Path, pages: Mapping[str, Page]) -> Iterable[tuple[str, str]]:
    """(path, text) of everything in the site that holds words of the corpus."""
    for page in pages.values():
        yield f"site/{page.path}", page.text
    for file in sorted(each for place in _PLACES for each in site.glob(place) if each.is_file()):
        text = file.read_text(encoding="utf-8", errors="replace")
        if file.suffix in (".json", ".jsonl"):
            objects = json_lines(file)
            text = text if objects is None else "\n".join(_strings(objects))
        yield f"site/{file.relative_to(site).as_posix()}", text.replace("\N{ZERO WIDTH SPACE}", "")


def _strings(value: object) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _strings(each)
