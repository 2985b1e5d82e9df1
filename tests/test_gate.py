"""The quality gate: what the stages make of raw documents stays at least as good as it is.

In: tests/gate-documents (our own) and ../shared/dev (third-party, beside the repository; skipped without it).
"""

from functools import cache
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from gate import FACTS, LAWS, MEASURES, SENTENCES, STRINGS, Score, folded, main, score_folder, total
from helpers import PROSE, ROOT

OWN = ROOT / "tests" / "gate-documents"
DEV = ROOT.parent / "shared" / "dev"
FOLDERS = {"own": OWN, "dev": DEV}

# Shares, 0–1, as `python -m tests.gate FOLDER` prints them in total, rounded down to three places.
# They may only rise: raise them whenever the gate prints more. A document that is added may lower a share;
# then, and only then, the number follows it down, in the same commit.
FLOORS = {
    "own": {
        "must_keep": 1.0,
        "noise": 0.998,
        "noise_lines": 1.0,
        "must_join": 1.0,
        "heading_recall": 0.977,
        "heading_f1": 0.988,
        "heading_levels": 0.949,
        "heading_run_in": 0.977,
        "kind": 1.0,
        "title": 0.946,
        "speaker": 0.916,
        "role": 1.0,
        "publication": 1.0,
        "place": 0.333,
        "date": 0.929,
        "published": 0.758,
        "salutation": 0.967,
        "encoding": 1.0,
        "first_body_sentence": 1.0,
        "last_body_sentence": 1.0,
        "receipts": 1.0,
        "idempotent": 1.0,
    },
    "dev": {
        "must_keep": 1.0,
        "noise": 1.0,
        "noise_lines": 1.0,
        "must_join": 1.0,
        "heading_recall": 1.0,
        "heading_f1": 1.0,
        "heading_levels": 0.883,
        "heading_run_in": 1.0,
        "kind": 1.0,
        "title": 1.0,
        "speaker": 1.0,
        "role": 0.75,
        "publication": 0.875,
        "place": 0.5,
        "date": 1.0,
        "published": 1.0,
        "salutation": 1.0,
        "encoding": 1.0,
        "first_body_sentence": 1.0,
        "last_body_sentence": 1.0,
        "receipts": 1.0,
        "idempotent": 1.0,
    },
}

KNOWN = {
    *("id", "file", "headings", *STRINGS, *FACTS, *SENTENCES),
    *("subtitle", "note", "expect"),  # the rest of a title; for people, as every key that ends with _note
}


@cache
def scores(name: str) -> tuple[Score, ...]:
    if not FOLDERS[name].is_dir():
        pytest.skip("the development documents (../shared/dev) are not here")
    return score_folder(FOLDERS[name])


def reached(name: str, measure: str) -> float:
    whole = total(scores(name))
    return whole.f1 if measure == "heading_f1" else whole.tallies[measure].share


each_folder = pytest.mark.parametrize("name", FOLDERS)


@pytest.mark.parametrize(
    ("name", "measure"), [(name, measure) for name, floors in FLOORS.items() for measure in floors]
)
def test_no_score_falls(name: str, measure: str) -> None:
    """Each measure is at its floor or above."""
    assert reached(name, measure) >= FLOORS[name][measure]


@each_folder
def test_every_measure_has_a_floor(name: str) -> None:
    """Nothing is measured that no floor holds; F1 stands for precision, which may fall when more files are read."""
    assert {*total(scores(name)).tallies, "heading_f1"} - {"heading_precision"} == set(FLOORS[name])


@each_folder
def test_laws_have_no_exceptions(name: str) -> None:
    """Receipts lead there and back, and cleaning is idempotent, on every document."""
    tallies = {(score.name, law): score.tallies.get(law) for score in scores(name) for law in LAWS}
    assert [which for which, tally in tallies.items() if tally and tally.share < 1] == []


def test_every_document_has_a_record() -> None:
    """Each raw file has one record and each record a file; no key of a record is misspelt."""
    records = [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((OWN / "gold").glob("*.yml"))
    ]
    assert sorted(record["file"] for record in records) == sorted(
        path.name for path in (OWN / "raw").iterdir()
    )
    keys = {key for record in records for key in record if not key.endswith("_note")}
    assert keys <= KNOWN


# ---------------------------------------------------------------- the gate itself

TEXT = f"在全市工作会议上的讲话\n同志们：\n{PROSE}\n一、抓好落实\n{PROSE}\n谢谢大家！\n"
GOLD = {
    "id": "a",
    "file": "a.txt",
    "encoding": "utf-8",
    "title": "在全市工作会议上的讲话",
    "date": None,
    "speaker": None,
    "kind": "speech",
    "salutation": "同志们：",
    "headings": [{"level": 1, "text": "一、抓好落实", "run_in": False}],
    "first_body_sentence": PROSE,
    "last_body_sentence": "谢谢大家！",
    "noise": ["点击数"],
    "noise_lines": ["打印"],
    "must_keep": ["扛在肩上"],
    "must_join": ["关键要把责任扛在肩上、落到实处。"],
}


