"""How a run goes: processes, one run at a time, what the last run left.

In: what the stages make. Out: the same, sooner or not at all. Nothing here knows what a stage does; all it
keeps lies in build/, which is local, ignored by git and safe to delete.
"""

from build_corpus.run.alone import alone
from build_corpus.run.cache import Cache
from build_corpus.run.kept import basis, each_kept, publishing
from build_corpus.run.last import CACHE, Last, inputs, last_run, remember
from build_corpus.run.workers import Lost, each, processes

__all__ = [
    "CACHE",
    "Cache",
    "Last",
    "Lost",
    "alone",
    "basis",
    "each",
    "each_kept",
    "inputs",
    "last_run",
    "processes",
    "publishing",
    "remember",
]
