"""How precise each figure of a group is: the number of people behind it, and their spread.

The standard error of any figure is `sd / sqrt(n)`. A test needs no more than that (see the plugin
`meetlat_differences`), and the table `Comparisons` has the same columns for typed figures.

For a mean, `sd` is the standard deviation of the answers. For a theme it is found by linearisation,
the usual method for ratios in survey statistics: it follows the contribution of each respondent to
the score through all questions. A respondent who answered several questions then counts as one
person, and missing answers do not matter. If everyone answered every question, it equals the
standard deviation of the respondents' own theme means.

If respondents are weighted, `n` is Kish's effective sample size, because unequal weights make a
figure less precise, and `sd` is the weighted one (R's `cov.wt`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from meetlat.counting.shown_answers import ShownAnswers
from meetlat.counting.weights import effective
from meetlat.groups import Group
from meetlat.reading.responses.coding import CodedAnswers, combinations
from meetlat.reading.responses.scored import WEIGHT, scored_answers
from meetlat.scoring.run import Run

# The columns of a table of precision.
PRECISION = {
    **dict.fromkeys(("table", "subject", "answer"), pl.String()),
    **dict.fromkeys(("value", "n", "sd"), pl.Float64()),
}


def standard_errors(
    tables: Mapping[str, pl.DataFrame],
    answers: ShownAnswers,
    rules: Sequence[Run],
    group: Group,
) -> pl.DataFrame:
    """The precision of the means, shares and eNPS of one group.

    Args:
        tables: the tables of metrics for all groups, by name.
        answers: the answers that may be shown.
        rules: the rules that scored the themes, with their questions and parameters.
        group: the group.

    Returns:
        `table`, `subject` and `answer` (as in `Comparisons`), `value`, `n` and `sd`, without rows
        for missing figures and without other plugins' tables of the same name. `n` is the number of
        people, or their effective sample size if they are weighted: for a theme, everyone who
        answered any of its questions; for a share, everyone who answered the question. `sd` is null
        if fewer than two people answered. Both are null for a theme whose rule does not come with
        Meetlat.
    """
    counts = group.rows_of(answers.counts)
    if "squares" not in counts.columns:
        counts = counts.with_columns(squares="n")  # every weight is 1
    source = _Source(counts, answers, rules, group)
    found = [pl.DataFrame(schema=PRECISION)]
    for table, precision_of in PRECISION_OF.items():
        if table in tables and MAIN[table] in tables[table].columns:
            rows = precision_of(group.rows_of(tables[table]), source).drop_nulls("value")
            rows = rows.with_columns(table=pl.lit(table))
            found.append(rows.select(pl.col(c).cast(dtype) for c, dtype in PRECISION.items()))
    return pl.concat(found)


class _Source(NamedTuple):
    """The data that the figures of a group were computed from."""

    counts: pl.DataFrame
    answers: ShownAnswers
    rules: Sequence[Run]
    group: Group


def _means(shown: pl.DataFrame, source: _Source) -> pl.DataFrame:
    """Scores of questions: the standard deviation of their scored answers, with n - 1."""
    scored = source.counts.drop_nulls("score").select("question", "score", "squares", times="n")
    answers = shown.select("question", value="score").join(scored, on="question")
    squares = pl.col("times") * (pl.col("score") - pl.col("value")) ** 2
    variance = squares.sum() / pl.col("times").sum()
    by_question = answers.group_by("question", "value", maintain_order=True)
    return by_question.agg(n=_effective("times"), variance=variance).select(
        "n", "value", subject="question", answer=None, sd=_sd("variance")
    )


def _effective(n: str) -> pl.Expr:
    """Kish's effective sample size of some rows; the number of people if all weigh 1."""
    return pl.col(n).sum() ** 2 / pl.col("squares").sum()


def _sd(variance: str) -> pl.Expr:
    """The standard deviation with n - 1, from the mean of squares; null for fewer than two."""
    n = pl.col("n")
    return pl.when(n > 1).then((pl.col(variance) * n / (n - 1)).sqrt())


