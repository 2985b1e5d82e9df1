"""What a reader can do with the search: the box of every page, the search page, the paragraph a result leads to.

In: the built site of the five seeds and a small one of hostile texts, served on this machine, in a real browser.
"""

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from opencc import OpenCC
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from sites import Project, make_project, search, served
from test_browser import CONTRAST, quiet, screen

from build_corpus.publish.charts import graded
from build_corpus.publish.search import fold

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "theme" / "assets" / "javascripts" / "search"
WIDE, NARROW = 1280, 390  # CSS pixels: a laptop, a phone
FIELD = "#find-q"
STATUS = "[data-find-status]"
RESULTS = ".md-search-result__list"
META = ".md-search-result__meta"
SAYS = """([selector, pattern]) => new Promise((answer, refuse) => {
    const until = performance.now() + 15000
    const look = () => {
        const said = document.querySelector(selector).textContent.trim()
        if (new RegExp(pattern).test(said)) answer()
        else if (performance.now() > until) refuse(new Error(`${selector} says ${said}, not ${pattern}`))
        else requestAnimationFrame(look)
    }
    look()
})"""
"""Waits until an element says something."""
Hits = dict[str, int]

every_width = pytest.mark.parametrize("width", [WIDE, NARROW])


@pytest.fixture
def reader(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    with quiet(browser, address, viewport=screen(request)) as page:
        yield page


@pytest.fixture
def patient(browser: Browser, address: str) -> Iterator[Page]:
    """A page on which requests may fail."""
    context = browser.new_context(base_url=f"{address}/", viewport={"width": WIDE, "height": 800})
    yield context.new_page()
    context.close()


# ---------------------------------------------------------------- the truth


def texts_of(record: dict) -> list[str]:
    """What is searched of a speech, folded: each block and each field by itself."""
    names = ("title", "subtitle", "speaker", "author", "role", "publication", "column", "place", "occasion")
    fields = [record[name] for name in names if record[name]] + [date["value"] for date in record["dates"]]
    return [fold(text) for text in (*fields, *(block["text"] for block in record["blocks"]))]


@cache
def searched(project: Project) -> dict[str, list[str]]:
    """Id → what is searched of it."""
    return {record["id"]: texts_of(record) for record in project.records()}


def starts(texts: list[str], term: str) -> int:
    """Start positions of a term, overlapping ones included."""
    return sum(len(re.findall(f"(?={re.escape(term)})", text)) for text in texts if term in text)


def truth(project: Project, query: str) -> Hits:
    """Speeches and their hits, found by looking through every text."""
    words = query.split()
    wanted = {fold(word) for word in words if not word.startswith("-")} - {""}
    excluded = {fold(word[1:]) for word in words if word.startswith("-")} - {""}
    found = {}
    for name, texts in searched(project).items():
        counts = [starts(texts, term) for term in wanted]
        if counts and all(counts) and not any(starts(texts, term) for term in excluded):
            found[name] = sum(counts)
    return found


def questions(project: Project, number: int) -> list[str]:
    """Queries of every kind: pieces of the texts, in traditional characters, in quotation marks, joined, excluded."""
    rng = Random(7)
    texts = [block["text"] for record in project.records() for block in record["blocks"]]
    marked = [text for text in texts if re.search("[0-9A-Za-z*×]", text)]
    traditional = OpenCC("s2t")

    def piece(most: int) -> str:
        text = rng.choice(rng.choice((texts, texts, marked)))
        start = rng.randrange(len(text))
        return re.sub(r"\s+", "", text[start : start + rng.randint(1, most)]) or "党"

    kinds = (
        lambda: piece(12),
        lambda: piece(4),
        lambda: traditional.convert(piece(6)),
        lambda: f"{piece(3)} {piece(2)}",
        lambda: f"{piece(2)} -{piece(3).lstrip('-')}",
        lambda: f"“{piece(5)}”",
        lambda: "".join(rng.sample(piece(4), k=1)) + piece(3),
    )
    return [kinds[at % len(kinds)]() for at in range(number)]


# ---------------------------------------------------------------- what stands on the screen


def in_box(page: Page) -> tuple[dict[str, str], tuple[int, int]]:
    """Id → address of the speeches in the box, in order, and the totals that it says."""
    links = page.locator(f"{RESULTS} a[href]").evaluate_all("links => links.map(link => link.href)")
    found: dict[str, str] = {}
    for url in links:
        match = re.search(r"/speeches/([^/]+)/", url)
        if match:
            found.setdefault(match[1], url)
    said = re.findall(r"\d+", page.locator(META).inner_text().replace(",", ""))
    return found, (int(said[0]), int(said[1])) if len(said) > 1 else (0, 0)


def find(page: Page, query: str) -> None:
    """Types into the search page and waits for its answer."""
    page.fill(FIELD, "")
    page.evaluate(SAYS, [STATUS, "^$"])
    page.fill(FIELD, query)
    page.evaluate(SAYS, [STATUS, "[有没].*结果|不计"])


def settled(page: Page) -> None:
    """Waits until what stands on the search page is the answer to its address."""
    expect(page.locator("[data-find-body][aria-busy]")).to_have_count(0)


def on_page(page: Page) -> tuple[Hits, tuple[int, int]]:
    """Id → hits of the speeches on the search page, in order, and the totals that it says."""
    listed = page.locator("[data-find-list] > li").evaluate_all(
        "items => items.map(item => [item.querySelector('h2 a').href, item.querySelectorAll('.line').length])"
    )
    found = {re.search(r"/speeches/([^/]+)/", url)[1]: hits for url, hits in listed}
    said = re.findall(r"\d+", page.locator(STATUS).inner_text().replace(",", ""))
    return found, (int(said[0]), int(said[1])) if len(said) > 1 else (0, 0)


def marked(page: Page) -> list[str]:
    """What is marked on a page, folded."""
    return [fold(text) for text in page.locator("article mark").all_text_contents()]


# ---------------------------------------------------------------- exact


def test_the_box_and_the_page_answer_exactly(reader: Page, built: Project) -> None:
    """Seventy queries find, in the box and on the search page, the speeches and hits that a plain look finds."""
    asked = questions(built, 70)
    wanted = [truth(built, query) for query in asked]
    reader.goto("about/")
    boxed = []
    for query in asked:
        search(reader, query)
        boxed.append(in_box(reader))
    wrong = [
        query
        for query, hits, (found, said) in zip(asked, wanted, boxed, strict=True)
        if set(found) != set(hits) or said != (len(hits), sum(hits.values()))
    ]
    assert wrong == []
    reader.goto("search/")
    paged = []
    for query in asked:
        find(reader, query)
        paged.append(on_page(reader))
    wrong = [
        query
        for query, hits, (found, said) in zip(asked, wanted, paged, strict=True)
        if found != hits or said != (len(hits), sum(hits.values()))
    ]
    assert wrong == []


@pytest.mark.parametrize("query", ["党建", "组织工作", "从严治党"])
def test_every_page_in_the_box_holds_the_words(reader: Page, query: str) -> None:
    """The box lists no page without the words of the query, so none stands above one with them."""
    reader.goto("")
    search(reader, query)
    links = reader.locator(f"{RESULTS} a[href]").evaluate_all(
        "links => links.map(link => link.href.split('#')[0])"
    )
    assert links
    for url in dict.fromkeys(links):
        reader.goto(url)
        assert query in fold(reader.locator("article").text_content() or ""), url


def test_the_page_for_help_tells_the_truth(reader: Page, built: Project) -> None:
    """Every example of 检索说明 finds what a plain look finds, and each is found in the seeds or says it need not be."""
    reader.goto("search-help/")
    examples = reader.locator("table").first.locator("td:first-child code").all_text_contents()
    assert len(examples) >= 8
    reader.goto("search/")
    for query in examples:
        find(reader, query)
        assert on_page(reader)[0] == truth(built, query), query
    find(reader, "讲党性重品行作表率")
    assert list(on_page(reader)[0]) == ["001-c5f98e3d9855bd8c"]


# ---------------------------------------------------------------- from a result to the paragraph


@every_width
def test_a_line_leads_to_its_paragraph(reader: Page, width: int) -> None:
    """A line of context opens the very paragraph, with the words marked as they are written there."""
    reader.goto(f"search/?q={quote('两新组织')}")
    line = reader.locator("[data-find-list] .line").first
    expect(line.locator("mark")).to_have_text(re.compile("两新"))
    target = urlsplit(line.get_attribute("href") or "")
    line.click()
    reader.wait_for_url("**/speeches/**")
    paragraph = reader.locator(f"[id='{target.fragment}']")
    expect(paragraph.locator("mark").first).to_be_visible()
    assert "两新组织" in "".join(fold(text) for text in paragraph.locator("mark").all_text_contents())
    assert width == reader.viewport_size["width"]


def test_marks_add_no_text(reader: Page, built: Project) -> None:
    """With marks, across links and run-in headings too, every block still holds its text, character for character."""
    record = built.records()[2]
    for query in ("党", "组织 党员", "工作-会"):
        reader.goto(f"speeches/{record['id']}/?h={quote(query)}")
        if query != "工作-会":
            reader.locator("article mark").first.wait_for()
        assert reader.locator("[data-block]").all_text_contents() == [
            block["text"] for block in record["blocks"]
        ]
    assert set(marked(reader)) <= {"工作-会"}


def test_the_box_leads_to_the_paragraph_too(reader: Page) -> None:
    """A place in the box opens its paragraph, marked."""
    reader.goto("about/")
    search(reader, "三會一課")
    place = reader.locator(f"{RESULTS} a[href*='#p-']:has(mark)").first
    expect(place.locator("mark")).to_have_text("三会一课")
    place.click()
    reader.wait_for_url("**/speeches/**#p-*")
    name = unquote(urlsplit(reader.url).fragment)
    expect(reader.locator(f"[id='{name}'] mark").first).to_have_text("三会一课")


def first_places(project: Project, query: str) -> dict[str, str]:
    """Id → the first block that has a term, empty where the head of the page has it."""
    found = {}
    for record in project.records():
        texts = texts_of(record)
        names = [""] * (len(texts) - len(record["blocks"])) + [block["id"] for block in record["blocks"]]
        places = (name for name, text in zip(names, texts, strict=True) if query in text)
        found[record["id"]] = next(places, None)
    return {name: place for name, place in found.items() if place is not None}


@pytest.mark.parametrize("query", ["三会一课", "两新组织", "组织工作", "2019"])
def test_a_name_leads_to_the_first_place(reader: Page, built: Project, query: str) -> None:
    """A result's name opens the first place found, on the search page and in the box: the head, or a paragraph."""
    wanted = first_places(built, query)
    assert wanted
    lead = "links => links.map(link => [link.pathname.split('/').at(-2), link.hash.slice(1)])"
    reader.goto("search/")
    find(reader, query)
    assert dict(reader.locator("[data-find-list] h2 a").evaluate_all(lead)) == wanted
    reader.goto("about/")
    search(reader, query)
    links = reader.locator(f"{RESULTS} a[href*='/speeches/']:has(.md-search-result__title)")
    assert dict(links.evaluate_all(lead)) == wanted
    place = urlsplit(links.first.get_attribute("href") or "").fragment
    links.first.click()
    inside = f"[id='{place}']" if place else "article"
    expect(reader.locator(f"{inside} mark").locator("visible=true").first).to_be_in_viewport()


# ---------------------------------------------------------------- the address


def test_a_search_is_an_address(reader: Page) -> None:
    """Words, filters and order stand in the address; opened anew it shows the same, Back shows the one before."""
    reader.goto("search/")
    find(reader, "组织工作")
    everything = on_page(reader)
    assert parse_qs(urlsplit(reader.url).query) == {"q": ["组织工作"]}
    box = reader.locator("[data-find-filters] input[name=level]").first
    count = int(box.locator("xpath=../small").inner_text())
    box.check()
    expect(reader.locator("[data-find-list] > li")).to_have_count(count)
    reader.select_option("#find-sort", "date")
    reader.wait_for_url("**sort=date**")
    settled(reader)
    given = parse_qs(urlsplit(reader.url).query)
    assert given.keys() == {"q", "level", "sort"}
    chosen = on_page(reader)
    reader.goto(reader.url)
    expect(reader.locator("[data-find-list] > li")).to_have_count(count)
    settled(reader)
    assert on_page(reader) == chosen
    reader.go_back()
    reader.go_back()
    reader.wait_for_url(f"**/search/?q={quote('组织工作')}")
    expect(reader.locator("[data-find-list] > li")).to_have_count(len(everything[0]))
    assert reader.locator(FIELD).input_value() == "组织工作"


def test_a_filter_can_be_taken_off(reader: Page) -> None:
    """What is filtered by stands above the results; a click takes it off."""
    reader.goto(f"search/?q={quote('组织')}&kind=article")
    expect(reader.locator("[data-find-list] > li")).to_have_count(1)
    reader.get_by_role("button", name="去掉筛选：文章").click()
    expect(reader.locator("[data-find-list] > li")).to_have_count(5)
    assert "kind" not in reader.url


@pytest.mark.parametrize("place", ["", "404.html"])
def test_other_pages_lead_to_the_search(reader: Page, place: str) -> None:
    """The home page and the page for lost addresses have a field that opens the search page with what was typed."""
    reader.goto(place)
    reader.fill(FIELD, "老干部")
    reader.keyboard.press("Enter")
    reader.wait_for_url(f"**/search/?q={quote('老干部')}")
    expect(reader.locator(STATUS)).to_contain_text("1 篇讲话有结果")


def test_a_level_is_called_as_on_pages(reader: Page, built: Project, tmp_path: Path) -> None:
    """Filters, what is filtered by, also where nothing is found, and the table call a level what pages call it."""
    levels = {record["id"]: record["level"] for record in built.records()}
    assert "市" in levels.values()
    reader.goto(f"search/?q={quote('组织')}")
    box = reader.locator("[data-find-filters] li:has(input[name=level][value=市]) span")
    expect(box).to_have_text("市级")
    with reader.expect_download() as got:
        reader.get_by_role("button", name="下载成表格").click()
    file = tmp_path / "lines.csv"
    got.value.save_as(file)
    told = {row["编号"]: row["层级"] for row in csv.DictReader(file.read_text("utf-8-sig").splitlines())}
    assert len(told) == 5
    assert told == {name: graded(levels[name] or "") for name in told}
    reader.goto(f"search/?q={quote('没有这样的话')}&level=市")
    expect(reader.get_by_role("button", name="去掉筛选：市级")).to_be_visible()


# ---------------------------------------------------------------- keyboard and screen reader


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def test_the_keyboard_is_enough(reader: Page) -> None:
    """/ to the field, arrows through results, Enter opens, Esc leads back."""
    reader.goto(f"search/?q={quote('三会一课')}")
    expect(reader.locator("[data-find-list] > li")).to_have_count(2)
    reader.locator("h1").click()
    reader.keyboard.press("/")
    assert focused(reader).get_attribute("id") == "find-q"
    reader.keyboard.press("ArrowDown")
    steps = reader.locator("[data-step]").locator("visible=true")
    assert focused(reader).get_attribute("href") == steps.first.get_attribute("href")
    reader.keyboard.press("ArrowDown")
    assert focused(reader).get_attribute("href") == steps.nth(1).get_attribute("href")
    reader.keyboard.press("ArrowUp")
    reader.keyboard.press("ArrowUp")
    assert focused(reader).get_attribute("id") == "find-q"
    reader.keyboard.press("ArrowDown")
    reader.keyboard.press("Escape")
    assert focused(reader).get_attribute("id") == "find-q"
    reader.keyboard.press("ArrowDown")
    target = focused(reader).get_attribute("href") or ""
    reader.keyboard.press("Enter")
    reader.wait_for_url(f"{target.split('?')[0]}**")


def test_arrows_and_enter_in_the_box(reader: Page) -> None:
    """In the box the first arrow leads to the best result, the last entry to the search page."""
    reader.goto("about/")
    search(reader, "三会一课")
    reader.locator("[data-md-component=search-query]").focus()
    reader.keyboard.press("ArrowDown")
    first = reader.locator(f"{RESULTS} a[href]").first.get_attribute("href")
    assert focused(reader).get_attribute("href") == first
    reader.keyboard.press("ArrowUp")
    reader.keyboard.press("ArrowUp")
    assert "/search/?q=" in (focused(reader).get_attribute("href") or "")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/?q=**")
    expect(reader.locator(STATUS)).to_contain_text("2 篇讲话有结果，共 7 处")


def test_suggestions_are_a_combobox(reader: Page) -> None:
    """Initials and characters bring themes, formulas, names and titles; arrows choose, Enter takes, Esc closes."""
    reader.goto("search/")
    field = reader.get_by_role("combobox", name="检索词")
    options = reader.get_by_role("listbox").get_by_role("option")
    for typed, offered in {
        "shyk": "三会一课",
        "三会": "三会一课",
        "zsh": "张韶华",
        "qxzz": "在全县组织",
    }.items():
        field.fill(typed)
        expect(options.filter(has_text=offered).first).to_be_visible()
        assert field.get_attribute("aria-expanded") == "true"
    field.fill("shyk")
    expect(options.first).to_contain_text("三会一课")
    assert field.get_attribute("aria-activedescendant") is None
    reader.keyboard.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert reader.locator(f"#{active}").get_attribute("aria-selected") == "true"
    reader.keyboard.press("Escape")
    expect(reader.get_by_role("listbox")).to_be_hidden()
    field.fill("流动党员 shyk")
    expect(options.first).to_contain_text("三会一课")
    reader.keyboard.press("ArrowDown")
    reader.keyboard.press("Enter")
    assert field.input_value() == "流动党员 三会一课"
    expect(reader.locator(STATUS)).to_contain_text("有结果")


@every_width
def test_everything_has_a_name(reader: Page, width: int) -> None:
    """Every field and button has a name, the answer is announced, headings go down by one, nothing scrolls sideways."""
    reader.goto(f"search/?q={quote('组织')}")
    expect(reader.locator("[data-find-list] > li").first).to_be_visible()
    controls = reader.locator("article :is(input, select, button, a[href], summary)").locator("visible=true")
    for each in controls.all():
        assert each.evaluate("e => (e.ariaLabel || e.labels?.[0]?.textContent || e.textContent || '').trim()")
    status = reader.locator(STATUS)
    assert (status.get_attribute("role"), status.get_attribute("aria-live")) == ("status", "polite")
    levels = reader.locator("article :is(h1, h2, h3)").evaluate_all(
        "all => all.map(each => +each.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert reader.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read(browser: Browser, address: str, scheme: str) -> None:
    """Lines, marks, facts and filters can be read in light and dark (WCAG AA: 4.5)."""
    context = browser.new_context(base_url=f"{address}/", color_scheme=scheme)
    page = context.new_page()
    page.goto(f"search/?q={quote('组织')}")
    page.locator("[data-find-filters] label").first.wait_for()
    for kind in (
        ".found h2 a",
        ".found-facts",
        ".lines .before span",
        ".lines mark",
        ".find-filters small",
        STATUS,
    ):
        for element in page.locator(kind).locator("visible=true").all()[:3]:
            assert element.evaluate(CONTRAST) >= 4.5, kind
    context.close()


# ---------------------------------------------------------------- nothing, and too little


def test_what_would_be_found_is_offered_apart(reader: Page) -> None:
    """Where nothing is found the page says so, and offers searches that find something; they are no results."""
    reader.goto("search/")
    for query, offered in {
        "形势主义": "形式主义",
        "克服形式主义": "形式主义",
        "秦岭违建别墅": "秦岭 违建别墅",
    }.items():
        find(reader, query)
        offers = reader.locator("[data-find-offers] a")
        expect(offers.filter(has_text=offered).first).to_be_visible()
        assert reader.locator("[data-find-list] > li").count() == 0
        expect(reader.locator(STATUS)).to_contain_text("没有一字不差的结果")
    offers.first.click()
    expect(reader.locator("[data-find-list] > li").first).to_be_visible()
    assert reader.locator("[data-find-offers] a").count() == 0


def test_a_query_of_marks_alone_is_told(reader: Page) -> None:
    """Quotation marks and brackets are no query: the page and the box say so."""
    reader.goto("search/")
    find(reader, "“《》”")
    expect(reader.locator(STATUS)).to_contain_text("不计")
    reader.goto("about/")
    search(reader, "“《》”")
    expect(reader.locator(META)).to_contain_text("不计")


def test_a_theme_that_is_named_stands_first(reader: Page) -> None:
    """The theme whose name or wording is the query stands above the results and leads to its page."""
    reader.goto(f"search/?q={quote('组织生活')}")
    named = reader.locator("[data-find-named] a").filter(has_text="主题")
    expect(named).to_have_count(1)
    named.click()
    reader.wait_for_url("**/themes/zuzhi-shenghuo/")


# ---------------------------------------------------------------- failures


@pytest.mark.parametrize("lost", ["**/search-index/**", "**/search/engine.js*"])
def test_a_failure_is_told_in_the_box(patient: Page, lost: str) -> None:
    """When the index or the engine does not come, the box says so, and a retry works once it does."""
    patient.goto("about/")
    patient.route(lost, lambda route: route.abort())
    field = patient.locator("[data-md-component=search-query]")
    field.focus()
    field.fill("三会一课")
    meta = patient.locator(META)
    expect(meta).to_contain_text("没有取到")
    patient.unroute(lost)
    meta.get_by_role("button", name="重试").click()
    expect(meta).to_have_text("2 篇讲话有结果，共 7 处")


def test_a_worker_that_does_not_come_is_told(patient: Page) -> None:
    """Without its worker the box says so; the retry asks again with the same words."""
    worker = "**/search/worker.js"
    patient.route(worker, lambda route: route.abort())
    patient.goto("about/")
    field = patient.locator("[data-md-component=search-query]")
    field.focus()
    field.fill("三会一课")
    meta = patient.locator(META)
    expect(meta).to_contain_text("没有装好")
    patient.unroute(worker)
    meta.get_by_role("button", name="重试").click()
    expect(patient.locator(META)).to_have_text("2 篇讲话有结果，共 7 处", timeout=15_000)


@pytest.mark.parametrize("lost", ["**/search-index/**", "**/search/engine.js*"])
def test_a_failure_is_told_on_the_page(patient: Page, lost: str) -> None:
    """When the index or a script does not come, the search page says so, and a retry works once it does."""
    patient.route(lost, lambda route: route.abort())
    patient.goto(f"search/?q={quote('三会一课')}")
    status = patient.locator(STATUS)
    expect(status).to_contain_text("没有取到")
    patient.unroute(lost)
    status.get_by_text("重试").click()
    expect(status).to_contain_text("2 篇讲话有结果，共 7 处", timeout=15_000)


def test_a_damaged_shard_is_no_answer(patient: Page) -> None:
    """A shard whose bytes are wrong is told, never counted as nothing found."""

    def damaged(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=bytes(len(answer.body())))

    patient.route("**/search-index/**/*.bin", damaged)
    patient.goto(f"search/?q={quote('三会一课')}")
    expect(patient.locator(STATUS)).to_contain_text("重试")
    assert "没有一字不差" not in patient.locator(STATUS).inner_text()


def test_without_scripts_the_page_says_what_is_missing(browser: Browser, address: str) -> None:
    """Without JavaScript the search page says that it cannot search, and where else to look."""
    context = browser.new_context(base_url=f"{address}/", java_script_enabled=False)
    page = context.new_page()
    page.goto("search/")
    notice = page.locator("article .notice")
    expect(notice).to_contain_text("JavaScript")
    for place in ("themes/", "speeches/"):
        assert notice.locator(f"a[href$='{place}']").count() == 1
    context.close()


# ---------------------------------------------------------------- hostile texts


HOSTILE = (
    "</script><script>window.bad=1</script>",
    "<img src=x onerror=window.bad=1>",
    "\"引号'&amp;<b>粗</b>",
    '=HYPERLINK("http://a.invalid")',
)
"""Texts that would be markup, or a formula, where somebody forgot."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, str]]:
    """A site of a speech full of markup, with a paragraph of 10,000 字, and its address."""
    lines = [
        f"第{at}个要点是{text}，这句话要照原样登出来，一个字也不能少。" for at, text in enumerate(HOSTILE)
    ]
    long = "推动高质量发展要久久为功，" * 770
    body = "\n".join(["在全县<b>组织</b>工作会议上的讲话", "同志们：", *lines, f"{long}这一段很长。"])
    project = make_project(tmp_path_factory.mktemp("hostile") / "project", {"a.txt": body})
    result = project.run("site")
    assert result.returncode == 0, result.stdout + result.stderr
    with served(project.site) as url:
        yield project, url


def of(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    return page


def test_hostile_texts_show_as_text(browser: Browser, hostile: tuple[Project, str]) -> None:
    """Markup in texts and in queries shows as text in the box, on the search page and where it leads."""
    project, url = hostile
    (record,) = project.records()
    context = browser.new_context()
    page = of(context, f"{url}/search/")
    for query in ("要点", *HOSTILE[:2], "window.bad", "HYPERLINK", "发展"):
        page.goto(f"{url}/search/?q={quote(query)}")
        expect(page.locator("[data-find-list] > li").first).to_be_visible()
        assert page.locator("article :is(img, script, b):not(.named b)").count() == 0
        shown = (page.locator(".line").first.text_content() or "").strip("…")
        assert any(shown in block["text"] for block in record["blocks"])
        page.goto(f"{url}/about/")
        search(page, query)
        assert page.locator(f"{RESULTS} :is(img, script, b)").count() == 0
        page.locator(f"{RESULTS} a[href*='#p-']").first.click()
        page.locator("article mark").first.wait_for()
        assert page.locator("[data-block]").all_text_contents() == [
            block["text"] for block in record["blocks"]
        ]
        assert page.evaluate("window.bad") is None
    context.close()


def test_a_table_of_all_lines(browser: Browser, hostile: tuple[Project, str], tmp_path: Path) -> None:
    """The table has every line of every speech, opens in a spreadsheet, and no cell is a formula."""
    _, url = hostile
    context = browser.new_context()
    page = of(context, f"{url}/search/?q={quote('发展')}")
    with page.expect_download() as got:
        page.get_by_role("button", name="下载成表格").click()
    file = tmp_path / "lines.csv"
    got.value.save_as(file)
    data = file.read_bytes()
    assert data.startswith("\N{ZERO WIDTH NO-BREAK SPACE}".encode())
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert len(rows) == 770
    assert all(row["命中"] == "发展" and "#p-" in row["地址"] for row in rows)
    page.goto(f"{url}/search/?q={quote('HYPERLINK')}")
    with page.expect_download() as got:
        page.get_by_role("button", name="下载成表格").click()
    got.value.save_as(file)
    cells = [cell for row in csv.reader(file.read_text(encoding="utf-8-sig").splitlines()) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
    context.close()


# ---------------------------------------------------------------- what is sent


def test_scripts_never_write_markup() -> None:
    """No script of the search writes markup, evaluates text or asks another host."""
    for file in sorted(SCRIPTS.glob("*.js")):
        text = file.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", text
        ), file.name
        assert not re.search(r"https?://(?!example\.org)", text), file.name


def test_suggestions_stay_small(built: Project) -> None:
    """Words to offer are bounded, hold the themes that are treated, and name only titles of published speeches."""
    words = json.loads((built.site / "data" / "suggestions.json").read_text(encoding="utf-8"))
    assert {"zuzhi-shenghuo", "jiceng-dangjian"} <= {theme[0] for theme in words["themes"]}
    assert ["三会一课", "shyk"] in [pair for theme in words["themes"] for pair in theme[1:]]
    assert (built.site / "data" / "suggestions.json").stat().st_size < 120_000
    ids = {
        title[2]
        for file in (built.site / "data" / "suggest").glob("*.json")
        for title in json.loads(file.read_text(encoding="utf-8"))["titles"]
    }
    assert ids == {record["id"] for record in built.records()}


def test_material_indexes_hand_written_pages_alone(built: Project) -> None:
    """Material's own index, which every page loads, holds no generated page."""
    index = json.loads((built.site / "search" / "search_index.json").read_text(encoding="utf-8"))
    pages = {entry["location"].partition("#")[0] for entry in index["docs"]}
    assert "about/" in pages
    assert not {page for page in pages if page.count("/") > 1 or page in ("", "speeches/", "themes/")}
