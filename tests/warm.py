"""The command `build-corpus` in a process of its own that need not start from nothing.

In: words of a command line, a folder, an environment. Out: what the command said and its exit code, as from
`subprocess.run`. A server that has read what every command reads forks for each of them, so no command sees another
one, and seconds of each start are saved. What only a start can show needs a fresh interpreter.
"""

import atexit
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

SERVER = Path(__file__).with_name("warm_server.py")


def forked(arguments: Sequence[str], cwd: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """What a command says and how it ends."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    with TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("out", "err")]
        order = {"arguments": arguments, "cwd": str(cwd), "env": env, "files": list(map(str, files))}
        server.stdin.write(json.dumps(order) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        out, err = (file.read_text(encoding="utf-8", errors="replace") for file in files)
    return subprocess.CompletedProcess(list(arguments), code, out, err)


@cache
def _server() -> subprocess.Popen[str]:
    """One for each process that runs tests, to whose end it lives."""
    server = subprocess.Popen(
        [sys.executable, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    atexit.register(server.communicate)  # ends its input and waits
    return server
