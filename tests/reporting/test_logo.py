"""The setting `logo` in the workbook: one picture shows it, where and as high as HR wants it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from meetlat import check, recalculate
from meetlat.reporting.workbook import native_excel
from meetlat.reporting.workbook.logo import NOTHING, PICTURE, TRACE, Image, image_of
from meetlat_workbooks.content import HOME
from tests.pictures import jpeg, png
from xlengines.xlsx import open_book

DRAWING = "xl/drawings/drawing1.xml"
EDGE = re.compile(r'<a:off x="(\d+)" y="(\d+)"/><a:ext cx="(\d+)" cy="(\d+)"/>')


@pytest.fixture
def workbook(tmp_path) -> Path:
    """The starter, whose first page has room for a logo."""
    for name in ("survey.xlsx", "responses.csv"):
        (tmp_path / name).write_bytes((HOME / "starter" / name).read_bytes())
    (tmp_path / "logo.png").write_bytes(png(300, 100))
    (tmp_path / "square.jpg").write_bytes(jpeg(80, 80))
    return tmp_path / "survey.xlsx"


def ask_for(workbook: Path, logo: str | None) -> list[str]:
    """Type the setting and recalculate; what is told of it."""
    book = open_book(workbook)
    cells = book.sheets["Survey"].used_range
    next(cell for cell in cells if cell.value == "logo").offset(0, 1).value = logo
    book.save()
    return [p.code for p in recalculate(workbook).problems if p.code.startswith("logo")]


def parts(workbook: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(workbook) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def shown(workbook: Path) -> bytes:
    """What the picture shows."""
    pictures = open_book(workbook).sheets["Rapport"].pictures
    return pictures[PICTURE].impl.image


def frame(workbook: Path) -> tuple[int, int, int, int]:
    """Its left, top, width and height, as the drawing tells them."""
    found = EDGE.search(parts(workbook)[DRAWING].decode().split("<xdr:pic>")[1])
    assert found
    left, top, width, height = map(int, found.groups())
    return left, top, width, height


def columns(workbook: Path) -> tuple[int, int]:
    """The columns in which it begins and ends."""
    anchors = parts(workbook)[DRAWING].decode().split("<xdr:twoCellAnchor")
    (own,) = [anchor for anchor in anchors if "<xdr:pic>" in anchor]
    first, last = re.findall(r"<xdr:col>(\d+)</xdr:col>", own)
    return int(first), int(last)


def test_it_is_shown_at_the_height_and_the_right_edge_of_the_picture(workbook):
    left, top, width, height = frame(workbook)
    assert ask_for(workbook, "logo.png") == []
    assert shown(workbook) == png(300, 100)
    assert frame(workbook) == (left + width - 3 * height, top, 3 * height, height)
    first, last = columns(workbook)
    assert first < last == 8, "it ends in the last column, and begins some before"
    media = [name for name in parts(workbook) if "media" in name]
    assert len(media) == 1, "what it showed before is gone"


def test_what_is_shown_already_changes_nothing(workbook):
    ask_for(workbook, "logo.png")
    once = workbook.read_bytes()
    recalculate(workbook)
    assert workbook.read_bytes() == once


def test_another_logo_takes_its_place_and_none_leaves_no_trace(workbook):
    before = frame(workbook)
    ask_for(workbook, "logo.png")
    ask_for(workbook, "square.jpg")
    assert shown(workbook) == jpeg(80, 80)
    assert frame(workbook) == before, "as wide as high again"
    assert b'Extension="jpeg"' in parts(workbook)["[Content_Types].xml"]
    ask_for(workbook, None)
    assert shown(workbook) == NOTHING.read_bytes()
    assert frame(workbook) == before
    assert TRACE not in [name.name for name in open_book(workbook).names]


def test_where_hr_moved_it_it_stays(workbook):
    """Down by a row, and twice as high: the logo after that is as high there."""
    ask_for(workbook, "square.jpg")
    edit(workbook, [("<xdr:row>0</xdr:row>", "<xdr:row>1</xdr:row>")], EDGE, grown)
    left, top, width, height = frame(workbook)
    ask_for(workbook, "logo.png")
    assert frame(workbook) == (left + width - 3 * height, top, 3 * height, height)
    assert b"<xdr:row>1</xdr:row>" in parts(workbook)[DRAWING]


def grown(found: re.Match[str]) -> str:
    left, top, width, height = map(int, found.groups())
    return f'<a:off x="{left - width}" y="{top}"/><a:ext cx="{2 * width}" cy="{2 * height}"/>'


def edit(workbook: Path, pairs, pattern=None, by=None) -> None:
    """Change the drawing of the first page as Excel would."""
    found = parts(workbook)
    text = found[DRAWING].decode()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    if pattern:
        before, own = text.split("<xdr:pic>")
        text = f"{before}<xdr:pic>{pattern.sub(by, own, count=1)}"
    found[DRAWING] = text.encode()
    write(workbook, found)


def write(workbook: Path, found: dict[str, bytes]) -> None:
    with zipfile.ZipFile(workbook, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(name, data)


def test_a_picture_that_hr_put_there_instead_stays(workbook):
    """By Change Picture in Excel, which keeps its name: before there was a logo, and after."""
    found = parts(workbook)
    (media,) = [name for name in found if "media" in name]
    write(workbook, found | {media: png(20, 20)})
    ask_for(workbook, "logo.png")
    assert shown(workbook) == png(20, 20)
    write(workbook, found)
    ask_for(workbook, "logo.png")
    (media,) = [name for name in parts(workbook) if "media" in name]
    write(workbook, parts(workbook) | {media: png(20, 20)})
    ask_for(workbook, "square.jpg")
    assert shown(workbook) == png(20, 20)


def test_a_picture_that_hr_renamed_is_left_alone_and_one_deleted_does_not_come_back(workbook):
    edit(workbook, [(f'name="{PICTURE}"', 'name="Ours"')])
    drawing = parts(workbook)[DRAWING]
    assert ask_for(workbook, "logo.png") == []
    assert parts(workbook)[DRAWING] == drawing


def test_a_file_that_another_picture_shows_too_stays(workbook):
    """Excel keeps one file for pictures that are alike."""
    found = parts(workbook)
    links = "xl/drawings/_rels/drawing1.xml.rels"
    more = found[links].replace(b"</Relationships>", b'<Relationship Id="rId99" Type="http://'
        b'schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="../media/image1.png"/></Relationships>')  # fmt: skip
    write(workbook, found | {links: more})
    ask_for(workbook, "logo.png")
    assert len([name for name in parts(workbook) if "media" in name]) == 2


FAULTY = {
    "nowhere.png": "logo-missing",
    "logo.gif": "logo-kind",
    "torn.png": "logo-damaged",
    "words.jpg": "logo-damaged",
    "empty.png": "logo-damaged",
    "huge.png": "logo-large",
    "drawn.svg": "logo-page-only",
    "..": "logo-missing",
}


@pytest.mark.parametrize("logo", FAULTY)
def test_a_logo_that_cannot_be_shown_is_told_at_its_setting_and_changes_nothing(workbook, logo):
    folder = workbook.parent
    (folder / "logo.gif").write_bytes(b"GIF89a")
    (folder / "torn.png").write_bytes(png(300, 100)[:-20])
    (folder / "words.jpg").write_text("no picture", encoding="utf-8")
    (folder / "empty.png").write_bytes(b"")
    (folder / "huge.png").write_bytes(png(10, 10) + bytes(5_000_001))
    (folder / "drawn.svg").write_text("<svg/>", encoding="utf-8")
    drawing = parts(workbook)[DRAWING]
    assert ask_for(workbook, logo) == [FAULTY[logo]]
    assert parts(workbook)[DRAWING] == drawing
    (told,) = [p for p in check(workbook) if p.code == FAULTY[logo]]
    assert (told.sheet, told.value) == ("Survey", logo)
    row = open_book(workbook).sheets["Survey"][told.cell]
    assert row.value == logo, "the cell in which it stands"


def test_a_name_that_is_nearly_right_is_suggested(workbook):
    ask_for(workbook, "logos.png")
    (told,) = [p for p in check(workbook) if p.code == "logo-missing"]
    assert told.remedy("en") == 'Did you mean "logo.png"?'


def test_a_logo_in_a_folder_is_found_as_windows_writes_it(workbook):
    (workbook.parent / "style").mkdir()
    (workbook.parent / "style" / "ours.png").write_bytes(png(20, 10))
    assert ask_for(workbook, r"style\ours.png") == []
    assert shown(workbook) == png(20, 10)


def test_in_excel_the_picture_is_replaced_by_xlwings_own_words():
    picture = Picture(left=100.0, width=40.0, height=40.0)
    native_excel.show_image(picture, "logo.png", 3)
    assert (picture.left, picture.width, picture.height) == (20.0, 120.0, 40.0)
    assert picture.shown == "logo.png"
    assert not picture.lock_aspect_ratio
    near = Picture(left=10.0, width=40.0, height=40.0)
    native_excel.show_image(near, "logo.png", 3)
    assert near.left == 0, "never beyond the edge of the sheet"


class Picture(SimpleNamespace):
    top, lock_aspect_ratio = 5.0, True

    def update(self, filename):
        self.shown = filename
        return self


@pytest.mark.parametrize("file", [png(3, 2), jpeg(3, 2)])
def test_a_picture_tells_its_size(file):
    found = image_of(file)
    assert found is not None
    assert (found.width, found.height, found.proportion) == (3, 2, 1.5)
    assert image_of(file[: len(file) // 2]) is None


def test_an_image_without_any_height_is_none():
    assert image_of(png(3, 2).replace(b"\0\0\0\x02", b"\0\0\0\0", 1)) is None
    assert image_of(NOTHING.read_bytes()) == Image("png", 1, 1)
