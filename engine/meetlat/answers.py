"""Which answer of a scale is meant by what stands in a cell of the responses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any

import polars as pl

from meetlat.cells import MOST_DIGITS, NO, text

SEPARATOR = ";"
CURLY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " "})
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def answer_key(value: Any) -> str:
    """What two spellings of one answer share: case, blanks, quotes and accents' form aside."""
    words = unicodedata.normalize("NFC", text(value) or "").translate(CURLY)
    return " ".join(words.split()).casefold()


def number_key(value: Any) -> str | None:
    """`5` for `5.0`, `5,0` and `05`, as tools write a five; None for what is no number."""
    key = answer_key(value)
    if not NUMBER.fullmatch(key):
        return None
    return f"{float(key.replace(',', '.')):.{MOST_DIGITS}g}"


def is_ticked(value: Any) -> bool:
    """Whether a cell of a multiple-choice answer says yes: anything but a "no" does."""
    return answer_key(value) not in NO and number_key(value) not in NO


class Scale:
    """The answers of a scale; one may be given as its code or as its label."""

    def __init__(self, name: str, answers: pl.DataFrame) -> None:
        self.name = name
        self.answers: list[str] = answers["answer"].to_list()
        self.is_scored = answers["score"].count() > 0
        numbers = [number_key(answer) for answer in self.answers]
        times = Counter(numbers)
        self._by_number = {n: k for k, n in enumerate(numbers) if n and times[n] == 1}
        written = [
            *self.answers,
            *answers["label"],
        ]  # the first of each counts, answers before labels
        self._by_key: dict[str, int] = {}
        for position, answer in enumerate(written):
            self._by_key.setdefault(answer_key(answer), position % len(self.answers))
        self._most_parts = 1 + max((key.count(SEPARATOR) for key in self._by_key), default=0)

    def __len__(self) -> int:
        return len(self.answers)

    def code(self, value: Any, label: str | None = None) -> int | None:
        """The place of an answer on the scale, or None if it is not on it.

        `label` is what the source says that the value means; it counts where the value itself is
        not on the scale.
        """
        code = self._by_key.get(answer_key(value))
        if code is None:
            code = self._by_number.get(number_key(value) or "")
        return self.code(label) if code is None and label is not None else code

    def several(self, value: Any) -> list[int]:
        """The codes in `a; b`; none where one of them is not on the scale."""
        parts = [part for part in str(value).split(SEPARATOR) if answer_key(part)]
        codes = []
        while parts:
            code, taken = self._first(parts)
            if code is None:
                return []
            codes.append(code)
            parts = parts[taken:]
        return codes

    def _first(self, parts: list[str]) -> tuple[int | None, int]:
        """The answer that some parts begin with; the longest, for a label may hold a `;` too."""
        for taken in range(min(self._most_parts, len(parts)), 0, -1):
            code = self.code(SEPARATOR.join(parts[:taken]))
            if code is not None:
                return code, taken
        return None, 0
