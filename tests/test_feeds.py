"""Feeds: a reader of feeds reads them, they name what the site has, and no date is invented.

In: small corpora made here. feedparser reads RSS as a stranger would.
"""

import json
import re
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from helpers import ALONE, PROSE, annotated_of, pages_of, source_of
from sites import SPEECH, make_project

from build_corpus.config import Settings
from build_corpus.knowledge import built_in
from build_corpus.model import Sidecar
from build_corpus.publish.feeds import NEWEST, rfc822
from build_corpus.relate import relate

BASE = "https://example.org/jianghua"
THEME = "各级党组织要落实“三会一课”制度，开好民主生活会和组织生活会，党员领导干部要带头参加双重组织生活。"


def made_of(*given: tuple[str, dict[str, str]], address: str = BASE) -> dict[str, str]:
    """Every generated file of a corpus of (text, metadata), named s1, s2 and so on."""
    settings = Settings(title="试验集", description="试验用的几篇讲话。", site_url=address)
    documents = [
        annotated_of(source_of(text, f"s{at}.txt", Sidecar(metadata=metadata)), ALONE)
        for at, (text, metadata) in enumerate(given, 1)
    ]
    return pages_of(relate(documents, built_in(), 6), settings=settings)


def text(number: int) -> str:
    return f"在第{number}次会议上的讲话\n{THEME}{'今年' * (number % 7)}这是第{number}次讲这件事，说的是{number}个村的安排。{PROSE}\n"


def parsed(files: dict[str, str], path: str) -> Any:  # noqa: ANN401 - feedparser ships no types
    feed = feedparser.parse(files[path].encode("utf-8"))
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def feed_paths(files: dict[str, str], ending: str) -> list[str]:
    return [path for path in files if path.startswith("feeds/") and path.endswith(ending)]


FEW = [
    (text(1), {"posted": "2019-04-26", "speaker": "王小明"}),
    (text(2), {"date": "2021-03", "speaker": "李小红"}),
    (text(3), {"posted": "2020-05", "date": "2018-01-02", "author": "王小明"}),
    (text(4), {}),
]


def test_a_feed_reader_reads_every_feed() -> None:
    """Well-formed RSS 2.0 with a title, an address, a language and a reference to itself, of corpus, themes, speakers, authors."""
    files = made_of(*FEW)
    paths = feed_paths(files, ".xml")
    assert len(paths) == 1 + len(built_in().vocabulary.concepts) + 2 + 1
    for path in paths:
        feed = parsed(files, path)
        assert feed.version == "rss20"
        assert feed.feed.title
        assert feed.feed.language == "zh-Hans"
        assert {link.rel: link.href for link in feed.feed.links}["self"] == f"{BASE}/{path}"
        for entry in feed.entries:
            assert entry.link == f"{BASE}/speeches/{entry.id}/"
            assert entry.title
            assert entry.summary
            assert not entry.guidislink


def test_json_feeds_say_the_same() -> None:
    """JSON Feed 1.1: the same items in the same order, with what the specification requires and no empty value."""
    files = made_of(*FEW)
    for path in feed_paths(files, ".json"):
        told = json.loads(files[path])
        assert told["version"] == "https://jsonfeed.org/version/1.1"
        assert told["feed_url"] == f"{BASE}/{path}"
        assert told["title"]
        entries = parsed(files, path.replace(".json", ".xml")).entries
        assert [item["id"] for item in told["items"]] == [entry.id for entry in entries]
        for item in told["items"]:
            assert all(item.values())
            assert item["content_text"]
            assert item["url"].startswith(f"{BASE}/speeches/")
            assert set(item) <= {
                *("id", "url", "title", "content_text"),
                *("date_published", "authors", "tags"),
            }


def test_newest_come_first() -> None:
    """By posted date, by delivery date where there is none, undated ones last."""
    ids = [entry.id for entry in parsed(made_of(*FEW), "feeds/all.xml").entries]
    assert ids == ["s2", "s3", "s1", "s4"]


def test_only_posted_days_are_dates() -> None:
    """A delivery date, a posted month or none at all gives no date: the day a page appeared is not known."""
    files = made_of(*FEW)
    dates = {entry.id: entry.get("published") for entry in parsed(files, "feeds/all.xml").entries}
    assert dates == {"s1": "Fri, 26 Apr 2019 00:00:00 +0800", "s2": None, "s3": None, "s4": None}
    (dated,) = [item for item in json.loads(files["feeds/all.json"])["items"] if "date_published" in item]
    assert dated["date_published"] == "2019-04-26T00:00:00+08:00"
    assert "lastBuildDate" not in files["feeds/all.xml"]


def test_feeds_are_capped() -> None:
    """A feed holds the newest fifty, however many there are."""
    given = [(text(n), {"posted": f"2019-{n // 28 + 1:02}-{n % 28 + 1:02}"}) for n in range(1, NEWEST + 4)]
    entries = parsed(made_of(*given), "feeds/all.xml").entries
    assert len(entries) == NEWEST
    dates = [entry.published_parsed for entry in entries]
    assert dates == sorted(dates, reverse=True)
    assert entries[0].id == f"s{NEWEST + 3}"


def test_feeds_of_themes_and_speakers_are_capped() -> None:
    """So do those of a theme and of a speaker."""
    given = [(text(n), {"speaker": "王小明", "date": f"20{n % 20:02}"}) for n in range(1, NEWEST + 4)]
    files = made_of(*given)
    counts = {path: len(parsed(files, path).entries) for path in feed_paths(files, ".xml")}
    assert max(counts.values()) == NEWEST
    assert [count for path, count in counts.items() if "/speakers/" in path] == [NEWEST]
    assert NEWEST in [count for path, count in counts.items() if "/themes/" in path]


