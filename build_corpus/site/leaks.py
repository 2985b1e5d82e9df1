"""Whether wording that was taken out of a text stands in the site after all.

All wordings are looked for at once, text by text, so that the work grows with the texts alone.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from build_corpus.config import Config
from build_corpus.model import Finding, finding
from build_corpus.site.lines import Records, items, strings
from build_corpus.site.page import parse

# 字; shorter wording is not looked for: names of sites are short, and so are words of any page (目录, 上一页)
LEAK_MIN = {"promotion": 2, "contact": 2}
LEAK_MIN_ELSE = 5
HARMLESS = ("layout", "title")
PERSONAL = "personal"
_ASSETS = "assets"  # of the theme: nothing in it is made from texts
_SEGMENTS = "search-index"
_UNREAD = (".html", ".bin")  # pages are looked at one by one; numbers hold no wording
_DULL = re.compile(r'"rule":"(?:layout|title)\.')  # of a receipt that says nothing here; most are of this kind
_BREAK = "\N{ZERO WIDTH SPACE}"


class Wordings:
    """Wordings that are looked for together."""

    def __init__(self, wordings: Iterable[str]) -> None:
        self._all = list(wordings)
        self._automaton = AhoCorasick(self._all) if self._all else None

    def within(self, text: str) -> set[str]:
        """Those that stand in a text."""
        if self._automaton is None:
            return set()
        return {self._all[at] for at, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}


class Leaks:
    """Wording taken out as advertisement, contact, navigation or error, and where it stands.

    Wording that a published text or the site's own words also use says nothing and is passed over.
    """

    def __init__(self, config: Config, records: Records, speeches: Collection[str] | None = None) -> None:
        """`speeches`: those whose pages were made in this run; None: everything is looked at.

        What lies beside the page of another speech, and its text in the search index, is as it was when it passed.
        """
        self._config = config
        self._speeches = speeches
        self._found: list[Finding] = []
        receipts = Records(config.build / "receipts.jsonl")
        self._complete = receipts.readable
        hidden, numbers = _hidden(receipts) if self._complete else ({}, {})
        own = "\n".join(_own_words(config))
        patterns = {text: re.compile(re.escape(text)) for text in hidden}
        patterns |= {number: _alone(number) for number in numbers}
        excused = _excused(set(hidden), own, records) | _excused_numbers(numbers, patterns, own, records)
        rules = hidden | {number: rule for number, (rule, _) in numbers.items()}
        self._watched = {text: (rules[text], patterns[text]) for text in rules if text not in excused}
        self._wordings = Wordings(self._watched)

    def look(self, path: str, text: str) -> None:
        """Notes what leaks into a text of the site. `path`: its file, relative to the project."""
        for wording in sorted(self._wordings.within(text)):
            rule, pattern = self._watched[wording]
            if pattern.search(text):
                self._found.append(finding("leak", path, rule=rule))

    def _look_at_line(self, path: str, line: str, suffix: str) -> None:
        """A line of a file; of JSON, the texts in it, which stand there as they are where nothing is escaped."""
        text = line.replace(_BREAK, "")
        if suffix in (".json", ".jsonl") and ("\\" in line or self._wordings.within(text)):
            text = "\n".join(_words(line)).replace(_BREAK, "")
        self.look(path, text)

    def findings(self) -> Iterator[Finding]:
        """Everything noted, and what leaks into any other file of the site."""
        if not self._complete:
            yield finding("check-incomplete", self._config.build.name, file="receipts.jsonl")
            return
        site = self._config.site
        paths = (path.relative_to(site) for path in site.rglob("*") if path.suffix not in _UNREAD)
        for path in sorted(path for path in paths if self._is_read(path) and (site / path).is_file()):
            for line in _lines(site / path):
                self._look_at_line(f"site/{path.as_posix()}", line, path.suffix)
        yield from dict.fromkeys(self._found)

    def _is_read(self, path: Path) -> bool:
        """Whether a file, by its path below site/, is looked at in this run."""
        folder, *names = path.parts
        if folder == _ASSETS:
            return False
        if self._speeches is None or not names:
            return True
        return folder != _SEGMENTS and (folder != "speeches" or names[0] in self._speeches)


def _hidden(receipts: Records) -> tuple[dict[str, str], dict[str, tuple[str, set[str]]]]:
    """Wording taken out → rule; masked number → rule and the documents it was masked in."""
    hidden: dict[str, str] = {}
    numbers: dict[str, tuple[str, set[str]]] = {}
    for line in receipts.lines():
        if _DULL.search(line):
            continue
        receipt = json.loads(line)
        wording, rule = str(receipt["before"]).strip(), str(receipt["rule"])
        group = rule.partition(".")[0]
        if group == PERSONAL and len(wording) >= LEAK_MIN_ELSE:
            numbers.setdefault(wording, (rule, set()))[1].add(str(receipt["document"]))
        if receipt["kind"] == "removed" and group not in HARMLESS:
            if len(wording) >= LEAK_MIN.get(group, LEAK_MIN_ELSE):
                hidden[wording] = rule
    return hidden, numbers


def _alone(number: str) -> re.Pattern[str]:
    """Finds a number as one of its own, not as digits of a longer one."""
    return re.compile(rf"(?<![0-9A-Za-z]){re.escape(number)}(?![0-9A-Za-z])")


def _excused(hidden: set[str], own: str, records: Records) -> set[str]:
    """Wordings that the site's own words or published texts also use."""
    excused = Wordings(hidden).within(own)
    written = {json.dumps(text, ensure_ascii=False)[1:-1]: text for text in hidden - excused}
    together = Wordings(written)
    left = set(written)
    for line in records.lines() if written else ():
        here = together.within(line) & left  # in a text, or in a key
        if here:
            words = list(strings(json.loads(line)))
            left -= {each for each in here if any(written[each] in word for word in words)}
    return excused | {text for each, text in written.items() if each not in left}


def _excused_numbers(
    numbers: dict[str, tuple[str, set[str]]], patterns: dict[str, re.Pattern[str]], own: str, records: Records
) -> set[str]:
    """Numbers in the site's own words, or in the text of a document that they were not masked in.

    The text a number was masked in does not excuse it; elsewhere the same digits may be a hotline.
    """
    excused = {number for number in Wordings(numbers).within(own) if patterns[number].search(own)}
    together = Wordings(numbers)
    for line in records.lines() if numbers else ():
        here = together.within(line) - excused
        if here:
            record = json.loads(line)
            text = "\n".join(str(block["text"]) for block in items(record, "blocks"))
            excused |= {
                number
                for number in here
                if numbers[number][1] != {str(record["id"])} and patterns[number].search(text)
            }
    return excused


def _own_words(config: Config) -> Iterator[str]:
    """Words of the site itself: its frame, as the 404 page shows it, and hand-written pages."""
    if (config.site / "404.html").is_file():
        yield parse(config.site, config.site / "404.html").text
    for path in sorted(config.project_docs.glob("*.md")):
        yield path.read_text(encoding="utf-8", errors="replace")


def _lines(file: Path) -> Iterator[str]:
    """The lines of a file; texts of the search index that are no UTF-8 are GBK."""
    with file.open("rb") as lines:
        for line in lines:
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError:
                yield line.decode("gb18030", "replace")


def _words(line: str) -> Iterator[str]:
    try:
        yield from strings(json.loads(line))
    except ValueError:
        yield line
