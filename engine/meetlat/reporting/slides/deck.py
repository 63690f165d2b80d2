"""The presentation: its size, theme and layout, or those of the organisation's own template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.text_size import height, shortened, wrapped
from meetlat.reporting.errors import NotPublishedError
from meetlat.reporting.slides.elements import child, escaped, markup, parsed, set_all
from meetlat.reporting.story.content import Run, Sentence

# All measures are in inches of a slide of this width; a template of another size is scaled.
WIDE, HIGH = 13.333, 7.5
EMU = 914400

# The grid of our own layout.
MARGIN = 0.6
TITLE_BOX = Box(MARGIN, 0.22, WIDE - 2 * MARGIN, 0.82)
LOGO_BOX = Box(11.2, 0.42, WIDE - MARGIN - 11.2, 0.66)
LOGO_GAP = 0.3

# The line under title and subject.
RULE = 1.38
FOOT = Box(MARGIN, 7.1, WIDE - 2 * MARGIN, 0.24)

# The heights of the subject under the title, and the gaps around it.
SUBJECT, GAP = 0.3, 0.12

FONT = "Arial"


class Deck:
    """A presentation that slides are added to, with texts in a language such as `nl-NL`.

    The accent is `RRGGBB`, readable on white.
    """

    def __init__(
        self, language: str, accent: str, template: Path | None, logo: Path | None
    ) -> None:
        self.language: str = language
        self.logo: Path | None = None if template else logo
        self.is_own: bool = template is None
        if template:
            self.file: Any = _opened(template)
            self.layout: Any = _title_layout(self.file, template)
            self.accent: str = _accent_of(self.file) or accent
        else:
            self.file = _own(accent)
            self.layout = self.file.slide_layouts[0]
            self.accent = accent
        self.scale: float = (self.file.slide_width or 0) / (WIDE * EMU)
        self.high: float = (self.file.slide_height or 0) / EMU / self.scale

    def emu(self, inches: float) -> Emu:
        """A length on the slide."""
        return Emu(round(inches * self.scale * EMU))

    def points(self, size: float) -> Pt:
        """A size of text on the slide."""
        return Pt(round(size * self.scale, 1))

    def box_of(self, shape: Any) -> Box:
        """The box of a shape."""
        sides = (shape.left, shape.top, shape.width, shape.height)
        return Box(*(side / EMU / self.scale for side in sides))

    def place(self, box: Box) -> tuple[Emu, Emu, Emu, Emu]:
        """A box as python-pptx wants it."""
        return self.emu(box.x), self.emu(box.y), self.emu(box.w), self.emu(box.h)

    def add(self, title: str, subject: str, source: str) -> tuple[Any, Box]:
        """Add a slide; return it and the box for its content."""
        slide = self.file.slides.add_slide(self.layout)
        for shape in [s for s in slide.placeholders if s != slide.shapes.title]:
            shape._element.getparent().remove(shape._element)
        heading = slide.shapes.title
        box = self.box_of(heading)
        if self.logo:
            box = box._replace(w=LOGO_BOX.x - LOGO_GAP - box.x)
            heading.left, heading.top, heading.width, heading.height = self.place(box)
        self._fill_title(heading, box, title)
        top = box.bottom
        if subject:
            under = Box(box.x, top, box.w, SUBJECT)
            self.text(slide, under, subject, colour=palette.QUIET)
            top = under.bottom
        bottom = self._foot(slide, source, box)
        top = (max(top, RULE) if self.is_own else top) + GAP * 1.5
        if self.logo:
            self._picture(slide, self.logo)
        return slide, Box(box.x, top, self._right(box) - box.x, bottom - GAP * 1.5 - top)

    def _right(self, title: Box) -> float:
        """The right edge of the content: as far from the edge as the title is at the left."""
        return WIDE - min(title.x, MARGIN * 1.5)

    def _fill_title(self, heading: Any, box: Box, title: str) -> None:
        frame = heading.text_frame
        frame.word_wrap = True
        lines = max(1, int(box.h / height(1, palette.TITLE)))
        frame.text = shortened(title, box.w, palette.TITLE, min(lines, 2), bold=True)
        for run in frame.paragraphs[0].runs:
            self._language(run)
            if len(wrapped(title, box.w, palette.TITLE, bold=True)) > 0:
                run.font.size = self.points(palette.TITLE)

    def _foot(self, slide: Any, source: str, title: Box) -> float:
        """Write the source and the number of the slide; return the top of the foot."""
        foot = FOOT._replace(x=title.x, y=self.high - HIGH + FOOT.y, w=self._right(title) - title.x)
        number = foot._replace(x=foot.right - 0.6, w=0.6)
        line = foot._replace(w=foot.w - 0.8)
        self.text(slide, line, source, size=palette.SMALL, colour=palette.QUIET)
        shape = self.text(
            slide, number, "", size=palette.SMALL, colour=palette.QUIET, align=PP_ALIGN.RIGHT
        )
        _add_number(shape.text_frame.paragraphs[0], self.points(palette.SMALL), self.language)
        return foot.y

    def _picture(self, slide: Any, logo: Path) -> None:
        """The logo at the right of the title, as large as fits."""
        picture = slide.shapes.add_picture(str(logo), 0, 0)
        wide, high = picture.width or 1, picture.height or 1
        factor = min(self.emu(LOGO_BOX.w) / wide, self.emu(LOGO_BOX.h) / high)
        picture.width, picture.height = Emu(int(wide * factor)), Emu(int(high * factor))
        picture.left = self.emu(LOGO_BOX.right) - picture.width
        picture.top = self.emu(LOGO_BOX.y)
        describe(picture, "Logo")

    # Text

    def text(
        self,
        slide: Any,
        box: Box,
        text: str | Sentence,
        *,
        size: float = palette.TEXT,
        bold: bool = False,
        colour: str = palette.INK,
        align: Any = PP_ALIGN.LEFT,
        anchor: Any = MSO_ANCHOR.TOP,
    ) -> Any:
        """Add a text without margins; a plain text that does not fit is shortened."""
        shape = slide.shapes.add_textbox(*self.place(box))
        body = shape._element.txBody
        set_all(body.bodyPr, wrap="square", lIns=0, rIns=0, tIns=0, bIns=0, anchor=anchor.xml_value)
        lines = max(1, int((box.h + 0.02) / height(1, size)))
        runs = runs_that_fit(text, box.w, size, lines, bold=bold)
        written = [self.run(r.text, size, bold=bold or r.strong, colour=colour) for r in runs]
        look = markup("a:pPr", algn=align.xml_value)
        body.p_lst[0].extend(parsed("".join([look, *written])))
        return shape

    def run(self, text: str, size: float, *, bold: bool = False, colour: str) -> str:
        """The markup of a text in a paragraph."""
        points, language = self.points(size).centipoints, self.language
        look = markup("a:rPr", solid(colour), sz=points, b=int(bold), lang=language)
        return markup("a:r", look, markup("a:t", escaped(text)))

    def _language(self, run: Any) -> None:
        run._r.get_or_add_rPr().set("lang", self.language)


def runs_that_fit(
    text: str | Sentence, room: float, size: float, lines: int, *, bold: bool = False
) -> Sequence[Run]:
    """The runs of a text; they are shortened together if they take too many lines."""
    runs = [Run(text)] if isinstance(text, str) else [*text]
    whole = "".join(run.text for run in runs)
    wide = bold or any(run.strong for run in runs)
    short = shortened(whole, room, size, lines, bold=wide)
    if short == " ".join(whole.split()):
        return [run for run in runs if run.text]
    return [*_first_letters(runs, len(short) - 1)]


def _first_letters(runs: Sequence[Run], left: int) -> Iterator[Run]:
    for run in runs:
        if left <= len(run.text):
            yield run._replace(text=f"{run.text[:left]}…")
            return
        yield run
        left -= len(run.text)


def solid(colour: str) -> str:
    """The markup of a fill in one colour."""
    return markup("a:solidFill", markup("a:srgbClr", val=colour.upper()))


def describe(shape: Any, text: str) -> None:
    """Give a shape a text for screen readers."""
    (properties,) = shape._element.iter(qn("p:cNvPr"))
    properties.set("descr", text)


def _add_number(paragraph: Any, size: Pt, language: str) -> None:
    """The number of the slide, as a field that follows when slides move."""
    field = child(paragraph._p, "a:fld")
    field.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    field.set("type", "slidenum")
    properties = child(field, "a:rPr", lang=language, sz=str(size.centipoints))
    fill = child(child(properties, "a:solidFill"), "a:srgbClr")
    fill.set("val", palette.QUIET)
    child(field, "a:t").text = "‹#›"


# The organisation's own template


def _opened(template: Path) -> Any:
    try:
        file = Presentation(str(template))
    except Exception as fault:
        raise NotPublishedError(
            f"{template} is not a PowerPoint presentation (.pptx) that can be read: {fault}."
        ) from fault
    for slide_id in [*file.slides._sldIdLst]:
        file.part.drop_rel(slide_id.rId)
        file.slides._sldIdLst.remove(slide_id)
    return file


def _title_layout(file: Any, template: Path) -> Any:
    """The layout with only a title, or else the one with a title and the fewest other boxes."""
    with_title = [layout for layout in file.slide_layouts if _has_title(layout)]
    if not with_title:
        raise NotPublishedError(f"No layout of {template} has a title: add one in PowerPoint.")
    only = [layout for layout in with_title if layout._element.get("type") == "titleOnly"]
    return (only or sorted(with_title, key=lambda layout: len(layout.placeholders)))[0]


def _has_title(layout: Any) -> bool:
    kinds = {shape.placeholder_format.type for shape in layout.placeholders}
    return PP_PLACEHOLDER.TITLE in kinds


def _theme(file: Any) -> Any:
    return file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)


def _accent_of(file: Any) -> str | None:
    """The first accent of a template's theme; None if it follows the system."""
    found = parse_xml(_theme(file).blob).find(f".//{qn('a:accent1')}/{qn('a:srgbClr')}")
    return None if found is None else found.get("val")