def test_feeds_are_valid() -> None:
    """RSS 2.0: what a channel and an item must have, ids used once, days as mail writes them, whole addresses. JSON Feed 1.1: types."""
    files = made_of(*FEW)
    for path in feed_paths(files, ".xml"):
        root = ET.fromstring(files[path])  # noqa: S314 - written here
        (channel,) = root
        assert (root.tag, root.attrib["version"], channel.tag) == ("rss", "2.0", "channel")
        assert all(channel.findtext(name) for name in ("title", "link", "description"))
        ids = [item.findtext("guid") for item in channel.findall("item")]
        assert len(set(ids)) == len(ids)
        for item in channel.findall("item"):
            assert item.findtext("title")
            assert str(item.findtext("link")).startswith(f"{BASE}/")
            day = item.findtext("pubDate")
            assert day is None or parsedate_to_datetime(day).tzinfo is not None
    for path in feed_paths(files, ".json"):
        told = json.loads(files[path])
        for address in (told["home_page_url"], told["feed_url"]):
            assert address.startswith(f"{BASE}/")
        for item in told["items"]:
            assert all(isinstance(item[key], str) for key in ("id", "url", "title", "content_text"))
            assert all(isinstance(tag, str) for tag in item.get("tags", []))
            assert all(set(author) == {"name"} for author in item.get("authors", []))


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("speaker", {"王小明 · 试验集": ["s1"], "李小红 · 试验集": ["s2"]}),
        ("author", {"王小明 · 试验集": ["s3"]}),
    ],
)
def test_people_have_feeds_at_plain_addresses(field: str, wanted: dict[str, list[str]]) -> None:
    """Speakers and authors apart, also of one name; an address of ASCII that stays; the page lists them."""
    files = made_of(*FEW)
    paths = [path for path in feed_paths(files, ".xml") if f"/{field}s/" in path]
    assert all(re.fullmatch(rf"feeds/{field}s/[a-z0-9-]+\.xml", path) for path in paths)
    held = {parsed(files, path).feed.title: [e.id for e in parsed(files, path).entries] for path in paths}
    assert held == wanted
    for path in paths:
        assert f"]({path.removeprefix('feeds/')})" in files["feeds/index.md"]


def test_themes_have_feeds() -> None:
    """A theme's feed holds the speeches that treat it; the page links those of themes that have some."""
    files = made_of(*FEW)
    held = [path for path in feed_paths(files, ".xml") if "/themes/" in path and parsed(files, path).entries]
    assert held
    for path in held:
        assert f"]({path.removeprefix('feeds/')})" in files["feeds/index.md"]


def test_without_an_address_there_are_none() -> None:
    """Links of a feed are whole; a site that does not know where it will stand makes none, and says so in words for readers."""
    files = made_of(*FEW, address="")
    assert [path for path in files if path.startswith("feeds/")] == ["feeds/index.md"]
    assert "暂时不能订阅" in files["feeds/index.md"]
    assert "](../speeches/index.md)" in files["feeds/index.md"]


def test_hostile_words_stay_words() -> None:
    """Markup in a title or a text reaches a reader as the words it is; characters XML forbids are left out."""
    title, body = "<script>alert(1)</script> & ]]>的讲话", f"<img src=x onerror=alert(1)>{PROSE}"
    files = made_of((f"第一次会议上的讲话\n{body}\n", {"title": f"{title}\x0b", "posted": "2019-04-26"}))
    raw = files["feeds/all.xml"]
    assert "<script" not in raw
    assert "<img" not in raw
    assert "&lt;img" not in raw  # unescaped once, a description must still not be markup
    (entry,) = parsed(files, "feeds/all.xml").entries
    assert "&lt;img src=x" in entry.summary
    (item,) = json.loads(files["feeds/all.json"])["items"]
    assert item["content_text"].startswith("<img src=x")


@pytest.mark.parametrize("day", ["2019-04-26", "1949-10-01", "2024-02-29"])
def test_days_as_mail_writes_them(day: str) -> None:
    """The standard library reads the day back."""
    assert parsedate_to_datetime(rfc822(day)).isoformat() == f"{day}T00:00:00+08:00"


def test_pages_name_their_feeds(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Home and themes say in their head where their feeds are, in a site that has them; the check finds the files."""
    project = make_project(tmp_path_factory.mktemp("feeds"), {"a.txt": SPEECH})
    result = project.run("site", SITE_URL=f"{BASE}/")
    assert result.returncode == 0, result.stderr + result.stdout
    theme = built_in().vocabulary.concepts[0].id
    for page, path in {"": "feeds/all", f"themes/{theme}/": f"feeds/themes/{theme}"}.items():
        links = project.html(f"{page}index.html").css("link[rel=alternate]")
        kinds = {link.attributes["type"]: str(link.attributes["href"]) for link in links}
        assert kinds["application/rss+xml"].endswith(f"{path}.xml")
        assert kinds["application/feed+json"].endswith(f"{path}.json")
    assert (project.site / "feeds" / "all.xml").is_file()
    speech = project.html("speeches/a/index.html")
    assert not speech.css("link[rel=alternate]")
    for page in ("", "speeches/a/", "themes/", "about/"):
        assert "feeds/" in str(project.html(f"{page}index.html").css_first("footer a").attributes["href"])
