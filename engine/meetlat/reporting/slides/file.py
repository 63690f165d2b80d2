"""Make the slides of a report as a PowerPoint file."""

from __future__ import annotations

import io
from pathlib import Path

from meetlat.languages import words
from meetlat.reporting.drawing.palette import accent_of
from meetlat.reporting.errors import NotPublishedError
from meetlat.reporting.story.content import Story
from meetlat.reporting.story.story import story_of
from meetlat.reporting.workbook.logo import KINDS, logo_file
from meetlat.scoring.report import Report


def slides_of(
    report: Report, folder: Path, template: Path | None = None, story: Story | None = None
) -> bytes:
    """The slides as a PowerPoint file, in the language of the survey; of a group for its manager.

    The folder of the workbook may hold a logo. The template is the organisation's own presentation,
    whose layouts and colours are used.

    Raises:
        NotPublishedError: python-pptx is not installed, or the template cannot be used.
    """
    try:
        import pptx  # noqa: F401
    except ImportError as fault:
        raise NotPublishedError.without(fault.name, "slides") from fault
    from meetlat.reporting.drawing.same_bytes import without_moments
    from meetlat.reporting.slides.deck import Deck
    from meetlat.reporting.slides.draw import draw_slide

    story = story or story_of(report)
    language = words(story.language)["format.locale"]
    deck = Deck(language, accent_of(report.settings), template, _logo(report, folder))
    for slide in story.slides:
        draw_slide(deck, story, slide)
    properties = deck.file.core_properties
    properties.title, properties.author = story.title, report.settings.organisation
    properties.last_modified_by, properties.language = "Meetlat", language
    properties.comments = _trace(report)
    written = io.BytesIO()
    deck.file.save(written)
    return without_moments(written.getvalue())


def _logo(report: Report, folder: Path) -> Path | None:
    """The logo, if it is a kind of picture that PowerPoint shows."""
    file = logo_file(report.settings.logo, folder)
    if not report.settings.logo or file is None:
        return None
    return file if file.suffix.lower() in KINDS and file.is_file() else None


def _trace(report: Report) -> str:
    """The version and the fingerprints that the figures were made from."""
    rows = dict(report["LastRun"].iter_rows()) if "LastRun" in report else {}
    parts = ("meetlat", "catalogue", "responses")
    return " ".join(f"{part} {rows[part]}" for part in parts if rows.get(part))
