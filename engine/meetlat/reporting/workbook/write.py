"""Write result tables into the workbook, through the xlwings object API and nothing else.

The engine owns the cells of the result tables. It fills them, grows and shrinks them, and never
formats a cell that is there already: the look of a report is HR's. Everything is planned before
anything is written (see `meetlat.reporting.workbook.table_plan`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from meetlat.languages import LANGUAGES, Language, in_every_language
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem, in_order
from meetlat.problems.text import fold
from meetlat.reading.catalogue import Catalogue
from meetlat.reporting.workbook.accent_colour import follow_accent
from meetlat.reporting.workbook.logo import follow_logo
from meetlat.reporting.workbook.metric_rows import plan_metrics
from meetlat.reporting.workbook.new_sheets import add_sheet
from meetlat.reporting.workbook.problem_table import dress, plan_problems, problem_table
from meetlat.reporting.workbook.spare_rows import follow_themes
from meetlat.reporting.workbook.stale_tables import leftovers
from meetlat.reporting.workbook.table_plan import Area, Plan, area_of, comparisons_before, plan
from meetlat.scoring.results import Results, ResultTable

if TYPE_CHECKING:
    import xlwings as xw


def write_report(
    book: xw.Book, results: Results, catalogue: Catalogue, metrics: Mapping[str, Metric]
) -> None:
    """Write every result table, new rows of `Metrics`, and `Problems`.

    Where there are errors only `Problems` is written. What is found on the way (cells in the way
    of a growing table, columns that nothing fills) joins the problems.
    """
    places = _places(book)
    areas = {place.name: area_of(place) for place in places.values()}
    problems = results.problems
    tables = [t for t in results.tables.values() if fold(t.name) in places or not t.optional]
    before = comparisons_before(places.get("lastrun"))
    plans = {
        # What compares nothing now, where others do, never did: such a column is HR's.
        t.name: plan(t, place, () if results.comparison_names and not t.comparisons else before)
        for t in tables
        if (place := places.get(fold(t.name)))
    }
    listed = plan_metrics(places.get("metrics"), catalogue, metrics)
    left = list(leftovers(places, results, catalogue, metrics))
    if not results.errors:
        problems += [*_without_room(plans.values(), areas), *_taken_names(book, tables, places)]
    if not results.errors:
        problems += _told_once(chain.from_iterable(p.remarks() for p in plans.values()))
        problems += [leftover.remark for leftover in left]
        if listed and (blocked := listed.in_the_way(areas)):
            problems.append(blocked)
            listed = None
    problems[:] = in_order(problems, [sheet.name for sheet in book.sheets])
    told = plan_problems(problems, places.get("problems"), catalogue.language, areas)
    if results.errors:
        results.tables.clear()
    else:
        for table in tables:
            if table.name in plans:
                plans[table.name].write()
                _let_grow(plans[table.name].place, table)
            else:
                add_sheet(book, table, catalogue.language)
        for leftover in left:
            leftover.write()
        if listed:
            listed.write()
        follow_accent(book, results.settings.accent)
        follow_logo(book, results.settings.logo)
        if "ThemeScores" in results:
            follow_themes(book, results["ThemeScores"].height)
    _tell(book, told, places, problems, catalogue.language)


def write_problems(book: xw.Book, results: Results, language: Language) -> None:
    """Write the table `Problems` and nothing else, where the report could not even be begun."""
    places = _places(book)
    areas = {place.name: area_of(place) for place in places.values()}
    told = plan_problems(results.problems, places.get("problems"), language, areas)
    _tell(book, told, places, results.problems, language)


def _places(book: xw.Book) -> dict[str, xw.main.Table]:
    """Every Excel table of the workbook, by its folded name."""
    return {fold(table.name): table for sheet in book.sheets for table in sheet.tables}


def _tell(
    book: xw.Book,
    told: Plan | None,
    places: Mapping[str, xw.main.Table],
    problems: Sequence[Problem],
    language: Language,
) -> None:
    """Fill `Problems`, or make it a sheet where it has no table and there is something to tell."""
    if told:
        told.write()
        dress(told.place, problems)
    elif "problems" not in places and problems:
        dress(add_sheet(book, problem_table(problems, language), language), problems)


def _let_grow(place: xw.main.Table, table: ResultTable) -> None:
    """Rows of wrapped text get the height they need: a help, and no reason to fail.

    A living application does so by itself when a cell gets a text, but for rows of sentences.
    """
    body = place.data_body_range
    if body is None:
        return
    with suppress(Exception):
        if table.prose:
            body.rows.autofit()
        else:
            body.impl.fit_rows()


def _told_once(remarks: Iterable[Problem]) -> Iterator[Problem]:
    """One remark for a column that is the same in several tables, with the cells of all."""
    same: dict[tuple[str, str], list[Problem]] = {}
    for remark in remarks:
        same.setdefault((remark.code, remark.value), []).append(remark)
    for first, *others in same.values():
        cells = "; ".join(other.place for other in others)
        yield replace(first, facts={**first.facts, "elsewhere": _elsewhere(cells)})


def _elsewhere(cells: str) -> Mapping[Language, str]:
    """The other cells that a remark is about, with a blank before them."""
    if not cells:
        return dict.fromkeys(LANGUAGES, "")
    told = in_every_language("problem_facts.elsewhere", cells=cells)
    return {language: f" {text}" for language, text in told.items()}


def _without_room(plans: Iterable[Plan], areas: dict[str, Area]) -> Iterator[Problem]:
    """Why tables cannot be written; `areas` become those of the tables that can."""
    for planned in plans:
        faults = list(planned.faults(areas))
        if not faults:
            areas[planned.place.name] = planned.target
        yield from faults


def _taken_names(
    book: xw.Book, tables: Iterable[ResultTable], places: Container[str]
) -> Iterator[Problem]:
    """Excel gives a table no name that a range has already."""
    new = [table for table in tables if fold(table.name) not in places]
    names = {fold(name.name): name for name in book.names} if new else {}
    for table in new:
        if fold(table.name) in names:
            refers_to = str(names[fold(table.name)].refers_to).removeprefix("=")
            yield Problem("name-taken", value=table.name, facts={"refers_to": refers_to})
