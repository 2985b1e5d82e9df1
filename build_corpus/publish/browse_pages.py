"""The pages by which speeches are browsed: one of each facet's values, and the lists of what has a value or two.

Lists are raw HTML: MkDocs renders a hundred lines in 4 ms, a table of Markdown takes ten times as long. So every text is
escaped here, and every address is written as the browser needs it, from one page with a directory of its own to another.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from urllib.parse import urlencode

from build_corpus.model import Annotated
from build_corpus.publish.browse import (
    BESIDE,
    FACETS,
    FOLDER,
    OWN,
    Counted,
    Key,
    Value,
    anchor,
    both,
    own_stem,
)
from build_corpus.publish.charts import line
from build_corpus.publish.html import Markup, escape, joined
from build_corpus.publish.listed import href, listed_front
from build_corpus.publish.offers import offer_of, shown
from build_corpus.publish.site import Site
from build_corpus.publish.years import ROWS, short, year_of

NEWEST = 20  # speeches on the first page of a section that has several
VALUES = 120  # values of a facet on its page; the others follow by pinyin
BESIDE_OWN = 12  # values of another facet named at the head of a section with pages of its own
UNKNOWN = "网页发布于"
"""Heading of years that are not those of a delivery."""
THEMES = 8  # themes named there


def searched(page: str, wanted: Iterable[Value]) -> str:
    """The address of the search that finds what has these values."""
    return f"{href(page, 'search.md')}?{urlencode(list(wanted), errors='replace')}"


# ---------------------------------------------------------------- pages


def browse_pages(site: Site) -> Iterator[tuple[str, str]]:
    """Path below docs → text."""
    browse = site.browse
    for facet in FACETS:
        values = browse.values(facet)
        if values:
            yield f"{FOLDER}/{facet}.md", _facet(site, facet, values)
    yield from _shared(site)
    for key in browse.sections:
        if browse.is_own(key):
            yield from _own(site, key)


def _facet(site: Site, facet: str, values: Counted) -> str:
    """All values of a facet, or the leading ones and where the others begin."""
    page, browse = f"{FOLDER}/{facet}.md", site.browse
    own = sum(n > OWN for _, n in values)
    leading = values[: max(VALUES, own)]
    known = sum(n for _, n in values)
    letters = browse.letters(facet) if len(values) > len(leading) else []
    return site.render(
        "browse-facet.md.j2",
        front=listed_front(FACETS[facet]),
        name=FACETS[facet],
        offers=[offer_of(browse, page, (facet, value), n) for value, n in leading],
        most=max(n for _, n in values),
        line=line,
        values=len(values),
        known=known,
        unknown=len(browse.facts) - known,
        letters=[(letter, href(page, place)) for letter, place in letters],
        others=[
            (name, href(page, f"{FOLDER}/{other}.md"))
            for other, name in FACETS.items()
            if other != facet and browse.values(other)
        ],
    )


def _shared(site: Site) -> Iterator[tuple[str, str]]:
    """The pages of small sections, each with the one before and after it."""
    shared = site.browse.shared
    for _, group in groupby(shared, key=lambda path: path.rpartition("/")[0]):
        paths = list(group)
        for path, before, after in zip(paths, [None, *paths], [*paths[1:], None], strict=False):
            keys = shared[path]
            ends = [" · ".join(map(shown, key)) for key in (keys[0], keys[-1])]
            yield (
                path,
                site.render(
                    "browse.md.j2",
                    front=listed_front(f"{_named(keys[0])}：{_to(ends)}"),
                    title=_named(keys[0]),
                    span=_to(ends) if before or after else "",
                    crumbs=_crumbs(path, ()),
                    sections=[_section(site, path, key) for key in keys],
                    before=href(path, before) if before else None,
                    after=href(path, after) if after else None,
                ),
            )


def _named(key: Key) -> str:
    return " · ".join(FACETS[facet] for facet, _ in key)


def _to(ends: Iterable[str | None]) -> str:
    return " 至 ".join(dict.fromkeys(each for each in ends if each))


def _own(site: Site, key: Key) -> Iterator[tuple[str, str]]:
    """The pages of a section: the first with what goes with it, the others by date."""
    name = " · ".join(map(shown, key))
    held = site.browse.sections[key]
    pages = site.browse.pages(key)
    first = f"{own_stem(key)}.md"
    leaves = [(first, tuple(held[: NEWEST if pages else ROWS])), *pages]
    for at, (path, documents) in enumerate(leaves):
        dates = span(documents) if at else ""
        yield (
            path,
            site.render(
                "browse-own.md.j2",
                front=listed_front(f"{name}：{dates}" if at else name),
                title=name,
                facets=_named(key),
                span=dates,
                crumbs=_crumbs(path, key if at else key[:-1] if len(key) > 1 else ()),
                count=len(held),
                shown=len(documents),
                beside=[] if at else [*_beside(site, path, key, BESIDE_OWN), *_years(site, path, key)],
                rows=_rows(site, path, documents, "y-"),
                search=searched(path, key),
                before=href(path, leaves[at - 1][0]) if at > 0 else None,
                after=href(path, leaves[at + 1][0]) if at + 1 < len(leaves) else None,
            ),
        )


def _crumbs(page: str, key: Key) -> list[tuple[str, str]]:
    """The way to a page: all speeches, the facet, the value."""
    facet = page.split("/")[1].partition("-")[0]
    ways = [("讲话", "speeches/index.md"), (FACETS[facet], f"{FOLDER}/{facet}.md")]
    ways += [
        (shown(key[-1]) if at else shown(key[0]), f"{own_stem(key[: at + 1])}.md") for at in range(len(key))
    ]
    return [(name, href(page, place)) for name, place in ways]


def span(documents: Sequence[Annotated]) -> str:
    """The dates of a page's speeches, from the first to the last."""
    dates = [each.speech.date or each.speech.posted for each in documents]
    return _to((dates[0], dates[-1])) or "日期不详"


