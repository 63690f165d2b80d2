"""Grids: columns that share a stem, as `Stem [item]`, `Stem - item` or `Stem.item`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from meetlat.drafting.export import Column

# What may stand between a stem and its item, the surest first.
BETWEEN = (
    re.compile(r"^(?P<stem>.+?)\s*\[(?P<item>[^\[\]]+)\]\.?$"),
    re.compile(r"^(?P<item>.+?)\s*\|\s*(?P<stem>.+)$"),
    re.compile(r"^(?P<stem>.+) [-–] (?P<item>.+)$"),
    re.compile(r"^(?P<stem>.+?) [-–] (?P<item>.+)$"),
    re.compile(r"^(?P<stem>.+[:?])[.\s]*(?P<item>[^.\s].*)$"),
    re.compile(r"^(?P<stem>.+?[^.])\.(?P<item>[^\s.\d].*)$"),
)

# A heading that is a code with a number, such as `WD_1` or `A3`: items of one list share its start.
CODE = re.compile(r"^(?P<stem>[^\W\d_][^\W_]*?)[_.\-]?(?P<item>\d+)$")


class Part(NamedTuple):
    """A column as one item of a grid."""

    stem: str
    item: str


def parts_of(columns: Sequence[Column]) -> Mapping[str, Part]:
    """The stem and the item of every column that shares its stem with another, by name."""
    parts: dict[str, Part] = {}
    for pattern in BETWEEN:
        # A structure file names every stem as `Stem [item]`.
        may_have = [c for c in columns if not c.described or pattern is BETWEEN[0]]
        left = [column for column in may_have if column.name not in parts]
        parts |= _shared(_split(left, pattern))
    return parts


def _split(columns: Sequence[Column], pattern: re.Pattern[str]) -> Iterator[tuple[str, Part]]:
    for column in columns:
        if found := pattern.match(column.text):
            yield column.name, Part(found["stem"].strip(" :-–"), found["item"].strip())


def _shared(found: Iterator[tuple[str, Part]]) -> dict[str, Part]:
    parts = dict(found)
    times = Counter(part.stem for part in parts.values())
    return {name: part for name, part in parts.items() if times[part.stem] > 1}


def codes_of(columns: Sequence[Column]) -> Mapping[str, str]:
    """The start that a heading shares with others if headings are codes, by name."""
    found = {c.name: match["stem"] for c in columns if (match := CODE.match(c.heading))}
    times = Counter(found.values())
    return {name: stem for name, stem in found.items() if 1 < times[stem] < len(columns)}
