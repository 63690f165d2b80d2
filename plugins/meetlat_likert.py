"""Scores of questions and themes on their scale: the mean of what people answered.

An answer's score comes from its scale, mirrored for a reverse-coded question. Answers without a
score ("don't know") and blanks count nowhere.
"""

import polars as pl

from meetlat import Counts, hookimpl, metric


def question_scores(counts: pl.DataFrame) -> pl.DataFrame:
    """The mean score per group and question, with the number of scored answers."""
    scored = counts.drop_nulls("score")
    n = pl.col("n").sum()
    mean = (pl.col("n") * pl.col("score")).sum() / n
    # In a fixed order, for sums of fractions differ in their last digit with the order of adding.
    return scored.group_by(Counts.KEYS, maintain_order=True).agg(
        pl.col("theme", "weight").first(), n=n, score=pl.when(n > 0).then(mean)
    )


@metric(
    table="QuestionScores",
    named="likert",
    on=True,
    formats={"n": "0", "score": "0.0"},
    titles={"nl": "Score: het gemiddelde van de antwoorden op een vraag."},
)
def likert(counts: Counts) -> pl.DataFrame:
    """Score: the mean of the answers to a question."""
    return question_scores(counts).drop("weight")


@metric(
    table="ThemeScores",
    keys=Counts.THEME_KEYS,
    named="likert",
    on=True,
    titles={"nl": "Themascore: het gewogen gemiddelde van de scores van de vragen van een thema."},
    formats={"questions": "0", "n": "0", "score": "0.0"},
)
def themes(counts: Counts) -> pl.DataFrame:
    """Theme score: the weighted mean of the unrounded scores of a theme's questions.

    A question that nobody answered, or with weight 0, has no part in it. `n` is the largest
    number of answers that one of the questions got.
    """
    counted = question_scores(counts).filter(pl.col("score").is_not_null(), pl.col("weight") > 0)
    weighted = (pl.col("score") * pl.col("weight")).sum() / pl.col("weight").sum()
    return counted.group_by(Counts.THEME_KEYS).agg(
        questions=pl.len().cast(pl.Int64), n=pl.col("n").max(), score=weighted
    )


@hookimpl
def register_metrics(register):
    """Offer both scores."""
    register(likert)
    register(themes)
