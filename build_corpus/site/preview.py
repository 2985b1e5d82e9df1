"""A preview that follows changes: MkDocs serves docs/, seeds are built again when they change."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from build_corpus.config import Config
from build_corpus.errors import CorpusError
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
                try:
                    rebuild()
                except CorpusError as error:
                    print(error, file=sys.stderr)  # noqa: T201 - the preview goes on with the pages it has
    except KeyboardInterrupt:
        pass
    finally:
        server.terminate()
        server.wait()


def _state(config: Config) -> dict[str, tuple[int, int]]:
    """Path → size and time of change, of settings, vocabulary and seeds."""
    state: dict[str, tuple[int, int]] = {}
    own = [config.vocabulary_file] if config.vocabulary_file else []
    for path in (config.root / "corpus.yml", *own, *sorted(config.seeds.rglob("*"))):
        try:
            stat = path.stat()
        except OSError:
            continue
        state[str(path)] = (stat.st_size, stat.st_mtime_ns)
    return state
