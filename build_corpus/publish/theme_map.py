"""The leading themes as a map: which of them speeches treat together more often than by chance.

In: counts of pairs. Out: an SVG with a link on each theme, and the same as rows of a table. Places come from whole
numbers, the four operations and square roots alone, so that every machine draws the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from build_corpus.model import Theme
from build_corpus.publish.html import Markup, escape
from build_corpus.publish.listed import href, listed_front
from build_corpus.publish.placed import counts
from build_corpus.publish.site import Site
from build_corpus.publish.together import TOGETHER_MIN, Pair, Together

CANDIDATES = 60  # most frequent themes that may stand on the map
NODES = 36  # that do, at most; those that go with others more often than by chance
LINES = 3  # strongest ties of each theme that are drawn
LIFT = 1.2  # times as often as by chance; below it a tie says little; guessed
ROUNDS = 40  # of exchanges at most; twenty were enough for 10,000 speeches
PAGE = "themes/map.md"

WIDTH, STEP, MARGIN = 860, 27, 24  # of the drawing: its width, between two names, above the first
REACH = 250  # from the middle to the outermost theme
LABEL = 10  # 字 of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two themes that go together."""

    ends: tuple[str, str]
    """Theme ids."""
    shared: int
    """Speeches that treat both."""
    weight: int
    """How far that is above chance: a thousandth of (shared - expected) / √expected."""


def map_page(site: Site) -> str:
    """Markdown of the page."""
    found = ties(site.together)
    order = around(found)
    own = {theme: site.count(theme) for theme in order}
    beside: dict[str, list[tuple[Theme, int]]] = {theme: [] for theme in order}
    for tie in sorted(found, key=lambda tie: (-tie.weight, tie.ends)):
        for one, other in (tie.ends, tie.ends[::-1]):
            beside[one].append((site.theme(other), tie.shared))
    ranked = sorted(order, key=lambda theme: (-own[theme], theme))
    return site.render(
        "theme-map.md.j2",
        front=listed_front("主题图"),
        drawing=_drawing(site, order, found, beside) if order else None,
        rows=[(site.theme(theme), own[theme], beside[theme]) for theme in ranked],
        lines=len(found),
    )


def ties(together: Together) -> list[Tie]:
    """The ties that are drawn: of each theme on the map its strongest ones."""
    frequent = {together.themes[at] for at in together.frequent(CANDIDATES)}
    telling = [_tie(pair) for pair in together.pairs() if _tells(pair) and {pair.one, pair.other} <= frequent]
    tied = {theme for tie in telling for theme in tie.ends}
    own = dict(zip(together.themes, together.counts.diagonal().tolist(), strict=True))
    chosen = set(sorted(tied, key=lambda theme: (-own[theme], theme))[:NODES])
    best: dict[str, int] = {}
    kept = []
    for tie in sorted(telling, key=lambda tie: (-tie.weight, tie.ends)):
        if chosen.issuperset(tie.ends) and any(best.get(theme, 0) < LINES for theme in tie.ends):
            kept.append(tie)
            for theme in tie.ends:
                best[theme] = best.get(theme, 0) + 1
    return kept


def _tells(pair: Pair) -> bool:
    return pair.shared >= TOGETHER_MIN and pair.shared >= LIFT * pair.expected


def _tie(pair: Pair) -> Tie:
    weight = round(1000 * (pair.shared - pair.expected) / sqrt(pair.expected))
    return Tie(ends=(pair.one, pair.other), shared=pair.shared, weight=weight)


# ---------------------------------------------------------------- places


def around(found: Sequence[Tie]) -> list[str]:
    """The themes in a circle, those near each other that go together.

    Two themes change places as long as that makes the ties shorter in all, each by its weight.
    """
    order = sorted({theme for tie in found for theme in tie.ends})
    near: dict[str, list[tuple[str, int]]] = {theme: [] for theme in order}
    for tie in found:
        one, other = tie.ends
        near[one].append((other, tie.weight))
        near[other].append((one, tie.weight))
    places = {theme: at for at, theme in enumerate(order)}
    for _ in range(ROUNDS):
        if not any([_exchanged(one, other, places, near) for one, other in combinations(order, 2)]):  # noqa: C419 - every pair is tried
            break
    return sorted(places, key=places.__getitem__)


