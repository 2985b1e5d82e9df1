"""What the pages of one corpus have in common: tables made once, templates, rows of lists."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from jinja2 import Environment, PackageLoader, StrictUndefined

from build_corpus.config import Settings
from build_corpus.model import VERSION_KINDS, Annotated, Corpus, Knowledge, Parallel, Theme, ThemeScore
from build_corpus.publish.browse import Browse
from build_corpus.publish.html import address
from build_corpus.publish.markdown import Markdown, escape
from build_corpus.publish.record import body_characters
from build_corpus.publish.shelves import RANK_BITS, Shelf, key, shelves
from build_corpus.publish.text import label
from build_corpus.publish.together import Together, together
from build_corpus.publish.versions import by_original

KINDS = {"speech": "讲话", "article": "文章", "report": "报告", "not-a-speech": "非讲话"}
LEADING = 20  # speeches on a theme's first page
FOLLOWING = 60  # on each page after it, where less is quoted

Holder = tuple[Annotated, ThemeScore]
"""A speech and what it has of a theme."""

Turn = tuple[str, str, Mapping[str, object]]
"""`prev` or `next`, what readers call it, the row of the speech that it leads to."""


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
        self.themes = {theme.id: theme for theme in knowledge.vocabulary.concepts}
        self._narrower: dict[str | None, list[Theme]] = {}
        for theme in knowledge.vocabulary.concepts:
            if not theme.deprecated:
                self._narrower.setdefault(theme.broader, []).append(theme)
        self.versions = {version.id: version for version in corpus.versions}
        self.others = by_original(corpus.versions)
        self.parallels = _by_document(corpus.parallels)
        self.originals = tuple(each for each in corpus.published if each.id not in self.versions)
        self.holders: dict[str, list[Holder]] = {}
        for document in self.originals:
            for score in document.themes:
                self.holders.setdefault(score.theme, []).append((document, score))
        for held in self.holders.values():
            held.sort(key=lambda each: (-each[1].score, each[0].id))
        self.formulas = {
            each.text: each for each in corpus.formulas if each.uses[0].document != each.uses[-1].document
        }
        self._rows: dict[str, dict[str, object]] = {}
        self.environment = _environment()
        self.environment.globals["fragment"] = self.fragment
        self._html = self.environment.overlay(autoescape=True, finalize=None)
        self._html.filters["address"] = address

    def render(self, template: str, **values: object) -> str:
        """A page from its template."""
        return self.environment.get_template(template).render(site=self, **values)

    def fragment(self, template: str, **values: object) -> Markdown:
        """HTML from its template, for a place of its own between blank lines of Markdown."""
        return Markdown(self._html.get_template(template).render(site=self, **values).strip())

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
        return len(self.holders.get(theme_id, ()))

    def row(self, document: Annotated) -> dict[str, object]:
        """A speech in a list."""
        if document.id not in self._rows:
            self._rows[document.id] = row_of(self, document)
        return self._rows[document.id]

    @cached_property
    def _chains(self) -> Mapping[str, tuple[str, list[Annotated], int]]:
        """Speech → what its chain goes by, the chain, its place in it."""
        return {
            document.id: (name, chain, at)
            for name, chain in _chained(self.corpus.shown).items()
            for at, document in enumerate(chain)
        }

    def turns(self, document: Annotated) -> tuple[str, list[Turn]]:
        """What speeches are put in order by, and those right before and after one among those ordered alike."""
        name, chain, at = self._chains[document.id]
        before = [("prev", "上一篇", self.row(each)) for each in chain[max(at - 1, 0) : at]]
        return name, [*before, *(("next", "下一篇", self.row(each)) for each in chain[at + 1 : at + 2])]

    @cached_property
    def together(self) -> Together:
        """Which themes go together."""
        return together(self.originals, self.themes)

    @cached_property
    def leading(self) -> tuple[Theme, ...]:
        """The themes that speeches treat, those that are treated most first."""
        weights = {theme: sum(score.score for _, score in held) for theme, held in self.holders.items()}
        return tuple(self.theme(theme) for theme in sorted(weights, key=lambda each: (-weights[each], each)))

    @cached_property
    def browse(self) -> Browse:
        """What speeches can be browsed by."""
        return Browse(by_date(self))

    @cached_property
    def theme_shelves(self) -> Mapping[str, list[Shelf[Holder]]]:
        """Theme → its pages after the first, best evidence first. Numbers start with 2."""
        return {theme: _shelved(held[LEADING:]) for theme, held in self.holders.items()}

    @cached_property
    def _numbers(self) -> Mapping[tuple[str, str], int]:
        """(theme, speech) → the page of the theme on which the speech stands."""
        first = {(theme, each.id): 1 for theme, held in self.holders.items() for each, _ in held[:LEADING]}
        return first | {
            (theme, document.id): number
            for theme, pages in self.theme_shelves.items()
            for number, held in pages
            for document, _ in held
        }

    def theme_place(self, theme_id: str, document_id: str) -> str:
        """Where a theme's pages quote a speech: `themes/<id>.md#in-<speech>`, or that of a following page.

        The theme's first page where they don't quote it: a version is quoted as its original.
        """
        number = self._numbers.get((theme_id, document_id))
        return f"{theme_file(theme_id, number)}#in-{document_id}" if number else theme_file(theme_id)


def _environment() -> Environment:
    """Templates of Markdown: what they print is escaped for Markdown."""
    environment = Environment(
        loader=PackageLoader("build_corpus"),
        auto_reload=False,  # a template does not change while pages are made
        finalize=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - finalize escapes for Markdown, which HTML escaping would not
    )
    environment.filters["raw"] = Markdown  # for ids and addresses, which are no text
    return environment


def theme_file(theme_id: str, number: int = 1) -> str:
    """The file below docs of a theme's page."""
    return f"themes/{theme_id}.md" if number == 1 else f"themes/{theme_id}/{number}.md"


