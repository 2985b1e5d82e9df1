"""Renders a share of the pages with MkDocs, in a process of its own.

MkDocs builds a site as one; its steps are used here one by one, for chosen pages only. Every process can
look up all files, so that links between them resolve, and reads the pages of the navigation, whose titles
other pages show. The lead share also makes what exists once: Material's search index, the theme's own
pages, copies of files that are no pages.

`python -m build_corpus.site.share` reads an Order and a Share as JSON and prints what MkDocs complains of, as JSON.
"""

import json
import logging
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from build_corpus.manifest import manifest
from build_corpus.run import seldom
from build_corpus.site.known import all_files, in_order, known_files
from build_corpus.site.places import index_beside
from build_corpus.site.quick import QuickPage, Reader
from build_corpus.site.verbatim import Verbatim

SEARCH = "material/search"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one process makes."""

    pages: tuple[str, ...]
    """Markdown files below docs/."""
    lead: bool = False
    """Whether it makes Material's search index from its pages, and the theme's own pages."""
    copies: tuple[str, ...] | None = ()
    """Files to copy, below docs/ or theme/; None for all."""
    made: tuple[str, ...] | None = None
    """Those of them that a run has made, which may stand in the site under a second name: nobody writes into them;
    None where the manifest of docs/ says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Where MkDocs finds everything."""

    config_file: str
    """Path of mkdocs.yml."""
    site: str
    """Folder to write into."""


class _Complaints(logging.Handler):
    """Collects warnings and errors, which end a strict build."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps a line as MkDocs prints it."""
        self.lines.append(f"{record.levelname} -  {record.getMessage()}")


def render_share(order: Order, share: Share) -> tuple[str, ...]:
    """Writes the pages of a share; what MkDocs complains of, each line once."""
    logger = logging.getLogger("mkdocs")
    logger.propagate = False
    logging.getLogger("jieba").setLevel(logging.WARNING)
    complaints = _Complaints()
    logger.addHandler(complaints)
    try:
        _render(_loaded(order, share), share)
    except Exception as error:  # noqa: BLE001 - a plugin or an extension may raise anything
        complaints.lines.append(f"ERROR -  {type(error).__name__}: {error}")
    finally:
        logger.removeHandler(complaints)
    return tuple(dict.fromkeys(complaints.lines))


def _loaded(order: Order, share: Share) -> MkDocsConfig:
    config = load_config(order.config_file, site_dir=order.site, strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    if not share.lead and SEARCH in config.plugins:
        config.plugins[SEARCH].config["jieba_dict_user"] = (
            None  # takes a second to load, and is asked nothing
        )
    return config.plugins.on_config(config)


def _render(config: MkDocsConfig, share: Share) -> None:
    config.plugins.on_pre_build(config=config)
    verbatim = Verbatim()
    config["markdown_extensions"].append(verbatim)
    env = config.theme.get_env()
    files = config.plugins.on_files(_files(config, share), config=config)
    set_exclusions(files, config)
    nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    chosen = _chosen(files, share.pages, nav, config)
    for page in {page.file.src_uri: page for page in (*nav.pages, *chosen)}.values():
        _populate_page(page, config, files)
        page.present_anchor_ids = (page.present_anchor_ids or set()) | verbatim.ids
    env = config.plugins.on_env(env, config=config, files=files)
    _copy(files, share, Path(config.docs_dir))
    documents = files.documentation_pages()
    if share.lead:
        for template in sorted(config.theme.static_templates):
            _build_theme_template(template, env, files, config, nav)
    for page in chosen:
        _build_page(page, config, documents, nav, env)
    for page in chosen:
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    if share.lead:
        config.plugins.on_post_build(config=config)


def _files(config: MkDocsConfig, share: Share) -> Files:
    """What MkDocs knows of; everything where everything is copied, or a file may stand where another one goes."""
    wanted = (*share.pages, *(share.copies or ()))
    if share.copies is None or any(map(index_beside, wanted)):
        return all_files(config)
    return known_files(config, wanted)


def _chosen(files: Files, wanted: Iterable[str], nav: Navigation, config: MkDocsConfig) -> list[Page]:
    """The pages of the share, in MkDocs' order; those outside the navigation are made here."""
    found = (files.get_file_from_path(path) for path in sorted(wanted, key=in_order))
    reader, known = Reader(config), {page.file.src_uri: page for page in nav.pages}
    return [
        known.get(file.src_uri) or QuickPage(file, config, reader)
        for file in found
        if file and _is_public(file)
    ]


def _is_public(file: File) -> bool:
    return bool(file.inclusion.value > InclusionLevel.DRAFT.value)


def _copy(files: Files, share: Share, docs: Path) -> None:
    """Puts files that are no pages into the site."""
    wanted, made = share.copies, manifest(docs).keys() if share.made is None else set(share.made)
    found = files if wanted is None else filter(None, map(files.get_file_from_path, wanted))
    for file in found:
        if not file.is_documentation_page() and _is_public(file):
            generated = file.src_dir == str(docs) and file.src_uri in made
            if not (generated and _linked(file)):
                file.copy_file()


def _linked(file: File) -> bool:
    """Whether a file of docs/ stands in the site under a second name, which costs neither time nor space.

    A run never writes into a file: it writes a new one, and the old one keeps the names that it has.
    """
    target = Path(file.abs_dest_path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # another file system, or one without second names
        target.hardlink_to(str(file.abs_src_path))
        return True
    return False


def main() -> None:
    """Does what standard input asks for."""
    seldom()
    asked = json.load(sys.stdin)
    json.dump(render_share(Order(**asked["order"]), Share(**asked["share"])), sys.stdout)


if __name__ == "__main__":
    main()
