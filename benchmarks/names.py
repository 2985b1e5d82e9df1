"""Invented places, offices, people and days.

In: a random source. Out: `Scene`, who speaks where, when, to whom. All names are made of single
characters; a place that jieba's dictionary knows is thrown away.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarks.words import place_names

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾韦傅邹孟熊秦邱侯江尹薛闫段雷"
GIVEN = "明华建国平志强文军伟勇杰春林海东立新永成玉兰秀英晓红光荣德生庆祥福根宝山金水树森长江学良正义忠诚思远雨晨嘉宁俊峰佳慧敏静丽娟芳琴燕凯旋"
FIRST = "临清安永丰泽云青龙凤松柳桐梅枫榆沅沣澧漳沂汶洮泾淇洛嵩岷岐崤虞郢邺睢蓟朔宛绛潞沁湄湟湘溪泉潭渡桥石岩岭峰坪坡塘浦汀洲"
SECOND = "宁平原川阳阴州城山河泉溪水丰乐安康泰和昌盛兴隆源江浦塘坝岭坪桥渡口关堡屯寨营庄坞埠港湾岛洲"
EPOCH = date(1984, 1, 1)
DAYS = 40 * 365  # dates of documents lie in these forty years
LEVELS = ("省", "市", "县", "区", "乡镇", "学校", "企业")
_WEIGHTS = (10, 26, 26, 14, 8, 10, 6)
_ENDINGS = {"省": "省", "市": "市", "县": "县", "区": "区", "乡镇": "镇", "学校": "中学", "企业": "集团"}
_ROLES = {
    "省": ("省委书记", "省长", "省委副书记", "省委组织部部长"),
    "市": ("市委书记", "市长", "市委副书记", "市委组织部部长", "市教育局局长", "副市长"),
    "县": ("县委书记", "县长", "县委副书记", "县委组织部部长", "县水利局局长"),
    "区": ("区委书记", "区长", "区委副书记", "区委组织部部长"),
    "乡镇": ("镇党委书记", "镇长"),
    "学校": ("校长", "党委书记"),
    "企业": ("董事长", "总经理", "党委书记"),
}
_SALUTATIONS = (
    ("同志们：", 40),
    ("各位领导、同志们：", 12),
    ("同志们！", 5),
    ("各位代表：", 5),
    ("尊敬的各位领导，同志们：", 6),
    ("女士们、先生们：", 3),
    ("各位来宾、朋友们：", 4),
    ("", 14),
)
_SCHOOL = (("老师们、同学们：", 6), ("各位老师：", 3), ("各位代表，各位老师：", 2), ("", 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Who speaks where, when and to whom."""

    level: str
    """省, 市, 县, 区, 乡镇, 学校 or 企业."""
    place: str
    """Invented name with its ending."""
    whole: str
    """全市, 全县 …"""
    ours: str
    """我市, 我县 …"""
    speaker: str
    """Full name."""
    role: str
    """Office of the speaker."""
    day: date
    """Day of the speech."""
    salutation: str
    """Line that addresses the audience, empty without one."""


def person(rng: Random) -> str:
    """A name of two or three characters."""
    given = "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))
    return rng.choice(SURNAMES) + given


def place_name(rng: Random) -> str:
    """Two characters that name no place the dictionary knows."""
    while True:
        name = rng.choice(FIRST) + rng.choice(SECOND)
        if name[0] != name[1] and not any(
            name + end in place_names() for end in ("", "省", "市", "县", "区", "镇")
        ):
            return name


def scene(rng: Random) -> Scene:
    """A level and what goes with it."""
    (level,) = rng.choices(LEVELS, _WEIGHTS)
    short = {"乡镇": "镇", "学校": "校", "企业": "公司"}.get(level, level)
    table = _SCHOOL if level == "学校" else _SALUTATIONS
    (salutation,) = rng.choices([text for text, _ in table], [weight for _, weight in table])
    return Scene(
        level=level,
        place=place_name(rng) + _ENDINGS[level],
        whole=f"全{short}",
        ours=f"我{short}",
        speaker=person(rng),
        role=rng.choice(_ROLES[level]),
        day=EPOCH + timedelta(days=rng.randrange(DAYS)),
        salutation=salutation,
    )


_DIGITS = "〇一二三四五六七八九"


def han_number(number: int) -> str:
    """1–99 in Han.

    >>> han_number(3), han_number(10), han_number(21)
    ('三', '十', '二十一')
    """
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def day_text(rng: Random, day: date) -> str:
    """A day as documents write it: mostly 2019年3月5日, at times in Han digits."""
    if rng.random() < 0.2:
        year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
        return f"{year}年{han_number(day.month)}月{han_number(day.day)}日"
    return f"{day.year}年{day.month}月{day.day}日"
