"""Whether the site still fits where it is published."""

import os
from collections.abc import Iterator
from pathlib import Path

from build_corpus.model import Finding, finding

LIMIT = 1_000_000_000  # bytes of a site on GitHub Pages. Source: docs.github.com, GitHub Pages limits
NEAR = 0.8  # of the limit; guessed: leaves time to act


def check_size(site: Path, limit: int = LIMIT) -> Iterator[Finding]:
    """A finding where the files of a site come near the limit."""
    size = sum((Path(place) / name).stat().st_size for place, _, names in os.walk(site) for name in names)
    if size > NEAR * limit:
        yield finding("site-large", site.name, size=f"{size / 1e6:.1f}", limit=f"{limit / 1e6:.0f}")
