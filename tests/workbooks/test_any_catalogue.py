"""The report sheets follow any catalogue in the workbook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlwings as xw
from chart_readings import bars, rings
from other_catalogue import (
    change_setting,
    enlarge,
    opened,
    replace_rows,
    rows,
    starter,
)
from printed_pages import faulty, page, pages, report_page, report_pages
from workbook_parts import parts, tables

from meetlat import recalculate
from meetlat_report_sheets.theme_rows import WIDE
from meetlat_workbooks.content import read_content
from meetlat_workbooks.report import PREPARED
from meetlat_workbooks.workbook import read_labels
from xlengines.xlsx import open_book

THREE = ("Vorig onderzoek", "Benchmark", "Ambitie")


def lines_with(text: str, *words: str) -> list[str]:
    return [line for line in text.splitlines() if all(word in line for word in words)]


def approx_behind_mark(reaches: list[float]):
    """Approximate lengths of bars, because a mark may hide the end of a bar."""
    return pytest.approx(reaches, abs=WIDE / 2 + 1e-9)


def recalculated(workbook: Path) -> Path:
    assert not recalculate(workbook).errors
    return workbook


@pytest.fixture(scope="module")
def large_workbook(tmp_path_factory) -> Path:
    """The starter with 40 themes, 250 questions and three comparisons."""
    workbook = starter(tmp_path_factory.mktemp("large"))
    enlarge(workbook, THREE)
    return recalculated(workbook)


@pytest.fixture(scope="module")
def large_pages(large_workbook) -> list[str]:
    return pages(large_workbook)


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """The starter, unchanged."""
    return recalculated(starter(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="module")
def small_pages(small) -> list[str]:
    return pages(small)


def test_starter_prints_without_faulty_cells_and_marks_reverse_coded_questions(small, small_pages):
    found = small_pages
    assert not faulty(found)
    assert len(lines_with(report_page(found), "Werkplezier")) >= 2, "a card and a row"
    assert not lines_with(report_page(found), "overige thema")
    reverse_coded = {
        q["text::nl"] for q in rows(open_book(small), "Questions") if q["reverse"] == "ja"
    }
    marked = re.findall(r"\d,\d +((?:(?!\d,\d).)*?) +(?:[▲▼] )?\(omgekeerd\)", report_page(found))
    assert set(marked) == reverse_coded, "9,3 for `I am bullied` needs an explanation"
    assert reverse_coded


def test_result_tables_grow_to_40_themes_and_249_questions(large_workbook):
    found = {name: t.body_rows for name, t in tables(parts(large_workbook)).items()}
    sizes = {name: last - first + 1 for name, (first, last) in found.items()}
    assert (sizes["ThemeScores"], sizes["QuestionScores"]) == (40, 249)
    assert sizes["Chapters"] == 40 + 40 + 249, "themes, descriptions, questions"


THEME = re.compile(r"^ *Onderwerp nummer (\d+) van het onderzoek +\d,\d\b", re.MULTILINE)


def test_report_of_40_themes_has_two_pages_with_headings(large_pages):
    first, second = (THEME.findall(text) for text in report_pages(large_pages)[:2])
    assert first + second == [str(n) for n in range(1, 41)]
    assert all(lines_with(text, "Benchmark", "Ambitie") for text in report_pages(large_pages)[:2])
    assert lines_with(
        report_pages(large_pages)[1], "Hoogst scorende vragen", "Laagst scorende vragen"
    )
    assert not lines_with("".join(large_pages), "overige thema")


def theme_rows(workbook: Path) -> xw.Range:
    return open_book(workbook).names["theme_rows"].refers_to_range


def test_report_hides_rows_without_a_theme(large_workbook, tmp_path):
    """A second recalculation changes nothing."""
    rows_of = theme_rows(large_workbook)
    assert rows_of.impl.hidden_rows == [*range(rows_of.row + 40, rows_of.row + PREPARED)]
    workbook = recalculated(starter(tmp_path))
    rows_of = theme_rows(workbook)
    assert rows_of.impl.hidden_rows == [*range(rows_of.row + 3, rows_of.row + PREPARED)]
    before = workbook.read_bytes()
    assert recalculated(workbook).read_bytes() == before


@pytest.mark.nightly
def test_a_theme_row_that_hr_hid_on_the_report_stays_hidden(tmp_path):
    workbook = starter(tmp_path)
    book = open_book(workbook)
    second = book.names["theme_rows"].refers_to_range[1]
    second.impl.show_rows(shown=False)
    book.save()
    enlarge(workbook)
    hidden = theme_rows(recalculated(workbook)).impl.hidden_rows
    assert hidden == [second.row, *range(second.row + 39, second.row + PREPARED - 1)]


@pytest.mark.nightly
def test_report_of_more_than_60_themes_points_to_the_other_themes(tmp_path):
    workbook = starter(tmp_path)
    book = open_book(workbook)
    (question, *_) = (q for q in rows(book, "Questions") if q["theme"])
    themes = [
        {"theme": f"t{n}", "name::nl": f"Onderwerp nummer {n} van het onderzoek"}
        for n in range(1, 63)
    ]
    replace_rows(book, "Themes", themes)
    replace_rows(book, "Questions", [
        question | {"question": f"q{n}", "column": question["question"], "theme": f"t{n}"}
        for n in range(1, 63)
    ])  # fmt: skip
    replace_rows(book, "Comparisons", [
        {"comparison": name, "subject": "t1", "value": 5} for name in (*THREE, "Sector")
    ])  # fmt: skip
    book.save()
    text = "\n".join(report_pages(pages(recalculated(workbook)))[:2])
    assert THEME.findall(text) == [str(n) for n in range(1, 61)]
    assert lines_with(text, "De overige thema’s staan op het blad Vragen.")
    assert lines_with(text, "De overige vergelijkingen staan op het blad Vragen.")
    assert "Sector" not in text


def test_theme_chart_draws_40_themes_with_three_comparisons(large_workbook):
    scores = rows(open_book(large_workbook), "ThemeScores")
    drawn = bars(large_workbook)
    assert [bar.reach for bar in drawn] == approx_behind_mark([row["score"] / 10 for row in scores])
    for bar, row in zip(drawn, scores, strict=True):
        expected = [row[name] / 10 for name in THREE]
        shown = [bar.marks[column] for column in "GHI"]
        assert shown == pytest.approx(expected, abs=2 * WIDE), "marks are beside each other"
        assert shown == sorted(shown)


def test_theme_chart_of_the_starter_marks_only_comparisons_with_a_figure(small):
    scores = rows(open_book(small), "ThemeScores")
    drawn = bars(small)
    assert [bar.reach for bar in drawn] == approx_behind_mark([row["score"] / 10 for row in scores])
    before = [row["Vorig onderzoek"] for row in scores]
    assert [list(bar.marks.values()) for bar in drawn] == [
        [] if value == "-" else [pytest.approx(value / 10)] for value in before
    ]


def test_ring_charts_show_the_response_and_the_enps_groups(small):
    (enps,), summary = rows(open_book(small), "Enps"), rows(open_book(small), "Summary")
    (response,) = (row["current"] for row in summary if row["measure"] == "response")
    shown = {
        "WARM": enps["detractors"], "LIGHT": enps["passives"], "ACCENT": enps["promoters"],
    }  # fmt: skip
    assert rings(small) == [
        pytest.approx({"ACCENT": response, "LIGHT": 1 - response}), pytest.approx(shown),
    ]  # fmt: skip


def test_summary_of_a_weighted_survey_names_every_figure(tmp_path):
    """Weights add two rows before the eNPS."""
    workbook = starter(tmp_path)
    book = open_book(workbook)
    change_setting(book, "weights", "ja")
    invited = [("Advies", 21), ("Dienstverlening", 30), ("Techniek", 22), ("Staf", 11)]
    sheet = book.sheets.add("Population")
    sheet.range("A1").value = [
        ["segment", "group", "invited"], *[["department", *row] for row in invited]
    ]  # fmt: skip
    book.save()
    summary = rows(open_book(recalculated(workbook)), "Summary")
    named = {row["measure"]: row["name"] for row in summary}
    assert named == {
        "respondents": "Respondenten", "invited": "Uitgenodigd", "response": "Respons",
        "effective": "Effectief aantal respondenten (na weging)",
        "design_effect": "Designeffect van de weging", "enps": "eNPS",
    }  # fmt: skip


@pytest.mark.nightly
def test_theme_chart_covers_the_range_of_another_scale(tmp_path):
    """From 1 to 5; a scale that no theme uses does not widen the range."""
    workbook = starter(tmp_path)
    book = open_book(workbook)
    replace_rows(book, "Comparisons", [])
    replace_rows(book, "Scales", [
        row | {"score": 1 + row["score"] / 2.5}
        if row["scale"] == "agreement" and row["score"] is not None else row
        for row in rows(book, "Scales")
    ])  # fmt: skip
    book.save()
    scores = [row["score"] for row in rows(open_book(recalculated(workbook)), "ThemeScores")]
    assert all(1 <= score <= 5 for score in scores)
    drawn = bars(workbook)
    assert [bar.reach for bar in drawn] == pytest.approx([(score - 1) / 4 for score in scores])
    assert re.search(r"^ +1 +5 +■", "\n".join(pages(workbook)), re.MULTILINE)
    assert not any(bar.marks for bar in drawn)


def test_large_catalogue_prints_without_faulty_cells(large_pages):
    assert not faulty(large_pages)


def test_theme_sheet_prints_a_line_for_every_theme(large_pages):
    text = "\n".join(large_pages)
    assert all(
        lines_with(text, f"thema_{n:02} ", f"Onderwerp nummer {n} van") for n in range(1, 41)
    )


def test_theme_sheet_prints_the_marks_of_every_theme(large_workbook, large_pages):
    marks = {row["key"]: row["mark"] for row in rows(open_book(large_workbook), "Differences")}
    assert {"▲", "▼", None} == {marks[f"ThemeScores thema_{n:02} 1"] for n in range(1, 41)}
    lines = "\n".join(large_pages).splitlines()
    for n in range(1, 41):
        (line,) = (line for line in lines if re.match(rf" *thema_{n:02} .*\d,\d", line))
        wanted = [marks[f"ThemeScores thema_{n:02} {number}"] for number in (1, 2, 3)]
        assert re.findall("[▲▼]", line) == [mark for mark in wanted if mark]


@pytest.mark.nightly
def test_marks_of_two_questions_with_the_same_text_are_not_confused(tmp_path):
    workbook = starter(tmp_path)
    book = open_book(workbook)
    found = rows(book, "Questions")
    first, second = [q for q in found if q["theme"] == "werkplezier" or q["scale"] == "agreement"][
        :2
    ]
    other = {"text::nl": "Hoe gaat het?"}
    replace_rows(book, "Questions", [q | other if q in (first, second) else q for q in found])
    replace_rows(book, "Comparisons", [
        {"comparison": "Eerder", "subject": second["question"], "value": 1.0, "n": 200},
        {"comparison": "Eerder", "subject": first["question"], "value": 7.7, "n": 200},
    ])  # fmt: skip
    book.save()
    shown = page(pages(recalculated(workbook)), "De vragen per thema")
    plain, marked = lines_with(shown, "Hoe gaat het?")
    assert "▲" in marked
    assert "▲" not in plain


def test_a_third_comparison_is_printed_on_every_page(large_pages):
    report = report_page(large_pages)
    assert lines_with(report, "Ambitie 64%"), "below the response rate"
    assert lines_with(report, "Benchmark", "Ambitie")
    for title in ("Scores op de thema’s", "De vragen per thema", "Kerncijfers"):
        assert lines_with(page(large_pages, title), "Benchmark", "Ambitie"), title


def test_report_names_the_comparison_of_a_change_and_the_change_in_enps(
    large_workbook, large_pages
):
    report = report_page(large_pages)
    assert "overige vergelijkingen" not in report, "all three comparisons are shown"
    assert re.search(r"Verschil t\.o\.v\.[^▲]+?\bVorig onderzoek", report), "on two lines"
    assert len(lines_with(report, "Top 3 t.o.v. Vorig onderzoek")) == 1, (
        "one line has the heading twice"
    )
    (enps,) = rows(open_book(large_workbook), "Enps")
    (found,) = [
        r for r in rows(open_book(large_workbook), "Differences") if r["key"] == "Enps enps 1"
    ]
    assert found["mark"] == "▲"
    change = enps["enps"] - enps["Vorig onderzoek"]
    assert f"{change:+.0f} ▲ t.o.v. Vorig onderzoek" in report


def test_report_explains_direction_period_and_range_of_scores(large_workbook, large_pages):
    lowest = min(rows(open_book(large_workbook), "ThemeScores"), key=lambda row: row["score"])
    sentence = f"Een hoger cijfer voor ‘{lowest['name']}’ betekent dat het daarmee beter gaat."
    assert sentence in report_page(large_pages)
    assert "Onderzoeksperiode: 12 januari 2026 t/m 25 januari 2026" in report_page(large_pages)
    assert re.search(r"^ +0 +10 +■", report_page(large_pages), re.MULTILINE), "the ends of the bars"


def test_conditional_formats_cover_added_comparison_columns(large_workbook):
    """The formats cover columns of comparisons that were added later."""
    (xml,) = (x.decode() for x in parts(large_workbook).values() if b'="note"' in x)
    ranges = re.findall(r'<conditionalFormatting sqref="([A-Z]+)6:([A-Z]+)\d+"', xml)
    assert {("E", "I"), ("A", "I")} <= set(ranges), "two comparisons more than before"


@pytest.mark.nightly
def test_large_catalogue_gives_the_same_report_in_a_live_libreoffice(large_workbook, tmp_path):
    """LibreOffice itself grows the tables; the printed pages are the same."""
    workbook = starter(tmp_path)
    enlarge(workbook, THREE)
    with opened(workbook, "libreoffice") as book:
        assert not recalculate(book).errors
        live = {name: rows(book, name) for name in ("ThemeScores", "Chapters", "SegmentScores")}
    assert live == {name: rows(open_book(large_workbook), name) for name in live}
    found = pages(workbook)
    assert not faulty(found)
    assert lines_with(report_page(found), "Benchmark", "Ambitie")
    assert THEME.findall("".join(report_pages(found)[:2])) == [str(n) for n in range(1, 41)]
    assert lines_with(page(found, "Scores op de thema’s"), "Benchmark", "Ambitie")
    assert bars(workbook) == bars(large_workbook)


@pytest.mark.nightly
def test_report_without_comparisons_mentions_none(tmp_path):
    workbook = starter(tmp_path)
    book = open_book(workbook)
    replace_rows(book, "Comparisons", [])
    change_setting(book, "fieldwork_end", None)
    book.save()
    found = pages(recalculated(workbook))
    assert not faulty(found)
    assert re.search(r"Onderzoeksperiode: 12 januari 2026 +Getoond", report_page(found)), (
        "without an end date"
    )
    assert "t.o.v." not in report_page(found)
    assert "Verschil" not in report_page(found)
    assert "▲" not in report_page(found), "no explanation of marks"
    assert "Vorig onderzoek" not in report_page(found)


@pytest.fixture(scope="module")
def pages_without_enps_and_segments(tmp_path_factory) -> list[str]:
    workbook = starter(tmp_path_factory.mktemp("plain"))
    book = open_book(workbook)
    replace_rows(book, "Questions", [q for q in rows(book, "Questions") if q["metric"] != "enps"])
    replace_rows(
        book, "Comparisons", [c for c in rows(book, "Comparisons") if c["subject"] != "enps"]
    )
    replace_rows(book, "Segments", [])
    book.save()
    return pages(recalculated(workbook))


def test_report_without_enps_does_not_mention_it(pages_without_enps_and_segments):
    found = pages_without_enps_and_segments
    assert not faulty(found)
    assert "eNPS" not in report_page(found)
    assert "promotors" not in report_page(found).lower()
    assert lines_with(report_page(found), "Vragen")
    assert lines_with(report_page(found), "in 3 thema’s")


def test_report_without_segments_prints_without_faulty_cells(pages_without_enps_and_segments):
    found = pages_without_enps_and_segments
    assert not faulty(found)
    assert "Advies" not in page(found, "Thema’s per groep")


def test_workbook_set_to_english_prints_no_dutch_texts_of_meetlat(tmp_path):
    """The workbook was built in Dutch; only sheet names and input stay Dutch."""
    workbook = starter(tmp_path)
    book = open_book(workbook)
    change_setting(book, "language", "en")
    change_setting(book, "title", "Employee survey")
    change_setting(book, "organisation", "Your organisation")
    replace_rows(book, "Comparisons", [
        row | {"comparison": "Previous"} for row in rows(book, "Comparisons")
    ])  # fmt: skip
    book.save()
    found = pages(recalculated(workbook), "en")
    assert not faulty(found)
    assert dutch_words(found) == set()
    assert "12 January 2026" in report_page(found)
    assert "▲ higher or ▼ lower" in page(found, "The questions by theme")
    assert "12 January 2026" in page(found, "The survey in short")
    assert "eNPS: the share of promoters" in page(found, "Which metrics are computed")


def dutch_words(found: list[str]) -> set[str]:
    """Dutch texts of Meetlat that are printed and differ in English."""
    text = "\n".join(found)
    return {word for word in dutch_texts() if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}


def dutch_texts() -> set[str]:
    """The start of each Dutch text of the workbook that differs in English."""
    dutch, english = read_labels("nl"), read_labels("en")
    parts_shown = ("titles", "hints", "headings", "report", "start", "inputs")
    own_texts = {
        text[:60]
        for part in parts_shown
        for key, text in dutch[part].items()
        if text != english[part][key] and len(text) > 3
    }
    guide = read_content("starter").about["nl"]
    guide_texts = {line[:60] for part in guide for line in (part["heading"], *part["lines"])}
    return own_texts - set(dutch["sheets"].values()) | guide_texts
