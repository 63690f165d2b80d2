"""What a plugin gives that reads a kind of file Meetlat does not know itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from meetlat.plugins.findings import Finding
from meetlat.reading.responses.responses import Responses, from_frame


@dataclass(frozen=True)
class Source:
    """The responses in a file: one row a respondent, one column a question or background fact.

    Attributes:
        frame: the answers as they stand in the file; null, NaN or a blank where one is missing.
        labels: what the values of a column mean, where the file says so:
            `{"pride": {1: "Agree"}}`, the values as they stand in the frame. An answer counts by
            its value if that is on the scale, and otherwise by its label.
        rows: the number by which the file knows each row; 1, 2, … unless told.
        header_row: of the row with the column names.
        aside: columns that are the tool's own, such as a timing: nobody need be told that the
            catalogue does not use them.
        findings: what should be known of the file; nothing is recalculated for an error.
    """

    frame: pl.DataFrame = field(default_factory=pl.DataFrame)
    labels: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    rows: Sequence[int] | None = None
    header_row: int = 1
    aside: Collection[str] = ()
    findings: Sequence[Finding] = ()


def as_source(given: Any) -> Source:
    """What a plugin gave; a frame by itself will do.

    Raises:
        TypeError, ValueError: it is no source, in words for the plugin's author.
    """
    source = Source(given) if isinstance(given, pl.DataFrame) else given
    if not isinstance(source, Source) or not isinstance(source.frame, pl.DataFrame):
        given = source.frame if isinstance(source, Source) else given
        hint = "; end it with .collect()" if isinstance(given, pl.LazyFrame) else ""
        raise TypeError(f"it gave {type(given).__name__}, not a Polars frame or a Source{hint}")
    _check_said(source)
    if source.rows is not None and len(source.rows) != len(source.frame):
        raise ValueError(f"it gave {len(source.rows)} row numbers for {len(source.frame)} rows")
    return source


def _check_said(source: Source) -> None:
    """What it says of the file is of the kinds that are asked for."""
    for name, kind, asked in (
        ("labels", Mapping, 'of columns: {"pride": {1: "Agree"}}'),
        ("rows", Sequence | None, "of row numbers"),
        ("header_row", int, "as a whole number"),
        ("aside", Collection, "of columns"),
        ("findings", Sequence, "of Finding"),
    ):
        if not isinstance(getattr(source, name), kind):
            raise TypeError(f"its {name} is {getattr(source, name)!r}; give it {asked}")
    for column, labels in source.labels.items():
        if not isinstance(labels, Mapping):
            raise TypeError(f"its labels of {column} are {labels!r}; give {{value: text}}")
    if wrong := [row for row in source.rows or () if not isinstance(row, int)]:
        raise TypeError(f"its rows has {wrong[0]!r}, which is no row number")
    if wrong := [one for one in source.findings if not isinstance(one, Finding)]:
        raise TypeError(f"its findings has {type(wrong[0]).__name__}, not a Finding")


def responses_of(source: Source, name: str) -> Responses:
    """The responses as Meetlat reads its own sources; `name` is of the file."""
    rows = source.rows if source.rows is not None else range(1, len(source.frame) + 1)
    return from_frame(
        source.frame,
        name,
        rows,
        header_row=source.header_row,
        labels=source.labels,
        aside=source.aside,
    )
