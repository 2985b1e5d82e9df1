"""How often a process looks for garbage."""

import gc

OBJECTS = 100_000  # made between two looks; by far the most of them stay, and looking at those takes a fifth of a run


def seldom() -> None:
    """Lets this process, and copies of it, look for garbage seldom."""
    gc.set_threshold(OBJECTS)
