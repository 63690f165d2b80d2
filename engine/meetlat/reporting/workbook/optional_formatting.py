"""Formatting that xlwings does not offer: done by our own engines or by Excel, if at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any


def implementation(thing: Any, method: str, in_excel: Callable[..., Any]) -> Callable[..., Any]:
    """The method of our own engine, or the function that does the same in Excel."""
    return getattr(thing.impl, method, None) or partial(in_excel, thing)


def try_formatting(apply: Callable[[], object]) -> None:
    """Apply some formatting, ignoring any failure: not every application supports all of it."""
    with suppress(Exception):
        apply()
