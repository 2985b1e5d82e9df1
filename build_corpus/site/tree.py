"""Folders as wholes: a copy that shares its files, a swap that leaves no moment without a site."""

import ctypes
import os
import shutil
from contextlib import suppress
from pathlib import Path

_CWD = -100  # AT_FDCWD: paths are taken from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE. Source: renameat2(2), Linux 3.15 and newer


def linked_copy(folder: Path, copy: Path, without: frozenset[str]) -> None:
    """The folder's files under other names, as hard links; those in `without` (paths below it) are left out."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        below = os.path.relpath(place, folder)
        target = copy / below
        target.mkdir(parents=True, exist_ok=True)
        for name in files:
            if os.path.normpath(f"{below}/{name}") not in without:
                os.link(f"{place}/{name}", target / name)


def without_empty(folder: Path) -> None:
    """Removes folders below one that hold nothing."""
    for place, _, _ in os.walk(folder, topdown=False):
        if place != str(folder):
            with suppress(OSError):  # it holds something
                Path(place).rmdir()


def swap_in(new: Path, folder: Path) -> None:
    """Puts `new` in the place of `folder`, in one step where the system can, and removes what stood there."""
    old = folder.with_name(f".{folder.name}.old")
    if not folder.exists():
        new.rename(folder)
        return
    if _exchanged(new, folder):
        new.rename(old)
    else:
        folder.rename(old)
        new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


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

