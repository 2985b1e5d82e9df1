"""Whether anything changed since the last run, told from the files alone: names, sizes, times, without reading them.

Kept: a digest of all a run reads (seeds, settings, pages written by hand, theme, program, packages), one of all it
wrote (docs/, build/, site/), and what it found. Where both are as they were, the run need not be repeated.

What stands in docs/ and site/ is looked over once, when a run begins and beside it; when it ends, what it touched is
looked at again. So whatever somebody else does to these folders meanwhile is a change for the next run.
"""

import json
import os
import sys
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import build_corpus
from build_corpus.config import Config
from build_corpus.manifest import NOTES, handwritten, is_ours, manifest, told_by
from build_corpus.model import Finding
from build_corpus.run.aside import DiedError, Steps, Stepwise
from build_corpus.run.basis import packages
from build_corpus.run.signs import DoubtError, files, is_young, settled, sign

CACHE = "cache"
FILE = "last-run.json"
SCHEMA = 4
_CACHES = ("__pycache__", CACHE, ".lock")  # in a folder: says nothing of what was built

_Signs = dict[str, bytes]
"""Path below a folder → sign of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """What a run said."""

    published: int
    """Speeches on the site."""
    files: int
    """Files in docs/ that were generated."""
    built: tuple[Finding, ...]
    """Findings in the seeds."""
    checked: tuple[Finding, ...]
    """Findings in the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What stands in docs/ and site/ when a run begins."""

    by_hand: tuple[str, ...] | None
    """Files of docs/ that no run has made, sorted; None where that is not known."""
    altered: frozenset[str] | None
    """Those that a run has made and that do not look as they were written; None where that is not known."""
    told: str | None
    """Digest of all that a run writes; None in doubt."""


class Start:
    """The start of a run, which looks over what stands there."""

    def __init__(self, config: Config, *, full: bool = False) -> None:
        """`full`: the run is to make everything."""
        self.full = full
        """Whether it is."""
        self._config = config
        self._over = Stepwise(lambda: _looked_over(config))
        self._before = inputs(config)
        self._seen: Seen | None = None

    @property
    def seen(self) -> Seen | None:
        """What stands in docs/ and site/; None where that is not known."""
        if self._seen is None:
            try:
                self._seen = self._over.answer()
            except DiedError:
                return None
        return self._seen

    def last(self) -> Last | None:
        """What the last run said where a new one would say and make the same; None where that is not certain."""
        if self.full:
            return None
        try:
            data = json.loads(_file(self._config).read_text(encoding="utf-8"))
            if data["schema"] != SCHEMA or data["inputs"] != self._before:
                return None
            if self.seen is None or data["outputs"] != self.seen.told:
                return None
            said = data["said"]
            found = {name: tuple(Finding(**each) for each in said[name]) for name in ("built", "checked")}
            return Last(published=int(said["published"]), files=int(said["files"]), **found)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def ended(self, touched: Collection[str] | None) -> None:
        """From here on a run writes nothing but its cache.

        `touched`: paths below docs/ or site/ where a file may be another one than before; None: any of them.
        """
        if self.seen is not None:
            self._over.tell(None if touched is None else {*touched, *NOTES})

    def remember(self, said: Last) -> None:
        """Keeps what a run said that has ended; nothing where what it read is something else now."""
        file = _file(self._config)
        file.unlink(missing_ok=True)
        try:
            after, made = self._over.answer()
        except DiedError:
            return
        if self._before is None or made is None or self._before != after:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        data = {"schema": SCHEMA, "inputs": self._before, "outputs": made, "said": asdict(said)}
        beside = file.with_suffix(".writing")
        beside.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.replace(file)


def _looked_over(config: Config) -> Steps:
    """First what is `Seen`; then, told what a run touched, digests of all it read and of all it wrote, None in doubt."""
    newest, parts = settled(), [config.docs, config.site]
    try:
        stood = [dict(files(str(folder), _CACHES)) for folder in parts]
    except (OSError, DoubtError):
        stood = []
    found = stood[0] if stood else {}
    own = manifest(config.docs) if stood else {}
    by_hand = [path for path in found if path not in own and not is_ours(path)]
    altered = (path for path, entry in own.items() if path not in found or entry[1:] != told_by(found[path]))
    is_sure = stood and not any(is_young(found[path], newest) for path in by_hand)
    signs = [{path: sign(path, stat) for path, stat in each.items()} for each in stood]
    now = signs if is_sure else None
    touched = yield Seen(
        by_hand=tuple(sorted(by_hand)) if stood else None,
        altered=frozenset(altered) if stood else None,
        told=_digest(config, now),
    )
    yield inputs(config), _digest(config, _anew(parts, now, touched))


def _anew(
    folders: Iterable[Path], signs: Sequence[_Signs] | None, touched: Collection[str] | None
) -> Sequence[_Signs] | None:
    """Signs of all files of these folders, after a run touched some; None in doubt."""
    if touched is None:
        try:
            return [{path: sign(path, stat) for path, stat in files(str(each), _CACHES)} for each in folders]
        except (OSError, DoubtError):
            return None
    for folder, known in zip(folders, signs or (), strict=False):
        for path in touched:
            known.pop(path, None)
            with suppress(OSError):
                known[path] = sign(path, (folder / path).stat())
    return signs


def _digest(config: Config, signs: Iterable[_Signs] | None) -> str | None:
    """Of what stands in docs/ and site/, and of what stands in build/ now; None in doubt."""
    if signs is None:
        return None
    try:
        built = {path: sign(path, stat) for path, stat in files(str(config.build), _CACHES)}
    except (OSError, DoubtError):
        return None
    digest = sha256()
    for each in (*signs, built):
        digest.update(b"".join(sorted(each.values())) + b"\0")
    return digest.hexdigest()


def last_run(config: Config) -> Last | None:
    """See `Start.last`."""
    return Start(config).last()


def inputs(config: Config) -> str | None:
    """Digest of everything a run reads but for what stands in docs/ already; None in doubt."""
    folders = [config.seeds, config.root / "theme", Path(build_corpus.__file__).parent]
    given = [config.root / "mkdocs.yml", *filter(None, (config.vocabulary_file,))]
    if config.project_docs != config.docs:
        given += [config.project_docs / path for path in handwritten(config.project_docs)]
    words = [repr(config), sys.version, os.environ.get("SOURCE_DATE_EPOCH", ""), *packages()]
    digest, newest = sha256("\0".join(words).encode("utf-8", "surrogateescape")), settled()
    try:
        for file in given:
            digest.update(sign(str(file), file.stat(), newest))
        for folder in folders:
            digest.update(
                b"".join(sorted(sign(*each, newest) for each in files(str(folder), _CACHES))) + b"\0"
            )
    except (OSError, DoubtError):
        return None
    return digest.hexdigest()


def _file(config: Config) -> Path:
    return config.build / CACHE / FILE
