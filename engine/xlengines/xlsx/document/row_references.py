"""References in a part that follow inserted rows: areas, formulas, anchors and page breaks.

Only a few kinds of elements refer to cells, in whatever part they are.
"""

from __future__ import annotations

import re
from html import unescape

from xlengines.shared.row_shift import RowShift
from xlengines.xlsx.package.xml import Element, Splice, escaped, inside, scan

# The elements of a pivot cache that name its cells.
PIVOT_SOURCES = ("worksheetSource", "rangeSet")
# Elements whose text is a formula, and attributes that are formulas.
FORMULAS = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula")
_FORMULA_ATTRIBUTES = {
    "hyperlink": ("location",),
    "cfvo": ("val",),
    "sp": ("textlink",),
    "cameraTool": ("cellRange",),
    "controlPr": ("linkedCell", "listFillRange"),
    "formControlPr": ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup"),
}
# Attributes that list areas of the sheet that the part belongs to.
_AREA_ATTRIBUTES = {
    **dict.fromkeys(("conditionalFormatting", "dataValidation"), "sqref"),
    **dict.fromkeys(("protectedRange", "ignoredError", "scenarios"), "sqref"),
    **dict.fromkeys(("dimension", "autoFilter", "sortState", "sortCondition"), "ref"),
    **dict.fromkeys(("mergeCell", "hyperlink", "table", "nsvFilter"), "ref"),
    **dict.fromkeys(("comment", "threadedComment"), "ref"),
    **dict.fromkeys(("inputCells", "cellWatch", "cellSmartTags"), "r"),
    "webPublishItem": "sourceRef",
}
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "anchor")
_WANTED = (
    *FORMULAS,
    *_FORMULA_ATTRIBUTES,
    *_AREA_ATTRIBUTES,
    *_ANCHORS,
    *("sqref", "from", "to", "row", "brk"),
)

_NOTE = re.compile(rb"<(?:\w+:)?ClientData\b.*?</(?:\w+:)?ClientData>", re.DOTALL)
_NOTE_ROW = re.compile(rb"(<(?:\w+:)?Row>\s*)(\d+)(?=\s*<)")
_NOTE_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(?=<)")
_NOTE_FORMULA = re.compile(rb"(<(?:\w+:)?Fmla(?:Link|Range|Txbx|Group)>)([^<]*)(?=<)")


def followed(data: bytes, part: str, shift: RowShift, sheet: str) -> bytes:
    """A part of a workbook with all its references changed after rows were inserted.

    A reference without a sheet is about `sheet`; blank for none.
    """
    splice = Splice(data)
    elements = scan(data, _WANTED, part, text=True)
    for element in elements:
        _follow_formulas(splice, element, shift, sheet)
        if shift.is_on(sheet):
            _follow_areas(splice, element, shift)
            if element.name in _ANCHORS:
                _follow_anchor(splice, element, elements, shift)
    return splice.result()


def _follow_formulas(splice: Splice, element: Element, shift: RowShift, sheet: str) -> None:
    is_in_chart = element.name == "sqref" and "fullRef" in element.path
    if element.name in FORMULAS or is_in_chart:
        splice.text(element, shift.formula(element.text, sheet))
    changes: dict[str, str | None] = {}
    for name in _FORMULA_ATTRIBUTES.get(element.name, ()):
        old = element.get(name)
        if (new := shift.formula(old, sheet)) != old:
            changes[name] = new
    if element.name == "hyperlink" and shift.is_on(sheet):
        changes |= _area_change(element, "ref", shift)
    if changes:
        splice.attributes(element, changes)


def _area_change(element: Element, name: str, shift: RowShift) -> dict[str, str | None]:
    old = element.get(name)
    return {name: new} if (new := shift.areas(old)) != old else {}


def _follow_areas(splice: Splice, element: Element, shift: RowShift) -> None:
    name = _AREA_ATTRIBUTES.get(element.name)
    if name and element.name != "hyperlink":
        if changes := _area_change(element, name, shift):
            splice.attributes(element, changes)
    elif element.name == "sqref":
        splice.text(element, shift.areas(element.text))
    elif element.name == "brk" and "rowBreaks" in element.path:
        row = element.number("id") + 1  # the break is above this row
        if row >= shift.row:
            splice.attributes(element, {"id": str(shift.line(row) - 1)})


def _follow_anchor(
    splice: Splice, anchor: Element, elements: list[Element], shift: RowShift
) -> None:
    """Move a drawing with its cells, or resize it with them, as its settings ask."""
    ends = [inside(anchor, elements, name) for name in ("from", "to")]
    rows = [inside(end, elements, "row") if end else None for end in ends]
    stays = anchor.get("editAs") == "absolute"
    grows = anchor.get("editAs", "twoCell") == "twoCell"
    if anchor.name == "anchor":  # of a control or an object in the sheet's own part
        stays = anchor.get("moveWithCells") not in ("1", "true")
        grows = anchor.get("sizeWithCells") in ("1", "true")
        stays = stays and not grows
    start = rows[0]
    if stays or start is None:
        return
    moves = _line(start) >= shift.row
    for row in rows:
        if row is not None and (moves or grows):
            splice.replace(row.open_end, row.close, str(shift.line(_line(row)) - 1).encode())


def _line(row: Element) -> int:
    """The row of an anchor, counted from 1."""
    return int(row.text or 0) + 1


def followed_notes(data: bytes, shift: RowShift, sheet: str) -> bytes:
    """The legacy drawing of a sheet: the boxes of notes, and form controls.

    Such parts need not be XML, so they are read with patterns.
    """

    def follow(note: re.Match[bytes]) -> bytes:
        placed = _placed_note(note[0], shift) if shift.is_on(sheet) else note[0]
        return _NOTE_FORMULA.sub(lambda f: f[1] + _note_formula(f[2], shift, sheet), placed)

    return _NOTE.sub(follow, data)


def _placed_note(note: bytes, shift: RowShift) -> bytes:
    cell, anchor = _NOTE_ROW.search(note), _NOTE_ANCHOR.search(note)
    numbers = [int(text) for text in anchor[2].split(b",")] if anchor else []
    row = int(cell[2]) if cell else numbers[2] if len(numbers) == 8 else 0
    down = shift.line(row + 1) - row - 1
    if down and len(numbers) == 8:
        numbers[2] += down
        numbers[6] += down
        text = ", ".join(map(str, numbers)).encode()
        note = _NOTE_ANCHOR.sub(lambda found: found[1] + text, note)
    return _NOTE_ROW.sub(lambda found: found[1] + str(row + down).encode(), note)


def _note_formula(text: bytes, shift: RowShift, sheet: str) -> bytes:
    old = unescape(text.decode())
    return text if (new := shift.formula(old, sheet)) == old else escaped(new).encode()
