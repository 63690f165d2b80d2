"""What there is to lose in the demanding workbook, each as the evidence of it in a package.

Evidence is a list of tokens that do not depend on the names of parts or the spelling of the XML,
so that it can be compared between what Excel, openpyxl and LibreOffice write.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

from package_check import REL, Element, Package

Evidence = Callable[[Package], Iterator[str]]
FEATURES: dict[str, Evidence] = {}


def feature(title: str) -> Callable[[Evidence], Evidence]:
    """Enter a function in FEATURES under this title."""

    def enter(evidence: Evidence) -> Evidence:
        FEATURES[title] = evidence
        return evidence

    return enter


def every(package: Package, tag: str, space: str = "", where: str = r"\.xml$") -> Iterator[Element]:
    """All elements of this local name in parts whose name matches, in this namespace if told."""
    for name in package.parts:
        root = package.tree(name) if re.search(where, name) else None
        for element in [] if root is None else root.iter("{*}" + tag):
            if space in str(element.tag):
                yield element


def on_sheets(package: Package, tag: str, space: str = "") -> Iterator[tuple[str, Element]]:
    """The same in the sheets, each with the sheet's name."""
    for title, part in package.sheets():
        root = package.tree(part)
        for element in [] if root is None else root.iter("{*}" + tag):
            above = (str(a.tag) for a in element.iterancestors())
            if space in str(element.tag) and not any("customSheetView" in a for a in above):
                yield title, element


def said(element: Element, *keys: str) -> str:
    """The attributes of this name, as one token; yes and no are spelt in one way."""
    yes_no = {"true": "1", "false": "0"}
    found = {key: str(element.get(key)) for key in keys if element.get(key) is not None}
    return " ".join(f"{key}={yes_no.get(value, value)}" for key, value in found.items())


def texts(element: Element) -> str:
    """All text inside."""
    return "".join(str(t) for t in element.itertext()).strip()


def digest(data: bytes) -> str:
    """A short name for bytes."""
    return hashlib.sha256(data).hexdigest()[:12]


def behind(package: Package, kind: str, source: str = "") -> Iterator[str]:
    """Digests of the parts behind all relationships of a kind, from parts that match."""
    for name in package.parts:
        if re.search(source, name) and not name.endswith(".rels"):
            yield from (digest(package.parts.get(t, b"")) for t in package.targets(name, kind))


def simple(title: str, tag: str, *keys: str, space: str = "", where: str = r"\.xml$") -> None:
    """A feature whose evidence is the attributes, or else the text, of one kind of element."""

    def evidence(package: Package) -> Iterator[str]:
        for element in every(package, tag, space, where):
            yield said(element, *keys) if keys else texts(element)

    FEATURES[title] = evidence


def of_sheets(title: str, tag: str, *keys: str, space: str = "") -> None:
    """The same for elements of sheets, with the sheet's name."""

    def evidence(package: Package) -> Iterator[str]:
        for sheet, element in on_sheets(package, tag, space):
            yield f"{sheet}: {said(element, *keys) if keys else texts(element)}"

    FEATURES[title] = evidence


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
simple("Charts and their references", "f", where=CHART, space="drawingml")


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


def shown(text: str) -> str:
    """A number without its last digits, text as it is."""
    return f"{float(text):g}" if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


@feature("Chart sheets")
def _chart_sheets(package: Package) -> Iterator[str]:
    for name, part in package.sheets():
        root = package.tree(part)
        if root is not None and str(root.tag).endswith("}chartsheet"):
            yield name


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


@feature("Notes")
def _notes(package: Package) -> Iterator[str]:
    for note in every(package, "comment", where="comments"):
        yield f"{note.get('ref')} {texts(note)}"


simple("Threaded comments", "threadedComment", "ref", "id", "parentId")
simple("Persons", "person", "displayName")


@feature("Hyperlinks")
def _links(package: Package) -> Iterator[str]:
    for _, sheet in package.sheets():
        root, rels = package.tree(sheet), package.rels(sheet)
        for link in [] if root is None else root.iter("{*}hyperlink"):
            target = rels.get(link.get(REL + "id", ""), ("", ""))[1]
            yield f"{link.get('ref')} {target} {(link.get('location') or '').lstrip('#')}".strip()


@feature("Rich text in cells")
def _rich(package: Package) -> Iterator[str]:
    for item in (*every(package, "si"), *every(package, "is")):
        if item.find("{*}r") is not None:
            yield texts(item)


@feature("Dynamic arrays")
def _dynamic(package: Package) -> Iterator[str]:
    for title, cell in on_sheets(package, "c"):
        formula = cell.find("{*}f")
        if cell.get("cm") and formula is not None:
            yield f"{title} {cell.get('r')}"


