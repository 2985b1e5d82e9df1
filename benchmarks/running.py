"""Runs a program and says what it cost; knows where other people's programs are installed.

In: a command. Out: seconds, memory and files. A program counts at least the memory of who starts it (the system
says so of children), so whoever measures stays small and leaves what takes memory to programs.
"""

import os
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".peers"  # environments of other generators, made by `make generators` and `make bench N=…`
PAGEFIND = ROOT / "benchmarks" / "node" / "node_modules" / ".bin" / "pagefind"
SHARE = 0.6  # of the machine's memory that a program may take
EVERY = 0.1  # seconds between two looks at the memory of all processes
SESSION, RESIDENT = 3, 21  # fields of /proc/PID/stat behind the name: session, pages in memory
QUIET = {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a program took."""

    seconds: float
    """On the clock."""
    work: float
    """Seconds of processor time of all its processes."""
    largest: float
    """Most memory that one process held, MiB."""
    together: float
    """Most memory that all processes held at once, MiB; looked at every EVERY seconds, memory they share counted in
    each; at least `largest`; 0 where the system has no /proc."""
    code: int
    """Exit code."""

    def __add__(self, other: "Cost") -> "Cost":
        """One program after the other."""
        return Cost(
            seconds=self.seconds + other.seconds,
            work=self.work + other.work,
            largest=max(self.largest, other.largest),
            together=max(self.together, other.together),
            code=self.code or other.code,
        )


@dataclass(slots=True)
class _Watch:
    """Looks at the processes of a session until it is told to stop, and ends them before the machine has no memory left."""

    session: int
    most: float = 0
    done: Event = field(default_factory=Event)

    def look(self) -> None:
        while not self.done.wait(EVERY):
            held = _resident(self.session)
            self.most = max(self.most, held)
            if held > SHARE * memory():
                with suppress(ProcessLookupError):
                    os.killpg(self.session, signal.SIGKILL)


def installed(peer: str, program: str = "") -> Path | None:
    """Where a program of another generator is; None where it is not installed."""
    file = PEERS / peer / "bin" / (program or peer)
    return file if file.is_file() else None


def release(peer: str) -> str:
    """Name and version of another generator, from the metadata of its environment; empty where it is not installed."""
    folders = (PEERS / peer).glob(f"lib/python3*/site-packages/{peer}-*.dist-info")
    return next((folder.name.removesuffix(".dist-info").replace("-", " ") for folder in folders), "")


def run(call: Sequence[str | Path], said: Path, names: Mapping[str, str] | None = None) -> Cost:
    """Runs a command and waits for it; what it says goes into the file `said`. `names` join the environment.

    A program that takes more than SHARE of the machine's memory is ended: its code is -9.
    """
    command = [str(part) for part in call]
    started = time.perf_counter()
    with said.open("w", encoding="utf-8") as words:
        actions = [(os.POSIX_SPAWN_DUP2, words.fileno(), 1), (os.POSIX_SPAWN_DUP2, words.fileno(), 2)]
        environment = {**os.environ, **QUIET, **(names or {})}
        child = os.posix_spawn(command[0], command, environment, file_actions=actions, setsid=True)
        watch = _Watch(child)
        thread = Thread(target=watch.look, daemon=True)
        thread.start()
        try:
            _, status, used = os.wait4(child, 0)
        except BaseException:  # Ctrl+C does not reach a session of its own
            os.killpg(child, signal.SIGKILL)
            raise
    seconds = time.perf_counter() - started
    watch.done.set()
    thread.join()
    return Cost(
        seconds=seconds,
        work=used.ru_utime + used.ru_stime,
        largest=used.ru_maxrss / 1024,
        together=max(watch.most, used.ru_maxrss / 1024) if watch.most else 0,
        code=os.waitstatus_to_exitcode(status),
    )


def must(cost: Cost, said: Path) -> None:
    """Stops where a program that only prepares something failed."""
    if cost.code:
        raise SystemExit(said.read_text(encoding="utf-8")[-2000:])


def size(folder: Path) -> tuple[int, int]:
    """Files below a folder, and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def memory() -> float:
    """MiB of the machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**20


def _resident(session: int) -> float:
    """MiB that the processes of a session hold now."""
    pages = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[SESSION]) == session:
            pages += int(fields[RESIDENT])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
