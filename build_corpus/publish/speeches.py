"""The page of one speech."""

from build_corpus.model import Annotated, Related
from build_corpus.publish.cleaning import cleaning
from build_corpus.publish.formulas import speech_formulas
from build_corpus.publish.markdown import front_matter
from build_corpus.publish.origin import origin
from build_corpus.publish.record import description_of, front_matter_of, summary
from build_corpus.publish.site import KINDS, Site
from build_corpus.publish.text import shown_blocks
from build_corpus.publish.versions import version_values

CHIPS = 10  # themes at the head of a speech; the others follow folded
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


def speech_page(site: Site, document: Annotated) -> str:
    """Markdown of the page."""
    speech = document.speech
    language = site.settings.language
    facts = [(FACTS[field], speech.value(field)) for field in FACTS if speech.value(field)]
    dated = [("讲话日期", speech.date), ("发布日期", speech.posted)]
    version = site.versions.get(document.id)
    said = summary(document, site.knowledge, language, version)
    related = [_related(site, document, each) for each in site.corpus.related.get(document.id, ())]
    return site.render(
        "speech.md.j2",
        front=front_matter({**front_matter_of(said, description_of(speech)), "hide": ["navigation"]}),
        title=site.title(document),
        subtitle=speech.value("subtitle"),
        facts=[
            ("类型", KINDS[speech.kind]),
            *facts,
            *((name, value) for name, value in dated if value),
            ("篇幅", f"{said['chars']} 字"),
        ],
        chips=[site.theme(score.theme) for score in document.themes[:CHIPS]],
        more=[site.theme(score.theme) for score in document.themes[CHIPS:]],
        formulas=speech_formulas(site, document),
        outlined=any(block.type == "heading" for block in speech.blocks),
        blocks=shown_blocks(document),
        remarks=[note for note in speech.notes if note.block is None],
        related=related,
        versions=[version_values(each, site.documents) for each in site.others.get(document.id, ())],
        version=version_values(version, site.documents) if version else None,
        source=origin(speech),
        rights=speech.rights,
        inferred=[
            (FIELD_NAMES.get(fact.field, fact.field), fact.value, CONFIDENCE[fact.confidence], fact.evidence)
            for fact in speech.source.sidecar.inferred
        ],
        cleaning=cleaning(document.speech, site.knowledge),
    )


def _related(site: Site, here: Annotated, related: Related) -> dict[str, object]:
    there = site.documents[related.id]
    return {
        "id": related.id,
        "title": site.title(there),
        "themes": [
            {
                "id": share.theme,
                "label": site.theme(share.theme).label,
                "pairs": [
                    (pair.here, site.label(here.id, pair.here), pair.there, site.label(there.id, pair.there))
                    for pair in share.pairs
                ],
            }
            for share in related.themes
        ],
    }
