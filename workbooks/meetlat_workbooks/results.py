"""The empty result tables: headings, formats and blank rows that the engine fills."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from meetlat_workbooks.content import Content
from meetlat_workbooks.look import ACCENT, CHANCE, SCORE, SHARE, SIGNED_SCORE, WHOLE, Look
from meetlat_workbooks.multilingual import write
from meetlat_workbooks.references import heading_of

Labels = dict[str, dict[str, str]]

# The least number of headings for comparisons; the first page shows as many.
MOST_COMPARISONS = 3

# The height in points of a row of headings: three lines for the name of a comparison.
HEADINGS = 36


@dataclass(frozen=True)
class Column:
    """A column of a result table: the engine's header, the heading for people, width and format."""

    header: str
    heading: str
    width: float
    number: str = ""
    # An id for the engine, which people do not need to read.
    code: bool = False
    # A link to the cell that it names.
    link: bool = False
    # A name that stays on one line however long it is; `indent` keeps it away from a figure.
    line: bool = False
    indent: int = 0
    # People read the header of the table itself, rotated, so that it fits new themes too.
    turned: bool = False


@dataclass(frozen=True)
class ResultTable:
    """A result table and its number of rows."""

    name: str
    columns: tuple[Column, ...]
    rows: int
    # A format for each row, if they differ.
    row_formats: tuple[str, ...] = ()
    # The number of columns at the right that depend on the survey, such as comparisons.
    own: int = 0
    # The number of headings for more of those columns.
    spare: int = 0
    # The heading of the organisation, beside a group.
    whole: str = ""

    def format_of(self, column: Column, row: int) -> str:
        """The number format of a cell."""
        return self.row_formats[row] if column.number and self.row_formats else column.number


@dataclass(frozen=True)
class Placed:
    """The place of a result table, so that charts and formats can refer to it."""

    table: ResultTable
    sheet: str
    first: int
    left: int

    def column(self, header: str) -> int:
        """The sheet's column of a header."""
        headers = [column.header for column in self.table.columns]
        return self.left + headers.index(header)

    def cells(self, header: str, start: int = 0, rows: int | None = None) -> list:
        """The body cells of a column, in the form that XlsxWriter uses for charts."""
        column = self.column(header)
        count = self.table.rows if rows is None else rows
        top = self.first + start
        return [self.sheet, top, column, top + count - 1, column]

    def across(self, headers: Iterable[str], row: int) -> list:
        """Adjacent cells of one row; row -2 has the headings."""
        columns = [self.column(header) for header in headers]
        at = self.first + row
        return [self.sheet, at, columns[0], at, columns[-1]]

    @property
    def body(self) -> tuple[int, int, int, int]:
        """First row, first column, last row, last column of the body."""
        last = self.left + len(self.table.columns) - 1
        return self.first, self.left, self.first + self.table.rows - 1, last


def place(
    sheet: Worksheet, table: ResultTable, look: Look, hint: str, top: int, left: int = 0
) -> Placed:
    """Write headings, the table's header and blank formatted rows, from `top` down."""
    placed = Placed(table, str(sheet.get_name()), top + 2, left)
    for i, column in enumerate(table.columns, left):
        if not column.turned:
            aligned = {"align": "right"} if column.number else {}
            write(sheet, top, i, column.heading, look.heading(**aligned))
        for row in range(table.rows):
            sheet.write_blank(top + 2 + row, i, None, _form(look, table, column, row))
    _own_headings(sheet, table, look, top, left)
    turned = any(column.turned for column in table.columns)
    columns = [
        {"header": c.header, "header_format": _header(look, c, beside_turned=turned)}
        for c in table.columns
    ]
    # Screen readers read the description.
    named = {"name": table.name, "columns": columns, "description": str(hint)}
    options = {**named, "style": None, "autofilter": False}
    sheet.add_table(top + 1, left, top + 1 + table.rows, left + len(columns) - 1, options)
    sheet.set_row(top, HEADINGS)
    sheet.set_row(top + 1, 9)
    return placed


