"""A visit to a page in a real browser, and everything that is wrong with it there.

In: an address, a width. Out: complaints, each with what it is about. Nothing here knows one page from another.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page
from sites import search

AXE = Path(__file__).parent / "node" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLORS = ["color-contrast", "link-in-text-block"]
"""Rules whose answer depends on the scheme; everything else is the same in light and dark."""
Complaints = list[tuple[str, str]]
"""(what is wrong, where)."""

RUN = """async only => {
    const {violations} = await axe.run(document, {resultTypes: ["violations"], runOnly: only})
    return violations.flatMap(({id, nodes}) => nodes.map(({html}) => [`axe ${id}`, html.slice(0, 120)]))
}"""
REFUSED = """addEventListener("securitypolicyviolation",
    ({violatedDirective, blockedURI, sample}) => console.error(`refused ${violatedDirective} ${blockedURI} ${sample}`))"""
FOCUS = """() => {
    const look = element => {
        const style = getComputedStyle(element)
        const names = ["boxShadow", "backgroundColor", "color", "borderColor", "textDecorationLine", "opacity"]
        return [style.outlineStyle === "none" ? "" : style.outlineColor + style.outlineWidth, ...names.map(name => style[name])].join()
    }
    const between = (low, high, part) => Math.max(low, 0) + (high - Math.max(low, 0)) * part
    const over = element => [...element.getClientRects()].every(({left, right, top, bottom}) => [0.1, 0.5, 0.9].every(part => {
        const at = document.elementFromPoint(
            between(left, Math.min(right, innerWidth), part), between(top, Math.min(bottom, innerHeight), part))
        return !at || !(element.contains(at) || at.contains(element))
    }))
    document.activeElement.blur()
    const seen = new Map()
    const wrong = []
    const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
        .filter(each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({visibilityProperty: true}))
    for (const each of [...stops, ...stops.toReversed()]) {
        const kind = [each, each.parentElement, each.parentElement.parentElement].map(({tagName, className}) => tagName + className).join(" ")
        seen.set(kind, (seen.get(kind) ?? 0) + 1)
        if (seen.get(kind) > 6 || document.activeElement === each) continue
        const before = look(each)
        each.focus()
        const said = each.outerHTML.slice(0, 120)
        if (document.activeElement !== each) wrong.push(["focus refused", said])
        else if (look(each) === before) wrong.push(["focus not seen", said])
        else if (over(each)) wrong.push(["focus covered", said])
    }
    document.activeElement.blur()
    scrollTo(0, 0)
    for (const each of document.querySelectorAll("main *")) if (each.scrollLeft || each.scrollTop) each.scrollTo(0, 0)
    return wrong
}"""
"""Six of each sort of element that the keyboard reaches, down the page and up again: focus changes its look, nothing lies over it."""
FROM_THE_TOP = """() => {
    document.body.tabIndex = -1
    document.body.focus()
    document.body.removeAttribute("tabindex")
}"""
"""A page may have put the focus somewhere; the next Tab starts where a page starts."""
PAST = """() => {
    const target = document.querySelector(".md-skip").hash.slice(1)
    const after = each => document.getElementById(target).compareDocumentPosition(each) & (4 | 16) // behind it, or in it
    const stops = [...document.querySelectorAll("main :is(a[href], button, input, summary), footer a[href]")]
    const there = stops.filter(each => after(each) && each.tabIndex >= 0 && each.checkVisibility({visibilityProperty: true}))
    return there.length === 0 || there.includes(document.activeElement) || Boolean(after(document.activeElement))
}"""
AT_THE_TITLE = """() => {
    const start = document.getElementById(document.querySelector(".md-skip").hash.slice(1))
    return start.matches("h1") || start.firstElementChild?.matches("h1")
}"""
MOTION = """() => {
    const moves = (element, part) => {
        const style = getComputedStyle(element, part)
        const lasts = times => times.split(",").some(time => parseFloat(time) > 0)
        return style.transitionProperty !== "none" && lasts(style.transitionDuration)
            || style.animationName !== "none" && lasts(style.animationDuration) || style.scrollBehavior === "smooth"
    }
    return [...document.querySelectorAll("*")].filter(each => [null, "::before", "::after"].some(part => moves(each, part)))
        .slice(0, 5).map(each => ["moves", each.outerHTML.slice(0, 120)])
}"""
LANDMARKS = """() => {
    const count = selector => document.querySelectorAll(selector).length
    const top = selector => [...document.querySelectorAll(selector)].filter(each => !each.closest("main, article, section")).length
    const wanted = {
        "one main": count("main") === 1, "one h1": count("h1") === 1, "one header": top("header") === 1,
        "one footer": top("footer") === 1, "navigation": count("nav") > 0, "title": document.title.trim() !== "",
        "language": /^zh/.test(document.documentElement.lang), "one skip link": count(".md-skip") === 1,
    }
    return Object.keys(wanted).filter(name => !wanted[name]).map(name => ["lacks", name])
}"""
SCROLLING = """() => {
    const scrolls = each => each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(each).overflowX)
    const frames = [...document.querySelectorAll("main *")].filter(each => each.checkVisibility() && scrolls(each))
    return frames.flatMap(each => {
        const told = /local/.test(getComputedStyle(each).backgroundAttachment)
        const reached = each.tabIndex >= 0 && each.role && (each.ariaLabel || each.ariaLabelledByElements?.length)
        return [!told && "scrolls unseen", !reached && "scrolls by hand alone"].filter(Boolean)
            .map(what => [what, each.outerHTML.slice(0, 120)])
    })
}"""
"""What scrolls sideways shows at its edges that there is more, and is a stop with a name."""
OPEN = "() => { for (const each of document.querySelectorAll('details')) each.open = true }"


def visited(context: BrowserContext, address: str, path: str) -> Complaints:
    """What is wrong with a page at the context's width, in light and in dark. The context has reduced motion."""
    page = context.new_page()
    complaints = _listening(page, address)
    page.goto(f"{address}/{path}", wait_until="load")
    page.evaluate("document.fonts.ready")
    complaints += _layout(page)
    complaints += page.evaluate(LANDMARKS)
    complaints += page.evaluate(MOTION)
    complaints += _skipped(page)
    complaints += _axe(page)
    complaints += page.evaluate(SCROLLING)  # also in what is unfolded by now
    page.close()
    return complaints


