"""Ways to speeches: by year, level, kind, place, speaker, author, publication, and by two of them together.

In: sites built by the real command, of 60 generated speeches and of the five seeds, and the records beside them. What a
page says is held against a plain count of documents.jsonl.
"""

import random
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from helpers import SETTINGS, annotated_of, source_of
from playwright.sync_api import Browser, Page, expect
from selectolax.lexbor import LexborHTMLParser, LexborNode
from sites import SPEECH, Project
from test_browser import quiet

from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, Corpus, Date, Placed
from build_corpus.publish.briefs import FACETS, Brief, brief_of
from build_corpus.publish.browse import OWN, PAIRED, Browse, slug
from build_corpus.publish.browse_pages import INDEX, LEADING, browsed
from build_corpus.publish.charts import timeline
from build_corpus.publish.lists import speech_lists
from build_corpus.publish.offers import shown
from build_corpus.publish.site import Site
from build_corpus.publish.years import ROWS, years
from build_corpus.site.page import target

WIDE, NARROW = 1280, 390
Records = list[dict[str, Any]]


def published(project: Project) -> Records:
    return [each for each in project.records() if each["published"]]


def page(project: Project, path: str) -> LexborHTMLParser:
    return project.html(path)


def lead(path: str, link: LexborNode) -> tuple[str, str]:
    """The file and the anchor a link leads to."""
    return target(path, link.attributes["href"] or "")


def ids(rows: list[LexborNode]) -> list[str]:
    """The speeches of some rows."""
    return [
        unquote((row.css_first("a").attributes["href"] or "").rstrip("/").rpartition("/")[2]) for row in rows
    ]


def listed(project: Project, file: str, anchor: str) -> set[str]:
    """The speeches that a section lists, over all of its pages."""
    html = page(project, file)
    if anchor:
        (section,) = [each for each in html.css("section.section") if each.css_first("h2").id == anchor]
        return set(ids(section.css("ol.rows > li")))
    found = set(ids(html.css("ol.rows > li")))
    while after := html.css_first("nav.pager a[rel=next]"):
        file, _ = lead(file, after)
        html = page(project, file)
        found |= set(ids(html.css("ol.rows > li")))
    return found


def holders(project: Project) -> dict[tuple[str, str], set[str]]:
    """(facet, what readers call the value) → speeches, by a plain look at the records."""
    found: dict[tuple[str, str], set[str]] = {}
    for record in published(project):
        for facet in FACETS:
            if record[facet]:
                found.setdefault((facet, shown((facet, record[facet]))), set()).add(record["id"])
    return found


# ---------------------------------------------------------------- counts and lists


def values(project: Project, facet: str) -> Iterator[tuple[str, int, tuple[str, str]]]:
    """The values on a facet's page: name, count, where the link leads."""
    file = f"browse/{facet}/index.html"
    for item in page(project, file).css("ol.values > li"):
        link = item.css_first("a")
        count = int(item.css_first("small").text().split()[0])
        yield link.text(), count, lead(file, link)


@pytest.mark.parametrize("facet", FACETS)
def test_every_value_is_counted_and_listed(sixty: Project, facet: str) -> None:
    """A facet's page has every value with its speeches, and the link leads to exactly these."""
    wanted = {name: held for (of, name), held in holders(sixty).items() if of == facet}
    found = {name: (count, listed(sixty, *place)) for name, count, place in values(sixty, facet)}
    assert found == {name: (len(held), held) for name, held in wanted.items()}


def combinations_on(project: Project) -> Iterator[tuple[str, str, str, int, tuple[str, str]]]:
    """Facets' and values' names of what is offered beside a value: (value, facet, other, count, place)."""
    for file in sorted(
        path.relative_to(project.site).as_posix() for path in (project.site / "browse").rglob("*.html")
    ):
        html = page(project, file)
        for box in html.css("section.section, .page"):
            heading = box.css_first("h2") if box.tag == "section" else html.css_first("h1")
            if box.tag != "section" and html.css("section.section"):
                continue
            small = heading.css_first("small").text() if heading.css_first("small") else ""
            name = heading.text().removesuffix(small).strip()
            for term, links in zip(box.css("dl.beside dt"), box.css("dl.beside dd"), strict=True):
                for link, count in zip(links.css("a, span"), links.css("small"), strict=True):
                    address = link.attributes.get("href") or ""
                    if not address or "search/" in address:  # the speeches one sees already; themes
                        continue
                    yield name, term.text(), link.text(), int(count.text()), lead(file, link)


