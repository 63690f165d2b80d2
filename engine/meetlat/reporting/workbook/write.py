"""Write result tables into the workbook, using only the object model of xlwings.

Meetlat owns the cells of the result tables. It fills, grows and shrinks them, but never formats a
cell that exists: the formatting of a report belongs to the user. Everything is planned before
anything is written (see `meetlat.reporting.workbook.table_plan`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from meetlat.formatting import in_every_language
from meetlat.languages import LANGUAGES, Language
from meetlat.plugins.result_table import ResultTable
from meetlat.problems.problem import Problem, has_errors, in_order
from meetlat.problems.text import fold
from meetlat.reporting.workbook.accent_colour import apply_accent
from meetlat.reporting.workbook.added_columns import continue_columns
from meetlat.reporting.workbook.logo import show_logo
from meetlat.reporting.workbook.metric_rows import plan_metrics
from meetlat.reporting.workbook.native_excel import try_formatting
from meetlat.reporting.workbook.new_sheets import add_sheet
from meetlat.reporting.workbook.problem_table import add_links, plan_problems, problem_table
from meetlat.reporting.workbook.spare_rows import show_theme_rows
from meetlat.reporting.workbook.stale_tables import stale_tables
from meetlat.reporting.workbook.table_plan import Area, Plan, area_of, plan, previous_comparisons
from meetlat.scoring.report import Report

if TYPE_CHECKING:
    import xlwings as xw


def write_report(book: xw.Book, report: Report) -> list[Problem]:
    """Write every result table, new rows of `Metrics`, and `Problems`.

    If there are errors, only `Problems` is written.

    Returns:
        All problems in order, including those found while writing: cells in the way of a growing
        table, and columns that nothing fills.
    """
    return write_tables(book, report)[0]


def write_tables(
    book: xw.Book, report: Report, *, list_problems: bool = True
) -> tuple[list[Problem], dict[str, Plan]]:
    """Write a report as `write_report` does, or into a copy for readers without `list_problems`.

    In a copy `Problems` stays empty, because problems may quote an answer, and so do the figures of
    a metric that failed, because those of the last run may be of another group.

    Returns:
        All problems in order; and the plans by which another report that takes the same cells can
        be written, none if a table got a new sheet or there are errors.
    """
    places = _places(book)
    areas = {place.name: area_of(place) for place in places.values()}
    language = report.catalogue.language
    tables = [t for t in report.tables.values() if fold(t.name) in places or not t.optional]
    previous = previous_comparisons(places.get("lastrun"))
    plans = {
        # A table without comparisons never had any, so an extra column belongs to the user.
        t.name: plan(t, place, () if report.comparisons.names and not t.comparisons else previous)
        for t in tables
        if (place := places.get(fold(t.name)))
    }
    new_metrics = plan_metrics(places.get("metrics"), report.catalogue, report.metrics)
    stale = list(stale_tables(places, report, keep_failed=list_problems))
    problems = [*report.problems]
    if not has_errors(problems):
        problems += [*_without_room(plans.values(), areas), *_taken_names(book, tables, places)]
    if not has_errors(problems):
        problems += _merge_remarks(chain.from_iterable(p.remarks() for p in plans.values()))
        problems += [table.remark for table in stale if table.remark]
        if new_metrics and (obstacle := new_metrics.obstacle(areas)):
            problems.append(obstacle)
            new_metrics = None
    problems = in_order(problems, [sheet.name for sheet in book.sheets])
    listed = problems if list_problems else []
    problem_plan, listed = plan_problems(listed, places.get("problems"), language, areas)
    problems = listed if list_problems else problems
    if not has_errors(problems):
        for table in tables:
            if table.name in plans:
                _write_table(plans[table.name])
            else:
                add_sheet(book, table, language)
        for table in stale:
            table.write()
        if new_metrics:
            new_metrics.write()
        apply_accent(book, report.settings.accent)
        show_logo(book, report.settings.logo)
        if "ThemeScores" in report:
            show_theme_rows(book, report["ThemeScores"].height)
    _write_problems(book, problem_plan, places, listed, language)
    if not has_errors(problems):
        fit_row_heights(plans, report)
    is_whole = not has_errors(problems) and all(table.name in plans for table in tables)
    return problems, plans if is_whole else {}


def write_problems(book: xw.Book, problems: Sequence[Problem], language: Language) -> None:
    """Write only the table `Problems`, for a report that could not be computed."""
    places = _places(book)
    areas = {place.name: area_of(place) for place in places.values()}
    problem_plan, listed = plan_problems(problems, places.get("problems"), language, areas)
    _write_problems(book, problem_plan, places, listed, language)


def _places(book: xw.Book) -> dict[str, xw.main.Table]:
    """Every Excel table of the workbook, by its folded name."""
    return {fold(table.name): table for sheet in book.sheets for table in sheet.tables}


def _write_problems(
    book: xw.Book,
    problem_plan: Plan | None,
    places: Mapping[str, xw.main.Table],
    problems: Sequence[Problem],
    language: Language,
) -> None:
    """Fill the table `Problems`; without such a table, add a sheet for it if there are problems."""
    if problem_plan:
        problem_plan.write()
        add_links(problem_plan.place, problems)
    elif "problems" not in places and problems:
        add_links(add_sheet(book, problem_table(problems, language), language), problems)


def _write_table(planned: Plan) -> None:
    """Write a table; columns that it gets at the right look like their neighbours."""
    if not planned.adds_columns:
        planned.write()
        return
    before = area_of(planned.place)
    last_used = planned.place.parent.used_range.last_cell.column
    planned.write()
    try_formatting(lambda: continue_columns(planned.place, before, last_used))


def fit_row_heights(plans: Mapping[str, Plan], report: Report) -> None:
    """Fit the height of rows to the wrapped text of all tables in them, once these are written.

    Excel and LibreOffice do this themselves when a cell changes, except for rows of sentences.
    """
    for name, planned in plans.items():
        _fit_rows(planned.place, report.tables[name])


def _fit_rows(place: xw.main.Table, table: ResultTable) -> None:
    """Fit the rows of a table; ignore any failure."""
    body = place.data_body_range
    if body is None:
        return
    with suppress(Exception):
        if table.prose:
            body.rows.autofit()
        else:
            body.impl.fit_rows()


def _merge_remarks(remarks: Iterable[Problem]) -> Iterator[Problem]:
    """Merge remarks about the same column in several tables into one that lists all cells."""
    same: dict[tuple[str, str], list[Problem]] = {}
    for remark in remarks:
        same.setdefault((remark.code, remark.value), []).append(remark)
    for first, *others in same.values():
        cells = "; ".join(other.place for other in others)
        yield replace(first, facts={**first.facts, "elsewhere": _elsewhere(cells)})


def _elsewhere(cells: str) -> Mapping[Language, str]:
    """The sentence that names the other cells of a remark, with a space before it."""
    if not cells:
        return dict.fromkeys(LANGUAGES, "")
    texts = in_every_language("problem_facts.elsewhere", cells=cells)
    return {language: f" {text}" for language, text in texts.items()}


def _without_room(plans: Iterable[Plan], areas: dict[str, Area]) -> Iterator[Problem]:
    """Report tables that cannot be written; update `areas` with those that can."""
    for planned in plans:
        faults = list(planned.faults(areas))
        if not faults:
            areas[planned.place.name] = planned.occupied(areas)
        yield from faults


def _taken_names(
    book: xw.Book, tables: Iterable[ResultTable], places: Container[str]
) -> Iterator[Problem]:
    """Report new tables whose name belongs to a range: Excel does not allow that."""
    new = [table for table in tables if fold(table.name) not in places]
    names = {fold(name.name): name for name in book.names} if new else {}
    for table in new:
        if fold(table.name) in names:
            refers_to = str(names[fold(table.name)].refers_to).removeprefix("=")
            yield Problem("name-taken", value=table.name, facts={"refers_to": refers_to})
