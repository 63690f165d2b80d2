"""Fewer searches for garbage while many reports are written."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager

# As in a command (see `meetlat.startup`): how many new objects start a search.
OBJECTS = 500_000


@contextmanager
def rare_collections() -> Generator[None]:
    """Let Python search for garbage less often, because the survey stays in memory to the end.

    A search goes through all of it. Reports leave little garbage, and the limit bounds it.
    """
    first, *others = gc.get_threshold()
    try:
        if first:  # 0 switches it off
            gc.set_threshold(max(first, OBJECTS), *others)
        yield
    finally:
        gc.set_threshold(first, *others)
