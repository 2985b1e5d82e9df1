"""Whether anything changed since the last run, told from the files alone: names, sizes, times, without reading them.

Kept: a digest of all a run reads (seeds, settings, pages written by hand, theme, program, packages), one of all it
wrote (docs/, build/, site/), and what it found. Where both are as they were, the run need not be repeated.

What stands in docs/ and site/ is looked over once, when a run begins and beside it; when it ends, what it touched is
looked at again. What somebody else does meanwhile to docs/, or to what the run leaves alone, is a change for the next run.
"""

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from build_corpus.config import Config
from build_corpus.manifest import MANIFEST, NOTES, stat
from build_corpus.model import Finding
from build_corpus.run.alone import alone
from build_corpus.run.aside import DiedError, Stepwise, end_all
from build_corpus.run.over import CACHE, Seen, docs_over, inputs, notes, site_over

FILE = "last-run.json"
SCHEMA = 6
MANY = 500_000  # bytes of a manifest; fewer files are looked over before a process is copied


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


class Start:
    """The start of a run, which looks over what stands there."""

    def __init__(self, config: Config, *, full: bool = False) -> None:
        """`full`: the run is to make everything."""
        self.full = full
        """Whether it is."""
        self._config = config
        many = (stat(config.docs / MANIFEST) or (0,))[0] > MANY
        over = (partial(work, config) for work in (docs_over, site_over))
        self._docs, self._site = (Stepwise(work, aside=many) for work in over)
        self._docs.tell(None)
        self._before = inputs(config)
        self.notes = notes(config)
        """How the notes of docs/ look, which every run writes."""

    @cached_property
    def _outputs(self) -> list[Any]:
        """Digests of all that a run writes, None in doubt."""
        return _answers(self._docs, self._site)

    @cached_property
    def seen(self) -> Seen | None:
        """What stands in docs/; None where that is not known."""
        seen: Seen | None = _answers(self._docs)[0] if len(self._outputs) > 1 else None
        return seen

    @property
    def spoilt(self) -> bool:
        """Whether somebody wrote into the site since the last run that is known."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            data = self._kept()
            before, now = data["outputs"][1], self._outputs[1:]
            return data["folder"] == str(self._config.site) and now != [] and now[0][0] != before[0]
        return False

    def _kept(self) -> dict[str, Any]:
        """What the last run wrote down. Raises OSError, ValueError, KeyError, TypeError where there is no such thing."""
        data: dict[str, Any] = json.loads(_file(self._config).read_text(encoding="utf-8"))
        if data["schema"] != SCHEMA:
            raise ValueError
        return data

    def last(self) -> Last | None:
        """What the last run said where a new one would say and make the same; None where that is not certain."""
        if self.full:
            return None
        try:
            data = self._kept()
            if data["inputs"] != self._before or data["outputs"] != self._outputs:
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
        docs, site = made if len(made) > 1 else (None, ())
        if None in (self._before, docs, *site) or self._before != inputs(self._config):
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        kept = {
            "inputs": self._before,
            "outputs": made,
            "folder": str(self._config.site),
            "said": asdict(said),
        }
        data = {"schema": SCHEMA, **kept}
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
    began = start or Start(config)
    try:
        with alone(config.build, waits) as waited:
            if waited or began.notes != notes(config):
                began.close()
                began = Start(config, full=began.full)
            yield began
    finally:
        began.close()
        end_all()


def _answers(*asked: Stepwise) -> list[Any]:
    """What each says; None alone where one does not answer."""
    try:
        return [each.answer() for each in asked]
    except DiedError:
        return [None]


def last_run(config: Config) -> Last | None:
    """See `Start.last`."""
    return Start(config).last()


def _file(config: Config) -> Path:
    return config.build / CACHE / FILE