# Our own


def _own(accent: str) -> Any:
    """A presentation with one layout: a title, and a line under it."""
    file = Presentation()
    file.slide_width, file.slide_height = Emu(round(WIDE * EMU)), Emu(round(HIGH * EMU))
    layouts = file.slide_layouts
    for layout in [layout for layout in layouts if layout._element.get("type") != "titleOnly"]:
        layouts.remove(layout)
    for owner in (file.slide_master, layouts[0]):
        for shape in [*owner.placeholders]:
            if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE:
                _style_title(shape)
            elif owner is layouts[0] or shape.placeholder_format.type != PP_PLACEHOLDER.BODY:
                shape._element.getparent().remove(shape._element)
            else:
                _place(shape, Box(MARGIN, 1.7, WIDE - 2 * MARGIN, 5.2))
    _style_master(file.slide_master)
    _draw_rule(layouts[0])
    theme = _theme(file)
    theme._blob = _dressed(theme.blob, accent)
    return file


def _place(shape: Any, box: Box) -> None:
    sides = (round(side * EMU) for side in box)
    shape.left, shape.top, shape.width, shape.height = map(Emu, sides)


def _style_title(shape: Any) -> None:
    _place(shape, TITLE_BOX)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM


def _draw_rule(layout: Any) -> None:
    """A line in the layout, under the title of every slide, in the accent of the theme."""
    left, top, wide = (round(side * EMU) for side in (MARGIN, RULE, WIDE - 2 * MARGIN))
    layout.shapes._spTree.append(
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="99" name="Rule"/><p:cNvSpPr/>'
            f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
            f'<a:ext cx="{wide}" cy="19050"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            '</a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></p:spPr></p:sp>'
        )
    )


def _style_master(master: Any) -> None:
    """Titles at the left, bold and dark."""
    style = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    properties = style.find(qn("a:defRPr"))
    properties.set("sz", str(int(palette.TITLE * 100)))
    properties.set("b", "1")


def _dressed(theme: bytes, accent: str) -> bytes:
    """The theme with our font and the accent."""
    root = parse_xml(theme)
    for name, colour in {"dk1": palette.INK, "accent1": accent}.items():
        (holder,) = root.iter(qn(f"a:{name}"))
        for old in [*holder]:
            holder.remove(old)
        child(holder, "a:srgbClr", val=colour)
    for kind in ("majorFont", "minorFont"):
        (font,) = root.iter(qn(f"a:{kind}"))
        latin = font.find(qn("a:latin"))
        if latin is not None:
            latin.set("typeface", FONT)
    return serialize_part_xml(root)
