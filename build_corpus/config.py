"""corpus.yml becomes a Config. At most twelve settings; an unknown one is an error."""

import os
import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from build_corpus.errors import ConfigError, place, wrong, yaml_problem
from build_corpus.model import Handling

NO_VOCABULARY = "none"
_MAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}")
_PAGE = re.compile(
    r"https://[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}(?::\d{1,5})?(?:/[!#-&(-;=?-\[\]_a-z~-]{0,400})?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What corpus.yml may say."""

    title: str
    """Name of the site."""
    description: str
    """One sentence about the corpus, for search engines and the home page."""
    language: str = "zh-Hans"
    """BCP 47 tag of the texts."""
    vocabulary: str | None = None
    """YAML file of themes, relative to corpus.yml; `none`: themes are found in the texts; None: the built-in ones."""
    related: int = 6
    """Related speeches shown on a page, at most."""
    rights: Handling = "publish"
    """What is done with texts whose own notice forbids to pass them on: publish, noindex or withhold; see model.rights."""
    contact: str = ""
    """Where readers reach the editor: a mail address or an address that starts with https://; empty: nothing is said."""
    site_url: str = ""
    """Address of the published site, empty where it is not known; SITE_URL in the environment wins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings and folders of one run."""

    root: Path
    """Folder of corpus.yml and mkdocs.yml."""
    seeds: Path
    """Raw documents."""
    docs: Path
    """What MkDocs reads."""
    build: Path
    """Local by-products."""
    site: Path
    """The built site."""
    settings: Settings
    """corpus.yml."""

    @property
    def project_docs(self) -> Path:
        """The folder with the project's hand-written pages."""
        return self.root / "docs"

    @property
    def finds_themes(self) -> bool:
        """Whether the corpus has no vocabulary, so that its themes are found in the texts."""
        return self.settings.vocabulary == NO_VOCABULARY

    @property
    def vocabulary_file(self) -> Path | None:
        """The corpus' own file of themes."""
        own = self.settings.vocabulary
        return self.root / own if own and not self.finds_themes else None


def load_config(
    file: Path,
    *,
    seeds: Path | None = None,
    docs: Path | None = None,
    build: Path | None = None,
    site: Path | None = None,
) -> Config:
    """The configuration; folders not named stand beside the file.

    Raises ConfigError where the file or the seeds folder is missing or wrong.
    """
    root = file.resolve().parent
    config = Config(
        root=root,
        seeds=(seeds or root / "seeds").resolve(),
        docs=(docs or root / "docs").resolve(),
        build=(build or root / "build").resolve(),
        site=(site or root / "site").resolve(),
        settings=_settings(file, os.environ.get("SITE_URL", "")),
    )
    own = config.vocabulary_file
    if own and not own.is_file():
        where = place(file.name, file.read_text(encoding="utf-8"), ["vocabulary"])
        msg = (
            f"{where}: vocabulary: '{config.settings.vocabulary}' is no file beside {file.name}. "
            f"Write the path of a YAML file, or '{NO_VOCABULARY}' to have the themes found in the texts."
        )
        raise ConfigError(msg)
    if not config.seeds.is_dir():
        msg = f"{config.seeds}: no such folder. Name the folder of raw texts with --seeds."
        raise ConfigError(msg)
    return config


def _settings(file: Path, address: str) -> Settings:
    """corpus.yml; the address in the environment wins, as it is the workflow that knows it."""
    try:
        text = file.read_text(encoding="utf-8")
        data = yaml.safe_load(text)
    except OSError as error:
        msg = f"{file.name}: {error.strerror}. Run in the project's folder or name the file with --config."
        raise ConfigError(msg) from error
    except (
        yaml.YAMLError,
        ValueError,
        RecursionError,
    ) as error:  # ValueError: a date of no calendar, bytes that are no text
        raise ConfigError(yaml_problem(file.name, error, "a key, a colon, a space, a value")) from error
    known = list(Settings.__dataclass_fields__)
    if not isinstance(data, dict):
        msg = f"{file.name}:1: not a mapping. Write 'key: value' lines; keys: {', '.join(known)}."
        raise ConfigError(msg)
    problems = [_unknown(place(file.name, text, [key]), str(key), known) for key in data if key not in known]
    try:
        settings = TypeAdapter(Settings).validate_python({key: data[key] for key in data if key in known})
    except ValidationError as error:
        problems += [
            f"{place(file.name, text, each['loc'])}: {'.'.join(map(str, each['loc']))}: {wrong(each['type'], each['msg'])}"
            for each in error.errors()
        ]
        raise ConfigError("\n".join(problems)) from error
    problems += _unfit((file.name, text), settings)
    if problems:
        raise ConfigError("\n".join(problems))
    return replace(settings, site_url=address or settings.site_url)


def _unfit(source: tuple[str, str], settings: Settings) -> list[str]:
    """What MkDocs or Material would misread in values of the right type. `source`: name and text of the file."""
    problems: list[str] = []
    for key in ("title", "description"):
        file = place(*source, [key])
        text = getattr(settings, key)
        tag = yaml.SafeLoader("").resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
        if tag != "tag:yaml.org,2002:str":
            problems.append(
                f"{file}: {key}: '{text}' reads as a number or the like in mkdocs.yml. Add a word."
            )
        if any(char in text for char in '<>&"'):
            problems.append(
                f'{file}: {key}: holds one of < > & ". Material would read it as markup. Use “ ” or words.'
            )
    if settings.contact and not (_MAIL.fullmatch(settings.contact) or _PAGE.fullmatch(settings.contact)):
        problems.append(
            f"{place(*source, ['contact'])}: contact: '{settings.contact}' is neither a mail address nor an address "
            "that starts with https://. Write one, like editor@example.org, or delete the line."
        )
    if settings.related < 0:
        problems.append(
            f"{place(*source, ['related'])}: related: {settings.related} is below zero. Write 0 or more."
        )
    return problems


def _unknown(file: str, key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, n=1)
    guess = f" Did you mean '{near[0]}'?" if near else ""
    return f"{file}: unknown key '{key}'.{guess} Known keys: {', '.join(known)}."
