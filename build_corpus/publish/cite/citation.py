"""A record becomes a citation: which type, whose name, which day is whose."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Type = Literal["article-journal", "article-newspaper", "report", "speech", "webpage"]
"""A type of CSL 1.0.2."""
PERIODICALS = ("article-journal", "article-newspaper")

_WHITE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_NAMES = re.compile(r"[、；;，]|,(?=\s*[\u4e00-\u9fff])")  # no comma of “Smith, John”
_MARKED = re.compile(r"《([^《》]+)》")
_PAPER = re.compile(r"报(?:海外版|社)?$")
_JOURNAL = re.compile(r"(?:杂志社?|[学月周旬季期]刊|[学公画简通]报)$")
_SITE = re.compile(
    r"(?:网|网站|在线|公众号|微信|微博|客户端|博客|频道|平台|门户)$|\.(?:com|net|org|cn)\b", re.IGNORECASE
)
_DASHES = "—–-－:： "


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What is cited. Texts are single lines; days are ISO 8601, as exact as they are known."""

    id: str
    """The document's id."""
    type: Type
    """By where it was published."""
    title: str | None
    """With its subtitle."""
    authors: tuple[str, ...]
    """Who spoke, else who wrote; names as they stand in the source."""
    container: str | None
    """The paper, journal or site it stood in."""
    publisher: str | None
    """A body that is named as the source and is neither."""
    section: str | None
    """The column of that paper, journal or site."""
    issued: str | None
    """When it was published: a web page, the day it was posted; a speech or report that no publication is known of, the
    day it was given. None for a periodical, whose issue no record knows."""
    available: str | None
    """When a periodical's text was posted on the web."""
    delivered: str | None
    """When it was given, where `issued` does not say it."""
    event: str | None
    """Where it was given: the occasion."""
    place: str | None
    """The occasion's place."""
    url: str | None
    """Where a reader finds it: this site's page, else the page it was taken from."""
    original: str | None
    """The page it was taken from, where `url` is another."""
    language: str
    """BCP 47."""


def cited(facts: Mapping[str, object], address: str = "") -> Citation:
    """The citation of a document. `facts`: its record; `address`: of its page, empty where the site's is not known."""
    said = {key: _line(value) for key, value in facts.items() if isinstance(value, str)}
    days = dict(_days(facts))
    source = facts["source"]
    original = _line(source["url"]) if isinstance(source, Mapping) and isinstance(source["url"], str) else ""
    name = said.get("publication", "")
    kind = _type(said, days, name, original)
    container = name.replace("《", "").replace("》", "") if _is_container(name) else ""
    own = kind in ("speech", "report")
    spoken = said["kind"] == "speech"
    return Citation(
        id=said["id"],
        type=kind,
        title="：".join(filter(None, (said.get("title", ""), said.get("subtitle", "").lstrip(_DASHES))))
        or None,
        authors=tuple(_authors(said)),
        container=container or None,
        publisher=None if container else name or None,
        section=said.get("column") or None,
        issued=days.get("delivered") if own else None if kind in PERIODICALS else days.get("posted"),
        available=days.get("posted") if kind in PERIODICALS else None,
        delivered=None if own else days.get("delivered"),
        event=said.get("occasion") or None,
        place=(said.get("place") or None) if spoken else None,
        url=address or original or None,
        original=original if address and original else None,
        language=said["lang"],
    )


def _line(text: str) -> str:
    """A value as one line without control characters."""
    return _WHITE.sub(" ", text).strip()


def _days(facts: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """(type, day) of every date, the first of a type last, so that it wins."""
    dates = facts["dates"]
    for date in reversed(dates) if isinstance(dates, list) else ():
        yield str(date["type"]), str(date["value"])


def _authors(said: Mapping[str, str]) -> Iterator[str]:
    names = _NAMES.split(said.get("speaker") or said.get("author") or "")
    return (name.strip() for name in names if name.strip())


def _type(said: Mapping[str, str], days: Mapping[str, str], name: str, url: str) -> Type:
    """By where the text was published; a web page where nothing else is known, for that is what a reader sees.

    >>> _type({"kind": "speech"}, {}, "《求是》", ""), _type({"kind": "speech"}, {}, "某某日报", "")
    ('article-journal', 'article-newspaper')
    >>> _type({"kind": "speech"}, {"delivered": "2019"}, "", ""), _type({"kind": "speech"}, {"posted": "2019"}, "", "")
    ('speech', 'webpage')
    """
    periodical = _periodical(name)
    if periodical:
        return periodical
    if url or "posted" in days or _SITE.search(name):
        return "webpage"
    if said["kind"] == "report":
        return "report"
    spoken = said["kind"] == "speech" and ("delivered" in days or said.get("occasion"))
    return "speech" if spoken else "webpage"


def _periodical(name: str) -> Type | None:
    """Paper or journal, by its title marks and the last word of its name; None for anything else."""
    marked = _MARKED.search(name)
    title = marked[1] if marked else name
    if _SITE.search(name) and not title.endswith("报"):
        return None
    if marked and _SITE.search(name[marked.end() :]):
        return None
    if _JOURNAL.search(title):
        return "article-journal"
    if _PAPER.search(title):
        return "article-newspaper"
    return "article-journal" if marked else None


def _is_container(name: str) -> bool:
    return bool(name and (_periodical(name) or _SITE.search(name)))
