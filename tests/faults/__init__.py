"""Faults planted in a sound survey: mistakes that HR may make, and the problem each should give.

A fault is a few edited cells, so many faults can be planted in one workbook. The lists are in the
modules of this folder:

    Fault("a slip in a theme", "unknown-theme", "Questions!D5", {"Questions!D5": "taem"})
    Fault("no scales at all", "table-missing", "", without=("Scales",), apart=True)

`tests/test_faults.py` plants each fault alone, and many together.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

from meetlat.api import check
from meetlat.languages import words
from meetlat.problems.problem import Problem, in_order
from meetlat.problems.severities import SEVERITIES
from meetlat.reading.cells import text
from meetlat.reading.inputs import TABLES, Inputs, InputTable, is_blank_row
from meetlat.recalculation import compute
from tests.faults import sound
from tests.surveys import rows

# The cells of a sheet, header first.
Grid = list[list[Any]]

# Codes of cells that cannot be read.
CELLS = {"cell-error", "blank", "decimal-comma", "not-a-number", "number-as-text", "thousands"}

# Codes of problems that make it uncertain which names exist.
NAMES = CELLS | {"names-alike", "duplicate"}

# Codes of problems that make the scale of a question uncertain.
SCALES = NAMES | {"name-otherwise", "unknown-scale", "answers-alike"}

# Codes of problems that make the groups or numbers of Population uncertain.
POPULATION = (
    NAMES
    | {"unknown-segment", "name-otherwise", "no-such-column", "too-low"}
    | {
        "not-a-whole-number",
        "more-than-invited",
        "group-unanswered",
        "groups-unlisted",
    }
)

# Rules that are not checked while one of these problems exists, as they would only follow from it.
WAITS: Mapping[str, set[str]] = {
    "unknown-subject": NAMES,
    "unknown-question": NAMES,
    "unknown-parent": NAMES,
    "name-otherwise": SCALES,
    "comparison-twice": SCALES,
    "unknown-segment": NAMES,
    "group-unanswered": POPULATION,
    "groups-unlisted": POPULATION,
    "group-over-invited": {"two-parents"},  # suppresses more groups
    "population-sum": POPULATION,
    "unknown-answer": SCALES,
    "commas-between": SCALES,
    "not-on-scale": SCALES,
    "spelt-otherwise": SCALES,
    "outside-scale": SCALES,
    "between-answers": SCALES,
    "groups-alike": NAMES,
    "two-parents": NAMES | {"parent-cycle", "unknown-parent", "name-otherwise", "no-such-column"},
    "heading-taken": NAMES | {"heading-long"},
    "theme-unused": CELLS,
    "text-twice": {"unknown-metric"},
    "scores-unordered": CELLS,
    "fieldwork-order": {"date-as-text", "date-as-number", "no-such-day", "not-a-date"},
}

# The codes of the shipped plugin that finds implausible input.
PLAUSIBILITY = {key.partition(".")[0] for key in words("en").under("plugins.meetlat_plausibility")}

# Remarks on figures; a survey with errors has no figures.
OF_FIGURES = {
    "more-than-invited",
    "group-over-invited",
    "withheld",
    "group-withheld",
    "comparison-of-whole",
    "groups-not-shown",
    "comparison-of-withheld",
    "question-withheld",
    "wave-few-apart",
    "weights-unsettled",
    "weights-without-group",
    "weights-trimmed",
    "group-unweighted",
    "metrics-unweighted",
    *PLAUSIBILITY,
}


@dataclass(frozen=True)
class Fault:
    """One mistake and the one problem that it gives.

    Attributes:
        name: what HR did, in a few words.
        code: code of the problem.
        place: place of the problem, such as `Questions!D7`; blank if it has none.
        cells: new values by cell; None empties a cell. Headings are in row 1, and a cell outside
            the table makes the table grow.
        without: tables to leave out.
        renamed: new names of tables and their sheets.
        twice: tables that get a second table of the same name on another sheet. Other programs than
            Excel can write these; here they exist in memory only.
        files: files beside the workbook, by name; the setting `responses` is in `Survey!B8`.
        also: changes a real workbook in ways that cells cannot (merged cells, hidden rows).
        apart: whether the fault changes what other faults mean, so it must be planted alone.
    """

    name: str
    code: str
    place: str = ""
    cells: Mapping[str, Any] = field(default_factory=dict)
    without: Iterable[str] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    twice: Iterable[str] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    also: Callable[[xlsxwriter.Workbook], object] | None = None
    apart: bool = False

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"

    @property
    def expected(self) -> tuple[str, str]:
        """The code and the place of its problem."""
        return self.code, self.place

    @property
    def touched(self) -> set[tuple[str, int]]:
        """The rows that it changes; for Responses the columns, which are checked as a whole."""
        cells = map(parts, [*self.cells, *([self.place] if "!" in self.place else [])])
        return {(sheet, column if sheet == "Responses" else row) for sheet, row, column in cells}

    def fits(self, others: Iterable[Fault]) -> bool:
        """Whether it can be planted with other faults without changing their problems."""
        return not self.apart and not any(
            self.touched & other.touched or self.waits_for(other) or other.waits_for(self)
            for other in others
        )

    def waits_for(self, other: Fault) -> bool:
        """Whether its problem is rightly not reported before the other fault is fixed."""
        no_figures = SEVERITIES.get(other.code) == "error" and self.code in OF_FIGURES
        return no_figures or other.code in WAITS.get(self.code, ())


def compatible(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults that can be planted together with the ones before them."""
    chosen: list[Fault] = []
    for fault in faults:
        if fault.fits(chosen):
            chosen.append(fault)
    return chosen