def _nets(shown: pl.DataFrame, source: _Source) -> pl.DataFrame:
    """eNPS: an answer counts 100, 0 or -100. The variance divides by n, as for shares."""
    net = pl.col("promoters") - pl.col("detractors")
    variance = (pl.col("promoters") + pl.col("detractors") - net**2).clip(lower_bound=0)
    return _with_scored_base(shown, source).select(
        n="base", subject="question", answer=None, value="enps", sd=100 * variance.sqrt()
    )


def _favourable(shown: pl.DataFrame, source: _Source) -> pl.DataFrame:
    """Shares of everyone who gave a scored answer to the question."""
    return _with_scored_base(shown, source).select(
        subject=pl.format("favourable:{}", "question"),
        answer=None,
        value="favourable",
        n="base",
        sd=_sd_of_share("favourable"),
    )


def _with_scored_base(shown: pl.DataFrame, source: _Source) -> pl.DataFrame:
    """A table with how many people gave a scored answer; their effective number if weighted."""
    bases = source.counts.drop_nulls("score").group_by("question").agg(base=_effective("n"))
    return shown.join(bases, on="question", how="left", maintain_order="left")


def _sd_of_share(share: str) -> pl.Expr:
    return (pl.col(share) * (1 - pl.col(share))).clip(lower_bound=0).sqrt()


def _shares(shown: pl.DataFrame, source: _Source) -> pl.DataFrame:
    """Shares of everyone who answered the question."""
    based = shown.join(_bases(source), on="question", how="left", maintain_order="left")
    sd = _sd_of_share("share")
    return based.select("answer", subject="question", value="share", n="base", sd=sd)


def _bases(source: _Source) -> pl.DataFrame:
    """How many people answered each question; their effective number if they are weighted."""
    given = pl.col("n").sum()
    mean_weight = pl.when(given > 0).then(pl.col("squares").sum() / given).otherwise(1.0)
    return source.counts.group_by("question").agg(base=pl.col("answered").first() / mean_weight)


class Member(NamedTuple):
    """A question in the score of a theme.

    Attributes:
        question: its id.
        weight: of the question in its theme.
        n: the sum of the weights of the people who gave a scored answer.
        mean: the mean of those answers.
    """

    question: str
    weight: float
    n: float
    mean: float


def _themes(shown: pl.DataFrame, source: _Source) -> pl.DataFrame:
    """Scores of themes by their rules, one theme at a time because there may be many people."""
    people = source.answers.respondents.of_group(source.group)
    spreads = {}
    for run in source.rules:
        if run.declared.name in CONTRIBUTIONS:
            for theme, members in _members(source.counts, run.questions).items():
                contribution = CONTRIBUTIONS[run.declared.name](members, **run.parameters)
                spreads[theme] = _spread(_contributions(people, members, contribution, source))
    rows = [
        (theme, None, value, *spreads.get(theme, (None, None)))
        for theme, value in shown.select("theme", "score").iter_rows()
    ]
    schema = {name: dtype for name, dtype in PRECISION.items() if name != "table"}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _members(counts: pl.DataFrame, questions: Sequence[str]) -> dict[str, list[Member]]:
    """The questions that count in the score of each theme."""
    n, score = pl.col("n"), pl.col("score")
    means = (
        counts.filter(pl.col("question").is_in(list(questions)))
        .drop_nulls("score")
        .group_by("theme", "question", "weight", maintain_order=True)
        .agg(n=n.sum(), mean=(n * score).sum() / n.sum())
    )
    found: dict[str, list[Member]] = {}
    for theme, *member in means.filter(pl.col("n") > 0).iter_rows():
        found.setdefault(theme, []).append(Member(*member))
    return found


