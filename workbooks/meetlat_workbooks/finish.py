"""Add what XlsxWriter cannot write: named cell styles, and the name of a picture.

Excel lists cell styles under Home, Cell Styles. A cell with a style stores only its differences
from the style, so that a change of the style changes all its cells.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZipFile

from meetlat.reporting.workbook.logo import PICTURE
from meetlat_workbooks.look import BUILT_IN, Styled

STYLES = "xl/styles.xml"

# The flag that a cell differs from its style, and the property that differs.
OWN_PROPERTIES = {
    "applyFont": "fontId",
    "applyFill": "fillId",
    "applyBorder": "borderId",
    "applyNumberFormat": "numFmtId",
}

# Properties that a style does not set if it has none.
OPTIONAL = {"applyFill": "fillId", "applyBorder": "borderId"}

XF = re.compile(r"<xf [^>]*?/>|<xf [^>]*>.*?</xf>", re.DOTALL)


def finish(path: Path, styled: Sequence[Styled]) -> None:
    """Finish a workbook that XlsxWriter has closed."""
    with ZipFile(path) as archive:
        parts = [(info, archive.read(info)) for info in archive.infolist()]
    with ZipFile(path, "w") as archive:
        for info, data in parts:
            text = data.decode() if info.filename.endswith(".xml") else ""
            if info.filename == STYLES:
                data = with_styles(text, styled).encode()
            elif "/drawings/drawing" in info.filename and 'name="Picture ' in text:
                data = re.sub(r'name="Picture \d+"', f'name="{PICTURE}"', text).encode()
            archive.writestr(info, data)


def with_styles(text: str, styled: Sequence[Styled]) -> str:
    """The part with styles, with the named styles and the cells that use them."""
    before, cells, after = _cut(text, "cellXfs")
    xfs = XF.findall(cells)
    used = [(each.name, each.index) for each in styled if each.index is not None]
    masters = {name: xfs[index] for name, index in reversed(used)}
    head, listed, rest = _cut(before, "cellStyleXfs")
    first = len(XF.findall(listed))
    numbers = {name: number for number, name in enumerate(masters, first)}
    for name, index in used:
        xfs[index] = _follower(xfs[index], masters[name], numbers[name])
    listed += "".join(_master(xf) for xf in masters.values())
    tail, names, end = _cut(after, "cellStyles")
    names += "".join(_named(name, number) for name, number in numbers.items())
    before = _joined(head, "cellStyleXfs", listed, first + len(masters), rest)
    after = _joined(tail, "cellStyles", names, names.count("<cellStyle "), end)
    return _joined(before, "cellXfs", "".join(xfs), len(xfs), after)


def _cut(text: str, box: str) -> tuple[str, str, str]:
    """The text before a list, in it, and after it."""
    before, rest = re.split(rf"<{box} count=\"\d+\">", text, maxsplit=1)
    inside, after = rest.split(f"</{box}>", 1)
    return before, inside, after


def _joined(before: str, box: str, inside: str, count: int, after: str) -> str:
    return f'{before}<{box} count="{count}">{inside}</{box}>{after}'


def _attributes(xf: str) -> dict[str, str]:
    return dict(re.findall(r'(\w+)="([^"]*)"', xf.split(">")[0]))


def _inner(xf: str) -> str:
    """The alignment of a format."""
    found = re.search(r"<alignment [^>]*/>", xf)
    return found[0] if found else ""


def _written(attributes: Mapping[str, str], inner: str) -> str:
    text = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<xf{text}>{inner}</xf>" if inner else f"<xf{text}/>"


def _master(xf: str) -> str:
    """A named style; cells keep the properties that it does not set."""
    kept = {name: value for name, value in _attributes(xf).items() if name.endswith("Id")}
    kept.pop("xfId")
    unset = {flag: "0" for flag, name in OPTIONAL.items() if kept[name] == "0"}
    never = {"numFmtId": "0", "applyNumberFormat": "0", "applyProtection": "0"}
    return _written(kept | unset | never, _inner(xf))


def _follower(xf: str, master: str, number: int) -> str:
    """The format of a cell with a style; it has only the properties that differ from the style."""
    own, of_style = _attributes(xf), _attributes(master)
    for flag, what in OWN_PROPERTIES.items():
        usual = "0" if what == "numFmtId" else of_style[what]
        if own[what] == usual:
            own.pop(flag, None)
        else:
            own[flag] = "1"
    if _inner(xf) == _inner(master):
        own.pop("applyAlignment", None)
    return _written(own | {"xfId": str(number)}, _inner(xf))


def _named(name: str, number: int) -> str:
    built_in = f' builtinId="{BUILT_IN[name]}"' if name in BUILT_IN else ""
    return f'<cellStyle name="{name}" xfId="{number}"{built_in}/>'
