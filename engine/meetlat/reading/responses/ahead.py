"""Work that is done while the caller is busy with the result before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


def ahead(items: Iterable[T]) -> Iterator[T]:
    """The same items; a thread makes the next one while the caller uses one."""
    following = iter(items)

    def following_item() -> list[T]:
        return list(islice(following, 1))  # none at the end

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(following_item)
        while made := waiting.result():
            waiting = pool.submit(following_item)
            yield from made


def behind(use: Callable[[T], U], items: Iterable[T]) -> Iterator[U]:
    """What a function makes of each item, in a thread, while the caller's thread makes the next.

    Some sources, such as SQLite, may only be read in the thread that opened them.
    """
    with ThreadPoolExecutor(1) as pool:
        waiting: Future[U] | None = None
        for item in items:
            if waiting:
                yield waiting.result()
            waiting = pool.submit(use, item)
        if waiting:
            yield waiting.result()
