"""The command `build-corpus`: the door for people.

Exit codes: 0 no error found; 1 at least one error (with --strict, one warning); 2 cannot run.
"""

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import click

from build_corpus import __version__
from build_corpus.cli.findings import findings_text
from build_corpus.cli.later import Later
from build_corpus.cli.options import Progress, options, short, workers
from build_corpus.config import Config, load_config
from build_corpus.errors import CorpusError
from build_corpus.model import Finding
from build_corpus.run import Jobs, Last, Start, seldom

if TYPE_CHECKING:
    from build_corpus import pipeline

Findings = tuple[Finding, ...]
EDITING = "build_corpus.cli.editing"


class _Commands(Later):
    elsewhere: ClassVar = {
        "add": (EDITING, "Copy FILES into seeds/ and say what each became."),
        "audit": (EDITING, "Show what was removed, changed and moved in a document."),
        "diff": (EDITING, "Say what a build would change against the last one."),
        "metadata": (EDITING, "The metadata of all speeches, out to one CSV table and back in."),
        "submit": ("build_corpus.cli.submit", "Turn a submitted issue into a seed and a sidecar."),
        "suggest": ("build_corpus.cli.suggest", "Propose themes and set phrases that the vocabulary lacks."),
        "summary": (EDITING, "Print in Markdown what seeds became."),
        "todo": ("build_corpus.cli.todo", "List what is left to do, speech by speech, most urgent first."),
        "withdraw": ("build_corpus.cli.withdraw", "Take a speech off the site."),
    }


@click.group(cls=_Commands)
@click.version_option(__version__, message="%(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """Raw Chinese speeches to a public static site: cleaned, cross-linked, searchable."""
    click.get_current_context().obj = debug


@cli.command()
@options("config", "seeds", "docs", "build", "jobs", "scheduler", "strict")
def build(
    file: Path,
    seeds: Path | None,
    docs: Path | None,
    build_folder: Path | None,
    jobs: int,
    scheduler: str | None,
    strict: bool,
) -> None:
    """Turn seeds into pages: seeds/ to docs/."""
    from build_corpus import pipeline

    config = load_config(file, seeds=seeds, docs=docs, build=build_folder)
    built = pipeline.build(config, workers(jobs, scheduler), Progress(), _waits)
    click.echo(findings_text(built.findings), nl=False)
    _say_built(built, config)
    _say_errors(built.findings)
    _leave(built.findings, strict=strict)


@cli.command()
@options("config", "seeds", "docs", "build", "site", "jobs", "scheduler", "strict")
@click.option("--full", is_flag=True, help="Make and render every page, changed or not.")
def site(
    file: Path,
    seeds: Path | None,
    docs: Path | None,
    build_folder: Path | None,
    site_folder: Path | None,
    jobs: int,
    scheduler: str | None,
    strict: bool,
    full: bool,
) -> None:
    """Build the pages, render them with MkDocs, check the result."""
    config = load_config(file, seeds=seeds, docs=docs, build=build_folder, site=site_folder)
    who = workers(jobs, scheduler)
    start = Start(config, full=full)
    last = start.last()
    findings, checked = _said_again(last, config) if last else _site(config, who, start)
    where = short(config.site)
    click.echo(f"网站：{where}/（检查{'通过' if not checked else f'发现 {len(checked)} 个问题'}）")
    click.echo(
        f"查看：python3 -m http.server -d {where} 8000，然后打开 http://localhost:8000/；边改边看：make serve"
    )
    _say_errors(findings)
    _leave(findings, strict=strict)


@cli.command()
@options("config", "seeds", "docs", "build", "site", "strict")
@click.option(
    "--format", "form", type=click.Choice(["text", "github", "json"]), default="text", help="Of the findings."
)
def check(
    file: Path,
    seeds: Path | None,
    docs: Path | None,
    build_folder: Path | None,
    site_folder: Path | None,
    strict: bool,
    form: str,
) -> None:
    """Check the built site: links, text, front matter, leaks, search."""
    config = load_config(file, seeds=seeds, docs=docs, build=build_folder, site=site_folder)
    from build_corpus import pipeline

    findings = pipeline.check_site(config)
    click.echo(findings_text(findings, form), nl=False)
    if form == "text":
        click.echo("检查通过。" if not findings else f"发现 {len(findings)} 个问题。")
    _leave(findings, strict=strict)


@cli.command()
@options("config", "seeds", "docs", "build")
@click.option("--address", default="127.0.0.1:8000", help="Where the preview listens.")
def serve(file: Path, seeds: Path | None, docs: Path | None, build_folder: Path | None, address: str) -> None:
    """Preview the site; pages follow changes in seeds/ and docs/. Stop with Ctrl+C."""
    from build_corpus import pipeline

    def load() -> Config:
        return load_config(file, seeds=seeds, docs=docs, build=build_folder)

    pipeline.serve(load, address, lambda findings: click.echo(findings_text(findings), nl=False))


def _site(config: Config, jobs: Jobs, start: Start) -> tuple[Findings, Findings]:
    """Runs; says what it found and made. All findings, and those in the site."""
    from build_corpus import pipeline

    built, checked = pipeline.site(config, jobs, Progress(), _waits, start)
    findings = (*built.findings, *checked)
    click.echo(findings_text(findings), nl=False)
    _say_built(built, config)
    return findings, checked


def _said_again(last: Last, config: Config) -> tuple[Findings, Findings]:
    """What the last run said, where nothing changed since."""
    findings = (*last.built, *last.checked)
    click.echo(findings_text(findings), nl=False)
    click.echo(f"页面：{short(config.docs)}/，{last.published} 篇讲话；没有变化，{last.files} 个文件照旧")
    return findings, last.checked


def _waits() -> None:
    click.echo("另一次构建正在进行，等它结束。", err=True)


def _say_built(built: "pipeline.Built", config: Config) -> None:
    written = built.written
    click.echo(
        f"页面：{short(config.docs)}/，{len(built.corpus.shown)} 篇讲话；"
        f"新写 {len(written.changed)} 个文件，删去 {len(written.removed)} 个，未变 {written.unchanged} 个"
    )


def _say_errors(findings: Sequence[Finding]) -> None:
    errors = sum(finding.severity == "error" for finding in findings)
    if errors:
        click.echo(f"合计：{errors} 个错误，见上。")


def _leave(findings: Sequence[Finding], *, strict: bool) -> None:
    if any(strict or finding.severity == "error" for finding in findings):
        sys.exit(1)


def main() -> None:
    """Run the command; errors that people can mend are one message, not a traceback."""
    seldom()
    try:
        cli()
    except (CorpusError, OSError) as error:
        if "--debug" in sys.argv:
            traceback.print_exc()
        click.echo(_words(error), err=True)
        sys.exit(2)


def _words(error: CorpusError | OSError) -> str:
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}. Free the way or name another folder."
    return str(error)
