"""The tables in data/*.yml: every rule takes what it says, leaves what it says, and says why.

A hit goes through the real stage, inside a small document, in the place the rule is for.
"""

import ast
import re
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import chain
from re import _constants as sre  # type: ignore[attr-defined] - the only way to read a parsed pattern
from re import _parser

import pytest
from helpers import ALONE, PROSE, ROOT, annotated_of, cleaned_of, source_of, speech_of
from pydantic import TypeAdapter

from build_corpus.clean import clean
from build_corpus.knowledge import built_in
from build_corpus.model import (
    CorpusStats,
    EnumeratorFamily,
    Line,
    Mark,
    MetadataRule,
    NoiseRule,
    PhraseRule,
    Receipt,
    Removal,
    Source,
    StructureTable,
    SuspectRule,
    settle,
)

KNOWLEDGE = built_in()
TITLE = "论实干"
NOISE = KNOWLEDGE.noise.rules
METADATA = KNOWLEDGE.metadata
PHRASES = KNOWLEDGE.noise.phrases
PERSONAL = KNOWLEDGE.personal
TABLE_CODES = {rule.code for rule in (*NOISE, *PHRASES, *METADATA, *PERSONAL)}

every_noise_rule = pytest.mark.parametrize("rule", NOISE, ids=lambda rule: rule.code)
every_metadata_rule = pytest.mark.parametrize("rule", METADATA, ids=lambda rule: rule.code)
every_suspect_rule = pytest.mark.parametrize("rule", KNOWLEDGE.suspects, ids=lambda rule: rule.code)
every_family = pytest.mark.parametrize(
    "family", KNOWLEDGE.enumerators.families, ids=lambda family: family.code
)


# ---------------------------------------------------------------- noise


def places(rule: NoiseRule, line: str) -> Iterator[str]:
    """Documents with a line everywhere its rule may act."""
    above = next(
        (each.hits[0] for each in NOISE if each.code.startswith(f"{rule.follows}.") and not each.follows),
        None,
    )
    block = f"{above}\n{line}" if above else line
    if rule.zone in ("head", "edge", "anywhere"):
        yield f"{block}\n\n{TITLE}\n{PROSE}\n{PROSE}\n"
    if rule.zone in ("tail", "edge", "anywhere"):
        yield f"{TITLE}\n{PROSE}\n{PROSE}\n\n{block}\n"
    if rule.zone == "anywhere":
        yield f"{TITLE}\n{PROSE}\n{block}\n{PROSE}\n"


def fate(text: str, wanted: str) -> str | None:
    """Code of the rule that took a line of a text, None where it stayed."""
    found = [
        line for line in cleaned_of(text).lines if text[line.start : line.stop].strip() == wanted.strip()
    ]
    assert found, f"{wanted} is no line of its own any more"
    return code(found[0])


def code(line: Line) -> str | None:
    if line.fate is None or isinstance(line.fate, Removal):
        return line.fate.rule if line.fate else None
    return line.fate[0].rule


@every_noise_rule
def test_noise_rule_takes_its_hits(rule: NoiseRule) -> None:
    """Each hit of a rule leaves the text by this rule wherever the rule may act."""
    for hit in rule.hits:
        for text in places(rule, hit):
            assert fate(text, hit) == rule.code, text


@every_noise_rule
def test_noise_rule_leaves_its_misses(rule: NoiseRule) -> None:
    """No miss of a rule matches it, alone or in a document; what is short enough is tried at all."""
    for miss in rule.misses:
        assert not rule.pattern.fullmatch(miss), miss
        assert len(miss) <= rule.max, f"{miss} is too long to be tried, so it proves nothing"
        for text in places(rule, miss):
            assert fate(text, miss) != rule.code, text


@every_noise_rule
def test_noise_rule_spares_the_body(rule: NoiseRule) -> None:
    """A rule for head or tail takes no line between two lines of the body (another, for anywhere, may)."""
    if rule.zone == "anywhere":
        pytest.skip("acts anywhere")
    anywhere = {each.code for each in NOISE if each.zone == "anywhere"}
    for hit in rule.hits:
        assert fate(f"{TITLE}\n{PROSE}\n{hit}\n{PROSE}\n", hit) in {None, *anywhere}, hit


