"""One document's clean text: title, facts, blocks with their headings and themes.

In: seed and index. Out: `Draft`. No noise here, nothing of other documents (see `reuse`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from benchmarks.names import Scene, day_text, han_number, scene
from benchmarks.prose import Voice, themes

SPREAD = 0.5  # of the logarithm of the length
ROUNDING = 1.08  # measured: sections fall short of what they are given
LEAST = 300  # 字
PARAGRAPH = 260  # 字 of a paragraph, on average; the seeds have 230
# Ways of numbering: family and form of each level, outermost first; the level of the first; weight.
SCHEMES: tuple[tuple[tuple[tuple[str, str], ...], int, int], ...] = (
    ((("han", "own"), ("is", "run")), 1, 8),
    ((("han", "own"), ("paren", "own"), ("is", "inline")), 1, 6),
    ((("han", "own"), ("paren", "run")), 1, 5),
    ((("han", "own"), ("digit", "own")), 1, 4),
    ((("han", "own"), ("digit", "run")), 1, 3),
    ((("han", "own"), ("yao", "run")), 1, 3),
    ((("han", "own"), ("paren", "own"), ("digit", "run"), ("circled", "inline")), 1, 2),
    ((("part", "own"), ("han", "own"), ("paren", "run")), 1, 2),
    ((("han", "own"),), 1, 4),
    ((("han", "run"),), 1, 2),
    ((("ordinal", "run"),), 2, 3),
    ((("is", "run"),), 2, 2),
    ((("none", "own"),), 1, 3),
    ((), 1, 5),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading as a reader sees it."""

    level: int
    """1–4."""
    text: str
    """With its number, without its end mark."""
    run_in: bool
    """Whether the paragraph goes on behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A block of the clean text."""

    type: str
    """salutation, heading, paragraph, closing or signature."""
    text: str
    """Its text."""
    headings: tuple[Heading, ...] = ()
    """Headings in it, in order: the block itself, or run in."""
    themes: tuple[str, ...] = ()
    """Ids of the themes planted in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document before anything is done to it."""

    kind: str
    """speech or article."""
    title: str
    """The title line."""
    subtitle: str
    """A line below it, empty without one."""
    scene: Scene
    """Who speaks where and when."""
    date_line: str
    """The day of the speech as a line below the title, empty without one."""
    name_line: str
    """The speaker as a line below the title, empty without one."""
    stated: tuple[str, ...]
    """What the head says of the scene: speaker, role, date, place."""
    parts: tuple[Part, ...]
    """The blocks, in order."""


def compose(seed: int, index: int, chars: int) -> Draft:
    """The document's own text; `chars` is the mean length of all documents in 字."""
    rng = Random(f"{seed}/{index}/text")
    voice = Voice(rng, scene(rng))
    target = max(LEAST, round(chars * ROUNDING * rng.lognormvariate(-SPREAD * SPREAD / 2, SPREAD)))
    draft = _head(voice)
    body = _sections(voice, target)
    parts = [*_start(voice), *body, *_end(voice)]
    if rng.random() < 0.12:
        parts = [_masked(rng, part) for part in parts]
    return replace(draft, parts=tuple(parts))


def _head(voice: Voice) -> Draft:
    rng, place = voice.rng, voice.scene
    occasion, day = voice.occasion(), day_text(rng, voice.scene.day)
    form = rng.choices(("occasion", "role", "slogan"), (6, 2, 3))[0]
    line = rng.choices(("", "date", "name", "role", "date name", "date role"), (40, 20, 10, 10, 10, 10))[0]
    local = rng.random() < 0.3
    short = place.whole[1:]
    shared = short if place.place.endswith(short) else ""  # 邺阴县 + 县长: 邺阴县长
    role = place.place + place.role.removeprefix(shared) if local else place.role
    named = "role" in line or form == "role"
    facts = (
        ("speaker", "name" in line or "role" in line),
        ("role", named),
        ("place", local and named),
        ("date", "date" in line),
    )
    titles = {"occasion": f"在{occasion}上的讲话", "role": f"{role}在{occasion}上的讲话"}
    return Draft(
        kind="speech",
        title=titles.get(form) or voice.slogan(),
        subtitle=f"——在{occasion}上的讲话" if form == "slogan" else "",
        scene=replace(place, role=role),
        date_line=rng.choice((f"（{day}）", day)) if "date" in line else "",
        name_line=f"{role}　{place.speaker}" if "role" in line else place.speaker if "name" in line else "",
        stated=tuple(fact for fact, said in facts if said),
        parts=(),
    )


def _start(voice: Voice) -> Iterator[Part]:
    if voice.scene.salutation:
        yield Part(type="salutation", text=voice.scene.salutation)
    yield Part(type="paragraph", text=f"{voice.opening()}下面，我讲几点意见。")


