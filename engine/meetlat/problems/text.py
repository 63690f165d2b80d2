"""Texts that messages are made of: names compared without regard to case, near misses, lists."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def fold(name: object) -> str:
    """A name as it is compared: without regard to case and outer blanks."""
    return str(name).strip().casefold()


def brief(fact: object, most: int) -> str:
    """A value on one line of at most so many characters; signs that do not print are blanks."""
    shown = "".join(sign if sign.isprintable() else " " for sign in str(fact)[: 2 * most])
    shown = " ".join(shown.split())
    return f"{shown[: most - 1]}…" if len(shown) > most else shown


def nearest(wrong: str, known: Iterable[str], cutoff: float = 0.7) -> str | None:
    """The known name that `wrong` was probably meant to be, or None.

    `cutoff` says how alike they must be, from 0 to 1 (as `difflib` counts).
    """
    by_folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(wrong.casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[close[0]] if close else None


def listing(names: Iterable[str], most: int = 12) -> str:
    """`a, b, c`, cut where it gets too long to read; `a; b, c` where a name has a comma itself."""
    names = list(names)
    shown = names[:most] + ["…"] * (len(names) > most)
    return ("; " if any("," in name for name in shown) else ", ").join(shown)