def _exchanged(
    one: str, other: str, places: dict[str, int], near: Mapping[str, Sequence[tuple[str, int]]]
) -> bool:
    """Exchanges two themes where that makes their ties shorter."""

    def length() -> int:
        return sum(
            _way(places[each], places[to], len(places)) * weight
            for each in (one, other)
            for to, weight in near[each]
        )

    before = length()
    places[one], places[other] = places[other], places[one]
    if length() < before:
        return True
    places[one], places[other] = places[other], places[one]
    return False


def _way(one: int, other: int, size: int) -> int:
    """Steps round the circle."""
    return min((one - other) % size, (other - one) % size)


def spots(size: int) -> tuple[list[tuple[float, float]], int]:
    """A place for each of `size` themes, clockwise, and the height of the drawing.

    Half of them stand on the right, half on the left, one below the other at equal steps, so that every name has a line.
    """
    right = (size + 1) // 2
    height = 2 * MARGIN + right * STEP
    sides = [(1, right)] + ([(-1, size - right)] if size > right else [])
    found = []
    for sign, count in sides:
        rows = range(count) if sign > 0 else reversed(range(count))
        for row in rows:
            y = height / 2 + (row - (count - 1) / 2) * STEP
            slope = (y - height / 2) / (height / 2)
            found.append((round(WIDTH / 2 + sign * REACH * sqrt(1 - slope * slope), 1), round(y, 1)))
    return found, height


# ---------------------------------------------------------------- drawing


def _drawing(
    site: Site, order: Sequence[str], found: Sequence[Tie], beside: Mapping[str, Sequence[tuple[Theme, int]]]
) -> Markup:
    places, height = spots(len(order))
    at = {theme: (number, *place) for number, (theme, place) in enumerate(zip(order, places, strict=True))}
    parts = (
        f'<svg class="theme-map" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="group" aria-labelledby="map-title map-said">',
        f'<title id="map-title">主题图：{len(order)} 个主题</title>',
        '<desc id="map-said">线连着比偶然更常同篇出现的两个主题，越粗越常；圆点越大，论及的讲话越多。下面的表里有同样的内容。</desc>',
        '<g class="ties" aria-hidden="true">',
        *_lines(found, at, height),
        "</g>",
        *(_node(site, theme, at[theme], beside[theme]) for theme in order),
        "</svg>",
    )
    return Markup("\n".join(parts))


def _lines(found: Sequence[Tie], at: Mapping[str, tuple[int, float, float]], height: int) -> Iterator[str]:
    """The ties, bent towards the middle; the weakest first, so that the others lie above them."""
    most = max(tie.weight for tie in found)
    for tie in reversed(found):
        (one, x, y), (other, u, v) = (at[theme] for theme in tie.ends)
        pull = 0.1 + 0.65 * _way(one, other, len(at)) / (len(at) / 2)  # neighbours are joined by flat arcs
        bent = (_between((x + u) / 2, WIDTH / 2, pull), _between((y + v) / 2, height / 2, pull))
        wide = round(0.6 + 3.4 * sqrt(tie.weight / most), 1)
        yield f'<path class="n{one} n{other}" d="M{x} {y}Q{bent[0]} {bent[1]} {u} {v}" stroke-width="{wide}"/>'


def _between(one: float, other: float, part: float) -> float:
    return round(one + (other - one) * part, 1)


def _node(site: Site, theme: str, spot: tuple[int, float, float], beside: Sequence[tuple[Theme, int]]) -> str:
    number, x, y = spot
    count = site.count(theme)
    most = max(counts(site).values())
    size = round(3 + 6 * sqrt(count / most), 1)
    right = x >= WIDTH / 2
    label = site.theme(theme).label
    short = label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"
    said = (
        f"{label}，{count} 篇。常同篇：{'、'.join(f'{other.label} {shared} 篇' for other, shared in beside)}"
    )
    return (
        f'<a class="n{number}" href="{href(PAGE, f"themes/{theme}.md")}"><title>{escape(said)}</title>'
        f'<circle cx="{x}" cy="{y}" r="{size}"/>'
        f'<text x="{round(x + (14 if right else -14), 1)}" y="{y}" dy="0.35em" text-anchor="{"start" if right else "end"}">{escape(short)}</text></a>'
    )
