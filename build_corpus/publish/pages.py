"""Every generated file of docs/, one after the other: none has to wait for the rest, and none is kept."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from build_corpus.config import Config, Settings
from build_corpus.manifest import handwritten
from build_corpus.model import Corpus, Knowledge, Version
from build_corpus.publish.aliases import alias_pages
from build_corpus.publish.beside import comparison_page
from build_corpus.publish.browse_pages import browse_pages
from build_corpus.publish.catalogue import catalogued
from build_corpus.publish.charts import timeline
from build_corpus.publish.dataset import dataset
from build_corpus.publish.feeds import feeds
from build_corpus.publish.formulas import formula_pages
from build_corpus.publish.lists import speech_lists
from build_corpus.publish.llms import llms
from build_corpus.publish.markdown import front_matter
from build_corpus.publish.offers import overview
from build_corpus.publish.products import record_lines
from build_corpus.publish.record import SCHEMA, body_characters, json_line
from build_corpus.publish.site import KINDS, Site, by_date
from build_corpus.publish.sitemap import sitemap
from build_corpus.publish.skos import skos
from build_corpus.publish.speeches import speech_page
from build_corpus.publish.suggestions import suggestions
from build_corpus.publish.tables import table_pages
from build_corpus.publish.theme_map import PAGE, map_page
from build_corpus.publish.themes import theme_pages
from build_corpus.publish.tombstones import tombstone_pages
from build_corpus.publish.tree import treated, untreated
from build_corpus.publish.trends import trends
from build_corpus.publish.versions import comparison, is_compared
from build_corpus.publish.write import Generated
from build_corpus.publish.years import years

LATEST = 10  # speeches on the home page
VALUES = 6  # values of each facet named there


def pages(
    corpus: Corpus, knowledge: Knowledge, settings: Settings, records: Iterable[str] | None = None
) -> Iterator[Generated]:
    """All generated files. `records`: the lines of every document's record, where they are made already."""
    site = Site(corpus, knowledge, settings)
    documents = _published(corpus, records or record_lines(corpus, knowledge, settings))
    parts = chain(_texts(site), [("data/documents.jsonl", documents)], dataset(site), feeds(site), llms(site))
    for path, content in catalogued(parts, settings):
        yield path, _unindexed(content) if path.endswith(".md") and isinstance(content, str) else content


def _texts(site: Site) -> Iterator[tuple[str, str]]:
    corpus, knowledge = site.corpus, site.knowledge
    yield "index.md", _home(site)
    yield (
        "themes/index.md",
        site.render(
            "themes.md.j2",
            tree=treated(knowledge.vocabulary, site.count),
            idle=untreated(knowledge.vocabulary, site.count),
        ),
    )
    for document in corpus.shown:
        yield f"speeches/{document.id}.md", speech_page(site, document)
        yield f"compare/{document.id}.md", comparison_page(site, document)
    for version in corpus.versions:
        if is_compared(version, site.documents):
            yield f"versions/{version.id}.md", _version(site, version)
    yield from speech_lists(site)
    yield from browse_pages(site)
    yield PAGE, map_page(site)
    yield from trends(site)
    for made in (theme_pages, table_pages, formula_pages):
        yield from made(site).items()
    yield from tombstone_pages(corpus, site.render).items()
    yield from alias_pages(corpus, site.title, site.render).items()
    yield from skos(knowledge.vocabulary, site.settings).items()
    yield from suggestions(site).items()
    yield "data/index.json", json_line({"schema": SCHEMA, "documents": len(corpus.published)})


def _unindexed(page: str) -> str:
    """A page that Material's own search leaves out: readers search with this project's index, at any size."""
    first, rest = page.split("\n", 1)
    told = "\nsearch:\n" in page.partition("\n---\n")[0]
    return page if told else f"{first}\nsearch:\n  exclude: true\n{rest}"


def generated(
    corpus: Corpus, knowledge: Knowledge, config: Config, records: Iterable[str]
) -> Iterator[Generated]:
    """All generated files but the search index: the pages, then the sitemap, which names those that stand for themselves."""
    listed = [path for path in handwritten(config.project_docs) if path.endswith(".md")]
    for path, content in pages(corpus, knowledge, config.settings, records):
        yield path, content
        if path.endswith(".md") and isinstance(content, str) and not _apart(content):
            listed.append(path)
    days = {f"speeches/{each.id}.md": each.speech.posted for each in corpus.published if each.speech.posted}
    yield from sitemap(listed, config.settings.site_url, days=days)


def _apart(page: str) -> bool:
    """Whether a page asks robots to leave it out: a former address, a tombstone, a speech that is not handed on."""
    return "\nrobots: noindex\n" in page.partition("\n---\n")[0] + "\n"


def _published(corpus: Corpus, records: Iterable[str]) -> Iterator[str]:
    """The lines of published documents."""
    return (
        line for document, line in zip(corpus.documents, records, strict=True) if document.speech.published
    )


def _version(site: Site, version: Version) -> str:
    """A version beside its canonical text. Not searched: its words stand on two pages already."""
    values = comparison(version, site.documents)
    front = {"title": f"版本对照：{site.title(site.documents[version.id])}", "kind": "version"}
    hidden = {"hide": ["navigation", "toc"], "search": {"exclude": True}}
    return site.render("version.md.j2", front=front_matter({**front, **hidden}), **values)


def _home(site: Site) -> str:
    speeches = site.originals
    documents = by_date(site)
    return site.render(
        "home.md.j2",
        rows=[site.row(each) for each in documents if each.id not in site.versions][:LATEST],
        count=len(speeches),
        kinds=Counter(KINDS[each.speech.kind] for each in speeches),
        chars=sum(body_characters(each.speech) for each in speeches),
        paragraphs=sum(block.type != "heading" for each in speeches for block in each.speech.blocks),
        treated=len(site.holders),
        example=next((text for text, each in site.formulas.items() if each.quoted), ""),
        themes=site.leading[:20],
        timeline=timeline(years(documents), "index.md"),
        groups=overview(site, "index.md", VALUES),
    )
