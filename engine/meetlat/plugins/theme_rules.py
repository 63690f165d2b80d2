"""How the score of a theme is made of the answers to its questions: a rule that `Themes` names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import ClassVar

import polars as pl

from meetlat.plugins.declaration import Declared, Texts
from meetlat.plugins.metrics import Counts
from meetlat.plugins.parameters import MetricError

DEFAULT = "questions"
"""The rule of a theme for which `Themes` names none."""

FIGURES = ("questions", "n", "score")


@dataclass(frozen=True)
class ThemeRule(Declared):
    """A function that scores themes; see `Declared` for what it may ask for.

    It returns a row a theme (and a group, where it asks for `counts`), with the columns `theme`,
    `questions` (how many count), `n` (how many people count) and `score`.
    """

    part: ClassVar[str] = "theme_rules"


def theme_rule(
    *, titles: Texts | None = None, descriptions: Texts | None = None
) -> Callable[[FunctionType], ThemeRule]:
    """Declare a function to be a rule that scores themes.

    Its name is what `Themes` calls it in the column `rule`, with its parameters after it:
    `respondents; minimum=3`.

    Raises:
        MetricError: the function, or what is said of it here, cannot be.
    """

    def declare(function: FunctionType) -> ThemeRule:
        declared = ThemeRule(
            function, keys=Counts.THEME_KEYS, titles=titles or {}, descriptions=descriptions or {}
        )
        declared.check("counts", "answers")
        if "theme_scores" in declared.asks:
            raise MetricError(f"{declared.name} is to make theme_scores, and cannot ask for them")
        return declared

    return declare


def split_rule(written: str | None) -> tuple[str, str]:
    """The rule in a cell, and its parameters as they stand there: `respondents; minimum=3`."""
    name, _, parameters = (written or "").partition(";")
    return name.strip() or DEFAULT, parameters


def figures(frame: pl.DataFrame) -> pl.DataFrame:
    """What a rule gave, its figures typed.

    Raises:
        MetricError: one of them is missing, or is no number.
    """
    for name in FIGURES:
        if name not in frame.columns:
            raise MetricError(f"its table has no column {name}")
        if not (frame.schema[name].is_numeric() or frame.schema[name] == pl.Null):
            raise MetricError(f"its column {name} holds {frame.schema[name]}, not numbers")
    whole = pl.col("questions", "n").cast(pl.Int64)
    return frame.select(*Counts.THEME_KEYS, whole, pl.col("score").cast(pl.Float64))
