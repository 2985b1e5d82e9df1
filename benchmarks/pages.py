"""A sheet becomes a web page, as sites of different years make them.

In: a sheet. Out: HTML. The frame's labels and lists are planted on the sheet; the text stands in
paragraphs, divisions, cells of a table, lines parted by `<br>`, or in what Word leaves behind.
"""

from html import escape
from random import Random

from benchmarks.noise import Planted, Sheet, navigation, titles

_FORMS = (
    "<p>{}</p>\n",
    "<p>&nbsp;&nbsp;&nbsp;&nbsp;{}</p>\n",
    "　　{}<br><br>\n",
    "　　{}<BR>\n",
    "<div>　　{}</div>\n",
    "<P>　　{}\n",
    '<p class="MsoNormal" style="text-indent:28.0pt"><span style="mso-ascii-font-family:宋体">{}<o:p></o:p></span></p>\n',
)
_CONTAINERS = (
    ('<div id="content">\n', "</div>\n"),
    ("<article>\n", "</article>\n"),
    ('<table width="100%"><tr><td>\n', "</td></tr></table>\n"),
    ("<!-- begin -->\n", "<!-- end -->\n"),
)


def page(rng: Random, sheet: Sheet, charset: str) -> str:
    """A web page; what its frame holds is planted, what the sheet holds already stands where it did."""
    draft, own = sheet.draft, list(sheet.above)
    sheet.title_in = "title-tag" if rng.random() < 0.2 else "line"
    heading = f"<h1>{escape(draft.title)}</h1>\n" if sheet.title_in == "line" else ""
    head = (draft.subtitle, draft.date_line, draft.name_line)
    start, stop = rng.choice(_CONTAINERS)
    return "".join(
        (
            f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="{charset}">\n',
            f"<title>{escape(draft.title)}-{sheet.site.name}</title>\n",
            "<style>body { margin: 0 }</style>\n<script>var view = 1;</script>\n</head>\n<body>\n",
            _frame(rng, sheet),
            _divisions(own),
            heading,
            _divisions(sheet.below),
            *(f"<h2>{escape(line)}</h2>\n" for line in head if line),
            start,
            *_paragraphs(rng, sheet),
            stop,
            _divisions(sheet.after),
            "<script>count();</script>\n</body>\n</html>\n",
        )
    )


def _frame(rng: Random, sheet: Sheet) -> str:
    """Links at the top, at times a list at the side; planted above everything else."""
    labels = navigation()
    links = "".join(f'<li><a href="/{at}/">{label}</a></li>' for at, label in enumerate(labels))
    planted = [Planted(kind="frame", text=label) for label in labels]
    side = ""
    if rng.random() < 0.3:
        source = titles(rng)
        rows = [next(source) for _ in range(6)]
        items = "".join(f'<li><a href="/n/{at}.html">{row}</a></li>\n' for at, row in enumerate(rows))
        side = f'<div class="side"><h3>热点新闻</h3>\n<ul>\n{items}</ul></div>\n'
        planted += [Planted(kind="side", text=text) for text in ("热点新闻", *rows)]
    sheet.above[:0] = planted
    return f"<!-- frame -->\n<ul>{links}</ul>\n{side}"


def _paragraphs(rng: Random, sheet: Sheet) -> list[str]:
    form, bold = rng.choice(_FORMS), rng.random() < 0.5
    out: list[str] = []
    for at, part in enumerate(sheet.draft.parts):
        if at in sheet.inside:
            out.append(form.format(escape(sheet.inside[at].text, quote=False)))
        text = escape(part.text, quote=False)
        out.append(form.format(f"<strong>{text}</strong>" if bold and part.type == "heading" else text))
    return out


def _divisions(lines: list[Planted]) -> str:
    return "".join(f"<div>{escape(line.text, quote=False)}</div>\n" for line in lines)
