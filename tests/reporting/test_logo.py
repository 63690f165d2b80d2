"""The setting `logo`: one picture shows it, at the place and height that HR chose."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from meetlat import recalculate
from meetlat.opening import opened
from meetlat.problems.problem import Problem
from meetlat.reporting.workbook import native_excel
from meetlat.reporting.workbook.logo import LOGO_NAME, NO_LOGO, PICTURE, Image, image_of
from meetlat_workbooks.content import HOME
from tests.pictures import jpeg, png
from tests.workbooks.workbook_parts import parts
from xlengines.xlsx import open_book

DRAWING = "xl/drawings/drawing1.xml"
EDGE = re.compile(r'<a:off x="(\d+)" y="(\d+)"/><a:ext cx="(\d+)" cy="(\d+)"/>')


@pytest.fixture
def workbook(tmp_path) -> Path:
    """The starter workbook, which has a picture for a logo on its first page."""
    for name in ("survey.xlsx", "responses.csv"):
        (tmp_path / name).write_bytes((HOME / "starter" / name).read_bytes())
    (tmp_path / "logo.png").write_bytes(png(300, 100))
    (tmp_path / "square.jpg").write_bytes(jpeg(80, 80))
    return tmp_path / "survey.xlsx"


def set_logo(workbook: Path, logo: str | None) -> list[str]:
    """Set the logo and recalculate; returns the codes of the problems with it."""
    return [problem.code for problem in problems_with_logo(workbook, logo)]


def problems_with_logo(workbook: Path, logo: str | None) -> list[Problem]:
    """Set the logo and recalculate; returns the problems with it."""
    with opened(workbook) as book:
        settings = book.sheets["Survey"].used_range
        row = next(i for i, cells in enumerate(settings.value) if "logo" in cells)
        settings[row, settings.value[row].index("logo") + 1].value = logo
        found = recalculate(book).problems
    return [p for p in found if p.code.startswith("logo")]


def shown(workbook: Path) -> bytes:
    """The image of the picture."""
    pictures = open_book(workbook).sheets["Rapport"].pictures
    return pictures[PICTURE].impl.image


def frame(workbook: Path) -> tuple[int, int, int, int]:
    """Left, top, width and height of the picture in the drawing."""
    found = EDGE.search(parts(workbook)[DRAWING].decode().split("<xdr:pic>")[1])
    assert found
    left, top, width, height = map(int, found.groups())
    return left, top, width, height


def columns(workbook: Path) -> tuple[int, int]:
    """First and last column of the picture."""
    anchors = parts(workbook)[DRAWING].decode().split("<xdr:twoCellAnchor")
    (picture,) = [anchor for anchor in anchors if "<xdr:pic>" in anchor]
    first, last = re.findall(r"<xdr:col>(\d+)</xdr:col>", picture)
    return int(first), int(last)


def test_logo_keeps_the_height_and_right_edge_of_the_picture_it_replaces(workbook):
    left, top, width, height = frame(workbook)
    assert set_logo(workbook, "logo.png") == []
    assert shown(workbook) == png(300, 100)
    assert frame(workbook) == (left + width - 3 * height, top, 3 * height, height)
    first, last = columns(workbook)
    assert first < last == 8, "it ends in the last column"
    media = [name for name in parts(workbook) if "media" in name]
    assert len(media) == 1, "the previous image is removed"


def test_recalculating_with_the_same_logo_changes_no_byte(workbook):
    set_logo(workbook, "logo.png")
    before = workbook.read_bytes()
    recalculate(workbook)
    assert workbook.read_bytes() == before


def test_a_changed_logo_replaces_the_old_one_and_no_logo_restores_the_start(workbook):
    before = frame(workbook)
    set_logo(workbook, "logo.png")
    set_logo(workbook, "square.jpg")
    assert shown(workbook) == jpeg(80, 80)
    assert frame(workbook) == before, "square again"
    assert b'Extension="jpeg"' in parts(workbook)["[Content_Types].xml"]
    set_logo(workbook, None)
    assert shown(workbook) == NO_LOGO.read_bytes()
    assert frame(workbook) == before
    assert LOGO_NAME not in [name.name for name in open_book(workbook).names]


def test_logo_stays_where_hr_moved_it(workbook):
    """HR moves the picture one row down and makes it twice as high."""
    set_logo(workbook, "square.jpg")
    edit(workbook, [("<xdr:row>0</xdr:row>", "<xdr:row>1</xdr:row>")], EDGE, twice_as_high)
    left, top, width, height = frame(workbook)
    set_logo(workbook, "logo.png")
    assert frame(workbook) == (left + width - 3 * height, top, 3 * height, height)
    assert b"<xdr:row>1</xdr:row>" in parts(workbook)[DRAWING]


def twice_as_high(found: re.Match[str]) -> str:
    left, top, width, height = map(int, found.groups())
    return f'<a:off x="{left - width}" y="{top}"/><a:ext cx="{2 * width}" cy="{2 * height}"/>'


def edit(workbook: Path, pairs, pattern=None, replacement=None) -> None:
    """Change the drawing of the first page, as Excel does."""
    found = parts(workbook)
    text = found[DRAWING].decode()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    if pattern:
        before, picture = text.split("<xdr:pic>")
        text = f"{before}<xdr:pic>{pattern.sub(replacement, picture, count=1)}"
    found[DRAWING] = text.encode()
    write(workbook, found)


def write(workbook: Path, found: dict[str, bytes]) -> None:
    with zipfile.ZipFile(workbook, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(name, data)


def test_logo_does_not_replace_a_picture_that_hr_put_there(workbook):
    """Change Picture in Excel keeps the name; HR may use it before or after a logo is set."""
    found = parts(workbook)
    (media,) = [name for name in found if "media" in name]
    write(workbook, found | {media: png(20, 20)})
    set_logo(workbook, "logo.png")
    assert shown(workbook) == png(20, 20)
    write(workbook, found)
    set_logo(workbook, "logo.png")
    (media,) = [name for name in parts(workbook) if "media" in name]
    write(workbook, parts(workbook) | {media: png(20, 20)})
    set_logo(workbook, "square.jpg")
    assert shown(workbook) == png(20, 20)


def test_logo_leaves_a_renamed_picture_alone(workbook):
    edit(workbook, [(f'name="{PICTURE}"', 'name="Ours"')])
    drawing = parts(workbook)[DRAWING]
    assert set_logo(workbook, "logo.png") == []
    assert parts(workbook)[DRAWING] == drawing


def test_logo_keeps_an_image_file_that_another_picture_uses(workbook):
    """Excel stores equal pictures once."""
    found = parts(workbook)
    links = "xl/drawings/_rels/drawing1.xml.rels"
    more = found[links].replace(b"</Relationships>", b'<Relationship Id="rId99" Type="http://'
        b'schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="../media/image1.png"/></Relationships>')  # fmt: skip
    write(workbook, found | {links: more})
    set_logo(workbook, "logo.png")
    assert len([name for name in parts(workbook) if "media" in name]) == 2


FAULTY = {
    "nowhere.png": "logo-missing",
    "logo.gif": "logo-kind",
    "torn.png": "logo-damaged",
    "words.jpg": "logo-damaged",
    "empty.png": "logo-damaged",
    "huge.png": "logo-large",
    "drawn.svg": "logo-page-only",
    "../logo.png": "logo-outside",
    "//server/share/logo.png": "logo-outside",
}


@pytest.mark.parametrize("logo", FAULTY)
def test_a_faulty_logo_is_reported_at_its_setting_and_changes_nothing(workbook, logo):
    folder = workbook.parent
    (folder / "logo.gif").write_bytes(b"GIF89a")
    (folder / "torn.png").write_bytes(png(300, 100)[:-20])
    (folder / "words.jpg").write_text("no picture", encoding="utf-8")
    (folder / "empty.png").write_bytes(b"")
    (folder / "huge.png").write_bytes(png(10, 10) + bytes(5_000_001))
    (folder / "drawn.svg").write_text("<svg/>", encoding="utf-8")
    drawing = parts(workbook)[DRAWING]
    (problem,) = problems_with_logo(workbook, logo)
    assert problem.code == FAULTY[logo]
    assert parts(workbook)[DRAWING] == drawing
    assert (problem.sheet, problem.value) == ("Survey", logo)
    cell = open_book(workbook).sheets["Survey"][problem.cell]
    assert cell.value == logo, "the cell of the setting"


def test_a_misspelt_logo_name_gets_a_suggestion(workbook):
    (problem,) = problems_with_logo(workbook, "logos.png")
    assert problem.code == "logo-missing"
    assert problem.remedy("en") == 'Did you mean "logo.png"?'


def test_a_logo_path_with_a_backslash_is_found(workbook):
    (workbook.parent / "style").mkdir()
    (workbook.parent / "style" / "ours.png").write_bytes(png(20, 10))
    assert set_logo(workbook, r"style\ours.png") == []
    assert shown(workbook) == png(20, 10)


def test_logo_in_excel_replaces_the_picture_through_xlwings():
    picture = Picture(left=100.0, width=40.0, height=40.0)
    native_excel.show_image(picture, "logo.png", 3)
    assert (picture.left, picture.width, picture.height) == (20.0, 120.0, 40.0)
    assert picture.shown == "logo.png"
    assert not picture.lock_aspect_ratio
    near = Picture(left=10.0, width=40.0, height=40.0)
    native_excel.show_image(near, "logo.png", 3)
    assert near.left == 0, "it stays on the sheet"


class Picture(SimpleNamespace):
    top, lock_aspect_ratio = 5.0, True

    def update(self, filename):
        self.shown = filename
        return self


@pytest.mark.parametrize("file", [png(3, 2), jpeg(3, 2)])
def test_image_size_is_read_from_the_file(file):
    found = image_of(file)
    assert found is not None
    assert (found.width, found.height, found.proportion) == (3, 2, 1.5)
    assert image_of(file[: len(file) // 2]) is None


def test_an_image_without_height_is_not_an_image():
    assert image_of(png(3, 2).replace(b"\0\0\0\x02", b"\0\0\0\0", 1)) is None
    assert image_of(NO_LOGO.read_bytes()) == Image("png", 1, 1)
