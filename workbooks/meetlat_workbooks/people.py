"""Synthetic respondents: their team, their age, and the questions that they did not answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from random import Random
from statistics import NormalDist
from typing import Any

from meetlat_workbooks.content import Content, Row
from meetlat_workbooks.solve import apportion

# The noise in the relation between two segments with bands, in bands.
LOOSENESS = 0.9


def normal(rng: Random) -> float:
    """A draw from the standard normal distribution, the same on every machine."""
    return NormalDist().inv_cdf(rng.random() or 0.5)


def shuffled(items: list, rng: Random) -> list:
    """The items in a random order."""
    return sorted(items, key=lambda _: rng.random())


def draw_people(content: Content, rng: Random) -> list[Row]:
    """One row for each respondent: a number, and their group in each segment."""
    people = [
        {name: value for name, value in team.items() if name != "respondents"}
        for team in content.organisation
        for _ in range(int(team["respondents"]))
    ]
    people = shuffled(people, rng)
    bands = content.survey["synthetic"].get("bands", [])
    order = {b["segment"]: {band: i for i, band in enumerate(b["shares"])} for b in bands}
    for band in bands:
        before = band.get("follows")
        ranks = [order[before][who[before]] if before else 0 for who in people]
        _put_into_bands(people, ranks, band, rng)
    width = max(3, len(str(len(people))) + 1)
    return [{"respondent": f"R{i:0{width}}", **who} for i, who in enumerate(people, 1)]


def _put_into_bands(
    people: list[Row], ranks: list[int], bands: Mapping[str, Any], rng: Random
) -> None:
    """Fill the bands of a segment in order, with people sorted by rank plus noise."""
    noisy = [rank + LOOSENESS * normal(rng) for rank in ranks]
    members = iter(sorted(range(len(people)), key=noisy.__getitem__))
    shares = bands["shares"]
    for band, n in zip(shares, apportion(list(shares.values()), len(people)), strict=True):
        for i in islice(members, n):
            people[i][bands["segment"]] = band


@dataclass(frozen=True)
class Gaps:
    """The positions of respondents who left a question blank, or answered that they do not know."""

    size: int
    blank: Mapping[str, set[int]]
    dont_know: Mapping[str, set[int]]

    def answered(self, question: str) -> list[int]:
        """The positions of respondents who gave a scored answer."""
        missing = self.blank[question] | self.dont_know[question]
        return [i for i in range(self.size) if i not in missing]


def draw_gaps(content: Content, size: int, rng: Random) -> Gaps:
    """Draw who stops half-way, who skips a question, and who does not know."""
    recipe = content.survey["synthetic"]
    stops = _draw_stops(len(content.questions), size, recipe["break_off_rate"], rng)
    blank: dict[str, set[int]] = {}
    dont_know: dict[str, set[int]] = {}
    for place, question in enumerate(content.questions):
        name = question["question"]
        skipped = {i for i in range(size) if rng.random() < recipe["skip_rate"]}
        blank[name] = skipped | {i for i, stop in stops.items() if stop <= place}
        rate = recipe.get("dont_know_rates", {}).get(name, recipe["dont_know_rate"])
        unsure = {i for i in range(size) if rng.random() < rate}
        has_dont_know = any(
            a["answer"] == recipe["dont_know"] for a in content.scale(question["scale"])
        )
        dont_know[name] = unsure - blank[name] if has_dont_know else set()
    return Gaps(size, blank, dont_know)


def _draw_stops(questions: int, size: int, rate: float, rng: Random) -> dict[int, int]:
    """The question at which some respondents stopped, never in the first third."""
    return {i: rng.randint(questions // 3, questions) for i in range(size) if rng.random() < rate}
