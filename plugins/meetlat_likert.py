"""Scores of questions and themes: the mean of the answers.

The scale gives each answer its score, mirrored for a reverse-coded question. Answers without a
score ("don't know") and blanks do not count. A rule computes the score of a theme from its
questions: one of the three in this module, or the one that the column `rule` of `Themes` names.
"""

from collections.abc import Sequence
from typing import Annotated

import polars as pl
from annotated_types import Ge
from polars import selectors as cs

from meetlat import Answers, Counts, hookimpl, metric, theme_rule


def question_scores(counts: pl.DataFrame) -> pl.DataFrame:
    """The mean score per group and question, with the number of scored answers."""
    n, score = pl.col("n"), pl.col("score")
    # Only numbers, multiplied before they are grouped, because there may be millions of rows.
    points = counts.select("base", "score", n=n, points=n * score).with_row_index("row")
    # In a fixed order, because the last digit of a sum of fractions depends on the order.
    by_question = points.drop_nulls("score").group_by("base", maintain_order=True)
    sums = by_question.agg(pl.col("row").first(), pl.col("n", "points").sum())
    about = counts.select(*Counts.KEYS, "theme", "weight")[sums["row"]]
    mean = sums.select("n", score=pl.when(n > 0).then(pl.col("points") / n))
    return about.hstack(mean)


@metric(
    table="QuestionScores",
    named="likert",
    on=True,
    formats={"n": "0", "score": "0.0"},
    by_group=True,
)
def likert(counts: Counts) -> pl.DataFrame:
    """Score: the mean of the answers to a question."""
    return question_scores(counts).drop("weight")


@metric(
    table="ThemeScores",
    keys=Counts.THEME_KEYS,
    named="likert",
    on=True,
    formats={"questions": "0", "n": "0", "score": "0.0"},
)
def themes(theme_scores: pl.DataFrame) -> pl.DataFrame:
    """Theme score: computed from the questions of a theme, by the rule in `Themes`.

    `questions` is the number of questions that count in it, and `n` the number of people.
    """
    return theme_scores


@theme_rule(by_group=True)
def questions(counts: Counts) -> pl.DataFrame:
    """The weighted mean of the unrounded scores of the theme's questions.

    A question without answers or with weight 0 does not count. `n` is the largest number of answers
    to one of the questions. This is the rule if `Themes` names none.
    """
    counted = question_scores(counts).drop_nulls("score")
    weighted = (pl.col("score") * pl.col("weight")).sum() / pl.col("weight").sum()
    return _themes(counted, weighted)


@theme_rule(by_group=True)
def pooled(counts: Counts) -> pl.DataFrame:
    """The mean of all answers to the theme's questions, each with the weight of its question.

    A question with more answers counts for more. `n` is the largest number of answers to one of
    the questions.
    """
    counted = question_scores(counts).drop_nulls("score")
    weight = pl.col("n") * pl.col("weight")
    return _themes(counted, (pl.col("score") * weight).sum() / weight.sum())


def _themes(counted: pl.DataFrame, score: pl.Expr) -> pl.DataFrame:
    return counted.group_by(Counts.THEME_KEYS, maintain_order=True).agg(
        questions=pl.len(), n=pl.col("n").max(), score=score
    )


