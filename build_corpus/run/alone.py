"""One run at a time in a folder: a second one waits."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".lock"


@contextmanager
def alone(folder: Path, waits: Callable[[], object]) -> Iterator[bool]:
    """Holds the folder while the block runs; calls `waits` once where another run holds it, and waits for its end.

    Gives whether it waited.

    The system frees the lock of a process that ends, however it ends; the file stays and says nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w", encoding="utf-8") as file:
        waited = False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waited = True
            waits()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield waited