@every_noise_rule
def test_noise_rule_that_follows_needs_what_it_follows(rule: NoiseRule) -> None:
    """A rule for the line below another stays away where that line is missing."""
    if rule.follows is None:
        pytest.skip("follows nothing")
    assert rule.follows in KNOWLEDGE.noise.classes
    for hit in rule.hits:
        assert fate(f"{TITLE}\n{PROSE}\n{hit}\n{PROSE}\n", hit) != rule.code, hit


def test_a_field_is_kept() -> None:
    """What a rule moves to a field stands there in the document's words."""
    for rule in (rule for rule in NOISE if rule.field):
        for hit in rule.hits:
            assert speech_of(f"{hit}\n\n{TITLE}\n{PROSE}\n").rights == (hit,)


def test_to_end_means_to_the_end() -> None:
    """After a line whose rule cuts to the end, nothing short stays."""
    for rule in (rule for rule in NOISE if rule.action == "to-end"):
        text = f"{TITLE}\n{PROSE}\n{rule.hits[0]}\n论苦干\n论巧干\n"
        assert [line.text for line in cleaned_of(text).kept] == [TITLE, PROSE]


@every_noise_rule
def test_noise_rule_tries_no_line_over_its_limit(rule: NoiseRule) -> None:
    """A hit leaves when it is as long as the rule's lines may be, and not by this rule when it is longer."""
    for hit in rule.hits:
        for most, taken in ((len(hit), True), (len(hit) - 1, False)):
            rules = tuple(replace(each, max=most) if each is rule else each for each in NOISE)
            table = replace(KNOWLEDGE, noise=replace(KNOWLEDGE.noise, rules=rules))
            for text in places(rule, hit):
                lines = clean(source_of(text), ALONE, table).lines
                assert (rule.code in {code(line) for line in lines}) == taken, text


# ---------------------------------------------------------------- metadata


@every_metadata_rule
def test_metadata_rule_fills_its_fields(rule: MetadataRule) -> None:
    """Each hit leaves the text by this rule and gives exactly the fields that stand beside it."""
    for hit, wanted in rule.hits.items():
        for text in around(rule, hit):
            speech = speech_of(text)
            moved = {
                each.field: each.value
                for each in speech.receipts
                if each.rule == rule.code and each.kind == "moved"
            }
            assert moved == dict(wanted), text
            assert any(each.rule == rule.code for each in speech.receipts), text
            assert hit not in speech.text
            name = speech.value("speaker") or speech.value("author")
            known = {"posted": speech.posted, "date": speech.date, "name": name}
            assert {field: known.get(field) or speech.value(field) for field in wanted} == dict(wanted), text


def around(rule: MetadataRule, line: str) -> Iterator[str]:
    zone = rule.zone
    beside = next((next(iter(each.hits)) for each in METADATA if each.code == rule.beside), None)
    line = f"{beside}\n{line}" if beside else line
    if zone in ("head", "edge"):
        yield f"{TITLE}\n{line}\n{PROSE}\n{PROSE}\n"
    if zone in ("tail", "edge"):
        yield f"{TITLE}\n{PROSE}\n{PROSE}\n{line}\n"


@every_metadata_rule
def test_metadata_rule_leaves_its_misses(rule: MetadataRule) -> None:
    """No miss of a rule matches it or is touched by it."""
    for miss in rule.misses:
        assert not rule.pattern.fullmatch(miss), miss
        assert len(miss) <= rule.max, f"{miss} is too long to be tried, so it proves nothing"
        for text in around(rule, miss):
            assert rule.code not in {each.rule for each in speech_of(text).receipts}, text


@every_metadata_rule
def test_metadata_rule_spares_the_body(rule: MetadataRule) -> None:
    """A line of metadata between two lines of the body is text."""
    for hit in rule.hits:
        speech = speech_of(f"{TITLE}\n{PROSE}\n{hit}\n{PROSE}\n")
        assert rule.code not in {each.rule for each in speech.receipts}, hit


# ---------------------------------------------------------------- suspects, numbers, titles


@every_suspect_rule
def test_suspect_rule_notes_its_hits(rule: SuspectRule) -> None:
    """Each hit gets a note with the reading that stands beside it and a finding; the text stays."""
    for hit, reading in rule.hits.items():
        speech = speech_of(f"{TITLE}\n{PROSE}\n{PROSE}{hit}。\n")
        notes = [note for note in speech.notes if note.reason == rule.reason]
        assert [note.suggestion for note in notes] == [reading], hit
        assert notes[0].text in hit
        assert [each.code for each in speech.findings] == ["suspect"]
        assert hit in speech.text


