"""Cell styles with a name, as Excel lists them under Cell Styles: changed once, all follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlengines.xlsx.package.xml import Element, quoted, with_attributes

from .new_styles import Styles

Look = Mapping[str, Any]
"""What a named style looks like, where the workbook has none of that name yet.

`bold`, `italic`, `wrap` (truth values), `size` (points), `colour`, `fill`, `line` (of letters, the
cell and the line below it: the number of a theme colour, 4 for the first accent), `tint` (of the
letters, from -1 to 1), `horizontal` and `vertical` (as Excel writes them in a file).
"""

BUILT_IN = {"Title": 15, "Heading 1": 16, "Heading 2": 17}
"""Styles that every Excel lists, each by its number: a workbook calls them in Excel's language."""

_CENTRED = "center"

_OWN = ("applyFont", "applyFill", "applyBorder", "applyAlignment", "applyNumberFormat")
"""What a cell says of what it has of its own; one that follows a style says nothing."""


def named(styles: Styles, name: str, look: Look) -> int:
    """The number of a cell's style that follows the named one; made where it is not there.

    One that is there is taken as it is: somebody may have changed it.
    """
    return styles.once("named", name) or _follow(styles, name, look)


def _follow(styles: Styles, name: str, look: Look) -> int:
    listed = styles.children("cellStyles", "cellStyle")
    found = next((each for each in listed if _is_called(each, name)), None)
    if found is not None:
        master = styles.children("cellStyleXfs", "xf")[found.number("xfId")]
        number = found.number("xfId")
    else:
        number = _make(styles, name, look)
        master = styles.children("cellStyleXfs", "xf")[number]
    return styles.add_xf(("named", name), _copied(styles.bytes_of(master), master, number))


def _is_called(style: Element, name: str) -> bool:
    if name in BUILT_IN:
        return style.get("builtinId") == str(BUILT_IN[name])
    return style.get("name").lower() == name.lower()


def _copied(whole: bytes, master: Element, number: int) -> bytes:
    """A cell's format like that of a named style, which it then follows."""
    length = master.open_end - master.start
    silent = dict.fromkeys((*_OWN, "applyProtection"))
    return with_attributes(whole[:length], {**silent, "xfId": str(number)}) + whole[length:]


def _make(styles: Styles, name: str, look: Look) -> int:
    """A new named style, and its number."""
    font = styles.append("fonts", "font", _font(styles, look))
    fill = styles.append("fills", "fill", _fill(look["fill"])) if "fill" in look else 0
    border = styles.append("borders", "border", _line(look["line"])) if "line" in look else 0
    aligned = {
        "horizontal": look.get("horizontal"),
        "vertical": look.get("vertical", _CENTRED),
        "wrapText": "1" if look.get("wrap") else None,
    }
    said = "".join(f" {key}={quoted(value)}" for key, value in aligned.items() if value)
    inner = f"<alignment{said}/>"
    xf = (
        f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}"'
        f' applyNumberFormat="0" applyProtection="0">{inner}</xf>'
    )
    number = styles.append("cellStyleXfs", "xf", xf)
    built_in = f' builtinId="{BUILT_IN[name]}"' if name in BUILT_IN else ""
    style = f'<cellStyle name={quoted(name)} xfId="{number}"{built_in}/>'
    styles.append("cellStyles", "cellStyle", style)
    return number


def _font(styles: Styles, look: Look) -> str:
    """The workbook's usual font, with what the look says of it."""
    usual = styles.usual_font()
    marks = [mark for mark, key in (("<b/>", "bold"), ("<i/>", "italic")) if look.get(key)]
    size = f'<sz val="{look.get("size") or usual.size}"/>'
    tint = f' tint="{look["tint"]}"' if "tint" in look else ""
    colour = f'<color theme="{look.get("colour", 1)}"{tint}/>'
    return f"<font>{''.join(marks)}{size}{colour}{usual.family}</font>"


def _fill(colour: int) -> str:
    return (
        f'<fill><patternFill patternType="solid"><fgColor theme="{colour}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )


def _line(colour: int) -> str:
    line = f'<bottom style="thin"><color theme="{colour}"/></bottom>'
    return f"<border><left/><right/><top/>{line}<diagonal/></border>"
