"""The editor's sidecar: YAML beside a seed, checked key by key.

What is wrong in it is a finding with the nearest valid choice; the rest of it still counts.
"""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from difflib import get_close_matches

import yaml
from pydantic import TypeAdapter, ValidationError

from build_corpus.model import FIELDS, Finding, Inferred, Sidecar, SidecarNote, finding
from build_corpus.text import is_invisible

KEYS = ("id", "publish", *FIELDS, "inferred", "notes")
_KINDS = ("speech", "article", "report", "not-a-speech")
_FORMS = {
    "id": (
        re.compile("(?!index$)[a-z0-9]+(?:-[a-z0-9]+)*"),
        "只能用小写字母、数字和单个连字符，不能是 index",
    ),
    "kind": (re.compile("|".join(_KINDS)), f"只能是 {'、'.join(_KINDS)}"),
    "url": (re.compile(r"https?://[^\s\"'<>`]+"), "写成 http:// 或 https:// 开头的地址"),
}


HELD_BACK = Sidecar(publish=False)  # what an editor meant cannot be read: it may have been not to publish


def parse_sidecar(data: bytes, where: str) -> tuple[Sidecar, tuple[Finding, ...]]:
    """The sidecar and what is wrong with it.

    Wrong entries are left out. Where the whole cannot be read, or `publish`, the speech is held back.
    """
    try:
        # BaseLoader makes text, lists and mappings and nothing else: no tags, and 2019-04-26 stays as typed
        content = yaml.load(data.decode("utf-8-sig"), Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", -1) + 1
        reason = " ".join(str(getattr(error, "problem", None) or error).split())
        return HELD_BACK, (finding("sidecar-invalid", where, line or None, reason=reason),)
    if not content:
        return Sidecar(), ()
    if not isinstance(content, dict):
        return HELD_BACK, (finding("sidecar-invalid", where, 1, reason="不是“项: 值”的形式"),)
    lines = _lines(data.decode("utf-8-sig"))
    return _sidecar({str(key): value for key, value in content.items()}, where, lines)


def _lines(text: str) -> dict[str, int]:
    """Top-level key → 1-based line."""
    found = re.finditer(r"^([A-Za-z_][\w-]*)\s*:", text, re.MULTILINE)
    return {match[1]: text.count("\n", 0, match.start()) + 1 for match in found}


def _sidecar(
    content: Mapping[str, object], where: str, lines: Mapping[str, int]
) -> tuple[Sidecar, tuple[Finding, ...]]:
    problems: list[Finding] = []
    good: dict[str, object] = {}
    held_back = content.get("publish", "true") != "true"
    for key, value in content.items():
        reason = _wrong(key, value)
        if key not in KEYS:
            near = get_close_matches(key.lower(), KEYS, n=1)
            held_back = held_back or near == ["publish"] or value == "false"
            guess = f"是不是“{near[0]}”？" if near else ""
            problems.append(
                finding("sidecar-key", where, lines.get(key), key=key, guess=guess, known="、".join(KEYS))
            )
        elif reason:
            problems.append(finding("sidecar-value", where, lines.get(key), key=key, reason=reason))
        else:
            good[key] = value
    metadata = {key: str(good[key]).strip() for key in FIELDS if key in good}
    return (
        Sidecar(
            id=str(good["id"]) if "id" in good else None,
            publish=not held_back,
            metadata=metadata,
            inferred=TypeAdapter(tuple[Inferred, ...]).validate_python(good.get("inferred", ())),
            notes=TypeAdapter(tuple[SidecarNote, ...]).validate_python(good.get("notes", ())),
        ),
        tuple(problems),
    )


def _wrong(key: str, value: object) -> str | None:
    """Why a value cannot be used, None where it can."""
    if key == "publish":
        return None if value in ("true", "false") else "只能是 true 或 false"
    if key in ("inferred", "notes"):
        return _wrong_list(Inferred if key == "inferred" else SidecarNote, value)
    if key not in KEYS:
        return None
    text = value.strip() if isinstance(value, str) else ""
    if not text or any(is_invisible(char) for char in text):
        return "要写成一行文字，不能有控制字符"
    if key in ("date", "posted"):
        return None if _is_date(text) else "写成 2019-04-26、2019-04 或 2019，而且要有这一天"
    form = _FORMS.get(key)
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


def _wrong_list(shape: type[Inferred | SidecarNote], value: object) -> str | None:
    try:
        TypeAdapter(tuple[shape, ...]).validate_python(value)  # type: ignore[valid-type]
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return (
            f"{place or '应是一个列表'}：{first['msg']}；每项可写 {'、'.join(f.name for f in fields(shape))}"
        )
    return None