def _end(voice: Voice) -> Iterator[Part]:
    rng, day = voice.rng, voice.scene.day
    if rng.random() < 0.6:
        address = voice.scene.salutation.strip("：！").split("、")[-1].split("，")[-1] or "同志们"
        yield Part(type="closing", text=f"{address}，{voice.ending()}")
    if rng.random() < 0.3:
        yield Part(type="closing", text=rng.choice(("谢谢大家！", "我的讲话完了，谢谢大家！")))
    if rng.random() < 0.06:
        yield Part(type="signature", text=f"{voice.scene.place}{rng.choice(('办公室', '工作委员会'))}")
        yield Part(type="signature", text=f"{day.year}年{day.month}月{day.day}日")


def _sections(voice: Voice, target: int) -> list[Part]:
    """The body: an outline by one of the SCHEMES, paragraphs below it."""
    rng = voice.rng
    scheme, first, _ = rng.choices(SCHEMES, [weight for *_, weight in SCHEMES])[0]
    ids = rng.sample(sorted(themes()), rng.randint(2, 6))
    if not scheme:
        return [_paragraph(voice, ids) for _ in range(max(2, target // PARAGRAPH))]
    return list(_level(voice, scheme, (first, target), ids))


def _level(
    voice: Voice, scheme: tuple[tuple[str, str], ...], size: tuple[int, int], ids: list[str]
) -> Iterator[Part]:
    """Sections of one level and what is below them; `size` is the level and the 字 for all of them."""
    (family, form), deeper = scheme[0], scheme[1:]
    level, target = size
    count = _count(voice.rng, target, len(deeper))
    share = target // count
    if form == "inline":
        yield _inline(voice, family, level, count, ids)
        return
    for n in range(1, count + 1):
        voice.theme = voice.rng.choice(ids) if voice.rng.random() < 0.5 else None
        text = _number(family, n) + voice.heading()
        heading = Heading(level=level, text=text, run_in=form == "run")
        if form == "own":
            yield Part(type="heading", text=text, headings=(heading,), themes=voice.themes)
            if deeper:
                yield _paragraph(voice, ids, 0.5)
                yield from _level(voice, deeper, (level + 1, share), ids)
            else:
                yield from (_paragraph(voice, ids) for _ in range(max(1, share // PARAGRAPH)))
        else:
            yield _run_in(voice, heading, share)
            yield from (_paragraph(voice, ids) for _ in range(share // (2 * PARAGRAPH)))


def _count(rng: Random, target: int, deeper: int) -> int:
    """How many sections: three to six, fewer where there is little to say."""
    return max(2, min(rng.randint(3, 6), target // (PARAGRAPH * (deeper + 1))))


def _length(rng: Random, share: float = 1.0) -> int:
    return max(30, round(PARAGRAPH * share * rng.lognormvariate(-0.15, 0.55)))


def _paragraph(voice: Voice, ids: list[str], share: float = 1.0) -> Part:
    voice.theme = voice.rng.choice(ids) if voice.rng.random() < 0.5 else None
    return Part(type="paragraph", text=voice.paragraph(_length(voice.rng, share) - 40), themes=voice.themes)


def _run_in(voice: Voice, heading: Heading, share: int) -> Part:
    text = f"{heading.text}。{voice.paragraph(min(share, _length(voice.rng)) - 60)}"
    return Part(type="paragraph", text=text, headings=(heading,), themes=voice.themes)


def _inline(voice: Voice, family: str, level: int, count: int, ids: list[str]) -> Part:
    """An enumeration inside one paragraph."""
    voice.theme = voice.rng.choice(ids) if voice.rng.random() < 0.5 else None
    headings = [
        Heading(level=min(level, 4), text=_number(family, n) + voice.heading(), run_in=True)
        for n in range(1, count + 1)
    ]
    items = "".join(f"{heading.text}。{voice.sentence()}{voice.sentence()}" for heading in headings)
    return Part(
        type="paragraph", text=voice.paragraph(40) + items, headings=tuple(headings), themes=voice.themes
    )


def _number(family: str, n: int) -> str:
    han = han_number(n)
    forms = {
        "han": f"{han}、",
        "paren": f"（{han}）",
        "digit": f"{n}.",
        "ordinal": f"第{han}，",
        "is": f"{han}是",
        "yao": f"{han}要",
        "part": f"第{han}部分　",
        "circled": chr(ord("①") + n - 1),
        "none": "",
    }
    return forms[family]


def _masked(rng: Random, part: Part) -> Part:
    """A paragraph whose years and numbers are hidden, as some sites do before they offer a text."""
    if part.headings or part.themes or part.type != "paragraph":
        return part
    text = part.text
    for year in ("19", "20"):
        for decade in range(10):
            for ones in range(10):
                text = text.replace(f"{year}{decade}{ones}年", f"{year}**年")
    return replace(part, text=text.replace("个点", rng.choice(("×个点", "x个点"))))
