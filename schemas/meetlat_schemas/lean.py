"""Import pandera and xlwings without numpy, where they would do nothing with it.

The first thing pandera does is to import numpy and then pandas; without pandas it goes on as if
neither were there. Numpy is installed for a few metrics that most clicks do not need, and costs a
tenth of a click. Where pandas is installed too, pandera is imported as it wants to be.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from threading import get_ident

import polars  # before all else: it asks once whether numpy is there, and then loads it late


class _NoNumpy:
    """Says of numpy that it is not there, in one thread and to whoever asks for it first."""

    def __init__(self) -> None:
        self.thread = get_ident()

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "numpy" and get_ident() == self.thread:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@contextmanager
def without_numpy() -> Generator[None]:
    """What is imported here goes on as if there were no numpy, unless pandas is there too.

    It goes on so for good: import xlwings here only where nobody will hand it arrays.
    """
    if "numpy" in sys.modules or find_spec("pandas"):
        yield
        return
    finder = _NoNumpy()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


with without_numpy():
    from pandera.backends.register_checks import register_default_check_backends
    from pandera.errors import SchemaErrors as SchemaErrors

    # It looks for pandas once more when the first check is made, and remembers what it found.
    register_default_check_backends(polars.DataFrame)
