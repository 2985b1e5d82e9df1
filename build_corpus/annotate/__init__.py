"""A Speech becomes Annotated: spans of themes and formulas, stand-off, and a score for each theme.

In: blocks and the vocabulary. Out: mentions with offsets, themes ranked by score, each with the
paragraphs that show it. The text is never touched.
"""

from build_corpus.annotate.formulas import quoted_phrases
from build_corpus.annotate.score import score_themes
from build_corpus.annotate.spans import Tagger
from build_corpus.model import Annotated, Knowledge, Speech

__all__ = ["Tagger", "annotate"]


def annotate(speech: Speech, tagger: Tagger, knowledge: Knowledge) -> Annotated:
    """A speech with its themes. `tagger` is `Tagger(knowledge.vocabulary)`, made once for all speeches."""
    mentions = tuple(mention for block in speech.blocks for mention in tagger.mentions(block.id, block.text))
    in_title = tagger.mentions("", speech.title or "")
    return Annotated(
        speech=speech,
        mentions=mentions,
        themes=score_themes(speech, mentions, in_title, tagger.families),
        formulas=quoted_phrases(speech, knowledge),
    )
