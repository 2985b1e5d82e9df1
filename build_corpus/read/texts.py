"""Documents get back the texts they were made from, which nobody keeps; for a few of them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from build_corpus.model import Annotated, without_text
from build_corpus.read.folder import Raw, listed, open_seed
from build_corpus.text import file_name


def with_texts(seeds: Path, documents: Sequence[Annotated]) -> list[Annotated]:
    """The same documents, with the texts they were made from; for a few. One whose file changed stays as it is."""
    wanted = {document.speech.source.file for document in documents}
    raws = (open_seed(seeds, seed) for seed in listed(seeds)[0] if file_name(seed.name) in wanted)
    readings = (reading for raw in raws if isinstance(raw, Raw) for reading in raw.readings())
    sources = {repr(without_text(each.source)): each.source for each in readings if each.source}
    return [
        replace(
            each,
            speech=replace(each.speech, source=sources.get(repr(each.speech.source), each.speech.source)),
        )
        for each in documents
    ]
