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

# The cells of a table, by column.
Columns = dict[str, list[Any]]

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
    ours = report.precision.figures(report.group)
    compared = {name: compared_figures(report, name) for name in report.comparisons.names}
    columns: Columns = {name: [] for name in COLUMNS}
    for table, test in TESTS.items():
        for number, (comparison, (theirs, others)) in enumerate(compared.items(), start=1):
            own, other = ours.get(table, {}), theirs.get(table, {})
            about = [one for one in own if one in other]
            found = differences(about, own, other, others.get(table, {}), test)
            found |= marks(report, table, about, found["difference"], found["p"])
            found |= stored(report, table, comparison, found)
            found |= names(report, table, number, about)
            found["table"], found["comparison"] = [table] * len(about), [comparison] * len(about)
            for name, cells in columns.items():
                cells += found[name]
    frame = pl.DataFrame(columns, schema=COLUMNS)
    yield ResultTable("Differences", frame, FORMATS, optional=True)


def differences(
    about: Sequence[About],
    own: Mapping[About, Figure],
    theirs: Mapping[About, Figure],
    others: Mapping[About, Figure],
    test: Test,
) -> Columns:
    """The differences of a table from one comparison, each with the p-value of its test.

    `own` and `theirs` are the figures of the table and of the comparison, `others` those to test
    against. Each column has a value for each of `about`.
    """
    ours = [own[one] for one in about]
    values = [theirs[one].value for one in about]
    tested = [others.get(one) for one in about]
    return {
        "current": [figure.value for figure in ours],
        "value": values,
        "difference": [figure.value - value for figure, value in zip(ours, values, strict=True)],
        "n": [None if figure.n is None else round(figure.n) for figure in ours],
        "p": [
            None if other is None else test(figure, other)
            for figure, other in zip(ours, tested, strict=True)
        ],
    }


def names(report: Report, table: str, number: int, about: Sequence[About]) -> Columns:
    """What each row is about, and its key: `QuestionScores pride 1` beside comparison 1."""
    named, labels = report.once(subject_names)[table], report.once(answer_labels)
    answers = [labels.get(one, one[1]) for one in about]
    keys = [f"{table} {subject} {number}" for subject, _ in about]
    return {
        "key": [f"{k} {label}" if label else k for k, label in zip(keys, answers, strict=True)],
        "subject": [subject for subject, _ in about],
        "name": [named[subject] for subject, _ in about],
        "answer": answers,
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


def marks(
    report: Report,
    table: str,
    about: Sequence[About],
    differences: Sequence[float],
    ps: Sequence[float | None],
) -> Columns:
    """The adjusted p-values and the marks of the differences of one table from one comparison.

    They are read together, so they are adjusted together.
    """
    texts, settings = words(report.settings.language), report.settings
    yes, no = texts["yes_no.yes"], texts["yes_no.no"]
    matters, smallest = CRITERIA[settings.mark_differences], report.once(smallest_by_subject, table)
    adjusted = CORRECTIONS[settings.correction](ps)
    significant = [None if p is None else p < LEVEL for p in adjusted]
    remarkable = [
        abs(difference) >= smallest.get(subject, inf) - CLOSE
        for (subject, _), difference in zip(about, differences, strict=True)
    ]
    judged = zip(significant, remarkable, differences, strict=True)
    return {
        "p_adjusted": adjusted,
        "significant": [None if is_so is None else yes if is_so else no for is_so in significant],
        "remarkable": [yes if is_so else no for is_so in remarkable],
        "mark": [mark_of(by) if matters(one, other) else None for one, other, by in judged],
    }


def mark_of(difference: float) -> str | None:
    """The mark of a difference that matters; None if it is 0."""
    return UP if difference > CLOSE else DOWN if difference < -CLOSE else None


def stored(report: Report, table: str, comparison: str, found: Columns) -> Columns:
    """The figures as they are written: weighted ones are rounded, and p may be (see `P_STEPS`)."""
    of_whole = comparison == report.comparisons.organisation
    weighting = report.weighting
    is_weighted = weighting is not None and (of_whole or weighting.is_of(report.group))
    made: Columns = {}
    if is_weighted:
        current = [report.stored(v, table, comparison, report.group) for v in found["current"]]
        values = found["value"]
        if of_whole:
            values = [report.stored(value, table, comparison, WHOLE) for value in values]
        made = {"current": current, "value": values}
        made["difference"] = [one - other for one, other in zip(current, values, strict=True)]
    if is_weighted or table == "ThemeScores":
        made |= {name: [rounded_up(p) for p in found[name]] for name in ("p", "p_adjusted")}
    return made


def rounded_up(p: float | None) -> float | None:
    """The smallest of `P_STEPS` that is not below a p-value."""
    return None if p is None else next(step for step in P_STEPS if p <= step)


def smallest_by_subject(report: Report, table: str) -> Mapping[str, float]:
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


def answer_labels(report: Report) -> Mapping[About, str]:
    """The label of each answer, by question and answer."""
    answers = report.questions.join(report.catalogue.scales, on="scale", maintain_order="left")
    return {(q, a): label for q, a, label in answers[["question", "answer", "label"]].iter_rows()}
