"""The editor's sidecar: YAML beside a seed, checked entry by entry.

What is wrong in it is a finding with line, reason and the nearest valid choice; the rest of it
still counts.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar

from build_corpus.model import (
    FIELDS,
    HANDLINGS,
    Emendation,
    Finding,
    Handling,
    Inferred,
    Part,
    Sidecar,
    SidecarNote,
    Withdrawal,
    finding,
)
from build_corpus.read.entries import Entry, NotYamlError, load
from build_corpus.read.keys import KEYS, LISTS, RIGHTS, SHAPES, nearest
from build_corpus.text import is_invisible

Noun = TypeVar("Noun")

HELD_BACK = Sidecar(publish=False)  # what an editor meant cannot be read: it may have been not to publish
PROSE = ("text", "note", "evidence")  # may run over several lines
HOLDING = (
    "publish",
    "rights",
    "withdrawn",
)  # what an editor meant by them must be known before anything is published

_KINDS = ("speech", "article", "report", "not-a-speech")
_ADDRESS = "[a-z0-9]+(?:-[a-z0-9]+)*"
_BLOCK = "[ph]-[a-z2-7]{8}(?:-[0-9]{1,4})?"
_ONE_LINE = "要写成一行文字，不能有控制字符"
_FORMS = {
    "id": (
        re.compile(f"(?!index$){_ADDRESS}"),
        "只能用小写字母、数字和单个连字符，不能是 index",
    ),
    "kind": (re.compile("|".join(_KINDS)), f"只能是 {'、'.join(_KINDS)}"),
    "url": (re.compile(r"https?://[^\s\"'<>`]+"), "写成 http:// 或 https:// 开头的地址"),
    "publish": (re.compile("true|false"), "只能是 true 或 false"),
    "rights": (re.compile("|".join(HANDLINGS)), f"只能是 {'、'.join(HANDLINGS)}"),
    "confidence": (re.compile("high|medium|low"), "只能是 high、medium、low"),
    "version_of": (re.compile("[a-z0-9-]+"), "写另一篇的编号；单独成篇就写 none"),
    "aliases": (
        re.compile(f"(?!index$)(?!{_BLOCK}$)[a-z0-9-]+|{_BLOCK}={_BLOCK}"),
        "写这一篇的旧编号；段落写成 p-旧编号=p-新编号",
    ),
}
"""Key → what its value looks like, and that in words."""


def parse_sidecar(data: bytes, where: str) -> tuple[Sidecar, tuple[Finding, ...]]:
    """The sidecar and what is wrong with it.

    Wrong entries are left out. Where the whole cannot be read, or `publish`, or how a file is to be
    split, the speech is held back.
    """
    try:
        entry = load(data)
    except NotYamlError as error:
        return HELD_BACK, (finding("sidecar-invalid", where, error.line, reason=error.reason),)
    if entry is None:
        return Sidecar(path=where), ()
    if not isinstance(entry.value, Mapping):
        reason = "不是“项: 值”的形式"
        return HELD_BACK, (finding("sidecar-invalid", where, entry.line, reason=reason),)
    form = _Form(where)
    return form.sidecar(entry), tuple(form.problems)


class _Form:
    """One sidecar while it is read: what is wrong, and where each good entry stands."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.problems: list[Finding] = []
        self.lines: dict[str, int] = {}

    def sidecar(self, entry: Entry) -> Sidecar:
        """What the whole file says."""
        good = self.mapping(entry, KEYS, "")
        self.lines |= {key: value.line for key, value in good.items()}
        texts = {key: _text(value) for key, value in good.items()}
        parts = self.parts(good)
        unsplit = "documents" in entry.mapping and len(parts) != len(_list(good, "documents") or "?")
        return Sidecar(
            id=texts.get("id"),
            publish=not (_may_hold_back(entry) or unsplit),
            rights=_handling(texts),
            withdrawn=self.withdrawal(texts),
            metadata={key: texts[key] for key in FIELDS if key in texts},
            inferred=self.nouns(good, "inferred", Inferred),
            notes=self.nouns(good, "notes", SidecarNote),
            accept=self.words(good, "accept"),
            aliases=self.words(good, "aliases"),
            emendations=self.nouns(good, "emendations", Emendation),
            version_of=texts.get("version_of"),
            parts=() if unsplit else parts,
            path=self.where,
            lines=self.lines,
        )

    def mapping(self, entry: Entry, known: tuple[str, ...], within: str) -> dict[str, Entry]:
        """The good entries of a mapping; each other one is a finding. `within` names the mapping."""
        good: dict[str, Entry] = {}
        for key, first, line in entry.repeated:
            self.problems.append(finding("sidecar-repeated", self.where, line, key=within + key, first=first))
        for key, value in entry.mapping.items():
            reason = _wrong(key, value)
            if key not in known:
                near = nearest(key, known)
                guess = f"是不是“{near}”？" if near else ""
                if within and key in KEYS:
                    guess = f"“{key}”写在最外层，不缩进。"
                choices = {"guess": guess, "known": "、".join(known)}
                problem = finding("sidecar-key", self.where, value.line, key=within + key, **choices)
                self.problems.append(problem)
            elif reason:
                held = "；改好以前不发布" if key in HOLDING else ""
                self._wrong(value.line, within + key, reason + held)
            else:
                good[key] = value
        return good

    def withdrawal(self, texts: Mapping[str, str], within: str = "") -> Withdrawal | None:
        """What an editor says of a withdrawn speech; a reason alone withdraws nothing, and is a finding."""
        said = texts.get("withdrawn", "false")
        if said == "false":
            if reason := next((key for key in RIGHTS[2:] if key in texts), None):
                self._wrong(self.lines.get(reason, 1), within + reason, "要与 withdrawn（日期或 true）一起写")
            return None
        date = None if said == "true" else said
        return Withdrawal(date=date, reason=texts.get("withdrawn_reason"), title=texts.get("withdrawn_title"))

    def _wrong(self, line: int, key: str, reason: str) -> None:
        self.problems.append(finding("sidecar-value", self.where, line, key=key, reason=reason))

    def entries(self, good: Mapping[str, Entry], key: str) -> Iterator[tuple[Entry, dict[str, Entry]]]:
        """The usable entries of a list of mappings: as written, and what is good in them.

        An entry is usable whole or not at all; but a speech of a file needs only its id and start.
        """
        required, optional = SHAPES[key]
        known = (*required, *optional)
        for at, each in enumerate(_list(good, key), start=1):
            said = len(self.problems)
            fields = self.mapping(each, known, f"{key} 第 {at} 项的 ")
            missing = [name for name in required if name not in each.mapping]
            if missing:
                choices = f"每项可写 {'、'.join(known)}"
                self._wrong(each.line, key, f"第 {at} 项缺少 {'、'.join(missing)}；{choices}")
            if len(self.problems) == said or (key == "documents" and set(required) <= set(fields)):
                yield each, fields

    def nouns(self, good: Mapping[str, Entry], key: str, noun: type[Noun]) -> tuple[Noun, ...]:
        """A list of mappings as nouns."""
        made: list[Noun] = []
        for entry, fields in self.entries(good, key):
            texts = {name: _text(value) for name, value in fields.items()}
            words = texts.get("find") or texts.get("text") or texts.get("field")
            self.lines.setdefault(f"{key}[{words}]", entry.line)
            made.append(noun(**texts))
        return tuple(made)

    def words(self, good: Mapping[str, Entry], key: str) -> tuple[str, ...]:
        """A list of words."""
        made: list[str] = []
        for at, each in enumerate(_list(good, key), start=1):
            reason = _wrong_text(key, each)
            if reason:
                self._wrong(each.line, key, f"第 {at} 项：{reason}")
            else:
                self.lines.setdefault(f"{key}[{_text(each)}]", each.line)
                made.append(_text(each))
        return tuple(made)

    def parts(self, good: Mapping[str, Entry]) -> tuple[Part, ...]:
        """The speeches of a file; two that share id or first line are a finding."""
        made: list[Part] = []
        seen: set[tuple[str, str]] = set()
        for entry, fields in self.entries(good, "documents"):
            texts = {key: _text(value) for key, value in fields.items()}
            again = [key for key in ("id", "starts") if (key, texts[key]) in seen]
            if again:
                self._wrong(entry.line, "documents", f"{'、'.join(again)} 与前面一项相同")
                continue
            seen |= {("id", texts["id"]), ("starts", texts["starts"])}
            self.lines[f"documents[{texts['id']}]"] = entry.line
            made.append(
                Part(
                    starts=texts["starts"],
                    id=texts["id"],
                    publish=not _may_hold_back(entry),
                    rights=_handling(texts),
                    withdrawn=self.withdrawal(texts, "documents 的 "),
                    metadata={key: texts[key] for key in FIELDS if key in texts},
                )
            )
        return tuple(made)


