"""Long texts are printed completely: rows grow, and nothing overlaps."""

from __future__ import annotations

from pathlib import Path

import pytest
from other_catalogue import HOSTS, lengthen_texts, opened, rows, starter
from printed_pages import faulty, overlapping, pages, report_pages

from meetlat import recalculate
from xlengines.xlsx import open_book


@pytest.fixture(scope="module", params=HOSTS)
def workbook(request, tmp_path_factory) -> Path:
    made = starter(tmp_path_factory.mktemp(request.param))
    lengthen_texts(made)
    with opened(made, request.param) as book:
        assert not recalculate(book).errors
    return made


@pytest.fixture(scope="module")
def report(workbook) -> list[str]:
    """The printed pages of the report and of the tables behind it."""
    return report_pages(pages(workbook))


def test_long_texts_print_without_overlap_or_faulty_cells(workbook, report):
    assert not faulty(report)
    assert overlapping(workbook, len(report)) == []


def test_long_texts_print_to_their_end(workbook, report):
    text = " ".join(" ".join(report).split())
    assert "samenwerking en ontwikkeling 2026" in text
    book = open_book(workbook)
    printed = ("ThemeScores", "Chapters", "QuestionScores", "SegmentScores", "Highlights")
    ends = [
        value.split()[-1]
        for name in (*printed, "Enps", "Distributions", "Differences")
        for row in rows(book, name)
        for value in row.values()
        if isinstance(value, str)
    ]
    assert ends.count("eind") > 60
    assert text.count("eind") >= ends.count("eind")


def test_texts_without_room_end_in_an_ellipsis(report):
    """The complete text is on another sheet."""
    assert "…" in report[0]
