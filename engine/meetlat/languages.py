"""The languages that Meetlat speaks."""

from __future__ import annotations

from typing import Literal, get_args

Language = Literal["en", "nl"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
