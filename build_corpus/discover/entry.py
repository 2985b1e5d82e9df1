"""Concepts as YAML, in the shape of data/themes.yml."""

import yaml

from build_corpus.model import Theme, Vocabulary

WIDTH = 10_000  # columns; YAML of one line a value


def line(key: str, value: object) -> str:
    """One key with its value; a list stands on the line of its key."""
    flow = None if isinstance(value, list) else False
    return yaml.safe_dump({key: value}, allow_unicode=True, default_flow_style=flow, width=WIDTH)


def entry(theme: Theme) -> str:
    """One concept as an item of the list `concepts`."""
    fields: dict[str, object] = {"id": theme.id, "label": theme.label, "scope": theme.scope}
    if theme.broader:
        fields["broader"] = theme.broader
    if theme.aliases:
        fields["aliases"] = list(theme.aliases)
    lines = "".join(f"  {line(key, value)}" for key, value in fields.items())
    return f"-{lines[1:]}"


def vocabulary_text(vocabulary: Vocabulary) -> str:
    """A whole vocabulary as a file that loads."""
    head = line("scheme", vocabulary.scheme) + line("found", vocabulary.found)
    body = "".join(entry(theme) for theme in vocabulary.concepts)
    return f"{head}concepts:\n{body}" if body else f"{head}concepts: []\n"
