"""What a stage made of documents in an earlier run, by what it was made from.

Lies below build/, a folder of the machine's own: whoever can write there can write the program as well, so what
lies there is read back as Python objects. An entry whose digest is not its own is as good as none.
"""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

_DIGEST = 32  # bytes


class Cache:
    """Entries by key. Bounded by use: `clear` removes what this run has not asked for."""

    def __init__(self, folder: Path, basis: str) -> None:
        """`basis`: digest of everything that all entries depend on."""
        self._folder = folder
        self._basis = basis
        self._used: set[str] = set()
        self.digests: dict[str, str] = {}
        """Source → digest of what this run has of it, kept or made: the source's own and the entry's."""

    def key(self, *parts: str) -> str:
        """The name of what is made from the basis and these parts."""
        return sha256("\0".join((self._basis, *parts)).encode("utf-8", "surrogatepass")).hexdigest()

    def has(self, key: str) -> bool:
        """Whether something is kept under a key, damaged or not."""
        self._used.add(key)
        return (self._folder / key).is_file()

    def get(self, key: str) -> bytes | None:
        """What is kept under a key, None for nothing or something damaged."""
        self._used.add(key)
        try:
            data = (self._folder / key).read_bytes()
        except OSError:
            return None
        payload = data[_DIGEST:]
        return payload if sha256(payload).digest() == data[:_DIGEST] else None

    def put(self, key: str, payload: bytes) -> None:
        """Keeps something; a full disk keeps nothing and is no error here."""
        self._used.add(key)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / key).write_bytes(sha256(payload).digest() + payload)

    def clear(self) -> None:
        """Removes entries that this run has neither read nor written."""
        with suppress(OSError):
            for name in sorted({path.name for path in self._folder.iterdir()} - self._used):
                (self._folder / name).unlink()
