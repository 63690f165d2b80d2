"""How the engine asks for looks that xlwings has no word for, in whatever holds the workbook."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any


def own(thing: Any, what: str, in_excel: Callable[..., Any]) -> Callable[..., Any]:
    """A word of our own engines, or what it is in Excel."""
    found = getattr(thing.impl, what, None)
    return found or (lambda *said, **named: in_excel(thing, *said, **named))


def if_it_can(look: Callable[[], object]) -> None:
    """A look is a help, and no reason to fail: not every application has each of them."""
    with suppress(Exception):
        look()
