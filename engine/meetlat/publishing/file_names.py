"""Groups as names of files, that Windows, macOS and Linux all take."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

MOST_CHARACTERS, MOST_BYTES = 80, 160
"""Of a name without its ending: a path of Windows has 260 characters, a name of Linux 255 bytes."""

NOT_IN_NAMES = frozenset('<>:"/\\|?*')
DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
"""To Windows these are no files, whatever they end in."""


def file_names(groups: Sequence[str]) -> dict[str, str]:
    """A name for each group, without an ending; no two alike on a disk that ignores capitals.

    Of groups that would get the same name, the later ones get a number. So that a group keeps its
    name, give all groups of a segment, also those that are not shown.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for group in groups:
        plain, number = _plain(group), 1
        name = plain
        while _folded(name) in taken:
            number += 1
            name = f"{plain} ({number})"
        names[group] = name
        taken.add(_folded(name))
    return names


def _plain(group: str) -> str:
    """A group with a dash for each sign that a name cannot have; no blank or dot at its ends."""
    composed = unicodedata.normalize("NFC", group)
    signs = ("-" if _is_forbidden(sign) else sign for sign in composed)
    short = _cut("".join(signs).strip(" .")).strip(" .")
    if DEVICES.fullmatch(short):
        return f"{short}_"
    return short or "_"


def _is_forbidden(sign: str) -> bool:
    return sign in NOT_IN_NAMES or unicodedata.category(sign).startswith("C")


def _cut(name: str) -> str:
    return name[:MOST_CHARACTERS].encode()[:MOST_BYTES].decode(errors="ignore")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
