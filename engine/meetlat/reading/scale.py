"""Which answer of a scale is meant by what stands in a cell of the responses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import polars as pl

from meetlat.reading.cells import MOST_DIGITS, no_words, text

SEPARATOR, COMMA = ";", ","
LOOK_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),  # signs of no width
    }
)
"""What Word, Excel and web forms make of plain signs by themselves."""

NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


@lru_cache(maxsize=10_000, typed=True)  # question after question has the same few answers
def answer_key(value: Any) -> str:
    """What two spellings of one answer share: case, blanks, look-alikes and accents' form aside."""
    words = unicodedata.normalize("NFC", text(value) or "").translate(LOOK_ALIKE)
    return unicodedata.normalize("NFC", " ".join(words.split()).casefold())


def number_key(value: Any) -> str | None:
    """`5` for `5.0`, `5,0` and `05`, as tools write a five; None for what is no number."""
    number = as_number(value)
    return None if number is None else f"{number:.{MOST_DIGITS}g}"


def as_number(value: Any) -> float | None:
    """A number however it is written, with a decimal comma too."""
    key = answer_key(value)
    return float(key.replace(",", ".")) if NUMBER.fullmatch(key) else None


def is_ticked(value: Any) -> bool:
    """Whether a cell of a multiple-choice answer says yes: anything but a "no" does."""
    return no_words().isdisjoint((answer_key(value), number_key(value)))


class Scale:
    """The answers of a scale; one may be given as its code or as its label.

    Attributes:
        name: in the catalogue.
        answers: as they stand in the column `answer`, in order.
        labels: beside them.
        is_scored: whether any answer has a score.
        ends: the lowest and highest answer, where all are numbers.
    """

    def __init__(self, name: str, answers: pl.DataFrame) -> None:
        self.name = name
        self.answers: list[str] = answers["answer"].to_list()
        self.labels: list[str] = answers["label"].to_list()
        self.is_scored = answers["score"].count() > 0
        self.ends = _ends(self.answers)
        numbers = [number_key(answer) for answer in self.answers]
        times = Counter(numbers)
        self._by_number = {n: k for k, n in enumerate(numbers) if n and times[n] == 1}
        self._by_key: dict[str, int] = {}
        # The first of each counts, answers before labels.
        for position, answer in enumerate([*self.answers, *self.labels]):
            self._by_key.setdefault(answer_key(answer), position % len(self.answers))
        self._written = {text(answer) for answer in (*self.answers, *self.labels)}
        self._most_parts = {
            sign: 1 + max((key.count(sign) for key in self._by_key), default=0)
            for sign in (SEPARATOR, COMMA)
        }

    def __len__(self) -> int:
        return len(self.answers)

    def code(self, value: Any) -> int | None:
        """The place of an answer on the scale, or None if it is not on it."""
        code = self._by_key.get(answer_key(value))
        return self._by_number.get(number_key(value) or "") if code is None else code

    def is_written(self, value: Any) -> bool:
        """Whether an answer stands on the scale as it is spelt here; a number always does."""
        return text(value) in self._written or number_key(value) is not None

    def several(self, value: Any) -> list[int]:
        """The codes in `a; b`, or in `a, b`; none where one of them is not on the scale."""
        return self._all(value, SEPARATOR) or self.with_commas(value)

    def with_commas(self, value: Any) -> list[int]:
        """The codes in `a, b`, as Google Forms writes several answers.

        None where that may mean anything else: where it holds a `;`, is a number such as 1,5, or
        has a part that is not on the scale.
        """
        if SEPARATOR in (text(value) or "") or as_number(value) is not None:
            return []
        return self._all(value, COMMA)

    def not_on_it(self, value: Any) -> list[str]:
        """The parts of `a; b` that are not on the scale."""
        return [part for code, part in self._each(value, SEPARATOR) if code is None]

    def _all(self, value: Any, separator: str) -> list[int]:
        codes = [code for code, _ in self._each(value, separator)]
        return [] if None in codes else [code for code in codes if code is not None]

    def _each(self, value: Any, separator: str) -> Iterator[tuple[int | None, str]]:
        parts = [part for part in (text(value) or "").split(separator) if answer_key(part)]
        while parts:
            code, taken = self._first(parts, separator)
            yield code, parts[0].strip()
            parts = parts[taken:]

    def _first(self, parts: list[str], separator: str) -> tuple[int | None, int]:
        """The answer that some parts begin with; the longest, for a label may hold the sign too."""
        for taken in range(min(self._most_parts[separator], len(parts)), 0, -1):
            code = self.code(separator.join(parts[:taken]))
            if code is not None:
                return code, taken
        return None, 1


def _ends(answers: list[str]) -> tuple[str, str] | None:
    numbers = {answer: as_number(answer) for answer in answers}
    if len(numbers) < 2 or None in numbers.values():
        return None
    in_order = sorted(answers, key=lambda answer: numbers[answer] or 0.0)
    return in_order[0], in_order[-1]
