"""Sentences, headings and paragraphs of official prose.

In: a random source, a scene, the vocabulary of themes. Out: text. Templates hold slots in capital
letters: N V A D words by part of speech, L 全市, O 我市, P an invented place, J an invented project,
Q a number, Y a year, R a share, T a wording of the paragraph's theme.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from random import Random

from benchmarks.names import Scene, person, place_name
from benchmarks.words import Words
from build_corpus.knowledge import built_in

WORDING_MAX = 10  # 字; longer wordings of themes read like quotations
_SLOT = re.compile("([NVADLOPJQYRT])")


def _forms(text: str) -> tuple[str, ...]:
    """Templates written one behind the other, parted by |."""
    return tuple(text.split("|"))


_OPENERS = _forms(
    "总的看，|今年以来，|实践表明，|从调研的情况看，|当前，|下一步，|要看到，|应当承认，|具体来说，|在这个基础上，|同时，|Y年以来，|"
    "这几年，|与此同时，|客观地讲，|对照要求看，|从L的情况看，|就O来说，|可以说，|事实证明，|比如，P|特别是，|今后一个时期，|"
    "年初以来，|经过各方面的N，|从P的做法看，"
)
_CLAUSES = _forms(
    "要把N和N放在A的位置|D V N和N|V N、V N|围绕N D V N|以更加A的N V N|把N做得更A|N与N的衔接更加A|N有了A的V|"
    "用Q个月时间V一批N|V Q个N|各单位要D V N|对N不A的要D V|推动N向N延伸|让N在V中更加A|做到N有人管、N有人V|"
    "N的V还不够A|少数单位对N的V停留在纸面上|N的V率达到R|比上年提高Q个百分点|把N的N V到具体人|L的N都要D V|O的N正处在V的关口|"
    "一件一件V、一项一项V|不V清楚不放手|N要A、N要A|谁V N、谁V N都要写明白|D V N的N|在V N上多想办法|J要D V|P在V N方面走在前面|"
    "群众对N的V越来越A|把N当作自己的事来V|先V N，再V N|N跟着N走|既要V N，又要V N|只有V N，才能V N|V A的N|为V N打下A的基础|"
    "N、N、N要一起V|对照N找N|眼睛盯着N、手上V着N|从N抓起、从N改起|使N真正A起来|N多的地方要D V|已经V N的要D V|没有V的要在年底前V"
)
_THEME = _forms(
    "T是V N的关键|把T摆上重要日程|抓T要有A的N|围绕T V N|在T上D V|T的N要D V|T不能只V N|以T带动N|说到T，N最为A|把T同N一起V"
)
_HEADINGS = _forms(
    "D V N|V N，V N|D V N和N|把握N，V A的N|围绕N，D V N|V N的N|以A的N V N|D V A的N|V N、V N，D V N|着眼N，V N|在V N上下功夫|N要更A"
)
_THEME_HEADINGS = _forms("D抓好T|以T为重点，V N|V N，推动T|把T V到位|抓T要A")
_OPENING = _forms(
    "经O有关方面研究，今天召开这次会议，主要任务是V N，V N，部署今后一个时期的N。|这次会议是在V N的重要时期召开的，目的是D V N、V N。|"
    "刚才，几个单位作了发言，讲得很A，我都赞成。|在此，我向长期以来D V N的同志们表示感谢。|前不久，我到P走了几天，看了Q个点，感受很深。"
)
_ENDING = _forms(
    "任务已经明确，关键在V。让我们D V N，为V A的N作出应有的贡献。|新的一年，N更重，N更A。希望大家D V N，用A的成绩向群众交账。|"
    "做好N，意义A。我们要D V N，D V N，把各项N V好。"
)
_PROJECTS = _forms("工程|行动|计划|示范区|产业园|服务站|大桥|灌区|水库|线路|片区|合作社")


@cache
def themes() -> dict[str, tuple[str, ...]]:
    """Id of each theme → its plain wordings, the label first where it is short enough."""
    found: dict[str, tuple[str, ...]] = {}
    for concept in built_in().vocabulary.concepts:
        wordings = [concept.label.replace("“", "").replace("”", ""), *concept.aliases]
        found[concept.id] = tuple(dict.fromkeys(each for each in wordings if len(each) <= WORDING_MAX))
    return {name: wordings for name, wordings in found.items() if wordings}


@cache
def _parsed(template: str) -> tuple[str, ...]:
    return tuple(part for part in _SLOT.split(template.replace(" ", "")) if part)


class Voice:
    """How one document speaks."""

    def __init__(self, rng: Random, scene: Scene) -> None:
        self.rng = rng
        self.scene = scene
        self.theme: str | None = None
        self._words = Words(rng)
        self._places = [place_name(rng) + rng.choice("镇乡村县区") for _ in range(rng.randint(3, 12))]
        self._projects = [place_name(rng) + rng.choice(_PROJECTS) for _ in range(rng.randint(1, 5))]
        self._people = [person(rng) for _ in range(rng.randint(1, 4))]
        self._fill: dict[str, Callable[[], str]] = {
            "L": lambda: scene.whole,
            "O": lambda: scene.ours,
            "P": self._place,
            "J": lambda: self.rng.choice(self._projects),
            "Q": lambda: str(self.rng.randint(2, 48)),
            "Y": self._year,
            "R": lambda: f"{self.rng.uniform(40, 99):.1f}%",
            "T": lambda: self.rng.choice(themes()[self.theme]) if self.theme else "N",
        }

    @property
    def themes(self) -> tuple[str, ...]:
        """The theme spoken about, if any."""
        return (self.theme,) if self.theme else ()

    def say(self, template: str) -> str:
        """A template with its slots filled."""
        draw, fill = self._words.draw, self._fill
        return "".join(
            draw(part) if part in "NVAD" else fill[part]() if part in fill else part
            for part in _parsed(template)
        )

    def sentence(self) -> str:
        """One sentence of one to four clauses."""
        rng = self.rng
        opener = rng.choice(_OPENERS) if rng.random() < 0.3 else ""
        clauses = rng.choices(_CLAUSES, k=rng.choice((1, 2, 2, 3, 3, 4)))
        marks = ["；" if len(clauses) > 2 and rng.random() < 0.2 else "，" for _ in clauses[1:]]
        body = "".join(f"{mark}{clause}" for mark, clause in zip(("", *marks), clauses, strict=True))
        return self.say(f"{opener}{body}") + ("！" if rng.random() < 0.02 else "。")

    def planted(self) -> str:
        """A sentence on the theme; it holds one of the theme's wordings."""
        first, second = self.rng.choice(_THEME), self.rng.choice(_CLAUSES)
        return self.say(f"{first}，{second}。")

    def paragraph(self, length: int) -> str:
        """Sentences of about `length` 字 together; two or three of them on the theme, where there is one."""
        sentences = [self.sentence()]
        while sum(map(len, sentences)) < length:
            sentences.append(self.sentence())
        if self.theme:
            for _ in range(self.rng.randint(2, 3)):
                sentences.insert(self.rng.randint(0, len(sentences)), self.planted())
        return "".join(sentences)

    def heading(self) -> str:
        """The words of a heading, without number and end mark."""
        return self.say(self.rng.choice(_THEME_HEADINGS if self.theme else _HEADINGS))

    def slogan(self) -> str:
        """A title that names no occasion."""
        return self.say(self.rng.choice(("DVN　VA的N", "VN　以A的NVN", "DVA的N")))

    def opening(self) -> str:
        """The first paragraph."""
        return self.say("".join(self.rng.sample(_OPENING, self.rng.randint(1, 3))))

    def ending(self) -> str:
        """The last sentences, without their address."""
        return self.say(self.rng.choice(_ENDING))

    def occasion(self) -> str:
        """What a meeting is called."""
        forms = ("LNN会议", "LN推进会议", "LN现场会", "LVN动员大会", "LN座谈会", "PN会议", "LN工作会议")
        return self.say(self.rng.choice(forms))

    def _place(self) -> str:
        return self.rng.choice(self._places) + (
            self.rng.choice(self._people) + "同志" if self.rng.random() < 0.1 else ""
        )

    def _year(self) -> str:
        last: date = self.scene.day
        return str(last.year - self.rng.randint(0, 4))
