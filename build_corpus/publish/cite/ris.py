r"""RIS: one tag, one value, one line, each line ended by \r\n.

Source: Reference Manager's RIS format specification; Zotero's reading of it where the two differ (SLIDE is a talk).
"""

from collections.abc import Iterator

from build_corpus.publish.cite.citation import Citation

_TYPES = {
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "report": "RPRT",
    "speech": "SLIDE",
    "webpage": "ELEC",
}


def ris(citation: Citation) -> str:
    """One reference, the empty line after it included."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(citation)) + "ER  - \r\n\r\n"


def _lines(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[citation.type]
    yield "ID", citation.id
    yield from (("AU", name) for name in citation.authors)
    known = (
        ("TI", citation.title),
        ("T2", citation.container or (citation.event if citation.type == "speech" else None)),
        ("PB", citation.publisher),
        ("CY", citation.place),
        ("PY", citation.issued[:4] if citation.issued else None),
        ("DA", _day(citation.issued) if citation.issued else None),
        ("UR", citation.url),
        ("LA", citation.language),
    )
    yield from ((tag, value) for tag, value in known if value)
    yield from (("N1", note) for note in _notes(citation))


def _day(day: str) -> str:
    """Year, month and day between three strokes.

    >>> _day("2019-04-26"), _day("2019")
    ('2019/04/26/', '2019///')
    """
    parts = [*day.split("-"), "", ""][:3]
    return "/".join([*parts, ""])


def _notes(citation: Citation) -> Iterator[str]:
    """What RIS has no tag for."""
    said = (
        ("场合：", None if citation.type == "speech" else citation.event),
        ("讲话日期：", citation.delivered),
        ("栏目：", citation.section),
        ("网页发布于：", citation.available),
        ("原网页：", citation.original),
    )
    return (f"{name}{value}" for name, value in said if value)