@every_suspect_rule
def test_suspect_rule_leaves_its_misses(rule: SuspectRule) -> None:
    """A miss gets no note of this rule."""
    for miss in rule.misses:
        speech = speech_of(f"{TITLE}\n{PROSE}\n{PROSE}{miss}。\n")
        assert rule.reason not in {note.reason for note in speech.notes}, miss


@every_family
def test_family_numbers_its_hits(family: EnumeratorFamily) -> None:
    """A hit on a line of its own is a heading of this family, at the family's own level."""
    for hit in family.hits:
        heading = speech_of(f"{TITLE}\n{PROSE}\n{hit}\n{PROSE}\n").blocks[1]
        assert (heading.type, heading.kind, heading.level) == ("heading", family.code, family.orphan), hit


@every_family
def test_family_leaves_its_misses(family: EnumeratorFamily) -> None:
    """A miss is no heading of this family, on its own line or at the head of a paragraph."""
    for miss in family.misses:
        for line in (miss, f"{miss}，要说到做到。{PROSE}"):
            block = speech_of(f"{TITLE}\n{PROSE}\n{line}\n{PROSE}\n").blocks[1]
            assert block.kind != family.code, line


MATCH = {
    "title_like": "search",
    "salutation": "fullmatch",
    "closing": "match",
    "thanks": "fullmatch",
    "spoken": "search",
    "place": "match",
    "office": "search",
    "genre": "search",
    "wire": "match",
    "leader": "search",
    "follows": "search",
    "stated": "search",
    "announced": "match",
    "today": "search",
    "named": "search",
    "lead": "match",
}


def test_structure_cases_hold() -> None:
    """Every pattern of structure.yml matches its hits and none of its misses, the way structure uses it."""
    for name, cases in KNOWLEDGE.structure.cases.items():
        match = getattr(getattr(KNOWLEDGE.structure, name), MATCH.get(name, "fullmatch"))
        assert cases["hits"], name
        assert cases["misses"], name
        assert [text for text in cases["hits"] if not match(text)] == [], name
        assert [text for text in cases["misses"] if match(text)] == [], name


def test_every_structure_pattern_has_cases() -> None:
    """No pattern of structure.yml goes without cases, and no case without a pattern."""
    table = KNOWLEDGE.structure
    patterns = {
        field.name for field in fields(StructureTable) if isinstance(getattr(table, field.name), re.Pattern)
    }
    assert set(table.cases) == patterns


def test_salutations_and_closings_go_through_structure() -> None:
    """The hits of salutation, closing and thanks become blocks of that type, the misses do not."""
    cases = KNOWLEDGE.structure.cases
    for wanted, name in (("salutation", "salutation"), ("closing", "closing"), ("closing", "thanks")):
        for text, is_hit in chain(
            ((each, True) for each in cases[name]["hits"]), ((each, False) for each in cases[name]["misses"])
        ):
            lines = (text, PROSE, PROSE) if wanted == "salutation" else (PROSE, PROSE, text)
            blocks = speech_of("\n".join((TITLE, *lines))).blocks
            at = 0 if wanted == "salutation" else -1
            assert (blocks[at].type == wanted) == is_hit, text


def test_speech_is_recognised_by_who_speaks() -> None:
    """An opening that hits `spoken` makes an untitled text a speech; a miss does not."""
    for text in KNOWLEDGE.structure.cases["spoken"]["hits"]:
        assert speech_of(f"{TITLE}\n{text}，{PROSE}").kind == "speech", text
    for text in KNOWLEDGE.structure.cases["spoken"]["misses"]:
        assert speech_of(f"{TITLE}\n{text}，{PROSE}").kind == "article", text


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("某某县人民法院工作报告", "report"),
        ("关于乡村旅游的调研报告", "report"),
        ("在全县大会上的讲话", "speech"),
        ("新年致辞", "speech"),
        ("给高三同学的寄语", "speech"),
        ("在某某县第十次代表大会上的报告", "speech"),
        ("关于水的几点思考", "article"),
        ("县长在全县大会上发表讲话", "article"),
        ("本报评论员：把责任扛起来", "article"),
        ("在学习贯彻全国会议讲话精神大会上的讲话", "speech"),
        ("就職演說", "speech"),
        ("在畢業典禮上的致詞", "speech"),
    ],
)
def test_titles_tell_the_kind(title: str, kind: str) -> None:
    """A title that names a genre decides what a document is."""
    assert speech_of(f"{title}\n{PROSE}").kind == kind


