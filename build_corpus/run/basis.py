"""What this program is: a digest of it and of the packages it uses, on which all that is kept depends."""

import os
import sys
from hashlib import sha256
from pathlib import Path

import build_corpus


def program() -> str:
    """Digest of this program and of the packages it uses."""
    folder = Path(build_corpus.__file__).parent
    digest = sha256("\0".join((sys.version, *packages())).encode())
    for file in parts(folder):
        digest.update(f"{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def parts(folder: Path) -> list[Path]:
    """The files of a package that its results depend on: modules, tables, templates."""
    return sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".yml", ".j2"))


def publishing(*given: object) -> str:
    """Digest of what all pages are made from besides the corpus: the program, and what is given, told by its text."""
    return sha256("\n".join((program(), *map(repr, given))).encode("utf-8", "surrogatepass")).hexdigest()


def packages() -> list[str]:
    """Names of installed packages with their versions, as folders tell them."""
    places = [place for place in sys.path if os.path.isdir(place)]  # noqa: PTH112 - strings of sys.path
    return sorted(name for place in places for name in os.listdir(place) if name.endswith(".dist-info"))  # noqa: PTH208
