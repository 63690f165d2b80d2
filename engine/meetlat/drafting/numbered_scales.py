"""Scales of which the answers are numbers, with or without words: `4`, `5 - Agree`, `(6)`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from meetlat.drafting.draft_scale import Answer, DraftScale, is_unscored
from meetlat.drafting.export import Column
from meetlat.drafting.known_scales import ENOUGH, ladders

NUMBERED = re.compile(
    r"^\(?(?P<number>\d{1,2})(?:[.,]0+)?\)?(?:\s*(?:[-–=:.)(/]|\s)\s*(?P<words>\D.*?)\)?)?$"
)
# The codes that a tool gives to answers, such as `A2` or `AO03`.
CODED = re.compile(r"^(?P<start>[A-Z]{1,2}0*)(?P<number>\d{1,2})$")

HIGHEST = 10
HIGHEST_OF_LIKERT = 7
FEWEST_STEPS = 3


class Numbers(NamedTuple):
    """The numbers of a column, with the answer and the words of each."""

    answers: dict[int, Answer]
    unscored: list[Answer]
    seen: int

    @property
    def lowest(self) -> int:
        """The lowest number."""
        return min(self.answers)

    @property
    def highest(self) -> int:
        """The highest number."""
        return max(self.answers)

    @property
    def has_words(self) -> bool:
        """Whether the numbers have words or labels."""
        return any(answer.label or not answer.answer.isdigit() for answer in self.answers.values())


def numbers_of(column: Column) -> Numbers | None:
    """The numbers of a column that may be a scale; None if an answer is something else."""
    answers: dict[int, Answer] = {}
    unscored: list[Answer] = []
    for answer in dict.fromkeys([*column.labels, *column.answers]):
        label = column.labels.get(answer, "")
        found = NUMBERED.match(answer) or CODED.match(answer)
        if is_unscored(label or answer):
            unscored.append(Answer(answer, label))
        elif found and (number := int(found["number"])) <= HIGHEST:
            other = answers.setdefault(number, Answer(answer, label))
            if _words(other) not in ("", _words(Answer(answer, label))):
                return None  # two answers with one number, such as "5 North" and "5 South"
        else:
            return None
    seen = sum(column.answers.get(answer.answer, 0) for answer in answers.values())
    return Numbers(answers, unscored, seen) if len(answers) > 1 and seen else None


def numbered_scale(columns: Sequence[Column]) -> DraftScale | None:
    """The scale that columns share, from the lowest to the highest number in any of them."""
    found = [numbers for column in columns if (numbers := numbers_of(column))]
    if not found:
        return None
    answers = {n: a for numbers in found for n, a in numbers.answers.items()}
    if max(answers) < FEWEST_STEPS:
        return None  # 0 and 1, or 1 and 2: two answers of which nobody knows the order
    low, high = _range(answers)
    direction = _falls(answers)
    start = _start(answers)
    rows = [
        answers.get(n, Answer(f"{start}{n}"))._replace(
            score=_score(n, low, high, falls=direction is True)
        )
        for n in range(low, high + 1)
    ]
    unscored = {a.answer: a for numbers in found for a in numbers.unscored}
    has_words = not start and any(numbers.has_words for numbers in found)
    worded = has_words or any(answer.label for answer in rows)
    reason = "order" if worded and direction is None else "coded" if worded else "numbers"
    answers_in_order = [*rows, *unscored.values()]
    return DraftScale(f"{low}-{high}", answers_in_order, reason, sure=reason == "coded")


def recommendation_scale(column: Column) -> DraftScale | None:
    """The scale from 0 to 10 of an eNPS; not certain if many answered and nobody chose 0."""
    numbers = numbers_of(column)
    if numbers is None or numbers.highest <= HIGHEST_OF_LIKERT:
        return None
    rows = [
        numbers.answers.get(n, Answer(str(n)))._replace(label="", score=float(n))
        for n in range(HIGHEST + 1)
    ]
    sure = numbers.lowest == 0 or numbers.seen < ENOUGH
    return DraftScale("enps", [*rows, *numbers.unscored], "enps", sure)


def _start(answers: dict[int, Answer]) -> str:
    """What codes have before their number; blank for numbers."""
    found = CODED.match(next(iter(answers.values())).answer)
    return found["start"] if found else ""


def _range(answers: dict[int, Answer]) -> tuple[int, int]:
    """The ends of the scale: numbers that nobody chose belong to it too."""
    low, high = min(answers), max(answers)
    if high > HIGHEST_OF_LIKERT:
        return min(low, 1), HIGHEST
    return (0 if low == 0 else 1), high


def _falls(answers: dict[int, Answer]) -> bool | None:
    """Whether the lowest number has the most favourable words; None if no ladder has them."""
    for ladder in ladders():
        words = {n: _words(answer) for n, answer in answers.items()}
        known = {n: place for n, own in words.items() if (place := ladder.place(own)) is not None}
        if len(known) > 1:
            return known[min(known)] < known[max(known)]
    return None


def _words(answer: Answer) -> str:
    found = NUMBERED.match(answer.answer)
    return answer.label or (found and found["words"]) or ""


def _score(number: int, low: int, high: int, *, falls: bool) -> float:
    """A mark out of ten is its own score; other numbers are spread from 0 to 10."""
    if high == HIGHEST:
        return float(high + low - number if falls else number)
    share = (number - low) / (high - low)
    return round(10 * (1 - share if falls else share), 2)
