"""Check the table that a metric returned: its keys, its columns and its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple

import polars as pl

from meetlat.groups import GROUP_KEYS
from meetlat.plugins.declaration import Declared, is_heading
from meetlat.plugins.metrics import Counts, Metric
from meetlat.plugins.parameters import MetricError
from meetlat.problems.text import nearest

# The most columns of a result; a wider table is not readable.
MOST_COLUMNS = 250

# A temporary column, with a name that no metric uses.
POSITION = "\x00position"

# The columns that the engine adds to a key, for people to read.
ADDED: Mapping[str, Sequence[str]] = {"question": ("text",), "theme": ("name",)}

CELL_TYPES = (pl.String, pl.Boolean, pl.Categorical, pl.Enum, pl.Null, pl.Date, pl.Datetime)


class AllowedKeys(NamedTuple):
    """The keys that rows of a result may have, in the order of the report.

    `groups` has `segment` and `group` of each group that may be shown; `names` has the other keys,
    such as `question` and `answer`, without columns if there are none.
    """

    groups: pl.DataFrame
    names: pl.DataFrame


def checked_table(metric: Declared, outcome: Any, allowed: AllowedKeys) -> pl.DataFrame:
    """Check the table that a metric returned; put its keys first and its rows in order.

    Raises:
        MetricError: it is not a Polars frame; a key is missing, not text, unknown or not unique;
            or a column cannot be in a table of the report.
    """
    if not isinstance(outcome, pl.DataFrame):
        raise MetricError(_no_frame(outcome))
    if not outcome.columns:
        raise MetricError("its table is empty: it has no columns and no rows")
    frame = _with_text_keys(metric, outcome)
    if len(frame) > len(allowed.groups) * max(1, len(allowed.names)):
        raise _duplicate_keys(metric)
    frame = _sorted_by_keys(metric, frame, allowed)
    _check_columns(metric, frame)
    _check_people(metric, frame)
    return frame.select(*metric.keys, pl.exclude(metric.keys))


def _sorted_by_keys(metric: Declared, frame: pl.DataFrame, allowed: AllowedKeys) -> pl.DataFrame:
    """The rows in the order of the groups and then of the names, each at most once."""
    groups, names = _positions(frame, allowed.groups), _positions(frame, allowed.names)
    position = groups * max(1, len(allowed.names)) + names
    if position.n_unique() < len(position):
        raise _duplicate_keys(metric)
    return frame if position.is_sorted() else frame[position.arg_sort()]


def _duplicate_keys(metric: Declared) -> MetricError:
    return MetricError(f"its table has two rows of the same {', '.join(metric.keys)}")


def _with_text_keys(metric: Declared, outcome: pl.DataFrame) -> pl.DataFrame:
    for key in metric.keys:
        if key not in outcome.columns:
            hint = "" if metric.is_over_persons else "; did you group by Counts.KEYS?"
            raise MetricError(f"its table has no column {key}{hint if key in GROUP_KEYS else ''}")
        if outcome.schema[key] not in (pl.String, pl.Categorical, pl.Enum):
            raise MetricError(f"its column {key} holds {outcome.schema[key]}, not text")
        if outcome[key].null_count():
            raise MetricError(f"its column {key} has a blank")
    # A plain frame, because the function may return the `Counts` that it was given.
    return pl.DataFrame(outcome).with_columns(pl.col(metric.keys).cast(pl.String))


def _positions(frame: pl.DataFrame, allowed: pl.DataFrame) -> pl.Series:
    """The position of each row's keys among the allowed ones; 0 if those have no columns."""
    if not allowed.columns:
        return pl.repeat(0, len(frame), dtype=pl.Int64, eager=True)
    numbered = allowed.with_row_index(POSITION)
    rows = frame[allowed.columns]
    joined = rows.join(numbered, on=allowed.columns, how="left", maintain_order="left")
    position = joined[POSITION].cast(pl.Int64)
    if position.null_count():
        unknown = rows.filter(position.is_null()).row(0, named=True)
        row = ", ".join(f"{key} {name!r}" for key, name in unknown.items())
        raise MetricError(f"its table has a row of {row}, which it was not given")
    return position


