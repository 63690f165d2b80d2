"""The HTML page: figures of the result tables, accessible, without a network."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from meetlat.formatting import figure, percentage, signed
from meetlat.languages import words
from meetlat.publishing import NotPublishedError, Targets, publish
from meetlat.reporting.page import write
from meetlat.reporting.story.content import Glance, Matrix
from meetlat.reporting.story.story import story_of
from tests.example import EXAMPLE, example_results
from tests.pictures import png
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
    publish(EXAMPLE, Targets(html=file))
    return file


def cells(tab, caption: str) -> list[list[str]]:
    """Texts in the body of the table with this caption."""
    table = tab.locator("table").filter(has=tab.locator("caption", has_text=exactly(caption)))
    rows = table.first.locator("tbody tr").all()
    return [[*map(spaced, row.locator("th, td").all_inner_texts())] for row in rows]


def spaced(words: str) -> str:
    """The text with single spaces, also between a figure and its mark."""
    return " ".join(words.split())


def exactly(words: str) -> re.Pattern:
    return re.compile(f"^{re.escape(words)}$")


def minus(text: str) -> str:
    """The text with the sign of a negative figure instead of a hyphen."""
    return text.replace("-", "−")


def shown(value: float | None) -> str:
    return "–" if value is None else figure(value, 1, "nl")


# Text after a compared figure, for readers and screen readers.
MARK_TEXTS = {
    "▲": " ▲ (het huidige cijfer is hoger)",
    "▼": " ▼ (het huidige cijfer is lager)",
    None: "",
}


def compared(results, table: str, subject: str, names: list[str]) -> list[str]:
    """The cells of the comparisons of a score: each with its difference and mark."""
    found = results["Differences"].filter(table=table, subject=subject)
    of = {row["comparison"]: row for row in found.rows(named=True)}
    texts = []
    for name in names:
        row = of.get(name)
        difference = row and minus(signed(row["difference"], 1, "nl")) + MARK_TEXTS[row["mark"]]
        texts += [shown(row and row["value"]), difference or ""]
    return texts


# One question, and no comparisons, segments or eNPS.
SMALLEST = {
    "Questions": "| question | scale |\n|---|---|\n| q1 | agreement |",
    "Responses": "| q1 |\n|----|\n" + "| agree |\n" * 8,
}


def published(folder: Path, **tables: str) -> str:
    """The HTML page of a survey with these tables."""
    publish(workbook(folder / "survey.xlsx", **tables), Targets(html=folder / "report.html"))
    return (folder / "report.html").read_text(encoding="utf-8")


@needs_chromium
def test_page_shows_the_figures_of_the_result_tables(browser, page, results):
    names = results.comparisons.names
    for table in ("ThemeScores", "QuestionScores"):
        assert set(results["Differences"].filter(table=table)["mark"]) == {"▲", None}
    reverse_coded = set(results.questions.filter("reverse")["question"])
    assert reverse_coded
    with opened(browser, page) as tab:
        assert cells(tab, "Thema’s") == [
            [
                row["name"],
                shown(row["score"]),
                *compared(results, "ThemeScores", row["theme"], names),
                f"{shown(row['low'])} – {shown(row['high'])}",
                str(row["questions"]),
                str(row["n"]),
            ]
            for row in results["ThemeScores"].iter_rows(named=True)
        ]
        for theme, name in results.catalogue.theme_names.items():
            rows = results["QuestionScores"].filter(theme=theme).rows(named=True)
            others = [n for n in names if any(row[n] is not None for row in rows)]
            assert cells(tab, name) == [
                [
                    row["text"] + (" (omgekeerd)" if row["question"] in reverse_coded else ""),
                    shown(row["score"]),
                    *compared(results, "QuestionScores", row["question"], others),
                    f"{shown(row['low'])} – {shown(row['high'])}",
                    str(row["n"]),
                ]
                for row in rows
            ]


def test_theme_chart_is_sorted_from_high_to_low(page, results):
    chart = page.read_text(encoding="utf-8").split('id="themes"')[1].split("<table>")[0]
    drawn = re.findall(r'class="name">([^<]+)<', chart)
    assert drawn == results["ThemeScores"].sort("score", descending=True)["name"].to_list()


@needs_chromium
def test_bars_and_symbols_are_as_long_as_the_scores(browser, page, results):
    """Measured in the browser, as parts of the track from 0 to 10."""
    measure = """row => {
        const track = row.querySelector('.track').getBoundingClientRect();
        const at = x => 10 * (x - track.left) / track.width;
        const middle = box => (box.left + box.right) / 2;
        return [at(row.querySelector('.length').getBoundingClientRect().right),
                ...[...row.querySelectorAll('.symbol')].map(
                    s => at(middle(s.getBoundingClientRect())))];
    }"""
    with opened(browser, page) as tab:
        for bar in tab.locator("#themes .row").all():
            row = results["ThemeScores"].row(
                by_predicate=pl.col("name") == bar.locator(".name").inner_text(), named=True
            )
            figures = [row["score"], *(row[name] for name in results.comparisons.names)]
            expected = [figure for figure in figures if figure is not None]
            assert bar.evaluate(measure) == pytest.approx(expected, abs=0.02)


@needs_chromium
def test_choosing_a_theme_shows_only_its_questions(browser, page, results):
    with opened(browser, page) as tab:
        headings = tab.locator("#questions h3")
        everything = headings.count()
        tab.locator("select").select_option(label="Werkdruk")
        seen = [heading for heading in headings.all() if heading.is_visible()]
        assert [spaced(heading.inner_text()) for heading in seen] == ["Werkdruk 5,0"]
        tab.locator("select").select_option(index=0)
        assert all(heading.is_visible() for heading in headings.all())
    assert everything == len(results.catalogue.theme_names)


@needs_chromium
def test_page_shows_the_share_of_every_answer(browser, page, results):
    by_question = results["Distributions"].partition_by("text", as_dict=True, maintain_order=True)
    with opened(browser, page) as tab:
        for (text,), frame in by_question.items():
            answers = [(row[0], row[1], row[-2], row[-1]) for row in cells(tab, text)]
            rows = frame.select("answer", "share", "low", "high", "n").iter_rows()
            assert answers == [
                (
                    answer,
                    percentage(share, "nl"),
                    f"{percentage(low, 'nl')} – {percentage(high, 'nl')}",
                    figure(n, 0, "nl"),
                )
                for answer, share, low, high, n in rows
            ]


def test_page_says_that_its_margins_are_corrected_for_the_people_invited(page, tmp_path):
    corrected = "De marges houden er rekening mee dat 1.388 mensen zijn uitgenodigd"
    sections = page.read_text(encoding="utf-8").split("<section ")
    for name in ("glance", "themes", "questions", "distributions"):
        (section,) = [text for text in sections if text.startswith(f'id="{name}"')]
        assert corrected in section, name
    assert "The margins take into account" not in published(tmp_path, **SMALLEST)


@pytest.mark.parametrize(("people", "columns"), [(28, 0), (30, 1)])
def test_themes_have_a_column_of_margins_if_one_of_them_has_a_margin(tmp_path, people, columns):
    tables = {
        "Questions": "| question | theme | scale |\n|---|---|---|\n| q1 | work | agreement |",
        "Themes": "| theme | name |\n|---|---|\n| work | Work |",
        "Responses": "| q1 |\n|----|\n" + "| agree |\n| disagree |\n" * (people // 2),
    }
    html = published(tmp_path, **tables)
    (themes,) = [part for part in html.split("<section ") if part.startswith('id="themes"')]
    assert themes.count("Margin (95%)") == columns
    assert themes.count('<td class="number interval">') == columns


@needs_chromium
def test_page_summary_is_the_first_slide_and_explains_the_marks(browser, page, results):
    """Only differences that are large enough and more than chance have a mark."""
    themes = results["Differences"].filter(comparison="Vorig onderzoek", table="ThemeScores")
    assert themes.filter(pl.col("mark").is_not_null())["name"].to_list() == ["Werkdruk"]
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
    slide = next(iter(story_of(results).slides))
    assert isinstance(slide.content, Glance)
    assert found == {
        heading: ["".join(run.text for run in sentence) for sentence in sentences]
        for heading, sentences in (slide.content.better, slide.content.attention)
    }
    assert any("Werkdruk" in sentence for sentence in found["Wat beter gaat"])
    assert words.startswith("In één oogopslag " + slide.title)
    assert "Een hoger cijfer voor ‘Werkdruk’ betekent dat het daarmee beter gaat." in words
    assert MARK_TEXTS["▲"].strip() + " +10 t.o.v. Vorig onderzoek (−9)" in words
    assert "meer dan toeval, en groot genoeg om op te vallen." in words


@needs_chromium
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_points_and_numbers_of_the_matrix_stand_apart_and_at_their_place(browser, page, size):
    """Measured in the browser: a point of the highest importance lies furthest to the right."""
    (content,) = [
        slide.content
        for slide in story_of(example_results()).slides
        if isinstance(slide.content, Matrix)
    ]
    boxes = """nodes => nodes.map(n => n.getBoundingClientRect())
        .map(b => [b.left, b.right, b.top, b.bottom])"""
    with opened(browser, page, size) as tab:
        numbers = tab.locator("#priorities text").evaluate_all(boxes)
        points = tab.locator("#priorities circle").evaluate_all(boxes)
        (plane,) = tab.locator("#priorities svg").evaluate_all(boxes)
    assert len(numbers) == len(points) == len(content.points)
    (low, high), (bottom, top) = content.ends
    for theme, (left, right, above, below) in zip(content.first_to_start, points, strict=True):
        x = ((left + right) / 2 - plane[0]) / (plane[1] - plane[0])
        y = (plane[3] - (above + below) / 2) / (plane[3] - plane[2])
        assert x == pytest.approx(((theme.importance.value or 0) - low) / (high - low), abs=0.01)
        assert y == pytest.approx(((theme.score.value or 0) - bottom) / (top - bottom), abs=0.01)
    for i, one in enumerate(numbers):
        for other in [*numbers[:i], *points]:
            across = min(one[1], other[1]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[2], other[2])
            assert min(across, down) <= 1


def test_page_of_a_group_names_it_and_its_differences_from_the_organisation(tmp_path):
    """North agrees and South does not; North is tested against South alone."""
    tables = {
        "Survey": SURVEY + "| group | unit=North |\n| organisation | The Harbour |",
        "Questions": "| question | theme | scale |\n|---|---|---|\n| q1 | work | agreement |",
        "Segments": "| segment | name |\n|---|---|\n| unit | Unit |",
        "Responses": "| unit | q1 |\n|---|---|\n"
        + ("| North | agree |\n" * 3 + "| North | neutral |\n") * 3
        + ("| South | disagree |\n" * 3 + "| South | neutral |\n") * 3,
    }
    html = published(tmp_path, **tables)
    assert "Group shown: Unit: North" in html
    assert ">The Harbour</th>" in html
    assert "(the current figure is higher)" in html
    assert "tested against everyone outside it" in html


def test_page_of_a_group_has_no_earlier_figures_of_the_whole_organisation(tmp_path):
    """Readers would take the difference for a change in the group."""
    tables = {
        "Survey": SURVEY + "| group | unit=North |\n| organisation | The Harbour |",
        "Questions": "| question | theme | scale |\n|---|---|---|\n| q1 | work | agreement |",
        "Segments": "| segment | name |\n|---|---|\n| unit | Unit |",
        "Comparisons": "| comparison | subject | value |\n|---|---|---|\n"
        "| Previous survey | work | 4.0 |\n| Benchmark | work | 4.1 |\n",
        "Responses": "| unit | q1 |\n|---|---|\n"
        + "| North | agree |\n| South | disagree |\n| North | neutral |\n| South | neutral |\n" * 8,
    }
    html = published(tmp_path, **tables)
    assert ">Benchmark</th>" in html
    assert ">Previous survey</th>" not in html


def test_a_page_without_its_library_is_refused_in_the_language_of_the_survey(tmp_path, monkeypatch):
    def missing() -> None:
        raise ModuleNotFoundError("No module named 'jinja2'", name="jinja2")

    monkeypatch.setattr(write, "page_template", missing)
    with pytest.raises(NotPublishedError, match=r"needs jinja2.*\.\[page\]") as refusal:
        published(tmp_path, **SMALLEST)
    dutch = words("nl").text(refusal.value.key, **refusal.value.facts)
    assert dutch.startswith("Hiervoor is jinja2 nodig")


def test_page_without_comparisons_has_no_marks(tmp_path):
    html = published(tmp_path, **SMALLEST)
    assert "▲" not in html
    assert 'class="mark"' not in html


@needs_chromium
def test_page_hides_figures_and_size_of_a_group_that_is_too_small(browser, page, results):
    withheld = results.groups.sizes.filter("withheld", segment="team")["group"].to_list()
    assert len(withheld) > 1
    with opened(browser, page) as tab:
        rows = {row[0]: row[1:] for row in cells(tab, "Team")}
    assert {rows[group][0] for group in withheld} == {"–"}
    assert all(rows[group][1:] == ["Niet getoond"] for group in withheld), "without a reason"


@needs_chromium
@pytest.mark.parametrize("width", [PHONE, pytest.param(TABLET, marks=pytest.mark.nightly), DESK])
def test_page_has_no_accessibility_violations(browser, page, width):
    """axe-core checks the page for screen readers, keyboards and poor eyesight.

    Whether everything is inside a landmark is looked at in one width only, because it takes long.
    """
    from axe_playwright_python.sync_playwright import Axe

    rules = {"region": {"enabled": width == DESK}}
    with opened(browser, page, width) as tab:
        options = {"resultTypes": ["violations"], "rules": rules}
        violations = Axe().run(tab, options=options).response["violations"]
    assert [(f["id"], f["impact"], f["nodes"][0]["html"]) for f in violations] == []


@needs_chromium
@pytest.mark.parametrize("width", [PHONE, TABLET, DESK])
def test_page_is_not_wider_than_the_window(browser, page, width):
    with opened(browser, page, width) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_page_needs_no_network_and_has_no_script(page):
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "data:" not in html  # there is no logo
    assert not re.search(r"(src|href)=\"(?!#)", html)
    assert "url(" not in html
    assert "@import" not in html


def test_page_escapes_markup_in_texts(tmp_path):
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
    html = published(tmp_path, **tables)
    assert "<script" not in html
    assert "<b>Is" not in html
    assert "&lt;b&gt;Is &amp; &#34;this&#34; ok?" in html


def test_a_survey_with_errors_writes_no_page(tmp_path):
    questions = "| question | theme | scale |\n|---|---|---|\n| q1 | wrok | agreement |"
    tables = {"Questions": questions, "Responses": "| q1 |\n|---|\n| agree |"}
    results = publish(
        workbook(tmp_path / "survey.xlsx", **tables), Targets(html=tmp_path / "report.html")
    )
    assert results.errors
    assert not (tmp_path / "report.html").exists()


def test_page_of_a_survey_of_one_question(tmp_path):
    html = published(tmp_path, **SMALLEST)
    assert "Other questions" in html
    assert ">10.0<" in html


def styled(folder: Path, accent: str, logo: str) -> tuple[list[str], str]:
    """Codes of the problems with the logo, and the page of a survey with a house style."""
    survey = f"{SURVEY}| accent | {accent} |\n| logo | {logo} |"
    file = workbook(folder / "survey.xlsx", Survey=survey, **SMALLEST)
    results = publish(file, Targets(html=folder / "report.html"))
    html = (folder / "report.html").read_text(encoding="utf-8")
    return [problem.code for problem in results.problems if "logo" in problem.code], html


@needs_chromium
@pytest.mark.parametrize("accent", ["#FFD100", "#8A1538", "#000000", "#FFFFFF"])
def test_page_with_any_accent_and_a_logo_is_accessible(browser, tmp_path, accent):
    """With a light accent, headings and the text of the banner are dark."""
    from axe_playwright_python.sync_playwright import Axe

    (tmp_path / "logo.png").write_bytes(png(1, 1))
    codes, html = styled(tmp_path, accent, "logo.png")
    assert codes == []
    assert f"--accent: {accent}" in html
    assert "data:image/png;base64," in html
    with opened(browser, tmp_path / "report.html") as tab:
        violations = Axe().run(tab).response["violations"]
        assert tab.evaluate("document.querySelector('img').naturalWidth") == 1
    assert [(f["id"], f["nodes"][0]["html"]) for f in violations] == []


@pytest.mark.parametrize(
    ("logo", "code"),
    [("nowhere.png", "logo-missing"), ("logo.exe", "logo-kind"), ("..", "logo-outside")],
)
def test_page_is_written_without_a_faulty_logo(tmp_path, logo, code):
    (tmp_path / "logo.exe").write_bytes(b"MZ")
    codes, html = styled(tmp_path, "#8A1538", logo)
    assert codes == [code]
    assert "<img" not in html


def test_page_shows_a_metric_that_was_switched_on(tmp_path):
    tables = {
        "Questions": "| question | text | scale | reverse |\n|---|---|---|---|\n"
        "| q1 | Is it good? | agreement | |\n| q2 | Is it bad? | agreement | yes |",
        "Responses": "| q1 | q2 |\n|---|---|\n"
        + "| agree | disagree |\n" * 6
        + "| disagree | agree |\n" * 2,
        "Metrics": "| metric | on |\n|---|---|\n| favourable | yes |",
    }
    html = published(tmp_path, **tables)
    further = html[html.index('id="further"') :]
    assert "Favourable" in further
    assert ">Is it good?<" in further
    assert ">Is it bad? (reversed)<" in further
    assert '</th><th scope="col" class="number">Favourable</th>' in further
    assert ">75%<" in further
    assert ">q1<" not in further
