"""Chapters of the printed report begin on a page that they fit on."""

from __future__ import annotations

import re

import pytest

from meetlat.reporting.page_breaks import first_on_page, keep_chapters_whole
from tests.example import EXAMPLE, example_results
from tests.workbooks.workbook_parts import parts
from xlengines.xlsx import open_book


def test_a_chapter_that_does_not_fit_on_the_rest_of_a_page_begins_the_next():
    """Of 100 points: 30 and 40 fit, 50 do not; behind 200 nobody knows what is left."""
    chapters = [(0, 30.0), (3, 40.0), (7, 50.0), (12, 200.0), (20, 10.0), (21, 90.0), (30, 1.0)]
    assert first_on_page(chapters, 100.0) == [7, 12, 20, 30]
    assert first_on_page(chapters[:2], 100.0) == []
    assert first_on_page([(0, 500.0), (9, 1.0)], 100.0) == [9], "the first needs no break before it"


@pytest.fixture
def book():
    return open_book(EXAMPLE)


def test_how_much_goes_on_a_page_follows_its_print_set_up(book):
    """A4 on its side is 595.3 points high; .4 and .55 inch of it are margins, 2% is kept free."""
    room = (595.3 - 72 * 0.95) * 0.98
    assert book.sheets["Vragen"].impl.room_on_page() == pytest.approx(room)
    assert book.sheets["Vraagscores"].impl.room_on_page() > room, "wider, so printed smaller"
    assert book.sheets["Groepen"].impl.room_on_page() is None, "not as wide as a page"


def test_rows_are_as_high_as_they_were_made_and_hidden_ones_are_not_there(book):
    first = book.sheets["Vragen"].impl.row_heights(1, 7)
    assert first == [27.75, 15.0, 15.0, 36.0, 9.0, 15.0, 30.0], "the last is of two lines"
    themes = book.names["theme_rows"].refers_to_range
    last = themes.row + themes.shape[0] - 1
    assert book.sheets["Rapport"].impl.row_heights(last, last) == [0.0]


def breaks(file) -> list[list[int]]:
    """Of each sheet that has any, the rows that a page begins with."""
    found = [re.findall(r'<brk id="(\d+)"', xml.decode()) for xml in parts(file).values()
             if b"<rowBreaks" in xml]  # fmt: skip
    return [[int(number) + 1 for number in numbers] for numbers in found]


def test_every_page_begins_with_a_theme_and_a_break_of_hrs_is_left_alone(book, tmp_path):
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
