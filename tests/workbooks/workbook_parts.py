"""Look into a workbook as a zip of XML parts, with nothing but the standard library."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Table:
    """An Excel table: where it stands and how its columns are called."""

    sheet: str
    ref: str
    columns: list[str]

    @property
    def corners(self) -> tuple[str, int, str, int]:
        found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", self.ref)
        assert found
        return found[1], int(found[2]), found[3], int(found[4])

    @property
    def body_rows(self) -> tuple[int, int]:
        return self.corners[1] + 1, self.corners[3]


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _related(found: dict[str, bytes], part: str) -> dict[str, str]:
    """The parts that a part names, by their relationship's id."""
    place = PurePosixPath(part)
    text = found.get(f"{place.parent}/_rels/{place.name}.rels")
    targets = {}
    for link in etree.fromstring(text) if text else []:
        steps = (place.parent / link.attrib["Target"]).parts
        while ".." in steps:
            at = steps.index("..")
            steps = steps[: at - 1] + steps[at + 1 :]
        targets[link.attrib["Id"]] = "/".join(steps).removeprefix("//")
    return targets


def sheets(found: dict[str, bytes]) -> dict[str, str]:
    """The part of each sheet, by the sheet's name, in order."""
    related = _related(found, "xl/workbook.xml")
    book = etree.fromstring(found["xl/workbook.xml"])
    return {s.attrib["name"]: related[s.attrib[LINK]] for s in book.iter(f"{MAIN}sheet")}


def tables(found: dict[str, bytes]) -> dict[str, Table]:
    """All Excel tables, by name."""
    result = {}
    for name, part in sheets(found).items():
        for target in _related(found, part).values():
            if "/tables/" in target:
                table = etree.fromstring(found[target])
                columns = [c.attrib["name"] for c in table.iter(f"{MAIN}tableColumn")]
                result[table.attrib["name"]] = Table(name, table.attrib["ref"], columns)
    return result


def chart_references(found: dict[str, bytes]) -> dict[str, list[str]]:
    """What each chart's categories and values refer to, by the chart's part."""
    return {
        part: [
            reference.text or ""
            for kind in ("cat", "val")
            for side in etree.fromstring(xml).iter(f"{CHART}{kind}")
            for reference in side.iter(f"{CHART}f")
        ]
        for part, xml in found.items()
        if part.startswith("xl/charts/chart")
    }