def _list(good: Mapping[str, Entry], key: str) -> tuple[Entry, ...]:
    value = good[key].value if key in good else ()
    return value if isinstance(value, tuple) else ()


def _text(entry: Entry) -> str:
    return entry.value.strip() if isinstance(entry.value, str) else ""


def _may_hold_back(entry: Entry) -> bool:
    """Whether an editor wrote, or may have meant to write, that something is not to be published."""
    return (
        any(_holds_back(key, value) for key, value in entry.mapping.items() if key in HOLDING)
        or any(
            nearest(key, KEYS) in HOLDING or _text(value) == "false"
            for key, value in entry.mapping.items()
            if key not in (*KEYS, "starts")
        )
        or any(key in HOLDING for key, _, _ in entry.repeated)
        or ("withdrawn" not in entry.mapping and any(key in entry.mapping for key in RIGHTS[2:]))
    )


def _holds_back(key: str, value: Entry) -> bool:
    """Whether a value may mean that a speech is not to be published: `publish` without true, any other that cannot be read."""
    return _text(value) != "true" if key == "publish" else _wrong(key, value) is not None


def _handling(texts: Mapping[str, str]) -> Handling | None:
    return next((each for each in HANDLINGS if each == texts.get("rights")), None)


def _wrong(key: str, entry: Entry) -> str | None:
    """Why the value of a key cannot be used, None where it can."""
    if key in SHAPES:
        plain = not isinstance(entry.value, tuple) or not entry.value
        if plain or any(not each.mapping for each in _list({key: entry}, key)):
            required, optional = SHAPES[key]
            return f"应是一个列表，每项以“- ”开头，可写 {'、'.join((*required, *optional))}"
        return None
    if key in LISTS:
        listed = isinstance(entry.value, tuple) and entry.value
        return None if listed else "应是一个列表，每项以“- ”开头"
    return _wrong_text(key, entry)


def wrong_value(key: str, text: str) -> str | None:
    """Why a text cannot be the value of a key, None where it can."""
    return _wrong_text(key, Entry(line=1, value=text))


def _wrong_text(key: str, entry: Entry) -> str | None:
    text = _text(entry)
    form = _FORMS.get(key)
    if key in PROSE:
        return None if text else "要写文字"
    if key != "publish" and (not text or any(is_invisible(char) for char in text)):
        return _ONE_LINE
    if key == "withdrawn" and text not in ("true", "false") and not _is_date(text):
        return "写撤下的日期，如 2019-04-26，不写日期就写 true"
    if key in ("date", "posted"):
        return None if _is_date(text) else "写成 2019-04-26、2019-04 或 2019，而且要有这一天"
    return form[1] if form and not form[0].fullmatch(text) else None


def _is_date(text: str) -> bool:
    """Whether a text is a day, month or year of the calendar, in ISO 8601."""
    if not re.fullmatch("[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - len("2019") :])
    except ValueError:
        return False
    return True
