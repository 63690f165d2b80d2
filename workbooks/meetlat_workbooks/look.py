"""Colours, fonts and cell formats. All of them follow the workbook's theme.

Other theme colours or fonts, chosen in Excel, change all sheets and charts, and a change of a cell
style changes all cells with that style.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.color import Color
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from meetlat.languages import LANGUAGES, Language, words
from meetlat.publishing.printed_sheets import NOT_PRINTED
from meetlat_workbooks.content import HOME
from meetlat_workbooks.multilingual import LANGUAGE, Multilingual

# Theme colours by their use: index in the theme, and shade.
WHITE = Color.theme(0, 0)
INK = Color.theme(3, 0)
PALE = Color.theme(2, 0)
ACCENT = Color.theme(4, 0)
WARM = Color.theme(5, 0)
STEEL = Color.theme(6, 0)
LIGHT = Color.theme(7, 0)
# Steel, a quarter darker, because small letters need contrast.
QUIET = Color.theme(6, 4)

# Bars have a transparent accent, because a tint would be another colour.
BARS: dict[str, Any] = {"color": ACCENT, "transparency": 62}
# The marks of up to three comparisons on the bars; they also differ in grey.
MARKS = (INK, WARM, Color.theme(8, 0))

# A separate light accent, because Excel's tints of a dark accent are too bright.
BAR_NOW = Color.theme(9, 0)
# For conditional formats: lines, backgrounds, marks.
LINE, PALE_LINE = STEEL, LIGHT
CHAPTER = PALE
RISEN, FALLEN = ACCENT, Color.theme(5, 4)

SCORE, SHARE, WHOLE, SIGNED = "0.0", "0%", "0", "+0;-0;0"
SIGNED_SCORE, SIGNED_SHARE, CHANCE = "+0.0;-0.0;0.0", "+0%;-0%;0%", "0.000"

# The page number and the number of pages; the name of the sheet does not follow the language.
FOOTER = "&R&P / &N"

# The numbers of built-in cell styles, which Excel shows in its own language.
BUILT_IN = {"Title": 15, "Heading 1": 16, "Heading 2": 17}

LINED: dict[str, Any] = {"valign": "vcenter", "bottom": 1, "bottom_color": LIGHT}
ON_ACCENT: dict[str, Any] = {
    "bold": True, "font_color": WHITE, "bg_color": ACCENT, "valign": "vcenter", "text_wrap": True
}  # fmt: skip

# The cell styles of the workbook. Sheets that the engine makes later use the same styles, and add
# them to workbooks that do not have them.
STYLES: dict[str, dict[str, Any]] = {
    "Title": {"bold": True, "font_size": 18, "font_color": ACCENT, "valign": "vcenter"},
    "Heading 1": {"bold": True, "font_size": 12, "font_color": ACCENT, "valign": "vcenter"},
    "Heading 2": {"bold": True, "font_color": ACCENT, "valign": "vcenter"},
    "Meetlat note": {"italic": True, "font_color": INK, "valign": "vcenter"},
    "Meetlat heading": ON_ACCENT,
    "Meetlat heading of figures": {**ON_ACCENT, "align": "right"},
    "Meetlat text": {**LINED, "text_wrap": True},
    "Meetlat figure": {**LINED, "align": "right"},
    "Meetlat code": {**LINED, "font_size": 8, "font_color": QUIET},
}


@dataclass(frozen=True)
class Styled:
    """A format of cells with a cell style."""

    name: str
    form: Format

    @property
    def index(self) -> int | None:
        """Its number among the formats of the workbook; None if no cell has it."""
        return self.form.xf_index


class Look:
    """The formats of one workbook.

    Attributes:
        styled: the formats with a cell style; the style itself comes first.
    """

    def __init__(self, book: xlsxwriter.Workbook):
        self._book = book
        self.styled: list[Styled] = []
        for name in STYLES:
            self.style(name)._get_xf_index()  # so that it is written even if no cell has it

    def cell(self, **properties: Any) -> Format:
        """A format; text is at the top, so that wrapped rows are easy to read."""
        return self._book.add_format({"valign": "top", **properties})

    def style(self, name: str, **properties: Any) -> Format:
        """A format with a cell style, and its differences from the style."""
        form = self._book.add_format({**STYLES[name], **properties})
        self.styled.append(Styled(name, form))
        return form

    def title(self, **properties: Any) -> Format:
        """The title of a sheet."""
        return self.style("Title", **properties)

    def hint(self) -> Format:
        """A sentence under a title."""
        return self.style("Meetlat note")

    def heading(self, **properties: Any) -> Format:
        """The heading of a column."""
        figures = properties.get("align") == "right"
        return self.style(f"Meetlat heading{' of figures' if figures else ''}", **properties)

    def conditional(self, **properties: Any) -> Format:
        """A format for a rule, with the properties that it changes."""
        return self._book.add_format(properties)

    def unseen(self) -> Format:
        """A format for a rule that hides unused cells."""
        return self._book.add_format({"bg_color": WHITE, "font_color": WHITE})

    def turned(self) -> Format:
        """A heading from bottom to top, above a narrow column."""
        return self.heading(rotation=90, align="center", valign="bottom", font_size=9)

    def technical(self) -> Format:
        """The header of a column for the engine, small and grey."""
        return self.cell(font_size=6, font_color=QUIET, bottom=1, bottom_color=LIGHT)

    def code(self) -> Format:
        """The id of a row for the engine, small and grey."""
        return self.style("Meetlat code")

    def body(self, number: str = "", **properties: Any) -> Format:
        """A cell of a result table."""
        if number:
            return self.style("Meetlat figure", num_format=number, **properties)
        return self.style("Meetlat text", **properties)


# The width of a column is given in digits; this is the average number of letters per digit.
LETTERS = 1.2


def fit_row(sheet: Worksheet, row: int, cells: Iterable[tuple[Any, float]]) -> None:
    """Make a row high enough for its texts, which come with the widths of their columns.

    Excel does this itself, LibreOffice not always. A row of one line is not changed.
    """
    texts = [(v.longest if isinstance(v, Multilingual) else v, width) for v, width in cells]
    lines = max(
        ceil(len(text) / (LETTERS * width)) for text, width in texts if isinstance(text, str)
    )
    if lines > 1:
        sheet.set_row(row, 2 + 13 * lines)


def date_format(language: Language) -> str:
    """A number format with the months of a language, regardless of the reader's settings."""
    return words(language)["format.excel_date"]


def add_month_rules(
    sheet: Worksheet, look: Look, first: int, last: int, column: int, before: str = ""
) -> None:
    """Show months in the language of the survey, after the text `before`."""
    for language in LANGUAGES:
        number = date_format(language)
        form = look.conditional(num_format=number.replace("]", f"]{before}"))
        is_chosen = f'={LANGUAGE}="{language}"'
        rule = {"type": "formula", "criteria": is_chosen, "format": form}
        sheet.conditional_format(first, column, last, column, rule)


def keep_from_print(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    """Leave a sheet that is for HR out of the PDF of the report."""
    book.define_name(f"'{sheet.get_name()}'!{NOT_PRINTED}", "=TRUE")


def open_book(path: str, properties: dict[str, Any]) -> xlsxwriter.Workbook:
    """A new workbook with Meetlat's theme and the given document properties."""
    fonts = {"font_name": "Arial", "font_size": 10}
    book = xlsxwriter.Workbook(path, {"default_format_properties": fonts, "in_memory": True})
    book.use_custom_theme(HOME / "content" / "theme.xml")
    book.set_properties(properties)
    book.set_size(2000, 1300)
    return book
