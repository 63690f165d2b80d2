"""Where one may write, and where Excel itself would not let anyone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from .cells import Content
from .errors import Refused
from .refs import MAX_COLUMNS, MAX_ROWS, Area, Place, address, around_places

if TYPE_CHECKING:
    from .sheets import Sheet

Changed: TypeAlias = Mapping[Place, tuple[Content, str | None]]
"""New contents by place, each with the number format it asks for."""


def check_targets(sheet: Sheet, changed: Changed) -> None:
    """Refuse to write inside merged cells, or into a part of an array formula."""
    around = around_places(changed)
    for area in sheet.merged:
        if area.meets(around):
            _check_merged(sheet, area, changed)
    for cell in sheet.formula_cells:
        if cell.formula and cell.formula.spans_cells:
            area = Area.parse(cell.formula.attributes["ref"])
            if area.meets(around):
                _check_array(sheet, area, changed)


def _check_merged(sheet: Sheet, area: Area, changed: Changed) -> None:
    for place, (new, _) in changed.items():
        if new is None or place == (area.top, area.left) or not area.holds(*place):
            continue
        raise Refused(
            f"{sheet.name}!{address(*place)} lies inside the merged cells {area}.",
            "Unmerge them in Excel, or write to the first cell.",
        )


def _check_array(sheet: Sheet, area: Area, changed: Changed) -> None:
    hit = [place for place in changed if area.holds(*place)]
    known = sum(area.holds(*place) for place in changed.keys() | sheet.contents.keys())
    if hit and known < area.height * area.width:
        raise Refused(
            f"{sheet.name}!{address(*hit[0])} is part of the array formula in {area}.",
            "Move the array formula away, or let the whole of it be written.",
        )


def check_inside(area: Area) -> None:
    """Refuse an area that reaches past the last row or column of a sheet."""
    if area.bottom > MAX_ROWS or area.right > MAX_COLUMNS:
        raise Refused(
            f"{area} reaches past the end of a sheet ({MAX_ROWS:,} rows, {MAX_COLUMNS:,} columns).",
            "Write less, or to several sheets.",
        )
