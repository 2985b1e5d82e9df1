"""Themes and why: what counts, what a score is made of, what the audit says, what the published figures are."""

import pickle
import re
from functools import cache

import pytest
from click.testing import CliRunner
from helpers import ALONE, PROSE, annotated_of, seed_documents, source_of, speech_of, tagger
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import Project, make_project

from benchmarks import themes as bench
from benchmarks.baselines import METHODS, counts, ours, theme_of
from benchmarks.measures import FIRST, NAMES, Case, Guess, figures
from build_corpus.annotate import annotate, explain
from build_corpus.cli.audit import UNTREATED, themes_text
from build_corpus.cli.commands import cli
from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, CorpusStats, Explanation
from build_corpus.survey import FEW, survey

MEETINGS = "要把三会一课坚持好，一月一次，雷打不动，党员一个也不能少。"
FORMER = "要抓好脱贫攻坚，贫困村要户户有增收项目，台账要月月更新、户户对得上。"


def themes_of(text: str, title: str = "标题") -> list[str]:
    return [score.theme for score in annotated_of(source_of(f"{title}\n{text}\n")).themes]


def explained(text: str, title: str = "标题") -> dict[str, Explanation]:
    return {each.theme: each for each in explain(speech_of(f"{title}\n{text}\n"), tagger(), ALONE)}


# ---------------------------------------------------------------- what the corpus has in common


def surveyed(naming: int, texts: int) -> dict[str, int]:
    """Classes of a corpus in which the first texts name a theme."""
    words = (MEETINGS, "村庄清洁行动要常态化，不能一阵风，更不能搞突击应付。")
    sources = [source_of(f"第{at}次会议。{words[at >= naming]}\n", f"{at}.txt") for at in range(texts)]
    return dict(survey(sources, tagger().named).common)


def test_few_texts_make_nothing_common() -> None:
    """In a small corpus no theme is common, though every text names it."""
    assert surveyed(FEW, FEW) == {}


@pytest.mark.parametrize(("naming", "level"), [(30, 0), (36, 1), (60, 2), (100, 3)])
def test_shares_come_in_classes(naming: int, level: int) -> None:
    """A theme is of class 1, 2, 3 from an eighth, a quarter, half of the texts; the first twenty do not count."""
    assert surveyed(naming, 120) == ({"zuzhi-shenghuo": level} if level else {})


def test_one_more_speech_changes_a_class_three_times() -> None:
    """While a corpus grows by texts that all name a theme, its class moves three times and never back."""
    levels = [surveyed(texts, texts).get("zuzhi-shenghuo", 0) for texts in range(1, 60)]
    assert levels == sorted(levels)
    assert set(levels) == {0, 1, 2, 3}


def test_copies_of_a_text_count_once() -> None:
    """A theme is not common because one text is there fifty times."""
    copies = [source_of(f"{MEETINGS}\n页码{at}\n", f"{at}.txt") for at in range(50)]
    assert survey(copies, tagger().named).common == {}


def test_weak_wordings_make_nothing_common() -> None:
    """The survey counts strong wordings, through quotation marks and traditional characters."""
    assert tagger().named("党课要上好，“三會”一課要開好") == {"zuzhi-shenghuo"}
    assert tagger().named("党课要上好") == frozenset()


def test_what_is_common_counts_for_less() -> None:
    """A theme that half of the corpus names falls behind one as strong that is rare; its paragraphs stay."""
    speech = speech_of(f"标题\n{MEETINGS}\n{FORMER}\n")
    common = CorpusStats(shared_lines=frozenset(), common={"zuzhi-shenghuo": 3})
    before = {score.theme: score for score in annotate(speech, tagger(), built_in()).themes}
    after = annotate(speech, tagger(), built_in(), common).themes
    assert after[0].theme == "tuopin"
    assert after[1].score == pytest.approx(before["zuzhi-shenghuo"].score * 0.55, abs=0.001)
    assert after[1].paragraphs == before["zuzhi-shenghuo"].paragraphs


def test_what_is_common_travels() -> None:
    """The facts of a corpus reach another process as they are, and are small."""
    stats = CorpusStats(
        shared_lines=frozenset(), common={theme.id: 3 for theme in built_in().vocabulary.concepts}
    )
    assert pickle.loads(pickle.dumps(stats)) == stats  # noqa: S301 - our own bytes
    assert len(pickle.dumps(stats)) < 10_000


