"""llms.txt: what the site is and where its texts are, for programs that read instead of people.

In: the site's tables. Out: one Markdown text. Source: llmstxt.org: a title, a summary, sections of links.
"""

from collections.abc import Iterator

from build_corpus.publish.site import Site

PATH = "llms.txt"


def llms(site: Site) -> Iterator[tuple[str, str]]:
    """(path below docs, text)."""
    yield PATH, site.render("llms.txt.j2", base=f"{site.settings.site_url.rstrip('/')}/".removeprefix("/"))
