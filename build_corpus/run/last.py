"""Whether anything changed since the last run, told from the files alone: names, sizes, times, without reading them.

Kept: a digest of all a run reads (seeds, settings, pages written by hand, theme, program, packages), one of all it
wrote (docs/, build/, site/), and what it found. Where both are as they were, the run need not be repeated.

What stands in docs/ and site/ is looked over once, when a run begins and beside it; when it ends, what it touched is
looked at again. So whatever somebody else does to these folders meanwhile is a change for the next run.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import build_corpus
from build_corpus.config import Config
from build_corpus.manifest import NOTES, handwritten, is_ours, manifest, told_by
from build_corpus.model import Finding
from build_corpus.run.alone import LOCK, alone
from build_corpus.run.aside import DiedError, Steps, Stepwise
from build_corpus.run.basis import packages
from build_corpus.run.signs import DoubtError, files, is_young, sign

CACHE, PREVIEW = "cache", "preview"  # in build/
FILE = "last-run.json"
SCHEMA = 5
_BESIDES = (CACHE, PREVIEW, LOCK)  # in build/: says nothing of what was built
_COMPILED = "__pycache__"

_Files = dict[str, os.stat_result]
"""Path below a folder → how the file looks."""


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
    """What stands in docs/ when a run begins."""

    by_hand: tuple[str, ...]
    """Files that no run has made, sorted."""
    altered: frozenset[str]
    """Those that a run has made and that do not look as they were written."""


class Start:
    """The start of a run, which looks over what stands there."""

    def __init__(self, config: Config, *, full: bool = False) -> None:
        """`full`: the run is to make everything."""
        self.full = full
        """Whether it is."""
        self._config = config
        self._docs, self._site = (Stepwise(partial(work, config)) for work in (_docs_over, _site_over))
        self._docs.tell(None)
        self._before = inputs(config)

    @cached_property
    def _outputs(self) -> list[str | None]:
        """Digests of all that a run writes, None in doubt."""
        return _answers(self._docs, self._site)

    @cached_property
    def seen(self) -> Seen | None:
        """What stands in docs/; None where that is not known."""
        seen: Seen | None = _answers(self._docs)[0] if len(self._outputs) > 1 else None
        return seen

    def last(self) -> Last | None:
        """What the last run said where a new one would say and make the same; None where that is not certain."""
        if self.full:
            return None
        try:
            data = json.loads(_file(self._config).read_text(encoding="utf-8"))
            if data["schema"] != SCHEMA or data["inputs"] != self._before or data["outputs"] != self._outputs:
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
        if self.seen is None:
            touched = None
        for each in (self._docs, self._site):
            each.tell(None if touched is None else {*touched, *NOTES})

    def remember(self, said: Last) -> None:
        """Keeps what a run said that has ended; nothing where what it read is something else now."""
        file = _file(self._config)
        file.unlink(missing_ok=True)
        made = _answers(self._docs, self._site)
        if None in (self._before, *made) or len(made) == 1 or self._before != inputs(self._config):
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        data = {"schema": SCHEMA, "inputs": self._before, "outputs": made, "said": asdict(said)}
        beside = file.with_suffix(".writing")
        beside.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.replace(file)

    def close(self) -> None:
        """Ends what looks over the folders."""
        for each in (self._docs, self._site):
            each.close()


@contextmanager
def begun(config: Config, waits: Callable[[], object], start: Start | None = None) -> Iterator[Start]:
    """A run that has begun: nobody else's goes on while the block does. `waits`: see `alone`. `start`: of just now."""
    began = start or Start(config)  # before the lock: its processes would hold it as well
    try:
        with alone(config.build, waits) as waited:
            if waited:
                began.close()
                began = Start(config, full=began.full)
            yield began
    finally:
        began.close()


def _answers(*asked: Stepwise) -> list[Any]:
    """What each says; one None alone where one does not answer."""
    try:
        return [each.answer() for each in asked]
    except DiedError:
        return [None]


def _docs_over(config: Config) -> Steps:
    """Looks over docs/.

    Gives a digest; then what is `Seen`; then, told what a run touched, another digest. None in doubt.
    """
    now, found = time.time_ns(), _found(config.docs)
    yield _digest(found)
    made = manifest(config.docs)
    stood = found or {}
    by_hand = [path for path in stood if path not in made and not is_ours(path)]
    altered = (path for path, entry in made.items() if path not in stood or entry[1:] != told_by(stood[path]))
    seen = Seen(by_hand=tuple(sorted(by_hand)), altered=frozenset(altered))
    touched = yield seen if found is not None else None
    is_sure = not any(is_young(stood[path], now) for path in by_hand)
    yield _digest(_anew(config.docs, found, touched)) if is_sure else None


def _site_over(config: Config) -> Steps:
    """Looks over site/ and build/; gives a digest, then, told what a run touched, another one. None in doubt."""
    found = _found(config.site)
    touched = yield _digest(found, _found(config.build, _BESIDES))
    yield _digest(_anew(config.site, found, touched), _found(config.build, _BESIDES))


def _found(folder: Path, besides: Collection[str] = ()) -> _Files | None:
    """What stands in a folder but for files and folders of these names, None in doubt."""
    try:
        return dict(files(str(folder), besides))
    except (OSError, DoubtError):
        return None


def _anew(folder: Path, found: _Files | None, touched: Collection[str] | None) -> _Files | None:
    """What stands there after a run touched some of it."""
    if found is None or touched is None:
        return _found(folder)
    for path in touched:
        found.pop(path, None)
        with suppress(OSError):
            found[path] = (folder / path).stat()
    return found


def _digest(*folders: _Files | None) -> str | None:
    """Of all that stands in these folders; None in doubt."""
    digest = sha256()
    for found in folders:
        if found is None:
            return None
        digest.update(b"".join(sorted(sign(*each) for each in found.items())) + b"\0")
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
    digest, now = sha256("\0".join(words).encode("utf-8", "surrogateescape")), time.time_ns()
    try:
        for file in given:
            digest.update(sign(str(file), file.stat(), now))
        for folder in folders:
            digest.update(
                b"".join(sorted(sign(*each, now) for each in files(str(folder), (_COMPILED,)))) + b"\0"
            )
    except (OSError, DoubtError):
        return None
    return digest.hexdigest()


def _file(config: Config) -> Path:
    return config.build / CACHE / FILE
