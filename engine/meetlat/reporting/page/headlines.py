"""The headlines for a board: response, eNPS, highest and lowest theme, largest changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meetlat.formatting import rounded
from meetlat.reporting.page.charts import stacked_bar
from meetlat.reporting.page.figures import Figures, Row, TemplateData

# How many themes are listed for each comparison.
MOST_CHANGES = 3


def response(figures: Figures) -> TemplateData:
    """How many people answered; `share` is None if it is unknown of how many."""
    measures = {row["measure"]: row for row in figures.rows("Summary")}
    row = measures.get("response", {})
    turnout = figures.report.turnout
    share = row.get("current")
    return {
        "share": None if share is None else figures.share(share),
        "respondents": figures.number(turnout.respondents, 0),
        "people": figures.headline("response_people"),
        "others": figures.shares("Summary", row, figures.comparisons_of([row]) if row else []),
    }


def enps(figures: Figures) -> Iterator[TemplateData]:
    """Each eNPS question, with its three shares as one stacked bar."""
    for row in figures.rows("Enps"):
        if row["enps"] is None:
            continue
        names = figures.comparisons_of([row])
        parts = [
            {
                "key": key,
                "name": figures.words[key],
                "value": row[key],
                "label": figures.share(row[key]),
            }
            for key in ("detractors", "passives", "promoters")
        ]
        yield {
            "comparisons": figures.legend(names),
            "text": row["text"],
            "score": figures.signed(row["enps"], 0),
            "n": figures.number(row["n"], 0),
            "low": figures.signed(row["low"], 0),
            "high": figures.signed(row["high"], 0),
            "parts": parts,
            "others": figures.points("Enps", row, names),
            "chart": stacked_bar(parts, figures.words["enps_alt"]),
        }


def extremes(figures: Figures) -> Iterator[TemplateData]:
    """The highest and the lowest theme, if there are at least two."""
    scored = _scored_themes(figures)
    if len(scored) < 2:
        return
    for heading, pick in (("highest", max), ("lowest", min)):
        row = pick(scored, key=_score)
        yield {
            "heading": figures.words[heading],
            "name": row["name"],
            "score": figures.number(row["score"]),
            "others": figures.numbers("ThemeScores", row, figures.comparisons_of([row])),
        }


def _scored_themes(figures: Figures) -> list[Row]:
    return [row for row in figures.rows("ThemeScores") if row["score"] is not None]


def _score(row: Row) -> float:
    return row["score"]


def changes(figures: Figures) -> Iterator[TemplateData]:
    """For each comparison: every marked eNPS, and the themes that differ most from it.

    A theme whose difference would show as 0.0 is left out.
    """
    themes, enps = figures.rows("ThemeScores"), figures.rows("Enps")
    for name in figures.comparisons_of([*themes, *enps]):
        of_enps = [
            {
                "name": row["text"] if len(enps) > 1 else figures.words["enps"],
                "change": figures.signed(row["enps"] - row[name], 0),
                "mark": mark,
            }
            for row in _compared(enps, "enps", name)
            if (mark := figures.mark("Enps", row, name))
        ]
        compared = _compared(themes, "score", name)
        ranked = sorted(compared, key=lambda row: -abs(row["score"] - row[name]))
        of_themes = [
            {
                "name": row["name"],
                "change": figures.signed(row["score"] - row[name], 1),
                "mark": figures.mark("ThemeScores", row, name),
            }
            for row in ranked[:MOST_CHANGES]
            if rounded(row["score"] - row[name], 1) != 0
        ]
        yield {"name": name, "changes": [*of_enps, *of_themes]}


def _compared(rows: Sequence[Row], key: str, comparison: str) -> list[Row]:
    """The rows that have both a figure and a comparison."""
    return [row for row in rows if row[key] is not None and row.get(comparison) is not None]
