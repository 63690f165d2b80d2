"""Find whole numbers of answers that give the printed figures.

A printed figure is rounded, so it stands for an interval. The score of each question is chosen in
its own interval, such that the theme (the mean of *unrounded* question scores) is in its interval
too. People are then divided over the answers so that they give exactly that score.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product
from random import Random
from statistics import NormalDist

from meetlat_workbooks.aims import interval, prints_as

# How many totals close to the best one are tried for each question of a theme.
TRIED = 5


class NoSolutionError(Exception):
    """No whole numbers of people give the printed figures."""


def theme_counts(
    questions: Mapping[str, str],
    people: Mapping[str, int],
    weights: Mapping[str, int],
    theme: str,
    step: Fraction,
    spread: tuple[float, float],
    rng: Random,
) -> dict[str, list[int]]:
    """The counts of the answers to each question of a theme, the least favourable answer first.

    Args:
        questions: the printed score of each question.
        people: how many people gave a scored answer to each question.
        weights: the weight of each question in the theme.
        theme: the printed score of the theme; blank if it has none.
        step: the difference in score between two answers (there are five, from 0).
        spread: the smallest and largest standard deviation of answers, in steps.
        rng: the source of random numbers.

    Raises:
        NoSolutionError: the figures contradict each other.
    """
    wished = _wished_scores(questions, weights, theme, rng)
    near = [_near_totals(wished[q], questions[q], people[q], step) for q in questions]
    for totals in product(*near):
        scores = {q: step * t / people[q] for q, t in zip(questions, totals, strict=True)}
        if not theme or prints_as(weighted_mean(scores, weights), theme, 1):
            return {
                q: counts_with_total(t, people[q], rng.uniform(*spread))
                for q, t in zip(questions, totals, strict=True)
            }
    raise NoSolutionError(f"no counts print as {dict(questions)} and {theme}")


def weighted_mean(scores: Mapping[str, Fraction], weights: Mapping[str, int]) -> Fraction:
    """A theme's score from the unrounded scores of its questions."""
    return sum((weights[q] * score for q, score in scores.items()), Fraction(0)) / sum(
        weights.values()
    )


def _wished_scores(
    questions: Mapping[str, str], weights: Mapping[str, int], theme: str, rng: Random
) -> dict[str, Fraction]:
    """Random scores in their intervals, shifted together until the theme is in its interval too."""
    place = {q: Fraction(rng.randint(150, 850), 1000) for q in questions}
    for shift in sorted(range(-100, 101), key=abs):
        scores = {}
        for q, printed in questions.items():
            low, high = interval(printed, 1)
            inside = min(max(place[q] + Fraction(shift, 100), Fraction(0)), Fraction(1))
            scores[q] = low + (high - low) * inside
        if not theme or prints_as(weighted_mean(scores, weights), theme, 1):
            return scores
    raise NoSolutionError(f"the questions {dict(questions)} cannot print as {theme}")


def _near_totals(wished: Fraction, printed: str, people: int, step: Fraction) -> list[int]:
    """Sums of steps that give the printed score, the closest to the wished score first."""
    low, high = interval(printed, 1)
    centre = round(wished * people / step)
    near = sorted(range(centre - 2 * TRIED, centre + 2 * TRIED + 1), key=lambda t: abs(t - centre))
    fitting = [t for t in near if low <= step * t / people <= high]
    return fitting[:TRIED]


def counts_with_total(total: int, people: int, spread: float) -> list[int]:
    """The counts of five answers (worth 0 to 4 steps) whose steps sum to `total`.

    They follow a normal distribution that is cut into five answers.
    """
    middle = _bisect_middle(total / people, spread)
    counts = apportion(_cut(middle, spread), people)
    return _meet_total(counts, total)


def _cut(middle: float, spread: float) -> list[float]:
    """The shares of a normal distribution for the answers 0 to 4."""
    below = [0.0, *(NormalDist(middle, spread).cdf(edge + 0.5) for edge in range(4)), 1.0]
    return [high - low for low, high in pairwise(below)]


