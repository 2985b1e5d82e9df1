"""Whether the site still fits where it is published."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from build_corpus.model import Finding, finding

LIMIT = 1_000_000_000  # bytes of a site on GitHub Pages. Source: docs.github.com, GitHub Pages limits
NEAR = 0.8  # of the limit; guessed: leaves time to act


def check_size(site: Path, limit: int = LIMIT, size: int | None = None) -> Iterator[Finding]:
    """A finding where the files of a site come near the limit. `size`: their bytes, where they are known."""
    size = whole_size(site) if size is None else size
    if size > NEAR * limit:
        yield finding("site-large", site.name, size=f"{size / 1e6:.1f}", limit=f"{limit / 1e6:.0f}")


def whole_size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return _below(str(folder))


def _below(folder: str) -> int:
    with os.scandir(folder) as entries:
        return sum(
            _below(each.path) if each.is_dir(follow_symlinks=False) else each.stat().st_size
            for each in entries
        )


def size_of(folder: Path, paths: Iterable[str]) -> int:
    """Bytes of these files below a folder; those that are not there have none."""
    size = 0
    for path in paths:
        with suppress(OSError):
            size += (folder / path).stat().st_size
    return size
