"""Set phrases: what is one, where it stands, and the pages that show it."""

import json
import re

import pytest
from helpers import SETTINGS, corpus_of, pages_of
from markdown import Markdown

from build_corpus.knowledge import built_in
from build_corpus.model import Corpus, Formula, Passage
from build_corpus.publish.formula_lists import FIRST, ROWS, SECTION, lists_of
from build_corpus.publish.formulas import LINES, PAGES
from build_corpus.publish.phrase_facts import PhraseFacts
from build_corpus.publish.site import Site
from build_corpus.relate.formula_text import Keys, number
from build_corpus.segment import MANY, lexicon, make_room

HEAD = "在全县{}工作会议上的讲话\n{}同志们：\n今天召开这次会议，主要任务是总结上半年的情况，部署下一步的重点工作，请大家讨论。\n"


def speech(*paragraphs: str, topic: str = "水利", date: str = "") -> str:
    return HEAD.format(topic, f"（{date}）\n" if date else "") + "\n".join(paragraphs) + "\n"


def phrases(corpus: Corpus) -> dict[str, Formula]:
    return {formula.text: formula for formula in corpus.formulas}


def spoken(corpus: Corpus, use: Passage) -> str:
    """The words of a use."""
    document = next(each for each in corpus.documents if each.id == use.document)
    text = next(block.text for block in document.speech.blocks if block.id == use.block)
    return text[use.start : use.end]


def used_in(formula: Formula) -> list[str]:
    return [use.document for use in formula.uses]


LONG = "".join(
    f"第{at}段长{at + 40}米，由{name}村出工，{at}月底以前完工，材料由水管站统一运到渠边。"
    for at, name in enumerate("赵钱孙李周吴郑王冯陈褚卫", 1)
)
"""A paragraph as long as texts that are compared."""


# ---------------------------------------------------------------- what is a set phrase


def test_a_quoted_phrase_counts_wherever_it_stands() -> None:
    """Quotation marks make a set phrase; its uses without them count as well, in every speech."""
    corpus = corpus_of(
        speech("各村要用好“板凳会”，有事商量着办，“板凳会”一月一次。"),
        speech("去年推开板凳会以后，邻里纠纷少了一半，群众都说好。", topic="调解"),
    )
    found = phrases(corpus)["板凳会"]
    assert used_in(found) == ["a", "a", "b"]
    assert found.quoted == 2
    assert {spoken(corpus, use) for use in found.uses} == {"板凳会"}


@pytest.mark.parametrize(
    "other",
    ["守土有责，守土尽责", "守土有责守土尽责", "“守土有责、守土尽责”", "守土有責、守土盡責"],
)
def test_marks_and_characters_make_no_other_phrase(other: str) -> None:
    """Quotation marks, 、 or ， or nothing, and traditional characters make the same phrase."""
    corpus = corpus_of(
        speech("防汛要“守土有责、守土尽责”，一刻也不能松懈，哪里出事找哪里。"),
        speech(f"入冬以后，林区各站要{other}，把火种堵在山外。", topic="防火"),
    )
    found = [each for each in corpus.formulas if "守土有责" in each.text]
    assert [used_in(each) for each in found] == [["a", "b"]]


def test_variants_of_the_vocabulary_are_one_phrase() -> None:
    """What the vocabulary calls the same wording, in another order too, is one phrase with two wordings."""
    corpus = corpus_of(
        speech("各站要聚焦“主责主业”，把心思用在巡渠管水上，少揽别的事。"),
        speech("护林员要守住主业主责，一天一巡山，风大的日子多走一趟。", topic="防火"),
    )
    found = phrases(corpus)["主责主业"]
    assert (found.variants, used_in(found)) == (("主业主责",), ["a", "b"])


def test_stress_and_quotations_are_no_set_phrases() -> None:
    """A single ordinary word in quotation marks is stressed; somebody's sentence is quoted. Neither is a phrase."""
    corpus = corpus_of(
        speech(
            "渠道“通”了，水才能“流动”，少数人“不适应”也要学。",
            "古人说，“善治水者，因势而导之”，这话今天也不过时；老话讲得好：“水往低处流。”",
        )
    )
    assert corpus.formulas == ()


def test_a_couplet_that_speeches_share_is_a_phrase_without_marks() -> None:
    """Parts of equal rank and length that stand together in two speeches are one phrase, cut at its own edges."""
    corpus = corpus_of(
        speech("要把堤坝修得水淹不垮、浪打不动，经得起年年大汛的考验。"),
        speech("新修的码头真是水淹不垮，浪打不动的硬工程，渔民心里踏实。", topic="渔业"),
    )
    found = phrases(corpus)
    assert [each for each in found if "水淹" in each or "浪打" in each] == ["水淹不垮、浪打不动"]
    assert used_in(found["水淹不垮、浪打不动"]) == ["a", "b"]


