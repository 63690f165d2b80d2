"""The figures of a report as text, each with its comparisons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

import polars as pl

from meetlat.formatting import NO_FIGURE, figure, percentage, percents, signed
from meetlat.languages import Language, words
from meetlat.reporting.comparisons import fair_comparisons
from meetlat.reporting.page.charts import symbol
from meetlat.scoring.report import Report

Row = Mapping[str, Any]

# A part of the data of the template: figures as text, and charts.
TemplateData = dict[str, Any]

# The column of a result table that says what a row is about.
SUBJECT = {
    "Summary": "measure",
    "ThemeScores": "theme",
    "QuestionScores": "question",
    "Enps": "question",
    "Distributions": "question",
}

# The class of each mark, and the key of the text that explains it to a screen reader.
MARKS = {"▲": ("up", "marks.higher"), "▼": ("down", "marks.lower")}

# The end of an axis if the scales have no scores.
HIGHEST = 10.0


class Figures:
    """Reads the tables of a report, and writes figures in the language of the survey."""

    def __init__(self, report: Report) -> None:
        self.report, self.catalogue = report, report.catalogue
        self.language: Language = report.settings.language
        self.words = words(self.language).under("page")
        self.comparisons = fair_comparisons(report)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a result table; none if the report has no such table."""
        return self.report[table].rows(named=True) if table in self.report else []

    def number(self, value: float | None, decimals: int = 1) -> str:
        """`6,9`."""
        return figure(value, decimals, self.language)

    def share(self, value: float | None) -> str:
        """`66%`."""
        return percentage(value, self.language)

    def signed(self, value: float | None, decimals: int) -> str:
        """`+3`, `-9`, `0`."""
        return signed(value, decimals, self.language)

    def interval(self, row: Row, shown: Callable[[float | None], str]) -> str:
        """`6,7 – 7,1`; a dash for a figure without an interval."""
        if row["low"] is None:
            return NO_FIGURE
        return f"{shown(row['low'])} – {shown(row['high'])}"

    @property
    def margins(self) -> str:
        """That intervals are corrected for how many people were invited; blank if they are not."""
        invited = self.report.turnout.invited
        if not invited:
            return ""
        return self.words["margins_of_invited"].format(invited=self.number(invited, 0))

    def comparisons_of(self, rows: Sequence[Row]) -> list[str]:
        """The comparisons that have a figure in any of the rows."""
        return [name for name in self.comparisons if any(row[name] is not None for row in rows)]

    def numbers(self, table: str, row: Row, names: Sequence[str]) -> list[TemplateData]:
        """The comparisons of a score, each with the difference and its mark."""
        return [self._comparison(table, row, name, self.number) for name in names]

    def points(self, table: str, row: Row, names: Sequence[str]) -> list[TemplateData]:
        """The comparisons of an eNPS, each with the difference and its mark."""
        show = partial(self.signed, decimals=0)
        return [self._comparison(table, row, name, show, decimals=0) for name in names]

    def shares(self, table: str, row: Row, names: Sequence[str]) -> list[TemplateData]:
        """The comparisons of a share, each with the difference in points and its mark."""
        return [
            self._comparison(table, row, name, self.share, decimals=0, times=100) for name in names
        ]

    def _comparison(
        self,
        table: str,
        row: Row,
        name: str,
        show: Callable[[float | None], str],
        *,
        decimals: int = 1,
        times: int = 1,
    ) -> TemplateData:
        known = self._difference(table, row, name).get("difference")
        difference = None if known is None else self.signed(times * known, decimals)
        mark = self.mark(table, row, name)
        return {"name": name, "shown": show(row[name]), "difference": difference, "mark": mark}

    def mark(self, table: str, row: Row, comparison: str) -> TemplateData | None:
        """The mark of a figure that differs from a comparison: the sign, and its text."""
        sign = self._difference(table, row, comparison).get("mark")
        if not sign:
            return None
        kind, key = MARKS[sign]
        return {"sign": sign, "kind": kind, "words": self.words[key]}

    def _difference(self, table: str, row: Row, comparison: str) -> Row:
        """The row of `Differences` about a figure and a comparison; blank if there is none."""
        key = (table, row.get(SUBJECT[table]), row.get("answer"), comparison)
        return self._differences.get(key, {})

    @cached_property
    def _differences(self) -> Mapping[tuple[str | None, ...], Row]:
        """The rows of `Differences` by table, subject, answer and comparison."""
        columns = ("table", "subject", "answer", "comparison")
        return {tuple(row[c] for c in columns): row for row in self.rows("Differences")}

    def headline(self, column: str) -> str:
        """A text of the table `Headline`, which the sheets show too; blank if there is none."""
        return next((row[column] for row in self.rows("Headline")), None) or ""

    def legend(self, names: Sequence[str]) -> list[TemplateData]:
        """The symbol of each comparison, which is the same on the whole page."""
        numbers = self.symbol_numbers(names)
        return [symbol(number) | {"name": name} for name, number in numbers.items()]

    def symbol_numbers(self, names: Sequence[str]) -> dict[str, int]:
        """The number of the symbol of each comparison."""
        return {name: self.comparisons.index(name) for name in names}

    @cached_property
    def reverse_coded(self) -> frozenset[str]:
        """The reverse-coded questions: a high score means that people disagree with the text."""
        return frozenset(self.catalogue.questions.filter("reverse")["question"])

    def highest(self, question: str | None = None) -> float:
        """The highest score of the scale of a question, or of all scales that are used."""
        questions = self.catalogue.questions
        if question is not None:
            questions = questions.filter(question=question)
        used = pl.col("scale").is_in(questions["scale"].unique().implode())
        top = self.catalogue.scales.filter(used)["score"].max()
        return float(top) if isinstance(top, (int, float)) and top > 0 else HIGHEST


def as_formatted(value: object, number_format: str, language: Language) -> str:
    """A value as Excel shows it in this number format: a whole number, decimals or a percentage."""
    if value is None:
        return NO_FIGURE
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    percent = number_format.endswith("%")
    digits = number_format.rstrip("%").partition(".")[2]
    decimals = len(digits) if number_format != "General" else 2 * (value != int(value))
    if percent:
        return percents(value * 100, decimals, language)
    return figure(value, decimals, language)
