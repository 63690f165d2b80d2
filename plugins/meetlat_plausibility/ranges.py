"""Find figures in Comparisons that are impossible on their scale, such as 68 for 6.8."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from meetlat import Catalogue, Finding, Number
from meetlat_plausibility.rounding_intervals import decimals_of
from meetlat_plausibility.texts import finding
from meetlat_plausibility.theme_members import Range

ANYTHING: Range = (-math.inf, math.inf)
ENPS: Range = (-100.0, 100.0)


def check_ranges(catalogue: Catalogue) -> Iterator[Finding]:
    """Remarks on figures outside the range of their scale, and on hundredths of a figure.

    A cell that shows a percentage holds a hundredth: 7.1 typed in it becomes 0.071. Figures of one
    comparison with the same fault give one remark, at the first of them.
    """
    if catalogue.comparisons.is_empty():
        return
    known = ranges(catalogue)
    asked = set(catalogue.questions.filter(metric="enps")["question"])
    figures = catalogue.comparisons.rows(named=True)
    rows_by_fault: dict[tuple[str, str, Range], list[int]] = {}
    for row, figure in enumerate(figures):
        if not is_possible(figure, known):
            subject, possible = figure["subject"], known[figure["subject"]]
            code = "figure-off-scale"
            if is_hundredth(figure["value"], possible):
                code = "enps-as-share" if subject in asked else "score-as-share"
            fault = code, figure["comparison"], possible
            rows_by_fault.setdefault(fault, []).append(row)
    for (code, comparison, (low, high)), rows in rows_by_fault.items():
        value, number = figures[rows[0]]["value"], 100 * figures[rows[0]]["value"]
        facts = {
            "value": _shown(value) if code == "figure-off-scale" else value,
            "number": Number(number, decimals_of(number)),
            "subject": figures[rows[0]]["subject"],
            "comparison": comparison,
            "times": f" ({len(rows)}x)" if len(rows) > 1 else "",
            "low": _shown(low),
            "high": _shown(high),
        }
        yield finding(code, "Comparisons", rows[0], "value", facts)


def ranges(catalogue: Catalogue) -> dict[str, Range]:
    """The range of the figures of each subject, if its metric is known here."""
    low, high = pl.col("lowest").min(), pl.col("highest").max()
    questions = catalogue.described_questions
    scored = questions.filter(pl.col("lowest") < pl.col("highest"), metric="likert")
    by_theme = scored.filter("counts_in_theme").group_by("theme").agg(low, high)
    found = dict.fromkeys(questions.filter(metric="enps")["question"], ENPS)
    for frame in (scored.select("question", "lowest", "highest"), by_theme):
        found |= {subject: (lowest, highest) for subject, lowest, highest in frame.iter_rows()}
    return found


def is_possible(figure: Mapping[str, Any], known: Mapping[str, Range]) -> bool:
    """Whether a row of Comparisons holds a possible figure; a share has a rule of its own."""
    low, high = known.get(figure["subject"], ANYTHING)
    value = figure["value"]
    if value is None or figure["answer"] is not None:
        return True
    return low <= value <= high and not is_hundredth(value, (low, high))


def is_hundredth(value: float, possible: Range) -> bool:
    """Whether a figure is so close to zero that it is probably a hundredth of the one meant.

    An eNPS is a whole number. On a scale with other negative scores, zero is an ordinary mean.
    """
    low, high = possible
    return (low >= 0 or possible == ENPS) and 0 < abs(value) < high / 100 < math.inf


def _shown(value: float) -> Number:
    return Number(value, 0 if value == int(value) else 2)
