"""What is wrong with a built site: links, text, front matter, leaks, search.

Pages are read one after the other, in several processes, and none is kept but for its addresses and anchors.

The check that ends a run looks at the files made in that run, the hand-written pages and those they link to. What it
leaves out, and why that is safe: a file that was not made again is byte for byte the file that passed before, and so
is a line of data. Its links lead to pages made from the same data: where an address or an anchor that it names goes
away, its own Markdown changes with it, and it is made again; only hand-written pages name what they don't follow.
Wording that is taken out of one text now, and that an old page showed before outside every text, is found by
`build-corpus check`, which looks at everything.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path

import yaml

from build_corpus.config import Config
from build_corpus.model import Finding, Knowledge, finding
from build_corpus.run.aside import Aside
from build_corpus.run.workers import Lost, each, processes
from build_corpus.site.lines import Record, Records, id_of, items, source_of
from build_corpus.site.links import HOME, Links
from build_corpus.site.page import Page, parse, style_requests
from build_corpus.site.places import is_page, place_of
from build_corpus.site.render import Rendered
from build_corpus.site.search import INDEX, check_search
from build_corpus.site.size import check_size
from build_corpus.site.tree import files_below
from build_corpus.site.watch import Watch
from build_corpus.text import file_name

FRONT = (
    *("id", "title", "subtitle", "date", "speaker", "author", "role", "publication", "column", "place"),
    *("level", "occasion", "kind", "source", "rights", "lang"),
)
"""Keys of a record that its page's front matter repeats as they are."""
SPEECH = 2  # slashes in the path of a speech's page: speeches/<id>/index.html
# In C where PyYAML was built with it: ten times as fast.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the page of a record must hold. Texts as hashes: those of all pages would not fit into memory."""

    blocks: tuple[int, ...]
    front: Mapping[str, object]


@dataclass(slots=True, kw_only=True)
class Seen:
    """What is known of the pages that were read."""

    pages: set[str]
    findings: list[Finding]
    requests: list[Finding]


def check(
    config: Config, knowledge: Knowledge, jobs: int = 1, rendered: Rendered | None = None
) -> tuple[Finding, ...]:
    """Every finding about the site. A missing site is one finding. `rendered`: what this run made; None: look at all."""
    records = Records(config.docs / "data" / "documents.jsonl")
    if not (config.site / HOME).is_file() or not records.readable:
        return (finding("site-missing", config.site.name),)
    part = rendered if rendered and rendered.changed is not None else None
    looked = sorted(files_below(config.site) if part is None else _in_part(config.site, part))
    pages = [path for path in looked if path.endswith(".html")]
    speeches = None if part is None else _ids(pages)
    wanted = {id_of(line): _held(json.loads(line)) for line in _lines(records, speeches)}
    wanted |= _apart(config, _ids(pages) - wanted.keys())
    watch = Watch(config, records, speeches)
    links = Links(config.site, looked)
    seen = Seen(pages=set(), findings=[], requests=[])
    others = [path for path in looked if not path.endswith(".html")]
    leaks = Aside(
        partial(watch.in_files, others, part.before if part else None), soon=processes(jobs, len(pages)) > 1
    )
    for page, front in _read(config, pages, jobs):
        _look(seen, page, front, wanted)
        links.look(page)
        watch.look(f"site/{page.path}", page.text)
    for name in sorted(wanted):
        if f"speeches/{name}/{HOME}" not in seen.pages:
            seen.findings.append(finding("page-missing", f"site/speeches/{name}/{HOME}", id=name))
    return (
        *links.findings(partial(_ids_of, config.site, jobs)),
        *seen.requests,
        *_style_requests(config.site, looked),
        *seen.findings,
        *_missing(config, records),
        *watch.findings(leaks.surely()),
        *(check_search(config.site, knowledge) if part is None or INDEX in looked else ()),
        *check_size(config.site, size=part.size if part else None),
    )


def _in_part(site: Path, rendered: Rendered) -> Iterator[str]:
    """What is looked at after a run that made a part of the site."""
    by_hand = map(place_of, filter(is_page, rendered.by_hand))
    paths = {HOME, "404.html", *by_hand, *(rendered.changed or ())}
    return (path for path in paths if (site / path).is_file())


def _ids(paths: Iterable[str]) -> set[str]:
    """The speeches among these pages."""
    return {
        path.split("/")[1] for path in paths if path.startswith("speeches/") and path.count("/") == SPEECH
    }


def _read(config: Config, paths: Iterable[str], jobs: int) -> Iterator[tuple[Page, Record | None]]:
    """Each page, with the front matter of a speech's. A page that kills its reader is read as an empty one."""
    given = [(config.site, config.docs, path) for path in paths]
    for (_, _, path), read in zip(given, each(_page, given, jobs), strict=True):
        yield (Page.empty(path), None) if isinstance(read, Lost) else read


def _page(site: Path, docs: Path, path: str) -> tuple[Page, Record | None]:
    page = parse(site, site / path)
    if not _ids([path]):
        return page, None
    return page, _parsed(docs / f"{path.removesuffix(f'/{HOME}')}.md")


