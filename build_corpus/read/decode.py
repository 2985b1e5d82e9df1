"""Bytes become text, and why they became this text is recorded.

A BOM decides; else strict UTF-8 where it fits; else every other encoding that decodes all bytes strictly is
scored by how much of its text is everyday Chinese and how little is private-use or rare. The BOM stays in
the text as its character; no newline is translated, nothing is replaced, mojibake is told and not mended.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from build_corpus.model import Finding, finding
from build_corpus.read.score import controls, score

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
FAMILIES = (("gb18030",), ("big5", "cp950", "big5hkscs"), ("utf-16-le",), ("utf-16-be",))
"""Encodings of Chinese texts; of a family the first that fits, since its members differ in a few signs only."""
ALIASES = {
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "x-cp20936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "x-x-big5", "cp950", "big5-hkscs", "big5hkscs"), "big5"),
    **dict.fromkeys(("utf-16", "utf-16le"), "utf-16-le"),
    **dict.fromkeys(("shift_jis", "x-sjis"), "cp932"),
    "utf-16be": "utf-16-be",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
}
"""Charsets that pages declare, as codecs; all others say nothing about Chinese."""
GUESSED = 20_000  # bytes shown to charset-normalizer, which takes seconds for long texts
SURE = 0.8  # score from which no proposal is asked for  # guessed; right readings score above 0.9
FAIR = 0.5  # score below which a text is no Chinese at all  # guessed; wrong readings score below 0.4
TIE = 0.05  # difference of scores below which nobody can tell  # guessed
BINARY = 0.02  # share of control characters from which a file is no text  # guessed
MANY = 0.4  # share of NUL in every second byte that shows UTF-16 of mostly Latin text  # guessed


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text and how it came out of its bytes."""

    text: str
    """The codec's output."""
    encoding: str
    """Codec, by Python's name."""
    reason: str
    """Why this codec."""


def decode(
    data: bytes, where: str, declared: str | None = None
) -> tuple[Decoded | None, tuple[Finding, ...]]:
    """The decoded text, or None and the reason. `declared` is the charset a page names."""
    if not data.strip():
        return None, (finding("seed-empty", where),)
    bom = next((name for start, name in BOMS if data.startswith(start)), None)
    decoded, tie = (_strict(data, bom, "BOM"), None) if bom else _best(data, declared)
    if decoded is None:
        return None, (_refusal(data, where, bom),)
    if controls(decoded.text) > BINARY * len(decoded.text):
        return None, (finding("seed-binary", where),)
    if tie is None:
        return decoded, ()
    meant = _excerpt(tie.text)
    found = finding("seed-encoding-tie", where, chosen=decoded.encoding, other=tie.encoding, meant=meant)
    return decoded, (found,)


def declared_charset(data: bytes) -> str | None:
    """The charset that a page names in its first 4 KB, in lower case.

    >>> declared_charset(b'<meta http-equiv=Content-Type content="text/html; charset=GB2312">')
    'gb2312'
    """
    found = re.search(rb"(?:charset|encoding)\s?=\s?[\"']?([A-Za-z0-9_:.\-]+)", data[:4096])
    return found[1].decode("ascii").lower() if found else None


def _strict(data: bytes, name: str, reason: str) -> Decoded | None:
    try:
        return Decoded(text=data.decode(name), encoding=name, reason=reason)
    except UnicodeDecodeError:
        return None


def _best(data: bytes, declared: str | None) -> tuple[Decoded | None, Decoded | None]:
    """The best reading of bytes without a BOM, and another one as good."""
    plain = _strict(data, "utf-8", "UTF-8")
    if plain and b"\0" not in data:
        return plain, None
    scored = sorted(_scored(data, declared), key=lambda each: -each[0])
    if scored and scored[0][0] < SURE:
        scored = sorted([*scored, *_proposed(data)], key=lambda each: -each[0])
    top, best = scored[0] if scored else (0.0, None)
    if plain and (best is None or top < SURE):
        return _latin(data) or plain, None
    if best is None or top < FAIR:
        return _latin(data), None
    close = [each for value, each in scored[1:] if top - value < TIE and each.text != best.text]
    return best, close[0] if close else None


def _scored(data: bytes, declared: str | None) -> Iterator[tuple[float, Decoded]]:
    """Every family that decodes strictly, and the declared charset, with scores."""
    meant = ALIASES.get(declared or "")
    others = ((meant,),) if meant and all(meant not in family for family in FAMILIES) else ()
    for family in (*FAMILIES, *others):
        reason = "declared charset, best score" if meant in family else "best score"
        fits = (each for each in (_strict(data, name, reason) for name in family) if each)
        decoded = next(fits, None)
        if decoded:
            yield score(decoded.text), decoded


def _proposed(data: bytes) -> Iterator[tuple[float, Decoded]]:
    """What charset-normalizer proposes, with its score."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to load, and few texts leave room for a guess

    end = data.rfind(b"\n", 0, GUESSED)
    guess = from_bytes(data[: end if end > 0 else GUESSED]).best()
    decoded = _strict(data, guess.encoding, "charset-normalizer, best score") if guess else None
    if decoded and decoded.encoding != "utf_8":
        yield score(decoded.text), decoded


def _latin(data: bytes) -> Decoded | None:
    """UTF-16 without BOM whose text is mostly ASCII: every second byte is NUL."""
    half = len(data) // 2
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[first::2].count(0) > MANY * half and not data[1 - first :: 2].count(0):
            return _strict(data, name, "NUL in every second byte")
    return None


def _refusal(data: bytes, where: str, bom: str | None) -> Finding:
    """Why bytes are no text: where the encoding that fits best breaks off."""
    names = (bom,) if bom else ("utf-8", "gb18030", "big5")
    scores = {name: score(data[: 2 * GUESSED].decode(name, "replace")) for name in names}
    name = max(names, key=lambda each: scores[each])
    if not bom and scores[name] < FAIR and b"\0" in data:
        return finding("seed-binary", where)
    try:
        data.decode(name)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(name, "ignore").count("\n") + 1
        return finding("seed-encoding", where, line, encoding=name, offset=error.start + 1)
    return finding("seed-encoding", where, 1, encoding="utf-8", offset=1)


def _excerpt(text: str) -> str:
    """The first words beyond ASCII, to recognise a reading by."""
    return "".join(re.findall(r"[^\x00-\x7f]", text[:2000])[:10])
