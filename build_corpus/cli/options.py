"""What several commands share: options, colour, progress."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from build_corpus.run.workers import AUTOMATIC, Jobs

Command = TypeVar("Command", bound=Callable[..., None])
FOLDER = click.Path(file_okay=False, path_type=Path)
LONG_RUN = 200  # documents; about a second, below which a bar only flickers

KNOWN: dict[str, Callable[[Any], Any]] = {
    "config": click.option(
        "--config",
        "file",
        type=click.Path(dir_okay=False, path_type=Path),
        default="corpus.yml",
        help="The corpus.",
    ),
    "seeds": click.option("--seeds", type=FOLDER, help="Raw documents."),
    "docs": click.option("--docs", type=FOLDER, help="What MkDocs reads."),
    "build": click.option("--build", "build_folder", type=FOLDER, help="Local by-products."),
    "site": click.option("--site", "site_folder", type=FOLDER, help="The built site."),
    "jobs": click.option(
        "--jobs",
        type=click.IntRange(1, 64),
        callback=lambda _context, _option, jobs: jobs or AUTOMATIC,
        help="Processes; otherwise one for each core where it pays, at most 8.",
    ),
    "scheduler": click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="A dask.distributed scheduler whose workers prepare the documents, like tcp://10.0.0.5:8786.",
    ),
    "strict": click.option("--strict", is_flag=True, help="A warning counts as an error."),
}


def options(*names: str) -> Callable[[Command], Command]:
    """The options with these names, in this order."""

    def add(command: Command) -> Command:
        for name in reversed(names):
            command = KNOWN[name](command)
        return command

    return add


def workers(jobs: int, scheduler: str | None) -> Jobs:
    """Who prepares the documents. Raises click.UsageError where both options are given."""
    if jobs and scheduler:
        msg = "--jobs and --scheduler both say who works: give one of them."
        raise click.UsageError(msg)
    return scheduler or jobs


def say(text: str) -> None:
    """Prints text with colours; without them where nobody sees any, or NO_COLOR is set (no-color.org)."""
    click.echo(text, nl=False, color=False if os.environ.get("NO_COLOR") else None)


class Progress:
    """A bar on standard error for long runs that a person watches; otherwise nothing."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Hears how many documents are done, and of how many."""
        if total <= LONG_RUN or not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar = click.progressbar(length=total, label="整理底稿", file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos)
        if done == total:
            self._bar.__exit__(None, None, None)
            self._bar = None


def short(path: Path) -> str:
    """A path as a person in this folder writes it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
