"""Words by part of speech, drawn as a real text draws them.

In: jieba's dictionary (word, frequency, part of speech). Out: `Words`, what one document has to say
it with. A document draws its own small stock from the whole dictionary by frequency, and words from
the stock with the first ones far ahead: a rare word that occurs in a document occurs in it again.
No text of anybody is used, only single words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from random import Random

# The words of official prose, the frequent ones first. Single words only; the vocabulary of themes is not among them.
CORE = {
    "N": (
        "工作 任务 责任 制度 机制 措施 项目 服务 群众 基层 队伍 作风 环境 质量 效果 成效 问题 短板 水平 能力 重点 "
        "大局 部门 单位 乡镇 企业 产业 经济 社会 安全 生态 民生 教育 文化 卫生 就业 农业 农村 城市 交通 水利 资金 "
        "政策 规划 目标 方案 台账 清单 流程 标准 指标 考核 监督 检查 培训 宣传 典型 经验 思想 认识 精神 风气 纪律 "
        "法治 秩序 资源 平台 窗口 热线 信息 数据 技术 设备 工程 市场 园区 投资 消费 税收 物价 粮食 土地 住房 社区 "
        "学校 医院 老人 儿童 青年 职工 农民 代表 委员 班子 骨干 专家 志愿者 网格 街道 河道 道路 管网 隐患 矛盾 诉求"
    ),
    "V": (
        "推进 加强 落实 完善 提高 健全 抓好 做好 深化 优化 强化 规范 改进 解决 落细 统筹 协调 推动 促进 保障 "
        "改善 提升 建立 巩固 拓展 细化 明确 整合 盘活 培育 引导 动员 凝聚 化解 排查 整治 清理 督促 检验 总结 宣传 "
        "推广 研究 部署 安排 调整 夯实 压实 扛起 对接 服务 支持 帮助 关心 激发 释放 守住 防范 办好 建好 用好 管好"
    ),
    "A": (
        "扎实 有效 有力 突出 重要 明显 具体 清晰 规范 严格 稳定 协调 顺畅 完备 充分 深入 细致 主动 及时 精准 务实 "
        "健康 和谐 便捷 高效 公开 透明 持久 牢固 薄弱 滞后 分散 单一 粗放 模糊 迟缓 饱满 厚实 鲜明"
    ),
    "D": (
        "切实 认真 着力 积极 全面 不断 进一步 持续 大力 努力 始终 自觉 主动 坚决 稳步 扎实 统筹 及时 逐步 "
        "深入 有序 精心 全力 从严 带头 反复 依法 科学 合理 尽快"
    ),
}
PARTS = {"N": ("n", "vn"), "V": ("v",), "A": ("a", "an"), "D": ("ad",)}
LONGEST = {"N": 4, "V": 2, "A": 2, "D": 2}  # 字
# Characters of words that no official text would hold; a filter for the eye, not for meaning.
UNFIT = frozenset(
    "死尸杀血妓奸淫屎尿鬼妖贼棺坟嫖娼赌毒刑囚狱皇帝妃奴婢爷娘屁臀奶胸裸吻爱恨哭笑骂魔仙佛僧尼剑刀枪炮弹军战敌匪蛇鼠"
    "骸骷骨卿朕殿宫阁臣婆媳嫁娶吓呆哑瞎聋瘸疯傻笨蠢滚翅鳞鬃爪牙猪狗驴猴蛆虱粪尻嘴脸腿脚肚肠肝肾脾胃癌瘤疮疤痰脓谋叛"
)
FROM_DICTIONARY = {"N": 0.22, "V": 0.08, "A": 0.08, "D": 0.1}  # share of draws, by slot
STOCK = {"N": 170, "V": 90, "A": 40, "D": 20}  # words of a document from the dictionary
LEAST = 3  # occurrences in jieba's corpus; below it the list holds much that is no word
FLATTER = 0.9  # power on the frequencies: rare words come somewhat more often, as in texts on many subjects
_HAN = re.compile("[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Words of one slot with their weights."""

    words: tuple[str, ...]
    """The words, as in the dictionary."""
    sums: tuple[float, ...]
    """Sums of the weights up to each word, as `random.choices` wants them."""


@cache
def _entries() -> tuple[tuple[str, int, str], ...]:
    """Word, frequency and part of speech of each usable word of jieba's dictionary; the package is not imported."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        msg = "jieba: not installed. Run `make test` once, it prepares .venv/."
        raise ModuleNotFoundError(msg)
    text = Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8")
    rows = (line.split(" ") for line in text.splitlines())
    return tuple((word, int(count), part) for word, count, part in rows if _HAN.fullmatch(word))


@cache
def stocks() -> dict[str, Stock]:
    """Slot → all words of the dictionary that fit it."""
    found: dict[str, list[tuple[str, float]]] = {slot: [] for slot in PARTS}
    slots = {part: slot for slot, parts in PARTS.items() for part in parts}
    for word, count, part in _entries():
        slot = slots.get(part)
        if slot and count >= LEAST and 2 <= len(word) <= LONGEST[slot] and _fit(word):
            found[slot].append((word, float(count) ** FLATTER))
    return {
        slot: Stock(
            words=tuple(word for word, _ in rows), sums=tuple(accumulate(weight for _, weight in rows))
        )
        for slot, rows in found.items()
    }


@cache
def place_names() -> frozenset[str]:
    """Names of real places in the dictionary, which invented ones must not repeat."""
    return frozenset(word for word, _, part in _entries() if part.startswith("ns"))


def _fit(word: str) -> bool:
    """Whether a word is written in simplified characters and holds none that is UNFIT."""
    if not UNFIT.isdisjoint(word):
        return False
    try:
        word.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


class Words:
    """The words of one document."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._core: dict[str, Sequence[str]] = {slot: words.split() for slot, words in CORE.items()}
        self._own: dict[str, Sequence[str]] = {
            slot: tuple(
                dict.fromkeys(rng.choices(stock.words, cum_weights=stock.sums, k=max(8, STOCK[slot])))
            )
            for slot, stock in stocks().items()
        }

    def draw(self, slot: str) -> str:
        """A word for a slot: N, V, A or D."""
        rng = self._rng
        own = rng.random() < FROM_DICTIONARY[slot]
        words = self._own[slot] if own else self._core[slot]
        place = rng.random()
        return words[int(place * place * len(words))]