def _shelved(held: list[Holder]) -> list[Shelf[Holder]]:
    """The pages of these speeches. Which one a speech stands on depends on its own score and id alone."""
    top = (1 << RANK_BITS) - 1
    keyed = sorted((key(int(top / (1 + score.score)), each.id), (each, score)) for each, score in held)
    return [(max(number, 2), _ranked(items)) for number, items in shelves(keyed, FOLLOWING)]


def _ranked(held: list[Holder]) -> list[Holder]:
    return sorted(held, key=lambda each: (-each[1].score, each[0].id))


def _by_document(parallels: Iterable[Parallel]) -> dict[str, list[Parallel]]:
    """Document → the passages it shares with others."""
    found: dict[str, list[Parallel]] = {}
    for parallel in parallels:
        for each in (parallel.here, parallel.there):
            found.setdefault(each.document, []).append(parallel)
    return found


def by_date(site: Site) -> list[Annotated]:
    """Published speeches, newest first by delivery date, then those without one, newest first by posted date, then by id."""
    return _newest(site.corpus.published)


def shown_by_date(site: Site) -> list[Annotated]:
    """The same of every speech with a page: also those that lists name and nothing else hands on."""
    return _newest(site.corpus.shown)


def _newest(documents: Iterable[Annotated]) -> list[Annotated]:
    ordered = sorted(documents, key=lambda each: each.speech.posted or "", reverse=True)
    ordered.sort(key=lambda each: each.speech.date or "", reverse=True)
    return ordered


def _chained(documents: Iterable[Annotated]) -> Mapping[str, list[Annotated]]:
    """What speeches are put in order by → those speeches. A delivery date is never compared with a posted one."""
    chains: dict[str, list[Annotated]] = {"按讲话日期": [], "按网页发布日期": [], "日期不详，按编号": []}
    dated, posted, undated = chains.values()
    for document in documents:
        speech = document.speech
        (dated if speech.date else posted if speech.posted else undated).append(document)
    dated.sort(key=lambda each: (each.speech.date or "", each.id))
    posted.sort(key=lambda each: (each.speech.posted or "", each.id))
    undated.sort(key=lambda each: each.id)
    return chains


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
