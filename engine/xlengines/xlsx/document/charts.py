"""Charts: their references follow tables, and their caches show the figures that are there now."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from xlengines.shared.refs import Area
from xlengines.shared.structured import areas
from xlengines.shared.values import CellError, Value, date_serial, python_value, value_text
from xlengines.xlsx.package.xml import Element, Splice, escaped, first, inside, scan
from xlengines.xlsx.parts.cells import shortest
from xlengines.xlsx.parts.strings import to_file

from .document import Document
from .reference_rule import Moves
from .sheets import Sheet

_WANTED = (
    *("f", "sqref", "numRef", "strRef", "numCache", "strCache", "multiLvlStrRef"),
    *("multiLvlStrCache", "datalabelsRange", "dlblRangeCache", "ptCount", "formatCode"),
    *("plotVisOnly", "numDim", "strDim", "lvl"),
)
_CACHES = {
    "numRef": "numCache",
    "strRef": "strCache",
    "multiLvlStrRef": "multiLvlStrCache",
    "datalabelsRange": "dlblRangeCache",
}
_MOST_POINTS = 100_000
_NAME = re.compile(r"(?:(?:'(?:[^']|'')+'|[^'!]+)!)?([^\W\d][\w.]*)\Z")


def chart_parts(document: Document) -> Iterator[str]:
    """The charts of a workbook, old and new kinds, in the order of its sheets."""
    package = document.package
    seen: set[str] = set()
    for sheet in document.sheets:
        for drawing in package.targets(sheet.part, "drawing"):
            for kind in ("chart", "chartEx"):
                for part in package.targets(drawing, kind):
                    if part not in seen:
                        seen.add(part)
                        yield part


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
        self.document, self.data, self.part = document, data, part
        self.elements = scan(data, _WANTED, part, text=True)
        visible = first(self.elements, "plotVisOnly")
        self.visible_only = visible is not None and visible.get("val", "1") != "0"

    def refreshed(self) -> bytes:
        """The chart with caches that show the cells as they now are."""
        splice = Splice(self.data)
        for element in self.elements:
            if element.name in _CACHES:
                self._refresh(splice, element)
            elif element.name in ("numDim", "strDim"):
                self._refresh_dimension(splice, element)
        return splice.result()

    def _inside(self, box: Element, name: str) -> Element | None:
        return inside(box, self.elements, name)

    def _refresh(self, splice: Splice, reference: Element) -> None:
        formula = self._inside(reference, "f")
        if formula is None:
            return
        places = self._areas(formula.text)
        if not places or not any(self._touched(sheet, area) for sheet, area in places):
            return
        if self._has_become_text(reference, places):
            splice.replace(reference.start, reference.end, self._as_text(reference, places))
            return
        cache = self._inside(reference, _CACHES[reference.name])
        new = self._cache(reference, cache, places).encode()
        if cache is None:
            splice.insert(formula.end, new)
        else:
            splice.replace(cache.start, cache.end, new)

    def _has_become_text(self, reference: Element, places: list[tuple[Sheet, Area]]) -> bool:
        """Whether categories that were numbers (or blank) are words now."""
        if reference.name != "numRef" or reference.path[-1:] != ("cat",):
            return False
        return any(isinstance(v, str) for s, area in places for v in self._values(s, area))

    def _as_text(self, reference: Element, places: list[tuple[Sheet, Area]]) -> bytes:
        prefix, formula = reference.prefix, self._inside(reference, "f")
        text = escaped(formula.text) if formula else ""
        points = _points(
            prefix, [value_text(v) for s, area in places for v in self._values(s, area)]
        )
        return (
            f"<{prefix}strRef><{prefix}f>{text}</{prefix}f><{prefix}strCache>{points}"
            f"</{prefix}strCache></{prefix}strRef>"
        ).encode()

    def _refresh_dimension(self, splice: Splice, dimension: Element) -> None:
        """The newer kinds of chart (waterfall, treemap, ...) keep their figures in levels."""
        formula = self._inside(dimension, "f")
        levels = [each for each in self.elements if each.name == "lvl" and dimension.holds(each)]
        places = self._areas(formula.text) if formula else []
        if not levels or not any(self._touched(sheet, area) for sheet, area in places):
            return
        sheet, area = places[0]
        columns = [
            self._values(sheet, Area(area.top, column, area.bottom, column))
            for column in range(area.right, area.left - 1, -1)
        ]
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
            splice.attributes(level, {"ptCount": str(len(values))})
            splice.replace(level.open_end, level.close, points.encode())

    def _areas(self, formula: str) -> list[tuple[Sheet, Area]]:
        """The cells that a reference stands for; nothing where that takes calculation."""
        named = _NAME.match(formula)
        if named:
            wanted = named[1].lower()
            found = [n for n in self.document.workbook.names() if n.name.lower() == wanted]
            formula = found[0].text if found else ""
        if not re.fullmatch(r"\(?(?:'(?:[^']|'')+'|[^(),'!]+)![$A-Za-z0-9:]+(?:,.*)?\)?", formula):
            return []
        sheets = [(self.document.sheet(on or ""), area) for on, area in areas(formula)]
        found = [(sheet, area) for sheet, area in sheets if sheet is not None]
        size = sum(area.height * area.width for _, area in found)
        return found if size <= _MOST_POINTS else []

    def _touched(self, sheet: Sheet, area: Area) -> bool:
        grew = any(table.resized and table.area.meets(area) for table in sheet.loaded_tables)
        return grew or any(area.holds(*place) for place in sheet.contents)

    def _cache(
        self, reference: Element, cache: Element | None, places: list[tuple[Sheet, Area]]
    ) -> str:
        prefix = reference.prefix
        name = f"{prefix}{_CACHES[reference.name]}"
        if reference.name == "multiLvlStrRef":
            return f"<{name}>{self._levels(prefix, places)}</{name}>"
        values = [value for sheet, area in places for value in self._values(sheet, area)]
        if reference.name in ("strRef", "datalabelsRange"):
            counted = self._inside(cache, "ptCount") if cache else None
            points = _points(counted.prefix if counted else prefix, [value_text(v) for v in values])
            return f"<{name}>{points}</{name}>"
        code = self._inside(cache, "formatCode") if cache else None
        text = escaped(code.text) if code else "General"
        numbers = _points(prefix, [self._figure(value) for value in values])
        return f"<{name}><{prefix}formatCode>{text}</{prefix}formatCode>{numbers}</{name}>"

    def _levels(self, prefix: str, places: list[tuple[Sheet, Area]]) -> str:
        """Several columns of categories: the innermost, which is the last, comes first."""
        sheet, area = places[0]
        count = area.height
        levels = []
        for column in range(area.right, area.left - 1, -1):
            values = self._values(sheet, Area(area.top, column, area.bottom, column))
            points = _points(prefix, [value_text(value) for value in values], counted=False)
            levels.append(f"<{prefix}lvl>{points}</{prefix}lvl>")
        return f'<{prefix}ptCount val="{count}"/>' + "".join(levels)

    def _values(self, sheet: Sheet, area: Area) -> list[Value | CellError]:
        rows = sheet.values(area)
        if self.visible_only:
            rows = [row for n, row in enumerate(rows, area.top) if not _hidden(sheet, n)]
        return [python_value(value) for row in rows for value in row]

    def _figure(self, value: Value | CellError) -> str | None:
        """A figure as a cache spells it; a date is a number there."""
        if isinstance(value, dt.datetime):
            value = date_serial(value, self.document.date1904)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return shortest(value)


def _hidden(sheet: Sheet, number: int) -> bool:
    row = sheet.rows.get(number)
    return row is not None and row.attributes.get("hidden") in ("1", "true")


def _points(prefix: str, texts: list[str | None], *, counted: bool = True) -> str:
    points = "".join(
        f'<{prefix}pt idx="{i}"><{prefix}v>{escaped(to_file(text))}</{prefix}v></{prefix}pt>'
        for i, text in enumerate(texts)
        if text is not None
    )
    return (f'<{prefix}ptCount val="{len(texts)}"/>' if counted else "") + points
