"""Which line is the title, and which words of a page's `<title>` or of a file's name are."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from build_corpus.model import Knowledge, Line, Placed, Source, StructureTable, masked_text
from build_corpus.structure.people import is_name, line_facts
from build_corpus.structure.taking import Head
from build_corpus.text import id_fold, is_han

UNFIT = "。！？：；，、…!?:;,"  # a title ends in none of these
DASHES = "—–-─－"
TITLE_MIN = 2  # letters or Han; a line of dashes is no title
PART_MIN = 4  # 字 in which a line and a page's title must agree
ELSEWHERE_MIN = 5  # Han of a title that stands in no line
GENRE_MIN = 6  # 字; a shorter line that ends in 讲话 is a column
SLOGAN_MIN = 8  # 字; a shorter line above 在…上的讲话 is a column or a keyword
TRAIL_MAX = 120  # 字 of a trail of navigation
COLUMN_MAX = 8  # 字 of a column that it names
NO_TITLE_MARKS = frozenset(("row", "caption", "note", "title"))
PAIRS = ("（）", "“”", "《》", "()", "「」", "『』", "‘’")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,4}[：:]")
_SPLIT = re.compile(r"\s*(?:[_|｜»]|-{1,3}|－|(?<!—)—(?!—)|–|:{2,}|\s·\s)\s*")
_TRAIL = re.compile(r"\s{0,4}[>＞»›/／→]{1,3}\s{0,4}")
_HOME = re.compile(r"位置|首\s?页|主\s?页")
_AGAIN = re.compile(
    r"^\s{0,4}(?:[\[【(（](?:转载|转帖|转|原创|轉載)[\]】)）]\s{0,2}|(?:转载|转帖|转|原创|轉載)\s?[:：]\s{0,2})"
)
_SAYS = re.compile("在.{2,40}(?:强调|指出|要求|表示|提出|強調)$")
_BARE = re.compile(r"[\s（(]")
_NUMBER = re.compile(r"^(?:\d{1,4}[、.．\s]\s?)")


class Candidate(NamedTuple):
    """A line that may be the title."""

    at: int
    """Place of its line."""
    score: int
    """Evidence: what markup, page title and wording say for it; 0 without any."""


def parts(text: str) -> list[str]:
    """A page's title or a file's name, whole and split where sites put their names.

    >>> parts("在全县大会上的讲话_领导讲话-某某县政府网")
    ['在全县大会上的讲话_领导讲话-某某县政府网', '在全县大会上的讲话', '领导讲话', '某某县政府网']
    """
    return list(dict.fromkeys([text.strip(), *_pieces(text)]))


def _own(page: Sequence[str], table: StructureTable) -> list[str]:
    """The parts of a page's title that may be the text's own: not the site's name where something else stands beside it."""
    own = [part for part in page if not _only_site(part, table)]
    return own if len(page) > 1 and own else list(page)


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _SPLIT.split(_AGAIN.sub("", text)) if piece.strip()]


def may_be_title(text: str, table: StructureTable) -> bool:
    """Whether a line is short, no sentence, label, salutation or button, and has words in it."""
    words = sum(char.isalnum() for char in text)
    if words < TITLE_MIN or len(text) > table.title_max or text[-1] in UNFIT or text[0] in DASHES:
        return False
    fits = (table.no_title, table.salutation, table.thanks, table.caption, table.note, table.label)
    return not _is_labelled(text, table) and not any(pattern.fullmatch(text) for pattern in fits)


def without_column(text: str, table: StructureTable) -> str:
    """A title without the column in brackets in front of it: [领导讲话] 在…上的讲话."""
    lead = table.lead.match(text)
    rest = text[lead.end() :] if lead else ""
    return rest if rest and may_be_title(rest, table) else text


def _steps(lines: Sequence[Line]) -> frozenset[str]:
    """The short steps of trails of navigation (首页 > 校长讲话 > 正文): columns, not titles."""
    near = (line.text for line in lines if len(line.text) <= TRAIL_MAX and _HOME.search(line.text))
    steps = (step.strip() for text in near for step in _TRAIL.split(text)[1:])
    return frozenset(step for step in steps if len(step) <= COLUMN_MAX)


def _is_labelled(text: str, table: StructureTable) -> bool:
    """Whether a line starts with a label; a name (李四：在…上的讲话) or a genre (党课讲稿：…) is none."""
    label = _LABEL.match(text)
    if not label:
        return False
    said = label[0][:-1]
    speaks = is_name(said, table) or table.genre.search(said) is not None
    return not speaks or len(text) < len(label[0]) + PART_MIN


