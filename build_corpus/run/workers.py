"""A stage on many documents, by several workers. A worker that dies costs a document, never the run.

Workers are processes of this machine, or those of a scheduler that the user names (see `cluster`); both come as
executors, and whichever does the work, the results are the same and in the same order.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence, Sized
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, closing, nullcontext
from itertools import islice
from typing import TypeVar

from build_corpus.run.cluster import cluster
from build_corpus.run.crew import Crew
from build_corpus.run.manners import undisturbed

AUTOMATIC = 0
MOST = 8  # processes; beyond it the one that collects is the slowest
FEW = 50  # documents that one process does before others have started
CHUNK = 32  # documents a worker gets at once, at most
AHEAD = 2  # chunks for each worker that are on their way

Jobs = int | str
"""Who works: so many processes here, `AUTOMATIC` to leave it to the machine, or the address of a scheduler."""
Result = TypeVar("Result")
Arguments = tuple[object, ...]
Chunk = Sequence[Arguments]
Step = Callable[[int, int], object]
"""Hears how many documents are done, and of how many."""


def quiet(*_: object) -> None:
    """Hears nothing."""


class Lost:
    """Stands for what a stage would have made: the worker died at it, twice."""


def here(jobs: Jobs) -> int:
    """The same on this machine: for work on its own files."""
    return AUTOMATIC if isinstance(jobs, str) else jobs


def processes(jobs: Jobs, documents: int | None = None) -> int:
    """How many processes to use here; few `documents` need one."""
    if here(jobs) != AUTOMATIC:
        return here(jobs)
    if documents is not None and documents <= FEW:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST)


def each(
    stage: Callable[..., Result],
    given: Iterable[Arguments],
    jobs: Jobs,
    step: Step = quiet,
    total: int | None = None,
) -> Iterator[Result | Lost]:
    """What a stage makes of each, in order. `total`: how many there are, where `given` does not know."""
    count = len(given) if total is None and isinstance(given, Sized) else total or 0
    with _crew(jobs, count) as crew:
        every = _shared(stage, iter(given), crew, count) if crew else (stage(*one) for one in given)
        with closing(every) as made:  # before the crew goes home, also where nobody asks for the rest
            for number, result in enumerate(made, start=1):
                yield result
                step(number, count)


def _crew(jobs: Jobs, documents: int) -> AbstractContextManager[Crew | None]:
    """None where this process does it alone."""
    if isinstance(jobs, str):
        return cluster(jobs) if documents else nullcontext()
    wanted = processes(jobs, documents)
    if wanted == 1 or documents <= 1:
        return nullcontext()
    return nullcontext(Crew(count=wanted, open=_pool, died=BrokenProcessPool))


def _pool(count: int) -> Executor:
    return ProcessPoolExecutor(max_workers=count, initializer=undisturbed)


def _shared(
    stage: Callable[..., Result], given: Iterator[Arguments], crew: Crew, total: int
) -> Generator[Result | Lost, None, None]:
    """A few chunks at a time, so that few are suspected when a worker dies."""
    size = max(1, min(CHUNK, total // (4 * crew.count)))
    left = True
    while left:
        running: deque[tuple[Chunk, Future[list[Result]]]] = deque()
        with crew.open(crew.count) as pool:
            try:
                while left or running:
                    while left and len(running) < AHEAD * crew.count:
                        chunk: Chunk = tuple(islice(given, size))
                        left = bool(chunk)
                        if chunk:
                            running.append((chunk, pool.submit(_all, stage, chunk)))
                    if running:
                        yield from running[0][1].result()
                        running.popleft()
            except crew.died:
                pass
            except BaseException:  # the user stops the run, or nobody asks for the rest
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        for chunk, future in running:
            yield from _one_by_one(stage, chunk, crew) if future.exception() else future.result()


def _all(stage: Callable[..., Result], chunk: Chunk) -> list[Result]:
    return [stage(*one) for one in chunk]


def _one_by_one(stage: Callable[..., Result], chunk: Chunk, crew: Crew) -> Iterator[Result | Lost]:
    """Each by a worker that nobody else needs; where it dies again, it is this one that kills it."""
    left = deque(chunk)
    while left:
        with crew.open(1) as pool:
            try:
                while left:
                    yield pool.submit(stage, *left[0]).result()
                    left.popleft()
            except crew.died:
                left.popleft()
                yield Lost()
