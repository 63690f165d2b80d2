"""The priority matrix of the page: numbered points in a plane that the style sheet draws."""

from __future__ import annotations

from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.labels import Label, line_to, place_labels
from meetlat.reporting.page.figures import PageFigures, TemplateData
from meetlat.reporting.story import pages
from meetlat.reporting.story.content import Matrix

# The plane on a phone and a number in it, in inches. On a wider screen numbers have more room.
PLANE, NUMBER = Box(0.0, 0.0, 3.4, 3.8), (0.2, 0.18)

# Where the names of the quadrants stand.
CORNERS = [Box(0, 0, 3.4, 0.3), Box(0, 3.5, 3.4, 0.3)]


def matrix(figures: PageFigures) -> TemplateData | None:
    """The matrix of the story, with places as percentages of the plane; None without `Drivers`."""
    slide = pages.matrix(figures)
    if slide is None or not isinstance(slide.content, Matrix):
        return None
    content = slide.content
    across, up = content.ends
    listed = [f"{p.name}: {p.score.text}, {p.importance.text}" for p in content.points]
    return {
        "title": slide.title,
        "subject": figures.text("sheets.matrix"),
        "description": figures.text("alts.matrix", parts="; ".join(listed)),
        "axes": content.axes,
        "quadrants": content.quadrants,
        "list_heading": content.list_heading,
        "reading": content.reading,
        "cross": (_place(content.cross[0], across), 100 - _place(content.cross[1], up)),
        "points": _points(content),
    }


def _points(content: Matrix) -> list[TemplateData]:
    """The points with the themes to start with on top, each with the place of its number."""
    across, up = content.ends
    points = content.first_to_start
    middles = [
        (
            PLANE.w * _place(point.importance.value or 0.0, across) / 100,
            PLANE.h * (100 - _place(point.score.value or 0.0, up)) / 100,
        )
        for point in points
    ]
    cross = [_place(*pair) for pair in zip(content.cross, content.ends, strict=True)]
    quarters = PLANE.quarters(PLANE.w * cross[0] / 100, PLANE.h * (100 - cross[1]) / 100)
    labels = place_labels(middles, [NUMBER] * len(points), PLANE, CORNERS, quarters)
    return [
        {
            "number": number,
            "name": point.name,
            "score": point.score.text,
            "importance": point.importance.text,
            "first": point.first,
            "at": _percentages(*middle),
            "label": _label(middle, label) if label else None,
        }
        for number, (point, middle, label) in enumerate(
            zip(points, middles, labels, strict=True), start=1
        )
    ]


def _label(middle: tuple[float, float], label: Label) -> TemplateData:
    box = label.box
    end = line_to(middle, box) if label.with_line else middle
    return {"at": _percentages(box.x + box.w / 2, box.y + box.h / 2), "end": _percentages(*end)}


def _percentages(x: float, y: float) -> tuple[float, float]:
    """A place as percentages of the plane, from its left and its top."""
    return round(100 * x / PLANE.w, 2), round(100 * y / PLANE.h, 2)


def _place(value: float, ends: tuple[float, float]) -> float:
    low, high = ends
    return round(100 * (value - low) / (high - low), 2)
