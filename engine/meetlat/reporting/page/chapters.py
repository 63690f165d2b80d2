"""Themes, the questions under them, and how answers divide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from meetlat.reporting.page.charts import Bars, bars
from meetlat.reporting.page.figures import Figures, Row, Shown


def themes(figures: Figures, accent: str) -> Shown | None:
    """All themes, as a chart from high to low and as a table; None where there are none."""
    rows = figures.rows("ThemeScores")
    if not rows:
        return None
    names = figures.given(rows)
    drawn = [
        bar(row, row["name"], "score", figures.number(row["score"]), names)
        for row in rows
        if row["score"] is not None
    ]
    drawn.sort(key=lambda row: -row["value"])
    chart = Bars(drawn, figures.marks(names), figures.highest())
    return {
        "comparisons": figures.legend(names),
        "chart": bars(chart, accent, figures.words["themes_alt"]) if drawn else "",
        "rows": [
            {
                "name": row["name"],
                "questions": figures.number(row["questions"], 0),
                "n": figures.number(row["n"], 0),
                "score": figures.number(row["score"]),
                "interval": figures.interval(row, figures.number),
                "others": figures.numbers("ThemeScores", row, names),
            }
            for row in rows
        ],
    }


def bar(row: Row, name: str, key: str, label: str, names: Sequence[str]) -> dict[str, Any]:
    """A row of a chart."""
    return {"name": name, "value": row[key], "label": label, **{n: row[n] for n in names}}


def chapters(figures: Figures) -> Iterator[Shown]:
    """The questions under their theme, as in a booklet: words first, then figures."""
    scores = {row["theme"]: row["score"] for row in figures.rows("ThemeScores")}
    by_theme: dict[str | None, list[Row]] = {}
    for row in figures.rows("QuestionScores"):
        by_theme.setdefault(row["theme"], []).append(row)
    for theme in figures.catalogue.themes.iter_rows(named=True):
        if rows := by_theme.pop(theme["theme"], None):
            yield chapter(figures, theme, scores.get(theme["theme"]), rows)
    if rest := [row for rows in by_theme.values() for row in rows]:
        name = figures.words["other_questions"]
        yield chapter(figures, {"name": name, "description": None, "note": None}, None, rest)


def chapter(
    figures: Figures, theme: Mapping[str, Any], score: float | None, rows: Sequence[Row]
) -> Shown:
    """One theme: its words, its score and its questions."""
    names = figures.given(rows)
    return {
        "comparisons": figures.legend(names),
        "name": theme["name"],
        "description": theme["description"],
        "note": theme["note"],
        "score": None if score is None else figures.number(score),
        "rows": [
            {
                "text": row["text"],
                "turned": row["question"] in figures.turned,
                "n": figures.number(row["n"], 0),
                "score": figures.number(row["score"]),
                "interval": figures.interval(row, figures.number),
                "width": f"{filled(row['score'], figures.highest(row['question'])):.1f}",
                "others": figures.numbers("QuestionScores", row, names),
            }
            for row in rows
        ],
    }


def filled(score: float | None, highest: float) -> float:
    """How much of a bar is filled, in per cent."""
    return 100 * max(0.0, min(1.0, (score or 0.0) / highest))


def distributions(figures: Figures, accent: str) -> Iterator[Shown]:
    """How the answers to a question divide, as a chart and as a table."""
    for _, group in groupby(figures.rows("Distributions"), key=lambda row: row["question"]):
        rows = list(group)
        present = [row for row in rows if row["share"] is not None]
        if present:
            yield distribution(figures, accent, rows, present)


def distribution(
    figures: Figures, accent: str, rows: Sequence[Row], present: Sequence[Row]
) -> Shown:
    """One question; `several` where people gave several answers: its shares sum to more than 1."""
    names = figures.given(rows)
    drawn = [
        bar(row, row["answer"], "share", figures.share(row["share"]), names) for row in present
    ]
    most = max(row[key] or 0.0 for row in present for key in ("share", *names))
    chart = Bars(drawn, figures.marks(names), max(0.1, most) * 1.02, percent=True)
    return {
        "comparisons": figures.legend(names),
        "text": rows[0]["text"],
        "several": sum(row["share"] for row in present) > 1 + 1e-9,
        "chart": bars(chart, accent, figures.words["distribution_alt"]),
        "rows": [
            {
                "answer": row["answer"],
                "n": figures.number(row["n"], 0),
                "share": figures.share(row["share"]),
                "interval": figures.interval(row, figures.share),
                "others": figures.shares("Distributions", row, names),
            }
            for row in rows
        ],
    }
