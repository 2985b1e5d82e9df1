"""How much there is of a theme, year by year: the page 趋势, and the numbers that its script needs for any term.

A year is that of a delivery date; speeches without one stand in a column of their own. Versions of other speeches do not
count, so that what was reprinted often weighs no more. What is drawn here, the script draws in the same way for others.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from build_corpus.publish.briefs import lengths, scores
from build_corpus.publish.charts import line
from build_corpus.publish.derived import shared
from build_corpus.publish.html import Markup, escape
from build_corpus.publish.lazy import Lazy
from build_corpus.publish.markdown import front_matter
from build_corpus.publish.record import json_line
from build_corpus.publish.site import Site

SCHEMA = 1
DATA = "data/trends.json"
LEADING = 6  # themes drawn where nobody has asked for others
PER = 10_000  # 字
FEW = 10_000  # 字 of a year; with fewer a single paragraph moves its number
NONE = ""
"""The year of what has no delivery date."""

# A panel in units of its drawing. trends.js draws with the same numbers.
WIDTH, HIGH, HEAD, FOOT = 340, 92, 18, 20
ASIDE = 34  # width of the column without a date
BAR_MAX = 26
TICK_ROOM = 44  # between two years that are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What a year holds."""

    speeches: int
    """Speeches delivered then."""
    chars: int
    """字 of their bodies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One theme over the years."""

    id: str
    """Theme id."""
    label: str
    """What readers call it."""
    paragraphs: Mapping[str, int]
    """Year → paragraphs that treat it; no entry where there is none."""
    speeches: Mapping[str, int]
    """Year → speeches that treat it."""


def trends(site: Site) -> Iterator[tuple[str, Lazy]]:
    """Path below docs → text."""
    yield DATA, Lazy(site, _numbers)
    yield "trends.md", Lazy(site, _page)


def _numbers(site: Site) -> str:
    return json_line(_data(totals_of(site), series_of(site)))


def _page(site: Site) -> str:
    totals, series = totals_of(site), series_of(site)
    years = sorted(year for year in totals if year)
    leading = sorted(series, key=lambda each: -_amount(each, years))[:LEADING]
    most = max((rate(n, totals[year]) for each in leading for year, n in each.paragraphs.items()), default=0)
    return site.render(
        "trends.md.j2",
        front=front_matter(
            {
                "title": "趋势",
                "description": "一个词或主题逐年有多少：处数，每万字多少。",
                "template": "trends.html",
                "hide": ["navigation", "toc"],
            }
        ),
        years=years,
        undated=totals.get(NONE),
        speeches=sum(each.speeches for each in totals.values()),
        panels=[(each, panel(each, totals, most)) for each in leading] if years else [],
        lines=[] if years else [(each, *_cell(each, NONE, totals[NONE])) for each in leading],
        line=line,
        rows=[
            (_named(year), totals[year], [_cell(each, year, totals[year]) for each in leading])
            for year in [*years, *([NONE] if NONE in totals else [])]
        ],
    )


def _amount(series: Series, years: Sequence[str]) -> int:
    """Paragraphs in these years; all of them where there are no years."""
    return sum(series.paragraphs.get(year, 0) for year in years or (NONE,))


@shared
def totals_of(site: Site) -> dict[str, Total]:
    """Year → what it holds; NONE for what has no delivery date."""
    speeches: Counter[str] = Counter()
    chars: Counter[str] = Counter()
    known = lengths(site).whole
    for name, year in _years(site).items():
        speeches[year] += 1
        chars[year] += known[name][0]
    return {year: Total(speeches=speeches[year], chars=chars[year]) for year in sorted(speeches)}


@shared
def series_of(site: Site) -> list[Series]:
    """Every theme that some speech treats, those treated most first."""
    paragraphs: dict[str, Counter[str]] = defaultdict(Counter)
    speeches: dict[str, Counter[str]] = defaultdict(Counter)
    known, themes_of = scores(site).whole, site.themes_of
    for name, year in _years(site).items():
        for theme, (_, count) in zip(themes_of[name], known[name], strict=True):
            paragraphs[theme][year] += count
            speeches[theme][year] += 1
    return [
        Series(id=theme.id, label=theme.label, paragraphs=paragraphs[theme.id], speeches=speeches[theme.id])
        for theme in site.leading
    ]