def test_any_two_values_are_counted_and_listed(sixty: Project) -> None:
    """What is offered beside a value is the speeches that have both: as many as said, and exactly these are listed."""
    held = holders(sixty)
    of = {name: facet for facet, name in FACETS.items()}
    seen = set()
    for name, facet, other, count, place in combinations_on(sixty):
        if facet not in of:
            continue
        mine = next(speeches for (_, value), speeches in held.items() if value == name)
        wanted = mine & held[of[facet], other]
        assert count == len(wanted), (name, other)
        assert listed(sixty, *place) == wanted, (name, other)
        seen.add(of[facet])
    assert seen >= {"level", "place", "speaker", "publication"}


def test_a_value_and_a_year(sixty: Project) -> None:
    """A value's speeches of a year are as many as said, and stand together where the link leads."""
    years = 0
    for name, facet, other, count, (file, anchor) in combinations_on(sixty):
        if facet != "年份":
            continue
        (held,) = [rows for rows in page(sixty, file).css("ol.rows") if rows.id == anchor]
        of_year = [each for each in published(sixty) if (each["date"] or "")[:4] == other[:4]]
        mine = next(speeches for (_, value), speeches in holders(sixty).items() if value == name)
        wanted = {each["id"] for each in of_year} & mine
        assert count == len(wanted)
        assert set(ids(held.css("li"))) == wanted
        years += 1
    assert years > 5


def test_years_are_those_of_delivery(sixty: Project) -> None:
    """The timeline counts delivery dates alone; what has none stands apart by the year it was posted in, or by none."""
    records = published(sixty)
    html = page(sixty, "index.html")
    dated = Counter(each["date"][:4] for each in records if each["date"])
    assert {
        (link.attributes["href"] or "").split("/")[-2]: int(link.css_first("em").text())
        for link in html.css("ol.timeline a")
    } == dated
    rest = {
        link.text(): int(n.text())
        for link, n in zip(html.css(".undated a"), html.css(".undated small"), strict=True)
    }
    assert sum(rest.values()) == sum(not each["date"] for each in records)
    posted = Counter(
        next((date["value"][:4] for date in each["dates"] if date["type"] == "posted"), "")
        for each in records
        if not each["date"]
    )
    assert rest == {year or "发布日期也不详": n for year, n in posted.items()}


def test_a_year_offers_what_its_speeches_have(sixty: Project) -> None:
    """Beside a year stand the values of its speeches with their counts, and each leads to those of that year."""
    records = published(sixty)
    year = Counter(each["date"][:4] for each in records if each["date"]).most_common(1)[0][0]
    file = f"speeches/lists/{year}/index.html"
    html = page(sixty, file)
    names = [term.text() for term in html.css("dl.groups dt")]
    assert "层级" in names
    assert names.pop() == "主题"  # see test_theme_values
    for name, box in zip(names, html.css("dl.groups dd")[:-1], strict=True):
        facet = next(facet for facet, said in FACETS.items() if said == name)
        counts = Counter(
            shown((facet, each[facet]))
            for each in records
            if (each["date"] or "")[:4] == year and each[facet]
        )
        links = [link for link in box.css("a") if "另有" not in link.text()]
        for link, small in zip(links, box.css("small"), strict=True):
            there, anchor = lead(file, link)
            (rows,) = [each for each in page(sixty, there).css("ol.rows") if each.id == anchor]
            assert int(small.text()) == counts[link.text()] == len(rows.css("li"))


