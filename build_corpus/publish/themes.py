"""The pages of one theme: its place in the vocabulary, the speeches that treat it, the paragraphs that show it.

The first page holds the speeches with the best evidence and what the whole corpus says of the theme.
The others follow on pages of their own, best evidence first, which say nothing but what stands on them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from build_corpus.model import Block, Mention, Theme
from build_corpus.publish.briefs import Brief
from build_corpus.publish.charts import Chart, by_level, by_year
from build_corpus.publish.derived import kept
from build_corpus.publish.html import Markup
from build_corpus.publish.lazy import Lazy
from build_corpus.publish.markdown import front_matter
from build_corpus.publish.occurring import is_idle, occurring
from build_corpus.publish.phrases import phrases_of_themes
from build_corpus.publish.placed import (
    LEADING,
    Holder,
    first_held,
    following,
    following_held,
    second_pages,
    theme_file,
)
from build_corpus.publish.site import Site
from build_corpus.publish.text import excerpt, label
from build_corpus.publish.theme_values import way_of

QUOTES, QUOTE = 3, 160  # paragraphs of one speech quoted on the first page, 字 of each; the others are links
BRIEFLY = (1, 80)  # and on the pages that follow
BESIDE = 8  # themes that go with a theme

Values = dict[str, object]


def theme_pages(site: Site) -> Iterator[tuple[str, Lazy]]:
    """Path below docs → Markdown, of all themes."""
    for theme in site.themes:
        yield theme_file(theme), Lazy(site, _first, (theme,))
    for path in following(site):
        yield path, Lazy(site, _following, (path,))


def _first(site: Site, theme_id: str) -> str:
    theme = site.theme(theme_id)
    count = site.count(theme.id)
    front: dict[str, object] = {
        "id": theme.id,
        "title": theme.label,
        "description": theme.scope,
        "kind": "theme",
        **({} if count else {"search": {"exclude": True}}),
        **({"robots": "noindex"} if is_idle(site, theme.id) else {}),
    }
    return site.render(
        "theme.md.j2",
        front=front_matter(front),
        theme=theme,
        successor=site.theme(theme.replaced_by) if theme.replaced_by else None,
        neighbours=_neighbours(site, theme),
        beside=[(site.theme(other), shared) for other, shared in beside(site).get(theme.id, ())],
        formulas=phrases_of_themes(site).get(theme.id, ()),
        charts=charts(site).get(theme.id, ()),
        count=count,
        occurring=() if count else occurring(site).get(theme.id, ()),
        speeches=[
            _evidence(site, theme, held, (QUOTES, QUOTE)) for held in first_held(site).get(theme.id, ())
        ],
        rest=max(count - LEADING, 0),
        ways=way_of(site, theme.id),
        after=second_pages(site).get(theme.id),
    )


@kept()
def beside(site: Site) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Theme → themes that go with it, with the speeches that treat both."""
    return {theme: site.together.beside(theme, BESIDE) for theme in site.together.themes}


def _following(site: Site, path: str) -> str:
    page = following(site)[path]
    theme = site.theme(page.theme)
    front = {"title": f"{theme.label}（续）", "description": theme.scope, "kind": "theme"}
    hidden = {"hide": ["navigation", "toc"], "search": {"exclude": True}}
    return site.render(
        "theme-following.md.j2",
        front=front_matter({**front, **hidden}),
        theme=theme,
        speeches=[_evidence(site, theme, each, BRIEFLY) for each in following_held(site)[path]],
        before=page.before,
        after=page.after,
    )


def _neighbours(site: Site, theme: Theme) -> list[tuple[str, list[tuple[Theme, int]]]]:
    """The neighbours in the vocabulary, with their speeches."""
    groups = {
        "上位主题": [site.theme(theme.broader)] if theme.broader else [],
        "下位主题": site.narrower(theme.id),
        "相关主题": [site.theme(other) for other in theme.related],
    }
    return [
        (name, [(each, site.count(each.id)) for each in found]) for name, found in groups.items() if found
    ]


@kept()
def charts(site: Site) -> Mapping[str, Sequence[Chart]]:
    """Theme → its speeches by year and by level, where something is known of either."""
    briefs = site.briefs
    held: dict[str, list[Brief]] = defaultdict(list)
    for name, themes in site.themes_of.items():
        for theme in themes:
            held[theme].append(briefs[name])
    return {theme: _charts(speeches) for theme, speeches in held.items()}


def _charts(speeches: Sequence[Brief]) -> list[Chart]:
    found = (
        by_year(each.date for each in speeches),
        by_level(dict(each.said).get("level") for each in speeches),
    )
    return [chart for chart in found if chart]


def _evidence(site: Site, theme: Theme, held: Holder, quoted: tuple[int, int]) -> Values:
    """A speech on a theme's page: its best paragraphs quoted, the others as links. `quoted`: how many, 字 of each."""
    document, score = held
    blocks = site.blocks[document.id]
    ids = [block_id for block_id, _ in score.paragraphs]
    most, size = quoted
    spans = _spans(site, theme, held)

    def quote(block: Block) -> Markup:
        return excerpt(block, sorted(spans[block.id], key=lambda span: span.start), size)

    return {
        "row": site.row(document.id),
        "quotes": [(each, label(blocks[each]), quote(blocks[each])) for each in ids[:most]],
        "others": [(each, label(blocks[each])) for each in ids[most:]],
        "count": len(ids),
    }


def _spans(site: Site, theme: Theme, held: Holder) -> Mapping[str, list[Mention]]:
    """Paragraph → the wordings that show the theme there; those of narrower themes where it has none of its own."""
    document, score = held
    shown = {block_id for block_id, _ in score.paragraphs}
    family = {theme.id, *(each.id for each in site.narrower(theme.id))}
    own: dict[str, list[Mention]] = defaultdict(list)
    below: dict[str, list[Mention]] = defaultdict(list)
    for mention in document.mentions:
        if mention.theme in family and mention.block in shown:
            (own if mention.theme == theme.id else below)[mention.block].append(mention)
    return defaultdict(list, {**below, **own})
