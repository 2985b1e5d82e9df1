"""The page that goes with a speech: beside its related ones theme by theme, its set phrases, how to cite it, what cleaning did.

All that a reader of the speech looks up now and then, so that the speech's own page stays light.
"""

from itertools import groupby

from build_corpus.model import Annotated, Mention, Parallel, Related
from build_corpus.publish.cleaning import cleaning
from build_corpus.publish.markdown import front_matter
from build_corpus.publish.origin import origin
from build_corpus.publish.passages import order, side_by_side
from build_corpus.publish.phrases import phrases_used
from build_corpus.publish.references import reference_line
from build_corpus.publish.site import Site
from build_corpus.publish.text import by_theme, excerpt

PAIRS = 3  # pairs of paragraphs quoted for each related speech; the others are links
QUOTE = 200  # 字 of each
PASSAGES = 3  # shared passages shown for each; the others are links …
LISTED = 20  # … as long as they are so many
PASSAGE = 300  # 字 of each

Values = dict[str, object]
Evidence = dict[tuple[str, str], list[str]]
"""(paragraph here, paragraph there) → themes both show."""


def comparison_page(site: Site, document_id: str) -> str:
    """Markdown of the page. Not searched: its words stand on the speeches' own pages."""
    document = site.every[document_id]
    others = [_beside(site, document, each) for each in site.related.get(document.id, ())]
    elsewhere = _elsewhere(site, document)[:LISTED]
    formulas = phrases_used(site).get(document.id, ())
    held = (
        ("对读", others or elsewhere),
        ("主题", document.themes),
        ("提法", formulas),
        ("引用", True),
        ("整理", True),
    )
    parts = [name for name, what in held if what]
    front: dict[str, object] = {
        "title": f"{site.title(document)}：{'、'.join(parts)}",
        "kind": "compare",
        "hide": ["navigation"],
        "search": {"exclude": True},
        **({} if document.speech.published else {"robots": "noindex"}),
    }
    return site.render(
        "compare.md.j2",
        front=front_matter(front),
        id=document.id,
        title=site.title(document),
        date=document.speech.date,
        parts=parts,
        others=others,
        elsewhere=[_passage(site, document, each, with_words=False) for each in elsewhere],
        themes=[site.theme(score.theme) for score in document.themes],
        formulas=formulas,
        reference=reference_line(site, document),
        source=origin(document.speech),
        cleaning=cleaning(document.speech, site.knowledge),
    )


def shared_themes(here: Annotated, there: Annotated) -> set[str]:
    """The themes that both speeches treat; a relation names the leading ones."""
    return {score.theme for score in here.themes} & {score.theme for score in there.themes}


def evidence_of(related: Related) -> Evidence:
    """The pairs of paragraphs of a relation, best first, each with its themes."""
    found: Evidence = {}
    for share in related.themes:
        for pair in share.pairs:
            found.setdefault((pair.here, pair.there), []).append(share.theme)
    return found


def _beside(site: Site, here: Annotated, related: Related) -> Values:
    there = site.documents[related.id]
    ours, theirs = _wordings(site, here), _wordings(site, there)
    pairs = [
        {
            "themes": [site.theme(theme).label for theme in themes],
            "here": _paragraph(site, (here.id, left), ours, themes),
            "there": _paragraph(site, (there.id, right), theirs, themes),
        }
        for (left, right), themes in evidence_of(related).items()
    ]
    return {
        "id": there.id,
        "title": site.title(there),
        "order": order(here.speech, there.speech),
        "themes": [site.theme(share.theme) for share in related.themes],
        "shared": len(shared_themes(here, there)),
        "pairs": pairs[:PAIRS],
        "further": pairs[PAIRS:],
        "count": len(related.passages),
        "passages": [
            _passage(site, here, each, with_words=at < PASSAGES)
            for at, each in enumerate(related.passages[:LISTED])
        ],
    }


def _passage(site: Site, here: Annotated, parallel: Parallel, *, with_words: bool) -> Values:
    """A shared passage: its words in both speeches, or the paragraphs alone."""
    mine, its = parallel.seen_from(here.id)
    return {
        "here": mine.block,
        "label": site.label(here.id, mine.block),
        "id": its.document,
        "title": site.title(site.documents[its.document]),
        "there": its.block,
        "its_label": site.label(its.document, its.block),
        "shared": parallel.shared,
        "words": side_by_side(site, parallel, here.id, PASSAGE) if with_words else None,
    }


def _elsewhere(site: Site, here: Annotated) -> list[Parallel]:
    """The passages that speeches not set beside this one have, longest first."""
    beside = {each.id for each in site.related.get(here.id, ())}
    found = [
        each for each in site.parallels.get(here.id, ()) if each.seen_from(here.id)[1].document not in beside
    ]
    return sorted(found, key=lambda each: -each.shared)


def _wordings(site: Site, document: Annotated) -> dict[tuple[str, str], list[Mention]]:
    """(paragraph, theme) → its wordings; for a broader theme also those of the themes right below it."""
    found = dict(by_theme(document.mentions))
    for (block, theme), spans in tuple(found.items()):
        broader = site.theme(theme).broader
        if broader:
            found[block, broader] = [*found.get((block, broader), ()), *spans]
    return found


def _paragraph(
    site: Site, place: tuple[str, str], spans: dict[tuple[str, str], list[Mention]], themes: list[str]
) -> Values:
    document, block = place
    found = sorted(
        (span for theme in themes for span in spans.get((block, theme), ())),
        key=lambda span: (span.start, span.end),
    )
    apart = [next(group) for _, group in groupby(found, key=lambda span: (span.start, span.end))]
    return {
        "id": block,
        "label": site.label(document, block),
        "quote": excerpt(site.blocks[document][block], apart, QUOTE),
    }
