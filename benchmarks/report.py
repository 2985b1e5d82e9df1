"""Tables for benchmarks/README.md, and what they were measured on.

In: rows. Out: Markdown between the markers `<!-- NAME -->` and `<!-- /NAME -->` of the file; the rest of it stays.
"""

import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks.running import memory

README = Path(__file__).with_name("README.md")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; the first column is text, the others are figures.

    >>> print(table(("", "s"), [("ours", "3")]))
    | | s |
    |---|--:|
    | ours | 3 |
    """
    lines = [head, *rows]
    written = [f"| {' | '.join(line)} |".replace("|  |", "| |", 1) for line in lines]
    return "\n".join([written[0], f"|---|{'--:|' * (len(head) - 1)}", *written[1:]])


def write(name: str, text: str, file: Path = README) -> None:
    """Puts a text between the markers of a name. ClickException where the file has none."""
    whole = file.read_text(encoding="utf-8")
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    before, found, rest = whole.partition(start)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise click.ClickException(
            f"{file.name}: no {start.strip()} … {end}. Add both lines where the text is to stand."
        )
    file.write_text(f"{before}{start}\n{text.strip()}\n\n{end}{after}", encoding="utf-8")


def load() -> float:
    """Mean number of running processes in the last minute."""
    return os.getloadavg()[0]


def measured(command: str, before: float) -> str:
    """By which command, when, on what; how busy the machine was before it and is now. `before`: what `load` said then."""
    when = datetime.now(tz=UTC).date().isoformat()
    return (
        f"`{command}`, {when}, {os.cpu_count()} cores ({_processor()}), {memory() / 1024:.0f} GiB, Python "
        f"{platform.python_version()}; running processes before and after: {before:.1f}, {load():.1f}."
    )


def _processor() -> str:
    return _line("/proc/cpuinfo", "model name") or platform.machine()


def _line(file: str, key: str) -> str:
    """The value of a line `key : value`."""
    path = Path(file)
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    match = re.search(rf"^{key}\s*:\s*(.+)$", text, re.MULTILINE)
    return match[1] if match else ""