def batches(faults: Iterable[Fault]) -> list[list[Fault]]:
    """Divide faults into a few lists that can each be planted together."""
    found, left = [], list(faults)
    while left:
        found.append(compatible(left) or left[:1])
        left = [fault for fault in left if fault not in found[-1]]
    return found


def planted(faults: Iterable[Fault], folder: Path) -> list[Problem]:
    """Return the problems of the sound survey with these faults, in order.

    The survey is checked in memory if possible, and otherwise as a real workbook in `folder`.
    """
    faults = list(faults)
    for fault in faults:
        for name, content in fault.files.items():
            (folder / name).write_bytes(content)
    sheets = edited(faults)
    if any(fault.also for fault in faults):
        return check(written(folder / "survey.xlsx", sheets, faults))
    read = inputs(folder, sheets, [name for fault in faults for name in fault.twice])
    return in_order(compute(read).results.problems, list(sheets))


# Problems by `id` of the fault; several tests and the page of all problems need the same ones.
_ALONE: dict[int, list[Problem]] = {}


def planted_alone(fault: Fault) -> list[Problem]:
    """Return the problems of the sound survey with one fault, in a folder `survey`."""
    if id(fault) not in _ALONE:
        with TemporaryDirectory(prefix="survey-") as folder:
            beside = Path(folder) / "survey"
            beside.mkdir()
            _ALONE[id(fault)] = planted([fault], beside)
    return _ALONE[id(fault)]


def sound_sheets() -> dict[str, Grid]:
    """Return the cells of every sheet of the sound survey."""
    return {name: [[*row] for row in grid] for name, grid in _sound().items()}


@cache
def _sound() -> dict[str, Grid]:
    return {name: [[dated(c) for c in r] for r in rows(t)] for name, t in sound.TABLES.items()}


def edited(faults: Iterable[Fault]) -> dict[str, Grid]:
    """Return the cells of every sheet of the sound survey with these faults."""
    sheets = sound_sheets()
    for fault in faults:
        for place, value in fault.cells.items():
            sheet, row, column = parts(place)
            put(sheets[sheet], row, column, value)
        for name in fault.without:
            del sheets[name]
        for old, new in fault.renamed.items():
            sheets = {new if name == old else name: grid for name, grid in sheets.items()}
    return sheets


def put(grid: Grid, row: int, column: int, value: Any) -> None:
    """Set a value (rows and columns count from 1); the table grows if needed."""
    width = max(column, len(grid[0]))
    grid += [[] for _ in range(row - len(grid))]
    for line in grid:
        line += [None] * (width - len(line))
    grid[row - 1][column - 1] = value


def parts(place: str) -> tuple[str, int, int]:
    """Split a place such as `Questions!D7` into sheet, row and column."""
    sheet, letters, row = re.fullmatch(r"(.+)!([A-Z]+)([0-9]+)", place).groups()
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return sheet, int(row), column


def dated(value: Any) -> Any:
    """Return a date in text as a datetime, as Excel has it; other values do not change."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return dt.datetime.fromisoformat(value)
    return value


def inputs(folder: Path, sheets: Mapping[str, Grid], twice: Iterable[str] = ()) -> Inputs:
    """Return the input tables of a workbook with these sheets, and with second tables."""
    found = {name: [as_table(name, sheets[name])] if name in sheets else [] for name in TABLES}
    for name in twice:
        found[name].append(replace(found[name][0], sheet=f"{name} elsewhere"))
    named = text(next((r[1] for r in sheets.get("Survey", []) if r[0] == "responses"), "")) or ""
    if named in sheets:
        found[named] = [as_table(named, sheets[named])]
    return Inputs(found, list(sheets), folder)


def as_table(name: str, grid: Grid) -> InputTable:
    """Return a sheet as a table that starts in A1."""
    header, *below = grid
    kept = [(number, row) for number, row in enumerate(below, start=2) if not is_blank_row(row)]
    return InputTable(name, name, header, [row for _, row in kept], [n for n, _ in kept])


def written(file: Path, sheets: Mapping[str, Grid], faults: Iterable[Fault] = ()) -> Path:
    """Write a real workbook; each sheet has an Excel table if its headings allow one."""
    options = {
        "strings_to_formulas": False,
        "default_date_format": "yyyy-mm-dd",
        "in_memory": True,  # four times as fast
    }
    with xlsxwriter.Workbook(file, options) as book:
        for name, grid in sheets.items():
            sheet = book.add_worksheet(name)
            headings = [text(heading) or "" for heading in grid[0]]
            if all(headings) and len({h.casefold() for h in headings}) == len(headings):
                place = (0, 0, max(1, len(grid) - 1), len(headings) - 1)
                columns = [{"header": heading} for heading in headings]
                sheet.add_table(*place, {"name": name, "columns": columns})
            for number, row in enumerate(grid):
                sheet.write_row(number, 0, row)
        for fault in faults:
            if fault.also:
                fault.also(book)
    return file
