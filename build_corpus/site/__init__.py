"""docs/ becomes site/: drives MkDocs, then checks what it made.

In: docs/, mkdocs.yml, theme/. Out: site/, whole or not at all; findings. Nothing here changes a page.
"""

from build_corpus.site.check import check
from build_corpus.site.render import Rendered, clear, render
from build_corpus.site.state import Docs

__all__ = ["Docs", "Rendered", "check", "clear", "render"]
