"""What sites put around a text, and into it.

In: a work and the site that carries it. Out: `Sheet`: the lines above the title, between title and
text, after the text, and lines of the site inside the text; every planted string with its kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from benchmarks.compose import Draft
from benchmarks.names import person, place_name

SITES = 60  # sites that carry the documents; the first ones carry most
CLEAN = 0.25  # share of documents without a planted line
_COLUMNS = ("领导讲话", "工作研究", "会议材料", "他山之石", "党建园地", "调查研究", "公文写作")
_SORTS = ("文库", "日报", "先锋网", "党建网", "政务网", "通讯", "机关在线")
_NAVIGATION = ("网站首页", "机构设置", "新闻中心", "政务公开", "在线服务", "互动交流", "专题专栏", "网站地图")
_SLOGANS = (
    ("精品材料、每日更新", "根据用户需要持续补充"),
    ("海量范文，助您写作", "会员可下载全部文稿"),
    ("专注公文写作十年", "写材料，找我们就对了"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A string that is no part of the text."""

    kind: str
    """breadcrumb, toolbar, dateline, watermark, error, share, credit, print, adjacent, related, footer, contact, wire, page, advertisement, repeat, frame, side, image."""
    text: str
    """As it stands in the file, before spaces and characters are worn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A web site with its habits."""

    name: str
    """Invented."""
    domain: str
    """Under example.com."""
    column: str
    """Where it puts speeches."""
    number: int
    """Of its registration, and what else needs one."""


@dataclass(slots=True, kw_only=True)
class Sheet:
    """A draft with what a site puts around it."""

    draft: Draft
    """The clean text."""
    site: Site
    """Who carries it."""
    posted: date | None = None
    """Day in the dateline."""
    title_in: str = "line"
    """Where the title stands: line, or title-tag."""
    above: list[Planted] = field(default_factory=list)
    """Lines above the title."""
    below: list[Planted] = field(default_factory=list)
    """Lines below the title, above date, name and text."""
    inside: dict[int, Planted] = field(default_factory=dict)
    """Place of a block → a line before it."""
    after: list[Planted] = field(default_factory=list)
    """Lines after the text."""

    @property
    def planted(self) -> list[Planted]:
        """Every planted line, in the order of the file."""
        inside = [self.inside[at] for at in sorted(self.inside)]
        return [*self.above, *self.below, *inside, *self.after]


def site_of(seed: int, number: int) -> Site:
    """One of the SITES."""
    rng = Random(f"{seed}/{number}/site")
    return Site(
        name=place_name(rng) + rng.choice(_SORTS),
        domain=f"www.site{number}.example.com",
        column=rng.choice(_COLUMNS),
        number=rng.randrange(10_000_000, 99_999_999),
    )


def dress(rng: Random, draft: Draft, site: Site) -> Sheet:
    """The draft as a site shows it; a CLEAN share is shown bare."""
    sheet = Sheet(draft=draft, site=site)
    if rng.random() < CLEAN:
        return sheet
    for share, add in (
        (0.12, _watermark),
        (0.03, _error),
        (0.30, _breadcrumb),
        (0.15, _toolbar),
        (0.55, _dateline),
        (0.05, _repeat),
        (0.03, _advertisement),
        (0.03, _pages),
        (0.04, _wire),
        (0.25, _credit),
        (0.15, _print),
        (0.12, _adjacent),
        (0.12, _contact),
        (0.12, _related),
        (0.15, _footer),
    ):
        if rng.random() < share:
            add(rng, sheet)
    return sheet


def _watermark(rng: Random, sheet: Sheet) -> None:
    """A run of advertisement above the title."""
    site, slogans = sheet.site, _SLOGANS[sheet.site.number % len(_SLOGANS)]
    lines = (
        rng.choice(("仅供学习 禁止外传", "内部资料，请勿外传", "本资料仅供会员内部参考")),
        site.name,
        *slogans,
        rng.choice(("现在开通会员立享全部下载权益", "扫码加入会员，免费赠送写作课")),
        f"会员QQ群：{site.number}",
    )
    sheet.above += [Planted(kind="watermark", text=line) for line in lines]
    if rng.random() < 0.5:
        sheet.below.append(Planted(kind="watermark", text=f"{site.name}整理，咨询QQ{site.number}"))


def _error(rng: Random, sheet: Sheet) -> None:
    for line in rng.choice(
        (("404 Not Found", "nginx/1.18.0"), ("502 Bad Gateway", "nginx"), ("抱歉，您访问的页面不存在",))
    ):
        sheet.above.append(Planted(kind="error", text=line))


def _breadcrumb(rng: Random, sheet: Sheet) -> None:
    mark, column = rng.choice((" > ", " >> ", "＞", " » ", ">")), sheet.site.column
    start = rng.choice(("当前位置：", "您现在的位置：", "您的位置: ", "当前位置: ", ""))
    end = rng.choice((f"{mark}正文", "", f"{mark}文章内容"))
    sheet.above.append(Planted(kind="breadcrumb", text=f"{start}首页{mark}{column}{end}"))