def candidates(head: Head, top: Sequence[int], page: Sequence[str]) -> Iterator[Candidate]:
    """The lines of the head that may be the title, with the evidence for each."""
    table = head.knowledge.structure
    said, steps = said_by_page(head.lines, top, page, table), _steps(head.lines)
    first = id_fold(next(iter(_own(page[1:], table)), ""))
    for at, below in zip_longest(top, top[1:]):
        text = without_column(head.lines[at].text, table)
        marks = head.kinds.get(head.lines[at].number, frozenset())
        plain = _is_plain(text, table)
        known = is_name(text, table) or (not plain and not any(map(table.genre.search, _BARE.split(text))))
        sure = at in said or "heading" in marks
        fits = may_be_title(text.rstrip("？！?!") if sure else text, table)
        if not head.lines[at].kept or marks & NO_TITLE_MARKS or known or not fits:
            continue
        occasion = table.occasion.fullmatch(text)
        column = text in steps and (at not in said or table.genre.search(text) is not None)
        score = -4 if column else 4 * (at in said) + (id_fold(text) == first)
        score += 2 * (
            "heading" in marks and below is not None and _is_subtitle(head.lines[below].text, table)
        )
        score += 2 * ("heading" in marks) + 2 * (occasion is not None and plain)
        score += len(text) >= GENRE_MIN and plain and table.genre.search(text) is not None
        yield Candidate(at, score - 3 * ("link" in marks) - 2 * (table.site.fullmatch(text) is not None))


def _is_subtitle(text: str, table: StructureTable) -> bool:
    """Whether a line behind —— says what the line above it is: ——在全县大会上的讲话."""
    return text[0] in DASHES and _is_second(text, table) and table.genre.search(text) is not None


def _is_plain(text: str, table: StructureTable) -> bool:
    """Whether a line is no line of facts: what stands before its first bracket or space is at most an occasion."""
    if not line_facts(text, table):
        return True
    core = _BARE.split(text)[0]
    return {fact.field for fact in line_facts(core, table)} == {"occasion"} and bool(table.genre.search(core))


def said_by_page(
    lines: Sequence[Line], places: Sequence[int], page: Sequence[str], table: StructureTable
) -> frozenset[int]:
    """Places of lines that a part of a page's own title repeats, alone or with the line below."""
    folds = {id_fold(part) for part in _own(page, table) if len(part) >= PART_MIN} - {""}
    if not folds:
        return frozenset()
    own = [id_fold(without_column(lines[at].text, table)) for at in places]
    both = [first + second for first, second in zip_longest(own, own[1:], fillvalue="-")]
    return frozenset(
        at for at, one, two in zip(places, own, both, strict=True) if one in folds or two in folds
    )


def goes_on(above: str, below: str, table: StructureTable) -> bool:
    """Whether a title breaks off at the end of one line and the next line ends it.

    Brackets that close on the next line, 在… without 上的讲话, or a genre alone on the next line.
    """
    if len(above) + len(below) > table.title_max or not below or below[-1] in UNFIT:
        return False
    return _breaks_off(above, below, table) or (
        _SAYS.search(above) is not None and may_be_title(below, table) and not line_facts(below, table)
    )


def _breaks_off(above: str, below: str, table: StructureTable) -> bool:
    """Whether the two lines are one without a space between them."""
    if above[-1] in DASHES or any(_open(above, pair) and not _open(above + below, pair) for pair in PAIRS):
        return True
    whole = table.genre.search(above) is None and table.occasion.fullmatch(above) is None
    return whole and "在" in above and table.title_goes_on.fullmatch(below) is not None


def _open(text: str, pair: str) -> bool:
    return text.count(pair[0]) > text.count(pair[1])


def elsewhere(source: Source, page: str, knowledge: Knowledge) -> Mapping[str, tuple[str, str]]:
    """Title, publication and name (张三：…) as the page's `<title>`, else the file's name gives them: field → (value, evidence).

    Numbers of persons are masked in them as in the text; the lines of a `<title>` are masked already, and again
    where its pieces are what shows a number's edges.
    """
    table, rules, accept = knowledge.structure, knowledge.personal, source.sidecar.accept
    found: dict[str, tuple[str, str]] = {}
    stem = source.file.rpartition("/")[2].rpartition(".")[0]
    for text, evidence in ((page, "<title>"), (stem, "file name")):
        pieces = [masked_text(piece, rules, accept) for piece in _pieces(masked_text(text, rules, accept))]
        likely = [_NUMBER.sub("", piece) for piece in pieces if not _only_site(piece, table)]
        likely = [piece for piece in likely if _reads_like_title(piece, table)]
        if likely:
            best = max(likely, key=lambda piece: table.title_like.search(piece) is not None)
            found.setdefault("title", (best, evidence))
            name, colon, rest = best.partition("：")
            if colon and rest and is_name(name, table):
                found.setdefault("name", (name, evidence))
        site = next((piece for piece in reversed(pieces) if _only_site(piece, table)), None)
        if site:
            found.setdefault(
                "publication",
                (re.sub("(?:欢迎[您你]|首页|官网|官方网站|(?:数字|电子)[报版])$", "", site), evidence),
            )
    return found


