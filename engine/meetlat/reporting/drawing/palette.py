"""The colours and sizes of slides, and the signs of comparisons on slides and the page.

There is one accent, two signal colours, and grey for context. The signal colours differ in
lightness too, so they stay apart in print and for the colour-blind; each is readable as text on
white, and white text is readable on each.
"""

from __future__ import annotations

from collections.abc import Mapping

from meetlat.reading.settings import Settings
from meetlat.reporting.colours import darkened

# The accent if the survey has none.
ACCENT = "#00637c"

INK, QUIET, LINE, PALE = "1D2B33", "5A6B75", "D5DDE1", "F3F5F6"
BETTER, WORSE, NEUTRAL, WHITE = "0B5D42", "BF540F", "C9D2D7", "FFFFFF"

# The shades of a heat map by level; dark text is readable on all of them.
SHADES: Mapping[int, str] = {
    -3: "EFB48C",
    -2: "F5CFB5",
    -1: "FAE7DA",
    0: "FFFFFF",
    1: "DDEEE6",
    2: "B9DDCB",
    3: "8FC9AE",
}

# The signs of comparisons and their colours, in the order of the comparisons. ▲ and ▼ are not among
# them, because those mark differences.
COMPARISONS = (
    ("◆", INK),
    ("●", "B4560F"),
    ("■", "7B3294"),
    ("✚", "3C7D3C"),
    ("▶", "8A6D00"),
)

# The background of the quadrant to start with.
TINT = "FDF3EC"

# The sizes of text in points on a slide 13.33 inches wide. Printed on A4 it shrinks to 0.877 times
# that, so the smallest is 9.2 points on paper. The last is for the few figures of the first slide.
TITLE, TEXT, SMALL, FIGURE = 24.0, 13.0, 10.5, 38.0


def accent_of(settings: Settings) -> str:
    """The accent of the survey as `RRGGBB`, made darker if it is too pale on white."""
    return darkened(settings.accent or ACCENT, "#ffffff").removeprefix("#").upper()