def _listening(page: Page, address: str) -> Complaints:
    """A list that fills with what the page says, asks and is refused."""
    complaints: Complaints = []

    def foreign(url: str) -> bool:
        return not url.startswith((f"{address}/", "data:", "blob:"))

    page.add_init_script(REFUSED)
    page.on(
        "request", lambda asked: foreign(asked.url) and complaints.append(("asked another host", asked.url))
    )
    page.on(
        "console", lambda said: said.type in ("error", "warning") and complaints.append(("said", said.text))
    )
    page.on("pageerror", lambda error: complaints.append(("raised", str(error))))
    page.on(
        "response",
        lambda got: got.status >= 400 and complaints.append(("not there", f"{got.status} {got.url}")),
    )
    return complaints


def _layout(page: Page) -> Iterator[tuple[str, str]]:
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if wide[0] > wide[1]:
        yield ("wider than the screen", f"{wide[0]} px")


def _skipped(page: Page) -> Complaints:
    """The first Tab shows the skip link, Enter on it makes the text the place that the next Tab goes on from."""
    if not (_tabbed(page) or _tabbed(page)):  # a search page takes the focus once, when its script has come
        return [("skip link", "is not the first stop, or cannot be seen")]
    seen: Complaints = page.evaluate(FOCUS)
    page.locator(".md-skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    if not page.evaluate(PAST):
        seen.append(("skip link", "does not lead past the header"))
    if not page.evaluate(AT_THE_TITLE):
        seen.append(("skip link", "does not lead to the title"))
    return seen


def _tabbed(page: Page) -> bool:
    page.evaluate(FROM_THE_TOP)
    page.keyboard.press("Tab")
    return bool(
        page.evaluate(
            "document.activeElement.matches('.md-skip') && getComputedStyle(document.activeElement).opacity === '1'"
        )
    )


def opened_box(context: BrowserContext, url: str, query: str) -> Complaints:
    """What is wrong with a page whose search box is open and has an answer."""
    page = context.new_page()
    page.goto(url)
    search(page, query)
    complaints = _axe(page)
    page.close()
    return complaints


def _axe(page: Page) -> Complaints:
    """With everything unfolded that can be, in the one scheme and in the other."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(OPEN)
    complaints: Complaints = page.evaluate(RUN, {"type": "tag", "values": TAGS})
    page.emulate_media(color_scheme="dark")
    dark: list[Any] = page.evaluate(RUN, {"type": "rule", "values": COLORS})
    complaints += [(f"{what} in the dark", where) for what, where in dark]
    return complaints
