"""What a board member wants to know in five seconds: response, eNPS, extremes, changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meetlat.formatting import day_in_words, rounded
from meetlat.reporting.page.charts import stack
from meetlat.reporting.page.figures import Figures, Row, Shown
from meetlat.reporting.page.style import Style

MOST_CHANGES = 3


def fieldwork(figures: Figures) -> str:
    """`10 maart 2025 t/m 23 maart 2025`."""
    settings = figures.report.settings
    days = [d for d in (settings.fieldwork_start, settings.fieldwork_end) if d]
    told = [day_in_words(day, figures.language) for day in days]
    if len(told) < 2:
        return "".join(told)
    return figures.words["period"].format(first=told[0], last=told[1])


def group(figures: Figures) -> str:
    """`Division: North`, as the segment is called."""
    segment, name = figures.report.group
    if not segment:
        return name or figures.words["everyone"]
    return f"{figures.catalogue.segment_names[segment]}: {name}"


def response(figures: Figures) -> Shown:
    """How many answered, and of how many; `share` is None where nobody counted those."""
    measures = {row["measure"]: row for row in figures.rows("Summary")}
    row = measures.get("response", {})
    turnout = figures.report.turnout
    share = row.get("current")
    return {
        "share": None if share is None else figures.share(share),
        "respondents": figures.number(turnout.respondents, 0),
        "invited": None if turnout.invited is None else figures.number(turnout.invited, 0),
        "others": figures.shares("Summary", row, figures.given([row]) if row else []),
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
            "others": figures.points("Enps", row, names),
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
                "others": figures.numbers("ThemeScores", row, figures.given([row])),
            }


def higher(figures: Figures) -> str:
    """What a higher figure means, said of the lowest theme: its name may read the other way."""
    scored = [row for row in figures.rows("ThemeScores") if row["score"] is not None]
    if not scored:
        return ""
    return figures.words["higher"].format(theme=min(scored, key=lambda r: r["score"])["name"])


def changes(figures: Figures) -> Iterator[Shown]:
    """The themes that differ most from each comparison, by 0.1 or more as shown; a marked eNPS."""
    themes, enps = figures.rows("ThemeScores"), figures.rows("Enps")
    for name in figures.given([*themes, *enps]):
        ranked = sorted(differing(themes, "score", name), key=lambda r: -abs(r["score"] - r[name]))
        yield {
            "against": name,
            "changes": [
                *(
                    difference(
                        figures,
                        "Enps",
                        row,
                        (row["text"] if len(enps) > 1 else figures.words["enps"], "enps", 0),
                        name,
                    )
                    for row in differing(enps, "enps", name)
                    if figures.mark("Enps", row, name)
                ),
                *(
                    difference(figures, "ThemeScores", row, (row["name"], "score", 1), name)
                    for row in ranked[:MOST_CHANGES]
                    if rounded(row["score"] - row[name], 1) != 0
                ),
            ],
        }


def differing(rows: Sequence[Row], key: str, name: str) -> list[Row]:
    """Those that have a figure, and one to compare it with."""
    return [row for row in rows if row[key] is not None and row.get(name) is not None]


def difference(
    figures: Figures, table: str, row: Row, figure: tuple[str, str, int], comparison: str
) -> Shown:
    """One of them: its name and difference, as shown with so many decimals, and its mark."""
    name, key, decimals = figure
    shown = figures.signed(row[key] - row[comparison], decimals)
    return {"name": name, "change": shown, "mark": figures.mark(table, row, comparison)}
