"""The vocabulary of themes: what is wrong with one is said with its place; what is in it works."""

import re
from pathlib import Path

import pytest
import yaml
from helpers import PROSE, annotated_of, source_of

from build_corpus.errors import KnowledgeError
from build_corpus.knowledge import built_in, load, parse_vocabulary
from build_corpus.model import Theme

CONCEPTS = built_in().vocabulary.concepts

every_theme = pytest.mark.parametrize("theme", CONCEPTS, ids=lambda theme: theme.id)


def written(*concepts: dict[str, object], **others: object) -> str:
    """A vocabulary file; what a concept needs and does not say is filled in."""
    filled = [{"label": each.get("id", "甲"), "scope": "说明。", **each} for each in concepts]
    return yaml.safe_dump({"scheme": "test", "concepts": filled, **others}, allow_unicode=True)


def complaint(text: str) -> list[str]:
    """What parsing says, line by line, without the numbers of the file's lines."""
    with pytest.raises(KnowledgeError) as caught:
        parse_vocabulary(text, "v.yml")
    return [re.sub(r"^v\.yml:[0-9]+: ", "v.yml: ", line) for line in str(caught.value).splitlines()]


def test_a_problem_has_its_line() -> None:
    """What is wrong with a vocabulary is said with the line of the concept or of the value."""
    for text, line in (
        ("scheme: s\nconcepts:\n- {id: a, label: 甲, scope: 说}\n- {id: B, label: 乙, scope: 说}\n", 4),
        ("scheme: s\nconcepts:\n- id: a\n  label: 甲\n  scope: 说\n  aliases: 乙\n", 6),
        ("scheme: s\nconcepts:\n- id: a\n  scope: 说\n", 3),
        ("scheme: s\nconcepts: [\n", 3),
    ):
        with pytest.raises(KnowledgeError, match=rf"^v\.yml:{line}: "):
            parse_vocabulary(text, "v.yml")


WRONG = {
    "capital letter": (
        [{"id": "Dang"}],
        "id 'Dang' is no address. Use a-z, 0-9 and single hyphens, not 'index'.",
    ),
    "two hyphens": ([{"id": "a--b"}], "id 'a--b' is no address."),
    "name of the list page": ([{"id": "index"}], "id 'index' is no address."),
    "id twice": (
        [{"id": "a"}, {"id": "a", "label": "乙"}],
        "id 'a' stands 2 times. Rename or merge the concepts.",
    ),
    "broader unknown": (
        [{"id": "a", "broader": "b"}],
        "broader 'b' of 'a' is no concept. Mend the id or add the concept.",
    ),
    "broader is itself": (
        [{"id": "a", "broader": "a"}],
        "broader of 'a' leads back to it. Break the circle.",
    ),
    "broader in a circle": (
        [{"id": "a", "broader": "b"}, {"id": "b", "broader": "c"}, {"id": "c", "broader": "a"}],
        "broader of 'b' leads back to it.",
    ),
    "related unknown": ([{"id": "a", "related": ["b"]}], "related 'b' of 'a' is no concept."),
    "related one way": (
        [{"id": "a", "related": ["b"]}, {"id": "b"}],
        "related of 'a' names 'b', but not the other way round. Add it there.",
    ),
    "label of nothing": (
        [{"id": "a", "label": "“”"}],
        "'“”' of 'a' has no characters to look for. Delete it.",
    ),
    "alias of nothing": ([{"id": "a", "aliases": [" "]}], "' ' of 'a' has no characters to look for."),
    "alias of two": (
        [{"id": "a", "aliases": ["丙"]}, {"id": "b", "aliases": ["“丙”"]}],
        "'“丙”' stands under 'a' and 'b'. Keep it under one of them.",
    ),
    "weak alias of two": (
        [{"id": "a", "weak": ["丙"]}, {"id": "b", "label": "丙"}],
        "'丙' stands under 'a' and 'b'.",
    ),
}


@pytest.mark.parametrize(("concepts", "says"), WRONG.values(), ids=WRONG)
def test_a_wrong_concept_is_named(concepts: list[dict[str, object]], says: str) -> None:
    """Each thing the rules of SKOS or of addresses forbid is said with file, concept and next step."""
    assert [line for line in complaint(written(*concepts)) if line.startswith(f"v.yml: {says}")]


APART = {
    "related to itself": [{"id": "a", "related": ["a"]}],
    "related to its broader": [{"id": "a", "related": ["b"]}, {"id": "b", "broader": "a", "related": ["a"]}],
    "alias and weak at once": [{"id": "a", "aliases": ["丙"], "weak": ["丙"]}],
    "same words but for a comma": [{"id": "a", "label": "甲、乙"}, {"id": "b", "label": "甲乙"}],
    "nothing but a comma": [{"id": "a", "label": "、"}],
}


@pytest.mark.parametrize("concepts", APART.values(), ids=APART)
def test_more_wrong_concepts_are_named(concepts: list[dict[str, object]]) -> None:
    """SKOS also keeps related apart from broader and itself, and one wording from two meanings."""
    assert complaint(written(*concepts))


