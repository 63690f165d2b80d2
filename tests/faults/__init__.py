"""Faults planted in a sound survey: what HR may do wrong, and what Meetlat says of it.

Each list (`catalogue`, `responses`, `lint`) says one fault a line, as edits of single cells, so
that any number of them can be planted in one workbook:

    Fault("a slip in a theme", "unknown-theme", "Questions!D5", {"Questions!D5": "taem"})
    Fault("no scales at all", "table-missing", "", without=("Scales",), apart=True)

`tests/test_faults.py` plants each of them alone, and many together.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

from meetlat.languages import words
from meetlat.problems.problem import Problem, in_order
from meetlat.problems.severities import SEVERITIES
from meetlat.reading.cells import text
from meetlat.reading.inputs import TABLES, Inputs, InputTable, is_blank_row
from meetlat.recalculation import check, compute
from tests.faults import sound
from tests.surveys import rows

Grid = list[list[Any]]
"""The cells of a sheet, header first."""


CELLS = {"cell-error", "blank", "decimal-comma", "not-a-number", "number-as-text", "thousands"}
"""A cell that cannot be read."""

NAMES = CELLS | {"names-alike", "duplicate"}
"""Names of which it is not certain which there are."""

SCALES = NAMES | {"name-otherwise", "unknown-scale", "answers-alike"}
"""A question of which the scale is not certain."""

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
"""People invited to groups of which it is not certain who they are."""

WAITS: Mapping[str, set[str]] = {
    "unknown-subject": NAMES,
    "unknown-question": NAMES,
    "unknown-parent": NAMES,
    "name-otherwise": SCALES,
    "comparison-twice": SCALES,
    "unknown-segment": NAMES,
    "group-unanswered": POPULATION,
    "groups-unlisted": POPULATION,
    "group-over-invited": POPULATION,
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
"""Rules that wait until what they read is certain: what follows from a fault is no second one."""

# The codes of the shipped plugin that finds implausible input.
PLAUSIBILITY = {key.partition(".")[0] for key in words("en").under("plugins.meetlat_plausibility")}

OF_FIGURES = {
    "more-than-invited",
    "withheld",
    "group-withheld",
    "group-protects",
    "comparison-of-whole",
    "comparison-of-withheld",
    "unanimous-withheld",
    "wave-few-apart",
    "weights-unsettled",
    "weights-without-group",
    "weights-trimmed",
    "weights-drawn-in",
    "metrics-unweighted",
    *PLAUSIBILITY,
}
"""Remarks on figures, which there are none of where there are errors."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and the one problem that it gives.

    Attributes:
        name: what HR did, in a few words.
        code: of the problem.
        place: of the problem, such as `Questions!D7`; blank where it has none.
        cells: what is typed where; None empties a cell. Headings are in row 1, and a cell beyond
            the table makes the table grow.
        without: tables that are not there.
        renamed: tables (and their sheets) that are called otherwise.
        twice: tables of which a second one has the same name, on a sheet of its own (as other
            programs than Excel write them, so in memory only).
        files: files beside the workbook, by name; the setting `responses` is in `Survey!B8`.
        also: draws into a real workbook what a cell cannot say (merged cells, hidden rows).
        apart: for a fault that changes what others mean, and so cannot be planted with them.
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
        """What the test compares: the code and the place of its problem."""
        return self.code, self.place

    @property
    def touched(self) -> set[tuple[str, int]]:
        """The rows it changes; of the responses the columns, for each is judged as a whole."""
        cells = map(parts, [*self.cells, *([self.place] if "!" in self.place else [])])
        return {(sheet, column if sheet == "Responses" else row) for sheet, row, column in cells}

    def fits(self, others: Iterable[Fault]) -> bool:
        """Whether it can be planted beside these without either changing what the other means."""
        return not self.apart and not any(
            self.touched & other.touched or self.waits_for(other) or other.waits_for(self)
            for other in others
        )

    def waits_for(self, other: Fault) -> bool:
        """Whether it cannot be judged until the other is mended, and so is rightly not told."""
        no_figures = SEVERITIES.get(other.code) == "error" and self.code in OF_FIGURES
        return no_figures or other.code in WAITS.get(self.code, ())


