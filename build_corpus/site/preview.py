"""A preview that follows changes: MkDocs' own server shows the site and reloads open pages after each build.

What reloads is a script that the server writes into each page; so pages are shown without the policy that forbids such scripts.
"""

import re
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from build_corpus.config import Config
from build_corpus.errors import CorpusError

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')


class _Server(LiveReloadServer):
    def _inject_js_into_html(
        self, content: bytes, epoch: float
    ) -> bytes:  # private; MkDocs is pinned below 2
        changed: bytes = super()._inject_js_into_html(_POLICY.sub(b"", content), epoch)  # type: ignore[no-untyped-call]
        return changed


def preview(config: Config, by_hand: Iterable[Path], address: str, rebuild: Callable[[], object]) -> None:
    """Serves `config.site` until the user stops it; calls `rebuild` when something it is made from changed.

    `by_hand`: hand-written pages. `address`: host:port. Raises OSError where nobody may listen there.
    """
    host, _, port = address.rpartition(":")
    server = _Server(partial(_told, rebuild), host, int(port), root=str(config.site))
    server.error_handler = partial(_error_page, config.site)
    own = [config.vocabulary_file] if config.vocabulary_file else []
    for path in (
        config.seeds,
        config.root / "theme",
        config.root / "mkdocs.yml",
        config.root / "corpus.yml",
        *own,
        *by_hand,
    ):
        if path.exists():
            server.watch(str(path))
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown(wait=True)


def _told(rebuild: Callable[[], object]) -> None:
    """Builds; what stops a build is said, and the pages stay as they are."""
    try:
        rebuild()
    except CorpusError as error:
        print(error, file=sys.stderr)  # noqa: T201 - nobody else hears of it


def _error_page(site: Path, code: int) -> bytes | None:
    file = site / f"{code}.html"
    return file.read_bytes() if file.is_file() else None
