"""The page in a withdrawn speech's place: that it was withdrawn, when, why. Nothing of its text.

It is in no list, no search and no sitemap; former addresses of the speech lead to it.
"""

from collections.abc import Callable

from build_corpus.model import Corpus
from build_corpus.publish.markdown import front_matter

WITHDRAWN = "本篇已撤下"
APART: dict[str, object] = {
    "robots": "noindex",
    "search": {"exclude": True},
    "hide": ["navigation", "toc"],
}
"""Front matter of a page that stands for no speech."""


def tombstone_pages(corpus: Corpus, render: Callable[..., str]) -> dict[str, str]:
    """Path below docs → text."""
    return {
        f"speeches/{stone.id}.md": render(
            "tombstone.md.j2",
            front=front_matter({"title": WITHDRAWN, "kind": "withdrawn", **APART}),
            id=stone.id,
            said=stone.withdrawal,
        )
        for stone in corpus.tombstones
    }