# ---------------------------------------------------------------- a section


def _section(site: Site, page: str, key: Key) -> dict[str, object]:
    """A section that shares its page."""
    return {
        "anchor": anchor(key),
        "name": " · ".join(map(shown, key)),
        "count": len(site.browse.sections[key]),
        "beside": _beside(site, page, key, BESIDE),
        "rows": _rows(site, page, site.browse.sections[key], f"{anchor(key)}."),
        "search": searched(page, key),
    }


def _beside(site: Site, page: str, key: Key, most: int) -> list[tuple[str, list[Markup]]]:
    """What else the speeches have, as links to those that have both."""
    lines = []
    browse = site.browse
    for facet, values in browse.beside(key):
        pairs = [(shown((facet, value)), n, both(key[0], (facet, value))) for value, n in values[:most]]
        links = [
            _counted(name, n, href(page, browse.place(pair)) if browse.section(pair) != key else None)
            for name, n, pair in pairs
        ]
        rest = len(values) - most
        lines.append((FACETS[facet], [*links, *([Markup(f"另有 {rest} 个")] if rest > 0 else [])]))
    if most > BESIDE:
        lines.append(("主题", _themes(site, page, key)))
    return [(name, links) for name, links in lines if links]


def _themes(site: Site, page: str, key: Key) -> list[Markup]:
    """The leading themes of a section, as searches: too many go with everything to have lists."""
    counts = Counter(score.theme for document in site.browse.sections[key] for score in document.themes)
    best = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:THEMES]
    return [
        _counted(site.theme(theme).label, n, searched(page, (*key, ("theme", theme)))) for theme, n in best
    ]


def _years(site: Site, page: str, key: Key) -> list[tuple[str, list[Markup]]]:
    """The years of a section, and apart from them what has no delivery date."""
    lines: dict[str, list[Markup]] = {"年份": [], UNKNOWN: []}
    for stem, (name, n, place) in site.browse.years(key).items():
        line_ = lines["年份" if stem.isdigit() else UNKNOWN]
        line_.append(_counted(short(name), n, href(page, place)))
    return [(name, links) for name, links in lines.items() if links]


def _counted(name: str, count: int, url: str | None) -> Markup:
    """A value with its speeches; no link where they are those that one sees already."""
    label = Markup('<a href="{}">{}</a>').format(url, name) if url else Markup("<span>{}</span>").format(name)
    return label + Markup("&nbsp;<small>{}</small>").format(count)


def _rows(site: Site, page: str, documents: Iterable[Annotated], prefix: str) -> Markup:
    """Speeches as lists, one for each year. `prefix`: of the years' ids."""
    parts = []
    for (stem, name), held in groupby(documents, key=year_of):
        parts.append(Markup('<ol class="rows" id="{}" aria-label="{}">\n').format(prefix + stem, name))
        parts += [_row(site, page, document) for document in held]
        parts.append(Markup("</ol>\n"))
    return joined(parts)


def _row(site: Site, page: str, document: Annotated) -> Markup:
    row = site.row(document)
    date = f"{row['posted']} 发布" if row["posted"] and not row["date"] else row["date"]
    level = document.speech.value("level")
    said = (
        row["by"],
        row["kind"],
        shown(("level", level)) if level else None,
        document.speech.value("place"),
    )
    told = " · ".join(str(each) for each in (*said, date, f"{row['chars']:,} 字", row["version"]) if each)
    url = href(page, f"speeches/{document.id}.md")
    return Markup(f'<li><a href="{url}">{escape(row["title"])}</a> <small>{escape(told)}</small></li>\n')
