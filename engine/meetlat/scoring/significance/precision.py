"""How sure each figure of the report is: on how many people it rests, how far they lie apart.

A figure's standard error is `sd / sqrt(n)`, whatever the figure: that is all a test needs to know
(see the plugin `meetlat_differences`), and what the table `Comparisons` asks of a figure from
elsewhere. For a mean `sd` is that of the answers. For a theme it is found by linearising: what
each person adds to the score is followed through its questions, as survey statistics does for a
ratio, so that someone who answered many of them is still one person, and blanks do no harm. Where
everybody answered everything it equals the standard deviation of people's own theme means.

Where respondents are weighted, `n` is Kish's effective sample size of those whom the figure rests
on, and `sd` the weighted one (R's `cov.wt`): weights that differ make a figure less sure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from meetlat.counting.weights import effective
from meetlat.reading.responses.coding import Coded
from meetlat.reading.responses.scored import WEIGHT, scored_answers
from meetlat.scoring.results import MOMENTS
from meetlat.scoring.run import Given, Run


def moments(
    figures: Mapping[str, pl.DataFrame],
    given: Given,
    rules: Sequence[Run],
    group: tuple[str, str],
) -> pl.DataFrame:
    """The figures of one group that are means, shares or eNPS, and how sure each is.

    Args:
        figures: what metrics made of all groups (see `Results.everywhere`).
        given: the answers that may be shown.
        rules: that scored the themes, with their questions and parameters.
        group: its segment and name; blanks for the whole organisation.

    Returns:
        `table` (of the figure), `subject` and `answer` (as in `Comparisons`), `value`, `n` and
        `sd`; only figures that there are. `n` is how many people it rests on, or what those are
        worth where they are weighted. That of a theme counts everyone who answered any of its
        questions, of a share all who answered the question. Null are `sd` where fewer than two
        people answered, and both for a theme that is scored by an analyst's own rule.
    """
    counts = given.counts.filter(segment=group[0], group=group[1])
    if "squares" not in counts.columns:
        counts = counts.with_columns(squares="n")  # everyone weighs 1
    asked = Asked(counts, given, rules, group)
    found = [pl.DataFrame(schema=MOMENTS)]
    for table, maker in MAKERS.items():
        if table in figures:
            shown = figures[table].filter(segment=group[0], group=group[1])
            made = maker(shown, asked).drop_nulls("value").with_columns(table=pl.lit(table))
            found.append(made.select(pl.col(c).cast(dtype) for c, dtype in MOMENTS.items()))
    return pl.concat(found)


class Asked(NamedTuple):
    """Whose figures are asked for, and what they were made of (see `moments`)."""

    counts: pl.DataFrame
    given: Given
    rules: Sequence[Run]
    group: tuple[str, str]


def _means(shown: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Scores of questions: the standard deviation of their scored answers, of n - 1."""
    scored = asked.counts.drop_nulls("score").select("question", "score", "squares", times="n")
    answers = shown.select("question", value="score").join(scored, on="question")
    off = (pl.col("times") * (pl.col("score") - pl.col("value")) ** 2).sum() / pl.col("times").sum()
    by_question = answers.group_by("question", "value", maintain_order=True)
    return by_question.agg(n=_effective("times"), variance=off).select(
        "n", "value", subject="question", answer=None, sd=_sd("variance")
    )


def _effective(n: str) -> pl.Expr:
    """Kish's effective sample size of some rows; how many people, where all weigh 1."""
    return pl.col(n).sum() ** 2 / pl.col("squares").sum()


def _sd(variance: str) -> pl.Expr:
    """From the mean of squares, by n - 1; null where fewer than two people answered."""
    n = pl.col("n")
    return pl.when(n > 1).then((pl.col(variance) * n / (n - 1)).sqrt())


