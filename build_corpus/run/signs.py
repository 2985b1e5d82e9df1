"""What tells files apart from themselves after any change, without reading them: name, place on the disk, size, times.

What is in doubt counts as changed: a link to a folder, a file changed so lately that its time may not tell another
change, anything unreadable.
"""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISREG

# In how many nanoseconds a file may change twice and have one time: systems take the time from a tick of 10 ms at most,
# but some file systems keep no more than seconds, and FAT every second one.
MOMENT = 10**8
COARSE = 2 * 10**9
_FINE = 10**6  # a time that is no multiple of this was kept by none of those


class DoubtError(Exception):
    """Something is not told by names, sizes and times."""


def sign(name: str, stat: os.stat_result, now: int | None = None) -> bytes:
    """A file as a line. `now`: see `is_young`; None: whenever it changed. Raises DoubtError."""
    if now is not None and is_young(stat, now):
        raise DoubtError
    told = f"{name}\0{stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}\n"
    return told.encode("utf-8", "surrogateescape")


def is_young(stat: os.stat_result, now: int) -> bool:
    """Whether a file changed so lately that its times may not tell another change. `now`: in nanoseconds."""
    return any(now - at < (MOMENT if at % _FINE else COARSE) for at in (stat.st_mtime_ns, stat.st_ctime_ns))


def files(folder: str, besides: Iterable[str] = ()) -> Iterator[tuple[str, os.stat_result]]:
    """All files below a folder with their paths there, in no order. Raises DoubtError, OSError.

    `besides`: names of files and folders that are left out.
    """
    folders = [(folder, "")]
    while folders:
        place, below = folders.pop()
        with os.scandir(place) as found:
            for each in found:
                if each.name in besides:
                    continue
                if not each.is_dir():
                    yield f"{below}{each.name}", each.stat()
                elif each.is_symlink():
                    raise DoubtError
                else:
                    folders.append((each.path, f"{below}{each.name}/"))


def identity(given: Iterable[Path]) -> bytes | None:
    """What tells files apart from themselves after any change; None in doubt, as with links."""
    told = b""
    try:
        for file in given:
            stat = file.lstat()
            if not S_ISREG(stat.st_mode):
                return None
            told += sign(str(file), stat, time.time_ns())
    except (OSError, DoubtError):
        return None
    return told
