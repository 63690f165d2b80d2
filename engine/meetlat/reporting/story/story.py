"""The story of a report: at most ten slides for a board, five for the manager of a group."""

from __future__ import annotations

from collections.abc import Iterator

from meetlat.reporting.story import heat_map, pages
from meetlat.reporting.story.content import Slide, Story
from meetlat.reporting.story.facts import Facts
from meetlat.scoring.report import Report

# How many slides the themes may take.
OF_BOARD, OF_MANAGER = 3, 1


def story_of(report: Report) -> Story:
    """The story of a report: for a board, or for the manager of the group that it shows."""
    facts = Facts(report)
    slides = _for_manager(facts) if facts.of_group else _for_board(facts)
    settings = report.settings
    about = (
        settings.title,
        settings.organisation,
        facts.name_of_group(),
        facts.headline("fieldwork"),
    )
    source = " · ".join(filter(None, about))
    return Story(settings.title, source, facts.language, [slide for slide in slides if slide])


def _for_board(facts: Facts) -> Iterator[Slide | None]:
    yield pages.glance(facts)
    yield from pages.themes(facts, OF_BOARD)
    yield pages.changes(facts)
    yield pages.questions(facts)
    yield pages.matrix(facts)
    yield heat_map.of_board(facts)
    yield pages.choices(facts)
    yield pages.method(facts)


def _for_manager(facts: Facts) -> Iterator[Slide | None]:
    yield pages.glance(facts)
    yield from pages.themes(facts, OF_MANAGER)
    yield pages.questions(facts)
    yield heat_map.of_unit(facts)
    yield pages.actions(facts)
