"""How processes of a run behave: how often they look for garbage, and who hears that the user stops the run."""

import gc
import signal

OBJECTS = 100_000  # made between two looks; by far the most of them stay, and looking at those takes a fifth of a run


def undisturbed() -> None:
    """Lets this process, a copy, go on when the user presses Ctrl+C: the first process hears it too, and ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def seldom() -> None:
    """Lets this process, and copies of it, look for garbage seldom."""
    gc.set_threshold(OBJECTS)
