"""The house style of the page: one accent colour, and a logo."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from meetlat.settings import Settings

ACCENT = "#00637c"
DARK, LIGHT = "#1d2b33", "#ffffff"

PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
PICTURES |= {".svg": "image/svg+xml"}

READABLE = 4.5
"""The contrast that WCAG 2 asks of letters, at level AA."""


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
    file = folder / name
    kind = PICTURES.get(file.suffix.lower())
    if not name or kind is None or not file.is_file():
        return None
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, from 0 to 1, as WCAG 2 defines it."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
