"""A worksheet's part around its cells: what stands before and after `<sheetData>`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xlengines.shared.errors import DAMAGED, Refused
from xlengines.shared.refs import Area
from xlengines.xlsx.package.xml import Element, Splice, is_true, scan

# The order in which the schema wants a worksheet's children (ECMA-376, 18.3.1.99).
ORDER = re.findall(
    r"\w+",
    """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection
    protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells
    phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup
    headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing
    legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls AlternateContent
    webPublishItems tableParts extLst""",
)
_RANK = {name: rank for rank, name in enumerate(ORDER)}

_OPEN = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])[^>]*>")

_CLOSE = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>")
_OVERLAP = 1024
_USUAL_WIDTH = 9.14
"""Letters of a column that nobody gave a width, in a sheet that says nothing of it."""


class Worksheet:
    """The bytes of a worksheet cut in three: before the cells, the cells, and after them.

    `frame` is the first and last of the three with an empty `<sheetData/>` between them: all that
    is not cells, which stays small however many cells there are.
    """

    def __init__(self, data: bytes, part: str) -> None:
        self.part = part
        opened = _OPEN.search(data)
        if not opened:
            raise Refused(f"The part {part} of this workbook holds no cells.", DAMAGED)
        self.prefix = opened[1].decode()
        end = opened.end()
        if not opened[0].endswith(b"/>"):
            close = b"</" + opened[1] + b"sheetData"
            at = data.rfind(close)
            end = data.find(b">", at) + 1
            if at < 0 or not end:
                raise Refused(f"The part {part} of this workbook is cut short.", DAMAGED)
        self.grid = data[opened.start() : end]
        self._marker = f"<{self.prefix}sheetData/>".encode()
        self.frame = self._stored_frame = data[: opened.start()] + self._marker + data[end:]
        self._kept: dict[str, tuple[bytes, list[Element]]] = {}

    @property
    def frame_changed(self) -> bool:
        """Whether the frame is another than the part holds."""
        return self.frame != self._stored_frame

    def whole(self) -> bytes:
        """The part put together again."""
        return self.frame.replace(self._marker, self.grid, 1)

    def scan(self, *wanted: str, text: bool = False) -> list[Element]:
        """Elements of the frame, with offsets in the frame."""
        return scan(self.frame, wanted, self.part, text=text)

    def children(self) -> list[Element]:
        """The worksheet's own children, in their order."""
        return [each for each in self.scan(*ORDER) if each.depth == 1]

    def splice(self) -> Splice:
        """Replacements to be made in the frame."""
        return Splice(self.frame)

    def insert_child(self, name: str, xml: bytes) -> None:
        """Add a child of the worksheet where the schema wants it."""
        before = [each for each in self.children() if _RANK[each.name] <= _RANK[name]]
        if not before:
            raise Refused(f"The part {self.part} of this workbook holds no cells.", DAMAGED)
        splice = self.splice()
        splice.insert(before[-1].end, xml)
        self.frame = splice.result()

    def insert_first(self, xml: bytes) -> None:
        """Add a child of the worksheet before all others."""
        splice = self.splice()
        splice.insert(self.children()[0].start, xml)
        self.frame = splice.result()

    def merged(self) -> list[Area]:
        """The merged cells."""
        if b"mergeCell" not in self.frame:
            return []
        return [Area.parse(each.get("ref")) for each in self._all("mergeCell")]

    def widen_dimension(self, used: Area) -> None:
        """Let `<dimension>` cover these cells too."""
        for element in self.scan("dimension"):
            try:
                old = Area.parse(element.get("ref"))
            except ValueError:
                continue
            new = Area(
                min(old.top, used.top),
                min(old.left, used.left),
                max(old.bottom, used.bottom),
                max(old.right, used.right),
            )
            if new != old:
                splice = self.splice()
                splice.attributes(element, {"ref": str(new)})
                self.frame = splice.result()

    # Columns

    def column_style(self, column: int) -> int | None:
        """The style that new cells of a column take, if it has one."""
        for element in self._columns():
            if _low(element) <= column <= _high(element):
                return element.number("style") or None
        return None

    def column_width(self, column: int) -> float | None:
        """The width of a column in characters, where it was set."""
        for element in self._columns():
            if _low(element) <= column <= _high(element) and element.get("width"):
                return _width(element.get("width"))
        return None

    def shown_width(self, last: int) -> float:
        """How many letters wide the columns up to one are together, without hidden ones."""
        usual = self.default_width() or _USUAL_WIDTH
        told = {
            column: 0.0 if is_true(each.get("hidden")) else _width(each.get("width")) or usual
            for each in self._columns()
            for column in range(_low(each), min(_high(each), last) + 1)
        }
        return sum(told.get(column, usual) for column in range(1, last + 1))

    def default_width(self) -> float | None:
        """The width of columns that have none of their own."""
        for element in self._all("sheetFormatPr"):
            width = element.get("defaultColWidth") or element.get("baseColWidth")
            return _width(width)
        return None

    def default_height(self) -> float | None:
        """The height in points of rows that have none of their own."""
        for element in self._all("sheetFormatPr"):
            return _width(element.get("defaultRowHeight"))
        return None

    def _columns(self) -> list[Element]:
        return [each for each in self._all("col") if each.path[-1:] == ("cols",)]

    def _all(self, name: str) -> list[Element]:
        """The elements of a name; looked for once while the frame stays as it is."""
        frame, found = self._kept.get(name, (b"", []))
        if frame is not self.frame:
            found = self.scan(name)
            self._kept[name] = self.frame, found
        return found

    def set_widths(self, widths: dict[int, float]) -> None:
        """Set widths by column number; neighbours in the same `<col>` keep theirs."""
        pieces = [piece for each in self._columns() for piece in self._cut(each, widths)]
        mine = f"<{self.prefix}col"
        pieces += [
            (n, f'{mine} min="{n}" max="{n}" width="{width:g}" customWidth="1"/>'.encode())
            for n, width in widths.items()
            if not any(_low(each) <= n <= _high(each) for each in self._columns())
        ]
        body = b"".join(xml for _, xml in sorted(pieces))
        name = f"{self.prefix}cols"
        whole = f"<{name}>".encode() + body + f"</{name}>".encode()
        old = [each for each in self.children() if each.name == "cols"]
        if not old:
            return self.insert_child("cols", whole)
        splice = self.splice()
        splice.replace(old[0].start, old[0].end, whole)
        self.frame = splice.result()
        return None

    def _cut(self, element: Element, widths: dict[int, float]) -> list[tuple[int, bytes]]:
        """A `<col>` cut where widths change inside it."""
        tag = self.frame[element.start : element.end]
        low, high = _low(element), _high(element)
        inside = sorted(n for n in widths if low <= n <= high)
        pieces: list[tuple[int, int, float | None]] = []
        at = low
        for n in inside:
            pieces += ([(at, n - 1, None)] if at < n else []) + [(n, n, widths[n])]
            at = n + 1
        if at <= high:
            pieces.append((at, high, None))
        return [(first, _col(tag, first, last, width)) for first, last, width in pieces]


def around_cells(pieces: Iterable[bytes]) -> bytes:
    """What stands before and after the cells of a part, without ever holding all of its cells."""
    before, window, after = b"", b"", None
    opened = None
    for piece in pieces:
        if after is not None:
            after += piece
            continue
        window += piece
        if opened is None and (opened := _OPEN.search(window)):
            before, window = window[: opened.start()], window[opened.end() :]
            if opened[0].endswith(b"/>"):
                after = window
                continue
        if opened and b"sheetData" in window and (end := _CLOSE.search(window)):
            after = window[end.end() :]
        elif opened:
            window = window[-_OVERLAP:]
    return before + (window if after is None else after)


def _width(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _low(element: Element) -> int:
    return element.number("min")


def _high(element: Element) -> int:
    return element.number("max")


def _col(tag: bytes, low: int, high: int, width: float | None) -> bytes:
    from xlengines.xlsx.package.xml import with_attributes

    changes: dict[str, str | None] = {"min": str(low), "max": str(high)}
    if width is not None:
        changes |= {"width": f"{width:g}", "customWidth": "1", "bestFit": None}
    return with_attributes(tag, changes)
