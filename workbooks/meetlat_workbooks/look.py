"""Colours, fonts and cell formats: one place, and all of them follow the workbook's theme.

Whoever picks other theme colours or fonts in Excel changes every sheet and chart at once, and
whoever changes a cell style all that follows it.
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
from meetlat.publishing.filling import NOT_PRINTED
from meetlat_workbooks.content import HOME
from meetlat_workbooks.said import LANGUAGE, Said

# Theme colours by what they are for: (index in the theme, shade).
WHITE = Color.theme(0, 0)
INK = Color.theme(3, 0)
PALE = Color.theme(2, 0)
ACCENT = Color.theme(4, 0)
WARM = Color.theme(5, 0)
STEEL = Color.theme(6, 0)
LIGHT = Color.theme(7, 0)
# Steel a quarter darker: small letters need the contrast.
QUIET = Color.theme(6, 4)

# Bars of a figure are the accent seen through; a tint of it would be another colour.
BARS: dict[str, Any] = {"color": ACCENT, "transparency": 62}
# The marks of up to three comparisons on them: as different in grey as in colour.
MARKS = (INK, WARM, Color.theme(8, 0))

# A light accent of its own: Excel's tints of a dark accent are garish.
BAR_NOW = Color.theme(9, 0)
# For conditional formats: heat, lines between, grounds, marks.
HIGH, MIDDLE, LOW = BAR_NOW, WHITE, Color.theme(5, 2)
LINE, PALE_LINE = STEEL, LIGHT
CHAPTER = PALE
RISEN, FALLEN = ACCENT, Color.theme(5, 4)

SCORE, SHARE, WHOLE, SIGNED = "0.0", "0%", "0", "+0;-0;0"
SIGNED_SCORE, SIGNED_SHARE, CHANCE = "+0.0;-0.0;0.0", "+0%;-0%;0%", "0.000"

FOOTER = "&R&P / &N"
"""The page of how many. Not the name of the sheet: that stays when the language is another."""


BUILT_IN = {"Title": 15, "Heading 1": 16, "Heading 2": 17}
"""Cell styles that every Excel lists, each by its number: in its own language it is called so."""

LINED: dict[str, Any] = {"valign": "vcenter", "bottom": 1, "bottom_color": LIGHT}
ON_ACCENT: dict[str, Any] = {
    "bold": True, "font_color": WHITE, "bg_color": ACCENT, "valign": "vcenter", "text_wrap": True
}  # fmt: skip

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
"""The cell styles of the workbook, by what they are for. Sheets that the engine makes later use the
same ones, and bring them along into workbooks that have none of them."""


@dataclass(frozen=True)
class Styled:
    """A format of cells that follow a cell style."""

    name: str
    form: Format

    @property
    def index(self) -> int | None:
        """Its number among the formats of the workbook; None where no cell has it."""
        return self.form.xf_index


class Look:
    """The formats of one workbook.

    Attributes:
        styled: those that follow a cell style, first the style itself.
    """

    def __init__(self, book: xlsxwriter.Workbook):
        self._book = book
        self.styled: list[Styled] = []
        for name in STYLES:
            self.style(name)._get_xf_index()  # so that it is written, whether or not a cell has it

    def cell(self, **properties: Any) -> Format:
        """A format; text stands at the top, so that wrapped rows read well."""
        return self._book.add_format({"valign": "top", **properties})

    def style(self, name: str, **properties: Any) -> Format:
        """A format that follows a cell style, and what differs from it."""
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
        """What people read above a column."""
        figures = properties.get("align") == "right"
        return self.style(f"Meetlat heading{' of figures' if figures else ''}", **properties)

    def conditional(self, **properties: Any) -> Format:
        """What a rule changes of a cell."""
        return self._book.add_format(properties)

    def unseen(self) -> Format:
        """A conditional look that hides what is not in use."""
        return self._book.add_format({"bg_color": WHITE, "font_color": WHITE})

    def turned(self) -> Format:
        """A heading from bottom to top, above a narrow column."""
        return self.heading(rotation=90, align="center", valign="bottom", font_size=9)

    def technical(self) -> Format:
        """The name by which the engine knows a column: there, but out of the way."""
        return self.cell(font_size=6, font_color=QUIET, bottom=1, bottom_color=LIGHT)

    def code(self) -> Format:
        """The name of a row for the engine: there, but out of the way."""
        return self.style("Meetlat code")

    def body(self, number: str = "", **properties: Any) -> Format:
        """A cell of a result table."""
        if number:
            return self.style("Meetlat figure", num_format=number, **properties)
        return self.style("Meetlat text", **properties)


# A column is measured in digits; so many letters of a text go into the width of one.
LETTERS = 1.2


def fit_row(sheet: Worksheet, row: int, cells: Iterable[tuple[Any, float]]) -> None:
    """Make a row high enough for its texts, given with the widths of their columns.

    Excel does so by itself, LibreOffice not always; a row of one line is left to them.
    """
    texts = [(v.longest if isinstance(v, Said) else v, width) for v, width in cells]
    lines = max(
        ceil(len(text) / (LETTERS * width)) for text, width in texts if isinstance(text, str)
    )
    if lines > 1:
        sheet.set_row(row, 2 + 13 * lines)


def date_format(language: Language) -> str:
    """A number format with the months of a language, whatever the reader's own settings."""
    return words(language)["format.excel_date"]


def months_follow(
    sheet: Worksheet, look: Look, first: int, last: int, column: int, before: str = ""
) -> None:
    """The names of months in the language of the survey, behind a text in quotation marks."""
    for language in LANGUAGES:
        number = date_format(language)
        form = look.conditional(num_format=number.replace("]", f"]{before}"))
        spoken = f'={LANGUAGE}="{language}"'
        rule = {"type": "formula", "criteria": spoken, "format": form}
        sheet.conditional_format(first, column, last, column, rule)


def keep_from_print(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    """Let the PDF of the report leave a sheet out: it is for HR, and no report."""
    book.define_name(f"'{sheet.get_name()}'!{NOT_PRINTED}", "=TRUE")


def open_book(path: str, properties: dict[str, Any]) -> xlsxwriter.Workbook:
    """A new workbook with Meetlat's theme and the given document properties."""
    fonts = {"font_name": "Arial", "font_size": 10}
    book = xlsxwriter.Workbook(path, {"default_format_properties": fonts})
    book.use_custom_theme(HOME / "content" / "theme.xml")
    book.set_properties(properties)
    book.set_size(2000, 1300)
    return book
