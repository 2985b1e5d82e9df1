"""Files that are there whole or not at all."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from build_corpus.errors import CorpusError
from build_corpus.manifest import WRITING

Part = bytes | memoryview
"""Bytes of a file, used before the next ones are made."""


def write_text(file: Path, lines: Iterable[str]) -> None:
    """Writes a text file line by line; it is there whole or not at all. Raises CorpusError."""
    replace_whole(file, (line.encode("utf-8") for line in lines))


def replace_whole(target: Path, parts: Iterable[Part], beside: str = WRITING) -> None:
    """Writes a file by way of another one beside it. Raises CorpusError where it cannot be written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = target.with_name(beside)
    write_parts(written, parts)
    written.replace(target)


def write_parts(file: Path, parts: Iterable[Part]) -> None:
    """Writes a file; leaves nothing behind where it cannot. Raises CorpusError."""
    try:
        with file.open("wb") as out:
            out.writelines(parts)
    except OSError as error:
        with suppress(OSError):
            file.unlink()
        msg = f"{file.parent}: cannot be written ({error.strerror}). Free some space or name another folder; what stood there is whole."
        raise CorpusError(msg) from error
