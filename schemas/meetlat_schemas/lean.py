"""Import pandera and xlwings without numpy and pydantic, where they would do nothing with them.

The first thing pandera does is to import numpy and then pandas; without pandas it goes on as if
neither were there. Numpy is installed for a few metrics that most clicks do not need, and costs a
tenth of a click. Pandera cannot do without pydantic, and uses it only for tables that are described
as pydantic models, which ours are not; it costs as much again. Where pandas is installed too,
pandera is imported as it wants to be.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from threading import get_ident
from types import ModuleType

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


class _Names(ModuleType):
    """A module of which every name is a class: enough to be named, to be caught and to describe."""

    __version__ = "2"

    def __getattr__(self, name: str) -> type[Exception]:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {})


@contextmanager
def without_pydantic() -> Generator[None]:
    """What is imported here gets names for those of pydantic; who comes later gets the real one.

    Pandera asks for it once more whenever it validates.
    """
    names = {"pydantic", "pydantic_core"}
    if names & sys.modules.keys() or find_spec("pandas"):
        yield
        return
    sys.modules.update({name: _Names(name) for name in names})
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]


with without_numpy(), without_pydantic():
    import pandera.polars  # noqa: F401
    from pandera.backends.register_checks import register_default_check_backends
    from pandera.errors import SchemaErrors as SchemaErrors

    # It looks for pandas once more when the first check is made, and remembers what it found.
    register_default_check_backends(polars.DataFrame)