def folder_of(folder: Path, data: bytes, **changes: object) -> Path:
    """A folder of one document whose record is GOLD with changes."""
    record = {**GOLD, **changes}
    (folder / "raw").mkdir()
    (folder / "gold").mkdir()
    (folder / "raw" / str(record["file"])).write_bytes(data)
    (folder / "gold" / "a.yml").write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")
    return folder


def test_a_right_document_scores_everything(tmp_path: Path) -> None:
    """A document that is as its record says misses nothing."""
    (score,) = score_folder(folder_of(tmp_path, TEXT.encode()))
    assert score.misses == ()
    assert all(tally.share == 1 for tally in score.tallies.values())
    assert score.f1 == 1


@pytest.mark.parametrize(
    ("measure", "changes"),
    [
        ("must_keep", {"must_keep": ["没有的话"]}),
        ("noise", {"noise": ["落到实处"]}),
        ("noise_lines", {"noise_lines": ["谢谢大家！"]}),
        ("must_join", {"must_join": ["抓好落实" + PROSE]}),
        (
            "heading_recall",
            {"headings": [*GOLD["headings"], {"level": 1, "text": "二、别的", "run_in": False}]},
        ),
        ("heading_precision", {"headings": []}),
        ("heading_levels", {"headings": [{"level": 2, "text": "一、抓好落实", "run_in": False}]}),
        ("heading_run_in", {"headings": [{"level": 1, "text": "一、抓好落实", "run_in": True}]}),
        ("kind", {"kind": "article"}),
        ("title", {"title": "别的标题"}),
        ("title", {"title": None}),
        ("speaker", {"speaker": "林远"}),
        ("date", {"date": "2020-01-01"}),
        ("salutation", {"salutation": "各位代表："}),
        ("encoding", {"encoding": "gb18030"}),
        ("first_body_sentence", {"first_body_sentence": "没有的话。"}),
        ("last_body_sentence", {"last_body_sentence": "没有的话。"}),
    ],
)
def test_each_mistake_is_counted(tmp_path: Path, measure: str, changes: dict[str, object]) -> None:
    """A document that differs from its record in one thing misses that measure and no other."""
    (score,) = score_folder(folder_of(tmp_path, TEXT.encode(), **changes))
    assert {miss.partition(":")[0] for miss in score.misses} == {measure}
    assert score.tallies[measure].share < 1


def test_a_key_left_out_is_not_asked_for(tmp_path: Path) -> None:
    """Without `headings`, `title` and `date` none of them is scored."""
    folder = folder_of(tmp_path, TEXT.encode())
    record = {key: value for key, value in GOLD.items() if key not in ("headings", "title", "date")}
    (folder / "gold" / "a.yml").write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")
    (score,) = score_folder(folder)
    assert not {"title", "date", "heading_recall", "heading_precision"} & set(score.tallies)


def test_a_file_that_is_not_read_misses_everything(tmp_path: Path) -> None:
    """Its strings count as missed, and its finding is named."""
    (score,) = score_folder(folder_of(tmp_path, b"a\0b", file="a.bin"))
    assert sum(tally.right for tally in score.tallies.values()) == 0
    assert set(score.tallies) == set(MEASURES) & {*GOLD, "heading_recall", "heading_levels", "heading_run_in"}
    assert score.findings == ("seed-format",)


def test_what_is_no_speech_may_be_refused(tmp_path: Path) -> None:
    """A record `not-a-speech` is content with a finding in place of a document."""
    (score,) = score_folder(folder_of(tmp_path, b"", kind="not-a-speech", must_keep=[]))
    assert score.tallies["kind"].right == 1


def test_comparison_forgives_layout() -> None:
    """White space, full-width forms and the form of quotation marks do not count; words do."""
    assert folded("“１、讲\N{IDEOGRAPHIC SPACE}话”") == folded('"1、讲 话"')
    assert folded("讲话") != folded("講話")


def test_the_command_prints_text_and_json(tmp_path: Path) -> None:
    """`python -m tests.gate FOLDER` names the document and the totals; with --json it is data."""
    folder = str(folder_of(tmp_path, TEXT.encode(), title="别的标题"))
    shown = CliRunner().invoke(main, [folder])
    assert shown.exit_code == 0
    assert "a.txt: must_keep 1/1" in shown.output
    assert "title: 在全市工作会议上的讲话 instead of 别的标题" in shown.output
    data = yaml.safe_load(CliRunner().invoke(main, [folder, "--json"]).output)
    assert data["total"]["tallies"]["must_keep"] == [1, 1]
