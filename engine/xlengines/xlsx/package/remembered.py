"""What was read of the same bytes before, for many copies of one workbook.

Parts are read by functions of their bytes, so a copy of a workbook has the same elements, cells and
values. While `remembering` lasts, these are read once. What is remembered is never changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# What each function returned, by its arguments, the oldest first; None if nothing is remembered.
_Memory = dict[Hashable, OrderedDict[Hashable, Any]]
_memories: list[_Memory] = []


@contextmanager
def remembering() -> Generator[None]:
    """Remember what is read of parts until the block ends."""
    _memories.append({})
    try:
        yield
    finally:
        _memories.pop()


def remembered(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Let a function of hashable arguments return what it returned before, of the last `most`."""

    def remember(read: Callable[P, T]) -> Callable[P, T]:
        @wraps(read)
        def recall(*args: P.args, **kwargs: P.kwargs) -> T:
            if not _memories:
                return read(*args, **kwargs)
            known = _memories[-1].setdefault(read, OrderedDict())
            key = (args, *kwargs.items())
            if key in known:
                known.move_to_end(key)
            else:
                known[key] = read(*args, **kwargs)
                if len(known) > most:
                    known.popitem(last=False)
            return known[key]

        return recall

    return remember
