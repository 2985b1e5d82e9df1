"""What editors say in sidecars, on pages and in findings: other readings, rules accepted, former addresses."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from helpers import PROSE, annotated_of, codes, pages_of, seed_documents, source_of, speech_of
from sites import FROST, SPEECH, Project

from build_corpus.knowledge import built_in
from build_corpus.model import Emendation, Finding, Sidecar, SidecarNote, Speech
from build_corpus.publish import former_ids
from build_corpus.relate import relate
from build_corpus.structure.editor import nearest_wording, unused_accepts

SmallProject = Callable[[Mapping[str, str | bytes]], Project]
TEXT = f"在全县防汛会议上的讲话\n同志们：\n{PROSE}\n一抓到底，抓出成效，一抓到底。\n"


def only(speech: Speech) -> Finding:
    (found,) = speech.findings
    return found


# ---------------------------------------------------------------- other readings


def test_an_emendation_is_a_note_of_its_block() -> None:
    """An emendation that fits once is a note of its block; the text stays the source's."""
    sidecar = Sidecar(emendations=(Emendation(find="扛在肩上", reading="担在肩上", note="同音"),))
    speech = speech_of(TEXT, sidecar)
    (note,) = speech.notes
    assert (note.kind, note.block) == ("emendation", speech.blocks[1].id)
    assert (note.text, note.suggestion, note.reason) == ("扛在肩上", "担在肩上", "同音")
    assert speech.findings == ()
    assert "扛在肩上" in speech.text


@pytest.mark.parametrize(
    ("find", "count", "guess"),
    [
        ("责任扛在背上", 0, "最接近的是“责任扛在肩上”。"),
        ("一抓到底", 2, "在底稿第 4 行。"),
        ("完全没有的几个字甲乙丙丁", 0, ""),
    ],
)
def test_an_emendation_that_fits_not_once_is_a_finding(find: str, count: int, guess: str) -> None:
    """One whose wording stands nowhere or twice gives emendation-unmatched with line, count and what is near."""
    sidecar = Sidecar(
        emendations=(Emendation(find=find, reading="甲"),),
        lines={f"emendations[{find}]": 7},
        path="seeds/a.yml",
    )
    speech = speech_of(TEXT, sidecar)
    found = only(speech)
    assert (found.code, found.path, found.line) == ("emendation-unmatched", "seeds/a.yml", 7)
    assert found.message == f"校勘要改的“{find}”在正文里出现 {count} 次，没有加注。"
    assert found.hint == f"{guess}照正文引，多引几个字，使它恰好出现一次。"
    assert speech.notes == ()


def test_a_note_that_fits_not_once_has_its_line() -> None:
    """sidecar-unmatched names the line of the note, and the nearest wording."""
    sidecar = Sidecar(
        notes=(SidecarNote(text="注", find="责任扛在背上"),),
        lines={"notes[责任扛在背上]": 3},
        path="seeds/a.yaml",
    )
    found = only(speech_of(TEXT, sidecar))
    assert (found.code, found.path, found.line) == ("sidecar-unmatched", "seeds/a.yaml", 3)
    assert "最接近的是“责任扛在肩上”" in found.hint


def test_the_nearest_wording_is_of_the_text() -> None:
    """The nearest wording is a part of a block; a quotation too long to look for has none."""
    blocks = speech_of(TEXT).blocks
    assert nearest_wording("把责任抗在肩上", blocks) == "把责任扛在肩上"
    assert nearest_wording("责" * 500, blocks) is None
    assert nearest_wording("", ()) is None


# ---------------------------------------------------------------- rules accepted


@pytest.mark.parametrize(
    ("code", "guess"),
    [("contact.qqq", "是不是“contact.qq”？"), ("甲", "")],
)
def test_an_unknown_rule_is_a_finding(code: str, guess: str) -> None:
    """An accepted code that no rule has gives accept-unknown with the nearest code."""
    found = only(speech_of(TEXT, Sidecar(accept=(code,), lines={f"accept[{code}]": 2}, path="seeds/a.yml")))
    assert (found.code, found.severity, found.path, found.line) == (
        "accept-unknown",
        "error",
        "seeds/a.yml",
        2,
    )
    if guess:
        assert found.hint.startswith("是不是“contact.")
    assert found.hint.endswith("代号见 build-corpus audit 的输出。")


def test_an_unused_rule_is_a_finding() -> None:
    """An accepted rule without a receipt gives accept-unused; one with a receipt is silent."""
    sidecar = Sidecar(accept=("layout.tab", "layout.line-end"), lines={"accept[layout.tab]": 1})
    found = only(speech_of(f"{TEXT}", sidecar))
    assert (found.code, found.severity, found.line) == ("accept-unused", "warning", 1)
    assert "“layout.tab”" in found.message


