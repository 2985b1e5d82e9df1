"""The pages by which speeches are browsed: one of each facet's values, and the lists of what has a value or two.

Lists are raw HTML: MkDocs renders a hundred lines in 4 ms, a table of Markdown takes ten times as long. So every text is
escaped here, and every address is written as the browser needs it, from one page with a directory of its own to another.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from build_corpus.publish.briefs import FACETS, Brief, Key, Value
from build_corpus.publish.browse import (
    BESIDE,
    FOLDER,
    OWN,
    Counted,
    anchor,
    both,
    own_stem,
)
from build_corpus.publish.charts import line
from build_corpus.publish.derived import kept
from build_corpus.publish.html import Markup, escape, joined
from build_corpus.publish.lazy import Lazy
from build_corpus.publish.listed import Line, Link, href, linked, listed_front
from build_corpus.publish.offers import by_year, offer_of, overview, shown, themes
from build_corpus.publish.site import Site
from build_corpus.publish.theme_values import best_themes
from build_corpus.publish.years import ROWS, UNKNOWN, joined_ends, short, span, year_of

INDEX, NAME = f"{FOLDER}/index.md", "分类浏览"
"""The page of what speeches can be browsed by, and what readers call it."""
NEWEST = 20  # speeches on the first page of a section that has several
LEADING = 8  # values of each facet on the page of all facets
VALUES = 120  # values of a facet on its page; the others follow by pinyin
SEVERAL = 3  # sections of a page that its name names; of more, the first and the last
BESIDE_OWN = 12  # values of another facet named at the head of a section with pages of its own


def searched(page: str, wanted: Iterable[Value]) -> str:
    """The address of the search that finds what has these values."""
    return f"{href(page, 'search.md')}?{urlencode(list(wanted), errors='replace')}"


# ---------------------------------------------------------------- pages


Held = tuple[str, Sequence[tuple[str, str, list[str]]]]
"""What goes before the ids of years; of each year its stem, its name, its speeches."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page all but for its rows, and for how links are written."""

    template: str
    title: str
    values: Mapping[str, object]
    sections: Sequence[tuple[Mapping[str, object], Sequence[Line], Held]] = ()
    beside: Sequence[Line] = ()
    rows: Held = ("", ())


def browse_pages(site: Site) -> Iterator[tuple[str, Lazy]]:
    """Path below docs → text."""
    return ((path, Lazy(site, _page, (path,))) for path in browsed(site))


@kept()
def browsed(site: Site) -> Mapping[str, Listed]:
    """Path below docs → what the page lists."""
    browse = site.browse
    facets = {facet: browse.values(facet) for facet in FACETS}
    found = {
        f"{FOLDER}/{facet}.md": _facet(site, facet, values) for facet, values in facets.items() if values
    }
    if found:
        found[INDEX] = _index(site)
    found.update(_shared(site))
    for key in browse.sections:
        if browse.is_own(key):
            found.update(_own(site, key))
    return found


def _page(site: Site, path: str) -> str:
    listed = browsed(site)[path]
    sections = [
        {**values, "beside": linked(beside), "rows": _rows(site, path, held)}
        for values, beside, held in listed.sections
    ]
    return site.render(
        listed.template,
        front=listed_front(listed.title),
        line=line,
        sections=sections,
        beside=linked(listed.beside),
        rows=_rows(site, path, listed.rows),
        **listed.values,
    )


def _index(site: Site) -> Listed:
    """What speeches can be browsed by, each with its leading values: as large for many speeches as for few."""
    every = (by_year(site, INDEX, LEADING), *overview(site, INDEX, LEADING), themes(site, INDEX, LEADING))
    groups = [group for group in every if group.offers]
    values = {"name": NAME, "groups": groups, "speeches": len(site.browse.facts)}
    return Listed("browse-index.md.j2", NAME, values)


def _facet(site: Site, facet: str, values: Counted) -> Listed:
    """All values of a facet, or the leading ones and where the others begin."""
    page, browse = f"{FOLDER}/{facet}.md", site.browse
    own = sum(n > OWN for _, n in values)
    leading = values[: max(VALUES, own)]
    known = sum(n for _, n in values)
    letters = browse.letters(facet) if len(values) > len(leading) else []
    return Listed(
        "browse-facet.md.j2",
        FACETS[facet],
        {
            "name": FACETS[facet],
            "section": NAME,
            "offers": [offer_of(browse, page, (facet, value), n) for value, n in leading],
            "most": max(n for _, n in values),
            "values": len(values),
            "known": known,
            "unknown": len(browse.facts) - known,
            "letters": [(letter, href(page, place)) for letter, place in letters],
            "others": [
                (name, href(page, f"{FOLDER}/{other}.md"))
                for other, name in FACETS.items()
                if other != facet and browse.values(other)
            ],
        },
    )


def _shared(site: Site) -> Iterator[tuple[str, Listed]]:
    """The pages of small sections, each with the one before and after it."""
    shared = site.browse.shared
    for _, group in groupby(shared, key=lambda path: path.rpartition("/")[0]):
        paths = list(group)
        for path, before, after in zip(paths, [None, *paths], [*paths[1:], None], strict=False):
            keys = shared[path]
            name, facets = _several(keys), _named(keys[0])
            values = {
                "title": name,
                "facets": facets,
                "crumbs": _crumbs(path, ()),
                "before": href(path, before) if before else None,
                "after": href(path, after) if after else None,
            }
            sections = [_section(site, path, key) for key in keys]
            yield path, Listed("browse.md.j2", f"{name}（{facets}）", values, sections)


