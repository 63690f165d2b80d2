"""Colours as `#rrggbb`, and how readable one is on another."""

from __future__ import annotations

import colorsys

# The contrast of text that WCAG 2 requires at level AA.
READABLE = 4.5

# A step in lightness that is too small to see.
_STEP = 0.005


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, from 0 to 1, as WCAG 2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _components(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def darkened(colour: str, other: str) -> str:
    """The colour, made darker in the same hue until it is readable on the other."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_components(colour))
    while contrast(colour, other) < READABLE and lightness > 0:
        lightness -= _STEP
        colour = _hex(hue, max(lightness, 0), saturation)
    return colour.upper()


def in_hue_of(colour: str, accent: str) -> str:
    """The colour in the hue of the accent: as light as before, and grey if the accent is grey."""
    hue, _, accent_saturation = colorsys.rgb_to_hls(*_components(accent))
    _, lightness, saturation = colorsys.rgb_to_hls(*_components(colour))
    return _hex(hue, lightness, saturation * accent_saturation)


def _components(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(hue: float, lightness: float, saturation: float) -> str:
    components = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(component * 255):02X}" for component in components)
