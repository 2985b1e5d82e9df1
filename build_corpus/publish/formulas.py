"""The pages of set phrases (提法): one for each that several speeches use, with all its lines."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from ahocorasick_rs import AhoCorasick

from build_corpus.model import Annotated, Formula, Passage
from build_corpus.publish.formula_lists import shelf_pages
from build_corpus.publish.markdown import Markdown, front_matter
from build_corpus.publish.record import json_line
from build_corpus.publish.site import Site
from build_corpus.text import QUOTES, bare, without

LINES = 100  # places on one page
PAGES = 5  # pages of one phrase; what is left stands in the data
CONTEXT = 26  # 字 on either side of a phrase; wide screens show about 20
WORDINGS = 12  # wordings that are named
NEIGHBOURS = 12  # longer and shorter phrases that are named
LISTED = 200  # phrases named on the page of a speech, folded; one of 6,000 字 has about a hundred


def formula_pages(site: Site) -> dict[str, str]:
    """Path below docs → text: the lists, the pages, the export."""
    shown = list(site.formulas.values())
    files = {"data/formulas.jsonl": "".join(_exported(site, each) for each in site.corpus.formulas)}
    files |= shelf_pages(site, shown, [first_dated(site, each) for each in shown])
    themes = {
        bare(wording): theme.id
        for theme in site.knowledge.vocabulary.concepts
        if not theme.deprecated
        for wording in (theme.label, *theme.aliases)
    }
    for formula, (longer, shorter) in zip(shown, _nested(shown), strict=True):
        facts = {
            **_facts(site, formula),
            "longer": longer[:NEIGHBOURS],
            "shorter": shorter[:NEIGHBOURS],
            "theme": next((site.theme(themes[key]) for key in _folds(formula) if key in themes), None),
        }
        files |= dict(_pages(site, formula, facts))
    return files


def speech_formulas(site: Site, document: Annotated) -> list[tuple[Formula, int]]:
    """(phrase, its uses) of a speech, for phrases that have a page."""
    used = [(site.formulas[text], count) for text, count in document.formulas if text in site.formulas]
    return used[:LISTED]


def first_dated(site: Site, formula: Formula) -> tuple[str, Annotated] | None:
    """The earliest delivery date among the speeches that use a phrase; None where none is known."""
    dated = ((site.documents[each].speech.date, each) for each in _speeches(formula))
    first = min(((date, each) for date, each in dated if date), default=None)
    return (first[0], site.documents[first[1]]) if first else None


def _speeches(formula: Formula) -> list[str]:
    return list(dict.fromkeys(use.document for use in formula.uses))


def _folds(formula: Formula) -> Iterator[str]:
    yield from (bare(each) for each in (formula.text, *formula.variants))


def _exported(site: Site, formula: Formula) -> str:
    first = first_dated(site, formula)
    return json_line(
        {
            "id": formula.id,
            "text": formula.text,
            "variants": formula.variants,
            "number": formula.number,
            "quoted": formula.quoted,
            "speeches": len(_speeches(formula)),
            "first": {"date": first[0], "speech": first[1].id} if first else None,
            "uses": [
                {"speech": use.document, "block": use.block, "start": use.start, "end": use.end}
                for use in formula.uses
            ],
        }
    )


def _facts(site: Site, formula: Formula) -> dict[str, object]:
    """What the first page says of a phrase."""
    speeches = _speeches(formula)
    written = Counter(_written(site, use) for use in formula.uses)
    years = Counter(date[:4] for each in speeches if (date := site.documents[each].speech.date))
    uses = Counter(date[:4] for use in formula.uses if (date := site.documents[use.document].speech.date))
    return {
        "speeches": len(speeches),
        "wordings": sorted(written.items(), key=lambda each: (-each[1], each[0]))[:WORDINGS],
        "first": first_dated(site, formula),
        "years": [(year, years[year], uses[year]) for year in sorted(years)],
        "undated": len(speeches) - years.total(),
    }


def _written(site: Site, use: Passage) -> str:
    """The wording of a use, with its quotation marks."""
    text = site.blocks[use.document][use.block].text
    around = text[max(0, use.start - 1) : use.end + 1]
    marked = use.start > 0 and len(around) > 1 and around[0] in QUOTES and around[-1] in QUOTES
    return around if marked else text[use.start : use.end]


def _nested(formulas: Sequence[Formula]) -> list[tuple[list[Formula], list[Formula]]]:
    """For each phrase the longer ones it stands in, and the shorter ones inside it; in the order of the list."""
    if not formulas:
        return []
    texts = [without(formula.text, QUOTES)[0] for formula in formulas]
    automaton = AhoCorasick(texts)
    longer: list[list[Formula]] = [[] for _ in texts]
    shorter: list[list[Formula]] = [[] for _ in texts]
    for at, text in enumerate(texts):
        inside = {found for found, _, _ in automaton.find_matches_as_indexes(text, overlapping=True)}
        for other in sorted(inside - {at}):
            shorter[at].append(formulas[other])
            longer[other].append(formulas[at])
    return list(zip(longer, shorter, strict=True))


def _pages(site: Site, formula: Formula, facts: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """(path, text) of a phrase's pages."""
    order = {
        each: at for at, each in enumerate(sorted(_speeches(formula), key=lambda each: _when(site, each)))
    }
    uses = sorted(formula.uses, key=lambda use: order[use.document])[: LINES * PAGES]
    chunks = [uses[at : at + LINES] for at in range(0, len(uses), LINES)]
    for number, chunk in enumerate(chunks, 1):
        yield (
            f"formulas/{formula.id}.md" if number == 1 else f"formulas/{formula.id}/{number}.md",
            site.render(
                "formula.md.j2",
                front=_front(formula, number, facts),
                formula=formula,
                facts=facts,
                number=number,
                pages=len(chunks),
                left=len(formula.uses) - len(uses),
                up="../" if number == 1 else "../../",
                root="../../" if number == 1 else "../../../",
                groups=[
                    (
                        site.documents[name],
                        site.title(site.documents[name]),
                        [_line(site, use) for use in held],
                    )
                    for name, held in groupby(chunk, key=lambda use: use.document)
                ],
            ),
        )


def _when(site: Site, document_id: str) -> tuple[bool, str, str]:
    """Sorts speeches: dated ones first, earliest first."""
    date = site.documents[document_id].speech.date
    return date is None, date or "", document_id


def _front(formula: Formula, number: int, facts: Mapping[str, object]) -> Markdown:
    title = formula.text if number == 1 else f"{formula.text}（用例第 {number} 页）"
    data: dict[str, object] = {
        "title": title,
        **({"term": formula.id} if number == 1 else {}),
        "description": f"提法“{formula.text}”在本库 {facts['speeches']} 篇讲话中的 {len(formula.uses)} 处用例。",
        "hide": ["navigation", "toc"],
    }
    return front_matter(data if number == 1 else {**data, "search": {"exclude": True}})


def _line(site: Site, use: Passage) -> dict[str, str]:
    """A place with its context (KWIC). Context never leaves the paragraph."""
    text = site.blocks[use.document][use.block].text
    first, last = max(0, use.start - CONTEXT), min(len(text), use.end + CONTEXT)
    return {
        "before": ("…" if first else "") + text[first : use.start],
        "phrase": text[use.start : use.end],
        "after": text[use.end : last] + ("…" if last < len(text) else ""),
        "block": use.block,
    }
