"""One built HTML page as what the check needs to know of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

FETCHED = {  # what a browser fetches on its own: element → attributes with an address
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "form": ("action",),  # on a click only, but nothing here may send anything away
}
_FETCHING = ", ".join((*FETCHED, "link[href]", "meta[http-equiv]", "[style]", "style"))
LINK_RELS = ("canonical", "license", "prev", "next", "alternate")  # rels a browser does not fetch
_STYLE = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:[a-z]+:)?//[^"')\s;]+)""", re.IGNORECASE)
_PLAIN = re.compile(r"(?!//)[\w./#-]*")  # an address with a path and an anchor at most, as nearly all are
_STOPS = ("", "/", "#", "?")  # without a step before them they lead elsewhere
_REFRESH = re.compile(r"""url=\s*["']?([^"'\s]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the site."""

    path: str
    """Path below site/, with `/`."""
    ids: frozenset[str]
    """Every id in it."""
    links: tuple[str, ...]
    """Every href and src as written, each once, without those to other hosts."""
    requests: tuple[str, ...]
    """Addresses on other hosts that a browser would fetch on its own."""
    canonical: str
    """The page's own address on the web, empty where the site has none."""
    blocks: tuple[str, ...]
    """textContent of the `data-block` elements, in order."""
    text: str
    """Text a reader sees, blocks included."""

    @classmethod
    def empty(cls, path: str) -> "Page":
        """A page that holds nothing."""
        return cls(path=path, ids=frozenset(), links=(), requests=(), canonical="", blocks=(), text="")


def parse(root: Path, file: Path) -> Page:
    """A built page."""
    tree = LexborHTMLParser(file.read_bytes().decode("utf-8", "replace"))
    links = [node.attributes.get("href") or "" for node in tree.css("a[href], link[href], area[href]")]
    fetched = list(_fetched(tree))
    blocks = tuple(node.text(deep=True) for node in tree.css("[data-block]"))
    canonical = tree.css_first("link[rel=canonical]")
    ids = frozenset(node.id or "" for node in tree.css("[id]"))
    said = [node.attributes.get("content") or "" for node in tree.css("meta[content]")]
    said += [node.text(deep=True) for node in tree.css("title")]
    for node in tree.css("script, style, template"):
        node.decompose()
    return Page(
        path=file.relative_to(root).as_posix(),
        ids=ids,
        links=tuple(address for address in dict.fromkeys((*links, *fetched)) if not foreign(address)),
        requests=tuple(address for address in fetched if _foreign_host(address)),
        canonical=(canonical.attributes.get("href") or "") if canonical else "",
        blocks=blocks,
        text="\n".join([*said, tree.body.text(deep=True) if tree.body else ""]),
    )


def _fetched(tree: LexborHTMLParser) -> Iterator[str]:
    """Addresses that a browser fetches without being asked."""
    for node in tree.css(_FETCHING):
        told, tag = node.attributes, node.tag or ""
        for name in FETCHED.get(tag, ()):
            value = told.get(name) or ""
            yield from _candidates(value) if name == "srcset" else filter(None, (value,))
        if tag == "link":
            rel = told.get("rel") or ""
            if rel not in LINK_RELS and not rel.startswith("schema."):  # a schema is named, never fetched
                yield told.get("href") or ""
        elif tag == "meta":
            yield from _REFRESH.findall(told.get("content") or "")
        elif tag == "style":
            yield from style_requests(node.text(deep=True))
        yield from style_requests(told.get("style") or "")


def _candidates(srcset: str) -> list[str]:
    return [part.split()[0] for part in srcset.split(",") if part.strip()]


def style_requests(css: str) -> list[str]:
    """Addresses on other hosts in a style sheet."""
    return _STYLE.findall(css)


def _foreign_host(address: str) -> bool:
    return foreign(address) and urlsplit(address).scheme not in ("data", "blob", "javascript")


def foreign(address: str) -> bool:
    """Whether an address leads to another host or scheme."""
    if _PLAIN.fullmatch(address):
        return False
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc)


def target(page: str, address: str, base: str = "/") -> tuple[str, str]:
    """The file below site/ and the anchor an internal address leads to; `base` is the site's own path."""
    folder = page.rpartition("/")[0]
    while folder and address.startswith("../") and address[3:4] not in _STOPS:
        folder, address = folder.rpartition("/")[0], address[3:]  # one answer serves all folders beside it
    file, anchor = _led(folder, address, base)
    return file or page, anchor


@lru_cache(maxsize=1 << 16)
def _led(folder: str, address: str, base: str) -> tuple[str, str]:
    """The file that an address leads to from a folder, empty for the page itself; the anchor."""
    if _PLAIN.fullmatch(address):
        path, _, anchor = address.partition("#")
    else:
        parts = urlsplit(address)
        path, anchor = unquote(parts.path), unquote(parts.fragment)
    return _file(folder, path, base) if path else "", anchor


def _file(folder: str, path: str, base: str) -> str:
    """The file that a path leads to from a folder."""
    steps = [] if path.startswith("/") or not folder else folder.split("/")
    path = path.removeprefix(base)
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    file = "/".join(steps)
    name = steps[-1] if steps else ""
    is_file = "." in name or name.isupper()  # SHA256SUMS; addresses of pages are in small letters
    if path.endswith(("/", "..", ".")) or not is_file:
        file = f"{file}/index.html".lstrip("/")
    return file
