"""Serves a folder the way GitHub Pages does: texts packed with gzip, 404.html for what is not there.

In: a built site. Out: its address on this machine. Nothing is asked of another host.
"""

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import BinaryIO

PACKED = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")
"""Starts of the types that are sent packed."""


class _Pages(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for many files, as everywhere

    def log_message(self, *_: object) -> None:
        """Says nothing: what is printed is the test's or the benchmark's."""

    def send_head(self) -> BinaryIO | None:
        """The headers of a file; its bytes are for the caller to send."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            if not self.path.partition("?")[0].partition("#")[0].endswith("/"):
                return super().send_head()  # leads to the address with a slash
            path /= "index.html"
        if path.is_file():
            return self._answer(HTTPStatus.OK, path)
        return self._answer(HTTPStatus.NOT_FOUND, Path(self.directory) / "404.html")

    def _answer(self, status: HTTPStatus, file: Path) -> BinaryIO | None:
        if not file.is_file():
            self.send_error(status)
            return None
        kind = self.guess_type(file)
        data = file.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if kind.startswith(PACKED) and "gzip" in self.headers.get("Accept-Encoding", ""):
            data = _packed(data)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return io.BytesIO(data)


@lru_cache(maxsize=256)
def _packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder over HTTP on this machine alone; gives its address, without a final slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
