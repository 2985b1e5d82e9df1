"""What gives a private person away: numbers that are masked wherever texts are published."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from re import Pattern
from typing import ClassVar

MASK = "*"
WEIGHTS = tuple(2 ** (17 - at) % 11 for at in range(17))
"""Weights of the first 17 characters of an identity number. Source: GB 11643-1999, ISO 7064 MOD 11-2."""
CHECKS = "10X98765432"
"""Check character by remainder. Source: GB 11643-1999."""
YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalRule:
    """A number that belongs to a person."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    code: str
    """`personal.name`."""
    label: str
    """What an editor calls it."""
    pattern: Pattern[str]
    """Found anywhere in a line. Its named group is masked; the group `checked` only if it is an identity number."""
    reason: str
    """Why."""
    hits: tuple[str, ...]
    """Lines with the number between ⟦ and ⟧."""
    misses: tuple[str, ...]
    """Lines that stay as they are."""

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the numbers stand, half-open, in order, not overlapping."""
        found = []
        for match in self.pattern.finditer(text):
            group = match.lastgroup or "number"  # the only one that takes part in a match
            if group != "checked" or is_identity(match[group]):
                found.append(match.span(group))
        return found


def masked(text: str, rules: Sequence[PersonalRule]) -> tuple[str, list[tuple[int, int, str]]]:
    """The text with `*` for every character of every number, and the spans with the codes of their rules.

    Runs until no rule finds anything: a masked number may be what shows that the next one is its like.
    Where two rules find the same characters, the first has them.
    """
    owners: dict[int, str] = {}
    while found := [(*span, rule.code) for rule in rules for span in rule.spans(text)]:
        chars = list(text)
        for start, end, code in found:
            chars[start:end] = MASK * (end - start)
            for at in range(start, end):
                owners.setdefault(at, code)
        text = "".join(chars)
    spans: list[tuple[int, int, str]] = []
    for at, code in sorted(owners.items()):
        if spans and spans[-1][1:] == (at, code):
            spans[-1] = (spans[-1][0], at + 1, code)
        else:
            spans.append((at, at + 1, code))
    return text, spans


def masked_text(text: str, rules: Sequence[PersonalRule], accept: Collection[str] = ()) -> str:
    """The text with numbers masked, but for those of rules an editor accepts."""
    return masked(text, [rule for rule in rules if rule.code not in accept])[0]


def masked_name(file: str, rules: Sequence[PersonalRule], accept: Collection[str] = ()) -> str:
    """A file's path as it is shown: numbers of persons masked, but for rules an editor accepts; its ending stays.

    A file is often named by a number that is nobody's, from a publishing system. So only what a rule finds between
    its own boundaries is masked, as in a text: digits behind a letter, an underscore or more digits stay. Ids, which
    are addresses, stay too; an editor gives another one in the sidecar.
    """
    stem, dot, ending = file.rpartition(".")
    return f"{masked_text(stem, rules, accept)}{dot}{ending}"


def is_identity(number: str) -> bool:
    """Whether 18 characters, white space and hyphens aside, are an identity number: a day that exists, a true check character.

    >>> is_identity("11010519491231002X"), is_identity("110105194912310021"), is_identity("110105194913310026")
    (True, False, False)
    """
    chars = [char for char in number.upper().replace("Ｘ", "X") if char.isalnum()]
    if len(chars) != len(WEIGHTS) + 1:
        return False
    digits = [int(char) for char in chars[:-1]]
    year, month, day = (
        int("".join(map(str, digits[start:end]))) for start, end in ((6, 10), (10, 12), (12, 14))
    )
    if year not in YEARS or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:  # noqa: PLR2004
        return False
    rest = sum(digit * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % len(CHECKS)
    last = chars[-1] if chars[-1] == "X" else str(int(chars[-1]))
    return CHECKS[rest] == last
