"""Chapters of the printed report start on a page where they fit."""

from __future__ import annotations

import re

import pytest

from meetlat.reporting.page_breaks import keep_chapters_whole, page_starts
from tests.example import EXAMPLE, example_results
from tests.workbooks.workbook_parts import parts
from xlengines.xlsx import open_book


def test_a_chapter_that_does_not_fit_on_the_page_starts_a_new_one():
    """On 100 points, 30 and 40 fit and 50 does not; after 200 the room left is unknown."""
    chapters = [(0, 30.0), (3, 40.0), (7, 50.0), (12, 200.0), (20, 10.0), (21, 90.0), (30, 1.0)]
    assert page_starts(chapters, 100.0) == [7, 12, 20, 30]
    assert page_starts(chapters[:2], 100.0) == []
    assert page_starts([(0, 500.0), (9, 1.0)], 100.0) == [9], "the first needs no break before it"


@pytest.fixture
def book():
    return open_book(EXAMPLE)


def test_room_on_a_page_follows_the_print_setup_of_the_sheet(book):
    """Landscape A4 is 595.3 points high; the margins are .4 and .55 inch, and 2% stays free."""
    room = (595.3 - 72 * 0.95) * 0.98
    assert book.sheets["Vragen"].impl.room_on_page() == pytest.approx(room)
    assert book.sheets["Vraagscores"].impl.room_on_page() > room, "wider, so printed smaller"
    assert book.sheets["Groepen"].impl.room_on_page() is None, "not as wide as a page"


def test_row_heights_are_those_of_the_sheet_and_zero_for_hidden_rows(book):
    first = book.sheets["Vragen"].impl.row_heights(1, 7)
    assert first == [27.75, 15.0, 15.0, 36.0, 9.0, 15.0, 30.0], "the last has two lines"
    themes = book.names["theme_rows"].refers_to_range
    last = themes.row + themes.shape[0] - 1
    assert book.sheets["Rapport"].impl.row_heights(last, last) == [0.0]


def breaks(file) -> list[list[int]]:
    """Rows that start a page, for each sheet with page breaks."""
    found = [re.findall(r'<brk id="(\d+)"', xml.decode()) for xml in parts(file).values()
             if b"<rowBreaks" in xml]  # fmt: skip
    return [[int(number) + 1 for number in numbers] for numbers in found]


def test_page_breaks_precede_themes_unless_hr_set_breaks(book, tmp_path):
    results = example_results()
    keep_chapters_whole(book, results)
    book.save(tmp_path / "print.xlsx")
    (starts,) = breaks(tmp_path / "print.xlsx")
    kinds = results["Chapters"]["kind"].to_list()
    assert [kinds[row - 6] for row in starts] == ["theme"] * len(starts), "the first row is 6"
    assert len(starts) > 3
    own = open_book(EXAMPLE)
    own.sheets["Vragen"].impl.begin_pages([33])
    keep_chapters_whole(own, results)
    own.save(tmp_path / "own.xlsx")
    assert breaks(tmp_path / "own.xlsx") == [[33]]
    assert breaks(EXAMPLE) == []
