"""The plain workbook of the contract tests: one sheet of values, one of tables."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

BODY = [["q1", "Work", 7.5], ["q2", "Team", 8.0], ["q3", "Pay", 5.5]]


def build(path: Path) -> Path:
    """Write the workbook."""
    book = xlsxwriter.Workbook(path, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    data = book.add_worksheet("Data")
    data.write_row("A1", ["text", 42, 2.5])
    data.write_row("A2", ["Zoë 😀 <b> & 'q'", -1, 1e-9])
    data.write_boolean("A3", True)
    data.write_boolean("B3", False)
    data.write_datetime("A4", dt.datetime(2024, 2, 29), day)
    data.write_datetime("B4", dt.datetime(2024, 2, 29, 13, 45, 30), moment)
    data.write_formula("A5", "=1/0", None, "#DIV/0!")
    data.write_formula("B5", "=B1*2", None, 84)
    data.write_formula("C5", '="a"&"b"', None, "ab")
    data.write_rich_string("A6", "half ", book.add_format({"bold": True}), "bold")
    data.write_string("B6", "=not a formula")
    data.write_string("C6", "007")
    data.write("A8", "alone")
    tables = book.add_worksheet("Tables")
    heads = [{"header": h} for h in ("question", "theme", "score")]
    tables.add_table("B3:D6", {"name": "Scores", "columns": heads, "data": BODY})
    tables.add_table("F3:G4", {"name": "One", "columns": [{"header": "k"}, {"header": "v"}]})
    total = [{"header": "who"}, {"header": "n", "total_function": "sum"}]
    options = {
        "name": "Totalled",
        "columns": total,
        "data": [["a", 1], ["b", 2]],
        "total_row": True,
    }
    tables.add_table("I3:J6", options)
    number = book.add_format({"num_format": "0.0", "bold": True, "bg_color": "#DDEBF7"})
    for row, line in enumerate(BODY, 3):
        tables.write_number(row, 3, float(line[2]), number)
    book.define_name("ScoreCells", "=Tables!$D$4:$D$6")
    book.define_name("Tables!Local", "=Tables!$B$3")
    book.close()
    return path
