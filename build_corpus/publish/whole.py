"""Files that are there whole or not at all."""

from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from build_corpus.errors import CorpusError
from build_corpus.manifest import WRITING


def write_text(file: Path, lines: Iterable[str]) -> None:
    """Writes a text file line by line; it is there whole or not at all. Raises CorpusError."""
    replace_whole(file, (line.encode("utf-8") for line in lines))


def replace_whole(target: Path, parts: Iterable[bytes], beside: str = WRITING) -> str:
    """Writes a file by way of another one beside it; gives its SHA-256. Raises CorpusError where it cannot be written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = target.with_name(beside)
    digest = write_parts(written, parts)
    written.replace(target)
    return digest


def write_parts(file: Path, parts: Iterable[bytes]) -> str:
    """Writes a file and gives its SHA-256; leaves nothing behind where it cannot. Raises CorpusError."""
    digest = sha256()
    try:
        with file.open("wb") as out:
            for part in parts:
                digest.update(part)
                out.write(part)
    except OSError as error:
        with suppress(OSError):
            file.unlink()
        msg = f"{file.parent}: cannot be written ({error.strerror}). Free some space or name another folder; what stood there is whole."
        raise CorpusError(msg) from error
    return digest.hexdigest()
