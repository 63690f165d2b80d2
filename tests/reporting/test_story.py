"""The story of a report: its titles and sentences are findings, and each is certainly true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat.formatting import rounded
from meetlat.reporting.story.content import (
    Actions,
    Changes,
    Choices,
    Glance,
    HeatMap,
    Matrix,
    Method,
    Questions,
    Ranking,
    Story,
)
from meetlat.reporting.story.facts import Facts
from meetlat.reporting.story.story import story_of
from tests.example import example_results
from tests.reporting.stories import Size, report_of, with_scores

EARLIER, BENCHMARK = "Previous survey", "Benchmark 2024"

# Words of a rise or a fall, in titles and sentences.
RISEN, FALLEN = re.compile(r"\bimproves?\b"), re.compile(r"\bdeclines?\b")
CHANGED = re.compile(r"improve|decline|changed")

SCORES = st.integers(40, 80).map(lambda tenths: tenths / 10)
FIGURES = st.lists(
    st.tuples(SCORES, st.none() | SCORES, st.sampled_from([None, "▲", "▼"])),
    min_size=2,
    max_size=7,
).map(lambda rows: [(score, other, _sign(score, other, mark)) for score, other, mark in rows])


def _sign(score: float, other: float | None, mark: str | None) -> str | None:
    """The mark as `Differences` would have it: that of the sign of the difference, or none."""
    if other is None or mark is None or score == other:
        return None
    return "▲" if score > other else "▼"


def texts_of(story: Story) -> Iterator[str]:
    """Every title and every sentence."""
    for slide in story.slides:
        yield slide.title
        if isinstance(slide.content, Glance):
            for _, sentences in (slide.content.better, slide.content.attention):
                yield from ("".join(run.text for run in sentence) for sentence in sentences)


def names_in(text: str) -> set[int]:
    """The numbers of the themes that a text names."""
    return {int(number) for number in re.findall(r"Theme (\d+)", text)}


def kinds(story: Story) -> list[type]:
    return [type(slide.content) for slide in story.slides]


@pytest.fixture(scope="module")
def base():
    return report_of(Size(themes=7, questions=14, comparisons=(EARLIER,)))


@given(figures=FIGURES)
def test_a_text_says_that_a_theme_rose_or_fell_only_if_it_is_marked(base, figures):
    story = story_of(with_scores(base, EARLIER, figures))
    for text in texts_of(story):
        for words, mark in ((RISEN, "▲"), (FALLEN, "▼")):
            if words.search(text) and "no theme" not in text.casefold():
                marks = {figures[i][2] for i in names_in(text)}
                assert not marks or mark in marks, text
                others = (FALLEN if words is RISEN else RISEN).search(text)
                assert others or marks <= {mark}, text


@given(figures=FIGURES)
def test_what_is_called_lowest_or_highest_shows_the_lowest_or_highest_score(base, figures):
    scores = [rounded(score, 1) for score, *_ in figures]
    for text in texts_of(story_of(with_scores(base, EARLIER, figures))):
        for word, extreme in (("lowest", min(scores)), ("highest", max(scores))):
            if re.search(rf"scores? {word}|remains? {word}", text) and ", Theme" not in text:
                assert {scores[i] for i in names_in(text)} == {extreme}, text
                same = {i for i, score in enumerate(scores) if score == extreme}
                assert names_in(text) == same, text


@given(figures=FIGURES)
def test_what_rises_most_has_the_largest_difference_of_all_themes(base, figures):
    changes = {i: rounded(score - other, 1) for i, (score, other, _) in enumerate(figures) if other}
    for text in texts_of(story_of(with_scores(base, EARLIER, figures))):
        for part in re.split(r"[;,] (?=no theme|Theme)", text):
            if re.search(r"improves? most", part):
                assert {changes[i] for i in names_in(part)} == {max(changes.values())}
            if re.search(r"declines? most", part):
                assert {changes[i] for i in names_in(part)} == {min(changes.values())}


@given(figures=FIGURES)
def test_nothing_rises_or_falls_beside_a_benchmark(base, figures):
    story = story_of(with_scores(base, BENCHMARK, figures))
    assert not [text for text in texts_of(story) if CHANGED.search(text)]


@given(figures=FIGURES)
def test_the_number_of_themes_below_the_benchmark_is_that_of_the_figures_shown(base, figures):
    known = [(score, other) for score, other, _ in figures if other is not None]
    below = sum(rounded(score - other, 1) < 0 for score, other in known)
    for text in texts_of(story_of(with_scores(base, BENCHMARK, figures))):
        if found := re.search(r"(\d+) of (\d+) themes (is|are) below", text):
            assert (int(found[1]), int(found[2])) == (below, len(known))
        if text.startswith(("No theme is below", "Every theme is below")):
            assert below == (0 if text.startswith("No") else len(known))


@given(figures=FIGURES)
def test_without_tests_no_text_says_that_nothing_changed(base, figures):
    for name in (EARLIER, BENCHMARK):
        story = story_of(with_scores(base, name, figures, tested=False))
        assert not [text for text in texts_of(story) if re.search("[Nn]o theme .*clearly", text)]


@pytest.mark.parametrize(
    ("name", "is_earlier"),
    [
        ("Previous survey", True),
        ("Vorig onderzoek", True),
        ("2023", True),
        ("Survey 2023", True),
        ("Meting 2023", True),
        ("Benchmark", False),
        ("Benchmark 2023", False),
        ("Sector, previous survey", False),
        ("Survey", False),
    ],
)
def test_only_a_name_made_of_words_for_surveys_is_an_earlier_survey(base, name, is_earlier):
    facts = Facts(with_scores(base, name, [(6.0, 5.0, "▲"), (7.0, 7.0, None)]))
    assert (facts.earlier == name) is is_earlier


def test_a_theme_that_remains_lowest_was_lowest_in_the_earlier_survey(base):
    figures = [(5.0, 4.0, "▲"), (6.0, 5.0, None), (7.0, 6.0, None)]
    assert story_of(with_scores(base, EARLIER, figures)).slides[0].title == (
        "Theme 0 remains lowest, but improves"
    )
    unknown = [(5.0, 4.0, "▲"), (6.0, 5.0, None), (7.0, None, None)]
    assert story_of(with_scores(base, EARLIER, unknown)).slides[0].title == (
        "Theme 0 scores lowest, but improves"
    )


def test_a_title_is_the_subject_if_there_is_no_finding(base):
    alike = story_of(with_scores(base, EARLIER, [(6.0, None, None), (6.0, None, None)]))
    assert alike.slides[0].title == "At a glance"
    assert alike.slides[1].title == "Themes from high to low"


# Which slides there are


def test_a_board_gets_every_slide_once_and_ten_at_most():
    story = story_of(report_of(Size(17, 60, (EARLIER, BENCHMARK))))
    expected = [Glance, Ranking, Changes, Questions, Matrix, HeatMap, Choices, Method]
    assert kinds(story) == expected
    large = story_of(report_of(Size(80, 160, (EARLIER,))))
    assert len(large.slides) == 10


def test_a_manager_gets_five_slides_at_most_with_the_unit_and_its_own_units():
    report = report_of(Size(40, 80, (EARLIER,)), "department=Department 1")
    story = story_of(report)
    assert kinds(story) == [Glance, Ranking, Questions, HeatMap, Actions]
    (heat,) = [slide.content for slide in story.slides if isinstance(slide.content, HeatMap)]
    assert [row.name for row in heat.rows[1:]] == ["Team 1", "Team 4", "Team 7"]


def test_a_manager_sees_the_parent_of_the_unit_and_no_earlier_figures_of_the_organisation():
    report = report_of(Size(3, 8, (EARLIER, BENCHMARK)), "team=Team 4")
    story = story_of(report)
    (ranking,) = [slide.content for slide in story.slides if isinstance(slide.content, Ranking)]
    names = [name for name, _ in ranking.comparisons]
    assert names == ["The firm", "Department 1", BENCHMARK]
    scores = report.all_groups["ThemeScores"].filter(segment="department", group="Department 1")
    by_name = dict(zip(["Theme 0", "Theme 1", "Theme 2"], scores["score"], strict=True))
    for row in ranking.rows:
        assert row.compared[1].shown.value == by_name[row.name]
    assert not [text for text in texts_of(story) if CHANGED.search(text)]


@pytest.mark.parametrize(
    ("size", "missing"),
    [
        (Size(), {Changes}),
        (Size(segments=False), {Changes, HeatMap}),
        (Size(enps=False), {Changes, Matrix}),
        (Size(themes=1, questions=8), {Changes, Matrix}),
    ],
    ids=["no comparisons", "no segments", "no eNPS", "one theme"],
)
def test_a_slide_without_tables_is_left_out(size, missing):
    everything = {Glance, Ranking, Changes, Questions, Matrix, HeatMap, Choices, Method}
    assert set(kinds(story_of(report_of(size)))) == everything - missing


def test_teams_follow_their_department_in_the_heat_map():
    story = story_of(report_of(Size()))
    (heat,) = [slide.content for slide in story.slides if isinstance(slide.content, HeatMap)]
    rows = [(row.name, row.depth) for row in heat.rows[:5]]
    teams = [("Team 0", 2), ("Team 3", 2), ("Team 6", 2)]
    assert rows == [("The firm", 0), ("Department 0", 1), *teams]


def test_the_title_of_the_example_is_a_finding():
    titles = [slide.title for slide in story_of(example_results()).slides]
    assert titles[:3] == [
        "Werkdruk scoort het laagst, maar verbetert",
        "9 van de 13 thema’s liggen onder Benchmark",
        "Werkdruk verbetert het meest; geen enkel thema verslechtert duidelijk",
    ]


def test_reverse_coded_questions_are_marked_and_the_mark_is_explained():
    report = example_results()
    reverse = set(report.questions.filter("reverse")["text"])
    found = 0
    for slide in story_of(report).slides:
        if isinstance(slide.content, Questions):
            names = [asked.text for _, part in slide.content.parts for asked in part]
        elif isinstance(slide.content, Changes):
            names = [change.name for _, part in slide.content.panels for change in part]
        else:
            continue
        marked = {name.removesuffix(" (omgekeerd)") for name in names if name not in reverse}
        marked = {name for name in marked if f"{name} (omgekeerd)" in names}
        assert not reverse & set(names)
        assert marked <= reverse
        assert ("(omgekeerd): " in slide.legend) == bool(marked)
        found += len(marked)
    assert found


def test_the_title_about_groups_counts_differences_between_the_scores_that_are_shown():
    """2 of 3 themes differ as they are shown; unrounded, all three are lower."""
    report = report_of(Size(themes=3))
    frame = report["SegmentScores"]
    themes = report.tables["SegmentScores"].varying
    everyone = dict(zip(themes, (7.24, 7.16, 7.3), strict=True))
    lower = dict(zip(themes, (7.16, 7.04, 7.0), strict=True))
    first = pl.int_range(pl.len()) == 0
    is_lower = pl.col("group") == "Department 1"
    frame = frame.with_columns(
        pl.when(first | ~is_lower).then(everyone[name]).otherwise(lower[name]).alias(name)
        for name in themes
    )
    table = replace(report.tables["SegmentScores"], frame=frame)
    changed = replace(report, tables={**report.tables, "SegmentScores": table})
    (slide,) = [s for s in story_of(changed).slides if isinstance(s.content, HeatMap)]
    assert "Department 1" in slide.title
    assert "2 of 3" in slide.title


def test_the_matrix_starts_with_what_matters_more_and_scores_lower():
    story = story_of(report_of(Size(17, 60)))
    (matrix,) = [slide.content for slide in story.slides if isinstance(slide.content, Matrix)]
    for point in matrix.points:
        matters = (point.importance.value or 0) > max(0, matrix.cross[0])
        assert not point.first or (matters and (point.score.value or 0) < matrix.cross[1])


def test_a_withheld_group_is_in_one_row_without_figures():
    report = report_of(Size(settings=(("smallest_group", "30"),)))
    withheld = set(report.groups.sizes.filter("withheld")["group"])
    assert withheld
    (heat,) = [s.content for s in story_of(report).slides if isinstance(s.content, HeatMap)]
    assert not withheld & {row.name for row in heat.rows}
    assert [row for row in heat.rows if any(cell.text != "–" for cell in row.cells)]
