"""A document as data: the record in documents.jsonl and the front matter of its page."""

import json
from hashlib import sha256

from build_corpus.model import Annotated, Block, Knowledge, Passage, Related, Speech, Version
from build_corpus.text import characters

SCHEMA = 1
"""Version of the record's shape."""

DESCRIPTION_MAX = 120  # 字

Record = dict[str, object]


def record(
    document: Annotated,
    related: tuple[Related, ...],
    knowledge: Knowledge,
    lang: str,
    version: Version | None = None,
) -> Record:
    """One line of documents.jsonl. All keys are always there; null where a fact is unknown."""
    speech = document.speech
    said = summary(document, knowledge, lang, version)
    apart = {key: said.pop(key) for key in ("chars", "themes", "version_of")}
    return {
        **said,
        "published": speech.shown,
        "blocks": [_block(block) for block in speech.blocks],
        "chars": apart["chars"],
        "masks": speech.masks,
        "themes": apart["themes"],
        "formulas": [{"text": text, "count": count} for text, count in document.formulas],
        "related": [_related(document.id, each) for each in related],
        "version_of": apart["version_of"],
        "notes": [
            {"kind": note.kind, "block": note.block, "text": note.text, "suggestion": note.suggestion}
            for note in speech.notes
        ],
        "decoded_sha256": _hash(speech.source.decoded),
        "cleaned_sha256": _hash(speech.text),
    }


def summary(document: Annotated, knowledge: Knowledge, lang: str, version: Version | None) -> Record:
    """What a page says at its head: facts, length, themes; keys and values as in the record."""
    return {
        **facts(document.speech, lang),
        "chars": body_characters(document.speech),
        "themes": [
            {
                "id": theme.theme,
                "label": knowledge.vocabulary.get(theme.theme).label,
                "score": theme.score,
                "paragraphs": [block for block, _ in theme.paragraphs],
            }
            for theme in document.themes
        ],
        "version_of": {"id": version.of, "kind": version.kind, "shared": version.shared} if version else None,
    }


def facts(speech: Speech, lang: str) -> Record:
    """What a document says of itself, where it came from, and what an editor inferred."""
    named = ("speaker", "author", "role", "publication", "column", "place", "level", "occasion")
    source = speech.source
    return {
        "id": speech.id,
        "title": speech.title,
        "subtitle": speech.value("subtitle"),
        "kind": speech.kind,
        "date": speech.date,
        "dates": [
            {"value": date.value, "type": date.type, "precision": date.precision, "evidence": date.evidence}
            for date in speech.dates
        ],
        **{field: speech.value(field) for field in named},
        "salutation": "".join(block.text for block in speech.blocks if block.type == "salutation") or None,
        "lang": lang,
        "source": {
            "file": speech.file,
            "sha256": source.sha256,
            "bytes": source.size,
            "encoding": source.encoding,
            "url": speech.value("url"),
        },
        "rights": list(speech.notices),
        "inferred": [
            {
                "field": fact.field,
                "value": fact.value,
                "confidence": fact.confidence,
                "evidence": fact.evidence,
            }
            for fact in source.sidecar.inferred
        ],
    }


def body_characters(speech: Speech) -> int:
    """字 of the body: paragraphs without title, salutation and block headings."""
    return sum(characters(block.text) for block in speech.blocks if block.type in ("paragraph", "closing"))


def json_line(data: object) -> str:
    """One line of JSON, Chinese as it is."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def front_matter_of(full: Record, description: str) -> Record:
    """What a page says of itself; keys whose value is unknown are left out."""
    themes = full["themes"]
    dates = full["dates"]
    original = full["version_of"]
    posted = [date["value"] for date in dates if date["type"] == "posted"] if isinstance(dates, list) else []
    data = {
        **{key: full[key] for key in ("id", "title", "subtitle", "date")},
        "posted": posted[0] if posted else None,
        **{
            key: full[key] for key in ("speaker", "author", "role", "publication", "column", "place", "level")
        },
        **{key: full[key] for key in ("occasion", "kind", "source", "rights")},
        "themes": [theme["id"] for theme in themes] if isinstance(themes, list) else [],
        "tags": [theme["label"] for theme in themes] if isinstance(themes, list) else [],
        "description": description,
        "lang": full["lang"],
        "version_of": original["id"] if isinstance(original, dict) else None,
    }
    return {key: value for key, value in data.items() if value is not None}


def description_of(speech: Speech) -> str:
    """The first sentences of the first paragraph."""
    first = next((block.text for block in speech.blocks if block.type == "paragraph"), "")
    if len(first) <= DESCRIPTION_MAX:
        return first
    cut = first[:DESCRIPTION_MAX]
    end = max(cut.rfind(mark) for mark in "。！？")
    return cut[: end + 1] if end > 0 else f"{cut}…"


def _block(block: Block) -> Record:
    return {
        "id": block.id,
        "type": block.type,
        "level": block.level,
        "kind": block.kind,
        "text": block.text,
        "heading": block.heading,
        "run_in": {"level": block.run_in.level, "text": block.run_in.text} if block.run_in else None,
        "inline": [{"level": item.level, "text": item.text, "start": item.start} for item in block.inline],
    }


def _related(here: str, related: Related) -> Record:
    return {
        "id": related.id,
        "score": related.score,
        "themes": [
            {"id": share.theme, "pairs": [[pair.here, pair.there] for pair in share.pairs]}
            for share in related.themes
        ],
        "passages": [
            {"here": _passage(mine), "there": _passage(its), "shared": each.shared}
            for each in related.passages
            for mine, its in [each.seen_from(here)]
        ],
    }


def relation(here: str, related: Related) -> Record:
    """One line of relations.jsonl: what the record says of a related speech, with the speech it is related to."""
    said = _related(here, related)
    return {"speech": here, "related": said.pop("id"), **said}


def _passage(passage: Passage) -> Record:
    return {"block": passage.block, "start": passage.start, "end": passage.end}


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
