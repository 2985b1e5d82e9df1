"""Workers of a dask.distributed scheduler that the user names: for corpora that outgrow one machine.

They get the bytes of seeds and give back documents, so they need none of this machine's folders. They must run the
same program, with the same packages: another one might make other documents. Nobody is asked but that address; who
names it trusts whoever answers there, since work and results travel as Python objects.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from functools import cache, partial
from typing import TypeVar

from build_corpus.errors import ClusterError
from build_corpus.run.basis import program
from build_corpus.run.crew import Crew

PATIENCE = 15  # seconds for a scheduler to answer and to have a worker
Result = TypeVar("Result")


@contextmanager
def cluster(address: str) -> Iterator[Crew]:
    """The workers of a scheduler while the block runs. Raises ClusterError where they cannot do the work."""
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415 - an extra, and a second of loading
    except ImportError as error:
        msg = f"{address}: dask.distributed is not installed. Install build-corpus[dask], or leave --scheduler out."
        raise ClusterError(msg) from error
    try:
        with Client(address, timeout=PATIENCE, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(1, timeout=PATIENCE)
            _check(client.run(_program), address)
            count = sum(client.nthreads().values())
            yield Crew(count=count, open=lambda _: _Same(client.get_executor(pure=False)), died=KilledWorker)
    except (OSError, ValueError, TimeoutError, CancelledError) as error:
        msg = f"{address}: no scheduler with workers there, or no more ({error}). Start it, or leave --scheduler out."
        raise ClusterError(msg) from error
    except ImportError as error:
        raise ClusterError(_other(address)) from error


class _Same(Executor):
    """An executor whose workers look, before each work, whether they run this program: new ones may come any time."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def submit(self, work: Callable[..., Result], /, *given: object, **named: object) -> Future[Result]:
        """The work as a future."""
        return self._executor.submit(_checked, _program(), partial(work, *given, **named))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as Executor
        """Ends; the scheduler and its workers stay."""
        self._executor.shutdown(wait=wait and not cancel_futures)


@cache
def _program() -> str:
    return program()


def _checked(wanted: str, work: Callable[[], Result]) -> Result:
    if _program() != wanted:
        raise ClusterError(_other("a worker that came later"))
    return work()


def _check(programs: dict[str, str], address: str) -> None:
    """Raises ClusterError where a worker runs another program."""
    others = sorted(worker for worker, digest in programs.items() if digest != _program())
    if others:
        raise ClusterError(_other(f"{address}: {', '.join(others)}"))


def _other(who: str) -> str:
    return f"{who}: not the same build-corpus, Python or packages as here. Install the same ones and start it again."
