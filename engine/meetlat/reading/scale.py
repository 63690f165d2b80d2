"""Match what a cell of the responses holds with an answer of a scale."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import polars as pl

from meetlat.reading.cells import MOST_DIGITS, no_words, text

SEPARATOR, COMMA = ";", ","

# The answer that stands for every answer that its scale does not list.
UNLISTED = "*"

# What Word, Excel and web forms turn plain characters into.
LOOK_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),  # characters without width
    }
)

NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")

ACCENT = re.compile("[\u0300-\u036f]")
BLANK = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")


@lru_cache(maxsize=10_000, typed=True)  # question after question has the same few answers
def answer_key(value: Any) -> str:
    """The key that spellings of one answer share.

    It ignores case, blanks, look-alike characters and how accents are encoded.
    """
    words = unicodedata.normalize("NFC", text(value) or "").translate(LOOK_ALIKE)
    return unicodedata.normalize("NFC", " ".join(words.split()).casefold())


def loose_key(value: Any) -> str:
    """The key without accents, and without blanks except between two digits."""
    letters = unicodedata.normalize("NFD", answer_key(value))
    return BLANK.sub("", ACCENT.sub("", letters))


def number_key(value: Any) -> str | None:
    """`5` for `5.0`, `5,0` and `05`, as tools write a five; None if it is not a number."""
    number = as_number(value)
    return None if number is None else f"{number:.{MOST_DIGITS}g}"


def as_number(value: Any) -> float | None:
    """Read a number, with a decimal point or comma; None if it is not a number."""
    key = answer_key(value)
    return float(key.replace(",", ".")) if NUMBER.fullmatch(key) else None


def is_ticked(value: Any) -> bool:
    """Whether a multiple-choice answer is ticked; anything but a "no" is a tick."""
    return no_words().isdisjoint((answer_key(value), number_key(value)))


class Scale:
    """The answers of a scale; respondents may give an answer or its label in any language.

    Attributes:
        name: the name in the catalogue.
        answers: the column `answer`, in order.
        labels: the label of each answer.
        is_scored: whether any answer has a score.
        unlisted: the position of the answer `*`, which catches what is not listed; else None.
        ends: the lowest and highest answer; None unless all answers are numbers.
    """

    def __init__(
        self, name: str, answers: pl.DataFrame, translated: Sequence[Iterable[str | None]] = ()
    ) -> None:
        self.name: str = name
        self.answers: list[str] = answers["answer"].to_list()
        self.labels: list[str] = answers["label"].to_list()
        self.is_scored: bool = answers["score"].count() > 0
        self.unlisted: int | None = (
            self.answers.index(UNLISTED) if UNLISTED in self.answers else None
        )
        self.ends: tuple[str, str] | None = _ends(self.answers)
        numbers = [number_key(answer) for answer in self.answers]
        times = Counter(numbers)
        self._by_number = {n: k for k, n in enumerate(numbers) if n and times[n] == 1}
        self._by_key: dict[str, int] = {}
        # Where two are the same the first counts, and answers come before labels.
        for position, answer in enumerate([*self.answers, *self.labels]):
            self._by_key.setdefault(answer_key(answer), position % len(self.answers))
        others = [(k, label) for labels in translated for k, label in enumerate(labels) if label]
        self._translated = _by_key(others, answer_key)
        own = [*enumerate(self.answers), *enumerate(self.labels)]
        self._loose = _by_key([*own, *others], loose_key)
        self._codes = {answer_key(answer) for answer in self.answers}
        self._spellings = {text(spelling) for _, spelling in (*own, *others)}
        keys = (*self._by_key, *self._translated)
        self._most_parts = {
            separator: 1 + max((key.count(separator) for key in keys), default=0)
            for separator in (SEPARATOR, COMMA)
        }

    def __len__(self) -> int:
        return len(self.answers)

    def code(self, value: Any) -> int | None:
        """The position of an answer on the scale, or None if it is not on the scale."""
        return next(iter(self.meanings(value)), None)

    def meanings(self, value: Any) -> Sequence[int]:
        """The positions that an answer may mean: more than one if it is ambiguous.

        An answer itself comes first, then a label in the language of the survey or a number, then a
        label in another language, and then what differs only in accents and blanks.
        """
        key = answer_key(value)
        code, translated = self._by_key.get(key), self._translated.get(key, [])
        if code is not None:
            others = [] if key in self._codes else [other for other in translated if other != code]
            return [code, *others]
        number = self._by_number.get(number_key(value) or "")
        return translated or self._loose.get(loose_key(value), []) if number is None else [number]

    def described(self, code: int) -> str:
        """An answer with its label, to recognise it in Scales."""
        answer, label = self.answers[code], self.labels[code]
        return answer if answer == label else f"{answer}: {label}"

    def has_spelling(self, value: Any) -> bool:
        """Whether the scale spells an answer exactly like this; always true for a number."""
        return text(value) in self._spellings or number_key(value) is not None

    def codes_between_commas(self, value: Any) -> list[int]:
        """The codes in `a, b`, as Google Forms writes several answers.

        Empty if it may mean something else: it has a `;`, is a number such as 1,5, or has a part
        that is not on the scale.
        """
        if not _may_have_commas(value):
            return []
        codes = [code for code, _ in self._parts(value, COMMA)]
        return [] if None in codes else [code for code in codes if code is not None]

    def several(self, values: Sequence[Any]) -> dict[Any, list[tuple[int | None, str]]]:
        """The parts of values such as `a; b`, each with its code (None if it is not listed).

        Commas separate answers too (`a, b`), if any of the values is nothing but listed answers
        with commas between them. Otherwise a comma belongs to the text that a person wrote.
        """
        has_commas = any(len(self.codes_between_commas(value)) > 1 for value in values)
        return {
            value: list(
                self._parts(value, COMMA if has_commas and _may_have_commas(value) else SEPARATOR)
            )
            for value in values
        }

    def _parts(self, value: Any, separator: str) -> Iterator[tuple[int | None, str]]:
        """The code and text of each part of a value; None is the code of an unknown part."""
        parts = [part for part in (text(value) or "").split(separator) if answer_key(part)]
        while parts:
            code, taken = self._first_answer(parts, separator)
            yield code, separator.join(parts[:taken]).strip()
            parts = parts[taken:]

    def _first_answer(self, parts: list[str], separator: str) -> tuple[int | None, int]:
        """The code of the answer that the parts start with, and how many parts it takes.

        The longest one counts, because a label may contain the separator itself.
        """
        for taken in range(min(self._most_parts[separator], len(parts)), 0, -1):
            code = self.code(separator.join(parts[:taken]))
            if code is not None:
                return code, taken
        return None, 1


def _by_key(
    spellings: Iterable[tuple[int, str]], key: Callable[[Any], str]
) -> Mapping[str, list[int]]:
    """The positions of the answers that share each key."""
    found: dict[str, list[int]] = {}
    for position, spelling in spellings:
        codes = found.setdefault(key(spelling), [])
        if position not in codes:
            codes.append(position)
    return found


def _may_have_commas(value: Any) -> bool:
    """Whether commas in a value may separate answers: it has no `;`, and is no number."""
    return SEPARATOR not in (text(value) or "") and as_number(value) is None


def _ends(answers: list[str]) -> tuple[str, str] | None:
    numbers = {answer: as_number(answer) for answer in answers}
    if len(numbers) < 2 or None in numbers.values():
        return None
    in_order = sorted(answers, key=lambda answer: numbers[answer] or 0.0)
    return in_order[0], in_order[-1]
