"""Highlights: the highest and lowest scores and the largest changes, for a one-page summary.

Written only if the workbook has a table called `Highlights`; `docs/metrics/highlights.md` explains
how to make it and what its rows mean.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from meetlat import Figures, Report, ResultTable, hookimpl, words

# How many highlights of each kind; more if several share the last place.
MOST = 7

# Scores that are equal after rounding to so many decimals share a rank.
DECIMALS = 9

# By kind of subject: the table with its scores, and the column with its name.
SCORES = {"theme": ("ThemeScores", "name"), "question": ("QuestionScores", "text")}

# Other words beside what is not an earlier survey: nothing has risen or fallen since then.
BESIDE = {"risen": "above", "fallen": "below"}

COLUMNS = {
    "kind": pl.String(),
    "highlight": pl.String(),
    "comparison": pl.String(),
    "rank": pl.Int64(),
    "subject": pl.String(),
    "name": pl.String(),
    "score": pl.Float64(),
    "change": pl.Float64(),
    "mark": pl.String(),
}


@hookimpl
def result_tables(report: Report) -> Iterator[ResultTable]:
    """Derive `Highlights`: the highest and lowest scores, and the largest changes."""
    found = [
        marked.select(list(COLUMNS))
        for kind, (table, name) in SCORES.items()
        if table in report
        for marked in of_kind(report, kind, table, name)
    ]
    texts = words(report.settings.language).under("plugins.meetlat_highlights")
    frame = pl.concat([pl.DataFrame(schema=COLUMNS), *found])
    keyed = frame.select(_key(report.comparisons.names).alias("key"), *COLUMNS)
    earlier = [*filter(Figures(report).is_earlier, report.comparisons.names)]
    highlight = pl.col("highlight")
    worded = pl.when(pl.col("comparison").is_in(earlier)).then(highlight)
    frame = keyed.with_columns(worded.otherwise(highlight.replace(BESIDE))).with_columns(
        pl.col("kind", "highlight").replace(texts)
    )
    formats = {"rank": "0", "score": "0.0", "change": "+0.0;-0.0;0.0"}
    yield ResultTable("Highlights", frame, formats, optional=True)


def _key(comparisons: Sequence[str]) -> pl.Expr:
    """The key of a row: `theme risen 1 2` is the second highest rise of a theme, in comparison 1.

    Formulas find a row by it in any language; comparison 0 stands for none.
    """
    numbers = {name: str(number) for number, name in enumerate(comparisons, start=1)}
    number = pl.col("comparison").replace_strict(numbers, default="0", return_dtype=pl.String)
    place = pl.int_range(1, pl.len() + 1).over("kind", "highlight", "comparison").cast(pl.String)
    return pl.concat_str("kind", "highlight", number, place, separator=" ")


def of_kind(report: Report, kind: str, table: str, name: str) -> Iterator[pl.DataFrame]:
    """Yield the highlights of the themes or of the questions."""
    scored = report[table].drop_nulls("score")
    about = [pl.lit(kind).alias("kind"), pl.col(kind).alias("subject"), pl.col(name).alias("name")]
    scores = scored.select(*about, "score")
    yield from extremes(scores.with_columns(comparison=None, change=None, mark=None))
    for comparison in report.comparisons.names:
        change = pl.Series("change", scored["score"] - scored[comparison], dtype=pl.Float64)
        changed = scores.with_columns(change, pl.lit(comparison).alias("comparison"))
        marked = changed.join(marks(report, table, comparison), on="subject", how="left")
        yield from changes(marked.drop_nulls("change"))


def marks(report: Report, table: str, comparison: str) -> pl.DataFrame:
    """`subject` and `mark` of the differences that are marked (see `meetlat_differences`)."""
    if "Differences" not in report:
        return pl.DataFrame(schema={"subject": pl.String, "mark": pl.String})
    own = report["Differences"].filter(table=table, comparison=comparison)
    return own.select("subject", "mark").drop_nulls()


def extremes(scores: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The highest and the lowest scores, at most half of all each, so that none is both."""
    most = min(MOST, scores.height // 2)
    highest, lowest = _ranked(scores, "score", most), _ranked(scores, "score", most, lowest=True)
    yield _named(highest.join(lowest, on="subject", how="anti", maintain_order="left"), "highest")
    yield _named(lowest.join(highest, on="subject", how="anti", maintain_order="left"), "lowest")


def changes(scores: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The largest rises and the largest falls in one comparison."""
    change = pl.col("change").round(DECIMALS)
    yield _named(_ranked(scores.filter(change > 0), "change", MOST), "risen")
    yield _named(_ranked(scores.filter(change < 0), "change", MOST, lowest=True), "fallen")


def _ranked(scores: pl.DataFrame, by: str, most: int, *, lowest: bool = False) -> pl.DataFrame:
    """The first `most` rows by rank; equal ones share a rank and stay in the report's order."""
    rank = pl.col(by).round(DECIMALS).rank("min", descending=not lowest).cast(pl.Int64)
    ranked = scores.with_columns(rank=rank).filter(pl.col("rank") <= most)
    return ranked.sort("rank", maintain_order=True)


def _named(scores: pl.DataFrame, highlight: str) -> pl.DataFrame:
    return scores.with_columns(pl.lit(highlight).alias("highlight"))
