"""Candidates for a vocabulary, and corpora without one.

In: seven short speeches on school openings (tests/openings, written for this), small made ones. What
is found is asked for its sense: terms of the subject, no fragments, stable under other speeches.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml
from helpers import ALONE, annotated_of, source_of
from sites import Project, front_matter, make_project

from build_corpus.cli.suggest import suggestions_text
from build_corpus.discover import concepts, found_vocabulary, suggest, vocabulary_text
from build_corpus.discover.rank import Refusals
from build_corpus.discover.sample import draw
from build_corpus.knowledge import built_in, load, parse_vocabulary
from build_corpus.model import Annotated, Candidate, Example, Knowledge, Theme, Vocabulary, WordRule

OPENINGS = sorted((Path(__file__).parent / "openings").glob("*.txt"))
RULES = built_in().words
NONE = replace(built_in(), vocabulary=Vocabulary(scheme="none", concepts=()))
SUBJECTS = [
    "家校共育",
    "课堂教学",
    "校园安全",
    "师德师风",
    "心理健康",
    "阅读习惯",
    "体育锻炼",
    "劳动教育",
    "留守儿童",
    "集体备课",
    "教师队伍",
]
LITTLE = Theme(
    id="jia-xiao", label="家校合作", scope="家庭和学校。", aliases=("家校共育",), weak=("阅读习惯",)
)
OWN = Vocabulary(scheme="own", concepts=(LITTLE, Theme(id="shi-de", label="师德", scope="教师的品行。")))


def documents(*texts: str) -> list[Annotated]:
    return [annotated_of(source_of(text, f"d{at:02}.txt"), ALONE) for at, text in enumerate(texts)]


@cache
def openings() -> tuple[Annotated, ...]:
    return tuple(documents(*(file.read_text(encoding="utf-8") for file in OPENINGS)))


def themes(found: Sequence[Candidate]) -> list[str]:
    return [each.text for each in found if each.kind == "theme"]


def knowing(vocabulary: Vocabulary) -> Knowledge:
    return replace(built_in(), vocabulary=vocabulary)


@cache
def proposed() -> tuple[Candidate, ...]:
    """The candidates of the openings, with nothing known."""
    return suggest(openings(), NONE)


@cache
def proposed_beside_own() -> tuple[Candidate, ...]:
    return suggest(openings(), knowing(OWN))


@cache
def found_in_openings() -> Vocabulary:
    return found_vocabulary(openings(), NONE)


def speech(*sentences: str) -> str:
    return "在座谈会上的讲话\n同志们：\n" + "\n".join(sentences) + "\n"


# ---------------------------------------------------------------- words that make no term


every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def fires(rule: WordRule, words: Sequence[str]) -> bool:
    """Whether a rule speaks against these words."""
    alone = Refusals.of([rule])
    by_place = {
        "tail": words[-1] in alone.tail and len(words) > 1,
        "title": words[-1] in alone.title,
        "unknown": not alone.glue.isdisjoint("".join(words)),
    }
    return by_place.get(rule.at, alone.refuses(words))


@every_rule
def test_a_rule_refuses_its_hits_and_spares_its_misses(rule: WordRule) -> None:
    """Each hit is no term by the rule, each miss may be one; there are both."""
    assert rule.hits
    assert rule.misses
    assert all(fires(rule, words) for words in rule.hits)
    assert not any(fires(rule, words) for words in rule.misses)


# ---------------------------------------------------------------- candidates


def test_the_subjects_of_school_openings_are_found() -> None:
    """Texts on another subject than party work give its terms, first of all."""
    found = themes(suggest(openings(), NONE, limit=24))
    assert set(SUBJECTS) <= set(found)
    assert set(found[:3]) & {"家校共育", "课堂教学", "校园安全"}


def test_no_fragment_is_found() -> None:
    """A candidate is a whole: no half of a term, nothing that starts or ends with a function word."""
    found = [each.text for each in proposed()]
    assert not {"共育", "师德师", "家校", "德师风", "校园安", "留守"} & set(found)
    assert not [text for text in found if text[0] in "的了和在把是" or text[-1] in "的了和在把是要"]


def test_words_are_cut_where_the_reader_cuts_them() -> None:
    """What stands around a term in every use does not make it longer, nor is it cut inside a word."""
    texts = [
        speech(f"{verb}干部选拔任用制度，{verb}的高素质干部队伍。我们{verb}干部选拔任用，靠的是大家。")
        for verb in ("改进", "完善", "健全")
    ]
    found = themes(suggest(documents(*texts), NONE))
    assert "选拔任用" in "".join(found)
    assert not [
        text for text in found if text.startswith(("的", "改进", "完善", "健全")) or text.endswith("选")
    ]


def test_headings_weigh_more() -> None:
    """Of two terms used as often, the one that headings name comes first."""
    texts = [
        speech(
            f"一、{n}片河道清淤\n今年在{n}边说起，河道清淤要赶在雨季之前，不能等。",
            f"护林防火也要在{n}边说起，护林防火要赶在冬季之前，不能等。",
        )
        for n in "东西北"
    ]
    found = themes(suggest(documents(*texts), NONE))
    assert found.index("河道清淤") < found.index("护林防火")


def test_quoted_phrases_are_formulas() -> None:
    """What the texts put in quotation marks is a formula, with its counts, and no theme."""
    texts = [speech(f"要落实“三会一课”，{word}支部要带头，把“三会一课”开好。") for word in ("农村", "机关")]
    (found,) = (each for each in suggest(documents(*texts), NONE) if each.text == "三会一课")
    assert (found.kind, found.uses, found.speeches, found.headings) == ("formula", 4, 2, 0)


def test_names_stand_apart() -> None:
    """Places, and persons with a title behind them, are listed for the eye and proposed as nothing."""
    texts = [
        speech(f"绍兴的经验值得学，绍兴的{word}走在前面。杨尚昆同志来过，杨尚昆同志讲过话。")
        for word in ("企业", "学校")
    ]
    found = suggest(documents(*texts), NONE)
    assert {"绍兴", "杨尚昆"} <= {each.text for each in found if each.kind == "name"}
    assert not {"绍兴", "杨尚昆", "杨尚昆同志"} & set(themes(found))


def test_the_audience_is_no_theme() -> None:
    """Who is spoken to in salutations is not what is spoken about."""
    assert not {"老师", "同学", "同学们"} & set(themes(proposed()))


def test_counts_and_examples_are_those_of_the_texts() -> None:
    """Uses, speeches and headings are counted over all texts; each example says where it stands."""
    (found,) = (each for each in proposed() if each.text == "家校共育")
    texts = [file.read_text(encoding="utf-8") for file in OPENINGS]
    assert found.uses == sum(text.count("家校共育") for text in texts)
    assert found.speeches == sum("家校共育" in text for text in texts)
    assert found.headings == sum(
        line.startswith(("一", "二", "三", "四")) and "家校共育" in line
        for text in texts
        for line in text.splitlines()
    )
    for example in found.examples:
        line = texts[int(example.document[1:])].splitlines()[example.line - 1]
        assert example.text.strip("…") in line
        assert "家校共育" in example.text


def test_a_repeated_paragraph_counts_once() -> None:
    """The same paragraph in several documents says a thing once."""
    text = speech("村里的河道清淤由村民自己商量，河道清淤的钱由大家来凑。")
    assert "河道清淤" not in themes(suggest(documents(text, text, text), NONE, least=3))


@pytest.mark.parametrize("least", [2, 5])
def test_candidates_have_the_uses_asked_for(least: int) -> None:
    """--min is a floor for uses, and --limit a ceiling for candidates."""
    found = [each for each in suggest(openings(), NONE, least=least, limit=10) if each.kind != "name"]
    assert 0 < len(found) <= 10
    assert min(each.uses for each in found) >= least


def test_a_corpus_of_nothing_has_no_candidates() -> None:
    """Without documents, or with words used once, there is nothing to propose."""
    assert suggest([], NONE) == ()
    assert found_vocabulary([], NONE).concepts == ()
    assert themes(suggest(documents(speech("今天只说一件事。")), NONE)) == []


def test_a_sample_hardly_moves() -> None:
    """What is drawn from a large corpus depends on ids: another document displaces few."""
    drawn = [each.id for each in draw(openings(), budget=2500)]
    fewer = [each.id for each in draw(openings()[1:], budget=2500)]
    assert 3 <= len(drawn) < len(openings())
    assert len(set(drawn) - set(fewer)) <= 2


# ---------------------------------------------------------------- what the vocabulary knows


def test_what_the_vocabulary_knows_is_not_proposed() -> None:
    """Neither labels nor aliases nor weak wordings, in traditional characters or with quotation marks either."""
    found = {each.text for each in proposed_beside_own()}
    assert not {"家校共育", "家校合作", "阅读习惯", "师德"} & found
    known = replace(LITTLE, aliases=("“課堂教學”",))
    assert "课堂教学" not in {
        each.text for each in suggest(openings(), knowing(Vocabulary(scheme="o", concepts=(known,))))
    }


def test_a_candidate_finds_its_concept_by_its_words() -> None:
    """师德师风 holds the wording 师德; what shares nothing belongs nowhere."""
    found = {each.text: each for each in proposed_beside_own()}
    assert (found["师德师风"].theme, found["师德师风"].reason) == ("shi-de", "wording")
    assert found["体育锻炼"].theme is None


# ---------------------------------------------------------------- YAML to paste


def test_suggestions_paste_into_a_vocabulary() -> None:
    """Parsed back and put into an own vocabulary, the suggestions load under its rules."""
    found = proposed_beside_own()
    said = yaml.safe_load(suggestions_text(found, OWN))
    assert set(said) == {"concepts", "existing", "formulas", "names"}
    own = yaml.safe_load(vocabulary_text(OWN))
    added = {each["id"]: each["aliases"] for each in said["existing"]}
    for each in own["concepts"]:
        each["aliases"] = [*each.get("aliases", []), *added.get(each["id"], [])]
    own["concepts"] += said["concepts"]
    pasted = parse_vocabulary(yaml.safe_dump(own, allow_unicode=True), "v.yml")
    assert {"校园安全", "课堂教学"} <= {theme.label for theme in pasted.concepts}
    assert "师德师风" in pasted.get("shi-de").aliases


def test_no_text_leaves_its_comment() -> None:
    """Whatever an example holds, it stays in its comment."""
    place = Example(document="a", file="a\u2028b.txt", line=1, text="前\nid: x\u0085y: [\x1b[31m")
    hostile = Candidate(
        text="河道清淤", kind="theme", score=1.0, uses=2, speeches=2, headings=0, examples=(place,)
    )
    said = yaml.safe_load(suggestions_text([hostile], OWN))
    assert [each["label"] for each in said["concepts"]] == ["河道清淤"]
    assert "\x1b" not in suggestions_text([hostile], OWN)


def test_ids_come_from_labels() -> None:
    """The same label has the same id whatever stands beside it; one sound for two labels gets a hash."""

    def ids(*labels: str) -> list[str]:
        made = [
            Candidate(text=each, kind="theme", score=1.0, uses=2, speeches=2, headings=0, examples=())
            for each in labels
        ]
        return [theme.id for theme in concepts(made, {"index"})]

    assert ids("家校共育", "校园安全") == ["jia-xiao-gong-yu", "xiao-yuan-an-quan"]
    assert ids("校园安全") == ["xiao-yuan-an-quan"]
    one, two = ids("教师", "教室")
    assert one != two
    assert one.startswith("jiao-shi-")


# ---------------------------------------------------------------- corpora without a vocabulary


def test_a_found_vocabulary_is_one() -> None:
    """It keeps the rules of vocabularies, says what it is, and counts in its notes."""
    found = found_in_openings()
    assert parse_vocabulary(vocabulary_text(found), "v.yml") == found
    assert found.found
    assert found.get("jia-xiao-gong-yu").scope.startswith("自动发现：5 篇讲话用了 7 次")
    assert found.get("xin-xue-qi").broader == "xue-qi"


def test_the_order_of_documents_changes_nothing() -> None:
    """Neither candidates nor the vocabulary depend on it."""
    assert suggest(openings()[::-1], NONE) == proposed()
    assert found_vocabulary(openings()[::-1], NONE) == found_in_openings()


def test_another_speech_rarely_changes_the_themes() -> None:
    """With one of seven speeches away, three quarters of the themes are the same, under the same ids."""
    every = {theme.label: theme.id for theme in found_in_openings().concepts}
    for at in range(len(openings())):
        fewer = found_vocabulary([*openings()[:at], *openings()[at + 1 :]], NONE).concepts
        same = [theme for theme in fewer if every.get(theme.label) == theme.id]
        assert len(same) >= 0.75 * len(every), at


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A corpus of the openings, without a vocabulary, built."""
    seeds = {file.name: file.read_bytes() for file in OPENINGS}
    project = make_project(tmp_path_factory.mktemp("school"), seeds)
    settings = "title: 开学讲话集\ndescription: 几篇开学讲话。\nvocabulary: none\n"
    (project.root / "corpus.yml").write_text(settings, encoding="utf-8")
    done = project.run("build")
    assert done.returncode == 0, done.stdout + done.stderr
    return project


