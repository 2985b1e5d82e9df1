"""`python -m build_corpus` is the command `build-corpus`."""

from build_corpus.cli import main

if __name__ == "__main__":
    main()
