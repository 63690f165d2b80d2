"""The report sheets follow whatever catalogue HR types into the workbook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlwings as xw
from drawn import bars, rings, spreads
from other_catalogue import HOSTS, large, opened, put, rows, set_to, starter
from seen import faulty, page, pages
from workbook_parts import parts, tables

from meetlat import recalculate
from meetlat_workbooks.bullets import WIDE
from meetlat_workbooks.content import read_content
from meetlat_workbooks.workbook import read_labels
from xlengines.xlsx import open_book

SPREADS = "Hoe de antwoorden verdeeld zijn"
THREE = ("Vorig onderzoek", "Benchmark", "Ambitie")


def lines_with(text: str, *words: str) -> list[str]:
    return [line for line in text.splitlines() if all(word in line for word in words)]


def to_a_mark(reaches: list[float]):
    """A mark on the end of a bar hides the last bit of it."""
    return pytest.approx(reaches, abs=WIDE / 2 + 1e-9)


def recalculated(workbook: Path) -> Path:
    assert not recalculate(workbook).errors
    return workbook


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> Path:
    """40 themes, 250 questions and three comparisons where there were 3, 12 and one."""
    workbook = starter(tmp_path_factory.mktemp("large"))
    large(workbook, THREE)
    return recalculated(workbook)


@pytest.fixture(scope="module")
def grown_pages(grown) -> list[str]:
    return pages(grown)


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """The starter as it comes."""
    return recalculated(starter(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="module")
def small_pages(small) -> list[str]:
    return pages(small)


def test_the_small_starter_prints_without_a_fault(small, small_pages):
    found = small_pages
    assert not faulty(found)
    assert len(lines_with(found[1], "Werkplezier")) >= 2, "a card, and a row"
    assert not lines_with(found[1], "overige thema")
    turned = {q["text::nl"] for q in rows(open_book(small), "Questions") if q["reverse"] == "ja"}
    told = re.findall(r"\d,\d +((?:(?!\d,\d).)*?) +(?:[▲▼] )?\(omgekeerd\)", found[1])
    assert set(told) == turned, "else `9,3  I am bullied` would be good news about bullying"
    assert turned


def test_tables_get_a_row_for_each_of_40_themes_and_249_questions(grown):
    found = {name: t.body_rows for name, t in tables(parts(grown)).items()}
    sizes = {name: last - first + 1 for name, (first, last) in found.items()}
    assert (sizes["ThemeScores"], sizes["QuestionScores"]) == (40, 249)
    assert sizes["Chapters"] == 40 + 40 + 249, "themes, descriptions, questions"


THEME = re.compile(r"^ *Onderwerp nummer (\d+) van het onderzoek +\d,\d\b", re.MULTILINE)


def test_the_report_shows_forty_themes_on_two_pages_with_the_headings_on_both(grown_pages):
    first, second = (THEME.findall(text) for text in grown_pages[1:3])
    assert first + second == [str(n) for n in range(1, 41)]
    assert all(lines_with(text, "Benchmark", "Ambitie") for text in grown_pages[1:3])
    assert lines_with(grown_pages[2], "Hoogst scorende vragen", "Laagst scorende vragen")
    assert not lines_with("".join(grown_pages), "overige thema")


def theme_rows(workbook: Path) -> xw.Range:
    return open_book(workbook).names["theme_rows"].refers_to_range


def test_no_row_is_left_where_no_theme_stands(grown, tmp_path):
    """Rows come into sight and go; a second time changes nothing."""
    rows_of = theme_rows(grown)
    assert rows_of.impl.hidden_rows == [*range(rows_of.row + 40, rows_of.row + 60)]
    workbook = recalculated(starter(tmp_path))
    rows_of = theme_rows(workbook)
    assert rows_of.impl.hidden_rows == [*range(rows_of.row + 3, rows_of.row + 60)]
    once = workbook.read_bytes()
    assert recalculated(workbook).read_bytes() == once


def test_a_theme_that_hr_hid_on_the_report_stays_hidden(tmp_path):
    workbook = starter(tmp_path)
    book = open_book(workbook)
    second = book.names["theme_rows"].refers_to_range[1]
    second.impl.show_rows(shown=False)
    book.save()
    large(workbook)
    hidden = theme_rows(recalculated(workbook)).impl.hidden_rows
    assert hidden == [second.row, *range(second.row + 39, second.row + 59)]


def test_of_more_than_sixty_themes_the_report_says_where_the_others_are(tmp_path):
    workbook = starter(tmp_path)
    book = open_book(workbook)
    (asked, *_) = (q for q in rows(book, "Questions") if q["theme"])
    themes = [
        {"theme": f"t{n}", "name::nl": f"Onderwerp nummer {n} van het onderzoek"}
        for n in range(1, 63)
    ]
    put(book, "Themes", themes)
    put(book, "Questions", [
        asked | {"question": f"q{n}", "column": asked["question"], "theme": f"t{n}"}
        for n in range(1, 63)
    ])  # fmt: skip
    put(book, "Comparisons", [
        {"comparison": name, "subject": "t1", "value": 5} for name in (*THREE, "Sector")
    ])  # fmt: skip
    book.save()
    text = "\n".join(pages(recalculated(workbook))[1:3])
    assert THEME.findall(text) == [str(n) for n in range(1, 61)]
    assert lines_with(text, "De overige thema’s staan op het blad Themascores.")
    assert lines_with(text, "De overige vergelijkingen staan op het blad Themascores.")
    assert "Sector" not in text


def test_the_chart_draws_all_themes_with_all_their_comparisons(grown):
    scores = rows(open_book(grown), "ThemeScores")
    drawn = bars(grown)
    assert [bar.reach for bar in drawn] == to_a_mark([row["score"] / 10 for row in scores])
    for bar, row in zip(drawn, scores, strict=True):
        expected = [row[name] / 10 for name in THREE]
        shown = [bar.marks[column] for column in "GHI"]
        assert shown == pytest.approx(expected, abs=2 * WIDE), "side by side, never on another"
        assert shown == sorted(shown)


def test_the_chart_of_the_small_starter_has_three_bars_and_a_mark_where_there_is_a_figure(small):
    scores = rows(open_book(small), "ThemeScores")
    drawn = bars(small)
    assert [bar.reach for bar in drawn] == to_a_mark([row["score"] / 10 for row in scores])
    before = [row["Vorig onderzoek"] for row in scores]
    assert [list(bar.marks.values()) for bar in drawn] == [
        [] if value == "-" else [pytest.approx(value / 10)] for value in before
    ]


def test_a_ring_shows_how_many_answered_and_another_who_would_recommend_us(small):
    (enps,), summary = rows(open_book(small), "Enps"), rows(open_book(small), "Summary")
    (response,) = (row["current"] for row in summary if row["measure"] == "response")
    shown = {
        "WARM": enps["detractors"], "LIGHT": enps["passives"], "ACCENT": enps["promoters"],
    }  # fmt: skip
    assert rings(small) == [
        pytest.approx({"ACCENT": response, "LIGHT": 1 - response}), pytest.approx(shown),
    ]  # fmt: skip


def test_each_figure_in_short_stands_beside_its_own_name_also_with_weights(tmp_path):
    """Weights add a row before the eNPS; every row has the name of what it is."""
    workbook = starter(tmp_path)
    book = open_book(workbook)
    set_to(book, "weights", "ja")
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
        "effective": "Respondenten, na weging", "enps": "eNPS",
    }  # fmt: skip


def test_bars_run_from_the_lowest_to_the_highest_score_of_another_scale(tmp_path):
    """From 1 to 5: the middle is 3, and a scale that no theme uses does not widen it."""
    workbook = starter(tmp_path)
    book = open_book(workbook)
    put(book, "Comparisons", [])
    put(book, "Scales", [
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


def test_answers_are_stacked_where_everyone_chose_one(small, small_pages):
    """Not those to the question where several may be chosen: they are no parts of a whole."""
    found = rows(open_book(small), "Distributions")
    shares = [row["share"] for row in found if row["question"] == "thuiswerken"]
    assert spreads(small) == [pytest.approx(shares)]
    shown = page(small_pages, SPREADS)
    assert all(row["answer"] in shown for row in found if row["question"] == "thuiswerken")
    assert "Minder overleg" not in shown
    assert "Bladzijde" not in shown


@pytest.mark.parametrize(("host", "questions"), [*zip(HOSTS, (72, 12), strict=True)])
def test_ten_bars_are_shown_at_a_time_and_the_last_two_on_the_last_page(tmp_path, host, questions):
    workbook = starter(tmp_path)
    book = open_book(workbook)
    (asked,) = (q for q in rows(book, "Questions") if q["question"] == "thuiswerken")
    more = [
        asked | {"question": f"keuze_{n:02}", "column": "thuiswerken", "text::nl": f"Keuze {n}?"}
        for n in range(1, questions + 1)
    ]
    put(book, "Questions", [q for q in rows(book, "Questions") if q != asked] + more)
    put(book, "Comparisons", [])
    book.save()
    with opened(workbook, host) as book:
        assert not recalculate(book).errors
        (sheet,) = (s for s in book.sheets if s.name == "Verdeling in beeld")
        sheet["H4"].value = last = questions // 10 + 1
    shown = page(found := pages(workbook), SPREADS)
    assert not faulty(found)
    assert re.findall(r"Keuze (\d+)\?", shown) == [f"{questions - 1}", f"{questions}"]
    assert f"Bladzijde (1–{last})" in shown
    assert "Alle cijfers staan op het blad Verdelingen." in shown
    if host == "libreoffice":
        assert len(spreads(workbook)) == 2, "and no bar where there is no question"


def test_a_catalogue_without_such_questions_says_so(grown_pages):
    assert "Er is geen vraag waarop iedereen" in page(grown_pages, SPREADS)


def test_no_page_of_the_large_catalogue_has_a_fault(grown_pages):
    assert not faulty(grown_pages)


def test_every_theme_has_its_line_on_the_sheet_of_themes(grown_pages):
    text = "\n".join(grown_pages)
    assert all(
        lines_with(text, f"thema_{n:02} ", f"Onderwerp nummer {n} van") for n in range(1, 41)
    )


def test_every_theme_shows_its_marks_beside_the_comparisons_that_it_differs_from(
    grown, grown_pages
):
    marks = {row["key"]: row["mark"] for row in rows(open_book(grown), "Differences")}
    assert {"▲", "▼", None} == {marks[f"ThemeScores thema_{n:02} 1"] for n in range(1, 41)}
    lines = "\n".join(grown_pages).splitlines()
    for n in range(1, 41):
        (line,) = (line for line in lines if re.match(rf" *thema_{n:02} .*\d,\d", line))
        wanted = [marks[f"ThemeScores thema_{n:02} {number}"] for number in (1, 2, 3)]
        assert re.findall("[▲▼]", line) == [mark for mark in wanted if mark]


def test_a_mark_among_the_questions_is_of_that_question_and_not_of_one_that_reads_alike(tmp_path):
    workbook = starter(tmp_path)
    book = open_book(workbook)
    found = rows(book, "Questions")
    first, second = [q for q in found if q["theme"] == "werkplezier" or q["scale"] == "agreement"][
        :2
    ]
    other = {"text::nl": "Hoe gaat het?"}
    put(book, "Questions", [q | other if q in (first, second) else q for q in found])
    put(book, "Comparisons", [
        {"comparison": "Eerder", "subject": second["question"], "value": 1.0},
        {"comparison": "Eerder", "subject": first["question"], "value": 7.7},
    ])  # fmt: skip
    book.save()
    shown = page(pages(recalculated(workbook)), "De vragen per thema")
    plain, marked = lines_with(shown, "Hoe gaat het?")
    assert "▲" in marked
    assert "▲" not in plain


def test_a_third_comparison_is_on_the_first_page_and_above_its_columns(grown_pages):
    report = grown_pages[1]
    assert lines_with(report, "Ambitie 64%"), "below the response"
    assert lines_with(report, "Benchmark", "Ambitie")
    for title in ("Scores op de thema’s", "De vragen per thema", "Kerncijfers"):
        assert lines_with(page(grown_pages, title), "Benchmark", "Ambitie"), title


def test_the_page_says_what_a_change_is_against_and_how_far_the_enps_is_from_it(grown, grown_pages):
    report = grown_pages[1]
    assert "overige vergelijkingen" not in report, "of three there is none left out"
    assert re.search(r"Verschil t\.o\.v\.[^▲]+?\bVorig onderzoek", report), "on two lines"
    assert len(lines_with(report, "Top 3 t.o.v. Vorig onderzoek")) == 1, "twice on a line"
    (enps,) = rows(open_book(grown), "Enps")
    (found,) = [r for r in rows(open_book(grown), "Differences") if r["key"] == "Enps enps 1"]
    assert found["mark"] == "▲"
    change = enps["enps"] - enps["Vorig onderzoek"]
    assert f"{change:+.0f} ▲ t.o.v. Vorig onderzoek" in report


def test_a_reader_is_told_that_higher_is_better_when_and_from_where_to_where(grown, grown_pages):
    lowest = min(rows(open_book(grown), "ThemeScores"), key=lambda row: row["score"])
    told = f"Een hoger cijfer voor ‘{lowest['name']}’ betekent dat het daarmee beter gaat."
    assert told in grown_pages[1]
    assert "Onderzoeksperiode: 12 januari 2026 t/m 25 januari 2026" in grown_pages[1]
    assert re.search(r"^ +0 +10 +■", grown_pages[1], re.MULTILINE), "the ends of the bars"


def test_rows_of_words_show_no_dash_and_no_ground_beyond_the_table(grown):
    """The looks reach over comparisons that came later, and show where there is one."""
    (xml,) = (x.decode() for x in parts(grown).values() if b'="note"' in x)
    ranges = re.findall(r'<conditionalFormatting sqref="([A-Z]+)6:([A-Z]+)\d+"', xml)
    assert {("E", "I"), ("A", "I")} <= set(ranges), "two more than the one that was there"


def test_the_large_catalogue_comes_out_the_same_in_a_living_libreoffice(grown, tmp_path):
    """There the tables grow by LibreOffice's own means; the printed pages are the same."""
    workbook = starter(tmp_path)
    large(workbook, THREE)
    with opened(workbook, "libreoffice") as book:
        assert not recalculate(book).errors
        live = {name: rows(book, name) for name in ("ThemeScores", "Chapters", "SegmentScores")}
    assert live == {name: rows(open_book(grown), name) for name in live}
    found = pages(workbook)
    assert not faulty(found)
    assert lines_with(found[1], "Benchmark", "Ambitie")
    assert THEME.findall("".join(found[1:3])) == [str(n) for n in range(1, 41)]
    assert lines_with(page(found, "Scores op de thema’s"), "Benchmark", "Ambitie")
    assert bars(workbook) == bars(grown)


