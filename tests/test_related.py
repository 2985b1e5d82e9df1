"""Related speeches: the nearest by what they treat, with the paragraphs that show it, and stable as the corpus grows.

Documents are made here as `annotate` gives them: a paragraph for each theme, with its wording.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random

import pytest
from helpers import source_of

from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, Block, Date, Mention, Parallel, Passage, Related, Speech, ThemeScore
from build_corpus.relate.neighbours import Profile, nearest
from build_corpus.relate.related import EVERYWHERE_MIN, Wanted, find_related

THEMES = tuple(theme.id for theme in built_in().vocabulary.concepts if theme.broader and not theme.deprecated)
LIMIT = 6
Relations = Mapping[str, tuple[Related, ...]]


def document(name: str, scores: Mapping[str, float], date: str | None = None) -> Annotated:
    """A document that treats these themes, each in a paragraph `p-<theme>`."""
    words = {theme: built_in().vocabulary.get(theme).label for theme in scores}
    blocks = tuple(
        Block(id=f"p-{theme}", type="paragraph", text=f"{label}要做好。") for theme, label in words.items()
    )
    dates = (Date(value=date, type="delivered", precision="day", evidence=date),) if date else ()
    return Annotated(
        speech=Speech(
            source=source_of("", f"{name}.txt"),
            file=f"{name}.txt",
            kind="speech",
            metadata={},
            dates=dates,
            rights=(),
            blocks=blocks,
            notes=(),
            masks=0,
            receipts=(),
        ),
        mentions=tuple(
            Mention(theme=theme, block=f"p-{theme}", start=0, end=len(label), weak=False)
            for theme, label in words.items()
        ),
        themes=tuple(
            ThemeScore(theme=theme, score=score, paragraphs=((f"p-{theme}", score),))
            for theme, score in sorted(scores.items(), key=lambda each: (-each[1], each[0]))
        ),
        formulas=(),
    )


def drawn(number: int) -> Annotated:
    """A document about some fifteen themes, most of them of one field, as real ones are."""
    rng = Random(f"document {number}")
    field = Random(f"field {rng.randrange(30)}").sample(THEMES, 25)
    usual = [1 / (at + 1) ** 0.7 for at in range(len(THEMES))]
    themes = [*rng.choices(field, k=10), *rng.choices(THEMES, usual, k=10)]
    year = rng.choice([None, *range(2008, 2024)])
    scores = {theme: round(rng.lognormvariate(0, 0.8), 3) for theme in themes}
    return document(f"d{number:05}", scores, f"{year}-05-01" if year else None)


def related(
    documents: Iterable[Annotated], parallels: Iterable[Parallel] = (), heads: Mapping[str, str] | None = None
) -> Relations:
    ordered = sorted(documents, key=lambda each: each.id)
    return find_related(ordered, tuple(parallels), heads or {}, built_in(), Wanted(limit=LIMIT))


def passage(here: str, there: str, shared: int) -> Parallel:
    places = [Passage(document=each, block=f"p-{THEMES[0]}", start=0, end=2) for each in (here, there)]
    return Parallel(here=places[0], there=places[1], shared=shared)


def scores(found: Relations, here: str) -> dict[str, float]:
    return {other.id: other.score for other in found[here]}


@pytest.fixture(scope="module")
def crowd() -> tuple[Annotated, ...]:
    return tuple(drawn(number) for number in range(200))


# ---------------------------------------------------------------- stability


def test_a_new_speech_changes_only_where_it_belongs(crowd: tuple[Annotated, ...]) -> None:
    """Of 200 documents' relations those change in which a new document has a place; nothing else in them moves."""
    before = related(crowd)
    changed = 0
    for number in range(1000, 1012):
        new = drawn(number)
        after = related([*crowd, new])
        for each, others in before.items():
            if after[each] != others:
                changed += 1
                kept = [other for other in after[each] if other.id != new.id]
                assert len(kept) < len(after[each]), each
                assert kept == list(others)[: len(kept)]
    assert 0 < changed < 12 * 12


