"""Compute formulas with IF or IFERROR that only look up, join and compare cells.

Reports whose figures are computed elsewhere use such formulas. All others are left to the program
that opens the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeAlias

from .refs import Place, parse_cell, unquote_sheet
from .values import CellError

Result: TypeAlias = float | bool | str | CellError | None


class UnknownError(Exception):
    """The result of a formula cannot be looked up."""


class Column(NamedTuple):
    """A column of a table that a formula refers to."""

    table: str
    name: str


class Reader(Protocol):
    """The workbook of a formula; a method raises `UnknownError` if it does not know the value."""

    def cell(self, sheet: str | None, place: Place) -> Result:
        """The value of a cell; without a sheet, on the sheet of the formula."""
        ...

    def name(self, name: str) -> Result:
        """The value of the cell that a defined name refers to."""
        ...

    def size(self, column: Column) -> int:
        """The number of rows of a column of a table."""
        ...

    def item(self, column: Column, row: int) -> Result:
        """The value in a row of a column, counted from 1."""
        ...


# Computes a part of a formula.
Part: TypeAlias = Callable[[Reader], Result]

_TOKEN = re.compile(
    r"""\s*(?:"(?P<text>(?:[^"]|"")*)\""""
    r"""|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<table>[^\W\d][\w.]*)\[(?P<column>[^\[\]'#@]+)\]"""
    r"""|(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"""
    r"""(?P<cell>\$?[A-Za-z]{1,3}\$?\d{1,7})(?![\w(.:!\[])"""
    r"""|(?P<function>[A-Z]+)\("""
    r"""|(?P<name>[^\W\d][\w.]*)(?![\w(.:!\[])"""
    r"""|(?P<sign><>|[-+*&=,()]))"""
)
_NO_ROW, _NOT_FOUND = CellError("#REF!"), CellError("#N/A")
_WILDCARDS = re.compile(r"[*?~]")


@lru_cache(maxsize=20_000)
def parsed(formula: str) -> Part | None:
    """The formula, ready to be computed; None if it does more than look up, join and compare.

    Only formulas that begin with IF or IFERROR are parsed here.
    """
    if not formula.startswith(("IF(", "IFERROR(")):
        return None
    try:
        return _Parser(formula).whole()
    except UnknownError:
        return None


class _Parser:
    """Reads a formula from left to right."""

    def __init__(self, formula: str) -> None:
        self.formula, self.at = formula, 0
        self.token = self.next()

    def whole(self) -> Part:
        part = self.comparison()
        if self.token is not None:
            raise UnknownError
        return part

    def next(self) -> re.Match[str] | None:
        if self.at == len(self.formula):
            return None
        found = _TOKEN.match(self.formula, self.at)
        if found is None:
            raise UnknownError
        self.at = found.end()
        return found

    def takes(self, *signs: str) -> str | None:
        """Step over the next sign and return it, if it is one of these."""
        sign = self.token["sign"] if self.token else None
        if sign not in signs:
            return None
        self.token = self.next()
        return sign

    def comparison(self) -> Part:
        left = self.joined()
        if sign := self.takes("=", "<>"):
            right, negated = self.joined(), sign == "<>"
            return _operation(lambda a, b: _equal(a, b) != negated, left, right)
        return left

    def joined(self) -> Part:
        left = self.sum()
        while self.takes("&"):
            left = _operation(lambda a, b: _as_text(a) + _as_text(b), left, self.sum())
        return left

    def sum(self) -> Part:
        left = self.product()
        while sign := self.takes("+", "-"):
            times = 1 if sign == "+" else -1
            add = _adding(times)
            left = _operation(add, left, self.product())
        return left

    def product(self) -> Part:
        left = self.operand()
        while self.takes("*"):
            left = _operation(lambda a, b: _as_number(a) * _as_number(b), left, self.operand())
        return left

    def operand(self) -> Part:
        token = self.token
        if token is None:
            raise UnknownError
        if self.takes("("):
            part = self.comparison()
            self.expect(")")
            return part
        self.token = self.next()
        if token["function"]:
            return self.call(token["function"])
        if token["text"] is not None:
            text = token["text"].replace('""', '"')
            return lambda reader: text
        if token["number"]:
            number = float(token["number"])
            return lambda reader: number
        if token["cell"]:
            return _cell(token["sheet"], token["cell"])
        if name := token["name"]:
            return lambda reader: reader.name(name)
        raise UnknownError

    def expect(self, sign: str) -> None:
        if not self.takes(sign):
            raise UnknownError

    def column(self) -> Column:
        token = self.token
        if token is None or not token["table"]:
            raise UnknownError
        self.token = self.next()
        return Column(token["table"], token["column"])

    def call(self, function: str) -> Part:
        if function in ("INDEX", "COUNTIF"):
            column = self.column()
            self.expect(",")
            argument = self.comparison()
            self.expect(")")
            return _index(column, argument) if function == "INDEX" else _count(column, argument)
        if function == "MATCH":
            sought = self.comparison()
            self.expect(",")
            column = self.column()
            self.expect(",")
            exact = self.comparison()
            self.expect(")")
            return _match(sought, column, exact)
        arguments = [self.comparison()]
        while self.takes(","):
            arguments.append(self.comparison())
        self.expect(")")
        if function == "IF" and len(arguments) == 3:
            return _choice(*arguments)
        if function == "IFERROR" and len(arguments) == 2:
            return _otherwise(*arguments)
        raise UnknownError


def _cell(sheet: str | None, address: str) -> Part:
    try:
        place = parse_cell(address)
    except ValueError:
        raise UnknownError from None
    on = unquote_sheet(sheet) if sheet else None
    return lambda reader: reader.cell(on, place)


def _operation(compute: Callable[[Result, Result], Result], left: Part, right: Part) -> Part:
    def part(reader: Reader) -> Result:
        values = left(reader), right(reader)
        faults = [value for value in values if isinstance(value, CellError)]
        return faults[0] if faults else compute(*values)

    return part


def _adding(times: int) -> Callable[[Result, Result], Result]:
    return lambda a, b: _as_number(a) + times * _as_number(b)


def _choice(condition: Part, yes: Part, no: Part) -> Part:
    def part(reader: Reader) -> Result:
        found = condition(reader)
        if isinstance(found, CellError):
            return found
        if not isinstance(found, bool):
            raise UnknownError
        return yes(reader) if found else no(reader)

    return part


def _otherwise(wanted: Part, fallback: Part) -> Part:
    def part(reader: Reader) -> Result:
        found = wanted(reader)
        return fallback(reader) if isinstance(found, CellError) else found

    return part


def _index(column: Column, row: Part) -> Part:
    def part(reader: Reader) -> Result:
        found = row(reader)
        if isinstance(found, CellError):
            return found
        number = int(_as_number(found))
        if number == 0:  # the whole column
            raise UnknownError
        if number < 0:
            return CellError("#VALUE!")
        return reader.item(column, number) if number <= reader.size(column) else _NO_ROW

    return part


def _match(sought: Part, column: Column, exact: Part) -> Part:
    def part(reader: Reader) -> Result:
        if exact(reader) != 0:
            raise UnknownError
        value = sought(reader)
        if isinstance(value, CellError):
            return value
        if isinstance(value, str) and _WILDCARDS.search(value):
            raise UnknownError
        if value is None or value == "":
            return _NOT_FOUND
        for row in range(1, reader.size(column) + 1):
            item = reader.item(column, row)
            if item is not None and not isinstance(item, CellError) and _equal(item, value):
                return float(row)
        return _NOT_FOUND

    return part


def _count(column: Column, sought: Part) -> Part:
    def part(reader: Reader) -> Result:
        value = sought(reader)
        if not isinstance(value, str) or not value or not value[0].isalpha():
            raise UnknownError
        if _WILDCARDS.search(value):
            raise UnknownError
        items: Sequence[Result] = [
            reader.item(column, row) for row in range(1, reader.size(column) + 1)
        ]
        return float(sum(isinstance(item, str) and _equal(item, value) for item in items))

    return part


def _equal(a: Result, b: Result) -> bool:
    """Whether two values are equal: texts in any case; a blank cell equals an empty text and 0."""
    if a is None or b is None:
        other = b if a is None else a
        return other is None or other in ("", 0, False)
    if isinstance(a, str) and isinstance(b, str):
        return a.lower() == b.lower()
    return type(a) is type(b) and a == b


def _as_text(value: Result) -> str:
    """The value as text; unknown for a decimal number, which programs write in their language."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e11:
        return str(int(value))
    raise UnknownError


def _as_number(value: Result) -> float:
    if value is None:
        return 0.0
    if isinstance(value, float):
        return value
    raise UnknownError
