"""What can stop a command. A bad seed is a finding, not an error; see `model.finding`.

CorpusError          cannot run; exit code 2; the message says file, problem and next step
├── ConfigError      corpus.yml or an option is wrong
├── KnowledgeError   a table in data/ (or a vocabulary of the corpus) is wrong
└── SiteError        MkDocs could not build the pages
"""


class CorpusError(Exception):
    """A command cannot run. The message is all a person needs."""


class ConfigError(CorpusError):
    """corpus.yml or a command-line option is wrong."""


class KnowledgeError(CorpusError):
    """A table of rules or themes is wrong; the message names file and key path."""


class SiteError(CorpusError):
    """MkDocs stopped; the message carries its own lines."""