def compatible(faults: Iterable[Fault]) -> list[Fault]:
    """Those that can be planted together with the ones before them."""
    chosen: list[Fault] = []
    for fault in faults:
        if fault.fits(chosen):
            chosen.append(fault)
    return chosen


def batches(faults: Iterable[Fault]) -> list[list[Fault]]:
    """All of these faults, in as few groups that can be planted together as is easily found."""
    found, left = [], list(faults)
    while left:
        found.append(compatible(left) or left[:1])
        left = [fault for fault in left if fault not in found[-1]]
    return found


def planted(faults: Iterable[Fault], folder: Path) -> list[Problem]:
    """The problems of the sound survey with these faults in it, as they are reported.

    In memory where cells say it all; through a real workbook in `folder` where they do not.
    """
    faults = list(faults)
    for fault in faults:
        for name, content in fault.files.items():
            (folder / name).write_bytes(content)
    sheets = edited(faults)
    if any(fault.also for fault in faults):
        return check(written(folder / "survey.xlsx", sheets, faults))
    given = inputs(folder, sheets, [name for fault in faults for name in fault.twice])
    return in_order(compute(given).results.problems, list(sheets))


_ALONE: dict[int, list[Problem]] = {}
"""By `id` of the fault: several tests and the page of all problems ask for the same ones."""


def planted_alone(fault: Fault) -> list[Problem]:
    """The problems of the sound survey with one fault in it, beside a folder `survey`."""
    if id(fault) not in _ALONE:
        with TemporaryDirectory(prefix="survey-") as folder:
            beside = Path(folder) / "survey"
            beside.mkdir()
            _ALONE[id(fault)] = planted([fault], beside)
    return _ALONE[id(fault)]


def sound_sheets() -> dict[str, Grid]:
    """The cells of every sheet of the sound survey."""
    return {name: [[dated(c) for c in r] for r in rows(t)] for name, t in sound.TABLES.items()}


def edited(faults: Iterable[Fault]) -> dict[str, Grid]:
    """The cells of every sheet, with the faults in them."""
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
    """Type a value (rows and columns count from 1); the table grows where it must."""
    width = max(column, len(grid[0]))
    grid += [[] for _ in range(row - len(grid))]
    for line in grid:
        line += [None] * (width - len(line))
    grid[row - 1][column - 1] = value


def parts(place: str) -> tuple[str, int, int]:
    """`Questions!D7` as sheet, row and column."""
    sheet, letters, row = re.fullmatch(r"(.+)!([A-Z]+)([0-9]+)", place).groups()
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return sheet, int(row), column


def dated(value: Any) -> Any:
    """A date as Excel holds it."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return dt.datetime.fromisoformat(value)
    return value


def inputs(folder: Path, sheets: Mapping[str, Grid], twice: Iterable[str] = ()) -> Inputs:
    """What a workbook with these sheets would give, and a second table of those names."""
    found = {name: [as_table(name, sheets[name])] if name in sheets else [] for name in TABLES}
    for name in twice:
        found[name].append(replace(found[name][0], sheet=f"{name} elsewhere"))
    named = text(next((r[1] for r in sheets.get("Survey", []) if r[0] == "responses"), "")) or ""
    if named in sheets:
        found[named] = [as_table(named, sheets[named])]
    return Inputs(found, list(sheets), folder)


def as_table(name: str, grid: Grid) -> InputTable:
    """A table from A1 on."""
    header, *below = grid
    kept = [(number, row) for number, row in enumerate(below, start=2) if not is_blank_row(row)]
    return InputTable(name, name, header, [row for _, row in kept], [n for n, _ in kept])


def written(file: Path, sheets: Mapping[str, Grid], faults: Iterable[Fault] = ()) -> Path:
    """A real workbook with these sheets, each an Excel table where its headings allow one."""
    options = {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
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
