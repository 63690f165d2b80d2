"""Random formulas: those that depend on a change lose their values, and no others do."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

import openpyxl
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name, xl_rowcol_to_cell

from tests.examples import few_examples
from xlengines.xlsx import open_book

# The table T stands in E1:G6 of the first sheet: a header and five rows.
SHEETS = ("One", "Two's", "Three")
HEIGHT, WIDTH, TABLE_LEFT = 6, 4, 4
COLUMNS = ("n", "it's [a]", "c")

Cell = tuple[str, int, int]  # sheet, row and column, from 0


class Part(NamedTuple):
    """A piece of a formula: its text, and the cells that it depends on."""

    text: str
    cells: frozenset[Cell]


def prefix(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'!"


def cells(sheet: str, top: int, left: int, bottom: int, right: int) -> frozenset[Cell]:
    rows, columns = range(top, bottom + 1), range(left, right + 1)
    return frozenset((sheet, row, column) for row in rows for column in columns)


@st.composite
def ranges(draw: st.DrawFn, own: str) -> Part:
    """Cells of a sheet, with or without its name, dollar signs and a last cell."""
    sheet = draw(st.sampled_from([own, *SHEETS]))
    top, left = draw(st.integers(0, HEIGHT - 1)), draw(st.integers(0, WIDTH - 1))
    bottom, right = draw(st.integers(top, HEIGHT - 1)), draw(st.integers(left, WIDTH - 1))
    where = "" if sheet == own and draw(st.booleans()) else prefix(sheet)
    kind = draw(st.sampled_from(["cell", "cell", "range", "columns", "rows", "sheets", "joined"]))
    dollar = draw(st.booleans())
    first = xl_rowcol_to_cell(top, left, row_abs=dollar, col_abs=dollar)
    last = xl_rowcol_to_cell(bottom, right, row_abs=draw(st.booleans()))
    columns = f"{xl_col_to_name(left)}:{xl_col_to_name(right)}"
    box = cells(sheet, top, left, bottom, right)
    if kind == "range":
        return Part(f"SUM({where}{first}:{last})", box)
    if kind == "columns":
        return Part(f"SUM({where}{columns})", cells(sheet, 0, left, 99, right))
    if kind == "rows":
        return Part(f"SUM({where}${top + 1}:{bottom + 1})", cells(sheet, top, 0, bottom, 99))
    if kind == "joined":
        return Part(f"SUM({where}{first}:INDEX({where}{last}:{last},1))", box)
    single = cells(sheet, top, left, top, left)
    if kind == "sheets":
        all_of_them = [cells(each, top, left, top, left) for each in SHEETS]
        return Part(f"SUM('One:Three'!{first})", frozenset[Cell]().union(*all_of_them))
    return Part(where + first, single)


def is_fixed(part: Part) -> bool:
    """Whether a part means the same in every cell of the workbook."""
    return part.text.count("$") == 2 and "!" in part.text and ":" not in part.text


@st.composite
def table_parts(draw: st.DrawFn, own: str, row: int) -> Part:
    """A column of the table, or its cell in the row of the formula."""
    number = draw(st.integers(0, len(COLUMNS) - 1))
    name = COLUMNS[number].replace("'", "''").replace("[", "'[").replace("]", "']")
    column = TABLE_LEFT + number
    if own == "One" and row > 0 and draw(st.booleans()):
        return Part(f"T[[#This Row],[{name}]]", cells("One", row, column, row, column))
    if draw(st.booleans()):
        return Part(f"ROWS(T[[#Headers],[{name}]])", cells("One", 0, column, 0, column))
    return Part(f"SUM(T[{name}])", cells("One", 1, column, HEIGHT - 1, column))


@st.composite
def books(draw: st.DrawFn) -> tuple[dict[Cell, Part], dict[str, Part]]:
    """Formulas by their cells, and names."""
    names: dict[str, Part] = {}
    for number in range(draw(st.integers(0, 3))):
        made = draw(ranges("One").filter(is_fixed))
        known = [Part(f"SUM({name})", part.cells) for name, part in names.items()]
        names[f"name_{number}"] = draw(st.sampled_from([made, *known]))
    formulas = {}
    for _ in range(draw(st.integers(1, 12))):
        sheet = draw(st.sampled_from(SHEETS))
        row, column = draw(st.integers(1, HEIGHT - 1)), draw(st.integers(0, WIDTH - 1))
        named = [Part(name, part.cells) for name, part in names.items()]
        choices = [
            ranges(sheet),
            table_parts(sheet, row),
            *([st.sampled_from(named)] if named else []),
        ]
        parts = draw(st.lists(st.one_of(choices), min_size=1, max_size=3))
        # A range that is joined while it is calculated may take in all that the formula names.
        parts = [part for part in parts if "INDEX" in part.text][:1] or parts
        text = '&"One!A1"&'.join(part.text for part in parts)
        formulas[sheet, row, column] = Part(
            text, frozenset[Cell]().union(*(p.cells for p in parts))
        )
    return formulas, names


def build(path: Path, formulas: dict[Cell, Part], names: dict[str, Part]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheets = {name: book.add_worksheet(name) for name in SHEETS}
        headers = [{"header": column} for column in COLUMNS]
        right = TABLE_LEFT + len(COLUMNS) - 1
        sheets["One"].add_table(0, TABLE_LEFT, HEIGHT - 1, right, {"name": "T", "columns": headers})
        for name in SHEETS:
            for _, row, column in cells(name, 1, 0, HEIGHT - 1, right if name == "One" else 3):
                sheets[name].write(row, column, 1)
        for (sheet, row, column), part in formulas.items():
            sheets[sheet].write_formula(row, column, "=" + part.text, None, 1)
        for name, part in names.items():
            book.define_name(name, "=" + part.text)


def dependents(formulas: dict[Cell, Part], changed: set[Cell]) -> set[Cell]:
    """The formulas that depend on changed cells, found the slow way."""
    stale = set(changed)
    while more := {c for c, part in formulas.items() if part.cells & stale} - stale:
        stale |= more
    return stale & formulas.keys()


def without_old_value(path: Path) -> set[Cell]:
    """The cells that are blank or hold the new figure, which plain formulas take over at once."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, row, column)
        for sheet in book
        for row in range(1, HEIGHT)
        for column in range(WIDTH + (len(COLUMNS) if sheet.title == "One" else 0))
        if sheet.cell(row + 1, column + 1).value in (None, 2)
    }


@settings(few_examples, suppress_health_check=list(HealthCheck))
@given(books(), st.data())
def test_exactly_the_formulas_that_depend_on_a_change_lose_their_values(book, data):
    formulas, names = book
    places = [f"{column}{row}" for column in "ABCDEFG" for row in range(2, HEIGHT + 1)]
    drawn = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=2))
    changed = {("One", *xl_cell_to_rowcol(place)) for place in drawn} - formulas.keys()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        build(path, formulas, names)
        opened = open_book(path)
        for sheet, row, column in changed:
            opened.sheets[sheet][row, column].value = 2
        opened.save()
        assert without_old_value(path) == dependents(formulas, changed) | changed
