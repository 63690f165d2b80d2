"""Apply the setting `accent`: change the colours of the workbook's theme.

A theme that HR chose in Excel never changes. A colour is replaced only if it is still the one that
Meetlat set: that of the theme that Meetlat's workbooks come with, or that of the accent stored in
the defined name `Meetlat_accent`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from meetlat.reporting.colours import darkened, in_hue_of
from meetlat.reporting.workbook import native_excel

if TYPE_CHECKING:
    import xlwings as xw

# The defined name that stores the accent of the last run.
ACCENT_NAME = "Meetlat_accent"

# The theme that comes with Meetlat: the accent, and the tones derived from it.
MEETLAT_COLOURS: Mapping[str, str] = {
    "accent1": "#00637C",
    "hlink": "#00637C",
    "dk2": "#16323E",
    "lt2": "#EEF3F5",
    "accent3": "#8AA0AB",
    "accent4": "#C5D2D8",
    "accent6": "#9CC5CF",
}

# The colours that must be readable.
ACCENTS = ("accent1", "hlink")
PAPER = "#FFFFFF"


def palette(accent: str) -> Mapping[str, str]:
    """The theme colours for an accent, by slot; Meetlat's own colours for a blank accent.

    Headings are white text on the accent, or the accent on white. A pale accent is darkened until
    both can be read.
    """
    if not accent:
        return MEETLAT_COLOURS
    readable = darkened(accent, PAPER)
    tones = {slot: in_hue_of(tone, accent) for slot, tone in MEETLAT_COLOURS.items()}
    return {**tones, **dict.fromkeys(ACCENTS, readable)}


def apply_accent(book: xw.Book, accent: str) -> None:
    """Change the theme of a workbook to the accent, where its colours are still Meetlat's.

    LibreOffice and Excel for macOS offer no access to the theme. There nothing changes; the next
    recalculation of the closed file changes it.
    """
    with suppress(Exception):
        _apply(book, accent)


def _apply(book: xw.Book, accent: str) -> None:
    read: Callable[[], Mapping[str, str]] | None = getattr(book.impl, "theme_colours", None)
    found = read() if read else native_excel.theme_colours(book)
    stored = next((name for name in book.names if name.name == ACCENT_NAME), None)
    previous = str(stored.refers_to).strip('="') if stored else ""
    old, new = palette(previous), palette(accent)
    if old == new or found.get("accent1") != old["accent1"]:
        return
    changes = {slot: colour for slot, colour in new.items() if found.get(slot) == old[slot]}
    if read:
        book.impl.set_theme_colours(changes)
    else:
        native_excel.set_theme_colours(book, changes)
    if stored:
        stored.delete()
    if accent:
        book.names.add(ACCENT_NAME, f'="{accent}"')
