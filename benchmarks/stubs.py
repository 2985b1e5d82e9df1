"""Files that editors save by mistake: list pages, log-in forms, redirects, error pages, empty shells.

In: a random source and a site. Out: suffix and text. None of them is a speech.
"""

from collections.abc import Callable, Iterator
from random import Random

from benchmarks.names import place_name
from benchmarks.noise import Site, navigation

Page = tuple[str, str]
"""Suffix and text."""


def stub(rng: Random, site: Site) -> Page:
    """A file that holds no speech."""
    makers: tuple[Callable[[Random, Site], Page], ...] = (_listing, _form, _redirect, _error, _shell)
    return rng.choice(makers)(rng, site)


def _listing(rng: Random, site: Site) -> Page:
    """A page that lists other pages."""
    rows = [f"{title}　{rng.randint(2005, 2023)}-{rng.randint(1, 12):02}-08" for title in _titles(rng)]
    foot = f"共{rng.randint(3, 40)}页　首页　上一页　下一页　尾页"
    if rng.random() < 0.5:
        return ".txt", "\n".join((f"当前位置：首页 > {site.column}", site.column, *rows, foot, ""))
    items = "".join(f'<li><a href="/{at}.html">{row}</a></li>\n' for at, row in enumerate(rows))
    return ".html", _page(site.column, f"<ul>\n{items}</ul>\n<p>{foot}</p>")


def _form(_: Random, site: Site) -> Page:
    inner = '<form action="/login">用户名：<input name="a"> 密码：<input name="b" type="password"> 验证码：<button>登录</button></form>'
    return ".html", _page(f"用户登录-{site.name}", f"{inner}\n<p>还没有帐号？立即注册　忘记密码</p>")


def _redirect(_: Random, site: Site) -> Page:
    script = f'<script>window.location.href = "http://{site.domain}/";</script>'
    return (
        ".html",
        f"<html>\n<head>\n<title>{site.name}</title>\n{script}\n</head>\n<body>\n</body>\n</html>\n",
    )


def _error(rng: Random, site: Site) -> Page:
    if rng.random() < 0.5:
        return ".txt", rng.choice(("404 Not Found\nnginx/1.18.0\n", "抱歉，您访问的页面不存在\n返回首页\n"))
    return ".html", _page("404 Not Found", f"<h1>404 Not Found</h1>\n<hr>\n<p>{site.domain}</p>")


def _shell(rng: Random, site: Site) -> Page:
    """A page whose text has not arrived."""
    lines = (
        site.name,
        f"首页 > {site.column} > 正文",
        rng.choice(("内容加载中……", "暂无内容", "点击查看全文")),
    )
    return rng.choice(
        (
            (".txt", "\n".join(lines) + "\n"),
            (".html", _page(site.name, "".join(f"<p>{x}</p>" for x in lines))),
        )
    )


def _page(title: str, inner: str) -> str:
    links = "".join(f"<a href='/'>{label}</a> " for label in navigation())
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n</head>\n<body>\n'
        f"<div>{links}</div>\n{inner}\n<div>版权所有</div>\n</body>\n</html>\n"
    )


def _titles(rng: Random) -> Iterator[str]:
    forms = ("在{}会议上的讲话", "在{}座谈会上的发言", "{}召开动员大会", "关于{}情况的报告")
    for _ in range(rng.randint(8, 25)):
        yield rng.choice(forms).format(place_name(rng) + rng.choice("市县区镇"))
