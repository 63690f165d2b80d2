"""A scale as it will stand in the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from meetlat.drafting.vocabulary import is_code, vocabulary
from meetlat.reading.scale import UNLISTED, answer_key


class Answer(NamedTuple):
    """One row of `Scales`; without a score it does not count."""

    answer: str
    label: str = ""
    score: float | None = None


@dataclass(frozen=True)
class DraftScale:
    """The answers of a scale, in order, and where they come from.

    `name` may not be unique yet, `reason` is the key of a text, and `sure` says that the order and
    the scores are certain.
    """

    name: str
    answers: Sequence[Answer]
    reason: str
    sure: bool = True

    @property
    def is_scored(self) -> bool:
        """Whether any answer has a score."""
        return any(answer.score is not None for answer in self.answers)

    @property
    def is_coded(self) -> bool:
        """Whether most answers are codes without a label."""
        texts = [a.answer for a in self.answers if not a.label and a.answer != UNLISTED]
        return 2 * sum(map(is_code, texts)) > len(texts)


def even_scores(steps: int) -> list[float]:
    """Scores from 10 to 0 at equal distances."""
    return [round(10 - 10 * i / (steps - 1), 2) for i in range(steps)]


def is_unscored(meaning: str) -> bool:
    """Whether an answer is a "don't know" or "not applicable", in any language."""
    lists = vocabulary("scales")["unscored"].values()
    return answer_key(meaning).strip(".") in {word.strip(".") for own in lists for word in own}
