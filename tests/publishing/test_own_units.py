"""What is published of a group holds its own units, and no name or figure of another group."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from pptx import Presentation

from meetlat import ResultTable
from meetlat.publishing import Targets, each_group
from meetlat.publishing.own_units import for_readers
from meetlat.reporting import pdf
from tests.reporting.stories import SCALE, table
from tests.surveys import of_file, workbook

# The teams with their department and division. The reader is the manager of Crownhouse.
UNITS = {
    "Fernhill": ("Crownhouse", "Alderfield"),
    "Gatewick": ("Crownhouse", "Alderfield"),
    "Hollybank": ("Dunmore", "Alderfield"),
    "Ivybridge": ("Eastleigh", "Birchwood"),
}
OWN = {"Fernhill", "Gatewick", "Crownhouse", "Alderfield"}
OTHERS = {name for team, above in UNITS.items() for name in (team, *above)} - OWN

QUESTIONS = ("q0", "q1", "q2", "q3")
PEOPLE = 12

TABLES = {
    "Themes": table(("theme", "name"), [("t0", "Work"), ("t1", "Team")]),
    "Questions": table(
        ("question", "text", "theme", "scale", "metric"),
        [
            *((name, f"Statement {name}", f"t{i % 2}", "agreement", "")
              for i, name in enumerate(QUESTIONS)),
            ("nps", "Do you recommend us?", "", "nps", "enps"),
        ],
    ),
    "Scales": SCALE,
    "Segments": table(
        ("segment", "name", "parent"),
        [("division", "Division", ""), ("department", "Department", "division"),
         ("team", "Team", "department")],
    ),
    "Metrics": table(("metric", "on"), [("favourable", "yes"), ("drivers", "yes")]),
}  # fmt: skip


def answers() -> str:
    draw = random.Random(4)  # noqa: S311
    rows = [[*QUESTIONS, "nps", "team", "department", "division"]]
    for team, above in UNITS.items():
        for _ in range(PEOPLE + draw.randrange(6)):
            scored = [draw.choice(("agree", "neither", "disagree")) for _ in QUESTIONS]
            rows.append([*scored, str(draw.randrange(11)), team, *above])
    return "".join(f"{','.join(row)}\n" for row in rows)


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The reports of all departments; a "PDF" is the workbook that would be printed."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "answers.csv").write_text(answers(), encoding="utf-8", newline="\n")
    file = workbook(folder / "survey.xlsx", **TABLES, Survey=settings(folder))
    found = each_group(file, "department")
    assert not found.errors, found.problems
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "write_pdfs", lambda files, language: copy_all(files))
        out = folder / "out"
        found.write(Targets(html=out, pdf=out, pptx=out, board_workbook=out))
    return found, folder / "out"


def settings(folder: Path) -> str:
    return f"{of_file(folder / 'answers.csv').rstrip()}\n        | group | |\n"


def copy_all(files) -> None:
    for copy, file in files.items():
        file.write_bytes(copy.read_bytes())


def texts(content: bytes) -> Iterator[str]:
    """The text of a file, or of all its parts, in the workbooks of charts too."""
    if not zipfile.is_zipfile(BytesIO(content)):
        yield content.decode("utf-8", "replace")
        return
    with zipfile.ZipFile(BytesIO(content)) as packed:
        for part in packed.namelist():
            yield from texts(packed.read(part))


@pytest.mark.parametrize("kind", ["html", "pptx", "xlsx"])
def test_no_name_or_figure_of_another_unit_is_in_a_file_for_a_manager(reports, kind):
    found, out = reports
    whole = "\n".join(texts((out / f"Crownhouse.{kind}").read_bytes()))
    assert [name for name in OTHERS if name in whole] == []
    assert [name for name in OWN if name not in whole] == []
    scores = found.survey.report("").all_groups["ThemeScores"]
    of = {own: set() for own in (True, False)}
    for group, score in scores.select("group", "score").iter_rows():
        of[group not in OTHERS].add(repr(score))
    assert len(of[False] - of[True]) >= 3
    assert [score for score in of[False] - of[True] if score in whole] == []


def test_what_is_printed_for_a_manager_has_no_other_unit(reports):
    _, out = reports
    book = openpyxl.load_workbook(BytesIO((out / "Crownhouse.pdf").read_bytes()))
    printed = [sheet for sheet in book if sheet.sheet_state == "visible"]
    cells = {cell.value for sheet in printed for row in sheet.iter_rows() for cell in row}
    assert cells >= OWN
    assert cells.isdisjoint(OTHERS)


def test_a_manager_gets_five_slides_that_end_with_three_empty_lines(reports):
    _, out = reports
    slides = [*Presentation(str(out / "Crownhouse.pptx")).slides]
    assert len(slides) == 5
    (lines,) = (shape.table for shape in slides[-1].shapes if shape.has_table)
    assert [cell.text for cell in lines.rows[0].cells] == ["What will we do?", "Who", "When"]
    assert [[cell.text for cell in row.cells] for row in [*lines.rows][1:]] == [[""] * 3] * 3


def test_the_workbook_for_a_board_holds_values_and_no_inputs(reports):
    _, out = reports
    book = openpyxl.load_workbook(out / "Crownhouse.xlsx")
    assert book.sheetnames == [
        "At a glance", "Themes", "Questions", "Groups", "What we will do",
    ]  # fmt: skip
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {"Statement q0", "Work"} <= set(cells)
    assert not [cell for cell in cells if str(cell).startswith("=") or cell in QUESTIONS]
    assert not [sheet for sheet in book if sheet.tables or sheet.sheet_state != "visible"]


def test_a_table_that_differs_between_reports_is_cut_by_its_own_rows(reports):
    """Which rows are about a group is remembered only for a table that all reports share."""
    found, _ = reports
    report = found.survey.report("department=Crownhouse")
    rows = [("", ""), ("department", "Crownhouse"), ("department", "Dunmore"), (None, None)]
    for order in (rows, rows[::-1], rows[1:], rows[2:3], rows):
        frame = pl.DataFrame(order, schema={"segment": pl.String, "group": pl.String}, orient="row")
        formats = [str(name) for _, name in order]
        report.tables["Own"] = ResultTable("Own", frame, row_formats=formats)
        kept = for_readers(report).tables["Own"]
        expected = [row for row in order if row[1] != "Dunmore"]
        assert kept.frame.rows() == expected
        assert kept.row_formats == [str(name) for _, name in expected]
