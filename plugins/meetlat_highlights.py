"""Highlights: the highest and lowest scores and the largest changes, for a one-page summary.

Written only if the workbook has a table called `Highlights`; `docs/metrics/highlights.md` explains
how to make it and what its rows mean.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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


# The cells of a row by column: a score, or a change in a comparison.
Row = dict[str, Any]

# The mark of a difference, by table, comparison and subject.
Marks = Mapping[tuple[str, ...], str]

# What stands out: the highlight, its rank, and its place in the table.
Ranked = Iterator[tuple[str, int, int]]


@hookimpl
def result_tables(report: Report) -> Iterator[ResultTable]:
    """Derive `Highlights`: the highest and lowest scores, and the largest changes."""
    known = marks(report)
    rows = [
        row
        for kind, (table, name) in SCORES.items()
        if table in report
        for row in of_kind(report, kind, table, name, known)
    ]
    add_keys(rows, report.comparisons.names)
    put_in_words(report, rows)
    frame = pl.DataFrame({c: [row.get(c) for row in rows] for c in COLUMNS}, schema=COLUMNS)
    formats = {"rank": "0", "score": "0.0", "change": "+0.0;-0.0;0.0"}
    yield ResultTable("Highlights", frame, formats, optional=True)


def add_keys(rows: Sequence[Row], comparisons: Sequence[str]) -> None:
    """Add the key of each row: `theme risen 1 2` is the second highest rise, in comparison 1.

    Formulas find a row by it in any language; comparison 0 stands for none.
    """
    numbers: dict[Any, int] = {name: n for n, name in enumerate(comparisons, start=1)}
    places: Counter[str] = Counter()
    for row in rows:
        start = f"{row['kind']} {row['highlight']} {numbers.get(row.get('comparison'), 0)}"
        places[start] += 1
        row["key"] = f"{start} {places[start]}"


def put_in_words(report: Report, rows: Sequence[Row]) -> None:
    """Write the kinds and highlights in the survey's language."""
    texts = words(report.settings.language).under("plugins.meetlat_highlights")
    earlier = {*filter(Figures(report).is_earlier, report.comparisons.names)}
    for row in rows:
        highlight: str = row["highlight"]
        if row.get("comparison") not in earlier:
            highlight = BESIDE.get(highlight, highlight)
        row["kind"] = texts.get(row["kind"], row["kind"])
        row["highlight"] = texts.get(highlight, highlight)


def of_kind(report: Report, kind: str, table: str, name: str, known: Marks) -> Iterator[Row]:
    """Yield the highlights of the themes or of the questions."""
    columns = (report[table][column].to_list() for column in (kind, name, "score"))
    rows = list(zip(*columns, strict=True))
    scores = {place: score for place, (*_, score) in enumerate(rows) if score is not None}
    ranked_scores = {place: round(score, DECIMALS) for place, score in scores.items()}

    def row(highlight: str, rank: int, place: int) -> Row:
        subject, named, score = rows[place]
        about = {"kind": kind, "subject": subject, "name": named, "score": score}
        return {**about, "highlight": highlight, "rank": rank}

    for ranked in extremes(ranked_scores):
        yield row(*ranked)
    for comparison in report.comparisons.names:
        others = report[table][comparison].to_list()
        changed = {p: score - others[p] for p, score in scores.items() if others[p] is not None}
        for highlight, rank, place in changes({p: round(c, DECIMALS) for p, c in changed.items()}):
            mark = known.get((table, comparison, rows[place][0]))
            more = {"comparison": comparison, "change": changed[place], "mark": mark}
            yield row(highlight, rank, place) | more


def marks(report: Report) -> Marks:
    """The marks of differences, by table, comparison and subject (see `meetlat_differences`)."""
    if "Differences" not in report:
        return {}
    columns = ("table", "comparison", "subject", "mark")
    *keys, signs = (report["Differences"][column].to_list() for column in columns)
    rows = zip(zip(*keys, strict=True), signs, strict=True)
    return {key: sign for key, sign in rows if sign}


def extremes(scores: Mapping[int, float]) -> Ranked:
    """The highest and the lowest scores, at most half of all each, so that none is both."""
    most = min(MOST, len(scores) // 2)
    highest = list(_ranked(scores, most, "highest"))
    lowest = list(_ranked(scores, most, "lowest", lowest=True))
    in_both = {place for *_, place in highest} & {place for *_, place in lowest}
    yield from (one for one in (*highest, *lowest) if one[-1] not in in_both)


def changes(changed: Mapping[int, float]) -> Ranked:
    """The largest rises and the largest falls in one comparison."""
    yield from _ranked({p: c for p, c in changed.items() if c > 0}, MOST, "risen")
    yield from _ranked({p: c for p, c in changed.items() if c < 0}, MOST, "fallen", lowest=True)


def _ranked(
    figures: Mapping[int, float], most: int, highlight: str, *, lowest: bool = False
) -> Ranked:
    """The first `most` by rank; equal ones share a rank and stay in the report's order."""
    ranks: dict[float, int] = {}
    for rank, value in enumerate(sorted(figures.values(), reverse=not lowest), start=1):
        ranks.setdefault(value, rank)
    first = [(ranks[value], place) for place, value in figures.items() if ranks[value] <= most]
    yield from ((highlight, rank, place) for rank, place in sorted(first))