def test_unused_rules_of_a_part_are_not_told() -> None:
    """In a file of several speeches a rule may be meant for another part; an unknown one is none anywhere."""
    source = source_of(TEXT, sidecar=Sidecar(accept=("layout.tab", "layout.tabb")))
    part = replace(source, sidecar=replace(source.sidecar, lines={"documents": 1}))
    assert codes(tuple(unused_accepts(part, (), (), built_in()))) == ["accept-unknown"]
    assert codes(tuple(unused_accepts(source, (), (), built_in()))) == ["accept-unused", "accept-unknown"]


# ---------------------------------------------------------------- former addresses


def test_a_former_paragraph_keeps_its_address(small: SmallProject) -> None:
    """A former id is an empty anchor at the block; the page's text is still the record's, and check is content."""
    block = speech_of(SPEECH).blocks[1].id
    yml = f"aliases:\n- lao-a\n- p-abcdefgh={block}\n- h-abcdefgh={block}\n"
    yml += "emendations:\n- find: 总结上半年\n  reading: 总结<b>全年\n  note: 与下文不合\n"
    project = small({"a.txt": SPEECH, "a.yml": yml, "b.txt": FROST})
    result = project.run("site")
    assert (result.returncode, project.findings()) == (0, [])
    page = project.html("speeches/a/index.html")
    for old in ("p-abcdefgh", "h-abcdefgh"):
        (anchor,) = page.css(f"#{old}")
        assert anchor.parent is not None
        assert (anchor.text(), anchor.parent.attributes["id"]) == ("", block)
    aside = page.css_first("aside.editorial")
    assert aside is not None
    assert "校勘：“总结上半年”当作“总结<b>全年”，与下文不合。正文照底稿。" in aside.text()
    (record,) = (each for each in project.records() if each["id"] == "a")
    assert record["notes"] == [
        {"kind": "emendation", "block": block, "text": "总结上半年", "suggestion": "总结<b>全年"}
    ]


def test_a_former_address_leads_on(small: SmallProject) -> None:
    """A page stands at a former id: it leads on without scripts, is in no search, list or data."""
    project = small({"a.txt": SPEECH, "a.yml": "aliases: [lao-a]\n"})
    assert project.run("site").returncode == 0
    page = project.html("speeches/lao-a/index.html")
    refresh = page.css_first("meta[http-equiv=refresh]")
    canonical = page.css("link[rel=canonical]")
    assert refresh is not None
    assert refresh.attributes["content"] == "0; url=../a/"
    assert [each.attributes["href"] for each in canonical] == ["../a/"]
    assert [each.attributes.get("href") for each in page.css("article a[href='../a/']")] == ["../a/"]
    for file in ("search/search_index.json", "data/documents.jsonl", "speeches/index.html"):
        assert "lao-a" not in (project.site / file).read_text(encoding="utf-8")
    assert project.run("site", SITE_URL="https://example.com/sub/").returncode == 0
    page = project.html("speeches/lao-a/index.html")
    canonical = page.css("link[rel=canonical]")
    assert [each.attributes["href"] for each in canonical] == ["https://example.com/sub/speeches/a/"]
    sitemap = (project.site / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://example.com/sub/speeches/a/</loc>" in sitemap
    assert "lao-a" not in sitemap


def test_a_former_address_of_what_is_held_back_is_none() -> None:
    """A speech that is not published leaves no page at its former address either."""
    for publish in (True, False):
        sidecar = Sidecar(aliases=("jiu-bianhao",), publish=publish)
        corpus = relate([annotated_of(source_of(SPEECH, sidecar=sidecar))], built_in(), 6)
        assert ("speeches/jiu-bianhao.md" in pages_of(corpus)) is publish


def test_a_taken_former_id_is_a_finding(small: SmallProject) -> None:
    """A former id that is an id today, or another's former id, gives alias-taken with its line; so does a block's."""
    blocks = speech_of(SPEECH).blocks
    project = small(
        {
            "a.txt": SPEECH,
            "a.yml": f"aliases:\n- b\n- lao\n- {blocks[0].id}={blocks[1].id}\n- p-abcdefgh=p-zyxwvuts\n",
            "b.txt": FROST,
            "b.yml": "aliases: [lao, b]\n",
        }
    )
    result = project.run("build")
    assert result.returncode == 1
    assert project.findings() == [
        ("seeds/a.yml", "alias-taken"),
        ("seeds/a.yml", "alias-taken"),
        ("seeds/a.yml", "alias-unknown"),
        ("seeds/b.yml", "alias-taken"),
        ("seeds/b.yml", "alias-taken"),
    ]
    assert "错误 seeds/a.yml:2: 旧编号“b”现在是“b”这一篇的编号" in result.stdout
    assert (project.docs / "speeches" / "lao.md").is_file()
    assert not (project.docs / "speeches" / "lao").exists()


def test_former_ids_of_the_seeds_are_none() -> None:
    """The repository's seeds have no former ids."""
    corpus = relate(list(seed_documents().values()), built_in(), 6)
    assert former_ids(corpus) == ({}, ())
