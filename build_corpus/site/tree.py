"""Folders as wholes: a copy that shares its files, a swap that leaves no moment without a site."""

import ctypes
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from build_corpus.manifest import remove

_CWD = -100  # AT_FDCWD: paths are taken from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE. Source: renameat2(2), Linux 3.15 and newer


def linked_copy(folder: Path, copy: Path) -> None:
    """The folder's files under other names, as hard links."""
    copy.mkdir(parents=True)
    _link(str(folder), str(copy))


def _link(folder: str, copy: str) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{copy}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                os.mkdir(path)  # noqa: PTH102 - tens of thousands of them: half the work is in making paths
                _link(entry.path, path)
            else:
                os.link(entry.path, path)


def level(copy: Path, folder: Path, paths: Iterable[str], without: frozenset[str]) -> None:
    """Makes these paths of a linked copy what they are in the folder again; those in `without` go."""
    for path in paths:
        remove(copy, path)
    for path in paths:
        if path not in without and (folder / path).is_file():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            os.link(folder / path, copy / path)


def files_below(folder: Path, below: str = "") -> Iterator[str]:
    """Paths of all files below a folder, in no order."""
    with os.scandir(f"{folder}/{below}") as entries:
        for each in entries:
            if each.is_dir():
                yield from files_below(folder, f"{below}{each.name}/")
            elif each.is_file():
                yield f"{below}{each.name}"


def swap_in(new: Path, folder: Path) -> None:
    """Puts `new` in the place of `folder`, in one step where the system can, and what stood there in the place of `new`."""
    if not folder.exists():
        new.rename(folder)
    elif not _exchanged(new, folder):
        old = folder.with_name(f".{folder.name}.old")
        folder.rename(old)
        new.rename(folder)
        old.rename(new)


def restore(folder: Path) -> None:
    """Puts a folder back that a run was stopped in the middle of replacing, and clears what it left."""
    old, new = (folder.with_name(f".{folder.name}.{name}") for name in ("old", "new"))
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (old, new):
        shutil.rmtree(left, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step; False where the system has no such call."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(call(_CWD, os.fsencode(one), _CWD, os.fsencode(other), _EXCHANGE) == 0)
