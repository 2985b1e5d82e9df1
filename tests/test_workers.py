"""Workers, of this machine and of a scheduler: the same results, and what becomes of a worker that dies.

In: stages that kill their process; a cluster of two workers on this machine's own address, started here. Out: every
result in order but those that cannot be made.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest
from sites import FROST, ROOT, SPEECH, Project, environment, make_project, tree

from build_corpus import documents, pipeline
from build_corpus.annotate import Tagger
from build_corpus.errors import ClusterError
from build_corpus.model import Annotated, CorpusStats, Knowledge, Source
from build_corpus.run import Jobs, Lost, each, here, processes
from build_corpus.run import cluster as dask
from build_corpus.run.workers import FEW

HERE = "127.0.0.1"
PATIENCE = 60  # seconds for a cluster to start
TESTS = str(Path(__file__).resolve().parent)
GRAMMAR = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0", "PYTHONWARNINGS": "ignore"}


def halved(number: int, deadly: int, mark: str) -> int:
    """A stage that kills its process at one number: always, or the first time where `mark` names a file."""
    if number == deadly and not (mark and Path(mark).exists()):
        if mark:
            Path(mark).touch()
        os._exit(1)
    return number // 2


def started(folder: Path, **env: str) -> tuple[str, ExitStack]:
    """The address of a scheduler with two workers, and what ends them."""
    if not find_spec("distributed"):
        pytest.skip("no dask.distributed: install build-corpus[dask], as `make test` does")
    file, alive = folder / "scheduler.json", ExitStack()
    where = ("--scheduler-file", str(file), "--no-dashboard")
    scheduler = ("dask_scheduler", *where, "--host", HERE, "--port", "0", "--no-show")
    worker = (
        "dask_worker",
        *where,
        "--host",
        HERE,
        "--nworkers",
        "2",
        "--nthreads",
        "1",
        "--local-directory",
        str(folder),
    )
    for command in (scheduler, worker):
        variables = environment(
            PYTHONPATH=os.pathsep.join((TESTS, str(ROOT), env.get("PATH_FIRST", ""))), **GRAMMAR
        )
        with (folder / f"{command[0]}.txt").open("wb") as said:
            call = [sys.executable, "-m", f"distributed.cli.{command[0]}", *command[1:]]
            run = subprocess.Popen(call, env=variables, stdout=said, stderr=said, cwd=folder)
        alive.callback(run.wait)
        alive.callback(run.terminate)
    for _ in range(PATIENCE * 10):
        if file.is_file() and file.stat().st_size:
            break
        time.sleep(0.1)
    address = file.read_text(encoding="utf-8").partition('"address": "')[2].partition('"')[0]
    return address, alive


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster of two workers."""
    address, alive = started(tmp_path_factory.mktemp("cluster"))
    with alive:
        yield address


@pytest.fixture(params=["processes", "cluster"])
def jobs(request: pytest.FixtureRequest) -> Jobs:
    """Two processes, or a cluster of two workers."""
    return 2 if request.param == "processes" else str(request.getfixturevalue("scheduler"))


# ------------------------------------------------------------------ workers that die


