"""The corpus as data: tables of speeches, paragraphs, themes and relations, and two files beside each speech page.

In: the site's tables. Out: (path below docs, content), one after the other; what is as large as the corpus comes
in lines. Published documents only. What every column means stands in data/dataset.yml, which `catalogue` publishes.
"""

from collections.abc import Iterable, Iterator

from build_corpus.model import Annotated, Block, Related
from build_corpus.publish.catalogue import FOLDER, columns
from build_corpus.publish.lazy import Content, Lazy, Pieces
from build_corpus.publish.products import record_line
from build_corpus.publish.record import body_characters, json_line, relation
from build_corpus.publish.references import references
from build_corpus.publish.site import Site
from build_corpus.publish.spreadsheet import Cell, Rows, guarded, guarded_lines, lines, plain
from build_corpus.text import characters

BETWEEN = "；"  # between several values in one cell
RIGHTS = """权利

讲话和文章的权利归原权利人。这里没有授予任何使用文本的许可；引用、转载、再分发之前，请自己判断是否合法。

底稿自带的声明照录：documents.csv 的 notices 一栏，documents.jsonl 的 rights。用某一篇以前，先看它的声明。

主题、提法、相关讲话等标注由程序算出，不是底稿的一部分；引用时请写明出处。

制作本站的程序按 MIT 许可证公开；这份许可不包括文本。
"""

Row = tuple[Cell, ...]


def dataset(site: Site) -> Iterator[tuple[str, Content]]:
    """Every file of the data set but those that other modules make: themes as linked data, set phrases."""
    published = tuple(document.id for document in site.corpus.published)
    yield f"{FOLDER}documents.jsonl", Pieces(site, record_line, published)
    plain_head = tuple(plain(columns("documents.csv"), ()))
    yield f"{FOLDER}documents.csv", Pieces(site, _document_row, published, plain_head)
    head = _head("documents-excel.csv")
    yield f"{FOLDER}documents-excel.csv", Pieces(site, _guarded_document_row, published, head)
    yield f"{FOLDER}paragraphs.jsonl", Pieces(site, _paragraph_lines, published)
    yield f"{FOLDER}paragraphs.csv", Pieces(site, _paragraph_rows, published, _head("paragraphs.csv"))
    yield f"{FOLDER}themes.csv", _table("themes.csv", _themes(site))
    yield f"{FOLDER}relations.jsonl", Pieces(site, _relation_lines, published)
    yield f"{FOLDER}relations.csv", Pieces(site, _relation_rows, published, _head("relations.csv"))
    yield f"{FOLDER}parallels.csv", _table("parallels.csv", _parallels(site))
    yield f"{FOLDER}RIGHTS.txt", RIGHTS
    yield from references(site)
    for name in published:
        yield f"speeches/{name}/text.txt", Lazy(site, _text, (name,))
        yield f"speeches/{name}/record.json", Lazy(site, record_line, (name,))


def _head(name: str) -> tuple[str, ...]:
    """The first line of a table for spreadsheets."""
    return tuple(guarded(columns(name), ()))


def _table(name: str, rows: Rows) -> Iterator[str]:
    return guarded(columns(name), rows)


def _text(site: Site, document_id: str) -> str:
    return site.documents[document_id].speech.text


def _paragraph_lines(site: Site, document_id: str) -> str:
    names = columns("paragraphs.jsonl")
    rows = _paragraphs(site.documents[document_id])
    return "".join(json_line(dict(zip(names, row, strict=True))) for row in rows)


def _document_row(site: Site, document_id: str) -> str:
    return "".join(lines([_document(site, site.documents[document_id])]))


def _guarded_document_row(site: Site, document_id: str) -> str:
    return "".join(guarded_lines([_document(site, site.documents[document_id])]))


def _paragraph_rows(site: Site, document_id: str) -> str:
    return "".join(guarded_lines(_paragraphs(site.documents[document_id])))


def _relation_lines(site: Site, document_id: str) -> str:
    return "".join(json_line(relation(document_id, each)) for each in site.related.get(document_id, ()))


# ---------------------------------------------------------------- rows


def _document(site: Site, document: Annotated) -> Row:
    speech, source = document.speech, document.speech.source
    version = site.versions.get(document.id)
    headings = sum(block.type == "heading" for block in speech.blocks)
    paragraphs = sum(block.type in ("paragraph", "closing") for block in speech.blocks)
    named = ("speaker", "author", "role", "publication", "column", "place", "level", "occasion")
    return (
        *(document.id, speech.title, speech.value("subtitle"), speech.kind, speech.date, speech.posted),
        *(speech.value(field) for field in named),
        *(site.settings.language, BETWEEN.join(speech.notices)),
        *((version.of, version.kind) if version else (None, None)),
        *(body_characters(speech), speech.masks, paragraphs, headings),
        *(len(document.themes), len(document.formulas), len(site.related.get(document.id, ()))),
        *(len(speech.notes), speech.file, source.sha256, speech.value("url")),
        f"{site.settings.site_url.rstrip('/')}/speeches/{document.id}/".removeprefix("/"),
    )


def _paragraphs(document: Annotated) -> Iterator[Row]:
    for position, block in enumerate(document.speech.blocks, 1):
        yield document.id, block.id, position, *_block(block)


def _block(block: Block) -> Row:
    run_in = (block.run_in.text, block.run_in.level) if block.run_in else (None, None)
    return block.type, block.level, block.heading, *run_in, block.text, characters(block.text)


def _themes(site: Site) -> Iterator[Row]:
    for theme in site.knowledge.vocabulary.concepts:
        state = "true" if theme.deprecated else "false"
        yield (
            theme.id,
            theme.label,
            theme.broader,
            theme.scope,
            state,
            theme.replaced_by,
            site.count(theme.id),
        )


def _relation_rows(site: Site, document_id: str) -> str:
    return "".join(guarded_lines(_pairs(document_id, site.related.get(document_id, ()))))


def _pairs(here: str, found: Iterable[Related]) -> Iterator[Row]:
    """A row for each pair of paragraphs; one without them where only passages relate two speeches."""
    for related in found:
        known = (here, related.id, related.score)
        for share in related.themes:
            for pair in share.pairs:
                yield *known, share.theme, pair.here, pair.there
        if not related.themes:
            yield *known, None, None, None


def _parallels(site: Site) -> Iterator[Row]:
    for each in site.corpus.parallels:
        here, there = each.here, each.there
        yield (
            *(here.document, here.block, here.start, here.end),
            *(there.document, there.block, there.start, there.end),
            each.shared,
        )
