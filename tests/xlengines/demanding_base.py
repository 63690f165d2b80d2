"""The parts of the demanding workbook that XlsxWriter can write.

Five sheets matter. `Report` and `Scores` hold result tables, references to them and cells beside
them; `Pivot`, `Controls` and `Texts` must stay unchanged.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwings

THEMES = [
    ("work", "Work & pleasure", 5, 812, 7.25, 7.1),
    ("team", "Team", 4, 806, 8.0, 7.75),
    ("lead", "Leading <well>", 6, 799, 6.5, 6.75),
    ("pay", "Pay", 3, 815, 5.75, 6.0),
]
QUESTIONS = [
    ("q1", "I like my work", "work", 812, 7.5, 7.0),
    ("q2", "My team helps me", "team", 806, 8.0, 7.75),
    ("q3", "I trust my manager", "lead", 799, 6.5, 6.75),
    ("q4", "Pay is fair", "pay", 815, 5.75, 6.0),
]
CHANGE = "=ThemeScores[[#This Row],[score]]-ThemeScores[[#This Row],[Previous]]"
SUMMARY = [("response", 0.66, 0.61), ("enps", 1.0, -3.0)]


def picture(red: int) -> io.BytesIO:
    """A small PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    pixels = b"".join(b"\x00" + bytes((red, 80, 160)) * 24 for _ in range(16))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 24, 16, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + data)


def macros() -> io.BytesIO:
    """A real VBA project: the one xlwings ships in its quickstart workbook."""
    source = Path(xlwings.__file__).parent / "quickstart_standalone.xlsm"
    with zipfile.ZipFile(source) as package:
        return io.BytesIO(package.read("xl/vbaProject.bin"))


def build(path: Path, *, date_1904: bool = False) -> Path:
    """Write the base workbook to `path` (.xlsm)."""
    book = xlsxwriter.Workbook(
        path, {"default_date_format": "yyyy-mm-dd", "date_1904": date_1904, "in_memory": True}
    )
    book.add_vba_project(macros(), is_stream=True)  # pyright: ignore[reportArgumentType]
    book.set_vba_name("ThisWorkbook")
    _properties(book)
    sheets = {n: book.add_worksheet(n) for n in ("Report", "Scores", "Pivot", "Controls", "Texts")}
    lists, secret = book.add_worksheet("Lists"), book.add_worksheet("Secret")
    lists.write_column("A1", [t[1] for t in THEMES])
    lists.hide()
    secret.write("A1", "for the works council")
    secret.very_hidden()
    for number, sheet in enumerate(book.worksheets(), 1):
        sheet.set_vba_name(f"Sheet{number}")
    _report(book, sheets["Report"])
    _report_charts(book, sheets["Report"])
    _scores(book, sheets["Scores"])
    _texts(book, sheets["Texts"])
    _pivot_cells(sheets["Pivot"])
    _controls(sheets["Controls"])
    _names(book)
    poster = book.add_chartsheet("Poster")
    chart: Any = book.add_chart({"type": "bar"})
    chart.add_series({"categories": "=Scores!$C$4:$C$7", "values": "=Scores!$F$4:$F$7"})
    poster.set_chart(chart)
    book.close()
    return path


def _properties(book: Any) -> None:
    book.set_properties(
        {
            "title": "Employee survey",
            "author": "HR",
            "company": "Province",
            "keywords": "survey, engagement",
            "created": dt.datetime(2024, 1, 1),
        }
    )
    book.set_custom_property("Classification", "Internal")
    book.set_custom_property("Reviewed", dt.datetime(2024, 1, 1), "date")


def _report(book: Any, sheet: Any) -> None:
    title = book.add_format({"bold": True, "font_size": 18, "font_color": "#1F4E79"})
    number, whole = (book.add_format({"num_format": f}) for f in ("0.0", "#,##0"))
    sheet.write("B1", "Employee survey 2024", title)
    sheet.write_url("B2", "https://example.org/survey", string="About this survey")
    sheet.write_url("D2", "internal:Scores!B3", string="All questions")
    header = ("theme", "name", "questions", "n", "score", "Previous")
    columns: list[dict[str, Any]] = [{"header": h} for h in header]
    columns[3]["format"], columns[4]["format"], columns[5]["format"] = whole, number, number
    columns.append({"header": "Change", "formula": CHANGE, "format": number})
    sheet.add_table(
        "B4:H8",
        {
            "name": "ThemeScores",
            "columns": columns,
            "data": THEMES,
            "style": "Table Style Medium 4",
        },
    )
    for row, theme in enumerate(THEMES, 5):
        change = theme[4] - theme[5]
        sheet.write_formula(
            f"H{row}",
            CHANGE,
            number,
            change,
        )
    _report_bound(book, sheet)
    sheet.add_table(
        "B24:D26",
        {
            "name": "Summary",
            "columns": [{"header": h} for h in ("measure", "current", "Previous")],
            "data": SUMMARY,
        },
    )
    sheet.write("B28", "Synthetic figures. See the notes on the last page.")
    _report_page(sheet)