def test_all_facets_have_a_page(sixty: Project) -> None:
    """browse/ names years, facets and themes, each with the number of its values, and leading ones with their speeches."""
    file = "browse/index.html"
    groups = dict(
        zip(
            (term.css_first("a").text() for term in page(sixty, file).css("dl.groups dt")),
            zip(page(sixty, file).css("dl.groups dt"), page(sixty, file).css("dl.groups dd"), strict=True),
            strict=True,
        )
    )
    held = holders(sixty)
    assert groups.keys() == {"年份", "主题"} | {FACETS[facet] for facet, _ in held}
    for facet in {facet for facet, _ in held}:
        term, values = groups[FACETS[facet]]
        wanted = {name: len(speeches) for (of, name), speeches in held.items() if of == facet}
        assert lead(file, term.css_first("a")) == (f"browse/{facet}/index.html", "")
        assert term.css_first("small").text() == f"{len(wanted)} 个"
        named = [link.text() for link in values.css("a")][: len(values.css("small"))]
        counts = [int(small.text()) for small in values.css("small")]
        assert counts == [wanted[name] for name in named]
        assert len(named) == min(len(wanted), LEADING)


def test_every_list_leads_to_all_facets(sixty: Project) -> None:
    """From each page below browse/ a link leads to browse/ itself."""
    for path in (sixty.site / "browse").glob("*/**/*.html"):
        file = path.relative_to(sixty.site).as_posix()
        assert "browse/index.html" in {lead(file, link)[0] for link in page(sixty, file).css("article a")}, (
            file
        )


def test_the_page_of_all_facets_stays_small() -> None:
    """It names as many values for thousands of speeches as for hundreds."""
    named = []
    for number in (400, 4000):
        site = Site(Corpus(documents=tuple(crowd(number)), related={}), built_in(), SETTINGS)
        groups = browsed(site)[INDEX].values["groups"]
        named.append([len(group.offers) for group in groups])
    assert named[0] == named[1]
    assert max(named[1]) == LEADING


# ---------------------------------------------------------------- three clicks


def clicks(project: Project) -> dict[str, int]:
    """Page → clicks from home, over the links of the built site."""
    found, queue = {"index.html": 0}, deque(["index.html"])
    while queue:
        path = queue.popleft()
        if found[path] == 3:
            continue
        for link in project.html(path).css("main a[href]"):
            address = link.attributes["href"] or ""
            parts = urlsplit(address)
            there, _ = target(path, address)
            if (
                not parts.scheme
                and there.endswith(".html")
                and there not in found
                and (project.site / there).is_file()
            ):
                found[there] = found[path] + 1
                queue.append(there)
    return found


def test_every_speech_is_three_clicks_from_home(sixty: Project, built: Project) -> None:
    """Over links alone, every speech is reached from home in three clicks at most."""
    for project in (sixty, built):
        far = clicks(project)
        assert {
            each["id"] for each in published(project) if f"speeches/{each['id']}/index.html" not in far
        } == set()


def test_every_page_of_a_long_year_is_two_clicks_from_home() -> None:
    """Home leads to every year, a year to each of its pages, so a speech among thousands is three clicks away."""
    documents = crowd(900, 2)
    site = Site(Corpus(documents=tuple(documents), related={}), built_in(), SETTINGS)
    files = {path: "".join(text) for path, text in speech_lists(site)}
    leaves = {path for path in files if path != "speeches/index.md"}
    home = timeline(years(site.newest), "index.md")
    heads = {path for path in leaves if f'href="{path.removesuffix(".md")}/"' in home}
    named = {f"speeches/lists/{link}.md" for head in heads for link in LINK.findall(files[head])}
    assert len(heads) == 3
    assert named
    assert leaves == heads | named
    assert {name for path in named for name in ROW.findall(files[path])} == {each.id for each in documents}


LINK = re.compile(r'<a href="\.\./([\w-]+)/">')
ROW = re.compile(r"^\| \[.*?\]\(\.\./([\w-]+)\.md\)", re.MULTILINE)


# ---------------------------------------------------------------- any size


