"""Work that is done while the caller is busy with the result before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


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
