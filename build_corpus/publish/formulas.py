"""The pages of set phrases (提法): one for each that several speeches use, with all its lines."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby

from build_corpus.model import Formula, Passage
from build_corpus.publish.derived import kept
from build_corpus.publish.formula_lists import shelf_pages
from build_corpus.publish.lazy import Content, Lazy, Pieces
from build_corpus.publish.markdown import Markdown, front_matter
from build_corpus.publish.phrases import Headline, Quoted, every_formula, nested, quoted
from build_corpus.publish.record import json_line
from build_corpus.publish.site import Site
from build_corpus.text import QUOTES, bare

LINES = 100  # places on one page
PAGES = 5  # pages of one phrase; what is left stands in the data
CONTEXT = 26  # 字 on either side of a phrase; wide screens show about 20
WORDINGS = 12  # wordings that are named


def formula_pages(site: Site) -> Iterator[tuple[str, Content]]:
    """(path below docs, text): the export, the lists, the pages."""
    known = tuple(each.id for each in site.corpus.formulas)
    yield "data/formulas.jsonl", Pieces(site, _exported, known)
    yield from shelf_pages(site)
    for formula in site.formulas.values():
        for number in range(1, _pages(formula) + 1):
            yield formula_file(formula.id, number), Lazy(site, _page, (formula.id, number))


def formula_file(formula_id: str, number: int = 1) -> str:
    """The file below docs of a phrase's page."""
    return f"formulas/{formula_id}.md" if number == 1 else f"formulas/{formula_id}/{number}.md"


def _pages(formula: Formula) -> int:
    return -(-min(len(formula.uses), LINES * PAGES) // LINES)


@kept()
def themes_named(site: Site) -> Mapping[str, str]:
    """Wording as wordings are compared → the theme it names."""
    return {
        bare(wording): theme.id
        for theme in site.knowledge.vocabulary.concepts
        if not theme.deprecated
        for wording in (theme.label, *theme.aliases)
    }


def first_dated(found: Quoted) -> tuple[str, Headline] | None:
    """The earliest delivery date among the speeches that use a phrase; None where none is known."""
    dated = [(each.date, each.id, each) for each in found.speeches if each.date]
    first = min(dated, default=None)
    return (first[0], first[2]) if first else None


def _folds(formula: Formula) -> Iterator[str]:
    yield from (bare(each) for each in (formula.text, *formula.variants))


def _exported(site: Site, formula_id: str) -> str:
    formula, found = every_formula(site)[formula_id], quoted(site)[formula_id]
    first = first_dated(found)
    return json_line(
        {
            "id": formula.id,
            "text": formula.text,
            "variants": formula.variants,
            "number": formula.number,
            "quoted": formula.quoted,
            "speeches": len(found.speeches),
            "first": {"date": first[0], "speech": first[1].id} if first else None,
            "uses": [
                {"speech": use.document, "block": use.block, "start": use.start, "end": use.end}
                for use in formula.uses
            ],
        }
    )


def _facts(site: Site, formula: Formula, found: Quoted) -> dict[str, object]:
    """What the first page says of a phrase."""
    speeches = found.speeches
    written = Counter(_written(found, use) for use in formula.uses)
    years = Counter(each.date[:4] for each in speeches if each.date)
    uses = Counter(date[:4] for use in formula.uses if (date := found.headline(use.document).date))
    longer, shorter = nested(site)[formula.text]
    named = themes_named(site)
    return {
        "longer": longer,
        "shorter": shorter,
        "theme": next((site.theme(named[key]) for key in _folds(formula) if key in named), None),
        "speeches": len(speeches),
        "wordings": sorted(written.items(), key=lambda each: (-each[1], each[0]))[:WORDINGS],
        "first": first_dated(found),
        "years": [(year, years[year], uses[year]) for year in sorted(years)],
        "undated": len(speeches) - years.total(),
    }


def _written(found: Quoted, use: Passage) -> str:
    """The wording of a use, with its quotation marks."""
    text = found.text(use)
    around = text[max(0, use.start - 1) : use.end + 1]
    marked = use.start > 0 and len(around) > 1 and around[0] in QUOTES and around[-1] in QUOTES
    return around if marked else text[use.start : use.end]


def _page(site: Site, formula_id: str, number: int) -> str:
    """A page of a phrase: the first says what is known of it, each has some of its lines."""
    formula = every_formula(site)[formula_id]
    found = quoted(site)[formula.id]
    facts = _facts(site, formula, found) if number == 1 else {"speeches": len(found.speeches)}
    order = {each.id: at for at, each in enumerate(sorted(found.speeches, key=_when))}
    uses = sorted(formula.uses, key=lambda use: order[use.document])[: LINES * PAGES]
    chunk = uses[LINES * (number - 1) : LINES * number]
    return site.render(
        "formula.md.j2",
        front=_front(formula, number, facts),
        formula=formula,
        facts=facts,
        number=number,
        pages=_pages(formula),
        left=len(formula.uses) - len(uses),
        up="../" if number == 1 else "../../",
        root="../../" if number == 1 else "../../../",
        groups=[
            (found.headline(name), [_line(found, use) for use in held])
            for name, held in groupby(chunk, key=lambda use: use.document)
        ],
    )


def _when(speech: Headline) -> tuple[bool, str, str]:
    """Sorts speeches: dated ones first, earliest first."""
    return speech.date is None, speech.date or "", speech.id


def _front(formula: Formula, number: int, facts: Mapping[str, object]) -> Markdown:
    title = formula.text if number == 1 else f"{formula.text}（用例第 {number} 页）"
    data: dict[str, object] = {
        "title": title,
        **({"term": formula.id} if number == 1 else {}),
        "description": f"提法“{formula.text}”在本库 {facts['speeches']} 篇讲话中的 {len(formula.uses)} 处用例。",
        "hide": ["navigation", "toc"],
    }
    return front_matter(data if number == 1 else {**data, "search": {"exclude": True}})


def _line(found: Quoted, use: Passage) -> dict[str, str]:
    """A place with its context (KWIC). Context never leaves the paragraph."""
    text = found.text(use)
    first, last = max(0, use.start - CONTEXT), min(len(text), use.end + CONTEXT)
    return {
        "before": ("…" if first else "") + text[first : use.start],
        "phrase": text[use.start : use.end],
        "after": text[use.end : last] + ("…" if last < len(text) else ""),
        "block": use.block,
    }