@shared
def _years(site: Site) -> Mapping[str, str]:
    """Speech that is no version → the year of its delivery, or NONE."""
    briefs = site.briefs
    return {name: (briefs[name].date or NONE)[:4] for name in site.themes_of}


def rate(count: int, total: Total) -> float:
    """How many there are in PER 字; 0 where there is no 字.

    >>> rate(3, Total(speeches=2, chars=12_000))
    2.5
    """
    return count * PER / total.chars if total.chars else 0.0


def _data(totals: Mapping[str, Total], series: Sequence[Series]) -> dict[str, object]:
    """What the script reads: years as [year, speeches, 字], themes as [id, label, [[year, paragraphs, speeches] …]]."""
    return {
        "schema": SCHEMA,
        "years": [[year, each.speeches, each.chars] for year, each in totals.items()],
        "themes": [
            [
                each.id,
                each.label,
                [[year, n, each.speeches[year]] for year, n in sorted(each.paragraphs.items())],
            ]
            for each in series
        ],
    }


def _named(year: str) -> str:
    return year or "日期不详"


def _cell(series: Series, year: str, total: Total) -> tuple[int, str]:
    count = series.paragraphs.get(year, 0)
    return count, f"{rate(count, total):.2f}"


# ---------------------------------------------------------------- drawing


def panel(series: Series, totals: Mapping[str, Total], most: float) -> Markup:
    """One theme as columns, a year each. `most`: what the highest column of all panels stands for.

    A year in which the corpus has no speech has no ground line; a year with speeches and nothing of the theme has.
    """
    years = sorted(int(year) for year in totals if year)
    span = range(years[0], years[-1] + 1) if years else range(0)
    room = WIDTH - (ASIDE + 12 if NONE in totals else 0)
    step = room / len(span) if span else 0
    parts = [
        f'<text class="most" x="0" y="{HEAD - 7}">{most:.2f}</text>',
        f'<path class="top" d="M0 {HEAD}H{WIDTH}"/>',
    ]
    for at, year in enumerate(span):
        if str(year) in totals:
            parts.append(_column(series, str(year), totals[str(year)], (at * step, step, most)))
    every = max(1, round(TICK_ROOM / step + 0.499)) if step else 1
    middles = [(year, round((at + 0.5) * step, 1)) for at, year in enumerate(span) if at % every == 0]
    parts += [
        f'<text class="tick" x="{max(x, 14)}" y="{HEAD + HIGH + 15}" text-anchor="middle">{year}</text>'
        for year, x in middles
    ]
    if NONE in totals:
        parts.append(_column(series, NONE, totals[NONE], (WIDTH - ASIDE, ASIDE, most)))
        x = WIDTH - ASIDE / 2
        parts.append(f'<text class="tick" x="{x}" y="{HEAD + HIGH + 15}" text-anchor="middle">不详</text>')
    size = f"{WIDTH} {HEAD + HIGH + FOOT}"
    said = escape(f"{series.label}：每万字多少段，逐年；数字见下表")
    return Markup(
        f'<svg class="panel" viewBox="0 0 {size}" role="img" aria-label="{said}">{"".join(parts)}</svg>'
    )


def _column(series: Series, year: str, total: Total, place: tuple[float, float, float]) -> str:
    """The ground line of a year and what stands on it. `place`: left edge, width, what the highest column stands for."""
    left, step, most = place
    count = series.paragraphs.get(year, 0)
    value = rate(count, total)
    high = round(max(HIGH * value / most, 1) if value and most else 0, 1)
    wide = min(BAR_MAX, step * 0.72)
    cls = "none" if not year else "few" if total.chars < FEW else "bar"
    said = f"{_named(year)}：{count} 段，每万字 {value:.2f} 段（{total.speeches} 篇，{total.chars:,} 字）"
    ground = f"M{round(left + step * 0.06, 1)} {HEAD + HIGH}h{round(step * 0.88, 1)}"
    bar = (
        f'<rect class="{cls}" x="{round(left + (step - wide) / 2, 1)}" y="{round(HEAD + HIGH - high, 1)}" '
        f'width="{round(wide, 1)}" height="{high}"/>'
    )
    return f'<g><title>{said}</title><path class="ground" d="{ground}"/>{bar if high else ""}</g>'
