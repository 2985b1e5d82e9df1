"""What the pages of one corpus have in common: tables made once, templates, rows of lists."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import fsum
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined

from build_corpus.config import Settings
from build_corpus.model import VERSION_KINDS, Annotated, Corpus, Knowledge, Theme, Version
from build_corpus.publish.briefs import Brief, brief, newest, scores, titled, treated
from build_corpus.publish.browse import Browse
from build_corpus.publish.charts import graded
from build_corpus.publish.derived import derived, kept, of_all
from build_corpus.publish.html import address
from build_corpus.publish.markdown import Markdown, escape
from build_corpus.publish.memory import Memory
from build_corpus.publish.noted import Table, Tells
from build_corpus.publish.placed import Holders, counts, places, theme_file
from build_corpus.publish.read_tables import CorpusTables
from build_corpus.publish.record import body_characters
from build_corpus.publish.text import label
from build_corpus.publish.titles import broken, phrased
from build_corpus.publish.together import Together, together

KINDS = {"speech": "讲话", "article": "文章", "report": "报告", "not-a-speech": "非讲话"}

NAMED = 3  # themes named in a row
TREATED = "treated"

Turn = tuple[str, str, Mapping[str, object]]
"""`prev` or `next`, what readers call it, the row of the speech that it leads to."""


class Site(CorpusTables):
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
        memory: Memory | None = None,
    ) -> None:
        """`digests`: of documents, by id, where they are known already. `memory`: what the last run knew of tables."""
        super().__init__(corpus, digests, memory)
        holders = Holders(self, self.every.whole)
        self.holders = Table(
            self.notes, "holders", holders, Tells(lambda _: None, lambda held: held.documents)
        )
        self.knowledge = knowledge
        self.settings = settings
        self.themes = {theme.id: theme for theme in knowledge.vocabulary.concepts}
        self._narrower: dict[str | None, list[Theme]] = {}
        for theme in knowledge.vocabulary.concepts:
            if not theme.deprecated:
                self._narrower.setdefault(theme.broader, []).append(theme)
        self.environment = _environment()
        self.environment.globals["fragment"] = self.fragment
        self._html = self.environment.overlay(autoescape=True, finalize=None)
        self._html.filters.update(address=address, broken=broken)

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
        return titled(document)

    def label(self, document_id: str, block_id: str) -> str:
        """A few words that name a paragraph."""
        return label(self.blocks[document_id][block_id])

    def count(self, theme_id: str) -> int:
        """Speeches that treat a theme."""
        return counts(self).get(theme_id, 0)

    def row(self, document_id: str) -> Mapping[str, object]:
        """A speech in a list."""
        return rows(self)[document_id].values

    def turns(self, document: Annotated) -> tuple[str, list[Turn]]:
        """What speeches are put in order by, and those right before and after one among those ordered alike."""
        name, before, after = neighbours(self).get(
            document.id, ("", None, None)
        )  # no page names what is not handed on
        sides = (("prev", "上一篇", before), ("next", "下一篇", after))
        return name, [(rel, said, self.row(other)) for rel, said, other in sides if other]

    @of_all
    def briefs(self) -> Mapping[str, Brief]:
        """Every document in a few words, published or not."""
        return {name: Brief(*fields) for name, fields in brief(self).whole.items()}

    @of_all
    def themes_of(self) -> Mapping[str, Sequence[str]]:
        """Speech that is no version → its themes, best first."""
        versions, known = self.versions.whole, treated(self).whole
        return {
            name: known[name] for name, each in self.briefs.items() if each.published and name not in versions
        }

    @of_all
    def together(self) -> Together:
        """Which themes go together."""
        return together(self.themes_of.values(), self.themes)

    @of_all
    def leading(self) -> tuple[Theme, ...]:
        """The themes that speeches treat, those that are treated most first."""
        return tuple(map(self.theme, led(self)[TREATED]))

    @of_all
    def newest(self) -> Sequence[Brief]:
        """Published speeches; see `newest`."""
        return newest(each for each in self.briefs.values() if each.published)

    @of_all
    def newest_shown(self) -> Sequence[Brief]:
        """The same of every speech with a page: also those that lists name and nothing else hands on."""
        return newest(each for each in self.briefs.values() if each.shown)

    @of_all
    def browse(self) -> Browse:
        """What speeches can be browsed by."""
        return Browse(self.newest)

    def theme_place(self, theme_id: str, document_id: str) -> str:
        """Where a theme's pages quote a speech: `themes/<id>.md#in-<speech>`, or that of a following page.

        The theme's first page where they don't quote it: a version is quoted as its original.
        """
        number = places(self).get(document_id, {}).get(theme_id)
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
    environment.filters["phrased"] = phrased
    return environment


@kept()
def led(site: Site) -> Mapping[str, Sequence[str]]:
    """TREATED → the themes that speeches treat, those first that have most evidence in all."""
    weights: dict[str, list[float]] = {}
    known = scores(site).whole
    for name, themes in site.themes_of.items():
        for theme, (score, _) in zip(themes, known[name], strict=True):
            weights.setdefault(theme, []).append(score)
    order = {theme: -fsum(each) for theme, each in weights.items()}
    return {TREATED: sorted(order, key=lambda each: (order[each], each))}


@kept()
def neighbours(site: Site) -> Mapping[str, tuple[str, str | None, str | None]]:
    """Speech → what its chain goes by, the speech before it in it, the one after it."""
    found = {}
    for name, chain in _chained(each for each in site.briefs.values() if each.published).items():
        ids = [None, *(document.id for document in chain), None]
        found.update({document.id: (name, ids[at], ids[at + 2]) for at, document in enumerate(chain)})
    return found


def _chained(documents: Iterable[Brief]) -> Mapping[str, list[Brief]]:
    """What speeches are put in order by → those speeches. A delivery date is never compared with a posted one."""
    chains: dict[str, list[Brief]] = {"按讲话日期": [], "按网页发布日期": [], "日期不详，按编号": []}
    dated, posted, undated = chains.values()
    for document in documents:
        (dated if document.date else posted if document.posted else undated).append(document)
    dated.sort(key=lambda each: (each.date or "", each.id))
    posted.sort(key=lambda each: (each.posted or "", each.id))
    undated.sort(key=lambda each: each.id)
    return chains


class Row:
    """A speech in a list; made when somebody asks for it."""

    def __init__(self, site: Site, document: Annotated, versions: Mapping[str, Version]) -> None:
        self._site = site
        self._document = document
        self._versions = versions

    @cached_property
    def values(self) -> Mapping[str, object]:
        """What the list shows."""
        with self._site.notes.hearing(None):
            return _row_of(self._site, self._document)

    def told(self) -> str:
        """The same as text; themes by their ids."""
        themes = [score.theme for score in self._document.themes[:NAMED]]
        return repr({**self.values, "themes": themes})

    @staticmethod
    def surely(rows: "Mapping[str, Row]", name: str) -> str:
        """What it is made of."""
        row = rows[name]
        version = row._versions.get(name)  # noqa: SLF001 - its own
        return f"{row._site.notes.digest_of(row._document)} {version.kind if version else ''}"  # noqa: SLF001


@derived(Row.told, surely=Row.surely)
def rows(site: Site) -> Mapping[str, Row]:
    """Speech → its row."""
    versions = site.versions.whole
    return {name: Row(site, document, versions) for name, document in site.every.whole.items()}


def _row_of(site: Site, document: Annotated) -> Mapping[str, object]:
    speech = document.speech
    version = site.versions.get(document.id)
    return {
        "id": document.id,
        "title": site.title(document),
        "kind": KINDS[speech.kind],
        "version": VERSION_KINDS[version.kind] if version else None,
        "by": speech.value("speaker") or speech.value("author") or speech.value("role"),
        "level": graded(speech.value("level") or "") or None,
        "place": speech.value("place"),
        "date": speech.date,
        "posted": speech.posted,
        "chars": body_characters(speech),
        "themes": [site.theme(score.theme) for score in document.themes[:NAMED]],
    }