def test_the_order_of_documents_changes_nothing(crowd: tuple[Annotated, ...]) -> None:
    """Relations are the same, and a score is the same from both sides."""
    found = related(crowd)
    assert related(reversed(crowd)) == found
    mutual = [(here, other.id) for here in found for other in found[here] if here in scores(found, other.id)]
    assert len(mutual) > len(crowd)
    assert all(scores(found, here)[there] == scores(found, there)[here] for here, there in mutual)


def test_nearly_nothing_is_missed() -> None:
    """Documents that meet through what they share find 99 of 100 neighbours that a comparison of all pairs finds."""
    profiles = [profile(drawn(number)) for number in range(600)]
    found = nearest(profiles, LIMIT)
    wanted = kept = 0
    for here in range(0, len(profiles), 6):
        all_of_them = [closeness(profiles[here], other) for at, other in enumerate(profiles) if at != here]
        last = sorted(all_of_them)[-LIMIT]
        wanted += LIMIT
        kept += sum(score >= last - 0.001 for _, score in found[here])
    assert kept >= 0.99 * wanted


def profile(each: Annotated) -> Profile:
    length = math.hypot(*(theme.score for theme in each.themes))
    weights = tuple((theme.theme, theme.score / length) for theme in each.themes)
    return Profile(weights=weights, year=None, reuse={}, findable=True)


def closeness(here: Profile, there: Profile) -> float:
    """The cosine of two profiles."""
    weights = dict(there.weights)
    return sum(weight * weights.get(theme, 0.0) for theme, weight in here.weights)


def test_many_documents_on_one_theme_have_few_neighbours() -> None:
    """A theme that 400 documents treat gives each of them as many relations as are shown."""
    found = related(document(f"d{at:03}", {THEMES[0]: 1.0, THEMES[1 + at % 50]: 0.5}) for at in range(400))
    assert {len(others) for others in found.values()} == {LIMIT}


# ---------------------------------------------------------------- what makes two speeches near


def test_rarer_themes_bring_nearer() -> None:
    """Two documents that share a theme of their own are nearer than two that share what everybody treats."""
    common, rare = THEMES[0], THEMES[1]
    others = [document(f"o{at:02}", {common: 1.0, THEMES[3 + at]: 1.0}) for at in range(2 * EVERYWHERE_MIN)]
    here = document("here", {common: 1.0, rare: 1.0})
    found = related([here, document("rare", {rare: 1.0, THEMES[2]: 1.0}), *others])
    assert found["here"][0].id == "rare"
    assert scores(found, "here")["rare"] > max(
        score for each, score in scores(found, "here").items() if each != "rare"
    )


def test_known_dates_count_a_little() -> None:
    """Speeches of one year are a little nearer than those of other years; where a date is unknown nothing changes."""
    themes = {THEMES[0]: 1.0, THEMES[1]: 1.0}
    here = document("here", themes | {THEMES[2]: 1.0}, "2018-03-05")
    others = {"same": "2018-11-02", "next": "2019-03-05", "far": "2003-03-05", "none": None}
    near = scores(related([here, *(document(each, themes, date) for each, date in others.items())]), "here")
    assert near["same"] > near["next"] > near["far"] > near["none"]
    assert near["same"] <= 1.1 * near["none"] + 0.001
    undated = document("here", themes | {THEMES[2]: 1.0})
    near = scores(
        related([undated, *(document(each, themes, date) for each, date in others.items())]), "here"
    )
    assert len(set(near.values())) == 1


