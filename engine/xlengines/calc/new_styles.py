"""Cell styles and print set-up of new sheets, in LibreOffice's own terms."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from xlengines.xlsx.package.package import Package, workbook_part
from xlengines.xlsx.parts.named_styles import BUILT_IN, Look
from xlengines.xlsx.parts.theme import SLOTS, Theme

from .connection import load_uno, struct, system_path
from .protocols import Sheet

# Weights of letters.
BOLD, NORMAL = 150.0, 100.0

# The theme where that of the workbook is not known, by the numbers that cells use.
_OFFICE = ("FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D")

_HORIZONTAL = "com.sun.star.table.CellHoriJustify"
_VERTICAL = {"top": 1, "center": 2, "bottom": 3}
# In hundredths of a millimetre: a line of three quarters of a point, paper, margins.
_THIN = 26
_A4 = (21000, 29700)
_MARGIN, _LOWER_MARGIN = 1270, 1000


def _theme_of(document: Any) -> list[str]:
    """The colours of the theme by the numbers that cells use, as `RRGGBB`.

    LibreOffice does not hand out the theme of a workbook, so it is read from the file.
    """
    with suppress(Exception):  # it was never saved, is of another kind, or cannot be read
        package = Package(Path(system_path(document.URL)).read_bytes())
        found = Theme(package, workbook_part(package)).colours()
        return [found[slot].removeprefix("#") for slot in SLOTS]
    return list(_OFFICE)


def make_style(document: Any, name: str, look: Look) -> str:
    """Make a cell style, unless there is one of that name, which may be the user's own.

    Returns:
        What LibreOffice calls it: a style that every Excel has gets a name with a few words before.
    """
    styles = document.StyleFamilies.getByName("CellStyles")
    if name in BUILT_IN:
        name = f"Excel Built-in {name}"
    if not styles.hasByName(name):
        style = document.createInstance("com.sun.star.style.CellStyle")
        styles.insertByName(name, style)
        style.ParentStyle = "Default"
        _set_font(style, look)
        _set_colours(style, look, _theme_of(document))
        _set_alignment(style, look)
    return name


def _set_font(style: Any, look: Look) -> None:
    style.CharWeight = BOLD if look.get("bold") else NORMAL
    if look.get("italic"):
        style.CharPosture = load_uno().Enum("com.sun.star.awt.FontSlant", "ITALIC")
    if "size" in look:
        style.CharHeight = float(look["size"])


def _set_colours(style: Any, look: Look, theme: list[str]) -> None:
    if "colour" in look:
        style.CharColor = _tinted(theme[look["colour"]], look.get("tint", 0))
    if "fill" in look:
        style.CellBackColor = int(theme[look["fill"]], 16)
    if "line" in look:
        line = {"Color": int(theme[look["line"]], 16), "OuterLineWidth": _THIN, "LineWidth": _THIN}
        style.BottomBorder = struct("com.sun.star.table.BorderLine2", **line)


def _set_alignment(style: Any, look: Look) -> None:
    style.IsTextWrapped = bool(look.get("wrap"))
    style.VertJustify = _VERTICAL[look.get("vertical", "center")]
    if "horizontal" in look:
        style.HoriJustify = load_uno().Enum(_HORIZONTAL, look["horizontal"].upper())


def _tinted(colour: str, tint: float) -> int:
    """Darker for a tint below 0, as Excel does, and lighter above it."""
    parts = [int(colour[i : i + 2], 16) for i in (0, 2, 4)]
    towards = 0 if tint < 0 else 255
    red, green, blue = (round(part + (towards - part) * abs(tint)) for part in parts)
    return red << 16 | green << 8 | blue


def set_up_page(sheet: Sheet, *, landscape: bool, title_rows: tuple[int, int], footer: str) -> None:
    """Print a new sheet on A4, as wide as the page, with its headings on every page.

    Where a footer is asked for, it is LibreOffice's form of Excel's `&R&P / &N`: at the right, the
    page and the number of pages.
    """
    document, cells = sheet.book.document, sheet.sheet
    styles = document.StyleFamilies.getByName("PageStyles")
    name = next(n for i in range(1, 10_000) if not styles.hasByName(n := f"Meetlat {i}"))
    style = document.createInstance("com.sun.star.style.PageStyle")
    styles.insertByName(name, style)
    style.IsLandscape = landscape
    style.Width, style.Height = sorted(_A4, reverse=landscape)
    style.LeftMargin = style.RightMargin = style.TopMargin = _MARGIN
    style.BottomMargin = _LOWER_MARGIN
    style.FirstPageNumber = 0  # pages count on from the sheet before
    style.ScaleToPagesX, style.ScaleToPagesY = 1, 0
    style.HeaderIsOn, style.FooterIsOn = False, True
    if footer:
        content = style.RightPageFooterContent
        _set_text(document, content.RightText, "PageNumber", " / ", "PageCount")
        for empty in (content.LeftText, content.CenterText):
            empty.setString("")
        style.RightPageFooterContent = content
    cells.PageStyle = name
    first, last = title_rows
    rows = struct("com.sun.star.table.CellRangeAddress", StartRow=first - 1, EndRow=last - 1)
    cells.setTitleRows(rows)
    cells.setPrintTitleRows(True)


def _set_text(document: Any, text: Any, *words: str) -> None:
    """Write fields of LibreOffice, and texts as they are, one after the other."""
    text.setString("")
    for word in words:
        cursor = text.createTextCursor()
        cursor.gotoEnd(False)
        if word.isalpha():
            field = document.createInstance(f"com.sun.star.text.TextField.{word}")
            text.insertTextContent(cursor, field, False)
        else:
            text.insertString(cursor, word, False)
