"""The keys of a sidecar, and which of them an editor probably meant."""

from collections.abc import Mapping
from difflib import get_close_matches

from build_corpus.model import FIELDS

RIGHTS = ("rights", "withdrawn", "withdrawn_reason", "withdrawn_title")
"""What an editor says of who may read a speech, besides `publish`."""

SHAPES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "inferred": (("field", "value", "confidence", "evidence"), ()),
    "notes": (("text",), ("find", "suggestion")),
    "emendations": (("find", "reading"), ("note",)),
    "documents": (("starts", "id"), ("publish", *RIGHTS, *FIELDS)),
}
"""Lists of entries: key → keys each entry must have, keys it may have."""

LISTS = ("accept", "aliases")
KEYS = ("id", "publish", *RIGHTS, *FIELDS, *SHAPES, *LISTS, "version_of")
"""Every key a sidecar may have."""

CHINESE = {
    "id": "编号 新编号",
    "publish": "发布 公开",
    "rights": "权利",
    "withdrawn": "撤下 撤回 撤稿 下架",
    "withdrawn_reason": "撤下原因 撤下理由 撤回原因",
    "withdrawn_title": "撤下标题",
    "title": "标题 题目",
    "subtitle": "副标题",
    "kind": "类型 类别 体裁 文种",
    "date": "日期 讲话日期 讲话时间 时间",
    "posted": "发布日期 发布时间 上网日期",
    "speaker": "讲话人 演讲人 发言人 报告人 讲话者",
    "author": "作者 撰稿人",
    "role": "职务 职位 身份",
    "publication": "出处 来源 刊物",
    "column": "栏目",
    "place": "地点 地方",
    "level": "层级 级别",
    "occasion": "场合 会议",
    "url": "网址 链接 原网页 地址",
    "inferred": "推定 推断",
    "notes": "校注 备注 附注 注",
    "accept": "接受 同意 认可",
    "aliases": "别名 旧编号 旧网址",
    "emendations": "校勘 勘误",
    "version_of": "版本 同一篇",
    "documents": "分篇 拆分 各篇",
    "find": "原文 引文",
    "reading": "应作 改为 当作",
    "suggestion": "建议 应作 改为",
    "text": "说明 内容",
    "note": "说明 理由 校注",
    "field": "项 项目",
    "value": "值 内容",
    "confidence": "把握 可信度",
    "evidence": "依据 理由",
    "starts": "起首 开头 首行",
}
"""Key → what an editor may write instead of it."""


def nearest(key: str, known: tuple[str, ...]) -> str | None:
    """The key that was probably meant, also by a Chinese name; None where nothing is near."""
    meant = {word: name for name in reversed(known) for word in CHINESE.get(name, "").split()}
    near = get_close_matches(key.lower(), [*meant, *known], n=1)
    return meant.get(near[0], near[0]) if near else None
