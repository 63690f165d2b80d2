"""Copies that stay open: the next report in one leaves the same bytes as in a new copy."""

from __future__ import annotations

import datetime as dt
import random
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from meetlat.opening import opened
from meetlat.plugins.result_table import ResultTable
from meetlat.publishing import copies, each_group
from meetlat.publishing.copies import Copies
from meetlat.publishing.filling import save_copy
from meetlat.publishing.own_units import for_readers
from meetlat.reporting.workbook import refill
from tests.example import EXAMPLE
from tests.surveys import workbook


@pytest.fixture(scope="module")
def reports():
    made = each_group(EXAMPLE, "department")
    groups = made.groups.filter(withheld=False)["group"].to_list()[:8]
    return {f"department={name}": made.survey.report(f"department={name}") for name in groups}


def saved(kept: Copies, group: str, report, file: Path) -> bytes:
    """The bytes of a copy with a report."""
    book = kept.fill(group, for_readers(report))
    assert book is not None
    save_copy(book, file)
    return file.read_bytes()


def test_a_report_in_a_copy_of_another_group_leaves_the_same_bytes(reports, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    again = []
    refilled = copies.refill
    monkeypatch.setattr(copies, "refill", lambda *given: again.append(refilled(*given)))
    file, data = tmp_path / "copy.xlsx", EXAMPLE.read_bytes()
    with closing(Copies(EXAMPLE, data)) as kept:
        for group, report in [*reports.items(), *reports.items()]:
            with closing(Copies(EXAMPLE, data)) as new:
                assert saved(kept, group, report, file) == saved(new, group, report, file)
    assert len(again) >= len(reports)


def test_rows_are_as_high_as_in_a_new_copy_if_the_texts_before_were_long(reports, tmp_path):
    group, report = next(iter(reports.items()))
    report = for_readers(report)
    table = report.tables["Highlights"]

    def with_names(name: str | None):
        changed = replace(table, frame=table.frame.with_columns(name=pl.lit(name, pl.String)))
        return replace(report, tables={**report.tables, "Highlights": changed})

    file, data = tmp_path / "copy.xlsx", EXAMPLE.read_bytes()
    with closing(Copies(EXAMPLE, data)) as kept, closing(Copies(EXAMPLE, data)) as new:
        long = saved(kept, group, with_names("a long text " * 40), file)
        none = saved(kept, group, with_names(None), file)
        assert none == saved(new, group, with_names(None), file) != long


def test_a_copy_that_failed_halfway_is_not_filled_again(reports, tmp_path, monkeypatch):
    """Its cells would be those of the report that failed, not those that its plans know."""

    def fail(plans, report):
        refill.refill(plans, report)
        raise OSError

    file, data = tmp_path / "copy.xlsx", EXAMPLE.read_bytes()
    everyone = [*reports.items(), *reports.items()]
    with closing(Copies(EXAMPLE, data)) as kept:
        monkeypatch.setattr(copies, "refill", fail)
        failed = [group for group, own in everyone if fails(kept, group, own, file)]
        assert failed
        monkeypatch.undo()
        monkeypatch.setattr(copies, "refill", lambda *_: pytest.fail("filled again"))
        group, report = next((g, own) for g, own in reports.items() if g == failed[-1])
        saved(kept, group, report, file)


def fails(kept: Copies, group: str, report, file: Path) -> bool:
    """Whether a copy could not be filled."""
    try:
        saved(kept, group, report, file)
    except OSError:
        return True
    return False


def test_reports_with_other_rows_or_columns_take_other_cells(reports):
    report = next(iter(reports.values()))
    taken = refill.cells_taken(report)
    assert refill.cells_taken(for_readers(report)) != taken
    assert refill.cells_taken(report) == taken


def test_at_most_a_few_copies_stay_open(reports, monkeypatch):
    monkeypatch.setattr(copies, "MOST", 1)
    with opened(EXAMPLE, save=False) as book:
        apps = book.impl.books
        before = len(list(apps))
        with closing(Copies(EXAMPLE, EXAMPLE.read_bytes())) as kept:
            for group, report in reports.items():
                kept.fill(group, for_readers(report))
                assert len(list(apps)) <= before + 1
        assert len(list(apps)) == before


def test_a_copy_has_no_trace_of_the_problems_of_its_report(reports, tmp_path):
    group, report = next(iter(reports.items()))
    assert len(report.problems) > 1
    with (
        opened(EXAMPLE, save=False) as before,
        closing(Copies(EXAMPLE, EXAMPLE.read_bytes())) as kept,
    ):
        book = kept.fill(group, for_readers(report))
        assert book is not None
        rows = book.sheets["Problems"].tables["Problems"].data_body_range
        assert set(rows.value) == {None}
        heights = (
            each.sheets["Problems"].impl.row_heights(rows.row + 1, 40) for each in (before, book)
        )
        assert len(set(map(tuple, heights))) == 1


# Tables of `beside`: the row and the column of each, and whether its texts are sentences.
PLACES = {"Left": (0, 0, False), "Right": (0, 4, True), "Lower": (2, 8, False)}
CELLS = {"text": pl.String, "day": pl.Datetime, "number": pl.Float64}
LONG, LONGER = "a long text " * 5, "a longer text " * 9


@pytest.fixture
def beside(tmp_path, monkeypatch) -> Path:
    """A workbook with tables beside each other, of which one has an old text in each row."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")

    def add_tables(book):
        sheet, wrapped = book.add_worksheet("Report"), book.add_format({"text_wrap": True})
        sheet.set_column(0, 20, 9, wrapped)
        for name, (row, column, _) in PLACES.items():
            columns = [{"header": heading} for heading in CELLS]
            data = [[LONG]] * 6 if name == "Right" else []
            options = {"name": name, "columns": columns, "data": data}
            sheet.add_table(row, column, row + 6, column + 2, options)

    settings = "| setting | value |\n|---|---|\n| group | |"
    return workbook(tmp_path / "beside.xlsx", add_tables, Survey=settings)


def filled_with(report, **texts):
    """A report with only these tables, each with a text in every row or a text, a day and so on."""
    tables = {}
    for name, rows in texts.items():
        cells = [row if isinstance(row, tuple) else (row, None, None) for row in rows]
        frame = pl.DataFrame(cells, schema=CELLS, orient="row")
        tables[name] = ResultTable(name, frame, prose=PLACES[name][2])
    return replace(for_readers(report), tables=tables)


def assert_refilled_as_new(workbook: Path, *made) -> int:
    """Check that reports in one copy leave the same bytes as in new ones; count those refilled."""
    data, file, books = workbook.read_bytes(), workbook.with_name("copy.xlsx"), []
    with closing(Copies(workbook, data)) as kept:
        for report in made:
            with closing(Copies(workbook, data)) as new:
                expected = saved(new, "team=A", report, file)
            assert saved(kept, "team=A", report, file) == expected
            books.append(kept._copies[0].book)
    return len(books) - len({id(book) for book in books})


def test_rows_are_as_high_as_in_a_new_copy_if_the_last_row_became_blank(reports, beside):
    report = next(iter(reports.values()))
    high, blank = (filled_with(report, Left=[*"abcdefgh", last]) for last in (LONGER, None))
    assert assert_refilled_as_new(beside, high, blank) == 1


def test_rows_that_tables_share_are_as_high_as_in_a_new_copy(reports, beside):
    """A text that repeats the one above it gets no room, but in the first row of a table it does.

    So the heights depend on which table comes last.
    """
    report = next(iter(reports.values()))
    lower = [*"abc", LONG, LONG, LONG]
    one, other = (filled_with(report, Left=[*"abcd", last], Lower=lower) for last in "ef")
    assert assert_refilled_as_new(beside, one, other) == 1


def test_a_format_of_a_date_is_not_that_of_the_report_before(reports, beside):
    report, day = next(iter(reports.values())), dt.datetime(2026, 3, 4)
    days = [None, day, day + dt.timedelta(hours=5)]
    made = [filled_with(report, Left=[("a", day, 1.0)]) for day in days]
    assert assert_refilled_as_new(beside, *made, *made) == len(made), "a copy for each day"


def test_random_reports_leave_the_same_bytes_as_in_new_copies(reports, beside):
    rng, report = random.Random(1), next(iter(reports.values()))  # noqa: S311
    texts, days = [None, "a", "b", LONG, LONGER], [None, None, dt.datetime(2026, 3, 4)]

    def rows(number: int):
        return [
            (rng.choice(texts), rng.choice(days) if number == 2 else None, rng.choice([None, 1.5]))
            for _ in range(number)
        ]

    sizes = [{name: rng.choice([2, 5, 9]) for name in PLACES} for _ in range(3)]
    made = [
        filled_with(report, **{name: rows(number) for name, number in rng.choice(sizes).items()})
        for _ in range(25)
    ]
    assert assert_refilled_as_new(beside, *made) > 5
