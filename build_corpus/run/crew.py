"""Workers, wherever they are."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Who works on documents."""

    count: int
    """How many there are."""
    open: Callable[[int], Executor]
    """An executor with so many of them; where one has died, the next executor has others."""
    died: type[Exception]
    """What a future raises whose worker died."""
