"""Changes by HR to the report survive a recalculation with other answers."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import pytest
from other_catalogue import rows, starter, table
from printed_pages import faulty, page, pages
from workbook_parts import parts, sheets, tables

from meetlat import recalculate
from tests.pictures import png
from xlengines.xlsx import open_book

DRAWING = "xl/drawings/drawing1.xml"


@pytest.fixture
def workbook(tmp_path) -> Path:
    return starter(tmp_path)


def edit(workbook: Path, changes: dict[str, list[tuple[str, str]]], new_parts: dict | None = None):
    """Change parts of the workbook, as Excel does."""
    found = parts(workbook)
    for part, pairs in changes.items():
        text = found[part].decode()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        found[part] = text.encode()
    with zipfile.ZipFile(workbook, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (found | (new_parts or {})).items():
            archive.writestr(name, content)


def recalculate_other_answers(workbook: Path) -> None:
    """Recalculate without the last five respondents, so that every figure changes."""
    file = workbook.with_name("responses.csv")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        people = list(csv.DictReader(lines))
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.DictWriter(lines, list(people[0]))
        writer.writeheader()
        writer.writerows(people[:-5])
    before = rows(open_book(workbook), "ThemeScores")
    assert not recalculate(workbook).errors
    after = rows(open_book(workbook), "ThemeScores")
    assert [row["n"] for row in after] != [row["n"] for row in before]


def part_of(workbook: Path, name: str) -> str:
    """The part of the sheet with this table."""
    found = parts(workbook)
    return sheets(found)[tables(found)[name].sheet]


def styles_of(workbook: Path, part: str) -> dict[str, str]:
    """The style number of each cell."""
    xml = parts(workbook)[part].decode()
    return dict(re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', xml))


def test_font_and_colour_of_cells_survive_recalculation(workbook):
    """Names and scores of themes in red Georgia."""
    sheet = part_of(workbook, "ThemeScores")
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", cell_styles(workbook))
    font = '<font><sz val="14"/><color rgb="FFC00000"/><name val="Georgia"/></font>'
    xf = '<xf numFmtId="165" fontId="FONT" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    text = parts(workbook)["xl/styles.xml"].decode()
    count = int(re.search(r'<fonts count="(\d+)"', text)[1])
    cells = [f"{column}{row}" for column in "BE" for row in (6, 7, 8)]
    styles = styles_of(workbook, sheet)
    edit(workbook, {
        "xl/styles.xml": [
            ("</fonts>", font + "</fonts>"),
            (f'<fonts count="{count}"', f'<fonts count="{count + 1}"'),
            ("</cellXfs>", xf.replace("FONT", str(count)) + "</cellXfs>"),
            (f'<cellXfs count="{len(formats)}"', f'<cellXfs count="{len(formats) + 1}"'),
        ],
        sheet: [
            (f'<c r="{cell}" s="{styles[cell]}"', f'<c r="{cell}" s="{len(formats)}"')
            for cell in cells
        ],
    })  # fmt: skip
    recalculate_other_answers(workbook)
    kept = styles_of(workbook, sheet)
    assert {kept[cell] for cell in cells} == {str(len(formats))}
    found = parts(workbook)["xl/styles.xml"].decode()
    assert xf.replace("FONT", str(count)) in found
    assert font in found


def cell_styles(workbook: Path) -> str:
    found = re.search(
        r"<cellXfs.*?</cellXfs>", parts(workbook)["xl/styles.xml"].decode(), re.DOTALL
    )
    assert found
    return found[0]


def add_column(workbook: Path, name: str, after: str) -> None:
    """Add the column `Eigen` after another column, with a text in each row."""
    book = open_book(workbook)
    found, known = table(book, name), rows(book, name)
    header = list(known[0])
    at = header.index(after) + 1
    new = [*header[:at], "Eigen", *header[at:]]
    for i, row in enumerate(known):
        row["Eigen"] = f"eigen {i}"
    top, left = found.range.row, found.range.column
    area = found.parent.range((top, left), (top + len(known), left + len(new) - 1))
    found.header_row_range.value = [f"~{h}" for h in header]  # no two equal headings in between
    found.resize(area)
    area.value = [new, *([row[h] for h in new] for row in known)]
    book.save()


@pytest.mark.parametrize("after", ["name", "Vorig onderzoek"])
def test_a_column_added_to_a_table_survives_recalculation(workbook, after):
    add_column(workbook, "ThemeScores", after)
    recalculate_other_answers(workbook)
    found = rows(open_book(workbook), "ThemeScores")
    header = list(found[0])
    assert header[header.index(after) + 1] == "Eigen"
    assert [row["Eigen"] for row in found] == ["eigen 0", "eigen 1", "eigen 2"]
    assert [row["name"] for row in found] == ["Werkplezier", "Samenwerking", "Werkdruk"]
    assert all(isinstance(row["score"], float) for row in found)


def test_notes_beside_a_table_survive_recalculation(workbook):
    """Notes and a formula in a column to the right of the table."""
    book = open_book(workbook)
    found = table(book, "ThemeScores")
    right = found.range.column + found.range.shape[1] + 1
    notes = found.parent.range((found.range.row + 1, right), (found.range.row + 3, right))
    notes.value = [["let op"], ["bespreken"], ["vieren"]]
    notes[0].offset(3).formula = "=MAX(ThemeScores[score])"
    book.save()
    recalculate_other_answers(workbook)
    again = table(open_book(workbook), "ThemeScores").parent
    assert again.range(notes.address).value == ["let op", "bespreken", "vieren"]
    assert notes[0].offset(3).formula == "=MAX(ThemeScores[score])"


def test_a_moved_chart_survives_recalculation(workbook):
    edit(workbook, {DRAWING: [("<xdr:row>6</xdr:row>", "<xdr:row>86</xdr:row>"),
                              ("<xdr:row>8</xdr:row>", "<xdr:row>88</xdr:row>")]})  # fmt: skip
    drawing = parts(workbook)[DRAWING]
    recalculate_other_answers(workbook)
    assert parts(workbook)[DRAWING] == drawing


def test_a_sheet_with_formulas_survives_recalculation(workbook):
    book = open_book(workbook)
    sheet = book.sheets.add("Directie", after=book.sheets[-1])
    formulas = [
        "=AVERAGE(ThemeScores[score])",
        "=INDEX(ThemeScores[name],1)",
        "=ROWS(Chapters[text])",
    ]
    for row, formula in enumerate(formulas, 1):
        sheet.range((row, 1)).formula = formula
    book.save()
    recalculate_other_answers(workbook)
    kept = open_book(workbook)
    assert [kept.sheets["Directie"].range((row, 1)).formula for row in (1, 2, 3)] == formulas
    scores = [row["score"] for row in rows(kept, "ThemeScores")]
    shown = page(pages(workbook), "Werkplezier")
    assert f"{sum(scores) / 3:.4f}".replace(".", ",") in shown
    assert "16" in shown.split(), "number of rows in Chapters"


def test_an_inserted_picture_survives_recalculation(workbook):
    """A picture on the page `Rapport`."""
    picture = (
        "<xdr:oneCellAnchor><xdr:from><xdr:col>6</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>0"
        '</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="360000" cy="360000"/><xdr:pic>'
        '<xdr:nvPicPr><xdr:cNvPr id="99" name="Logo" descr="Ons logo"/><xdr:cNvPicPr/>'
        "</xdr:nvPicPr>"
        '<xdr:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships" r:embed="rId99"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        '<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
        "<xdr:clientData/></xdr:oneCellAnchor>"
    )
    link = (
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/image" Target="../media/image1.png"/>'
    )
    links = "xl/drawings/_rels/drawing1.xml.rels"
    default = '<Default Extension="png" ContentType="image/png"/>'
    edit(workbook, {
        DRAWING: [("</xdr:wsDr>", picture + "</xdr:wsDr>")],
        links: [("</Relationships>", link + "</Relationships>")],
        "[Content_Types].xml": [('<Default Extension="xml"', default + '<Default Extension="xml"')],
    }, {"xl/media/image1.png": png(1, 1)})  # fmt: skip
    before = parts(workbook)
    recalculate_other_answers(workbook)
    after = parts(workbook)
    assert all(after[part] == before[part] for part in (DRAWING, links, "xl/media/image1.png"))
    assert not faulty(pages(workbook))


def test_theme_colours_and_fonts_survive_recalculation(workbook):
    edit(workbook, {"xl/theme/theme1.xml": [("00637C", "7A1F5C"), ("Arial", "Georgia")]})
    theme = parts(workbook)["xl/theme/theme1.xml"]
    recalculate_other_answers(workbook)
    assert parts(workbook)["xl/theme/theme1.xml"] == theme
