# ruff: noqa: E501, S608 (XML reads better in one piece; the query is a part of the workbook)
"""Pivots, links, views and formulas that no library writes, in the form of Excel."""

from __future__ import annotations

import re

from demanding_base import THEMES
from demanding_objects import controls, shapes, slicer, threaded_comments, waterfall
from excel_xml import BOOK, HEAD, MAIN, MS, REL, SML, X14, XM
from surgery import BOOK_ORDER, SHEET_ORDER, Surgery

FIELDS = ("theme", "name", "questions", "n", "score", "Previous", "Change")


def pivots(s: Surgery) -> None:
    """Two pivot tables: one fed by the table's name, one by its exact range."""
    pivot = s.sheet("Pivot")
    caches = ""
    sources = ('name="ThemeScores"', 'ref="B4:H8" sheet="Report"')
    for number, source in enumerate(sources, 1):
        cache = f"xl/pivotCache/pivotCacheDefinition{number}.xml"
        records = f"xl/pivotCache/pivotCacheRecords{number}.xml"
        s.add(records, _records(), f"{SML}.pivotCacheRecords+xml")
        s.add(cache, _cache(source), f"{SML}.pivotCacheDefinition+xml")
        rid = s.relate(cache, "pivotCacheRecords", records)
        s.replace(cache, "RECORDS", rid)
        caches += f'<pivotCache cacheId="{number}" r:id="{s.relate(BOOK, "pivotCacheDefinition", cache)}"/>'
        table = f"xl/pivotTables/pivotTable{number}.xml"
        s.add(table, _pivot_table(number), f"{SML}.pivotTable+xml")
        s.relate(table, "pivotCacheDefinition", cache)
        s.relate(pivot, "pivotTable", table)
    s.insert(BOOK, f"<pivotCaches>{caches}</pivotCaches>", BOOK_ORDER)


