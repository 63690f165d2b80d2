"""What a board member wants to know in five seconds: response, eNPS, extremes, changes."""

from __future__ import annotations

from collections.abc import Iterator

from meetlat.display import rounded
from meetlat.publishing.charts import stack
from meetlat.publishing.figures import Figures, Shown
from meetlat.publishing.style import Style
from meetlat.publishing.words import day

MOST_CHANGES = 3


def fieldwork(figures: Figures) -> str:
    """`10 maart 2025 t/m 23 maart 2025`."""
    settings = figures.results.settings
    days = [d for d in (settings.fieldwork_start, settings.fieldwork_end) if d]
    return f" {figures.words['until']} ".join(day(d, figures.language) for d in days)


def response(figures: Figures) -> Shown:
    """How many answered, and of how many; `share` is None where nobody counted those."""
    measures = {row["measure"]: row for row in figures.rows("Summary")}
    row = measures.get("response", {})
    turnout = figures.results.turnout
    share = row.get("current")
    return {
        "share": None if share is None else figures.share(share),
        "respondents": figures.number(turnout.respondents, 0),
        "invited": None if turnout.invited is None else figures.number(turnout.invited, 0),
        "others": figures.shares(row, figures.given([row]) if row else []),
    }


def enps(figures: Figures, style: Style) -> Iterator[Shown]:
    """Each question that is measured so, with its three shares as one stacked bar."""
    for row in figures.rows("Enps"):
        if row["enps"] is None:
            continue
        names = figures.given([row])
        parts = [
            {"name": figures.words[key], "value": row[key], "label": figures.share(row[key])}
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
            "others": [{"name": n, "shown": figures.signed(row[n], 0)} for n in names],
            "chart": stack(parts, (style.accent, style.on_accent), figures.words["enps_alt"]),
        }


def extremes(figures: Figures) -> Iterator[Shown]:
    """The highest and the lowest theme, where there are two or more."""
    scored = [row for row in figures.rows("ThemeScores") if row["score"] is not None]
    if len(scored) == 1:
        return
    for heading, pick in (("highest", max), ("lowest", min)):
        if scored:
            row = pick(scored, key=lambda r: r["score"])
            yield {
                "heading": figures.words[heading],
                "name": row["name"],
                "score": figures.number(row["score"]),
                "others": figures.numbers(row, figures.given([row])),
            }


def changes(figures: Figures) -> Iterator[Shown]:
    """The themes that differ most from each comparison, those that are 0.0 as shown aside."""
    rows = figures.rows("ThemeScores")
    for name in figures.given(rows):
        both = [row for row in rows if row["score"] is not None and row[name] is not None]
        moved = [(row["score"] - row[name], row["name"]) for row in both]
        moved.sort(key=lambda change: -abs(change[0]))
        yield {
            "against": name,
            "themes": [
                {"name": theme, "change": figures.signed(change, 1), "up": change > 0}
                for change, theme in moved[:MOST_CHANGES]
                if rounded(change, 1) != 0
            ],
        }
