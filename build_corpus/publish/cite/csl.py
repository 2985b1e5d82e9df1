"""CSL-JSON, version 1.0.2 of its schema: what Zotero, pandoc and citation processors read.

Source: citation-style-language/schema, csl-data.json.
"""

import json

from build_corpus.publish.cite.citation import Citation


def csl(citation: Citation) -> dict[str, object]:
    """One item; keys whose value is unknown are left out."""
    texts = {
        "title": citation.title,
        "container-title": citation.container,
        "publisher": citation.publisher,
        "section": citation.section,
        "event-title": citation.event,
        "event-place": citation.place,
        "URL": citation.url,
        "language": citation.language,
        "note": f"原网页：{citation.original}" if citation.original else None,
    }
    days = {
        "issued": citation.issued,
        "available-date": citation.available,
        "event-date": citation.delivered,
    }
    return {
        "id": citation.id,
        "type": citation.type,
        **({"author": [{"literal": name} for name in citation.authors]} if citation.authors else {}),
        **{key: text for key, text in texts.items() if text},
        **{key: {"date-parts": [_parts(day)]} for key, day in days.items() if day},
    }


def _parts(day: str) -> list[int]:
    """Year, month, day, as many as are known.

    >>> _parts("2019-04")
    [2019, 4]
    """
    return [int(part) for part in day.split("-")]


def csl_item(citation: Citation) -> str:
    """The item as a line of JSON, without its end."""
    return json.dumps(csl(citation), ensure_ascii=False, separators=(",", ":"))


def csl_list(citation: Citation) -> str:
    """The item as a list of one, as reference managers read it."""
    return f"[\n{csl_item(citation)}\n]\n"
