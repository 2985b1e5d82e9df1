"""The command `suggest`: candidates for the vocabulary, as YAML to paste into it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from build_corpus import pipeline
from build_corpus.cli.findings import escaped
from build_corpus.cli.options import options
from build_corpus.config import load_config
from build_corpus.discover import LEAST, concepts, entry, line
from build_corpus.model import Candidate, Theme, Vocabulary

LIMIT = 50
NAMES = 60  # names shown
SCOPE = "待写：一句话说明这个主题收什么。"

HEAD = """\
# 主题和提法的候选，好的在前；词表里已有的词不再列出。用得上的留下，别的删去。
# concepts 是新主题：贴到词表文件 concepts 的末尾，把 scope 写完；id 就是网址，定下来就不要再改。
# existing 是已有主题的新说法：把词加进该主题的 aliases。
"""


@click.command()
@options("config", "seeds", "jobs")
@click.option("--min", "least", type=click.IntRange(1), default=LEAST, help="Uses of a candidate, at least.")
@click.option(
    "--limit", type=click.IntRange(1), default=LIMIT, show_default=True, help="Candidates, at most."
)
def suggest(file: Path, seeds: Path | None, jobs: int, least: int, limit: int) -> None:
    """Propose themes and set phrases that the texts use and the vocabulary lacks, as YAML to paste."""
    config = load_config(file, seeds=seeds)
    found, vocabulary = pipeline.candidates(config, jobs=jobs, least=least, limit=limit)
    click.echo(suggestions_text(found, vocabulary), nl=False)


def suggestions_text(candidates: Sequence[Candidate], vocabulary: Vocabulary) -> str:
    """YAML with comments: new concepts, aliases of existing ones, formulas, names."""
    themes = [each for each in candidates if each.kind == "theme"]
    added = [each for each in themes if each.reason == "wording"]
    new = [each for each in themes if each.reason != "wording"]
    formulas = [each for each in candidates if each.kind == "formula"]
    named = [each.text for each in candidates if each.kind == "name"]
    labels = {theme.id: theme.label for theme in vocabulary.concepts}
    return "".join(
        (
            HEAD,
            _list("concepts", [*_new(new, labels)]),
            _list("existing", [*_existing(added, labels)]),
            "\n# 文中加引号的提法：网站自动收进提法索引；要当主题用，就写进某个主题的 aliases。\n",
            _list("formulas", [f"{_comments(each, labels)}- {each.text}\n" for each in formulas]),
            "\n# 人名、地名，不当主题。\n",
            line("names", named[:NAMES]),
        )
    )


def _list(key: str, items: Sequence[str]) -> str:
    return f"\n{key}:\n{''.join(items)}" if items else f"\n{key}: []\n"


def _new(candidates: Sequence[Candidate], labels: dict[str, str]) -> Iterator[str]:
    for theme, each in zip(concepts(candidates, labels), candidates, strict=True):
        yield entry(_unwritten(theme)) + _comments(each, labels)


def _unwritten(theme: Theme) -> Theme:
    return replace(theme, scope=SCOPE)


def _existing(candidates: Sequence[Candidate], labels: dict[str, str]) -> Iterator[str]:
    for theme in sorted({each.theme for each in candidates if each.theme}):
        own = [each for each in candidates if each.theme == theme]
        texts = [text for each in own for text in (each.text, *each.variants)]
        head = f"- {line('id', theme).rstrip()} # {labels[theme]}\n"
        yield head + f"  {line('aliases', texts)}" + "".join(_comments(each, {}, named=True) for each in own)


def _comments(candidate: Candidate, labels: dict[str, str], *, named: bool = False) -> str:
    """Counts, where it may belong, example sentences; no line of a text can end a comment."""
    counts = f"{candidate.uses} 次，{candidate.speeches} 篇，标题 {candidate.headings} 处"
    lines = [f"{candidate.text}：{counts}" if named else counts]
    if candidate.theme in labels:
        lines.append(f"多与“{labels[str(candidate.theme)]}”（{candidate.theme}）同段，也许归入它")
    lines += [f"{each.file}:{each.line} {each.text}" for each in candidate.examples]
    return "".join(f"  # {escaped(each)}\n" for each in lines)
