"""What the five seeds become, held in tests/records/*.yml: facts, outline, what was done to the text.

A record is read against the seed when it changes; `UPDATE_CASES=1 pytest tests/test_seeds.py`
writes what the code makes of the seeds.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from helpers import seed_documents, seeds

from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, Speech, apply, revert
from build_corpus.relate import relate

RECORDS = Path(__file__).parent / "records"
NAMES = tuple(source.file[:3] for source in seeds())
FIELDS = ("subtitle", "speaker", "author", "role", "publication", "column", "place", "level", "occasion")
THEMES = 8  # of a document, best first

each = pytest.mark.parametrize("name", NAMES)


def written(name: str, document: Annotated) -> dict[str, object]:
    """The record of a seed."""
    speech = document.speech
    facts = {field: speech.value(field) for field in FIELDS if speech.value(field)}
    return {
        "file": speech.source.file,
        "title": speech.title,
        "kind": speech.kind,
        **facts,
        "salutation": next((block.text for block in speech.blocks if block.type == "salutation"), None),
        "dates": [f"{date.type} {date.value} “{date.evidence}”" for date in speech.dates],
        "rights": list(speech.rights),
        "masks": speech.masks,
        "blocks": dict(sorted(Counter(block.type for block in speech.blocks).items())),
        "text": {"characters": len(speech.text), "sha256": sha256(speech.text.encode()).hexdigest()},
        "outline": list(outline(speech)),
        "suspects": [f"{note.text} → {note.suggestion}" for note in speech.notes if note.suggestion],
        "done": done(speech),
        "taken": [
            re.sub(r"\d{6,}", "…", receipt.before.strip())
            for receipt in speech.receipts
            if taken(receipt.rule)
        ],
        "themes": [score.theme for score in document.themes[:THEMES]],
        "related": related()[name],
    }


def outline(speech: Speech) -> Iterator[str]:
    """Headings, run-in headings and items as lines: level, kind, words; where each stands in brackets."""
    paragraph = 0
    for block in speech.blocks:
        if block.type == "heading":
            yield f"{block.level} {block.text}"
        elif block.type != "salutation":
            paragraph += 1
            if block.type == "closing":
                yield f"结束（第{paragraph}段）"
            if block.run_in:
                yield f"{block.run_in.level} 段首（第{paragraph}段）{block.run_in.text}"
            for item in block.inline:
                yield f"{item.level} 文内（第{paragraph}段）{item.text}"


def done(speech: Speech) -> dict[str, int]:
    """Receipts by rule and kind; layout, which is many, left out."""
    counts = Counter(
        f"{receipt.rule} {receipt.kind}"
        for receipt in speech.receipts
        if not receipt.rule.startswith("layout.")
    )
    return dict(sorted(counts.items()))


def taken(rule: str) -> bool:
    """Whether what a rule takes is worth reading in a record."""
    return rule.partition(".")[0] not in ("layout", "punctuation", "join")


@cache
def related() -> dict[str, list[str]]:
    """Short names of the seeds each seed is linked to, best first."""
    corpus = relate(seed_documents().values(), built_in(), 6)
    short = {source.id: source.file[:3] for source in seeds()}
    return {short[here]: [short[other.id] for other in others] for here, others in corpus.related.items()}


def load(name: str) -> dict[str, object]:
    return yaml.safe_load((RECORDS / f"{name}.yml").read_text(encoding="utf-8"))


@each
def test_a_seed_is_what_its_record_says(name: str) -> None:
    """Every fact of the record is a fact of the document, and the other way round."""
    made = written(name, seed_documents()[name])
    if os.environ.get("UPDATE_CASES"):
        text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=200)
        (RECORDS / f"{name}.yml").write_text(text, encoding="utf-8")
        pytest.skip("written")
    assert made == load(name)


@each
def test_a_seed_comes_back(name: str) -> None:
    """The receipts of a seed lead to its text and back to its bytes."""
    speech = seed_documents()[name].speech
    assert apply(speech.source.decoded, speech.receipts) == speech.text
    assert (
        revert(speech.text, speech.receipts).encode()
        == (RECORDS.parent.parent / "seeds" / speech.source.file).read_bytes()
    )


def test_every_seed_has_a_record() -> None:
    """There is one record for each seed and none besides."""
    assert sorted(file.stem for file in RECORDS.glob("*.yml")) == sorted(NAMES)
    assert [load(name)["file"] for name in NAMES] == [source.file for source in seeds()]


def test_a_record_notices_one_character() -> None:
    """A text that differs by one character is another text."""
    record = load("000")
    assert isinstance(record["text"], dict)
    assert (
        sha256((seed_documents()["000"].speech.text + "。").encode()).hexdigest() != record["text"]["sha256"]
    )


def test_links_are_mutual_and_stronger_first() -> None:
    """000's nearest is 004; a text on another campaign, 001, is nobody's nearest; 001 and 003 are apart."""
    assert related()["000"][0] == "004"
    assert "000" in related()["004"][:2]
    assert "001" not in {others[0] for others in related().values()}
    assert "003" not in related()["001"]
    assert "001" not in related()["003"]
