"""The vocabulary of themes: what is wrong with one is said with its place; what is in it works."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from helpers import PROSE, annotated_of, source_of

from build_corpus.annotate import Tagger
from build_corpus.errors import KnowledgeError
from build_corpus.knowledge import THEMES, built_in, load, parse_vocabulary
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
    "name of a table": ([{"id": "speeches"}], "id 'speeches' is the address of another page."),
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
    "hidden alias of two": (
        [{"id": "a", "hidden": ["丙"]}, {"id": "b", "aliases": ["丙"]}],
        "'丙' stands under 'a' and 'b'.",
    ),
    "traditional alias of two": (
        [{"id": "a", "aliases": ["学习"]}, {"id": "b", "aliases": ["學習"]}],
        "'學習' stands under 'a' and 'b'.",
    ),
    "label as its own alias": (
        [{"id": "a", "label": "丙", "aliases": ["“丙”"]}],
        "'“丙”' of 'a' is the label and an alias at once. Keep one of them.",
    ),
    "alias and misprint at once": (
        [{"id": "a", "aliases": ["丙"], "hidden": ["丙"]}],
        "'丙' of 'a' is an alias and hidden at once. Keep one of them.",
    ),
    "replaced but in use": (
        [{"id": "a", "replaced_by": "b"}, {"id": "b", "label": "乙"}],
        "'a' is replaced by 'b' but in use. Add 'deprecated: true' or delete replaced_by.",
    ),
    "replaced by nothing known": (
        [{"id": "a", "deprecated": True, "replaced_by": "b"}],
        "replaced_by 'b' of 'a' is no concept. Mend the id or add the concept.",
    ),
    "replaced by something deprecated": (
        [{"id": "a", "deprecated": True, "replaced_by": "b"}, {"id": "b", "label": "乙", "deprecated": True}],
        "replaced_by 'b' of 'a' is deprecated itself. Name a concept in use.",
    ),
    "below something deprecated": (
        [{"id": "a", "broader": "b"}, {"id": "b", "label": "乙", "deprecated": True}],
        "'a' names 'b', which is deprecated. Name a concept in use or delete it.",
    ),
    "condition for another's wording": (
        [{"id": "a", "conditions": [{"of": ["丁"], "near": ["村"]}]}],
        "a condition of 'a' is for '丁', no wording of it. Add it or delete it there.",
    ),
    "condition that asks for nothing": (
        [{"id": "a", "aliases": ["丁"], "conditions": [{"of": ["丁"]}]}],
        "a condition of 'a' asks for nothing. Say of, and near or unless.",
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


VARIANTS = {
    "one form": ([["甲乙", "“甲乙”"]], "variants[0] has fewer than two forms. Add one or delete the group."),
    "in two groups": (
        [["甲乙", "乙甲"], ["乙甲", "丙丁"]],
        "'乙甲' stands in two groups of variants. Join the groups.",
    ),
    "alias of another": ([["甲乙", "乙甲"]], "'乙甲' stands under 'a' and 'b'. Keep it under one of them."),
}


@pytest.mark.parametrize(("variants", "says"), VARIANTS.values(), ids=VARIANTS)
def test_wrong_variants_are_named(variants: list[list[str]], says: str) -> None:
    """Variants are two or more, in one group, and make no wording that another concept has."""
    text = written({"id": "a", "label": "甲乙"}, {"id": "b", "label": "乙甲"}, variants=variants)
    assert f"v.yml: {says}" in complaint(text)


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


def test_the_built_in_vocabulary_is_sound() -> None:
    """The package's themes are loaded without a search for problems: they have none."""
    text = files("build_corpus").joinpath("data", THEMES).read_text(encoding="utf-8")
    assert parse_vocabulary(text, THEMES) == built_in().vocabulary


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


FIRST = """
zhengzhi-jianshe zuzhi-luxian zhengzhi-zhongcheng zhengzhi-shenghuo xuexi-jiaoyu lilun-wuzhuang
dangshi-xuexi buwang-chuxin jiang-zhong-zuo dangxing-xiuyang ganbu-gongzuo xuanren-yongren ganbu-kaohe
nianqing-ganbu dandang-jili ganbu-jiandu ganbu-peixun lao-ganbu jiceng-dangjian nongcun-dangjian
shequ-dangjian jiguan-dangjian liangxin-dangjian xuexiao-guoqi zhibu-guifanhua zuzhi-shenghuo dangyuan-duiwu
liudong-dangyuan cunganbu-daitouren ruanruo-huansan cunji-jingji jiceng-zhili dangjian-pinpai
zhihui-dangjian rencai-gongzuo yincai yucai rencai-fuwu zuofeng-jilv xingshi-zhuyi sifeng lianjie-zilv
diaoyan-qunzhong guandang-zeren zhuti-zeren shuzhi-pingyi ducha-wenze zhua-luoshi guanjian-shaoshu
zugong-zishen mofan-bumen zugong-duiwu zugong-wenhua gongdao-zhengpai zugong-nengli gongzuo-chuangxin
fuwu-daju tuopin xiangcun-zhenxing dangye-ronghe
"""
"""Ids that are addresses since the first version."""


