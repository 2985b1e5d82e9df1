"""The page of one speech."""

from build_corpus.model import Annotated, Related
from build_corpus.publish.beside import evidence_of, shared_themes
from build_corpus.publish.cleaning import done
from build_corpus.publish.facts import head_of, inferred_of, sources_of
from build_corpus.publish.markdown import Markdown, front_matter
from build_corpus.publish.marks import marks_of, shared_spans
from build_corpus.publish.phrases import phrases_used
from build_corpus.publish.record import Record, description_of, front_matter_of, summary
from build_corpus.publish.references import cited_front
from build_corpus.publish.site import Site
from build_corpus.publish.text import short, shown_blocks
from build_corpus.publish.versions import version_values

PAIRS = 1  # pairs of paragraphs on the card of a related speech; the others stand on the page of comparisons
TITLE = 10  # 字 of the title of another speech, where a paragraph names it
CHIPS = 5  # themes at the head of a speech; all of them stand on the page that goes with it


def speech_page(site: Site, document_id: str) -> str:
    """Markdown of the page."""
    document = site.every[document_id]
    speech = document.speech
    version = site.versions.get(document.id)
    said = summary(document, site.knowledge, site.settings.language, version)
    related = [_related(site, document, each) for each in site.related.get(document.id, ())]
    by, turns = site.turns(document)
    return site.render(
        "speech.md.j2",
        front=_front(site, document, said),
        title=site.title(document),
        subtitle=speech.value("subtitle"),
        facts=head_of(site, speech),
        beside=bool(related or site.parallels.get(document.id)),
        chips=[site.theme(score.theme) for score in document.themes[:CHIPS]],
        more=len(document.themes) if len(document.themes) > CHIPS else 0,
        formulas=len(phrases_used(site).get(document.id, ())),
        outlined=any(block.type == "heading" for block in speech.blocks),
        id=document.id,
        blocks=shown_blocks(document, shared_spans(site, document)),
        marks=marks_of(site, document),
        titles={str(each["id"]): short(str(each["title"]), TITLE) for each in related},
        remarks=[note for note in speech.notes if note.block is None],
        related=related,
        versions=[version_values(each, site.documents) for each in site.others.get(document.id, ())],
        version=version_values(version, site.documents) if version else None,
        source=sources_of(site, document),
        apart=not speech.published,
        by=by,
        turns=turns,
        rights=speech.notices,
        inferred=inferred_of(speech),
        done=done(speech),
    )


def _front(site: Site, document: Annotated, said: Record) -> Markdown:
    """What the page says of itself, how it is cited included; one that is not handed on asks robots to pass it over."""
    told = front_matter_of(said, description_of(document.speech)) | cited_front(site, document)
    robots = {} if document.speech.published else {"robots": "noindex"}
    return front_matter({**told, **robots, "hide": ["navigation"]})


def _related(site: Site, here: Annotated, related: Related) -> dict[str, object]:
    """A related speech as its card shows it: the best pairs of paragraphs, how much else they share."""
    evidence = [
        ([site.theme(theme).label for theme in themes], (left, right))
        for (left, right), themes in evidence_of(related).items()
    ]
    return {
        "id": related.id,
        "title": site.title(site.documents[related.id]),
        "pairs": [
            (themes, (left, site.label(here.id, left), right, site.label(related.id, right)))
            for themes, (left, right) in evidence[:PAIRS]
        ],
        "themes": len(shared_themes(here, site.documents[related.id])),
        "passages": len(related.passages),
    }
