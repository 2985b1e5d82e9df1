"""Whether wording that was taken out of a text stands in the site after all.

All wordings are looked for at once, text by text, so that the work grows with the texts alone.
"""

import json
import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick

from build_corpus.config import Config
from build_corpus.site.lines import Records, items, strings
from build_corpus.site.page import parse

# 字; shorter wording is not looked for: names of sites are short, and so are words of any page (目录, 上一页)
LEAK_MIN = {"promotion": 2, "contact": 2}
LEAK_MIN_ELSE = 5
HARMLESS = ("layout", "title")
PERSONAL = "personal"
_DULL = re.compile(
    r'"rule":"(?:layout|title)\.'
)  # of a receipt that says nothing here; most are of this kind

Numbers = dict[str, tuple[str, set[str]]]
"""Masked number → rule, and the documents it was masked in."""


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
    """Wording taken out as advertisement, contact, navigation or error.

    Wording that a published text or the site's own words also use says nothing and is passed over.
    """

    def __init__(self, config: Config, records: Records) -> None:
        """Raises OSError or ValueError where the receipts cannot be read."""
        hidden, numbers = taken_out(Records(config.build / "receipts.jsonl").lines())
        own = own_words(config)
        self.excused = _excused(set(hidden), own, records) | _excused_numbers(numbers, own, records)
        """Wording that may stand anywhere."""
        rules = hidden | {number: rule for number, (rule, _) in numbers.items()}
        self.rules = {text: rule for text, rule in rules.items() if text not in self.excused}
        """Wording that may stand nowhere → the rule that took it out."""
        self.numbers = numbers.keys()
        """Wording that is a masked number."""
        self.wordings = Wordings(self.rules)

    def within(self, text: str) -> Iterator[str]:
        """The rules whose wording leaks into a text."""
        for wording in sorted(self.wordings.within(text)):
            if wording not in self.numbers or _alone(wording).search(text):
                yield self.rules[wording]


def taken_out(receipts: Iterable[str]) -> tuple[dict[str, str], Numbers]:
    """Wording taken out → rule, and masked numbers."""
    hidden: dict[str, str] = {}
    numbers: Numbers = {}
    for line in receipts:
        if _DULL.search(line):
            continue
        receipt = json.loads(line)
        wording, rule = str(receipt["before"]).strip(), str(receipt["rule"])
        group = rule.partition(".")[0]
        if group == PERSONAL and len(wording) >= LEAK_MIN_ELSE:
            numbers.setdefault(wording, (rule, set()))[1].add(str(receipt["document"]))
        long = len(wording) >= LEAK_MIN.get(group, LEAK_MIN_ELSE)
        if long and receipt["kind"] == "removed" and group not in HARMLESS:
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


def _excused_numbers(numbers: Numbers, own: str, records: Records) -> set[str]:
    """Numbers in the site's own words, or in the text of a document that they were not masked in.

    The text a number was masked in does not excuse it; elsewhere the same digits may be a hotline.
    """
    together = Wordings(numbers)
    excused = {number for number in together.within(own) if _alone(number).search(own)}
    for line in records.lines() if numbers else ():
        here = together.within(line) - excused
        if here:
            record = json.loads(line)
            text = "\n".join(str(block["text"]) for block in items(record, "blocks"))
            excused |= {
                number
                for number in here
                if numbers[number][1] != {str(record["id"])} and _alone(number).search(text)
            }
    return excused


def own_words(config: Config) -> str:
    """Words of the site itself: its frame, as the 404 page shows it, and hand-written pages."""
    frame = config.site / "404.html"
    said = [parse(config.site, frame).text] if frame.is_file() else []
    pages = sorted(config.project_docs.glob("*.md"))
    return "\n".join([*said, *(path.read_text(encoding="utf-8", errors="replace") for path in pages)])
