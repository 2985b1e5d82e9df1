"""The files of a site as MkDocs knows them, each looked up when somebody asks for it.

MkDocs lists all files and makes a page for each before it renders one. A share of the pages asks for few of them:
its own, those of the navigation, and what they link to.
"""

from collections.abc import Iterable
from pathlib import Path, PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files, set_exclusions

ASSETS = "assets/"  # of the theme, below any of its folders


class Known(Files):
    """Files of docs/, and what else the theme puts into the site."""

    def __init__(self, config: MkDocsConfig) -> None:
        super().__init__(())
        self._config = config

    def get_file_from_path(self, path: str) -> File | None:
        """The file with this path; None where MkDocs would know none."""
        uri = PurePath(path).as_posix()
        if uri not in self._src_uris:
            file = self._found(uri)
            if file is None:
                return None
            self._src_uris[uri] = file
        return self._src_uris[uri]

    def _found(self, uri: str) -> File | None:
        if uri.startswith("/") or ".." in uri.split("/"):
            return None
        config = self._config
        for folder in (config.docs_dir, *(config.theme.dirs if uri.startswith(ASSETS) else ())):
            if Path(folder, uri).is_file():
                file = File(uri, folder, config.site_dir, config.use_directory_urls)
                set_exclusions((file,), config)
                return file
        return None


def known_files(config: MkDocsConfig, wanted: Iterable[str]) -> Files:
    """The files of docs/, of which `wanted` are certain to be asked for."""
    files = Known(config)
    for path in wanted:
        files.get_file_from_path(path)
    return files


def all_files(config: MkDocsConfig) -> Files:
    """All files, of docs/ and of the theme, as MkDocs lists them."""
    files = get_files(config)
    files.add_files_from_theme(config.theme.get_env(), config)
    return files


def in_order(path: str) -> tuple[tuple[int, bool, str], ...]:
    """Sorts paths as MkDocs walks them: files of a folder before its folders, an index first.

    >>> sorted(["a/b.md", "a/c/d.md", "z.md", "a/index.md", "index.md"], key=in_order)
    ['index.md', 'z.md', 'a/index.md', 'a/b.md', 'a/c/d.md']
    """
    *folders, name = path.split("/")
    own = name.rpartition(".")[0] or name
    return (*((1, False, folder) for folder in folders), (0, own not in ("index", "README"), name))
