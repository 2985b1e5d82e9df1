"""Writes a generated corpus: `python -m benchmarks.generate N FOLDER [--seed 1] [--chars 4000]`.

FOLDER/seeds/ gets the raw documents, FOLDER/truth.jsonl one object per document, in the same order.
FOLDER must not hold seeds already: files of another run would be taken for documents of this one.
"""

import json
from pathlib import Path

import click

from benchmarks.corpus import Recipe, generate


@click.command()
@click.argument("count", type=click.IntRange(min=1))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", default=1, show_default=True, help="Another seed, another corpus.")
@click.option("--chars", default=4000, show_default=True, help="Mean length of a document in 字.")
@click.option("--plain", is_flag=True, help="Only .txt in UTF-8.")
@click.option("--docx", is_flag=True, help="Word files, too; slow.")
def main(count: int, folder: Path, **wishes: int) -> None:
    """Write COUNT generated documents and their truth to FOLDER."""
    seeds = folder / "seeds"
    if seeds.is_dir() and any(seeds.iterdir()):
        raise click.ClickException(f"{seeds}: not empty. Delete it or name another folder.")
    seeds.mkdir(parents=True, exist_ok=True)
    recipe = Recipe(
        seed=wishes["seed"], chars=wishes["chars"], plain=bool(wishes["plain"]), docx=bool(wishes["docx"])
    )
    with (folder / "truth.jsonl").open("w", encoding="utf-8", newline="\n") as truth:
        for each in generate(count, recipe):
            (seeds / each.file).write_bytes(each.data)
            truth.write(json.dumps(each.truth, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
