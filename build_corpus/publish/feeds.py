"""Feeds of the newest speeches: of the corpus, of each theme, of each speaker and author; the page that lists them.

In: the site's tables. Out: (path below docs, text). A feed names pages by their whole address, so there is none
where the site's address is not known. A document without a posted date has no date in a feed: when a speech was
given does not say when a page appeared.
Source: RSS 2.0 and the profile of the RSS Advisory Board; JSON Feed 1.1.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from build_corpus.model import Annotated
from build_corpus.publish.markdown import front_matter
from build_corpus.publish.record import description_of
from build_corpus.publish.site import Site
from build_corpus.text import speech_id

FOLDER = "feeds/"
NEWEST = 50  # speeches in a feed
PEOPLE = {"speaker": "讲话人", "author": "作者"}
ENDINGS = {"xml": "application/rss+xml", "json": "application/feed+json"}
ZONE = "+0800"  # of the corpus: China has one
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FORBIDDEN = {
    code: None for code in (*range(0x20), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"
}  # in XML 1.0; controls beyond them are only discouraged


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A speech as every feed that holds it tells it."""

    id: str
    """The speech's id, which stays when the site moves."""
    address: str
    """Of its page."""
    title: str
    text: str
    """Its first sentences."""
    posted: str | None
    """`YYYY-MM-DD`, None where the day is not known."""
    by: str | None
    """Speaker, else author."""
    themes: tuple[str, ...]
    """Labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A list of speeches one can follow."""

    path: str
    """Below docs, without its ending."""
    title: str
    about: str
    """What is in it."""
    page: str
    """Address of the page that shows the same, below the site's."""
    items: tuple[Item, ...]
    """Newest first."""


def feeds(site: Site) -> Iterator[tuple[str, str]]:
    """Path below docs → text: each feed twice, and the page that lists them."""
    address = site.settings.site_url.rstrip("/")
    people = {field: _people(site, field) if address else {} for field in PEOPLE}
    if address:
        for feed in _feeds(site, people):
            yield f"{feed.path}.xml", _rss(feed, address, site.settings.language)
            yield f"{feed.path}.json", _json(feed, address, site.settings.language)
    front: dict[str, object] = {
        "title": "订阅",
        "description": "用 RSS 或 JSON Feed 订阅。",
        "hide": ["navigation", "toc"],
    }
    named = [
        (PEOPLE[field], {name: person_feed(field, name) for name in sorted(found)})
        for field, found in people.items()
        if found
    ]
    values = {"known": bool(address), "people": named, "newest": NEWEST}
    yield f"{FOLDER}index.md", site.render("feeds.md.j2", front=front_matter(front), **values)


def person_feed(field: str, name: str) -> str:
    """A speaker's or an author's feed below feeds/, without its ending: a hash, as names are no addresses."""
    return f"{field}s/{speech_id(name)}"


def _feeds(site: Site, people: Mapping[str, dict[str, list[Annotated]]]) -> Iterator[Feed]:
    title = site.settings.title
    items: dict[str, Item] = {}

    def listed(documents: Iterable[Annotated]) -> tuple[Item, ...]:
        newest = sorted(documents, key=_newness, reverse=True)[:NEWEST]
        for each in newest:
            items.setdefault(each.id, _item(site, each))
        return tuple(items[each.id] for each in newest)

    yield Feed(
        path=f"{FOLDER}all",
        title=title,
        about=site.settings.description,
        page="",
        items=listed(site.originals),
    )
    for theme in site.themes.values():
        yield Feed(
            path=f"{FOLDER}themes/{theme.id}",
            title=f"{theme.label} · {title}",
            about=f"论及“{theme.label}”的讲话。",
            page=f"themes/{theme.id}/",
            items=listed(document for document, _ in site.holders.get(theme.id, ())),
        )
    for field, name in ((field, name) for field, found in people.items() for name in found):
        yield Feed(
            path=f"{FOLDER}{person_feed(field, name)}",
            title=f"{name} · {title}",
            about=f"{PEOPLE[field]}是{name}的各篇。",
            page="speeches/",
            items=listed(people[field][name]),
        )


