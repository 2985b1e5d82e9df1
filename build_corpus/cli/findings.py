"""Findings as the commands say them."""

import json
from collections.abc import Iterable

from build_corpus.model import SEVERITIES, Finding
from build_corpus.text import escaped

__all__ = ["SEVERITIES", "escaped", "findings_text"]


def findings_text(findings: Iterable[Finding], form: str = "text") -> str:
    """Findings for people (`text`), for GitHub's annotations (`github`) or for programs (`json`)."""
    line = {"text": _text_line, "github": _github_line, "json": _json_line}[form]
    return "".join(line(finding) for finding in findings)


def _place(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}" if finding.line else finding.path


def _text_line(finding: Finding) -> str:
    line = (
        f"{SEVERITIES[finding.severity]} {_place(finding)}: {finding.message} {finding.hint} [{finding.code}]"
    )
    return f"{escaped(line)}\n"


def _json_line(finding: Finding) -> str:
    fields = {name: getattr(finding, name) for name in finding.__dataclass_fields__}
    return json.dumps(fields, ensure_ascii=False) + "\n"


def _github_line(finding: Finding) -> str:
    """A workflow command; every character that could end or start one is escaped."""

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    line = f",line={finding.line}" if finding.line else ""
    place = f"file={value(finding.path)}{line},title={value(finding.code)}"
    return f"::{finding.severity} {place}::{data(f'{finding.message} {finding.hint}')}\n"
