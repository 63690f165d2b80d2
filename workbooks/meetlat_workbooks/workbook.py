"""The survey's workbook: report, result tables, reading guide and input tables."""

import tomllib
from pathlib import Path

from meetlat_workbooks.about import write_about
from meetlat_workbooks.aims import Aims
from meetlat_workbooks.button.place import add_macro, place_button, write_settings
from meetlat_workbooks.content import HOME, Content
from meetlat_workbooks.finish import finish
from meetlat_workbooks.inputs import InputSheets
from meetlat_workbooks.look import Look, open_book
from meetlat_workbooks.report import Report
from meetlat_workbooks.responses import MADE
from meetlat_workbooks.results import Labels, ResultTables
from meetlat_workbooks.said import Said
from meetlat_workbooks.sheets import ResultSheets
from meetlat_workbooks.start import write_start


def read_labels(language: str) -> Labels:
    """What the sheets say, in one language; each text knows itself in the others.

    A sheet is called by the name that it has in this workbook, whatever language speaks of it.
    """
    said = tomllib.loads((HOME / "content" / "labels.toml").read_text(encoding="utf-8"))
    sheets = said[language]["sheets"]
    return {
        part: {
            key: Said(
                {spoken: said[spoken][part][key].format(**sheets) for spoken in said}, language
            )
            for key in texts
        }
        for part, texts in said[language].items()
    }


def write_workbook(content: Content, aims: Aims, path: Path) -> None:
    """Write a survey's workbook with result tables that wait to be filled.

    An `.xlsm` has the button too, with its macro and the sheet that says which Python it starts.
    """
    labels = read_labels(content.language)
    properties = {"title": content.setting("title"), "created": MADE}
    properties["comments"] = "The answers behind these figures are synthetic."
    with open_book(str(path), properties) as book:
        look = Look(book)
        tables = ResultTables(content, labels)
        sheets = ResultSheets(book, look, labels, tables)
        first = write_start(book, look, labels, tables)
        report = book.add_worksheet(str(labels["sheets"]["report"]))
        sheets.write_report()
        sheets.write_figures()
        Report(book, report, look, labels, content).write(sheets.placed)
        write_about(book, look, labels, content)
        InputSheets(book, look, labels).write(content, aims)
        sheets.write_problems()
        if path.suffix == ".xlsm":
            place_button(first, labels)
            write_settings(book, look, labels)
            add_macro(book)
    finish(path, look.styled)
