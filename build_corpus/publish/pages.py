"""Every generated file of docs/, as path → text."""

from collections import Counter
from itertools import chain

from build_corpus.config import Settings
from build_corpus.model import Corpus, Knowledge, Version
from build_corpus.publish.aliases import alias_pages
from build_corpus.publish.beside import comparison_page
from build_corpus.publish.catalogue import catalogued
from build_corpus.publish.dataset import dataset
from build_corpus.publish.feeds import feeds
from build_corpus.publish.formulas import formula_pages
from build_corpus.publish.lists import speech_lists
from build_corpus.publish.llms import llms
from build_corpus.publish.markdown import front_matter
from build_corpus.publish.record import SCHEMA, body_characters, json_line, record
from build_corpus.publish.site import KINDS, Site, by_date
from build_corpus.publish.skos import skos
from build_corpus.publish.speeches import speech_page
from build_corpus.publish.suggestions import suggestions
from build_corpus.publish.tables import table_pages
from build_corpus.publish.themes import theme_pages
from build_corpus.publish.tree import treated, untreated
from build_corpus.publish.versions import comparison, is_compared

LATEST = 10  # speeches on the home page


def pages(corpus: Corpus, knowledge: Knowledge, settings: Settings) -> dict[str, str]:
    """All generated files: path below docs → text."""
    site = Site(corpus, knowledge, settings)
    files = {
        "index.md": _home(site),
        "themes/index.md": site.render(
            "themes.md.j2",
            tree=treated(knowledge.vocabulary, site.count),
            idle=untreated(knowledge.vocabulary, site.count),
        ),
    }
    lines = []
    for document in corpus.published:
        related, version = corpus.related.get(document.id, ()), site.versions.get(document.id)
        full = record(document, related, knowledge, settings.language, version)
        files[f"speeches/{document.id}.md"] = speech_page(site, document, full)
        files[f"compare/{document.id}.md"] = comparison_page(site, document)
        lines.append(json_line(full))
    for version in corpus.versions:
        if is_compared(version, site.documents):
            files[f"versions/{version.id}.md"] = _version(site, version)
    files |= speech_lists(site) | theme_pages(site) | table_pages(site)
    files |= formula_pages(site)
    files |= alias_pages(corpus, site.title, site.render)
    files["data/documents.jsonl"] = "".join(lines)
    files |= skos(knowledge.vocabulary, settings)
    files |= suggestions(site)
    files["data/index.json"] = json_line({"schema": SCHEMA, "documents": len(lines)})
    whole = catalogued(chain(files.items(), dataset(site), feeds(site), llms(site)), settings)
    made = {path: text if isinstance(text, str) else "".join(map(str, text)) for path, text in whole}
    return {path: _unindexed(text) if path.endswith(".md") else text for path, text in made.items()}


def _unindexed(page: str) -> str:
    """A page that Material's own search leaves out: readers search with this project's index, at any size."""
    first, rest = page.split("\n", 1)
    told = "\nsearch:\n" in page.partition("\n---\n")[0]
    return page if told else f"{first}\nsearch:\n  exclude: true\n{rest}"


def _version(site: Site, version: Version) -> str:
    """A version beside its canonical text. Not searched: its words stand on two pages already."""
    values = comparison(version, site.documents)
    front = {"title": f"版本对照：{site.title(site.documents[version.id])}", "kind": "version"}
    hidden = {"hide": ["navigation", "toc"], "search": {"exclude": True}}
    return site.render("version.md.j2", front=front_matter({**front, **hidden}), **values)


def _home(site: Site) -> str:
    speeches = site.originals
    themes = sorted(site.holders, key=lambda theme: (-_weight(site, theme), theme))
    return site.render(
        "home.md.j2",
        rows=[site.row(each) for each in by_date(site) if each.id not in site.versions][:LATEST],
        count=len(speeches),
        kinds=Counter(KINDS[each.speech.kind] for each in speeches),
        chars=sum(body_characters(each.speech) for each in speeches),
        paragraphs=sum(block.type != "heading" for each in speeches for block in each.speech.blocks),
        treated=len(site.holders),
        example=next((text for text, each in site.formulas.items() if each.quoted), ""),
        themes=[site.theme(theme) for theme in themes[:20]],
    )


def _weight(site: Site, theme: str) -> float:
    return sum(score.score for _, score in site.holders[theme])
