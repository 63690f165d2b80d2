"""Test a metric on a survey small enough to count by hand, written as Markdown tables.

A test of a metric reads like this:

    from pathlib import Path
    from meetlat.testing import counts_of, load_metric, scores

    PLUGIN = Path(__file__).parents[1] / "plugins" / "top_box.py"

    def test_the_answers_in_the_top_box_are_counted():
        top_box = load_metric(PLUGIN)
        counts = counts_of('''
            | question | answer   | score | n |
            |----------|----------|-------|---|
            | pride    | agree    | 10    | 3 |
            | pride    | disagree | 0     | 1 |
        ''')
        assert top_box(counts, boxes=1)["top_box"].to_list() == [0.75]

`scores` goes the whole way: the tables of a workbook in, the metric's table in the report out.
Cells are read as Excel holds them: `7` is a number, a blank is nothing, all else is text.
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

USUAL: Mapping[str, str] = {"Survey": SURVEY, "Themes": THEMES, "Scales": AGREEMENT}
"""The tables that a survey has where a test does not give them: one theme, one scale."""

HERE = Path(__file__).parent
"""A folder without plugins."""


# Metrics by themselves


def load_metric(file: str | PathLike[str], name: str | None = None) -> Metric:
    """The metric that a plugin's file offers, checked as Meetlat checks it.

    Args:
        file: the plugin.
        name: which one, where it offers several.

    Raises:
        AssertionError: the file cannot be loaded, or offers no such metric; says why.
    """
    own = {m.name: m for m in _loaded(Path(file)).metrics.values()}
    wanted = name or (next(iter(own)) if len(own) == 1 else "one")
    if wanted not in own:
        known = ", ".join(own) or "no metric"
        raise AssertionError(f"{Path(file).name} offers {known}; {wanted} was asked for")
    return own[wanted]


def counts_of(markdown: str) -> Counts:
    """What a metric gets as `counts`, from a table of what a test is about.

    `question`, `answer` and `n` are needed. The rest is filled in where the table does not say:
    `score` is the answer where that is a number, `segment` and `group` are blank (everyone),
    `theme` is `work`, `weight` 1, `label` the answer; `from_top` and `from_bottom` follow from the
    scores, and `answered` is the sum of `n`, as where one answer is allowed.
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
    of_question, score = Counts.KEYS, pl.col("score")
    derived = {
        "from_top": score.rank("dense", descending=True).over(of_question),
        "from_bottom": score.rank("dense").over(of_question),
        "answered": pl.col("n").sum().over(of_question),
        "base": pl.col("\x00row").min().over(of_question).rank("dense") - 1,
    }
    frame = frame.with_row_index("\x00row")
    frame = frame.with_columns(d.alias(c) for c, d in derived.items() if c not in frame.columns)
    order = (*of_question, "theme", "weight", "answer", "label", "score", *derived, "n")
    return Counts(frame.select(order))


def answers_of(markdown: str) -> Answers:
    """What a metric gets as `answers`: a row a respondent, a column of scores a question."""
    return Answers(_frame(markdown).cast(pl.Float64))


# The whole way


def scores(file: str | PathLike[str], metric: str | None = None, /, **tables: str) -> pl.DataFrame:
    """The metric's table as the workbook would show it.

    Args:
        file: the plugin.
        metric: which of its metrics, where it offers several.
        tables: of the workbook, such as `Questions` and `Responses`; see `USUAL` for what there
            is besides.

    Raises:
        AssertionError: the metric cannot be loaded or computed, or the survey has an error; says
            what `Problems` would say.
    """
    offered, plugins = load_metric(file, metric), _loaded(Path(file), others=True)
    results = compute(inputs(**tables), plugins=plugins).results
    _refuse(results.errors or [p for p in results.problems if p.value == offered.name])
    if offered.table not in results:
        raise AssertionError(f"{offered.name} is off, or fits none of the questions")
    return results[offered.table]


def survey(folder: Path = HERE, /, **tables: str) -> Report:
    """Everything but the report: `survey(Questions=..., Responses=...)`.

    `folder` stands for that of the workbook: plugins and files of responses are looked for there.
    """
    return compute(inputs(folder, **tables))


def problems(**tables: str) -> list[str]:
    """What is wrong with a survey, as people read it."""
    return [str(problem) for problem in survey(**tables).problems]


def inputs(folder: Path = HERE, /, **tables: str) -> Inputs:
    """What a workbook with these tables would give; the usual ones where none is given."""
    given: Mapping[str, str] = {**USUAL, **tables}
    found = {
        name: [table(name, given[name])] if name in given else []
        for name in {**dict.fromkeys(TABLES), **given}
    }
    return Inputs(found, list(given), folder)


# Markdown


def table(name: str, markdown: str) -> InputTable:
    """A table whose header stands in row 1 of a sheet of its own name."""
    header, *values = rows(markdown)
    return InputTable(name, name, header, values, range(2, len(values) + 2))


def rows(markdown: str) -> list[list[Any]]:
    """The cells of a Markdown table; numbers as Excel gives them, blanks as None."""
    lines = [line.strip() for line in markdown.strip().splitlines()]
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines]
    return [[cell(c) for c in row] for row in cells if not set("".join(row)) <= set("-: ")]


def cell(written: str) -> Any:
    """A cell as Excel holds it."""
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
    """Whole numbers without their `.0`, so that an answer `7` is called so."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _loaded(file: Path, *, others: bool = False) -> Plugins:
    """The plugin of a file, by itself or among those installed.

    A test is code of one's own, so nothing is asked (see `meetlat.plugins.trust`).
    """
    plugins = Plugins()
    if others:
        plugins.load_installed()
    folder = file.resolve().parent
    plugins.load_files(PluginModules(folder, from_disk(folder)), [file.name])
    _refuse(p for p in plugins.problems if file.name in str(p))
    return plugins


def _refuse(found: Iterable[Problem]) -> None:
    if told := [str(problem) for problem in found]:
        raise AssertionError("\n".join(told))
