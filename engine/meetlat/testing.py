"""Test a metric on a small survey, written as Markdown tables.

A test of a metric looks like this:

    from pathlib import Path
    from meetlat.testing import counts_of, load_metric, scores

    PLUGIN = Path(__file__).parents[1] / "plugins" / "top_box.py"

    def test_top_box_is_the_share_of_the_highest_answer():
        top_box = load_metric(PLUGIN)
        counts = counts_of('''
            | question | answer   | score | n |
            |----------|----------|-------|---|
            | pride    | agree    | 10    | 3 |
            | pride    | disagree | 0     | 1 |
        ''')
        assert top_box(counts, boxes=1)["top_box"].to_list() == [0.75]

`scores` tests the whole calculation: it takes the tables of a workbook and returns the metric's
table in the report. Cells are read as in Excel: `7` is a number, a blank cell is empty, anything
else is text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import polars as pl

from meetlat.plugins.importer import PluginModules, from_disk
from meetlat.plugins.manager import Plugins
from meetlat.plugins.metrics import Answers, Counts, Metric
from meetlat.problems.problem import Problem
from meetlat.reading.inputs import TABLES, Inputs, InputTable
from meetlat.recalculation import compute
from meetlat.scoring.report import Report

SURVEY = """
| setting        | value     |
|----------------|-----------|
| title          | A survey  |
| language       | en        |
| responses      | Responses |
| smallest_group | 5         |
"""

THEMES = """
| theme | name |
|-------|------|
| work  | Work |
"""

AGREEMENT = """
| scale     | answer     | score |
|-----------|------------|-------|
| agreement | agree      | 10    |
| agreement | neutral    | 5     |
| agreement | disagree   | 0     |
| agreement | don't know |       |
"""

# The tables of a survey for which a test gives none.
USUAL: Mapping[str, str] = {"Survey": SURVEY, "Themes": THEMES, "Scales": AGREEMENT}

# The folder of surveys without files: it does not exist, so it has no plugins either.
HERE = Path(__file__).with_suffix("")


# Test a metric directly


def load_metric(file: str | PathLike[str], name: str | None = None) -> Metric:
    """Load a metric from a plugin file, with the checks of Meetlat.

    Args:
        file: the plugin file.
        name: the name of the metric, if the file registers several.

    Raises:
        AssertionError: the file cannot be loaded, or does not register the metric.
    """
    own = {m.name: m for m in _loaded(Path(file)).metrics.values()}
    wanted = name or (next(iter(own)) if len(own) == 1 else "one")
    if wanted not in own:
        known = ", ".join(own) or "no metric"
        raise AssertionError(f"{Path(file).name} offers {known}; {wanted} was asked for")
    return own[wanted]


def counts_of(markdown: str) -> Counts:
    """The `counts` that a metric gets, from a Markdown table.

    The columns `question`, `answer` and `n` are required. Other columns have defaults: `segment`
    and `group` are blank (the whole organisation), `theme` is `work`, `weight` is 1, `label` is the
    answer, and `score` is the answer if that is a number. `from_top` and `from_bottom` follow from
    the scores. `answered` is the sum of `n`, so each person gave one answer.
    """
    frame = _frame(markdown)
    number = pl.col("answer").cast(pl.Float64, strict=False)
    filled = {
        "segment": pl.lit(""),
        "group": pl.lit(""),
        "theme": pl.lit("work"),
        "weight": pl.lit(1.0),
        "label": pl.col("answer"),
        "score": number,
    }
    texts = ("segment", "group", "question", "theme", "answer", "label")
    frame = frame.with_columns(pl.col(c).cast(pl.String) for c in texts if c in frame.columns)
    frame = frame.with_columns(filled[c].alias(c) for c in filled if c not in frame.columns)
    frame = frame.with_columns(
        pl.col("segment", "group").fill_null(""),
        pl.col("n").cast(pl.Int64),
        pl.col("score", "weight").cast(pl.Float64),
    )
    keys, score = Counts.KEYS, pl.col("score")
    derived = {
        "from_top": score.rank("dense", descending=True).over(keys),
        "from_bottom": score.rank("dense").over(keys),
        "answered": pl.col("n").sum().over(keys),
        "base": pl.col("\x00row").min().over(keys).rank("dense") - 1,
    }
    frame = frame.with_row_index("\x00row")
    frame = frame.with_columns(d.alias(c) for c, d in derived.items() if c not in frame.columns)
    order = (*keys, "theme", "weight", "answer", "label", "score", *derived, "n")
    return Counts(frame.select(order))


def answers_of(markdown: str) -> Answers:
    """The `answers` that a metric gets: a row per respondent, a column of scores per question."""
    return Answers(_frame(markdown).cast(pl.Float64))


# Test the whole calculation


def scores(file: str | PathLike[str], metric: str | None = None, /, **tables: str) -> pl.DataFrame:
    """Recalculate a survey and return the result table of a metric.

    Args:
        file: the plugin file.
        metric: the name of the metric, if the file registers several.
        tables: the tables of the workbook, such as `Questions` and `Responses`, as Markdown.
            `Survey`, `Themes` and `Scales` have defaults (see `USUAL`).

    Raises:
        AssertionError: the metric cannot be loaded or computed, or the survey has errors. The
            message is that of the table `Problems`.
    """
    loaded, plugins = load_metric(file, metric), _loaded(Path(file), others=True)
    results = compute(inputs(**tables), plugins=plugins).results
    _refuse(results.errors or [p for p in results.problems if p.value == loaded.name])
    if loaded.table not in results:
        raise AssertionError(f"{loaded.name} is off, or fits none of the questions")
    return results[loaded.table]


def survey(folder: Path = HERE, /, **tables: str) -> Report:
    """The report of a survey without a workbook: `survey(Questions=..., Responses=...)`.

    `folder` is used as the folder of the workbook, to find plugins and files of responses.
    """
    return compute(inputs(folder, **tables))


def problems(**tables: str) -> list[str]:
    """The messages of all problems of a survey."""
    return [str(problem) for problem in survey(**tables).problems]


def inputs(folder: Path = HERE, /, **tables: str) -> Inputs:
    """The inputs of a workbook with these tables, and with `USUAL` for tables that are missing."""
    given: Mapping[str, str] = {**USUAL, **tables}
    found = {
        name: [table(name, given[name])] if name in given else []
        for name in {**dict.fromkeys(TABLES), **given}
    }
    return Inputs(found, list(given), folder)


# Markdown


def table(name: str, markdown: str) -> InputTable:
    """An input table with its header in row 1 of a sheet with the same name."""
    header, *values = rows(markdown)
    return InputTable(name, name, header, values, range(2, len(values) + 2))


def rows(markdown: str) -> list[list[Any]]:
    """The rows of a Markdown table: numbers as floats, blank cells as None, other cells as text."""
    lines = [line.strip() for line in markdown.strip().splitlines()]
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines]
    return [[cell(c) for c in row] for row in cells if not set("".join(row)) <= set("-: ")]


def cell(written: str) -> Any:
    """The value of a cell as Excel stores it."""
    if not written:
        return None
    try:
        return float(written)
    except ValueError:
        return written


def _frame(markdown: str) -> pl.DataFrame:
    header, *values = rows(markdown)
    columns = [[_plain(row[i]) for row in values] for i in range(len(header))]
    return pl.DataFrame(dict(zip(header, columns, strict=True)), strict=False)


def _plain(value: Any) -> Any:
    """A whole number as an int, so that the answer `7` is not `7.0`."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _loaded(file: Path, *, others: bool = False) -> Plugins:
    """Load a plugin file, alone or together with the installed plugins.

    The plugin may run without being allowed (see `meetlat.plugins.trust`), as the test itself does.
    """
    plugins = Plugins()
    if others:
        plugins.load_installed()
    folder = file.resolve().parent
    plugins.load_files(PluginModules(folder, from_disk(folder)), [file.name])
    _refuse(p for p in plugins.problems if file.name in str(p))
    return plugins


def _refuse(found: Iterable[Problem]) -> None:
    if messages := [str(problem) for problem in found]:
        raise AssertionError("\n".join(messages))
