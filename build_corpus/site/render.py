"""Renders with MkDocs what changed since the last run, beside the old site, and swaps the result in.

A page is a function of its Markdown and of what all pages share (mkdocs.yml, theme/, settings, versions).
So where only some Markdown changed, only those pages are rendered; the others are taken over as they are.
A full build renders shares of the pages in several processes. Either way the bytes are the same.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, replace
from functools import partial
from io import StringIO
from pathlib import Path

from build_corpus.config import Config
from build_corpus.errors import SiteError
from build_corpus.manifest import Entry, remove, stat
from build_corpus.run.aside import Aside, DiedError, can_copy
from build_corpus.run.over import CACHE, REPOSITORY
from build_corpus.site.places import index_beside, is_page, place_of
from build_corpus.site.share import Order, Share, render_share
from build_corpus.site.size import size_of, whole_size
from build_corpus.site.state import STAMP, Docs, State, frame_of, present, read, stamp_of
from build_corpus.site.tree import restore, swap_in
from build_corpus.site.twin import Twin

STATE = "-state.json"  # after the name of the site's folder
ALONE = 100  # pages that one process renders faster than two start
LEAD = 100  # pages in the time that the lead share takes for what exists once
FILES = 50  # files that are listed and put into the site in the time of a page
INDEX = "search/search_index.json"  # Material's own


def environment(config: Config, dictionary: Path) -> dict[str, str]:
    """What mkdocs.yml reads with !ENV, and what keeps MkDocs quiet and its output free of the clock."""
    return {
        "NO_MKDOCS_2_WARNING": "1",
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0"),
        **_settings(config),
        "CORPUS_DOCS": str(config.docs),
        "CORPUS_DICTIONARY": str(dictionary),
    }


def _settings(config: Config) -> dict[str, str]:
    return {
        "CORPUS_TITLE": config.settings.title,
        "CORPUS_DESCRIPTION": config.settings.description,
        "CORPUS_CONTACT": config.settings.contact,
        "SITE_URL": config.settings.site_url,
        REPOSITORY: os.environ.get(REPOSITORY, ""),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What a run did to the site."""

    by_hand: tuple[str, ...]
    """Files of docs/ that no run has made."""
    size: int
    """Bytes of the site."""
    changed: frozenset[str] | None
    """Paths below the site that were made, and those that went; None for all."""
    before: Path | None = None
    """The site as it was, where it is still there."""
    touched: Collection[str] | None = None
    """Paths below docs/ and the site of files that may look like others from outside: written, or with another name
    more; None for all."""


Run = Callable[[Path, Sequence[Share]], None]
"""Renders shares into a folder."""


def render(
    config: Config,
    dictionary: Path,
    jobs: int = 1,
    docs: Docs | None = None,
    *,
    full: bool = False,
) -> Rendered:
    """Brings the site up to date. `docs`: what is known of docs/ by whoever has just looked at it.

    The old site stays whole until the new one is. Raises SiteError with MkDocs' own words.
    """
    mkdocs_yml = config.root / "mkdocs.yml"
    if not mkdocs_yml.is_file():
        msg = f"{mkdocs_yml}: no such file. Run in the project's folder or name its corpus.yml with --config."
        raise SiteError(msg)
    restore(config.site)
    file = config.build / f"{config.site.name}{STATE}"
    then = None if full else read(file, config.site)
    there = docs or Docs(config.docs)
    now = present(there, dictionary, frame_of(config.root, _settings(config)), then)
    replaced = _replaced(config, file, there.generated or {})
    if then == now and not replaced:
        return Rendered(by_hand=now.by_hand, size=then.size, changed=frozenset(), touched=())
    run = partial(_run, str(mkdocs_yml), environment(config, dictionary))
    if then and (then.frame, then.packages) == (now.frame, now.packages):
        done = _in_part(config, then, now, _changes(then, now, jobs, replaced), run)
    else:
        done = _as_a_whole(config, now, _everything(now, jobs), run)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(now.text(done.size), encoding="utf-8")
    return done


def clear(rendered: Rendered) -> None:
    """Takes what changed out of the site as it was: what a withdrawn speech said is not kept for another run."""
    if rendered.before:
        for path in rendered.changed or ():
            remove(rendered.before, path)


def _in_part(config: Config, then: State, now: State, shares: Sequence[Share], run: Run) -> Rendered:
    """A site that takes over what is as it was."""
    twin = _twin(config)
    changed = _outdated(then, now, shares)
    touched = twin.prepared(config.site, (stamp_of(config.site), now.stamp), changed)
    new = old = twin.folder
    run(new, shares)
    (new / STAMP).write_text(now.stamp, encoding="utf-8")
    swap_in(new, config.site)
    size = then.size + size_of(config.site, changed) - size_of(old, changed)
    kept = twin.changed_places(now.stamp, changed)
    before = old if kept else None
    return Rendered(by_hand=now.by_hand, size=size, changed=changed, before=before, touched=touched)


def _as_a_whole(config: Config, now: State, shares: Sequence[Share], run: Run) -> Rendered:
    """A site from nothing."""
    beside = _beside(config.site)
    beside.mkdir(parents=True)
    try:
        run(beside, shares)
        (beside / STAMP).write_text(now.stamp, encoding="utf-8")
        swap_in(beside, config.site)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    _twin(config).renewed(config.site, now.stamp)
    return Rendered(by_hand=now.by_hand, size=whole_size(config.site), changed=None)


