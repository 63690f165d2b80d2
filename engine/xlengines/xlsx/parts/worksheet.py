"""A worksheet's part around its cells: what stands before and after `<sheetData>`."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from copy import copy

from xlengines.shared.errors import DAMAGED, Refused
from xlengines.shared.refs import Area
from xlengines.xlsx.package.remembered import remembered
from xlengines.xlsx.package.xml import Element, Splice, first, is_true, scan, with_attributes

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
# Bytes that are kept of a piece, because the end of the cells may lie across two pieces.
_OVERLAP = 1024
# Letters of a column without a width, in a sheet that sets no usual width.
_USUAL_WIDTH = 9.14


class Worksheet:
    """The bytes of a worksheet, cut into its cells (`grid`) and all the rest (`frame`).

    In the frame an empty `<sheetData/>` stands for the cells, so it stays small however many cells
    there are.
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
        self.grid = self._stored_grid = data[opened.start() : end]
        self._marker = f"<{self.prefix}sheetData/>".encode()
        self.frame = self._stored_frame = data[: opened.start()] + self._marker + data[end:]
        self._kept: dict[str, tuple[bytes, list[Element]]] = {}
        # The styles of columns that were asked for, in a frame.
        self._styled: tuple[bytes, dict[int, int | None]] = b"", {}

    @property
    def changed(self) -> bool:
        """Whether the cells or the frame differ from those of the part."""
        return self.frame != self._stored_frame or self.grid is not self._stored_grid

    def whole(self) -> bytes:
        """The part put together again."""
        return self.frame.replace(self._marker, self.grid, 1)

    def scan(self, *wanted: str, text: bool = False) -> list[Element]:
        """Elements of the frame, with offsets in the frame."""
        return scan(self.frame, wanted, self.part, text=text)

    def children(self) -> list[Element]:
        """The worksheet's own children, in their order."""
        return [each for each in self.scan(*ORDER) if each.depth == 1]

    @contextmanager
    def changes(self) -> Generator[Splice]:
        """Replacements to be made in the frame, made when the block ends."""
        splice = Splice(self.frame)
        yield splice
        self.frame = splice.result()

    def insert_child(self, name: str, xml: bytes) -> None:
        """Add a child of the worksheet where the schema wants it."""
        children = self.children()
        if not children:
            raise Refused(f"The part {self.part} of this workbook holds no cells.", DAMAGED)
        before = [each.end for each in children if _RANK[each.name] <= _RANK[name]]
        with self.changes() as splice:
            splice.insert(before[-1] if before else children[0].start, xml)

    def merged(self) -> list[Area]:
        """The merged cells."""
        if b"mergeCell" not in self.frame:
            return []
        return [Area.parse(each.get("ref")) for each in self._all("mergeCell")]

    def widen_dimension(self, used: Area) -> None:
        """Let `<dimension>` cover these cells too."""
        with self.changes() as splice:
            for element in self.scan("dimension"):
                with suppress(ValueError):
                    area = Area.parse(element.get("ref")).around(used)
                    splice.attributes(element, {"ref": str(area)})

    # Columns

    def column_style(self, column: int) -> int | None:
        """The style that new cells of a column take, if it has one."""
        if self._styled[0] is not self.frame:
            self._styled = self.frame, {}
        known = self._styled[1]
        if column not in known:
            found = (
                each.number("style") or None for each in self._columns() if column in _span(each)
            )
            known[column] = next(found, None)
        return known[column]

    def column_width(self, column: int) -> float | None:
        """The width of a column in characters, where it was set."""
        found = (each for each in self._columns() if column in _span(each) and each.get("width"))
        return next((_number(each.get("width")) for each in found), None)

    def shown_width(self, last: int) -> float:
        """How many letters wide the columns up to one are together, without hidden ones."""
        usual = self.default_width() or _USUAL_WIDTH
        widths = dict.fromkeys(range(1, last + 1), usual)
        for each in self._columns():
            hidden = is_true(each.get("hidden"))
            width = 0.0 if hidden else _number(each.get("width")) or usual
            span = _span(each)
            widths |= dict.fromkeys(range(span.start, min(span.stop, last + 1)), width)
        return sum(widths.values())

    def default_width(self) -> float | None:
        """The width of columns that have none of their own."""
        for element in self._all("sheetFormatPr"):
            return _number(element.get("defaultColWidth") or element.get("baseColWidth"))
        return None

    def default_height(self) -> float | None:
        """The height in points of rows that have none of their own."""
        for element in self._all("sheetFormatPr"):
            return _number(element.get("defaultRowHeight"))
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
        old = self._columns()
        pieces = [piece for each in old for piece in self._cut(each, widths)]
        new = widths.keys() - {n for each in old for n in widths if n in _span(each)}
        tag = f"<{self.prefix}col/>".encode()
        pieces += [(n, _col(tag, range(n, n + 1), widths[n])) for n in new]
        name = f"{self.prefix}cols"
        body = b"".join(xml for _, xml in sorted(pieces))
        whole = f"<{name}>".encode() + body + f"</{name}>".encode()
        box = first(self.children(), "cols")
        if box is None:
            return self.insert_child("cols", whole)
        with self.changes() as splice:
            splice.replace(box.start, box.end, whole)
        return None

    def _cut(self, element: Element, widths: dict[int, float]) -> Iterator[tuple[int, bytes]]:
        """A `<col>` cut where widths change inside it: first columns and bytes of the pieces."""
        tag, span = self.frame[element.start : element.end], _span(element)
        at = span.start
        for n in sorted(n for n in widths if n in span):
            if at < n:
                yield at, _col(tag, range(at, n), None)
            yield n, _col(tag, range(n, n + 1), widths[n])
            at = n + 1
        if at < span.stop:
            yield at, _col(tag, range(at, span.stop), None)


def worksheet_of(data: bytes, part: str) -> Worksheet:
    """A worksheet that may be changed."""
    made = copy(_worksheet(data, part))
    made._kept = {}
    return made


@remembered(50)
def _worksheet(data: bytes, part: str) -> Worksheet:
    return Worksheet(data, part)


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


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _span(column: Element) -> range:
    """The columns that a `<col>` is about."""
    return range(column.number("min"), column.number("max") + 1)


def _col(tag: bytes, span: range, width: float | None) -> bytes:
    changes: dict[str, str | None] = {"min": str(span.start), "max": str(span.stop - 1)}
    if width is not None:
        changes |= {"width": f"{width:g}", "customWidth": "1", "bestFit": None}
    return with_attributes(tag, changes)
