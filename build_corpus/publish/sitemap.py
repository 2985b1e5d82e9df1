"""The sitemap: every page that stands for itself. Source: sitemaps.org, protocol 0.9."""

import re
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from build_corpus.publish.write import handwritten

_UNLISTED = re.compile(r"^redirect: ", re.MULTILINE)
_HEAD = 4096  # characters of a page that hold its front matter


def sitemap(files: Mapping[str, str], docs: Path, site_url: str) -> dict[str, str]:
    """`sitemap.xml` for generated `files` and the hand-written pages of `docs`; nothing without an address of the site.

    Former addresses are no pages of their own.
    """
    if not site_url:
        return {}
    by_hand = [path for path in handwritten(docs) if path.endswith(".md") and path not in files]
    own = [path for path in files if path.endswith(".md") and not _UNLISTED.search(files[path][:_HEAD])]
    lines = [
        f"<url><loc>{escape(site_url.rstrip('/'))}/{address(path)}</loc></url>"
        for path in sorted((*own, *by_hand))
    ]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return {"sitemap.xml": "\n".join([head, *lines, "</urlset>"]) + "\n"}


def address(path: str) -> str:
    """Where a Markdown file is published, below the site's address.

    >>> address("speeches/a.md"), address("themes/index.md"), address("index.md")
    ('speeches/a/', 'themes/', '')
    """
    stem = path.removesuffix(".md")
    return stem.removesuffix("index") if stem.rpartition("/")[2] == "index" else f"{stem}/"
