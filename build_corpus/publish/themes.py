"""The page of one theme: its place in the vocabulary, the speeches that treat it, the paragraphs that show it."""

from collections import Counter

from build_corpus.model import Annotated, Block, Theme, ThemeScore
from build_corpus.publish.markdown import Markdown, front_matter
from build_corpus.publish.site import Site, row_of
from build_corpus.publish.text import by_theme, excerpt, label

LISTED = 3  # paragraphs of one speech quoted; the others are links
QUOTE = 160  # 字 of one quotation
LEADING = 10  # themes of a speech that count for what goes with a theme


def theme_page(site: Site, theme: Theme) -> str:
    """Markdown of the page."""
    vocabulary = site.knowledge.vocabulary
    speeches = [_evidence(site, theme, document, score) for document, score in site.holders.get(theme.id, ())]
    with_it = Counter(
        score.theme
        for document, _ in site.holders.get(theme.id, ())
        for score in document.themes[:LEADING]
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
        "row": row_of(site, document),
        "quotes": [(block_id, label(blocks[block_id]), quote(blocks[block_id])) for block_id in ids[:LISTED]],
        "others": [(block_id, label(blocks[block_id])) for block_id in ids[LISTED:]],
        "count": len(ids),
    }
