"""What the page of a speech states of it: facts at its head, sources at its end. What is unknown is left out."""

from collections.abc import Mapping

from build_corpus.model import Annotated, Speech
from build_corpus.publish.briefs import FACETS
from build_corpus.publish.browse import slug
from build_corpus.publish.derived import kept
from build_corpus.publish.html import Markup
from build_corpus.publish.offers import shown
from build_corpus.publish.origin import address_of
from build_corpus.publish.record import body_characters
from build_corpus.publish.site import Site

PACE = 500  # 字 a minute: what 《义务教育语文课程标准》 asks of pupils of 13 to 15 who read modern prose to themselves
FACTS = {
    "speaker": "讲话人",
    "author": "作者",
    "role": "职务",
    "occasion": "场合",
    "publication": "出处",
    "column": "栏目",
    "place": "地点",
    "level": "层级",
}

FIELD_NAMES = {**FACTS, "year": "年份", "month": "月份", "province": "省份", "title": "标题", "date": "日期"}
CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}

Fact = tuple[str, str]
"""Name, value."""
Listed = tuple[str, str, str | None]
"""Name, value, where all speeches with this value are listed: file below docs, with its anchor."""


def head_of(site: Site, speech: Speech) -> list[Listed]:
    """What the head of the page says: kind, who, where, when, how long."""
    values = {field: speech.value(field) for field in FACTS}
    said = [("kind", "类型", speech.kind), *((field, FACTS[field], value) for field, value in values.items())]
    known = [
        (name, shown((field, value)), _listed(site, field, value)) for field, name, value in said if value
    ]
    more = (*_dates(speech), ("篇幅", _length(body_characters(speech))))
    return [*known, *((name, value, None) for name, value in more)]


def _listed(site: Site, field: str, value: str) -> str | None:
    return lists(site).get(f"{field}/{slug(value)}") if field in FACETS else None


@kept()
def lists(site: Site) -> Mapping[str, str]:
    """Facet and value as an address has it → where the speeches with this value are listed.

    A page that leads to one list depends on where that stands, and on nothing else of the corpus.
    """
    keys = [key for key in site.browse.sections if len(key) == 1]
    return {f"{facet}/{slug(value)}": site.browse.place(((facet, value),)) for ((facet, value),) in keys}


def sources_of(site: Site, document: Annotated) -> list[Fact]:
    """Where the text comes from: its file, its dates, and the page's address where the site's is known."""
    url = site.settings.site_url
    address = Markup('<span class="hash address">{}</span>').format(f"{url}speeches/{document.id}/")
    stated = [("地址", address)] if url else []
    page = address_of(document.speech)
    return [
        ("底稿", document.speech.file),
        *([("原网页", page)] if page else []),
        *_dates(document.speech),
        *stated,
    ]


def inferred_of(speech: Speech) -> list[tuple[str, str, str, str]]:
    """What an editor inferred, as (name, value, how sure, why)."""
    return [
        (FIELD_NAMES.get(fact.field, fact.field), fact.value, CONFIDENCE[fact.confidence], fact.evidence)
        for fact in speech.source.sidecar.inferred
    ]


def _dates(speech: Speech) -> list[Fact]:
    dates = (("讲话日期", speech.date), ("发布日期", speech.posted))
    return [(name, value) for name, value in dates if value]


def _length(chars: int) -> str:
    """How long a speech is, in 字 and in minutes of reading.

    >>> _length(3272), _length(12)
    ('3272 字，约 7 分钟', '12 字，约 1 分钟')
    """
    return f"{chars} 字，约 {max(1, (chars + PACE // 2) // PACE)} 分钟"
