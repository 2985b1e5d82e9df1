"""A finding: something a person should know about a seed, a sidecar or the built site.

`CATALOGUE` holds every code with its meaning; `finding` is the only way to make one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from build_corpus.model.catalogue_input import EDITORS
from build_corpus.model.catalogue_text import TEXTS
from build_corpus.model.kind import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. Every code is documented in `CATALOGUE` and has a test."""

    code: str
    """Stable name, kebab-case, e.g. `seed-empty`."""
    severity: Severity
    """`error`: the document (or site) is not as it should be; `warning`: look at it."""
    path: str
    """File the finding is about, relative to the project, with `/`."""
    line: int | None = None
    """1-based line in that file, None where no line is meant."""
    message: str
    """What is the case, in Chinese, for an editor."""
    hint: str
    """What to do next, in Chinese."""


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of the files; what every part of a file says of their one sidecar is said once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda each: (each.path, each.line or 0, each.code)))


CATALOGUE = {**EDITORS, **TEXTS}
"""Code → what it means. `{…}` are filled in by `finding`."""


def finding(code: str, path: str, line: int | None = None, **values: object) -> Finding:
    """A finding of a known code; values fill its message and hint.

    >>> finding("seed-format", "seeds/a.pdf", suffix=".pdf", how="另存为 .txt").message
    '不认识的文件类型“.pdf”。'
    """
    kind = CATALOGUE[code]
    return Finding(
        code=code,
        severity=kind.severity,
        path=path,
        line=line,
        message=kind.message.format(**values),
        hint=kind.hint.format(**values),
    )