def test_a_recurring_phrase_is_cut_where_words_end() -> None:
    """A wording two speeches repeat is a phrase from word to word, without 的 and 要 at its ends."""
    corpus = corpus_of(
        speech("各乡要坚持河湖长制的好做法，坚持节水灌溉示范引领，把每一方水用好。"),
        speech("果园也要节水灌溉示范引领的路子，合作社带着农户一起干。", topic="果业"),
    )
    assert "节水灌溉示范引领" in phrases(corpus)
    edges = {each[0] for each in phrases(corpus)} | {each[-1] for each in phrases(corpus)}
    assert edges.isdisjoint("的了和等要在")


@pytest.mark.parametrize(
    ("one", "other", "piece"),
    [
        ("学习长岭治水成果很实", "推广长岭治水成果也快", "长岭治水成果"),
        ("修了40个山坡梯田", "看了9个山坡梯田", "个山坡梯田"),
        ("一支不怕泥水的高素质队伍", "几位不怕泥水的高素质能人", "不怕泥水的高素质"),
    ],
)
def test_half_a_wording_is_no_phrase(one: str, other: str, piece: str) -> None:
    """What lacks the number or the noun that it hangs on is no set phrase, however often it recurs."""
    corpus = corpus_of(speech(f"今年{one}。", LONG), speech(f"明年{other}。", topic="农田"))
    assert piece not in phrases(corpus)


def test_a_bare_number_is_no_phrase() -> None:
    """A number with its measure word is stressed, not named; numbers that name something are phrases."""
    found = phrases(
        corpus_of(speech("干成这件事，“两个”人也不嫌少，“两新”组织都来出力，搞好“双百”活动，两个队轮着上。"))
    )
    assert {"两新", "双百"} <= found.keys()
    assert "两个" not in found


def test_ordinary_nouns_of_the_vocabulary_are_no_phrases() -> None:
    """A theme may be called by a plain noun; sharing that is sharing a subject, not a set phrase."""
    texts = (
        speech("国民经济稳中有进，知识产权有人保护，脱贫攻坚不松劲。"),
        speech("脱贫攻坚靠国民经济撑着，知识产权换来真金白银。", topic="商务"),
    )
    found = phrases(corpus_of(*texts))
    assert "脱贫攻坚" in found
    assert not {"国民经济", "知识产权"} & found.keys()


def test_no_phrase_is_found_across_a_comma_that_is_not_its_own() -> None:
    """干部教育 does not stand in 关心干部，教育群众."""
    corpus = corpus_of(
        speech("“干部教育”不能只靠开会，“干部教育”要进田间。"),
        speech("到了汛期，我们既要关心干部，教育群众转移时不要返回。", topic="防汛"),
    )
    assert used_in(phrases(corpus)["干部教育"]) == ["a", "a"]


def test_a_short_phrase_is_no_piece_of_other_words() -> None:
    """大学习 is not in 大学习近平…; 四要 as a number of an item is not “四要”; 三个一 is not in 三个一级."""
    corpus = corpus_of(
        speech("夜校搞“大学习”，水管员做到“四要”，每月“三个一”。"),
        speech("四要加强巡查。全县有三个一级水厂。北京大学习近平新时代研究院来人讲课。", topic="供水"),
    )
    found = phrases(corpus)
    assert [used_in(found[each]) for each in ("大学习", "四要", "三个一")] == [["a"], ["a"], ["a"]]


def test_versions_of_a_speech_do_not_count() -> None:
    """A copy of a speech makes none of its wordings a recurring one, and its uses are counted once."""
    body = (
        "灌区的老渠已经用了四十年，漏水的地方越来越多，今年要分三段整修，先修下游再修上游。" + LONG,
        "要用好“板凳会”，把用水的次序商量好，商量好了就贴在村口，谁也不能随便改动。",
        "各站所要轮流值夜，雨大的时候两个人一班，闸门开多少、水位到哪里，都要写在本子上。",
    )
    alone = corpus_of(speech(*body))
    twice = corpus_of(speech(*body), speech(*body))
    assert len(twice.versions) == 1
    assert [(each.text, len(each.uses)) for each in twice.formulas] == [
        (each.text, len(each.uses)) for each in alone.formulas
    ]