# ---------------------------------------------------------------- a score and its explanation


def test_scores_are_those_that_are_explained() -> None:
    """The themes of a seed are the treated ones of its explanation: order, score and paragraphs."""
    for document in seed_documents().values():
        why = [each for each in explain(document.speech, tagger()) if not each.untreated]
        assert [(each.theme, each.score) for each in why] == [
            (each.theme, each.score) for each in document.themes
        ]
        for each, score in zip(why, document.themes, strict=True):
            shown = [(part.block, round(part.value, 3)) for part in each.paragraphs if part.value]
            assert tuple(shown) == score.paragraphs


WORDS = (
    "三会一课",
    "党课",
    "脱贫攻坚",
    "村级集体经济",
    "流动党员",
    "软弱涣散党组织",
    "政治建设",
    "，",
    "。\n",
    "\n一、",
    "要",
)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_parts_add_up(words: list[str]) -> None:
    """For any text a score is its parts, a treated theme has a paragraph, and each theme is explained once."""
    why = explain(speech_of(f"标题\n{PROSE}\n{''.join(words)}\n"), tagger())
    assert len({each.theme for each in why}) == len(why)
    for each in why:
        assert each.coverage == pytest.approx(sum(part.value for part in each.paragraphs))
        if each.untreated:
            assert each.score == 0
        else:
            assert each.score == round((each.coverage + each.title) * each.left, 3)
            assert each.paragraphs[0].value > 0


def test_an_explanation_names_wordings_and_headings() -> None:
    """Each paragraph says its strong and weak wordings, the headings, and what ran through the section."""
    why = explained(
        "一、着力抓好脱贫攻坚\n一是抓好精准扶贫。精准扶贫的台账要月月更新，精准扶贫一户不落。\n打赢脱贫攻坚战，一针一线都不能马虎。\n"
        "干部要住到村里去，白天走访，晚上合计，第二天马上就办。",
        "在脱贫攻坚推进会上的讲话",
    )["tuopin"]
    first, second, third = why.paragraphs
    assert why.title == 0.5
    assert (first.strong, first.run_in, first.headed) == (("精准扶贫",) * 3, True, True)
    assert (second.strong, second.run_in, second.headed) == (("脱贫攻坚",), False, True)
    assert (third.strong, third.through, third.weight) == ((), True, 0.5)


def test_a_broader_theme_names_its_parts() -> None:
    """A broader theme's paragraph says which narrower ones make it, with their weights."""
    text = "要抓好三会一课，整顿软弱涣散党组织，壮大村级集体经济，管好流动党员。"
    (shown,) = explained(text)["jiceng-dangjian"].paragraphs
    assert {theme for theme, _ in shown.narrower} == {
        "zuzhi-shenghuo",
        "ruanruo-huansan",
        "cunji-jingji",
        "liudong-dangyuan",
    }
    assert shown.strong == ()


def test_what_is_only_named_says_why() -> None:
    """Weak wordings alone, a title alone, and next to nothing beside much else are told apart."""
    why = explained("党课要讲得生动，村庄清洁行动要常态化，不能一阵风。", "在脱贫攻坚推进会上的讲话")
    assert why["zuzhi-shenghuo"].untreated == "weak"
    assert why["zuzhi-shenghuo"].paragraphs[0].weak == ("党课",)
    assert (why["tuopin"].untreated, why["tuopin"].paragraphs) == ("elsewhere", ())
    reasons = {each.untreated for each in explain(seed_documents()["000"].speech, tagger())}
    assert {"weak", "passing"} <= reasons <= {None, *UNTREATED}


# ---------------------------------------------------------------- titles, headings, names


@pytest.mark.parametrize(
    ("title", "theme"),
    [
        ("在聚焦主业主责推进会上的讲话", "zhuti-zeren"),
        ("不为所有但为所用：在人才工作会上的讲话", "yincai"),
        ("在開展三會一課工作會上的講話", "zuzhi-shenghuo"),
        ("在“三会”一课推进会上的讲话", "zuzhi-shenghuo"),
    ],
)
def test_a_title_is_read_like_the_text(title: str, theme: str) -> None:
    """Variants of a formula, quotation marks and traditional characters make no difference in a title."""
    words = {
        "zhuti-zeren": "主责主业要抓实",
        "yincai": "引才要不求所有、但求所用",
        "zuzhi-shenghuo": "三会一课要开好",
    }
    assert explained(f"{words[theme]}，一项一项往前推，年底逐项对账、逐人销号。", title)[theme].title == 0.5


