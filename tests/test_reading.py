"""The page of a speech as a place to read: how the text is set, on screen and on paper, and the ways on from it.

In: the built site of the five seeds, and a small one with dates and a deep outline, in a real browser.
"""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from helpers import PROSE, annotated_of, corpus_of, pages_of, source_of
from playwright.sync_api import Browser, Page, expect
from selectolax.lexbor import LexborHTMLParser
from sites import Project, make_project, search, served

from build_corpus.knowledge import built_in
from build_corpus.model import Corpus, Sidecar
from build_corpus.relate import relate

SPEECH = "speeches/000-227673d08ab89e46/"
LONG = "speeches/003-dbc9b005143e827d/"
PHONE, TABLET, DESK = 390, 768, 1440  # CSS pixels
SPREAD = 0.1  # 字: what justification may add between two characters and nobody sees
THEME = "zuzhi-shenghuo"
LIFE = "要落实“三会一课”制度，开好民主生活会和组织生活会，严肃党内政治生活，把组织生活制度落到每一个支部。"
DEEP = "\n".join(
    [
        "在全县组织生活推进会上的讲话",
        "同志们：",
        *(
            line
            for part in "一二三四五六"
            for line in (
                f"{part}、把第{part}项任务抓实",
                LIFE * 4,
                f"（一）第{part}项任务怎么抓",
                PROSE * 6,
                f"（二）第{part}项任务谁来抓",
                PROSE * 6,
            )
        ),
    ]
)
DATES = {"early": "2016-03-05", "middle": "2017-06", "late": "2018-09-01"}
Open = Callable[..., Page]

LINES = """() => [...document.querySelectorAll("p[data-block=paragraph]")].map(paragraph => {
    const size = parseFloat(getComputedStyle(paragraph).fontSize)
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    const han = /\\p{Script=Han}/u
    let spread = 0, before = null
    for (let node; (node = walker.nextNode());) for (let at = 0; at < node.length; at++) {
        range.setStart(node, at)
        range.setEnd(node, at + 1)
        const {left, top} = range.getBoundingClientRect()
        const here = {left, top, han: han.test(node.data[at])}
        if (before?.han && here.han && Math.abs(before.top - top) < 3) spread = Math.max(spread, (left - before.left) / size - 1)
        before = here
    }
    return {size, measure: paragraph.getBoundingClientRect().width / size, spread,
        leading: parseFloat(getComputedStyle(paragraph).lineHeight) / size}
})"""
"""Of each paragraph: pixels of a 字, 字 to a line, the widest gap between two of them and the line's height in 字."""

OVERLAPS = """() => {
    const kinds = ".md-sidebar--secondary, [data-block], .editorial, .marks > summary, .marks > p, .chips, .card, .turn, .notice, .facts"
    const shown = [...document.querySelectorAll(kinds)].filter(each => each.checkVisibility())
        .map(each => [each, each.getBoundingClientRect()]).filter(([, box]) => box.width && box.height)
    const found = []
    for (const [at, [one, a]] of shown.entries()) for (const [other, b] of shown.slice(at + 1)) {
        if (one.contains(other) || other.contains(one) || one.matches(".md-sidebar--secondary")) continue
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        const tail = other.matches("summary") && one.matches("[data-block]") // on phones it takes the end of the last line
        if (wide > 1 && high > 1 && !tail) found.push([one.className + one.id, other.className + other.id, wide, high])
    }
    return found
}"""
"""Parts of a page that lie over each other."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site of five speeches on one theme is served: three with dates, two without."""
    texts = {name: f"在全县{name}会上的讲话\n同志们：\n{LIFE}\n{PROSE}\n" for name in DATES}
    texts |= {
        "none-a": texts["early"].replace("early", "甲"),
        "none-b": texts["early"].replace("early", "乙"),
    }
    project = make_project(
        tmp_path_factory.mktemp("shelf"),
        {f"{name}.txt": DEEP if name == "late" else text for name, text in texts.items()},
    )
    for name, date in DATES.items():
        project.add(f"{name}.yml", f"date: {date}\nversion_of: none\n")
    for name in ("none-a", "none-b"):
        project.add(f"{name}.yml", "version_of: none\n")
    result = project.run("site")
    assert result.returncode == 0, result.stdout + result.stderr
    with served(project.site) as url:
        yield url


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Opens a page; `width`, `scheme` and other options of a browser's context as they are given."""
    with ExitStack() as stack:

        def open_page(path: str, width: int = DESK, base: str = address, **options: object) -> Page:
            size = {"width": width, "height": 800}
            context = stack.enter_context(
                browser.new_context(base_url=f"{base}/", viewport=size, **options)  # type: ignore[arg-type]
            )
            page = context.new_page()
            troubles: list[str] = []
            page.on("pageerror", lambda error: troubles.append(str(error)))
            stack.callback(lambda: None if not troubles else pytest.fail(str(troubles)))
            page.goto(path)
            return page

        yield open_page


