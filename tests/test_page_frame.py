"""What the frame of a web page states: lines that cleaning took by their place, and structure takes up."""

import pytest
from helpers import PROSE
from test_frame import TITLE, page

MENU = ("首页", "政务公开", "办事服务")


def test_a_dateline_with_buttons_in_it_is_taken_up() -> None:
    """Day and source leave the frame as metadata; the rest of the line stays out of the text."""
    line = "发布时间：2018-03-16 10:22　来源：县政府办公室　浏览次数：1387次　字体：[大 中 小]　打印本页"
    speech = page((TITLE, "heading"), line, (PROSE, "main"))
    assert (speech.posted, speech.value("publication")) == ("2018-03-16", "县政府办公室")
    assert speech.text == PROSE
    assert {each.value for each in speech.receipts if each.rule == "metadata.dateline" and each.field} == {
        "2018-03-16",
        "县政府办公室",
    }


@pytest.mark.parametrize(
    ("line", "posted", "publication"),
    [
        ("楼主 发表于 2014-4-9 21:47:33 | 只看该作者 | 倒序浏览", "2014-04-09", None),
        ("某城时报 2017-07-20 09:15:33 字号 A- A A+ 听新闻", "2017-07-20", "某城时报"),
        ("某某日报 2012年6月28日　星期四　第A03版：理论 版面导航", "2012-06-28", "某某日报"),
        ("今天是 2018年3月20日 10:22 星期二 欢迎您", None, None),
        ("会议时间：2018-03-20 地点：县委礼堂三楼 请准时", None, None),
        ("作者：佚名 来源：本站原创 点击：12", None, None),
    ],
)
def test_what_the_frame_says(line: str, posted: str | None, publication: str | None) -> None:
    """Labels, clock times and a paper beside its day say when a page appeared; today's date does not."""
    speech = page((TITLE, "heading"), line, (PROSE, "main"))
    assert (speech.posted, speech.value("publication")) == (posted, publication)


def test_a_name_below_the_headline_is_a_byline() -> None:
    """A name outside the text is a byline right below a headline, and a menu's word anywhere else."""
    speech = page(*MENU, (TITLE, "heading"), "周大平", (PROSE, "main"))
    assert speech.value("speaker") == "周大平"
    other = page("周大平", *MENU, (TITLE, "heading"), (PROSE, "main"))
    assert other.value("speaker") is None
    assert other.text == PROSE


def test_a_line_that_the_pages_title_repeats_is_the_title() -> None:
    """A title outside the text that nothing else marks comes back; another line does not."""
    own = ("某某日报数字报-把根扎进泥土里", "title")
    speech = page(own, "上一版", "把根扎进泥土里", (PROSE, "main"))
    assert (speech.title, speech.value("publication")) == ("把根扎进泥土里", "某某日报")
    assert page(own, "上一版", "把根扎在村里", (PROSE, "main")).metadata["title"].evidence == "<title>"


def test_a_salutation_outside_the_main_element_stays() -> None:
    """Whom a speech addresses belongs to it, wherever the element of the text was thought to start."""
    speech = page((TITLE, "heading"), "　同志们：", (PROSE, "main"))
    assert [block.type for block in speech.blocks] == ["salutation", "paragraph"]
    above = page("同志们：", (TITLE, "heading"), (PROSE, "main"))
    assert above.text == PROSE


def test_author_and_source_are_named_below_the_text() -> None:
    """Below a text the frame says who wrote it and where it was printed, and no day."""
    speech = page(
        (TITLE, "heading"), (PROSE, "main"), "来源 | 区教育局办公室", "发表于 2014-4-9 21:47 | 回复"
    )
    assert (speech.value("publication"), speech.posted) == ("区教育局办公室", None)


def test_a_name_in_front_of_the_pages_title_speaks() -> None:
    """张三：… in `<title>` names the speaker where no line does."""
    speech = page(
        ("陈大谷：三重修炼的路_某某大学", "title"), ("三重修炼的路", "heading"), "同学们：", (PROSE, "main")
    )
    assert (speech.title, speech.value("speaker")) == ("三重修炼的路", "陈大谷")


def test_a_headline_over_two_lines_is_one_title() -> None:
    """Two lines that the page's own title joins are the title, with a space between them."""
    own = ("李四在会上强调 以法治护航发展-某某新闻网", "title")
    speech = page(own, ("李四在会上强调", "heading"), ("以法治护航发展", "heading"), (PROSE, "main"))
    assert speech.title == "李四在会上强调 以法治护航发展"
