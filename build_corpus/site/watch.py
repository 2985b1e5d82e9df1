"""Looks for leaks in all that is looked at, and after a run that made a part of the site with little work.

What leaks is found out from all receipts and all texts (`Leaks`). For a part of the site there is a sieve: the wordings
that were looked for when everything was asked last, and those of the speeches whose pages were made, but for what was
excused then and what these speeches use now. Only where one of them stands in a text is the whole asked again.
"""

import json
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from build_corpus.config import Config
from build_corpus.model import Finding, finding
from build_corpus.run.over import CACHE
from build_corpus.site.leaks import Leaks, Wordings, own_words, taken_out
from build_corpus.site.lines import Records, strings
from build_corpus.site.new_lines import new_lines

KEPT = "wordings.json"
_KEYS = ("looked for", "numbers", "excused")
_ASSETS = "assets/"  # of the theme: nothing in it is made from texts
_UNREAD = (".html", ".bin")  # pages are looked at one by one; numbers hold no wording
_JSON = (".json", ".jsonl")
_SOME = 1 << 15  # bytes of lines looked at together
_BREAK = "\N{ZERO WIDTH SPACE}"


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found out of wordings that were taken out."""

    looked_for: frozenset[str]
    numbers: frozenset[str]
    """Masked ones, looked for or not."""
    excused: frozenset[str]


Leak = tuple[str, str]
"""Path of a file, relative to the project; rule by which the wording was taken out that stands there."""


class Watch:
    """Where wording that was taken out stands."""

    def __init__(self, config: Config, records: Records, speeches: Collection[str] | None) -> None:
        """`speeches`: those whose pages were made, where a part of the site was; None: everything is looked at."""
        self._config = config
        self._records = records
        self._found: list[Leak] = []
        self._leaks: Leaks | None = None
        self._complete = Records(config.build / "receipts.jsonl").readable
        self._sieve = self._looked_for(speeches) if self._complete else Wordings(())

    def look(self, path: str, text: str) -> None:
        """Notes what leaks into the text of a page. `path`: its file, relative to the project."""
        self._found += [(path, rule) for rule in self._within(text)]

    def in_files(self, paths: Iterable[str], before: Path | None) -> list[Leak]:
        """What leaks into files of the site that are no pages. `before`: where they stand as they were."""
        read = (path for path in paths if not path.startswith(_ASSETS) and not path.endswith(_UNREAD))
        return [
            (f"site/{path}", rule)
            for path in (read if self._complete else ())
            for rule in self._in_lines(
                new_lines(self._config.site / path, before and before / path), is_json=path.endswith(_JSON)
            )
        ]

    def findings(self, others: Iterable[Leak]) -> Iterator[Finding]:
        """What leaks into pages, and the `others`."""
        if not self._complete:
            yield finding("check-incomplete", self._config.build.name, file="receipts.jsonl")
        for path, rule in dict.fromkeys([*self._found, *others]):
            yield finding("leak", path, rule=rule)

    def _within(self, text: str) -> Iterable[str]:
        """The rules by which wording was taken out that stands in a text."""
        return self._whole.within(text) if self._sieve.within(text) else ()

    def _in_lines(self, lines: Iterable[bytes], *, is_json: bool) -> Iterator[str]:
        """The same of the lines of a file, many at once; one by one where there may be something."""
        for some in _together(lines):
            text = _text(b"".join(some))
            doubtful = (
                text is None or (is_json and "\\" in text) or self._sieve.within(text.replace(_BREAK, ""))
            )
            for line in some if doubtful else ():
                yield from self._in_line(_text(line) or line.decode("gb18030", "replace"), is_json=is_json)

    def _in_line(self, line: str, *, is_json: bool) -> Iterable[str]:
        """The same of a line; of JSON, of the texts in it, which stand there as they are where nothing is escaped."""
        text = line.replace(_BREAK, "")
        if is_json and ("\\" in line or self._sieve.within(text)):
            text = "\n".join(_words(line)).replace(_BREAK, "")
        return self._within(text)

    @property
    def _whole(self) -> Leaks:
        if self._leaks is None:
            self._leaks = leaks = Leaks(self._config, self._records)
            _write(self._config, _Known(*map(frozenset, (leaks.rules, leaks.numbers, leaks.excused))))
        return self._leaks

    def _looked_for(self, speeches: Collection[str] | None) -> Wordings:
        """What the sieve holds."""
        last = None if speeches is None else _read(self._config)
        if speeches is None or last is None:
            return self._whole.wordings
        hidden, numbers = taken_out(Records(self._config.build / "receipts.jsonl").of(speeches))
        wanted = last.looked_for | ({*hidden, *numbers} - last.excused)
        masked = last.numbers | numbers.keys()
        sieve = Wordings(wanted)
        used = self._used(sieve, speeches) - masked
        now = _Known(wanted - used, masked, last.excused | used)
        if now != last:
            _write(self._config, now)
        return Wordings(now.looked_for) if used else sieve

    def _used(self, wordings: Wordings, speeches: Collection[str]) -> set[str]:
        """Those that one of these speeches or the site itself uses, which excuses wording that is no number."""
        said = chain.from_iterable(strings(json.loads(line)) for line in self._records.of(speeches))
        return set(chain.from_iterable(map(wordings.within, chain((own_words(self._config),), said))))


def _read(config: Config) -> _Known | None:
    try:
        data = json.loads((config.build / CACHE / KEPT).read_text(encoding="utf-8"))
        return _Known(*(frozenset(data[key]) for key in _KEYS))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(config: Config, known: _Known) -> None:
    file = config.build / CACHE / KEPT
    data = dict(zip(_KEYS, map(sorted, (known.looked_for, known.numbers, known.excused)), strict=True))
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(f".{os.getpid()}")  # pages and data are looked at in two processes
    beside.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    beside.replace(file)


def _together(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines in lists of some thousand bytes."""
    some: list[bytes] = []
    size = 0
    for line in lines:
        some.append(line)
        size += len(line)
        if size > _SOME:
            yield some
            some, size = [], 0
    yield some


def _text(data: bytes) -> str | None:
    """None where it is no UTF-8; texts of the search index that are none are GBK."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _words(line: str) -> Iterator[str]:
    try:
        yield from strings(json.loads(line))
    except ValueError:
        yield line
