"""What the page needs of a report: figures with their comparisons, symbols and texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from meetlat.formatting import figure, percents
from meetlat.languages import Language, words
from meetlat.reporting.figures import DASH, MINUS, TEN_POINTS, Row, Shown
from meetlat.reporting.page.cells import cell, joined
from meetlat.reporting.page.charts import symbol
from meetlat.reporting.story.facts import Facts
from meetlat.scoring.report import Report

if TYPE_CHECKING:
    from markupsafe import Markup

# A part of the data of the template: figures as text, and charts.
TemplateData = dict[str, Any]

# The class of each mark, and the key of the text that explains it to a screen reader.
MARKS = {"▲": ("up", "marks.higher"), "▼": ("down", "marks.lower")}


class PageFigures(Facts):
    """The figures of a report, and the texts of the page."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.words: dict[str, str] = words(self.language).under("page")

    def interval(self, row: Row, shown: Callable[[float | None], Shown]) -> str:
        """`6,7 – 7,1`; a dash for a figure without an interval."""
        if row["low"] is None:
            return DASH
        return f"{shown(row['low']).text} – {shown(row['high']).text}"

    @property
    def margins(self) -> str:
        """That intervals are corrected for how many people were invited; blank if they are not."""
        invited = self.report.turnout.invited
        if not invited:
            return ""
        return self.words["margins_of_invited"].format(invited=self.number(invited, 0).text)

    def beside(self, table: str, row: Row, names: Sequence[str]) -> Markup:
        """The cells of the comparisons of a figure: each with the difference and its mark."""
        found = (self.compared(table, row, name) for name in names)
        return joined(
            _compared(one.shown.text, one.difference.text, one.mark, self.language) for one in found
        )

    def mark(self, sign: str) -> tuple[str, str, str]:
        """The mark of a difference: its class, the sign, and its text; blank without a mark."""
        return _mark(sign, self.language)

    def heads(self, names: Sequence[str]) -> Markup:
        """The headings of the cells of `beside`."""
        return cell("heads", self.words["difference"], tuple(names))

    def legend(self, names: Sequence[str]) -> list[TemplateData]:
        """The symbol of each comparison, which is the same on the whole page."""
        numbers = self.symbol_numbers(names)
        return [symbol(number) | {"name": name} for name, number in numbers.items()]

    def symbol_numbers(self, names: Sequence[str]) -> dict[str, int]:
        """The number of the symbol of each comparison."""
        return {name: self.comparisons.index(name) for name in names}

    def end_of_scale(self, question: str) -> float:
        """The highest score of the scale of a question."""
        return self.report.once(_highest).get(question) or TEN_POINTS


@lru_cache(20_000)
def _compared(shown: str, difference: str, mark: str, language: Language) -> Markup:
    """The cells of one comparison."""
    missing = words(language)["page.no_figure"] if shown == DASH else ""
    return cell("compared", shown, difference, missing, *_mark(mark, language))


def _mark(sign: str, language: Language) -> tuple[str, str, str]:
    if not sign:
        return "", "", ""
    kind, key = MARKS[sign]
    return kind, sign, words(language)[f"page.{key}"]


def _highest(report: Report) -> Mapping[str, float | None]:
    return dict(report.questions[["question", "highest"]].iter_rows())


def as_formatted(value: object, number_format: str, language: Language) -> str:
    """A value as Excel shows it in this number format: a whole number, decimals or a percentage."""
    if value is None:
        return DASH
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    decimals = _decimals(number_format)
    if decimals is None:
        decimals = 2 * (value != int(value))
    if number_format.endswith("%"):
        return percents(value * 100, decimals, language)
    return figure(value, decimals, language).replace("-", MINUS)


@cache
def _decimals(number_format: str) -> int | None:
    """The decimals of a number format; None if they depend on the value."""
    digits = number_format.rstrip("%").partition(".")[2]
    return len(digits) if number_format != "General" else None
