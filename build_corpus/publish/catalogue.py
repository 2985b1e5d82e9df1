"""What the data files are: datapackage.json, and their hashes in SHA256SUMS.

In: every generated file on its way to docs/. Out: the same files, then the two that describe them, which are made when
all others are written. Files that come in parts are measured while somebody writes them; nothing is kept.
Source: Data Package 2.0 (datapackage.org).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files as package_files
from typing import Any

import yaml

from build_corpus.config import Settings
from build_corpus.manifest import Entry
from build_corpus.publish.lazy import Afterwards, Content
from build_corpus.publish.record import SCHEMA

FOLDER = "data/"
PACKAGE, SUMS = "datapackage.json", "SHA256SUMS"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
MEDIA = {
    "bib": "application/x-bibtex",
    "csv": "text/csv",
    "json": "application/vnd.citationstyles.csl+json",
    "jsonl": "application/jsonl",
    "jsonld": "application/ld+json",
    "ris": "application/x-research-info-systems",
    "ttl": "text/turtle",
    "txt": "text/plain",
}
"""Ending of a file → its media type."""
RIGHTS = (
    "讲话和文章的权利归原权利人；没有授予使用文本的许可。见 RIGHTS.txt 和 documents.csv 的 notices 一栏。"
)

Resource = Mapping[str, Any]
"""A file as data/dataset.yml describes it."""


class Measured(Iterable[str]):
    """A file whose size and hash somebody waits for: who writes it tells them, and for others it is measured."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.size = 0
        self.digest: str | None = None
        """SHA-256; None until the file has been written, or read to its end."""
        self.refused = False
        """Whether somebody else's file stands in its place."""

    def tell(self, entry: Entry | None) -> None:
        """Hears how the file was written; None where somebody else's file stands in its place."""
        if entry is None:
            self.refused = True
        else:
            self.digest, self.size, _ = entry

    def __iter__(self) -> Iterator[str]:
        """The file in parts."""
        size, digest = 0, sha256()
        for part in [self.content] if isinstance(self.content, str | bytes) else self.content:
            text = part if isinstance(part, str) else part.decode("utf-8")
            data = text.encode("utf-8")
            size += len(data)
            digest.update(data)
            yield text
        self.size, self.digest = size, digest.hexdigest()


@cache
def described() -> Mapping[str, Resource]:
    """Path below data/ → the file's description, in the order of the data package."""
    text = package_files("build_corpus").joinpath("data", "dataset.yml").read_text(encoding="utf-8")
    quick = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where PyYAML was built with it
    return {each["path"]: each for each in yaml.load(text, quick)}  # noqa: S506 - a safe loader, in C or not


def columns(path: str) -> tuple[str, ...]:
    """Names of a table's columns."""
    return tuple(field["name"] for field in described()[path]["fields"])


def catalogued(files: Iterable[tuple[str, Content]], settings: Settings) -> Iterator[tuple[str, Content]]:
    """The files as they come, then the data package and the hashes.

    What describes the others raises ValueError where one of them has not been written before.
    """
    found: dict[str, Measured] = {}
    for path, content in files:
        name = path.removeprefix(FOLDER)
        if name == path or name not in described():
            yield path, content
        else:
            found[name] = Measured(content)
            yield path, found[name]
    package = cache(partial(_package, found, settings))
    yield f"{FOLDER}{PACKAGE}", Afterwards(package)
    yield f"{FOLDER}{SUMS}", Afterwards(partial(_sums, found, package))


def _sums(found: Mapping[str, Measured], package: Callable[[], str]) -> str:
    digests = {name: str(measured.digest) for name, measured in found.items() if not measured.refused}
    digests[PACKAGE] = sha256(package().encode("utf-8")).hexdigest()
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def _package(found: Mapping[str, Measured], settings: Settings) -> str:
    written = {name: measured for name, measured in found.items() if not measured.refused}
    unread = [name for name, measured in written.items() if measured.digest is None]
    if unread:
        msg = f"data/{unread[0]} was not written before the data package. Write all files before what tells of them."
        raise ValueError(msg)
    package = {
        "$schema": PROFILE,
        "name": "speech-corpus",
        "title": settings.title,
        "description": settings.description,
        **({"homepage": settings.site_url} if settings.site_url else {}),
        "version": f"{SCHEMA}.0.0",
        "rights": RIGHTS,
        "resources": [
            _resource(each, written[path]) for path, each in described().items() if path in written
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(described: Resource, measured: Measured) -> dict[str, object]:
    path = described["path"]
    ending = path.rpartition(".")[2]
    table = {
        "type": "table",
        "schema": {
            key: described[key] for key in ("fields", "primaryKey", "foreignKeys") if key in described
        },
    }
    return {
        "name": path.lower().replace(".", "-"),
        "path": path,
        "title": described["title"],
        "description": described["description"],
        "format": ending,
        "mediatype": MEDIA[ending],
        "encoding": described.get("encoding", "utf-8"),
        "bytes": measured.size,
        "hash": f"sha256:{measured.digest}",
        **(table if "fields" in described else {}),
    }
