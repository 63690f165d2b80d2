"""The kinds of plugin that `meetlat new-plugin` can write, besides a metric."""

from __future__ import annotations

TABLE = '''\
"""{title}: a table that is made from the tables of the metrics."""

from meetlat import ResultTable, hookimpl


@hookimpl
def result_tables(report):
    if "ThemeScores" in report:  # the metric may be off
        lowest = report["ThemeScores"].sort("score", nulls_last=True).head(3)
        frame = lowest.select("theme", "name", "score")
        yield ResultTable("{table}", frame, formats={{"score": "0.0"}})
'''

PERSONS = '''\
"""{title}: a figure for every respondent, and what it is on average."""

import polars as pl
from meetlat import Answers, Counts, hookimpl, metric


@metric(table="{table}", keys=Counts.GROUP_KEYS, formats={{"mean": "0.0", "share": "0%"}})
def {name}(answers: Answers, least: float = 5.5) -> pl.DataFrame:
    """{title}: the mean of everyone's own mean score, and the share of people above `least`."""
    own = answers.select(own=pl.mean_horizontal(pl.all())).drop_nulls()
    mean, share = pl.col("own").mean(), (pl.col("own") > least).mean()
    return own.select(n=pl.len(), mean=mean, share=share)  # n: so that few people are not shown


@hookimpl
def register_metrics(register):
    register({name})
'''

SOURCE = '''\
"""{title}: read responses from files with the extension .{name}."""

from pathlib import Path

import polars as pl
from meetlat import hookimpl


@hookimpl
def read_responses(file: Path):
    if file.suffix.lower() != ".{name}":
        return None  # not ours: Meetlat or another plugin reads it
    return pl.read_csv(file, separator="|", infer_schema=False)  # a row for each respondent
'''

RULE = '''\
"""{title}: a rule of our own for the catalogue."""

from meetlat import Finding, hookimpl

LONGEST = 150


@hookimpl
def check_catalogue(catalogue):
    for row, text in enumerate(catalogue.questions["text"]):
        if text and len(text) > LONGEST:
            words = f"this question has {{len(text)}} characters."
            remedy = f"Use at most {{LONGEST}}."
            yield Finding(words, remedy, "Questions", row, "text", code="{dashed}")
'''

PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "meetlat-{dashed}"
version = "0.1"
requires-python = ">=3.11"
dependencies = ["meetlat"]

# The name is yours to choose; the value is the module that has the hooks.
[project.entry-points.meetlat]
{name} = "meetlat_{name}"

[tool.hatch.build.targets.wheel]
only-include = ["meetlat_{name}.py"]
"""
