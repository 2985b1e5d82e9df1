"""The command `todo`: what is left to do, speech by speech, most urgent first."""

from pathlib import Path

import click

from build_corpus import pipeline
from build_corpus.cli.options import Progress, options, say
from build_corpus.config import load_config
from build_corpus.publish import advice, titles
from build_corpus.publish import todo as todo_text


@click.command()
@options("config", "seeds", "jobs")
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown"]), default="text", help="Of the list."
)
@click.option("--limit", type=click.IntRange(1), help="Files told of, the most urgent; otherwise all.")
def todo(file: Path, seeds: Path | None, jobs: int, form: str, limit: int | None) -> None:
    """List what is left to do, speech by speech, most urgent first; nothing is written."""
    config = load_config(file, seeds=seeds)
    made = pipeline.make(config, jobs, Progress())
    say(todo_text(made.findings, titles(made.corpus), form, limit, advice(config.settings)))
