"""A file becomes a Source: decoded text with its hash, id and sidecar.

In: the seeds folder. Out: `Reading`, one per file, with a Source or findings. Never an exception
for what a file holds, never a change to a file.
"""

from build_corpus.read.decode import decode
from build_corpus.read.folder import Reading, read

__all__ = ["Reading", "decode", "read"]
