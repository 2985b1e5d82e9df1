"""The vocabulary as lists: the themes the corpus treats, and apart from them those it does not treat yet."""

from collections.abc import Callable, Iterator

from build_corpus.model import Theme, Vocabulary
from build_corpus.publish.markdown import Markdown, link

Count = Callable[[str], int]
"""Id of a theme → speeches that treat it."""


def treated(vocabulary: Vocabulary, count: Count, above: str | None = None) -> list[Markdown]:
    """Lines of a nested list: each theme with its speeches, where it or one below it has any."""
    lines: list[Markdown] = []
    for theme in vocabulary.narrower(above):
        below = treated(vocabulary, count, theme.id)
        if below or count(theme.id):
            speeches = f" <small>{count(theme.id)} 篇</small>" if count(theme.id) else ""
            lines.append(Markdown(f"- {_link(theme)}{speeches}"))
            lines += (Markdown(f"    {line}") for line in below)
    return lines


def untreated(vocabulary: Vocabulary, count: Count) -> list[Markdown]:
    """Lines of a list: each top concept with the themes below it that no speech treats."""
    lines = []
    for top in vocabulary.narrower(None):
        idle = [_link(theme) for theme in _below(vocabulary, top.id) if not count(theme.id)]
        if idle or not count(top.id):
            lines.append(Markdown(f"- {'：'.join(part for part in (_link(top), '、'.join(idle)) if part)}"))
    return lines


def _below(vocabulary: Vocabulary, theme_id: str) -> Iterator[Theme]:
    for theme in vocabulary.narrower(theme_id):
        yield theme
        yield from _below(vocabulary, theme.id)


def _link(theme: Theme) -> Markdown:
    return link(theme.label, f"{theme.id}.md")
