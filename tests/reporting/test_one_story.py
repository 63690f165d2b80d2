"""The first page of the workbook and the slides tell the same: what is highest, and what changed.

Scores have two decimals, so that some show the same and differ.
"""

from __future__ import annotations

import re
from typing import TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meetlat import Figures
from meetlat.reporting.story.content import Card, Changes, Glance, Questions, Story
from meetlat.reporting.story.story import story_of
from meetlat.scoring.report import Report
from tests.example import example_results
from tests.reporting.stories import Size, report_of, with_scores

T = TypeVar("T")
EARLIER, BENCHMARK = "Previous survey", "Benchmark 2024"

SCORES = st.integers(400, 430).map(lambda hundredths: hundredths / 100)
FIGURES = st.lists(st.tuples(SCORES, st.none() | SCORES), min_size=1, max_size=7)


@pytest.fixture(scope="module")
def base() -> Report:
    return report_of(Size(themes=7, questions=14, comparisons=(EARLIER,)))


def content(story: Story, kind: type[T]) -> T | None:
    return next((s.content for s in story.slides if isinstance(s.content, kind)), None)


def headline(report: Report, column: str) -> str:
    return Figures(report).headline(column)


def card(story: Story, *headings: str) -> Card:
    glance = content(story, Glance)
    assert glance
    return next(one for one in glance.cards if one.heading in headings)


def lines(report: Report, column: str) -> list[str]:
    """The names in a list of the first page."""
    found = [line.partition("   ")[2] for line in report["TopThree"][column] if line]
    return [re.sub(r" (▲|▼|\(reversed\)|\(omgekeerd\))", "", name) for name in found if name]


def panel(changes: Changes | None, place: int, *, risen: bool) -> list[str]:
    """The names on the slide of changes, the largest change first."""
    if changes is None or place >= len(changes.panels):
        return []
    rows = [r for r in changes.panels[place][1] if (r.compared.difference.text[0] == "+") == risen]
    return [row.name for row in (rows if risen else reversed(rows))]


@example(figures=[(4.06, 4.0), (4.14, 4.2), (4.0, None)])
@example(figures=[(4.0, 4.04), (4.0, 4.0)])
@given(figures=FIGURES)
@pytest.mark.parametrize("comparison", [EARLIER, BENCHMARK])
def test_first_page_and_slides_choose_the_same_themes(base, comparison, figures):
    report = with_scores(base, comparison, [(*pair, None) for pair in figures])
    story = story_of(report)
    highest, lowest = card(story, "Highest theme", "Score"), card(story, "Lowest theme", "Score")
    assert headline(report, "highest_theme") == highest.caption
    assert headline(report, "lowest_theme") == lowest.caption
    changes = content(story, Changes)
    for column, risen in (("theme_risen", True), ("theme_fallen", False)):
        names = lines(report, column)
        assert panel(changes, 0, risen=risen)[:3] == names[:3], column
    rose = "Most improved" if comparison == EARLIER else f"Furthest above {BENCHMARK}"
    assert headline(report, "themes_risen") == rose


def test_first_page_and_slides_choose_the_same_questions_of_the_example():
    report = example_results()
    asked = content(story_of(report), Questions)
    assert asked
    for (_, rows), column in zip(asked.parts, ("highest", "lowest"), strict=True):
        names = [one.text.removesuffix(" (omgekeerd)") for one in rows]
        first = names[:3] if column == "highest" else names[:-4:-1]
        found = lines(report, f"question_{column}")
        assert all(name.startswith(cut.rstrip("…")) for name, cut in zip(first, found, strict=True))


def test_a_mark_is_left_out_where_the_difference_is_shown_as_zero(base):
    report = with_scores(base, EARLIER, [(4.04, 4.0, "▲"), (5.0, 4.0, "▲")])
    figures = Figures(report)
    marks = [figures.compared("ThemeScores", r, EARLIER).mark for r in figures.rows("ThemeScores")]
    assert marks == ["", "▲"]
    assert report["ThemeRows"]["mark"].to_list() == [None, "▲"]
