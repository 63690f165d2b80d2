"""The table `ThemeRows`: the themes of the first page, with the pieces of their bars.

Each bar is a row of a stacked bar chart. It consists of consecutive pieces: bar, mark, bar, mark,
..., bar. All are parts of the range of scores.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from meetlat import ResultTable, rounded
from meetlat_report_sheets.writer import MOST_SHOWN, Writer

Row = Mapping[str, Any]

# The number of rows that the first page has room for.
MOST_ROWS = 60

# The width of a mark, as a part of the range.
WIDE = 0.012

# The filled and the empty bar before a mark, and the mark in the colour of each comparison.
PIECES_OF_MARK = 2 + MOST_SHOWN

PIECES = tuple(f"piece_{n}" for n in range(1, MOST_SHOWN * PIECES_OF_MARK + 2))
BESIDE = tuple(f"beside_{n}" for n in range(1, MOST_SHOWN + 1))

SCHEMA = {
    **dict.fromkeys(("name", "mark"), pl.String()),
    **dict.fromkeys(("score", "change", *BESIDE, *PIECES), pl.Float64()),
}


def theme_rows(writer: Writer) -> ResultTable:
    """Derive `ThemeRows`: the first themes, in the order of the report."""
    rows = writer.rows("ThemeScores")[:MOST_ROWS]
    made = [_row(writer, row) for row in rows]
    # A comparison without any figure shows nothing, not a column of dashes.
    shown = [b for b in BESIDE if any(row[b] is not None for row in made)]
    frame = pl.DataFrame(made, schema=SCHEMA)
    return ResultTable("ThemeRows", frame, comparisons=shown, optional=True)


def _row(writer: Writer, row: Row) -> dict[str, Any]:
    score, within = row["score"], writer.scale
    others = [row.get(name) for name in writer.shown]
    others += [None] * (MOST_SHOWN - len(others))
    pieces = bar_pieces(_part(score, within), [_part(other, within) for other in others])
    against = writer.compared("ThemeScores", row, writer.main_comparison or "")
    change = against.difference.value
    return {
        "name": row["name"],
        "mark": against.mark or None,
        "score": score,
        "change": None if change is None else float(rounded(change, 1)),
        **dict(zip(BESIDE, others, strict=True)),
        **dict(zip(PIECES, pieces, strict=True)),
    }


def _part(value: float | None, within: tuple[float, float]) -> float | None:
    """A figure as a part of the range."""
    low, high = within
    return None if value is None else max(0.0, min(1.0, (value - low) / (high - low)))


def bar_pieces(score: float | None, others: Sequence[float | None]) -> list[float | None]:
    """The lengths of the pieces of one bar, which add up to the end of the last piece.

    Before each mark are a filled and an empty bar. Each mark has a piece for the colour of every
    comparison, one of which has a length. A piece without a length is None: 0 would be a line.
    """
    reach, end = score or 0.0, 0.0
    # Each comparison with its place, from low to high.
    order = sorted((other, i) for i, other in enumerate(others) if other is not None)
    pieces: list[float] = []
    for place in range(MOST_SHOWN):
        colours = [0.0] * MOST_SHOWN
        start = end
        if place < len(order):
            other, comparison = order[place]
            start = max(end, other - WIDE / 2)
            colours[comparison] = WIDE
        filled = max(0.0, min(reach, start) - end)
        pieces += [filled, start - end - filled, *colours]
        end = start + sum(colours)
    return [round(piece, 9) or None for piece in (*pieces, max(0.0, reach - end))]
