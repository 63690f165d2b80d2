"""Texts that switch with the setting `language`: formulas where two languages differ."""

from collections.abc import Mapping
from typing import Any, Self

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

LANGUAGE = "survey_language"
"""The name of the cell that says in which language the report is."""

MOST = 255
"""Characters that Excel takes of one text inside a formula; a longer one is several."""


class Said(str):
    """A text in the workbook's own language that knows itself in the others."""

    __slots__ = ("formula", "texts")

    formula: str
    texts: Mapping[str, str]

    def __new__(cls, texts: Mapping[str, str], language: str) -> Self:
        """The text in one language; `formula` gives it in the language of the survey."""
        said = super().__new__(cls, texts[language])
        said.texts = texts
        said.formula = _quoted(said)
        if len(set(texts.values())) > 1:
            said.formula = by_language({name: _quoted(text) for name, text in texts.items()})
        return said

    @property
    def longest(self) -> str:
        """The text in the language in which it takes most room."""
        return max(self.texts.values(), key=len)


def by_language(parts: Mapping[str, str], language: str = LANGUAGE) -> str:
    """One of several parts of a formula, in the language of the survey.

    Args:
        parts: by language; the first stands where the survey is in none of the others.
        language: the part of a formula that says which language that is.
    """
    (_, chosen), *others = parts.items()
    for name, part in reversed(others):
        chosen = f'IF({language}="{name}",{part},{chosen})'
    return chosen


def quoted(text: str) -> str:
    """A text inside a formula; one that knows its languages switches between them."""
    if isinstance(text, Said) and hasattr(text, "formula"):
        return text.formula
    return _quoted(text)


def _quoted(text: str) -> str:
    pieces = [text[i : i + MOST] for i in range(0, len(text), MOST)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def write(sheet: Worksheet, row: int, column: int, text: str, form: Format | None = None) -> None:
    """Write a text, as a formula where it switches."""
    if isinstance(text, Said) and text.formula.startswith("IF("):
        known: Any = str(text)  # XlsxWriter's hint says int, and it takes text
        sheet.write_formula(row, column, f"={text.formula}", form, known)
    else:
        sheet.write_string(row, column, text, form)


def write_or_formula(sheet: Worksheet, row: int, column: int, text: str, form: Format) -> None:
    """Write a text, or a formula, whose value is not known yet."""
    if text.startswith("="):
        unknown: Any = ""  # XlsxWriter's hint says int, and it takes text
        sheet.write_formula(row, column, text, form, unknown)
    else:
        write(sheet, row, column, text, form)