def _beside(site: Path) -> Path:
    return site.with_name(f".{site.name}.new")


def _twin(config: Config) -> Twin:
    """In build/, or beside the site for one run where build/ is on another file system."""
    cache = config.build / CACHE
    cache.mkdir(parents=True, exist_ok=True)
    near = cache.stat().st_dev == config.site.parent.stat().st_dev
    name = f"{config.site.name}-before"
    return Twin(cache / name if near else _beside(config.site), cache / f"{name}.json", kept=near)


def _everything(now: State, jobs: int) -> list[Share]:
    """Shares of a full build; the lead share has Material's index and the copies, and fewer pages for it."""
    searched = set(now.searched)
    others = [path for path in now.files if is_page(path) and path not in searched]
    shares = _split(others, jobs, held=LEAD + (len(now.files) - len(others)) // FILES)
    lead = Share(pages=(*now.searched, *shares[0]), lead=True, copies=None)
    return [lead, *(Share(pages=share) for share in shares[1:])]


def _replaced(config: Config, state: Path, known: Mapping[str, Entry]) -> frozenset[str]:
    """Files written since the last run of which the site has others, and pages.

    They may hold what those held when they were put there: somebody wrote into a file that stood in both, or into a
    page before it was rendered.
    """
    last = stat(state)
    newer = [path for path, (_, _, changed) in known.items() if last and changed > last[1]]
    both = (path for path in newer if not is_page(path) and (config.site / path).is_file())
    others = (path for path in both if not (config.docs / path).samefile(config.site / path))
    return frozenset([*filter(is_page, newer), *others])


def _changes(then: State, now: State, jobs: int, replaced: Collection[str]) -> list[Share]:
    """Shares of what is new, different or replaced. A changed page of Material's index means that index anew."""
    files = now.files.items()
    changed = [path for path, digest in files if then.files.get(path) != digest or path in replaced]
    pages = [path for path in changed if is_page(path)]
    copies = tuple(path for path in changed if not is_page(path))
    anew = (then.searched, then.dictionary) != (now.searched, now.dictionary) or not set(pages).isdisjoint(
        now.searched
    )
    searched = now.searched if anew else ()
    known = set(searched)
    shares = _split([path for path in pages if path not in known], jobs)
    others = set(now.by_hand)
    made = tuple(path for path in copies if path not in others)
    first = Share(pages=(*searched, *shares[0]), lead=anew, copies=copies, made=made)
    return [first, *(Share(pages=share) for share in shares[1:])]


def _split(pages: Sequence[str], jobs: int, held: int = 0) -> list[tuple[str, ...]]:
    """Pages dealt out like cards: long ones stand beside each other in a corpus. `held`: what the first hand has already."""
    hands = max(1, min(jobs, len(pages) // ALONE))
    first = max(1, (len(pages) + held) // hands - held)
    own = {at * len(pages) // first for at in range(first)} if hands > 1 else range(len(pages))
    others = [page for at, page in enumerate(pages) if at not in own]
    return [tuple(pages[at] for at in sorted(own)), *(tuple(others[at :: hands - 1]) for at in range(hands - 1))]


def _outdated(then: State, now: State, shares: Iterable[Share]) -> frozenset[str]:
    """Files of the site that go or are made anew, as paths below it."""
    gone = [path for path in then.files if path not in now.files and index_beside(path) not in now.files]
    anew = [path for share in shares for path in (*share.pages, *(share.copies or ()))]
    lead = any(share.lead for share in shares)
    return frozenset([*map(place_of, (*gone, *anew)), STAMP, *((INDEX, "404.html") if lead else ())])


def _run(mkdocs_yml: str, names: Mapping[str, str], folder: Path, shares: Sequence[Share]) -> None:
    """Renders all shares at once, each in a process of its own: MkDocs and its plugins keep things in modules."""
    order = Order(config_file=mkdocs_yml, site=str(folder))
    if len(shares) == 1 and shares[0].copies is not None and can_copy():
        said = _forked(names, order, shares[0])
    else:
        with ThreadPoolExecutor(max_workers=len(shares)) as pool:
            said = [line for lines in pool.map(partial(_asked, names, order), shares) for line in lines]
    if said:
        words = "\n".join(dict.fromkeys(said))
        msg = f"MkDocs stopped; the old site is untouched.\n{words}\nMend what it names and run again."
        raise SiteError(msg)


def _forked(names: Mapping[str, str], order: Order, share: Share) -> list[str]:
    """What MkDocs complains of in one share; in a copy of this process, which has loaded what it needs."""
    try:
        return Aside(partial(_copied, names, order, share)).result()
    except DiedError as error:
        return [f"ERROR -  the process ended with {error}"]


def _copied(names: Mapping[str, str], order: Order, share: Share) -> list[str]:
    os.environ.update(names)
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        return list(render_share(order, share))


def _asked(names: Mapping[str, str], order: Order, share: Share) -> list[str]:
    """The same in an interpreter of its own."""
    command = [sys.executable, "-m", "build_corpus.site.share"]
    result = subprocess.run(  # noqa: S603 - our own interpreter and module
        command,
        input=json.dumps({"order": asdict(order), "share": asdict(share)}),
        env={**os.environ, **names},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if result.returncode:
        return [result.stderr.strip() or f"ERROR -  the process ended with {result.returncode}"]
    lines: list[str] = json.loads(result.stdout.rpartition("\n")[2])  # a plugin may have printed before
    return lines