def _bisect_middle(mean: float, spread: float) -> float:
    low, high = -6.0, 10.0
    for _ in range(40):
        middle = (low + high) / 2
        reached = sum(step * share for step, share in enumerate(_cut(middle, spread)))
        low, high = (middle, high) if reached < mean else (low, middle)
    return (low + high) / 2


def _meet_total(counts: list[int], total: int) -> list[int]:
    """Correct the total after rounding: move people from the largest answer that can give one."""
    counts = list(counts)
    while off := total - sum(step * n for step, n in enumerate(counts)):
        up = 1 if off > 0 else -1
        givers = [s for s in range(len(counts)) if 0 <= s + up < len(counts) and counts[s]]
        giver = max(givers, key=lambda s: counts[s])
        counts[giver] -= 1
        counts[giver + up] += 1
    return counts


def apportion(shares: Sequence[float], people: int) -> list[int]:
    """Divide people by shares, whatever their sum, with the largest remainder method."""
    whole = sum(shares)
    exact = [share / whole * people for share in shares]
    counts = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: counts[i] - exact[i])
    for i in by_remainder[: people - sum(counts)]:
        counts[i] += 1
    return counts


def single_choice_counts(printed: Sequence[str], people: int) -> list[int]:
    """The counts of a single choice by its printed percentages; 0 % may still be a few people."""
    counts = apportion([max(float(p), 0.2) for p in printed], people)
    _check_shares(counts, printed, people)
    return counts


def multiple_choice_counts(printed: Sequence[str], people: int) -> list[int]:
    """The counts of the answers to a multiple-choice question."""
    counts = [round(Fraction(p) * people / 100) for p in printed]
    _check_shares(counts, printed, people)
    return counts


def topic_base(counts: Sequence[int], printed: Sequence[str], at_most: int) -> int:
    """The number of people for whom the counts give the printed percentages most safely."""
    bases = [n for n in range(max(counts), at_most + 1) if _shares_print(counts, printed, n)]
    if not bases:
        raise NoSolutionError(f"no number of people makes {counts} print as {printed}")
    return max(bases, key=lambda n: _distance_to_edge(counts, printed, n))


def enps_counts(
    people: int, shape: Sequence[float], printed: tuple[str, str, str], enps: str
) -> list[int]:
    """The counts of 0 to 10 that give the printed promoters, passives, detractors and eNPS."""
    promoters, detractors = _enps_groups(people, printed, enps)
    passives = people - promoters - detractors
    return [
        *apportion(shape[:7], detractors),
        *apportion(shape[7:9], passives),
        *apportion(shape[9:], promoters),
    ]


def _enps_groups(people: int, printed: tuple[str, str, str], enps: str) -> tuple[int, int]:
    aimed, _, against = (round(Fraction(p) * people / 100) for p in printed)
    for up, down in sorted(product(range(-4, 5), repeat=2), key=lambda m: abs(m[0]) + abs(m[1])):
        promoters, detractors = aimed + up, against + down
        groups = (promoters, people - promoters - detractors, detractors)
        score = Fraction(100 * (promoters - detractors), people)
        if _shares_print(groups, printed, people) and prints_as(score, enps, 0):
            return promoters, detractors
    raise NoSolutionError(f"no counts of {people} print as {printed} with eNPS {enps}")


def _percentages(counts: Sequence[int], people: int) -> Iterator[Fraction]:
    return (Fraction(100 * n, people) for n in counts)


def _shares_print(counts: Sequence[int], printed: Sequence[str], people: int) -> bool:
    shares = _percentages(counts, people)
    return all(prints_as(share, p, 0) for share, p in zip(shares, printed, strict=True))


def _check_shares(counts: Sequence[int], printed: Sequence[str], people: int) -> None:
    if not _shares_print(counts, printed, people):
        raise NoSolutionError(f"{counts} of {people} do not print as {printed}")


def _distance_to_edge(counts: Sequence[int], printed: Sequence[str], people: int) -> Fraction:
    shares = zip(_percentages(counts, people), printed, strict=True)
    return min(Fraction(1, 2) - abs(share - Fraction(p)) for share, p in shares)