# ---------------------------------------------------------------- how the text is set


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "least", "most"), [(PHONE, 18, 22), (TABLET, 34, 40), (DESK, 34, 40)])
def test_a_line_holds_whole_characters(opened: Open, width: int, least: int, most: int, scheme: str) -> None:
    """A line is a whole number of 字 long, 34–40 where there is room, and no gap between two 字 can be seen."""
    page = opened(LONG, width, color_scheme=scheme)
    lines = page.evaluate(LINES)
    assert len(lines) > 10
    for line in lines:
        assert least <= line["measure"] <= most
        assert line["measure"] % 1 < 0.1
        assert line["spread"] <= (0.01 if width == PHONE else SPREAD)
        assert line["size"] >= 16
        assert 1.7 <= line["leading"] <= 2


def test_paragraphs_are_told_apart_by_their_indent(opened: Open) -> None:
    """Two 字 of indent and no space between paragraphs."""
    page = opened(SPEECH)
    for paragraph in page.locator("p[data-block=paragraph]").all():
        style = paragraph.evaluate(
            "each => (({textIndent, fontSize, marginTop, marginBottom}) => [textIndent, fontSize, marginTop, marginBottom].map(parseFloat))(getComputedStyle(each))"
        )
        assert style[0] == pytest.approx(2 * style[1])
        assert style[2:] == [0, 0]


def test_headings_step_down(opened: Open, shelf: str) -> None:
    """Each level is smaller than the one above it and nearer to what it heads than to what it follows."""
    page = opened("speeches/late/", base=shelf)
    sizes = []
    for name in ("h1", "h2[data-block]", "h3[data-block]"):
        size, above, below, family = (
            page.locator(name)
            .nth(1 if name != "h1" else 0)
            .evaluate(
                "each => (style => [...[style.fontSize, style.marginTop, style.marginBottom].map(parseFloat), style.fontFamily])(getComputedStyle(each))"
            )
        )
        assert name == "h1" or above > below
        assert "Serif" in family
        sizes.append(size)
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3


def test_the_language_is_marked(opened: Open) -> None:
    """The text says which script it is in, and a reader of traditional characters gets their forms."""
    page = opened(SPEECH)
    assert page.locator(".page-speech").evaluate("each => each.closest('[lang]').lang").startswith("zh")
    page.locator(".page-speech").evaluate("each => each.lang = 'zh-Hant'")
    assert "TC" in page.locator(".page-speech").evaluate("each => getComputedStyle(each).fontFamily")


@pytest.mark.parametrize("path", [SPEECH, LONG])
def test_nothing_overlaps_or_runs_over(opened: Open, path: str) -> None:
    """At any width, and at 200 % zoom, no part of the page lies over another and none leaves the window."""
    for scale, widths in ((1, (320, PHONE, TABLET, 1024, 1220, DESK, 1920)), (2, (720,))):
        page = opened(path, device_scale_factor=scale)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            fits = (
                "width => document.documentElement.scrollWidth <= width"  # once what moved has come to rest
            )
            page.wait_for_function(fits, arg=width, timeout=5_000)
            assert page.evaluate(OVERLAPS) == [], width


# ---------------------------------------------------------------- themes in the margin


MARGIN = """() => [...document.querySelectorAll(".marks > p")].filter(each => each.checkVisibility({contentVisibilityAuto: true})).map(each => {
    const [text, box] = [each.closest(".paragraph").firstElementChild, each].map(part => part.getBoundingClientRect())
    return [each.querySelectorAll("a").length, box.left - text.right, box.top - text.top]
})"""
"""Of each line of themes that is shown: links in it, its distance from the text's edge and from its first line."""


