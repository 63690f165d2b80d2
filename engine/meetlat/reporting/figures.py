"""The figures of a report as readers see them, each with its comparisons, differences and marks.

The report sheets, the page, the slides and the board's copy all take their figures from here, and
what stands out among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple, TypeVar

import polars as pl

from meetlat.formatting import figure, percentage, rounded, sign
from meetlat.languages import Language, words
from meetlat.reading.catalogue import Catalogue
from meetlat.reporting.comparisons import fair_comparisons, is_earlier
from meetlat.scoring.report import Report

Row = Mapping[str, Any]
T = TypeVar("T")

# The most names of themes that share the highest or lowest place.
MOST_NAMED = 2

# The decimals of scores and of differences between them.
DECIMALS = 1

# The end of an axis if the scales have no scores.
TEN_POINTS = 10.0

# The number of shades on each side of a heat map, and the points of eNPS between them.
SHADES, ENPS_STEP = 3, 10

# The columns of `Differences` that say which figure a row is about.
MARKED = ("table", "subject", "answer", "comparison")

# What stands for a missing figure, and before a negative one.
DASH, MINUS = "–", "−"


class Shown(NamedTuple):
    """A figure, and its text in the language of the survey."""

    value: float | None
    text: str


# A missing figure.
NOTHING = Shown(None, DASH)


class Compared(NamedTuple):
    """A figure of a comparison, and how far the current figure is from it.

    Attributes:
        name: the comparison.
        shown: its figure.
        difference: current figure minus comparison; without a text if either is missing.
        mark: ▲ or ▼ if the table `Differences` marks it and it is not shown as 0; else blank.
    """

    name: str
    shown: Shown
    difference: Shown
    mark: str = ""


class _Main(NamedTuple):
    """The main figure of a table: the column of its subjects, its own column, and its form."""

    subject: str
    column: str
    form: Literal["score", "points", "share"]


TABLES = {
    "Summary": _Main("measure", "current", "share"),
    "ThemeScores": _Main("theme", "score", "score"),
    "QuestionScores": _Main("question", "score", "score"),
    "Enps": _Main("question", "enps", "points"),
    "Distributions": _Main("question", "share", "share"),
}


class Figures:
    """Reads the tables of a report, and writes figures in the language of the survey.

    `comparisons` has the names of those that readers get; `minus` is the sign before a negative
    figure.
    """

    minus: str = MINUS

    def __init__(self, report: Report) -> None:
        self.report: Report = report
        self.catalogue: Catalogue = report.catalogue
        self.language: Language = report.settings.language
        self.comparisons: list[str] = fair_comparisons(report)
        self._rows: dict[str, list[dict[str, Any]]] = {}

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a result table, read once; none if the report has no such table."""
        if table not in self._rows and table in self.report:
            self._rows[table] = self.report[table].rows(named=True)
        return self._rows.get(table, [])

    def headline(self, column: str) -> str:
        """A text of the table `Headline`, which the sheets show too; blank if there is none."""
        return next((row[column] for row in self.rows("Headline")), None) or ""

    # Figures as text

    def number(self, value: float | None, decimals: int = DECIMALS) -> Shown:
        """`6,9`."""
        return _number(value, decimals, self.language, self.minus)

    def share(self, value: float | None) -> Shown:
        """`66%`."""
        return _share(value, self.language)

    def signed(self, value: float | None, decimals: int = DECIMALS) -> Shown:
        """`+3`, `−9`, `0`."""
        return _signed(value, decimals, self.language, self.minus)

    def main(self, table: str, value: float | None) -> Shown:
        """A main figure of a table, such as a score or an eNPS."""
        form = TABLES[table].form
        if form == "share":
            return self.share(value)
        return self.signed(value, 0) if form == "points" else self.number(value)

    # Comparisons

    def with_a_figure(self, rows: Sequence[Row]) -> list[str]:
        """The comparisons that have a figure in any of the rows."""
        return [name for name in self.comparisons if any(row[name] is not None for row in rows)]

    def compared(self, table: str, row: Row, comparison: str) -> Compared:
        """A comparison of the main figure of a row; a difference of shares is in points."""
        subject, column, form = TABLES[table]
        own, other = row[column], row.get(comparison)
        shown = self.main(table, other)
        if own is None or other is None:
            return Compared(comparison, shown, Shown(None, ""))
        decimals = DECIMALS if form == "score" else 0
        apart = 100 * (own - other) if form == "share" else own - other
        difference = self.signed(apart, decimals)
        mark = self._marks.get((table, row[subject], row.get("answer"), comparison))
        if mark and is_shown(difference, decimals):
            return Compared(comparison, shown, difference, mark)
        return Compared(comparison, shown, difference)

    @cached_property
    def _marks(self) -> Mapping[tuple[str | None, ...], str | None]:
        """The marks of figures, by table, subject, answer and comparison."""
        if "Differences" not in self.report:
            return {}
        *keys, marks = (self.report["Differences"][c].to_list() for c in (*MARKED, "mark"))
        rows = zip(zip(*keys, strict=True), marks, strict=True)
        return {key: mark for key, mark in rows if mark}

    def is_earlier(self, comparison: str) -> bool:
        """Whether a comparison is an earlier survey; only beside it can a figure "rise"."""
        return is_earlier(self.report, comparison)

    @cached_property
    def earlier(self) -> str | None:
        """The first comparison that is an earlier survey."""
        return next((n for n in self.comparisons if self.is_earlier(n)), None)

    @cached_property
    def benchmark(self) -> str | None:
        """The first comparison that is not an earlier survey; for a group, the organisation."""
        return next((n for n in self.comparisons if not self.is_earlier(n)), None)

    @property
    def main_comparison(self) -> str | None:
        """The comparison that changes are measured from: an earlier survey if there is one."""
        return self.earlier or self.benchmark

    def in_sentence(self, comparison: str) -> str:
        """The name of a comparison in a sentence; short for the organisation beside a group."""
        is_whole = comparison == self.report.comparisons.organisation
        return words(self.language)["story.organisation"] if is_whole else comparison

    # What stands out

    def named(self, names: Sequence[str]) -> str:
        """`A and B`, for what shares a place; `4 themes` if more share it."""
        texts = words(self.language)
        if len(names) > MOST_NAMED:
            return texts.text("story.cards.themes", len(names))
        *first, last = names
        return texts.text("story.and", first=first[0], last=last) if first else last

    def highest(self, table: str) -> list[Row]:
        """The rows of a table that show the highest score."""
        return extremes(self._scored_rows(table), _score, max)

    def lowest(self, table: str) -> list[Row]:
        """The rows of a table that show the lowest score."""
        return extremes(self._scored_rows(table), _score, min)

    def _scored_rows(self, table: str) -> list[Row]:
        return [row for row in self.rows(table) if row["score"] is not None]

    def highlights(self, subject: str, kind: str, comparison: str | None = None) -> list[Row]:
        """What stands out by the table `Highlights`, the most extreme first.

        Args:
            subject: `theme` or `question`.
            kind: `highest`, `lowest`, `risen` or `fallen`. A change that is shown as 0 is left out.
            comparison: what a change is measured from.
        """
        number = 1 + self.report.comparisons.names.index(comparison) if comparison else 0
        start = f"{subject} {kind} {number} "
        rows = [row for row in self.rows("Highlights") if row["key"].startswith(start)]
        return [row for row in rows if not comparison or is_shown(self.signed(row["change"]))]

    # Questions and scales

    @cached_property
    def reverse_coded(self) -> frozenset[str]:
        """The reverse-coded questions: a high score means that people disagree with the text."""
        return self.report.once(_reverse_coded)

    @cached_property
    def scale(self) -> tuple[float, float]:
        """The lowest and the highest score of the scales of scored questions."""
        return self.report.once(_scale)

    @cached_property
    def remarkable(self) -> float:
        """The setting `remarkable_difference`, as a part of the scale."""
        low, high = self.scale
        return self.report.settings.remarkable_difference * (high - low) / TEN_POINTS

    def shade(self, value: float | None, everyone: float | None, *, enps: bool) -> int:
        """The shade of a figure in a heat map, from -3 to 3: how far it is from the organisation.

        A shade is a remarkable difference, or 10 points of eNPS.
        """
        step = ENPS_STEP if enps else self.remarkable
        if value is None or everyone is None or step <= 0:
            return 0
        return int(max(-SHADES, min(SHADES, (value - everyone) / step)))