def _report_bound(book: Any, sheet: Any) -> None:
    """Formats, lists and sparklines over exactly one column, or the whole, of ThemeScores."""
    low = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
    sheet.conditional_format("F5:F8", {"type": "3_color_scale"})
    sheet.conditional_format(
        "E5:E8", {"type": "data_bar", "data_bar_2010": True, "bar_solid": True}
    )
    sheet.conditional_format("B5:H8", {"type": "formula", "criteria": "=$F5<6", "format": low})
    sheet.conditional_format("G5:G8", {"type": "icon_set", "icon_style": "3_arrows"})
    sheet.conditional_format("B24:D26", {"type": "no_blanks", "format": low})
    sheet.conditional_format("L2:L3", {"type": "cell", "criteria": ">", "value": 5, "format": low})
    sheet.data_validation("C5:C8", {"validate": "list", "source": "=Lists!$A$1:$A$4"})
    sheet.data_validation("L2", {"validate": "decimal", "criteria": ">", "value": 0})
    sheet.add_sparkline("F2", {"range": "Report!F5:F8", "type": "column", "high_point": True})
    for row in range(5, 9):
        sheet.add_sparkline(f"J{row}", {"range": f"Report!F{row}:G{row}", "markers": True})


def _report_page(sheet: Any) -> None:
    sheet.write_comment("C5", "Counted twice, checked once.", {"author": "HR", "visible": True})
    sheet.write_comment("F4", "[Threaded comment]\n\nComment:\n    Why so low?", {"author": "HR"})
    sheet.insert_button("J1", {"macro": "SampleCall", "caption": "Recalculate", "width": 120})
    sheet.insert_image("L8", "logo.png", {"image_data": picture(200), "description": "Logo"})
    sheet.insert_textbox("L12", "How to read this page", {"fill": {"color": "#DDEBF7"}})
    sheet.set_column("B:C", 22)
    sheet.set_column("D:H", 11)
    sheet.set_row(3, 30)
    sheet.freeze_panes(4, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.print_area("A1:P40")
    sheet.repeat_rows(3)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(
        '&L&G&C&"Calibri,Bold"Survey', {"image_left": "h.png", "image_data_left": picture(90)}
    )
    sheet.set_footer("&CPage &P of &N")
    sheet.set_h_pagebreaks([30])
    sheet.set_tab_color("#1F4E79")
    sheet.ignore_errors({"number_stored_as_text": "B5:B8"})


def _report_charts(book: Any, sheet: Any) -> None:
    def series(name: str, column: str, last: int = 8) -> dict[str, Any]:
        return {
            "name": f"=Report!${column}$4",
            "categories": f"=Report!$C$5:$C${last}",
            "values": f"=Report!${column}$5:${column}${last}",
        }

    themes: Any = book.add_chart({"type": "bar"})
    themes.add_series(series("score", "F"))
    themes.add_series(series("Previous", "G"))
    themes.set_title({"name": "Themes"})
    sheet.insert_chart("L16", themes)
    columns: Any = book.add_chart({"type": "column"})
    columns.add_series(series("n", "E"))
    line: Any = book.add_chart({"type": "line"})
    line.add_series(series("score", "F") | {"y2_axis": True, "trendline": {"type": "linear"}})
    columns.combine(line)
    sheet.insert_chart("L32", columns)
    first_two: Any = book.add_chart({"type": "line"})
    first_two.add_series(series("score", "F", last=6))
    sheet.insert_chart("B32", first_two)
    literal: Any = book.add_chart({"type": "pie"})
    literal.add_series({"categories": "=Lists!$A$1:$A$2", "values": "=Lists!$A$3:$A$4"})
    sheet.insert_chart("B50", literal)
    named: Any = book.add_chart({"type": "column"})
    named.add_series({"values": "=Report!LocalScores", "categories": "=Lists!$A$1:$A$4"})
    sheet.insert_chart("L50", named)
    levels: Any = book.add_chart({"type": "column"})
    levels.add_series({"categories": "=Report!$B$5:$C$8", "values": "=Report!$D$5:$D$8"})
    sheet.insert_chart("B68", levels)


def _scores(book: Any, sheet: Any) -> None:
    number = book.add_format({"num_format": "0.0", "italic": True})
    total: list[dict[str, Any]] = [
        {"header": "question", "total_string": "All"},
        {"header": "text"},
        {"header": "theme"},
        {"header": "n", "total_function": "sum"},
        {"header": "score", "total_function": "average", "format": number},
        {"header": "Previous"},
    ]
    options = {"name": "QuestionScores", "columns": total, "data": QUESTIONS, "total_row": True}
    sheet.add_table("B3:G8", options)
    sheet.write_formula("E8", "=SUBTOTAL(109,[n])", None, 3232)
    sheet.write_formula("F8", "=SUBTOTAL(101,[score])", number, 6.9375)
    enps = ("question", "text", "n", "promoters", "passives", "detractors", "enps")
    row = ("e1", "Would you recommend us?", 800, 0.18, 0.65, 0.17, 1.0)
    sheet.add_table(
        "J3:P4", {"name": "Enps", "columns": [{"header": h} for h in enps], "data": [row]}
    )
    sheet.write("B20", "Scores run from 0 to 10.")
    ring: Any = book.add_chart({"type": "doughnut"})
    ring.add_series({"categories": "=Scores!$M$3:$O$3", "values": "=Scores!$M$4:$O$4"})
    sheet.insert_chart("R3", ring)
    sheet.outline_settings(visible=True)
    sheet.set_column("X:Z", None, None, {"level": 1, "hidden": True})


def _texts(book: Any, sheet: Any) -> None:
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_rich_string("A1", "All ", bold, "bold", " and ", red, "red")
    sheet.write("A2", "Zoë — naïve 日本語 😀 'quoted' & <tagged>")
    sheet.write_datetime("A3", dt.datetime(2024, 2, 29), day)
    sheet.write_boolean("A4", True)
    sheet.write_formula("A5", "=1/0", None, "#DIV/0!")
    sheet.write_formula("A6", "=SUM(ThemeScores[n])", None, 3232)
    sheet.write_formula("A7", "=ROWS(ThemeScores)", None, 4)
    sheet.write_array_formula("A8:A9", "{=Report!F5:F6*2}", None, 14.5)
    sheet.write("A9", 16)
    sheet.write_dynamic_array_formula("A11", "=SORT(ThemeScores[score])", None, 5.75)
    for row in range(1, 6):
        sheet.write_number(f"C{row}", row)
        sheet.write_formula(f"D{row}", f"=C{row}*2", None, row * 2)
    sheet.merge_range("F1:H2", "Merged", bold)
    sheet.protect("", {"select_locked_cells": True, "sort": True})
    sheet.unprotect_range("C1:C5", "Figures")


def _pivot_cells(sheet: Any) -> None:
    sheet.write_row("A3", ["theme", "Sum of score"])
    for row, (theme, _, _, _, score, _) in enumerate(sorted(THEMES), 4):
        sheet.write_row(f"A{row}", [theme, score])
    sheet.write_row("A8", ["Grand Total", sum(t[4] for t in THEMES)])


def _controls(sheet: Any) -> None:
    sheet.write("A1", "Controls")
    sheet.insert_checkbox("B1", True)
    sheet.embed_image("C1", "in-cell.png", {"image_data": picture(20), "description": "In a cell"})
    sheet.set_background(picture(250))
    sheet.insert_textbox("D10", "Linked", {"textlink": "=$A$1"})


def _names(book: Any) -> None:
    book.define_name("ThemeNames", "=Report!$C$5:$C$8")
    book.define_name("AllThemes", "=Report!$B$4:$H$8")
    book.define_name("Report!LocalScores", "=Report!$F$5:$F$8")
    book.define_name("Scores!LocalScores", "=Scores!$F$4:$F$7")
    book.define_name("Threshold", "=6.5")
    book.define_name("FirstTwo", "=Report!$F$5:$F$6")
    book.define_name("Moving", "=OFFSET(Report!$F$5,0,0,ROWS(ThemeScores),1)")