@theme_rule()
def respondents(
    answers: Answers,
    groups: pl.Series,
    person_weights: pl.Series,
    questions: pl.DataFrame,
    minimum: Annotated[int, Ge(1)] = 1,
) -> pl.DataFrame:
    """The mean over people of their own weighted means of the theme's questions.

    People who answered fewer than `minimum` questions do not count; `n` is the number who do.

    The score differs from the mean of the questions by what people who skipped a question add.
    That sum is rounded, because an exact one can disclose what one of them answered.
    """
    asked = questions.group_by("theme", maintain_order=True).agg(
        "question", "weight", pl.col("lowest").min(), pl.col("highest").max()
    )
    # The rows of a group are adjacent; grouping by sorted numbers is fastest.
    number = groups.rle_id().set_sorted().alias(GROUP)
    by_group = answers.with_columns(number).group_by(GROUP, maintain_order=True)
    has_answers = by_group.agg(pl.all().count() > 0)
    names_of_groups = groups.unique(maintain_order=True)
    rows = [pl.DataFrame(schema=RESPONDENTS)]
    for theme, names, weights, lowest, highest in asked.iter_rows():
        pairs = list(zip(map(cs.by_name, names), weights, strict=True))
        people = answers.select(
            number, weight=person_weights, **_of_person(pairs, (lowest + highest) / 2)
        )
        sums = people.group_by(GROUP, maintain_order=True).agg(**_sums(minimum))
        found = has_answers.select(
            group=names_of_groups,
            theme=pl.lit(theme),
            questions=pl.sum_horizontal(cs.by_name(names).cast(pl.Int64)),
            whole=pl.sum_horizontal(column * weight for column, weight in pairs),
        )
        scores = found.hstack(sums.drop(GROUP))
        rows.append(scores.select(*list(RESPONDENTS)[:-1], score=_score(lowest, highest)))
    return pl.concat(rows).filter(pl.col("n") > 0)


# The columns of questions, each with its weight.
Pairs = Sequence[tuple[pl.Expr, float]]

# A temporary column; no question has this name.
GROUP = "\x00group"

RESPONDENTS = {
    **dict.fromkeys(("group", "theme"), pl.String),
    **dict.fromkeys(("questions", "n"), pl.Int64),
    "score": pl.Float64,
}

# What people who skipped a question add to a sum of scores is rounded to so many whole scales.
STEP = 1.0

# The decimals of a sum of fractions that are certain, so that halves are always rounded alike.
CERTAIN = 6


def _of_person(pairs: Pairs, middle: float) -> dict[str, pl.Expr]:
    """How many questions a person answered, their weight, and the sum of the weighted scores.

    Scores are counted from the middle of the scale. `least` and `most` are the lowest and the
    highest of the scores as they are.
    """
    columns = [column for column, _ in pairs]
    return {
        "answered": pl.sum_horizontal(column.is_not_null() for column in columns),
        "base": pl.sum_horizontal(column.is_not_null() * weight for column, weight in pairs),
        "total": pl.sum_horizontal((column - middle) * weight for column, weight in pairs),
        "least": pl.min_horizontal(columns),
        "most": pl.max_horizontal(columns),
    }


def _sums(minimum: int) -> dict[str, pl.Expr]:
    """The sums over the people of a group, by name.

    `n` is the number of people who count, and `people` the sum of their weights. `means` is the sum
    of their own means, and `totals` that of everyone's weighted scores.
    """
    weight, total = pl.col("weight"), pl.col("total")
    counts = pl.col("answered") >= minimum
    return {
        "n": counts.sum().cast(pl.Int64),
        "people": weight.filter(counts).sum(),
        "means": (weight * total / pl.col("base")).filter(counts).sum(),
        "totals": (weight * total).sum(),
        "least": pl.col("least").min(),
        "most": pl.col("most").max(),
    }


def _score(lowest: float, highest: float) -> pl.Expr:
    """The mean of means, in which what people who skipped a question add is rounded.

    It stays between the lowest and the highest score that was given.
    """
    middle, step = (lowest + highest) / 2, STEP * (highest - lowest) or 1.0
    of_questions = pl.col("totals") / pl.col("whole")
    added = ((pl.col("means") - of_questions) / step).round(CERTAIN)
    rounded = (added + 0.5).floor() * step
    return (middle + (of_questions + rounded) / pl.col("people")).clip("least", "most")


@hookimpl
def register_metrics(register):
    """Register the scores of questions and themes."""
    register(likert)
    register(themes)


@hookimpl
def register_theme_rules(register):
    """Register the rules for themes."""
    register(questions)
    register(pooled)
    register(respondents)