@pytest.mark.parametrize(
    ("heading", "theme"),
    [
        ("一、突出主业主責", "zhuti-zeren"),
        ("一、堅持三會一課", "zuzhi-shenghuo"),
        ("一、不为所有、但为所用", "yincai"),
    ],
)
def test_a_heading_is_read_like_the_text(heading: str, theme: str) -> None:
    """So it is in a heading: weak words below it count, and strong ones count for more."""
    words = {
        "zhuti-zeren": "主责主业要抓实",
        "yincai": "引才要不求所有、但求所用",
        "zuzhi-shenghuo": "三会一课要开好",
    }
    why = explained(f"{heading}\n{words[theme]}，一项一项往前推，年底逐项对账、逐人销号。\n二、别的\n{PROSE}")
    assert why[theme].paragraphs[0].headed


@pytest.mark.parametrize("words", ["推行校长“一肩挑”", "开展好“五个一”活动"])
def test_homonyms_name_nothing_in_title_and_heading(words: str) -> None:
    """一肩挑 of a headmaster and 五个一 of whatever activity are no themes, wherever they stand."""
    text = f"一、{words}\n{PROSE}\n二、抓好落细\n{PROSE}{words}，一项一项往前推，年底逐项对账。"
    assert not set(explained(text, f"在{words}推进会上的讲话")) & {
        "cunganbu-daitouren",
        "jiang-zhong-zuo",
        "zuzhi-shenghuo",
    }


def test_a_general_name_counts_in_headings_and_by_recurring() -> None:
    """A theme's own name that is a weak wording shows the theme in a heading, or where three paragraphs use it."""
    line = "要把政治建设摆上日程，一项一项往前推，年底逐项对账、逐人销号。"
    assert "zhengzhi-jianshe" not in themes_of(f"{line}\n{PROSE}\n{line}二")
    assert "zhengzhi-jianshe" in themes_of(f"{line}\n{line}二\n{line}三")
    assert "zhengzhi-jianshe" in themes_of(f"一、加强政治建设\n{line}\n二、抓好落细\n{PROSE}")


def test_a_concept_is_found_by_its_id() -> None:
    """The vocabulary knows every concept by its id and no other."""
    vocabulary = built_in().vocabulary
    assert [vocabulary.get(theme.id) for theme in vocabulary.concepts] == list(vocabulary.concepts)
    with pytest.raises(KeyError):
        vocabulary.get("nothing")


# ---------------------------------------------------------------- the audit


def audited(document: Annotated) -> str:
    return themes_text(document.speech, explain(document.speech, tagger()), built_in())


def test_the_audit_names_every_theme_and_paragraph() -> None:
    """Each theme of a seed stands with its score, and each paragraph that treats it with its part of it."""
    for document in seed_documents().values():
        text = audited(document)
        for score in document.themes:
            label = built_in().vocabulary.get(score.theme).label
            assert f"{score.score:>8.3f}  {label}  {score.theme}  各段 " in re.sub(r"\x1b\[[0-9]*m", "", text)
        assert len(re.findall(r"^ +\+[0-9.]+  第 [0-9]+ 段 ", text, re.MULTILINE)) == sum(
            len(score.paragraphs) for score in document.themes
        )
        assert "点到而没有论及" in text


def project(tmp_path_factory: pytest.TempPathFactory, text: str) -> Project:
    return make_project(tmp_path_factory.mktemp("audit"), {"a.txt": text})


def test_the_command_explains(tmp_path_factory: pytest.TempPathFactory) -> None:
    """`audit --themes` prints scores, wordings and reasons, and nothing a terminal would obey."""
    made = project(
        tmp_path_factory, f"在全县工作会议上的讲话\n同志们：\n{MEETINGS}\x1b[31m\n{PROSE}党课要上好。\n"
    )
    run = CliRunner().invoke(cli, ["audit", "a", "--themes", "--config", str(made.root / "corpus.yml")])
    assert run.exit_code == 0, run.output
    assert "组织生活制度  zuzhi-shenghuo  各段 " in run.output
    assert "：确凿 三会一课" in run.output
    assert "\x1b" not in run.output


