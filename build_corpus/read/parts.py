"""A file with several speeches becomes one Source for each, as its sidecar splits it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from build_corpus.model import Finding, Mark, Part, Sidecar, Source, finding
from build_corpus.text import characters, id_fold, is_invisible

NEAR = 120  # 字; longer lines are not compared when the nearest one is looked for
LINES = 2000  # lines compared at most


def split(source: Source) -> tuple[tuple[Source, ...], tuple[Finding, ...]]:
    """The documents of a file in their order, and what is wrong with the places where they start.

    Without parts in the sidecar the file is one document. Where a part does not start at exactly one line
    there is no document at all: nobody knows what the others would hold.
    """
    parts = source.sidecar.parts
    if not parts:
        return (source,), ()
    where = f"seeds/{source.file}"
    lines = source.decoded.splitlines(keepends=True)
    shown = [_shown(line) for line in lines]
    places: dict[str, list[int]] = {}
    for at, line in enumerate(shown):
        places.setdefault(line, []).append(at)
    wrong = [
        _unmatched(part, places.get(_shown(part.starts), []), shown, where)
        for part in parts
        if len(places.get(_shown(part.starts), [])) != 1
    ]
    if wrong:
        return (), tuple(wrong)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    firsts = sorted((places[_shown(part.starts)][0], at) for at, part in enumerate(parts))
    stops = [*(first for first, _ in firsts[1:]), len(lines)]
    made = tuple(
        _part(source, parts[at], first + 1, (offsets[first], offsets[stop]))
        for (first, at), stop in zip(firsts, stops, strict=True)
    )
    return _shared_out(source.sidecar, made), _before(source, offsets[firsts[0][0]], where)


def _shown(line: str) -> str:
    return "".join(char for char in line if char == "\t" or not is_invisible(char)).strip()


def _unmatched(part: Part, places: Sequence[int], shown: Sequence[str], where: str) -> Finding:
    """A part whose first line is not there exactly once: where it is a second time, or where it might be."""
    if places:
        return finding("part-unmatched", where, places[1] + 1, starts=part.starts, count=len(places), near="")
    short = [line for line in shown if 0 < len(line) <= NEAR][:LINES]
    near = get_close_matches(_shown(part.starts)[:NEAR], short, n=1, cutoff=0.5)
    line = shown.index(near[0]) + 1 if near else None
    guess = f"最接近的一行是“{near[0]}”。" if near else ""
    return finding("part-unmatched", where, line, starts=part.starts, count=0, near=guess)


def _part(source: Source, part: Part, line: int, span: tuple[int, int]) -> Source:
    """A part as a document of its own. What its sidecar quotes is shared out later."""
    sidecar = replace(
        source.sidecar,
        id=part.id,
        publish=source.sidecar.publish and part.publish,
        rights=part.rights or source.sidecar.rights,
        withdrawn=part.withdrawn or source.sidecar.withdrawn,
        metadata=_merged(source.sidecar.metadata, part.metadata),
        parts=(),
    )
    return replace(
        source,
        id=part.id,
        decoded=source.decoded[slice(*span)],
        marks=tuple(_cut(mark, span) for mark in source.marks if mark.start < span[1] and mark.end > span[0]),
        first_line=line,
        sidecar=sidecar,
    )


def _merged(file: Mapping[str, str], part: Mapping[str, str]) -> Mapping[str, str]:
    return {**file, **part}


def _cut(mark: Mark, span: tuple[int, int]) -> Mark:
    """A mark in the offsets of a part."""
    return replace(mark, start=max(mark.start, span[0]) - span[0], end=min(mark.end, span[1]) - span[0])


def _shared_out(sidecar: Sidecar, parts: tuple[Source, ...]) -> tuple[Source, ...]:
    """The parts with the notes and other readings whose wording they hold.

    What stands in no part goes to the first, where it will be found not to match. Former ids are the first's.
    """
    folded = [id_fold(part.decoded) for part in parts]

    def holds(find: str, at: int) -> bool:
        holders = [place for place, text in enumerate(folded) if id_fold(find) in text]
        return at in (holders or [0])

    return tuple(
        replace(
            part,
            sidecar=replace(
                part.sidecar,
                notes=tuple(note for note in sidecar.notes if note.find is None or holds(note.find, at)),
                emendations=tuple(each for each in sidecar.emendations if holds(each.find, at)),
                aliases=sidecar.aliases if at == 0 else (),
            ),
        )
        for at, part in enumerate(parts)
    )


def _before(source: Source, end: int, where: str) -> tuple[Finding, ...]:
    """A warning about text that stands before the first part and so belongs to no document.

    Of a page only the element with the running text counts.
    """
    start = next((mark.start for mark in source.marks if mark.kind == "main" and mark.start < end), 0)
    count = characters(source.decoded[start:end])
    return (finding("part-before", where, 1, count=count),) if count else ()
