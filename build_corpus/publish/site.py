"""What the pages of one corpus have in common: tables made once, templates, rows of lists."""

from collections.abc import Iterable

from jinja2 import Environment, PackageLoader, StrictUndefined

from build_corpus.config import Settings
from build_corpus.model import VERSION_KINDS, Annotated, Corpus, Knowledge, Parallel, Theme, ThemeScore
from build_corpus.publish.markdown import Markdown, escape
from build_corpus.publish.record import body_characters
from build_corpus.publish.text import label
from build_corpus.publish.versions import by_original

KINDS = {"speech": "讲话", "article": "文章", "report": "报告", "not-a-speech": "非讲话"}


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
        self.parallels = _by_document(corpus.parallels)
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

    def theme_place(self, theme_id: str, document_id: str) -> str:
        """Where a theme's page quotes a speech; the page itself where it does not: a version is quoted as its original."""
        anchor = "" if document_id in self.versions else f"#in-{document_id}"
        return f"themes/{theme_id}.md{anchor}"

    def count(self, theme_id: str) -> int:
        """Speeches that treat a theme."""
        return len(self.holders.get(theme_id, ()))


def _by_document(parallels: Iterable[Parallel]) -> dict[str, list[Parallel]]:
    """Document → the passages it shares with others."""
    found: dict[str, list[Parallel]] = {}
    for parallel in parallels:
        for each in (parallel.here, parallel.there):
            found.setdefault(each.document, []).append(parallel)
    return found


def by_date(site: Site) -> list[Annotated]:
    """Newest first by delivery date, then those without one, newest first by posted date, then by id."""
    ordered = sorted(site.corpus.published, key=lambda each: each.speech.posted or "", reverse=True)
    ordered.sort(key=lambda each: each.speech.date or "", reverse=True)
    return ordered


def row_of(site: Site, document: Annotated) -> dict[str, object]:
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
