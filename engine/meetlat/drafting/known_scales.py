"""Recognise the answers of common scales, whatever the order in which they occur."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from meetlat.drafting.draft_scale import Answer, DraftScale, even_scores, is_unscored
from meetlat.drafting.export import Column
from meetlat.drafting.vocabulary import vocabulary
from meetlat.languages import Language
from meetlat.reading.scale import answer_key

# With fewer answers, an answer in the middle that nobody gave may exist all the same.
ENOUGH = 100
EITHER_SIDE = 5


@dataclass(frozen=True)
class Ladder:
    """The answers of one kind of scale, each in many spellings, the most favourable first."""

    name: str
    language: Language
    answers: Sequence[Sequence[str]]
    scored: bool = True
    ends: bool = False

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """The place of each spelling without blanks, as in `StronglyAgree`."""
        places = reversed(list(enumerate(self.answers)))
        return {own.replace(" ", ""): i for i, spellings in places for own in spellings}

    def place(self, meaning: str) -> int | None:
        """The place of an answer on the ladder; None if it is not on it."""
        key = answer_key(meaning).strip(" .").replace(" ", "")
        return self._places.get(key)

    def completed(self, places: set[int], answered: int) -> set[int]:
        """The places of the whole scale, of which some were seen."""
        last = len(self.answers) - 1
        if not self.scored:
            return places | {0, last} if self.ends else places
        if self.ends:
            return places if answered >= ENOUGH else places | {0, last}
        return places | {last - place for place in places}


@cache
def ladders() -> Sequence[Ladder]:
    """All ladders, in the order of the file."""
    kept = vocabulary("scales")
    return [
        Ladder(name, language, **own)
        for language, families in kept.items()
        if language != "unscored"
        for name, own in families.items()
    ]


class Fit(NamedTuple):
    """The answers of a column as places on a ladder."""

    ladder: Ladder
    spelt: Mapping[int, Answer]
    times: Mapping[int, int]
    unscored: Mapping[str, Answer]

    def agrees(self, other: Fit) -> bool:
        """Whether both spell the same places alike."""
        both = self.spelt.keys() & other.spelt.keys()
        return self.ladder is other.ladder and all(self.spelt[p] == other.spelt[p] for p in both)

    @property
    def answered(self) -> int:
        """How many answers have a place."""
        return sum(self.times.values())

    @property
    def completed(self) -> set[int]:
        """The places of the whole scale; those in the file, if it lists them itself."""
        if any(answer.label for answer in self.spelt.values()):
            return set(self.spelt)
        return self.ladder.completed(set(self.spelt), self.answered)

    def joined(self, other: Fit) -> Fit:
        """The answers of both."""
        keys = self.times.keys() | other.times.keys()
        times = {place: self.times.get(place, 0) + other.times.get(place, 0) for place in keys}
        spelt, unscored = {**self.spelt, **other.spelt}, {**self.unscored, **other.unscored}
        return Fit(self.ladder, spelt, times, unscored)

    def skips(self, place: int) -> bool:
        """Whether many people answered, on both sides of a place, and nobody gave it."""
        before = sum(n for p, n in self.times.items() if p < place)
        after = sum(n for p, n in self.times.items() if p > place)
        return (
            place not in self.times
            and min(before, after) >= EITHER_SIDE
            and before + after >= ENOUGH
        )


def fit_column(column: Column) -> Fit | None:
    """The ladder that has all answers of a column, apart from those that do not count."""
    found = [fit for ladder in ladders() if (fit := _fit(column, ladder))]
    return max(found, key=lambda fit: len(fit.spelt), default=None)


def _fit(column: Column, ladder: Ladder) -> Fit | None:
    spelt: dict[int, Answer] = {}
    times: dict[int, int] = {}
    unscored: dict[str, Answer] = {}
    given = dict.fromkeys([*column.labels, *column.answers])
    for answer in given:
        meaning, label = column.meaning(answer), column.labels.get(answer, "")
        place = ladder.place(meaning)
        if place is not None:
            spelt.setdefault(place, Answer(answer, label))
            times[place] = times.get(place, 0) + column.answers.get(answer, 0)
        elif is_unscored(meaning):
            unscored[answer_key(meaning)] = Answer(answer, label)
        else:
            return None
    seen = {place: n for place, n in times.items() if n}
    return Fit(ladder, spelt, seen, unscored) if len(spelt) > 1 or seen else None


def known_scales(groups: Sequence[Sequence[Column]]) -> dict[str, DraftScale]:
    """The scale of every column that fits a ladder, by the name of the column.

    The columns of a group certainly share a scale: they are those of a grid, or one by itself.
    """
    fits = [joined for group in groups for joined in _joined(group)]
    clusters: list[tuple[Fit, list[str]]] = []
    for fit, names in sorted(fits, key=lambda found: -len(found[0].spelt)):
        for i, (other, own) in enumerate(clusters):
            if _same_scale(fit, other):
                clusters[i] = other.joined(fit), [*own, *names]
                break
        else:
            clusters.append((fit, names))
    return {name: scale for fit, names in clusters for scale in [_scale(fit)] for name in names}


def _joined(group: Sequence[Column]) -> Iterator[tuple[Fit, list[str]]]:
    """The fits of a group; those that agree are one."""
    left = [(fit, column.name) for column in group if (fit := fit_column(column))]
    while left:
        whole, names = left[0][0], []
        for fit, name in list(left):
            if whole.agrees(fit):
                whole, names = whole.joined(fit), [*names, name]
        left = [(fit, name) for fit, name in left if name not in names]
        yield whole, names


def _same_scale(fit: Fit, other: Fit) -> bool:
    """Whether two fits are one scale: spelt alike, and neither skips an answer of the other."""
    if not fit.agrees(other):
        return False
    return not any(fit.skips(place) for place in other.spelt)


def _scale(fit: Fit) -> DraftScale:
    ladder = fit.ladder
    places = sorted(fit.completed)
    scores = even_scores(len(places)) if ladder.scored and len(places) > 1 else [None] * len(places)
    answers = [
        fit.spelt.get(place, Answer(_capital(ladder.answers[place][0])))._replace(score=score)
        for place, score in zip(places, scores, strict=True)
    ]
    rows = [*answers, *fit.unscored.values()]
    if not ladder.scored:
        return DraftScale(ladder.name, rows, "unscored", sure=ladder.ends)
    sure = not ladder.ends or set(places) == set(fit.spelt)
    return DraftScale(ladder.name, rows, "known", sure)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
