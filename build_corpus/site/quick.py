"""Pages converted by one Markdown reader, which looks for inline marks only where their first character stands.

MkDocs makes a reader for every page, and Python-Markdown tries every inline pattern on every piece of text. Neither
changes a byte of the result, and together they were a quarter of the work of a page.
"""

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import (
    Page,
    _ExtractAnchorsTreeprocessor,
    _ExtractTitleTreeprocessor,
    _RawHTMLPreprocessor,
    _RelativePathTreeprocessor,
)
from mkdocs.structure.toc import get_toc

_LIBRARY = "markdown.inlinepatterns"
_NEEDS = {
    "backtick": ("`",),
    "escape": ("\\",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""Pattern of the library → what stands in every text that it matches, one of these."""


class Quick(Extension):
    """The inline patterns, asked where they may match. Comes after all other extensions."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - its name in Python-Markdown
        """Takes the place of the library's own."""
        md.treeprocessors.register(_Inline(md), "inline", 20)


class _Inline(InlineProcessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        needs = {
            md.inlinePatterns.get_index_for_name(name): marks
            for name, marks in _NEEDS.items()
            if name in md.inlinePatterns and type(md.inlinePatterns[name]).__module__ == _LIBRARY
        }
        self._steps = [(pattern, needs.get(at, ("",))) for at, pattern in enumerate(md.inlinePatterns)]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - theirs
        """The text with placeholders for what the patterns from this one on find in it."""
        if isinstance(data, AtomicString):
            return data
        for at, (pattern, marks) in enumerate(self._steps[patternIndex:], patternIndex):
            start, found = 0, any(mark in data for mark in marks)
            while found:
                data, found, start = self._InlineProcessor__applyPattern(pattern, data, at, start)  # type: ignore[attr-defined]
        return data


class Reader:
    """Converts the pages of a site one after the other."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.md = Markdown(
            extensions=[*config["markdown_extensions"], Quick()],
            extension_configs=config["mdx_configs"] or {},
        )


class QuickPage(Page):
    """A page outside the navigation."""

    def __init__(self, file: File, config: MkDocsConfig, reader: Reader) -> None:
        super().__init__(None, file, config)
        self._reader = reader

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """As MkDocs does it, by a reader that is there already."""
        md = self._reader.md.reset()
        raw, title = _RawHTMLPreprocessor(), _ExtractTitleTreeprocessor()
        anchors = _ExtractAnchorsTreeprocessor(self.file, files, config)
        paths = _RelativePathTreeprocessor(self.file, files, config)
        for part in (raw, anchors, paths, title):
            part._register(md)  # noqa: SLF001 - as MkDocs itself does
        self.content = md.convert(self.markdown or "")
        self.toc = get_toc(getattr(md, "toc_tokens", []))
        self._title_from_render = title.title
        self.present_anchor_ids = anchors.present_anchor_ids | raw.present_anchor_ids
        self.links_to_anchors = paths.links_to_anchors