def test_shared_passages_bring_nearer() -> None:
    """A passage adds to a score; a long one links two speeches that have no theme in common, a short one does not."""
    here, other, third = (
        document(each, {THEMES[at]: 1.0, THEMES[0]: 0.2}) for at, each in enumerate("abc", 1)
    )
    without = related([here, other, third])
    with_it = related([here, other, third], [passage("a", "b", 40)])
    assert (
        scores(with_it, "a")["b"] > scores(with_it, "a").get("c", 0.0) == scores(without, "a").get("c", 0.0)
    )
    assert [each.shared for each in with_it["b"][0].passages] == [40]
    strangers = [document("a", {THEMES[1]: 1.0}), document("b", {THEMES[2]: 1.0})]
    assert related(strangers, [passage("a", "b", 17)])["a"] == ()
    long = related(strangers, [passage("a", "b", 150)])["a"]
    assert [(each.id, each.themes, len(each.passages)) for each in long] == [("b", (), 1)]


def test_versions_are_nobodys_neighbours() -> None:
    """A version is related to others and not to its original; others are related to the original alone."""
    themes = {THEMES[0]: 1.0, THEMES[1]: 0.5}
    found = related(
        [document(each, themes) for each in ("copy", "original", "other")], heads={"copy": "original"}
    )
    assert {each: [other.id for other in others] for each, others in found.items()} == {
        "copy": ["other"],
        "original": ["other"],
        "other": ["original"],
    }


def test_no_more_than_asked_for() -> None:
    """A limit of 0 gives none, also to a version whose original is the nearest."""
    documents = [document(each, {THEMES[0]: 1.0}) for each in ("a", "b")]
    assert find_related(documents, (), {}, built_in(), Wanted(limit=0)) == {"a": (), "b": ()}
    assert find_related((), (), {}, built_in(), Wanted(limit=LIMIT)) == {}


# ---------------------------------------------------------------- which paragraphs show it


def several(name: str, paragraphs: Mapping[str, str], weights: Mapping[str, float]) -> Annotated:
    """A document whose paragraphs all show one theme, with the wordings that they hold."""
    base = document(name, {THEMES[0]: 1.0})
    blocks = tuple(Block(id=each, type="paragraph", text=text) for each, text in paragraphs.items())
    mentions = tuple(
        Mention(theme=THEMES[0], block=each, start=0, end=len(text), weak=False)
        for each, text in paragraphs.items()
    )
    shown = tuple(sorted(weights.items(), key=lambda each: -each[1]))
    return Annotated(
        speech=replace(base.speech, blocks=blocks),
        mentions=mentions,
        themes=(ThemeScore(theme=THEMES[0], score=1.0, paragraphs=shown),),
        formulas=(),
    )


def test_the_best_pair_says_the_same() -> None:
    """Of paragraphs of like weight those are set side by side that use the same wording, or share a passage."""
    here = several("a", {"p-1": "三会一课", "p-2": "组织生活会"}, {"p-1": 0.6, "p-2": 0.5})
    there = several("b", {"p-3": "民主评议", "p-4": "“组织生活会”"}, {"p-3": 0.6, "p-4": 0.5})

    def best(parallels: Iterable[Parallel] = ()) -> tuple[str, str]:
        (share,) = related([here, there], parallels)["a"][0].themes
        (pair,) = share.pairs
        return pair.here, pair.there

    assert best() == ("p-2", "p-4")
    places = (
        Passage(document="a", block="p-1", start=0, end=4),
        Passage(document="b", block="p-3", start=0, end=4),
    )
    assert best([Parallel(here=places[0], there=places[1], shared=60)]) == ("p-1", "p-3")


def test_both_sides_show_one_pair() -> None:
    """The pair of a theme is the same from both speeches."""
    found = related([drawn(at) for at in range(60)])
    for here, others in found.items():
        for other in others:
            back = next((each for each in found[other.id] if each.id == here), None)
            for mine, its in zip(other.themes, back.themes if back else (), strict=False):
                assert (mine.theme, mine.weight) == (its.theme, its.weight)
                assert [(pair.here, pair.there) for pair in mine.pairs] == [
                    (pair.there, pair.here) for pair in its.pairs
                ]