def test_every_kind_rule_fires() -> None:
    """Each rule of `kinds` is the first to match some title above."""
    titles = ("在全县大会上的讲话", "县长在全县大会上发表讲话", "某某县人民法院工作报告", "新年致辞")
    first = [
        next(rule for rule in KNOWLEDGE.structure.kinds if rule.pattern.search(title)) for title in titles
    ]
    assert first == list(KNOWLEDGE.structure.kinds)


def test_every_place_ending_and_level_word_counts() -> None:
    """A place's ending, and words a text uses of its own, give the level the table names."""
    table = KNOWLEDGE.structure
    assert set(table.place_levels.values()) <= set(table.levels)
    for level, words in table.levels.items():
        for word in words:
            assert speech_of(f"{TITLE}\n{word}，{PROSE}").value("level") == level, word


# ---------------------------------------------------------------- codes


def used_codes() -> set[str]:
    """Every rule code that stands in the code of the package."""
    classes = "|".join(KNOWLEDGE.noise.classes)
    found = set()
    for file in (ROOT / "build_corpus").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.fullmatch(rf"(?:{classes})\.[a-z-]+", node.value)
            ):
                found.add(node.value)
    return {each for each in found if not each.endswith(".yml")}


def test_codes_are_unique_and_have_a_class() -> None:
    """A code is class.name, the class is known, and no two rules share a code."""
    codes = [
        *(rule.code for rule in (*NOISE, *PHRASES, *METADATA, *PERSONAL)),
        *KNOWLEDGE.noise.engine,
        *(rule.code for rule in KNOWLEDGE.suspects),
    ]
    assert len(set(codes)) == len(codes)
    for each in codes:
        assert re.fullmatch("[a-z-]+[.][a-z-]+", each), each
        assert each.partition(".")[0] in {*KNOWLEDGE.noise.classes, "suspect"}, each


def test_every_class_is_used() -> None:
    """No class of rules is without rules, and each has a name in Chinese."""
    used = {each.partition(".")[0] for each in (*TABLE_CODES, *KNOWLEDGE.noise.engine)}
    assert used == set(KNOWLEDGE.noise.classes)
    assert all(chinese(each.label) for each in KNOWLEDGE.noise.classes.values())


def test_engine_lists_the_rules_that_are_code() -> None:
    """`engine` names every rule code the package uses that is in no table, and no other."""
    assert used_codes() - TABLE_CODES == set(KNOWLEDGE.noise.engine)


SHARED = "某某文库"
FREQUENT = "某某县组工信息"
PAGE = f"{TITLE}_某某县人民政府"
ENGINE = {
    "layout.blank": f"{TITLE}\n\n{PROSE}",
    "layout.edge": f"{TITLE}\n  {PROSE}",
    "layout.invisible": f"{TITLE}\n{PROSE[:5]}\N{ZERO WIDTH SPACE}{PROSE[5:]}",
    "layout.tab": f"{TITLE}\n{PROSE[:5]}\t{PROSE[5:]}",
    "layout.line-end": f"{TITLE}\n{PROSE}\r\n{PROSE}",
    "join.broken-line": f"{TITLE}\n责任要到人，\n{PROSE}",
    "punctuation.full-width": f"{TITLE}\n责任要到人,{PROSE}",
    "punctuation.small-form": f"{TITLE}\n责任要到人﹐{PROSE}",
    "punctuation.quotation": f'{TITLE}\n要把"一线"当考场。{PROSE}',
    "punctuation.doubled": f"{TITLE}\n责任要到人，，{PROSE}",
    "annotation.reading": f"{TITLE}\n学(xué)在前面。{PROSE}",
    "navigation.trail": f"首页\n>\n工作研究\n{TITLE}\n{PROSE}",
    "navigation.head": f"{TITLE}\n书记出席会议\n同志们：\n{PROSE}",
    "navigation.shared": f"{FREQUENT}\n\n{TITLE}\n{PROSE}",
    "promotion.enclosed": f"【会员福利】\n好文不错过\n自建平台、实时分享\n\n{TITLE}\n{PROSE}",
    "promotion.shared": f"{SHARED}\n【会员福利】\n\n{TITLE}\n{PROSE}",
    "navigation.running": f"{TITLE}\n{PROSE}\n- 1 -\n某某文集\n{PROSE}\n- 2 -\n某某文集\n{PROSE}",
    "mail.above": f"请看下面的讲话稿。\n-----邮件原件-----\n{TITLE}\n{PROSE}\n{PROSE}\n{PROSE}",
    "title.found": f"{TITLE}\n{PROSE}",
    "title.repeat": f"{TITLE}\n{TITLE}\n{PROSE}",
    "title.page": f"{PAGE}\n{TITLE}\n{PROSE}",
    "title.headline": f"王局长在全县大会上的讲话\n种好责任田\n——在全县大会上的讲话\n{PROSE}",
    "metadata.byline": f"{TITLE}\n张三\n{PROSE}",
    "metadata.facts": f"{TITLE}\n2016年3月12日在全县大会上\n{PROSE}",
}


