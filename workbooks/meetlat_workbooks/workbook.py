"""The survey's workbook: start, input tables, problems, report, and hidden result tables."""

from pathlib import Path

from meetlat.languages import LANGUAGES, words
from meetlat_workbooks.aims import Aims
from meetlat_workbooks.button.place import add_macro, place_button
from meetlat_workbooks.content import Content
from meetlat_workbooks.finish import finish
from meetlat_workbooks.inputs import InputSheets
from meetlat_workbooks.look import Look, open_book
from meetlat_workbooks.multilingual import Multilingual
from meetlat_workbooks.report import Report
from meetlat_workbooks.report_tables import write_report_tables
from meetlat_workbooks.responses import MADE
from meetlat_workbooks.results import Labels, ResultTables
from meetlat_workbooks.sheets import ResultSheets
from meetlat_workbooks.start import Start


def read_labels(language: str) -> Labels:
    """The texts of the sheets in one language, with their translations.

    Texts in every language refer to a sheet by its name in this workbook.
    """
    facts = {**words(language).under("workbook.sheets"), "languages": ", ".join(LANGUAGES)}

    def text(key: str) -> Multilingual:
        return Multilingual({name: words(name).text(key, **facts) for name in LANGUAGES}, language)

    answers = ("yes", "no")
    labels: Labels = {"yes_no": {answer: text(f"yes_no.{answer}") for answer in answers}}
    for key in words(language).under("workbook"):
        part, _, name = key.partition(".")
        labels.setdefault(part, {})[name] = text(f"workbook.{key}")
    return labels


def write_workbook(content: Content, aims: Aims, path: Path) -> None:
    """Write the workbook of a survey, with empty result tables.

    An `.xlsm` also has the button and its macro.
    """
    labels = read_labels(content.language)
    properties = {"title": content.setting("title"), "created": MADE}
    properties["comments"] = str(labels["properties"]["comments"])
    with open_book(str(path), properties) as book:
        look = Look(book)
        tables = ResultTables(content, labels)
        sheets = ResultSheets(book, look, labels, tables)
        first = book.add_worksheet(str(labels["sheets"]["start"]))
        inputs = InputSheets(book, look, labels, content)
        inputs.write(aims)
        sheets.write_problems()
        report = book.add_worksheet(str(labels["sheets"]["report"]))
        sheets.write_report()
        sheets.write_figures()
        Report(book, report, look, labels, content).write(sheets.placed)
        inputs.write_lists()
        write_report_tables(book, content.language)
        Start(book, first, look, labels).write(inputs.placed, content, tables)
        if path.suffix == ".xlsm":
            place_button(first, labels)
            add_macro(book)
    finish(path, look.styled)
