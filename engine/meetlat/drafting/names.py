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

    def unique(self, wanted: str) -> str:
        """The name, or the name with a number if it is taken."""
        name, number = wanted, 2
        while answer_key(name) in self._taken:
            name, number = f"{wanted}-{number}", number + 1
        self._taken.add(answer_key(name))
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