MARKED = {
    "layout.markup": (f"# {TITLE}\n{PROSE}", "# ", "syntax"),
    "navigation.outside": (f"{TITLE}\n{PROSE}\n本站概况\n", f"{TITLE}\n{PROSE}\n", "main"),
    "navigation.link": (f"{TITLE}\n{PROSE}\n本站概况\n", "本站概况", "link"),
}
"""Rules that need to know what the file's markup says: text, marked words, kind of mark."""


def test_every_engine_rule_has_a_document() -> None:
    """No rule that is code goes untested."""
    assert {*ENGINE, *MARKED} == set(KNOWLEDGE.noise.engine)


@pytest.mark.parametrize("rule", MARKED)
def test_engine_rule_fires_by_markup(rule: str) -> None:
    """A rule that reads the file's markup acts where it is marked, and not in the same text without marks."""
    text, words, kind = MARKED[rule]
    start = text.index(words)
    mark = TypeAdapter(Mark).validate_python({"kind": kind, "start": start, "end": start + len(words)})
    for marks, fires in (((mark,), True), ((), False)):
        cleaned = clean(replace(source_of(text), marks=marks), ALONE, KNOWLEDGE)
        assert (rule in {receipt.rule for receipt in settle(cleaned.source, cleaned.lines)}) is fires


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda rule: rule.code)
def test_phrase_is_cut_off(phrase: PhraseRule) -> None:
    """Each phrase goes from its hits, by its own rule, and its misses stay whole."""
    for line, stays in (*phrase.hits.items(), *((miss, miss) for miss in phrase.misses)):
        text = f"{TITLE}\n{line}\n{PROSE}" if phrase.side == "start" else f"{TITLE}\n{PROSE}\n{line}"
        cleaned = clean(source_of(text), ALONE, KNOWLEDGE)
        assert stays in [each.text for each in cleaned.kept]
        fired = {each.rule for each in settle(cleaned.source, cleaned.lines)}
        assert (phrase.code in fired) is (line != stays)


@pytest.mark.parametrize("rule", ENGINE)
def test_engine_rule_fires(rule: str) -> None:
    """Each rule that is code leaves a receipt under its name."""
    title = Mark(kind="title", start=0, end=len(PAGE))
    source = replace(source_of(ENGINE[rule]), marks=(title,) if rule == "title.page" else ())
    stats = CorpusStats(shared_lines=frozenset({SHARED}), frequent_lines=frozenset({FREQUENT}))
    assert rule in {receipt.rule for receipt in receipts(source, stats)}


def receipts(source: Source, stats: CorpusStats) -> list[Receipt]:
    cleaned = clean(source, stats, KNOWLEDGE)
    return [*settle(cleaned.source, cleaned.lines), *annotated_of(source, ALONE).speech.receipts]


def test_every_reason_is_chinese() -> None:
    """Readers and editors are told why, in Chinese, for each rule; suspects have reasons of their own."""
    reasons = [KNOWLEDGE.reason(each) for each in (*TABLE_CODES, *KNOWLEDGE.noise.engine)]
    own = [rule.reason for rule in KNOWLEDGE.suspects]
    assert all(chinese(reason) for reason in (*reasons, *own))
    assert len(set(own)) == len(own)


