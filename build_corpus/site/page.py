"""One built HTML page as what the check needs to know of it."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

REQUESTS = ("script[src]", "img[src]", "iframe[src]", "source[src]", "video[src]", "audio[src]", "embed[src]")
LINK_RELS = ("canonical", "license", "prev", "next", "alternate")  # rels a browser does not fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the site."""

    path: str
    """Path below site/, with `/`."""
    ids: frozenset[str]
    """Every id in it."""
    links: tuple[str, ...]
    """Every href and src as written, without those to other hosts."""
    requests: tuple[str, ...]
    """Addresses on other hosts that a browser would fetch on its own."""
    canonical: str
    """The page's own address on the web, empty where the site has none."""
    blocks: tuple[str, ...]
    """textContent of the `data-block` elements, in order."""
    text: str
    """Text a reader sees, blocks included."""


def parse(root: Path, file: Path) -> Page:
    """A built page."""
    tree = LexborHTMLParser(file.read_text(encoding="utf-8"))
    addresses = [node.attributes.get("href") or "" for node in tree.css("a[href], link[href], area[href]")]
    sources = [node.attributes.get("src") or "" for node in tree.css(", ".join(REQUESTS))]
    fetched = sources + [
        node.attributes.get("href") or ""
        for node in tree.css("link[href]")
        if (node.attributes.get("rel") or "") not in LINK_RELS
    ]
    blocks = tuple(node.text(deep=True) for node in tree.css("[data-block]"))
    ids = frozenset(node.attributes.get("id") or "" for node in tree.css("[id]"))
    canonical = tree.css_first("link[rel=canonical]")
    body = tree.body
    for node in tree.css("script, style, template"):
        node.decompose()
    return Page(
        path=file.relative_to(root).as_posix(),
        ids=ids,
        links=tuple(address for address in (*addresses, *sources) if not foreign(address)),
        requests=tuple(address for address in fetched if foreign(address)),
        canonical=(canonical.attributes.get("href") or "") if canonical else "",
        blocks=blocks,
        text=body.text(deep=True) if body else "",
    )


def foreign(address: str) -> bool:
    """Whether an address leads to another host or scheme."""
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc)


def target(page: str, address: str, base: str = "/") -> tuple[str, str]:
    """The file below site/ and the anchor an internal address leads to; `base` is the site's own path."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    if not path:
        return page, unquote(parts.fragment)
    folder = page.rpartition("/")[0].split("/") if "/" in page else []
    steps = [] if path.startswith("/") else folder
    if path.startswith(base):
        path = path[len(base) :]
    for step in path.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps = [*steps, step]
    file = "/".join(steps)
    name = steps[-1] if steps else ""
    if path.endswith(("/", "..", ".")) or not name or "." not in name:
        file = f"{file}/index.html".lstrip("/")
    return file, unquote(parts.fragment)
