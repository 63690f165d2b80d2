"""Formulas in Excel's notation, read and written by LibreOffice's own parser."""

from __future__ import annotations

from typing import Any

from .connection import load_uno, struct


class Notation:
    """Formulas as Excel writes them, translated from and to LibreOffice's own tokens.

    This parser of LibreOffice does not know references to tables (`Scores[score]`); such a formula
    stays in LibreOffice's notation.
    """

    def __init__(self, document: Any) -> None:
        convention = "com.sun.star.sheet.AddressConvention.XL_OOX"
        self.parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self.parser.CompileEnglish = True
        self.parser.FormulaConvention = load_uno().getConstantByName(convention)

    def text(self, tokens: Any, position: Any) -> str:
        """The formula of tokens, without its equals sign."""
        return self.parser.printFormula(tokens, position)

    def tokens(self, formula: str, position: Any) -> Any:
        """The tokens of a formula, with or without its equals sign."""
        return self.parser.parseFormula(formula.removeprefix("="), position)


def start_of(sheet: int = 0) -> Any:
    """The first cell of a sheet: relative references in names count from it."""
    return struct("com.sun.star.table.CellAddress", Sheet=sheet, Column=0, Row=0)
