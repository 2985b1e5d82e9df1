"""What a run leaves behind when it is stopped in the middle.

In: a project whose build is killed at random moments. Out: the site is the old one or the new one, whole;
the next run gives the new one. `python tests/test_faults.py 50` does it fifty times.
"""

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import pytest
from sites import BODY, FROST, SPEECH, Project, environment, make_project, tree

from build_corpus import pipeline
from build_corpus.manifest import WRITING
from build_corpus.run.alone import LOCK

KILLS = 5
LONGEST = 6.0  # seconds after which a run is killed at the latest; a whole one takes about as long


def killed(project: Project, seconds: float) -> None:
    """A run of `site` that is killed, with the processes it started."""
    folders = [
        part
        for name in ("seeds", "docs", "build", "site")
        for part in (f"--{name}", str(getattr(project, name)))
    ]
    command = [
        sys.executable,
        "-m",
        "build_corpus",
        "site",
        "--config",
        str(project.root / "corpus.yml"),
        *folders,
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run = subprocess.Popen(command, env=environment(), cwd=project.root, start_new_session=True, **quiet)
    time.sleep(seconds)
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGKILL)
    run.wait()


def check_kills(folder: Path, count: int) -> None:
    """Kills `count` runs, each after another edit."""
    rng = Random(count)
    project = make_project(folder, {"a.txt": SPEECH, "b.txt": FROST})
    pipeline.site(project.config())
    old = tree(project.site)
    for number in range(count):
        project.add("c.txt", f"在全县第{number}次会议上的讲话\n{BODY}")
        killed(project, rng.uniform(0.3, LONGEST))
        left = tree(project.site)
        pipeline.site(project.config())
        new = tree(project.site)
        assert left in (old, new), (
            f"a run killed ({number + 1} of {count}) left neither the old site nor the new one"
        )
        assert f"在全县第{number}次会议上的讲话" in new["speeches/c/index.html"].decode("utf-8")
        assert not [path.name for path in folder.iterdir() if path.name.startswith(".site")]
        old = new


def test_a_killed_run_leaves_a_whole_site_and_the_next_one_repairs(tmp_path: Path) -> None:
    """Killed at any moment, a build leaves the old site or the new one, and the next run finishes the work."""
    check_kills(tmp_path / "project", KILLS)


# ------------------------------------------------------------------ one disk, one run at a time


@pytest.mark.parametrize(("folder", "name"), [("docs", WRITING), ("build", f"{WRITING}-documents.jsonl")])
def test_a_full_disk_is_said_and_leaves_the_site(tmp_path: Path, folder: str, name: str) -> None:
    """A file that finds no space ends the run with one message; the site is whole, the next run goes on."""
    project = make_project(tmp_path / "project", {"a.txt": SPEECH, "b.txt": FROST})
    pipeline.site(project.config())
    before = tree(project.site)
    project.add("c.txt", f"在全县大会上的讲话\n{BODY}")
    (getattr(project, folder) / name).symlink_to("/dev/full")
    result = project.run("site")
    assert (result.returncode, result.stdout) == (2, "")
    assert "No space left on device" in result.stderr
    assert "Traceback" not in result.stderr
    assert tree(project.site) == before
    assert project.run("site").returncode == 0
    assert (project.site / "speeches" / "c" / "index.html").is_file()


@pytest.mark.parametrize("seconds", [0.5, 1.5, 3.0])
def test_who_stops_a_run_hears_one_word(tmp_path: Path, seconds: float) -> None:
    """Ctrl+C, which all processes of a run hear, ends it without a traceback of any of them."""
    project = make_project(tmp_path / "project", {f"{name}.txt": SPEECH for name in "abcdefgh"})
    folders = [f"--{name}={getattr(project, name)}" for name in ("seeds", "docs", "build", "site")]
    command = [
        sys.executable,
        "-m",
        "build_corpus",
        "site",
        f"--config={project.root / 'corpus.yml'}",
        *folders,
    ]
    run = subprocess.Popen(
        command,
        env=environment(),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert "Traceback" not in said
    assert "KeyboardInterrupt" not in said
    assert run.returncode == (1 if "Aborted!" in said else 0), said


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    """While another run holds the folder a run says so and waits; then it builds."""
    project = make_project(tmp_path / "project", {"a.txt": SPEECH})
    project.build.mkdir()
    folders = [f"--{name}={getattr(project, name)}" for name in ("seeds", "docs", "build")]
    command = [
        sys.executable,
        "-m",
        "build_corpus",
        "build",
        f"--config={project.root / 'corpus.yml'}",
        *folders,
    ]
    with (project.build / LOCK).open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = subprocess.Popen(
            command, env=environment(), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, encoding="utf-8"
        )
        assert run.stderr is not None
        assert "另一次构建正在进行" in run.stderr.readline()
        assert not (project.docs / "index.md").exists()
    assert run.wait() == 0
    run.stderr.close()
    assert (project.docs / "index.md").is_file()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        check_kills(Path(place) / "project", int(sys.argv[1]))