def chinese(text: str) -> bool:
    return re.search("[\u4e00-\u9fff]", text) is not None


def test_every_rule_has_a_hit_and_a_near_miss() -> None:
    """Each rule shows at least one line it takes, short enough for it, and one it leaves."""
    for rule in (*NOISE, *METADATA):
        assert rule.hits, rule.code
        assert rule.misses, rule.code
        assert max(map(len, rule.hits)) <= rule.max, rule.code
    for rule in (*KNOWLEDGE.suspects, *KNOWLEDGE.enumerators.families, *PERSONAL):
        assert rule.hits, rule.code
        assert rule.misses, rule.code


# ---------------------------------------------------------------- patterns


def patterns() -> Iterator[tuple[str, re.Pattern[str], int]]:
    """(name, pattern, longest text it meets) of every pattern in the tables."""
    for rule in (*NOISE, *METADATA):
        yield rule.code, rule.pattern, rule.max
    for family in KNOWLEDGE.enumerators.families:
        yield f"family.{family.code}", family.pattern, 2_000
    for rule in (*KNOWLEDGE.suspects, *PERSONAL, *KNOWLEDGE.rights):
        yield rule.code, rule.pattern, 2_000
    table = KNOWLEDGE.structure
    for name in table.cases:
        yield f"structure.{name}", getattr(table, name), 2_000
    for at, kind in enumerate(table.kinds):
        yield f"kinds.{at}-{kind.kind}", kind.pattern, 2_000


every_pattern = pytest.mark.parametrize(
    ("name", "pattern", "longest"),
    list(patterns()),
    ids=lambda value: value if isinstance(value, str) else "",
)


def nested(parsed: object, *, inside: bool = False) -> bool:
    """Whether a quantifier without a bound stands inside another."""
    if isinstance(parsed, _parser.SubPattern):
        return any(nested(item, inside=inside) for item in parsed.data)
    if isinstance(parsed, tuple) and parsed and parsed[0] in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        _, (_, most, body) = parsed
        endless = most is sre.MAXREPEAT
        return (endless and inside) or nested(body, inside=inside or endless)
    return isinstance(parsed, list | tuple) and any(nested(item, inside=inside) for item in parsed)


@every_pattern
def test_no_pattern_nests_endless_repeats(name: str, pattern: re.Pattern[str], longest: int) -> None:
    """No pattern has an unbounded quantifier inside an unbounded quantifier."""
    del longest
    assert not nested(_parser.parse(pattern.pattern)), name


def test_nested_repeats_are_noticed() -> None:
    """The check above finds the classic, and lets bounded repeats pass."""
    assert nested(_parser.parse("(?:(a+)b?)+"))
    assert nested(_parser.parse("x(?:y|z*)*"))
    assert not nested(_parser.parse("(?:a+b){2,12}c*"))


SLOW = 0.3  # seconds to match and search one text; the slowest seen takes 0.004


def seconds(pattern: re.Pattern[str], text: str) -> float:
    start = time.process_time()
    pattern.fullmatch(text)
    pattern.search(text)
    return time.process_time() - start


@every_pattern
def test_no_pattern_is_slow(name: str, pattern: re.Pattern[str], longest: int) -> None:
    """On long texts that almost match, no pattern takes noticeable time."""
    for seed in (*hits(name), "群：", "QQ", "1", "——", "在上的", "书记", "  ", "：", "【】", "甲、"):
        almost = (seed * longest)[: longest - 1] + "\N{BLACK SQUARE}"
        spaced = (f"{seed} " * longest)[:longest]
        assert max(seconds(pattern, almost), seconds(pattern, spaced)) < SLOW, seed


def test_a_slow_pattern_is_noticed() -> None:
    """A pattern whose time grows with the cube of the length is above the limit."""
    assert seconds(re.compile(".*.*y"), "x" * 2_000) > SLOW


def hits(name: str) -> list[str]:
    tables = (*NOISE, *METADATA, *KNOWLEDGE.suspects, *PERSONAL, *KNOWLEDGE.rights)
    found = [hit for rule in tables if rule.code == name for hit in rule.hits]
    return found + list(KNOWLEDGE.structure.cases.get(name.partition(".")[2], {}).get("hits", ()))
