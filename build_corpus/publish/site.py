"""What the pages of one corpus have in common: tables made once, templates, rows of lists."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from hashlib import sha256
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined

from build_corpus.config import Settings
from build_corpus.model import VERSION_KINDS, Annotated, Corpus, Knowledge, Parallel, Theme
from build_corpus.publish.markdown import Markdown, escape
from build_corpus.publish.noted import DOCUMENTS, EVERYTHING, Notes, Table, of_all
from build_corpus.publish.placed import counts, held_by, holders_of, places, theme_file
from build_corpus.publish.record import body_characters
from build_corpus.publish.text import label
from build_corpus.publish.together import Together, together
from build_corpus.publish.versions import by_original

KINDS = {"speech": "讲话", "article": "文章", "report": "报告", "not-a-speech": "非讲话"}


class Site:
    """The pages of one corpus. Holds what several pages need, made once.

    Pages may be made later, or not at all where what they read is what it was: so all that is of the corpus is in
    tables that note who reads what, or a property `of_all`; see `noted`.
    """

    def __init__(
        self,
        corpus: Corpus,
        knowledge: Knowledge,
        settings: Settings,
        digests: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`digests`: of documents, by id, where they are known already."""
        self._corpus = corpus
        self.knowledge = knowledge
        self.settings = settings
        self._digests = dict(digests)
        self.notes = notes = Notes(self, self._digest_of)
        self.blocks = Table(
            notes,
            DOCUMENTS,  # a block is read with its document; the last table of a name tells what its entries hold
            {each.id: {block.id: block for block in each.speech.blocks} for each in corpus.published},
        )
        self.documents = Table(
            notes, DOCUMENTS, {each.id: each for each in corpus.published}, _nothing, _itself
        )
        self.every = Table(notes, DOCUMENTS, {each.id: each for each in corpus.documents}, _nothing, _itself)
        """All documents, those that are not published as well: for what stays in build/."""
        self.records: Mapping[str, str] = {}
        """Records as lines of JSON, as far as they are made already."""
        self.themes = {theme.id: theme for theme in knowledge.vocabulary.concepts}
        self._narrower: dict[str | None, list[Theme]] = {}
        for theme in knowledge.vocabulary.concepts:
            if not theme.deprecated:
                self._narrower.setdefault(theme.broader, []).append(theme)
        self.related = Table(notes, "related", corpus.related)
        self.versions = Table(notes, "versions", {version.id: version for version in corpus.versions})
        self.others = Table(notes, "others", by_original(corpus.versions))
        self.parallels = Table(notes, "parallels", _by_document(corpus.parallels))
        versions = {version.id for version in corpus.versions}
        self._originals = tuple(each for each in corpus.published if each.id not in versions)
        self.holders = Table(notes, "holders", holders_of(self._originals), _nothing, held_by)
        self.formulas = Table(
            notes,
            "formulas",
            {each.text: each for each in corpus.formulas if each.uses[0].document != each.uses[-1].document},
        )
        everything = {each.name: getattr(corpus, each.name) for each in fields(corpus)}
        Table(notes, EVERYTHING, everything, _without_documents, _documents_in)
        self._rows: dict[str, dict[str, object]] = {}
        self.environment = Environment(
            loader=PackageLoader("build_corpus"),
            auto_reload=False,  # a template does not change while pages are made
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
        """A theme by its id; KeyError without one."""
        return self.themes[theme_id]

    def narrower(self, theme_id: str) -> tuple[Theme, ...]:
        """The themes in use right below one."""
        return tuple(self._narrower.get(theme_id, ()))

    def title(self, document: Annotated) -> str:
        """A document's title, or what stands for it."""
        return document.speech.title or f"（无题）{document.id}"

    def label(self, document_id: str, block_id: str) -> str:
        """A few words that name a paragraph."""
        return label(self.blocks[document_id][block_id])

    def count(self, theme_id: str) -> int:
        """Speeches that treat a theme."""
        return counts(self).get(theme_id, 0)

    def row(self, document: Annotated) -> dict[str, object]:
        """A speech in a list."""
        row = self._rows.get(document.id) or row_of(self, document)
        self._rows[document.id] = row
        self.notes.read(DOCUMENTS, document.id)  # for a row that another page has made
        self.notes.read("versions", document.id)
        return row

    def _digest_of(self, document: Annotated) -> str:
        if document.id not in self._digests:
            told = repr(document).encode("utf-8", "surrogatepass")
            self._digests[document.id] = sha256(told).hexdigest()
        return self._digests[document.id]

    @of_all
    def corpus(self) -> Corpus:
        """All documents and what holds between them."""
        return self._corpus

    @of_all
    def originals(self) -> tuple[Annotated, ...]:
        """Speeches that are no version of another one."""
        return self._originals

    @of_all
    def together(self) -> Together:
        """Which themes go together."""
        return together(self._originals, self.themes)

    def theme_place(self, theme_id: str, document_id: str) -> str:
        """Where a theme's pages quote a speech: `themes/<id>.md#in-<speech>`, or that of a following page.

        The theme's first page where they don't quote it: a version is quoted as its original.
        """
        number = places(self).get(document_id, {}).get(theme_id)
        return f"{theme_file(theme_id, number)}#in-{document_id}" if number else theme_file(theme_id)


def _nothing(_: object) -> None:
    """What an entry tells besides the documents it holds."""


def _itself(document: Annotated) -> tuple[Annotated]:
    return (document,)


def _documents_in(entry: object) -> tuple[Annotated, ...]:
    return entry if isinstance(entry, tuple) and entry and isinstance(entry[0], Annotated) else ()


def _without_documents(entry: object) -> object:
    return None if _documents_in(entry) else entry


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
