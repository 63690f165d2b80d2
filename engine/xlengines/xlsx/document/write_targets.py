"""Cells that cannot be written, as in Excel: inside merged cells, or a part of an array formula."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area, Place, address, around_places
from xlengines.xlsx.parts.cells import Content

from .pending_sheet import PendingSheet

# New contents by place, each with the number format that a plain cell needs for it.
Changed: TypeAlias = Mapping[Place, tuple[Content, str | None]]


def check_targets(sheet: PendingSheet, changed: Changed) -> None:
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


def _check_merged(sheet: PendingSheet, area: Area, changed: Changed) -> None:
    for place, (new, _) in changed.items():
        if new is not None and area.holds(*place) and place != (area.top, area.left):
            raise Refused(
                f"{sheet.name}!{address(*place)} lies inside the merged cells {area}.",
                "Unmerge them in Excel, or write to the first cell.",
            )


def _check_array(sheet: PendingSheet, area: Area, changed: Changed) -> None:
    hit = [place for place in changed if area.holds(*place)]
    known = sum(area.holds(*place) for place in changed.keys() | sheet.contents.keys())
    if hit and known < area.height * area.width:
        raise Refused(
            f"{sheet.name}!{address(*hit[0])} is part of the array formula in {area}.",
            "Move the array formula away, or let the whole of it be written.",
        )
