"""The HTML page: the same figures as the result tables, for every reader, without a network."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from meetlat.formatting import figure, percentage
from meetlat.publishing import publish
from tests.example import EXAMPLE, example_results
from tests.reporting.browser import DESK, PHONE, TABLET, needs_chromium, opened, started
from tests.surveys import SURVEY, workbook


@pytest.fixture(scope="module")
def browser():
    with started() as browser:
        yield browser


@pytest.fixture(scope="module")
def results():
    return example_results()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    file = tmp_path_factory.mktemp("page") / "report.html"
    publish(EXAMPLE, html=file)
    return file


def cells(tab, caption: str) -> list[list[str]]:
    """The body of the table with this caption, as a reader sees it."""
    table = tab.locator("table").filter(has=tab.locator("caption", has_text=exactly(caption)))
    rows = table.first.locator("tbody tr").all()
    return [[*map(spaced, row.locator("th, td").all_inner_texts())] for row in rows]


def spaced(words: str) -> str:
    """Without the breaks and hard spaces between a figure and its mark."""
    return " ".join(words.split())


def exactly(words: str) -> re.Pattern:
    return re.compile(f"^{re.escape(words)}$")


def shown(value: float | None) -> str:
    return "–" if value is None else figure(value, 1, "nl")


SAID = {"▲": " ▲ (het huidige cijfer is hoger)", "▼": " ▼ (het huidige cijfer is lager)", None: ""}
"""What stands behind a figure that ours differs from, for eyes and ears."""


def marks(results, table: str) -> dict[tuple[str, str | None, str], str]:
    """By subject, answer and comparison."""
    told = results["Differences"].filter(table=table)
    rows = told.select("subject", "answer", "comparison", "mark").iter_rows()
    return {(subject, answer, name): SAID[mark] for subject, answer, name, mark in rows}


@needs_chromium
def test_the_figures_are_those_of_the_result_tables(browser, page, results):
    names = results.comparisons.names
    of_themes, of_questions = marks(results, "ThemeScores"), marks(results, "QuestionScores")
    assert set(of_themes.values()) == set(of_questions.values()) == set(SAID.values())
    turned = set(results.questions.filter("reverse")["question"])
    assert turned
    with opened(browser, page) as tab:
        assert cells(tab, "Thema’s") == [
            [
                row["name"],
                shown(row["score"]),
                *(shown(row[c]) + of_themes.get((row["theme"], None, c), "") for c in names),
                str(row["questions"]),
                str(row["n"]),
            ]
            for row in results["ThemeScores"].iter_rows(named=True)
        ]
        for theme, name in results.catalogue.theme_names.items():
            rows = results["QuestionScores"].filter(theme=theme).rows(named=True)
            compared = [n for n in names if any(row[n] is not None for row in rows)]
            assert cells(tab, name) == [
                [
                    row["text"] + (" (omgekeerd)" if row["question"] in turned else ""),
                    shown(row["score"]),
                    *(
                        shown(row[c]) + of_questions.get((row["question"], None, c), "")
                        for c in compared
                    ),
                    str(row["n"]),
                ]
                for row in rows
            ]


def test_the_chart_of_themes_runs_from_high_to_low(page, results):
    chart = page.read_text(encoding="utf-8").split('id="themes"')[1].split("</svg>")[0]
    drawn = [text.rstrip("\u200b") for text in re.findall(r"<text[^>]*>([^<]+)</text>", chart)]
    ranked = results["ThemeScores"].sort("score", descending=True)["name"].to_list()
    assert [text for text in drawn if text in ranked] == ranked


@needs_chromium
def test_every_share_of_every_answer_is_there(browser, page, results):
    by_question = results["Distributions"].partition_by("text", as_dict=True, maintain_order=True)
    with opened(browser, page) as tab:
        for (text,), frame in by_question.items():
            told = [(row[0], row[1], row[-1]) for row in cells(tab, text)]
            rows = frame.select("answer", "share", "n").iter_rows()
            assert told == [(a, percentage(s, "nl"), figure(n, 0, "nl")) for a, s, n in rows]


@needs_chromium
def test_the_first_look_says_what_differs_and_what_a_mark_means(browser, page, results):
    """The largest differences stand there, those that mean something with their mark."""
    told = results["Differences"].filter(comparison="Vorig onderzoek", table="ThemeScores")
    assert told.filter(pl.col("mark").is_not_null())["name"].to_list() == ["Werkdruk"]
    with opened(browser, page) as tab:
        section = tab.locator("#glance")
        lists = section.locator(".changes > div").all()
        found = {
            spaced(one.locator("h3").inner_text()): [
                spaced(li.inner_text()) for li in one.locator("li").all()
            ]
            for one in lists
        }
        words = spaced(section.inner_text())
    assert found["Grootste verschillen met Vorig onderzoek"] == [
        "+10 eNPS" + SAID["▲"],
        "+0,3 Werkdruk" + SAID["▲"],
        "+0,2 Betrokkenheid samenleving",
        "+0,2 Inclusie",
    ]
    assert [line.split()[0] for line in found["Grootste verschillen met Benchmark"]] == ["-0,3"] * 3
    assert "Een hoger cijfer voor ‘Werkdruk’ betekent dat het daarmee beter gaat." in words
    assert "Vorig onderzoek -9" + SAID["▲"] in words
    assert "meer dan toeval, en groot genoeg om op te vallen." in words


def test_of_a_group_it_says_which_and_what_differs_from_the_organisation(tmp_path):
    """North agrees and South does not; the test of that is against South alone."""
    tables = {
        "Survey": SURVEY + "| group | unit=North |\n| organisation | The Harbour |",
        "Questions": "| question | theme | scale |\n|---|---|---|\n| q1 | work | agreement |",
        "Segments": "| segment | name |\n|---|---|\n| unit | Unit |",
        "Responses": "| unit | q1 |\n|---|---|\n"
        + ("| North | agree |\n" * 3 + "| North | neutral |\n") * 3
        + ("| South | disagree |\n" * 3 + "| South | neutral |\n") * 3,
    }
    publish(workbook(tmp_path / "survey.xlsx", **tables), html=tmp_path / "report.html")
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Group shown: Unit: North" in html
    assert "Largest differences from The Harbour" in html
    assert "(the current figure is higher)" in html
    assert "tested against everyone outside it" in html


def test_where_nothing_is_compared_nothing_is_said_of_marks(tmp_path):
    tables = {"Questions": "| question | scale |\n|---|---|\n| q1 | agreement |"}
    tables["Responses"] = "| q1 |\n|----|\n" + "| agree |\n" * 8
    publish(workbook(tmp_path / "survey.xlsx", **tables), html=tmp_path / "report.html")
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "▲" not in html
    assert 'class="mark"' not in html


@needs_chromium
def test_a_group_that_is_too_small_has_no_figure_and_no_size(browser, page, results):
    withheld = dict(
        results.groups.sizes.filter("withheld", segment="team")
        .select("group", "because")
        .iter_rows()
    )
    assert set(withheld.values()) == {"few", "protects"}
    with opened(browser, page) as tab:
        rows = {row[0]: row[1:] for row in cells(tab, "Team")}
    assert {rows[group][0] for group in withheld} == {"-"}
    told = {"few": "minder dan 10", "protects": "om een andere groep te beschermen"}
    for group, because in withheld.items():
        assert rows[group][1:] == [f"Niet getoond: {told[because]}"]


@needs_chromium
@pytest.mark.parametrize("width", [PHONE, pytest.param(TABLET, marks=pytest.mark.nightly), DESK])
def test_nobody_is_shut_out(browser, page, width):
    """axe-core looks for what a screen reader, a keyboard or weak eyes would stumble over."""
    from axe_playwright_python.sync_playwright import Axe

    with opened(browser, page, width) as tab:
        faults = Axe().run(tab).response["violations"]
    assert [(f["id"], f["impact"], f["nodes"][0]["html"]) for f in faults] == []


@needs_chromium
@pytest.mark.parametrize("width", [PHONE, TABLET, DESK])
def test_nothing_is_wider_than_the_window(browser, page, width):
    with opened(browser, page, width) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_it_asks_the_network_for_nothing_and_runs_no_script(page):
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "data:" not in html  # there is no logo
    assert not re.search(r"(src|href)=\"(?!#)", html)
    assert "url(" not in html
    assert "@import" not in html


def test_what_hr_types_is_text_and_no_markup(tmp_path):
    questions = """
    | question | text               | theme | scale     |
    |----------|--------------------|-------|-----------|
    | q1       | <b>Is & "this" ok? | work  | agreement |
    """
    themes = """
    | theme | name              |
    |-------|-------------------|
    | work  | <script>x</script> |
    """
    responses = "| q1 |\n|----|\n" + "| agree |\n" * 8
    tables = {"Questions": questions, "Themes": themes, "Responses": responses}
    file = tmp_path / "report.html"
    publish(workbook(tmp_path / "survey.xlsx", **tables), html=file)
    html = file.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "<b>Is" not in html
    assert "&lt;b&gt;Is &amp; &#34;this&#34; ok?" in html


def test_a_survey_with_errors_writes_no_page(tmp_path):
    questions = "| question | theme | scale |\n|---|---|---|\n| q1 | wrok | agreement |"
    tables = {"Questions": questions, "Responses": "| q1 |\n|---|\n| agree |"}
    results = publish(workbook(tmp_path / "survey.xlsx", **tables), html=tmp_path / "report.html")
    assert results.errors
    assert not (tmp_path / "report.html").exists()


def test_the_smallest_survey_has_a_page_too(tmp_path):
    """One question, nothing to compare with, nobody to divide, no eNPS."""
    questions = "| question | scale |\n|---|---|\n| q1 | agreement |"
    responses = "| q1 |\n|----|\n" + "| agree |\n" * 8
    file = tmp_path / "report.html"
    tables = {"Questions": questions, "Responses": responses}
    publish(workbook(tmp_path / "survey.xlsx", **tables), html=file)
    html = file.read_text(encoding="utf-8")
    assert "Other questions" in html
    assert ">10.0<" in html


RED_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def styled(folder: Path, accent: str, logo: str) -> tuple[list[str], str]:
    """What is told, and the page of a survey with a style of its own."""
    survey = f"{SURVEY}| accent | {accent} |\n| logo | {logo} |"
    tables = {"Survey": survey, "Questions": "| question | scale |\n|---|---|\n| q1 | agreement |"}
    tables["Responses"] = "| q1 |\n|----|\n" + "| agree |\n" * 8
    results = publish(workbook(folder / "survey.xlsx", **tables), html=folder / "report.html")
    html = (folder / "report.html").read_text(encoding="utf-8")
    return [problem.code for problem in results.problems if "logo" in problem.code], html


@needs_chromium
@pytest.mark.parametrize("accent", ["#FFD100", "#8A1538", "#000000", "#FFFFFF"])
def test_a_house_style_stays_readable(browser, tmp_path, accent):
    """Yellow letters on white are nobody's wish: then headings and the banner's ink are dark."""
    from axe_playwright_python.sync_playwright import Axe

    (tmp_path / "logo.png").write_bytes(RED_DOT)
    told, html = styled(tmp_path, accent, "logo.png")
    assert told == []
    assert f"--accent: {accent}" in html
    assert "data:image/png;base64," in html
    with opened(browser, tmp_path / "report.html") as tab:
        faults = Axe().run(tab).response["violations"]
        assert tab.evaluate("document.querySelector('img').naturalWidth") == 1
    assert [(f["id"], f["nodes"][0]["html"]) for f in faults] == []


@pytest.mark.parametrize(
    ("logo", "code"),
    [("nowhere.png", "logo-missing"), ("logo.exe", "logo-kind"), ("..", "logo-missing")],
)
def test_a_logo_that_is_not_there_is_told_and_the_page_is_made_without(tmp_path, logo, code):
    (tmp_path / "logo.exe").write_bytes(b"MZ")
    told, html = styled(tmp_path, "#8A1538", logo)
    assert told == [code]
    assert "<img" not in html


def test_a_metric_that_was_switched_on_has_its_table_under_its_title(tmp_path):
    tables = {
        "Questions": "| question | text | scale |\n|---|---|---|\n| q1 | Is it good? | agreement |",
        "Responses": "| q1 |\n|----|\n" + "| agree |\n" * 6 + "| disagree |\n" * 2,
        "Metrics": "| metric | on |\n|---|---|\n| favourable | yes |",
    }
    publish(workbook(tmp_path / "survey.xlsx", **tables), html=tmp_path / "report.html")
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    further = html[html.index('id="further"') :]
    assert "Favourable" in further
    assert "Is it good?" in further
    assert ">75%<" in further
    assert ">q1<" not in further
