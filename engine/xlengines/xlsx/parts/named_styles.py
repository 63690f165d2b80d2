"""Cell styles with a name, as Excel lists them under Cell Styles: cells follow when one changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from xlengines.xlsx.package.xml import Element, quoted, with_attributes

from .new_styles import Styles

# What a named style looks like, where the workbook has none of that name yet: `bold`, `italic`,
# `wrap` (truth values), `size` (points), `colour`, `fill`, `line` (of letters, the cell and the
# line below it: the number of a theme colour, 4 for the first accent), `tint` (of the letters, from
# -1 to 1), `horizontal` and `vertical` (as Excel writes them in a file).
Look: TypeAlias = Mapping[str, Any]

# Styles that every Excel lists, each by its number: a workbook calls them in Excel's language.
BUILT_IN = {"Title": 15, "Heading 1": 16, "Heading 2": 17}

# Attributes by which a cell's style departs from the named style that it follows.
_OWN = ("applyFont", "applyFill", "applyBorder", "applyAlignment", "applyNumberFormat")


def named(styles: Styles, name: str, look: Look) -> int:
    """The number of a cell's style that follows the named one; made where it is not there.

    One that is there is taken as it is, because the user may have changed it.
    """
    return styles.once(("named", name), lambda: _follow(styles, name, look))


def _follow(styles: Styles, name: str, look: Look) -> int:
    """Make a cell's style like that of a named style, which it then follows."""
    listed = styles.lists.children("cellStyles")
    found = next((each for each in listed if _is_called(each, name)), None)
    number = found.number("xfId") if found else _make(styles, name, look)
    master = styles.lists.children("cellStyleXfs")[number]
    whole, length = styles.lists.bytes_of(master), master.open_end - master.start
    changes = {**dict.fromkeys((*_OWN, "applyProtection")), "xfId": str(number)}
    return styles.add_xf(with_attributes(whole[:length], changes) + whole[length:])


def _is_called(style: Element, name: str) -> bool:
    if name in BUILT_IN:
        return style.get("builtinId") == str(BUILT_IN[name])
    return style.get("name").lower() == name.lower()


def _make(styles: Styles, name: str, look: Look) -> int:
    """Make a named style; the number of its `xf`."""
    font = styles.append("fonts", _font(styles, look))
    fill = styles.append("fills", _fill(look["fill"])) if "fill" in look else 0
    border = styles.append("borders", _line(look["line"])) if "line" in look else 0
    aligned = {
        "horizontal": look.get("horizontal"),
        "vertical": look.get("vertical", "center"),
        "wrapText": "1" if look.get("wrap") else None,
    }
    alignment = "".join(f" {key}={quoted(value)}" for key, value in aligned.items() if value)
    xf = (
        f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}"'
        f' applyNumberFormat="0" applyProtection="0"><alignment{alignment}/></xf>'
    )
    number = styles.append("cellStyleXfs", xf)
    built_in = f' builtinId="{BUILT_IN[name]}"' if name in BUILT_IN else ""
    style = f'<cellStyle name={quoted(name)} xfId="{number}"{built_in}/>'
    styles.append("cellStyles", style)
    return number


def _font(styles: Styles, look: Look) -> str:
    """The workbook's usual font, changed by the look."""
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
