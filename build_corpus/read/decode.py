"""Bytes become text: strict UTF-8, with or without BOM. The BOM stays in the text as its character."""

from build_corpus.model import Finding, finding


def decode(data: bytes, where: str) -> tuple[str | None, tuple[Finding, ...]]:
    """The decoded text, or None and the reason.

    No newline is translated and nothing is replaced.
    """
    if not data.strip():
        return None, (finding("seed-empty", where),)
    if b"\0" in data:
        return None, (finding("seed-binary", where),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, (finding("seed-encoding", where, line, offset=error.start + 1),)
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    return text, (finding("seed-replacement", where, count=lost),) if lost else ()
