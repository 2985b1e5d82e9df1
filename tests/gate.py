"""The scoring gate: raw documents taken through the stages and compared with records made by hand.

In: a folder with `raw/` and `gold/*.yml`. Out: a score for each document and in total. Writes nothing,
and knows no document: what is right stands in the records alone.

    python -m tests.gate tests/gate-documents [--json]

A record says only what it has keys for; null means that the document does not say it. Texts are compared
under NFKC and without white space. A file that cannot be read scores nothing, with its findings beside it.
"""

import codecs
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import yaml

from build_corpus.clean import clean
from build_corpus.knowledge import built_in
from build_corpus.model import CorpusStats, Source, Speech, apply, revert
from build_corpus.read import Reading, read
from build_corpus.structure import structure
from build_corpus.survey import survey

STRINGS = ("must_keep", "noise", "noise_lines", "must_join")
FIELDS = ("speaker", "role", "publication", "place")
FACTS = ("kind", "title", *FIELDS, "date", "published", "salutation", "encoding")
SENTENCES = ("first_body_sentence", "last_body_sentence")
LAWS = ("receipts", "idempotent")
HEADINGS = ("heading_precision", "heading_recall", "heading_levels", "heading_run_in")
MEASURES = (*STRINGS, *HEADINGS, *FACTS, *SENTENCES, *LAWS)

EDGE = 4  # blocks at either end of the body in which the first or last sentence may stand
HAN_CODECS = ("gb2312", "gbk", "gb18030", "hz")  # one family: each decodes what the one before it does
QUOTES = str.maketrans("“”‘’", "\"\"''")  # a tool may curl them or leave them

Gold = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of how many."""

    right: int = 0
    """What is as it should be."""
    of: int = 0
    """What was looked at."""

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(right=self.right + other.right, of=self.of + other.of)

    @property
    def share(self) -> float:
        """0–1; 1 where nothing was looked at."""
        return self.right / self.of if self.of else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a document, or all of them, reached."""

    name: str
    """The raw file."""
    tallies: Mapping[str, Tally]
    """Measure → its tally; a measure the record does not ask for is left out."""
    misses: tuple[str, ...] = ()
    """What is not as it should be, for people."""
    findings: tuple[str, ...] = ()
    """Codes of the findings on the document."""

    @property
    def f1(self) -> float:
        """Of heading texts, 0–1; 1 where none is wanted and none is found."""
        found, wanted = (self.tallies.get(name, Tally()) for name in HEADINGS[:2])
        both = found.of + wanted.of
        return (found.right + wanted.right) / both if both else 1.0


@dataclass(slots=True)
class Sheet:
    """Where one document's score is noted down."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def note(self, measure: str, problem: str | None) -> None:
        """One thing looked at; a problem says why it is not right, an empty one that another line says it already."""
        self.tallies[measure] = self.tallies.get(measure, Tally()) + Tally(right=problem is None, of=1)
        if problem:
            self.misses.append(f"{measure}: {problem}")


def folded(text: str) -> str:
    """A text as it is compared: NFKC, straight quotation marks, no white space.

    >>> folded("（１） “讲 话”：")
    '(1)"讲话":'
    """
    return "".join(unicodedata.normalize("NFKC", text).translate(QUOTES).split())


def score_folder(folder: Path) -> tuple[Score, ...]:
    """Every record's score, sorted by the file it speaks of."""
    readings: dict[str, list[Reading]] = {}
    for reading in read(folder / "raw"):
        readings.setdefault(reading.file, []).append(reading)
    stats = survey(each.source for group in readings.values() for each in group if each.source)
    records = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in (folder / "gold").glob("*.yml"))
    return tuple(
        _score(gold, readings.get(str(gold["file"]), []), stats)
        for gold in sorted(records, key=lambda gold: str(gold["file"]))
    )


def total(scores: Iterable[Score]) -> Score:
    """All documents as if they were one: micro-averages."""
    tallies: dict[str, Tally] = {}
    for score in scores:
        for measure, tally in score.tallies.items():
            tallies[measure] = tallies.get(measure, Tally()) + tally
    return Score(name="total", tallies=tallies)


def _score(gold: Gold, readings: Sequence[Reading], stats: CorpusStats) -> Score:
    sheet = Sheet()
    codes = [finding.code for reading in readings for finding in reading.findings]
    source = next((reading.source for reading in readings if reading.source), None)
    if source is None:
        _unread(sheet, gold, codes)
    else:
        cleaned = clean(source, stats, built_in())
        speech = structure(cleaned, built_in())
        codes += [finding.code for finding in speech.findings]
        _strings(sheet, gold, speech)
        _headings(sheet, gold, speech)
        _facts(sheet, gold, speech)
        _sentences(sheet, gold, speech)
        _laws(sheet, speech, cleaned.text, stats)
    return Score(
        name=str(gold["file"]),
        tallies=sheet.tallies,
        misses=tuple(sheet.misses),
        findings=tuple(dict.fromkeys(codes)),
    )


