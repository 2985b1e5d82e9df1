"""Turns a folder of raw Chinese speeches into Markdown pages that link by shared themes.

    seeds/ ─read→ Source ─clean→ Cleaned ─structure→ Speech ─annotate→ Annotated ─relate→ Corpus
                    └──survey→ CorpusStats                                                  │
                                              findings ←check─ site/ ←site─ docs/ ←publish──┘

    Annotated ─discover→ Candidates for the vocabulary; the whole Vocabulary where a corpus has none

Every arrow is one public function of the sub-package of that name and turns one frozen noun of
`build_corpus.model` into the next. `pipeline` is the only file that knows the order, with `documents` for
the stages that look at one document alone; `cli` is the door for people. Layers point down; import-linter holds them (see pyproject.toml).

Glossary: 讲话 speech · 称谓 salutation · 主题 theme · 提法 formula (a set phrase) · 字 code point ·
遮盖 mask (`20**年`, `×个`) · 段首标题 run-in heading · 整理 cleaning · 底稿 seed.
"""

__version__ = "0.1.0"