def _several(keys: Sequence[Key]) -> str:
    """What the sections of a page are of: all of them where they are few, else the first and the last."""
    names = [" · ".join(map(shown, key)) for key in keys]
    return "、".join(names) if len(names) <= SEVERAL else joined_ends((names[0], names[-1]))


def _named(key: Key) -> str:
    return " · ".join(FACETS[facet] for facet, _ in key)


def _own(site: Site, key: Key) -> Iterator[tuple[str, Listed]]:
    """The pages of a section: the first with what goes with it, the others by date."""
    name = " · ".join(map(shown, key))
    held = site.browse.sections[key]
    pages = site.browse.pages(key)
    first = f"{own_stem(key)}.md"
    leaves = [(first, tuple(held[: NEWEST if pages else ROWS])), *pages]
    for at, (path, documents) in enumerate(leaves):
        dates = span(documents) if at else ""
        values = {
            "title": name,
            "facets": _named(key),
            "span": dates,
            "crumbs": _crumbs(path, key if at else key[:-1] if len(key) > 1 else ()),
            "count": 0 if at else len(held),  # one speech more changes as few pages as it can
            "shown": len(documents),
            "search": searched(path, key),
            "before": href(path, leaves[at - 1][0]) if at > 0 else None,
            "after": href(path, leaves[at + 1][0]) if at + 1 < len(leaves) else None,
        }
        beside = [] if at else [*_beside(site, path, key, BESIDE_OWN), *_years(site, path, key)]
        title = f"{name}：{dates}" if at else name
        yield path, Listed("browse-own.md.j2", title, values, (), beside, _held("y-", documents))


def _crumbs(page: str, key: Key) -> list[tuple[str, str]]:
    """The way to a page: all speeches, all facets, the facet, the value."""
    facet = page.split("/")[1].partition("-")[0]
    ways = [("讲话", "speeches/index.md"), (NAME, INDEX), (FACETS[facet], f"{FOLDER}/{facet}.md")]
    ways += [
        (shown(key[-1]) if at else shown(key[0]), f"{own_stem(key[: at + 1])}.md") for at in range(len(key))
    ]
    return [(name, href(page, place)) for name, place in ways]


# ---------------------------------------------------------------- a section


def _section(site: Site, page: str, key: Key) -> tuple[Mapping[str, object], Sequence[Line], Held]:
    """A section that shares its page."""
    documents = site.browse.sections[key]
    values = {
        "anchor": anchor(key),
        "name": " · ".join(map(shown, key)),
        "count": len(documents),
        "search": searched(page, key),
    }
    return values, _beside(site, page, key, BESIDE), _held(f"{anchor(key)}.", documents)


def _held(prefix: str, documents: Iterable[Brief]) -> Held:
    """Speeches by year. `prefix`: of the years' ids."""
    years = groupby(documents, key=year_of)
    return prefix, [(stem, name, [each.id for each in held]) for (stem, name), held in years]


def _beside(site: Site, page: str, key: Key, most: int) -> list[Line]:
    """What else the speeches have, as links to those that have both."""
    lines: list[Line] = []
    browse = site.browse
    for facet, values in browse.beside(key):
        pairs = [(shown((facet, value)), n, both(key[0], (facet, value))) for value, n in values[:most]]
        links = [
            (name, n, href(page, browse.place(pair)) if browse.section(pair) != key else None)
            for name, n, pair in pairs
        ]
        lines.append((FACETS[facet], links, max(len(values) - most, 0)))
    if most > BESIDE and len(key) == 1:
        lines.append(("主题", best_themes(site, browse.sections[key], key[0], page), 0))
    return [each for each in lines if each[1]]


def _years(site: Site, page: str, key: Key) -> list[Line]:
    """The years of a section, and apart from them what has no delivery date."""
    lines: dict[str, list[Link]] = {"年份": [], UNKNOWN: []}
    for stem, (name, n, place) in site.browse.years(key).items():
        lines["年份" if stem.isdigit() else UNKNOWN].append((short(name), n, href(page, place)))
    return [(name, links, 0) for name, links in lines.items() if links]


# ---------------------------------------------------------------- as HTML


def _rows(site: Site, page: str, held: Held) -> Markup:
    """Speeches as lists, one for each year."""
    prefix, years = held
    parts = []
    for stem, name, ids in years:
        parts.append(Markup('<ol class="rows" id="{}" aria-label="{}">\n').format(prefix + stem, name))
        parts += [_row(site, page, each) for each in ids]
        parts.append(Markup("</ol>\n"))
    return joined(parts)


def _row(site: Site, page: str, document_id: str) -> Markup:
    row = site.row(document_id)
    date = f"{row['posted']} 发布" if row["posted"] and not row["date"] else row["date"]
    said = (
        row["by"],
        row["kind"],
        row["level"],
        row["place"],
    )
    told = " · ".join(str(each) for each in (*said, date, f"{row['chars']:,} 字", row["version"]) if each)
    url = href(page, f"speeches/{document_id}.md")
    return Markup(f'<li><a href="{url}">{escape(row["title"])}</a> <small>{escape(told)}</small></li>\n')
