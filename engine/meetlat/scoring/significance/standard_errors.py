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

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from meetlat.counting.privacy.two_scores import people_of_two_scores
from meetlat.groups import GROUP_KEYS, QUESTION_KEYS, Group, rows_of_groups
from meetlat.scoring.run import Run
from meetlat.scoring.significance.spread import People, Spread
from meetlat.scoring.significance.theme_members import CONTRIBUTIONS, members_of_themes

# The columns of a table of precision.
PRECISION: dict[str, pl.DataType] = {
    **dict.fromkeys(("table", "subject", "answer"), pl.String()),
    **dict.fromkeys(("value", "n", "sd"), pl.Float64()),
}

# The same for several groups.
_OF_GROUPS = {**dict.fromkeys(GROUP_KEYS, pl.String()), **PRECISION}


def standard_errors(
    tables: Mapping[str, pl.DataFrame],
    counts: pl.DataFrame,
    people: People,
    rules: Sequence[Run],
    groups: Sequence[Group],
) -> dict[Group, pl.DataFrame]:
    """The precision of the means, shares and eNPS of some groups.

    Args:
        tables: the tables of metrics for all groups, by name.
        counts: the counts of these groups that may be shown.
        people: the respondents of each group.
        rules: the rules that scored the themes, with their questions and parameters.
        groups: the groups.

    Returns:
        For each group `table`, `subject` and `answer` (as in `Comparisons`), `value`, `n` and `sd`,
        without rows for missing figures and without other plugins' tables of the same name. `n` is
        the number of people, or their effective sample size if they are weighted: for a theme,
        everyone who answered any of its questions; for a share, everyone who answered the question.
        `sd` is null if fewer than two people answered, and for a theme if it would disclose
        answers of a few people. Both are null for a theme whose rule does
        not come with Meetlat.
    """
    if "squares" not in counts.columns:
        counts = counts.with_columns(squares="n")  # every weight is 1
    source = _Source(counts, people, rules)
    found = [pl.DataFrame(schema=_OF_GROUPS)]
    for table, precision_of in PRECISION_OF.items():
        if table in tables and MAIN[table] in tables[table].columns:
            own = rows_of_groups(tables[table], groups)
            rows = precision_of(own, source).drop_nulls("value").with_columns(table=pl.lit(table))
            found.append(rows.select(pl.col(c).cast(dtype) for c, dtype in _OF_GROUPS.items()))
    parts = pl.concat(found).partition_by(GROUP_KEYS, as_dict=True, include_key=False)
    return {group: parts.get(group, pl.DataFrame(schema=PRECISION)) for group in groups}


class _Source(NamedTuple):
    """The data that the figures of some groups were computed from."""

    counts: pl.DataFrame
    people: People
    rules: Sequence[Run]


def _means(shown: pl.DataFrame, source: _Source) -> pl.DataFrame:
    """Scores of questions: the standard deviation of their scored answers, with n - 1."""
    scored = source.counts.drop_nulls("score").select(*QUESTION_KEYS, "score", "squares", times="n")
    answers = shown.select(*QUESTION_KEYS, value="score").join(scored, on=QUESTION_KEYS)
    squares = pl.col("times") * (pl.col("score") - pl.col("value")) ** 2
    variance = squares.sum() / pl.col("times").sum()
    by_question = answers.group_by(*QUESTION_KEYS, "value", maintain_order=True)
    return by_question.agg(n=_effective("times"), variance=variance).select(
        *GROUP_KEYS, "n", "value", subject="question", answer=None, sd=_sd("variance")
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
        *GROUP_KEYS,
        n="base",
        subject="question",
        answer=None,
        value="enps",
        sd=100 * variance.sqrt(),
    )


def _favourable(shown: pl.DataFrame, source: _Source) -> pl.DataFrame:
    """Shares of everyone who gave a scored answer to the question."""
    return _with_scored_base(shown, source).select(
        *GROUP_KEYS,
        subject=pl.format("favourable:{}", "question"),
        answer=None,
        value="favourable",
        n="base",
        sd=_sd_of_share("favourable"),
    )


def _with_scored_base(shown: pl.DataFrame, source: _Source) -> pl.DataFrame:
    """A table with how many people gave a scored answer; their effective number if weighted."""
    bases = source.counts.drop_nulls("score").group_by(QUESTION_KEYS).agg(base=_effective("n"))
    return shown.join(bases, on=QUESTION_KEYS, how="left", maintain_order="left")


def _sd_of_share(share: str) -> pl.Expr:
    return (pl.col(share) * (1 - pl.col(share))).clip(lower_bound=0).sqrt()


def _shares(shown: pl.DataFrame, source: _Source) -> pl.DataFrame:
    """Shares of everyone who answered the question."""
    based = shown.join(_bases(source), on=QUESTION_KEYS, how="left", maintain_order="left")
    sd = _sd_of_share("share")
    return based.select(*GROUP_KEYS, "answer", subject="question", value="share", n="base", sd=sd)


def _bases(source: _Source) -> pl.DataFrame:
    """How many people answered each question; their effective number if they are weighted."""
    given = pl.col("n").sum()
    mean_weight = pl.when(given > 0).then(pl.col("squares").sum() / given).otherwise(1.0)
    return source.counts.group_by(QUESTION_KEYS).agg(base=pl.col("answered").first() / mean_weight)


def _themes(shown: pl.DataFrame, source: _Source) -> pl.DataFrame:
    """Scores of themes by their rules, one theme at a time because there may be many people."""
    spreads: dict[tuple[Group, str], Spread] = {}
    for run in source.rules:
        if (contribution := CONTRIBUTIONS.get(run.declared.name)) is not None:
            few = _one_of_two_scores_from_few(source, run.questions)
            for theme, members in members_of_themes(source.counts, run.questions).items():
                found = source.people.spreads(members, contribution(members, **run.parameters))
                for group, spread in found.items():
                    discloses = len(members.questions) > 1 and (*group, theme) in few
                    spreads[group, theme] = spread._replace(sd=None) if discloses else spread
    rows = [
        (*group, theme, None, value, *spreads.get((Group(*group), theme), (None, None)))
        for *group, theme, value in shown.select(*GROUP_KEYS, "theme", "score").iter_rows()
    ]
    schema = {name: dtype for name, dtype in _OF_GROUPS.items() if name != "table"}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _one_of_two_scores_from_few(
    source: _Source, questions: Sequence[str]
) -> Collection[tuple[str, ...]]:
    """Segment, group and theme of the questions to which only two scores were given, one by a few.

    A spread of the theme discloses what these few answered to its other questions.
    """
    two = people_of_two_scores(source.counts, questions)
    few = two.filter(pl.col("people") < source.people.fewest)
    return set(few.select(*GROUP_KEYS, "theme").iter_rows())


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
