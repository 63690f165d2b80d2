"""Highlights: what stands out among the scores, for whoever reads one page only.

A table of the report is filled where the workbook has one called `Highlights`; how to make it, and
what the rows say, stands in `docs/metrics/highlights.md`.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from meetlat import Report, ResultTable, hookimpl, words

MOST = 3
"""So many of each; more where several share the last place."""

SAME = 9
"""Decimals in which two scores must differ to be two."""

SCORES = {"theme": ("ThemeScores", "name"), "question": ("QuestionScores", "text")}
"""Where the scores of each kind of subject stand, and what they are called there."""

BESIDE_THE_WHOLE = {"risen": "above", "fallen": "below"}
"""A group has neither improved nor declined against the organisation that it is part of."""

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
    beside_whole = pl.col("comparison") == report.comparisons.organisation
    highlight = pl.col("highlight")
    said = pl.when(beside_whole).then(highlight.replace(BESIDE_THE_WHOLE)).otherwise(highlight)
    frame = keyed.with_columns(said).with_columns(pl.col("kind", "highlight").replace(texts))
    formats = {"rank": "0", "score": "0.0", "change": "+0.0;-0.0;0.0"}
    yield ResultTable("Highlights", frame, formats, optional=True)


def _key(comparisons: Sequence[str]) -> pl.Expr:
    """`theme risen 1 2`: the second theme that rose most against the first comparison.

    For formulas to find a row by, whatever the language and the names; 0 is no comparison.
    """
    numbers = {name: str(number) for number, name in enumerate(comparisons, start=1)}
    number = pl.col("comparison").replace_strict(numbers, default="0", return_dtype=pl.String)
    place = pl.int_range(1, pl.len() + 1).over("kind", "highlight", "comparison").cast(pl.String)
    return pl.concat_str("kind", "highlight", number, place, separator=" ")


def of_kind(report: Report, kind: str, table: str, name: str) -> Iterator[pl.DataFrame]:
    """The highlights among the themes, or among the questions."""
    scored = report[table].drop_nulls("score")
    of = [pl.lit(kind).alias("kind"), pl.col(kind).alias("subject"), pl.col(name).alias("name")]
    scores = scored.select(*of, "score")
    yield from extremes(scores.with_columns(comparison=None, change=None, mark=None))
    for comparison in report.comparisons.names:
        change = pl.Series("change", scored["score"] - scored[comparison], dtype=pl.Float64)
        changed = scores.with_columns(change, pl.lit(comparison).alias("comparison"))
        marked = changed.join(marks(report, table, comparison), on="subject", how="left")
        yield from changes(marked.drop_nulls("change"))


def marks(report: Report, table: str, comparison: str) -> pl.DataFrame:
    """`subject` and `mark` of the differences that mean something (see `meetlat_differences`)."""
    if "Differences" not in report:
        return pl.DataFrame(schema={"subject": pl.String, "mark": pl.String})
    told = report["Differences"].filter(
        pl.col("table") == table, pl.col("comparison") == comparison
    )
    return told.select("subject", "mark").drop_nulls()


def extremes(scores: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The highest and the lowest: none is both, so there are at most half of them of each."""
    most = min(MOST, scores.height // 2)
    highest, lowest = _ranked(scores, "score", most), _ranked(scores, "score", most, fewest=True)
    yield _named(highest.join(lowest, on="subject", how="anti", maintain_order="left"), "highest")
    yield _named(lowest.join(highest, on="subject", how="anti", maintain_order="left"), "lowest")


def changes(scores: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Those that rose most and those that fell most against one comparison."""
    change = pl.col("change").round(SAME)
    yield _named(_ranked(scores.filter(change > 0), "change", MOST), "risen")
    yield _named(_ranked(scores.filter(change < 0), "change", MOST, fewest=True), "fallen")


def _ranked(scores: pl.DataFrame, by: str, most: int, *, fewest: bool = False) -> pl.DataFrame:
    """The first of them, with their rank; equals share one, and stay in the report's order."""
    rank = pl.col(by).round(SAME).rank("min", descending=not fewest).cast(pl.Int64)
    ranked = scores.with_columns(rank=rank).filter(pl.col("rank") <= most)
    return ranked.sort("rank", maintain_order=True)


def _named(scores: pl.DataFrame, highlight: str) -> pl.DataFrame:
    return scores.with_columns(pl.lit(highlight).alias("highlight"))
