"""Small charts made when the site is: bars, one label that says it all, and the same as a table.

In: counts. Out: what a template prints. Nothing is drawn where nothing is known. A bar is an SVG that fills its place, so
that its length needs no style of its own.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape as escaped

from build_corpus.publish.html import Markup
from build_corpus.publish.listed import href
from build_corpus.publish.years import Year

GRADES = ("国家", "省", "市", "县", "区", "乡镇")
"""Levels of which one says 级."""
LEVELS = (*GRADES, "学校", "企业")
"""From the top down; others follow by their counts."""
YEARS_MAX = 40  # bars; a longer stretch is counted by tens of years
ROWS_MAX = 12  # bars of a chart whose values an editor may choose
TICKS = 8  # years named below a timeline
DENSE = 24  # columns; more have no numbers above them
UNKNOWN = "不详"

Counted = list[tuple[str, int]]
"""Label → speeches, in the order of the bars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Counts as bars and as rows of a table."""

    title: str
    """What is counted."""
    bars: Markup
    """HTML."""
    rows: Counted
    """Rows of the table, that of the unknown last."""


def by_year(dates: Iterable[str | None]) -> Chart | None:
    """Speeches by the year of their delivery; None where no date is known."""
    counts = Counter(date[:4] if date else None for date in dates)
    unknown = counts.pop(None, 0)
    if not counts:
        return None
    years = {int(year): count for year, count in counts.items() if year}
    step = 1 if max(years) - min(years) < YEARS_MAX else 10
    first, last = min(years) // step * step, max(years) // step * step
    tally = Counter(dict.fromkeys(range(first, last + 1, step), 0))
    for year, count in years.items():
        tally[year // step * step] += count
    name = "{} 年" if step == 1 else "{} 年代"
    counted = [(name.format(start), tally[start]) for start in sorted(tally)]
    bars = _columns(counted, [str(start) for start in sorted(tally)])
    rows = [(label, count) for label, count in counted if count]
    return _chart("按年", "years", bars, _with_unknown(rows, unknown))


def by_level(levels: Iterable[str | None]) -> Chart | None:
    """Speeches by level; None where no level is known."""
    counts = Counter(levels)
    unknown = counts.pop(None, 0)
    if not counts:
        return None
    order = {level: at for at, level in enumerate(LEVELS)}
    known = sorted(
        ((level, count) for level, count in counts.items() if level),
        key=lambda each: (order.get(each[0], len(LEVELS)), -each[1], each[0]),
    )
    rows = [(graded(level), count) for level, count in known[:ROWS_MAX]]
    rows = _with_unknown(rows, unknown + sum(count for _, count in known[ROWS_MAX:]))
    return _chart("按层级", "levels", _lines(rows), rows)


def graded(level: str) -> str:
    """What readers call a level, everywhere.

    >>> graded("县"), graded("学校")
    ('县级', '学校')
    """
    return f"{level}级" if level in GRADES else level


def _with_unknown(rows: Counted, unknown: int) -> Counted:
    return [*rows, (UNKNOWN, unknown)] if unknown else rows


# A bar is an empty drawing, for its size is an attribute: style attributes are refused by the policy of the pages.
def _chart(title: str, cls: str, bars: str, rows: Counted) -> Chart:
    said = "，".join(f"{label} {count} 篇" for label, count in rows)
    opening = f'<div class="bars {cls}" role="img" aria-label="{_one_line(f"{title}：{said}")}">'
    return Chart(title=title, bars=Markup(f"{opening}{bars}</div>"), rows=rows)


def _columns(counted: Counted, ticks: Sequence[str]) -> str:
    """A column for each year; the first and the last have their names below, and as many between as there is room for."""
    most = max(count for _, count in counted)
    every = max(1, -(-len(counted) // 5))
    named = {at for at in range(0, len(counted), every) if at + every <= len(counted)} | {len(counted) - 1}
    return "".join(
        f'<span title="{label} {count} 篇">{_column(count, most)}'
        f"<b>{ticks[at] if at in named else ''}</b></span>"
        for at, (label, count) in enumerate(counted)
    )


def _lines(rows: Counted) -> str:
    most = max(count for _, count in rows)
    return "".join(
        f"<span><b>{_one_line(label)}</b>{line(count, most)}<em>{count}</em></span>" for label, count in rows
    )


def timeline(years: Sequence[Year], page: str) -> Markup:
    """The years as columns that lead to their lists, from the first to the last, and below them what has no date.

    `years`: newest first; `page`: on which it stands. A long stretch is drawn without the years that have nothing.
    """
    dated = {int(year.stem): year for year in years if year.stem.isdigit()}
    most = max((year.count for year in dated.values()), default=0)
    span = range(min(dated), max(dated) + 1) if dated else range(0)
    shown = span if len(span) <= YEARS_MAX else sorted(dated)
    every = max(1, -(-len(shown) // TICKS))
    bars = "".join(
        _linked(dated[year], page, most, year if not at % every else None)
        if year in dated
        else f'<li class="gap" aria-hidden="true"><b>{year if not at % every else ""}</b></li>'
        for at, year in enumerate(shown)
    )
    cls = "timeline" + (" dense" if len(shown) > DENSE else "")
    other = "、".join(
        f'<a href="{href(page, _list_of(year))}">{year.short}</a>&nbsp;<small>{year.count}</small>'
        for year in years
        if not year.stem.isdigit()
    )
    chart = f'<ol class="{cls}" aria-label="按年">{bars}</ol>\n' if bars else ""
    return Markup(chart + (f'<p class="undated">讲话日期不详，网页发布于：{other}</p>' if other else ""))


def _linked(year: Year, page: str, most: int, tick: int | None) -> str:
    said = f"{year.name} {year.count} 篇"
    return (
        f'<li><a href="{href(page, _list_of(year))}" aria-label="{said}">'
        f"<em>{year.count}</em>{_column(year.count, most)}<b>{tick or ''}</b></a></li>"
    )


def _list_of(year: Year) -> str:
    return f"speeches/lists/{year.stem}.md"


def _column(count: int, most: int) -> str:
    """A standing bar."""
    share = _share(count, most)
    return f'<svg viewBox="0 0 1 100" preserveAspectRatio="none" aria-hidden="true"><rect y="{100 - share}" width="1" height="{share}"/></svg>'


def line(count: int, most: int) -> Markup:
    """A lying bar."""
    return Markup(
        '<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{_share(count, most)}" height="1"/></svg>'
    )


def _share(count: int, most: int) -> int:
    """Per cent of the longest bar; what is there at all can be seen."""
    return max(round(100 * count / most), 2) if count else 0


def _one_line(text: str) -> str:
    return escaped(" ".join(text.split()))