def _cache(source: str) -> str:
    items = "".join(f'<s v="{t[0]}"/>' for t in THEMES)
    names = "".join(f"<s v={_quoted(t[1])}/>" for t in THEMES)
    fields = f'<cacheField name="theme" numFmtId="0"><sharedItems count="4">{items}</sharedItems></cacheField>'
    fields += f'<cacheField name="name" numFmtId="0"><sharedItems count="4">{names}</sharedItems></cacheField>'
    number = '<sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" minValue="-1" maxValue="900"/>'
    fields += "".join(
        f'<cacheField name="{f}" numFmtId="0">{number}</cacheField>' for f in FIELDS[2:]
    )
    return (
        f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{REL}" r:id="RECORDS" refreshedBy="HR" '
        'refreshedDate="45292" createdVersion="8" refreshedVersion="8" minRefreshableVersion="3" '
        f'recordCount="4"><cacheSource type="worksheet"><worksheetSource {source}/></cacheSource>'
        f'<cacheFields count="7">{fields}</cacheFields></pivotCacheDefinition>'
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("&", "&amp;").replace("<", "&lt;") + '"'


def _records() -> str:
    rows = ""
    for number, (_, _, questions, n, score, previous) in enumerate(THEMES):
        figures = (questions, n, score, previous, round(score - previous, 2))
        rows += (
            f'<r><x v="{number}"/><x v="{number}"/>'
            + "".join(f'<n v="{v}"/>' for v in figures)
            + "</r>"
        )
    return f'{HEAD}<pivotCacheRecords xmlns="{MAIN}" count="4">{rows}</pivotCacheRecords>'


def _pivot_table(number: int) -> str:
    first = "A" if number == 1 else "E"
    second = "B" if number == 1 else "F"
    order = sorted(range(4), key=lambda i: THEMES[i][0])
    items = "".join(f'<item x="{i}"/>' for i in order) + '<item t="default"/>'
    plain = '<pivotField showAll="0"/>'
    fields = f'<pivotField axis="axisRow" showAll="0"><items count="5">{items}</items></pivotField>'
    fields += plain * 3 + '<pivotField dataField="1" showAll="0"/>' + plain * 2
    rows = (
        "<i><x/></i>" + "".join(f'<i><x v="{i}"/></i>' for i in (1, 2, 3)) + '<i t="grand"><x/></i>'
    )
    return (
        f'{HEAD}<pivotTableDefinition xmlns="{MAIN}" name="PivotTable{number}" cacheId="{number}" '
        'dataCaption="Values" applyNumberFormats="0" applyBorderFormats="0" applyFontFormats="0" '
        'applyPatternFormats="0" applyAlignmentFormats="0" applyWidthHeightFormats="1" createdVersion="8" '
        'updatedVersion="8" minRefreshableVersion="3" indent="0" outline="1" outlineData="1">'
        f'<location ref="{first}3:{second}8" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        f'<pivotFields count="7">{fields}</pivotFields><rowFields count="1"><field x="0"/></rowFields>'
        f'<rowItems count="5">{rows}</rowItems><colItems count="1"><i/></colItems><dataFields count="1">'
        '<dataField name="Sum of score" fld="4" baseField="0" baseItem="0"/></dataFields>'
        '<pivotTableStyleInfo name="PivotStyleLight16" showRowHeaders="1" showColHeaders="1" '
        'showRowStripes="0" showColStripes="0" showLastColumn="1"/></pivotTableDefinition>'
    )


def external_link(s: Surgery) -> None:
    """Last year's workbook, with one cached value, and a formula that reads it."""
    part = "xl/externalLinks/externalLink1.xml"
    body = (
        '<externalBook r:id="BOOK"><sheetNames><sheetName val="Report"/></sheetNames><sheetDataSet>'
        '<sheetData sheetId="0"><row r="5"><cell r="F5"><v>7.1</v></cell></row></sheetData>'
        "</sheetDataSet></externalBook>"
    )
    s.add(
        part,
        f'{HEAD}<externalLink xmlns="{MAIN}" xmlns:r="{REL}">{body}</externalLink>',
        f"{SML}.externalLink+xml",
    )
    rid = s.relate(part, "externalLinkPath", "last-year.xlsx", external=True)
    s.replace(part, '"BOOK"', f'"{rid}"')
    rid = s.relate(BOOK, "externalLink", part)
    s.insert(
        BOOK,
        f'<externalReferences><externalReference r:id="{rid}"/></externalReferences>',
        BOOK_ORDER,
    )
    s.replace(
        s.sheet("Texts"), "<f>ROWS(ThemeScores)</f><v>4</v>", "<f>[1]Report!$F$5</f><v>7.1</v>"
    )


def custom_xml(s: Surgery) -> None:
    """Custom XML, a sensitivity label and the connection of a query."""
    s.add("customXml/item1.xml", '<survey xmlns="urn:example:survey"><year>2024</year></survey>')
    space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    s.add(
        "customXml/itemProps1.xml",
        f'{HEAD}<ds:datastoreItem ds:itemID="{{00000000-0000-4000-8000-00000000C001}}" xmlns:ds="{space}">'
        '<ds:schemaRefs><ds:schemaRef ds:uri="urn:example:survey"/></ds:schemaRefs></ds:datastoreItem>',
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    )
    s.default_type("xml", "application/xml")
    s.relate(BOOK, "customXml", "customXml/item1.xml")
    s.relate("customXml/item1.xml", "customXmlProps", "customXml/itemProps1.xml")
    label = f"{MS}/2020/mipLabelMetadata"
    s.add(
        "docMetadata/LabelInfo.xml",
        f'{HEAD}<clbl:labelList xmlns:clbl="{label}"><clbl:label id="{{00000000-0000-4000-8000-00000000D001}}" '
        'enabled="1" removed="0" method="Privileged" siteId="{00000000-0000-4000-8000-00000000D002}"/></clbl:labelList>',
        "application/vnd.ms-office.classificationlabels+xml",
    )
    s.relate("", f"{MS}/2020/02/relationships/classificationlabels", "docMetadata/LabelInfo.xml")
    s.add(
        "xl/connections.xml",
        f'{HEAD}<connections xmlns="{MAIN}"><connection id="1" name="Query - Staff" type="5" '
        'refreshedVersion="8" background="1"><dbPr connection="Provider=Microsoft.Mashup.OleDb.1;'
        'Data Source=$Workbook$;Location=Staff" command="SELECT * FROM [Staff]"/></connection></connections>',
        f"{SML}.connections+xml",
    )
    s.relate(BOOK, "connections", "xl/connections.xml")


def calculation(s: Surgery) -> None:
    """Shared formulas, a calculation chain, and no forced recalculation."""
    texts = s.sheet("Texts")
    s.replace(texts, "<f>C1*2</f>", '<f t="shared" ref="D1:D5" si="0">C1*2</f>')
    for row in range(2, 6):
        s.replace(texts, f"<f>C{row}*2</f>", '<f t="shared" si="0"/>')
    s.replace(BOOK, ' fullCalcOnLoad="1"', "")
    chain = ""
    for number, title in enumerate(("Report", "Scores", "Pivot", "Controls", "Texts"), 1):
        cells = re.findall(r'<c r="(\w+)"[^>]*><f[ />]', s.text(s.sheet(title)))
        chain += "".join(f'<c r="{cell}" i="{number}"/>' for cell in cells)
    s.add(
        "xl/calcChain.xml",
        f'{HEAD}<calcChain xmlns="{MAIN}">{chain}</calcChain>',
        f"{SML}.calcChain+xml",
    )
    s.relate(BOOK, "calcChain", "xl/calcChain.xml")


def views_and_printing(s: Surgery) -> None:
    """A custom view, printer settings, an x14 list, a scenario, and a chart's own colours."""
    report = s.sheet("Report")
    guid = "{00000000-0000-4000-8000-00000000E001}"
    view = f'<customWorkbookView name="Print" guid="{guid}" windowWidth="800" windowHeight="600" activeSheetId="1"/>'
    s.insert(BOOK, f"<customWorkbookViews>{view}</customWorkbookViews>", BOOK_ORDER)
    pane = '<pane xSplit="2" ySplit="4" topLeftCell="C5" activePane="bottomRight" state="frozen"/>'
    page = re.search(r"<pageMargins.*?</headerFooter>", s.text(report))
    assert page
    own = f'<customSheetView guid="{guid}" scale="80">{pane}{page[0]}</customSheetView>'
    s.insert(report, f"<customSheetViews>{own}</customSheetViews>", SHEET_ORDER)
    scenario = '<scenario name="Hope" count="1"><inputCells r="L2" val="8"/></scenario>'
    s.insert(report, f'<scenarios current="0">{scenario}</scenarios>', SHEET_ORDER)
    s.add(
        "xl/printerSettings/printerSettings1.bin",
        b"\x00P\x00r\x00i\x00n\x00t" * 20,
        f"{SML}.printerSettings",
    )
    rid = s.relate(report, "printerSettings", "xl/printerSettings/printerSettings1.bin")
    s.replace(report, 'orientation="landscape"', f'orientation="landscape" r:id="{rid}"', count=2)
    rule = (
        f'<x14:dataValidations count="1" xmlns:xm="{XM}"><x14:dataValidation type="list" allowBlank="1">'
        "<x14:formula1><xm:f>Lists!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>G5:G8</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations>"
    )
    s.extend(report, "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}", f'xmlns:x14="{X14}"', rule)
    colours = f'{HEAD}<cs:colorStyle xmlns:cs="{MS}/drawing/2012/chartStyle" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" meth="cycle" id="10"><a:schemeClr val="accent2"/></cs:colorStyle>'
    s.add("xl/charts/colors1.xml", colours, "application/vnd.ms-office.chartcolorstyle+xml")
    s.relate(
        "xl/charts/chart1.xml", f"{MS}/2011/relationships/chartColorStyle", "xl/charts/colors1.xml"
    )


def literal_chart(s: Surgery) -> None:
    """A pie chart that holds its own figures, without references."""
    part = next(n for n in s.parts if n.startswith("xl/charts/chart") and b"pieChart" in s.parts[n])
    values = '<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="2"/><c:pt idx="0"><c:v>3</c:v></c:pt><c:pt idx="1"><c:v>5</c:v></c:pt></c:numLit>'
    text = re.sub(r"<c:cat>.*?</c:cat>", "", s.text(part))
    s.parts[part] = re.sub(r"<c:val>.*?</c:val>", f"<c:val>{values}</c:val>", text).encode()


def perform(s: Surgery) -> None:
    """Add all of these, in an order that suits the schema."""
    views_and_printing(s)
    slicer(s)
    shapes(s)
    waterfall(s)
    threaded_comments(s)
    controls(s)
    external_link(s)
    pivots(s)
    custom_xml(s)
    literal_chart(s)
    calculation(s)
