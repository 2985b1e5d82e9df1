"""Every generated file of docs/, as path → text."""

from collections import Counter

from jinja2 import Environment, PackageLoader, StrictUndefined

from build_corpus.config import Settings
from build_corpus.model import (
    VERSION_KINDS,
    Annotated,
    Block,
    Corpus,
    Knowledge,
    Related,
    Theme,
    ThemeScore,
    Version,
)
from build_corpus.publish.aliases import alias_pages
from build_corpus.publish.cleaning import cleaning
from build_corpus.publish.markdown import Markdown, escape, front_matter
from build_corpus.publish.origin import origin
from build_corpus.publish.record import (
    SCHEMA,
    Record,
    body_characters,
    description_of,
    front_matter_of,
    json_line,
    record,
)
from build_corpus.publish.skos import skos
from build_corpus.publish.text import by_theme, excerpt, label, shown_blocks
from build_corpus.publish.tree import treated, untreated
from build_corpus.publish.versions import by_original, comparison, is_compared, version_values

CHIPS = 10  # themes at the head of a speech; the others follow folded
LISTED = 3  # paragraphs of one speech quoted on a theme page; the others are links
QUOTE = 160  # 字 of one quotation
LATEST = 10  # speeches on the home page

KINDS = {"speech": "讲话", "article": "文章", "report": "报告", "not-a-speech": "非讲话"}
FACTS = {
    "speaker": "讲话人",
    "author": "作者",
    "role": "职务",
    "occasion": "场合",
    "publication": "出处",
    "column": "栏目",
    "place": "地点",
    "level": "层级",
}
CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}
FIELD_NAMES = {**FACTS, "year": "年份", "month": "月份", "province": "省份", "title": "标题", "date": "日期"}


class Site:
    """The pages of one corpus. Holds what several pages need, made once."""

    def __init__(self, corpus: Corpus, knowledge: Knowledge, settings: Settings) -> None:
        self.corpus = corpus
        self.knowledge = knowledge
        self.settings = settings
        self.documents = {document.id: document for document in corpus.published}
        self.blocks = {
            document.id: {block.id: block for block in document.speech.blocks}
            for document in corpus.published
        }
        self.versions = {version.id: version for version in corpus.versions}
        self.others = by_original(corpus.versions)
        self.originals = tuple(each for each in corpus.published if each.id not in self.versions)
        self.holders: dict[str, list[tuple[Annotated, ThemeScore]]] = {}
        for document in self.originals:
            for score in document.themes:
                self.holders.setdefault(score.theme, []).append((document, score))
        for held in self.holders.values():
            held.sort(key=lambda each: (-each[1].score, each[0].id))
        self.environment = Environment(
            loader=PackageLoader("build_corpus"),
            finalize=escape,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,  # noqa: S701 - finalize escapes for Markdown, which HTML escaping would not
        )
        self.environment.filters["raw"] = Markdown  # for ids and addresses, which are no text

    def render(self, template: str, **values: object) -> str:
        """A page from its template."""
        return self.environment.get_template(template).render(site=self, **values)

    def theme(self, theme_id: str) -> Theme:
        """A theme by its id."""
        return self.knowledge.vocabulary.get(theme_id)

    def title(self, document: Annotated) -> str:
        """A document's title, or what stands for it."""
        return document.speech.title or f"（无题）{document.id}"

    def label(self, document_id: str, block_id: str) -> str:
        """A few words that name a paragraph."""
        return label(self.blocks[document_id][block_id])

    def count(self, theme_id: str) -> int:
        """Speeches that treat a theme."""
        return len(self.holders.get(theme_id, ()))


def pages(corpus: Corpus, knowledge: Knowledge, settings: Settings) -> dict[str, str]:
    """All generated files: path below docs → text."""
    site = Site(corpus, knowledge, settings)
    files = {
        "index.md": _home(site),
        "speeches/index.md": site.render(
            "speeches.md.j2",
            rows=[_row(site, each) for each in _by_date(site)],
            copies=len(corpus.versions),
        ),
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
        files[f"speeches/{document.id}.md"] = _speech(site, document, full)
        lines.append(json_line(full))
    for version in corpus.versions:
        if is_compared(version, site.documents):
            files[f"versions/{version.id}.md"] = _version(site, version)
    for theme in knowledge.vocabulary.concepts:
        files[f"themes/{theme.id}.md"] = _theme(site, theme)
    files |= alias_pages(corpus, site.title, site.render)
    files["data/documents.jsonl"] = "".join(lines)
    files |= skos(knowledge.vocabulary, settings)
    files["data/index.json"] = json_line({"schema": SCHEMA, "documents": len(lines)})
    return files


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
        rows=[_row(site, each) for each in _by_date(site) if each.id not in site.versions][:LATEST],
        count=len(speeches),
        kinds=Counter(KINDS[each.speech.kind] for each in speeches),
        chars=sum(body_characters(each.speech) for each in speeches),
        paragraphs=sum(block.type != "heading" for each in speeches for block in each.speech.blocks),
        treated=len(site.holders),
        themes=[site.theme(theme) for theme in themes[:20]],
    )