def crowd(number: int, span: int = 30) -> list[Annotated]:
    """Speeches that say all there is to say, newest first; few values are frequent, most are rare. `span`: years."""
    rng = random.Random(1)
    plain = annotated_of(source_of(SPEECH))
    made = []
    for at in range(number):
        unsaid = "kind", "speaker" if at % 2 else "author"  # a text has the one or the other
        said = {
            name: Placed(value=f"{name}{int(rng.paretovariate(0.6))}", evidence="")
            for name in FACETS
            if name not in unsaid
        }
        year = f"{2025 - span * at // number}-06-01"
        date = (Date(value=year, type="delivered", precision="day", evidence=year),) if at % 3 else ()
        source = replace(plain.speech.source, id=f"d{at:05}")
        made.append(replace(plain, speech=replace(plain.speech, source=source, metadata=said, dates=date)))
    return sorted(made, key=lambda each: each.speech.date or "", reverse=True)


def briefly(documents: list[Annotated]) -> list[Brief]:
    return [brief_of(each) for each in documents]


def test_one_more_speech_changes_few_lists() -> None:
    """Of a long list, cut into pages, those change that a new speech stands on and the first, which counts them."""

    def lists(documents: list[Annotated]) -> Mapping[str, object]:
        return browsed(Site(Corpus(documents=tuple(documents), related={}), built_in(), SETTINGS))

    documents = crowd(1200)
    before, after = lists(documents[:600] + documents[601:]), lists(documents)
    long = [path for path in after if path.startswith("browse/kind/speech/")]
    changed = [path for path in long if before.get(path) != after[path]]
    assert len(long) > 10
    assert 0 < len(changed) <= 2


def pages_for(browse: Browse) -> dict[str, int]:
    """Page → speeches on it."""
    found = {path: sum(len(browse.sections[key]) for key in keys) for path, keys in browse.shared.items()}
    for key in filter(browse.is_own, browse.sections):
        found[f"{key}"] = min(len(browse.sections[key]), ROWS)
        found |= {path: len(held) for path, held in browse.pages(key)}
    return found


@pytest.mark.parametrize("number", [400, 4000])
def test_pages_stay_few_and_small(number: int) -> None:
    """Where every speech says everything there are at most two pages for ten speeches, each of 200 speeches at most."""
    found = pages_for(Browse(briefly(crowd(number))))
    assert len(found) <= 0.2 * number + 40
    assert max(found.values()) <= PAIRED


def test_every_section_has_one_place() -> None:
    """Each value and each two values have a page, and no two sections have the same place."""
    browse = Browse(briefly(crowd(600)))
    places = [browse.place(key) for key in browse.sections]
    assert len(set(places)) == len(places)
    for key, held in browse.sections.items():
        years = browse.years(key)
        assert sum(n for _, n, _ in years.values()) == len(held)
        if browse.pages(key):
            assert sorted(each.id for _, page in browse.pages(key) for each in page) == sorted(
                each.id for each in held
            )
            assert len(held) > OWN


# ---------------------------------------------------------------- hostile values

HOSTILE = (
    "../../../x",
    "<script>alert(1)</script>",
    "index",
    "a/b",
    "..",
    "县\u3000 区",
    "CON",
    "é",
    "名" * 80,
    "%2e%2e",
    "page-1",
    "v-x",
)


def test_a_value_never_leaves_its_folder(small: Callable[[Mapping[str, str]], Project]) -> None:
    """Whatever a sidecar says, its page stands in the folder of its facet and shows the words as words."""
    seeds = {f"s{at}.txt": SPEECH.replace("上半年", f"第{at}年") for at in range(len(HOSTILE))}
    seeds |= {f"s{at}.yml": f"level: '{value}'\nplace: '{value}'\n" for at, value in enumerate(HOSTILE)}
    project = small(seeds)
    assert project.run("site").returncode == 0
    made = [path.relative_to(project.docs).as_posix() for path in (project.docs / "browse").rglob("*.md")]
    assert made
    assert len({slug(value) for value in HOSTILE}) == len(HOSTILE)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)?(/[\w-]+)*\.md", path.removeprefix("browse/")) for path in made)
    for path in (project.site / "browse").rglob("*.html"):
        article = LexborHTMLParser(path.read_text(encoding="utf-8")).css_first("article")
        assert not article.css("script")
    names = {name for name, _, _ in values(project, "place")}
    assert "<script>alert(1)</script>" in names
    assert all(len(part.encode()) < 200 for path in made for part in path.split("/"))


