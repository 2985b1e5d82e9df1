"""What all findings of one code have in common."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "提醒"}
"""Severity → what editors call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What all findings of one code have in common."""

    severity: Severity
    """How bad it is."""
    meaning: str
    """One line for the maintainer."""
    message: str
    """Format string in Chinese."""
    hint: str
    """The next step, in Chinese."""


def error(meaning: str, message: str, hint: str) -> Kind:
    """A kind of finding that keeps a document, or the site, from being as it should be."""
    return Kind(severity="error", meaning=meaning, message=message, hint=hint)


def warning(meaning: str, message: str, hint: str) -> Kind:
    """A kind of finding that somebody should look at."""
    return Kind(severity="warning", meaning=meaning, message=message, hint=hint)
