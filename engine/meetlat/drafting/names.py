"""Names for the rows of the catalogue: short, unique, and no heading of another column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from meetlat.reading.scale import answer_key

LONGEST = 24


class Names:
    """Gives names that nothing else has."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {answer_key(name) for name in taken}
        self._given: set[str] = set()

    def unique(self, wanted: str, heading: str = "") -> str:
        """The name, or the name with a number if it is taken.

        A row may have the name of the column that it is about, whose heading this is.
        """
        name, number = wanted, 2
        own = {answer_key(heading)} - self._given
        while answer_key(name) in (self._taken | self._given) - own:
            name, number = f"{wanted}-{number}", number + 1
        self._given.add(answer_key(name))
        return name


def short_name(text: str) -> str:
    """A text as a name: `hoe-lang-in-dienst`; whole words, as many as fit."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        name = longer
    return name
