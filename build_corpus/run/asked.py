"""What a document's stages ask of the corpus' statistics: that part of them, and no more, is what it depends on.

Stages are functions of a document and of the answers they get. So where all answers are as they were, what was made
is what would be made.
"""

import marshal
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from build_corpus.model import CorpusStats


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Questions and answers, sorted."""

    shared: tuple[tuple[str, bool], ...]
    """Line → whether it is one of `CorpusStats.shared_lines`."""
    frequent: tuple[tuple[str, bool], ...]
    """Line → whether it is one of `CorpusStats.frequent_lines`."""
    common: tuple[tuple[str, int], ...]
    """Theme → its class in `CorpusStats.common`, 0 without one."""

    def row(self) -> bytes:
        """This as bytes; `of` is the way back."""
        return marshal.dumps((self.shared, self.frequent, self.common))

    @staticmethod
    def of(row: bytes) -> "Asked":
        """What was kept as bytes."""
        shared, frequent, common = marshal.loads(row)  # noqa: S302 - ours, and checked by who keeps it
        return Asked(shared=shared, frequent=frequent, common=common)

    def holds(self, stats: CorpusStats) -> bool:
        """Whether these statistics give the same answers."""
        return (
            all((line in stats.shared_lines) == answer for line, answer in self.shared)
            and all((line in stats.frequent_lines) == answer for line, answer in self.frequent)
            and all(stats.common.get(theme, 0) == answer for theme, answer in self.common)
        )


class Listener:
    """Hears what is asked of statistics: hand out `stats` instead of them."""

    def __init__(self, stats: CorpusStats) -> None:
        self._shared, self._frequent = _Lines(stats.shared_lines), _Lines(stats.frequent_lines)
        self._common = _Classes(stats.common)
        self.stats = CorpusStats(
            shared_lines=self._shared, frequent_lines=self._frequent, common=self._common
        )

    @property
    def asked(self) -> Asked:
        """All it has heard so far."""
        return Asked(
            shared=tuple(sorted(self._shared.heard.items())),
            frequent=tuple(sorted(self._frequent.heard.items())),
            common=tuple(sorted(self._common.heard.items())),
        )


class _Lines(Container[str]):
    def __init__(self, lines: Container[str]) -> None:
        self._lines = lines
        self.heard: dict[str, bool] = {}

    def __contains__(self, line: object) -> bool:
        answer = line in self._lines
        self.heard[str(line)] = answer
        return answer


class _Classes(Mapping[str, int]):
    """A theme without a class has class 0 here; who asks for all of them asks for too much."""

    def __init__(self, classes: Mapping[str, int]) -> None:
        self._classes = classes
        self.heard: dict[str, int] = {}

    def __getitem__(self, theme: str) -> int:
        self.heard[theme] = self._classes.get(theme, 0)
        return self._classes[theme]

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError
