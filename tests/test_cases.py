"""Cases in Chinese, four drawers of them: found in the wild, made up, must not change, known failures.

A case is a title, an input and what it becomes, each followed by a line with a full stop (see
tests/cases/README.md). `UPDATE_CASES=1 pytest tests/test_cases.py` writes what the code makes of
each input into the files; read the difference before it goes in.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from helpers import ALONE, annotated_of, cleaned_of, source_of, speech_of

from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, Block, Speech, Theme, ThemeScore

CASES = Path(__file__).parent / "cases"
DRAWERS = ("wild", "synthetic", "unchanged", "known-failures")
UPDATE = bool(os.environ.get("UPDATE_CASES"))
_NAMED = re.compile(r"\\N\{([^}]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of a file."""

    file: Path
    title: str
    given: str
    expected: str

    @property
    def suite(self) -> str:
        """What turns the input into the output: clean, structure or themes."""
        return self.file.stem


def load(file: Path) -> Iterator[Case]:
    """The cases of a file, in order."""
    parts = re.split(r"^\.\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(parts) % 3 == 1, f"{file}: a case is title, input and output, each with a full stop below"
    assert not parts[-1].strip(), f"{file}: text behind the last full stop"
    for title, given, expected in zip(parts[0:-1:3], parts[1:-1:3], parts[2:-1:3], strict=True):
        yield Case(file=file, title=title.strip(), given=given, expected=expected)


def save(file: Path, cases: list[Case]) -> None:
    """Writes cases back."""
    text = "\n".join(f"{case.title}\n.\n{case.given}.\n{case.expected}.\n" for case in cases)
    file.write_text(text, encoding="utf-8")


def named(text: str) -> str:
    r"""Text with `\N{…}` as the characters of these names."""
    return _NAMED.sub(lambda match: unicodedata.lookup(match[1]), text)


# ---------------------------------------------------------------- what a case shows


def clean(given: str) -> str:
    """The lines that stay."""
    return "".join(f"{line.text}\n" for line in cleaned_of(given).kept)


def structure(given: str) -> str:
    """Title, facts and blocks, each block with what is seen in it."""
    speech = speech_of(given)
    lines = [f"题 {speech.title}"] if speech.title else []
    lines += facts(speech)
    for block in speech.blocks:
        lines.append(line_of(block))
        if block.run_in:
            lines.append(f"  段首 {block.run_in.level} {block.run_in.text}")
        lines += [f"  文内 {item.level} {item.text}" for item in block.inline]
        notes = [note for note in speech.notes if note.block == block.id]
        lines += [f"  疑误 {note.text} → {note.suggestion}" for note in notes]
    return "".join(f"{line}\n" for line in lines)


def facts(speech: Speech) -> list[str]:
    """What is known of a document, one fact a line."""
    pairs = [("kind", speech.kind)]
    pairs += [(field, placed.value) for field, placed in sorted(speech.metadata.items()) if field != "title"]
    pairs += [(date.type, date.value) for date in speech.dates]
    pairs += [("rights", notice) for notice in speech.rights]
    return [f"字段 {name}={value}" for name, value in pairs]


def line_of(block: Block) -> str:
    names = {
        "salutation": "称谓",
        "paragraph": "段",
        "closing": "结束",
        "heading": str(block.level),
        "signature": "署名",
        "note": "注",
        "caption": "图注",
        "row": "表行",
    }
    return f"{names[block.type]} {block.text}"


def themes(given: str) -> str:
    """Every theme with its evidence: paragraph number and the wordings in it, in the vocabulary's order."""
    given = given.removeprefix("题 ") if given.startswith("题 ") else f"标题\n{given}"
    document = annotated_of(source_of(given), ALONE)
    found = {score.theme: score for score in document.themes}
    lines = [
        shown(document, theme, found[theme.id])
        for theme in built_in().vocabulary.concepts
        if theme.id in found
    ]
    return "".join(f"{line}\n" for line in lines or ["（无）"])


def shown(document: Annotated, theme: Theme, score: ThemeScore) -> str:
    body = [block for block in document.speech.blocks if block.type in ("paragraph", "closing")]
    parts = []
    weight = dict(score.paragraphs)
    for number, block in enumerate(body, 1):
        if block.id in weight:
            used = [
                block.text[each.start : each.end]
                for each in document.mentions
                if (each.block, each.theme) == (block.id, theme.id)
            ]
            parts.append(f"{number}（{'、'.join(dict.fromkeys(used)) or '推及'}）")
    return f"{theme.label}：{' '.join(parts)}"


RUN = {"clean": clean, "structure": structure, "themes": themes}


# ---------------------------------------------------------------- the tests


def parameters() -> Iterator[object]:
    for drawer in DRAWERS:
        failing = (
            [pytest.mark.xfail(strict=True, reason="known failure")] if drawer == "known-failures" else []
        )
        for file in sorted((CASES / drawer).glob("*.txt")):
            for case in load(file):
                yield pytest.param(case, id=f"{drawer}-{case.suite}-{case.title}", marks=failing)


@pytest.mark.parametrize("case", list(parameters()))
def test_case(case: Case) -> None:
    """An input becomes what its case says."""
    if UPDATE and case.file.parent.name != "known-failures":
        update(case)
    assert RUN[case.suite](named(case.given)) == named(case.expected), (
        f"{case.file.parent.name}/{case.file.name}: {case.title}"
    )


def update(case: Case) -> None:
    """Writes what the code makes of an input into its file, where it differs from what the file says."""
    made = RUN[case.suite](named(case.given))
    if made != named(case.expected):
        save(
            case.file,
            [replace(each, expected=made) if each.title == case.title else each for each in load(case.file)],
        )
        pytest.skip(f"{case.title}: updated")


def test_every_drawer_has_cases() -> None:
    """No drawer is empty, and no two cases of a file share a title."""
    for drawer in DRAWERS:
        files = list((CASES / drawer).glob("*.txt"))
        assert files, drawer
        for file in files:
            titles = [case.title for case in load(file)]
            assert titles, file
            assert len(set(titles)) == len(titles), file
            assert file.stem in RUN, file


def test_unchanged_means_unchanged() -> None:
    """In the drawer of texts that must not change, a cleaned text is its input and no theme is found."""
    for case in load(CASES / "unchanged" / "clean.txt"):
        assert case.given == case.expected, case.title
    for case in load(CASES / "unchanged" / "themes.txt"):
        assert case.expected == "（无）\n", case.title


def test_a_wrong_expectation_fails() -> None:
    """The comparison notices one character."""
    case = next(load(CASES / "synthetic" / "clean.txt"))
    with pytest.raises(AssertionError, match=case.title):
        test_case(replace(case, expected=case.expected[1:]))
