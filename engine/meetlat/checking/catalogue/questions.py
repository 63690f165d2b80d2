"""Check Questions by itself: the theme or metric, column and text of each question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meetlat.checking.catalogue.rows import own_rows
from meetlat.checking.catalogue.scales import unscored_scales
from meetlat.checking.catalogue.themes import names_no_theme
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import spelling
from meetlat.reading.catalogue import Catalogue

Metrics = Mapping[str, Metric]
TABLE = "Questions"


def check_theme_or_metric(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A question has a theme or a metric; without both it would be scored and count nowhere."""
    if not (catalogue.has_column(TABLE, "theme") and catalogue.has_column(TABLE, "metric")):
        return
    if names_no_theme(catalogue):  # reported once, not for every question
        return
    unscored = unscored_scales(catalogue)
    for row, line in own_rows(catalogue, TABLE):
        if line["scale"] in unscored:  # it has no score, which is already reported
            continue
        if not any(catalogue.written(TABLE, row, column) for column in ("theme", "metric")):
            name = line["question"] or line["column"] or ""
            yield catalogue.problem_at(TABLE, row, "theme", "question-belongs-nowhere", name)


def check_patterns(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A pattern has one `*`, which stands for the answer."""
    for row, column in enumerate(catalogue.questions["column"]):
        if column is not None and column.count("*") > 1:
            yield catalogue.problem_at(TABLE, row, "column", "two-stars", column)


def check_shared_columns(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """Questions with the same metric read different columns."""
    asked = catalogue.questions
    for row, first in _repeated(catalogue, "column", "metric"):
        names = asked["question"].fill_null(asked["column"])
        facts = {"question": names[row], "other": names[first]}
        place, column = catalogue.place(TABLE, first, "column"), asked["column"][row]
        yield catalogue.problem_at(
            TABLE, row, "column", "column-shared", column, first=place, **facts
        )


def check_repeated_texts(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """Questions that read different columns have different texts."""
    same_column = set(_repeated(catalogue, "column"))
    for row, first in _repeated(catalogue, "text"):
        if (row, first) not in same_column:
            place, text = catalogue.place(TABLE, first, "text"), catalogue.questions["text"][row]
            yield catalogue.problem_at(TABLE, row, "text", "text-twice", text, first=place)


def _repeated(catalogue: Catalogue, *columns: str) -> Iterator[tuple[int, int]]:
    """Each row that repeats these columns of an earlier row, with the first such row."""
    seen: dict[tuple[str, ...], int] = {}
    for row, line in own_rows(catalogue, TABLE):
        key = tuple(spelling(line[column] or "") for column in columns)
        if key[0]:
            first = seen.setdefault(key, row)
            if first != row:
                yield row, first
