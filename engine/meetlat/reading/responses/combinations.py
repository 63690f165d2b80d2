"""The combinations of codes that occur in some columns: far fewer than there are respondents."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
import polars as pl

from meetlat.numbering import combined, counted
from meetlat.reading.responses.rows import Rows

# A temporary column, with a name that no column of codes has.
PEOPLE = "\x00people"

# Combinations are kept up to this number: several rules and figures count the same ones.
FEW = 2**16

Counted = tuple[pl.DataFrame, np.ndarray]

_KEPT: WeakKeyDictionary[Rows, dict[tuple[str, ...], Counted]] = WeakKeyDictionary()


def counted_combinations(rows: Rows, columns: Sequence[str]) -> Counted:
    """The combinations that occur in some columns, and how many people have each.

    They are in order of the first column, then the second, and so on; blanks come last.
    """
    kept, key = _KEPT.setdefault(rows, {}), tuple(columns)
    if key in kept:
        return kept[key]
    parts = [_counted(batch) for batch in rows.batches(columns)]
    found = parts[0] if len(parts) == 1 else _together(parts, columns)
    if len(found[0]) <= FEW:
        kept[key] = found
    return found


def _together(parts: Sequence[Counted], columns: Sequence[str]) -> Counted:
    names = pl.col(columns)
    frames = [codes.with_columns(pl.Series(PEOPLE, people)) for codes, people in parts]
    together = pl.concat(frames).group_by(names).agg(pl.col(PEOPLE).sum())
    together = together.sort(names, nulls_last=True)
    return together.drop(PEOPLE), together[PEOPLE].to_numpy()


def _counted(codes: pl.DataFrame) -> Counted:
    columns = _without_blanks(codes)
    found, people = counted(columns, len(codes))
    rows = pl.DataFrame([pl.Series(n, own) for n, own in zip(codes.columns, found, strict=True)])
    ends = zip(codes.schema.items(), columns, strict=True)
    return rows.select(
        pl.when(pl.col(name) < width - 1).then(name).cast(dtype)
        for (name, dtype), (_, width) in ends
    ), people


def combinations(codes: pl.DataFrame) -> Counted:
    """The combinations of codes that occur in a frame, and the number of that of each row."""
    someone, combination = combined(_without_blanks(codes), len(codes))
    return codes[someone], combination


def _without_blanks(codes: pl.DataFrame) -> list[tuple[np.ndarray, int]]:
    """The codes in each column, with one code more for blanks; and the code after that."""
    most = codes.select(pl.all().max()).row(0)
    ends = [0 if end is None else end + 1 for end in most]
    blanks = zip(codes.columns, ends, strict=True)
    filled = codes.select(pl.col(name).fill_null(end) for name, end in blanks)
    return [(c.to_numpy(), end + 1) for c, end in zip(filled, ends, strict=True)]
