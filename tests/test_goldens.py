"""Generated pages stay as they are, byte for byte, until somebody reads the difference and agrees.

In: tests/goldens/*.md. `pytest tests/test_goldens.py --update-goldens` rewrites them.
"""

import difflib
import re
from pathlib import Path

import pytest
from sites import Project

GOLDENS = Path(__file__).resolve().parent / "goldens"
PAGES = (
    "speeches/000-227673d08ab89e46.md",
    "speeches/001-c5f98e3d9855bd8c.md",
    "speeches/002-62563e49bf0c6c46.md",
    "speeches/003-dbc9b005143e827d.md",
    "speeches/004-cca0720d560a5d59.md",
    "themes/index.md",
    "themes/zuzhi-shenghuo.md",
)
UPDATE = "pytest tests/test_goldens.py --update-goldens"


def golden(page: str) -> Path:
    return GOLDENS / page.replace("/", "-")


def sentences(text: str) -> list[str]:
    """Lines that a person can compare: long ones are broken after each sentence."""
    return [part for line in text.split("\n") for part in re.split("(?<=[。；！？])", line)]


def difference(expected: str, made: str, page: str) -> str:
    """A unified diff, sentence by sentence."""
    lines = difflib.unified_diff(
        sentences(expected),
        sentences(made),
        f"tests/goldens/{golden(page).name}",
        f"docs/{page}",
        lineterm="",
        n=2,
    )
    return "\n".join(lines)


@pytest.mark.parametrize("page", PAGES)
def test_page_is_its_golden(built: Project, pytestconfig: pytest.Config, page: str) -> None:
    """A generated page equals its golden file, byte for byte."""
    made = (built.docs / page).read_bytes()
    if pytestconfig.getoption("--update-goldens"):
        GOLDENS.mkdir(exist_ok=True)
        golden(page).write_bytes(made)
    expected = golden(page).read_bytes() if golden(page).is_file() else b""
    if made != expected:
        shown = difference(expected.decode("utf-8"), made.decode("utf-8"), page)
        pytest.fail(f"{shown}\n\nIf this is meant: {UPDATE}", pytrace=False)


def test_every_golden_is_compared() -> None:
    """No golden lies about that no test reads, and the five speeches are all there."""
    assert sorted(path.name for path in GOLDENS.iterdir()) == sorted(golden(page).name for page in PAGES)


def test_a_difference_reads_well() -> None:
    """One changed character shows as one sentence taken out and one put in."""
    text = "第一句。第二句。第三句。第四句。第五句。\n"
    shown = difference(text, text.replace("三", "参"), PAGES[0]).split("\n")
    assert [line for line in shown[3:] if line[0] != " "] == ["-第三句。", "+第参句。"]
