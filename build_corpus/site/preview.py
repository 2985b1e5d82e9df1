"""A preview that follows changes: MkDocs serves docs/, seeds are built again when they change."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from build_corpus.config import Config
from build_corpus.site.render import environment

PAUSE = 0.5  # seconds between two looks at the seeds


def preview(config: Config, dictionary: Path, address: str, rebuild: Callable[[], object]) -> None:
    """Serves until MkDocs ends or the user stops it; calls `rebuild` when a seed or corpus.yml changed."""
    command = [sys.executable, "-m", "mkdocs", "serve", "--config-file", str(config.root / "mkdocs.yml")]
    server = subprocess.Popen(  # noqa: S603 - our own interpreter and files
        [*command, "--dev-addr", address, "--livereload"], env=environment(config, dictionary)
    )
    seen = _state(config)
    try:
        while server.poll() is None:
            time.sleep(PAUSE)
            now = _state(config)
            if now != seen:
                seen = now
                rebuild()
    except KeyboardInterrupt:
        pass
    finally:
        server.terminate()
        server.wait()


def _state(config: Config) -> dict[str, tuple[int, int]]:
    """Path → size and time of change, of all that a build reads."""
    state: dict[str, tuple[int, int]] = {}
    for path in (config.root / "corpus.yml", *sorted(config.seeds.rglob("*"))):
        try:
            stat = path.stat()
        except OSError:
            continue
        state[str(path)] = (stat.st_size, stat.st_mtime_ns)
    return state
