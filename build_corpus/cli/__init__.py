"""The command `build-corpus`: the door for people.

In: arguments. Out: text for people, an exit code. What is done is `pipeline`'s business.
"""

from build_corpus.cli.commands import cli, main

__all__ = ["cli", "main"]
