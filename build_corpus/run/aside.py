"""Work in a copy of this process, which has loaded all it needs, while this one goes on or waits."""

import gc
import sys
from collections.abc import Callable, Generator
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from build_corpus.run.manners import as_copy

T = TypeVar("T")
Steps = Generator[Any, Any, None]
"""Work in steps: what each gives, and what the next one is told."""

_BEGUN: list[BaseProcess] = []


def end_all() -> None:
    """Ends all copies that still work: nobody will ask what they give."""
    for copy in _BEGUN:
        copy.terminate()
        copy.join()
    _BEGUN.clear()


class DiedError(Exception):
    """The copy ended before its work did; says how."""


def can_copy() -> bool:
    """Whether a process can be copied here."""
    return "fork" in get_all_start_methods() and sys.platform != "darwin"


class Aside(Generic[T]):
    """Work that has begun; where no process can be copied, work that begins when somebody asks for its result."""

    def __init__(self, work: Callable[[], T], *, soon: bool = True) -> None:
        """`work`: what it gives can travel between processes; what it does to objects stays in the copy.

        Not `soon`: it begins when somebody asks, and in this process.
        """
        self.here = work
        """The same work, in this process."""
        self._end: Connection | None = None
        if soon and can_copy():
            context = get_context("fork")
            self._end, there = context.Pipe(duplex=False)
            self._copy = context.Process(target=_copied, args=(there, self._end, work), daemon=True)
            self._copy.start()
            _BEGUN.append(self._copy)
            there.close()

    def result(self) -> T:
        """What the work gave; for one who asks once. Raises DiedError, and what the work raised."""
        if self._end is None:
            return self.here()
        try:
            done, found = self._end.recv()
        except (EOFError, OSError):
            self._copy.join()
            raise DiedError(self._copy.exitcode) from None
        self._copy.join()
        if done:
            return found  # type: ignore[no-any-return]
        raise found

    def surely(self) -> T:
        """The same; where the copy died, of this process."""
        try:
            return self.result()
        except DiedError:
            return self.here()


class Stepwise:
    """Work in steps of which the first has begun."""

    def __init__(self, work: Callable[[], Steps], *, aside: bool = True) -> None:
        """`work`: what it gives and is told can travel between processes.

        Not `aside`, or where no process can be copied: the first step is done now, each other one when somebody asks.
        """
        self._here = None if aside and can_copy() else work()
        self._said: object = None
        self._first = [] if self._here is None else [next(self._here)]
        if self._here is None:
            context = get_context("fork")
            self._end, there = context.Pipe()
            self._copy = context.Process(target=_stepping, args=(there, self._end, work), daemon=True)
            self._copy.start()
            there.close()

    def tell(self, said: object) -> None:
        """Lets the next step begin; the first one has begun. Where nobody listens, nobody will answer."""
        self._said = said
        if self._here is None:
            with suppress(OSError):
                self._end.send(said)

    def answer(self) -> Any:  # noqa: ANN401 - whatever the work gives
        """What the step gives, once. Raises DiedError where nobody answers."""
        try:
            if self._first:
                return self._first.pop()
            return self._end.recv() if self._here is None else self._here.send(self._said)
        except (EOFError, OSError, StopIteration) as error:
            raise DiedError(error) from None

    def close(self) -> None:
        """Ends it, wherever it is; it answers no more."""
        if self._here is None:
            self._end.close()
            self._copy.terminate()
            self._copy.join()


def _stepping(end: Connection, other: Connection, work: Callable[[], Steps]) -> None:
    as_copy()
    other.close()  # who asks is gone when nobody holds it any more
    gc.freeze()
    steps = work()
    said = None
    with suppress(EOFError, OSError, StopIteration):
        while True:
            end.send(steps.send(said))
            said = end.recv()


def _copied(end: Connection, other: Connection, work: Callable[[], object]) -> None:
    as_copy()
    other.close()  # who asks is gone when nobody holds it any more
    gc.freeze()  # looking for garbage in what is there would copy all of it
    try:
        end.send((True, work()))
    except Exception as error:  # noqa: BLE001 - the first process raises it
        end.send((False, error))