def test_a_worker_that_dies_costs_one_document(jobs: Jobs) -> None:
    """What kills its worker twice is lost; everything else is made, in order."""
    made = list(each(halved, [(number, 41, "") for number in range(100)], jobs))
    assert isinstance(made[41], Lost)
    assert [one for at, one in enumerate(made) if at != 41] == [at // 2 for at in range(100) if at != 41]


def test_a_worker_that_dies_is_tried_again(tmp_path: Path, jobs: Jobs) -> None:
    """What kills its worker once is made the second time."""
    mark = str(tmp_path / "died")
    assert list(each(halved, [(number, 41, mark) for number in range(100)], jobs)) == [
        at // 2 for at in range(100)
    ]
    assert Path(mark).exists()


def test_given_may_come_one_by_one() -> None:
    """What stages are given is asked for only as far as workers are busy, and every result is told."""
    asked: list[int] = []
    told: list[tuple[int, int]] = []

    def given() -> Iterator[tuple[int, int, str]]:
        for number in range(200):
            asked.append(number)
            yield number, -1, ""

    made = each(halved, given(), 2, lambda *done: told.append(done), 200)
    assert next(made) == 0
    assert len(asked) < 200
    assert list(made) == [number // 2 for number in range(1, 200)]
    assert told == [(number, 200) for number in range(1, 201)]


DOCUMENT = documents._document  # noqa: SLF001 - the stages that a worker runs
FOUND = documents._found  # noqa: SLF001


def deadly(source: Source, stats: CorpusStats, tools: tuple[Knowledge, Tagger]) -> Annotated:
    """The stages of one document, but `b` kills its worker."""
    if source.id == "b":
        os._exit(1)
    return DOCUMENT(source, stats, tools)


def deadly_reading(raw: documents.Raw, words: bytes) -> tuple[bytes, bytes]:
    """Reading one file, but `b` kills its worker."""
    if raw.name == "b.txt":
        os._exit(1)
    return FOUND(raw, words)


@pytest.mark.parametrize(("stage", "instead"), [("_document", deadly), ("_found", deadly_reading)])
def test_a_deadly_document_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, instead: object
) -> None:
    """The document that kills its worker twice is named; the others are published, and the next run tries it again."""
    project = make_project(
        tmp_path / "project", {"a.txt": SPEECH, "b.txt": FROST, "c.txt": FROST + "谢谢大家！\n"}
    )
    with monkeypatch.context() as patch:
        patch.setattr(documents, stage, instead)
        built = pipeline.build(project.config(), 2)
    assert ("seeds/b.txt", "document-lost") in [(each.path, each.code) for each in built.findings]
    assert [document.id for document in built.corpus.published] == ["a", "c"]
    assert [document.id for document in pipeline.build(project.config()).corpus.published] == ["a", "b", "c"]


# ------------------------------------------------------------------ whoever works


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The repository's seeds, built by one process."""
    project = seeded(tmp_path_factory.mktemp("alone"))
    assert project.run("build", "--jobs", "1").returncode == 0
    return project


def seeded(folder: Path) -> Project:
    names = sorted(path.name for path in (ROOT / "seeds").iterdir())
    return make_project(folder / "project", {name: (ROOT / "seeds" / name).read_bytes() for name in names})


def test_who_works_changes_no_byte(tmp_path: Path, alone: Project, scheduler: str) -> None:
    """A cluster writes the bytes that one process writes, and so do two processes with what it left."""
    project = seeded(tmp_path)
    for arguments in (("--scheduler", scheduler), ("--jobs", "2")):
        result = project.run("build", *arguments)
        assert (result.returncode, result.stderr) == (0, "")
        for name in ("docs", "build"):
            made, wanted = (tree(getattr(each, name)) for each in (project, alone))
            times = (".manifest.", "cache/")
            assert {path: data for path, data in made.items() if not path.startswith(times)} == {
                path: data for path, data in wanted.items() if not path.startswith(times)
            }


def test_workers_with_another_program_are_refused(tmp_path: Path) -> None:
    """Where a worker has other packages, nothing is made and the message says what to do."""
    (tmp_path / "other" / "other-1.0.dist-info").mkdir(parents=True)
    address, alive = started(tmp_path, PATH_FIRST=str(tmp_path / "other"))
    with alive, pytest.raises(ClusterError, match="not the same build-corpus"):
        list(each(halved, [(1, 0, "")], address))


def test_a_scheduler_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where nobody listens, or no address at all, ends the run with one message."""
    if not find_spec("distributed"):
        pytest.skip("no dask.distributed: install build-corpus[dask], as `make test` does")
    monkeypatch.setattr(dask, "PATIENCE", 0.3)
    for address in (f"tcp://{HERE}:9", "nowhere://x"):
        with pytest.raises(ClusterError, match="no scheduler with workers there"):
            list(each(halved, [(1, 0, "")], address))
    project = make_project(tmp_path / "project", {"a.txt": SPEECH})
    both = project.run("build", "--jobs", "2", "--scheduler", f"tcp://{HERE}:9")
    assert both.returncode == 2
    assert "give one of them" in both.stderr


def test_without_the_extra_the_message_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where dask.distributed is not installed the message names the extra."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"Install build-corpus\[dask\]"):
        list(each(halved, [(1, 0, "")], f"tcp://{HERE}:9"))


def test_work_on_files_stays_here() -> None:
    """Rendering and checking use this machine's processes, whoever prepares the documents."""
    assert here("tcp://127.0.0.1:8786") == here(0) == 0
    assert here(3) == processes(3) == 3
    assert processes("tcp://127.0.0.1:8786") == processes(0)
    assert processes(0, FEW) == 1
