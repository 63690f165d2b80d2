"""Draw the answers to the other questions: eNPS, single and multiple choice, coded topics."""

from collections.abc import Sequence
from random import Random
from typing import Any

from meetlat_workbooks.aims import Aims
from meetlat_workbooks.content import Content, Row, is_multiple
from meetlat_workbooks.draw import Steps, ranked
from meetlat_workbooks.latent import Latent, mixed
from meetlat_workbooks.people import Gaps, normal, shuffled
from meetlat_workbooks.solve import (
    enps_counts,
    multiple_choice_counts,
    single_choice_counts,
    topic_base,
)

# The answers that each respondent gave to one question, by the respondent's position.
Chosen = dict[int, list[str]]


def draw_enps(
    content: Content, aims: Aims, question: Row, gaps: Gaps, latent: Latent, rng: Random
) -> Steps:
    """Answers from 0 to 10 that give the printed figures."""
    recipe = content.survey["synthetic"]["enps"]
    who = gaps.answered(question["question"])
    groups = ("promoters_percentage", "passives_percentage", "detractors_percentage")
    promoters, passives, detractors = (aims.summary[g]["current"] for g in groups)
    counts = enps_counts(
        len(who),
        recipe["shape"],
        (promoters, passives, detractors),
        aims.summary["enps"]["current"],
    )
    return ranked(counts, who, _scores(recipe, latent, gaps.size, rng))


def draw_choice(
    content: Content, aims: Aims, question: Row, gaps: Gaps, latent: Latent, rng: Random
) -> Chosen:
    """Answers to a choice or topic question that give the printed figures."""
    name = question["question"]
    recipe = content.survey["synthetic"]["choices"][name]
    aimed = aims.distributions[name]
    answers = [row["answer"] for row in content.scale(question["scale"])]
    printed = [aimed[row["gist"]]["current"] for row in content.scale(question["scale"])]
    who = gaps.answered(name)
    scores = _scores(recipe, latent, gaps.size, rng)
    if not is_several(content, aims, question):
        counts = single_choice_counts(printed, len(who))
        # Ranking runs from the lowest score, which is the last answer.
        steps = ranked(counts[::-1], who, scores)
        return {i: [answers[::-1][step]] for i, step in steps.items()}
    counts = [int(row["count"] or 0) for row in aimed.values()]
    if all(counts):
        who = _fit_base(who, gaps.size, topic_base(counts, printed, gaps.size), rng)
    else:
        counts = multiple_choice_counts(printed, len(who))
    return _several(answers, counts, who, scores, recipe.get("exclusive"), rng)


def is_several(content: Content, aims: Aims, question: Row) -> bool:
    """Whether respondents may give several answers."""
    kinds = {row["kind"] for row in aims.distributions[question["question"]].values()}
    return is_multiple(question) or kinds != {"single"}


def _scores(recipe: dict[str, Any], latent: Latent, size: int, rng: Random) -> list[float]:
    noise = [normal(rng) for _ in range(size)]
    return mixed(latent[recipe["theme"]], 1 - recipe["random"], noise)


def _fit_base(who: Sequence[int], size: int, base: int, rng: Random) -> list[int]:
    """The positions of `base` respondents: first those who answered, then others at random."""
    others = [i for i in range(size) if i not in set(who)]
    return sorted([*shuffled(list(who), rng), *shuffled(others, rng)][:base])


def _several(
    answers: Sequence[str],
    counts: Sequence[int],
    who: Sequence[int],
    scores: Sequence[float],
    exclusive: str | None,
    rng: Random,
) -> Chosen:
    chosen: Chosen = {i: [] for i in who}
    by_score = sorted(who, key=lambda i: -scores[i])
    free = list(who)
    for answer, n in zip(answers, counts, strict=True):
        if answer == exclusive:
            free = by_score[n:]
            for i in by_score[:n]:
                chosen[i].append(answer)
        else:
            for i in sorted(shuffled(free, rng)[:n]):
                chosen[i].append(answer)
    _fill_empty(chosen, rng)
    return {i: shuffled(given, rng) for i, given in chosen.items()}


def _fill_empty(chosen: Chosen, rng: Random) -> None:
    """Give respondents without an answer one of those who have most, so that counts stay right."""
    for i in [i for i, given in chosen.items() if not given]:
        richest = max(chosen, key=lambda j: (len(chosen[j]), rng.random()))
        chosen[i].append(chosen[richest].pop(rng.randrange(len(chosen[richest]))))