def _unread(sheet: Sheet, gold: Gold, codes: Sequence[str]) -> None:
    """Nothing is right in a file that is not read, but that a finding held back what is no speech."""
    for measure in STRINGS:
        for text in _texts(gold, measure):
            sheet.note(measure, f"not read: {text}")
    for heading in _wanted(gold):
        sheet.note("heading_recall", f"not read: {heading['text']}")
        for measure in HEADINGS[2:]:
            sheet.note(measure, "")
    held = gold.get("kind") == "not-a-speech" and bool(set(codes) - {"seed-format"})
    for measure in (*FACTS, *SENTENCES):
        if measure in gold and not (measure in SENTENCES and gold[measure] is None):
            sheet.note(measure, None if measure == "kind" and held else "not read")


def _texts(gold: Gold, measure: str) -> Sequence[str]:
    texts = gold.get(measure) or ()
    assert isinstance(texts, list | tuple), f"{gold['file']}: {measure} is no list"
    return [str(text) for text in texts]


def _wanted(gold: Gold) -> Sequence[Mapping[str, object]]:
    headings = gold.get("headings") or ()
    assert isinstance(headings, list | tuple), f"{gold['file']}: headings is no list"
    return headings


def _strings(sheet: Sheet, gold: Gold, speech: Speech) -> None:
    whole = folded(speech.text)
    lines = [folded(line) for line in speech.text.split("\n")]
    for text in _texts(gold, "must_keep"):
        sheet.note("must_keep", None if folded(text) in whole else f"lost: {text}")
    for text in _texts(gold, "noise"):
        sheet.note("noise", f"stays: {text}" if folded(text) in whole else None)
    for text in _texts(gold, "noise_lines"):
        sheet.note("noise_lines", f"stays: {text}" if folded(text) in lines else None)
    for text in _texts(gold, "must_join"):
        joined = any(folded(text) in line for line in lines)
        sheet.note(
            "must_join", None if joined else f"{'broken' if folded(text) in whole else 'lost'}: {text}"
        )


def _found(speech: Speech) -> Iterator[tuple[str, int, bool]]:
    """(folded text, level, whether run-in) of every heading, in order."""
    for block in speech.blocks:
        if block.type == "heading":
            yield folded(block.text), block.level or 0, False
        elif block.run_in:
            yield folded(block.run_in.text), block.run_in.level, True


def _headings(sheet: Sheet, gold: Gold, speech: Speech) -> None:
    """Texts are compared as a bag; one that stands twice, in order. A heading not found has no right level either."""
    if gold.get("headings") is None:
        return
    found: dict[str, list[tuple[int, bool]]] = {}
    for text, level, run_in in _found(speech):
        found.setdefault(text, []).append((level, run_in))
    for heading in _wanted(gold):
        matches = found.get(folded(str(heading["text"])))
        level, run_in = matches.pop(0) if matches else (None, None)
        sheet.note("heading_recall", None if level else f"no heading: {heading['text']}")
        if level:
            sheet.note("heading_precision", None)
        wrong = f"{level} instead of {heading['level']}: {heading['text']}" if level else ""
        sheet.note("heading_levels", None if level == heading["level"] else wrong)
        other = f"{run_in}: {heading['text']}" if level else ""
        sheet.note("heading_run_in", None if run_in == bool(heading.get("run_in")) else other)
    for text in (text for text, rest in found.items() for _ in rest):
        sheet.note("heading_precision", f"is none: {text}")


def _facts(sheet: Sheet, gold: Gold, speech: Speech) -> None:
    found: dict[str, str | None] = {name: speech.value(name) for name in FIELDS}
    found |= {"kind": speech.kind, "date": speech.date, "published": speech.posted}
    for name, value in found.items():
        if name in gold:
            right = folded(value or "") == folded(str(gold[name] or ""))
            sheet.note(name, None if right else f"{value} instead of {gold[name]}")
    if "title" in gold:
        sheet.note("title", _title_problem(gold, speech))
    if "salutation" in gold:
        sheet.note("salutation", _salutation_problem(str(gold["salutation"] or ""), speech))
    if "encoding" in gold:
        right = _codec(str(gold["encoding"])) == _codec(speech.source.encoding)
        sheet.note("encoding", None if right else f"{speech.source.encoding} instead of {gold['encoding']}")


def _title_problem(gold: Gold, speech: Speech) -> str | None:
    """Title alone, or with the subtitle behind it, as the record and the speech have them.

    Where the text has no title line, none may be taken; what `<title>` or the file name says is no line.
    """
    wanted = gold["title"]
    title, subtitle = speech.title or "", speech.value("subtitle") or ""
    if wanted is None:
        spans = [(mark.start, mark.end) for mark in speech.source.marks if mark.kind == "title"]
        taken = [
            receipt.before
            for receipt in speech.receipts
            if receipt.field == "title"
            and not any(start <= receipt.start and receipt.end <= end for start, end in spans)
        ]
        return f"taken from the text: {taken[0]}" if taken else None
    forms = {folded(title), folded(title + subtitle), folded(f"{title}——{subtitle}")}
    asked = {folded(f"{wanted}{rest}") for rest in ("", gold.get("subtitle") or "")}
    return None if forms & asked else f"{title or None} instead of {wanted}"


