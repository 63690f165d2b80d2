"""Texts in several languages: formulas that follow the setting `language`."""

from collections.abc import Mapping
from typing import Any, Self

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

# The defined name of the cell with the language of the report.
LANGUAGE = "survey_language"

# The most characters of a text in a formula in Excel; a longer text is split.
MOST = 255


class Multilingual(str):
    """A text in the workbook's own language, which has its translations too."""

    __slots__ = ("formula", "texts")

    formula: str
    texts: Mapping[str, str]

    def __new__(cls, texts: Mapping[str, str], language: str) -> Self:
        """The text in one language; `formula` returns it in the language of the survey."""
        text = super().__new__(cls, texts[language])
        text.texts = texts
        text.formula = _quoted(text)
        if len(set(texts.values())) > 1:
            text.formula = by_language({name: _quoted(own) for name, own in texts.items()})
        return text

    @property
    def longest(self) -> str:
        """The longest of the translations."""
        return max(self.texts.values(), key=len)


def by_language(parts: Mapping[str, str], language: str = LANGUAGE) -> str:
    """One of several parts of a formula, in the language of the survey.

    Args:
        parts: the parts by language; the first is the default.
        language: the part of a formula with the language.
    """
    (_, chosen), *others = parts.items()
    for name, part in reversed(others):
        chosen = f'IF({language}="{name}",{part},{chosen})'
    return chosen


def quoted(text: str) -> str:
    """A text in a formula; it follows the language if it has translations."""
    if isinstance(text, Multilingual) and hasattr(text, "formula"):
        return text.formula
    return _quoted(text)


def _quoted(text: str) -> str:
    pieces = [text[i : i + MOST] for i in range(0, len(text), MOST)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def write(sheet: Worksheet, row: int, column: int, text: str, form: Format | None = None) -> None:
    """Write a text, or a formula if it differs between languages."""
    if isinstance(text, Multilingual) and text.formula.startswith("IF("):
        known: Any = str(text)  # XlsxWriter accepts text, but its type hint is int
        sheet.write_formula(row, column, f"={text.formula}", form, known)
    else:
        sheet.write_string(row, column, text, form)


def write_or_formula(sheet: Worksheet, row: int, column: int, text: str, form: Format) -> None:
    """Write a text, or a formula whose value is not known yet."""
    if text.startswith("="):
        unknown: Any = ""  # XlsxWriter accepts text, but its type hint is int
        sheet.write_formula(row, column, text, form, unknown)
    else:
        write(sheet, row, column, text, form)
