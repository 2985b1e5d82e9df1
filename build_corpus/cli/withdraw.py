"""The command `withdraw`: an editor's word into the sidecar that a speech is no longer public, or that it is again.

Only the sidecar is written; the next build takes the speech out of everything. Where the repository is public, the text
also lies in seeds/ and in the history: the command says so.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import click

from build_corpus.cli.findings import escaped
from build_corpus.cli.options import options, say, short
from build_corpus.cli.yaml_edit import set_value
from build_corpus.config import load_config
from build_corpus.errors import CorpusError
from build_corpus.model import Sidecar, Withdrawal
from build_corpus.publish import DOCUMENTS
from build_corpus.read import Reading, read
from build_corpus.read.entries import NotYamlError
from build_corpus.read.folder import SIDECARS, sidecars_of
from build_corpus.read.sidecar import parse_sidecar, wrong_value
from build_corpus.text import file_name

NEAR = 3  # ids named where none has the one that was asked for
KEYS = ("withdrawn", "withdrawn_reason", "withdrawn_title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A speech by its id, withdrawn or not."""

    id: str
    """Its id of today."""
    file: str
    """Seed below the seeds folder; the sidecar where the seed is gone."""
    former_ids: tuple[str, ...]
    """Ids it once had."""
    withdrawal: Withdrawal | None
    """Set where it is withdrawn."""


@click.command()
@options("config", "seeds", "build")
@click.argument("name", metavar="ID")
@click.option("--reason", help="Why, for readers.")
@click.option("--date", "day", help="YYYY-MM-DD, today without it; 'none' for no date.")
@click.option("--title", help="What the page left may call the speech; without it only its id.")
@click.option("--undo", is_flag=True, help="Take it back: the speech is published as before.")
def withdraw(
    file: Path,
    seeds: Path | None,
    build_folder: Path | None,
    name: str,
    reason: str | None,
    day: str | None,
    title: str | None,
    undo: bool,
) -> None:
    """Take a speech off the site (its id, or a former one): a page that says so stays at its address."""
    config = load_config(file, seeds=seeds, build=build_folder)
    if undo and (reason or day or title):
        msg = "--undo: takes the speech back as it was. Leave --reason, --date and --title away."
        raise CorpusError(msg)
    readings = read(config.seeds)
    found = named(name, readings)
    if undo and found.withdrawal is None:
        say(f"{found.id}：没有撤下，什么也没有改。\n")
        return
    said = {} if undo else _said(found.withdrawal, reason, day, title)
    sidecar = _edit(found, config.seeds, said)
    place = escaped(short(sidecar))
    if undo:
        say(f"{found.id}：已取消撤下（{place}）。重新生成以后照原样发布。\n")
    else:
        say(
            f"{found.id}：已撤下，写在 {place}。重新生成以后，页面、检索、数据和订阅里都没有它，原地址说明已撤下。\n"
        )
        gone = {stone.id for reading in readings for stone in reading.tombstones}
        for other in sorted(set(versions(found.id, config.build)) - gone):
            say(f"{other}：文字大半与它相同，没有撤下；也要撤下就再运行一次。\n")
        say("底稿还在 seeds/ 和版本历史里；仓库是公开的，就把底稿也删掉，旁注留着，网址上的说明就还在。\n")


def _said(
    before: Withdrawal | None, reason: str | None, day: str | None, title: str | None
) -> Mapping[str, str]:
    """Values of the sidecar's keys; what is not said again stays. Raises CorpusError for what cannot stand there."""
    old = before or Withdrawal(date=None if day == "none" else date.today().isoformat())  # noqa: DTZ011 - the editor's own day
    when = old.date if day is None else None if day == "none" else day
    values = {
        "withdrawn": when or "true",
        "withdrawn_reason": reason or old.reason or "",
        "withdrawn_title": title or old.title or "",
    }
    for key, value in values.items():
        wrong = wrong_value(key, value) if value else None
        if wrong:
            option = {"withdrawn": "--date", "withdrawn_reason": "--reason", "withdrawn_title": "--title"}[
                key
            ]
            msg = f"{option}: '{escaped(value)}' cannot stand in a sidecar ({wrong}). Write it on one line; a date as 2019-04-26."
            raise CorpusError(msg)
    return {key: value for key, value in values.items() if value}


