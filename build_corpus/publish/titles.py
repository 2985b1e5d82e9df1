"""Where a title may break into lines: between phrases, as a typesetter would have it.

Style sheets keep the characters of a title together (`word-break: keep-all`), which leaves the places after marks; here
others are named, with `<wbr>`, which adds no character. No dictionary: titles of speeches are made of few frames.
"""

import re

from build_corpus.publish.html import Markup
from build_corpus.publish.markdown import Markdown, escape

_HAN = "[\u4e00-\u9fff]"
_BREAK = re.compile(
    f"(?<=的)(?={_HAN}{{2}})"  # 会议上的|讲话
    f"|(?<=[”’》）】])(?![的等之中上下里内外前后和与及])(?={_HAN}{{2}})"  # “两学一做”|学习教育
    f"|(?<={_HAN})(?=[“‘《（【])"  # 学习|《条例》
    f"|(?<=全[国省市州县区旗镇乡校系院])(?={_HAN}{{2}})"  # 在全市|组工会议
    f"|(?<={_HAN}{{2}})(?=在(?:全|第|[“《中市县省区镇乡]|庆祝|纪念))"  # 张三|在全市
    f"|(?<={_HAN}{{2}})(?=暨|关于|大会上|会议上|"
    "(?:工作|推进|动员|座谈|培训|表彰|总结|部署|启动|开学|毕业|研讨|述职)[大会班仪典])"
)


def phrased(title: object) -> Markdown:
    r"""A title as Markdown, with the places where a line may end.

    >>> phrased("在全市组工会议上的讲话"), phrased("坚定践行组织路线 奋力谱写新篇章"), phrased("a*b")
    ('在全市<wbr>组工<wbr>会议上的<wbr>讲话', '坚定践行组织路线 奋力谱写新篇章', 'a\\*b')
    """
    return Markdown("<wbr>".join(escape(part) for part in _BREAK.split(str(title))))


def broken(title: object) -> Markup:
    """The same as HTML.

    >>> broken("在全市组工会议上的<讲话>")
    Markup('在全市<wbr>组工<wbr>会议上的&lt;讲话&gt;')
    """
    return Markup("<wbr>").join(_BREAK.split(str(title)))
