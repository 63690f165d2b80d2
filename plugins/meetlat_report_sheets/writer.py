"""Write the texts of the report sheets in the language of the survey."""

from collections.abc import Mapping
from functools import cached_property

import polars as pl

from meetlat import Figures, ResultTable, words

# The number of comparisons that the first page shows; other sheets show all of them.
MOST_SHOWN = 3

# The number of rows of `Beside`, so that formats can search it in any survey.
MOST_NAMED = 9

# The most characters of the name of a comparison above its figures.
LONGEST_HEADING = 30

# The sign of a comparison in the legend of the themes.
TICK = "▌"


class Writer(Figures):
    """The figures of a report, and the texts of the report sheets."""

    # As number formats write it, in the cells beside these texts.
    minus = "-"

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts of this plugin."""
        return words(self.language).under("plugins.meetlat_report_sheets")

    @property
    def shown(self) -> list[str]:
        """The comparisons that the first page shows."""
        return self.comparisons[:MOST_SHOWN]

    @property
    def against(self) -> str:
        """`vs Previous survey`; blank without comparisons."""
        if not self.main_comparison:
            return ""
        if self.main_comparison == self.report.comparisons.organisation:
            return self.texts["against_organisation"]
        return self.texts["against"].format(comparison=short(self.main_comparison, LONGEST_HEADING))

    def heading(self, comparison: str) -> str:
        """The name of a comparison; a short word for the organisation, whose name is long."""
        if comparison == self.report.comparisons.organisation:
            return words(self.language)["workbook.headings.whole"]
        return comparison

    def sheet(self, table: str) -> str:
        """The sheet of a table; a new sheet gets the name of its table."""
        return self.report.catalogue.sheets.get(table, table)

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
    """Derive `Beside`: the name and the heading of each comparison, in the engine's order.

    Beside them the headings and signs of those that the first page shows, which may be fewer.
    """
    names = writer.report.comparisons.names
    headings = {name: short(writer.heading(name), LONGEST_HEADING) for name in names}
    columns = {
        "comparison": names,
        "heading": [*headings.values()],
        "shown": [headings[name] for name in writer.shown],
        "sign": [TICK] * len(writer.shown),
    }
    rows = {name: [*cells, *[None] * (MOST_NAMED - len(cells))] for name, cells in columns.items()}
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows, pl.String))
    return ResultTable("Beside", frame, optional=True)
