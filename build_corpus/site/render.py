"""Runs MkDocs on docs/ and swaps the result in."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from build_corpus.config import Config
from build_corpus.errors import SiteError


def environment(config: Config, dictionary: Path) -> dict[str, str]:
    """What mkdocs.yml reads with !ENV, on top of this process' environment."""
    return {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "CORPUS_TITLE": config.settings.title,
        "CORPUS_DESCRIPTION": config.settings.description,
        "CORPUS_DOCS": str(config.docs),
        "CORPUS_DICTIONARY": str(dictionary),
        "SITE_URL": os.environ.get("SITE_URL") or config.settings.site_url,
    }


def render(config: Config, dictionary: Path) -> None:
    """A full strict build beside the old site, then one swap. Raises SiteError with MkDocs' own words."""
    mkdocs_yml = config.root / "mkdocs.yml"
    if not mkdocs_yml.is_file():
        msg = f"{mkdocs_yml}: no such file. Run in the project's folder or name its corpus.yml with --config."
        raise SiteError(msg)
    beside = config.site.with_name(f".{config.site.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(mkdocs_yml)]
    result = subprocess.run(  # noqa: S603 - our own interpreter and files
        [*command, "--site-dir", str(beside)],
        env=environment(config, dictionary),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if result.returncode:
        shutil.rmtree(beside, ignore_errors=True)
        lines = [line for line in result.stderr.splitlines() if line.startswith(("WARNING", "ERROR", "Aborted", "Error"))]
        words = "\n".join(lines) or result.stderr.strip()
        msg = f"MkDocs stopped; the old site is untouched.\n{words}\nMend what it names and run again."
        raise SiteError(msg)
    _swap(beside, config.site)


def _swap(new: Path, site: Path) -> None:
    old = site.with_name(f".{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)
