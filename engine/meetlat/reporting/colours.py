"""Colours as `#rrggbb`, and how well one reads on another."""

from __future__ import annotations

import colorsys

READABLE = 4.5
"""The contrast that WCAG 2 asks of letters, at level AA."""

_STEP = 0.005
"""Of lightness; too small to see."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, from 0 to 1, as WCAG 2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def darkened(colour: str, other: str) -> str:
    """The colour itself, or the first darker one of its hue that reads on the other."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    while contrast(colour, other) < READABLE and lightness > 0:
        lightness -= _STEP
        colour = _written(hue, max(lightness, 0), saturation)
    return colour.upper()


def in_hue_of(colour: str, accent: str) -> str:
    """A colour as light as it is, in the hue of an accent; greyer where the accent is."""
    hue, _, accent_saturation = colorsys.rgb_to_hls(*_parts(accent))
    _, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    return _written(hue, lightness, saturation * accent_saturation)


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _written(hue: float, lightness: float, saturation: float) -> str:
    parts = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)
