"""The table `TopThree`: the themes and questions that stand out, as lines of text."""

from collections.abc import Iterator, Mapping

import polars as pl

from meetlat import ResultTable
from meetlat_report_sheets.writer import Row, Writer, short

# The number of lines in each list.
MOST = 3

# The most characters of a name that fit on its two lines on the first page.
TWO_LINES = {"theme": 50, "question": 90}

# A smaller change would be shown as 0.0.
SMALLEST = 0.05

LISTS = (
    *(("theme", "risen"), ("theme", "fallen"), ("question", "highest"), ("question", "lowest")),
    *(("question", "risen"), ("question", "fallen")),
)


def top_three(writer: Writer) -> ResultTable:
    """Derive `TopThree`: three rows, with a column for each list, such as `theme_risen`."""
    found = {row["key"]: row for row in writer.rows("Highlights")}
    lists = {
        f"{subject}_{kind}": [*_lines(writer, found, subject, kind), None, None, None][:MOST]
        for subject, kind in LISTS
    }
    frame = pl.DataFrame(lists, schema=dict.fromkeys(lists, pl.String))
    return ResultTable("TopThree", frame, optional=True)


def _lines(writer: Writer, found: Mapping[str, Row], subject: str, kind: str) -> Iterator[str]:
    """Yield the lines of one list: a score, or a change from the first comparison."""
    is_change = kind in ("risen", "fallen")
    if is_change and not writer.first:
        return
    keys = (f"{subject} {kind} {int(is_change)} {place}" for place in range(1, MOST + 1))
    rows = [found[key] for key in keys if key in found]
    if is_change:
        rows = [row for row in rows if abs(row["change"]) >= SMALLEST]
        if not rows:
            yield writer.texts[f"none_{subject}"]
    for row in rows:
        figure = writer.change(row["change"]) if is_change else writer.number(row["score"])
        name = short(row["name"], TWO_LINES[subject])
        mark = row["mark"] if is_change else None
        note = writer.texts["reversed"] if row["subject"] in writer.reverse_coded else None
        yield f"{figure}   {' '.join(filter(None, (name, mark, note)))}"