@feature("Array formulas")
def _arrays(package: Package) -> Iterator[str]:
    for title, formula in on_sheets(package, "f"):
        if formula.get("t") == "array":
            yield f"{title} {formula.get('ref')}"


@feature("Formulas")
def _formulas(package: Package) -> Iterator[str]:
    for title, cell in on_sheets(package, "c"):
        if cell.find("{*}f") is not None:
            yield f"{title} {cell.get('r')}"


@feature("Last results of formulas")
def _results(package: Package) -> Iterator[str]:
    for title, cell in on_sheets(package, "c"):
        if cell.find("{*}f") is not None and cell.findtext("{*}v"):
            yield f"{title} {cell.get('r')} {shown(cell.findtext('{*}v') or '')}"


of_sheets("Protection", "sheetProtection", "sheet", "sort", "objects", "scenarios")
of_sheets("Ranges that may be edited", "protectedRange", "name", "sqref")
of_sheets("Merged cells", "mergeCell", "ref")
of_sheets("Page set-up", "pageSetup", "orientation", "paperSize", "fitToHeight")


@feature("Page headers and footers")
def _headers(package: Package) -> Iterator[str]:
    for tag in ("oddHeader", "oddFooter"):
        for title, element in on_sheets(package, tag):
            words = re.sub(r'&(?:[A-Z]|"[^"]*"|\d+)', " ", texts(element)).split()
            yield from (f"{title}: {word}" for word in words)


of_sheets("Page breaks", "brk", "id", "man")


@feature("Printer settings")
def _printer(package: Package) -> Iterator[str]:
    yield from behind(package, "printerSettings")


@feature("Links to other workbooks")
def _external(package: Package) -> Iterator[str]:
    for name in package.parts:
        if "externalLinks/" in name:
            yield from (t.rpartition("/")[2] for t in package.targets(name, "externalLinkPath"))


@feature("Custom XML")
def _custom_xml(package: Package) -> Iterator[str]:
    yield from behind(package, "customXml")


@feature("Document properties")
def _properties(package: Package) -> Iterator[str]:
    for tag in ("title", "creator", "keywords", "Company"):
        found = every(package, tag, where="docProps/")
        yield from (texts(e).replace(",", "") for e in found)


simple("Custom document properties", "property", "name", where="docProps/custom")
simple("Sensitivity label", "label", "id", "siteId", where="docMetadata/")
simple("Connections and queries", "connection", "name", where=r"connections\.xml")


@feature("Defined names")
def _names(package: Package) -> Iterator[str]:
    sheets = [name for name, _ in package.sheets()]
    for name in every(package, "definedName"):
        scope = name.get("localSheetId")
        where = sheets[int(scope)] if scope and int(scope) < len(sheets) else scope
        yield f"{where} {name.get('name')} {(name.text or '').replace(' ', '')}"


simple("Custom views", "customWorkbookView", "name", "guid")
of_sheets("Scenarios", "scenario", "name")
simple("Tables", "table", "displayName", "ref", where="tables/")
simple("Table styles", "tableStyleInfo", "name", where="tables/")
simple("Calculated columns", "calculatedColumnFormula", where="tables/")


@feature("Totals of tables")
def _totals(package: Package) -> Iterator[str]:
    for column in every(package, "tableColumn"):
        if column.get("totalsRowFunction"):
            yield said(column, "name", "totalsRowFunction")


@feature("Theme colours")
def _theme(package: Package) -> Iterator[str]:
    for scheme in every(package, "clrScheme", where="theme/"):
        for colour in scheme.iter("{*}srgbClr"):
            yield texts(colour) or said(colour, "val")


@feature("Formats of numbers")
def _number_formats(package: Package) -> Iterator[str]:
    codes = {e.get("formatCode", "") for e in every(package, "numFmt", where=r"styles\.xml")}
    yield from (code.replace("\\", "") for code in codes)


@feature("Hidden and very hidden sheets")
def _hidden(package: Package) -> Iterator[str]:
    for sheet in every(package, "sheet"):
        if sheet.get("state", "visible") != "visible":
            yield said(sheet, "name", "state")


of_sheets("Frozen panes", "pane", "xSplit", "ySplit", "state")
of_sheets("Tab colours", "tabColor", "rgb")
of_sheets("Code names of sheets", "sheetPr", "codeName")
of_sheets("Ignored errors", "ignoredError", "sqref")


@feature("Outline of columns")
def _outline(package: Package) -> Iterator[str]:
    for title, column in on_sheets(package, "col"):
        if column.get("outlineLevel") not in (None, "0"):
            yield f"{title} {column.get('outlineLevel')}"


@feature("Calculation chain")
def _chain(package: Package) -> Iterator[str]:
    yield from (e.get("r", "") for e in every(package, "c", where=r"calcChain\.xml"))
