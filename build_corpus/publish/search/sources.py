"""What is searched of a corpus: its speeches, its themes and set phrases, the pages written by hand."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from itertools import groupby

import yaml
from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser, LexborNode

from build_corpus.model import Annotated, Formula, Theme
from build_corpus.publish.search.indexed import Indexed, Sought, Unit
from build_corpus.publish.site import Site
from build_corpus.publish.sitemap import address

FIELDS = ("title", "subtitle", "speaker", "author", "role", "publication", "column", "place", "occasion")
"""Metadata that terms are looked for in, besides dates."""
EXTENSIONS = ("attr_list", "def_list", "md_in_html", "tables", "toc")  # as in mkdocs.yml
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset((*_HEADINGS, "p", "li", "dt", "dd", "td", "th", "pre", "figcaption", "body"))
_FRONT = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)


def sources(site: Site, files: Collection[str], by_hand: Mapping[str, str]) -> Iterator[Indexed]:
    """Every page that is searched. `files`: generated pages; `by_hand`: path below docs → Markdown of the others."""
    made = (each.make() for each in sought(site, files, by_hand))
    return (page for page in made if page)


def sought(site: Site, files: Collection[str], by_hand: Mapping[str, str]) -> Iterator[Sought]:
    """The same, not made yet. What signs leave out is the program, the vocabulary and the settings."""
    for document in site.corpus.published:
        sign = f"{site.notes.digest_of(document)} {document.id in site.versions}"
        make = partial(of_speech, site, document)
        yield Sought(id=document.id, kind=document.speech.kind, sign=sign, make=make)
    for theme in site.knowledge.vocabulary.concepts:
        if theme.id in site.holders and f"themes/{theme.id}.md" in files:
            yield Sought(id=theme.id, kind="theme", sign="theme", make=partial(of_theme, theme))
    for formula in site.corpus.formulas:
        if f"formulas/{formula.id}.md" in files:
            sign = "\n".join((formula.text, *formula.variants))
            yield Sought(id=formula.id, kind="formula", sign=sign, make=partial(of_formula, formula))
    for path, text in sorted(by_hand.items()):
        if path.endswith(".md") and path not in files:
            sign = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
            yield Sought(
                id=path.removesuffix(".md"), kind="page", sign=sign, make=partial(of_page, path, text)
            )


def of_speech(site: Site, document: Annotated) -> Indexed:
    """A speech: its blocks and what it says of itself; nothing that was inferred."""
    speech = document.speech
    fields = [(name, speech.value(name)) for name in FIELDS]
    facets = {name: speech.value(name) for name in ("place", "level", "speaker", "author", "publication")}
    facets["original"] = None if document.id in site.versions else "1"
    return Indexed(
        id=document.id,
        kind=speech.kind,
        url=f"speeches/{document.id}/",
        title=site.title(document),
        fields=(
            *((name, value) for name, value in fields if value),
            *(("date", date.value) for date in speech.dates),
        ),
        blocks=tuple(
            Unit(element=block.id, text=block.text, heading=block.type == "heading")
            for block in speech.blocks
        ),
        date=speech.date,
        posted=speech.posted,
        facets={
            "theme": tuple((score.theme, site.theme(score.theme).label) for score in document.themes),
            **{name: ((value, value),) for name, value in facets.items() if value},
        },
    )


def of_theme(theme: Theme) -> Indexed:
    """A theme: its label, its other wordings, its scope; not the texts it is found in."""
    return Indexed(
        id=theme.id,
        kind="theme",
        url=f"themes/{theme.id}/",
        title=theme.label,
        fields=(("title", theme.label), *(("alias", alias) for alias in theme.aliases)),
        blocks=(Unit(element="", text=theme.scope),),
    )


def of_formula(formula: Formula) -> Indexed:
    """A set phrase and its variants."""
    return Indexed(
        id=formula.id,
        kind="formula",
        url=f"formulas/{formula.id}/",
        title=formula.text,
        fields=(("title", formula.text), *(("alias", variant) for variant in formula.variants)),
        blocks=(),
    )


def of_page(path: str, text: str) -> Indexed | None:
    """A page written by hand: each paragraph under the heading above it. None where it asks not to be searched."""
    front = _FRONT.match(text)
    said = yaml.safe_load(front[1]) if front else {}
    said = said if isinstance(said, dict) else {}
    search = said.get("search")
    if isinstance(search, dict) and search.get("exclude"):
        return None
    html = Markdown(extensions=EXTENSIONS).convert(text[front.end() :] if front else text)
    units = list(_units(html))
    first = next((unit.text for unit, tag in units if tag == "h1"), path.removesuffix(".md"))
    title = str(said.get("title") or first)
    return Indexed(
        id=path.removesuffix(".md"),
        kind="page",
        url=address(path),
        title=title,
        fields=(("title", title),),
        blocks=tuple(unit for unit, tag in units if tag != "h1" or unit.text != title),
    )


def _units(html: str) -> Iterator[tuple[Unit, str]]:
    """Texts of a page by the innermost block they stand in, with its tag."""
    body = LexborHTMLParser(f"<body>{html}</body>").body
    texts = (node for node in (body.traverse(include_text=True) if body else ()) if node.tag == "-text")
    above = ""
    for block, nodes in groupby(texts, key=_block):
        text = "".join(node.text_content or "" for node in nodes).strip()
        if block.tag in _HEADINGS:
            above = block.attributes.get("id") or above
        if text:
            yield Unit(element=above, text=text, heading=block.tag in _HEADINGS), block.tag or ""


def _block(node: LexborNode) -> LexborNode:
    while node.tag not in _BLOCKS and node.parent:
        node = node.parent
    return node