def _people(site: Site, field: str) -> dict[str, list[Annotated]]:
    """Speaker or author → speeches; only those of whom it is known."""
    found: dict[str, list[Annotated]] = {}
    for document in site.originals:
        name = document.speech.value(field)
        if name:
            found.setdefault(name, []).append(document)
    return found


def _newness(document: Annotated) -> tuple[str, str, str]:
    """Sorts speeches: by posted date, by delivery date where there is none, equal ones by id."""
    speech = document.speech
    return speech.posted or speech.date or "", speech.date or "", document.id


def _item(site: Site, document: Annotated) -> Item:
    speech = document.speech
    posted = [each.value for each in speech.dates if each.type == "posted" and each.precision == "day"]
    return Item(
        id=document.id,
        address=f"{site.settings.site_url.rstrip('/')}/speeches/{document.id}/",
        title=site.title(document),
        text=description_of(speech),
        posted=posted[0] if posted else None,
        by=speech.value("speaker") or speech.value("author"),
        themes=tuple(site.theme(score.theme).label for score in document.themes),
    )


# ---------------------------------------------------------------- RSS


def _rss(feed: Feed, address: str, language: str) -> str:
    root = Element("rss", {"version": "2.0"})
    root.set("xmlns:atom", "http://www.w3.org/2005/Atom")
    root.set("xmlns:dc", "http://purl.org/dc/elements/1.1/")
    channel = SubElement(root, "channel")
    _put(channel, "title", feed.title)
    _put(channel, "link", f"{address}/{feed.page}")
    _put(channel, "description", feed.about)
    _put(channel, "language", language)
    own = {"href": f"{address}/{feed.path}.xml", "rel": "self", "type": ENDINGS["xml"]}
    SubElement(channel, "atom:link", own)
    for item in feed.items:
        _rss_item(channel, item)
    indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _rss_item(channel: Element, item: Item) -> None:
    node = SubElement(channel, "item")
    _put(node, "title", item.title)
    _put(node, "link", item.address)
    _put(node, "description", escape(item.text, quote=False))  # readers take it for HTML
    if item.by:
        _put(node, "dc:creator", item.by)
    for theme in item.themes:
        _put(node, "category", theme)
    _put(node, "guid", item.id).set("isPermaLink", "false")
    if item.posted:
        _put(node, "pubDate", rfc822(item.posted))


def _put(parent: Element, name: str, text: str) -> Element:
    node = SubElement(parent, name)
    node.text = text.translate(_FORBIDDEN)
    return node


def rfc822(day: str) -> str:
    """A day as mail writes it, at its first moment in China. Source: RFC 822 with the year of RFC 1123.

    >>> rfc822("2019-04-26")
    'Fri, 26 Apr 2019 00:00:00 +0800'
    """
    known = date.fromisoformat(day)
    month = _MONTHS[known.month - 1]
    return f"{_DAYS[known.weekday()]}, {known.day:02} {month} {known.year:04} 00:00:00 {ZONE}"


# ---------------------------------------------------------------- JSON Feed


def _json(feed: Feed, address: str, language: str) -> str:
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": f"{address}/{feed.page}",
        "feed_url": f"{address}/{feed.path}.json",
        "description": feed.about,
        "language": language,
        "items": [_json_item(item) for item in feed.items],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _json_item(item: Item) -> dict[str, object]:
    told: dict[str, object] = {"id": item.id, "url": item.address, "title": item.title}
    told["content_text"] = item.text
    if item.posted:
        told["date_published"] = f"{item.posted}T00:00:00+08:00"
    if item.by:
        told["authors"] = [{"name": item.by}]
    if item.themes:
        told["tags"] = list(item.themes)
    return told
