"""Differences: the difference of each figure from each comparison, and whether it matters.

Two questions are asked of each difference: is it significant (a test), and is it large enough to
matter (a threshold)? The setting `mark_differences` chooses which of the two is marked. Written
only if the workbook has a table called `Differences`; `docs/comparisons.md` describes its
columns and `docs/differences.md` the tests.
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

# A difference with a smaller p-value is significant.
LEVEL = 0.05

# The range of scores that the setting `remarkable_difference` is for; for others it is scaled.
TEN_POINTS = 10

# Tolerance for floating point: a computed difference of .3 may be slightly smaller than .3.
CLOSE = 1e-9

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

# The p of weighted figures and of themes is rounded up to one of these. An exact p would reveal the
# exact figures, or how the answers to the questions of a theme go together, and those can reveal
# the answers of a few people.
P_STEPS = (0.001, 0.01, 0.05, 0.1, 1.0)

Row = dict[str, Any]

# What a figure is about: its subject, and its answer if it is the share of one.
About = tuple[str, str | None]

Test = Callable[[Figure, Figure], float | None]

# The test for the figures of each table.
TESTS: Mapping[str, Test] = {
    "ThemeScores": Figure.test_of_means,
    "QuestionScores": Figure.test_of_means,
    "Enps": Figure.test_of_enps,
    "Distributions": Figure.test_of_shares,
    "Favourable": Figure.test_of_shares,
}

# Whether a difference that may be significant and remarkable is marked, by the value of the setting
# `mark_differences`.
CRITERIA: Mapping[str, Callable[[bool | None, bool], bool | None]] = {
    "significant": lambda significant, _: significant,
    "remarkable": lambda _, remarkable: remarkable,
    "both": lambda significant, remarkable: significant and remarkable,
    "either": lambda significant, remarkable: significant or remarkable,
}

# By the value of the setting `correction`.
CORRECTIONS = {"holm": holm, "bh": benjamini_hochberg}


@hookimpl
def result_tables(report: Report) -> Iterator[ResultTable]:
    """Derive `Differences`: a row for each figure in the report and each comparison that has it."""
    names, labels = report.once(subject_names), report.once(answer_labels)
    ours = report.precision.figures(report.group)
    compared = {name: compared_figures(report, name) for name in report.comparisons.names}
    rows: list[Row] = []
    for table, test in TESTS.items():
        smallest = report.once(remarkable_differences, table)
        own = ours.get(table, {})
        for number, comparison in enumerate(report.comparisons.names, start=1):
            theirs, others = (found.get(table, {}) for found in compared[comparison])
            found = list(differences(own, theirs, others, test))
            add_marks(report, found, smallest)
            for row in found:
                subject, answer = row["subject"], row["answer"]
                label = labels.get((subject, answer), answer)
                row["key"] = " ".join(filter(None, [table, subject, str(number), label]))
                row["name"], row["answer"] = names[table][subject], label
                row["table"], row["comparison"] = table, comparison
            store(report, found, table, comparison)
            rows += found
    frame = pl.DataFrame({name: [row[name] for row in rows] for name in COLUMNS}, schema=COLUMNS)
    yield ResultTable("Differences", frame, FORMATS, optional=True)


def differences(
    own: Mapping[About, Figure],
    theirs: Mapping[About, Figure],
    others: Mapping[About, Figure],
    test: Test,
) -> Iterator[Row]:
    """The differences of a table from one comparison, each with the p-value of its test.

    `own` and `theirs` are the figures of the table and of the comparison, `others` those to test
    against.
    """
    for about, ours in own.items():
        if about in theirs:
            tested = others.get(about)
            subject, answer = about
            yield {
                "subject": subject,
                "answer": answer,
                "current": ours.value,
                "value": theirs[about].value,
                "difference": ours.value - theirs[about].value,
                "n": None if ours.n is None else round(ours.n),
                "p": None if tested is None else test(ours, tested),
            }


def figures(moments: pl.DataFrame) -> dict[str, dict[About, Figure]]:
    """Figures of comparisons by table and by what they are about; the first one if there are two.

    Without a table they are for every table.
    """
    found: dict[str, dict[About, Figure]] = {table: {} for table in TESTS}
    columns = ("table", "subject", "answer", "value", "n", "sd")
    rows = zip(*(moments[column].to_list() for column in columns), strict=True)
    for table, subject, answer, value, n, sd in rows:
        if value is not None:
            about, figure = (subject, answer), Figure(value, n, sd)
            for own in (found.get(table),) if table else found.values():
                if own is not None:
                    own.setdefault(about, figure)
    return found


Figures = Mapping[str, Mapping[About, Figure]]


def compared_figures(report: Report, comparison: str) -> tuple[Figures, Figures]:
    """The figures of a comparison by table, and those to test against.

    Beside the organisation these are the figures of everyone outside the group, because the
    organisation includes the group; only those that enough people answered.
    """
    if comparison == report.comparisons.organisation:
        return report.once(figures_of_whole), report.precision.figures_outside(report.group)
    if comparison in report.comparisons.of_organisation:
        theirs = report.once(figures_of_comparison, comparison)
    else:
        theirs = figures_of_comparison(report, comparison)
    return theirs, theirs


def figures_of_comparison(report: Report, comparison: str) -> Figures:
    """The figures of a comparison; the same beside each group if they are of the organisation."""
    return figures(report.comparisons.figures.filter(comparison=comparison))


def figures_of_whole(report: Report) -> Figures:
    """The figures of the organisation."""
    return report.precision.figures(WHOLE)


def add_marks(report: Report, rows: Sequence[Row], smallest: Mapping[str, float]) -> None:
    """Add adjusted p-values and marks to the rows of one table and one comparison.

    The rows have `difference` and `p`; they are read together, so they are adjusted together.
    `smallest` is the smallest remarkable difference by subject.
    """
    texts, settings = words(report.settings.language), report.settings
    yes, no = texts["yes_no.yes"], texts["yes_no.no"]
    matters, correct = CRITERIA[settings.mark_differences], CORRECTIONS[settings.correction]
    for row, adjusted in zip(rows, correct([row["p"] for row in rows]), strict=True):
        difference = row["difference"]
        significant = None if adjusted is None else adjusted < LEVEL
        remarkable = abs(difference) >= smallest.get(row["subject"], inf) - CLOSE
        mark = UP if difference > CLOSE else DOWN if difference < -CLOSE else None
        row["p_adjusted"] = adjusted
        row["significant"] = None if significant is None else yes if significant else no
        row["remarkable"] = yes if remarkable else no
        row["mark"] = mark if matters(significant, remarkable) else None


def store(report: Report, rows: Sequence[Row], table: str, comparison: str) -> None:
    """Make rows as they are written: weighted figures are rounded, and p may be (see `P_STEPS`)."""
    of_whole = comparison == report.comparisons.organisation
    weighting = report.weighting
    is_weighted = weighting is not None and (of_whole or weighting.is_of(report.group))
    for row in rows:
        if is_weighted:
            row["current"] = report.stored(row["current"], table, comparison, report.group)
            if of_whole:
                row["value"] = report.stored(row["value"], table, comparison, WHOLE)
            row["difference"] = row["current"] - row["value"]
        if is_weighted or table == "ThemeScores":
            for name in ("p", "p_adjusted"):
                row[name] = rounded_up(row[name])


def rounded_up(p: float | None) -> float | None:
    """The smallest of `P_STEPS` that is not below a p-value."""
    return None if p is None else next(step for step in P_STEPS if p <= step)


def remarkable_differences(report: Report, table: str) -> Mapping[str, float]:
    """The smallest remarkable difference by subject: a part of its range."""
    part = report.settings.remarkable_difference / TEN_POINTS
    questions = report.questions.with_columns(range=pl.col("highest") - pl.col("lowest"))
    if table == "ThemeScores":
        weighted = (pl.col("range") * pl.col("weight")).sum() / pl.col("weight").sum()
        counted = questions.filter(pl.col("metric") == "likert").drop_nulls(["theme", "range"])
        ranges = counted.group_by("theme").agg(weighted)
    elif table == "QuestionScores":
        ranges = questions.select("question", "range")
    else:
        whole = ENPS_RANGE if table == "Enps" else 1.0
        ranges = pl.DataFrame({"subject": list(report.once(subject_names)[table])}).with_columns(
            pl.lit(whole)
        )
    return {subject: part * wide for subject, wide in ranges.iter_rows() if wide is not None}


def subject_names(report: Report) -> Mapping[str, Mapping[str, str]]:
    """The names of the subjects of each table."""
    texts = dict(report.questions[["question", "text"]].iter_rows())
    favourable = {f"favourable:{question}": text for question, text in texts.items()}
    own = {"ThemeScores": report.catalogue.theme_names, "Favourable": favourable}
    return {table: own.get(table, texts) for table in TESTS}


def answer_labels(report: Report) -> Mapping[tuple[str, str], str]:
    """The label of each answer, by question and answer."""
    answers = report.questions.join(report.catalogue.scales, on="scale", maintain_order="left")
    return {(q, a): label for q, a, label in answers[["question", "answer", "label"]].iter_rows()}
