"""Addresses and names: `B7`, `$A$1:$C$9`, `'My sheet'!A1`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Container, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from .excel_limits import MOST_COLUMNS, MOST_ROWS

# Row and column of a cell, counted from 1.
Place: TypeAlias = tuple[int, int]

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\Z")
_BARE_NAME = re.compile(r"[^\W\d][\w.]*\Z")
_LIKE_A_CELL = re.compile(r"(?:[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|[RrCc])\Z")


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """1 for `A`, 16384 for `XFD`."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=20_000)
def column_letters(number: int) -> str:
    """`A` for 1, `XFD` for 16384."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """`B7` for row 7, column 2."""
    return f"{column_letters(column)}{row}"


def parse_cell(text: str) -> Place:
    """Row and column of `B7` or `$B$7`; ValueError where it is no cell of a sheet."""
    found = _CELL.match(text)
    if not found:
        raise ValueError(f"{text!r} is not a cell address")
    row, column = int(found[2]), column_number(found[1])
    if not (1 <= row <= MOST_ROWS and 1 <= column <= MOST_COLUMNS):
        raise ValueError(f"{text!r} lies outside a sheet")
    return row, column


class Area(NamedTuple):
    """A rectangle of cells: first and last row and column, all included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @staticmethod
    def parse(text: str) -> Area:
        """The area of `A1:C9`, `A1`, `A:C` or `3:7`; ValueError where it is none."""
        return _area(text)

    def __str__(self) -> str:
        first, last = address(self.top, self.left), address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def height(self) -> int:
        """How many rows."""
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        """How many columns."""
        return self.right - self.left + 1

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def common(self, other: Area) -> Area | None:
        """The cells that both have, if any."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        return Area(top, left, bottom, right) if top <= bottom and left <= right else None

    def meets(self, other: Area) -> bool:
        """Whether the two share a cell."""
        return self.common(other) is not None

    def around(self, other: Area) -> Area:
        """The smallest area that covers both."""
        top, left = min(self.top, other.top), min(self.left, other.left)
        return Area(top, left, max(self.bottom, other.bottom), max(self.right, other.right))

    def places(self) -> Iterator[Place]:
        """Its cells, row by row."""
        columns = range(self.left, self.right + 1)
        return ((row, column) for row in range(self.top, self.bottom + 1) for column in columns)


@lru_cache(maxsize=20_000)
def _area(text: str) -> Area:
    first, _, last = text.replace("$", "").partition(":")
    last = last or first
    if first.isdigit() and last.isdigit():
        return Area(int(first), 1, int(last), MOST_COLUMNS)
    if first.isalpha() and last.isalpha():
        return Area(1, column_number(first), MOST_ROWS, column_number(last))
    return around_places((parse_cell(first), parse_cell(last)))


def around_places(places: Iterable[Place]) -> Area:
    """The rectangle around some cells."""
    listed = [*places]
    rows, columns = {row for row, _ in listed}, {column for _, column in listed}
    return Area(min(rows), min(columns), max(rows), max(columns))


def among(numbers: range, known: Collection[int]) -> list[int]:
    """The numbers in both collections."""
    if len(numbers) < len(known):
        return [number for number in numbers if number in known]
    return [number for number in known if number in numbers]


def is_like_a_cell(name: str) -> bool:
    """Whether a name reads like the address of a cell, as `A1` or as `R1C1`."""
    return bool(_LIKE_A_CELL.match(name))


def quote_sheet(name: str) -> str:
    """The sheet's name as a formula writes it, quoted where it must be."""
    if _BARE_NAME.match(name) and not is_like_a_cell(name):
        return name
    return "'" + name.replace("'", "''") + "'"


def unquote_sheet(text: str) -> str:
    """The sheet's name in `'It''s'` or `Plain`."""
    quoted = text.startswith("'") and text.endswith("'")
    return text[1:-1].replace("''", "'") if quoted else text


def free_name(pattern: str, taken: Container[str]) -> str:
    """The first of `Sheet1`, `Sheet2`, ... for `Sheet{}` that is not taken (in lower case)."""
    names = (pattern.format(number) for number in itertools.count(1))
    return next(name for name in names if name.lower() not in taken)