def _look(seen: Seen, page: Page, front: Record | None, wanted: Mapping[str, Expected]) -> None:
    """What is wrong with a page in itself."""
    seen.pages.add(page.path)
    seen.requests += [finding("request-foreign", f"site/{page.path}", target=each) for each in page.requests]
    name = page.path.split("/")[1] if front is not None else ""
    expected = wanted.get(name)
    if expected is None or front is None:
        return
    shown = tuple(map(hash, page.blocks))
    if shown != expected.blocks:
        pairs = enumerate(zip(shown, expected.blocks, strict=False))
        shortest = min(len(shown), len(expected.blocks))
        at = next((n for n, (here, there) in pairs if here != there), shortest)
        seen.findings.append(finding("text-differs", f"site/{page.path}", reason=f"第 {at + 1} 段起"))
    for key, value in expected.front.items():
        if front.get(key) != value:
            seen.findings.append(finding("front-matter-differs", f"docs/speeches/{name}.md", key=key))


def _lines(records: Records, names: Collection[str] | None) -> Iterator[str]:
    """The lines of these speeches, None for all."""
    return records.lines() if names is None else records.of(names)


def _apart(config: Config, names: Collection[str]) -> dict[str, Expected]:
    """The same of speeches with a page that are in no data set; nothing without the by-products of the build."""
    everything = Records(config.build / "documents.jsonl")
    if not names or not everything.readable:
        return {}
    lines = (line for line in everything.of(names) if '"published":true' in line)
    return {id_of(line): _held(json.loads(line)) for line in lines}


def _held(record: Record) -> Expected:
    original = record["version_of"]
    themes = items(record, "themes")
    posted = (date["value"] for date in items(record, "dates") if date["type"] == "posted")
    return Expected(
        blocks=tuple(hash(str(block["text"])) for block in items(record, "blocks")),
        front={
            **{key: record[key] for key in FRONT},
            "version_of": original["id"] if isinstance(original, dict) else None,
            "themes": [theme["id"] for theme in themes],
            "tags": [theme["label"] for theme in themes],
            "posted": next(posted, None),
        },
    )


def _ids_of(site: Path, jobs: int, paths: Sequence[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """The ids in pages."""
    for path, read in zip(paths, each(parse, [(site, site / path) for path in paths], jobs), strict=True):
        yield path, frozenset() if isinstance(read, Lost) else read.ids


def _style_requests(site: Path, looked: Iterable[str]) -> Iterator[Finding]:
    """No style sheet asks another host for anything."""
    for path in looked:
        if path.endswith(".css"):
            for address in style_requests((site / path).read_text(encoding="utf-8", errors="replace")):
                yield finding("request-foreign", f"site/{path}", target=address)


def _parsed(file: Path) -> Record:
    """The front matter of a Markdown file; empty where there is none to read."""
    front: object = None
    with suppress(OSError, yaml.YAMLError, ValueError):
        match = re.match(r"---\n(.*?\n)---\n", file.read_text(encoding="utf-8"), re.DOTALL)
        front = yaml.load(match[1], _Loader) if match else None  # noqa: S506 - the safe loader, in C
    return front if isinstance(front, dict) else {}


def _missing(config: Config, records: Records) -> Iterator[Finding]:
    """No seed is missing from the site without a finding that says why."""
    everything = Records(config.build / "documents.jsonl")
    found = Records(config.build / "findings.jsonl")
    try:
        explained = {str(record["path"]) for record in found}
        handed_on = {_begin(line): source_of(line) for line in records.encoded()}
        apart = (line for line in everything.encoded() if _begin(line) not in handed_on)
        others = (source_of(line) for line in apart if _explained(config, line))
        known = {name for source in chain(handed_on.values(), others) for name in source}
        known |= {str(each["file"]) for each in Records(config.build / "withdrawn.jsonl")}
    except (OSError, ValueError):
        yield finding("check-incomplete", config.build.name, file="documents.jsonl 或 findings.jsonl")
        return
    for path in sorted(files_below(config.seeds)):
        name = file_name(path)
        ending = path.rpartition("/")[2]
        beside = (
            ending.lower().endswith((".yml", ".yaml"))
            or ending.upper().startswith("README.")
            or "/." in f"/{name}"
        )
        if beside or name in known or f"seeds/{name}" in explained:
            continue
        if (
            sha256((config.seeds / path).read_bytes()).hexdigest() not in known
        ):  # a name is shown with its numbers masked
            yield finding("page-missing", f"seeds/{name}", id=name)


def _begin(line: bytes) -> bytes:
    """What tells a record's line from those of others: it begins with the id. ValueError where it does not."""
    return line[: line.index(b",")]


def _explained(config: Config, line: bytes) -> bool:
    """Whether a record is not to be published, or has its page though no data set holds it."""
    if b'"published":true' not in line:
        return True
    name = id_of(_begin(line).decode("utf-8"))
    return (config.site / "speeches" / name / HOME).is_file()