# ---------------------------------------------------------------- in a browser


@pytest.fixture(params=[WIDE, NARROW])
def reader(browser: Browser, place: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    with quiet(browser, place, viewport={"width": request.param, "height": 800}) as page:
        yield page


def test_two_values_without_scripts(browser: Browser, place: str, sixty: Project) -> None:
    """With JavaScript switched off: from home to the levels, to one of them, to it with a publication, to a speech."""
    context = browser.new_context(base_url=f"{place}/", java_script_enabled=False)
    page = context.new_page()
    page.goto("")
    page.locator("dl.groups dt a", has_text="层级").click()
    page.locator("ol.values a").first.click()  # all levels stand on one page
    page.locator("dl.beside dd a[href*='/level-publication/']").first.click()
    assert "/browse/level-publication/" in page.url
    anchor = unquote(urlsplit(page.url).fragment)
    first = page.locator(f"section:has(> h2[id='{anchor}']) ol.rows a").first
    title = first.inner_text()
    first.click()
    assert page.locator("h1").inner_text().strip() == title
    context.close()
    assert title in {each["title"] for each in sixty.records()}


def test_filters_alone_are_a_search(reader: Page, sixty: Project) -> None:
    """An address of filters without a word finds what has all of them, newest first, and counts the other values."""
    records = published(sixty)
    level = Counter(each["level"] for each in records).most_common(1)[0][0]
    theme = Counter(
        theme["id"] for each in records for theme in each["themes"] if each["level"] == level
    ).most_common(1)[0][0]
    for address in (f"search/?level={level}", f"search/?level={level}&theme={theme}"):
        wanted = [
            each
            for each in records
            if each["level"] == level
            and ("theme" not in address or theme in [found["id"] for found in each["themes"]])
        ]
        reader.goto(address)
        expect(reader.locator("[data-find-status]")).to_have_text(f"{len(wanted)} 篇讲话符合条件，新的在前")
        expect(reader.locator("[data-find-body][aria-busy]")).to_have_count(0)
        links = reader.locator("[data-find-list] h2 a").evaluate_all(
            "links => links.map(link => link.pathname.split('/').at(-2))"
        )
        assert set(links) <= {each["id"] for each in wanted}
        assert len(links) == min(len(wanted), 10)
        dates = [next(each["date"] or "" for each in wanted if each["id"] == name) for name in links]
        assert dates == sorted(dates, reverse=True)
        assert not reader.locator(".found .line").count()
    reader.goto(f"search/?level={level}")
    expect(reader.locator("fieldset", has_text="出处")).to_have_count(1)


def test_a_value_leads_on_to_the_search(reader: Page, sixty: Project) -> None:
    """A value with pages of its own leads to the search page with that value chosen."""
    reader.goto("browse/kind/speech/")
    count = sum(each["kind"] == "speech" for each in published(sixty))
    reader.locator(".also a").click()
    expect(reader.locator("[data-find-status]")).to_have_text(f"{count} 篇讲话符合条件，新的在前")
    assert parse_qs(urlsplit(reader.url).query)["kind"] == ["speech"]


def test_nothing_scrolls_sideways(reader: Page) -> None:
    """No page of these is wider than the screen."""
    for address in (
        "",
        "speeches/",
        "browse/level/",
        "browse/speaker/",
        "browse/kind/speech/",
        "browse/level/page-1/",
        "trends/",
        "themes/map/",
    ):
        reader.goto(address)
        width = (reader.viewport_size or {})["width"]
        assert reader.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_page_for_lost_addresses_searches(reader: Page) -> None:
    """The page that stands for every missing one leads to the search with what was typed."""
    reader.goto("404.html")
    reader.fill("article #find-q, #find-q", "党建")
    reader.locator(".find button").click()
    reader.wait_for_url("**/search/?q=*")
    expect(reader.locator("[data-find-status]")).to_have_text(re.compile("篇讲话有结果"))
