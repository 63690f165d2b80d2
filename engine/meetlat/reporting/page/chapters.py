"""The sections on themes, on the questions of each theme, and on distributions of answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from meetlat.reporting.figures import Row
from meetlat.reporting.page.charts import Bars, bar_chart
from meetlat.reporting.page.figures import PageFigures, TemplateData


def themes(figures: PageFigures) -> TemplateData | None:
    """All themes, as a chart from high to low and as a table; None if there are none."""
    rows = figures.rows("ThemeScores")
    if not rows:
        return None
    names = figures.with_a_figure(rows)
    bars = [
        bar(row, row["name"], "score", figures.number(row["score"]).text, names)
        for row in rows
        if row["score"] is not None
    ]
    bars.sort(key=lambda row: -row["value"])
    chart = Bars(bars, figures.symbol_numbers(names), figures.scale[1])
    return {
        "comparisons": figures.legend(names),
        "heads": figures.heads(names),
        "chart": bar_chart(chart, figures.words["themes_alt"]) if bars else None,
        "has_margins": any(row["low"] is not None for row in rows),
        "rows": [
            {
                "name": row["name"],
                "questions": figures.number(row["questions"], 0).text,
                "n": figures.number(row["n"], 0).text,
                "score": figures.number(row["score"]).text,
                "interval": figures.interval(row, figures.number),
                "others": figures.beside("ThemeScores", row, names),
            }
            for row in rows
        ],
    }


def bar(row: Row, name: str, key: str, label: str, names: Sequence[str]) -> dict[str, Any]:
    """A row of a chart, as in `Bars.rows`."""
    return {"name": name, "value": row[key], "label": label, **{n: row[n] for n in names}}


def chapters(figures: PageFigures) -> Iterator[TemplateData]:
    """A chapter for each theme; the last one has the questions without a theme."""
    scores = {row["theme"]: row["score"] for row in figures.rows("ThemeScores")}
    by_theme: dict[str | None, list[Row]] = {}
    for row in figures.rows("QuestionScores"):
        by_theme.setdefault(row["theme"], []).append(row)
    for theme in figures.catalogue.themes.iter_rows(named=True):
        if rows := by_theme.pop(theme["theme"], None):
            yield chapter(figures, theme, scores.get(theme["theme"]), rows)
    if others := [row for rows in by_theme.values() for row in rows]:
        name = figures.words["other_questions"]
        yield chapter(figures, {"name": name, "description": None, "note": None}, None, others)


def chapter(
    figures: PageFigures, theme: Mapping[str, Any], score: float | None, rows: Sequence[Row]
) -> TemplateData:
    """One theme: its name, description, score, questions and note."""
    names = figures.with_a_figure(rows)
    return {
        "heads": figures.heads(names),
        "name": theme["name"],
        "description": theme["description"],
        "note": theme["note"],
        "score": None if score is None else figures.number(score).text,
        "rows": [
            {
                "text": row["text"],
                "reversal": figures.reversal(row),
                "n": figures.number(row["n"], 0).text,
                "score": figures.number(row["score"]).text,
                "interval": figures.interval(row, figures.number),
                "width": f"{bar_width(row['score'], figures.end_of_scale(row['question'])):.1f}",
                "others": figures.beside("QuestionScores", row, names),
            }
            for row in rows
        ],
    }


def bar_width(score: float | None, highest: float) -> float:
    """The width of a bar as a percentage of the highest score."""
    return 100 * max(0.0, min(1.0, (score or 0.0) / highest))


def distributions(figures: PageFigures) -> Iterator[TemplateData]:
    """The distribution of the answers to each question, as a chart and as a table."""
    for _, answers in groupby(figures.rows("Distributions"), key=lambda row: row["question"]):
        rows = list(answers)
        if any(row["share"] is not None for row in rows):
            yield distribution(figures, rows)


def distribution(figures: PageFigures, rows: Sequence[Row]) -> TemplateData:
    """One question; `several` if shares sum to more than 1, because people gave several answers."""
    names = figures.with_a_figure(rows)
    shown = [row for row in rows if row["share"] is not None]
    bars = [
        bar(row, row["answer"], "share", figures.share(row["share"]).text, names) for row in shown
    ]
    highest = max(row[key] or 0.0 for row in shown for key in ("share", *names))
    chart = Bars(bars, figures.symbol_numbers(names), max(0.1, highest))
    return {
        "comparisons": figures.legend(names),
        "heads": figures.heads(names),
        "text": rows[0]["text"],
        "several": sum(row["share"] for row in shown) > 1 + 1e-9,
        "chart": bar_chart(chart, figures.words["distribution_alt"]),
        "rows": [
            {
                "answer": row["answer"],
                "n": figures.number(row["n"], 0).text,
                "share": figures.share(row["share"]).text,
                "interval": figures.interval(row, figures.share),
                "others": figures.beside("Distributions", row, names),
            }
            for row in rows
        ],
    }
