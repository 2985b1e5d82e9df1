"""The same docs/ and theme/ by other generators, and what differs: `make generators`.

`python -m benchmarks.generators properdocs zensical` builds docs/ of the seeds with MkDocs and with each. Printed: what is not as
MkDocs has it (pages, ids on a page, texts of the blocks, files that are copied), and what `build-corpus check` says of the site
(broken links, lost text, requests to other hosts). Exit code 0: nothing but what is KNOWN; 1: something differs; 2: a
generator is missing or fails.

Ids that begin with `__` belong to the generator's own script. HTML is read; what a browser makes of it is not looked at.
"""

import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import click

from benchmarks.running import ROOT, installed, release, run
from build_corpus.config import Config, load_config
from build_corpus.model import Finding
from build_corpus.pipeline import build, knowledge_of
from build_corpus.publish import SEARCH_DICTIONARY
from build_corpus.site import check
from build_corpus.site.page import Page, parse
from build_corpus.site.render import environment

NAMED = 3  # pages or ids named as examples of a difference
STRICT = ("build", "--strict", "-f")
KNOWN = {"properdocs": frozenset[str](), "zensical": frozenset({"link-broken", "search-unsegmented"})}
"""Codes of findings that are no surprise. Zensical takes addresses in HTML for those of files and leads each a step further
up; it writes an index of its own instead of Material's, which our search does without."""
Pages = Mapping[str, Page]


@click.command()
@click.argument("names", type=click.Choice(sorted(KNOWN)), nargs=-1, required=True)
@click.option("--seeds", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Other seeds.")
def main(names: tuple[str, ...], seeds: Path | None) -> None:
    """Compare what NAMES make of docs/ with what MkDocs makes."""
    if missing := [name for name in names if not installed(name)]:
        click.echo(f"Not installed: {', '.join(missing)}. Run `make generators`.", err=True)
        sys.exit(2)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        config = load_config(
            ROOT / "corpus.yml", seeds=seeds, **{part: folder / part for part in ("docs", "build")}
        )
        build(config)
        like = pages(rendered("mkdocs", config, folder))
        click.echo(f"mkdocs {version('mkdocs')}: {len(like)} pages")
        differ = [_told(name, config, folder, like) for name in names]
    sys.exit(int(any(differ)))


def _told(name: str, config: Config, folder: Path, like: Pages) -> bool:
    """Prints what one generator makes otherwise; whether that is anything."""
    site = rendered(name, config, folder)
    made = pages(site)
    lines = [*differences(like, made), *uncopied(config.docs, site)]
    findings = checked(config, site)
    codes = {finding.code for finding in findings}
    for code in sorted(codes):
        where = [f"{each.path}: {each.message}" for each in findings if each.code == code]
        lines += _line(f"{code} (known)" if code in KNOWN[name] else code, where)
    click.echo(
        "".join([f"{release(name)}: {len(made)} pages\n", *(f"  {line}\n" for line in lines)]), nl=False
    )
    return bool(len(lines) - len(codes & KNOWN[name]))


def rendered(name: str, config: Config, folder: Path) -> Path:
    """The site that a generator makes of the built docs/, in a project of its own: some know no folder outside of it."""
    project = folder / name
    project.mkdir()
    shutil.copytree(config.docs, project / "docs")
    shutil.copytree(ROOT / "theme", project / "theme")
    shutil.copy(ROOT / "mkdocs.yml", project)
    said = folder / f"{name}.txt"
    names = {**environment(config, config.build / SEARCH_DICTIONARY), "CORPUS_DOCS": "docs"}
    if run(_call(name, project), said, names).code:
        click.echo(f"{name} stopped:\n{said.read_text(encoding='utf-8')[-3000:]}", err=True)
        sys.exit(2)
    return project / "site"


def _call(name: str, project: Path) -> Sequence[str | Path]:
    program, settings = installed(name), project / "mkdocs.yml"
    return [program, *STRICT, settings] if program else [sys.executable, "-m", "mkdocs", *STRICT, settings]


def checked(config: Config, site: Path) -> tuple[Finding, ...]:
    """What our own check says of a site."""
    return check(replace(config, site=site), knowledge_of(config))


def pages(site: Path) -> dict[str, Page]:
    """Path below the site → page, without its running text."""
    files = sorted(site.rglob("*.html"))
    return {page.path: replace(page, text="") for page in (parse(site, file) for file in files)}


def differences(like: Pages, made: Pages) -> Iterator[str]:
    """What differs between the pages of two generators, a line for each kind; nothing where they agree."""
    yield from _line("pages missing", like.keys() - made.keys())
    yield from _line("pages more", made.keys() - like.keys())
    both = sorted(like.keys() & made.keys())
    ids = [(path, _ids(like[path]) ^ _ids(made[path])) for path in both]
    yield from _line(
        "ids differ on", [f"{path} ({', '.join(sorted(odd)[:NAMED])})" for path, odd in ids if odd]
    )
    yield from _line(
        "texts of blocks differ on", [path for path in both if like[path].blocks != made[path].blocks]
    )


def uncopied(docs: Path, site: Path) -> Iterator[str]:
    """Files of docs/ that are no pages and that the site lacks or has otherwise, in a line."""
    files = (file.relative_to(docs) for file in docs.rglob("*") if file.is_file() and file.suffix != ".md")
    visible = sorted(file for file in files if not any(part.startswith(".") for part in file.parts))
    copies = ((file, site / file) for file in visible)
    lost = [
        file.as_posix()
        for file, copy in copies
        if not copy.is_file() or copy.read_bytes() != (docs / file).read_bytes()
    ]
    yield from _line("files not copied", lost)


def _ids(page: Page) -> set[str]:
    return {name for name in page.ids if not name.startswith("__")}


def _line(what: str, where: Collection[str]) -> Iterator[str]:
    if where:
        named = sorted(where)[:NAMED]
        yield f"{what}: {len(where)}, {', '.join(named)}{', …' if len(where) > NAMED else ''}"


if __name__ == "__main__":
    main()