def test_themes_stand_in_the_margin(opened: Open) -> None:
    """On a wide screen a paragraph's themes, three at most, stand right of it; a click leads to the theme."""
    page = opened(SPEECH)
    for width in (1220, DESK, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        shown = page.evaluate(MARGIN)
        assert len(shown) > 5
        for links, right, down in shown:
            assert 1 <= links <= 3
            assert 20 <= right <= 60
            assert 0 <= down <= 30
    page.locator(".marks > p a").locator("visible=true").first.click()
    page.wait_for_url("**/themes/*/#in-000-*")


def test_narrow_screens_fold_the_themes_away(opened: Open) -> None:
    """Where there is no margin the mark alone is seen, and opens."""
    page = opened(SPEECH, PHONE)
    assert not any(each.is_visible() for each in page.locator(".marks > p").all())
    page.locator(".marks > summary").first.click()
    assert page.locator(".marks > p").first.is_visible()


def test_an_open_mark_stands_below_its_paragraph(opened: Open) -> None:
    """Opened in the margin, a mark shows all it has below the paragraph, as wide as the text."""
    page = opened(SPEECH)
    mark = page.locator(".paragraph:not(:has(+ .editorial)) > .marks").first
    before = mark.locator("summary").bounding_box()
    mark.locator("summary").click()
    text, box = mark.locator("xpath=..").locator("[data-block]").bounding_box(), mark.bounding_box()
    assert text
    assert box
    assert box["y"] >= text["y"] + text["height"]
    assert box["width"] == pytest.approx(text["width"], abs=1)
    assert mark.locator("summary").bounding_box() == before


# ---------------------------------------------------------------- contents, length


def test_the_contents_follow_the_reader(opened: Open, shelf: str) -> None:
    """While one reads, the section's entry is marked and in sight, on every level of headings."""
    page = opened("speeches/late/", base=shelf)
    active = page.locator(".md-sidebar--secondary .md-nav__link--active")
    for heading in (
        page.locator(f"{name}[data-block]").nth(at)
        for name, at in (("h2", 1), ("h3", 3), ("h2", 5), ("h3", 10))
    ):
        name = heading.get_attribute("id")
        heading.evaluate(
            "each => scrollTo({top: scrollY + each.getBoundingClientRect().top - 100, behavior: 'instant'})"
        )
        page.locator(f".md-sidebar--secondary .md-nav__link--active[href='#{name}']").wait_for(timeout=5_000)
        page.wait_for_timeout(300)
        box = active.last.bounding_box()
        assert box
        assert 0 < box["y"] < 800


def test_phones_have_contents_to_unfold(opened: Open, shelf: str) -> None:
    """On a phone the contents stand folded above the text; an entry leads to its section."""
    page = opened("speeches/late/", PHONE, base=shelf)
    assert not page.locator(".md-sidebar--secondary").is_visible()
    page.locator(".outline > summary").click()
    name = page.locator("h2[data-block]").nth(2).get_attribute("id")
    page.locator(f".outline a[href='#{name}']").click()
    page.wait_for_url(f"**/#{name}")
    assert 0 < page.locator(f"[id='{name}']").bounding_box()["y"] < 400


def test_a_speech_says_how_long_it_takes(built: Project) -> None:
    """The facts give its 字 and minutes at 500 字 each; the page on the site says where that figure comes from."""
    for record in built.records():
        facts = built.html(f"speeches/{record['id']}/index.html").css_first(".facts").text()
        minutes = max(1, (record["chars"] + 250) // 500)
        assert f"{record['chars']} 字，约 {minutes} 分钟" in facts
    assert "每分钟 500 字" in built.html("about/index.html").css_first("article").text()


# ---------------------------------------------------------------- from speech to speech


def dated_corpus(*dates: str | None) -> Corpus:
    """Speeches s0, s1 … that share no theme and no wording, with these delivery dates."""
    words = [
        "修剪果树要看树势",
        "防霜要看天气",
        "浇水要看墒情",
        "施肥要看叶色",
        "采摘要看成熟",
        "运输要看路况",
        "入库要看干湿",
    ]
    documents = [
        annotated_of(
            source_of(
                f"在第{at}次技术培训班上的讲话\n同志们：\n{words[at % len(words)]}，这一点第{at}组要记牢。\n",
                f"s{at}.txt",
                Sidecar(metadata={"date": date} if date else {}),
            )
        )
        for at, date in enumerate(dates)
    ]
    return relate(documents, built_in(), 6)


def turns(page: str) -> dict[str, str]:
    """`prev` and `next` → the speech it leads to."""
    return {rel: name for name, rel in re.findall(r'href="\.\./(\w+)/" rel="(prev|next)"', page)}


def test_speeches_follow_each_other_by_date() -> None:
    """A speech leads to those delivered before and after it; those without a date to each other, by their ids."""
    files = pages_of(dated_corpus("2018-03-05", None, "2016", "2019-06-20", None))
    found = {at: turns(files[f"speeches/s{at}.md"]) for at in range(5)}
    assert found == {
        2: {"next": "s0"},
        0: {"prev": "s2", "next": "s3"},
        3: {"prev": "s0"},
        1: {"next": "s4"},
        4: {"prev": "s1"},
    }
    assert 'aria-label="按讲话日期"' in files["speeches/s0.md"]
    assert 'aria-label="日期不详，按编号"' in files["speeches/s1.md"]


def test_a_speech_alone_leads_nowhere() -> None:
    """Without another of its kind of date there is nothing to turn to."""
    files = pages_of(corpus_of(f"在全县会议上的讲话\n{PROSE}\n"))
    assert "turn" not in files["speeches/a.md"]


def test_one_more_speech_changes_two_pages() -> None:
    """A speech that comes in between changes the pages of its two neighbours and of no other speech."""
    dates = [f"20{year}-05-01" for year in range(10, 16)]
    before, after = (pages_of(dated_corpus(*dates, *more)) for more in ((), ("2012-09-01",)))
    changed = [f"s{at}" for at in range(6) if before[f"speeches/s{at}.md"] != after[f"speeches/s{at}.md"]]
    assert changed == ["s2", "s3"]


def test_a_reader_goes_on_by_date_without_scripts(opened: Open, shelf: str) -> None:
    """The links to the speeches before and after work with JavaScript switched off."""
    page = opened("speeches/middle/", base=shelf, java_script_enabled=False)
    assert page.locator("nav.turn").get_attribute("aria-label") == "按讲话日期"
    page.locator(".turn [rel=next]").click()
    page.wait_for_url("**/speeches/late/")
    assert page.locator(".turn [rel=next]").count() == 0
    assert "2017-06" in page.locator(".turn [rel=prev]").inner_text()


def test_a_reader_goes_on_in_the_list_they_came_from(opened: Open, shelf: str) -> None:
    """From a theme's page, the theme's speeches follow each other, in its order, at the paragraphs it quotes."""
    page = opened(f"themes/{THEME}/", base=shelf)
    quoted = page.locator("article a[href*='/speeches/'][href*='#p-']")
    order = list(
        dict.fromkeys(re.search(r"speeches/([^/]+)/", each.get_attribute("href"))[1] for each in quoted.all())
    )
    assert len(order) >= 3
    quoted.first.click()
    page.wait_for_url(f"**/speeches/{order[0]}/#p-*")
    nav = page.locator("nav.turn.listed")
    assert nav.get_attribute("aria-label") == "在《组织生活制度》里"
    assert f"第 1 篇，共 {len(order)} 篇" in nav.inner_text()
    assert page.locator("nav.turn").count() == 2
    assert nav.locator("[rel=prev]").count() == 0
    nav.locator("[rel=next]").click()
    page.wait_for_url(f"**/speeches/{order[1]}/#p-*")
    assert page.title().split(" - ")[0] in ("", page.locator("h1").inner_text())
    assert nav.locator("[rel=prev]").count() == nav.locator("[rel=next]").count() == 1
    nav.locator(".origin a").click()
    page.wait_for_url(f"**/themes/{THEME}/")


def test_the_list_of_all_speeches_is_one(opened: Open, shelf: str) -> None:
    """From the list of speeches one goes on in its order, with titles; a speech outside a list has none."""
    page = opened("speeches/", base=shelf)
    rows = page.locator(".listing td:first-child a")
    titles = rows.all_inner_texts()
    rows.nth(1).click()
    nav = page.locator("nav.turn.listed")
    assert titles[2] in nav.locator("[rel=next]").inner_text()
    assert titles[0] in nav.locator("[rel=prev]").inner_text()
    assert opened("speeches/early/", base=shelf).locator("nav.turn.listed").count() == 0


@pytest.mark.parametrize("place", ["search/?q=三会一课", ""])
def test_results_of_a_search_are_a_list(opened: Open, place: str) -> None:
    """From the search page and from the search box one goes on in the results."""
    page = opened(place)
    if place:
        page.locator("[data-find-list] h2 a").first.click()
    else:
        search(page, "三会一课")
        page.locator(".md-search-result__list a[href*='/speeches/']").locator("visible=true").first.click()
    page.wait_for_url("**/speeches/00*/**")
    nav = page.locator("nav.turn.listed")
    assert nav.get_attribute("aria-label") == "在检索“三会一课”里"
    going = nav.locator("[rel=next]").get_attribute("href")
    name = "".join((nav.locator("[rel=next]").text_content() or "").split())
    nav.locator("[rel=next]").click()
    page.wait_for_url(going)
    assert "".join((page.locator("h1").text_content() or "").split()) in name
    assert "/speeches/00" in going
    assert nav.locator("[rel=prev]").count() == 1


CLOSED = """for (const name of ["getItem", "setItem"]) {
    const real = Storage.prototype[name]
    Storage.prototype[name] = function (key, ...more) {
        if (/\\/(list|keys)$/.test(key)) throw new Error("closed")
        return real.call(this, key, ...more)
    }
}"""
"""A browser that keeps nothing of what these scripts want to keep."""


def test_a_closed_storage_does_no_harm(opened: Open, shelf: str) -> None:
    """Where the browser keeps nothing for a page, the neighbours by date stand."""
    page = opened("speeches/", base=shelf)
    page.add_init_script(CLOSED)
    page.goto(f"{shelf}/speeches/early/")
    assert page.locator("nav.turn").count() == 1
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.block")


# ---------------------------------------------------------------- keys

CHOSEN = "document.activeElement.id"


def test_j_and_k_go_from_paragraph_to_paragraph(opened: Open) -> None:
    """The paragraph gets the focus, a bar beside it, and rests in the upper half of the window."""
    page = opened(SPEECH, reduced_motion="reduce")
    names = page.locator("[data-block]").evaluate_all("blocks => blocks.map(each => each.id)")
    went = []
    for key in "jjjjkkj":
        page.keyboard.press(key)
        went.append(names.index(page.evaluate(CHOSEN)))
    assert went == [0, 1, 2, 3, 2, 1, 2]
    for _ in range(12):
        page.keyboard.press("j")
    chosen = page.locator(":focus")
    assert names.index(page.evaluate(CHOSEN)) == 14
    assert 80 < chosen.bounding_box()["y"] < 400
    bar = chosen.evaluate("each => getComputedStyle(each, '::before').content")
    assert bar == '""'


def test_who_scrolls_starts_from_where_they_are(opened: Open) -> None:
    """After scrolling away, j takes the next paragraph that begins in sight."""
    page = opened(LONG, reduced_motion="reduce")
    page.keyboard.press("j")
    page.mouse.move(700, 400)
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(800)
    page.keyboard.press("j")
    shown = page.locator(":focus").bounding_box()
    assert page.evaluate("scrollY") > 3000
    assert 80 < shown["y"] < 400


def test_motion_is_reduced_where_it_is_wished(opened: Open) -> None:
    """Scrolling is smooth unless the reader has asked for less motion."""
    for wish, behaviour in (("reduce", "instant"), ("no-preference", "smooth")):
        page = opened(LONG, reduced_motion=wish)
        page.evaluate("() => { window.went = []; window.scrollTo = how => went.push(how.behavior) }")
        page.keyboard.press("j")
        assert page.evaluate("went") == [behaviour]


def test_keys_leave_typing_alone(opened: Open) -> None:
    """In a field, or with Control, Alt or Meta, the keys are the browser's."""
    page = opened(SPEECH)
    page.keyboard.press("/")
    page.locator("[data-md-component=search-query]:focus").wait_for(timeout=5_000)
    page.keyboard.type("jkt?")
    assert page.locator("[data-md-component=search-query]").input_value() == "jkt?"
    page.keyboard.press("Escape")
    for name in ("Control", "Alt", "Meta"):
        page.keyboard.press(f"{name}+j")
    assert page.locator("[data-block]:focus").count() == 0
    assert page.locator("dialog").count() == 0


def test_t_leads_to_the_themes(opened: Open) -> None:
    """With no paragraph chosen to the speech's themes; with one to its own mark, which opens and closes."""
    page = opened(SPEECH, reduced_motion="reduce")
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.closest('.chips') !== null")
    page.keyboard.press("j")
    page.keyboard.press("j")
    chosen = page.evaluate(CHOSEN)
    mark = page.locator(f".paragraph:has(> [id='{chosen}']) > .marks")
    page.keyboard.press("t")
    assert mark.get_attribute("open") is not None
    assert mark.locator("summary:focus").count() == 1
    page.keyboard.press("Tab")
    assert mark.locator("a:focus").count() == 1
    page.keyboard.press("t")
    assert mark.get_attribute("open") is None
    assert page.evaluate(CHOSEN) == chosen


def test_n_and_p_turn_to_other_speeches(opened: Open, shelf: str) -> None:
    """The key n opens the next speech, p the one before."""
    page = opened("speeches/middle/", base=shelf)
    page.keyboard.press("n")
    page.wait_for_url("**/speeches/late/")
    page.keyboard.press("p")
    page.wait_for_url("**/speeches/middle/")


def test_a_question_mark_shows_the_keys(opened: Open) -> None:
    """A dialog lists them, closes with Escape or its button, and can switch the letters off for good."""
    page = opened("")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="键盘")
    assert {"j", "k", "t", "n", "p", "/", "?", "Esc"} == set(dialog.locator("kbd").all_inner_texts())
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("?")
    dialog.get_by_role("checkbox").uncheck()
    dialog.get_by_role("button").click()
    page.goto(SPEECH)
    page.keyboard.press("j")
    assert page.locator("[data-block]:focus").count() == 0
    page.keyboard.press("?")
    dialog.get_by_role("checkbox").check()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator("[data-block]:focus")).to_have_count(1)


