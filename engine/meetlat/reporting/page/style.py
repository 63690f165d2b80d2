"""The house style of the page: one accent colour, and a logo."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from meetlat.reading.settings import Settings
from meetlat.reporting.colours import READABLE, contrast
from meetlat.reporting.workbook.logo import file_of

ACCENT = "#00637c"
DARK, LIGHT = "#1d2b33", "#ffffff"

PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
PICTURES |= {".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Style:
    """How the page looks.

    Attributes:
        accent: the colour of bars and bands, as `#rrggbb`.
        on_accent: of letters on it, whichever is easier to read.
        heading: of headings on white: the accent, or dark where that is too pale to read.
        logo: the picture as a `data:` address, or None.
    """

    accent: str
    on_accent: str
    heading: str
    logo: str | None


def style_of(settings: Settings, folder: Path) -> Style:
    """The style that the settings ask for; a logo stands in the folder of the workbook."""
    accent = settings.accent or ACCENT
    on_accent = max((LIGHT, DARK), key=lambda ink: contrast(accent, ink))
    heading = accent if contrast(accent, LIGHT) >= READABLE else DARK
    return Style(accent, on_accent, heading, picture(settings.logo, folder))


def picture(name: str, folder: Path) -> str | None:
    """A picture as a `data:` address; None where there is none, or it is of another kind."""
    file = file_of(name, folder)
    kind = PICTURES.get(file.suffix.lower())
    if not name or kind is None or not file.is_file():
        return None
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"
