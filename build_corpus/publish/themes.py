"""The pages of one theme: its place in the vocabulary, the speeches that treat it, the paragraphs that show it.

The first page holds the speeches with the best evidence and what the whole corpus says of the theme.
The others follow on pages of their own, best evidence first, which say nothing but what stands on them.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping

from build_corpus.model import Block, Formula, Mention, Theme
from build_corpus.publish.charts import Chart, by_level, by_year
from build_corpus.publish.html import Markup
from build_corpus.publish.markdown import front_matter
from build_corpus.publish.site import LEADING, Holder, Site, theme_file
from build_corpus.publish.text import excerpt, label

QUOTES, QUOTE = 3, 160  # paragraphs of one speech quoted on the first page, 字 of each; the others are links
BRIEFLY = (1, 80)  # and on the pages that follow
BESIDE = 8  # themes that go with a theme
FORMULAS = 12  # set phrases of a theme
FORMULA_SMOOTHING = 5  # uses added to a phrase's own; one used here and nowhere else says little

Values = dict[str, object]


def theme_pages(site: Site) -> dict[str, str]:
    """Path below docs → Markdown, of all themes."""
    formulas = theme_formulas(site)
    files = {}
    for theme in site.themes.values():
        shelves = site.theme_shelves.get(theme.id, [])
        numbers = [1, *(number for number, _ in shelves), None]
        files[theme_file(theme.id)] = _first(site, theme, formulas.get(theme.id, []), numbers[1])
        for before, (number, held), after in zip(numbers, shelves, numbers[2:], strict=False):
            files[theme_file(theme.id, number)] = _following(site, theme, held, (before, after))
    return files


def _first(site: Site, theme: Theme, formulas: list[Formula], after: int | None) -> str:
    holders = site.holders.get(theme.id, [])
    beside = site.together.beside(theme.id, BESIDE)
    return site.render(
        "theme.md.j2",
        front=front_matter(
            {"id": theme.id, "title": theme.label, "description": theme.scope, "kind": "theme"}
            | ({} if holders else {"search": {"exclude": True}})
        ),
        theme=theme,
        successor=site.theme(theme.replaced_by) if theme.replaced_by else None,
        neighbours=_neighbours(site, theme),
        beside=[(site.theme(other), shared) for other, shared in beside],
        formulas=[(formula, has_page(formula)) for formula in formulas],
        charts=_charts(holders),
        count=len(holders),
        speeches=[_evidence(site, theme, held, (QUOTES, QUOTE)) for held in holders[:LEADING]],
        rest=max(len(holders) - LEADING, 0),
        after=after,
    )


def _following(site: Site, theme: Theme, held: list[Holder], beside: tuple[int | None, int | None]) -> str:
    front = {"title": f"{theme.label}（续）", "description": theme.scope, "kind": "theme"}
    hidden = {"hide": ["navigation", "toc"], "search": {"exclude": True}}
    return site.render(
        "theme-following.md.j2",
        front=front_matter({**front, **hidden}),
        theme=theme,
        speeches=[_evidence(site, theme, each, BRIEFLY) for each in held],
        before=beside[0],
        after=beside[1],
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


def _charts(holders: list[Holder]) -> list[Chart]:
    charts = (
        by_year(document.speech.date for document, _ in holders),
        by_level(document.speech.value("level") for document, _ in holders),
    )
    return [chart for chart in charts if chart]


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
        "row": site.row(document),
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


def has_page(formula: Formula) -> bool:
    """Whether a set phrase has a page: two speeches or more use it."""
    return len({use.document for use in formula.uses}) > 1


def theme_formulas(site: Site) -> dict[str, list[Formula]]:
    """Theme → set phrases that its evidence paragraphs use, those first that stand there rather than elsewhere."""
    used: dict[str, list[tuple[str, Formula]]] = defaultdict(list)
    for formula in site.corpus.formulas:
        for use in formula.uses:
            used[use.document].append((use.block, formula))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for document in site.originals if used else ():
        themes: dict[str, list[str]] = defaultdict(list)
        for score in document.themes:
            for block, _ in score.paragraphs:
                themes[block].append(score.theme)
        for block, formula in used.get(document.id, ()):
            for theme in themes.get(block, ()):
                counts[theme][formula.id] += 1
    formulas = {formula.id: formula for formula in site.corpus.formulas}

    def best(found: Counter[str]) -> list[Formula]:
        weights = {
            each: (-count / (len(formulas[each].uses) + FORMULA_SMOOTHING), each)
            for each, count in found.items()
        }
        return [formulas[each] for each in sorted(weights, key=weights.__getitem__)[:FORMULAS]]

    return {theme: best(found) for theme, found in counts.items()}
