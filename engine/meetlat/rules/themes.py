"""Themes are measured by something: by questions, and by such as count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from meetlat.catalogue import Catalogue
from meetlat.metrics import Metric
from meetlat.problem import Problem, nearest
from meetlat.rules.rows import ids, named_rows


def themes_with_questions(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """A theme has questions, unless they name it wrongly, which is told already."""
    if not catalogue.has_column("Questions", "theme") or catalogue.questions.is_empty():
        return
    themes = ids(catalogue, "Themes")
    used = _themes_of_questions(catalogue)
    strange = used.difference(themes)
    meant = {nearest(name, themes) for name in strange}
    unused = [
        (row, line["theme"])
        for row, line in named_rows(catalogue, "Themes")
        if line["theme"] not in used | meant
    ]
    renamed = sum(nearest(name, themes) is None for name in strange)
    for row, theme in unused[renamed:]:
        yield catalogue.problem_at("Themes", row, "theme", "theme-unused", theme)


def _themes_of_questions(catalogue: Catalogue) -> set[str]:
    """What is written, also where the question's row has a problem of its own."""
    rows = range(len(catalogue.questions))
    return {theme for row in rows if (theme := catalogue.written("Questions", row, "theme"))}


def themes_with_weight(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """Not all questions of a theme weigh nothing."""
    given = catalogue.questions.filter(~pl.col("theme").is_null())
    heaviest = dict(given.group_by("theme").agg(pl.col("weight").max()).iter_rows())
    for row, line in named_rows(catalogue, "Themes"):
        if heaviest.get(line["theme"]) == 0:
            theme = line["theme"]
            yield catalogue.problem_at("Themes", row, "theme", "theme-weightless", theme)
