"""A theme together with a year, a level, a place, a kind, a person, a publication: counted, listed, without any script.

In: the site of 60 generated speeches by the real command, and the records beside it; crowds of speeches made here.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from helpers import SETTINGS, annotated_of, source_of
from playwright.sync_api import Browser
from selectolax.lexbor import LexborNode
from sites import SPEECH, Project
from test_browse import Records, crowd, lead, published

from build_corpus.knowledge import built_in
from build_corpus.model import Corpus, ThemeScore
from build_corpus.publish.browse import FACETS
from build_corpus.publish.offers import shown
from build_corpus.publish.site import Site
from build_corpus.publish.theme_value_pages import theme_value_pages, themed
from build_corpus.publish.theme_values import NAMES, ROWS
from build_corpus.publish.years import UNKNOWN

OF = {name: facet for facet, name in NAMES.items()}


def originals(project: Project) -> Records:
    """Versions are counted with no theme."""
    return [each for each in published(project) if not each["version_of"]]


def posted(record: dict[str, object]) -> str:
    dates = record["dates"]
    assert isinstance(dates, list)
    return next((str(each["value"])[:4] for each in dates if each["type"] == "posted"), "发布日期也不详")


def has(record: dict[str, object], facet: str, value: str) -> bool:
    """Whether a speech has a value, as a page names it."""
    if facet == UNKNOWN:
        return not record["date"] and posted(record) == value
    if facet == "年份":
        return str(record["date"] or "")[:4] == value
    return shown((OF[facet], str(record[OF[facet]]))) == value and record[OF[facet]] is not None


def offered(project: Project) -> Iterator[tuple[str, str, str, int, str, LexborNode]]:
    """Theme, facet, value, speeches, the file that offers them, the link; of every theme's first page."""
    for path in sorted((project.site / "themes").glob("*/by/index.html")):
        file = path.relative_to(project.site).as_posix()
        box = project.html(file).css_first("dl.beside")
        for term, links in zip(box.css("dt"), box.css("dd"), strict=True):
            for link, count in zip(links.css("a"), links.css("small"), strict=True):
                yield file.split("/")[1], term.text(), link.text(), int(count.text()), file, link


def listed(project: Project, file: str, anchor: str, theme: str) -> set[str]:
    """The speeches that stand where a link leads."""
    html = project.html(file)
    if file == f"themes/{theme}/index.html" and anchor == "speeches":
        return {str(each.id).removeprefix("in-") for each in html.css("h3[id^=in-]")}
    if anchor.startswith("in-"):
        return {anchor.removeprefix("in-")} if html.css(f"h3[id='{anchor}']") else set()
    (rows,) = [each.next for each in html.css("h3") if each.id == anchor]
    while rows is not None and rows.tag != "ol":
        rows = rows.next
    assert rows is not None
    return {str(link.attributes["href"]).rstrip("/").rpartition("/")[2] for link in rows.css("a")}


def test_a_theme_and_a_value_are_counted_and_listed(sixty: Project) -> None:
    """Every value of every facet stands with as many speeches as treat the theme, and its link leads to exactly these."""
    records = originals(sixty)
    seen: Counter[str] = Counter()
    for theme, facet, value, count, file, link in offered(sixty):
        wanted = {
            str(each["id"])
            for each in records
            if theme in [found["id"] for found in each["themes"]] and has(each, facet, value)
        }
        assert count == len(wanted), (theme, facet, value)
        assert listed(sixty, *lead(file, link), theme) == wanted, (theme, facet, value)
        seen[facet] += 1
    assert set(seen) >= {"年份", UNKNOWN, *(FACETS[name] for name in ("level", "publication"))}


def test_values_and_years_lead_to_their_themes(sixty: Project) -> None:
    """A value with pages of its own and a year name their themes, each with the number of speeches that stand where it leads."""
    themes = {theme.label: theme.id for theme in built_in().vocabulary.concepts}
    boxes = {"browse/kind/speech/index.html": "dl.beside"}
    year = Counter(str(each["date"])[:4] for each in published(sixty) if each["date"]).most_common(1)[0][0]
    boxes[f"speeches/lists/{year}/index.html"] = "dl.groups"
    for file, box in boxes.items():
        (links,) = [
            value
            for term, value in zip(
                sixty.html(file).css(f"{box} dt"), sixty.html(file).css(f"{box} dd"), strict=True
            )
            if term.text() == "主题"
        ]
        assert len(links.css("a")) > 2
        for link, count in zip(links.css("a"), links.css("small"), strict=True):
            there, anchor = lead(file, link)
            assert "search" not in there
            assert len(listed(sixty, there, anchor, themes[link.text()])) == int(count.text())


def test_the_way_there_needs_no_script(browser: Browser, place: str) -> None:
    """With JavaScript switched off: home, a theme, its values, the speeches of one of them, a speech."""
    context = browser.new_context(base_url=f"{place}/", java_script_enabled=False)
    page = context.new_page()
    page.goto("")
    page.locator("nav.chips a").first.click()
    page.locator(".ways a[href$='by/']").click()
    page.locator("dl.beside a[href^='#level.']").first.click()
    assert "#level." in page.url
    first = page.locator("ol.rows a").first
    title = first.inner_text()
    first.click()
    assert page.locator("h1").inner_text().strip().startswith(title)
    context.close()


def many(number: int) -> Site:
    """A crowd whose speeches treat a few themes each, some far more often than others."""
    rng = random.Random(3)
    themes = [theme.id for theme in built_in().vocabulary.concepts if not theme.deprecated]
    made = []
    for document in crowd(number):
        treated = {themes[min(int(rng.paretovariate(0.5)) - 1, len(themes) - 1)] for _ in range(6)}
        block = document.speech.blocks[-1].id
        scores = [
            ThemeScore(theme=each, score=rng.random(), paragraphs=((block, 1.0),)) for each in sorted(treated)
        ]
        made.append(replace(document, themes=tuple(scores)))
    return Site(Corpus(documents=tuple(made), related={}), built_in(), SETTINGS)


@pytest.mark.parametrize("number", [300, 1500])
def test_pages_stay_few_and_small(number: int) -> None:
    """A page holds three hundred lines at most; a theme has one, and each of its speeches brings less than a thirtieth of a page."""
    site = many(number)
    pages = themed(site)
    treated = sum(len(document.themes) for document in site.originals)
    assert max(sum(len(names) for *_, names in page.sections) for page in pages.values()) <= ROWS
    assert len(pages) <= len(site.themes) + treated / 30


def test_what_is_added_elsewhere_moves_nothing() -> None:
    """One speech more changes the pages of its own themes; of these, few lists change pages."""
    site, documents = many(900), many(900).corpus.documents
    added = replace(documents[-1], themes=documents[-1].themes[:1])
    source = replace(added.speech.source, id="a-new-one")
    added = replace(added, speech=replace(added.speech, source=source))
    more = Site(Corpus(documents=(*documents, added), related={}), built_in(), SETTINGS)
    before, after = ({path: "".join(text) for path, text in theme_value_pages(each)} for each in (site, more))
    changed = {path for path, text in after.items() if before.get(path) != text} | (
        before.keys() - after.keys()
    )
    (theme,) = (score.theme for score in added.themes)
    assert {path.split("/")[1] for path in changed} == {theme}
    assert len(changed) <= 12


def test_one_speech_needs_no_list() -> None:
    """A theme that only one speech treats, or whose speeches differ in nothing, has no page of values."""
    document = annotated_of(source_of(SPEECH))
    assert document.themes
    site = Site(Corpus(documents=(document,), related={}), built_in(), SETTINGS)
    assert not themed(site)
