"""The setting `accent` in the workbook: its theme takes the colour, and all that uses it follows.

A theme that HR chose in Excel is never touched. Only colours change that are still what Meetlat put
there: those of the theme that its workbooks come with, or of the accent that the workbook's name
`Meetlat_accent` remembers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from meetlat.reporting.colours import darkened, in_hue_of
from meetlat.reporting.workbook import native_excel

if TYPE_CHECKING:
    import xlwings as xw

TRACE = "Meetlat_accent"

OWN: Mapping[str, str] = {
    "accent1": "#00637C",
    "hlink": "#00637C",
    "dk2": "#16323E",
    "lt2": "#EEF3F5",
    "accent3": "#8AA0AB",
    "accent4": "#C5D2D8",
    "accent6": "#9CC5CF",
}
"""Of the theme that comes with Meetlat: the accent, and the tones that are made of it."""

ACCENTS = ("accent1", "hlink")
PAPER = "#FFFFFF"


def palette(accent: str) -> Mapping[str, str]:
    """The colours that go with an accent, by their slot in a theme; Meetlat's own for a blank.

    Headings are white on the accent and the accent on white, so a pale one is darkened until they
    can be read.
    """
    if not accent:
        return OWN
    readable = darkened(accent, PAPER)
    tones = {slot: in_hue_of(tone, accent) for slot, tone in OWN.items()}
    return {**tones, **dict.fromkeys(ACCENTS, readable)}


def follow_accent(book: xw.Book, accent: str) -> None:
    """Let the theme of a workbook follow the setting, where its colours are still ours.

    Where the application does not give the theme away (LibreOffice, Excel for macOS) nothing
    changes, and the next recalculation without it does.
    """
    with suppress(Exception):
        _follow(book, accent)


def _follow(book: xw.Book, accent: str) -> None:
    read: Callable[[], Mapping[str, str]] | None = getattr(book.impl, "theme_colours", None)
    found = read() if read else native_excel.theme_colours(book)
    traces = {name.name: name for name in book.names if name.name == TRACE}
    before = str(traces[TRACE].refers_to).strip('="') if traces else ""
    put, wanted = palette(before), palette(accent)
    if put == wanted or found.get("accent1") != put["accent1"]:
        return
    changes = {slot: colour for slot, colour in wanted.items() if found.get(slot) == put[slot]}
    if read:
        book.impl.set_theme_colours(changes)
    else:
        native_excel.set_theme_colours(book, changes)
    if traces:
        traces[TRACE].delete()
    if accent:
        book.names.add(TRACE, f'="{accent}"')
