"""Sources: the responses that a plugin read from a file in a format Meetlat does not know."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from meetlat.plugins.findings import Finding
from meetlat.reading.responses.responses import Responses, from_frame


@dataclass(frozen=True)
class Source:
    """The responses in a file: one row per respondent, one column per question or background fact.

    Attributes:
        frame: the answers as stored in the file; null, NaN or an empty text is no answer.
        labels: the labels of the values of a column: `{"pride": {1: "Agree"}}`, with values as in
            the frame. An answer is matched with the scale by its value first, then by its label.
        rows: the number of each row in the file, for messages; 1, 2, … by default.
        header_row: the number of the row with the column names.
        aside: columns of the survey tool itself, such as a timing. No remark is made if the
            catalogue does not use them.
        findings: problems of the file; an error stops the recalculation.
        texts: the texts of the questions by column, if the file has them beside the column names.
            `meetlat new --from` copies them to the workbook.
    """

    frame: pl.DataFrame = field(default_factory=pl.DataFrame)
    labels: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    rows: Sequence[int] | None = None
    header_row: int = 1
    aside: Collection[str] = ()
    findings: Sequence[Finding] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def as_source(returned: Any) -> Source:
    """The source that a plugin returned; a frame becomes a source.

    Raises:
        TypeError, ValueError: it is not a valid source; the message is for the plugin's author.
    """
    source = Source(returned) if isinstance(returned, pl.DataFrame) else returned
    if not isinstance(source, Source) or not isinstance(source.frame, pl.DataFrame):
        wrong = source.frame if isinstance(source, Source) else source
        hint = "; end it with .collect()" if isinstance(wrong, pl.LazyFrame) else ""
        raise TypeError(f"it gave {type(wrong).__name__}, not a Polars frame or a Source{hint}")
    _check_types(source)
    if source.rows is not None and len(source.rows) != len(source.frame):
        raise ValueError(f"it gave {len(source.rows)} row numbers for {len(source.frame)} rows")
    return source


def _check_types(source: Source) -> None:
    """Check the types of all attributes except the frame."""
    for name, kind, wanted in (
        ("labels", Mapping, 'of columns: {"pride": {1: "Agree"}}'),
        ("rows", Sequence | None, "of row numbers"),
        ("header_row", int, "as a whole number"),
        ("aside", Collection, "of columns"),
        ("findings", Sequence, "of Finding"),
        ("texts", Mapping, 'of columns: {"pride": "I am proud of my work."}'),
    ):
        if not isinstance(getattr(source, name), kind):
            raise TypeError(f"its {name} is {getattr(source, name)!r}; give it {wanted}")
    for column, labels in source.labels.items():
        if not isinstance(labels, Mapping):
            raise TypeError(f"its labels of {column} are {labels!r}; give {{value: text}}")
    if wrong := [row for row in source.rows or () if not isinstance(row, int)]:
        raise TypeError(f"its rows has {wrong[0]!r}, which is no row number")
    if wrong := [one for one in source.findings if not isinstance(one, Finding)]:
        raise TypeError(f"its findings has {type(wrong[0]).__name__}, not a Finding")


def responses_of(source: Source, name: str) -> Responses:
    """The responses in the form that all readers share; `name` is the name of the file."""
    rows = source.rows if source.rows is not None else range(1, len(source.frame) + 1)
    return from_frame(
        source.frame,
        name,
        rows,
        header_row=source.header_row,
        labels=source.labels,
        aside=source.aside,
        texts=source.texts,
    )
