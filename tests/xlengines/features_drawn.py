"""Part of features: drawings, charts, pivot tables and formats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence import behind, every, feature, of_sheets, on_sheets, shown, simple, texts
from package_check import Package


@feature("VBA modules")
def _modules(package: Package) -> Iterator[str]:
    for part in package.targets(package.book, "vbaProject"):
        for module in re.findall(rb"(?:Module|Document|Class)=(\w+)", package.parts[part]):
            yield module.decode()


@feature("VBA project, byte for byte")
def _vba(package: Package) -> Iterator[str]:
    yield from behind(package, "vbaProject")


@feature("Button that runs a macro")
def _button(package: Package) -> Iterator[str]:
    for name, data in package.parts.items():
        if name.endswith(".vml"):
            found = re.findall(r"<x:FmlaMacro>(.*?)</", data.decode("utf-8", "replace"))
            yield from (re.sub(r".*[!.]", "", macro) for macro in found)


simple("Form controls", "formControlPr", "objectType")


@feature("ActiveX controls")
def _active(package: Package) -> Iterator[str]:
    for control in every(package, "ocx"):
        yield from (str(v) for k, v in control.attrib.items() if "classid" in str(k))


@feature("Check boxes in cells")
def _check_boxes(package: Package) -> Iterator[str]:
    yield from (texts(e) or e.get("type", "") for e in every(package, "bag", "featurepropertybag"))


simple("Text boxes and shapes", "prstGeom", "prst", where=r"drawings/drawing")


@feature("Groups of shapes")
def _groups(package: Package) -> Iterator[str]:
    yield from (str(len(group)) for group in every(package, "grpSp"))


@feature("Macros of shapes")
def _shape_macros(package: Package) -> Iterator[str]:
    yield from (macro for shape in every(package, "sp") if (macro := shape.get("macro")))


@feature("Pictures")
def _pictures(package: Package) -> Iterator[str]:
    yield from behind(package, "image", r"drawings/drawing[^/]*xml")


@feature("Pictures in the page header")
def _header_pictures(package: Package) -> Iterator[str]:
    yield from behind(package, "image", r"\.vml$")


@feature("Background pictures")
def _backgrounds(package: Package) -> Iterator[str]:
    yield from behind(package, "image", r"worksheets/")


@feature("Pictures in cells")
def _cell_pictures(package: Package) -> Iterator[str]:
    yield from behind(package, "image", r"richData/")


CHART = r"charts/chart[^/]*\.xml"
simple("Charts and their references", "f", where=CHART, space="drawingml/2006/chart")


@feature("Combined charts")
def _combined(package: Package) -> Iterator[str]:
    for area in every(package, "plotArea", where=CHART):
        kinds = [t for c in area if (t := str(c.tag).rpartition("}")[2]).endswith("Chart")]
        if len(kinds) > 1:
            yield " ".join(kinds)


@feature("Trend lines")
def _trends(package: Package) -> Iterator[str]:
    yield from (e.get("val", "") for e in every(package, "trendlineType", where=CHART))


@feature("Charts with figures of their own")
def _literal(package: Package) -> Iterator[str]:
    yield from (texts(v) for e in every(package, "numLit", where=CHART) for v in e.iter("{*}v"))


@feature("Figures that previewers show in charts")
def _chart_caches(package: Package) -> Iterator[str]:
    for formula in every(package, "f", where=CHART):
        cache = formula.getnext()
        for point in [] if cache is None else cache.iter("{*}v"):
            yield f"{formula.text} {shown(point.text or '')}"


@feature("Chart sheets")
def _chart_sheets(package: Package) -> Iterator[str]:
    for name, part in package.sheets():
        root = package.tree(part)
        if root is not None and str(root.tag).endswith("}chartsheet"):
            yield name


simple("Charts of Excel 2016", "f", space="2014/chartex")
simple("Chart colours", "colorStyle", "id", "meth")
simple("Slicers", "slicer", "name", "caption", space="2009/9/main", where="slicers/")
simple("Pivot tables", "pivotTableDefinition", "name")
simple("Pivot sources", "worksheetSource", "name", "sheet", "ref")
simple("Conditional formats", "conditionalFormatting", "sqref", space="spreadsheetml/2006")


@feature("Conditional formats of Excel 2010")
def _x14_formats(package: Package) -> Iterator[str]:
    for holder in every(package, "conditionalFormatting", "2009/9/main"):
        for rule in holder.iter("{*}cfRule"):
            yield f"{rule.get('type')} {holder.findtext('{*}sqref')}"


of_sheets("Data validation", "dataValidation", "type", "sqref", space="spreadsheetml/2006")


@feature("Data validation of Excel 2010")
def _x14_lists(package: Package) -> Iterator[str]:
    for _, element in on_sheets(package, "dataValidation", "2009/9/main"):
        yield f"{element.get('type')} {element.findtext('{*}sqref')}"


@feature("Sparklines")
def _sparklines(package: Package) -> Iterator[str]:
    for sparkline in every(package, "sparkline", "2009/9/main"):
        yield f"{sparkline.findtext('{*}f')} {sparkline.findtext('{*}sqref')}"
