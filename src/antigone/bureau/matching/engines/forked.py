"""Processes that are forked from this one, so that they share what it holds in memory instead of being sent it."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")


class Crew(Protocol):
    """Those who work on what is shared."""

    def ask(self, work: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Have ``work(shared, *arguments)`` done; `work` is a function of a module."""
        ...


class _Here:
    def __init__(self, shared: Any) -> None:
        self._shared = shared

    def ask(self, work: Callable[..., Result], *arguments: Any) -> Future[Result]:
        future: Future[Result] = Future()
        future.set_result(work(self._shared, *arguments))
        return future


class _Forked:
    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor

    def ask(self, work: Callable[..., Result], *arguments: Any) -> Future[Result]:
        return self._executor.submit(_work, work, arguments)


#: What a forked process inherited from the one that forked it.
_inherited: list[Any] = []


def _inherit(shared: Any) -> None:
    # A collector would go through millions of values that no cycle holds, and by touching what is shared copy it.
    gc.disable()
    _inherited[:] = [shared]


def _work(work: Callable[..., Result], arguments: tuple[Any, ...]) -> Result:
    return work(_inherited[0], *arguments)


def _nothing(_: Any) -> None:
    """What the first request asks for: it forks all processes at once."""


@contextmanager
def crew(shared: Any, processes: int) -> Iterator[Crew]:
    """So many processes, forked now; with 0 this one does the work itself, when it is asked.

    Call it while no other thread of this process is at work: a forked process has one thread and all the locks.
    """
    if processes < 1:
        yield _Here(shared)
        return
    context = multiprocessing.get_context("fork")
    executor = ProcessPoolExecutor(processes, context, initializer=_inherit, initargs=(shared,))
    try:
        executor.submit(_work, _nothing, ()).result()
        yield _Forked(executor)
    finally:
        executor.shutdown(cancel_futures=True)
