"""Files that are too large to stand twice: the site has those of docs/ under another name.

Who writes a generated file replaces it, so the site keeps the one it has until it gets the new one. A file of the site
that is not the very one of docs/ is taken for an old one, whatever it holds.
"""

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from build_corpus.manifest import Entry

LARGE = 1 << 20  # bytes; smaller ones are copied in no time


@dataclass(frozen=True, slots=True)
class Shared:
    """The large files among the generated ones."""

    docs: Path
    """Where they stand."""
    paths: tuple[str, ...]
    """Below docs/, and below the site."""

    @classmethod
    def of(cls, docs: Path, known: Mapping[str, Entry]) -> "Shared":
        """Those among generated files."""
        wanted = (path for path, (_, size, _) in known.items() if size >= LARGE)
        return cls(docs, tuple(path for path in wanted if not path.endswith(".md")))

    def apart(self, site: Path) -> frozenset[str]:
        """Those that a site has and does not share; none where it cannot, on another file system."""
        if not site.is_dir() or self.docs.stat().st_dev != site.stat().st_dev:
            return frozenset()
        both = (path for path in self.paths if (site / path).is_file())
        return frozenset(path for path in both if not (self.docs / path).samefile(site / path))

    def give(self, site: Path, paths: Iterable[str]) -> None:
        """Makes a site share these."""
        for path in paths:
            target = site / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            try:
                os.link(self.docs / path, target)
            except OSError:  # it is somebody else's, or has as many names as it can have
                shutil.copyfile(self.docs / path, target)
