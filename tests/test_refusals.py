"""Settings and sidecars that are refused, and say why."""

from pathlib import Path

import pytest
from test_findings import project

from build_corpus.config import load_config
from build_corpus.errors import ConfigError
from build_corpus.read.sidecar import parse_sidecar


def test_a_misspelt_key_in_a_note_is_a_finding() -> None:
    """A key nobody knows inside notes or inferred is said, like one at the top."""
    assert parse_sidecar("notes: [{text: 注, sugestion: 克服}]".encode(), "seeds/a.yml")[1]


def test_a_date_in_corpus_yml_is_named(tmp_path: Path) -> None:
    """A value that YAML takes for a date that does not exist is a message, not a traceback."""
    with pytest.raises(ConfigError):
        load_config(project(tmp_path, "title: 集\ndescription: 2019-13-45\n"))


def test_a_negative_number_of_related_speeches_is_named(tmp_path: Path) -> None:
    """`related: -1` is an error instead of dropping the last relation of each page."""
    with pytest.raises(ConfigError):
        load_config(project(tmp_path, "title: 集\ndescription: 述\nrelated: -1\n"))


@pytest.mark.parametrize("line", ["Publish: false", "published: false", "发布: false", "publish: no"])
def test_a_misspelt_wish_not_to_publish_is_kept(line: str) -> None:
    """Whoever wrote false somewhere may have meant publish; the speech is held back and the key is named."""
    sidecar, findings = parse_sidecar(line.encode(), "seeds/a.yml")
    assert not sidecar.publish
    assert findings


def test_markup_in_the_title_of_the_corpus_is_named(tmp_path: Path) -> None:
    """A title that Material would print as markup is refused."""
    with pytest.raises(ConfigError, match=r"corpus\.yml:1: title: "):
        load_config(project(tmp_path, "title: '</title><script>'\ndescription: 述\n"))
