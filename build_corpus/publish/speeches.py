"""The page of one speech."""

from build_corpus.model import Annotated, Related, Speech
from build_corpus.publish.beside import evidence_of
from build_corpus.publish.cleaning import done
from build_corpus.publish.markdown import front_matter
from build_corpus.publish.marks import marks_of, shared_spans
from build_corpus.publish.phrases import phrases_used
from build_corpus.publish.record import description_of, front_matter_of, summary
from build_corpus.publish.site import KINDS, Site
from build_corpus.publish.text import short, shown_blocks
from build_corpus.publish.versions import version_values

PAIRS = 1  # pairs of paragraphs on the card of a related speech; the others stand on the page of comparisons
TITLE = 10  # 字 of the title of another speech, where a paragraph names it
CHIPS = 10  # themes at the head of a speech; all of them stand on the page that goes with it
FACTS = {
    "speaker": "讲话人",
    "author": "作者",
    "role": "职务",
    "occasion": "场合",
    "publication": "出处",
    "column": "栏目",
    "place": "地点",
    "level": "层级",
}
CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}
FIELD_NAMES = {**FACTS, "year": "年份", "month": "月份", "province": "省份", "title": "标题", "date": "日期"}


def speech_page(site: Site, document_id: str) -> str:
    """Markdown of the page."""
    document = site.documents[document_id]
    speech = document.speech
    version = site.versions.get(document.id)
    said = summary(document, site.knowledge, site.settings.language, version)
    related = [_related(site, document, each) for each in site.related.get(document.id, ())]
    return site.render(
        "speech.md.j2",
        front=front_matter({**front_matter_of(said, description_of(speech)), "hide": ["navigation"]}),
        title=site.title(document),
        subtitle=speech.value("subtitle"),
        facts=[*_facts(speech), ("篇幅", f"{said['chars']} 字")],
        chips=[site.theme(score.theme) for score in document.themes[:CHIPS]],
        more=len(document.themes[CHIPS:]),
        formulas=len(phrases_used(site)[document.id]),
        outlined=any(block.type == "heading" for block in speech.blocks),
        id=document.id,
        blocks=shown_blocks(document, shared_spans(site, document)),
        marks=marks_of(site, document),
        titles={
            each.id: short(site.title(site.documents[each.id]), TITLE)
            for each in site.related.get(document.id, ())
        },
        remarks=[note for note in speech.notes if note.block is None],
        related=related,
        versions=[version_values(each, site.documents) for each in site.others.get(document.id, ())],
        version=version_values(version, site.documents) if version else None,
        source=speech.file,
        rights=speech.rights,
        inferred=[
            (FIELD_NAMES.get(fact.field, fact.field), fact.value, CONFIDENCE[fact.confidence], fact.evidence)
            for fact in speech.source.sidecar.inferred
        ],
        done=done(speech),
    )


def _facts(speech: Speech) -> list[tuple[str, str]]:
    """What the head of the page says of a speech, as (name, value); what is unknown is left out."""
    values = [(name, speech.value(field)) for field, name in FACTS.items()]
    dated = [("讲话日期", speech.date), ("发布日期", speech.posted)]
    known = [(name, value) for name, value in (*values, *dated) if value]
    return [("类型", KINDS[speech.kind]), *known]


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
        "themes": len(related.themes),
        "passages": len(related.passages),
    }
