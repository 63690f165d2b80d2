"""Themes are measured by something: by questions, and by such as count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from meetlat.checking.catalogue.rows import ids, named_rows
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.text import nearest
from meetlat.reading.catalogue import Catalogue


def themes_with_questions(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """A theme has questions, unless they name it wrongly, which is told already."""
    if not catalogue.has_column("Questions", "theme") or catalogue.questions.is_empty():
        return
    themes = ids(catalogue, "Themes")
    used = set(catalogue.questions["theme"].drop_nulls())
    strange = used.difference(themes)
    meant = {nearest(name, themes) for name in strange}
    unused = [
        (row, line["theme"])
        for row, line in named_rows(catalogue, "Themes")
        if line["theme"] not in used | meant
    ]
    renamed = sum(nearest(name, themes) is None for name in strange) + _unreadable(catalogue)
    for row, theme in unused[renamed:]:
        yield catalogue.problem_at("Themes", row, "theme", "theme-unused", theme)


def _unreadable(catalogue: Catalogue) -> int:
    """How many questions have a theme that could not be read."""
    rows = catalogue.questions["theme"].is_null().arg_true()
    return sum(catalogue.written("Questions", row, "theme") is not None for row in rows)


def themes_with_weight(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """Not all questions of a theme weigh nothing."""
    given = catalogue.questions.filter(~pl.col("theme").is_null())
    heaviest = dict(given.group_by("theme").agg(pl.col("weight").max()).iter_rows())
    for row, line in named_rows(catalogue, "Themes"):
        if heaviest.get(line["theme"]) == 0:
            theme = line["theme"]
            yield catalogue.problem_at("Themes", row, "theme", "theme-weightless", theme)