def _header(look: Look, column: Column, *, beside_turned: bool) -> Format:
    """The format of the header of the table: rotated, as a heading, or small and grey."""
    if column.turned:
        return look.turned()
    if not beside_turned:
        return look.technical()
    aligned: dict[str, Any] = {"align": "left", "indent": column.indent}
    if column.number:
        aligned = {"align": "right"}
    return look.heading(valign="bottom", num_format=f';;;"{column.heading}"', **aligned)


def _form(look: Look, table: ResultTable, column: Column, row: int) -> Format:
    if column.link:
        return look.body(underline=1, font_color=ACCENT)
    if column.line:
        indent: dict[str, Any] = {}
        if column.indent:
            indent = {"indent": column.indent, "align": "left"}
        return look.body(text_wrap=False, shrink=True, **indent)
    return look.code() if column.code else look.body(table.format_of(column, row))


def _own_headings(sheet: Worksheet, table: ResultTable, look: Look, top: int, left: int) -> None:
    """Write headings above the comparisons: formulas on the headers of the table."""
    end = left + len(table.columns)
    for column in range(end - table.own, end + table.spare):
        header = xl_rowcol_to_cell(top + 1, column)
        known: Any = table.columns[column - left].heading if column < end else ""
        form = look.heading(align="right", font_size=9)
        sheet.write_formula(top, column, heading_of(header), form, known)
        if column >= end:
            sheet.set_column(column, column, table.columns[-1].width)
            unused = {"type": "formula", "criteria": f'={header}=""', "format": look.unseen()}
            sheet.conditional_format(top, column, top, column, unused)


