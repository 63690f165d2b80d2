"""Each eNPS question of the page."""

from __future__ import annotations

from collections.abc import Iterator

from meetlat.reporting.page.charts import stacked_bar
from meetlat.reporting.page.figures import PageFigures, TemplateData


def questions(figures: PageFigures) -> Iterator[TemplateData]:
    """Each eNPS question, with its three shares as one stacked bar."""
    for row in figures.rows("Enps"):
        if row["enps"] is None:
            continue
        names = figures.with_a_figure([row])
        parts = [
            {
                "key": key,
                "name": figures.words[key],
                "value": row[key],
                "label": figures.share(row[key]).text,
            }
            for key in ("detractors", "passives", "promoters")
        ]
        yield {
            "heads": figures.heads(names),
            "text": row["text"],
            "score": figures.signed(row["enps"], 0).text,
            "n": figures.number(row["n"], 0).text,
            "low": figures.signed(row["low"], 0).text,
            "high": figures.signed(row["high"], 0).text,
            "parts": parts,
            "others": figures.beside("Enps", row, names),
            "chart": stacked_bar(parts, figures.words["enps_alt"]),
        }
