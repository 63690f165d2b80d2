"""Conditional formats, defined names and charts that follow a table when it changes its size.

LibreOffice itself lets formulas that name the table (`Scores[score]`) follow. The rule for the
rest is that of the engine for files: a reference that covers exactly the body (or header and body)
of the table, in some or all of its columns, does so again afterwards.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from xlengines.shared.refs import Area, column_letters, unquote_sheet
from xlengines.shared.structured import with_areas
from xlengines.shared.table_shape import Move

from .notation import Notation, start_of
from .values import address_of, area_of, areas_of

# What stands for the name of a table in a formula that is written in Excel's notation.
_UNREADABLE = "#NAME?"

# What a chart shows, in LibreOffice's notation: `$Report.$C$4:$C$6`.
_PLOTTED = re.compile(r"\$?(?P<sheet>'(?:[^']|'')+'|[^.;']+)\.(?P<area>[$A-Z0-9:]+)\Z")


class Followers:
    """What refers to a table: noted before the table changes its size, changed afterwards."""

    def __init__(self, document: Any, move: Move) -> None:
        self.document, self.move = document, move
        self.sheet = document.Sheets.getByName(move.sheet)
        conditionals = self.sheet.ConditionalFormats.ConditionalFormats
        self.formats = {each.ID: areas_of(each.Range) for each in conditionals}

    def follow(self) -> None:
        """Let everything follow."""
        _follow_formats(self.sheet, self.formats, self.move)
        _follow_names(self.document, self.move)
        for sheet in self.document.Sheets:
            _follow_charts(sheet, self.move)


def _follow_formats(sheet: Any, before: dict[int, list[Area]], move: Move) -> None:
    """Put every conditional format where it was, or where it follows to.

    Copying cells for their formats made more of them. These are removed: a data bar of a single
    cell compares nothing.
    """
    conditionals = sheet.ConditionalFormats
    for each in conditionals.ConditionalFormats:
        if each.ID not in before:
            conditionals.removeByID(each.ID)
    for each in conditionals.ConditionalFormats:
        wanted = [move.follow(move.sheet, area, widen=True) or area for area in before[each.ID]]
        if wanted != areas_of(each.Range):
            each.Range = _ranges(sheet, wanted)


def _ranges(sheet: Any, areas: list[Area]) -> Any:
    made = sheet.queryContentCells(0)  # an empty collection of ranges of this document
    index = sheet.RangeAddress.Sheet
    for area in areas:
        made.addRangeAddress(address_of(index, area), False)
    return made


def _follow_names(document: Any, move: Move) -> None:
    notation, start = Notation(document), start_of()
    for home in (document, *document.Sheets):
        for name in home.NamedRanges.ElementNames:
            named = home.NamedRanges.getByName(name)
            text = notation.text(named.getTokens(), start)
            # Single cells stay.
            new = with_areas(text, partial(move.follow, widen=True), single_cells=False)
            if new != text and _UNREADABLE not in text:
                named.setTokens(notation.tokens(new, start))


def _follow_charts(sheet: Any, move: Move) -> None:
    for chart in sheet.Charts:
        touched = (area_of(each) for each in chart.Ranges)
        if any(area.meets(move.old.area) for area in touched):
            _follow_chart(chart.EmbeddedObject, move)


def _follow_chart(chart: Any, move: Move) -> None:
    for system in chart.getFirstDiagram().getCoordinateSystems():
        categories = system.getAxisByDimension(0, 0).getScaleData().Categories
        if categories is not None:
            _follow_sequence(chart, categories, move)
        for kind in system.getChartTypes():
            for series in kind.getDataSeries():
                for sequence in series.getDataSequences():
                    _follow_sequence(chart, sequence, move)


def _follow_sequence(chart: Any, labelled: Any, move: Move) -> None:
    old = labelled.Values
    found = _PLOTTED.match(old.SourceRangeRepresentation)
    if not found:
        return
    new = move.follow(unquote_sheet(found["sheet"]), Area.parse(found["area"]), widen=False)
    if new is not None:
        left, right = column_letters(new.left), column_letters(new.right)
        place = f"${found['sheet']}.${left}${new.top}:${right}${new.bottom}"
        made = chart.getDataProvider().createDataSequenceByRangeRepresentation(place)
        made.Role = old.Role
        labelled.setValues(made)
