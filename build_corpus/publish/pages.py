"""Every generated file of docs/, one after the other: none has to wait for the rest, and none is kept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from build_corpus.config import Config
from build_corpus.manifest import handwritten
from build_corpus.publish.aliases import alias_pages
from build_corpus.publish.beside import comparison_page
from build_corpus.publish.briefs import lengths
from build_corpus.publish.browse_pages import browse_pages
from build_corpus.publish.catalogue import catalogued
from build_corpus.publish.dataset import dataset
from build_corpus.publish.derived import derived
from build_corpus.publish.feeds import feeds
from build_corpus.publish.formulas import formula_pages
from build_corpus.publish.lazy import Content, Generated, Lazy
from build_corpus.publish.lists import HOME, entrances, speech_lists
from build_corpus.publish.llms import llms
from build_corpus.publish.markdown import front_matter
from build_corpus.publish.occurring import is_idle
from build_corpus.publish.phrase_facts import QUOTED, phrases_in_order
from build_corpus.publish.placed import counts, theme_file
from build_corpus.publish.record import SCHEMA, json_line
from build_corpus.publish.site import Site
from build_corpus.publish.sitemap import sitemap
from build_corpus.publish.skos import skos_files
from build_corpus.publish.speeches import speech_page
from build_corpus.publish.suggestions import suggestions
from build_corpus.publish.tables import table_pages
from build_corpus.publish.theme_map import PAGE, map_page
from build_corpus.publish.theme_value_pages import theme_value_pages
from build_corpus.publish.themes import theme_pages
from build_corpus.publish.tombstones import tombstone_pages
from build_corpus.publish.tree import treated, untreated
from build_corpus.publish.trends import trends
from build_corpus.publish.versions import comparison, is_compared

THEMES = 20  # named on the home page


def pages(site: Site) -> Iterator[Generated]:
    """All generated files but the sitemap."""
    parts = chain(dataset(site), _texts(site), feeds(site), llms(site))  # the largest files first
    for path, content in catalogued(parts, site.settings):
        yield path, _finished(content) if path.endswith(".md") else content


def _texts(site: Site) -> Iterator[Generated]:
    corpus = site.corpus
    yield HOME, Lazy(site, _home)
    yield "themes/index.md", Lazy(site, _themes)
    for document in corpus.shown:
        yield f"speeches/{document.id}.md", Lazy(site, speech_page, (document.id,))
        yield f"compare/{document.id}.md", Lazy(site, comparison_page, (document.id,))
    for version in corpus.versions:
        if is_compared(version, site.documents):
            yield f"versions/{version.id}.md", Lazy(site, _version, (version.id,))
    yield from speech_lists(site)
    yield from browse_pages(site)
    yield PAGE, Lazy(site, map_page)
    yield from trends(site)
    yield from theme_pages(site)
    yield from theme_value_pages(site)
    yield from table_pages(site)
    yield from formula_pages(site)
    yield from tombstone_pages(corpus, site.render).items()
    yield from alias_pages(corpus, site.title, site.render).items()
    yield from skos_files(site)
    yield from suggestions(site)
    yield "data/index.json", json_line({"schema": SCHEMA, "documents": len(corpus.published)})


def _finished(content: Content) -> Content:
    if isinstance(content, Lazy):
        return replace(content, finish=_unindexed)
    return _unindexed(content) if isinstance(content, str) else content


def _unindexed(page: str) -> str:
    """A page that Material's own search leaves out: readers search with this project's index, at any size."""
    first, rest = page.split("\n", 1)
    told = "\nsearch:\n" in page.partition("\n---\n")[0]
    return page if told else f"{first}\nsearch:\n  exclude: true\n{rest}"


def generated(site: Site, config: Config, by_hand: Iterable[str] | None = None) -> Iterator[Generated]:
    """All generated files but the search index: the pages, then the sitemap, which names those that stand for themselves.

    `by_hand`: hand-written files of docs/; those that stand there, where nobody says.
    """
    briefs = [each for each in site.briefs.values() if each.shown]
    published = {f"speeches/{each.id}.md": each.posted for each in briefs if each.published}
    apart = {
        f"{folder}/{each.id}.md"
        for each in briefs
        if not each.published
        for folder in ("speeches", "compare")
    }
    apart |= {theme_file(theme) for theme in site.themes if is_idle(site, theme)}
    others = handwritten(config.project_docs) if by_hand is None else by_hand
    listed = [path for path in others if path.endswith(".md")]
    for path, content in pages(site):
        yield path, content
        if path.endswith(".md") and path not in apart and not _apart(content):
            listed.append(path)
    days = {path: posted for path, posted in published.items() if posted}
    yield from sitemap(listed, config.settings.site_url, days=days)


def _apart(page: Content) -> bool:
    """Whether a page that is made already asks robots to leave it out: a former address, a tombstone."""
    return isinstance(page, str) and "\nrobots: noindex\n" in page.partition("\n---\n")[0] + "\n"


def _version(site: Site, version_id: str) -> str:
    """A version beside its canonical text. Not searched: its words stand on two pages already."""
    version = site.versions[version_id]
    values = comparison(version, site.documents)
    front = {"title": f"{site.title(site.documents[version.id])}：版本对照", "kind": "version"}
    hidden = {"hide": ["navigation", "toc"], "search": {"exclude": True}}
    return site.render("version.md.j2", front=front_matter({**front, **hidden}), **values)


def _themes(site: Site) -> str:
    vocabulary = site.knowledge.vocabulary
    return site.render(
        "themes.md.j2", tree=treated(vocabulary, site.count), idle=untreated(vocabulary, site.count)
    )


@derived()
def sums(site: Site) -> Mapping[str, int]:
    """字 and paragraphs of all speeches that are no versions."""
    known = lengths(site).whole
    held = [known[name] for name in site.themes_of]
    return {"chars": sum(chars for chars, _ in held), "paragraphs": sum(blocks for _, blocks in held)}


def _home(site: Site) -> str:
    entrance = entrances(site)[HOME]
    quoted = phrases_in_order(site)[QUOTED]
    return site.render(
        "home.md.j2",
        latest=[(name, said, [site.row(each) for each in held]) for name, said, held in entrance.latest],
        count=sum(entrance.kinds.values()),
        published=entrance.count,
        kinds=entrance.kinds,
        chars=sums(site)["chars"],
        paragraphs=sums(site)["paragraphs"],
        treated=len(counts(site)),
        example=quoted[0][1] if quoted else "",
        themes=site.leading[:THEMES],
        timeline=entrance.timeline,
        groups=entrance.groups,
    )
