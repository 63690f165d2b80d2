"""Part of features: cells, page setup and the workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence import attributes, behind, every, feature, of_sheets, on_sheets, shown, simple, texts
from package_check import REL, Package


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
            yield attributes(column, "name", "totalsRowFunction")


@feature("Theme colours")
def _theme(package: Package) -> Iterator[str]:
    for scheme in every(package, "clrScheme", where="theme/"):
        for colour in scheme.iter("{*}srgbClr"):
            yield texts(colour) or attributes(colour, "val")


@feature("Formats of numbers")
def _number_formats(package: Package) -> Iterator[str]:
    codes = {e.get("formatCode", "") for e in every(package, "numFmt", where=r"styles\.xml")}
    yield from (code.replace("\\", "") for code in codes)


@feature("Hidden and very hidden sheets")
def _hidden(package: Package) -> Iterator[str]:
    for sheet in every(package, "sheet"):
        if sheet.get("state", "visible") != "visible":
            yield attributes(sheet, "name", "state")


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
