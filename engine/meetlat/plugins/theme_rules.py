"""Theme rules: functions that score a theme from the answers to its questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import ClassVar

import polars as pl

from meetlat.plugins.declaration import Declared, Texts
from meetlat.plugins.metrics import Counts
from meetlat.plugins.parameters import MetricError

# The rule of a theme that has none in the table `Themes`.
DEFAULT = "questions"

# The columns that a rule returns, after its keys.
SCORE_COLUMNS = ("questions", "n", "score")


@dataclass(frozen=True)
class ThemeRule(Declared):
    """A function that scores themes; see `Declared` for the arguments it can take.

    It returns the columns `theme`, `questions` (how many questions count), `n` (how many people
    count) and `score`. A rule that takes `counts` returns a row per group and theme, so it also
    returns `segment` and `group`; to a rule that takes `answers` the engine adds those.
    """

    part: ClassVar[str] = "theme_rules"


def theme_rule(
    *,
    titles: Texts | None = None,
    descriptions: Texts | None = None,
    by_group: bool = False,
) -> Callable[[FunctionType], ThemeRule]:
    """Declare a function as a rule that scores themes.

    The column `rule` of the table `Themes` names the function, followed by its parameters:
    `respondents; minimum=3`.

    Raises:
        MetricError: the function or one of the texts is not valid.
    """

    def declare(function: FunctionType) -> ThemeRule:
        declared = ThemeRule(
            function,
            keys=Counts.THEME_KEYS,
            titles=titles or {},
            descriptions=descriptions or {},
            by_group=by_group,
        )
        declared.check("counts", "answers", "person_means")
        if "theme_scores" in declared.asks:
            raise MetricError(f"{declared.name} is to make theme_scores, and cannot ask for them")
        return declared

    return declare


def split_rule(written: str | None) -> tuple[str, str]:
    """The name of the rule in a cell, and the text of its parameters: `respondents; minimum=3`."""
    name, _, parameters = (written or "").partition(";")
    return name.strip() or DEFAULT, parameters


def checked_scores(frame: pl.DataFrame) -> pl.DataFrame:
    """The table that a rule returned, with typed columns.

    Raises:
        MetricError: a column of `SCORE_COLUMNS` is missing or does not hold numbers.
    """
    for name in SCORE_COLUMNS:
        if name not in frame.columns:
            raise MetricError(f"its table has no column {name}")
        if not (frame.schema[name].is_numeric() or frame.schema[name] == pl.Null):
            raise MetricError(f"its column {name} holds {frame.schema[name]}, not numbers")
    whole = pl.col("questions", "n").cast(pl.Int64)
    return frame.select(*Counts.THEME_KEYS, whole, pl.col("score").cast(pl.Float64))
