"""A Speech becomes Annotated: spans of themes and formulas, stand-off, and a score for each theme.

In: blocks and the vocabulary, and what is common in the corpus. Out: mentions with offsets, themes
ranked by score, each with the paragraphs that show it; on demand, why. The text is never touched.
"""

from build_corpus.annotate.evidence import gather
from build_corpus.annotate.formulas import quoted_phrases
from build_corpus.annotate.score import explanations, only_named, theme_scores
from build_corpus.annotate.spans import Tagger
from build_corpus.model import Annotated, CorpusStats, Explanation, Knowledge, Mention, Speech

__all__ = ["Tagger", "annotate", "explain"]

_ALONE = CorpusStats(shared_lines=frozenset())


def annotate(
    speech: Speech,
    tagger: Tagger,
    knowledge: Knowledge,
    stats: CorpusStats = _ALONE,
) -> Annotated:
    """A speech with its themes. `tagger` is `Tagger(knowledge.vocabulary)`, made once for all speeches."""
    mentions = _mentions(speech, tagger)
    found = gather(speech, mentions, tagger.families)
    explained = explanations(speech, found, tagger.mentions("", speech.title or ""), stats.common)
    return Annotated(
        speech=speech,
        mentions=mentions,
        themes=theme_scores(explained),
        formulas=quoted_phrases(speech, knowledge),
    )


def explain(speech: Speech, tagger: Tagger, stats: CorpusStats = _ALONE) -> tuple[Explanation, ...]:
    """Why a speech has the themes that `annotate` gives it, best first; then the themes it only names."""
    mentions = _mentions(speech, tagger)
    in_title = tagger.mentions("", speech.title or "")
    found = gather(speech, mentions, tagger.families)
    explained = explanations(speech, found, in_title, stats.common)
    return (*explained, *only_named(speech, (*mentions, *in_title), found))


def _mentions(speech: Speech, tagger: Tagger) -> tuple[Mention, ...]:
    return tuple(mention for block in speech.blocks for mention in tagger.mentions(block.id, block.text))
