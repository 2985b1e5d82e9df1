"""The site a second time, as hard links, so that a new site costs what changed and not what there is.

Two trees take turns. The one that is not the site lies in build/cache/ and is the site as it was a run ago, but for files
that a note names; they are made alike, what is to be rendered is taken out, and when the new pages are in, the trees
change places in one step. A run that is stopped leaves a note that names more than differs, never less.
"""

import json
import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from build_corpus.site.tree import level, linked_copy

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Twin:
    """The other tree."""

    folder: Path
    """Where it lies: on the file system of the site."""
    note: Path
    """Where the note lies."""
    kept: bool
    """Whether it stays for the next run."""

    def prepared(
        self, site: Path, stamps: tuple[str, str], without: frozenset[str]
    ) -> Collection[str] | None:
        """Makes the tree what the site is, without these files; which files of both were touched for it, None for all.

        `stamps`: of the site as it is and as it is to be.
        """
        differs = self._differs(stamps[0])
        if differs is None:
            self._made(site)
        paths = sorted((differs or frozenset()) | without)
        self._write(stamps, paths)
        level(self.folder, site, paths, without)
        return None if differs is None else paths

    def renewed(self, site: Path, stamp: str) -> None:
        """Makes the tree anew from a site, for the next run."""
        if self.kept:
            self._made(site)
            self._write((stamp,), ())

    def changed_places(self, stamp: str, differs: Iterable[str]) -> bool:
        """Writes down that the site is the new one, and in which files the old one differs; whether that is kept."""
        if self.kept:
            self._write((stamp,), differs)
        else:
            self._gone()
        return self.kept

    def _made(self, site: Path) -> None:
        self._gone()
        linked_copy(site, self.folder)

    def _gone(self) -> None:
        self.note.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _differs(self, stamp: str) -> frozenset[str] | None:
        """Files in which the tree may differ from the site with this stamp; None where that is not known."""
        try:
            note = json.loads(self.note.read_text(encoding="utf-8"))
            known = note["schema"] == SCHEMA and stamp in note["stamps"] and self.folder.is_dir()
            return frozenset(map(str, note["differs"])) if known else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(self, stamps: Iterable[str], differs: Iterable[str]) -> None:
        note = {"schema": SCHEMA, "stamps": list(stamps), "differs": sorted(differs)}
        beside = self.note.with_suffix(".writing")
        beside.write_text(json.dumps(note, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.replace(self.note)
