"""Whether a metric gave what it promised: a table that the report can show, of what there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl
from polars import selectors as cs

from meetlat.plugins.declaration import Declared, is_heading
from meetlat.plugins.metrics import Counts, Metric
from meetlat.plugins.parameters import MetricError
from meetlat.problems.text import nearest

MOST_COLUMNS = 250
"""Of a result; more than that is no table for people."""

PLACE = "\x00place"
"""A column for the while, of a name that no metric has."""

ADDED: Mapping[str, Sequence[str]] = {"question": ("text",), "theme": ("name",)}
"""Columns that the engine puts beside a key, for people to read."""

CELL_TYPES = (pl.String, pl.Boolean, pl.Categorical, pl.Enum, pl.Null, pl.Date, pl.Datetime)


class Known(NamedTuple):
    """What a row may be about.

    Attributes:
        groups: `segment` and `group` of those that may be shown.
        names: a frame of the keys after those, in which each row is something there is.
    """

    groups: pl.DataFrame
    names: pl.DataFrame


def kept(metric: Declared, outcome: Any, known: Known) -> pl.DataFrame:
    """The metric's own table, when all is as promised: keys in front, rows in the report's order.

    Raises:
        MetricError: it is no frame, a key is missing, is no text, stands twice or is of nothing
            there is, or a column is one that no table of the report can hold.
    """
    if not isinstance(outcome, pl.DataFrame):
        raise MetricError(f"it gave {_kind(outcome)}, not a Polars frame")
    if not outcome.columns:
        raise MetricError("its table is empty: it has no columns and no rows")
    frame = _with_text_keys(metric, outcome)
    most = len(known.groups) * max(1, len(known.names))
    if len(frame) > most:
        raise _twice(metric)
    frame = _in_order(metric, frame, known)
    check_columns(metric, frame)
    return frame.select(*metric.keys, pl.exclude(metric.keys))


def _in_order(metric: Declared, frame: pl.DataFrame, known: Known) -> pl.DataFrame:
    """By the group and then by what the row is about; each of them there is, and once."""
    place = _places(frame, known.groups) * max(1, len(known.names)) + _places(frame, known.names)
    if place.n_unique() < len(place):
        raise _twice(metric)
    return frame if place.is_sorted() else frame[place.arg_sort()]


def _twice(metric: Declared) -> MetricError:
    return MetricError(f"its table has two rows of the same {', '.join(metric.keys)}")


def _with_text_keys(metric: Declared, outcome: pl.DataFrame) -> pl.DataFrame:
    for key in metric.keys:
        if key not in outcome.columns:
            raise MetricError(f"its table has no column {key}")
        if outcome.schema[key] not in (pl.String, pl.Categorical, pl.Enum):
            raise MetricError(f"its column {key} holds {outcome.schema[key]}, not text")
        if outcome[key].null_count():
            raise MetricError(f"its column {key} has a blank")
    # A plain frame: an author may have given back the very `Counts` he got.
    return pl.DataFrame(outcome).with_columns(pl.col(metric.keys).cast(pl.String))


def _places(frame: pl.DataFrame, names: pl.DataFrame) -> pl.Series:
    """Where each row stands among what there is."""
    if not names.columns:
        return pl.repeat(0, len(frame), dtype=pl.Int64, eager=True)
    numbered = names.with_columns(pl.int_range(pl.len()).alias(PLACE))
    rows = frame.select(names.columns)
    place = rows.join(numbered, on=names.columns, how="left", maintain_order="left")[PLACE]
    if place.null_count():
        unknown = rows.filter(place.is_null()).row(0, named=True)
        told = ", ".join(f"{key} {name!r}" for key, name in unknown.items())
        raise MetricError(f"its table has a row of {told}, which it was not given")
    return place


def check_columns(metric: Declared, frame: pl.DataFrame) -> None:
    """Each column of figures is one that the report can hold.

    Raises:
        MetricError: it has none or too many, or one is named or filled as no column can be.
    """
    own = [column for column in frame if column.name not in metric.keys]
    if not own:
        raise MetricError("its table has no column beside its keys")
    if len(own) > MOST_COLUMNS:
        raise MetricError(f"its table has {len(own)} columns; {MOST_COLUMNS} is the most")
    added = {name for key in metric.keys for name in ADDED.get(key, ())}
    for column in own:
        if column.name in added:
            raise MetricError(f"its column {column.name} is one that the engine adds itself")
    check_cells(frame)
    check_said(metric, frame.columns)


def check_said(metric: Declared, columns: Sequence[str]) -> None:
    """What the metric says of its columns is of those that it has.

    A format may be of a column that is there under some parameters only.

    Raises:
        MetricError: the main column is not there, or the name of a column is misspelt.
    """
    if not isinstance(metric, Metric):
        return
    main = [metric.main] if metric.main else []
    said_of = {"formats": metric.formats, "columns": metric.own_headings, "main": main}
    for said, names in said_of.items():
        for name in names:
            near = None if name in columns else nearest(name, columns)
            if near or (name in main and name not in columns):
                hint = f"; did you mean {near}?" if near else ""
                raise MetricError(f"{said} names {name}, but its table has no such column{hint}")


def check_cells(frame: pl.DataFrame) -> None:
    """The columns of a result can stand in a table of the report.

    Raises:
        MetricError: the name or the values of one can not.
    """
    for name, kind in frame.schema.items():
        if not is_heading(name):
            raise MetricError(f"{name[:40]!r} is no name for a column")
        if not (kind.is_numeric() or kind in CELL_TYPES):
            raise MetricError(f"its column {name} holds {kind}, which no cell can")
    for finite in frame.select(cs.float().is_finite().all()):
        if not finite.all():
            raise MetricError(f"its column {finite.name} has a figure that is not a number")


def _kind(thing: Any) -> str:
    """What it is, in words that tell a frame of one library from that of another."""
    kind = type(thing)
    library = kind.__module__.partition(".")[0]
    hint = "; end it with .collect()" if isinstance(thing, pl.LazyFrame) else ""
    return f"{kind.__name__ if library == 'builtins' else f'{library}.{kind.__name__}'}{hint}"


def known_names(
    metric: Declared, questions: Sequence[str], themes: pl.DataFrame, answers: pl.DataFrame
) -> pl.DataFrame:
    """What the rows of a metric may be about, besides a group."""
    keys = [key for key in metric.keys if key not in Counts.GROUP_KEYS]
    if keys == ["theme"]:
        return themes.select("theme")
    asked = answers.filter(pl.col("question").is_in(list(questions)))
    return asked.select(keys).unique(maintain_order=True)
