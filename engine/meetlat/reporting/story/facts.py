"""Reads the result tables of a report for its story: figures, differences and marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import polars as pl

from meetlat.formatting import figure, percentage, rounded
from meetlat.groups import WHOLE
from meetlat.languages import words
from meetlat.reporting.comparisons import fair_comparisons, is_earlier
from meetlat.reporting.story.content import Compared, Run, Scored, Sentence, Shown
from meetlat.scoring.report import Report

Row = Mapping[str, Any]

# The decimals of scores and of differences between them.
DECIMALS = 1

# The end of an axis if the scales have no scores.
TEN_POINTS = 10.0

# The column with the subject of a row, by table.
SUBJECTS = {"ThemeScores": "theme", "QuestionScores": "question", "Enps": "question"}

# The main column of each table, and its decimals.
MAIN = {"ThemeScores": ("score", DECIMALS), "QuestionScores": ("score", DECIMALS)}
MAIN |= {"Enps": ("enps", 0)}


# What stands for a missing figure, and before a negative one.
DASH, MINUS = "–", "−"

# Around a name in a sentence, until the sentence is split into runs.
STRONG, WEAK = "\x02", "\x03"


class Facts:
    """The figures of a report, in the language of the survey."""

    def __init__(self, report: Report) -> None:
        self.report, self.catalogue = report, report.catalogue
        self.language = report.settings.language
        self._words = words(self.language)
        self.comparisons = fair_comparisons(report)

    # Texts

    def text(self, key: str, n: int | None = None, /, **facts: object) -> str:
        """A text of the section `story`; `n` chooses its plural form."""
        return self._words.text(f"story.{key}", n, **facts)

    def sentence(self, key: str, n: int | None = None, /, **facts: object) -> Sentence:
        """A text as runs: the names in it that `strong` marked are strong."""
        parts = re.split(f"({STRONG}.*?{WEAK})", self.text(key, n, **facts), flags=re.DOTALL)
        return [Run(p.strip(STRONG + WEAK), p.startswith(STRONG)) for p in parts if p]

    def strong(self, name: str) -> str:
        """A name that stands out in a sentence."""
        return f"{STRONG}{name}{WEAK}"

    def listed(self, names: Iterable[str]) -> str:
        """`A, B and C`."""
        *first, last = names
        return self.text("and", first=", ".join(first), last=last) if first else last

    # Tables

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a result table; none if the report has no such table."""
        return self.report[table].rows(named=True) if table in self.report else []

    @property
    def of_group(self) -> bool:
        """Whether the report is that of one group, and not of the whole organisation."""
        return self.report.group != WHOLE

    @property
    def organisation(self) -> str:
        """The name of the organisation."""
        return self.report.settings.organisation or self.text("organisation")

    @cached_property
    def themes(self) -> list[Scored]:
        """The themes with a score, from high to low."""
        return self._scored("ThemeScores", "name")

    @cached_property
    def questions(self) -> list[Scored]:
        """The questions with a score, from high to low."""
        return self._scored("QuestionScores", "text")

    def _scored(self, table: str, name: str) -> list[Scored]:
        rows = [row for row in self.rows(table) if row["score"] is not None]
        rows.sort(key=lambda row: -row["score"])
        return [self.scored(table, row, row[name]) for row in rows]

    def scored(self, table: str, row: Row, name: str) -> Scored:
        """A row of a table with all its comparisons."""
        key, decimals = MAIN[table]
        shown = self.signed if table == "Enps" else self.number
        own = shown(row[key], decimals)
        return Scored(name, own, [self._compared(table, row, other) for other in self.comparisons])

    def _compared(self, table: str, row: Row, comparison: str) -> Compared:
        key, decimals = MAIN[table]
        own, other = row[key], row.get(comparison)
        shown = self.signed if table == "Enps" else self.number
        if own is None or other is None:
            return Compared(comparison, shown(other, decimals), Shown(None, ""))
        difference = self.signed(own - other, decimals)
        mark = self._marks.get((table, row[SUBJECTS[table]], comparison)) or ""
        return Compared(comparison, shown(other, decimals), difference, mark)

    @cached_property
    def _marks(self) -> Mapping[tuple[str, str, str], str | None]:
        """The marks of scores, by table, subject and comparison."""
        rows = self.rows("Differences")
        return {
            (row["table"], row["subject"], row["comparison"]): row["mark"]
            for row in rows
            if row["answer"] is None
        }

    def is_tested(self, comparison: str | None) -> bool:
        """Whether every theme was tested against a comparison.

        Only then does the absence of marks mean that no theme differs clearly.
        """
        rows = [r for r in self.rows("Differences") if r["table"] == "ThemeScores"]
        own = [row for row in rows if row["comparison"] == comparison]
        needs_test = self.report.settings.mark_differences != "remarkable"
        return bool(own) and not (needs_test and any(row["significant"] is None for row in own))

    # Figures as text

    def number(self, value: float | None, decimals: int = DECIMALS) -> Shown:
        """`6,9`."""
        if value is None:
            return Shown(None, DASH)
        return Shown(value, figure(value, decimals, self.language).replace("-", MINUS))

    def share(self, value: float | None) -> Shown:
        """`66%`."""
        return Shown(value, DASH if value is None else percentage(value, self.language))

    def signed(self, value: float | None, decimals: int = DECIMALS) -> Shown:
        """`+3`, `−9`, `0`."""
        shown = self.number(value, decimals).text
        plus = value is not None and rounded(value, decimals) > 0
        return Shown(value, f"+{shown}" if plus else shown)

    def name_of_group(self) -> str:
        """The name of the group of the report; blank for the whole organisation."""
        return self.report.group.name

    # Comparisons

    @cached_property
    def earlier(self) -> str | None:
        """The first comparison that is an earlier survey; only beside it can a figure "rise"."""
        return next((n for n in self.comparisons if is_earlier(self.report, n)), None)

    @cached_property
    def benchmark(self) -> str | None:
        """The first comparison that is not an earlier survey; for a group, the organisation."""
        return next((n for n in self.comparisons if not is_earlier(self.report, n)), None)

    def in_sentence(self, comparison: str | None) -> str | None:
        """The name of a comparison in a sentence; short for the organisation beside a group."""
        is_whole = comparison is not None and comparison == self.report.comparisons.organisation
        return self.text("organisation") if is_whole else comparison

    # Scales

    @cached_property
    def scale(self) -> tuple[float, float]:
        """The lowest and the highest score of the scales of scored questions."""
        questions = self.report.questions
        if questions.is_empty() or "highest" not in questions.columns:
            return 0.0, TEN_POINTS
        of_scores = questions.filter(pl.col("metric") != "enps").drop_nulls(["lowest", "highest"])
        low, high = of_scores["lowest"].min(), of_scores["highest"].max()
        if not isinstance(low, (int, float)) or not isinstance(high, (int, float)) or high <= low:
            return 0.0, TEN_POINTS
        return float(low), float(high)

    @property
    def remarkable(self) -> float:
        """The setting `remarkable_difference`, as a part of the scale."""
        low, high = self.scale
        return self.report.settings.remarkable_difference * (high - low) / TEN_POINTS


def is_shown(difference: Shown, decimals: int = DECIMALS) -> bool:
    """Whether a difference is not 0 as it is shown."""
    return difference.value is not None and rounded(difference.value, decimals) != 0


def beside(scored: Scored, comparison: str | None) -> Compared | None:
    """A figure's difference from one comparison; None if that has no figure."""
    found = (one for one in scored.compared if one.name == comparison)
    return next((one for one in found if one.difference.value is not None), None)