def _nets(shown: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """eNPS: an answer is worth 100, 0 or -100; `n` and not n - 1, as for any share."""
    net = pl.col("promoters") - pl.col("detractors")
    variance = (pl.col("promoters") + pl.col("detractors") - net**2).clip(lower_bound=0)
    bases = asked.counts.drop_nulls("score").group_by("question").agg(base=_effective("n"))
    based = shown.join(bases, on="question", how="left", maintain_order="left")
    return based.select(
        n="base", subject="question", answer=None, value="enps", sd=100 * variance.sqrt()
    )


def _shares(shown: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Shares: their base is all who answered the question."""
    based = shown.join(_bases(asked), on="question", how="left", maintain_order="left")
    variance = (pl.col("share") * (1 - pl.col("share"))).clip(lower_bound=0)
    return based.select("answer", subject="question", value="share", n="base", sd=variance.sqrt())


def _bases(asked: Asked) -> pl.DataFrame:
    """How many answered each question; of weighted people, what those are worth."""
    given = pl.col("n").sum()
    heavy = pl.when(given > 0).then(pl.col("squares").sum() / given).otherwise(1.0)
    return asked.counts.group_by("question").agg(base=pl.col("answered").first() / heavy)


class Member(NamedTuple):
    """A question in the score of a theme: its weight, and the mean of its scored answers.

    `n` is the sum of the weights of those who gave them.
    """

    question: str
    weight: float
    n: float
    mean: float


def _themes(shown: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Scores of themes, each by its rule; a theme at a time, for there may be many people."""
    given = asked.given
    people = given.respondents.of_group(*asked.group)
    spreads, answered = {}, _people_who_answered(asked)
    for run in asked.rules:
        if run.declared.name in ADDED:
            least = given.respondents.smallest if run.is_over_persons else 1
            questions = [q for q in run.questions if answered.get(q, 0) >= least]
            for theme, members in _members(asked.counts, questions).items():
                added = ADDED[run.declared.name](members, **run.parameters)
                spreads[theme] = _spread(_scores(people, members, given), added)
    rows = [
        (theme, None, value, *spreads.get(theme, (None, None)))
        for theme, value in shown.select("theme", "score").iter_rows()
    ]
    schema = {name: dtype for name, dtype in MOMENTS.items() if name != "table"}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _people_who_answered(asked: Asked) -> dict[str, int]:
    """How many people of a group gave a scored answer to each question."""
    segment, group = asked.group
    counts = asked.given.unweighted.counts.filter(segment=segment, group=group)
    scored = counts.drop_nulls("score").group_by("question").agg(pl.col("n").sum())
    return dict(scored.iter_rows())


def _members(counts: pl.DataFrame, questions: Sequence[str]) -> dict[str, list[Member]]:
    """Those of the questions that count in the score of each theme."""
    n, score = pl.col("n"), pl.col("score")
    counted = counts.filter(pl.col("question").is_in(list(questions)), pl.col("weight") > 0)
    means = (
        counted.drop_nulls("score")
        .group_by("theme", "question", "weight", maintain_order=True)
        .agg(n=n.sum(), mean=(n * score).sum() / n.sum())
    )
    found: dict[str, list[Member]] = {}
    for theme, *member in means.filter(pl.col("n") > 0).iter_rows():
        found.setdefault(theme, []).append(Member(*member))
    return found


def _scores(people: Coded, members: Sequence[Member], given: Given) -> pl.DataFrame:
    asked = [member.question for member in members]
    items = [item for item in people.items if item.question in asked]
    answers = given.respondents.answers.filter(pl.col("question").is_in(asked))
    scores = scored_answers(replace(people, items=items), answers)
    return scores if WEIGHT in scores.columns else scores.with_columns(pl.lit(1.0).alias(WEIGHT))


def _spread(scores: pl.DataFrame, added: pl.Expr) -> tuple[float | None, float | None]:
    """`n` and `sd` of a score, from what each person adds to it; null: does not count."""
    counted = scores.select(pl.col(WEIGHT), added=added).drop_nulls()
    if counted.is_empty():
        return None, None
    weight, total = pl.col(WEIGHT), pl.col(WEIGHT).sum()
    off = pl.col("added") - (weight * pl.col("added")).sum() / total
    figures = counted.select(n=effective(weight), variance=total * (weight * off**2).sum())
    return figures.select("n", sd=_sd("variance")).row(0)


# What a person adds to the score of a theme for each unit of weight, apart from what is the same
# for all.


def _questions(members: Sequence[Member]) -> pl.Expr:
    """To the weighted mean of the scores of questions."""
    total = sum(member.weight for member in members)
    parts = [_off(m, m.mean) * (m.weight / total / m.n) for m in members]
    return _of_those_who_answered(members, parts)


def _pooled(members: Sequence[Member]) -> pl.Expr:
    """To the weighted mean of all answers together."""
    total = sum(m.weight * m.n for m in members)
    mean = sum(m.weight * m.n * m.mean for m in members) / total
    return _of_those_who_answered(members, [_off(m, mean) * (m.weight / total) for m in members])


def _respondents(members: Sequence[Member], minimum: int = 1) -> pl.Expr:
    """To the mean of people's own means: each of them the same part of it."""
    weights = [pl.col(m.question).is_not_null() * m.weight for m in members]
    total = pl.sum_horizontal(pl.col(m.question) * m.weight for m in members)
    own = pl.when(_answered(members) >= minimum).then(total / pl.sum_horizontal(weights))
    return own / pl.col(WEIGHT).filter(own.is_not_null()).sum()


def _off(member: Member, mean: float) -> pl.Expr:
    return pl.col(member.question) - mean


def _of_those_who_answered(members: Sequence[Member], parts: Sequence[pl.Expr]) -> pl.Expr:
    return pl.when(_answered(members) > 0).then(pl.sum_horizontal(parts))


def _answered(members: Sequence[Member]) -> pl.Expr:
    return pl.sum_horizontal(pl.col(m.question).is_not_null() for m in members)


ADDED: Mapping[str, Callable[..., pl.Expr]] = {
    "questions": _questions,
    "pooled": _pooled,
    "respondents": _respondents,
}
"""By the rules of Meetlat's own that `Themes` may name."""

MAKERS: Mapping[str, Callable[[pl.DataFrame, Asked], pl.DataFrame]] = {
    "ThemeScores": _themes,
    "QuestionScores": _means,
    "Enps": _nets,
    "Distributions": _shares,
}
"""By result table, what tells how sure its figures are."""
