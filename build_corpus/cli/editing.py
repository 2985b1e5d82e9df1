"""The commands of the editor's loop: add, audit, diff, summary, and metadata out to a table and back."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from build_corpus import pipeline
from build_corpus.annotate import Tagger, explain
from build_corpus.cli.add import Added, added_text, bring
from build_corpus.cli.audit import audit_text, themes_text
from build_corpus.cli.diff import difference, earlier, present
from build_corpus.cli.findings import findings_text
from build_corpus.cli.options import Progress, options, say, short
from build_corpus.cli.report import summary_text
from build_corpus.cli.sheet import export_sheet, import_sheet
from build_corpus.config import load_config
from build_corpus.errors import CorpusError
from build_corpus.model import Annotated
from build_corpus.read import with_texts

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@options("config", "seeds")
@click.argument("name")
@click.option("--themes", is_flag=True, help="Show why it has its themes instead, with scores.")
def audit(file: Path, seeds: Path | None, name: str, themes: bool) -> None:
    """Show what was removed, changed and moved in a document (its id or file), by which rule."""
    config = load_config(file, seeds=seeds)
    made = pipeline.documents(config, step=Progress())
    wanted = Path(name).name
    named = [each for each in made.annotated if each.id == name]
    named = named or [each for each in made.annotated if Path(each.speech.source.file).name == wanted]
    if named:
        knowledge = pipeline.knowledge_of(config)
        if themes:
            tagger = Tagger(knowledge.vocabulary)
            explained = ((each, explain(each.speech, tagger, made.stats)) for each in named)
            say("\n".join(themes_text(each.speech, why, knowledge) for each, why in explained))
            return
        say("\n".join(audit_text(each.speech, knowledge) for each in with_texts(config.seeds, named)))
        return
    for reading in made.readings:
        if wanted == Path(reading.file).name:
            say(findings_text(reading.findings))
            sys.exit(1)
    raise _unknown(name, made.annotated)


def _unknown(name: str, documents: Sequence[Annotated]) -> CorpusError:
    known = "\n".join(f"  {document.id}  {document.speech.source.file}" for document in documents)
    return CorpusError(f"{name}: no such document. Known ids and files:\n{known}")


@click.command()
@options("config", "seeds")
@click.argument("files", nargs=-1)
def summary(file: Path, seeds: Path | None, files: Sequence[str]) -> None:
    """Print in Markdown what seeds became: title, themes, what was removed, findings. All without FILES."""
    config = load_config(file, seeds=seeds)
    made = pipeline.documents(config, step=Progress())
    text = summary_text(made.readings, made.annotated, pipeline.knowledge_of(config), files)
    click.echo(text, nl=False)


@click.command()
@options("config", "seeds")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def add(file: Path, seeds: Path | None, files: Sequence[Path]) -> None:
    """Copy FILES into seeds/, say what each became, and write a sidecar to correct beside it."""
    config = load_config(file, seeds=seeds)
    brought = [bring(each, config.seeds) for each in files]
    say("".join(each.said for each in brought if each.path is None))
    kept = [each for each in brought if each.path is not None]
    if kept:
        made = pipeline.make(config, step=Progress())
        for each in kept:
            say(added_text(each, config.seeds, made))
    if _failed(brought):
        sys.exit(1)


def _failed(brought: Sequence[Added]) -> bool:
    return any(each.path is None for each in brought)


@click.command()
@options("config", "seeds", "build", "jobs")
@click.option("--exit-code", is_flag=True, help="End with 1 when something would change.")
def diff(file: Path, seeds: Path | None, build_folder: Path | None, jobs: int, exit_code: bool) -> None:
    """Say what a build would change against the last one, speech by speech; nothing is written."""
    config = load_config(file, seeds=seeds, build=build_folder)
    before = earlier(config.build)
    after = present(config, pipeline.make(config, jobs, Progress()))
    text = difference(before, after)
    say(text or "没有变化。\n")
    if text and exit_code:
        sys.exit(1)


@click.group()
def metadata() -> None:
    """The metadata of all speeches, out to one CSV table and back in."""


@metadata.command("export")
@options("config", "seeds")
@click.argument("table", type=_FILE)
def metadata_export(file: Path, seeds: Path | None, table: Path) -> None:
    """Write what is known of every speech to TABLE, for Excel and the like."""
    config = load_config(file, seeds=seeds)
    documents = pipeline.documents(config, step=Progress()).annotated
    table.write_bytes(export_sheet(documents))
    click.echo(f"{short(table.resolve())}：{len(documents)} 篇。改好后：build-corpus metadata import {table}")


@metadata.command("import")
@options("config", "seeds")
@click.argument("table", type=_FILE)
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
def metadata_import(file: Path, seeds: Path | None, table: Path, dry_run: bool) -> None:
    """Take cells of TABLE that differ from what is known into the sidecars."""
    config = load_config(file, seeds=seeds)
    documents = pipeline.documents(config, step=Progress()).annotated
    changes, findings = import_sheet(table, config.seeds, documents)
    say(findings_text(findings))
    if any(finding.severity == "error" for finding in findings):
        click.echo("有错，什么也没有写。")
        sys.exit(1)
    for change in changes:
        say(change.text)
        if not dry_run:
            change.path.write_bytes(change.data)
    done = "会改" if dry_run else "改了"
    click.echo(f"{done} {len(changes)} 个旁注文件。" if changes else "没有要改的。")