def _check_people(metric: Declared, frame: pl.DataFrame) -> None:
    """Check that a metric over persons says how many people each row rests on.

    Raises:
        MetricError: it has no `n`, or that is not a number of people.
    """
    if not metric.is_over_persons:
        return
    if "n" not in frame.columns:
        raise MetricError("a metric over persons needs a column n: how many people a row rests on")
    if not frame.schema["n"].is_integer():
        raise MetricError(f"its column n holds {frame.schema['n']}, not whole numbers of people")


def _check_columns(metric: Declared, frame: pl.DataFrame) -> None:
    """Check that the report can show the columns that are not keys.

    Raises:
        MetricError: there are none or too many, or one has an invalid name or invalid values.
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
    check_columns(frame)
    check_figures(frame)
    _check_declared_columns(metric, frame.columns)
    for name, number_format in (metric.formats if isinstance(metric, Metric) else {}).items():
        if "0" in number_format and frame.schema.get(name) == pl.String:
            raise MetricError(f"its column {name} holds text, but {number_format} is for numbers")


def _check_declared_columns(metric: Declared, columns: Sequence[str]) -> None:
    """Check the columns that the declaration of a metric names.

    A missing column with a format or heading is allowed, because columns can depend on parameters.

    Raises:
        MetricError: the main column is missing, or the name of a column is misspelt.
    """
    if not isinstance(metric, Metric):
        return
    main = [metric.main] if metric.main else []
    declared = {"formats": metric.formats, "columns": metric.own_headings, "main": main}
    for argument, names in declared.items():
        for name in names:
            near = None if name in columns else nearest(name, columns)
            if near or (name in main and name not in columns):
                missing = f"{argument} names {name}, but its table has no such column"
                raise MetricError(f"{missing}; did you mean {near}?" if near else missing)


def check_columns(frame: pl.DataFrame) -> None:
    """Check that Excel can hold columns of these names and types.

    Raises:
        MetricError: it cannot.
    """
    for column in frame.get_columns():
        if not _can_hold(column.name, type(column.dtype)):
            raise MetricError(_fault_of_column(column.name, column.dtype))


def check_figures(frame: pl.DataFrame) -> None:
    """Check that all figures are numbers that Excel can hold.

    Raises:
        MetricError: one is not finite.
    """
    for column in frame.get_columns():
        # The sum is asked for first, because it takes no query. It may overflow.
        is_sure = not column.dtype.is_float() or isfinite(column.sum())
        if not (is_sure or column.is_finite().all()):
            raise MetricError(f"its column {column.name} has a figure that is not a number")


@lru_cache(10_000)
def _can_hold(name: str, kind: type[pl.DataType]) -> bool:
    """Whether Excel can hold a column of this name and type."""
    return is_heading(name) and (kind.is_numeric() or kind in CELL_TYPES)


def _fault_of_column(name: str, kind: pl.DataType) -> str:
    """Why Excel cannot hold a column of this name and type."""
    if not is_heading(name):
        return f"{name[:40]!r} is no name for a column"
    return f"its column {name} holds {kind}, which no cell can"


def _no_frame(value: Any) -> str:
    """What a metric gave instead of a frame: a type with its library, such as `pandas.Series`."""
    if value is None:
        return "it gave nothing; end it with return and a Polars frame"
    kind = type(value)
    library = kind.__module__.partition(".")[0]
    name = kind.__name__ if library == "builtins" else f"{library}.{kind.__name__}"
    hint = "; end it with .collect()" if isinstance(value, pl.LazyFrame) else ""
    return f"it gave {name}, not a Polars frame{hint}"


def allowed_names(
    metric: Declared, questions: Sequence[str], themes: pl.DataFrame, answers: pl.DataFrame
) -> pl.DataFrame:
    """The values that the keys of a metric may have, without the group."""
    keys = [key for key in metric.keys if key not in Counts.GROUP_KEYS]
    if keys == ["theme"]:
        return themes.select("theme")
    asked = answers.filter(pl.col("question").is_in(list(questions)))
    return asked.select(keys).unique(maintain_order=True)