@lru_cache(20_000, typed=True)  # a whole number stays one
def _number(value: float | None, decimals: int, language: Language, minus: str) -> Shown:
    if value is None:
        return NOTHING
    return Shown(value, figure(value, decimals, language).replace("-", minus))


@lru_cache(20_000, typed=True)
def _share(value: float | None, language: Language) -> Shown:
    return NOTHING if value is None else Shown(value, percentage(value, language))


@lru_cache(20_000, typed=True)
def _signed(value: float | None, decimals: int, language: Language, minus: str) -> Shown:
    shown = _number(value, decimals, language, minus)
    if value is None or sign(value, decimals) <= 0:
        return shown
    return Shown(value, f"+{shown.text}")


def _reverse_coded(report: Report) -> frozenset[str]:
    return frozenset(report.catalogue.questions.filter("reverse")["question"])


def _scale(report: Report) -> tuple[float, float]:
    questions = report.questions
    if questions.is_empty() or "highest" not in questions.columns:
        return 0.0, TEN_POINTS
    of_scores = questions.filter(pl.col("metric") != "enps").drop_nulls(["lowest", "highest"])
    low, high = of_scores["lowest"].min(), of_scores["highest"].max()
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)) or high <= low:
        return 0.0, TEN_POINTS
    return float(low), float(high)


def is_shown(difference: Shown, decimals: int = DECIMALS) -> bool:
    """Whether a difference is not 0 as it is shown."""
    return difference.value is not None and sign(difference.value, decimals) != 0


def extremes(
    items: Sequence[T], value: Callable[[T], float], pick: Callable[[Iterable[float]], float]
) -> list[T]:
    """All items that show the highest or lowest value: those that show 5.0 share a place."""
    shown = [float(rounded(value(item), DECIMALS)) for item in items]
    return [item for item, figure in zip(items, shown, strict=True) if figure == pick(shown)]


def _score(row: Row) -> float:
    return row["score"]
