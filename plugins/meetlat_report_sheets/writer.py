"""Write the figures, names and marks of a report in the language of the survey."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from meetlat import Report, ResultTable, figure, percentage, signed, words

Row = Mapping[str, Any]

# The number of comparisons that the first page shows; other sheets show all of them.
MOST_SHOWN = 3

# The number of rows of `Beside`, so that formats can search it in any survey.
MOST_NAMED = 9

# The most characters of the name of a comparison above its figures.
LONGEST_HEADING = 30

# The sign of a comparison in the legend of the themes.
TICK = "▌"


@dataclass(frozen=True)
class Writer:
    """Reads the tables of a report, and writes what they hold."""

    report: Report

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts of this plugin."""
        return words(self.language).under("plugins.meetlat_report_sheets")

    @property
    def language(self) -> str:
        """The language of the survey."""
        return self.report.settings.language

    @property
    def shown(self) -> Sequence[str]:
        """The comparisons that the first page shows."""
        return self.report.comparisons.names[:MOST_SHOWN]

    @property
    def first(self) -> str:
        """The comparison that changes are measured from; blank if there is none."""
        return next(iter(self.shown), "")

    @property
    def is_beside_organisation(self) -> bool:
        """Whether changes are differences from the organisation, which has no earlier figures."""
        return bool(self.first) and self.first == self.report.comparisons.organisation

    @property
    def against(self) -> str:
        """`vs Previous survey`; blank without comparisons."""
        if not self.first:
            return ""
        if self.is_beside_organisation:
            return self.texts["against_organisation"]
        return self.texts["against"].format(comparison=short(self.first, LONGEST_HEADING))

    def heading(self, comparison: str) -> str:
        """The name of a comparison; a short word for the organisation, whose name is long."""
        if comparison == self.report.comparisons.organisation:
            return words(self.language)["workbook.headings.whole"]
        return comparison

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table; none if the report does not have it."""
        return self.report[table].rows(named=True) if table in self.report else []

    def sheet(self, table: str) -> str:
        """The sheet of a table; a new sheet gets the name of its table."""
        return self.report.catalogue.sheets.get(table, table)

    def number(self, value: float | None, decimals: int = 1) -> str:
        """`6.9`."""
        return figure(value, decimals, self.language)

    def points(self, value: float | None) -> str:
        """`+12`."""
        return signed(value, 0, self.language)

    def share(self, value: float | None) -> str:
        """`66%`."""
        return percentage(value, self.language)

    def change(self, value: float) -> str:
        """`+0.3`."""
        return signed(value, 1, self.language)

    def mark(self, table: str, subject: str) -> str:
        """`▲` or `▼` if a figure differs from the first comparison; otherwise blank."""
        return self._marks.get((table, subject), "")

    @cached_property
    def _marks(self) -> Mapping[tuple[str, str], str]:
        if "Differences" not in self.report:
            return {}
        found = self.report["Differences"].filter(comparison=self.first).drop_nulls("mark")
        rows = found.select("table", "subject", "mark").iter_rows()
        return {(table, subject): mark for table, subject, mark in rows}

    @cached_property
    def reverse_coded(self) -> frozenset[str]:
        """The reverse-coded questions: a high score means that people disagree with the text."""
        return frozenset(self.report.catalogue.questions.filter("reverse")["question"])

    @property
    def marks(self) -> str:
        """The sentence that explains the marks; blank if there is nothing to compare with."""
        if "Differences" not in self.report or not len(self.report["Differences"]):
            return ""
        why = self.texts[f"marks_{self.report.settings.mark_differences}"]
        return self.texts["marks"].format(why=why)


def short(text: str, most: int) -> str:
    """A text, shortened with an ellipsis to `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def beside(writer: Writer) -> ResultTable:
    """Derive `Beside`: the name, heading and sign of each comparison, in the engine's order."""
    names = [*writer.report.comparisons.names]
    headings = [short(writer.heading(name), LONGEST_HEADING) for name in names]
    blank = [None] * (MOST_NAMED - len(names))
    columns = {
        "comparison": [*names, *blank],
        "heading": [*headings, *blank],
        "sign": [*[TICK] * len(names), *blank],
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return ResultTable("Beside", frame, optional=True)