def test_a_corpus_without_vocabulary_has_theme_pages(school: Project) -> None:
    """Pages, tags and relations rest on what was found, and say so."""
    assert front_matter(school.docs / "themes" / "xiao-yuan-an-quan.md")["description"].startswith("自动发现")
    page = (school.docs / "themes" / "xiao-yuan-an-quan.md").read_text(encoding="utf-8")
    assert "speeches/01/#p-" in page
    assert "自动发现" in (school.docs / "themes" / "index.md").read_text(encoding="utf-8")
    records = school.records()
    assert all(record["themes"] for record in records)
    assert any(record["related"] for record in records)


def test_the_found_vocabulary_is_there_to_take_over(school: Project) -> None:
    """build/themes.yml loads as an own vocabulary and gives the same themes."""
    taken = load(school.build / "themes.yml").vocabulary
    assert taken == found_in_openings()


def test_workers_change_nothing(school: Project) -> None:
    """Two processes write the same records."""
    before = (school.build / "documents.jsonl").read_bytes()
    assert school.run("build", "--jobs", "2").returncode == 0
    assert (school.build / "documents.jsonl").read_bytes() == before


def test_suggestions_become_pages(school: Project) -> None:
    """`suggest` prints YAML; pasted as the vocabulary, the site tags with it."""
    done = school.run("suggest", "--limit", "20", "--min", "3")
    assert done.returncode == 0, done.stderr
    said = yaml.safe_load(done.stdout)
    own = {"scheme": "own", "concepts": said["concepts"]}
    (school.root / "v.yml").write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")
    settings = (school.root / "corpus.yml").read_text(encoding="utf-8")
    other = replace(school, docs=school.root / "docs2", build=school.root / "build2")
    try:
        (school.root / "corpus.yml").write_text(settings.replace("none", "v.yml"), encoding="utf-8")
        assert other.run("build").returncode == 0
    finally:
        (school.root / "corpus.yml").write_text(settings, encoding="utf-8")
    assert "speeches/" in (other.docs / "themes" / "xiao-yuan-an-quan.md").read_text(encoding="utf-8")


def test_an_unknown_vocabulary_is_told(school: Project) -> None:
    """A word that is neither a file nor `none` is an error with its line."""
    config = school.root / "other.yml"
    config.write_text("title: 集\ndescription: 句。\nvocabulary: nnone\n", encoding="utf-8")
    done = replace(school, root=school.root).run("build", "--config", str(config))
    assert done.returncode == 2
    assert "other.yml:3: vocabulary: 'nnone' is no file" in done.stderr
