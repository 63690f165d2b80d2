"""What no library writes, added to the demanding workbook by surgery, each as Excel writes it."""

# ruff: noqa: E501, S608 (XML reads better in one piece; the query is a part of the workbook)
from __future__ import annotations

import re
from typing import NamedTuple

from demanding_base import THEMES, macros
from surgery import BOOK_ORDER, SHEET_ORDER, Surgery

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
X15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MS = "http://schemas.microsoft.com/office"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FIELDS = ("theme", "name", "questions", "n", "score", "Previous", "Change")
BOOK = "xl/workbook.xml"


def slicer(s: Surgery) -> None:
    """A slicer on the column `theme` of the table ThemeScores."""
    report = s.sheet("Report")
    cache = (
        f'{HEAD}<slicerCacheDefinition xmlns="{X14}" xmlns:mc="{MC}" mc:Ignorable="x" '
        f'xmlns:x="{MAIN}" name="Slicer_theme" sourceName="theme"><extLst>'
        f'<x:ext uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}" xmlns:x15="{X15}">'
        '<x15:tableSlicerCache tableId="1" column="1"/></x:ext></extLst></slicerCacheDefinition>'
    )
    part = "xl/slicerCaches/slicerCache1.xml"
    s.add(part, cache, "application/vnd.ms-excel.slicerCache+xml")
    rid = s.relate(BOOK, f"{MS}/2007/relationships/slicerCache", part)
    listing = (
        f'<x15:slicerCaches xmlns:x14="{X14}"><x14:slicerCache r:id="{rid}"/></x15:slicerCaches>'
    )
    s.extend(BOOK, "{46BE6895-7355-4a93-B00E-2C351335B9C9}", f'xmlns:x15="{X15}"', listing)
    part = "xl/slicers/slicer1.xml"
    body = '<slicer name="theme" cache="Slicer_theme" caption="theme" rowHeight="241300"/>'
    s.add(
        part,
        f'{HEAD}<slicers xmlns="{X14}">{body}</slicers>',
        "application/vnd.ms-excel.slicer+xml",
    )
    rid = s.relate(report, f"{MS}/2007/relationships/slicer", part)
    listing = f'<x14:slicerList><x14:slicer r:id="{rid}"/></x14:slicerList>'
    s.extend(report, "{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}", f'xmlns:x14="{X14}"', listing)
    s.replace(
        BOOK,
        '<definedName name="ThemeNames',
        '<definedName name="Slicer_theme">#N/A</definedName><definedName name="ThemeNames',
    )
    frame = (
        f'<mc:AlternateContent xmlns:mc="{MC}" xmlns:sle15="{MS}/drawing/2012/slicer">'
        '<mc:Choice Requires="sle15"><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        '<xdr:cNvPr id="40" name="theme"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>'
        '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="http://schemas.microsoft.com/office/drawing/2010/slicer">'
        f'<sle:slicer xmlns:sle="http://schemas.microsoft.com/office/drawing/2010/slicer" name="theme"/>'
        '</a:graphicData></a:graphic></xdr:graphicFrame></mc:Choice><mc:Fallback><xdr:sp macro="" textlink="">'
        '<xdr:nvSpPr><xdr:cNvPr id="0" name=""/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="1" cy="1"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
        "</xdr:sp></mc:Fallback></mc:AlternateContent>"
    )
    _anchor(s, s.related(report, "drawing")[0], frame, row=1, column=20)


def _anchor(s: Surgery, drawing: str, content: str, row: int, column: int) -> None:
    def mark(tag: str, r: int, c: int) -> str:
        return (
            f"<xdr:{tag}><xdr:col>{c}</xdr:col><xdr:colOff>0</xdr:colOff>"
            f"<xdr:row>{r}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{tag}>"
        )

    anchor = (
        f"<xdr:twoCellAnchor>{mark('from', row, column)}{mark('to', row + 4, column + 2)}"
        f"{content}<xdr:clientData/></xdr:twoCellAnchor>"
    )
    s.replace(drawing, "</xdr:wsDr>", anchor + "</xdr:wsDr>")


