"""Compare the tables of two reports."""

from __future__ import annotations

from polars.testing import assert_frame_equal

from meetlat.scoring.report import Report


def assert_same_tables(one: Report, two: Report) -> None:
    """Every cell of every table is the same, and so are the tables of all groups."""
    assert one.tables.keys() == two.tables.keys()
    for name in one.tables.keys() - {"LastRun"}:
        assert_frame_equal(one.tables[name].frame, two.tables[name].frame, check_exact=True)
    assert [*one.all_groups] == [*two.all_groups]
    for name in one.all_groups:
        assert_frame_equal(one.all_groups[name], two.all_groups[name], check_exact=True)