FORMS = {
    "no yaml": ("concepts: [", "v.yml: not valid YAML ("),
    "nothing": ("", "v.yml: the file: "),
    "a list": ("- a", "v.yml: the file: "),
    "no scheme": ("concepts: []", "v.yml: scheme: "),
    "no label": ("scheme: s\nconcepts: [{id: a, scope: s}]", "v.yml: concepts[0].label: "),
    "unknown key": (
        "scheme: s\nconcepts: [{id: a, label: a, scope: s, alias: [b]}]",
        "v.yml: concepts[0].alias: ",
    ),
    "alias no list": (
        "scheme: s\nconcepts: [{id: a, label: a, scope: s, aliases: b}]",
        "v.yml: concepts[0].aliases: ",
    ),
    "number for a word": (
        "scheme: s\nconcepts: [{id: a, label: a, scope: s, aliases: [b, 5]}]",
        "v.yml: concepts[0].aliases[1]: ",
    ),
}


@pytest.mark.parametrize(("text", "says"), FORMS.values(), ids=FORMS)
def test_a_wrong_form_is_named(text: str, says: str) -> None:
    """What is no vocabulary at all is said with file and key path."""
    assert [line for line in complaint(text) if line.startswith(says)]


def test_every_problem_is_said_at_once() -> None:
    """An editor sees all that is wrong with a file, not the first of it."""
    lines = complaint(written({"id": "A"}, {"id": "b", "broader": "x", "related": ["y"]}))
    assert len(lines) == 3
    assert all(line.startswith("v.yml: ") for line in lines)


def test_a_sound_vocabulary_passes() -> None:
    """What the wrong ones above have in common with a right one is no mistake."""
    good = written(
        {"id": "a", "related": ["b"]},
        {"id": "b", "aliases": ["丙"], "related": ["a"]},
        {"id": "c", "broader": "a"},
    )
    assert [theme.id for theme in parse_vocabulary(good, "v.yml").concepts] == ["a", "b", "c"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A vocabulary that is not there, or is no UTF-8, is named with the setting that names it."""
    with pytest.raises(KnowledgeError, match=r"v\.yml: cannot be read .*vocabulary in corpus\.yml"):
        load(tmp_path / "v.yml")
    (tmp_path / "v.yml").write_bytes(b"\xd6\xd0")
    with pytest.raises(KnowledgeError, match=r"v\.yml: cannot be read"):
        load(tmp_path / "v.yml")


def test_an_own_vocabulary_replaces_the_built_in_one(tmp_path: Path) -> None:
    """A corpus with its own themes has those and no others; the other tables stay."""
    (tmp_path / "v.yml").write_text(written({"id": "shui", "label": "水利"}), encoding="utf-8")
    own = load(tmp_path / "v.yml")
    assert [theme.id for theme in own.vocabulary.concepts] == ["shui"]
    assert own.noise.rules == built_in().noise.rules


# ---------------------------------------------------------------- the built-in one


def test_the_vocabulary_has_sixty_concepts() -> None:
    """The built-in vocabulary has 60 concepts on two floors, each with a scope note."""
    top = {theme.id for theme in built_in().vocabulary.narrower(None)}
    assert len(CONCEPTS) == 60
    assert len(top) == 9
    assert all(theme.broader is None or theme.broader in top for theme in CONCEPTS)
    assert all(re.search("[\u4e00-\u9fff].*。$", theme.scope) for theme in CONCEPTS)


@every_theme
def test_a_strong_wording_is_evidence(theme: Theme) -> None:
    """A paragraph with a theme's label or alias, with or without quotation marks, shows the theme."""
    wordings = [wording for wording in (theme.label, *theme.aliases) if wording not in theme.weak]
    assert wordings
    for wording in wordings:
        for quoted in (wording, f"“{wording}”", f"《{wording}》"):
            assert theme.id in found_themes(f"要重视{quoted}这件事，一刻也不能放松。"), wording


@every_theme
def test_a_weak_wording_is_never_enough(theme: Theme) -> None:
    """All weak wordings of a theme together, repeated, do not show it."""
    text = "".join(f"要重视{wording}这件事，{wording}一刻也不能放松。" for wording in theme.weak)
    assert theme.id not in found_themes(f"{text}{PROSE}\n{text}")


def test_a_weak_wording_adds_to_a_strong_one() -> None:
    """Beside a strong wording a weak one raises the score; without any weak wording no test above would bite."""
    weak = [theme for theme in CONCEPTS if theme.weak]
    assert len(weak) > 20
    theme = weak[0]
    alone = f"要重视{theme.aliases[0]}这件事，一刻也不能放松。"
    both = f"要重视{theme.aliases[0]}和{theme.weak[0]}，一刻也不放松。"
    assert score(both, theme) > score(alone, theme)


def found_themes(text: str) -> set[str]:
    return {each.theme for each in annotated_of(source_of(f"论实干\n{text}")).themes}


def score(text: str, theme: Theme) -> float:
    return next(
        each.score for each in annotated_of(source_of(f"论实干\n{text}")).themes if each.theme == theme.id
    )
