"""Time grows with length: cleaning and structuring long texts of one kind, and a corpus of usual ones.

Four times the text takes four times as long where time grows with length, and sixteen times as long where it
grows with its square; eight times, the middle, may not be reached. Lengths are chosen so that the shorter text
takes long enough to be measured. Time is this process' own, and the least of several tries: other work on the
machine can only add to it.
"""

import tempfile
from itertools import count
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
ENOUGH = 0.1  # seconds that can be measured
MOST = 1_000_000  # 字; a shape that is faster than ENOUGH here is no trouble
LONGER = 4
RATIO = 8
TRIES = 4


def spent(shape: tuple[str, str, str], size: int) -> float:
    above, piece, below = shape
    text = above + piece * (size // len(piece)) + below
    start = process_time()
    speech_of(text)
    return process_time() - start


def grows_straight(shape: tuple[str, str, str]) -> bool:
    size = 200
    spent(shape, size)  # tables are read and patterns compiled the first time
    while spent(shape, size) < ENOUGH and size < MOST:
        size *= 2
    least = max(min(spent(shape, size) for _ in range(TRIES)), ENOUGH / 2)
    return any(_times_longer(shape, size, least) < RATIO for _ in range(TRIES))


def _times_longer(shape: tuple[str, str, str], size: int, least: float) -> float:
    """How many times as long a longer text takes. A machine busy with other work is slower: it is so for the shorter one, too."""
    longer = spent(shape, LONGER * size)
    return longer / max(least, spent(shape, size))


@pytest.mark.parametrize("name", SHAPES)
def test_longer_texts_take_longer_in_proportion(name: str) -> None:
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
    monkeypatch.setitem(globals(), "ENOUGH", 0.005)
    assert not grows_straight(("", "中", ""))


def test_straight_growth_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure above finds nothing wrong with time that grows with length, though every other run takes longer."""
    runs = count()

    def straight(text: str) -> int:
        return sum(1 for _ in range(len(text) * (20 + 20 * (next(runs) % 2))))

    monkeypatch.setitem(globals(), "speech_of", straight)
    assert grows_straight(("", "中", ""))


SLACK = 2  # other work and slower machines; `make bench` shows the figures themselves


def test_usual_documents_take_little_time() -> None:
    """1,000 generated documents of 4,000 字 are read, cleaned and structured in LIMIT seconds of one core."""
    documents = 60
    with tempfile.TemporaryDirectory() as folder:
        for made in generate(documents, Recipe(plain=True)):
            (Path(folder) / made.file).write_bytes(made.data)
        assert any(
            sum(seconds(Path(folder)).values()) * SCALE / documents < LIMIT * SLACK for _ in range(TRIES)
        )