def test_numbers_are_read() -> None:
    """A phrase opens with its number, as Han or as digits; an ordinal is none."""
    assert [
        number(each) for each in ("五带头五提高", "一百个示范村", "两不误，两促进", "二十字", "12个动作")
    ] == [
        5,
        100,
        2,
        20,
        12,
    ]
    assert [number(each) for each in ("第一责任人", "公道正派", "541", "三")] == [None] * 4


def test_a_key_has_every_form_of_its_variants() -> None:
    """A phrase is looked for with each variant of each group that stands in it."""
    keys = Keys([("甲乙", "乙甲"), ("丙丁", "丁丙", "丙与丁")])
    assert keys.key("乙甲、丙与丁").text == "甲乙丙丁"
    assert set(keys.forms("甲乙丙丁")) == {
        *("甲乙丙丁", "乙甲丙丁", "甲乙丁丙"),
        *("乙甲丁丙", "甲乙丙与丁", "乙甲丙与丁"),
    }


# ---------------------------------------------------------------- records and pages


def two_speeches() -> Corpus:
    return corpus_of(
        speech("要用好“板凳会”，有事商量着办，板凳会一月一次。", date="2019年5月6日"),
        speech("推开板凳会以后，纠纷少了一半。镇里又办了“夜校课”。", topic="调解", date="2018年3月1日"),
    )


def test_a_record_counts_every_use() -> None:
    """documents.jsonl says how often a document uses a phrase, with and without quotation marks."""
    lines = pages_of(two_speeches())["data/documents.jsonl"].splitlines()
    first, second = ({each["text"]: each["count"] for each in json.loads(line)["formulas"]} for line in lines)
    assert (first["板凳会"], first.get("夜校课")) == (2, None)
    assert (second["板凳会"], second["夜校课"]) == (1, 1)


def test_only_shared_phrases_have_pages() -> None:
    """A phrase of two speeches has a page; one of a single speech stands in the export alone."""
    corpus = two_speeches()
    files, found = pages_of(corpus), phrases(corpus)
    assert f"formulas/{found['板凳会'].id}.md" in files
    assert f"formulas/{found['夜校课'].id}.md" not in files
    exported = {each["text"]: each for each in map(json.loads, files["data/formulas.jsonl"].splitlines())}
    assert set(exported) == set(found)
    assert exported["板凳会"]["first"] == {"date": "2018-03-01", "speech": "b"}
    assert exported["板凳会"]["speeches"] == 2
    assert [use["speech"] for use in exported["板凳会"]["uses"]] == ["a", "a", "b"]


def test_a_page_shows_every_line_and_leads_to_its_paragraph() -> None:
    """Lines stand under their speech, the earliest first; each is a link to the very paragraph."""
    corpus = two_speeches()
    found = phrases(corpus)["板凳会"]
    page = pages_of(corpus)[f"formulas/{found.id}.md"]
    targets = [f'href="../../speeches/{use.document}/#{use.block}"' for use in found.uses]
    assert page.count("<mark>板凳会</mark>") == 3
    assert [page.count(target) for target in sorted(set(targets))] == [2, 1]
    assert page.index('id="in-b"') < page.index('id="in-a"')
    assert "<dt>本库最早</dt><dd>2018-03-01" in page
    assert "“板凳会” <small>1 处</small>" in page.replace("&#34;", "“")
    assert '<td>2019</td><td class="number">1</td><td class="number">2</td>' in page


def test_without_a_delivery_date_none_is_said() -> None:
    """A posted date or none at all makes no first use: the page says 无日期."""
    corpus = corpus_of(speech("要用好“板凳会”。"), speech("“板凳会”办得好。", topic="调解"))
    page = pages_of(corpus)[f"formulas/{phrases(corpus)['板凳会'].id}.md"]
    assert "无日期" in page
    assert "按年" not in page


def test_the_speech_leads_to_its_phrases() -> None:
    """A speech's page says how many shared phrases it uses; the page that goes with it lists them with their counts."""
    corpus = two_speeches()
    files = pages_of(corpus)
    assert re.search(r'<a href="../../compare/a/#formulas">\d+ 条提法</a>', files["speeches/a.md"])
    assert (
        f'<a href="../../formulas/{phrases(corpus)["板凳会"].id}/">板凳会</a> <small>2</small>'
        in files["compare/a.md"]
    )


