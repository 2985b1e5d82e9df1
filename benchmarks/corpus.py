"""A corpus without third-party text, and the truth about it.

`generate` yields raw documents one by one. Document i depends on the seed and i alone: not on how
many there are, nor on which were made before. What a document shares with others is named in its
truth, always with the smaller index: a reader who wants both directions turns the pairs round.

The vocabulary grows as in real text: distinct words (segmented by jieba) ~ running words to the
power of 0.58–0.66 up to 3,000,000 words; real Chinese has 0.5–0.7. 10,000 documents of 4,000 字 take
about one minute on one core (5 s for 1,000).

>>> first, second = generate(2, Recipe(chars=400))
>>> first.truth["id"], first.file.partition(".")[0], first.data == document(Recipe(chars=400), 0).data
('g000000', 'g000000', True)
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from random import Random

from benchmarks.formats import Wear, markdown, plain, wear_of, word
from benchmarks.noise import SITES, Sheet, Site, dress, site_of
from benchmarks.pages import page
from benchmarks.reuse import Work, relation_of, work
from benchmarks.stubs import stub

FORMATS = ((".txt", 82), (".html", 8), (".shtml", 2), (".htm", 2), (".md", 6))
WORD = 0.06  # share of .docx where they are wanted; writing one takes as long as fifty others
ENCODINGS = (("utf-8", 76), ("utf-8-sig", 6), ("gb18030", 13), ("utf-16-le", 3), ("utf-16-be", 2))
_NOTHING = (
    *("title", "subtitle", "title_in", "speaker", "role", "date", "place", "posted", "signed"),
    *("level", "salutation", "scene", "near_duplicate_of"),
)
_EMPTY = ("wear", "headings", "blocks", "noise", "themes", "reuse")
_PAGE_ENCODINGS = (("utf-8", 60), ("gb18030", 40))
_BOM = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What to make."""

    seed: int = 1
    """Another seed, another corpus."""
    chars: int = 4000
    """Mean length of a document in 字; lengths are log-normal."""
    plain: bool = False
    """Only .txt in UTF-8 without BOM."""
    docx: bool = False
    """Word files, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A raw document and what is true of it."""

    file: str
    """File name; its stem is the id of the speech."""
    data: bytes
    """What stands in the file."""
    truth: Mapping[str, object]
    """The record, ready for JSON; see `_truth`."""


def generate(count: int, recipe: Recipe | None = None) -> Iterator[Document]:
    """Documents 0 to count - 1."""
    return (document(recipe or Recipe(), index) for index in range(count))


def document(recipe: Recipe, index: int) -> Document:
    """Document `index` of a corpus."""
    rng = Random(f"{recipe.seed}/{index}/dress")
    site = site_of(recipe.seed, int(SITES * rng.random() ** 2))
    if relation_of(recipe.seed, index) == "stub":
        return _stub(rng, index, site, plain=recipe.plain)
    made = work(recipe.seed, index, recipe.chars)
    sheet = dress(rng, made.draft, site)
    suffix, encoding, wear = _dress(rng, recipe)
    if suffix == ".docx":
        data = word(sheet)
    else:
        text = _text(rng, sheet, (suffix, encoding), wear)
        data = _BOM.get(encoding, b"") + text.encode(encoding.replace("-sig", ""))
    name = f"{_id(index)}{suffix}"
    facts = {"id": _id(index), "file": name, "encoding": encoding, "format": suffix, "wear": wear.names}
    return Document(file=name, data=data, truth={**facts, **_truth(made, sheet)})


def _stub(rng: Random, index: int, site: Site, *, plain: bool) -> Document:
    """A file that is not a speech: nothing of it belongs to a text."""
    suffix, text = stub(rng, site)
    while plain and suffix != ".txt":
        suffix, text = stub(rng, site)
    name = f"{_id(index)}{suffix}"
    facts: dict[str, object] = {"id": _id(index), "file": name, "encoding": "utf-8"}
    facts.update({"format": suffix, "kind": "not-a-speech"})
    facts.update(dict.fromkeys(_NOTHING))
    facts.update({field: [] for field in _EMPTY})
    return Document(file=name, data=text.encode(), truth=facts)


def _id(index: int) -> str:
    return f"g{index:06}"


def _dress(rng: Random, recipe: Recipe) -> tuple[str, str, Wear]:
    """Format, encoding and wear. Every number is drawn every time, so that a flag moves nothing else."""
    suffix = rng.choices([name for name, _ in FORMATS], [weight for _, weight in FORMATS])[0]
    if rng.random() < WORD and recipe.docx:
        suffix = ".docx"
    encodings = ENCODINGS if suffix == ".txt" else _PAGE_ENCODINGS if "htm" in suffix else (("utf-8", 1),)
    encoding = rng.choices([name for name, _ in encodings], [weight for _, weight in encodings])[0]
    wear = wear_of(rng)
    if recipe.plain:
        return ".txt", "utf-8", wear
    return suffix, encoding, wear if suffix == ".txt" else Wear()


def _text(rng: Random, sheet: Sheet, kind: tuple[str, str], wear: Wear) -> str:
    suffix, encoding = kind
    if suffix == ".txt":
        return plain(rng, sheet, wear)
    if suffix == ".md":
        return markdown(sheet)
    wrong = rng.random() < 0.1
    declared = "gb2312" if (encoding == "gb18030") is not wrong else "utf-8"
    return page(rng, sheet, declared)


def _truth(made: Work, sheet: Sheet) -> dict[str, object]:
    """The record: what the document says (null where it does not), its blocks, what was planted and where.

    `title_in` says where the title stands: a line of its own, or only in the page's `<title>`.
    `scene` is what the generator knows and the document may not say. `themes` names the blocks by
    their place in `blocks`. A theme's wording may turn up by chance where none is planted.
    """
    draft, scene = made.draft, made.draft.scene
    said = {"speaker": scene.speaker, "role": scene.role, "date": scene.day.isoformat(), "place": scene.place}
    first = draft.parts[0]
    signed = any(part.type == "signature" for part in draft.parts)
    themes = dict.fromkeys(theme for part in draft.parts for theme in part.themes)
    return {
        "title": draft.title,
        "title_in": sheet.title_in,
        "subtitle": draft.subtitle or None,
        **{field: value if field in draft.stated else None for field, value in said.items()},
        "posted": sheet.posted.isoformat() if sheet.posted else None,
        "signed": scene.day.isoformat() if signed else None,
        "kind": draft.kind,
        "level": scene.level,
        "salutation": first.text if first.type == "salutation" else None,
        "scene": {**said, "level": scene.level},
        "headings": [asdict(heading) for part in draft.parts for heading in part.headings],
        "blocks": [{"type": part.type, "text": part.text} for part in draft.parts],
        "noise": [asdict(planted) for planted in sheet.planted],
        "themes": [
            {"id": theme, "blocks": [at for at, part in enumerate(draft.parts) if theme in part.themes]}
            for theme in themes
        ],
        "reuse": [
            {"passage": each.passage, "document": _id(each.index), "verbatim": each.verbatim}
            for each in made.borrowed
        ],
        "near_duplicate_of": None if made.of is None else {"id": _id(made.of), "kind": made.relation},
    }