def test_without_any_comparison_nothing_is_left_of_it(tmp_path):
    workbook = starter(tmp_path)
    book = open_book(workbook)
    put(book, "Comparisons", [])
    set_to(book, "fieldwork_end", None)
    book.save()
    found = pages(recalculated(workbook))
    assert not faulty(found)
    assert re.search(r"Onderzoeksperiode: 12 januari 2026 +Getoond", found[1]), "and no end of it"
    assert "t.o.v." not in found[1]
    assert "Verschil" not in found[1]
    assert "▲" not in found[1], "nothing to mark, so no word on marks"
    assert "Vorig onderzoek" not in found[1]


def test_a_survey_without_enps_has_neither_its_heading_nor_its_chart(tmp_path):
    workbook = starter(tmp_path)
    book = open_book(workbook)
    put(book, "Questions", [q for q in rows(book, "Questions") if q["metric"] != "enps"])
    put(book, "Comparisons", [c for c in rows(book, "Comparisons") if c["subject"] != "enps"])
    book.save()
    found = pages(recalculated(workbook))
    assert not faulty(found)
    assert "eNPS" not in found[1]
    assert "promotors" not in found[1].lower()
    assert lines_with(found[1], "Vragen")
    assert lines_with(found[1], "in 3 thema’s")


def test_a_survey_without_segments_prints_without_a_fault(tmp_path):
    workbook = starter(tmp_path)
    book = open_book(workbook)
    put(book, "Segments", [])
    book.save()
    found = pages(recalculated(workbook))
    assert not faulty(found)
    assert "Advies" not in page(found, "Thema’s per groep")