def test_many_lines_go_on_over_pages_that_end() -> None:
    """A page holds LINES lines, a phrase PAGES pages; what is left is said to stand in the data."""
    many = "".join(f"第{at}村开了“板凳会”。" for at in range(LINES * PAGES // 2 + 30))
    corpus = corpus_of(speech(many), speech(many.replace("村", "组"), topic="调解"))
    found = phrases(corpus)["板凳会"]
    files = pages_of(corpus)
    mine = sorted(path for path in files if path.startswith(f"formulas/{found.id}"))
    assert len(mine) == PAGES
    assert {files[path].count("<mark>") for path in mine} == {LINES}
    assert f"其余 {len(found.uses) - LINES * PAGES} 处" in files[f"formulas/{found.id}/{PAGES}.md"]
    assert f"({found.id}/2.md)" in files[f"formulas/{found.id}.md"]
    assert f"(../{found.id}.md)" in files[f"formulas/{found.id}/2.md"]


def test_hostile_words_stay_words() -> None:
    """What a phrase or its context holds is never markup."""
    line = "要用好“板凳会+*”，**<b>不许</b>** [空谈](x) `快办`。"
    corpus = corpus_of(speech(line), speech(line + "再说一遍。", topic="调解"))
    found = phrases(corpus)["板凳会+*"] if "板凳会+*" in phrases(corpus) else phrases(corpus).get("板凳会+")
    for path, page in pages_of(corpus).items():
        if path.startswith("formulas/"):
            html = Markdown(extensions=["attr_list", "def_list", "md_in_html", "tables"]).convert(page)
            assert re.search(r'<b>|<code>|<em>|<strong>|href="x"', html) is None
    assert found is None or found.text not in pages_of(corpus)["formulas/index.md"]


def many_formulas(count: int) -> list[Formula]:
    digits = "甲乙丙丁戊己庚辛壬癸"
    place = [Passage(document=name, block="p-a", start=0, end=4) for name in ("a", "b")]
    return [
        Formula(
            id=f"f-{at}",
            text="四" + "".join(digits[int(digit)] for digit in f"{at:05}"),
            number=4,
            uses=tuple(place),
        )
        for at in range(count)
    ]


def lists_texts(formulas: list[Formula]) -> dict[str, str]:
    """Path → text of the lists of phrases that two speeches use."""
    site = Site(two_speeches(), built_in(), SETTINGS)
    known = [
        PhraseFacts(each.id, each.text, each.variants, each.number, each.quoted, 2, len(each.uses), None)
        for each in formulas
    ]
    return {path: site.render(page.template, **page.values) for path, page in lists_of(known).items()}


def test_lists_are_bounded_whatever_the_corpus_holds() -> None:
    """Long lists go on over pages: by frequency ROWS a page, in a section FIRST and then SECTION a page."""
    many = many_formulas(1000)
    files = lists_texts(many)
    assert files["formulas/index.md"].count("(f-") == ROWS
    assert files["formulas/frequency/5.md"].count("(../f-") == ROWS
    assert "formulas/frequency/6.md" not in files
    assert files["formulas/by-number.md"].count("(f-") == FIRST
    assert "(by-pinyin/letter-s.md)" in files["formulas/by-pinyin.md"]
    pages = [files[f"formulas/by-number/n-4{end}.md"] for end in ("", "-2", "-3")]
    assert [page.count("(../f-") for page in pages] == [SECTION, SECTION, 1000 - 2 * SECTION]
    assert "(n-4-2.md)" in pages[0]


def test_letters_come_from_readings_of_words() -> None:
    """A phrase stands under the letter its first word is read with: 重庆 under C, 重点 under Z."""
    formulas = [
        Formula(id=f"f-{at}", text=text, uses=(Passage(document="a", block="p", start=0, end=4),))
        for at, text in enumerate(("重庆经验", "重点突破", "5+N", "公道正派"))
    ]
    page = lists_texts(formulas)["formulas/by-pinyin.md"]
    order = ("C", "f-0", "G", "f-3", "Z", "f-1", "其他", "f-2")
    body = page[page.index("\n## ") :]
    places = [body.index(f"## {each} " if len(each) < 3 else f"({each}.md)") for each in order]
    assert places == sorted(places)


def test_a_large_corpus_lets_go_of_the_dictionary() -> None:
    """Words are known as before; the dictionary is read again."""
    few, words = lexicon(), ("中国", "板凳会")
    known = [(word in few, few.tag(word)) for word in words]
    make_room(2)
    assert lexicon() is few
    make_room(MANY + 1)
    assert lexicon() is not few
    assert [(word in lexicon(), lexicon().tag(word)) for word in words] == known
    assert "中国" not in few
