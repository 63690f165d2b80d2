"""Give the solved counts of answers to respondents, so that their answers correlate.

Each respondent gets a score for a question (latent score plus noise); the least favourable answer
goes to the lowest scores, and so on. The counts stay exact whatever the scores are.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from random import Random
from statistics import variance

from meetlat_workbooks.aims import Aims
from meetlat_workbooks.content import Content, Row, counts_in_theme
from meetlat_workbooks.latent import Latent, mixed
from meetlat_workbooks.people import Gaps, normal
from meetlat_workbooks.solve import theme_counts

# The answers to a question by the position of the respondent; without those who did not answer.
Steps = dict[int, int]


def draw_theme(
    content: Content, aims: Aims, theme: Row, gaps: Gaps, latent: Latent, rng: Random
) -> dict[str, Steps]:
    """Answers to a theme's scored questions, as steps from the least favourable one."""
    name = theme["theme"]
    recipe = content.survey["synthetic"]
    asked = [q for q in content.measured_by("likert") if q["theme"] == name]
    counts = _solved(content, aims, asked, theme, gaps, rng)
    noise = {q["question"]: [normal(rng) for _ in range(gaps.size)] for q in asked}

    def answers(question: Row, loading: float) -> Steps:
        scores = mixed(latent[name], loading, noise[question["question"]])
        return ranked(counts[question["question"]], gaps.answered(question["question"]), scores)

    counted = [q for q in asked if counts_in_theme(q)]
    loading = _tuned(
        lambda loading: cronbach_alpha([answers(q, loading) for q in counted]),
        recipe["alpha"][name],
    )
    return {
        q["question"]: answers(q, loading if counts_in_theme(q) else recipe["loose_loading"])
        for q in asked
    }


def _solved(
    content: Content, aims: Aims, asked: Sequence[Row], theme: Row, gaps: Gaps, rng: Random
) -> dict[str, list[int]]:
    scores = sorted(Fraction(a["score"]) for a in content.scale(asked[0]["scale"]) if a["score"])
    return theme_counts(
        questions={q["question"]: aims.questions[q["question"]]["current"] for q in asked},
        people={q["question"]: len(gaps.answered(q["question"])) for q in asked},
        weights={q["question"]: int(q["weight"] or 1) for q in asked},
        theme=aims.themes[theme["theme"]]["current"],
        step=scores[1] - scores[0],
        spread=tuple(content.survey["synthetic"]["spread"]),
        rng=rng,
    )


def ranked(counts: Sequence[int], who: Sequence[int], scores: Sequence[float]) -> Steps:
    """Give answer 0 to the lowest scores, then answer 1 and so on, as often as `counts` has it."""
    in_order = iter(sorted(who, key=lambda i: scores[i]))
    steps = (step for step, n in enumerate(counts) for _ in range(n))
    return dict(zip(in_order, steps, strict=True))


def cronbach_alpha(items: Sequence[Mapping[int, int]]) -> float:
    """Cronbach's alpha over respondents who answered all items."""
    complete = set.intersection(*(set(item) for item in items))
    rows = [[item[i] for item in items] for i in sorted(complete)]
    parts = sum(variance(column) for column in zip(*rows, strict=True))
    return len(items) / (len(items) - 1) * (1 - parts / variance([sum(row) for row in rows]))


def _tuned(alpha_at: Callable[[float], float], wished: float) -> float:
    """The smallest loading, in hundredths, that gives a theme at least the wished alpha."""
    low, high = 1, 99
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if alpha_at(middle / 100) >= wished else (middle + 1, high)
    return low / 100
