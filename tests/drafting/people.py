"""People who answer: the same ones in every run, with a mood for each theme."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

AGREE_NL = (
    *("Helemaal mee eens", "Mee eens", "Niet mee eens, niet mee oneens"),
    *("Mee oneens", "Helemaal mee oneens"),
)
AGREE_EN = (
    *("Strongly agree", "Agree", "Neither agree nor disagree"),
    *("Disagree", "Strongly disagree"),
)
AGREE_7_EN = (
    *("Strongly agree", "Agree", "Somewhat agree", "Neither agree nor disagree"),
    *("Somewhat disagree", "Disagree", "Strongly disagree"),
)
OFTEN_NL = ("Altijd", "Vaak", "Soms", "Zelden", "Nooit")
OFTEN_EN = ("Always", "Often", "Sometimes", "Rarely", "Never")
SATISFIED_NL = ("Zeer tevreden", "Tevreden", "Neutraal", "Ontevreden", "Zeer ontevreden")
SATISFIED_EN = (
    *("Very satisfied", "Satisfied", "Neither satisfied nor dissatisfied"),
    *("Dissatisfied", "Very dissatisfied"),
)


class People:
    """`n` respondents; every method returns one value for each."""

    def __init__(self, n: int, seed: int = 1) -> None:
        self.n = n
        self.random = Random(seed)  # noqa: S311  (drawn for a test)
        self._moods: dict[str, list[float]] = {}

    def likert(
        self, theme: str, answers: Sequence[str], *, reverse: bool = False, skip: float = 0.02
    ) -> list[str]:
        """Answers, most favourable first, that go with the mood of the theme."""
        mood = self._moods.setdefault(theme, [self.random.gauss(0, 1) for _ in range(self.n)])
        sign = -1 if reverse else 1
        return [self._placed(sign * m + self.random.gauss(0.4, 0.7), answers, skip) for m in mood]

    def _placed(self, value: float, answers: Sequence[str], skip: float) -> str:
        if self.random.random() < skip:
            return ""
        middle = (len(answers) - 1) / 2
        place = round(middle - value * len(answers) / 4)
        return answers[min(max(place, 0), len(answers) - 1)]

    def one(self, options: Sequence[str], shares: Sequence[float] = ()) -> list[str]:
        """One of the options."""
        return self.random.choices(options, shares or None, k=self.n)

    def numbers(self, options: Sequence[int]) -> list[int]:
        """One of some numbers."""
        return self.random.choices(options, k=self.n)

    def several(self, options: Sequence[str], chance: float = 0.4) -> list[list[str]]:
        """Any number of the options, in their order."""
        return [[o for o in options if self.random.random() < chance] for _ in range(self.n)]

    def recommend(self) -> list[str]:
        """A number from 0 to 10."""
        weights = (1, 1, 1, 1, 2, 5, 8, 24, 34, 15, 8)
        return [str(v) for v in self.random.choices(range(11), weights, k=self.n)]

    def times(self, start: datetime = datetime(2026, 3, 2, 8)) -> list[datetime]:
        """Moments, one after another, in two weeks."""
        step = timedelta(days=12) / self.n
        return [start + i * step for i in range(self.n)]

    def open(self) -> list[str]:
        """A text of its own for half of the people, some of them with a name."""
        return [
            f"Remark {i}: ask Pietje Puk, he knows about {self.random.random():.6f}"
            if i % 2
            else ""
            for i in range(self.n)
        ]

    def mail(self) -> list[str]:
        """An address."""
        return [f"person.{i}@example.org" for i in range(self.n)]

    def names(self) -> list[str]:
        """A name."""
        first, last = ("Anna", "Bram", "Chris", "Daan"), ("Jansen", "de Vries", "Bakker")
        return [f"{first[i % 4]} {last[i % 3]} {i}" for i in range(self.n)]
