"""The sitemap: every page that stands for itself. Source: sitemaps.org, protocol 0.9."""

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

MOST = 50_000  # addresses in one file. Source: sitemaps.org
_FOLLOWING = re.compile(r"^(?:(?:themes|formulas)/[^/]+/[^/]+|speeches/lists/[^/]+|browse/[^/]+/.+)\.md$")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


def sitemap(
    pages: Iterable[str], site_url: str, most: int = MOST, days: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str]]:
    """`sitemap.xml` for these Markdown files; for more than `most`, an index of several; nothing without a `site_url`.

    Pages that only go on with a list are reached through its first page. `days`: Markdown file → the day its text was
    posted on the web, the one day of it that is known; a page without one says none, and never when it was built.
    """
    if not site_url:
        return
    base = escape(site_url.rstrip("/"))
    listed = sorted(path for path in set(pages) if not _FOLLOWING.match(path))
    shares = [listed[at : at + most] for at in range(0, len(listed), most)] or [[]]
    known = days or {}
    texts = [
        _listed("url", [(f"{base}/{address(path)}", known.get(path)) for path in share]) for share in shares
    ]
    if len(texts) == 1:
        yield "sitemap.xml", texts[0]
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(texts) + 1)]
    yield from zip(names, texts, strict=True)
    yield "sitemap.xml", _listed("sitemap", [(f"{base}/{name}", None) for name in names])


def _listed(kind: str, entries: Iterable[tuple[str, str | None]]) -> str:
    """One file: `url` lists pages, `sitemap` lists files; each with its address and its day, where that is known."""
    whole = {"url": "urlset", "sitemap": "sitemapindex"}[kind]
    lines = (
        f"<{kind}><loc>{each}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{kind}>"
        for each, day in entries
    )
    return "\n".join([_HEAD.format(whole), *lines, f"</{whole}>"]) + "\n"


def address(path: str) -> str:
    """Where a Markdown file is published, below the site's address.

    >>> address("speeches/a.md"), address("themes/index.md"), address("index.md")
    ('speeches/a/', 'themes/', '')
    """
    stem = path.removesuffix(".md")
    return stem.removesuffix("index") if stem.rpartition("/")[2] == "index" else f"{stem}/"
