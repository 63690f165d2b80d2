"""The house style of the page: an accent colour and a logo."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from meetlat.reading.settings import Settings
from meetlat.reporting.colours import READABLE, contrast
from meetlat.reporting.drawing.palette import ACCENT
from meetlat.reporting.workbook.logo import logo_file

DARK, LIGHT = "#1d2b33", "#ffffff"

# The media type of an image, by the ending of its file.
IMAGE_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Style:
    """Colours and logo of the page.

    Attributes:
        accent: the colour of bars and bands, as `#rrggbb`.
        on_accent: the colour of text on the accent: dark or light, whichever is easier to read.
        heading: the colour of headings: the accent, or dark if the accent is too pale on white.
        logo: the logo as a `data:` address, or None.
    """

    accent: str
    on_accent: str
    heading: str
    logo: str | None


def style_of(settings: Settings, folder: Path) -> Style:
    """The style from the settings; the logo is a file in the folder of the workbook."""
    accent = settings.accent or ACCENT
    on_accent = max((LIGHT, DARK), key=lambda ink: contrast(accent, ink))
    heading = accent if contrast(accent, LIGHT) >= READABLE else DARK
    return Style(accent, on_accent, heading, data_address(settings.logo, folder))


def data_address(logo: str, folder: Path) -> str | None:
    """A logo as a `data:` address; None if there is none, or if no browser shows its kind."""
    file = logo_file(logo, folder)
    media_type = IMAGE_TYPES.get(file.suffix.lower()) if file else None
    if not logo or file is None or media_type is None or not file.is_file():
        return None
    return f"data:{media_type};base64,{base64.b64encode(file.read_bytes()).decode()}"