# ---------------------------------------------------------------- paper

GONE = ".md-header, .md-tabs, .md-sidebar, .md-footer, .md-top, .chips, .outline, .related, .marks, .turn, [data-block] > a[href^='#']"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_shows_the_document_alone(opened: Open, built: Project, scheme: str) -> None:
    """Title, facts, every paragraph, notes; then source, date and address; black, and nothing that one clicks."""
    page = opened("speeches/004-cca0720d560a5d59/", color_scheme=scheme)
    page.emulate_media(media="print", color_scheme=scheme)
    assert [each for each in page.locator(GONE).all() if each.is_visible()] == []
    for name in ("h1", ".facts", "[data-block]", ".editorial", "#source"):
        for each in page.locator(name).all():
            assert each.is_visible(), name
            assert each.evaluate("each => getComputedStyle(each).color") == "rgb(0, 0, 0)", name
    end = page.locator("#source ~ .facts").inner_text()
    assert "004_cca0720d560a5d59.txt" in end
    assert "2019-04-26" in end
    assert f"{page.url}" in end
    for link in page.locator("article a").locator("visible=true").all():
        assert link.evaluate("each => getComputedStyle(each).textDecorationLine") == "none"
    assert built.site


def test_paper_keeps_headings_with_their_text(opened: Open) -> None:
    """No heading stands at a page's foot, no line of a paragraph alone."""
    page = opened(LONG)
    page.emulate_media(media="print")
    style = (
        "each => (({breakAfter, orphans, widows}) => [breakAfter, orphans, widows])(getComputedStyle(each))"
    )
    for each in page.locator("h2, h3").locator("visible=true").all():
        assert each.evaluate(style)[0] == "avoid"
    for each in page.locator("p[data-block]").all():
        assert [int(number) for number in each.evaluate(style)[1:]] >= [2, 2]


