r"""BibTeX, in the fields of BibLaTeX, with `year` for older styles.

A value stands in braces. What TeX reads as a sign is written as a command. BibTeX counts `\{` as a brace, so that braces
that don't match are named: fewer programs read the names.
Names stand in braces of their own, so that no program splits them. Addresses are taken as they are; signs that would
end the field are percent-encoded.
Source: The biblatex Package, sections 2.1 and 2.2; Nelson Beebe's grammar of BibTeX for braces.
"""

from urllib.parse import quote

from build_corpus.publish.cite.citation import Citation

_TYPES = {
    "article-journal": "article",
    "article-newspaper": "article",
    "report": "report",
    "speech": "unpublished",
    "webpage": "online",
}
_SIGNS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_{}"},
}
_TABLE = str.maketrans(_SIGNS)
_UNMATCHED = str.maketrans(_SIGNS | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"})
_ADDRESS = "!\"#$%&'()*+,-./:;<=>?@[]_~"
"""Signs that an address keeps; a browser reads it with or without the others encoded."""


def bibtex(citation: Citation) -> str:
    """One entry with a final line feed."""
    day = citation.issued
    texts = {
        "title": citation.title,
        _container(citation): citation.container,
        "institution" if citation.type == "report" else "publisher": citation.publisher,
        "eventtitle": citation.event,
        "venue": citation.place,
        "note": _note(citation) or None,
    }
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in citation.authors),
        **{key: _escaped(text) for key, text in texts.items() if text},
        "entrysubtype": "newspaper" if citation.type == "article-newspaper" else "",
        "type": "报告" if citation.type == "report" else "",
        "date": day or "",
        "year": day[:4] if day else "",
        "eventdate": citation.delivered or "",
        "url": quote(citation.url, safe=_ADDRESS) if citation.url else "",
        "langid": "chinese",
    }
    lines = [f"  {key} = {{{value}}},\n" for key, value in fields.items() if value]
    return f"@{_TYPES[citation.type]}{{{citation.id},\n{''.join(lines)}}}\n"


def _container(citation: Citation) -> str:
    return "journal" if _TYPES[citation.type] == "article" else "organization"


def _note(citation: Citation) -> str:
    """What BibLaTeX has no field for."""
    said = (
        ("栏目：", citation.section),
        ("网页发布于 ", citation.available),
        ("原网页：", citation.original),
    )
    return "；".join(f"{name}{value}" for name, value in said if value)


def _escaped(text: str) -> str:
    r"""Text that TeX prints as it is.

    >>> _escaped("{a}_50%"), _escaped("a{b")
    ('\\{a\\}\\_50\\%', 'a\\textbraceleft{}b')
    """
    return text.translate(_TABLE if _matched(text) else _UNMATCHED)


def _matched(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0
