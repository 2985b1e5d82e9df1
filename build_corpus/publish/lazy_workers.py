"""Many lazy files made and written in several processes, which inherit the site; nothing large travels.

In: files that have to be made. Out: how each stands there now, the same whatever the number of processes. A process
that dies leaves what it had not made to this one.
"""

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait

from build_corpus.manifest import WRITING
from build_corpus.publish.folder import Folder, Put
from build_corpus.publish.lazy import Lazy, Names
from build_corpus.run.aside import can_copy
from build_corpus.run.manners import undisturbed

FEW = 50  # files that one process makes before others have started
SHARE = 8  # files in a row that one process makes, so that each gets some of every kind
AT_ONCE = 64  # results that travel together

Waiting = tuple[str, Lazy]
"""Path and file."""


@dataclass(frozen=True, slots=True)
class Done:
    """A file that was made."""

    put: Put | None
    """None where somebody else's file stands in its place."""
    names: Names
    """What was read for it."""


def make_all(files: Sequence[Waiting], folder: Folder, jobs: int) -> list[Done]:
    """Makes and writes these files; results in their order. Raises CorpusError where one cannot be written."""
    found: dict[int, Done | Exception] = {}
    if jobs > 1 and len(files) > FEW and can_copy():
        files[0][1].site.notes.prepare()
        found = dict(_shared(files, folder, jobs))
    made = [found[at] if at in found else _one(file, folder) for at, file in enumerate(files)]
    failed = next((each for each in made if isinstance(each, Exception)), None)
    if failed:
        raise failed
    return [each for each in made if isinstance(each, Done)]


def _one(file: Waiting, folder: Folder) -> Done:
    path, lazy = file
    text, names = lazy.made()
    return Done(folder.put(path, text.encode("utf-8")), names)


def _shared(files: Sequence[Waiting], folder: Folder, jobs: int) -> Iterator[tuple[int, Done | Exception]]:
    """What the processes have made, as they tell it."""
    context = get_context("fork")
    ends: list[Connection] = []
    workers = []
    for number in range(jobs):
        here, there = context.Pipe(duplex=False)
        own = replace(folder, beside=f"{WRITING}-{number}")
        worker = context.Process(target=_work, args=(there, files, own, (number, jobs)), daemon=True)
        worker.start()
        there.close()
        ends.append(here)
        workers.append(worker)
    while ends:
        ready = wait(ends)
        for end in [each for each in ends if each in ready]:
            try:
                yield from end.recv()
            except EOFError:
                ends.remove(end)
    for worker in workers:
        worker.join()


def _work(end: Connection, files: Sequence[Waiting], folder: Folder, share: tuple[int, int]) -> None:
    """What one process does. `share`: its number, and how many there are."""
    undisturbed()
    gc.freeze()  # what it inherits is no garbage: looking for some would copy it
    number, jobs = share
    told: list[tuple[int, Done | Exception]] = []
    for at, file in enumerate(files):
        if at // SHARE % jobs != number:
            continue
        try:
            told.append((at, _one(file, folder)))
        except Exception as error:  # noqa: BLE001 - the first process raises it
            end.send([*told, (at, error)])
            return
        if len(told) == AT_ONCE:
            end.send(told)
            told = []
    end.send(told)
