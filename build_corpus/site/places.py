"""Where MkDocs puts the files of docs/, with directory URLs."""

PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""Endings of what MkDocs makes pages of; everything else is copied."""
INDEXES = ("index", "README")
"""Names of pages that stand for their folder; where there are both, the first is shown."""


def is_page(path: str) -> bool:
    """Whether MkDocs makes a page of a file."""
    return path.endswith(PAGES)


def place_of(path: str) -> str:
    """Path below the site of what MkDocs makes of a file.

    >>> place_of("a/b.md"), place_of("a/index.md"), place_of("README.md"), place_of("data/a.json")
    ('a/b/index.html', 'a/index.html', 'index.html', 'data/a.json')
    """
    if not is_page(path):
        return path
    folder, slash, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    return f"{folder}{slash}index.html" if stem in INDEXES else f"{folder}{slash}{stem}/index.html"


def index_beside(path: str) -> str | None:
    """The page that is shown instead of this one where it is there; None where no other can be.

    >>> index_beside("a/README.md"), index_beside("a/index.md"), index_beside("a/b.md")
    ('a/index.md', None, None)
    """
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}index.md" if is_page(path) and name.startswith("README.") else None
