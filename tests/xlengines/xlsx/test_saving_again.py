"""A refused save can be tried again, and a backup is made on request."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from package_check import new_findings

from xlengines.xlsx import Refused, open_book


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A table, and on another sheet a list, a formula and a chart that refer to it."""
    path = tmp_path / "report.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, other = book.add_worksheet("Report"), book.add_worksheet("Other")
    sheet.write_column(1, 0, ["a", "b", "c"])
    sheet.add_table(0, 0, 3, 1, {"name": "T", "columns": [{"header": "x"}, {"header": "n"}]})
    other.data_validation("A1", {"validate": "list", "source": "=Report!$A$2:$A$4"})
    other.write_formula("C1", "=SUM(T[n])")
    chart = book.add_chart({"type": "bar"})
    assert chart
    chart.add_series({"values": "=Report!$B$2:$B$4"})
    other.insert_chart("E5", chart)
    book.close()
    return path


def grow(path: Path, **options: bool):
    book = open_book(path, **options)
    table = book.sheets["Report"].tables["T"]
    table.resize(table.range.resize(row_size=7))
    assert table.data_body_range
    table.data_body_range.value = [[f"item {n}", n] for n in range(6)]
    assert table.header_row_range
    table.header_row_range.value = ["x", "count"]
    return book


def test_saving_again_after_a_lock_gives_the_same_bytes(report: Path, tmp_path: Path):
    source = report.read_bytes()
    wanted = tmp_path / "wanted.xlsx"
    grow(report).save(wanted)
    lock = report.with_name(f"~${report.name}")
    lock.touch()
    book = grow(report)
    with pytest.raises(Refused, match="open in Excel"):
        book.save()
    assert report.read_bytes() == source
    lock.unlink()
    book.save()
    assert report.read_bytes() == wanted.read_bytes()
    text = open_book(report).sheets["Other"]["C1"].formula
    assert text == "=SUM(T[count])"


def test_a_locked_book_can_be_saved_elsewhere(report: Path, tmp_path: Path):
    source = report.read_bytes()
    report.with_name(f"~${report.name}").touch()
    book = grow(report)
    with pytest.raises(Refused):
        book.save()
    book.save(tmp_path / "elsewhere.xlsx")
    assert report.read_bytes() == source
    assert new_findings(report, tmp_path / "elsewhere.xlsx") == []


def test_a_saved_book_can_be_changed_and_saved_again(report: Path):
    book = grow(report)
    book.save()
    table = book.sheets["Report"].tables["T"]
    assert table.range.address == "$A$1:$B$7"
    table.resize(table.range.resize(row_size=3))
    book.save()
    again = open_book(report).sheets["Report"]
    assert again.tables["T"].range.address == "$A$1:$B$3"
    assert again["A7"].value == "item 5", "cells below the table stay, as in Excel"


def test_a_requested_backup_holds_the_old_file(report: Path):
    source = report.read_bytes()
    grow(report, backup=True).save()
    assert report.with_name("report.bak.xlsx").read_bytes() == source
    assert report.read_bytes() != source


def test_a_copy_is_what_a_save_gives_and_the_book_can_still_be_saved(report: Path, tmp_path: Path):
    source = report.read_bytes()
    wanted, copy = tmp_path / "wanted.xlsx", tmp_path / "copy.xlsx"
    grow(report).save(wanted)
    book = grow(report)
    book.impl.store_copy(copy)
    assert copy.read_bytes() == wanted.read_bytes()
    assert (book.fullname, report.read_bytes()) == (str(report), source)
    book.save()
    assert report.read_bytes() == wanted.read_bytes()


def test_a_book_can_be_changed_after_a_copy_was_written(report: Path, tmp_path: Path):
    book = grow(report)
    book.impl.store_copy(tmp_path / "copy.xlsx")
    table = book.sheets["Report"].tables["T"]
    table.resize(table.range.resize(row_size=3))
    book.save()
    again = open_book(report).sheets["Report"]
    assert again.tables["T"].range.address == "$A$1:$B$3"


def test_a_copy_of_another_kind_is_refused(report: Path, tmp_path: Path):
    with pytest.raises(Refused, match="keeps its kind"):
        grow(report).impl.store_copy(tmp_path / "copy.xlsm")
    assert [*tmp_path.glob("copy*")] == []
