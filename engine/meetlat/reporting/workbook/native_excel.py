"""What xlwings does not offer: cell styles, page setup, theme colours; by our engines or by Excel.

The functions for Excel use its object model for Windows. Excel for macOS has another one, so there
they all fail; callers ignore that and go on without the formatting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from meetlat.formatting import in_every_language

if TYPE_CHECKING:
    import xlwings as xw

A4, LANDSCAPE, PORTRAIT = 9, 2, 1

# xlBottom and xlThin, for the border of a style.
BOTTOM, THIN = -4107, 2

# The constants of XlHAlign and XlVAlign.
HORIZONTAL = {"left": -4131, "center": -4108, "right": -4152}
VERTICAL = {"top": -4160, "center": -4108, "bottom": -4107}

# The slots of theme colours, as MsoThemeColorSchemeIndex numbers them.
SLOTS = {"dk1": 1, "lt1": 2, "dk2": 3, "lt2": 4, "hlink": 11, "folHlink": 12}
SLOTS |= {f"accent{i}": 4 + i for i in range(1, 7)}

# The built-in cell styles, by the key of their name in Excel's own language.
BUILT_IN = {"Title": "title", "Heading 1": "heading_1", "Heading 2": "heading_2"}


def implementation(thing: Any, method: str, in_excel: Callable[..., Any]) -> Callable[..., Any]:
    """The method of our own engine, or the function that does the same in Excel."""
    return getattr(thing.impl, method, None) or partial(in_excel, thing)


def try_formatting(apply: Callable[[], object]) -> None:
    """Apply some formatting, ignoring any failure: not every application supports all of it."""
    with suppress(Exception):
        apply()


def give_style(cells: xw.Range, name: str, properties: Mapping[str, Any]) -> None:
    """Apply a cell style to cells, and create it if the workbook has none of that name."""
    styles = cells.sheet.book.api.Styles
    for local_name in _local_names(name):
        with suppress(Exception):
            styles(local_name)
            cells.api.Style = local_name
            return
    new_name = f"Meetlat {name}" if name in BUILT_IN else name  # in a language we do not know
    with suppress(Exception):  # it exists already
        _set_properties(styles.Add(new_name), properties)
    cells.api.Style = new_name


def _local_names(name: str) -> list[str]:
    """The names of a cell style in Excel, in any language."""
    if name not in BUILT_IN:
        return [name]
    local = in_every_language(f"excel_styles.{BUILT_IN[name]}").values()
    return list(dict.fromkeys([name, *local]))


def _set_properties(style: Any, properties: Mapping[str, Any]) -> None:
    style.IncludeNumber = style.IncludeProtection = False
    style.Font.Bold = bool(properties.get("bold"))
    style.Font.Italic = bool(properties.get("italic"))
    if "size" in properties:
        style.Font.Size = properties["size"]
    if "colour" in properties:  # theme colours count from 1 here, and from 0 in a file
        style.Font.ThemeColor = properties["colour"] + 1
        style.Font.TintAndShade = properties.get("tint", 0)
    if "fill" in properties:
        style.Interior.ThemeColor = properties["fill"] + 1
    if "line" in properties:
        line = style.Borders(BOTTOM)
        line.Weight = THIN
        line.ThemeColor = properties["line"] + 1
    style.WrapText = bool(properties.get("wrap"))
    style.VerticalAlignment = VERTICAL[properties.get("vertical", "center")]
    if "horizontal" in properties:
        style.HorizontalAlignment = HORIZONTAL[properties["horizontal"]]


def set_up_page(
    sheet: xw.Sheet, *, landscape: bool, title_rows: tuple[int, int], footer: str
) -> None:
    """Print a sheet on A4: one page wide, with its headings on every page."""
    page = sheet.api.PageSetup
    page.PaperSize = A4
    page.Orientation = LANDSCAPE if landscape else PORTRAIT
    page.Zoom = False
    page.FitToPagesWide, page.FitToPagesTall = 1, False
    page.PrintTitleRows = f"${title_rows[0]}:${title_rows[1]}"
    left, right = footer.removeprefix("&L").split("&R")
    page.LeftFooter, page.RightFooter = left, right


def show_image(picture: xw.main.Picture, filename: str, proportion: float) -> None:
    """Show another image in a picture, which keeps its height and its right edge."""
    right, top, height = picture.left + picture.width, picture.top, picture.height
    alternative_text = ""
    with suppress(Exception):  # not in Excel for macOS
        alternative_text = picture.api.ShapeRange.AlternativeText
    new = picture.update(filename)
    new.lock_aspect_ratio = False
    new.height, new.width = height, height * proportion
    new.left, new.top = max(0, right - new.width), top
    with suppress(Exception):
        new.api.ShapeRange.AlternativeText = alternative_text


def show_rows(cells: xw.Range, shown: bool) -> None:
    """Show or hide the rows of a range."""
    cells.api.EntireRow.Hidden = not shown


def freeze(sheet: xw.Sheet, rows: int, columns: int) -> None:
    """Freeze the first rows and columns of the active sheet."""
    window = sheet.book.app.api.ActiveWindow
    window.FreezePanes = False
    window.SplitRow, window.SplitColumn = rows, columns
    window.FreezePanes = True


def theme_colours(book: xw.Book) -> dict[str, str]:
    """The colours of a workbook's theme by slot, as `#RRGGBB`."""
    scheme = book.api.Theme.ThemeColorScheme
    return {slot: _hex(int(scheme.Colors(number).RGB)) for slot, number in SLOTS.items()}


def set_theme_colours(book: xw.Book, changes: Mapping[str, str]) -> None:
    """Set colours of a workbook's theme by slot."""
    scheme = book.api.Theme.ThemeColorScheme
    for slot, colour in changes.items():
        scheme.Colors(SLOTS[slot]).RGB = _bgr(colour)


def _hex(bgr: int) -> str:
    """`#RRGGBB` for a number of Excel, which has blue in its highest byte."""
    return f"#{bgr & 255:02X}{bgr >> 8 & 255:02X}{bgr >> 16 & 255:02X}"


def _bgr(colour: str) -> int:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return blue << 16 | green << 8 | red