def _salutation_problem(wanted: str, speech: Speech) -> str | None:
    """The first salutation, or the salutations on the lines right below it; its colon or comma does not count."""
    texts: list[str] = []
    for block in speech.blocks:
        if block.type == "salutation":
            texts.append(folded(block.text))
        elif texts:
            break
    forms = {"".join(texts[:stop]).rstrip(":,!。") for stop in range(1, len(texts) + 1)} or {""}
    return (
        None if folded(wanted).rstrip(":,!。") in forms else f"{''.join(texts) or None} instead of {wanted}"
    )


def _codec(name: str) -> str:
    """One name for each codec family.

    >>> [_codec(name) for name in ("GBK", "utf-8-sig", "utf-16-le", "big5hkscs")]
    ['gb18030', 'utf-8', 'utf-16', 'big5']
    """
    known = codecs.lookup(name).name
    if known in HAN_CODECS:
        return "gb18030"
    for family in ("utf-8", "utf-16", "utf-32", "big5"):
        if known.startswith(family) or known == "cp950":
            return family if known != "cp950" else "big5"
    return known


def _sentences(sheet: Sheet, gold: Gold, speech: Speech) -> None:
    """Each stands in the text, near the end of the body where it belongs."""
    body = [folded(block.text) for block in speech.blocks if block.type in ("paragraph", "closing")]
    ends = dict(zip(SENTENCES, (body[:EDGE], body[-EDGE:]), strict=True))
    for measure, blocks in ends.items():
        wanted = gold.get(measure)
        if wanted is None:
            continue
        near = any(folded(str(wanted)) in text for text in blocks)
        where = "elsewhere" if folded(str(wanted)) in folded(speech.text) else "lost"
        sheet.note(measure, None if near else f"{where}: {wanted}")


def _laws(sheet: Sheet, speech: Speech, cleaned: str, stats: CorpusStats) -> None:
    """Receipts lead there and back; cleaning the cleaned text changes nothing."""
    decoded = speech.source.decoded
    try:
        exact = (
            apply(decoded, speech.receipts) == speech.text and revert(speech.text, speech.receipts) == decoded
        )
    except ValueError:
        exact = False
    sheet.note("receipts", None if exact else "do not lead there and back")
    again: Source = replace(speech.source, decoded=cleaned, marks=(), format="text")
    same = clean(again, stats, built_in()).text == cleaned
    sheet.note("idempotent", None if same else "cleaning the cleaned text changes it")


# ---------------------------------------------------------------- for people


def _line(score: Score) -> str:
    """A score on one line; facts and laws that are right are not named."""
    parts = [
        f"{name} {score.tallies[name].right}/{score.tallies[name].of}"
        for name in STRINGS
        if name in score.tallies
    ]
    found, wanted = (score.tallies.get(name, Tally()) for name in HEADINGS[:2])
    if found.of or wanted.of:
        parts.append(f"headings {wanted.right}/{wanted.of}, found {found.of}, F1 {score.f1:.3f}")
    facts = total(
        [replace(score, tallies={"all": tally}) for name, tally in score.tallies.items() if name in FACTS]
    )
    parts.append("facts {0.right}/{0.of}".format(facts.tallies.get("all", Tally())))
    return f"{score.name}: {'; '.join(parts)}"


def report(scores: Sequence[Score]) -> str:
    """Documents with what is wrong in them, then every measure in total."""
    lines: list[str] = []
    for score in scores:
        lines.append(_line(score))
        lines += [f"    {miss}" for miss in score.misses]
        lines += [f"    findings: {', '.join(score.findings)}"] if score.findings else []
    whole = total(scores)
    lines += ["", f"total of {len(scores)} documents"]
    for measure in MEASURES:
        tally = whole.tallies.get(measure)
        if tally:
            lines.append(f"    {measure:20} {tally.right:4}/{tally.of:<4} {tally.share:.3f}")
    return "\n".join([*lines, f"    {'heading F1':20} {whole.f1:9.3f}"])


def as_json(scores: Sequence[Score]) -> str:
    """The same for programs: one object, documents and total."""

    def plain(score: Score) -> dict[str, object]:
        tallies = {name: [tally.right, tally.of] for name, tally in score.tallies.items()}
        return {
            "name": score.name,
            "tallies": tallies,
            "f1": round(score.f1, 4),
            "misses": list(score.misses),
            "findings": list(score.findings),
        }

    whole = {"documents": [plain(score) for score in scores], "total": plain(total(scores))}
    return json.dumps(whole, ensure_ascii=False, indent=1)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "machine", is_flag=True, help="One JSON object instead of text.")
def main(folder: Path, *, machine: bool) -> None:
    """Score the documents in FOLDER/raw against the records in FOLDER/gold."""
    scores = score_folder(folder)
    click.echo(as_json(scores) if machine else report(scores))


if __name__ == "__main__":
    main()
