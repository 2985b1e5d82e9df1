"""Concepts as YAML, in the shape of data/themes.yml."""

import yaml

from build_corpus.model import Theme, Vocabulary

WIDTH = 10_000  # columns; YAML of one line a value


def entry(theme: Theme) -> str:
    """One concept as an item of the list `concepts`."""
    fields: dict[str, object] = {"id": theme.id, "label": theme.label, "scope": theme.scope}
    if theme.broader:
        fields["broader"] = theme.broader
    if theme.aliases:
        fields["aliases"] = list(theme.aliases)
    return yaml.safe_dump([fields], allow_unicode=True, sort_keys=False, width=WIDTH)


def vocabulary_text(vocabulary: Vocabulary) -> str:
    """A whole vocabulary as a file that loads."""
    head = yaml.safe_dump(
        {"scheme": vocabulary.scheme, "found": vocabulary.found}, allow_unicode=True, sort_keys=False
    )
    body = "".join(entry(theme) for theme in vocabulary.concepts)
    return f"{head}concepts:\n{body}" if body else f"{head}concepts: []\n"