def _weight(site: Site, theme: str) -> float:
    return sum(score.score for _, score in site.holders[theme])


def _by_date(site: Site) -> list[Annotated]:
    """Newest first by delivery date, then those without one, newest first by posted date, then by id."""
    ordered = sorted(site.corpus.published, key=lambda each: each.speech.posted or "", reverse=True)
    ordered.sort(key=lambda each: each.speech.date or "", reverse=True)
    return ordered


def _row(site: Site, document: Annotated) -> dict[str, object]:
    """A speech in a list."""
    speech = document.speech
    version = site.versions.get(document.id)
    return {
        "id": document.id,
        "title": site.title(document),
        "kind": KINDS[speech.kind],
        "version": VERSION_KINDS[version.kind] if version else None,
        "by": speech.value("speaker") or speech.value("author") or speech.value("role"),
        "level": speech.value("level"),
        "date": speech.date,
        "posted": speech.posted,
        "chars": body_characters(speech),
        "themes": [site.theme(score.theme) for score in document.themes[:3]],
    }


def _speech(site: Site, document: Annotated, full: Record) -> str:
    speech = document.speech
    facts = [(FACTS[field], speech.value(field)) for field in FACTS if speech.value(field)]
    dated = [("讲话日期", speech.date), ("发布日期", speech.posted)]
    version = site.versions.get(document.id)
    related = [_related(site, document, each) for each in site.corpus.related.get(document.id, ())]
    return site.render(
        "speech.md.j2",
        front=front_matter({**front_matter_of(full, description_of(speech)), "hide": ["navigation"]}),
        title=site.title(document),
        subtitle=speech.value("subtitle"),
        facts=[
            ("类型", KINDS[speech.kind]),
            *facts,
            *((name, value) for name, value in dated if value),
            ("篇幅", f"{full['chars']} 字"),
        ],
        chips=[site.theme(score.theme) for score in document.themes[:CHIPS]],
        more=[site.theme(score.theme) for score in document.themes[CHIPS:]],
        outlined=any(block.type == "heading" for block in speech.blocks),
        blocks=shown_blocks(document),
        remarks=[note for note in speech.notes if note.block is None],
        related=related,
        versions=[version_values(each, site.documents) for each in site.others.get(document.id, ())],
        version=version_values(version, site.documents) if version else None,
        source=origin(speech),
        rights=speech.rights,
        inferred=[
            (FIELD_NAMES.get(fact.field, fact.field), fact.value, CONFIDENCE[fact.confidence], fact.evidence)
            for fact in speech.source.sidecar.inferred
        ],
        cleaning=cleaning(document.speech, site.knowledge),
    )


def _related(site: Site, here: Annotated, related: Related) -> dict[str, object]:
    there = site.documents[related.id]
    return {
        "id": related.id,
        "title": site.title(there),
        "themes": [
            {
                "id": share.theme,
                "label": site.theme(share.theme).label,
                "pairs": [
                    (pair.here, site.label(here.id, pair.here), pair.there, site.label(there.id, pair.there))
                    for pair in share.pairs
                ],
            }
            for share in related.themes
        ],
    }


def _theme(site: Site, theme: Theme) -> str:
    vocabulary = site.knowledge.vocabulary
    speeches = [_evidence(site, theme, document, score) for document, score in site.holders.get(theme.id, ())]
    with_it = Counter(
        score.theme
        for document, _ in site.holders.get(theme.id, ())
        for score in document.themes[:CHIPS]
        if score.theme != theme.id
    )
    together = sorted(with_it, key=lambda other: (-with_it[other], other))
    return site.render(
        "theme.md.j2",
        front=front_matter(
            {"id": theme.id, "title": theme.label, "description": theme.scope, "kind": "theme"}
            | ({} if speeches else {"search": {"exclude": True}})
        ),
        theme=theme,
        successor=site.theme(theme.replaced_by) if theme.replaced_by else None,
        broader=site.theme(theme.broader) if theme.broader else None,
        narrower=[(each, site.count(each.id)) for each in vocabulary.narrower(theme.id)],
        related=[site.theme(each) for each in theme.related],
        together=[site.theme(each) for each in together[:6]],
        speeches=speeches,
    )


def _evidence(site: Site, theme: Theme, document: Annotated, score: ThemeScore) -> dict[str, object]:
    """A speech on a theme page: its best paragraphs quoted, the others as links."""
    spans = by_theme(document.mentions)
    blocks = site.blocks[document.id]
    family = [theme.id, *(each.id for each in site.knowledge.vocabulary.narrower(theme.id))]

    def quote(block: Block) -> Markdown:
        found = spans.get((block.id, theme.id)) or [
            span for each in family for span in spans.get((block.id, each), ())
        ]
        return excerpt(block, sorted(found, key=lambda span: span.start), QUOTE)

    ids = [block_id for block_id, _ in score.paragraphs]
    return {
        "id": document.id,
        "title": site.title(document),
        "row": _row(site, document),
        "quotes": [(block_id, label(blocks[block_id]), quote(blocks[block_id])) for block_id in ids[:LISTED]],
        "others": [(block_id, label(blocks[block_id])) for block_id in ids[LISTED:]],
        "count": len(ids),
    }