def _contributions(
    people: CodedAnswers, members: Sequence[Member], contribution: pl.Expr, source: _Source
) -> pl.DataFrame:
    """The contribution of each person (`added`), and their weight.

    It is computed once for each combination of answers: there are far fewer of those than people.
    """
    asked = [member.question for member in members]
    items = [item for item in people.items if item.question in asked]
    scale = source.answers.respondents.answers.filter(pl.col("question").is_in(asked))
    columns = [column for item in items for column in item.columns]
    rows, combination = combinations(people.frame.select(columns))
    weights = pl.repeat(1.0, len(people.frame), eager=True)
    if not source.group.rows_of(source.answers.weighted_groups(asked)).is_empty():
        weights = people.frame[WEIGHT]
    scores = scored_answers(replace(people, frame=rows, items=items), scale)
    together = np.bincount(combination, weights.to_numpy(), len(rows))
    added = scores.with_columns(pl.Series(WEIGHT, together)).select(contribution).to_series()
    return pl.DataFrame({WEIGHT: weights, "added": added.gather(combination)})


def _spread(contributions: pl.DataFrame) -> tuple[float | None, float | None]:
    """`n` and `sd` of a score, from the contribution of each person; null for no contribution."""
    counted = contributions.drop_nulls()
    if counted.is_empty():
        return None, None
    weight, total = pl.col(WEIGHT), pl.col(WEIGHT).sum()
    deviation = pl.col("added") - (weight * pl.col("added")).sum() / total
    variance = total * (weight * deviation**2).sum()
    figures = counted.select(n=effective(weight), variance=variance)
    return figures.select("n", sd=_sd("variance")).row(0)


# The contribution of a person to the score of a theme, per unit of weight, apart from a constant.


def _questions(members: Sequence[Member]) -> pl.Expr:
    """The contribution to the weighted mean of the scores of questions."""
    total = sum(member.weight for member in members)
    parts = [_deviation(m, m.mean) * (m.weight / total / m.n) for m in members]
    return _if_answered(members, parts)


def _pooled(members: Sequence[Member]) -> pl.Expr:
    """The contribution to the weighted mean of all answers together."""
    total = sum(m.weight * m.n for m in members)
    mean = sum(m.weight * m.n * m.mean for m in members) / total
    return _if_answered(members, [_deviation(m, mean) * (m.weight / total) for m in members])


def _respondents(members: Sequence[Member], minimum: int = 1) -> pl.Expr:
    """The contribution to the mean of the respondents' own means."""
    weights = [pl.col(m.question).is_not_null() * m.weight for m in members]
    total = pl.sum_horizontal(pl.col(m.question) * m.weight for m in members)
    own = pl.when(_answered(members) >= minimum).then(total / pl.sum_horizontal(weights))
    return own / pl.col(WEIGHT).filter(own.is_not_null()).sum()


def _deviation(member: Member, mean: float) -> pl.Expr:
    return pl.col(member.question) - mean


def _if_answered(members: Sequence[Member], parts: Sequence[pl.Expr]) -> pl.Expr:
    return pl.when(_answered(members) > 0).then(pl.sum_horizontal(parts))


def _answered(members: Sequence[Member]) -> pl.Expr:
    return pl.sum_horizontal(pl.col(m.question).is_not_null() for m in members)


# By name of the theme rules that come with Meetlat.
CONTRIBUTIONS: Mapping[str, Callable[..., pl.Expr]] = {
    "questions": _questions,
    "pooled": _pooled,
    "respondents": _respondents,
}

# By name of the result table.
PRECISION_OF: Mapping[str, Callable[[pl.DataFrame, _Source], pl.DataFrame]] = {
    "ThemeScores": _themes,
    "QuestionScores": _means,
    "Enps": _nets,
    "Distributions": _shares,
    "Favourable": _favourable,
}

# The figure of each of these tables.
MAIN: Mapping[str, str] = {
    "ThemeScores": "score",
    "QuestionScores": "score",
    "Enps": "enps",
    "Distributions": "share",
    "Favourable": "favourable",
}
