"""Build the shipped surveys from `content/`; every build gives the same bytes."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from shutil import copyfile

from meetlat_workbooks.aims import read_aims
from meetlat_workbooks.answers import draw_answers
from meetlat_workbooks.content import HOME, read_content
from meetlat_workbooks.responses import MADE, write_responses
from meetlat_workbooks.workbook import write_workbook

SURVEYS = sorted(file.parent.name for file in (HOME / "content").glob("*/survey.toml"))
# The same workbook twice: without a macro, and with the button.
WORKBOOKS = ("survey.xlsx", "survey.xlsm")

EPOCH = "SOURCE_DATE_EPOCH"
NINE = time(9)
USUAL = MADE.date()

# The remarks that a shipped survey may have: on some figures that the example copies unchanged from
# the published report, and on small groups, which demonstrate what is not shown.
EXPECTED = ("theme-too-high", "groups-not-shown")

# The tables of metrics that are on in a shipped survey, though usually off.
MORE_METRICS = ("Drivers", "Favourable")


class NotFilledError(Exception):
    """The engine found a problem in a workbook that we build."""


def build(name: str, folder: Path) -> None:
    """Write the survey `name` into a folder: workbooks, responses, and a folder for plugins."""
    content = read_content(name)
    aims = read_aims(content)
    (folder / "plugins").mkdir(parents=True, exist_ok=True)
    copyfile(HOME / "content" / "plugins.md", folder / "plugins" / "README.md")
    write_responses(draw_answers(content, aims), folder / content.setting("responses"))
    for workbook in WORKBOOKS:
        write_workbook(content, aims, folder / workbook)
        fill(folder / workbook, content.setting("fieldwork_end") + timedelta(days=1))


def fill(workbook: Path, day: date = USUAL) -> None:
    """Let the engine fill the report, as if it ran on a day.

    Raises:
        NotFilledError: it found any other problem.
    """
    from meetlat import recalculate  # the rest can be built without the engine

    _fit_inputs(workbook)
    with _clock_at(day):
        results = recalculate(workbook)
    _hide_sheets_of_metrics(workbook)
    if found := [str(p) for p in results.problems if p.code not in EXPECTED]:
        raise NotFilledError("\n".join(found))


def _fit_inputs(workbook: Path) -> None:
    """Fit the rows of input tables to their texts, so that they grow when HR types more.

    A height that XlsxWriter sets would never change.
    """
    from meetlat_schemas.inputs import INPUT_TABLES
    from xlengines.xlsx import open_book

    book = open_book(workbook)
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name in INPUT_TABLES:
                table.range.rows.autofit()
    book.save()


def _hide_sheets_of_metrics(workbook: Path) -> None:
    """Hide the sheets that the engine added for metrics of a shipped survey: slides show them."""
    from xlengines.xlsx import open_book

    book = open_book(workbook)
    for sheet in book.sheets:
        if any(table.name in MORE_METRICS for table in sheet.tables):
            sheet.visible = False
    book.save()


@contextmanager
def _clock_at(day: date) -> Generator[None]:
    """Fix the time of the run that the engine writes, so that every build is the same."""
    known = os.environ.get(EPOCH)
    os.environ[EPOCH] = str(int(datetime.combine(day, NINE, UTC).timestamp()))
    try:
        yield
    finally:
        os.environ.pop(EPOCH)
        if known is not None:
            os.environ[EPOCH] = known


def main() -> None:
    """Rebuild all surveys where they are shipped."""
    for name in SURVEYS:
        build(name, HOME / name)
