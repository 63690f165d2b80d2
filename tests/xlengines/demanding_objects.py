# ruff: noqa: E501 (XML reads better in one piece; the query is a part of the workbook)
"""Slicer, shapes, comments and controls that no library writes."""

from __future__ import annotations

from typing import NamedTuple

from demanding_base import THEMES, macros
from excel_xml import BOOK, HEAD, MAIN, MC, MS, REL, X14, X15
from surgery import SHEET_ORDER, Surgery

# Old versions of Excel show this instead of a new kind of drawing.
FALLBACK = (
    '<mc:Fallback><xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="0" name=""/><xdr:cNvSpPr/></xdr:nvSpPr>'
    '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1" cy="1"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    "</xdr:spPr></xdr:sp></mc:Fallback></mc:AlternateContent>"
)


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
        "</a:graphicData></a:graphic></xdr:graphicFrame></mc:Choice>" + FALLBACK
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


def waterfall(s: Surgery) -> None:
    """A chart of Excel 2016 that refers to two columns of ThemeScores."""
    space = f"{MS}/drawing/2014/chartex"
    drawing = s.related(s.sheet("Report"), "drawing")[0]

    def dimension(tag: str, kind: str, column: str, values: list[str], form: str = "") -> str:
        points = "".join(f'<cx:pt idx="{n}">{v}</cx:pt>' for n, v in enumerate(values))
        ref = f"Report!${column}$5:${column}$8"
        level = f'<cx:lvl ptCount="{len(values)}"{form}>{points}</cx:lvl>'
        return f'<cx:{tag} type="{kind}"><cx:f>{ref}</cx:f>{level}</cx:{tag}>'

    names = [t[1].replace("&", "&amp;").replace("<", "&lt;") for t in THEMES]
    data = dimension("strDim", "cat", "C", names)
    data += dimension("numDim", "val", "F", [f"{t[4]:g}" for t in THEMES], ' formatCode="0.0"')
    series = '<cx:series layoutId="waterfall" uniqueId="{00000000-0000-4000-8000-00000000F001}"><cx:dataId val="0"/></cx:series>'
    axes = '<cx:axis id="0"><cx:catScaling/></cx:axis><cx:axis id="1"><cx:valScaling/></cx:axis>'
    part = "xl/charts/chartEx1.xml"
    s.add(
        part,
        f'{HEAD}<cx:chartSpace xmlns:cx="{space}"><cx:chartData><cx:data id="0">{data}</cx:data></cx:chartData>'
        f"<cx:chart><cx:plotArea><cx:plotAreaRegion>{series}</cx:plotAreaRegion>{axes}</cx:plotArea></cx:chart></cx:chartSpace>",
        "application/vnd.ms-office.chartex+xml",
    )
    rid = s.relate(drawing, f"{MS}/2014/relationships/chartEx", part)
    frame = (
        f'<mc:AlternateContent xmlns:mc="{MC}" xmlns:cx1="{MS}/drawing/2015/9/8/chartex"><mc:Choice Requires="cx1">'
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="50" name="Waterfall"/><xdr:cNvGraphicFramePr/>'
        '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{space}"><cx:chart xmlns:cx="{space}" xmlns:r="{REL}" r:id="{rid}"/></a:graphicData>'
        "</a:graphic></xdr:graphicFrame></mc:Choice>" + FALLBACK
    )
    _anchor(s, drawing, frame, row=12, column=20)


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
    # any compound file: the test compares only its bytes
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