def named(name: str, readings: Sequence[Reading]) -> Found:
    """The speech with an id, or that once had it. Raises CorpusError, which names those that are near."""
    everybody = list(_everybody(readings))
    for same in (lambda each: each.id == name, lambda each: name in each.former_ids):
        chosen = next(filter(same, everybody), None)
        if chosen:
            return chosen
    known = {known: each.id for each in everybody for known in (*each.former_ids, each.id)}
    near = get_close_matches(name.lower(), known, n=NEAR, cutoff=0.5)
    near = near or [each for each in known if name and each.startswith(name.lower())][:NEAR]
    ids = ", ".join(dict.fromkeys(known[each] for each in near))
    guess = f"Did you mean {ids}?" if ids else "build-corpus metadata export lists all ids."
    msg = f"{escaped(name)}: no speech has this id, or had it. {guess}"
    raise CorpusError(msg)


def versions(name: str, build: Path) -> list[str]:
    """Published speeches that the last build found to be versions of this one, or it of them; none without a build."""
    records = build / DOCUMENTS
    if not records.is_file():
        return []
    pairs: list[tuple[str, str]] = []
    shown: set[str] = set()
    with records.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            each = json.loads(line) if '"version_of":{' in line else None
            own = line.partition('"id":"')[2].partition('"')[0]
            shown |= {own} if '"published":true' in line else set()
            pairs += [(own, str(each["version_of"]["id"]))] if each else []
    head = dict(pairs).get(name, name)
    family = {head, *(own for own, of in pairs if of == head)}
    return sorted((family & shown) - {name})


def _everybody(readings: Sequence[Reading]) -> Iterator[Found]:
    for reading in readings:
        source = reading.source
        if source:
            former = source.sidecar.former_ids
            yield Found(id=source.id, file=source.file, former_ids=former, withdrawal=None)
        for stone in reading.tombstones:
            yield Found(
                id=stone.id, file=stone.file, former_ids=stone.former_ids, withdrawal=stone.withdrawal
            )


def _edit(found: Found, seeds: Path, said: Mapping[str, str]) -> Path:
    """Writes these values, and no other of KEYS, into the sidecar; everything else in it stays. Gives its path."""
    path = _sidecar(found, seeds)
    before = path.read_bytes().decode("utf-8", "surrogateescape") if path.exists() else ""
    ids = [part.id for part in _parsed(before)[0].parts]
    place = ("documents", ids.index(found.id)) if found.id in ids else ()
    text = before
    try:
        for key in reversed(KEYS) if place else KEYS:  # an entry of a list takes new keys at its head
            text = set_value(text, (*place, key), said.get(key))
    except (NotYamlError, KeyError):
        text = before
    sidecar, problems = _parsed(text)
    if problems > _parsed(before)[1] or _withdrawal(sidecar, found.id) != _meant(said):
        lines = "; ".join(f"{key}: {value}" for key, value in said.items()) or f"no {KEYS[0]}"
        msg = f"{escaped(short(path))}: cannot be edited without touching the rest of it. Write there by hand: {lines}"
        raise CorpusError(msg)
    if text.strip():
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    else:
        path.unlink(missing_ok=True)
    return path


def _sidecar(found: Found, seeds: Path) -> Path:
    stem = found.file.rpartition(".")[0]
    known = sidecars_of(seeds).get(stem)
    if known:
        return known
    names = (path for path in seeds.rglob("*") if path.suffix.lower() not in SIDECARS)
    seed = next(path for path in names if file_name(path.relative_to(seeds).as_posix()) == found.file)
    return seed.with_suffix(".yml")


def _parsed(text: str) -> tuple[Sidecar, int]:
    """What a sidecar says, and how much of it is wrong."""
    sidecar, problems = parse_sidecar(text.encode("utf-8", "surrogateescape"), "")
    return sidecar, len(problems)


def _withdrawal(sidecar: Sidecar, name: str) -> Withdrawal | None:
    return next((part.withdrawn for part in sidecar.parts if part.id == name), None) or sidecar.withdrawn


def _meant(said: Mapping[str, str]) -> Withdrawal | None:
    if not said:
        return None
    day = said["withdrawn"]
    return Withdrawal(
        date=None if day == "true" else day,
        reason=said.get("withdrawn_reason"),
        title=said.get("withdrawn_title"),
    )
