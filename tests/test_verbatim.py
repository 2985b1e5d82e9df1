"""HTML that is handed over as it is gives the pages that MkDocs alone gives, byte for byte."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from sites import Project

from build_corpus.publish import SEARCH_DICTIONARY
from build_corpus.site.quick import Quick
from build_corpus.site.render import environment
from build_corpus.site.verbatim import Verbatim


def test_mkdocs_alone_makes_the_same_pages(built: Project, tmp_path: Path) -> None:
    """Every page of the seeds' site is what `mkdocs build --strict` makes of the same files."""
    config = replace(built.config(), site=tmp_path / "site")
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(config.site)],
        cwd=config.root,
        env={**os.environ, **environment(config, config.build / SEARCH_DICTIONARY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    ours = {path.relative_to(built.site): path.read_bytes() for path in built.site.rglob("*.html")}
    theirs = {path.relative_to(config.site): path.read_bytes() for path in config.site.rglob("*.html")}
    assert len(ours) > 200
    assert ours.keys() == theirs.keys()
    assert [path for path in ours if ours[path] != theirs[path]] == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('一\n\n<div class=a>\n<p id="x">二</p>\n</div>\n\n三\n', 1),
        ("一\n\n<p class=a>二</p>\n\n<ul>\n<li>三</li>\n</ul>\n\n四\n", 2),
        ("一\n\n<div>\n<div>\n\n二\n\n</div>\n\n三\n\n</div>\n\n四\n", 0),  # ends later than its first end
        ("一\n\n<div markdown>\n\n*二*\n\n</div>\n\n三\n", 0),
        ('一\n\n<div markdown>\n\n<p id="x">二</p>\n\n</div>\n\n三\n', 1),
        ("一\n<div>\n二\n</div>\n\n三\n", 0),  # goes on from the line before
    ],
)
def test_whole_elements_are_kept(text: str, kept: int) -> None:
    """What is kept is a whole element that stands alone; the result is that of the library."""
    names = ["attr_list", "def_list", "md_in_html", "tables"]
    extension = Verbatim()
    reader = Markdown(extensions=[*names, extension])
    assert reader.convert(text) == Markdown(extensions=names).convert(text)
    lines = Markdown(extensions=[*names, extension]).preprocessors["verbatim"].run(text.split("\n"))
    assert "\n".join(lines).count("\u0002wzxhzdk:") == kept
    assert extension.ids == ({"x"} if 'id="x"' in text and kept else set())


MARKS = st.text(alphabet="\\`*_[]()!<>&;#: @\nab。会", max_size=40)


@given(MARKS)
def test_inline_marks_are_found_as_the_library_finds_them(text: str) -> None:
    """Asking a pattern only where it may match changes no byte, whatever the text."""
    names = ["attr_list", "def_list", "md_in_html", "tables"]
    line = f"会议 {text}\n\n[a]: ../a.md\n"
    assert Markdown(extensions=[*names, Quick()]).convert(line) == Markdown(extensions=names).convert(line)
