"""Questions by themselves: what they belong to, which column they read, what they ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meetlat.checking.catalogue.rows import named_rows
from meetlat.checking.catalogue.scales import unscored
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import spelling
from meetlat.reading.catalogue import Catalogue

Metrics = Mapping[str, Metric]
TABLE = "Questions"


def belonging(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A question belongs to a theme or names its metric; else it is scored, and counts nowhere."""
    if not (catalogue.has_column(TABLE, "theme") and catalogue.has_column(TABLE, "metric")):
        return
    choices = unscored(catalogue)
    for row, line in named_rows(catalogue, TABLE):
        if line["scale"] in choices:  # that it gets no score is told
            continue
        if not any(catalogue.written(TABLE, row, column) for column in ("theme", "metric")):
            name = line["question"]
            yield catalogue.problem_at(TABLE, row, "theme", "question-belongs-nowhere", name)


def patterns(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A pattern has one `*`, for what stands there is the answer."""
    for row, column in enumerate(catalogue.questions["column"]):
        if column is not None and column.count("*") > 1:
            yield catalogue.problem_at(TABLE, row, "column", "two-stars", column)


def columns_apart(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """No two questions of one metric read the same column; one of two metrics may be meant so."""
    asked = catalogue.questions
    for row, first in _same(catalogue, "column", "metric"):
        facts = {"question": asked["question"][row], "other": asked["question"][first]}
        place, column = catalogue.place(TABLE, first, "column"), asked["column"][row]
        yield catalogue.problem_at(
            TABLE, row, "column", "column-shared", column, first=place, **facts
        )


def texts_apart(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """No two questions ask the same, in columns of their own."""
    of_one_column = set(_same(catalogue, "column"))
    for row, first in _same(catalogue, "text"):
        if (row, first) not in of_one_column:
            place, text = catalogue.place(TABLE, first, "text"), catalogue.questions["text"][row]
            yield catalogue.problem_at(TABLE, row, "text", "text-twice", text, first=place)


def _same(catalogue: Catalogue, *columns: str) -> Iterator[tuple[int, int]]:
    """The rows of which some columns stand in a row above too, and that row."""
    seen: dict[tuple[str, ...], int] = {}
    for row, line in named_rows(catalogue, TABLE):
        key = tuple(spelling(line[column] or "") for column in columns)
        if key[0]:
            first = seen.setdefault(key, row)
            if first != row:
                yield row, first
