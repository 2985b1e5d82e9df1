"""A corpus out of nothing, with its truth, and what is measured on it.

`benchmarks.corpus.generate` makes raw documents; `python -m benchmarks.generate` writes them;
`python -m benchmarks.quality` and `python -m benchmarks.clean` measure what the stages make of them.
"""
