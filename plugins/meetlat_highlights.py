"""Highlights: the highest and lowest scores and the largest changes, for a one-page summary.

Written only if the workbook has a table called `Highlights`; `docs/metrics/highlights.md` explains
how to make it and what its rows mean.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

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
    "key": pl.String(),
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


# The name, score and mark of a theme or a question, or its change in a comparison.
Row = Mapping[str, Any]

# The mark of a difference, by table, comparison and subject.
Marks = Mapping[tuple[str, ...], str]


@hookimpl
def result_tables(report: Report) -> Iterator[ResultTable]:
    """Derive `Highlights`: the highest and lowest scores, and the largest changes."""
    texts = words(report.settings.language).under("plugins.meetlat_highlights")
    known = marks(report)
    found = [
        row
        for kind, (table, name) in SCORES.items()
        if table in report
        for row in of_kind(report, kind, table, name, known)
    ]
    earlier = {*filter(Figures(report).is_earlier, report.comparisons.names)}
    rows = [_worded(row, earlier, texts) for row in _keyed(found, report.comparisons.names)]
    frame = pl.DataFrame({c: [row.get(c) for row in rows] for c in COLUMNS}, schema=COLUMNS)
    formats = {"rank": "0", "score": "0.0", "change": "+0.0;-0.0;0.0"}
    yield ResultTable("Highlights", frame, formats, optional=True)


def _keyed(rows: Sequence[Row], comparisons: Sequence[str]) -> Iterator[Row]:
    """Add the key of each row: `theme risen 1 2` is the second highest rise, in comparison 1.

    Formulas find a row by it in any language; comparison 0 stands for none.
    """
    numbers: dict[Any, int] = {name: n for n, name in enumerate(comparisons, start=1)}
    places: Counter[str] = Counter()
    for row in rows:
        start = f"{row['kind']} {row['highlight']} {numbers.get(row.get('comparison'), 0)}"
        places[start] += 1
        yield {**row, "key": f"{start} {places[start]}"}


def _worded(row: Row, earlier: Container[str | None], texts: Mapping[str, str]) -> Row:
    """A row in the survey's language."""
    highlight = row["highlight"]
    if row.get("comparison") not in earlier:
        highlight = BESIDE.get(highlight, highlight)
    named = {"kind": row["kind"], "highlight": highlight}
    return {**row, **{column: texts.get(name, name) for column, name in named.items()}}


def of_kind(report: Report, kind: str, table: str, name: str, known: Marks) -> Iterator[Row]:
    """Yield the highlights of the themes or of the questions."""
    columns = (report[table][column].to_list() for column in (kind, name, "score"))
    rows = [
        {"kind": kind, "subject": subject, "name": named, "score": score}
        for subject, named, score in zip(*columns, strict=True)
    ]
    yield from extremes([row for row in rows if row["score"] is not None])
    for comparison in report.comparisons.names:
        changed = [
            {
                **row,
                "comparison": comparison,
                "change": row["score"] - other,
                "mark": known.get((table, comparison, row["subject"])),
            }
            for row, other in zip(rows, report[table][comparison].to_list(), strict=True)
            if row["score"] is not None and other is not None
        ]
        yield from changes(changed)


def marks(report: Report) -> Marks:
    """The marks of differences, by table, comparison and subject (see `meetlat_differences`)."""
    if "Differences" not in report:
        return {}
    columns = ("table", "comparison", "subject", "mark")
    *keys, signs = (report["Differences"][column].to_list() for column in columns)
    rows = zip(zip(*keys, strict=True), signs, strict=True)
    return {key: sign for key, sign in rows if sign}


def extremes(rows: Sequence[Row]) -> Iterator[Row]:
    """The highest and the lowest scores, at most half of all each, so that none is both."""
    most = min(MOST, len(rows) // 2)
    highest = list(_ranked(rows, "score", most, "highest"))
    lowest = list(_ranked(rows, "score", most, "lowest", lowest=True))
    in_both = {row["subject"] for row in highest} & {row["subject"] for row in lowest}
    yield from (row for row in (*highest, *lowest) if row["subject"] not in in_both)


def changes(rows: Sequence[Row]) -> Iterator[Row]:
    """The largest rises and the largest falls in one comparison."""
    risen = [row for row in rows if round(row["change"], DECIMALS) > 0]
    fallen = [row for row in rows if round(row["change"], DECIMALS) < 0]
    yield from _ranked(risen, "change", MOST, "risen")
    yield from _ranked(fallen, "change", MOST, "fallen", lowest=True)


def _ranked(
    rows: Sequence[Row], by: str, most: int, highlight: str, *, lowest: bool = False
) -> Iterator[Row]:
    """The first `most` rows by rank; equal ones share a rank and stay in the report's order."""
    values = [round(row[by], DECIMALS) for row in rows]
    ranks: dict[float, int] = {}
    for rank, value in enumerate(sorted(values, reverse=not lowest), start=1):
        ranks.setdefault(value, rank)
    numbered = zip((ranks[value] for value in values), rows, strict=True)
    for rank, row in sorted(numbered, key=lambda each: each[0]):
        if rank <= most:
            yield {**row, "rank": rank, "highlight": highlight}
