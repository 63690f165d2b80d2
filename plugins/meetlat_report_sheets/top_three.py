"""The table `TopThree`: the themes and questions that stand out, as lines of text."""

from collections.abc import Iterator

import polars as pl

from meetlat import ResultTable
from meetlat_report_sheets.writer import Writer, short

# The number of lines in each list.
MOST = 3

# The most characters of a name that fit on its two lines on the first page.
TWO_LINES = {"theme": 50, "question": 90}

LISTS = (
    *(("theme", "risen"), ("theme", "fallen"), ("question", "highest"), ("question", "lowest")),
    *(("question", "risen"), ("question", "fallen")),
)


def top_three(writer: Writer) -> ResultTable:
    """Derive `TopThree`: three rows, with a column for each list, such as `theme_risen`."""
    lists = {
        f"{subject}_{kind}": [*_lines(writer, subject, kind), None, None, None][:MOST]
        for subject, kind in LISTS
    }
    frame = pl.DataFrame(lists, schema=dict.fromkeys(lists, pl.String))
    return ResultTable("TopThree", frame, optional=True)


def _lines(writer: Writer, subject: str, kind: str) -> Iterator[str]:
    """Yield the lines of one list: a score, or a change from the main comparison."""
    is_change = kind in ("risen", "fallen")
    if is_change and not writer.main_comparison:
        return
    rows = writer.highlights(subject, kind, writer.main_comparison if is_change else None)
    if is_change and not rows:
        yield writer.texts[f"none_{subject}"]
    for row in rows[:MOST]:
        figure = writer.signed(row["change"]) if is_change else writer.number(row["score"])
        name = short(row["name"], TWO_LINES[subject])
        mark = row["mark"] if is_change else None
        note = writer.texts["reversed"] if row["subject"] in writer.reverse_coded else None
        yield f"{figure.text}   {' '.join(filter(None, (name, mark, note)))}"