def test_a_pdf_is_the_document(opened: Open, tmp_path: Path) -> None:
    """What Chromium prints has a few pages, and its text is the title, the paragraphs and the address."""
    page = opened(SPEECH)
    file = tmp_path / "speech.pdf"
    page.pdf(path=file, format="A4", prefer_css_page_size=True)
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())) <= 8
    if (tool := shutil.which("pdftotext")) is None:
        pytest.skip("no pdftotext: install it (Debian: apt-get install poppler-utils) to read the PDF's text")
    text = subprocess.run([tool, str(file), "-"], capture_output=True, check=True, encoding="utf-8").stdout
    said = re.sub(r"\s", "", text)
    assert "在全市组工会议上的讲话" in said
    assert "相关讲话" not in said
    assert re.sub(r"\s", "", page.url) in said


def test_a_known_site_prints_its_address(tmp_path: Path) -> None:
    """Where the site's address is known, the page states its own among its sources, without a script."""
    project = make_project(tmp_path, {"a.txt": f"在全县会议上的讲话\n同志们：\n{PROSE}\n"})
    with (project.root / "corpus.yml").open("a", encoding="utf-8") as file:
        file.write("site_url: https://example.org/talks/\n")
    result = project.run("site")
    assert result.returncode == 0, result.stdout + result.stderr
    page = LexborHTMLParser((project.site / "speeches/a/index.html").read_text(encoding="utf-8"))
    assert page.css_first(".facts .address").text() == "https://example.org/talks/speeches/a/"
