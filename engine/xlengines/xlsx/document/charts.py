"""Charts: their references follow tables, and their caches show the present figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from xlengines.shared.refs import Area
from xlengines.shared.structured import areas
from xlengines.shared.values import CellError, Value, date_serial, python_value, value_text
from xlengines.xlsx.package.xml import Element, Splice, escaped, first, scan
from xlengines.xlsx.package.xml import inside as inside_element
from xlengines.xlsx.parts.cells import shortest
from xlengines.xlsx.parts.strings import to_file

from .document import Document
from .pending_sheet import inside
from .reference_rule import Moves
from .sheets import Sheet

# What a reference of a chart stands for.
Cells: TypeAlias = list[tuple[Sheet, Area]]

# Kinds of references, and where each keeps the figures that previewers show.
_CACHES = {
    "numRef": "numCache",
    "strRef": "strCache",
    "multiLvlStrRef": "multiLvlStrCache",
    "datalabelsRange": "dlblRangeCache",
}
# The newer kinds of chart (waterfall, treemap, ...) keep their figures in levels.
_DIMENSIONS = ("numDim", "strDim")
_WANTED = (
    *(*_CACHES, *_CACHES.values(), *_DIMENSIONS),
    *("f", "sqref", "ptCount", "formatCode", "plotVisOnly", "lvl"),
)
_MOST_POINTS = 100_000
_NAME = re.compile(r"(?:(?:'(?:[^']|'')+'|[^'!]+)!)?([^\W\d][\w.]*)\Z")
_PLAIN = re.compile(r"\(?(?:'(?:[^']|'')+'|[^(),'!]+)![$A-Za-z0-9:]+(?:,.*)?\)?")


def chart_parts(document: Document) -> Iterator[str]:
    """The charts of a workbook, old and new kinds, in the order of its sheets."""
    package = document.package
    drawings = (
        part for sheet in document.sheets for part in package.targets(sheet.part, "drawing")
    )
    charts = [
        part
        for drawing in drawings
        for kind in ("chart", "chartEx")
        for part in package.targets(drawing, kind)
    ]
    return iter(dict.fromkeys(charts))


def follow_charts(document: Document, moves: Moves) -> None:
    """Let every chart follow and show the new figures."""
    for part in chart_parts(document):
        old = document.package.read(part)
        new = _Chart(document, part, _followed(old, part, moves)).refreshed()
        if new != old:
            document.package.put(part, new)


def _followed(data: bytes, part: str, moves: Moves) -> bytes:
    if not moves:
        return data
    splice = Splice(data)
    for element in scan(data, ("f", "sqref"), part, text=True):
        names_series = "tx" in element.path  # by one cell, whatever the table's size
        new = moves.formula(element.text, widen=False, single_cells=not names_series)
        splice.text(element, new)
    return splice.result()


class _Chart:
    """One chart, whose caches are compared with the cells they stand for."""

    def __init__(self, document: Document, part: str, data: bytes) -> None:
        self.document, self.splice = document, Splice(data)
        self.elements = scan(data, _WANTED, part, text=True)
        visible = first(self.elements, "plotVisOnly")
        self.visible_only = visible is not None and visible.get("val", "1") != "0"

    def refreshed(self) -> bytes:
        """The chart with caches that show the cells as they are now."""
        for element in self.elements:
            if element.name in _CACHES or element.name in _DIMENSIONS:
                formula = self._inside(element, "f")
                cells = self._cells(formula.text) if formula else []
                if formula is None or not any(_changed(*each) for each in cells):
                    continue
                if element.name in _CACHES:
                    self._refresh(element, formula, cells)
                else:
                    self._refresh_levels(element, *cells[0])
        return self.splice.result()

    def _inside(self, box: Element, name: str) -> Element | None:
        return inside_element(box, self.elements, name)

    def _cells(self, formula: str) -> Cells:
        """The cells that a reference stands for; none where that takes calculation."""
        named = _NAME.match(formula)
        if named:
            wanted = named[1].lower()
            found = [n for n in self.document.workbook.names() if n.name.lower() == wanted]
            formula = found[0].text if found else ""
        if not _PLAIN.fullmatch(formula):
            return []
        cells = [(self.document.sheet(on or ""), area) for on, area in areas(formula)]
        known = [(sheet, area) for sheet, area in cells if sheet is not None]
        size = sum(area.height * area.width for _, area in known)
        return known if size <= _MOST_POINTS else []

    def _refresh(self, reference: Element, formula: Element, cells: Cells) -> None:
        if self._has_become_text(reference, cells):
            prefix = reference.prefix
            points = self._text_points(prefix, cells)
            text = (
                f"<{prefix}strRef><{prefix}f>{escaped(formula.text)}</{prefix}f>"
                f"<{prefix}strCache>{points}</{prefix}strCache></{prefix}strRef>"
            )
            return self.splice.replace(reference.start, reference.end, text.encode())
        cache = self._inside(reference, _CACHES[reference.name])
        name = f"{reference.prefix}{_CACHES[reference.name]}"
        new = f"<{name}>{self._cached(reference, cache, cells)}</{name}>".encode()
        if cache is None:
            return self.splice.insert(formula.end, new)
        return self.splice.replace(cache.start, cache.end, new)

    def _has_become_text(self, reference: Element, cells: Cells) -> bool:
        """Whether categories that were numbers (or blank) are words now."""
        is_category = reference.name == "numRef" and reference.path[-1:] == ("cat",)
        return is_category and any(isinstance(value, str) for value in self._values(cells))

    def _cached(self, reference: Element, cache: Element | None, cells: Cells) -> str:
        """What a cache holds."""
        prefix = reference.prefix
        if reference.name == "multiLvlStrRef":
            sheet, area = cells[0]
            levels = "".join(
                f"<{prefix}lvl>{_points(prefix, map(value_text, values))}</{prefix}lvl>"
                for values in self._levels(sheet, area)
            )
            return f'<{prefix}ptCount val="{area.height}"/>{levels}'
        if reference.name != "numRef":
            counted = self._inside(cache, "ptCount") if cache else None
            return self._text_points(counted.prefix if counted else prefix, cells)
        code = self._inside(cache, "formatCode") if cache else None
        text = escaped(code.text) if code else "General"
        figures = [self._figure(value) for value in self._values(cells)]
        count = f'<{prefix}ptCount val="{len(figures)}"/>'
        return f"<{prefix}formatCode>{text}</{prefix}formatCode>{count}{_points(prefix, figures)}"

    def _text_points(self, prefix: str, cells: Cells) -> str:
        values = self._values(cells)
        count = f'<{prefix}ptCount val="{len(values)}"/>'
        return count + _points(prefix, map(value_text, values))

    def _refresh_levels(self, dimension: Element, sheet: Sheet, area: Area) -> None:
        levels = [each for each in self.elements if each.name == "lvl" and dimension.holds(each)]
        columns = self._levels(sheet, area)
        if len(columns) != len(levels):
            return
        shown = self._figure if dimension.name == "numDim" else value_text
        for level, values in zip(levels, columns, strict=True):
            prefix = level.prefix
            points = "".join(
                f'<{prefix}pt idx="{i}">{escaped(to_file(text))}</{prefix}pt>'
                for i, value in enumerate(values)
                if (text := shown(value)) is not None
            )
            self.splice.attributes(level, {"ptCount": str(len(values))})
            self.splice.replace(level.open_end, level.close, points.encode())

    def _levels(self, sheet: Sheet, area: Area) -> list[list[Value | CellError]]:
        """The values of each column: the innermost level, which is the last, comes first."""
        columns = range(area.right, area.left - 1, -1)
        return [self._values([(sheet, area._replace(left=n, right=n))]) for n in columns]

    def _values(self, cells: Cells) -> list[Value | CellError]:
        return [
            python_value(value)
            for sheet, area in cells
            for number, row in enumerate(sheet.values(area), area.top)
            if not (self.visible_only and number in sheet.hidden_rows)
            for value in row
        ]

    def _figure(self, value: Value | CellError) -> str | None:
        """A figure as a cache spells it; a date is a number there."""
        if isinstance(value, dt.datetime):
            value = date_serial(value, self.document.date1904)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return shortest(value)


def _changed(sheet: Sheet, area: Area) -> bool:
    """Whether a cell of an area changed, or a table on it its size."""
    grew = any(table.resized and table.area.meets(area) for table in sheet.loaded_tables)
    return grew or bool(inside(area, sheet.contents) or inside(area, sheet.results))


def _points(prefix: str, texts: Iterable[str | None]) -> str:
    return "".join(
        f'<{prefix}pt idx="{i}"><{prefix}v>{escaped(to_file(text))}</{prefix}v></{prefix}pt>'
        for i, text in enumerate(texts)
        if text is not None
    )
