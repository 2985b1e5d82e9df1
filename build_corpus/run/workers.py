"""A stage on many documents, in several processes. A worker that dies costs a document, never the run."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

AUTOMATIC = 0
MOST = 8  # processes; beyond it the one that collects is the slowest
FEW = 50  # documents that one process does before others have started
CHUNK = 32  # documents a worker gets at once, at most
AHEAD = 2  # chunks for each worker that are on their way

Result = TypeVar("Result")
Arguments = tuple[object, ...]
Chunk = Sequence[Arguments]
Step = Callable[[int, int], object]
"""Hears how many documents are done, and of how many."""


def quiet(*_: object) -> None:
    """Hears nothing."""


class Lost:
    """Stands for what a stage would have made: the worker died at it, twice."""


def processes(jobs: int, documents: int | None = None) -> int:
    """How many processes to use. `jobs`: what the user wants, 0 to leave it to the machine; few `documents` need one."""
    if jobs != AUTOMATIC:
        return jobs
    if documents is not None and documents <= FEW:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST)


def each(
    stage: Callable[..., Result], given: Sequence[Arguments], jobs: int, step: Step = quiet
) -> Iterator[Result | Lost]:
    """What a stage makes of each, in order. `jobs`: see `processes`."""
    wanted = processes(jobs, len(given))
    made = _shared(stage, given, wanted) if wanted > 1 and len(given) > 1 else (stage(*one) for one in given)
    for number, result in enumerate(made, start=1):
        yield result
        step(number, len(given))


def _shared(stage: Callable[..., Result], given: Sequence[Arguments], jobs: int) -> Iterator[Result | Lost]:
    """With several processes: a few chunks at a time, so that few are suspected when a worker dies."""
    size = max(1, min(CHUNK, len(given) // (4 * jobs)))
    waiting = deque(given[at : at + size] for at in range(0, len(given), size))
    while waiting:
        running: deque[tuple[Chunk, Future[list[Result]]]] = deque()
        with ProcessPoolExecutor(max_workers=jobs) as pool:
            try:
                while waiting or running:
                    while waiting and len(running) < AHEAD * jobs:
                        running.append((waiting[0], pool.submit(_all, stage, waiting[0])))
                        waiting.popleft()
                    yield from running[0][1].result()
                    running.popleft()
            except BrokenProcessPool:
                pass
        for chunk, _ in running:
            yield from _one_by_one(stage, chunk)


def _all(stage: Callable[..., Result], chunk: Chunk) -> list[Result]:
    return [stage(*one) for one in chunk]


def _one_by_one(stage: Callable[..., Result], chunk: Chunk) -> Iterator[Result | Lost]:
    """Each in a process that nobody else needs; where it dies again, it is this one that kills it."""
    left = deque(chunk)
    while left:
        with ProcessPoolExecutor(max_workers=1) as pool:
            try:
                while left:
                    yield pool.submit(stage, *left[0]).result()
                    left.popleft()
            except BrokenProcessPool:
                left.popleft()
                yield Lost()
