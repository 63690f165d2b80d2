"""Formulas whose stored values no longer hold, because a figure they depend on changed."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from xlengines.shared.refs import Area, Place, among
from xlengines.xlsx.package.xml import scan
from xlengines.xlsx.parts.grid import Cell, Formula

from .document import Document
from .plain_references import is_plain
from .precedents import Precedents, Sources
from .sheets import Sheet

_Places: TypeAlias = dict[Sheet, set[Place]]

# Functions that may read any cell, whatever the references in the formula. Functions of time or
# chance (`TODAY`, `RAND`) depend on no figure: every program computes them on opening.
_UNBOUND = {"INDIRECT", "OFFSET", "GETPIVOTDATA", "EVALUATE", "SHEET", "SHEETS"}
# Functions that may pass over hidden rows.
_LEAVES_OUT_HIDDEN_ROWS = {"SUBTOTAL", "AGGREGATE"}


@dataclass(eq=False, slots=True)
class _Formula:
    """A formula, and the cells that hold its results: its own, or all of an array."""

    sheet: Sheet
    results: Area
    sources: Sources


def stale_cells(document: Document, precedents: Precedents) -> _Places:
    """The cells of formulas whose stored values no longer hold after the pending changes."""
    changed: _Places = {s: set(s.contents) for s in document.sheets if s.contents}
    formulas = _formulas(document, precedents)
    resized = {table.name.lower() for table in document.changed_tables() if table.resized}
    redefined = _redefined_names(document)

    def at_once(formula: _Formula) -> bool:
        sources = formula.sources
        return (
            not sources.is_clear
            or _counts_hidden_rows(sources)
            or not sources.functions.isdisjoint(_UNBOUND)
            or not sources.tables.isdisjoint(resized)
            or not sources.names.isdisjoint(redefined)
        )

    first = [formula for formula in formulas if at_once(formula)]
    stale = _Dependents(formulas, changed).all_of(first, changed)
    found: _Places = defaultdict(set)
    for formula in stale:
        found[formula.sheet].update(_result_cells(formula))
    return found


def _counts_hidden_rows(sources: Sources) -> bool:
    """Whether a formula leaves out hidden rows of a sheet on which rows were hidden or shown."""
    counts = not sources.functions.isdisjoint(_LEAVES_OUT_HIDDEN_ROWS)
    return counts and any(sheet.shown for sheet, _ in sources.areas)


def _formulas(document: Document, precedents: Precedents) -> Sequence[_Formula]:
    """As `_read_formulas`; known from the last save if nothing but values changed since then."""
    cells = [
        (
            *(sheet.formula_cells, sheet.formula_texts.copy()),
            [cell.place for cell in sheet.formula_cells if cell.place in sheet.contents],
        )
        for sheet in document.sheets
        if sheet.kind == "worksheet" and sheet.has_formulas()
    ]
    tables = [
        (table.name, table.shape, table.saved_shape, [column.name for column in table.columns])
        for table in precedents.tables.values()
    ]
    state = (cells, tables, precedents.names, [*precedents.numbers])
    if document.formulas[0] != state:
        document.formulas = state, [*_read_formulas(document, precedents)]
    return document.formulas[1]


def _read_formulas(document: Document, precedents: Precedents) -> Iterator[_Formula]:
    """The formulas that hold a value or are plain, and all that those depend on."""
    unread = _Unread(document)
    waiting = [(sheet, cell) for sheet, cell in unread.all() if _shows(sheet, cell)]
    for sheet, cell in waiting:
        unread.take(sheet, Area(*cell.place, *cell.place))
    while waiting:
        sheet, cell = waiting.pop()
        if cell.formula:
            made = _formula(precedents, sheet, cell, cell.formula)
            for on, area in (*made.sources.areas, *made.sources.possible):
                waiting += unread.take(on, area)
            yield made


def _shows(sheet: Sheet, cell: Cell) -> bool:
    """Whether a formula has a stored value, or one that is known without calculating."""
    if cell.raw is not None or (cell.formula and cell.formula.spans_cells):
        return True
    head = sheet.formula_head(cell)
    return bool(head.formula and is_plain(head.formula.text))


class _Unread:
    """The cells with unchanged formulas that were not read yet, by sheet and column."""

    def __init__(self, document: Document) -> None:
        self.columns: dict[Sheet, dict[int, dict[int, Cell]]] = {}
        self.taken: set[tuple[Sheet, Area]] = set()
        for sheet in document.sheets:
            if sheet.kind == "worksheet" and sheet.has_formulas():
                columns = self.columns[sheet] = defaultdict(dict)
                for cell in sheet.formula_cells:
                    if cell.place not in sheet.contents:
                        columns[cell.column][cell.row] = cell

    def all(self) -> list[tuple[Sheet, Cell]]:
        """The cells that are left."""
        return [
            (sheet, cell)
            for sheet, columns in self.columns.items()
            for rows in columns.values()
            for cell in rows.values()
        ]

    def take(self, sheet: Sheet, area: Area) -> list[tuple[Sheet, Cell]]:
        """Remove and return the cells in an area."""
        columns = self.columns.get(sheet)
        if not columns or (sheet, area) in self.taken:
            return []
        self.taken.add((sheet, area))
        wanted = range(area.left, area.right + 1)
        found = []
        for column in among(wanted, columns):
            rows = columns[column]
            found += [(sheet, rows.pop(n)) for n in among(range(area.top, area.bottom + 1), rows)]
        return found


def _formula(precedents: Precedents, sheet: Sheet, cell: Cell, formula: Formula) -> _Formula:
    head = sheet.formula_head(cell)
    text = sheet.formula_texts.get(head.place, head.formula.text if head.formula else "")
    sources = precedents.of(sheet, cell.place, text, head.place)
    area = Area(*cell.place, *cell.place)
    results = Area.parse(formula.attributes["ref"]) if formula.spans_cells else area
    if formula.attributes.get("t") == "dataTable":
        sources = replace(sources, areas=[*_inputs(sheet, results, formula.attributes)])
    elif not text:
        sources = replace(sources, is_clear=False)
    return _Formula(sheet, results, sources)


def _inputs(
    sheet: Sheet, results: Area, attributes: dict[str, str]
) -> Iterator[tuple[Sheet, Area]]:
    """The cells that a data table depends on: its input cells, and the row and column before it."""
    yield sheet, results._replace(top=max(1, results.top - 1), left=max(1, results.left - 1))
    for name in ("r1", "r2"):
        if name in attributes:
            yield sheet, Area.parse(attributes[name])


def _redefined_names(document: Document) -> set[str]:
    """The defined names, in lower case, that were added, changed or removed."""
    package, part = document.package, document.workbook.part
    if part not in package.changed:
        return set()
    old, new = (
        Counter((e.get("name").lower(), e.text) for e in scan(data, ("definedName",), text=True))
        for data in (package.archive.read(part), package.read(part))
    )
    return {name for name, _ in (old - new) + (new - old)}


def _result_cells(formula: _Formula) -> Iterator[Place]:
    """The cells that hold results of a formula."""
    area, sheet = formula.results, formula.sheet
    for number in range(area.top, area.bottom + 1):
        row = sheet.rows.get(number)
        for column in row.cells if row else ():
            if area.left <= column <= area.right:
                yield number, column


class _Dependents:
    """Finds the formulas that depend on changed cells.

    References to one cell are indexed by that cell. All others are indexed by column, compared with
    the changed rows, and removed once they contain one.
    """

    def __init__(self, formulas: Sequence[_Formula], changed: _Places) -> None:
        self.single: dict[Sheet, dict[Place, list[_Formula]]] = defaultdict(dict)
        self.wide: dict[Sheet, dict[int, dict[Area, list[_Formula]]]] = defaultdict(dict)
        columns = _columns(formulas, changed)
        for formula in formulas:
            sources = formula.sources
            for sheet, area in (*sources.areas, *sources.possible):
                self.register(formula, sheet, area, columns.get(sheet, []))

    def register(self, formula: _Formula, sheet: Sheet, area: Area, columns: list[int]) -> None:
        if area.height == area.width == 1:
            self.single[sheet].setdefault((area.top, area.left), []).append(formula)
            return
        for column in columns[bisect_left(columns, area.left) :]:
            if column > area.right:
                break
            self.wide[sheet].setdefault(column, {}).setdefault(area, []).append(formula)

    def all_of(self, first: Iterable[_Formula], changed: _Places) -> set[_Formula]:
        """These formulas, and all that depend on them or on the changed cells."""
        stale = set(first)
        new = {*stale, *self.on(changed)}
        stale |= new
        while new:
            new = {*self.on(_results(new))} - stale
            stale |= new
        return stale

    def on(self, changed: _Places) -> Iterator[_Formula]:
        """The formulas that refer to one of these cells; each range is returned once."""
        for sheet, places in changed.items():
            single, wide = self.single[sheet], self.wide[sheet]
            for place in single.keys() & places:
                yield from single[place]
            rows: dict[int, list[int]] = defaultdict(list)
            for row, column in places if wide else ():
                rows[column].append(row)
            for column in rows.keys() & wide.keys():
                yield from self.take(wide[column], sorted(rows[column]))

    def take(self, areas: dict[Area, list[_Formula]], rows: list[int]) -> Iterator[_Formula]:
        """Remove the areas that contain one of these rows, and return their formulas."""
        for area in [area for area in areas if _holds_one(area, rows)]:
            yield from areas.pop(area)


def _holds_one(area: Area, rows: list[int]) -> bool:
    at = bisect_left(rows, area.top)
    return at < len(rows) and rows[at] <= area.bottom


def _columns(formulas: Sequence[_Formula], changed: _Places) -> dict[Sheet, list[int]]:
    """The columns of each sheet in which a cell may change."""
    found: dict[Sheet, set[int]] = defaultdict(set)
    for sheet, places in changed.items():
        found[sheet].update({column for _, column in places})
    for formula in formulas:
        found[formula.sheet].update(range(formula.results.left, formula.results.right + 1))
    return {sheet: sorted(columns) for sheet, columns in found.items()}


def _results(formulas: Iterable[_Formula]) -> _Places:
    found: _Places = defaultdict(set)
    for formula in formulas:
        found[formula.sheet].update(formula.results.places())
    return found
