"""Headings that are none alone: bold type in Markdown, and the limits of the others.

What dashes and 首先 do stands in tests/cases/synthetic/structure.txt.
"""

from pathlib import Path

import pytest
from helpers import ALONE

from build_corpus.clean import clean
from build_corpus.knowledge import built_in
from build_corpus.read import read
from build_corpus.structure import structure

BODY = "这件事说起来容易，做起来难，要一年一年地抓下去。"
OPENING = "同志们：\n\n今天请大家来，不是开大会，是谈谈心，把话说透。\n\n"


def run_ins(folder: Path, *paragraphs: str) -> list[str]:
    text = "# 在座谈会上的讲话\n\n" + OPENING + "\n\n".join(paragraphs) + "\n"
    (folder / "a.md").write_text(text, encoding="utf-8")
    (reading,) = read(folder)
    assert reading.source is not None
    speech = structure(clean(reading.source, ALONE, built_in()), built_in())
    return [block.run_in.text for block in speech.blocks if block.run_in]


@pytest.mark.parametrize("stop", ["。** ", "**。"])
def test_bold_first_sentences_are_headings(tmp_path: Path, stop: str) -> None:
    """Two paragraphs whose first sentence is bold have run-in headings, wherever the full stop stands."""
    found = run_ins(tmp_path, f"**门槛要再低一点{stop}{BODY}", f"**速度要再快一点{stop}{BODY}")
    assert found == ["门槛要再低一点", "速度要再快一点"]


def test_one_bold_sentence_is_no_heading(tmp_path: Path) -> None:
    """Bold type alone may be emphasis."""
    assert run_ins(tmp_path, f"**门槛要再低一点。** {BODY}", BODY) == []


def test_bold_words_are_no_heading(tmp_path: Path) -> None:
    """A few bold words inside the first sentence, or bold type beyond it, make none."""
    for one, two in (
        (f"**门槛**要低一点。{BODY}", f"**速度**要快一点。{BODY}"),
        (f"**门槛要低。{BODY}**", f"**速度要快。{BODY}**"),
    ):
        assert run_ins(tmp_path, one, two) == []