def test_a_workbook_set_to_english_says_no_dutch_word_of_ours(tmp_path):
    """Also where it was built in Dutch; only names of sheets and what HR typed stay."""
    workbook = starter(tmp_path)
    book = open_book(workbook)
    set_to(book, "language", "en")
    set_to(book, "title", "Employee survey")
    set_to(book, "organisation", "Your organisation")
    put(book, "Comparisons", [
        row | {"comparison": "Previous"} for row in rows(book, "Comparisons")
    ])  # fmt: skip
    book.save()
    found = pages(recalculated(workbook), "en")
    assert not faulty(found)
    assert dutch_words(found) == set()
    assert "12 January 2026" in found[1]
    assert "on the sheet Verschillen" in page(found, "Theme scores"), "as it is called here"
    assert "12 January 2026" in page(found, "The survey in short")
    assert "eNPS: the share of promoters" in page(found, "Which measures are computed")


def dutch_words(found: list[str]) -> set[str]:
    """The texts of ours that differ in English, and stand somewhere as words of their own."""
    text = "\n".join(found)
    return {word for word in dutch_texts() if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}


def dutch_texts() -> set[str]:
    """Of each, as much as stands on a line at least; a sheet is called by its own name."""
    dutch, english = read_labels("nl"), read_labels("en")
    parts_shown = ("titles", "hints", "headings", "report", "start", "inputs")
    ours = {
        text[:60]
        for part in parts_shown
        for key, text in dutch[part].items()
        if text != english[part][key] and len(text) > 3
    }
    guide = read_content("starter").about["nl"]
    guided = {line[:60] for part in guide for line in (part["heading"], *part["lines"])}
    return ours - set(dutch["sheets"].values()) | guided
