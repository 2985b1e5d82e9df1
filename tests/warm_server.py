"""Reads modules, dictionaries and tables once, and forks for each command that `warm` sends.

In: a JSON object on each line of the standard input: `arguments`, `cwd`, `env`, `files` for what is said. Out: an exit
code on each line. A child is the command from then on: it has the folder, the environment and the streams of its order.
"""

import gc
import json
import os
import signal
import sys
import traceback
from typing import Any, NoReturn

from build_corpus import pipeline  # noqa: F401 - most commands load it when they are called
from build_corpus.cli import (
    editing,  # noqa: F401
    main,
)
from build_corpus.knowledge import built_in
from build_corpus.publish.search.fold import tables
from build_corpus.segment import lexicon

LONGEST = 240  # seconds


def serve() -> None:
    """Obeys until the input ends."""
    for read in (built_in, tables, lexicon):
        read()
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            obey(json.loads(line))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


def obey(order: dict[str, Any]) -> NoReturn:
    """Is the command, to its end."""
    signal.alarm(LONGEST)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    for number, name in enumerate((os.devnull, *order["files"])):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), number)
    sys.argv = ["build-corpus", *order["arguments"]]
    code: Any = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code or 0
    except BaseException:  # noqa: BLE001 - what Python does at the end of a program
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    serve()
