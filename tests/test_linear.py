"""Time grows with length: cleaning and structuring long texts of one kind, and a corpus of usual ones.

Twice the text may take less than three times as long. Lengths are chosen so that the shorter text takes
long enough to be measured; time is this process' own, the best of three tries.
"""

import tempfile
from pathlib import Path
from time import process_time

import pytest
from helpers import PROSE, speech_of

from benchmarks.clean import LIMIT, SCALE, seconds
from benchmarks.corpus import Recipe, generate

HEAD = "在全市会议上的讲话\n同志们：\n"
SHAPES = {
    "one long line": (HEAD, PROSE, ""),
    "short lines": (HEAD, "中\n", ""),
    "short lines and nothing else": ("", "中文\n", ""),
    "brackets": (HEAD, "()", ""),
    "open brackets": (HEAD, "(", "中"),
    "enumerators": (HEAD, "一、（一）1.①第一，", ""),
    "headings": (HEAD, "一、甲\n（一）乙\n1.丙\n", PROSE),
    "readings": (HEAD, "学(xué)习(xí)", ""),
    "ASCII punctuation": (f"{HEAD}中", ",.;:()?!", "中"),
    "nested quotes": (HEAD, "“‘", "，"),
    "quotes and marks": (HEAD, "”,", "中"),
    "digits": (HEAD, "1234567890", "。"),
    "days": (HEAD, "2019年3月5日", "。"),
    "masks": (HEAD, "20**年×个x村", "。"),
    "spaces": (f"{HEAD}中", " ", "中"),
    "wide spaces at the edge": (HEAD, "\N{IDEOGRAPHIC SPACE}", "中"),
    "zero-width characters": (HEAD, "中\N{ZERO WIDTH SPACE}", ""),
    "lines broken off": (HEAD, "抓好落实；\n", PROSE),
    "toolbars": ("", "【打印】【关闭】\n", PROSE),
}
ENOUGH = 0.2  # seconds that can be measured
MOST = 2_000_000  # 字; a shape that is faster than ENOUGH here is no trouble
RATIO = 3


def spent(shape: tuple[str, str, str], size: int) -> float:
    above, piece, below = shape
    text = above + piece * (size // len(piece)) + below
    start = process_time()
    speech_of(text)
    return process_time() - start


def grows_straight(shape: tuple[str, str, str]) -> bool:
    size = 200
    while spent(shape, size) < ENOUGH and size < MOST:
        size *= 2
    return any(spent(shape, 2 * size) < RATIO * max(spent(shape, size), ENOUGH / 2) for _ in range(3))


@pytest.mark.parametrize("name", SHAPES)
def test_twice_the_text_takes_twice_as_long(name: str) -> None:
    """However odd a text is, time grows with its length."""
    assert grows_straight(SHAPES[name])


def test_lines_of_one_mark() -> None:
    """Lines that hold a half-width mark alone, below a line that breaks off, are joined in one go."""
    assert grows_straight((f"{HEAD}中,\n", ",\n", "中"))


def test_growth_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure above finds time that grows with the square of the length."""

    def square(text: str) -> int:
        return sum(1 for _ in range(len(text) ** 2 // 4))

    monkeypatch.setitem(globals(), "speech_of", square)
    assert not grows_straight(("", "中", ""))


SLACK = 2  # other work and slower machines; `make bench` shows the figures themselves


def test_usual_documents_take_little_time() -> None:
    """1,000 generated documents of 4,000 字 are read, cleaned and structured in LIMIT seconds of one core."""
    count = 60
    with tempfile.TemporaryDirectory() as folder:
        for made in generate(count, Recipe(plain=True)):
            (Path(folder) / made.file).write_bytes(made.data)
        total = sum(seconds(Path(folder)).values())
    assert total * SCALE / count < LIMIT * SLACK