def _only_site(piece: str, table: StructureTable) -> bool:
    return table.site.fullmatch(piece) is not None and sum(map(is_han, piece)) >= TITLE_MIN


def _reads_like_title(piece: str, table: StructureTable) -> bool:
    long = sum(map(is_han, piece)) >= ELSEWHERE_MIN
    return long and may_be_title(piece, table) and not is_name(piece, table)


def choose(head: Head, top: Sequence[int], page: str) -> list[int]:
    """Places of the lines that make up the title, empty where none fits."""
    table = head.knowledge.structure
    found = list(candidates(head, top, parts(page)))
    best = _best(head, found, page)
    if best is None:
        return []
    kept = [at for at in top if head.lines[at].kept]
    near = kept.index(best.at)
    text = head.lines[best.at].text
    above = head.lines[kept[near - 1]].text if near else ""
    fitting = {each.at for each in found if each.score >= 0}
    pair = [kept[near], *kept[near + 1 : near + 2]]
    if id_fold("".join(head.lines[at].text for at in pair)) in {id_fold(part) for part in parts(page)}:
        return pair
    own = _own_title(head, kept, near)
    if own:
        head.found["headline"] = Placed(value=text, evidence=text)
        head.remove(best.at, "title.headline")
        return own
    if near and kept[near - 1] in fitting and goes_on(above, text, table):
        return [kept[near - 1], best.at]
    slogan = near and kept[near - 1] in fitting and len(above) >= SLOGAN_MIN and not page
    if slogan and table.occasion.fullmatch(text) and not table.site.fullmatch(above):
        return _whole(head, kept, near - 1)
    return _whole(head, kept, near)


def _best(head: Head, found: Sequence[Candidate], page: str) -> Candidate | None:
    """The first line with the most evidence; None where a page's own title is better evidence than any line.

    Without any evidence a plain text's first line is its title, and on a page, where menus come first, the
    line right above the text.
    """
    best = max(found, key=lambda each: each.score, default=None)
    if best is None or best.score < 0:
        return None
    if best.score > 0 or head.cleaned.source.format != "html":
        return best
    if "title" in elsewhere(head.cleaned.source, page, head.knowledge):
        return None
    return [each for each in found if each.score == 0][-1]


def _own_title(head: Head, kept: Sequence[int], near: int) -> list[int]:
    """The title a text gives itself below a page's wording of it: the two lines share the words behind ——."""
    table = head.knowledge.structure
    headline = id_fold(head.lines[kept[near]].text)
    for at, below in zip(kept[near + 1 :], kept[near + 2 :], strict=False):
        first, second = head.lines[at].text, head.lines[below].text
        named = second[0] in DASHES and len(id_fold(second)) >= PART_MIN and id_fold(second) in headline
        if named and may_be_title(first, table) and id_fold(first) not in headline:
            return [at, below]
    return []


def _whole(head: Head, kept: Sequence[int], near: int) -> list[int]:
    """A title with the line that ends it, or with the —— line below it."""
    table = head.knowledge.structure
    chosen = [kept[near]]
    texts = [head.lines[at].text for at in kept[near : near + 3]]
    if len(texts) > 1 and (goes_on(texts[0], texts[1], table) or _is_middle(texts, table)):
        chosen.append(kept[near + 1])
    if len(texts) > len(chosen) and _is_second(texts[len(chosen)], table):
        chosen.append(kept[near + len(chosen)])
    return chosen


def _is_middle(texts: Sequence[str], table: StructureTable) -> bool:
    """Whether the second of three lines goes on with the title, because a line behind —— ends it below."""
    if len(texts) < 3 or texts[2][0] not in DASHES or table.genre.search(texts[2]) is None:  # noqa: PLR2004
        return False
    plain = not any(line_facts(text, table) or table.genre.search(text) for text in texts[:2])
    return plain and min(map(len, texts[:2])) >= PART_MIN and may_be_title(texts[1], table)


def joined(texts: Sequence[str], table: StructureTable) -> str:
    """The lines of a title as one; a space stands where two slogans meet."""
    title = texts[0]
    for text in texts[1:]:
        close = text[0] in DASHES or _breaks_off(title, text, table)
        title += text if close else f" {text}"
    return title


def _is_second(text: str, table: StructureTable) -> bool:
    """Whether a line is the second half of a title: behind ——, with words, and more than a date and an occasion."""
    if text[0] not in DASHES or text[-1] in UNFIT or not any(char.isalnum() for char in text):
        return False
    return table.genre.search(text) is not None or not line_facts(text, table)
