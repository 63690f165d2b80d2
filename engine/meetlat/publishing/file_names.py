"""File names for groups that Windows, macOS and Linux all accept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# The limits for a name without its ending. Windows allows 260 characters for a whole path, Linux
# 255 bytes for a name.
MOST_CHARACTERS, MOST_BYTES = 80, 160

FORBIDDEN = frozenset('<>:"/\\|?*')

# Names that Windows reserves for devices, with any ending.
DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)


def file_names(groups: Sequence[str], reserved: Sequence[str] = ()) -> dict[str, str]:
    """A file name for each group, without an ending; they differ by more than upper or lower case.

    If several groups would get the same name, the later ones get a number. Pass all groups of a
    segment, including those that are not shown, so that a group has the same name every time.
    `reserved` are names of other files.
    """
    names: dict[str, str] = {}
    taken = {_folded(name) for name in reserved}
    for group in groups:
        allowed, number = _allowed_name(group), 1
        name = allowed
        while _folded(name) in taken:
            number += 1
            name = f"{allowed} ({number})"
        names[group] = name
        taken.add(_folded(name))
    return names


def _allowed_name(group: str) -> str:
    """The group with a dash for each forbidden character, and no space or dot at either end."""
    composed = unicodedata.normalize("NFC", group)
    characters = ("-" if _is_forbidden(character) else character for character in composed)
    short = _shorten("".join(characters).strip(" .")).strip(" .")
    if DEVICES.fullmatch(short):
        return f"{short}_"
    return short or "_"


def _is_forbidden(character: str) -> bool:
    return character in FORBIDDEN or unicodedata.category(character).startswith("C")


def _shorten(name: str) -> str:
    return name[:MOST_CHARACTERS].encode()[:MOST_BYTES].decode(errors="ignore")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
