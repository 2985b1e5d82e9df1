"""Work in a copy of this process: what it gives, what it raises, what it leaves when it dies."""

import os
from collections.abc import Generator
from multiprocessing import active_children

import pytest

from build_corpus.run import Aside, DiedError
from build_corpus.run.aside import Stepwise, can_copy


def test_the_result_comes_back() -> None:
    """What the work gives travels; what it does to objects here does not."""
    seen: list[int] = []

    def work() -> int:
        seen.append(1)
        return 7

    aside = Aside(work)
    assert aside.result() == 7
    assert (seen == []) == can_copy()


def test_what_it_raises_is_raised_here() -> None:
    """An error in the copy is one of the run."""
    with pytest.raises(ZeroDivisionError):
        Aside(lambda: 1 // 0).result()


@pytest.mark.skipif(not can_copy(), reason="no process can be copied here")
def test_a_copy_that_dies_is_told() -> None:
    """A copy that ends without a word, as one that the system kills, says how it ended."""
    with pytest.raises(DiedError, match="3"):
        Aside(lambda: os._exit(3)).result()


def test_what_a_dead_copy_leaves_is_done_here() -> None:
    """Whether the copy lives or dies, the work is done."""
    here = os.getpid()

    def work() -> int:
        if os.getpid() != here:
            os._exit(3)
        return 7

    assert Aside(work).surely() == 7
    assert Aside(lambda: 8).surely() == 8
    assert Aside(lambda: 9, soon=False).surely() == 9


def growing() -> Generator[int, int, None]:
    """Adds up what it is told, three times."""
    total = 1
    for _ in range(3):
        total += yield total


@pytest.mark.parametrize("methods", [["fork"], []], ids=["copied", "here"])
def test_work_in_steps_is_told_what_happened_meanwhile(
    monkeypatch: pytest.MonkeyPatch, methods: list[str]
) -> None:
    """Each step gives something and is told something, be it long before anybody asks; after the last there is no answer."""
    monkeypatch.setattr("build_corpus.run.aside.get_all_start_methods", lambda: methods)
    work = Stepwise(growing)
    assert work.answer() == 1
    work.tell(2)
    assert work.answer() == 3
    work.tell(4)
    assert work.answer() == 7
    work.tell(8)
    with pytest.raises(DiedError):
        work.answer()
    work.close()
    assert active_children() == []


def test_who_is_not_asked_any_more_ends() -> None:
    """Closed while it waits, or before it has answered, it leaves no process behind."""
    for asked in (True, False):
        work = Stepwise(growing)
        if asked:
            work.answer()
        work.close()
    assert active_children() == []
