"""What Excel can do that xlwings has no word for: cell styles, print set-up, theme colours.

In the object model of Excel for Windows. Excel for macOS is asked in other words, so that there
every call fails; whoever calls takes that for a look that could not be had, and goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from meetlat.formatting import in_every_language

if TYPE_CHECKING:
    import xlwings as xw

A4, LANDSCAPE, PORTRAIT = 9, 2, 1
BOTTOM, THIN = -4107, 2
"""xlBottom and xlThin, for the border of a style."""
PLACES = {"left": -4131, "center": -4108, "right": -4152}
HEIGHTS = {"top": -4160, "center": -4108, "bottom": -4107}

SLOTS = {"dk1": 1, "lt1": 2, "dk2": 3, "lt2": 4, "hlink": 11, "folHlink": 12}
SLOTS |= {f"accent{i}": 4 + i for i in range(1, 7)}
"""The colours of a theme, as MsoThemeColorSchemeIndex numbers them."""


# The cell styles that Excel always has, by the key of what it calls them in its own language.
BUILT_IN = {"Title": "title", "Heading 1": "heading_1", "Heading 2": "heading_2"}


def give_style(cells: xw.Range, name: str, look: Mapping[str, Any]) -> None:
    """Let cells follow a cell style, made where the workbook has none of that name."""
    styles = cells.sheet.book.api.Styles
    for called in _called(name):
        with suppress(Exception):
            styles(called)
            cells.api.Style = called
            return
    made = f"Meetlat {name}" if name in BUILT_IN else name  # Excel speaks another language
    with suppress(Exception):  # it is there already
        _dress(styles.Add(made), look)
    cells.api.Style = made


def _called(name: str) -> list[str]:
    """What Excel may call a cell style, whatever its language."""
    if name not in BUILT_IN:
        return [name]
    local = in_every_language(f"excel_styles.{BUILT_IN[name]}").values()
    return list(dict.fromkeys([name, *local]))


def _dress(style: Any, look: Mapping[str, Any]) -> None:
    style.IncludeNumber = style.IncludeProtection = False
    style.Font.Bold, style.Font.Italic = bool(look.get("bold")), bool(look.get("italic"))
    if "size" in look:
        style.Font.Size = look["size"]
    if "colour" in look:  # counted from 1 here, and from 0 in a file
        style.Font.ThemeColor = look["colour"] + 1
        style.Font.TintAndShade = look.get("tint", 0)
    if "fill" in look:
        style.Interior.ThemeColor = look["fill"] + 1
    if "line" in look:
        line = style.Borders(BOTTOM)
        line.Weight = THIN
        line.ThemeColor = look["line"] + 1
    style.WrapText = bool(look.get("wrap"))
    style.VerticalAlignment = HEIGHTS[look.get("vertical", "center")]
    if "horizontal" in look:
        style.HorizontalAlignment = PLACES[look["horizontal"]]


def set_up_page(
    sheet: xw.Sheet, *, landscape: bool, title_rows: tuple[int, int], footer: str
) -> None:
    """Print a sheet on A4, as wide as the page, with its headings on every page."""
    page = sheet.api.PageSetup
    page.PaperSize = A4
    page.Orientation = LANDSCAPE if landscape else PORTRAIT
    page.Zoom = False
    page.FitToPagesWide, page.FitToPagesTall = 1, False
    page.PrintTitleRows = f"${title_rows[0]}:${title_rows[1]}"
    left, right = footer.removeprefix("&L").split("&R")
    page.LeftFooter, page.RightFooter = left, right


def show_image(picture: xw.main.Picture, filename: str, proportion: float) -> None:
    """Let a picture show another image; its height and its right edge stay."""
    right, top, height = picture.left + picture.width, picture.top, picture.height
    told = ""
    with suppress(Exception):  # not in Excel for macOS
        told = picture.api.ShapeRange.AlternativeText
    new = picture.update(filename)
    new.lock_aspect_ratio = False
    new.height, new.width = height, height * proportion
    new.left, new.top = max(0, right - new.width), top
    with suppress(Exception):
        new.api.ShapeRange.AlternativeText = told


def show_rows(cells: xw.Range, shown: bool) -> None:
    """Show or hide the rows of a range."""
    cells.api.EntireRow.Hidden = not shown


def freeze(sheet: xw.Sheet, rows: int, columns: int) -> None:
    """Keep so many rows and columns of the sheet in front in sight."""
    window = sheet.book.app.api.ActiveWindow
    window.FreezePanes = False
    window.SplitRow, window.SplitColumn = rows, columns
    window.FreezePanes = True


def theme_colours(book: xw.Book) -> dict[str, str]:
    """The colours of a workbook's theme by their slot, as `#RRGGBB`."""
    scheme = book.api.Theme.ThemeColorScheme
    return {slot: _written(int(scheme.Colors(number).RGB)) for slot, number in SLOTS.items()}


def set_theme_colours(book: xw.Book, changes: Mapping[str, str]) -> None:
    """Set colours of a workbook's theme by their slot."""
    scheme = book.api.Theme.ThemeColorScheme
    for slot, colour in changes.items():
        scheme.Colors(SLOTS[slot]).RGB = _number(colour)


def _written(number: int) -> str:
    """Excel counts blue, green, red; people write red, green, blue."""
    return f"#{number & 255:02X}{number >> 8 & 255:02X}{number >> 16 & 255:02X}"


def _number(colour: str) -> int:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return blue << 16 | green << 8 | red
