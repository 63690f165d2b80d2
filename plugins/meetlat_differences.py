"""Differences: every figure beside every comparison, and whether it means anything.

Two things are asked of a difference, each by itself: is it more than chance (a test), and is it
large enough to matter (a threshold). The setting `mark_differences` says which of the two a mark
stands for. Filled where the workbook has a table called `Differences`; what its columns hold and
which tests these are stands in `docs/comparisons.md`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf
from typing import Any

import polars as pl

from meetlat import (
    WHOLE,
    Figure,
    Report,
    ResultTable,
    benjamini_hochberg,
    holm,
    hookimpl,
    words,
)

LEVEL = 0.05
"""A difference that chance makes less often than this is significant."""

TEN_POINTS = 10
"""`remarkable_difference` is of a range of ten points; of another range it is as large a part."""

CLOSE = 1e-9
"""What rounding leaves of .3 falls no shorter of it than this."""

UP, DOWN = "▲", "▼"

COLUMNS = {
    **dict.fromkeys(("key", "table", "subject", "name", "answer", "comparison"), pl.String()),
    **dict.fromkeys(("current", "value", "difference"), pl.Float64()),
    "n": pl.Int64(),
    **dict.fromkeys(("p", "p_adjusted"), pl.Float64()),
    **dict.fromkeys(("significant", "remarkable", "mark"), pl.String()),
}
FORMATS = {
    "current": "0.00",
    "value": "0.00",
    "difference": "+0.00;-0.00;0.00",
    "n": "0",
    "p": "0.000",
    "p_adjusted": "0.000",
}

ENPS_RANGE = 200.0

Row = dict[str, Any]
About = tuple[str, str | None]
"""What a figure of a table is about: its subject, and its answer if it is of one."""

Test = Callable[[Figure, Figure], float | None]


TESTS: Mapping[str, Test] = {
    "ThemeScores": Figure.test_of_means,
    "QuestionScores": Figure.test_of_means,
    "Enps": Figure.test_of_enps,
    "Distributions": Figure.test_of_shares,
    "Favourable": Figure.test_of_shares,
}
"""How the figures of each table are tested."""

# By the value of the setting `correction`.
CORRECTIONS = {"holm": holm, "bh": benjamini_hochberg}


@hookimpl
def result_tables(report: Report) -> Iterator[ResultTable]:
    """Derive `Differences`: a row for each figure shown and each comparison that has one for it."""
    names, labels = called(report), labelled(report)
    rows = []
    for table, test in TESTS.items():
        smallest = remarkable_from(report, table)
        for number, comparison in enumerate(report.comparisons.names, start=1):
            found = list(differences(report, table, comparison, test))
            for row in judged(report, found, smallest):
                subject, answer = row["subject"], row["answer"]
                label = labels.get((subject, answer), answer)
                key = " ".join(filter(None, [table, subject, str(number), label]))
                rows.append({**row, "key": key, "name": names[table][subject], "answer": label})
    yield ResultTable("Differences", pl.DataFrame(rows, schema=COLUMNS), FORMATS, optional=True)


def differences(report: Report, table: str, comparison: str, test: Test) -> Iterator[Row]:
    """The figures of a table that one comparison has a value for, each with the p of its test."""
    theirs = beside(report, table, comparison)
    others = outsiders(report, table) if comparison == report.comparisons.organisation else theirs
    own = (
        report.precision.of(report.group).filter(pl.col("table") == table)
        if theirs
        else report.precision.of(report.group).clear()
    )
    for about, ours in figures(own).items():
        if about in theirs:
            tested = others.get(about)
            subject, answer = about
            yield {
                "table": table,
                "subject": subject,
                "answer": answer,
                "comparison": comparison,
                "current": ours.value,
                "value": theirs[about].value,
                "difference": ours.value - theirs[about].value,
                "n": None if ours.n is None else round(ours.n),
                "p": None if tested is None else test(ours, tested),
            }


def figures(moments: pl.DataFrame) -> dict[About, Figure]:
    """Figures by what they are about; the first if there are two about the same."""
    rows = moments.drop_nulls("value").select("subject", "answer", "value", "n", "sd").iter_rows()
    found: dict[About, Figure] = {}
    for subject, answer, *figure in rows:
        found.setdefault((subject, answer), Figure(*figure))
    return found


def beside(report: Report, table: str, comparison: str) -> Mapping[About, Figure]:
    """The figures of a comparison for a table."""
    of_table = pl.col("table").fill_null(table) == table
    if comparison == report.comparisons.organisation:
        return figures(report.precision.of(WHOLE).filter(of_table))
    return figures(report.comparisons.figures.filter(of_table, comparison=comparison))


def outsiders(report: Report, table: str) -> Mapping[About, Figure]:
    """The figures of everyone outside the group, for the organisation has the group in it.

    Only of what enough of them answered.
    """
    return figures(report.precision.outside(report.group).filter(table=table))


def judged(report: Report, rows: Sequence[Row], smallest: Mapping[str, float]) -> Iterator[Row]:
    """The rows of one table beside one comparison: they are read together, so adjusted together.

    Args:
        report: their settings say which mark is asked for, and in which language.
        rows: with `difference` and `p`.
        smallest: how large a difference must be to be remarkable, by subject.
    """
    texts = words(report.settings.language)
    yes, no = texts["yes_no.yes"], texts["yes_no.no"]
    correct = CORRECTIONS[report.settings.correction]
    for row, adjusted in zip(rows, correct([row["p"] for row in rows]), strict=True):
        significant = None if adjusted is None else adjusted < LEVEL
        remarkable = abs(row["difference"]) >= smallest.get(row["subject"], inf) - CLOSE
        asked = {"significant": significant, "remarkable": remarkable}
        asked["both"], asked["either"] = all(asked.values()), any(asked.values())
        up, down = row["difference"] > CLOSE, row["difference"] < -CLOSE
        mark = UP if up else DOWN if down else None
        yield {
            **row,
            "p_adjusted": adjusted,
            "significant": None if significant is None else yes if significant else no,
            "remarkable": yes if remarkable else no,
            "mark": mark if asked[report.settings.mark_differences] else None,
        }


def remarkable_from(report: Report, table: str) -> Mapping[str, float]:
    """How large a difference must be to be remarkable: by subject, a part of its range."""
    part = report.settings.remarkable_difference / TEN_POINTS
    questions = report.questions.with_columns(range=pl.col("highest") - pl.col("lowest"))
    if table == "ThemeScores":
        weighted = (pl.col("range") * pl.col("weight")).sum() / pl.col("weight").sum()
        ranges = questions.drop_nulls(["theme", "range"]).group_by("theme").agg(weighted)
    elif table == "QuestionScores":
        ranges = questions.select("question", "range")
    else:
        whole = ENPS_RANGE if table == "Enps" else 1.0
        ranges = pl.DataFrame({"subject": list(called(report)[table])}).with_columns(pl.lit(whole))
    return {subject: part * wide for subject, wide in ranges.iter_rows() if wide is not None}


def called(report: Report) -> Mapping[str, Mapping[str, str]]:
    """What the subjects of each table are called."""
    texts = dict(report.questions.select("question", "text").iter_rows())
    favourable = {f"favourable:{question}": text for question, text in texts.items()}
    own = {"ThemeScores": report.catalogue.theme_names, "Favourable": favourable}
    return {table: own.get(table, texts) for table in TESTS}


def labelled(report: Report) -> Mapping[tuple[str, str], str]:
    """What the answers to each question are called."""
    answers = report.questions.join(report.catalogue.scales, on="scale", maintain_order="left")
    return {
        (q, a): label for q, a, label in answers.select("question", "answer", "label").iter_rows()
    }
