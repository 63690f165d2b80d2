"""Copies that stay open: the next report in one leaves the same bytes as in a new copy."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from meetlat.opening import opened
from meetlat.publishing import copies, each_group
from meetlat.publishing.copies import Copies
from meetlat.publishing.filling import save_copy
from meetlat.publishing.own_units import for_readers
from meetlat.reporting.workbook import refill
from tests.example import EXAMPLE


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