def shapes(s: Surgery) -> None:
    """A group of two shapes with a macro, and a connector."""

    def shape(number: int, kind: str) -> str:
        return (
            f'<xdr:sp macro="[0]!SampleCall" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{number}" '
            f'name="{kind} {number}"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/>'
            f'<a:ext cx="9525" cy="9525"/></a:xfrm><a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>'
            "</xdr:spPr></xdr:sp>"
        )

    box = '<a:off x="0" y="0"/><a:ext cx="9525" cy="9525"/>'
    group = (
        '<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="41" name="Group 41"/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr>'
        f"<xdr:grpSpPr><a:xfrm>{box}{box.replace('off', 'chOff').replace('ext', 'chExt')}</a:xfrm>"
        f"</xdr:grpSpPr>{shape(42, 'ellipse')}{shape(43, 'roundRect')}</xdr:grpSp>"
    )
    _anchor(s, s.related(s.sheet("Report"), "drawing")[0], group, row=6, column=20)


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


def threaded_comments(s: Surgery) -> None:
    """A conversation on Report!F4 (its fallback note is already there)."""
    space = f"{MS}/spreadsheetml/2018/threadedcomments"
    who = ("{00000000-0000-4000-8000-000000000001}", "{00000000-0000-4000-8000-000000000002}")
    ids = ("{00000000-0000-4000-8000-0000000000A1}", "{00000000-0000-4000-8000-0000000000A2}")
    people = "".join(
        f'<person displayName="{n}" id="{i}" userId="{n}" providerId="None"/>'
        for n, i in zip(("Ann", "Bob"), who, strict=True)
    )
    s.add(
        "xl/persons/person.xml",
        f'{HEAD}<personList xmlns="{space}" xmlns:x="{MAIN}">{people}</personList>',
        "application/vnd.ms-excel.person+xml",
    )
    s.relate(BOOK, f"{MS}/2017/10/relationships/person", "xl/persons/person.xml")
    talk = (
        f'<threadedComment ref="F4" dT="2024-01-01T10:00:00.00" personId="{who[0]}" id="{ids[0]}">'
        f"<text>Why so low?</text></threadedComment>"
        f'<threadedComment ref="F4" dT="2024-01-01T11:00:00.00" personId="{who[1]}" id="{ids[1]}" '
        f'parentId="{ids[0]}"><text>Reorganisation.</text></threadedComment>'
    )
    part = "xl/threadedComments/threadedComment1.xml"
    s.add(
        part,
        f'{HEAD}<ThreadedComments xmlns="{space}" xmlns:x="{MAIN}">{talk}</ThreadedComments>',
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    s.relate(s.sheet("Report"), f"{MS}/2017/10/relationships/threadedComment", part)
    comments = s.related(s.sheet("Report"), "comments")[0]
    s.replace(comments, "<authors>", f"<authors><author>tc={ids[0]}</author>")
    text = s.text(comments).replace('authorId="0"', 'authorId="1"')
    at = text.index('<comment ref="F4"')
    text = text[:at] + text[at:].replace('authorId="1"', f'authorId="0" xr:uid="{ids[0]}"', 1)
    revision = "http://schemas.microsoft.com/office/spreadsheetml/2014/revision"
    root = f'<comments xmlns:mc="{MC}" mc:Ignorable="xr" xmlns:xr="{revision}"'
    s.parts[comments] = text.replace("<comments", root, 1).encode()


class Control(NamedTuple):
    """A control on the sheet Controls: its shape number, name, kind and place."""

    shape: int
    name: str
    kind: str
    anchor: str


def controls(s: Surgery) -> None:
    """A tick box, a list and a spinner of the forms kind, and an ActiveX button."""
    sheet = s.sheet("Controls")
    wanted = (
        Control(4097, "Tick", "Checkbox", "1, 0, 3, 0, 3, 0, 4, 0"),
        Control(4098, "Pick", "Drop", "1, 0, 5, 0, 3, 0, 6, 0"),
        Control(4099, "Spin", "Spin", "1, 0, 7, 0, 3, 0, 8, 0"),
        Control(4100, "Press", "Pict", "1, 0, 9, 0, 3, 0, 11, 0"),
    )
    s.default_type("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    s.add("xl/drawings/vmlDrawing9.vml", _vml(wanted))
    vml = s.relate(sheet, "vmlDrawing", "xl/drawings/vmlDrawing9.vml")
    s.insert(sheet, f'<legacyDrawing r:id="{vml}"/>', SHEET_ORDER)
    listing = ""
    for control, rid in zip(wanted, _control_parts(s, sheet), strict=True):
        c, r, c2, r2 = (control.anchor.split(", ")[i] for i in (0, 2, 4, 6))
        listing += (
            f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x14"><control shapeId="{control.shape}" '
            f'r:id="{rid}" name="{control.name}"><controlPr defaultSize="0" autoFill="0" autoLine="0">'
            f'<anchor moveWithCells="1"><from>{_mark(c, r)}</from><to>{_mark(c2, r2)}</to></anchor></controlPr>'
            "</control></mc:Choice></mc:AlternateContent>"
        )
    block = (
        f'<mc:AlternateContent xmlns:mc="{MC}" xmlns:x14="{X14}"><mc:Choice Requires="x14"><controls>'
        f"{listing}</controls></mc:Choice></mc:AlternateContent>"
    )
    s.insert(sheet, block, SHEET_ORDER)


def _mark(column: str, row: str) -> str:
    space = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    values = (("col", column), ("colOff", "0"), ("row", row), ("rowOff", "0"))
    return "".join(f"<xdr:{k} {space}>{v}</xdr:{k}>" for k, v in values)


def _control_parts(s: Surgery, sheet: str) -> list[str]:
    rids = []
    forms = ('objectType="CheckBox" checked="Checked" fmlaLink="$A$1" lockText="1" noThreeD="1"',
             'objectType="Drop" dropStyle="combo" dx="22" fmlaRange="Lists!$A$1:$A$4" sel="1" val="0"',
             'objectType="Spin" dx="22" max="10" page="10" val="3"')  # fmt: skip
    for number, form in enumerate(forms, 1):
        part = f"xl/ctrlProps/ctrlProp{number}.xml"
        s.add(
            part,
            f'{HEAD}<formControlPr xmlns="{X14}" {form}/>',
            "application/vnd.ms-excel.controlproperties+xml",
        )
        rids.append(s.relate(sheet, "ctrlProp", part))
    s.default_type("bin", "application/vnd.ms-office.activeX")
    part = "xl/activeX/activeX1.xml"
    # any compound file will do: what is asked is that its bytes survive
    s.add("xl/activeX/activeX1.bin", macros().getvalue(), "application/vnd.ms-office.activeX")
    s.add(
        part,
        f'{HEAD}<ax:ocx xmlns:ax="{MS}/2006/activeX" xmlns:r="{REL}" '
        'ax:classid="{D7053240-CE69-11CD-A777-00DD01143C57}" ax:persistence="persistStreamInit" r:id="BIN"/>',
        "application/vnd.ms-office.activeX+xml",
    )
    rid = s.relate(part, f"{MS}/2006/relationships/activeXControlBinary", "xl/activeX/activeX1.bin")
    s.replace(part, 'r:id="BIN"', f'r:id="{rid}"')
    return [*rids, s.relate(sheet, "control", part)]


def _vml(wanted: tuple[Control, ...]) -> str:
    shapes = "".join(
        f'<v:shape id="{c.name}" o:spid="_x0000_s{c.shape}" type="#_x0000_t201" '
        f'style="position:absolute;margin-left:48pt;margin-top:45pt;width:96pt;height:15pt;z-index:{c.shape}">'
        f'<x:ClientData ObjectType="{c.kind}"><x:Anchor>{c.anchor}</x:Anchor></x:ClientData></v:shape>'
        for c in wanted
    )
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        '<o:idmap v:ext="edit" data="4"/></o:shapelayout><v:shapetype id="_x0000_t201" '
        'coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe"/>' + shapes + "</xml>"
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
    """A data island of the organisation's own, a sensitivity label, a query's connection."""
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
    """The pie holds its figures itself: no reference to any cell."""
    part = next(n for n in s.parts if n.startswith("xl/charts/chart") and b"pieChart" in s.parts[n])
    values = '<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="2"/><c:pt idx="0"><c:v>3</c:v></c:pt><c:pt idx="1"><c:v>5</c:v></c:pt></c:numLit>'
    text = re.sub(r"<c:cat>.*?</c:cat>", "", s.text(part))
    s.parts[part] = re.sub(r"<c:val>.*?</c:val>", f"<c:val>{values}</c:val>", text).encode()


def perform(s: Surgery) -> None:
    """All of it, in an order in which the schema's places are found."""
    views_and_printing(s)
    slicer(s)
    shapes(s)
    threaded_comments(s)
    controls(s)
    external_link(s)
    pivots(s)
    custom_xml(s)
    literal_chart(s)
    calculation(s)