def _toolbar(rng: Random, sheet: Sheet) -> None:
    line = rng.choice(
        (
            "【放大字体】【恢复字体】【缩小字体】",
            "字号：大 中 小",
            "【字体：大 中 小】 【打印】",
            "[大] [中] [小] [打印本页] [关闭窗口]",
            "打印 收藏 分享",
            "分享到：微信 微博 QQ空间",
        )
    )
    sheet.below.append(Planted(kind="toolbar", text=line))


def _dateline(rng: Random, sheet: Sheet) -> None:
    sheet.posted = sheet.draft.scene.day + timedelta(days=rng.randint(0, 9))
    day, name, clicks = sheet.posted, sheet.site.name, rng.randint(1, 9999)
    iso, han = day.isoformat(), f"{day.year}年{day.month}月{day.day}日"
    line = rng.choice(
        (
            f"发布时间：{iso} 来源：{name}",
            f"{iso} 10:{clicks % 60:02}:00    来源：{name}",
            f"{han} 来源：{name} 点击：{clicks}",
            f"时间：{han}　来源：{name}　作者：{person(rng)}",
            f"日期：{iso}　浏览次数：{clicks}",
            f"发布日期：{han} 字体：大 中 小",
            f"发布时间：{iso} | 来源：{name} | 点击量：{clicks} 次",
        )
    )
    sheet.below.insert(0, Planted(kind="dateline", text=line))


def _repeat(_: Random, sheet: Sheet) -> None:
    sheet.above.append(Planted(kind="repeat", text=sheet.draft.title))


def _advertisement(rng: Random, sheet: Sheet) -> None:
    text = rng.choice(
        (
            f"更多讲话稿请关注公众号“{sheet.site.name}”",
            f"{sheet.site.name}整理，微信公众号：wk{sheet.site.number}",
        )
    )
    sheet.inside[rng.randrange(1, len(sheet.draft.parts))] = Planted(kind="advertisement", text=text)


def _pages(rng: Random, sheet: Sheet) -> None:
    form = rng.choice(("— {} —", "第{}页", "- {} -"))
    for number, at in enumerate(range(6, len(sheet.draft.parts), 8), start=1):
        sheet.inside[at] = Planted(kind="page", text=form.format(number))


def _wire(_: Random, sheet: Sheet) -> None:
    sheet.after.insert(0, Planted(kind="wire", text="（完）"))


def _credit(rng: Random, sheet: Sheet) -> None:
    line = rng.choice(
        (
            f"（责任编辑：{person(rng)}）",
            f"责编：{person(rng)}",
            f"编辑：{person(rng)} 校对：{person(rng)} 审核：{person(rng)}",
            f"[责任编辑：{person(rng)}]",
            f"（{sheet.site.name}供稿）",
        )
    )
    sheet.after.append(Planted(kind="credit", text=line))


def _print(rng: Random, sheet: Sheet) -> None:
    line = rng.choice(
        ("【打印】", "【打印】 【关闭窗口】", "打印本页　关闭窗口", "分享到：", "【打印正文】", "返回顶部")
    )
    sheet.after.append(Planted(kind="print", text=line))


def _adjacent(rng: Random, sheet: Sheet) -> None:
    source = titles(rng)
    sheet.after.append(Planted(kind="adjacent", text=f"上一篇：{next(source)}"))
    sheet.after.append(Planted(kind="adjacent", text=f"下一篇：{rng.choice((next(source), '没有了'))}"))


def _contact(rng: Random, sheet: Sheet) -> None:
    number = sheet.site.number
    line = rng.choice(
        (
            f"联系电话：0{number % 900 + 100}-{number}",
            f"投稿邮箱：tg{number % 1000}@{sheet.site.domain}",
            f"客服QQ：{number}　微信：wk{number}",
        )
    )
    sheet.after.append(Planted(kind="contact", text=line))


def _related(rng: Random, sheet: Sheet) -> None:
    source = titles(rng)
    sheet.after.append(
        Planted(kind="related", text=rng.choice(("相关新闻", "相关阅读：", "【推荐阅读】", "热门文章")))
    )
    sheet.after += [
        Planted(kind="related", text=f"{rng.choice(('', '·', '• '))}{next(source)}") for _ in range(5)
    ]


def _footer(_: Random, sheet: Sheet) -> None:
    site = sheet.site
    sheet.after += [
        Planted(kind="footer", text=f"版权所有 {site.name} Copyright © {site.domain}"),
        Planted(
            kind="footer", text=f"地址：{site.name[:2]}市人民路{site.number % 200}号 ICP备{site.number}号"
        ),
    ]


def titles(rng: Random) -> Iterator[str]:
    """Titles of other documents."""
    while True:
        place = place_name(rng)
        yield rng.choice(
            (
                f"在{place}市机关作风会议上的讲话",
                f"{place}县召开春季生产现场会",
                f"关于{place}区办学情况的调查",
            )
        )


def navigation() -> tuple[str, ...]:
    """Labels of the links at the top of a page."""
    return _NAVIGATION