class ResultTables:
    """The result tables of one survey."""

    def __init__(self, content: Content, labels: Labels):
        self._content = content
        self._texts = labels["headings"]
        self.comparisons = content.comparison_names

    @property
    def asks_enps(self) -> bool:
        """Whether there is an eNPS question."""
        return bool(self._content.measured_by("enps"))

    def _beside(
        self, name: str, columns: tuple[Column, ...], number: str, rows: int
    ) -> ResultTable:
        """A table with the comparisons at the right, and headings for a few more."""
        compared = tuple(Column(name, name, 12, number) for name in self.comparisons)
        spare = max(1, MOST_COMPARISONS - len(compared))
        own, whole = len(compared), self._texts["whole"]
        return ResultTable(name, columns + compared, rows, own=own, spare=spare, whole=whole)

    def _code(self, header: str, width: float, text: str = "code") -> Column:
        return Column(header, self._texts[text], width, code=True)

    def _column(self, header: str, width: float, number: str = "", text: str = "") -> Column:
        return Column(header, self._texts[text or header], width, number)

    def _bounds(self, number: str) -> tuple[Column, ...]:
        """The bounds of the confidence interval of a figure."""
        return tuple(self._column(bound, 9, number) for bound in ("low", "high"))

    def summary(self) -> ResultTable:
        """The survey in a few figures."""
        columns = (
            self._column("name", 26, text="measure"),
            self._code("measure", 14),
            self._column("current", 11, WHOLE),
        )
        formats = (WHOLE, WHOLE, SHARE, *[WHOLE for _ in self._content.measured_by("enps")])
        return replace(self._beside("Summary", columns, WHOLE, len(formats)), row_formats=formats)

    def enps(self) -> ResultTable:
        """One row for each eNPS question."""
        columns = (
            self._code("question", 12),
            self._column("text", 62),
            self._column("n", 12, WHOLE),
            *(self._column(g, 12, SHARE) for g in ("promoters", "passives", "detractors")),
            self._column("enps", 9, WHOLE),
            *self._bounds(WHOLE),
        )
        rows = len(self._content.measured_by("enps"))
        return self._beside("Enps", columns, WHOLE, rows)

    def themes(self) -> ResultTable:
        """One row for each theme."""
        columns = (
            self._code("theme", 16),
            Column("name", self._texts["name"], 38, line=True),
            self._column("questions", 9, WHOLE),
            self._column("n", 12, WHOLE),
            self._column("score", 18, SCORE),
            *self._bounds(SCORE),
        )
        return self._beside("ThemeScores", columns, SCORE, len(self._content.themes))

    def questions(self) -> ResultTable:
        """One row for each scored question."""
        columns = (
            self._code("question", 16),
            self._column("text", 62),
            self._code("theme", 15),
            Column("theme_name", self._texts["name"], 24, line=True),
            self._column("n", 12, WHOLE),
            self._column("score", 18, SCORE),
            *self._bounds(SCORE),
        )
        rows = len(self._content.measured_by("likert"))
        return self._beside("QuestionScores", columns, SCORE, rows)

    def distributions(self) -> ResultTable:
        """One row for each answer of a choice or topic question."""
        columns = (
            self._code("question", 16),
            self._column("text", 58),
            Column("answer", self._texts["answer"], 30),
            self._column("n", 9, WHOLE, text="n_answer"),
            self._column("share", 26, SHARE),
            *self._bounds(SHARE),
        )
        asked = self._content.measured_by("distribution")
        rows = sum(len(self._content.scale(q["scale"])) for q in asked)
        return self._beside("Distributions", columns, SHARE, rows)

    def segments(self) -> ResultTable:
        """One row for each group, one column for each theme; new themes are added at the end."""
        name = f"name::{self._content.language}"
        columns = (
            self._code("segment", 12),
            Column("segment_name", self._texts["segment"], 12, line=True),
            Column("group", self._texts["group"], 28),
            self._column("n", 7, WHOLE, text="n_group"),
            Column("withheld", self._texts["withheld"], 20, line=True, indent=1),
            self._column("enps", 6.5, WHOLE),
            *(
                Column(theme[name], theme[name], 6.5, SCORE, turned=True)
                for theme in self._content.themes
            ),
        )
        return ResultTable("SegmentScores", columns, self._content.groups)

    def chapters(self) -> ResultTable:
        """The questions by theme: a row for each theme, description, question and note."""
        columns = (
            self._code("kind", 9),
            self._code("theme", 14),
            self._code("question", 14),
            self._column("text", 74),
            self._column("n", 11, WHOLE),
            self._column("score", 15, SCORE),
        )
        rows = sum(
            1
            + bool(theme[f"description::{self._content.language}"])
            + bool(theme[f"note::{self._content.language}"])
            for theme in self._content.themes
        )
        rows += len(self._content.measured_by("likert"))
        return self._beside("Chapters", columns, SCORE, rows)

    def highlights(self) -> ResultTable:
        """The highest and lowest scores, and the largest changes."""
        columns = (
            self._code("key", 16),
            self._column("kind", 9),
            self._column("highlight", 18),
            self._column("comparison", 18),
            self._column("rank", 7, WHOLE),
            self._code("subject", 16),
            self._column("name", 62, text="text"),
            self._column("score", 9, SCORE),
            self._column("change", 10, SIGNED_SCORE),
        )
        return ResultTable("Highlights", columns, 1)

    def differences(self) -> ResultTable:
        """The difference of every figure from every comparison, and whether it matters."""
        columns = (
            self._code("key", 24),
            self._code("table", 15, text="table"),
            Column("name", self._texts["subject_name"], 62),
            Column("answer", self._texts["answer"], 28),
            Column("comparison", self._texts["comparison"], 17, line=True),
            self._column("current", 9, SCORE),
            self._column("value", 9, SCORE, text="other_value"),
            self._column("difference", 10, SIGNED_SCORE),
            self._column("mark", 8),
            self._column("significant", 12),
            self._column("remarkable", 12),
            self._column("n", 11, WHOLE),
            self._column("p_adjusted", 14, CHANCE),
        )
        # Two rows: formulas on a cell of a single row would grow, because it is a whole column.
        return ResultTable("Differences", columns, 2)

    def method(self) -> ResultTable:
        """How the figures were computed."""
        columns = (self._column("topic", 22), self._column("text", 100, text="explained"))
        return ResultTable("Method", columns, 1)

    def last_run(self) -> ResultTable:
        """When the report was last filled, from which files, by which version."""
        columns = (self._code("item", 16, text="code"), self._column("value", 30))
        return ResultTable("LastRun", columns, 7)

    def problems(self) -> ResultTable:
        """The problems that were found."""
        columns = (
            self._column("severity", 10),
            self._column("sheet", 14),
            Column("cell", self._texts["cell"], 8, link=True),
            self._column("value", 20),
            self._column("problem", 50),
            self._column("remedy", 50),
        )
        return ResultTable("Problems", columns, 1)
