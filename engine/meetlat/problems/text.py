"""Text helpers for messages: compare names, find the nearest name, shorten and list texts."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache


def fold(name: object) -> str:
    """A name in the form in which names are compared: case-folded, without outer blanks."""
    return _folded(str(name))


@lru_cache(10_000)
def _folded(name: str) -> str:
    return name.strip().casefold()


def brief(fact: object, most: int) -> str:
    """A value on one line of at most so many characters, with blanks for unprintable ones."""
    shown = "".join(c if c.isprintable() else " " for c in str(fact)[: 2 * most])
    shown = " ".join(shown.split())
    return f"{shown[: most - 1]}…" if len(shown) > most else shown


def often(n: int) -> str:
    """` (3x)` behind what occurs 3 times; blank if it occurs once."""
    return f" ({n}x)" if n > 1 else ""


def nearest(wrong: str, known: Iterable[str], cutoff: float = 0.7) -> str | None:
    """The known name that is most similar to `wrong`; None if none is similar enough.

    `cutoff` is the least similarity, from 0 to 1, as `difflib` measures it.
    """
    by_folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(wrong.casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[close[0]] if close else None


def listing(names: Iterable[str], most: int = 12) -> str:
    """The first names as `a, b, c, …`, or as `a; b, c` if a name contains a comma."""
    names = list(names)
    shown = names[:most] + ["…"] * (len(names) > most)
    return ("; " if any("," in name for name in shown) else ", ").join(shown)
