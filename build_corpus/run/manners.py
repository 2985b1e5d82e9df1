"""How processes of a run behave: how often they look for garbage, and when the copies of one end."""

import ctypes
import gc
import signal
from contextlib import suppress

OBJECTS = 100_000  # made between two looks; by far the most of them stay, and looking at those takes a fifth of a run


_WITH_PARENT = 1  # PR_SET_PDEATHSIG. Source: prctl(2), Linux 2.1.57 and newer


def as_copy() -> None:
    """Lets this process, a copy, end without a word: when the user stops the run, when it is told to, when the first process ends."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
    with suppress(OSError, AttributeError):  # no such call here: it ends when it tells what nobody hears
        ctypes.CDLL(None).prctl(_WITH_PARENT, signal.SIGKILL)


def seldom() -> None:
    """Lets this process, and copies of it, look for garbage seldom."""
    gc.set_threshold(OBJECTS)