def test_the_vocabulary_is_broad() -> None:
    """The built-in vocabulary has 150 concepts or more on two floors, each with a scope note; old ids stay."""
    top = {theme.id for theme in built_in().vocabulary.narrower(None)}
    assert len(CONCEPTS) >= 150
    assert len(top) >= 14
    assert [theme.id for theme in CONCEPTS][: len(FIRST.split())] == FIRST.split()
    assert all(theme.broader is None or theme.broader in top for theme in CONCEPTS)
    assert all(re.search("[\u4e00-\u9fff].*。$", theme.scope) for theme in CONCEPTS)


SHORT = "侨界 侨联 华侨 四风 城归 外交 妇联 巾帼 师德 引才 慎独 村霸 校庆 校训 欠薪 母校 部风"


def test_wordings_of_two_characters_are_rare() -> None:
    """Two characters stand inside longer words too easily; the few that are evidence are listed here."""
    short = {
        wording
        for theme in CONCEPTS
        for wording in (theme.label, *theme.aliases)
        if len(wording) == 2 and wording not in theme.weak
    }
    assert sorted(short) == sorted(SHORT.split())


@every_theme
def test_a_strong_wording_is_evidence(theme: Theme) -> None:
    """A paragraph with a theme's label or alias, with or without quotation marks, shows the theme."""
    wordings = [wording for wording in (theme.label, *theme.aliases) if wording not in theme.weak]
    assert wordings
    for wording in wordings:
        near = "".join(each.near[0] for each in theme.conditions if wording in each.of and each.near)
        for quoted in (wording, f"“{wording}”", f"《{wording}》"):
            assert theme.id in found_themes(f"{near}要重视{quoted}这件事，一刻也不能放松。"), wording


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


# ---------------------------------------------------------------- how wordings are found


def found_with(text: str, *concepts: dict[str, object], **others: object) -> list[tuple[str, str]]:
    """(theme, the text's own words) of each mention under a vocabulary made for a test."""
    mentions = Tagger(parse_vocabulary(written(*concepts, **others), "v.yml")).mentions("b", text)
    return [(mention.theme, text[mention.start : mention.end]) for mention in mentions]


def test_a_misprint_is_found_and_not_shown() -> None:
    """A hidden form is evidence; neither the page's 又作 nor the search dictionary has it."""
    assert found_with("软弱焕散要整顿。", {"id": "a", "label": "软弱涣散", "hidden": ["软弱焕散"]}) == [
        ("a", "软弱焕散")
    ]


def test_what_replaces_a_concept_inherits_its_wordings() -> None:
    """The wordings of a deprecated concept lead to its successor, or nowhere without one."""
    old = {"id": "a", "label": "干部四化", "deprecated": True}
    assert found_with("干部四化", {**old, "replaced_by": "b"}, {"id": "b", "label": "干部工作"}) == [
        ("b", "干部四化")
    ]
    assert found_with("干部四化", old) == []


def test_a_condition_is_asked_within_the_sentence() -> None:
    """Conditions look at the sentence of the wording, not at the next one."""
    concept = {"id": "a", "label": "书记主任一肩挑", "aliases": ["一肩挑"]}
    unless = {**concept, "conditions": [{"of": ["一肩挑"], "unless": ["校长"]}]}
    near = {**concept, "conditions": [{"of": ["一肩挑"], "near": ["村"]}]}
    assert found_with("书记、校长“一肩挑”。", unless) == []
    assert found_with("推行“一肩挑”。校长也来了。", unless) == [("a", "一肩挑")]
    assert found_with("各村推行“一肩挑”。", near) == [("a", "一肩挑")]
    assert found_with("推行“一肩挑”。各村都来了。", near) == []


def test_variants_stand_for_each_other() -> None:
    """A group of variants holds inside every wording, whichever form the file has."""
    concept = {"id": "a", "label": "聚焦主责主业"}
    for text in ("聚焦主责主业", "聚焦主业主责", "聚焦“主业主责”"):
        assert found_with(text, concept, variants=[["主业主责", "主责主业"]])
    assert found_with("聚焦主业主责", concept) == []


def test_traditional_texts_are_tagged() -> None:
    """A text in traditional characters is tagged as its simplified one, and quoted as it is."""
    text = "要發展壯大村級集體經濟，整頓“軟弱渙散”黨組織。"
    assert found_with(
        text,
        {"id": "a", "label": "村级集体经济"},
        {"id": "b", "label": "軟弱渙散黨組織"},
    ) == [("a", "村級集體經濟"), ("b", "軟弱渙散”黨組織")]


def found_themes(text: str) -> set[str]:
    return {each.theme for each in annotated_of(source_of(f"论实干\n{text}")).themes}


def score(text: str, theme: Theme) -> float:
    return next(
        each.score for each in annotated_of(source_of(f"论实干\n{text}")).themes if each.theme == theme.id
    )
