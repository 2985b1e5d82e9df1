"""How a run goes: workers, one run at a time, what the last run left.

In: what the stages make. Out: the same, sooner or not at all. Nothing here knows what a stage does; all it
keeps lies in build/, which is local, ignored by git and safe to delete.
"""

from build_corpus.run.aside import Aside, DiedError
from build_corpus.run.asked import Asked, Listener
from build_corpus.run.basis import program, publishing
from build_corpus.run.cache import Cache
from build_corpus.run.last import (
    CACHE,
    PREVIEW,
    Last,
    Seen,
    Start,
    begun,
    inputs,
    last_run,
)
from build_corpus.run.manners import seldom
from build_corpus.run.packing import OnDemand, Packed, column, packed, unpacked
from build_corpus.run.signs import identity
from build_corpus.run.workers import Jobs, Lost, each, here, processes

__all__ = [
    "CACHE",
    "PREVIEW",
    "Aside",
    "Asked",
    "Cache",
    "DiedError",
    "Jobs",
    "Last",
    "Listener",
    "Lost",
    "OnDemand",
    "Packed",
    "Seen",
    "Start",
    "begun",
    "column",
    "each",
    "here",
    "identity",
    "inputs",
    "last_run",
    "packed",
    "processes",
    "program",
    "publishing",
    "seldom",
    "unpacked",
]
