"""The cleaned texts as other generators take them: `python -m benchmarks.peers_sources DOCUMENTS FOLDER`.

In: `docs/data/documents.jsonl` of a built corpus. Out: a folder for Hugo, and one that Material and Zensical
share. Each speech is one Markdown file: title, date and theme labels (as tags) in the front matter, headings as
headings, the other blocks as paragraphs, everything escaped as in our own pages. Nothing of what this project finds
between speeches is handed on.

What the peers are spared: they read text that is clean already, and Material and Zensical show the sections
alone in their navigation, since one of all speeches on every page grows with the square of the corpus.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from build_corpus.publish.markdown import escape

Record = Mapping[str, Any]
RELATED = 6  # speeches below each, as in ours

HUGO = """\
baseURL = "/"
title = "讲话集"
locale = "zh"
defaultContentLanguage = "zh"
hasCJKLanguage = true

[taxonomies]
tag = "tags"

[related]
includeNewer = true
threshold = 10
[[related.indices]]
name = "tags"
weight = 100
"""
_PAGE = """\
<!doctype html>
<html lang="zh">
<head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body>
<nav><a href="/">首页</a> <a href="/speeches/">讲话</a> <a href="/tags/">主题</a></nav>
{{ block "main" . }}{{ end }}
</body>
</html>
"""
_SINGLE = """\
{{ define "main" }}<article data-pagefind-body>
{{ with .Date }}<p>{{ .Format "2006-01-02" }}</p>{{ end }}
{{ .Content }}
<ul>{{ range .Params.tags }}<li><a href="/tags/{{ . | urlize }}/">{{ . }}</a></li>{{ end }}</ul>
</article>
<aside><ul>{{ range first RELATED (.Site.RegularPages.Related .) }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{ end }}</ul></aside>{{ end }}
""".replace("RELATED", str(RELATED))
_LIST = """\
{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range (.Paginate .Pages 50).Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{ end }}</ul>
{{ with .Paginator }}{{ if .HasPrev }}<a href="{{ .Prev.URL }}">上一页</a>{{ end }} {{ if .HasNext }}<a href="{{ .Next.URL }}">下一页</a>{{ end }}{{ end }}{{ end }}
"""
LAYOUTS = {"baseof.html": _PAGE, "single.html": _SINGLE, "list.html": _LIST}

MATERIAL = """\
site_name: 讲话集
theme:
  name: material
  variant: classic # for Zensical: looks as Material does
  language: zh
  font: false
plugins:
  - search
  - tags
markdown_extensions:
  - tables
nav:
  - 首页: index.md
  - 讲话: speeches/index.md
  - 主题: tags.md
not_in_nav: |
  /speeches/*
  !/speeches/index.md
"""


@click.command()
@click.argument("documents", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def main(documents: Path, folder: Path) -> None:
    """Write `hugo/` and `material/` below FOLDER."""
    hugo, material = folder / "hugo", folder / "material"
    for place in (
        hugo / "content" / "speeches",
        hugo / "layouts" / "_default",
        material / "docs" / "speeches",
    ):
        place.mkdir(parents=True)
    _write(hugo / "hugo.toml", HUGO)
    for name, text in LAYOUTS.items():
        _write(hugo / "layouts" / "_default" / name, text)
    _write(material / "mkdocs.yml", MATERIAL)
    _write(material / "docs" / "index.md", "# 讲话集\n")
    _write(material / "docs" / "tags.md", "# 主题\n\n<!-- material/tags -->\n")
    titles = []
    for record in _records(documents):
        name, page = f"{record['id']}.md", markdown(record)
        _write(hugo / "content" / "speeches" / name, page)
        _write(material / "docs" / "speeches" / name, page)
        titles.append(f"- [{escape(record['title'])}]({name})\n")
    _write(material / "docs" / "speeches" / "index.md", f"# 讲话\n\n{''.join(titles)}")


def markdown(record: Record) -> str:
    r"""A record as a page.

    >>> block = {"type": "heading", "level": 1, "text": "一、*"}
    >>> markdown({"title": "讲话", "date": None, "themes": [{"label": "党建"}], "blocks": [block]})
    '---\ntitle: "讲话"\ntags: ["党建"]\n---\n\n# 讲话\n\n## 一、\\*\n'
    """
    front = {"title": record["title"], "date": _day(record["date"])}
    lines = [f"{key}: {_yaml(value)}\n" for key, value in front.items() if value]
    tags = [theme["label"] for theme in record["themes"]]
    return f"---\n{''.join(lines)}tags: {_yaml(tags)}\n---\n\n# {escape(record['title'])}\n\n{_body(record['blocks'])}\n"


def _body(blocks: Sequence[Record]) -> str:
    return "\n\n".join(
        f"{'#' * (block['level'] + 1)} {escape(block['text'])}"
        if block["type"] == "heading"
        else escape(block["text"])
        for block in blocks
    )


def _day(date: str | None) -> str:
    """A day Hugo can read; where only the month or the year is known, none."""
    return date if date and date.count("-") == 2 else ""


def _yaml(value: object) -> str:
    """A value on one line; JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)


def _records(data: Path) -> Iterator[Record]:
    with data.open(encoding="utf-8", newline="\n") as lines:
        yield from map(json.loads, lines)


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