# ---------------------------------------------------------------- measures and baselines


@cache
def sample() -> Annotated:
    return annotated_of(source_of(f"标题\n{MEETINGS}\n{FORMER}\n"))


def case() -> Case:
    first, second = (block.id for block in sample().speech.blocks)
    places = frozenset({("zuzhi-shenghuo", first), ("tuopin", second)})
    return Case(document=sample(), gains={"zuzhi-shenghuo": 2.0, "tuopin": 1.0}, places=places)


def values(guess: Guess) -> tuple[float, ...]:
    return tuple(round(figure.value, 3) for figure in figures([case(), case()], [guess, guess]))


def test_measures() -> None:
    """All right is 1; nothing is 0; a swapped order, a wrong theme and a missed one cost what the definitions say."""
    first, second = (frozenset({block.id}) for block in sample().speech.blocks)
    assert len(NAMES) == FIRST == 5
    assert values((("zuzhi-shenghuo", first), ("tuopin", second))) == (1, 1, 1, 0.667, 1)
    assert values(()) == (0, 0, 0, 0, 0)
    assert values((("tuopin", second), ("zuzhi-shenghuo", first))) == (1, 1, 1, 0.667, 0.86)
    assert values((("zuzhi-shenghuo", first | second),)) == (0.5, 0.5, 0.5, 1, 0.76)


def test_an_interval_holds_its_figure() -> None:
    """An interval lies around its figure and is the same every time."""
    cases = bench.seeds()
    guesses = [ours(each.document) for each in cases]
    made = figures(cases, guesses)
    assert made == figures(cases, guesses)
    assert all(0 <= each.low <= each.value <= each.high <= 1 for each in made)


def test_labels_of_others_are_found() -> None:
    """A label in traditional characters or an alias names its theme; an unknown one names none."""
    assert (theme_of("兩岸關係"), theme_of("三会一课"), theme_of("天气")) == (
        "liangan-guanxi",
        "zuzhi-shenghuo",
        None,
    )


def test_counting_counts() -> None:
    """The plain method finds every wording, however little is said."""
    assert {theme for theme, _ in counts(sample())} == {"zuzhi-shenghuo", "tuopin"}


# ---------------------------------------------------------------- figures


FLOORS = {
    "generated": (0.92, 0.99, 0.95, 0.96, 0.99),
    "seeds": (0.77, 0.85, 0.81, 0.77, 0.92),
}
"""Of our method, in the order of NAMES. They may only rise."""


@pytest.mark.parametrize("name", FLOORS)
def test_figures_do_not_fall(name: str) -> None:
    """No figure of our method is below its floor."""
    for measure, figure, floor in zip(NAMES, bench.measure(name)["本库"], FLOORS[name], strict=True):
        assert figure.value >= floor, measure


@pytest.mark.parametrize("name", bench.SETS)
def test_ours_is_better(name: str) -> None:
    """F1, F1@5 and nDCG@5 of our method are above those of each other method, on every set that is there."""
    rows = bench.measure(name)
    if not rows:
        pytest.skip(f"{name}: these records (../shared) are not here")
    assert list(rows) == list(METHODS)
    for method, row in rows.items():
        for at in (2, 3, 4) if method != "本库" else ():
            assert rows["本库"][at].value > row[at].value, (method, NAMES[at])


def test_the_published_figures_are_those_of_today() -> None:
    """The page holds what the command computes; `python -m benchmarks.themes --write` brings it up to date."""
    page = bench.PAGE.read_text(encoding="utf-8")
    assert bench.filled(page, bench.sections()) == page


def test_a_page_without_marks_is_refused() -> None:
    """A table without a place on the page is an error that names the marks."""
    with pytest.raises(ValueError, match="<!-- seeds -->"):
        bench.filled("# 质量\n", {"seeds": "| |"})


def test_records_name_themes_and_paragraphs_that_are_there() -> None:
    """Every theme of the seeds' records is a concept in use; every seed has main themes."""
    in_use = {theme.id for theme in built_in().vocabulary.concepts if not theme.deprecated}
    for each in bench.seeds():
        assert set(each.gains) <= in_use
        assert 4 <= sum(gain == 2 for gain in each.gains.values()) <= 5
